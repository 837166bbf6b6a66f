package policies_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/laws"
)

// scenario is a case of a pack.
type scenario inventory.Scenario

func scenarios(t testing.TB, law string) (all []scenario) {
	t.Helper()
	read, err := laws.Scenarios(law)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range read {
		all = append(all, scenario(s))
	}
	return all
}

// anything is a notice that permits everything with everything: for each class of data
// a category of its name, for each kind of purpose a purpose and for each kind of
// recipient a recipient. The category plain and the purpose plain are of none, and the
// processor bound-processor has an agreement.
func anything(t testing.TB, law, as string, accepts ...string) *notices.Set {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "[notice]\ntitle = \"Anything\"\nlanguage = \"en\"\nlaws = [%q]\n[party]\nname = \"Anybody\"\n", law)
	if as != "" {
		fmt.Fprintf(&b, "[capacity]\n%s = %q\n", law, as)
	}
	fmt.Fprint(&b, "[category.plain]\nlabel = \"data\"\n[purpose.plain]\nlabel = \"do it\"\n[audience.people]\nlabel = \"people\"\n")
	for _, class := range inventory.Classes {
		fmt.Fprintf(&b, "[category.%s]\nlabel = \"data of the class %s\"\nclass = %q\n", class, class, class)
	}
	for _, kind := range inventory.PurposeKinds {
		fmt.Fprintf(&b, "[purpose.%s]\nlabel = \"do what is of the kind %s\"\nkind = %q\n", kind, kind, kind)
	}
	for _, kind := range inventory.RecipientKinds {
		fmt.Fprintf(&b, "[recipient.%s]\nlabel = \"the %s\"\nkind = %q\n", kind, kind, kind)
	}
	fmt.Fprint(&b, "[recipient.bound-processor]\nlabel = \"the processor with an agreement\"\nkind = \"processor\"\nagreement = true\n")
	for _, kind := range inventory.BasisKinds {
		fmt.Fprintf(&b, "[basis.by-%s]\nkind = %q\n", kind, kind)
	}
	fmt.Fprintf(&b, "[[use]]\nid = \"all\"\nactions = [%s]\ncategories = [\"plain\"]\ntext = \"We do everything.\"\n", quoted(inventory.Actions[:12]))
	for _, right := range inventory.BuiltinRights {
		fmt.Fprintf(&b, "[[duty]]\nid = \"right-%s\"\nright = %q\n", right, right)
	}
	for _, event := range inventory.BuiltinEvents {
		fmt.Fprintf(&b, "[[duty]]\nid = \"event-%s\"\nevent = %q\ntext = \"We see to the event %s.\"\n", event, event, event)
	}
	inv, wrong := inventory.Load(fstest.MapFS{"notices/any/notice.toml": {Data: []byte(b.String())}})
	set, found := notices.Resolve(inv)
	for _, f := range append(wrong, found...) {
		if f.Severity == finding.Error {
			t.Errorf("the notice is wrong: %s %s: %s", f.Place, f.Code, f.Message)
		}
	}
	for i := range set.Notices[0].Statements {
		set.Notices[0].Statements[i].Categories = nil // which no author may write of a use
	}
	for _, id := range accepts {
		set.Accepted = append(set.Accepted, inventory.AcceptedRule{ID: id})
	}
	return set
}

// kind names the notice that a scenario is asked of: scenarios of a kind share it.
func (s *scenario) kind() string { return s.As + " " + strings.Join(s.Accepts, " ") }

// noticesOf are the notices that scenarios of a law are asked of, by kind.
func noticesOf(t testing.TB, law string, all []scenario) map[string]*notices.Set {
	t.Helper()
	sets := map[string]*notices.Set{}
	for i := range all {
		if s := &all[i]; sets[s.kind()] == nil {
			sets[s.kind()] = anything(t, law, s.As, s.Accepts...)
		}
	}
	return sets
}

func (s *scenario) question(t testing.TB) decision.Question {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s.Ask))
	d.DisallowUnknownFields()
	q := decision.Question{Notice: "any", Strict: new(bool)}
	if err := d.Decode(&q); err != nil {
		t.Fatalf("%s: %v", s.That, err)
	}
	return q
}

