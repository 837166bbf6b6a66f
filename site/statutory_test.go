package site

import (
	"flag"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

var update = flag.Bool("update", false, "rewrite the golden documents")

// TestDocumentsOfExample builds the invented organisations of the law packs: their
// documents are goldens a lawyer can read, stand below their notice, and every link to
// and from them leads somewhere.
func TestDocumentsOfExample(t *testing.T) {
	root, err := os.OpenRoot("../policies/laws/example")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	s := Build(root.FS(), Options{BaseURL: "https://law.example/", Today: inventory.Date{Y: 2026, M: 11, D: 26, Precision: inventory.Day}})
	for _, f := range s.Findings {
		if f.Severity != finding.Note {
			t.Errorf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
	all := newView(s).files
	sitemap := string(all["sitemap.xml"])
	got := map[string]string{}
	for _, f := range s.Public {
		dir, name := path.Split(f.Path)
		if name != "document.txt" {
			continue
		}
		got[strings.ReplaceAll(strings.TrimSuffix(dir, "/"), "/", ".")+".txt"] = string(f.Data)
		notice, below, _ := strings.Cut(dir, "/")
		if page := string(all[notice+"/index.html"]); !strings.Contains(page, `href="`+below+`index.html"`) {
			t.Errorf("the notice %s does not link to %s", notice, dir)
		}
		if page := string(all[dir+"index.html"]); !strings.Contains(page, `<link rel="canonical" href="https://law.example/`+dir+`">`) || !strings.Contains(page, `lang="en`) {
			t.Errorf("%s says neither its address nor its language", dir)
		}
		if !strings.Contains(sitemap, "https://law.example/"+dir+"<") {
			t.Errorf("the sitemap lacks %s", dir)
		}
	}
	const golden = "testdata/documents"
	files, _ := filepath.Glob(golden + "/*.txt")
	for _, file := range files {
		if _, made := got[filepath.Base(file)]; !made {
			t.Errorf("%s: no such document is made", file)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		file := filepath.Join(golden, name)
		if *update {
			if err := os.MkdirAll(golden, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got[name]), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, _ := os.ReadFile(file)
		if diff := cmp.Diff(string(want), got[name]); diff != "" {
			t.Errorf("%s (-want +got; rewrite with -update):\n%s", file, diff)
		}
	}
}

// TestDocumentsComeAndGo: a Builder makes a document once it is asked for, changes it with
// its notice, drops it when nobody asks any more, and each time makes what a new one would.
func TestDocumentsComeAndGo(t *testing.T) {
	const asked = "title    = \"Privacy notice\"\nlaws = [\"uk-gdpr\"]\ndocuments = [\"uk-gdpr/article-13\"]"
	files := small(nil)
	const file, page = "notices/shop/notice.toml", "shop/uk-gdpr/article-13/index.html"
	plain := string(files[file].Data)
	with := strings.Replace(plain, `title    = "Privacy notice"`, asked, 1)
	var b Builder
	for _, step := range []struct {
		name, text, want string
	}{
		{"unasked", plain, ""},
		{"asked for", with, "deliver what you order"},
		{"changed", strings.Replace(with, "deliver what you order", "send what you order", 1), "send what you order"},
		{"unasked again", plain, ""},
	} {
		files[file] = &fstest.MapFile{Data: []byte(step.text)}
		s := b.Build(files, Options{})
		if diff := cmp.Diff(Build(files, Options{}).Public, s.Public); diff != "" {
			t.Errorf("%s: a new Builder makes other files:\n%s", step.name, diff)
		}
		got := string(newView(s).files[page])
		if (got == "") != (step.want == "") || !strings.Contains(got, step.want) {
			t.Errorf("%s: the document should say %q", step.name, step.want)
		}
		for _, f := range s.Findings {
			if f.Severity == finding.Error && f.Law == "" {
				t.Errorf("%s: %s: %s", step.name, f.Code, f.Message)
			}
		}
	}
}

// TestDocumentsOfADay: a document has what the law asks for on the day that is given, and
// without one what it asks for or will, whatever the clock says; a Builder follows.
func TestDocumentsOfADay(t *testing.T) {
	root, err := os.OpenRoot("../policies/laws/example")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	const page, section = "quillwood-home/us-coppa/online-notice/document.txt", "How long it is kept"
	before := inventory.Date{Y: 2026, M: 4, D: 21, Precision: inventory.Day}
	var b Builder
	for _, step := range []struct {
		name      string
		on, today inventory.Date
		want      bool
	}{
		{"no day", inventory.Date{}, inventory.Date{}, true},
		{"the day before", before, before, false},
		{"the day", before.AddDays(1), before, true},
		{"no day, before by the clock", inventory.Date{}, before, true},
	} {
		s := b.Build(root.FS(), Options{Only: "quillwood-home", On: step.on, Today: step.today})
		if got := strings.Contains(string(newView(s).files[page]), section); got != step.want {
			t.Errorf("%s: the section is there: %v, want %v", step.name, got, step.want)
		}
	}
}
