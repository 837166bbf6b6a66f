package site

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/finding"
)

// repository is the workspace of the worked examples.
const repository = ".."

// digestEnv makes the test binary a program that builds a workspace and prints a
// digest of everything that would be published and found.
const digestEnv = "CANDOR_TEST_DIGEST_OF"

func printDigest(dir string) {
	s, err := buildAt(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	m, err := newMarker(s.Digest, 0, s.Public)
	fmt.Println(newView(s).sum(), s.Digest, len(s.Public), len(m.text()), err, s.Report())
	os.Exit(0)
}

func buildAt(dir string) (*Site, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return Build(root.FS(), Options{Dir: dir}), nil
}

func TestBuildExamples(t *testing.T) {
	s, err := buildAt(repository)
	if err != nil {
		t.Fatal(err)
	}
	if finding.Blocking(s.Findings) {
		t.Errorf("the worked examples have errors:\n%s", s.Report())
	}
	if len(s.Set.Notices) != 5 {
		t.Errorf("%d notices, want 5", len(s.Set.Notices))
	}
	dir := filepath.Join(t.TempDir(), "public")
	if _, err := s.Publish(Where{Public: dir}, Policy{}); err != nil {
		t.Fatal(err)
	}
	for _, n := range s.Set.Notices {
		for _, file := range []string{"index.html", "notice.json", "notice.md", "notice.txt"} {
			if info, err := os.Stat(filepath.Join(dir, n.ID, file)); err != nil || info.Size() == 0 {
				t.Errorf("%s of %s: %v", file, n.ID, err)
			}
		}
	}
}

// TestBuildSameBytes builds the examples in processes that differ in everything
// that must not matter.
func TestBuildSameBytes(t *testing.T) {
	copied := filepath.Join(t.TempDir(), "another", "place")
	for _, name := range []string{"candor.toml", "notices/examples"} {
		copyTree(t, filepath.Join(repository, name), filepath.Join(copied, name))
	}
	want := ""
	for i, env := range []string{
		"TZ=UTC LANG=C GOMAXPROCS=1", "TZ=Pacific/Kiritimati LANG=tr_TR.UTF-8 GOMAXPROCS=8", "TZ=America/St_Johns LANG=de_DE.UTF-8 GOMAXPROCS=8",
		"TZ=Asia/Kathmandu LANG=ar_SA.UTF-8 GOMAXPROCS=1", "TZ= LC_ALL=C.UTF-8 GOMAXPROCS=2",
	}[:surroundings] { // every process takes two seconds
		dir := []string{repository, copied}[i%2]
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), strings.Fields(env)...)
		cmd.Env = append(cmd.Env, digestEnv+"="+dir)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s in %s: %v", env, dir, err)
		}
		if i == 0 {
			want = string(out)
		}
		if string(out) != want {
			t.Errorf("%s in %s: %s\nwant %s", env, dir, out, want)
		}
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(from, path)
		put(t, filepath.Join(to, rel), string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// small is a workspace with one notice, and the given files.
func small(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		"candor.toml": {Data: []byte("title  = \"Small\"\nthemes = \"themes\"\n")},
		"notices/shop/notice.toml": {Data: []byte(`
[notice]
title    = "Privacy notice"
language = "en"

[party]
name = "The Shop"
role = "controller"

[contact.desk]
for   = ["privacy", "rights", "complaints"]
email = "privacy@shop.example"

[category.orders]
label = "your orders"

[purpose.delivery]
label = "deliver what you order"

[[use]]
id         = "orders"
categories = ["orders"]
purposes   = ["delivery"]
bases      = ["contract"]

[[bar]]
id      = "no-decisions"
actions = ["decide"]
text    = "We never let a machine decide about you."
`)},
	}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// TestBuildMissesNoSentence gives a theme of the user's own that leaves a sentence
// out, words it otherwise or puts it elsewhere: each is found, and not published.
func TestBuildMissesNoSentence(t *testing.T) {
	if s := Build(small(nil), Options{}); finding.Blocking(s.Findings) {
		t.Fatalf("the workspace of this test has errors:\n%s", s.Report())
	}
	for name, template := range map[string]string{
		"drops one kind":     `{{if ne .Kind "bar"}}<div id="{{.ID}}"><p>{{.Text}}</p></div>{{end}}`,
		"drops the anchors":  `<div><p>{{.Text}}</p></div>`,
		"drops the text":     `<div id="{{.ID}}"><p>…</p></div>`,
		"hides the text":     `<div id="{{.ID}}"><p hidden>{{.Text}}</p></div>`,
		"says it twice":      `<div id="{{.ID}}"><p>{{.Text}}</p><p>{{.Text}}</p></div>`,
		"text without place": `<div id="{{.ID}}"></div><p>{{.Text}}</p>`,
	} {
		s := Build(small(map[string]string{"themes/plain/html/statement.html": template}), Options{})
		found := false
		for _, f := range s.Findings {
			found = found || f.Code == "page-broken" && f.Severity == finding.Error && f.Notice == "shop"
		}
		if !found {
			t.Errorf("a theme that %s passes:\n%s", name, s.Report())
		}
		dir := filepath.Join(t.TempDir(), "public")
		if _, err := s.Publish(Where{Public: dir}, Policy{}); err != ErrFindings {
			t.Errorf("a theme that %s: Publish = %v, want ErrFindings", name, err)
		}
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("a theme that %s was published", name)
		}
	}
}

