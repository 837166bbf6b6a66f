package bundle_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// districts is the policy of a vendor with many customers: a worked example as the
// base, and a short notice for each customer, which has its own name and term.
func districts(t testing.TB, many int) *document.Document {
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
	doc, err := policies.Compile(set, policies.Options{Serial: 1, Issued: "2026-01-01", Expires: "2099-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	return doc
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
