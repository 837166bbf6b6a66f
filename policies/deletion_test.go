package policies_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/rego"
)

// holder holds a policy as stock OPA does: its rules, compiled once, and its data as
// plain JSON, from which a transaction may take something away.
type holder struct {
	t     failer
	data  any
	store storage.Store
	whole opa.PreparedEvalQuery
	rules opa.PreparedEvalQuery
}

func compiledRules(t testing.TB) *ast.Compiler {
	t.Helper()
	modules := map[string]*ast.Module{}
	for name, text := range rego.Modules() {
		modules[name] = ast.MustParseModule(text)
	}
	c := ast.NewCompiler()
	if c.Compile(modules); c.Failed() {
		t.Fatal(c.Errors)
	}
	return c
}

func newHolder(t failer, c *ast.Compiler, set *notices.Set) *holder {
	t.Helper()
	doc, err := policies.Compile(set, policies.Options{Expires: "2200-01-01"})
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	text, err := doc.JSON()
	if err != nil {
		t.Fatalf("write policy data: %v", err)
	}
	h := &holder{t: t}
	if err := json.Unmarshal(text, &h.data); err != nil {
		t.Fatalf("read policy data: %v", err)
	}
	h.store = inmem.NewFromObjectWithOpts(h.data.(map[string]any), inmem.OptReturnASTValuesOnRead(true))
	for query, into := range map[string]*opa.PreparedEvalQuery{"data.candor.whole.policy": &h.whole, "data.candor.decision.allow": &h.rules} {
		if *into, err = opa.New(opa.Query(query), opa.Compiler(c), opa.Store(h.store)).PrepareForEval(context.Background()); err != nil {
			t.Fatalf("prepare %s: %v", query, err)
		}
	}
	if !h.asks(nil, h.whole, ast.NullValue) {
		t.Fatalf("the policy is not whole to begin with")
	}
	return h
}

// asks a query while a path of the data is gone; nil takes nothing away.
func (h *holder) asks(path []string, query opa.PreparedEvalQuery, question ast.Value) bool {
	h.t.Helper()
	ctx := context.Background()
	txn, err := h.store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	defer h.store.Abort(ctx, txn)
	if path != nil {
		if err := h.store.Write(ctx, txn, storage.RemoveOp, path, nil); err != nil {
			h.t.Fatalf("%s: %v", path, err)
		}
	}
	results, err := query.Eval(ctx, opa.EvalTransaction(txn), opa.EvalParsedInput(question))
	return err == nil && len(results) == 1 && results[0].Expressions[0].Value == true
}

// path draws a place in the data: mostly one in a notice, and there as often an early one
// as a late one.
func (d draw) path(data any, notice string) []string {
	path := []string{}
	at := data
	if d.often("in the notice", 90) {
		path, at = append(path, "candor_notices", notice), data.(map[string]any)["candor_notices"].(map[string]any)[notice]
	}
	for {
		key := ""
		switch v := at.(type) {
		case map[string]any:
			if len(v) == 0 {
				return path
			}
			key = d.one("key", slices.Sorted(maps.Keys(v)))
			at = v[key]
		case []any:
			if len(v) == 0 {
				return path
			}
			i := rapid.IntRange(0, len(v)-1).Draw(d.T, "element")
			key, at = fmt.Sprint(i), v[i]
		default:
			return path
		}
		path = append(path, key)
		if d.often("enough", 20) {
			return path
		}
	}
}

// TestDeletionsOnRandomInventories takes anything at all out of a policy's data, as no
// reader of ours lets through (package bundle: TestDeletionsAreRefused). The policy then
// says that it is not whole. What the rules alone would make of it, is told.
func TestDeletionsOnRandomInventories(t *testing.T) {
	rules := compiledRules(t)
	asked, opened := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		d := draw{rt}
		inv, _ := inventory.Load(d.workspace())
		set, _ := notices.Resolve(inv)
		h := newHolder(rt, rules, set)
		for range 10 {
			q := d.question(len(set.Notices))
			path := d.path(h.data, "n0")
			n, turned := h.loses(path, ast.MustInterfaceToValue(q))
			asked, opened = asked+n, opened+turned
		}
	})
	t.Logf("%d deletions found; left to the rules alone, %d of them would have turned a deny into an allow", asked, opened)
}

// TestDeletionsFromExamples does so with the worked examples and their published
// questions.
func TestDeletionsFromExamples(t *testing.T) {
	rules := compiledRules(t)
	set := examples(t)
	corpus := publishedQuestions(t)
	asked, opened := 0, 0
	for _, n := range set.Notices {
		h := newHolder(t, rules, &notices.Set{Notices: []*notices.Notice{n}})
		var questions []ast.Value
		for _, file := range slices.Sorted(maps.Keys(corpus)) {
			for _, p := range corpus[file] {
				if q := relaxed(t, p); q.Notice == n.ID {
					questions = append(questions, ast.MustInterfaceToValue(q))
				}
			}
		}
		for i := range 8 {
			rapid.Custom(func(rt *rapid.T) bool {
				d := draw{rt}
				k, turned := h.loses(d.path(h.data, n.ID), questions[rapid.IntRange(0, len(questions)-1).Draw(rt, "question")])
				asked, opened = asked+k, opened+turned
				return true
			}).Example(i)
		}
	}
	t.Logf("%d deletions found; left to the rules alone, %d of them would have turned a deny into an allow", asked, opened)
}

// loses deletes a path and wants it noticed. It tells how many deletions that was, and
// how many of them turn the question's deny into an allow.
func (h *holder) loses(path []string, question ast.Value) (n, turned int) {
	h.t.Helper()
	if len(path) == 0 {
		return 0, 0
	}
	gone := path[0] == "candor_notices" && len(path) <= 2 // of which there is nothing left to ask about
	if h.asks(path, h.whole, question) && (!gone || h.asks(path, h.rules, question) && !h.asks(nil, h.rules, question)) {
		h.t.Fatalf("whole without %q", path)
	}
	if !h.asks(nil, h.rules, question) && h.asks(path, h.rules, question) {
		return 1, 1
	}
	return 1, 0
}