func TestBuildOfNothing(t *testing.T) {
	for name, fsys := range map[string]fs.FS{
		"an empty folder":       fstest.MapFS{},
		"a broken candor.toml":  fstest.MapFS{"candor.toml": {Data: []byte("title = ")}},
		"no notice":             fstest.MapFS{"candor.toml": {Data: []byte("title = \"x\"")}},
		"a notice that is none": small(map[string]string{"notices/shop/notice.toml": "\xff\x00]["}),
	} {
		s := Build(fsys, Options{})
		if s.Inventory == nil || s.Set == nil {
			t.Errorf("%s: Build left out the inventory or the set", name)
		}
	}
}

// FuzzBuild builds from any bytes whatever in the places where people write.
func FuzzBuild(f *testing.F) {
	f.Add([]byte("title = \"x\""), []byte("[notice]\ntitle = \"x\"\nprose = \"p.md\""), []byte("# A *b* [c](d)"), []byte("{{.Text}}"))
	notice := small(nil)["notices/shop/notice.toml"].Data
	f.Add([]byte("themes = \"themes\""), append(notice, "\n[[note]]\nid = \"n\"\nsection = \"security\"\nprose = \"p.md\"\n"...), []byte("- a\n\n  b"), []byte("{{range .Items}}{{.}}{{end}}"))
	f.Fuzz(func(t *testing.T, config, notice, prose, template []byte) {
		s := Build(fstest.MapFS{
			"candor.toml":                      {Data: config},
			"notices/shop/notice.toml":         {Data: notice},
			"notices/shop/p.md":                {Data: prose},
			"themes/plain/html/statement.html": {Data: template},
		}, Options{})
		_ = s.Report()
	})
}

func BenchmarkBuildExamples(b *testing.B) {
	for b.Loop() {
		if _, err := buildAt(repository); err != nil {
			b.Fatal(err)
		}
	}
}

// TestReportBeginsWithErrors: a warning that stands above in the files comes after an
// error below.
func TestReportBeginsWithErrors(t *testing.T) {
	s := &Site{Findings: []finding.Finding{
		{Code: "unused", Severity: finding.Warning, Message: "first in the file"},
		{Code: "unknown-id", Severity: finding.Error, Message: "the cause"},
	}}
	if r := s.Report(); !strings.HasPrefix(r, "error[unknown-id]") || !strings.Contains(r, "warning[unused]") {
		t.Errorf("the report:\n%s", r)
	}
}
