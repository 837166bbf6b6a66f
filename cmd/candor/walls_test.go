package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/candor-privacy/candor"

// floors is the house: a package imports only from floors below its own. A new
// package is put on a floor here, or the test fails.
var floors = map[string]int{
	"notices/finding":                0,
	"notices/words":                  0,
	"notices/workers":                0,
	"policies/decision":              0,
	"policies/client":                0,
	"notices/inventory":              1,
	"policies/document":              1,
	"policies/rego":                  1,
	"policies/vectors":               1,
	"policies/filter":                1,
	"policies/decision/decisiontest": 1,
	"notices":                        2,
	"policies/tables":                2,
	"policies/bundle":                2,
	"policies/serve":                 2,
	"policies/ids":                   2,
	"policies":                       3,
	"themes":                         3,
	"site":                           4,
	"cmd/candor":                     5,
	"policies/registry":              0,
	"policies/registry/registrytest": 0,
	"policies/laws":                  2,
	"policies/space":                 3,
	"policies/replay":                1,
	"site/synthetic":                 0,
	"notices/schedule":               3,
}

// rooms are libraries that only some packages may touch, by import path prefix.
var rooms = map[string][]string{
	"github.com/BurntSushi/toml":            {"notices/inventory", "notices/words", "themes"}, // the last two read word lists, not inventories
	"github.com/pelletier/go-toml":          {"notices/inventory"},
	"html/template":                         {"themes"},
	"github.com/gomarkdown/markdown":        {"themes"},
	"github.com/microcosm-cc/bluemonday":    {"themes"},
	"github.com/open-policy-agent/opa":      {"policies/rego", "policies/bundle"},
	"github.com/lestrrat-go":                {"policies/bundle"},
	"github.com/fsnotify/fsnotify":          {"site"},
	"github.com/prometheus":                 {"policies/serve"},
	"oras.land/oras-go":                     {"policies/registry"},
	"github.com/opencontainers":             {"policies/registry"},
	"net/http":                              {"policies", "policies/registry", "policies/registry/registrytest", "policies/serve", "site", "cmd/candor"},
	"github.com/spf13":                      {"cmd/candor"},
	"golang.org/x/term":                     {"cmd/candor"},
	"os/exec":                               {"cmd/candor"}, // git, for the commit of a workspace; and the editor of its author
	"unsafe":                                {},
	"C":                                     {},
	"github.com/chromedp":                   {},
	"github.com/rogpeppe/go-internal":       {},
	"github.com/santhosh-tekuri/jsonschema": {},
	"pgregory.net/rapid":                    {},
	"github.com/google/go-cmp":              {},
}

// modules are folders with a go.mod of their own, for what is built beside us and never
// into us.
var modules = []string{"policies/bench", "site/bench", "policies/bundle/testdata/envoy", "policies/bundle/testdata/kubernetes"}

// source is one package as its files show it.
type source struct {
	name    string
	imports []string // without those of tests
	comment bool
}

