package policies_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// underLaw is a notice of a contractor with student and other data.
const underLaw = york + `
[category.menu]
label = "the menu"

[purpose.lessons]
label = "teach"
kind  = "service"

[purpose.better]
label = "improve our products"
kind  = "improvement"

[purpose.counting]
label = "count"
kind  = "improvement"

[recipient.friend]
kind  = "partner"
label = "a friend"

[[use]]
id         = "teach"
categories = ["scores"]
purposes   = ["lessons"]

[[use]]
id         = "improve"
categories = ["scores"]
purposes   = ["better"]

[[use]]
id         = "improve-menu"
categories = ["menu"]
purposes   = ["better"]

[[use]]
id         = "count"
categories = ["scores"]
purposes   = ["counting"]
forms      = ["aggregated"]

[[share]]
id         = "give"
categories = ["scores"]
purposes   = ["lessons"]
recipients = ["friend"]

[[bar]]
id         = "no-improving"
categories = ["scores"]
purposes   = ["better"]

[[duty]]
id     = "breach"
event  = "breach"
within = "P7D"
text   = "We tell the agency of a breach within 7 days."
`

// TestRulings: a rule reaches the statements that permit what it forbids, and those beside
// which it owes something.
func TestRulings(t *testing.T) {
	set := setOf(t, underLaw)
	rulings, err := policies.Rulings(set, "", today)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, r := range rulings {
		for _, touch := range r.Touches {
			ids := []string{}
			for _, e := range touch.Entries {
				ids = append(ids, e.ID)
				if !strings.HasPrefix(e.Path, "/a/#") || e.Place.Line == 0 {
					t.Errorf("%s stands at %q, %v", e.ID, e.Path, e.Place)
				}
			}
			got[r.Rule.ID] = ids
		}
		if len(r.Cases) < 2 {
			t.Errorf("%s has %d cases", r.Rule.ID, len(r.Cases))
		}
	}
	for rule, want := range map[string][]string{
		"ny2d-r-commercial":        {"improve"},
		"ny2d-r-disclose":          {"give"},
		"ny2d-r-breach-contractor": {"breach"},
	} {
		if diff := cmp.Diff(want, got[rule]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rule, diff)
		}
	}
	for _, none := range []string{"ny2d-r-sale", "ny2d-r-breach-parents"} { // nothing is sold, and the notice is no school's
		if _, touched := got[none]; touched {
			t.Errorf("%s reaches %v", none, got[none])
		}
	}
	for law, some := range map[string]bool{"us-ny-2d": true, "us-coppa": false} {
		if of, err := policies.Rulings(set, law, today); err != nil || (len(of) > 0) != some {
			t.Errorf("%s: %d rules, %v", law, len(of), err)
		}
	}
}

// TestRulingsOnADay leaves out what is not in force.
func TestRulingsOnADay(t *testing.T) {
	set := workspace(t, "laws/example")
	there := func(on string) bool {
		rulings, err := policies.Rulings(set, "us-coppa", date(t, on))
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(rulings, func(r policies.Ruling) bool { return !r.Rule.Since.IsZero() })
	}
	if there("2026-04-21") || !there("2026-04-22") {
		t.Error("a rule is there before its day, or not on it")
	}
}

// TestRulingsAgreeWithDecisions: where a decision says that a rule of a law overrides a
// statement of the notice, the matrix has the rule reach that statement. Every question
// names one statement's own data, purpose and recipient.
func TestRulingsAgreeWithDecisions(t *testing.T) {
	told := 0
	for _, dir := range []string{"..", "laws/example"} {
		set := workspace(t, dir)
		rulings, err := policies.Rulings(set, "", today)
		if err != nil {
			t.Fatal(err)
		}
		reaches := map[string]bool{}
		for _, r := range rulings {
			for _, touch := range r.Touches {
				for _, e := range touch.Entries {
					reaches[touch.Notice+" "+r.Rule.ID+" "+e.ID] = true
				}
			}
		}
		engine := newEngine(t, set)
		for _, n := range set.Notices {
			for i := range n.Statements {
				for _, q := range questionsOf(n, &n.Statements[i]) {
					for _, reason := range engine.Decide(t.Context(), q).Reasons {
						if reason.Conflicts == "" {
							continue
						}
						if told++; !reaches[n.ID+" "+reason.Rule+" "+reason.Conflicts] {
							t.Errorf("%s: %s overrides %s, and the matrix does not say so", n.ID, reason.Rule, reason.Conflicts)
						}
					}
				}
			}
		}
	}
	if told < 15 {
		t.Errorf("%d statements are overridden: too few to prove anything", told)
	}
	t.Logf("%d statements are overridden", told)
}

