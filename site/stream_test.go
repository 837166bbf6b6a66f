package site

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/site/synthetic"
)

// TestPublishIsWhatIsBuilt makes random edits and publishes after each, notice by notice,
// with one worker and with many: what is found is what a build finds, and the trees are
// those that publishing the build leaves, to the byte.
func TestPublishIsWhatIsBuilt(t *testing.T) {
	refused, published := 0, 0
	for seed := range uint64(scripts) {
		author := newAuthor(seed)
		dir := t.TempDir()
		in := func(name string) string { return filepath.Join(dir, name) }
		policy := Policy{}
		policy.Serial, policy.Issued, policy.Expires = 7, "2026-11-20", "2026-12-20"
		for step := range 12 {
			did := "begin"
			if step > 0 {
				did = author.edit()
			}
			want := Build(author.files, Options{BaseURL: "https://example.org/"})
			_, wantErr := want.Publish(Where{Public: in("built"), Internal: in("built-inside")}, policy)
			for _, procs := range []int{1, 2} {
				for _, inside := range []string{"", "inside"} {
					before := runtime.GOMAXPROCS(procs)
					w := Where{Public: in("site" + inside)}
					if inside != "" {
						w.Internal = in(inside)
					}
					got, _, err := Publish(author.files, Options{BaseURL: "https://example.org/"}, w, func(*Site) (Policy, error) { return policy, nil })
					runtime.GOMAXPROCS(before)
					switch {
					case !reflect.DeepEqual(got.Findings, want.Findings):
						t.Fatalf("script %d, step %d (%s): %s\nand\n%s", seed, step, did, got.Report(), want.Report())
					case !reflect.DeepEqual(got.Law, want.Law):
						t.Fatalf("script %d, step %d (%s): what the law says differs", seed, step, did)
					case got.Digest != want.Digest || got.Statements != want.Statements || !reflect.DeepEqual(got.Inventory.Files, want.Inventory.Files):
						t.Fatalf("script %d, step %d (%s): %s, %d statements of %v; want %s, %d of %v", seed, step, did, got.Digest, got.Statements, got.Inventory.Files, want.Digest, want.Statements, want.Inventory.Files)
					case (err == nil) != (wantErr == nil) || errors.Is(err, ErrFindings) != errors.Is(wantErr, ErrFindings):
						t.Fatalf("script %d, step %d (%s): %v, want %v", seed, step, did, err, wantErr)
					case err != nil:
						refused++
						continue
					}
					published++
					built := files(t, in("built"))
					mine := files(t, w.Public)
					if inside == "" { // it names no policy of before
						delete(built, markerName)
						delete(mine, markerName)
					}
					if !equal(mine, built) || inside != "" && !maps.Equal(files(t, in("built-inside")), files(t, w.Internal)) {
						t.Fatalf("script %d, step %d (%s): the trees differ", seed, step, did)
					}
				}
			}
			if got := leftovers(t, in("built")); got != nil {
				t.Fatalf("script %d, step %d (%s): there is %v", seed, step, did, got)
			}
		}
	}
	if refused == 0 || published == 0 {
		t.Errorf("%d were refused and %d published", refused, published)
	}
}

// TestPublishStopsAtErrors publishes a workspace with an error: the site of before stays, and
// nothing else.
func TestPublishStopsAtErrors(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	none := func(*Site) (Policy, error) { return Policy{}, nil }
	if _, _, err := Publish(small(nil), Options{}, Where{Public: dir}, none); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	s, _, err := Publish(small(map[string]string{"notices/shop/more.toml": "[use\n"}), Options{}, Where{Public: dir}, none)
	if !errors.Is(err, ErrFindings) || !finding.Blocking(s.Findings) {
		t.Errorf("Publish = %v\n%s", err, s.Report())
	}
	if !equal(files(t, dir), before) || leftovers(t, dir) != nil {
		t.Error("a refused publish left something")
	}
}

// BenchmarkPublish publishes synthetic notices: to a new folder, again with nothing
// changed, and by what is known of the publish before with one of them edited.
func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{5, 100, 1000} {
		dir := b.TempDir()
		syntheticWorkspace(b, dir, n, false)
		root, err := os.OpenRoot(dir)
		if err != nil {
			b.Fatal(err)
		}
		publish := func(to string) {
			if _, _, err := Publish(root.FS(), Options{Dir: dir}, Where{Public: to}, func(*Site) (Policy, error) { return Policy{}, nil }); err != nil {
				b.Fatal(err)
			}
		}
		to := filepath.Join(b.TempDir(), "public")
		b.Run(fmt.Sprintf("%d/clean", n), func(b *testing.B) {
			for b.Loop() {
				if err := os.RemoveAll(to); err != nil {
					b.Fatal(err)
				}
				publish(to)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/notice")
		})
		b.Run(fmt.Sprintf("%d/nothing", n), func(b *testing.B) {
			for b.Loop() {
				publish(to)
			}
		})
		for _, inside := range []string{"", "inside"} {
			w, o := Where{Public: filepath.Join(b.TempDir(), "public")}, Options{Dir: dir, Ledger: filepath.Join(dir, ".candor", "ledger"+inside), Program: "test"}
			if inside != "" {
				w.Internal = filepath.Join(b.TempDir(), inside)
			}
			again := func() *Site {
				s, _, err := Publish(root.FS(), o, w, func(*Site) (Policy, error) { return Policy{}, nil })
				if err != nil {
					b.Fatal(err)
				}
				return s
			}
			edited, edits := filepath.Join(dir, "notices", synthetic.ID(n/2), "more.toml"), 0
			b.Run(fmt.Sprintf("%d/one%s", n, inside), func(b *testing.B) {
				again()
				for b.Loop() {
					edits++
					if err := os.WriteFile(edited, fmt.Appendf(nil, "[[bar]]\nid = \"more\"\nactions = [\"decide\"]\ntext = \"We never do %d.\"\n", edits), 0o644); err != nil {
						b.Fatal(err)
					}
					if s := again(); s.reused != n-1 {
						b.Fatalf("%d of %d notices were taken as they stood", s.reused, n)
					}
				}
			})
		}
		root.Close()
	}
}

// TestDocumentsArePublished publishes the invented organisations twice, the second time
// from what the first left, and compares it with what is built.
func TestDocumentsArePublished(t *testing.T) {
	fsys := os.DirFS("../policies/laws/example")
	dir := t.TempDir()
	o := Options{BaseURL: "https://example.org/", Dir: "../policies/laws/example"}
	want := Build(fsys, o)
	if _, err := want.Publish(Where{Public: filepath.Join(dir, "built")}, Policy{}); err != nil {
		t.Fatal(err, want.Report())
	}
	for range 2 {
		got, _, err := Publish(fsys, o, Where{Public: filepath.Join(dir, "streamed")}, func(*Site) (Policy, error) { return Policy{}, nil })
		if err != nil || !reflect.DeepEqual(got.Findings, want.Findings) {
			t.Fatalf("%v: %s\nand\n%s", err, got.Report(), want.Report())
		}
		built, streamed := files(t, filepath.Join(dir, "built")), files(t, filepath.Join(dir, "streamed"))
		if !equal(built, streamed) {
			t.Error("what is published is not what is built")
		}
		documents := 0
		for name := range streamed {
			if filepath.Base(name) == "document.txt" {
				documents++
			}
		}
		if documents != 12 {
			t.Errorf("%d documents", documents)
		}
	}
}
