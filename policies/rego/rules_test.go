package rego_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/rego"
)

var update = flag.Bool("update", false, "rewrite the rule files as opa fmt would, and the data they are tested with")

// sources are all rule files, tests included.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("*.rego")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	all := map[string][]byte{}
	for _, p := range paths {
		if all[p], err = os.ReadFile(p); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestRulesAreFormatted(t *testing.T) {
	for name, text := range sources(t) {
		want, err := format.SourceWithOpts(name, text, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Equal(text, want) {
			continue
		}
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		t.Errorf("%s is not as opa fmt writes it; run this test with -update", name)
	}
}

// TestRulesCompileStrictly also keeps the rules to the built-in functions allowed.
func TestRulesCompileStrictly(t *testing.T) {
	if _, err := rego.New(t.Context(), []byte(`{}`), nil); err != nil {
		t.Error(err)
	}
	for name, text := range sources(t) {
		if !strings.HasSuffix(name, "_test.rego") && bytes.Contains(text, []byte("time.now_ns")) != (name == "clock.rego") {
			t.Errorf("%s: the clock belongs in clock.rego alone", name)
		}
	}
}

// TestEveryRuleIsDocumented asks each rule for a title, a description and the
// section of the rule book it stands for, or of the page for those who ask, and that
// the section exists.
func TestEveryRuleIsDocumented(t *testing.T) {
	anchors := map[string][]string{}
	for _, page := range []string{"README.md", "ASK.md"} {
		text, err := os.ReadFile("../" + page)
		if err != nil {
			t.Fatal(err)
		}
		anchors[page] = []string{""}
		for line := range strings.Lines(string(text)) {
			if title, ok := strings.CutPrefix(line, "## "); ok {
				title = strings.NewReplacer(".", "", " ", "-").Replace(strings.ToLower(strings.TrimSpace(title)))
				anchors[page] = append(anchors[page], title)
			}
		}
	}
	for name, text := range sources(t) {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		m, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		documented := map[string]bool{}
		for _, a := range m.Annotations {
			if a.Title == "" || a.Description == "" || len(a.RelatedResources) == 0 {
				t.Errorf("%s: METADATA needs a title, a description and related_resources", a.Location)
			}
			for _, r := range a.RelatedResources {
				if !slices.Contains(anchors[r.Ref.Path], r.Ref.Fragment) {
					t.Errorf("%s: no page has the section %q", a.Location, r.Ref.String())
				}
			}
			documented[a.GetTargetPath().String()] = true
		}
		for _, r := range m.Rules {
			if !documented[r.Ref().GroundPrefix().String()] {
				t.Errorf("%s: rule %s has no METADATA", r.Location, r.Head.Name)
			}
		}
	}
}

// TestRules runs the unit tests beside the rules, and asks that they reach every
// line of a decision.
func TestRules(t *testing.T) {
	modules := map[string]*ast.Module{}
	for name, text := range sources(t) {
		m, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = m
	}
	for name, text := range resolved(t, "testdata/own").Rules { // which the tests of workspace.rego ask
		modules[name] = ast.MustParseModule(text)
	}
	store := inmem.NewFromObjectWithOpts(fixture(t), inmem.OptReturnASTValuesOnRead(true))
	ctx := context.Background()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(ctx, txn)
	coverage := cover.New()
	runner := tester.NewRunner().SetStore(store).SetModules(modules).SetCompiler(ast.NewCompiler().WithEnablePrintStatements(true)).
		SetCoverageQueryTracer(coverage).RaiseBuiltinErrors(true).CapturePrintOutput(true)
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for r := range results {
		count++
		if !r.Pass() {
			t.Errorf("%s: %s %v\n%s", r.Location, r.Name, r.Error, r.Output)
		}
	}
	t.Logf("%d rules tests", count)
	report := coverage.Report(modules)
	for name, f := range report.Files {
		if strings.HasSuffix(name, "_test.rego") || strings.HasPrefix(name, "testdata/") {
			continue
		}
		for _, missed := range f.NotCovered {
			for row := missed.Start.Row; row <= missed.End.Row; row++ {
				line := strings.Split(string(sources(t)[name]), "\n")[row-1]
				t.Errorf("%s:%d is not covered: %s", name, row, strings.TrimSpace(line))
			}
		}
	}
}

// TestDataIsOfTheFixture keeps data.json, which lies beside the rules so that opa test
// policies/rego runs their tests as they are run here.
func TestDataIsOfTheFixture(t *testing.T) {
	var want bytes.Buffer
	if err := json.Indent(&want, append(compiled(t), '\n'), "", " "); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("data.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("data.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("data.json is not what the workspaces in testdata compile to; run this test with -update")
	}
}

// resolved is a workspace of testdata.
func resolved(t testing.TB, dir string) *notices.Set {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS(dir))
	set, found := notices.Resolve(inv)
	if len(set.Notices) == 0 || finding.Blocking(found) {
		t.Fatalf("the notices of the unit tests do not resolve: %v", found)
	}
	return set
}

// fixture is the compiled document of the workspaces the unit tests ask about.
func fixture(t testing.TB) map[string]any {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal(compiled(t), &data); err != nil {
		t.Fatal(err)
	}
	return data
}

// compiled is that document in JSON: of the school's workspace, of that under laws, and of
// that with rules of its own.
func compiled(t testing.TB) []byte {
	t.Helper()
	of := func(dir string) *policies.Document {
		doc, err := policies.Compile(resolved(t, dir), policies.Options{Serial: 7, Expires: "2026-12-31"})
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	doc := of("testdata/workspace")
	doc.Notices["pupils"] = of("testdata/law").Notices["pupils"]
	maps.Copy(doc.Notices, of("testdata/own").Notices)
	text, err := doc.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
