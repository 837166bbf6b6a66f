package policies_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/policies/rego"
	"github.com/candor-privacy/candor/policies/serve"
	"github.com/candor-privacy/candor/policies/space"
	"github.com/candor-privacy/candor/policies/tables"
)

// owned is the workspace that has rules of its own: about the shop and the club, and not
// about the blog.
func owned(t testing.TB) *notices.Set { return resolved(t, os.DirFS("rego/testdata/own")) }

// ofOwn are questions about every class of the notices' spaces, and as many at random.
func ofOwn(set *notices.Set) (all []decision.Question) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, n := range set.Notices {
		s := space.New(n, spaceDay)
		classes, _ := s.Classes(space.Most)
		for _, c := range classes {
			for q := range c.Questions(2) {
				all = append(all, q)
			}
		}
		for range 500 {
			q := s.Random(chance)
			age := chance.IntN(40)
			if q.Age == nil && age < 20 {
				q.Age = &age
			}
			all = append(all, q)
		}
	}
	return all
}

// TestOwnRulesOnlyDeny holds every answer against that of the tables for the same
// workspace without its rules: where one of them denies, the notice says what it said and
// nothing is allowed; where none does, nothing has changed. Every way to make an engine
// gives the same.
func TestOwnRulesOnlyDeny(t *testing.T) {
	set := owned(t)
	o := policies.Options{Now: fixedNow, Serial: 3, Expires: "2030-01-01"}
	bare := *set
	bare.Rules = nil
	without, err := policies.New(t.Context(), &bare, o)
	if err != nil {
		t.Fatal(err)
	}
	engines := ownEngines(t, set, o)
	denied := map[string]int{}
	flipped := 0
	questions := ofOwn(set)
	for i, q := range questions {
		got := engines["workspace"].Decide(t.Context(), q)
		for name, e := range engines {
			if i%oneIn(24, 8) > 0 {
				break // the Rego takes its time
			}
			if diff := cmp.Diff(got, e.Decide(t.Context(), q)); diff != "" {
				t.Fatalf("%s\nworkspace and %s part:\n%s", asJSON(q), name, diff)
			}
			text, err := json.Marshal(q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, e.DecideJSON(t.Context(), text)); diff != "" {
				t.Fatalf("%s\n%s answers JSON otherwise:\n%s", text, name, diff)
			}
		}
		var rules []string
		for _, r := range got.Reasons {
			if r.Source == "own" {
				rules = append(rules, r.Rule)
				denied[r.Rule]++
			}
		}
		plain := without.Decide(t.Context(), q)
		switch {
		case len(rules) == 0:
			if diff := cmp.Diff(plain, got); diff != "" {
				t.Fatalf("%s\nno rule denies, and the answer differs:\n%s", asJSON(q), diff)
			}
		case got.Allow || got.Outcome != decision.Deny || got.Notice != plain.Notice || got.Basis != "" || q.Action == "respond" || q.Notice == "blog":
			t.Fatalf("%s\n%v deny, and the answer is\n%s\nwithout them\n%s", asJSON(q), rules, asJSON(got), asJSON(plain))
		case plain.Allow:
			flipped++
		}
	}
	t.Logf("%d questions, %d of them denied by rules alone: %v", len(questions), flipped, denied)
	if len(denied) != 4 || flipped < 50 {
		t.Errorf("too few denies to tell: %d by %v", flipped, denied)
	}
}

