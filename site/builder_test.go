package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// author makes random edits of a workspace,
// breaking it and mending it on the way.
type author struct {
	random *rand.Rand
	files  fstest.MapFS
}

func newAuthor(seed uint64) *author {
	s := &author{rand.New(rand.NewPCG(seed, 11)), fstest.MapFS{}}
	maps.Copy(s.files, small(map[string]string{
		"notices/base/notice.toml":    strings.Replace(string(small(nil)["notices/shop/notice.toml"].Data), "[notice]", "[notice]\npublish = false\nprose = \"about.md\"", 1),
		"notices/base/about.md":       "We *sell* things.\n\n- one\n- two\n",
		"notices/_shared/events.toml": "[category.visits]\nlabel = \"your visits\"\n",
		"notices/north/notice.toml":   "[notice]\nextends = \"base\"\ntitle = \"North\"\n",
		"notices/south/notice.toml":   "[notice]\nextends = \"base\"\ntitle = \"South\"\n\n[[keep]]\nid = \"keep-visits\"\ncategories = [\"visits\"]\nfrom = \"account-closed\"\nperiod = \"P3M\"\nthen = [\"delete\"]\n",
	}))
	return s
}

func (s *author) pick(ok func(name string) bool) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(s.files)), func(name string) bool { return !ok(name) })
	if len(names) == 0 {
		return ""
	}
	return names[s.random.IntN(len(names))]
}

func (s *author) put(name, text string) string {
	s.files[name] = &fstest.MapFile{Data: []byte(text)}
	return "write " + name
}