// diff tells how an answer is not what the scenario says, "" where it is.
func (s *scenario) diff(a decision.Answer) string {
	got := scenario{That: s.That, As: s.As, Accepts: s.Accepts, Ask: s.Ask, Spares: s.Spares, Owed: map[string]string{}}
	got.Law = map[string]string{decision.Deny: "deny", decision.AllowWithObligations: "owes", decision.None: "none"}[a.Law.Outcome]
	for _, r := range a.Reasons {
		if r.Source == "law" {
			got.Rules = append(got.Rules, r.Rule)
		}
	}
	for _, o := range a.Obligations {
		got.Owed[o.ID] = o.Due
	}
	if s.Missing != nil {
		got.Missing = a.Missing
	}
	if s.Assumed != nil {
		got.Assumed = a.Assumed
	}
	return cmp.Diff(*s, got, cmpopts.EquateEmpty())
}

// withRules are the laws whose packs decide something.
func withRules(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(laws.IDs(), func(id string) bool {
		read, err := laws.Rules(id)
		if err != nil {
			t.Fatal(err)
		}
		return len(read.Rules) == 0
	})
}

// TestLawScenarios puts the scenarios of every pack to every engine, and wants each
// rule to have one that it applies to and one that it does not.
func TestLawScenarios(t *testing.T) {
	for _, law := range withRules(t) {
		t.Run(law, func(t *testing.T) {
			all := scenarios(t, law)
			if len(all) < 12 {
				t.Errorf("%d scenarios: a pack has 12 at least", len(all))
			}
			applied, spared := map[string]bool{}, map[string]bool{}
			sets, engines := noticesOf(t, law, all), map[string][2]decider{}
			for i := range all {
				s := &all[i]
				set, key := sets[s.kind()], s.kind()
				if engines[key] == [2]decider{} {
					normative, quick := both(t, set, policies.Options{})
					engines[key] = [2]decider{normative, quick}
				}
				q := s.question(t)
				normative, quick := engines[key][0].Decide(t.Context(), q), engines[key][1].Decide(t.Context(), q)
				if diff := s.diff(quick); diff != "" {
					t.Errorf("%s\n(-want +got):\n%s", s.That, diff)
				}
				if diff := cmp.Diff(normative, quick); diff != "" {
					t.Errorf("%s\nRego and tables part (-Rego +tables):\n%s", s.That, diff)
				}
				if diff := disagree(quick, oracle(set, spaceDay, q)); diff != "" {
					t.Errorf("%s\ntables and oracle part (-oracle +tables):\n%s", s.That, diff)
				}
				for _, id := range s.Rules {
					applied[id] = applied[id] || s.Law != "none"
				}
				for _, id := range s.Spares {
					if slices.Contains(s.Rules, id) {
						t.Errorf("%s: %s is both cited and spared", s.That, id)
					}
					spared[id] = true
				}
			}
			read, _ := laws.Rules(law)
			known := map[string]bool{}
			for _, r := range read.Rules {
				known[r.ID] = true
				if !applied[r.ID] {
					t.Errorf("no scenario shows what %s forbids or owes", r.ID)
				}
				if !spared[r.ID] {
					t.Errorf("no scenario shows what %s does not reach (spares)", r.ID)
				}
			}
			for id := range spared {
				if !known[id] {
					t.Errorf("a scenario spares %q, and there is no such rule", id)
				}
			}
		})
	}
}

