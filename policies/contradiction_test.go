package policies_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/laws"
)

// against are the findings about rules of laws, each as the rule and its severity.
func against(fs []finding.Finding) (out []string) {
	rules := laws.RuleIDs()
	for _, f := range fs {
		if slices.Contains(rules, f.Code) {
			out = append(out, f.Code+" "+f.Severity.String())
		}
	}
	slices.Sort(out)
	return out
}

// question is the one that a finding shows.
func question(t *testing.T, f finding.Finding) decision.Question {
	t.Helper()
	_, text, some := strings.Cut(f.Help, " shows it for ")
	var q decision.Question
	if err := json.Unmarshal([]byte(text), &q); err != nil || !some {
		t.Fatalf("%s shows no question: %q", f.Code, f.Help)
	}
	q.Strict = new(bool)
	return q
}

// TestContradictionsAreAnswered asks what each finding in the examples shows: the
// notice allows and the rule is cited; and there is nothing to leave out.
func TestContradictionsAreAnswered(t *testing.T) {
	root, err := os.OpenRoot("..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	inv, _ := inventory.Load(root.FS())
	set, _ := notices.Resolve(inv)
	engine, err := policies.New(t.Context(), set, policies.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var golden strings.Builder
	shown := 0
	for _, f := range policies.Check(t.Context(), set, today, nil).Findings {
		if len(against([]finding.Finding{f})) == 0 {
			continue
		}
		shown++
		q := question(t, f)
		a := engine.Decide(t.Context(), q)
		if a.Notice.Outcome != decision.Allow && a.Notice.Outcome != decision.AllowWithObligations || !slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Rule == f.Code }) {
			t.Errorf("%s: asked %s, the answer is %s", f.Code, f.Help, asJSON(a))
		}
		fmt.Fprintf(&golden, "%s %s\n  %s: %s\n  %s\n  %s\n", f.Severity, f.Code, f.Place.File, f.Message, f.Law, f.Help)
		for _, rel := range f.Related {
			fmt.Fprintf(&golden, "  %s: %s\n", rel.Place.File, rel.Message)
		}
		fmt.Fprintln(&golden)
	}
	if shown == 0 {
		t.Error("no example contradicts a law")
	}
	const at = "testdata/contradictions.txt"
	if *updateLaws {
		if err := os.WriteFile(at, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.ReadFile(at)
	if diff := cmp.Diff(string(want), golden.String()); diff != "" {
		t.Errorf("%s (-want +got; rewrite with -update-laws):\n%s", at, diff)
	}
}

// TestContradictions holds small notices against laws.
func TestContradictions(t *testing.T) {
	const (
		data = "[category.scores]\nlabel = \"scores\"\nclass = \"student\"\n[category.weather]\nlabel = \"weather\"\n[purpose.sell]\nlabel = \"sell it\"\nkind = \"sale\"\n[purpose.teach]\nlabel = \"teach\"\nkind = \"service\"\n" +
			"[recipient.friend]\nkind = \"partner\"\nlabel = \"a friend\"\n"
		sale   = "[[use]]\nid = \"sale\"\ncategories = [\"scores\"]\npurposes = [\"teach\", \"sell\"]\n"
		abroad = "[recipient.far]\nkind = \"partner\"\nlabel = \"a friend abroad\"\nlocation = \"US\"\n[[share]]\nid = \"far\"\ncategories = [\"scores\"]\nrecipients = [\"far\"]\n"
		give   = "[[share]]\nid = \"give\"\ncategories = [\"scores\"]\nrecipients = [\"friend\"]\n"
	)
	under := func(law, as, text string) string {
		capacity := ""
		if as != "" {
			capacity = "[capacity]\n" + law + " = \"" + as + "\"\n"
		}
		return head + "laws = [\"" + law + "\"]\n[party]\nname = \"A\"\n" + capacity + data + text
	}
	gate := func(kind, strength string) string {
		return "[gate.form]\nkind = \"" + kind + "\"\nlabel = \"a parent agrees\"\nby = [\"parent\"]\nstrength = \"" + strength + "\"\n"
	}
	duty := func(id, within string) string {
		return "[[duty]]\nid = \"" + id + "\"\nright = \"access\"\nwithin = \"" + within + "\"\n"
	}
	in := func(where, text string) []string {
		return []string{"notices/a/there.toml", "[addendum]\ntitle = \"There\"\nwhere = { customer = \"" + where + "\" }\nlaw = \"us-va-student\"\n" + text}
	}
	va := func(text string) string { return under("us-va-student", "", text) }
	ny := func(text string) string { return under("us-ny-2d", "contractor", text) }
	virginia := func(text string) string { return under("us-state-consumer", "controller", text) }
	for _, test := range []struct {
		name, notice string
		more         []string
		want         []string
	}{
		{name: "a sale that a check of the pack finds", notice: ny(sale)},
		{name: "a sale that nothing lifts", notice: va(sale), want: []string{"va-r-prohibited warning"}},
		{name: "of data that the law is not about", notice: va(strings.ReplaceAll(sale, "scores", "weather"))},
		{name: "of all data", notice: va(strings.ReplaceAll(sale, "categories = [\"scores\"]\n", "")), want: []string{"va-r-prohibited warning"}},
		{name: "of all but that", notice: va(strings.ReplaceAll(sale, "categories", "except"))},
		{name: "for purposes it does not name", notice: va(strings.ReplaceAll(sale, "purposes = [\"teach\", \"sell\"]\n", ""))},
		{name: "of figures", notice: va(sale + "forms = [\"aggregated\"]\n")},
		{name: "of figures and names", notice: va(sale + "forms = [\"aggregated\", \"identified\"]\n"), want: []string{"va-r-prohibited warning"}},
		{name: "that the notice bars itself", notice: va(sale + "[[bar]]\nid = \"no-sale\"\npurposes = [\"sell\"]\n")},
		{name: "that a gate of the notice lets pass", notice: va(sale + "[[bar]]\nid = \"no-sale\"\npurposes = [\"sell\"]\nunless = [\"form\"]\n" + gate("consent", "signed")), want: []string{"va-r-prohibited warning"}},
		{name: "unless somebody opts out", notice: va(sale + "gates = [\"form\"]\n" + strings.ReplaceAll(gate("opt-out", "opt-in"), "strength = \"opt-in\"\n", "")), want: []string{"va-r-prohibited warning"}},
		{name: "by contract", notice: va(sale + "bases = [\"contract\"]\n"), want: []string{"va-r-prohibited warning"}},
		{name: "that a fact may lift", notice: ny(give), want: []string{"ny2d-r-disclose note"}},
		{name: "with consent as the law wants it", notice: ny(give + "gates = [\"form\"]\n" + gate("consent", "signed"))},
		{name: "with weaker consent", notice: ny(give + "gates = [\"form\"]\n" + gate("consent", "opt-in")), want: []string{"ny2d-r-disclose note"}},
		{name: "of a school", notice: under("us-ny-2d", "school", sale+give), want: []string{"ny2d-r-sale warning"}},
		{name: "by memory", notice: under("ca-pipeda", "enterprise", abroad), want: []string{"qc-r-outside note"}},
		{name: "by memory, and accepted", notice: under("ca-pipeda", "enterprise", abroad), more: []string{"candor.toml", "[laws]\naccepts = [\"qc-r-outside\"]\n"}, want: []string{"qc-r-outside note"}},
		{name: "that an issue accepts", notice: va(sale + "[[issue]]\nid = \"i\"\nkind = \"conflict\"\ntext = \"We know.\"\nabout = [\"sale\"]\naccepts = [\"va-r-prohibited\"]\n")},
		{name: "that an exception excuses", notice: va(sale), more: []string{"candor.toml", "[[exception]]\ncheck = \"va-r-prohibited\"\nreason = \"R\"\nowner = \"O\"\nuntil = 2026-12-31\n"}},
		{name: "that an exception excused", notice: va(sale), more: []string{"candor.toml", "[[exception]]\ncheck = \"va-r-prohibited\"\nreason = \"R\"\nowner = \"O\"\nuntil = 2026-10-31\n"}, want: []string{"va-r-prohibited warning"}},
		{name: "under an addendum", notice: head + "[party]\nname = \"A\"\n" + data + sale, more: in("US-VA", ""), want: []string{"va-r-prohibited warning"}},
		{name: "elsewhere", notice: head + "[party]\nname = \"A\"\n" + data + sale + "where = { customer = \"US-CA\" }\n", more: in("US-VA", "")},
		{name: "in the addendum", notice: head + "[party]\nname = \"A\"\n" + data, more: in("US-VA", sale), want: []string{"va-r-prohibited warning"}},

		{name: "of sensitive data that nobody agrees to", notice: virginia("[category.health]\nlabel = \"health\"\nclass = \"sensitive\"\n[[use]]\nid = \"heal\"\ncategories = [\"health\"]\nwhere = { person = \"US-VA\" }\n"), want: []string{"st-r-sensitive warning"}},
		{name: "of sensitive data on consent too weak", notice: virginia("[category.health]\nlabel = \"health\"\nclass = \"sensitive\"\n" + gate("consent", "implied") + "[[use]]\nid = \"heal\"\ncategories = [\"health\"]\nwhere = { person = \"US-VA\" }\ngates = [\"form\"]\n"), want: []string{"st-r-sensitive warning"}},
		{name: "of sensitive data on consent", notice: virginia("[category.health]\nlabel = \"health\"\nclass = \"sensitive\"\n" + gate("consent", "opt-in") + "[[use]]\nid = \"heal\"\ncategories = [\"health\"]\nwhere = { person = \"US-VA\" }\ngates = [\"form\"]\n")},
		{name: "an answer in three months", notice: virginia(duty("slow", "P3M")), want: []string{"st-r-respond warning", "st-r-respond-fl note"}},
		{name: "in time", notice: virginia(duty("quick", "P45D"))},
		{name: "in what may be more", notice: virginia(duty("maybe", "31 business days"))},
		{name: "in what is more in any case", notice: virginia(duty("slow", "40 business days")), want: []string{"st-r-respond warning", "st-r-respond-fl note"}},
		{name: "with another that is in time", notice: virginia(duty("slow", "P3M") + duty("quick", "P1M"))},
		{name: "without a figure", notice: virginia(duty("slow", "unstated"))},

		{name: "kept without an end", notice: under("us-ca-ccpa", "business", "[[keep]]\nid = \"keep\"\ncategories = [\"scores\"]\nperiod = \"indefinite\"\n"), want: []string{"ccpa-r-retention note"}},
		{name: "kept for a year", notice: under("us-ca-ccpa", "business", "[[keep]]\nid = \"keep\"\ncategories = [\"scores\"]\nfrom = \"account-closed\"\nperiod = \"P12M\"\n")},
		{name: "kept after the contract", notice: under("us-ct-16-189", "contractor", "[[keep]]\nid = \"keep\"\ncategories = [\"scores\"]\nfrom = \"contract-end\"\nperiod = \"P12M\"\n"), want: []string{"ct-r-expiry warning"}},

		{name: "a right that no basis carries", notice: under("eu-gdpr", "processor", "[[duty]]\nid = \"take\"\nright = \"portability\"\nbases = [\"legitimate-interests\"]\n"), want: []string{"gdpr-r-portability-no warning"}},
		{name: "a right that a basis carries", notice: under("eu-gdpr", "processor", "[[duty]]\nid = \"take\"\nright = \"portability\"\nbases = [\"contract\"]\n")},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := lawful(t, today, test.notice, test.more...)
			if got := against(r.Findings); !slices.Equal(got, test.want) {
				t.Errorf("found %v, want %v", got, test.want)
			}
		})
	}
}