// edit makes one change and says which.
func (s *author) edit() string {
	any := func(string) bool { return true }
	toml := s.pick(func(name string) bool { return strings.HasSuffix(name, ".toml") && name != "candor.toml" })
	id := func() string { return []string{"base", "north", "south", "shop", "east", "_shared"}[s.random.IntN(6)] }
	switch n := s.random.IntN(1000); s.random.IntN(20) {
	case 0: // a word
		return s.put(toml, strings.Replace(string(s.files[toml].Data), "label = \"", fmt.Sprintf("label = \"%d ", n), 1))
	case 1: // what cannot be read
		return s.put(toml, string(s.files[toml].Data)+"\n[category.x\n")
	case 2: // and is mended
		return s.put(toml, strings.ReplaceAll(string(s.files[toml].Data), "\n[category.x\n", ""))
	case 3:
		name := s.pick(any)
		delete(s.files, name)
		return "remove " + name
	case 4: // a notice of its own
		return s.put("notices/"+id()+"/notice.toml", string(small(nil)["notices/shop/notice.toml"].Data))
	case 5: // one that extends another, itself perhaps
		return s.put("notices/"+id()+"/notice.toml", fmt.Sprintf("[notice]\nextends = %q\ntitle = \"Notice %d\"\n", id(), n))
	case 6:
		from, to := id(), id()
		for _, name := range slices.Sorted(maps.Keys(s.files)) {
			if rest, ok := strings.CutPrefix(name, "notices/"+from+"/"); ok {
				s.files["notices/"+to+"/"+rest] = s.files[name]
				delete(s.files, name)
			}
		}
		return "rename " + from + " to " + to
	case 7:
		return s.put("notices/"+id()+"/about.md", []string{"Plain.", "TODO", "\xff", "", "a <b>bold</b>", fmt.Sprint(n, "\n\n# Head\n")}[s.random.IntN(6)])
	case 8:
		return s.put("notices/_shared/more.toml", fmt.Sprintf("[category.visits]\nlabel = \"visits %d\"\n", n))
	case 9:
		return s.put("candor.toml", []string{"", "title = \"Small\"\nthemes = \"themes\"\n", "themes = \"themes\"\nbanner = \"Draft\"\n", "title = ", "notices = \"elsewhere\"\n", "theme = \"none\"\nthemes = \"themes\"\n", "policies = \"policies\"\n", "policies = \"policies\"\n\n[publish]\nlaw = \"report\"\n"}[s.random.IntN(8)])
	case 10:
		return s.put("themes/plain/html/statement.html", []string{`<div id="{{.ID}}"><p>{{.Text}}</p></div>`, `<div id="{{.ID}}"><p>…</p></div>`, `{{.Nothing}}`, `{{`, string(mustRead("../themes/plain/html/statement.html"))}[s.random.IntN(5)])
	case 11:
		return s.put("themes/plain/style.css", fmt.Sprintf("p { width: %dpx }", n))
	case 12:
		delete(s.files, "themes/plain/html/statement.html")
		return "remove the template"
	case 13:
		return s.put("notices/"+id()+"/"+[]string{"addenda/us-ca.toml", "addenda/br.toml"}[s.random.IntN(2)], fmt.Sprintf("[addendum]\ntitle = \"There %d\"\nwhere = { person = \"US-CA\" }\n\n[[bar]]\nid = \"bar-%d\"\nactions = [\"decide\"]\ntext = \"There we never decide %d.\"\n", n, n%3, n))
	case 16: // a rule of one's own, or none
		check := fmt.Sprintf("# METADATA\n# title: Rule %d\n# description: D.\n# custom:\n#   severity: warning\n#   missing: m %d\nchecks[\"acme-%d\"] := set()\n", n, n, n%2)
		deny := fmt.Sprintf("# METADATA\n# title: Deny %d\n# description: D.\ndeny[\"acme-deny\"] if input.age < %d\n", n, n%5)
		return s.put("policies/own.rego", "package candor.own\n\n"+[]string{check, "deny := 1\n", "", deny}[n%4])
	case 15: // a law that asks more than there is
		return s.put(toml, strings.Replace(string(s.files[toml].Data), "[notice]\n", "[notice]\nlaws = [\"uk-gdpr\"]\n", 1))
	case 14: // a link to Markdown that may be there
		return s.put(toml, strings.Replace(string(s.files[toml].Data), "[notice]\n", "[notice]\nprose = \"about.md\"\n", 1))
	case 17: // a translation, which may be none
		return s.put("notices/"+id()+"/notice.toml", fmt.Sprintf("[notice]\nextends = %q\ntitle = \"Hysbysiad %d\"\nlanguage = \"cy\"\ntranslations = { en = \"shop\" }\n", []string{"shop", "base"}[n%2], n))
	case 18:
		return s.put("notices/shop/notice.toml", strings.Replace(string(small(nil)["notices/shop/notice.toml"].Data), "[notice]\n", fmt.Sprintf("[notice]\ntranslations = { cy = %q }\n", id()), 1))
	default:
		return s.put(path.Dir(toml)+"/more.toml", fmt.Sprintf("[[bar]]\nid = \"more-%d\"\nactions = [\"decide\"]\ntext = \"We never do %d.\"\n", n%4, n))
	}
}

func mustRead(name string) []byte {
	data, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return data
}

// TestBuildAgain makes random edits and builds after each: what a Builder makes that
// has built all the states before is what a new one makes, with one worker and with
// many, to the byte.
func TestBuildAgain(t *testing.T) {
	for seed := range uint64(scripts) {
		s, b := newAuthor(seed), new(Builder)
		for step := range 25 {
			did := "begin"
			if step > 0 {
				did = s.edit()
			}
			got := b.Build(s.files, Options{})
			want := Build(s.files, Options{})
			before := runtime.GOMAXPROCS(1)
			one := Build(s.files, Options{})
			runtime.GOMAXPROCS(before)
			for name, other := range map[string]*Site{"built again": got, "one worker": one} {
				if diff := differ(want, other); diff != "" {
					t.Fatalf("script %d, step %d (%s), %s: %s", seed, step, did, name, diff)
				}
			}
		}
	}
}

