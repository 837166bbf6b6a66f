package space_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/space"
)

const day = "2026-11-21"

func school(t *testing.T) *notices.Notice {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS("../rego/testdata/workspace"))
	set, found := notices.Resolve(inv)
	if len(set.Notices) != 1 {
		t.Fatalf("the school's notice does not resolve: %v", found)
	}
	return set.Notices[0]
}

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestQuestionsOfAClass asks small classes whole, and some of large ones: each question
// once, the one that says least first where not all are asked, and soon every value that
// any of them has.
func TestQuestionsOfAClass(t *testing.T) {
	classes, all := space.New(school(t), day).Classes(space.Most)
	if !all || len(classes) < 100 {
		t.Fatalf("%d classes, all: %v", len(classes), all)
	}
	whole, some := 0, 0
	for i := 0; i < len(classes); i += 11 {
		c := classes[i]
		seen := map[string]bool{}
		said := map[string]bool{}
		for q := range c.Questions(400) {
			seen[text(t, q)] = true
			for _, part := range parts(q) {
				said[part] = true
			}
		}
		if c.Size() <= 400 {
			if whole++; len(seen) != c.Size() {
				t.Fatalf("%d questions of a class of %d", len(seen), c.Size())
			}
		}
		if c.Size() <= 12 {
			continue
		}
		some++
		asked, soon := 0, map[string]bool{}
		for q := range c.Questions(12) {
			if asked++; asked == 1 && len(q.Gates)+len(q.Since)+len(q.Documents) > 0 {
				t.Errorf("the first says more than it has to: %s", text(t, q))
			}
			for _, part := range parts(q) {
				soon[part] = true
			}
		}
		if asked != 12 {
			t.Fatalf("%d questions of 12", asked)
		}
		for part := range said {
			if !soon[part] {
				t.Fatalf("none of the first 12 says %s", part)
			}
		}
	}
	t.Logf("%d classes asked whole, %d in part", whole, some)
	if whole == 0 || some == 0 {
		t.Error("there are none of one kind")
	}
}

// parts are what a question says, one by one.
func parts(q decision.Question) (out []string) {
	add := func(name string, v any) {
		b, _ := json.Marshal(v)
		out = append(out, name+string(b))
	}
	for id, a := range q.Gates {
		add(id, a)
	}
	for id, at := range q.Since {
		add(id, at)
	}
	add("form", q.Form)
	add("role", q.Role)
	add("basis", q.Basis)
	add("age", q.Age)
	add("place", q.Place.Customer)
	return out
}

// TestClassesAreBounded: with more than so many, those that are listed are still asked.
func TestClassesAreBounded(t *testing.T) {
	s := space.New(school(t), day)
	some, all := s.Classes(50)
	if all || len(some) != 50 {
		t.Errorf("%d classes, all: %v", len(some), all)
	}
	for _, c := range some {
		for q := range c.Questions(1) {
			if q.Notice != "school" || q.Action == "" || q.On != day {
				t.Errorf("%s", text(t, q))
			}
		}
	}
}

// TestRandomQuestions are the same for the same seed, and of every sort.
func TestRandomQuestions(t *testing.T) {
	s := space.New(school(t), day)
	draw := func(seed uint64) (out []string) {
		chance := rand.New(rand.NewPCG(seed, 0))
		for range 300 {
			out = append(out, text(t, s.Random(chance)))
		}
		return out
	}
	one := draw(1)
	if diff := cmp.Diff(one, draw(1)); diff != "" {
		t.Errorf("another question by the same seed:\n%s", diff)
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(slices.Concat(one, draw(2)))))
	if len(distinct) < 590 {
		t.Errorf("%d questions of 600", len(distinct))
	}
}

// TestSays reads the notice to questions.
func TestSays(t *testing.T) {
	s := space.New(school(t), day)
	yes := decision.Act{Happened: true}
	for name, c := range map[string]struct {
		q             decision.Question
		permits, bars []string
	}{
		"permitted":           {q: decision.Question{Action: "use", Categories: []string{"usage"}, Purpose: "service"}, permits: []string{"serve"}},
		"half of it":          {q: decision.Question{Action: "use", Categories: []string{"usage", "health"}, Purpose: "service"}},
		"barred":              {q: decision.Question{Action: "use", Categories: []string{"health"}, Purpose: "news"}, bars: []string{"no-health-ads"}},
		"with a closed gate":  {q: decision.Question{Action: "send", Categories: []string{"email"}, Purpose: "news"}, permits: []string{"promote"}},
		"by another basis":    {q: decision.Question{Action: "send", Categories: []string{"email"}, Purpose: "news", Basis: "contract"}},
		"of nothing we know":  {q: decision.Question{Action: "use", Categories: []string{"shoe-size"}, Purpose: "service"}},
		"without an audience": {q: decision.Question{Action: "use", Categories: []string{"usage"}, Purpose: "service", Gates: map[string]decision.Act{"linked": yes}}, permits: []string{"serve"}},
	} {
		permits, bars := s.Says(c.q)
		if got := [][]string{ids(permits), ids(bars)}; !cmp.Equal(got, [][]string{c.permits, c.bars}) {
			t.Errorf("%s: %v, want %v and %v", name, got, c.permits, c.bars)
		}
	}
}

func ids(statements []*notices.Statement) (out []string) {
	for _, s := range statements {
		out = append(out, s.ID)
	}
	return out
}
