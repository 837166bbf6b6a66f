package bundle_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/tables"
)

// districts is the policy of a vendor with many customers: a worked example as the
// base, and a short notice for each customer, which has its own name and term.
func districts(t testing.TB, many int) *document.Document {
	t.Helper()
	doc, err := policies.Compile(districtNotices(t, many), policies.Options{Serial: 1, Issued: "2026-01-01", Expires: "2099-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func districtNotices(t testing.TB, many int) *notices.Set {
	t.Helper()
	fsys := fstest.MapFS{"candor.toml": {Data: []byte("title = \"Districts\"\n")}}
	example := os.DirFS("../../notices/examples/nextthought")
	err := fs.WalkDir(example, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(example, name)
		if name == "notice.toml" {
			data = bytes.Replace(data, []byte("[notice]\n"), []byte("[notice]\npublish = false\n"), 1)
		}
		fsys[path.Join("notices/base", name)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range many {
		fsys[fmt.Sprintf("notices/district-%d/notice.toml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, `[notice]
extends = "base"
title   = "Privacy notice for District %d"

[party]
name = "District %d"

[[keep]]
id     = "keep-parent-email"
period = "P%dM"
text   = "We keep a parent’s email address for %d months, and only if a parent has consented."
`, i, i, 6+i%24, 6+i%24)}
	}
	inv, found := inventory.Load(fsys)
	set, more := notices.Resolve(inv)
	if set.Errors > 0 || len(set.Notices) != many {
		t.Fatalf("%d notices, %v", len(set.Notices), append(found, more...))
	}
	return set
}

// fullNotices are many full notices: the worked examples in turn, under other names, which
// a bundle packs better than notices that differ; what those take, BenchmarkSize tells.
func fullNotices(t testing.TB, many int) *notices.Set {
	t.Helper()
	examples := worked()
	set := &notices.Set{Digest: examples.Digest}
	for i := range many {
		n := *examples.Notices[i%len(examples.Notices)]
		n.ID = fmt.Sprintf("%s-%d", n.ID, i)
		set.Notices = append(set.Notices, &n)
	}
	return set
}

var scale = flag.Int("scale", 100, "how many notices BenchmarkScale takes")

// BenchmarkScale tells what many notices take: seconds to compile them, to write the
// bundle, and from the bundle to an engine that answers; bytes of the bundle; and the
// heap of the compiled policy and of the engine, with the texts it cites.
//
//	go test ./policies/bundle -run '^$' -bench Scale -benchtime 1x -scale 10000
func BenchmarkScale(b *testing.B) {
	for _, c := range []struct {
		name    string
		notices func(testing.TB, int) *notices.Set
	}{{"full", fullNotices}, {"of one base", districtNotices}} {
		b.Run(fmt.Sprint(*scale, " ", c.name), func(b *testing.B) {
			set, key := c.notices(b, *scale), newKey(b, "ES256")
			for b.Loop() {
				reportScale(b, set, key)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func reportScale(b *testing.B, set *notices.Set, key *bundle.PrivateKey) {
	many := float64(len(set.Notices))
	seconds := func(name string, do func()) {
		began := time.Now()
		do()
		b.ReportMetric(time.Since(began).Seconds(), name)
	}
	held := func(name string, do func()) {
		before := liveHeap()
		do()
		b.ReportMetric((float64(liveHeap())-float64(before))/1024/many, name)
	}
	var doc *document.Document
	held("KiB-document/notice", func() {
		seconds("s-compile", func() {
			var err error
			if doc, err = policies.Compile(set, policies.Options{Serial: 1, Issued: "2026-01-01", Expires: "2099-12-31"}); err != nil {
				b.Fatal(err)
			}
		})
	})
	var packed []byte
	seconds("s-write", func() { packed = written(b, doc, bundle.Signing{Key: key}) })
	b.ReportMetric(float64(len(packed))/many, "B/notice")
	doc = nil
	var engine *tables.Engine
	held("KiB-engine/notice", func() {
		seconds("s-open", func() {
			read, err := bundle.Read(bytes.NewReader(packed), bundle.Trust{Keys: []*bundle.PublicKey{key.Public}})
			if err != nil {
				b.Fatal(err)
			}
			if engine, err = tables.New(read.Document, time.Now); err != nil {
				b.Fatal(err)
			}
		})
	})
	runtime.KeepAlive(engine)
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkSize reports how many bytes a notice takes in a bundle, whole and divided:
// full notices, and those that extend one base.
func BenchmarkSize(b *testing.B) {
	for _, c := range []struct {
		name string
		doc  *document.Document
	}{
		{"5 full", examples(b, policies.Options{})},
		{"1000 of one base", districts(b, 1000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			key := newKey(b, "ES256")
			for b.Loop() {
				reportSizes(b, c.doc, bundle.Signing{Key: key})
			}
		})
	}
}

func reportSizes(b *testing.B, doc *document.Document, by bundle.Signing) {
	many, parts := float64(len(doc.Notices)), 0
	for name, packed := range divided(b, doc, by) {
		if strings.HasPrefix(name, "notices/") {
			parts += len(packed)
			continue
		}
		b.ReportMetric(float64(len(packed)), strings.TrimSuffix(name, ".tar.gz")+"-B")
	}
	none := *doc
	none.Notices = nil
	b.ReportMetric(float64(len(written(b, doc, by))-len(written(b, &none, by)))/many, "B/notice-whole")
	b.ReportMetric(float64(parts)/many, "B/notice-divided")
}
