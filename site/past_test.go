package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/bundle"
)

// onDisk makes a folder hold the files of a workspace, and writes only what differs.
func onDisk(t *testing.T, dir string, files fstest.MapFS) {
	t.Helper()
	for name, f := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(at); err == nil && string(old) == string(f.Data) {
			continue
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, f.Data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	err := filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, at)
		if err == nil && e.IsDir() && e.Name() == ".candor" {
			return fs.SkipDir
		}
		if err == nil && !e.IsDir() && files[filepath.ToSlash(name)] == nil {
			err = os.Remove(at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPublishAgain makes random edits of a workspace on disk, or none, and publishes after
// each, once with what the publish before left to know and once without: what is found,
// what is told and the trees are the same. Files are believed by their bytes in one script
// and by their dates in the next.
func TestPublishAgain(t *testing.T) {
	policy := Policy{}
	policy.Serial, policy.Issued, policy.Expires = 7, "2026-11-20", "2026-12-20"
	none, kept, made := 0, 0, 0
	defer func(before time.Duration, few int) { lately, fewFiles = before, few }(lately, fewFiles)
	for seed := range uint64(scripts) {
		author, dir := newAuthor(100+(seed+2)%6), t.TempDir() // the first two go every way
		lately = 2 * time.Second
		if seed%2 == 1 {
			lately = 0
		}
		workspace := filepath.Join(dir, "workspace")
		o := Options{Dir: workspace, BaseURL: "https://example.org/", Gzip: seed%2 == 0, Today: inventory.Date{Y: 2026, M: 11, D: 20, Precision: inventory.Day}}
		for step := range 16 {
			did := "nothing"
			fewFiles = step / 2 % 2 * 200 // what is replaced is laid by, or not
			if step%2 == 1 {
				did = author.edit()
			}
			onDisk(t, workspace, author.files)
			time.Sleep(15 * time.Millisecond)
			root, err := os.OpenRoot(workspace)
			if err != nil {
				t.Fatal(err)
			}
			for _, inside := range []string{"", "inside"} {
				publish := func(to string, o Options) (*Site, Published, error) {
					w := Where{Public: filepath.Join(dir, to+inside)}
					if inside != "" {
						w.Internal = filepath.Join(dir, to+"-internal")
					}
					return Publish(root.FS(), o, w, func(*Site) (Policy, error) { return policy, nil })
				}
				want, wanted, wantErr := publish("anew", o)
				again := o
				again.Ledger, again.Program = filepath.Join(workspace, ".candor", "ledger"+inside), "test"
				got, done, err := publish("again", again)
				if len(got.Findings) != len(want.Findings) || len(want.Findings) > 0 && !reflect.DeepEqual(got.Findings, want.Findings) {
					t.Fatalf("script %d, step %d (%s): found\n%s\nwant\n%s", seed, step, did, got.Report(), want.Report())
				}
				if fmt.Sprint(err) != fmt.Sprint(wantErr) || got.Notices != want.Notices || got.Statements != want.Statements || got.Closing() != want.Closing() {
					t.Fatalf("script %d, step %d (%s): %v, %d notices, %q; want %v, %d notices, %q", seed, step, did, err, got.Notices, got.Closing(), wantErr, want.Notices, want.Closing())
				}
				if err != nil {
					continue
				}
				if got.Digest != want.Digest || !reflect.DeepEqual(done, wanted) || !reflect.DeepEqual(got.Inventory.Files, want.Inventory.Files) {
					t.Fatalf("script %d, step %d (%s): %+v of %v\nwant %+v of %v", seed, step, did, done, got.Inventory.Files, wanted, want.Inventory.Files)
				}
				for _, to := range []string{inside, "-internal"} {
					if !equal(files(t, filepath.Join(dir, "again"+to)), files(t, filepath.Join(dir, "anew"+to))) {
						t.Fatalf("script %d, step %d (%s): the trees differ", seed, step, did)
					}
				}
				switch {
				case got.Set == nil:
					none++
				case got.reused > 0:
					kept++
				default:
					made++
				}
			}
			root.Close()
		}
	}
	t.Logf("of the publishes %d had nothing to do, %d kept something and %d made all", none, kept, made)
	if none == 0 || kept == 0 || made == 0 {
		t.Error("not every way was gone")
	}
}

// TestPublishAgainUnderLaws changes one thing after the other of a workspace with a law, a
// document that it asks for and rules of its own: what rests on that is made again, the rest
// is taken as it stands, and the trees are those of a publish that knows of none before.
func TestPublishAgainUnderLaws(t *testing.T) {
	dir := t.TempDir()
	workspace := filepath.Join(dir, "workspace")
	if err := os.CopyFS(workspace, os.DirFS("../policies/rego/testdata/own")); err != nil {
		t.Fatal(err)
	}
	edit := func(name, old, text string) func() {
		return func() {
			t.Helper()
			at := filepath.Join(workspace, filepath.FromSlash(name))
			data, err := os.ReadFile(at)
			if err != nil || !strings.Contains(string(data), old) {
				t.Fatalf("%s has no %q: %v", name, old, err)
			}
			if err := os.WriteFile(at, []byte(strings.Replace(string(data), old, text, 1)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, to := range []string{"again", "anew"} {
		if err := os.Mkdir(filepath.Join(dir, to), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	edit("candor.toml", "[laws]\n", "[publish]\nlaw = \"report\"\n\n[laws]\n")()
	edit("notices/shop/notice.toml", "laws     = [\"us-ny-2d\"]", "laws     = [\"us-ny-2d\", \"uk-gdpr\"]\ndocuments = [\"uk-gdpr/article-13\"]")()
	edit("notices/shop/notice.toml", "us-ny-2d = \"contractor\"", "us-ny-2d = \"contractor\"\nuk-gdpr = \"controller\"")()
	day := func(d int) inventory.Date { return inventory.Date{Y: 2026, M: 11, D: d, Precision: inventory.Day} }
	o := Options{Dir: workspace, Today: day(20), Ledger: filepath.Join(workspace, ".candor", "ledger"), Program: "test"}
	policy := Policy{Signing: &bundle.Signing{}}
	policy.Serial, policy.Issued, policy.Expires = 7, "2026-11-20", "2026-12-20"
	root, err := OpenFolder(workspace)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	publish := func(to string, o Options) (*Site, Where) {
		t.Helper()
		w := Where{Public: filepath.Join(dir, to, "public"), Internal: filepath.Join(dir, to, "inside")} // the one links to the other
		s, _, err := Publish(root, o, w, func(*Site) (Policy, error) { return policy, nil })
		if err != nil {
			t.Fatalf("%v: %s", err, s.Report())
		}
		return s, w
	}
	const nothing = -1 // was to be done
	for _, step := range []struct {
		what   string
		change func()
		kept   int
	}{
		{"the first time", func() {}, 0},
		{"no change", func() {}, nothing},
		{"a notice that no rule is about", edit("notices/blog/notice.toml", "our newsletter", "our letters"), 2},
		{"the notice that the law is about", edit("notices/shop/notice.toml", "our newsletter", "our letters"), 2},
		{"a notice that a rule of one's own is about", edit("notices/club/notice.toml", "our newsletter", "our letters"), 2},
		{"a rule of one's own", edit("policies/minors.rego", "input.age < 16", "input.age < 17"), 0},
		{"an exception", edit("candor.toml", "[laws]\n", "[[exception]]\ncheck = \"ny2d-121-10-7days\"\nreason = \"R\"\nowner = \"O\"\nuntil = 2026-12-31\n\n[laws]\n"), 0},
		{"an exception that ends sooner", edit("candor.toml", "2026-12-31", "2026-11-01"), 0},
		{"what all notices share", func() {
			onDisk(t, filepath.Join(workspace, "notices", "_shared"), fstest.MapFS{"more.toml": {Data: []byte("[category.visits]\nlabel = \"visits\"\n")}})
		}, 0},
		{"another day", func() { o.Today = day(21) }, 0},
		{"the documents of another day", func() { o.On = day(1) }, 0},
		{"another program, with other law packs", func() { o.Program = "other" }, 0},
		{"another serial", func() { policy.Serial++ }, 3},
		{"no change once more", func() {}, nothing},
	} {
		step.change()
		got, at := publish("again", o)
		plain := o
		plain.Ledger, plain.Program = "", ""
		want, anew := publish("anew", plain)
		switch kept := got.reused; {
		case (got.Set == nil) != (step.kept == nothing):
			t.Errorf("%s: nothing was to be done: %v", step.what, got.Set == nil)
		case got.Set != nil && kept != step.kept:
			t.Errorf("%s: %d notices were taken as they stood, want %d", step.what, kept, step.kept)
		case got.Set != nil && !reflect.DeepEqual(got.Findings, want.Findings):
			t.Errorf("%s: found\n%s\nwant\n%s", step.what, got.Report(), want.Report())
		case got.Closing() != want.Closing():
			t.Errorf("%s: %s, want %s", step.what, got.Closing(), want.Closing())
		}
		inner := files(t, at.Internal)
		for _, name := range []string{lawsName, bundleName, "laws.html"} {
			if inner[name] == "" {
				t.Fatalf("%s: there is no %s", step.what, name)
			}
		}
		if !equal(files(t, at.Public), files(t, anew.Public)) || !equal(inner, files(t, anew.Internal)) {
			t.Errorf("%s: the trees differ", step.what)
		}
	}
}

// TestPublishAgainBelievesNoPublishedFile changes what was published: it is put right.
func TestPublishAgainBelievesNoPublishedFile(t *testing.T) {
	for name, change := range map[string]func(dir string) error{
		"other content": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "shop", "index.html"), []byte("other"), 0o644)
		},
		"no file":   func(dir string) error { return os.Remove(filepath.Join(dir, "shop", "notice.md")) },
		"no folder": os.RemoveAll,
		"other data inside": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "..", "inside", dataName), []byte("{}"), 0o644)
		},
		"another's marker": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, markerName), []byte(markerLine+"\n"+digestLine+"x\n"), 0o644)
		},
	} {
		dir := t.TempDir()
		workspace, to, inside := filepath.Join(dir, "workspace"), filepath.Join(dir, "public"), filepath.Join(dir, "inside")
		onDisk(t, workspace, small(nil))
		root, err := OpenFolder(workspace)
		if err != nil {
			t.Fatal(err)
		}
		o := Options{Dir: workspace, Ledger: filepath.Join(workspace, ".candor", "ledger"), Program: "test"}
		publish := func() error {
			_, _, err := Publish(root, o, Where{Public: to, Internal: inside}, func(*Site) (Policy, error) { return Policy{}, nil })
			return err
		}
		if err := errors.Join(publish(), publish()); err != nil {
			t.Fatal(err)
		}
		before, within := files(t, to), files(t, inside)
		if err := change(to); err != nil {
			t.Fatal(err)
		}
		err = publish()
		if name == "another's marker" { // whose the files are is not known then
			if err == nil || !strings.Contains(err.Error(), "which candor did not write") {
				t.Errorf("%s: %v", name, err)
			}
		} else if err != nil || !equal(files(t, to), before) || !equal(files(t, inside), within) {
			t.Errorf("%s: it is not put right: %v", name, err)
		}
		root.Close()
	}
}

