package site

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/themes"
)

const verifyDay = "2026-11-21"

func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

var worked *Site

// examplesBuilt is the repository's own workspace with its pages, built once for all tests.
func examplesBuilt(t *testing.T) *Site {
	t.Helper()
	if worked == nil {
		worked = Build(os.DirFS(".."), Options{})
	}
	return worked
}

// tables is the quick engine of a set.
func tables(t *testing.T, set *notices.Set) Engine {
	t.Helper()
	e, err := policies.New(t.Context(), set, policies.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	return Engine{Name: "tables", Decide: e.Decide}
}

// TestNoticeAndPolicyAgree asks every class of question of every example, and some at
// random, of the Rego and of the tables, and holds the answers against the pages.
func TestNoticeAndPolicyAgree(t *testing.T) {
	s := examplesBuilt(t)
	e, err := policies.NewRego(t.Context(), s.Set, policies.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Verify(t.Context(), Verifying{
		Engines: []Engine{{Name: "rego", Decide: e.Decide}, tables(t, s.Set)}, Day: verifyDay, Each: 1, Random: atRandom, Seed: 1, Notices: agreeing,
	})
	for _, d := range got.Shown {
		t.Errorf("%v part: %s\n%v\n%s", d.Between, asText(d.Question), d.Fields, d.Page)
	}
	if got.Differences > 0 || len(got.Notices) != len(agreeing) || got.Random != atRandom || got.Questions < 2_500*len(agreeing)+atRandom {
		t.Errorf("%d differences in %d questions about %d notices, %d at random", got.Differences, got.Questions, len(got.Notices), got.Random)
	}
	for _, n := range got.Notices {
		if !n.Whole || n.Classes < 1000 || n.Questions < n.Classes {
			t.Errorf("%+v", n)
		}
		t.Logf("%+v", n)
	}
}

// two is the examples less all but two, so that what is broken is found soon.
func two(t *testing.T) *Site {
	t.Helper()
	s := *examplesBuilt(t)
	s.Set = changed(s.Set, func(*notices.Notice) {})
	s.Set.Notices = []*notices.Notice{s.Set.Notice("nextstep"), s.Set.Notice("career-masterclass")}
	return &s
}

// changed copies the set and changes every notice.
func changed(set *notices.Set, change func(*notices.Notice)) *notices.Set {
	out := *set
	out.Notices = nil
	for _, n := range set.Notices {
		copied := *n
		copied.Statements = slices.Clone(n.Statements)
		change(&copied)
		out.Notices = append(out.Notices, &copied)
	}
	return &out
}

// TestDisagreementIsFound breaks the pages, a rule and a word, one at a time, and expects
// each to be noticed.
func TestDisagreementIsFound(t *testing.T) {
	s := two(t)
	silent := *s
	silent.Public = slices.Clone(s.Public)
	sentence := s.Set.Notices[0].Statements[0].Sentence.Text
	for i, f := range silent.Public {
		silent.Public[i] = themes.File{Path: f.Path, Data: []byte(strings.ReplaceAll(string(f.Data), sentence, ""))}
	}
	unbarred := changed(s.Set, func(n *notices.Notice) {
		n.Statements = slices.DeleteFunc(n.Statements, func(s notices.Statement) bool { return s.Kind == "bar" })
	})
	reworded := changed(s.Set, func(n *notices.Notice) {
		for i := range n.Statements {
			n.Statements[i].Sentence.Text = strings.ReplaceAll(n.Statements[i].Sentence.Text, "12 months", "18 months")
		}
	})
	silenced := tables(t, s.Set)
	decide := silenced.Decide
	silenced.Decide = func(ctx context.Context, q decision.Question) decision.Answer {
		a := decide(ctx, q)
		if !a.Allow {
			a.Outcome, a.Reasons = decision.NotCovered, []decision.Reason{{Code: decision.NoStatement, Source: "notice"}}
		}
		return a
	}
	for name, c := range map[string]struct {
		site   *Site
		engine Engine
		want   string
	}{
		"nothing is broken":         {s, tables(t, s.Set), ""},
		"a page drops a sentence":   {&silent, tables(t, s.Set), "does not stand at its place"},
		"a rule ignores a bar":      {s, tables(t, unbarred), "the page bars it"},
		"a word says another time":  {s, tables(t, reworded), "does not stand at its place"},
		"an engine gives no reason": {s, silenced, "names nothing that stands in the way"},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.site.Verify(t.Context(), Verifying{Engines: []Engine{c.engine}, Day: verifyDay, Each: 2})
			if c.want == "" && got.Differences > 0 || c.want != "" && !slices.ContainsFunc(got.Shown, func(d Difference) bool { return strings.Contains(d.Page, c.want) }) {
				t.Errorf("%d differences in %d questions: %+v", got.Differences, got.Questions, got.Shown)
			}
			if len(got.Shown) > 10 || len(got.Shown) == 0 && got.Differences > 0 {
				t.Errorf("%d of them shown", len(got.Shown))
			}
		})
	}
}