func sources(t *testing.T) map[string]*source {
	t.Helper()
	out := map[string]*source{}
	walk(t, func(name string) {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || slices.ContainsFunc(modules, func(dir string) bool { return strings.HasPrefix(name, dir+"/") }) {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", name), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		p := out[path.Dir(name)]
		if p == nil {
			p = &source{name: f.Name.Name}
			out[path.Dir(name)] = p
		}
		p.comment = p.comment || f.Doc != nil
		for _, i := range f.Imports {
			imported, _ := strconv.Unquote(i.Path.Value)
			p.imports = append(p.imports, imported)
		}
	})
	return out
}

// walk visits every file of the repository that is no output.
func walk(t *testing.T, visit func(name string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (name == ".git" || name == "public" || name == ".candor"):
			return fs.SkipDir
		case name == "candor": // the program, which go build leaves here
		case !e.IsDir():
			visit(name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWallsBetweenPackages(t *testing.T) {
	found := sources(t)
	for dir, p := range found {
		floor, placed := floors[dir]
		if !placed {
			t.Errorf("package %s stands on no floor: put it on one", dir)
		}
		if !p.comment {
			t.Errorf("package %s has no package comment", dir)
		}
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc", "shared"}, p.name) {
			t.Errorf("package %s is named %s, which says nothing", dir, p.name)
		}
		for _, i := range p.imports {
			below, ours := strings.CutPrefix(i, module+"/")
			if f, known := floors[below]; ours && (!known || f >= floor) {
				t.Errorf("package %s imports %s, which does not lie below it", dir, below)
			}
			for room, who := range rooms {
				if (i == room || strings.HasPrefix(i, room+"/")) && !slices.Contains(who, dir) {
					t.Errorf("package %s imports %s, which is for %v only", dir, i, who)
				}
			}
		}
	}
	for dir := range floors {
		if found[dir] == nil {
			t.Errorf("there is no package %s", dir)
		}
	}
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	allowed := []string{"cmd", "notices", "policies", "site", "themes", "go.mod", "go.sum", "README.md", "LICENSE", "CHANGELOG.md", "candor.toml", "public", "candor"}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) && filepath.Ext(e.Name()) != ".out" && filepath.Ext(e.Name()) != ".test" && filepath.Ext(e.Name()) != ".prof" {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// direct are the modules that go.mod may require by itself; what they bring is
// theirs.
var direct = strings.Fields(`
	github.com/BurntSushi/toml github.com/gomarkdown/markdown github.com/fsnotify/fsnotify github.com/open-policy-agent/opa
	github.com/spf13/cobra github.com/spf13/pflag github.com/pelletier/go-toml/v2 github.com/microcosm-cc/bluemonday
	github.com/agnivade/levenshtein github.com/lestrrat-go/jwx/v3 github.com/prometheus/client_golang
	oras.land/oras-go/v2 github.com/opencontainers/go-digest github.com/opencontainers/image-spec golang.org/x/net golang.org/x/sys golang.org/x/term golang.org/x/text
	github.com/santhosh-tekuri/jsonschema/v6 github.com/rogpeppe/go-internal github.com/google/go-cmp
	pgregory.net/rapid github.com/chromedp/chromedp github.com/chromedp/cdproto`)

func TestModules(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) < 2 || !strings.HasPrefix(words[1], "v") || strings.Contains(line, "// indirect") {
			continue
		}
		if !slices.Contains(direct, words[0]) {
			t.Errorf("go.mod requires %s, which nobody has agreed to", words[0])
		}
	}
	if strings.Contains(string(data), "\nreplace ") {
		t.Error("go.mod replaces a module")
	}
}

// mostModules is how many modules the command may be made of. Prometheus's client
// brings five of them, and oras-go three, itself included.
const mostModules = 44

// TestLicences looks at what the command is really linked from.
func TestLicences(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Dir}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Compact(slices.Sorted(strings.SplitSeq(strings.TrimSpace(string(out)), "\n")))
	free := regexp.MustCompile(`(?i)MIT License|Permission is hereby granted, free of charge|Apache License|Redistribution and use in source and binary forms|Mozilla Public License|ISC License|Permission to use, copy, modify, and/or distribute`)
	licence := regexp.MustCompile(`(?i)^(licen[sc]e|copying)`)
	modules := 0
	for _, line := range lines {
		name, dir, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		modules++
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(f fs.DirEntry) bool {
			text, _ := os.ReadFile(filepath.Join(dir, f.Name()))
			return licence.MatchString(f.Name()) && free.Match(text)
		}) {
			t.Errorf("%s has no licence that we know", name)
		}
	}
	t.Logf("%d modules", modules)
	if modules > mostModules {
		t.Errorf("the command is made of %d modules, and %d are enough", modules, mostModules)
	}
}

// TestNoTraces finds what must not stand in a file that others get: paths of one
// person's machine, and marks of work not done.
func TestNoTraces(t *testing.T) {
	machine := regexp.MustCompile(`(?m)(?:^|[\s"'` + "`" + `(=:])/(?:home|Users|root|work|var/folders)/[\w.-]+`)
	undone := regexp.MustCompile(`(?://|#|<!--)\s*(?:FIXME|XXX|HACK)\b|(?i)not (?:yet )?implemented`)
	walk(t, func(name string) {
		if name == ".git" || strings.Contains(name, "/testdata/") || slices.Contains([]string{".png", ".sum"}, path.Ext(name)) || name == "cmd/candor/walls_test.go" {
			return
		}
		data, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		if found := machine.Find(data); found != nil {
			t.Errorf("%s names a path of someone's machine: %s", name, found)
		}
		if found := undone.Find(data); found != nil {
			t.Errorf("%s is not done: %s", name, found)
		}
	})
}
