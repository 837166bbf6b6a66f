package inventory

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"
)

// BenchmarkLoad reads the five worked examples, and a thousand notices that
// extend one base.
func BenchmarkLoad(b *testing.B) {
	b.Run("examples", func(b *testing.B) {
		root, err := os.OpenRoot("../..")
		must(b, err)
		defer root.Close()
		for b.Loop() {
			Load(root.FS())
		}
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

// districts is what a vendor keeps: one base with its statements, and a short
// file for each of n customers.
func districts(n int) fstest.MapFS {
	base := "[notice]\ntitle='Base'\nlanguage='en'\npublish=false\n[party]\nname='Example Ltd'\n"
	for i := range 100 {
		base += fmt.Sprintf("[category.c%d]\nlabel='data %d'\n[purpose.p%d]\nlabel='purpose %d'\n[[use]]\nid='use-%d'\ncategories=['c%d']\npurposes=['p%d']\nbases=['contract']\n[[keep]]\nid='keep-%d'\ncategories=['c%d']\nperiod='P12M'\n", i, i, i, i, i, i, i, i, i)
	}
	fsys := fstest.MapFS{"notices/base/notice.toml": {Data: []byte(base)}}
	for i := range n {
		fsys[fmt.Sprintf("notices/district-%d/notice.toml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "[notice]\nextends='base'\ntitle='District %d'\n[[keep]]\nid='keep-1'\nperiod='P%dM'\n", i, i%24+1)}
	}
	return fsys
}