// TestDifferenceIsMadeSmall plants a difference that shows only where two things come
// together, and expects the question that says these and nothing else: the same one
// however many processors look for it.
func TestDifferenceIsMadeSmall(t *testing.T) {
	s := two(t)
	sound, wrong := tables(t, s.Set), tables(t, s.Set)
	wrong.Name = "another"
	wrong.Decide = func(ctx context.Context, q decision.Question) decision.Answer {
		a := sound.Decide(ctx, q)
		if q.Purpose != "" && len(q.Gates) > 0 && q.Action == "send" {
			a.Basis, a.Missing = "whim", append(a.Missing, "fact:moon")
		}
		return a
	}
	var before *Verification
	for _, processors := range []int{1, 4} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		got := s.Verify(t.Context(), Verifying{Engines: []Engine{sound, wrong}, Day: verifyDay, Each: 4, Random: 300, Seed: 7})
		if got.Differences < 10 || len(got.Shown) == 0 {
			t.Fatalf("%d differences in %d questions", got.Differences, got.Questions)
		}
		for _, d := range got.Shown {
			q := d.Question
			if q.Purpose == "" || len(q.Gates) != 1 || len(q.Categories)+len(q.Audiences)+len(q.Since)+len(q.Documents)+len(q.Earlier) > 0 || q.Recipient+q.Form+q.Role+q.Basis != "" || q.Age != nil || q.Place != (decision.Place{}) {
				t.Errorf("not the smallest: %s", asText(q))
			}
			fields := map[string]string{}
			for _, f := range d.Fields {
				fields[f.Path] = f.First + " " + f.Other
			}
			if d.Between != [2]string{"tables", "another"} || len(fields) != 2 || fields["basis"] != `"" "whim"` || !slices.ContainsFunc(d.Fields, func(f Field) bool { return f.First == "" && f.Other == `"fact:moon"` }) {
				t.Errorf("%+v", d)
			}
		}
		if before != nil {
			if diff := cmp.Diff(before, got); diff != "" {
				t.Errorf("another result:\n%s", diff)
			}
		}
		before = got
	}
}

// TestVerifyTellsHowFarItIs: the last that is told is the end.
func TestVerifyTellsHowFarItIs(t *testing.T) {
	s := two(t)
	last, whole := make(chan int, 1), 0
	last <- 0
	s.Verify(t.Context(), Verifying{Engines: []Engine{tables(t, s.Set)}, Day: verifyDay, Each: 1, Tell: func(done, total int) {
		most := <-last
		whole = total
		last <- max(most, done)
	}})
	if most := <-last; most != whole || most == 0 {
		t.Errorf("%d of %d", most, whole)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if got := s.Verify(ended, Verifying{Engines: []Engine{tables(t, s.Set)}, Day: verifyDay}); got.Questions > 0 {
		t.Errorf("%d questions after the end", got.Questions)
	}
}