// inFull is a ledger as it is written.
func inFull(t *testing.T, l ledger) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := l.write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestLedgerCutShort reads every beginning of a ledger, and damaged ones, as none.
func TestLedgerCutShort(t *testing.T) {
	l := ledger{key: "x", inputs: []trace{{path: "a", look: look{1, 2, 3, 4, 5}, fresh: true, source: true}}, outcome: outcome{Digest: "d", Notices: 3}, records: "r"}
	whole := inFull(t, l)
	if got := readLedger(bytes.NewReader(whole), int64(len(whole))); !reflect.DeepEqual(got.inputs, l.inputs) || got.key != l.key || got.outcome.Notices != 3 || got.records != "r" {
		t.Errorf("readLedger of it = %+v", got)
	}
	for i := range whole {
		damaged := append([]byte{}, whole...)
		damaged[i] ^= 1
		for _, b := range [][]byte{whole[:i], damaged} {
			if got := readLedger(bytes.NewReader(b), int64(len(b))); got.key != "" {
				t.Fatalf("%d bytes of %d, or one of them changed, are taken for a ledger", i, len(whole))
			}
		}
	}
}

// TestLedgerThatLies reads ledgers that say something else under a sum that is right: they
// say less, or more, and nothing breaks.
func TestLedgerThatLies(t *testing.T) {
	l := ledger{key: "x", inputs: []trace{{path: "a", look: look{1, 2, 3, 4, 5}}}, outcome: outcome{Digest: "d"}, records: "r"}
	whole := inFull(t, l)
	end := len(whole) - tailSize
	none := 0
	for i := range end {
		for _, b := range [][]byte{whole[:i], slices.Concat(whole[:i], []byte{whole[i] ^ 0x81}, whole[i+1:end]), slices.Concat(whole[:i], bytes.Repeat([]byte{0xff}, 9), whole[i:end])} {
			sum := sha256.Sum256(b)
			b = append(slices.Clone(b), sum[:tailSize]...)
			if got := readLedger(bytes.NewReader(b), int64(len(b))); got.key == "" {
				none++
			}
		}
	}
	if none < end { // a ledger that ends early is none
		t.Errorf("%d of %d ledgers were found to be none", none, 3*end)
	}
}

