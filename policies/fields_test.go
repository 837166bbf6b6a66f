package policies_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

func ExampleEngine_Fields() {
	lenient := false
	selected := engine().Fields(context.Background(), decision.Question{
		Notice: "school", Action: "use", Purpose: "service", Audiences: []string{"teacher"}, Strict: &lenient,
	}, []policies.Field{
		{Name: "full_name", Categories: []string{"name"}},
		{Name: "last_login", Categories: []string{"usage"}},
		{Name: "allergies", Categories: []string{"health"}},
		{Name: "profile", Categories: []string{"name", "health"}},
		{Name: "notes"},
	})
	fmt.Println(selected.Allowed, selected.Answer.Outcome)
	for _, d := range selected.Denied {
		fmt.Println(d.Name, d.Answer.Outcome, d.Answer.Reasons[0].Code)
	}
	// Output:
	// [full_name last_login] allow
	// allergies not_covered no_statement
	// profile not_covered no_statement
	// notes deny unknown_category
}

func TestFieldsOfNothing(t *testing.T) {
	q := decision.Question{Notice: "school", Action: "use", Purpose: "service"}
	for name, fields := range map[string][]policies.Field{"no fields": nil, "no categories": {{Name: "a"}}, "an unknown one": {{Name: "a", Categories: []string{"nothing"}}}} {
		s := engine().Fields(t.Context(), q, fields)
		if len(s.Allowed) > 0 || len(s.Denied) != len(fields) || s.Answer.Allow || s.Answer.Reasons[0].Code != decision.UnknownCategory {
			t.Errorf("%s: %+v", name, s)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	usage := []policies.Field{{Name: "a", Categories: []string{"usage"}}}
	if s := engine().Fields(ended, q, usage); len(s.Allowed) > 0 || len(s.Denied) != 1 || s.Answer.Allow {
		t.Errorf("out of time: %+v", s)
	}
	var none *policies.Engine
	if s := none.Fields(t.Context(), q, usage); len(s.Allowed) > 0 || len(s.Denied) != 1 || s.Answer.Reasons[0].Code != decision.NotReady {
		t.Errorf("no engine: %+v", s)
	}
}

// TestFieldsAgreeWithDecisions holds every selection from the published questions
// against a decision for each field, and for the allowed ones together.
func TestFieldsAgreeWithDecisions(t *testing.T) {
	set := examples(t)
	e, err := policies.New(t.Context(), set, policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	var corpus []decision.Question
	published := publishedQuestions(t)
	for _, file := range slices.Sorted(maps.Keys(published)) {
		for _, p := range published[file] {
			corpus = append(corpus, relaxed(t, p))
		}
	}
	both := 0
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.SampledFrom(corpus).Draw(t, "question")
		known := []string{}
		for _, c := range set.Notice(q.Notice).Categories {
			known = append(known, c.ID)
		}
		var fields []policies.Field
		for i, categories := range rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(known), 0, 2), 0, 6).Draw(t, "fields") {
			fields = append(fields, policies.Field{Name: fmt.Sprint(i), Categories: categories})
		}
		fields = append(fields, policies.Field{Name: "its own", Categories: q.Categories})
		s := e.Fields(t.Context(), q, fields)
		allowed, together := []string{}, []string{}
		for _, f := range fields {
			one := q
			one.Categories = f.Categories
			if len(f.Categories) > 0 && e.Decide(t.Context(), one).Allow {
				allowed = append(allowed, f.Name)
				together = append(together, f.Categories...)
			}
		}
		if !slices.Equal(allowed, s.Allowed) || len(s.Allowed)+len(s.Denied) != len(fields) || s.Answer.Allow != (len(allowed) > 0) {
			t.Fatalf("%+v of %+v, want %v", s, fields, allowed)
		}
		if len(allowed) > 0 && len(s.Denied) > 0 {
			both++
		}
		all := q
		all.Categories = together
		if len(together) > 0 && asJSON(e.Decide(t.Context(), all)) != asJSON(s.Answer) {
			t.Fatalf("the answer is not that to %v", together)
		}
	})
	if both == 0 {
		t.Error("no selection allowed some and denied others")
	}
}
