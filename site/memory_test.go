package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/themes"
)

// lawful is a small workspace that laws are asked about.
func lawful() fstest.MapFS {
	files := small(nil)
	shop := files["notices/shop/notice.toml"]
	shop.Data = bytes.Replace(shop.Data, []byte("[notice]\n"), []byte("[notice]\nlaws = [\"us-ca-caloppa\", \"us-ca-shine-the-light\"]\n"), 1)
	return files
}

// remembering are options with a memory in a folder.
func remembering(dir string) Options {
	return Options{Dir: dir, Memory: ".candor/laws", Program: "test"}
}

// TestMemoryChangesNothing makes random edits and builds after each, as a program that
// starts anew would, with what was found before; from time to time as another program, on
// another day, or with a file that somebody has damaged. What it finds is what a build
// without a memory finds.
func TestMemoryChangesNothing(t *testing.T) {
	for seed := range uint64(scripts) {
		s, random := newAuthor(seed), rand.New(rand.NewPCG(seed, 17))
		s.files["notices/shop/notice.toml"] = lawful()["notices/shop/notice.toml"]
		o := remembering(t.TempDir())
		file := filepath.Join(o.Dir, o.Memory)
		for step := range 25 {
			did := "begin"
			if step > 0 {
				did = s.edit()
			}
			if data, err := os.ReadFile(file); err == nil {
				switch at := random.IntN(len(data)); random.IntN(8) {
				case 0:
					did, data[at] = did+", a byte is another", data[at]^byte(1+random.IntN(255))
				case 1:
					did, data = did+", the file is cut short", data[:at]
				case 2:
					did, o.Program = did+", another program", fmt.Sprint("test ", random.IntN(2))
				case 3:
					did, o.Today = did+", another day", inventory.Date{Y: 2025 + random.IntN(2), M: 3, D: 1, Precision: inventory.Day}
				}
				if err := os.WriteFile(file, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, want := Build(s.files, o), Build(s.files, Options{Today: o.Today})
			if diff := differ(want, got); diff != "" {
				t.Fatalf("script %d, step %d (%s): %s", seed, step, did, diff)
			}
			if a, b := written(t, want), written(t, got); a != b {
				t.Fatalf("script %d, step %d (%s): what stays inside differs:\n%s\nand\n%s", seed, step, did, a, b)
			}
		}
		if _, err := os.Stat(file); err != nil {
			t.Errorf("script %d left no memory: %v", seed, err)
		}
	}
}

// written is all that is written of what was found.
func written(t *testing.T, s *Site) string {
	t.Helper()
	var b bytes.Buffer
	finding.Text(&b, s.Findings, finding.TextOptions{Width: 80})
	m, err := policies.NewMatrix(s.Set, &s.Law, "", s.options.Today)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.JSON(&b); err != nil {
		t.Fatal(err)
	}
	b.Write(m.CSV())
	pages, err := s.pageOfLaws(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append([]themes.File{}, pages...) {
		fmt.Fprintln(&b, f.Path)
		b.Write(f.Data)
	}
	return b.String()
}

// TestMemoryIsShared lets a build, a publish and a preview of one workspace remember what
// the others found.
func TestMemoryIsShared(t *testing.T) {
	o := remembering(t.TempDir())
	onDisk(t, o.Dir, lawful())
	folder, err := OpenFolder(o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	file, last := filepath.Join(o.Dir, o.Memory), fs.FileInfo(nil)
	for name, run := range map[string]func(){
		"build": func() { Build(folder, o) },
		"publish": func() {
			_, _, _ = Publish(folder, o, Where{Public: filepath.Join(t.TempDir(), "public")}, func(*Site) (Policy, error) { return Policy{}, nil })
		},
		"preview": func() {
			h := newShelf(o, new(Builder), new(sync.RWMutex))
			h.law(h.pages(folder), folder)
			h.remember()
		},
	} {
		run()
		info, err := os.Stat(file)
		switch {
		case err != nil:
			t.Fatalf("%s leaves no memory: %v", name, err)
		case last != nil && !os.SameFile(info, last):
			t.Errorf("%s found anew what another had found", name)
		}
		last = info
	}
}

// TestMemoryOfRunsAtOnce lets several builds write one memory at once. It stays one, and
// nothing is left beside it.
func TestMemoryOfRunsAtOnce(t *testing.T) {
	o, files := remembering(t.TempDir()), lawful()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			o := o
			o.Today = inventory.Date{Y: 2026, M: 1, D: 1 + i/2, Precision: inventory.Day}
			if got, want := Build(files, o).Report(), Build(files, Options{Today: o.Today}).Report(); got != want {
				t.Errorf("found\n%s\nand not\n%s", got, want)
			}
		})
	}
	all.Wait()
	names, err := os.ReadDir(filepath.Join(o.Dir, ".candor"))
	if err != nil || len(names) != 1 || names[0].Name() != "laws" {
		t.Errorf("%v lie there: %v", names, err)
	}
	if m := o.recall(); m.Len() == 0 {
		t.Error("the memory that is left remembers nothing")
	}
}

// TestMemoryStaysInside has a link, or a folder, where the memory would be: nothing is
// read or written through it.
func TestMemoryStaysInside(t *testing.T) {
	for name, lay := range map[string]func(dir, outside string) error{
		"a link to a folder": func(dir, outside string) error { return os.Symlink(outside, filepath.Join(dir, ".candor")) },
		"a link to a file": func(dir, outside string) error {
			return os.Symlink(filepath.Join(outside, "laws"), filepath.Join(dir, "laws"))
		},
		"a folder": func(dir, _ string) error { return os.MkdirAll(filepath.Join(dir, ".candor/laws/below"), 0o755) },
		"a file in the place of the folder": func(dir, _ string) error {
			return os.WriteFile(filepath.Join(dir, ".candor"), nil, 0o644)
		},
	} {
		o, outside := remembering(t.TempDir()), t.TempDir()
		if name == "a link to a file" {
			o.Memory = "laws"
		}
		if err := lay(o.Dir, outside); err != nil {
			t.Fatal(err)
		}
		if got, want := Build(lawful(), o).Report(), Build(lawful(), Options{}).Report(); got != want {
			t.Errorf("%s: found\n%s\nand not\n%s", name, got, want)
		}
		if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
			t.Errorf("%s: %v were written outside: %v", name, left, err)
		}
	}
	if o := remembering(filepath.Join(t.TempDir(), "none")); !strings.Contains(Build(lawful(), o).Report(), "caloppa") {
		t.Error("without a folder to remember in, nothing is found")
	}
}
