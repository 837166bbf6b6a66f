package laws

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/candor-privacy/candor/notices/inventory"
	candor "github.com/candor-privacy/candor/policies/rego"
)

var update = flag.Bool("update", false, "rewrite the rule files as opa fmt would")

// parsed are the modules that were read, by file.
var parsed = map[string]*ast.Module{}

// sources gives the rules of the library and of one pack, with the tests of the pack; of
// the library alone, with its own, for the id "".
func sources(t testing.TB, id string) map[string]*ast.Module {
	t.Helper()
	out := map[string]*ast.Module{}
	for _, pattern := range []string{"*.rego", path.Join(id, "*.rego")} {
		names, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no rules: %v", pattern, err)
		}
		for _, name := range names {
			if parsed[name] == nil {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if parsed[name], err = ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{ProcessAnnotation: true}); err != nil {
					t.Fatal(err)
				}
			}
			m := parsed[name].Copy()
			if id != "" && path.Dir(name) == "." { // what tests of packs are written with stays
				m.Rules = slices.DeleteFunc(m.Rules, isTest)
			}
			out[name] = m
		}
	}
	return out
}

func isTest(r *ast.Rule) bool { return strings.HasPrefix(string(r.Head.Name), "test_") }

// run runs the tests of modules and names those that fail; an error is a module that
// does not compile.
func run(t testing.TB, modules map[string]*ast.Module) (count int, failed []string, err error) {
	t.Helper()
	ctx := context.Background()
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(ctx, txn)
	results, err := tester.NewRunner().SetStore(store).SetModules(modules).SetCompiler(ast.NewCompiler()).RaiseBuiltinErrors(true).RunTests(ctx, txn)
	if err != nil {
		return 0, nil, err
	}
	for r := range results {
		count++
		if !r.Pass() {
			failed = append(failed, r.Name)
		}
	}
	return count, failed, nil
}

// TestLibrary runs the tests of what packs share.
func TestLibrary(t *testing.T) {
	checkSources(t, sources(t, ""), "")
	mutations(t, "", "")
}

// TestPack asks of every pack that its rules are written as all are, keep to the
// model, and have tests that would miss any of them.
func TestPack(t *testing.T) {
	for _, id := range IDs() {
		t.Run(id, func(t *testing.T) {
			modules := sources(t, id)
			checkSources(t, modules, id+"/")
			p, err := Open(id)
			if err != nil {
				t.Fatal(err)
			}
			t.Run("metadata", func(t *testing.T) { checkMetadata(t, p) })
			t.Run("model", func(t *testing.T) { checkModel(t, modules) })
			t.Run("outline", func(t *testing.T) { checkOutline(t, p) })
			t.Run("examples", func(t *testing.T) { checkExamples(t, p) })
			t.Run("mutations", func(t *testing.T) { mutations(t, id, id+"/") })
		})
	}
}

