package inventory

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"
)

// BenchmarkLoad reads the five worked examples, one notice of 19 KB with and without
// asking BurntSushi/toml, and a thousand short ones that extend one base.
func BenchmarkLoad(b *testing.B) {
	b.Run("examples", func(b *testing.B) {
		root, err := os.OpenRoot("../..")
		must(b, err)
		defer root.Close()
		b.ReportAllocs()
		for b.Loop() {
			Load(root.FS())
		}
	})
	one := func(b *testing.B) {
		fsys := full(b)
		b.ReportAllocs()
		for b.Loop() {
			if inv, found := Load(fsys); len(inv.Notices) != 1 || len(found) > 0 {
				b.Fatal(found)
			}
		}
	}
	b.Run("full", one)
	b.Run("full-asking", func(b *testing.B) {
		askAlways = true
		defer func() { askAlways = false }()
		one(b)
	})
	b.Run("thousand", func(b *testing.B) {
		fsys := districts(1000)
		b.ReportAllocs()
		for b.Loop() {
			inv, _ := Load(fsys)
			if len(inv.Notices) != 1001 {
				b.Fatal("some notices are missing")
			}
		}
	})
}

// BenchmarkReader reads one notice of 19 KB, and one of those that extend a base.
func BenchmarkReader(b *testing.B) {
	for _, of := range []struct {
		name, id string
		fsys     fstest.MapFS
	}{{"full", "full", full(b)}, {"district", "district-7", districts(20)}} {
		b.Run(of.name, func(b *testing.B) {
			r := NewReader(of.fsys, Options{})
			b.ReportAllocs()
			for b.Loop() {
				if n, _, _ := r.Notice(of.id); n == nil {
					b.Fatal("the notice is missing")
				}
			}
		})
	}
}

// full is one notice of the size of a real one.
func full(t testing.TB) fstest.MapFS {
	text, err := os.ReadFile("../testdata/full.toml")
	must(t, err)
	return fstest.MapFS{"notices/full/notice.toml": {Data: text}}
}

// districts is what a vendor keeps: one base with its statements, and a short
// file for each of n customers.
func districts(n int) fstest.MapFS {
	base := "[notice]\ntitle='Base'\nlanguage='en'\npublish=false\n[party]\nname='Example Ltd'\n"
	for i := range 100 {
		base += fmt.Sprintf("[category.c%d]\nlabel='data %d'\n[purpose.p%d]\nlabel='purpose %d'\n[[use]]\nid='use-%d'\ncategories=['c%d']\npurposes=['p%d']\nbases=['contract']\n[[keep]]\nid='keep-%d'\ncategories=['c%d']\nperiod='P12M'\nfrom='account-closed'\n", i, i, i, i, i, i, i, i, i)
	}
	fsys := fstest.MapFS{"notices/base/notice.toml": {Data: []byte(base)}}
	for i := range n {
		fsys[fmt.Sprintf("notices/district-%d/notice.toml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "[notice]\nextends='base'\ntitle='District %d'\n[[keep]]\nid='keep-1'\nperiod='P%dM'\n", i, i%24+1)}
	}
	return fsys
}
