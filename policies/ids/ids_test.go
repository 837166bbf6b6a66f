package ids_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/ids"
)

var update = flag.Bool("update", false, "rewrite testdata")

// compiled is the policy of a workspace.
func compiled(t *testing.T, dir string) *document.Document {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS(dir))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestSchool holds what is written for the notice of the rules' tests against files
// that a person can read.
func TestSchool(t *testing.T) {
	doc := compiled(t, "../rego/testdata/workspace")
	constants, err := ids.Go(doc, "privacy")
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"school.go.golden": constants, "school.ts.golden": ids.TypeScript(doc)} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s; run this test with -update if that is meant:\n%s", file, diff)
		}
	}
}

// TestNamesTellIdsApart writes any ids at all: every one comes back under a name of
// its own, from Go that type-checks and from objects whose keys differ.
func TestNamesTellIdsApart(t *testing.T) {
	// Few words, so that what could meet does.
	id := rapid.StringMatching(`(a|b|1|12|purpose|gate|notice|a1)(-(a|b|1|12|2|purpose|notice|a1)){0,3}`)
	set := rapid.MapOfN(id, rapid.Just(document.Leaves(nil)), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		doc := &document.Document{Words: document.Words{Actions: document.Names{"use": true}}, Notices: map[string]*document.Notice{}}
		want := map[string]int{"use": 1}
		for _, notice := range rapid.SliceOfNDistinct(id, 0, 6, rapid.ID).Draw(t, "notices") {
			n := &document.Notice{ID: notice, Terms: &document.Terms{Known: document.Known{Purposes: set.Draw(t, "purposes"), Categories: set.Draw(t, "categories")}}}
			n.Gates = map[string]*document.Gate{}
			for gate := range set.Draw(t, "gates") {
				n.Gates[gate] = nil
			}
			doc.Notices[notice] = n
			want[notice]++
			for _, named := range [][]string{keys(n.Known.Purposes), keys(n.Known.Categories), keys(n.Gates)} {
				for _, id := range named {
					want[id]++
				}
			}
		}
		text, err := ids.Go(doc, "p")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, constants(t, text)); diff != "" {
			t.Fatalf("ids and how often they are written:\n%s\n%s", diff, text)
		}
		if again, _ := ids.Go(doc, "p"); string(again) != string(text) {
			t.Fatal("not the same bytes")
		}
		typescript := string(ids.TypeScript(doc))
		if diff := cmp.Diff(want, written(t, typescript)); diff != "" {
			t.Fatalf("TypeScript, ids and how often they are written:\n%s\n%s", diff, typescript)
		}
	})
}

func keys[V any](m map[string]V) (all []string) {
	for k := range m {
		all = append(all, k)
	}
	return all
}

// constants type-checks a file and counts the values of its constants, each of which
// an importer must be able to name.
func constants(t *rapid.T, text []byte) map[string]int {
	t.Helper()
	if formatted, err := format.Source(text); err != nil || string(formatted) != string(text) {
		t.Fatalf("not as gofmt writes it: %v\n%s", err, text)
	}
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "p.go", text, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !ast.IsGenerated(f) {
		t.Fatal("the file does not say that it is generated")
	}
	p, err := (&types.Config{}).Check("p", files, []*ast.File{f}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	counts := map[string]int{}
	for _, name := range p.Scope().Names() {
		c := p.Scope().Lookup(name).(*types.Const)
		if !c.Exported() {
			t.Fatalf("%s is not exported", name)
		}
		counts[strings.Trim(c.Val().ExactString(), `"`)]++
	}
	return counts
}

var (
	opens = regexp.MustCompile(`^ *(?:export const )?(\w+)(?: =|:) \{$`)
	entry = regexp.MustCompile(`^ *([A-Za-z_]\w*): "([^"]+)",$`)
)

// written reads the objects of a file and counts their values; a key must be there
// once in its object.
func written(t *rapid.T, text string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	seen := []map[string]bool{{}}
	once := func(key string) {
		if last := seen[len(seen)-1]; last[key] {
			t.Fatalf("the key %s is there twice\n%s", key, text)
		} else {
			last[key] = true
		}
	}
	text, _, _ = strings.Cut(text, "type Values<T>")
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch m := entry.FindStringSubmatch(line); {
		case m != nil:
			once(m[1])
			counts[m[2]]++
		case strings.HasSuffix(line, "{"):
			open := opens.FindStringSubmatch(line)
			if open == nil {
				t.Fatalf("an odd line: %s", line)
			}
			once(open[1])
			seen = append(seen, map[string]bool{})
		case strings.HasPrefix(strings.TrimSpace(line), "}"):
			seen = seen[:len(seen)-1]
		}
	}
	return counts
}

// TestServiceBuilds builds a service in Go with the ids of the worked examples, and
// one that names what is gone.
func TestServiceBuilds(t *testing.T) {
	doc := compiled(t, "../..")
	text, err := ids.Go(doc, "privacy")
	if err != nil {
		t.Fatal(err)
	}
	vet := func(purpose string) (string, error) {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"go.mod":         "module service\n\ngo 1.24\n",
			"privacy/ids.go": string(text),
			"main.go": `package main

import "service/privacy"

func main() { println(privacy.NoticeIntoo, privacy.ActionUse, privacy.` + purpose + `) }
`,
		} {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.CommandContext(t.Context(), "go", "vet", "./...")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := vet("Intoo_PurposeRecruitment"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := vet("Intoo_PurposeNoMore"); err == nil || !strings.Contains(out, "undefined: privacy.Intoo_PurposeNoMore") {
		t.Errorf("a purpose that is gone: %v\n%s", err, out)
	}
}

func TestPackageNames(t *testing.T) {
	doc := compiled(t, "../rego/testdata/workspace")
	for _, bad := range []string{"", "_", "func", "a-b", "a b", "1a", "a.b", "a\n"} {
		if _, err := ids.Go(doc, bad); err == nil {
			t.Errorf("%q is taken for the name of a package", bad)
		}
	}
}

// TestQuestionHasEveryField holds the type of a question in TypeScript against the
// one in Go.
func TestQuestionHasEveryField(t *testing.T) {
	_, body, _ := strings.Cut(string(ids.TypeScript(&document.Document{})), "? {\n")
	body, _, _ = strings.Cut(body, "\n} : never")
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^  (\w+)(\??):`).FindAllStringSubmatch(body, -1) {
		got = append(got, m[1]+m[2])
	}
	var want []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[decision.Question]()) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if options != "" {
			name += "?"
		}
		want = append(want, name)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func ExampleGo() {
	doc := &document.Document{Notices: map[string]*document.Notice{
		"shop": {ID: "shop", Terms: &document.Terms{Known: document.Known{Purposes: map[string]document.Leaves{"send-news": nil}}}},
	}}
	text, err := ids.Go(doc, "privacy")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, constants, _ := strings.Cut(string(text), "package privacy\n\n")
	fmt.Print(constants)
	// Output:
	// // Ids of the notices.
	// const (
	// 	NoticeShop = "shop"
	// )
	//
	// // The purposes of the notice shop.
	// const (
	// 	Shop_PurposeSendNews = "send-news"
	// )
}