// TestLawMutations deletes each rule of each pack, and lets each apply always, and wants
// a scenario to fail every time.
func TestLawMutations(t *testing.T) {
	for _, law := range withRules(t) {
		t.Run(law, func(t *testing.T) {
			all := scenarios(t, law)
			read, err := laws.Rules(law)
			if err != nil {
				t.Fatal(err)
			}
			whole := slices.Clone(read.Rules)
			defer func() { read.Rules = whole }()
			sets := noticesOf(t, law, all)
			survives := func() bool {
				engines := map[string]*policies.Engine{}
				return !slices.ContainsFunc(all, func(s scenario) bool {
					key := s.kind()
					if engines[key] == nil {
						engines[key] = newEngine(t, sets[key])
					}
					return s.diff(engines[key].Decide(t.Context(), s.question(t))) != ""
				})
			}
			if !survives() {
				t.Fatal("a scenario fails with every rule in its place")
			}
			for i := range whole {
				read.Rules = slices.Delete(slices.Clone(whole), i, i+1)
				if survives() {
					t.Errorf("no scenario misses %s", whole[i].ID)
				}
				read.Rules = slices.Clone(whole)
				r := &read.Rules[i]
				always := inventory.Rule{
					ID: r.ID, Kind: r.Kind, Text: r.Text, Citation: r.Citation, Sources: r.Sources, Confirmed: r.Confirmed,
					Actions: r.Actions, Rights: r.Rights, Events: r.Events, Owed: r.Owed, Within: r.Within, Clock: r.Clock, Or: r.Or, Place: r.Place,
				}
				if fmt.Sprint(always) == fmt.Sprint(*r) {
					continue // it has no conditions
				}
				if *r = always; survives() {
					t.Errorf("no scenario shows where %s stops", r.ID)
				}
			}
		})
	}
}

// TestLawVocabulary keeps what packs share: an id of a gate, an event or a right means
// the same in each, and an obligation is of one pack alone.
func TestLawVocabulary(t *testing.T) {
	seen := map[string]string{}
	same := func(key, means, law string) {
		if before, ok := seen[key]; ok && before != means {
			t.Errorf("%s of %s means something else in another pack:\n%s\n%s", key, law, before, means)
		}
		seen[key] = means
	}
	rules := map[string]string{}
	for _, law := range laws.IDs() {
		read, err := laws.Rules(law)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range read.Gates {
			same("gate."+g.ID, fmt.Sprint(g.Kind, g.Label, g.By, g.Strength), law)
		}
		for _, e := range read.Events {
			same("event."+e.Key, e.Value, law)
		}
		for _, r := range read.Rights {
			same("right."+r.Key, r.Value, law)
		}
		for _, o := range read.Obligations {
			if other := seen["obligation."+o.ID]; other != "" {
				t.Errorf("both %s and %s have an obligation %q: give each an id of its own", other, law, o.ID)
			}
			seen["obligation."+o.ID] = law
		}
		for _, r := range read.Rules {
			if other := rules[r.ID]; other != "" {
				t.Errorf("both %s and %s have a rule %q", other, law, r.ID)
			}
			rules[r.ID] = law
			if !strings.HasSuffix(r.Text, ".") {
				t.Errorf("%s: its text is no sentence: %q", r.ID, r.Text)
			}
		}
		if _, err := os.Stat(filepath.Join("laws", law, "scenarios.toml")); err == nil != (len(read.Rules) > 0) {
			t.Errorf("%s has rules without scenarios, or scenarios without rules", law)
		}
	}
}

