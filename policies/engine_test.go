package policies_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
)

// school is the notice the unit tests of the rules ask about.
func school(t testing.TB) *notices.Set {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS("rego/testdata/workspace"))
	set, found := notices.Resolve(inv)
	if len(set.Notices) != 1 {
		t.Fatalf("the school's notice does not resolve: %v", found)
	}
	return set
}

func engineOf(t testing.TB, o policies.Options) *policies.Engine {
	t.Helper()
	if o.Now == nil {
		o.Now = fixedNow
	}
	e, err := policies.New(t.Context(), school(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// allowed is a question the school's notice allows.
const allowed = decisiontest.Sound

func TestDecideIsStrictUnlessToldOtherwise(t *testing.T) {
	e := engineOf(t, policies.Options{})
	q := decision.Question{Notice: "school", Action: "share", Categories: []string{"name"}, Recipient: "host"}
	if a := e.Decide(t.Context(), q); a.Allow || a.Reasons[0].Code != decision.Underspecified {
		t.Errorf("strict left out: %s", asJSON(a))
	}
	off := false
	q.Strict = &off
	if a := e.Decide(t.Context(), q); a.Outcome != decision.AllowWithObligations {
		t.Errorf("strict off: %s", asJSON(a))
	}
}

// TestGoAndJSONAgree asks the same questions both ways.
func TestGoAndJSONAgree(t *testing.T) {
	e := engineOf(t, policies.Options{})
	age, off := 8, false
	qs := []decision.Question{
		{},
		{Notice: "school", Action: "use", Categories: []string{"crumbs"}, Purpose: "service", Age: &age, Place: decision.Place{Person: "DE"}, Strict: &off},
		{Notice: "school", Action: "respond", Right: "access", Channel: "post", Since: map[string]string{"request": "2026-11-01"}, Earlier: []string{"2020-01-01"}, Strict: &off},
		{Notice: "school", Action: "send", Categories: []string{"email"}, Purpose: "news", Basis: "approval", Gates: map[string]decision.Act{
			"agreed": {Happened: true, On: "2026-01-01", By: "person", Via: "form"}, "no-mail": {}, "linked": {Happened: true},
		}, Documents: map[string]string{"charter": "permits"}, Counts: map[string]int{"affected": 3}, Form: "identified", Role: "controller", On: "2026-11-20", Event: "breach"},
	}
	for i, a := range e.DecideAll(t.Context(), qs) {
		text, err := json.Marshal(qs[i])
		if err != nil {
			t.Fatal(err)
		}
		want, got := asJSON(a), asJSON(e.DecideJSON(t.Context(), text))
		if got != want {
			t.Errorf("%s\nas JSON %s\nin Go   %s", text, got, want)
		}
	}
}

// TestAnswerListsAreNeverNull reads the JSON of an allow and of a fault.
func TestAnswerListsAreNeverNull(t *testing.T) {
	e := engineOf(t, policies.Options{})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, a := range []decision.Answer{
		e.DecideJSON(t.Context(), []byte(allowed)), e.DecideJSON(t.Context(), nil), e.DecideJSON(cancelled, nil),
	} {
		if text := asJSON(a); strings.Contains(text, "null") {
			t.Errorf("null in %s", text)
		}
	}
}

func TestDecideFromManyGoroutines(t *testing.T) {
	e := engineOf(t, policies.Options{})
	want := asJSON(e.DecideJSON(t.Context(), []byte(allowed)))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := asJSON(e.DecideJSON(t.Context(), []byte(allowed))); got != want {
					t.Errorf("got %s\nwant %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestCompileGivesTheSameBytes(t *testing.T) {
	var first []byte
	for range 5 {
		doc, err := policies.Compile(school(t), policies.Options{Serial: 3, Issued: "2026-01-01", Expires: "2026-12-31"})
		if err != nil {
			t.Fatal(err)
		}
		text, err := doc.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = text
		}
		if !bytes.Equal(first, text) {
			t.Fatal("the same set gave other bytes")
		}
	}
	if bytes.Contains(first, []byte("null")) {
		t.Error("null in the document")
	}
}

func TestCompileRefuses(t *testing.T) {
	if _, err := policies.Compile(nil, policies.Options{}); err == nil {
		t.Error("no set: no error")
	}
	_, err := policies.New(t.Context(), school(t), policies.Options{Expires: "soon"})
	if err == nil || !strings.Contains(err.Error(), `"soon" is neither a day`) {
		t.Errorf("bad expiry: %v", err)
	}
}

func TestExpiry(t *testing.T) {
	for _, c := range []struct {
		expires, now string
		fresh        bool
	}{
		{"", "2200-01-01T00:00:00Z", true},
		{"2026-11-21", "2026-11-21T23:59:59Z", true},
		{"2026-11-21", "2026-11-22T00:00:00Z", false},
		{"2026-11-21T12:00:00+02:00", "2026-11-21T09:59:59Z", true},
		{"2026-11-21T12:00:00+02:00", "2026-11-21T10:00:00Z", false},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		e := engineOf(t, policies.Options{Expires: c.expires, Now: func() time.Time { return now }})
		if a := e.DecideJSON(t.Context(), []byte(allowed)); a.Allow != c.fresh {
			t.Errorf("expires %q at %s: %s", c.expires, c.now, asJSON(a))
		}
	}
}

// An issue about two things touches what is about either, and nothing else.
func TestIssueAboutTwoThings(t *testing.T) {
	set := school(t)
	set.Notices[0].Issues = append(set.Notices[0].Issues, notices.Issue{ID: "two", Runtime: "note", About: []string{"category.photo", "purpose.news", "audience.pupil"}})
	normative, quick := both(t, set, policies.Options{})
	for question, want := range map[string]bool{
		`{"notice":"school","action":"use","categories":["photo"],"purpose":"service"}`:                         true,
		`{"notice":"school","action":"use","categories":["usage"],"purpose":"news"}`:                            true,
		`{"notice":"school","action":"use","categories":["usage"],"purpose":"service"}`:                         false,
		`{"notice":"school","action":"use","purpose":"service","audiences":["pupil"]}`:                          true,
		`{"notice":"school","action":"use","categories":["usage"],"purpose":"service","audiences":["teacher"]}`: false,
		`{"notice":"school","action":"use"}`:                                                                    false,
	} {
		for _, e := range []decider{normative, quick} {
			if got := slices.Contains(e.DecideJSON(t.Context(), []byte(question)).Issues, "two"); got != want {
				t.Errorf("%T: %s: touched %v, want %v", e, question, got, want)
			}
		}
	}
}

// FuzzDecideJSON: whatever the bytes, there is a closed answer, and it is the same
// a second time.
func FuzzDecideJSON(f *testing.F) {
	for _, seed := range []string{
		allowed, ``, `null`, `{}`, `[1]`, `{"notice":"school","action":"respond","right":"access","since":{"request":"2026-02-30"}}`,
		`{"notice":"school","action":"retain","categories":["contact"],"since":{"left":"9999-12-31T23:59:59.9Z"},"on":"0001-01-01","strict":false}`,
		`{"notice":"school","action":"send","gates":{"agreed":{"on":null,"by":"person"},"no-mail":false},"place":{"person":"EEA"}}`,
	} {
		f.Add([]byte(seed))
	}
	e := engineOf(f, policies.Options{})
	f.Fuzz(func(t *testing.T, question []byte) {
		a := e.DecideJSON(t.Context(), question)
		if a.Allow != (a.Outcome == decision.Allow || a.Outcome == decision.AllowWithObligations) || len(a.Reasons) == 0 {
			t.Errorf("not a closed answer: %s", asJSON(a))
		}
		if slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Code == decision.EvaluationFailed }) {
			t.Errorf("the evaluation failed on %q", question)
		}
		if again := e.DecideJSON(t.Context(), question); asJSON(again) != asJSON(a) {
			t.Errorf("another answer the second time: %s\n%s", asJSON(a), asJSON(again))
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	set := examples(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := policies.Compile(set, policies.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecide asks both engines the same questions in one run.
func BenchmarkDecide(b *testing.B) {
	normative, quick := both(b, school(b), policies.Options{})
	age, off := 30, false
	for _, c := range []struct {
		name string
		q    decision.Question
	}{
		{"allow", decision.Question{Notice: "school", Action: "use", Categories: []string{"usage"}, Purpose: "service"}},
		{"allow with obligations", decision.Question{Notice: "school", Action: "send", Categories: []string{"email"}, Purpose: "news", Age: &age, Gates: map[string]decision.Act{"agreed": {Happened: true}, "no-mail": {}}}},
		{"deny", decision.Question{Notice: "school", Action: "use", Categories: []string{"health"}, Purpose: "news"}},
		{"group", decision.Question{Notice: "school", Action: "use", Categories: []string{"contact"}, Purpose: "marketing", Strict: &off}},
		{"fault", decision.Question{}},
	} {
		text, err := json.Marshal(c.q)
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range []struct {
			name string
			decider
		}{{"tables", quick}, {"rego", normative}} {
			b.Run(c.name+"/"+e.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					e.Decide(context.Background(), c.q)
				}
			})
			b.Run(c.name+"/"+e.name+" into", func(b *testing.B) {
				b.ReportAllocs()
				var a decision.Answer
				for b.Loop() {
					e.DecideInto(context.Background(), &c.q, &a)
				}
			})
			b.Run(c.name+"/"+e.name+" from JSON", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					e.DecideJSON(context.Background(), text)
				}
			})
		}
	}
}

// TestSerialOfACommit asks both engines of a policy that is numbered by a second, as
// commits number them: more digits than fit a number that is written without exponent.
func TestSerialOfACommit(t *testing.T) {
	o := policies.Options{Serial: 1795718954, Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }}
	q := decision.Question{Notice: "school", Action: "use", Categories: []string{"usage"}, Purpose: "service"}
	tables, err := policies.New(t.Context(), school(t), o)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policies.NewRego(t.Context(), school(t), o)
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*policies.Engine{"tables": tables, "rego": rules} {
		if a := e.Decide(t.Context(), q); !a.Allow || a.Bundle.Serial != o.Serial {
			t.Errorf("%s: %+v", name, a)
		}
	}
}
