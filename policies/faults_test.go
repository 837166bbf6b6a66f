package policies_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/rego"
)

// engineIn is an engine, of tables or of Rego, over the school's policy in a state,
// and a context to ask it in; no context where the tables cannot come to that state.
func engineIn(t *testing.T, kind string, state decisiontest.State) (*policies.Engine, context.Context) {
	t.Helper()
	o, ctx := policies.Options{Now: fixedNow}, t.Context()
	modules, damage := rego.Modules(), func(*document.Notice) {}
	switch state {
	case decisiontest.NoBundle:
		return nil, ctx
	case decisiontest.Expired:
		o.Expires = "2026-11-20"
	case decisiontest.ClockBack:
		days := 0
		o.Expires, o.Now = "2026-11-21T11:59:59Z", func() time.Time { days--; return fixedNow().AddDate(0, 0, days+1) }
	case decisiontest.Late:
		late, stop := context.WithDeadline(ctx, time.Unix(0, 0))
		t.Cleanup(stop)
		ctx = late
	case decisiontest.Panics:
		o.Now = func() time.Time { panic("no clock") }
	case decisiontest.Broken:
		modules["broken.rego"] = "package candor\n\ndecision := \"allow\"\n" // two rules that contradict each other
	case decisiontest.Undefined:
		damage = func(n *document.Notice) { n.Bars = document.Index[document.Bar]{} }
	}
	doc, err := policies.Compile(school(t), o)
	if err != nil {
		t.Fatal(err)
	}
	damage(doc.Notices["school"])
	if kind == "Rego" { // rules of another version are asked themselves
		modules["version.rego"] = "package candor.version\n"
	}
	e, err := policies.NewFromBundle(ctx, &bundle.Bundle{Document: doc, Modules: modules}, o.Now)
	switch {
	case kind == "tables" && state == decisiontest.Broken:
		return nil, nil // these rules are not the tables'
	case kind == "tables" && state == decisiontest.Undefined && err != nil:
		return nil, nil // refused: TestTablesRefuseADamagedDocument
	case err != nil:
		t.Fatal(err)
	}
	if state == decisiontest.ClockBack {
		e.DecideJSON(ctx, []byte(allowed))
	}
	return e, ctx
}

// asker is a way to ask in Go. Those that take a value of Go put it a question where one
// can be stated so.
type asker struct {
	name  string
	json  func(context.Context, *policies.Engine, []byte) decision.Answer
	typed func(context.Context, *policies.Engine, decision.Question) decision.Answer
}

var askers = []asker{
	{name: "DecideJSON", json: func(ctx context.Context, e *policies.Engine, q []byte) decision.Answer { return e.DecideJSON(ctx, q) }},
	{name: "Decide", typed: func(ctx context.Context, e *policies.Engine, q decision.Question) decision.Answer {
		return e.Decide(ctx, q)
	}},
	{name: "DecideInto", typed: func(ctx context.Context, e *policies.Engine, q decision.Question) decision.Answer {
		a := decision.Answer{Outcome: decision.Allow, Allow: true, Reasons: []decision.Reason{{Code: decision.Permitted}}} // of another question
		e.DecideInto(ctx, &q, &a)
		return a
	}},
	{name: "DecideAll", typed: func(ctx context.Context, e *policies.Engine, q decision.Question) decision.Answer {
		return e.DecideAll(ctx, []decision.Question{q})[0]
	}},
	{name: "Fields", typed: func(ctx context.Context, e *policies.Engine, q decision.Question) decision.Answer {
		s := e.Fields(ctx, q, []policies.Field{{Name: "f", Categories: q.Categories}})
		if len(s.Denied) == 1 && len(s.Allowed) == 0 && asJSON(s.Denied[0].Answer) == asJSON(s.Answer) {
			return s.Answer
		}
		return decision.Answer{Allow: true}
	}},
	{name: "Retention", typed: func(ctx context.Context, e *policies.Engine, q decision.Question) decision.Answer {
		k := e.Retention(ctx, q, []policies.Record{{ID: "r", Categories: q.Categories}})[0]
		if k.Keep || k.By != "" {
			return decision.Answer{Allow: true}
		}
		return k.Answer
	}},
}