// checkSources formats the rules whose file begins so, asks each for its METADATA and runs
// their tests.
func checkSources(t *testing.T, modules map[string]*ast.Module, in string) {
	for name, m := range modules {
		if !strings.HasPrefix(name, in) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := format.SourceWithOpts(name, text, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, want) {
			if !*update {
				t.Errorf("%s is not as opa fmt writes it; run this test with -update", name)
			} else if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		documented := map[string]bool{}
		for _, a := range m.Annotations {
			documented[a.GetTargetPath().String()] = a.Title != "" && a.Description != ""
		}
		for _, r := range m.Rules {
			if path := r.Ref().GroundPrefix().String(); !strings.HasSuffix(name, "_test.rego") && !documented[path] {
				t.Errorf("%s: %s has no METADATA with a title and a description", r.Location, path)
			}
		}
	}
	count, failed, err := run(t, modules)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range failed {
		t.Errorf("%s fails", name)
	}
	t.Logf("%d tests of rules", count)
}

// checkMetadata asks what newCheck cannot see: that keys are those of pack.toml, and
// that what a check looks for in what entries say is what it explains.
func checkMetadata(t *testing.T, p *Pack) {
	if len(p.Checks) == 0 {
		t.Error("there is no check")
	}
	seen := map[string]bool{}
	keys := func(pairs []inventory.Pair) (keys []string) {
		for _, p := range pairs {
			keys = append(keys, p.Key)
		}
		return keys
	}
	for i := range p.Checks {
		c := &p.Checks[i]
		if seen[c.ID] {
			t.Errorf("%s: METADATA stands on more than one of its rules", c.ID)
		}
		seen[c.ID] = true
		for _, source := range c.Sources {
			if !slices.Contains(keys(p.Sources), source) {
				t.Errorf("%s: pack.toml has no source %q", c.ID, source)
			}
		}
		for _, rule := range c.Rules {
			if read, err := Rules(p.ID); err != nil || !slices.ContainsFunc(read.Rules, func(r inventory.Rule) bool { return r.ID == rule }) {
				t.Errorf("%s: rules.toml has no rule %q (%v)", c.ID, rule, err)
			}
		}
		for _, capacity := range c.Capacity {
			if !slices.Contains(keys(p.Capacities), capacity) {
				t.Errorf("%s: pack.toml has no capacity %q", c.ID, capacity)
			}
		}
		for _, line := range []string{c.Missing, c.Help, c.Title} {
			if strings.HasSuffix(line, ".") {
				t.Errorf("%s: %q ends in a period", c.ID, line)
			}
		}
		if c.Page().Right == "" {
			t.Errorf("%s: METADATA has no example of what meets it (right)", c.ID)
		}
		if (c.Section == "") == (c.Right == "") {
			t.Errorf("%s: METADATA has either an example of what meets it (right), or the section in which a note would", c.ID)
		}
	}
	for name, m := range sources(t, p.ID) {
		if strings.HasSuffix(name, "_test.rego") || !strings.HasPrefix(name, p.ID) {
			continue
		}
		for _, r := range m.Rules {
			c := p.Check(checkOf(r))
			looked := topics(r)
			if c == nil {
				if len(looked) > 0 {
					t.Errorf("%s: topics are named in the check itself, where its METADATA explains them", r.Location)
				}
				continue
			}
			for topic := range c.Says {
				if !slices.Contains(looked, topic) {
					t.Errorf("%s: METADATA explains the topic %q, and the check does not look for it", c.ID, topic)
				}
			}
			for _, topic := range looked {
				if c.Says[topic] == "" {
					t.Errorf("%s: METADATA does not explain the topic %q under says", c.ID, topic)
				}
			}
		}
	}
}

// checkOutline asks whether an outline of the files says of checks what the files say.
func checkOutline(t *testing.T, p *Pack) {
	mine := modules(files, p.ID+"/*.rego")
	want, err := candor.Annotations(mine)
	if err != nil {
		t.Fatal(err)
	}
	want = slices.DeleteFunc(want, func(a candor.Annotation) bool { return checkAt(a.Path, "data", "candor", "laws", p.ID, "checks") == "" })
	if got, err := candor.Annotations(outlines(mine)); err != nil || len(got) == 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("the outline says %v, %v, and the files %v", got, err, want)
	}
}

// checkOf is the id of the check that a rule is of, or "".
func checkOf(r *ast.Rule) string {
	ref := r.Ref().GroundPrefix()
	if len(ref) != 6 || ref[4].Value.Compare(ast.String("checks")) != 0 { // data.candor.laws["us-ny-2d"].checks["ny2d-3b-1"]
		return ""
	}
	id, _ := ref[5].Value.(ast.String)
	return string(id)
}

// topics are the sets of texts that a rule hands to law.said, law.says, law.either or law.shown.
func topics(r *ast.Rule) (all []string) {
	visit := func(ref ast.Ref, args []*ast.Term) {
		if !slices.ContainsFunc([]string{"data.candor.law.said", "data.candor.law.either", "data.candor.law.says", "data.candor.law.shown", "law.said", "law.either", "law.says", "law.shown"}, func(s string) bool { return ref.String() == s }) {
			return
		}
		ast.WalkTerms(args[len(args)-1], func(t *ast.Term) bool {
			if s, ok := t.Value.(ast.String); ok {
				all = append(all, string(s))
			}
			return false
		})
	}
	for ; r != nil; r = r.Else {
		ast.WalkTerms(r, func(t *ast.Term) bool {
			if call, ok := t.Value.(ast.Call); ok {
				visit(call[0].Value.(ast.Ref), call[1:])
			}
			return false
		})
		ast.WalkExprs(r, func(e *ast.Expr) bool {
			if e.IsCall() {
				visit(e.Operator(), e.Operands())
			}
			return false
		})
	}
	return all
}

// checkModel compiles the rules against the schema of the notice, so that a field
// that the model does not have is an error and not a demand that never is met.
func checkModel(t *testing.T, modules map[string]*ast.Module) {
	text, err := os.ReadFile("../../notices/notice.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var notice map[string]any
	if err := json.Unmarshal(text, &notice); err != nil {
		t.Fatal(err)
	}
	schemas := ast.NewSchemaSet()
	word := map[string]any{"type": "string"}
	words := map[string]any{"type": "array", "items": word}
	schemas.Put(ast.SchemaRootRef, nil)
	defs := notice["$defs"]
	delete(notice, "$defs")
	schemas.Put(ast.MustParseRef("schema.input"), map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": false, "$defs": defs,
		"properties": map[string]any{
			"notice": notice,
			"law": map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{
				"id": word, "capacity": word, "on": word,
				"where": map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{"person": words, "customer": words, "host": words}},
			}},
		},
	})
	rules := map[string]*ast.Module{}
	for name, m := range modules {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		rules[name] = m.Copy()
	}
	c := ast.NewCompiler().WithSchemas(schemas).WithUseTypeCheckAnnotations(true)
	if c.Compile(rules); c.Failed() {
		t.Error(c.Errors)
	}
}