// TestContradictionsOfRandomInventories puts what is told of random notices to the plain
// evaluator: the notice allows what is asked, and the rule is cited.
func TestContradictionsOfRandomInventories(t *testing.T) {
	told := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		files := draw{rt}.workspace()
		inv, _ := inventory.Load(files)
		set, _ := notices.Resolve(inv)
		for _, f := range policies.Check(context.Background(), set, today, nil).Findings {
			if len(against([]finding.Finding{f})) == 0 {
				continue
			}
			told[f.Code]++
			q := question(t, f)
			a := oracle(set, spaceDay, q)
			if a.Notice.Outcome != decision.Allow && a.Notice.Outcome != decision.AllowWithObligations || !slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Rule == f.Code }) {
				rt.Fatalf("%s: %s\nthe answer is %s\n%s", f.Code, f.Help, asJSON(a), source(files, f.Notice))
			}
		}
	})
	t.Logf("told of: %v", told)
	if len(told) == 0 {
		t.Error("no random notice contradicts a law")
	}
}

// TestContradictionsOfOneLaw: what is told of one law has the contradictions with it,
// and not those with another.
func TestContradictionsOfOneLaw(t *testing.T) {
	r := lawful(t, today, head+"laws = [\"us-va-student\", \"us-ny-2d\"]\n"+party+"[capacity]\nus-ny-2d = \"school\"\n[purpose.sell]\nlabel = \"sell it\"\nkind = \"sale\"\n[[use]]\nid = \"sale\"\ncategories = [\"scores\"]\npurposes = [\"sell\"]\n")
	for law, want := range map[string]string{"us-va-student": "va-r-prohibited warning", "us-ny-2d": "ny2d-r-sale warning"} {
		of := r.Of(law)
		if got := against(of.Findings); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: found %v, want %s", law, got, want)
		}
	}
}
