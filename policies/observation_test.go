package policies_test

import (
	"context"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
)

// TestObserved asks in every way, and wants to hear of each decision once, and nothing
// that a question has said.
func TestObserved(t *testing.T) {
	for _, kind := range []string{"tables", "Rego"} {
		plain, _ := engineIn(t, kind, decisiontest.Fresh)
		var heard []policies.Observation
		e := plain.Observed(func(o policies.Observation) { heard = append(heard, o) })
		q := decision.Question{Notice: "school", Action: "use", Categories: []string{"usage"}, Purpose: "service"}
		var a decision.Answer
		for name, c := range map[string]struct {
			ask  func()
			want map[string]int // outcome and code, how often
		}{
			"Decide":     {func() { e.Decide(t.Context(), q) }, map[string]int{"allow permitted": 1}},
			"DecideInto": {func() { e.DecideInto(t.Context(), &q, &a) }, map[string]int{"allow permitted": 1}},
			"DecideAll":  {func() { e.DecideAll(t.Context(), []decision.Question{q, {}}) }, map[string]int{"allow permitted": 1, "deny unknown_action": 1}},
			"DecideJSON": {func() { e.DecideJSON(t.Context(), []byte(`{"canary":"canary"}`)) }, map[string]int{"deny bad_question": 1}},
			"Fields": {func() {
				e.Fields(t.Context(), q, []policies.Field{{Name: "a", Categories: []string{"usage"}}, {Name: "b", Categories: []string{"canary"}}})
			}, map[string]int{"allow permitted": 1, "deny unknown_category": 1}},
			"Retention": {func() { e.Retention(t.Context(), q, []policies.Record{{ID: "r", Categories: []string{"canary"}}}) }, map[string]int{"deny unknown_category": 1}},
		} {
			heard = nil
			c.ask()
			got := map[string]int{}
			for _, o := range heard {
				got[o.Outcome+" "+o.Code]++
				if o.Engine != strings.ToLower(kind) || o.Took <= 0 {
					t.Errorf("%s of %s: %+v", name, kind, o)
				}
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("%s of %s: heard %v, want %v", name, kind, got, c.want)
			}
		}
		heard = nil
		if plain.Decide(t.Context(), q); len(heard) > 0 {
			t.Errorf("%s: the engine that nobody watches tells %v", kind, heard)
		}
	}
	var none *policies.Engine
	if a := none.Observed(func(policies.Observation) {}).Decide(t.Context(), decision.Question{}); a.Reasons[0].Code != decision.NotReady {
		t.Errorf("no engine: %s", asJSON(a))
	}
}

func TestObservingAllocatesNothing(t *testing.T) {
	var count, micros atomic.Int64
	e := engineOf(t, policies.Options{}).Observed(func(o policies.Observation) { count.Add(1); micros.Add(o.Took.Microseconds()) })
	q := decision.Question{Notice: "school", Action: "use", Categories: []string{"usage"}, Purpose: "service"}
	var a decision.Answer
	if n := testing.AllocsPerRun(100, func() { e.DecideInto(t.Context(), &q, &a) }); n > 0 || count.Load() == 0 {
		t.Errorf("%v allocations, %d observations", n, count.Load())
	}
}

// BenchmarkObserved tells what it costs to be watched, and not to be.
func BenchmarkObserved(b *testing.B) {
	var count atomic.Int64
	plain := engineOf(b, policies.Options{})
	q := decision.Question{Notice: "school", Action: "use", Categories: []string{"usage"}, Purpose: "service"}
	for name, e := range map[string]*policies.Engine{"nobody": plain, "somebody": plain.Observed(func(policies.Observation) { count.Add(1) })} {
		b.Run(name, func(b *testing.B) {
			var a decision.Answer
			b.ReportAllocs()
			for b.Loop() {
				e.DecideInto(b.Context(), &q, &a)
			}
		})
	}
}

// TestDeadline ends a decision of the Rego that is under way: a question that unfolds into
// hundreds of combinations takes it far longer than the time it is given.
func TestDeadline(t *testing.T) {
	e, _ := engineIn(t, "Rego", decisiontest.Fresh)
	q := decision.Question{
		Notice: "school", Action: "use", Categories: []string{"contact", "name", "email", "health", "usage", "photo", "crumbs", "grades"},
		Audiences: []string{"people", "member", "child", "teacher", "pupil", "guest"},
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	if a := e.Decide(ctx, q); a.Allow || a.Reasons[0].Code != decision.EvaluationFailed {
		t.Errorf("out of time: %s", asJSON(a))
	}
	if a := e.Decide(t.Context(), q); a.Reasons[0].Code == decision.EvaluationFailed {
		t.Errorf("with all the time there is: %s", asJSON(a))
	}
}