// differ says in what two sites differ, or "".
func differ(a, b *Site) string {
	switch {
	case a.Digest != b.Digest:
		return "the digests differ"
	case len(a.Public) != len(b.Public):
		return fmt.Sprintf("%d and %d files", len(a.Public), len(b.Public))
	case !reflect.DeepEqual(a.Findings, b.Findings):
		return fmt.Sprintf("findings\n%s\nand\n%s", a.Report(), b.Report())
	case !reflect.DeepEqual(a.Law.Rows, b.Law.Rows) || !reflect.DeepEqual(a.Law.Findings, b.Law.Findings) || (a.Law.Own == nil) != (b.Law.Own == nil):
		return "what the law says differs"
	case !reflect.DeepEqual(a.Set.Internal, b.Set.Internal):
		return "the places of entries differ"
	case !reflect.DeepEqual(a.Inventory.Files, b.Inventory.Files) || a.Inventory.Errors != b.Inventory.Errors || a.Set.Errors != b.Set.Errors:
		return "the inventories differ"
	}
	for i, f := range a.Public {
		if f.Path != b.Public[i].Path || !bytes.Equal(f.Data, b.Public[i].Data) {
			return "the files " + f.Path + " and " + b.Public[i].Path + " differ"
		}
	}
	return ""
}

// TestBuildAgainMakesOnlyWhatChanged looks at which pages are made again, by where
// they lie in memory.
func TestBuildAgainMakesOnlyWhatChanged(t *testing.T) {
	s, b := newAuthor(0), new(Builder)
	last := b.Build(s.files, Options{})
	steps := []struct {
		name, file, old, new string
		want                 []string // pages made again
	}{
		{"nothing", "candor.toml", "", "", nil},
		{"one notice", "notices/shop/notice.toml", "The Shop", "A Shop", []string{"404.html", "index.html", "shop/index.html"}},
		{"a comment", "notices/shop/notice.toml", "[party]", "[party] # ours", nil},
		{"what others extend", "notices/base/notice.toml", "The Shop", "A Shop", []string{"404.html", "index.html", "north/index.html", "south/index.html"}},
		{"Markdown that others inherit", "notices/base/about.md", "sell", "buy", []string{"404.html", "index.html", "north/index.html", "south/index.html"}},
		{"what all share", "notices/_shared/events.toml", "your visits", "visits", []string{"404.html", "index.html", "north/index.html", "shop/index.html", "south/index.html"}},
	}
	for _, step := range steps {
		s.files[step.file] = &fstest.MapFile{Data: bytes.Replace(s.files[step.file].Data, []byte(step.old), []byte(step.new), 1)}
		next := b.Build(s.files, Options{})
		var again []string
		for i, f := range next.Public {
			if path.Ext(f.Path) == ".html" && &f.Data[0] != &last.Public[i].Data[0] {
				again = append(again, f.Path)
			}
		}
		if !slices.Equal(again, step.want) {
			t.Errorf("%s: %v were made again, want %v", step.name, again, step.want)
		}
		last = next
	}
}

// BenchmarkBuild is a clean build, one with nothing changed, and one after an edit of
// one notice, of workspaces of several sizes.
func BenchmarkBuild(b *testing.B) {
	for _, districts := range []bool{false, true} {
		for _, n := range []int{5, 100, 1000} {
			kind := "full"
			if districts {
				kind = "districts"
			}
			dir := b.TempDir()
			syntheticWorkspace(b, dir, n, districts)
			root, err := os.OpenRoot(dir)
			if err != nil {
				b.Fatal(err)
			}
			fsys := root.FS()
			b.Run(fmt.Sprintf("%s/%d/clean", kind, n), func(b *testing.B) {
				for b.Loop() {
					Build(fsys, Options{})
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/notice")
			})
			again := new(Builder)
			again.Build(fsys, Options{})
			b.Run(fmt.Sprintf("%s/%d/nothing", kind, n), func(b *testing.B) {
				for b.Loop() {
					again.Build(fsys, Options{})
				}
			})
			b.Run(fmt.Sprintf("%s/%d/one", kind, n), func(b *testing.B) {
				name := "notices/n00003/notice.toml"
				text, _ := fs.ReadFile(fsys, name)
				for i := 0; b.Loop(); i++ {
					text = append(text, fmt.Sprintf("# %d\n", i)...)
					if err := os.WriteFile(dir+"/"+name, text, 0o644); err != nil {
						b.Fatal(err)
					}
					again.Build(fsys, Options{})
				}
			})
			root.Close()
		}
	}
}
