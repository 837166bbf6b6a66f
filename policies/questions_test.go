package policies_test

import (
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// published is one question of testdata/questions: what is asked in plain words and
// in ids, and what the notice answers.
type published struct {
	ID          string   `toml:"id"`
	Asks        string   `toml:"asks"`
	Expected    string   `toml:"expected"` // notice.outcome
	Arguable    bool     `toml:"arguable"` // the text bears another reading: an issue must say so
	Issues      []string `toml:"issues"`
	Obligations []string `toml:"obligations"`
	Question    string   `toml:"question"` // JSON, as a service sends it
}

// publishedQuestions reads testdata/questions and refuses a file with a word it does
// not know, so that no expectation is lost to a typing mistake.
func publishedQuestions(t *testing.T) map[string][]published {
	t.Helper()
	files, err := filepath.Glob("testdata/questions/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/questions holds no questions: %v", err)
	}
	all := map[string][]published{}
	for _, file := range files {
		var doc struct {
			Question []published `toml:"question"`
		}
		meta, err := toml.DecodeFile(file, &doc)
		if err != nil {
			t.Fatal(err)
		}
		if odd := meta.Undecoded(); len(odd) > 0 {
			t.Fatalf("%s: unknown keys %v", file, odd)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".toml")] = doc.Question
	}
	return all
}

// relaxed decodes a question and sets strict off, as a published corpus is asked.
func relaxed(t *testing.T, p published) decision.Question {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(p.Question))
	dec.DisallowUnknownFields()
	var q decision.Question
	if err := dec.Decode(&q); err != nil {
		t.Fatalf("%s: %v", p.ID, err)
	}
	q.Strict = new(bool)
	return q
}

func obligationIDs(a decision.Answer) []string {
	ids := []string{}
	for _, o := range a.Obligations {
		ids = append(ids, o.ID)
	}
	slices.Sort(ids)
	return ids
}

// withoutLaws is a set whose notices answer to no law.
func withoutLaws(set *notices.Set) *notices.Set {
	out := *set
	out.Notices = nil
	for _, n := range set.Notices {
		n := *n
		n.Laws, n.Addenda = nil, slices.Clone(n.Addenda)
		for i := range n.Addenda {
			n.Addenda[i].Law = ""
		}
		out.Notices = append(out.Notices, &n)
	}
	return &out
}

// TestPublishedQuestions asks every question of the worked examples' corpus. One that
// is arguable must come back with one of its issues; its verdict is reported only.
func TestPublishedQuestions(t *testing.T) {
	set := examples(t)
	engine, err := policies.New(t.Context(), set, policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	alone, err := policies.New(t.Context(), withoutLaws(set), policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	asked, arguable := 0, 0
	corpus := publishedQuestions(t)
	for _, n := range set.Notices {
		if len(corpus[n.ID]) == 0 {
			t.Errorf("testdata/questions/%s.toml: no question about %s", n.ID, n.ID)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(corpus)) {
		seen, outcomes := map[string]bool{}, map[string]int{}
		for _, p := range corpus[file] {
			asked++
			t.Run(p.ID, func(t *testing.T) {
				if seen[p.ID] {
					t.Fatalf("%s.toml has %s twice", file, p.ID)
				}
				seen[p.ID] = true
				question := relaxed(t, p)
				if unknown := unknownIssues(set, question.Notice, p.Issues); len(unknown) > 0 {
					t.Errorf("%s has no issues %q", question.Notice, unknown)
				}
				answer := engine.Decide(context.Background(), question)
				outcomes[answer.Notice.Outcome]++
				if p.Arguable {
					arguable++
					reportArguable(t, p, answer)
					return
				}
				if answer.Notice.Outcome != p.Expected {
					t.Errorf("%s\ngot %s, want %s\n%s", p.Asks, answer.Notice.Outcome, p.Expected, asJSON(answer))
				}
				answer = alone.Decide(context.Background(), question) // what the law owes besides is in its own cases
				if answer.Outcome != p.Expected {
					t.Errorf("%s\nwithout laws: got %s, want %s\n%s", p.Asks, answer.Outcome, p.Expected, asJSON(answer))
				}
				if diff := cmp.Diff(slices.Sorted(slices.Values(p.Obligations)), obligationIDs(answer)); diff != "" && len(p.Obligations)+len(answer.Obligations) > 0 {
					t.Errorf("%s\nobligations (-want +got):\n%s", p.Asks, diff)
				}
			})
		}
		t.Logf("%s: %d questions, %v", file, len(corpus[file]), outcomes)
	}
	t.Logf("%d questions, %d of them arguable", asked, arguable)
}

// unknownIssues lists what a question names as issues of a notice that the notice
// does not have: one that is misspelt or gone would never be missed among others.
func unknownIssues(set *notices.Set, id string, named []string) []string {
	return slices.DeleteFunc(slices.Clone(named), func(issue string) bool {
		return slices.ContainsFunc(set.Notices, func(n *notices.Notice) bool {
			return n.ID == id && slices.ContainsFunc(n.Issues, func(i notices.Issue) bool { return i.ID == issue })
		})
	})
}

// TestUnknownIssues: an issue of another notice is as unknown as one of none.
func TestUnknownIssues(t *testing.T) {
	set := &notices.Set{Notices: []*notices.Notice{{ID: "a", Issues: []notices.Issue{{ID: "here"}}}, {ID: "b", Issues: []notices.Issue{{ID: "there"}}}}}
	if diff := cmp.Diff([]string{"there", "gone"}, unknownIssues(set, "a", []string{"here", "there", "gone"})); diff != "" {
		t.Errorf("unknown issues (-want +got):\n%s", diff)
	}
}

func reportArguable(t *testing.T, p published, a decision.Answer) {
	t.Helper()
	t.Logf("%s: %s, the stricter reading is %s; obligations %v, issues %v", p.Asks, a.Notice.Outcome, p.Expected, obligationIDs(a), a.Issues)
	if !slices.ContainsFunc(p.Issues, func(id string) bool { return slices.Contains(a.Issues, id) }) {
		t.Errorf("%s\nissues %v, want one of %v", p.Asks, a.Issues, p.Issues)
	}
}