// TestContradictionsStandInTheMatrix: where a check tells that a law forbids what a statement
// permits, or owes it sooner, the rule reaches that statement, and the matrix tells it there.
func TestContradictionsStandInTheMatrix(t *testing.T) {
	set := workspace(t, "..")
	review := policies.Check(t.Context(), set, today, nil)
	m, err := policies.NewMatrix(set, &review, "", today)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, r := range m.Rulings {
		for _, touch := range r.Touches {
			for _, f := range touch.Contradictions {
				if told++; !slices.ContainsFunc(touch.Entries, func(e policies.Entry) bool { return e.Place == f.Place }) {
					t.Errorf("%s: %s: %s, and the rule does not reach it", f.Place, r.Rule.ID, f.Message)
				}
			}
		}
	}
	if told < 5 || !strings.Contains(string(m.CSV()), "permits what") {
		t.Errorf("%d contradictions, or the table has none", told)
	}
}

// questionsOf asks what a statement permits, as plainly as it can be asked.
func questionsOf(n *notices.Notice, s *notices.Statement) (all []decision.Question) {
	if !slices.Contains([]string{"use", "share", "keep"}, s.Kind) {
		return nil
	}
	first := func(ids []string) string {
		if len(ids) == 0 {
			return ""
		}
		return ids[0]
	}
	for _, action := range s.Actions {
		for _, category := range s.Categories {
			q := decision.Question{Notice: n.ID, Action: action, Categories: []string{category}, Purpose: first(s.Purposes), Recipient: first(s.Recipients), On: "2026-11-21", Strict: new(bool), Gates: map[string]decision.Act{}}
			for _, g := range s.Gates {
				q.Gates[g] = decision.Act{Happened: true}
			}
			if audience := first(s.Audiences); audience != "" {
				q.Audiences = []string{audience}
			}
			all = append(all, q)
		}
	}
	return all
}

// TestMatrixIsWritten: the demands, the rules with their cases and the documents stand in
// the JSON and in the table.
func TestMatrixIsWritten(t *testing.T) {
	set := workspace(t, "laws/example")
	review := policies.Check(t.Context(), set, today, nil)
	m, err := policies.NewMatrix(set, &review, "", today)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.JSON(&b); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Demands []struct{ Check string }
		Tests   map[string][]string
		Rules   []struct {
			Rule    string
			Notices []struct{ Notice string }
			Cases   []struct {
				That    string
				Ask     map[string]any
				Applies bool
			}
		}
		Documents []struct {
			Document, Path string
			Sections       []struct{ State string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, d := range doc.Demands {
		if len(doc.Tests[d.Check]) == 0 {
			t.Errorf("%s has no test", d.Check)
		}
	}
	for _, r := range doc.Rules {
		both := map[bool]int{}
		for _, c := range r.Cases {
			both[c.Applies]++
			if len(c.Ask) == 0 || c.That == "" {
				t.Errorf("%s: a case asks nothing", r.Rule)
			}
		}
		if both[true] == 0 || both[false] == 0 || len(r.Notices) == 0 {
			t.Errorf("%s has the cases %v and %d notices", r.Rule, both, len(r.Notices))
		}
	}
	if len(doc.Documents) != len(review.Documents) || len(doc.Documents) < 9 {
		t.Errorf("%d documents", len(doc.Documents))
	}
	rows, err := csv.NewReader(bytes.NewReader(m.CSV())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, row := range rows[1:] {
		kinds[row[3]]++
	}
	for _, kind := range []string{"demand", "forbids", "owes", "document"} {
		if kinds[kind] == 0 {
			t.Errorf("the table has no row of the kind %s: %v", kind, kinds)
		}
	}
}

// BenchmarkRulings lists the rules that reach the worked examples.
func BenchmarkRulings(b *testing.B) {
	inv, _ := inventory.Load(os.DirFS(".."))
	set, _ := notices.Resolve(inv)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := policies.Rulings(set, "", today); err != nil {
			b.Fatal(err)
		}
	}
}