// TestPublishAgainWhileDataChanges changes the data of the internal folder, date and all,
// after it was found to be what the publish before left: it does not get into the next one.
func TestPublishAgainWhileDataChanges(t *testing.T) {
	defer func(before time.Duration) { lately = before }(lately)
	lately = 0
	for what, change := range map[string]func(data []byte) []byte{
		"another word": func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("your orders"), []byte("YOUR ORDERS")) },
		"half":         func(data []byte) []byte { return data[:len(data)/2] },
	} {
		dir := t.TempDir()
		workspace, w := filepath.Join(dir, "workspace"), Where{Public: filepath.Join(dir, "public"), Internal: filepath.Join(dir, "inside")}
		sources := small(nil)
		shop := sources["notices/shop/notice.toml"]
		sources["notices/blog/notice.toml"] = shop
		onDisk(t, workspace, sources)
		root, err := OpenFolder(workspace)
		if err != nil {
			t.Fatal(err)
		}
		o := Options{Dir: workspace, Ledger: filepath.Join(workspace, ".candor", "ledger"), Program: "test"}
		publish := func(meanwhile func() error) error {
			time.Sleep(15 * time.Millisecond)
			_, _, err := Publish(root, o, w, func(*Site) (Policy, error) { return Policy{}, meanwhile() })
			return err
		}
		nothing := func() error { return nil }
		if err := errors.Join(publish(nothing), publish(nothing)); err != nil {
			t.Fatal(err)
		}
		public := files(t, w.Public)
		sources["notices/shop/notice.toml"] = &fstest.MapFile{Data: bytes.Replace(shop.Data, []byte("Privacy notice"), []byte("Another title"), 1)}
		onDisk(t, workspace, sources)
		at, changed := filepath.Join(w.Internal, dataName), ""
		err = publish(func() error {
			info, err := os.Stat(at)
			if err != nil || lookOf(info).number == 0 {
				t.Skip("data is believed by its bytes here")
			}
			data, err := os.ReadFile(at)
			changed = string(change(data))
			return errors.Join(err, os.WriteFile(at, []byte(changed), 0o644), os.Chtimes(at, info.ModTime(), info.ModTime()))
		})
		if err == nil || !equal(files(t, w.Public), public) || files(t, w.Internal)[dataName] != changed {
			t.Errorf("%s: it is published: %v", what, err)
		}
		if err := publish(nothing); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		again := files(t, w.Internal)
		o.Ledger, w.Internal = "", filepath.Join(dir, "anew")
		if err := publish(nothing); err != nil || !equal(again, files(t, w.Internal)) {
			t.Errorf("%s: it is not put right: %v", what, err)
		}
		root.Close()
	}
}
