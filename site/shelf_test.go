package site

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/finding"
)

// interrupting halts a shelf once so many files have been opened.
type interrupting struct {
	fstest.MapFS
	h    *shelf
	left *int
}

func (i interrupting) Open(name string) (fs.File, error) {
	if *i.left--; *i.left == 0 {
		i.h.halted.Store(true)
	}
	return i.MapFS.Open(name)
}

func (i interrupting) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(i.MapFS, name) }
func (i interrupting) ReadFile(name string) ([]byte, error)       { return readAll(i, name) }
func (i interrupting) ReadDir(name string) ([]fs.DirEntry, error) { return i.MapFS.ReadDir(name) }

func readAll(fsys interrupting, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return fs.ReadFile(fsys.MapFS, name)
}

// TestShelfIsWhatIsBuilt makes random edits, and now and then another while a build is on
// its way. In the end the preview has found what a build finds, and what it makes when it
// is asked are the files of the last build without errors, to the byte.
func TestShelfIsWhatIsBuilt(t *testing.T) {
	halts, lasts := 0, 0
	for seed := range uint64(scripts) {
		author, random := newAuthor(seed), rand.New(rand.NewPCG(seed, 5))
		m := newMirror()
		h := newShelf(Options{}, new(Builder), new(sync.RWMutex))
		left := 0
		m.open(interrupting{author.files, h, &left})
		var good *Site // what was built last without errors
		for step := range 25 {
			did := "begin"
			if step > 0 {
				did = author.edit()
			}
			m.refresh(report{all: true})
			if left = random.IntN(8); left > 0 && h.pages(m) == nil {
				halts++
			}
			left = 0
			h.halted.Store(false)
			got, want := h.pages(m), Build(author.files, Options{})
			if readable(got.Findings) {
				m.settle()
				good = Build(author.files, Options{})
			}
			h.law(got, m)
			switch {
			case !reflect.DeepEqual(got.Findings, want.Findings):
				t.Fatalf("script %d, step %d (%s): %s\nand\n%s", seed, step, did, got.Report(), want.Report())
			case !reflect.DeepEqual(got.Law.Rows, want.Law.Rows) || !reflect.DeepEqual(got.Law.Findings, want.Law.Findings):
				t.Fatalf("script %d, step %d (%s): what the law says differs", seed, step, did)
			case got.Digest != want.Digest || got.Statements != want.Statements || !slices.Equal(got.Inventory.Files, want.Inventory.Files):
				t.Fatalf("script %d, step %d (%s): the sets differ", seed, step, did)
			case len(got.later) != len(want.Public):
				t.Fatalf("script %d, step %d (%s): %d files, want %d", seed, step, did, len(got.later), len(want.Public))
			}
			for _, f := range want.Public {
				if got.later[f.Path] != sha256.Sum256(f.Data) {
					t.Fatalf("script %d, step %d (%s): %s differs", seed, step, did, f.Path)
				}
			}
			if good == nil {
				continue
			}
			for _, n := range good.Set.Notices {
				lasts++
				made, _ := new(Builder).notice(was{m, author.files}, Options{Only: n.ID})
				for _, f := range good.Public {
					if strings.HasPrefix(f.Path, n.ID+"/") && !bytes.Equal(made.files[f.Path], f.Data) {
						t.Fatalf("script %d, step %d (%s): %s is not that of the last build without errors", seed, step, did, f.Path)
					}
				}
			}
		}
	}
	if halts == 0 || lasts == 0 {
		t.Errorf("%d builds were halted and %d notices made again", halts, lasts)
	}
}

// TestPreviewKeepsPagesThatNobodyOpened: a page that is opened for the first time when its
// file is broken already is that of before.
func TestPreviewKeepsPagesThatNobodyOpened(t *testing.T) {
	dir := t.TempDir()
	for name, f := range small(nil) {
		put(t, filepath.Join(dir, name), string(f.Data))
	}
	p := NewPreview(dir, Options{})
	p.law = nil
	run(t, p)
	eventually(t, p, "a good build", func(v view) bool { return v.good && v.has("shop/index.html") })
	file := filepath.Join(dir, "notices", "shop", "notice.toml")
	text, _ := os.ReadFile(file)
	put(t, file, strings.Replace(string(text), "a machine decide", "any machine judge", 1)+"[category.x\n")
	now := eventually(t, p, "the error", func(v view) bool { return finding.Blocking(v.findings) })
	if page, ok := p.file(now, "shop/index.html"); !ok || !strings.Contains(string(page), "a machine decide") {
		t.Errorf("the page is %.200q", page)
	}
	if _, n := p.said(now, "shop"); n == nil || len(n.Statements) == 0 {
		t.Error("the notice is lost")
	}
}