// ownEngines are the ways to make an engine of a workspace with rules of its own.
func ownEngines(t *testing.T, set *notices.Set, o policies.Options) map[string]*policies.Engine {
	t.Helper()
	doc, err := policies.Compile(set, o)
	if err != nil {
		t.Fatal(err)
	}
	engines := map[string]*policies.Engine{}
	if engines["workspace"], err = policies.New(t.Context(), set, o); err != nil {
		t.Fatal(err)
	}
	if engines["Rego"], err = policies.NewRego(t.Context(), set, o); err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"bundle":      func(b *bytes.Buffer) error { return bundle.Write(b, doc, bundle.Signing{}) },
		"Wasm bundle": func(b *bytes.Buffer) error { return bundle.WriteWasm(b, doc, bundle.Signing{}) },
	} {
		var packed bytes.Buffer
		if err := write(&packed); err != nil {
			t.Fatal(err)
		}
		b, err := bundle.Read(&packed, bundle.Trust{Unsigned: true})
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(b.Document.Rules, doc.Rules) {
			t.Errorf("the %s holds the rules %v", name, slices.Sorted(maps.Keys(b.Document.Rules)))
		}
		if engines[name], err = policies.NewFromBundle(t.Context(), b, o.Now); err != nil {
			t.Fatal(err)
		}
	}
	return engines
}

// TestOwnRulesAreAskedOfTheRegoAlone: the tables take no notice that rules are about, and
// whoever counts decisions is told who answered.
func TestOwnRulesAreAskedOfTheRegoAlone(t *testing.T) {
	doc, err := policies.Compile(owned(t), policies.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"shop": {"acme-counsel", "acme-example-mail", "acme-minors", "acme-post"}, "club": {"acme-minors"}}
	if diff := cmp.Diff(want, doc.Own()); diff != "" {
		t.Error(diff)
	}
	if len(doc.Rules) != 3 {
		t.Errorf("the policy has the rules %v", slices.Sorted(maps.Keys(doc.Rules)))
	}
	if _, err := tables.New(doc, fixedNow); err == nil || !strings.Contains(err.Error(), "only Rego answers for it") {
		t.Errorf("the tables say %v", err)
	}
	engine, err := policies.New(t.Context(), owned(t), policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	engine = engine.Observed(func(o policies.Observation) { told = append(told, o.Engine+" "+o.Outcome) })
	loose, ten := false, 10
	for _, notice := range []string{"shop", "club", "blog"} {
		q := decision.Question{Notice: notice, Action: "use", Categories: []string{"contact"}, Purpose: "news", Age: &ten, Strict: &loose}
		var into decision.Answer
		engine.DecideInto(t.Context(), &q, &into)
		engine.Decide(t.Context(), q)
		text, _ := json.Marshal(q)
		engine.DecideJSON(t.Context(), text)
	}
	if got, want := strings.Join(told, ", "), strings.Repeat("rego deny, ", 6)+"tables allow, tables allow, tables allow"; got != want {
		t.Errorf("told %s", got)
	}
	chosen := engine.Fields(t.Context(), decision.Question{Notice: "shop", Action: "share", Recipient: "example-post", Strict: &loose}, []policies.Field{{Name: "mail", Categories: []string{"email"}}, {Name: "tel", Categories: []string{"phone"}}})
	if len(chosen.Allowed) != 1 || len(chosen.Denied) != 1 || chosen.Denied[0].Name != "tel" {
		t.Errorf("of the fields are chosen %s", asJSON(chosen))
	}
}

// TestOwnRulesThatAreLostAreNoPolicy: a bundle that lacks a rule, or has one that could
// do what none may, opens for nobody; one of another version answers by its rules all the
// same.
func TestOwnRulesThatAreLostAreNoPolicy(t *testing.T) {
	doc, err := policies.Compile(owned(t), policies.Options{Serial: 1})
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := bundle.Write(&packed, doc, bundle.Signing{}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		damage func(*bundle.Bundle)
		want   string
	}{
		{"a file", func(b *bundle.Bundle) { delete(b.Document.Rules, "minors.rego") }, `the policy has lost the rule "acme-`},
		{"every file", func(b *bundle.Bundle) { b.Document.Rules = nil }, "the policy has lost the rule"},
		{"a rule", func(b *bundle.Bundle) {
			b.Document.Rules["minors.rego"] = strings.ReplaceAll(b.Document.Rules["minors.rego"], `deny["acme-minors"]`, `deny["acme-miners"]`)
		}, `the policy has lost the rule "acme-minors"`},
		{"a helper", func(b *bundle.Bundle) { delete(b.Document.Rules, "places.rego") }, "_abroad is unsafe"},
		{"a rule in place of ours", func(b *bundle.Bundle) {
			b.Document.Rules["more.rego"] = "package candor\n\n_decided := {\"allow\": true}\n"
		}, "the package is data.candor"},
		{"a rule that asks the network", func(b *bundle.Bundle) {
			b.Document.Rules["more.rego"] = "package candor.own\n\n_x if http.send({})\n"
		}, "http.send"},
	}
	for _, test := range tests {
		for name, open := range map[string]func(*bundle.Bundle) error{
			"tables": func(b *bundle.Bundle) error { _, err := policies.NewFromBundle(t.Context(), b, fixedNow); return err },
			"Rego": func(b *bundle.Bundle) error {
				_, err := policies.NewRegoFromBundle(t.Context(), b, fixedNow)
				return err
			},
		} {
			b, err := bundle.Read(bytes.NewReader(packed.Bytes()), bundle.Trust{Unsigned: true})
			if err != nil {
				t.Fatal(err)
			}
			test.damage(b)
			if err := open(b); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s, %s: got %v, want %s", test.name, name, err, test.want)
			}
		}
	}
}