// mutations deletes each rule whose file begins so, and lets each check find that all
// is met, and wants a test to fail every time. The modules are compiled once: every rule
// asks whether it is the one that is off.
func mutations(t *testing.T, id, in string) {
	modules := sources(t, id)
	type mutant struct{ rule, file, check string }
	var mutants []mutant
	for name, m := range modules {
		m.Annotations = nil
		if strings.HasSuffix(name, "_test.rego") || !strings.HasPrefix(name, in) {
			continue
		}
		for _, r := range m.Rules {
			x := mutant{r.Location.String(), strings.TrimSuffix(name, ".rego"), checkOf(r)}
			mutants = append(mutants, x)
			last := r
			for e := r; e != nil; e = e.Else {
				e.Body.Append(ast.MustParseExpr(fmt.Sprintf("data.off != %q", x.rule)))
				last = e
			}
			if x.check != "" {
				met := ast.MustParseModuleWithOpts("package x\n\nchecks[\"x\"] := {{\"met\": \"anything\"}} if data.met == \""+x.rule+"\"\n", ast.ParserOptions{RegoVersion: ast.RegoV1}).Rules[0]
				met.Head = r.Head.Copy()
				met.Head.Value, last.Else = ast.MustParseTerm(`{{"met": "anything"}}`), met
			}
		}
	}
	suite := newSuite(t, modules)
	for _, x := range mutants {
		if !suite.misses(t, x.file, map[string]any{"off": x.rule, "met": ""}) {
			t.Errorf("%s: no test misses this rule", x.rule)
		}
		if x.check != "" && !suite.misses(t, x.file, map[string]any{"off": x.rule, "met": x.rule}) {
			t.Errorf("%s: no test shows what does not meet it", x.check)
		}
	}
	if suite.misses(t, "", map[string]any{"off": "", "met": ""}) {
		t.Error("a test fails with every rule in its place")
	}
}

// suite is the tests of modules, by the file they are for.
type suite struct {
	store storage.Store
	tests map[string][]rego.PreparedEvalQuery
}

func newSuite(t *testing.T, modules map[string]*ast.Module) suite {
	s := suite{inmem.New(), map[string][]rego.PreparedEvalQuery{}}
	c := ast.NewCompiler()
	if c.Compile(modules); c.Failed() {
		t.Fatal(c.Errors)
	}
	for name, m := range modules {
		for _, r := range m.Rules {
			if !isTest(r) {
				continue
			}
			q, err := rego.New(rego.Query(r.Ref().String()), rego.Compiler(c), rego.Store(s.store), rego.StrictBuiltinErrors(true)).PrepareForEval(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			file := strings.TrimSuffix(name, "_test.rego")
			s.tests[file] = append(s.tests[file], q)
		}
	}
	return s
}

// misses reports whether some test fails, those beside a file first.
func (s suite) misses(t *testing.T, file string, data map[string]any) bool {
	if err := storage.WriteOne(t.Context(), s.store, storage.ReplaceOp, storage.Path{}, data); err != nil {
		t.Fatal(err)
	}
	fails := func(q rego.PreparedEvalQuery) bool {
		results, err := q.Eval(t.Context())
		return err != nil || !results.Allowed()
	}
	if slices.ContainsFunc(s.tests[file], fails) {
		return true
	}
	for other, tests := range s.tests {
		if other != file && slices.ContainsFunc(tests, fails) {
			return true
		}
	}
	return false
}

// checkExamples reads the TOML that explains a check: it is good TOML of the language,
// though it names entries that are not there and leaves sentences to its reader, as “…”.
func checkExamples(t *testing.T, p *Pack) {
	for i := range p.Checks {
		page := p.Checks[i].Page()
		for _, example := range []string{page.Wrong, page.Right} {
			head := "[party]\nname = \"A\"\n\n"
			if !strings.HasPrefix(example, "[notice]") {
				head = "[notice]\ntitle = \"A\"\nlanguage = \"en\"\n\n" + head
			}
			_, found := inventory.Load(fstest.MapFS{"notices/a/notice.toml": {Data: []byte(head + example)}})
			for _, f := range found {
				if f.Code == "placeholder" && strings.HasPrefix(f.Message, `"…"`) {
					continue
				}
				if !slices.Contains([]string{"unknown-id", "unused", "no-contact", "no-selector", "missing-file"}, f.Code) {
					t.Errorf("%s: %s: %s: %s\n%s", page.Code, f.Code, f.Message, f.Help, example)
				}
			}
		}
	}
}