// TestAcceptedRules reports an accepted rule that there is none of, and takes one that
// there is.
func TestAcceptedRules(t *testing.T) {
	set := anything(t, "us-ny-2d", "contractor", "ny2d-r-court", "ny2d-r-cort")
	r := policies.Check(t.Context(), set, inventory.Date{}, nil)
	var found []string
	for _, f := range r.Findings {
		if f.Code == "unknown-rule" {
			found = append(found, f.Message+"; "+f.Help)
		}
	}
	if want := []string{`there is no rule or unconfirmed gate "ny2d-r-cort"; a similar id is "ny2d-r-court"`}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

// TestGatesUnderLaw lifts a bar by a gate of the notice only where it asks for as much.
func TestGatesUnderLaw(t *testing.T) {
	for _, c := range []struct {
		name, gate string // of the notice
		lifts      bool
	}{
		{"as strong", "[gate.form]\nkind = \"consent\"\nby = [\"parent\"]\nstrength = \"signed\"\nlabel = \"a parent has signed\"\n", true},
		{"weaker", "[gate.form]\nkind = \"consent\"\nby = [\"parent\"]\nstrength = \"opt-in\"\nlabel = \"a parent has ticked a box\"\n", false},
		{"of no strength", "[gate.form]\nkind = \"consent\"\nby = [\"parent\"]\nlabel = \"a parent agrees\"\n", false},
		{"of others too", "[gate.form]\nkind = \"consent\"\nby = [\"parent\", \"school\"]\nstrength = \"signed\"\nlabel = \"somebody has signed\"\n", false},
		{"of anybody", "[gate.form]\nkind = \"consent\"\nstrength = \"signed\"\nlabel = \"somebody has signed\"\n", false},
		{"of another kind", "[gate.form]\nkind = \"authority\"\nby = [\"parent\"]\nstrength = \"signed\"\nlabel = \"a parent has told us to\"\n", false},
		{"of the law's id and as strong", "[gate.ny2d-consent]\nkind = \"consent\"\nby = [\"parent\"]\nstrength = \"verified\"\nlabel = \"a parent has signed\"\n", true},
		{"of the law's id and weaker", "[gate.ny2d-consent]\nkind = \"consent\"\nby = [\"parent\"]\nstrength = \"implied\"\nlabel = \"a parent says nothing\"\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := strings.TrimSuffix(strings.TrimPrefix(strings.SplitN(c.gate, "\n", 2)[0], "[gate."), "]")
			text := "[notice]\ntitle = \"A\"\nlanguage = \"en\"\nlaws = [\"us-ny-2d\"]\n[capacity]\nus-ny-2d = \"contractor\"\n[party]\nname = \"A\"\n" +
				"[category.grades]\nlabel = \"grades\"\nclass = \"student\"\n[recipient.friend]\nkind = \"partner\"\nlabel = \"a friend\"\n" + c.gate +
				"[[share]]\nid = \"give\"\ncategories = [\"grades\"]\nrecipients = [\"friend\"]\ngates = [\"" + id + "\"]\n"
			inv, _ := inventory.Load(fstest.MapFS{"notices/a/notice.toml": {Data: []byte(text)}})
			set, _ := notices.Resolve(inv)
			normative, quick := both(t, set, policies.Options{})
			q := decision.Question{Notice: "a", Action: "share", Categories: []string{"grades"}, Recipient: "friend", Gates: map[string]decision.Act{id: {Happened: true}}, Strict: new(bool)}
			for _, e := range []decider{normative, quick} {
				if a := e.Decide(t.Context(), q); a.Allow != c.lifts || a.Notice.Outcome != decision.Allow {
					t.Errorf("%T: lifted %v, want %v: %s", e, a.Allow, c.lifts, asJSON(a))
				}
			}
			if diff := disagree(quick.Decide(t.Context(), q), oracle(set, spaceDay, q)); diff != "" {
				t.Errorf("tables and oracle part (-oracle +tables):\n%s", diff)
			}
		})
	}
}

// BenchmarkDecideUnderLaw asks a notice under thirteen laws, where some rule is about the
// action and where none is, and the same notice without its laws.
func BenchmarkDecideUnderLaw(b *testing.B) {
	under := *examples(b).Notice("steptech")
	free := under
	free.Laws, free.Addenda = nil, slices.Clone(under.Addenda)
	for i := range free.Addenda {
		free.Addenda[i].Law = ""
	}
	for _, n := range []struct {
		name   string
		notice *notices.Notice
	}{{"laws", &under}, {"none", &free}} {
		normative, quick := both(b, &notices.Set{Notices: []*notices.Notice{n.notice}}, policies.Options{})
		for _, q := range []decision.Question{
			{Notice: "steptech", Action: "use", Categories: []string{"student-data"}, Purpose: "provide-products", Place: decision.Place{Customer: "US-NY"}, Strict: new(bool)},
			{Notice: "steptech", Action: "delete", Categories: []string{"student-data"}, Purpose: "provide-products", Place: decision.Place{Customer: "US-NY"}, Strict: new(bool)},
		} {
			for _, e := range []struct {
				name string
				decider
			}{{"tables", quick}, {"rego", normative}} {
				b.Run(n.name+"/"+q.Action+"/"+e.name, func(b *testing.B) {
					b.ReportAllocs()
					var a decision.Answer
					for b.Loop() {
						e.DecideInto(b.Context(), &q, &a)
					}
				})
			}
		}
	}
}