// asOwn is the workspace of the rules in which they are others.
func asOwn(t testing.TB, rules map[string]string) *notices.Set {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range []string{"candor.toml", "notices/shop/notice.toml", "notices/club/notice.toml"} {
		text, err := os.ReadFile("rego/testdata/own/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: text}
	}
	for name, text := range rules {
		fsys["policies/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return resolved(t, fsys)
}

const heading = "package candor.own\n\n# METADATA\n# title: T.\n# description: D.\n"

// TestOwnRulesThatBreakDeny: a rule that fails on a question denies it by a code of the
// engine, whatever the notice says; elsewhere it says what it says.
func TestOwnRulesThatBreakDeny(t *testing.T) {
	breaks := `
deny["acme-1"] if {
	input.age > 50
	_both == 1
}

_both := 1 if input.age > 50

_both := 2 if input.age > 60
`
	slow := `
deny["acme-1"] if {
	input.age > 50
	numbers := [sum([a, b]) | some a in _many; some b in _many]
	count([1 | some x in numbers; some y in numbers; some z in numbers; (x + y) + z == 0]) > 0
}

_many := [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]
`
	for name, rule := range map[string]string{"conflict": breaks, "endless": slow} {
		engines := ownEngines(t, asOwn(t, map[string]string{"a.rego": heading + strings.TrimPrefix(rule, "\n")}), policies.Options{Now: fixedNow})
		for how, e := range engines {
			for age, want := range map[int]string{40: "", 70: decision.EvaluationFailed} {
				loose := false
				q := decision.Question{Notice: "shop", Action: "use", Categories: []string{"email"}, Purpose: "news", Age: &age, Strict: &loose}
				ctx, stop := context.WithCancel(t.Context())
				if name == "endless" && age == 70 {
					ctx, stop = context.WithTimeout(ctx, 50*time.Millisecond)
				}
				a := e.Decide(ctx, q)
				stop()
				if want == "" && !a.Allow || want != "" && (a.Allow || a.Reasons[0].Code != want) {
					t.Errorf("%s, %s, of an age of %d: got %s", name, how, age, asJSON(a))
				}
			}
		}
	}
}

// TestOwnRulesAndRetention: a record may be kept until a rule denies it, also where that is
// before the period of the notice ends, and again once it does no more.
func TestOwnRulesAndRetention(t *testing.T) {
	set := asOwn(t, map[string]string{"a.rego": heading + "deny[\"acme-1\"] if {\n\tinput.action == \"retain\"\n\tinput.day > \"2027-03-01\"\n}\n"})
	engine, err := policies.New(t.Context(), set, policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	loose := false
	q := decision.Question{Notice: "shop", Strict: &loose}
	records := []policies.Record{
		{ID: "before", Categories: []string{"email"}, Since: map[string]string{"contract-end": "2026-01-01"}},
		{ID: "cut", Categories: []string{"email"}, Since: map[string]string{"contract-end": "2026-06-01"}},
	}
	var got []string
	for _, k := range engine.Retention(t.Context(), q, records) {
		got = append(got, fmt.Sprint(k.ID, " ", k.Keep, " ", k.By))
	}
	if want := []string{"before true 2027-01-01", "cut true 2027-03-01"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	h := serve.New(func() *serve.Policy { return &serve.Policy{Engine: engine} }, serve.Options{Now: fixedNow})
	w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "/v1/retention", strings.NewReader(`{"question":{"notice":"shop","strict":false},"records":[{"id":"cut","categories":["email"],"since":{"contract-end":"2026-06-01"}}]}`))
	r.Header.Set("Content-Type", "application/json")
	if h.ServeHTTP(w, r); !strings.Contains(w.Body.String(), `"id":"cut","keep":true,"by":"2027-03-01"`) {
		t.Errorf("over HTTP: %d %s", w.Code, w.Body)
	}
}

// TestCheckOwn: what would never deny, or would break, is found before anybody asks.
func TestCheckOwn(t *testing.T) {
	tests := []struct {
		name, rule string
		want       []string
	}{
		{"sound", `deny["acme-1"] if input.age < 16`, nil},
		{"an id of one notice", `deny["acme-1"] if input.recipient == "example-mail"`, []string{`policies/a.rego:6:38: the deny "acme-1" looks for "example-mail" in recipient, and for the notice "club" there is none`}},
		{"a misspelt id", `deny["acme-1"] if "example-mial" in input.recipients`, []string{`"club"`, `for the notice "shop" there is none; a similar word is "example-mail"`}},
		{"a misspelt class", `deny["acme-1"] if "student-recrod" in input.classes`, []string{`"club"`, `a similar word is "student-record"`}},
		{"a misspelt action", `deny["acme-1"] if input.action in {"share", "sned"}`, []string{`"club"`, `looks for "sned" in action`}},
		{"a right", `deny["acme-1"] if input.action == "respond"`, []string{`"club"`, `looks for "respond" in action`}},
		{"a misspelt gate", `deny["acme-1"] if not "signd" in input.open`, []string{`"club"`, `looks for "signd" in open`}},
		{"a misspelt event", `deny["acme-1"] if input.since["contract-edn"] < "2026-01-01"`, []string{`"club"`, `looks for "contract-edn" in since`}},
		{"what is not stated", `deny["acme-1"] if input.recipient == ""`, nil},
		{"a conflict", "deny[\"acme-1\"] if _x == 1\n\n_x := 1 if input.age < 20\n\n_x := 2 if input.age < 18\n", []string{`policies/a.rego:10:1: the deny "acme-1" breaks on a question: rule data.candor.own._x produced conflicting values; a question`, `policies/a.rego:10:1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := asOwn(t, map[string]string{"a.rego": heading + test.rule + "\n"})
			d, found := laws.ReadDenies(set.Rules)
			if len(found) > 0 {
				t.Fatal(found)
			}
			found = policies.CheckOwn(t.Context(), set, d)
			var got []string
			for _, f := range found {
				got = append(got, fmt.Sprintf("%s: %s; %s", f.Place, f.Message, f.Help))
				if f.Code != "own-rule" || f.Severity != 0 || f.Notice == "" {
					t.Errorf("the finding is %+v", f)
				}
			}
			if len(got) != len(test.want) && test.name != "an id of one notice" || len(test.want) == 1 && len(got) != 1 {
				t.Fatalf("got %s", strings.Join(got, "\n"))
			}
			for i, want := range test.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("got %s\nwant %s", got[i], want)
				}
			}
		})
	}
	set := asOwn(t, map[string]string{"a.rego": strings.Replace(heading, "# description: D.\n", "# description: D.\n# custom:\n#   notices: [shpo]\n", 1) + "deny[\"acme-1\"] if input.age < 16\n"})
	d, _ := laws.ReadDenies(set.Rules)
	if found := policies.UnknownNotices(set, d); len(found) != 1 || found[0].Place.String() != "policies/a.rego:8:1" || !strings.Contains(found[0].Help, `"shop"`) {
		t.Errorf("of a misspelt notice is found %+v", found)
	}
}

// TestOwnRulesThatCannotBeReadAreNoPolicy: a file that cannot be read may have denied.
func TestOwnRulesThatCannotBeReadAreNoPolicy(t *testing.T) {
	set := asOwn(t, map[string]string{"a.rego": heading + "deny[\"acme-1\"] if input.recipent == \"x\"\n", "b.rego": "package candor.own\n"})
	for name, make := range map[string]func() error{
		"Compile": func() error { _, err := policies.Compile(set, policies.Options{}); return err },
		"New":     func() error { _, err := policies.New(t.Context(), set, policies.Options{}); return err },
		"NewRego": func() error { _, err := policies.NewRego(t.Context(), set, policies.Options{}); return err },
	} {
		if err := make(); err == nil || !strings.Contains(err.Error(), "rules of the workspace’s own: policies/a.rego:6:19: undefined ref: input.recipent") {
			t.Errorf("%s says %v", name, err)
		}
	}
}

// TestRulesOfYourOwnInTheRuleBook runs the rule that the page shows.
func TestRulesOfYourOwnInTheRuleBook(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```rego\n(package candor.own.*?)```").FindSubmatch(page)
	if block == nil {
		t.Fatal("the page shows no rule")
	}
	set := asOwn(t, map[string]string{"example.rego": string(block[1])})
	engine, err := policies.New(t.Context(), set, policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2027-01-31": decision.Deny, "2027-02-01": decision.AllowWithObligations} {
		a := engine.Decide(t.Context(), decision.Question{Notice: "shop", Action: "share", Categories: []string{"email"}, Recipient: "example-mail", On: day})
		if a.Outcome != want {
			t.Errorf("on %s: %s", day, asJSON(a))
		}
	}
	section := string(page[bytes.Index(page, []byte("## 15.")):])
	for _, name := range append(rego.Seen(), rego.Functions()...) {
		if !strings.Contains(section, "`"+name) {
			t.Errorf("the page does not tell of %s", name)
		}
	}
}

// BenchmarkOwnRules asks one question of the Rego: of a notice that rules are about, and
// of the same without.
func BenchmarkOwnRules(b *testing.B) {
	set := owned(b)
	bare := *set
	bare.Rules = nil
	loose := false
	for name, set := range map[string]*notices.Set{"with": set, "without": &bare} {
		engine, err := policies.NewRego(b.Context(), set, policies.Options{Now: fixedNow})
		if err != nil {
			b.Fatal(err)
		}
		for _, of := range []struct {
			name string
			decision.Question
		}{
			{"one", decision.Question{Notice: "shop", Action: "use", Categories: []string{"email"}, Purpose: "news", Strict: &loose}},
			{"groups", decision.Question{Notice: "shop", Action: "share", Categories: []string{"contact", "grades"}, Recipient: "mailers", Strict: &loose, On: "2027-03-01"}},
		} {
			b.Run(of.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					engine.Decide(b.Context(), of.Question)
				}
			})
		}
	}
}

// BenchmarkCheckOwn holds four rules against a notice.
func BenchmarkCheckOwn(b *testing.B) {
	set := owned(b)
	d, _ := laws.ReadDenies(set.Rules)
	one := *set
	one.Notices = []*notices.Notice{set.Notice("shop")}
	for b.Loop() {
		policies.CheckOwn(b.Context(), &one, d)
	}
}