// typedOf is a question as a value of Go, if it can be one: then its JSON is the same.
// How long its texts are is nobody's concern there.
func typedOf(question string) (q decision.Question, ok bool) {
	if json.Unmarshal([]byte(question), &q) != nil || len(question) > decision.MaxBytes {
		return q, false
	}
	if question == "{}" {
		return q, true
	}
	text, err := json.Marshal(q)
	return q, err == nil && string(text) == question
}

// TestFaultsDeny puts every fault to every way of asking in Go, of both engines.
func TestFaultsDeny(t *testing.T) {
	var codes []string
	asked := map[string]int{}
	for _, kind := range []string{"tables", "Rego"} {
		sound, ctx := engineIn(t, kind, decisiontest.Fresh)
		if a := sound.DecideJSON(ctx, []byte(allowed)); !a.Allow {
			t.Fatalf("the question without a fault: %s", asJSON(a))
		}
		type state struct {
			engine *policies.Engine
			ctx    context.Context
		}
		states := map[decisiontest.State]state{}
		for _, f := range decisiontest.Faults() {
			codes = append(codes, f.Code)
			if _, made := states[f.State]; !made {
				e, ctx := engineIn(t, kind, f.State)
				states[f.State] = state{e, ctx}
			}
			e, ctx := states[f.State].engine, states[f.State].ctx
			if ctx == nil {
				continue
			}
			for _, way := range askers {
				if way.json == nil {
					q, ok := typedOf(f.Question)
					if !ok {
						continue
					}
					way.json = func(ctx context.Context, e *policies.Engine, _ []byte) decision.Answer { return way.typed(ctx, e, q) }
				}
				asked[way.name]++
				a := way.json(ctx, e, []byte(f.Question))
				found := slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool {
					return r.Code == f.Code && r.Detail == f.Detail && r.Source == "engine" && r.Text != ""
				})
				if a.Allow || a.Outcome != decision.Deny || a.Notice.Outcome != decision.Deny || !found {
					t.Errorf("%s: %s of %s: got %s\nwant a deny with %s %q", f.Name, way.name, kind, asJSON(a), f.Code, f.Detail)
				}
			}
		}
	}
	for _, code := range []string{ // what an engine has to say for itself
		decision.NotReady, decision.BundleExpired, decision.EvaluationFailed, decision.BadQuestion, decision.UnknownNotice, decision.UnknownAction,
		decision.UnknownCategory, decision.UnknownPurpose, decision.UnknownRecipient, decision.UnknownAudience, decision.UnknownBasis, decision.UnknownRight,
		decision.UnknownEvent, decision.UnknownGate, decision.UnknownDocument, decision.UnknownPlace,
	} {
		if !slices.Contains(codes, code) {
			t.Errorf("no fault denies with %s", code)
		}
	}
	for _, way := range slices.Sorted(maps.Keys(asked)) {
		t.Logf("%s: %d faults", way, asked[way])
	}
}

// TestNoEngineDenies asks engines that nobody made or filled.
func TestNoEngineDenies(t *testing.T) {
	empty, err := policies.New(t.Context(), &notices.Set{}, policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	live := policies.Follow(policies.Source{})
	for name, c := range map[string]struct {
		ask  func(context.Context, []byte) decision.Answer
		code string
	}{
		"zero":        {(&policies.Engine{}).DecideJSON, decision.NotReady},
		"no notices":  {empty.DecideJSON, decision.UnknownNotice},
		"live":        {live.DecideJSON, decision.NotReady},
		"live, typed": {func(ctx context.Context, _ []byte) decision.Answer { return live.Decide(ctx, decision.Question{}) }, decision.NotReady},
	} {
		if a := c.ask(t.Context(), []byte(allowed)); a.Allow || a.Outcome != decision.Deny || a.Reasons[0].Code != c.code || strings.Contains(asJSON(a), "null") {
			t.Errorf("%s: got %s", name, asJSON(a))
		}
	}
}
