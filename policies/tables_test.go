package policies_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/rego"
	"github.com/candor-privacy/candor/policies/space"
	"github.com/candor-privacy/candor/policies/tables"
)

// The tables give the answers of the Rego, to the byte: these tests put the same
// questions to both and compare whole answers. Where questions must be many, the
// tables are held against the oracle as well, which is faster than the Rego.

// decider is what both engines are.
type decider interface {
	Decide(context.Context, decision.Question) decision.Answer
	DecideInto(context.Context, *decision.Question, *decision.Answer)
	DecideJSON(context.Context, []byte) decision.Answer
}

// both makes the two engines from one document.
func both(t failer, set *notices.Set, o policies.Options) (normative, quick decider) {
	t.Helper()
	if o.Now == nil {
		o.Now = fixedNow
	}
	doc, err := policies.Compile(set, o)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return bothOf(t, doc, o.Now)
}

func bothOf(t failer, doc *policies.Document, now func() time.Time) (normative, quick decider) {
	t.Helper()
	data, err := doc.JSON()
	if err != nil {
		t.Fatalf("write policy data: %v", err)
	}
	if normative, err = rego.New(context.Background(), data, now); err != nil {
		t.Fatalf("new engine of Rego: %v", err)
	}
	if quick, err = tables.New(doc, now); err != nil {
		t.Fatalf("new engine of tables: %v", err)
	}
	return normative, quick
}

// part tells how the engines part on a question, "" where they agree.
func part(normative, quick decider, q decision.Question) string {
	return cmp.Diff(normative.Decide(context.Background(), q), quick.Decide(context.Background(), q))
}

// partJSON tells how the engines part on bytes.
func partJSON(normative, quick decider, question string) string {
	return cmp.Diff(normative.DecideJSON(context.Background(), []byte(question)), quick.DecideJSON(context.Background(), []byte(question)))
}

func TestTablesAgreeWithRegoOnRandomInventories(t *testing.T) {
	asked := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := draw{rt}
		files := d.workspace()
		inv, _ := inventory.Load(files)
		set, _ := notices.Resolve(inv)
		normative, quick := both(rt, set, policies.Options{})
		for range 60 {
			q := d.question(len(set.Notices))
			asked++
			if diff := part(normative, quick, q); diff != "" {
				rt.Fatalf("%s\nRego and tables part (-Rego +tables):\n%s\n%s", asJSON(q), diff, source(files, q.Notice))
			}
		}
	})
	t.Logf("%d questions", asked)
}

// TestTablesAgreeWithOracleOnExamples asks several questions of each class of the
// examples' question space; package site holds the tables against the Rego there, and
// both against the pages.
func TestTablesAgreeWithOracleOnExamples(t *testing.T) {
	set := examples(t)
	engine := newEngine(t, set)
	for _, n := range set.Notices {
		asked := 0
		classes, all := space.New(n, spaceDay).Classes(space.Most)
		if !all {
			t.Errorf("%s has too many classes", n.ID)
		}
		for i, c := range classes {
			if i%oneIn(16, 1) != 0 {
				continue
			}
			for q := range c.Questions(1 + *spaceSample) {
				asked++
				if diff := disagree(engine.Decide(t.Context(), q), oracle(set, spaceDay, q)); diff != "" {
					t.Fatalf("%s\ntables and oracle part (-oracle +tables):\n%s", asJSON(q), diff)
				}
			}
		}
		t.Logf("%s: %d classes, %d questions", n.ID, len(classes), asked)
	}
}

// oddValues are values of fields, each wrong or strange.
var oddValues = map[string][]string{
	"notice":     {`"nowhere"`, `""`, `7`, `null`, `["school"]`},
	"action":     {`"eat"`, `""`, `[]`, `null`, `"respond"`},
	"categories": {`"usage"`, `[]`, `[7]`, `["*"]`, `[""]`, `["usage",null,"crumbs?"]`, `{"a":"usage"}`, `{"a":"spoon","b":3}`, `["usage","usage","contact"]`},
	"purpose":    {`"fun"`, `""`, `{}`},
	"recipient":  {`"spy"`, `""`, `false`, `"host"`},
	"audiences":  {`["cats"]`, `"adult"`, `{"a":"cats"}`, `[[]]`},
	"age":        {`-1`, `-0`, `0`, `12.5`, `13.0`, `1000000000`, `999999999`, `"13"`, `12.0000000000000000000000000001`, `1e3`, `0.0`, `99999999999999999999`},
	"form":       {`"liquid"`, `""`, `7`, `"identified"`},
	"basis":      {`"whim"`, `"consent"`, `""`, `[]`},
	"right":      {`"silence"`, `"access"`, `8`},
	"event":      {`"rain"`, `"breach"`, `""`},
	"channel":    {`"pigeon"`, `""`, `3`},
	"role":       {`"king"`, `""`, `"controller"`},
	"place":      {`{"person":"Paris"}`, `{"person":""}`, `{"moon":"DE"}`, `{"moon":"Paris"}`, `["Paris"]`, `["DE"]`, `{"host":3,"person":null}`, `"DE"`, `{"destination":"US-CA1"}`, `{"destination":"US-CALI"}`, `{"customer":"EEA-1"}`, `{"customer":"US-"}`},
	"gates":      {`{"door":true}`, `{"door":null}`, `{"agreed":null}`, `{"agreed":{}}`, `{"agreed":{"on":"2026-02-30"}}`, `{"agreed":{"by":7}}`, `{"agreed":{"who":"me"}}`, `{"agreed":3,"no-mail":true}`, `[]`, `[true]`, `{"agreed":{"on":"","ended":null,"via":"form"}}`, `{"agreed":[]}`},
	"documents":  {`{"will":"permits"}`, `{"charter":"shrugs"}`, `{"charter":null}`, `{"charter":"forbids"}`, `["forbids"]`, `[]`},
	"since":      {`{"request":"2026-02-30"}`, `{"request":""}`, `{"request":null}`, `{"rain":"2026-01-01"}`, `["2026-01-01"]`, `{"left":"2026-01-01T10:00:00.5Z"}`, `{"left":"0000-01-01"}`},
	"earlier":    {`["2026-1-1"]`, `[""]`, `[null]`, `{"a":"2026-01-01"}`, `{"a":"x"}`, `"2026-01-01"`},
	"counts":     {`{"affected":-1}`, `{"affected":1.5}`, `{"affected":null}`, `{"anything":3}`, `[3]`, `{"a":2.0}`},
	"on":         {`"2026-13-01"`, `""`, `"2026-11-21T24:00:00Z"`, `"2026-11-21T09:00:00"`, `"2026-11-21T09:00:00+24:00"`, `"2026-11-21t09:00:00Z"`, `"2024-02-29"`, `7`, `"2026-11-21T09:00:00.Z"`, `"2026-11-21T23:59:59.123456789-05:30"`},
	"strict":     {`"no"`, `false`, `null`, `0`},
	"colour":     {`"red"`, `null`},
	"":           {`1`},
}

// odd is a question with one odd field.
type odd struct {
	field    string
	question map[string]json.RawMessage
}

func (o odd) json() string {
	text, _ := json.Marshal(o.question)
	return string(text)
}

// oddOnes are questions that are odd in one way each.
func oddOnes() (all []odd) {
	plain := map[string]json.RawMessage{"notice": []byte(`"school"`), "action": []byte(`"use"`), "categories": []byte(`["usage"]`), "purpose": []byte(`"service"`)}
	for _, field := range slices.Sorted(maps.Keys(oddValues)) {
		for _, value := range oddValues[field] {
			question := maps.Clone(plain)
			question[field] = []byte(value)
			all = append(all, odd{field, question})
		}
	}
	return all
}

// faultyQuestions are questions in JSON that are odd in one way each, and in every
// pair of ways.
func faultyQuestions() (all []string) {
	for _, one := range oddOnes() {
		all = append(all, one.json())
		for _, field := range slices.Sorted(maps.Keys(oddValues)) {
			for k := range 2 {
				if field > one.field {
					two := odd{field, maps.Clone(one.question)}
					two.question[field] = []byte(oddValues[field][k%len(oddValues[field])])
					all = append(all, two.json())
				}
			}
		}
	}
	return all
}

// TestTablesAgreeWithRegoOnFaults puts everything that is no question to both, with
// a policy that is fresh, expired, or holds no notice.
func TestTablesAgreeWithRegoOnFaults(t *testing.T) {
	broken := []string{
		``, ` `, `null`, `[]`, `7`, `"x"`, `true`, `{`, `{}`, `{"a"}`, `{"notice":"school","notice":"school"}`, allowed + allowed, allowed + ` `, allowed + `,`, allowed[:40],
		strings.Repeat(`[`, 60_000), strings.Repeat(`{"a":`, 33) + `1` + strings.Repeat(`}`, 33), strings.Repeat(` `, 70_000), "\xff", `{"notice":"\ud800"}`, "{\"notice\":\"\xff\"}",
		`{"notice":"school","action":"use","age":` + strings.Repeat("1", 40) + `}`, `{"notice":"school","action":"use","age":1e999999999}`, `{"notice":"school","action":"use","age":NaN}`,
		`{"notice":"school","action":"use","age":01}`, `{"notice":"school","action":"use",}`, `[1,]`, `{"a":1 "b":2}`, `{1:2}`, `[}`, `{]`, `]`,
	}
	late := func() time.Time { return fixedNow().AddDate(2, 0, 0) }
	for name, c := range map[string]struct {
		set     *notices.Set
		options policies.Options
		ask     []string
	}{
		"fresh":   {school(t), policies.Options{Serial: 9, Expires: "2027-01-01"}, append(faultyQuestions(), broken...)},
		"expired": {school(t), policies.Options{Expires: "2027-01-01", Now: late}, append(broken, allowed)},
		"empty":   {&notices.Set{}, policies.Options{}, append(broken, allowed)},
	} {
		normative, quick := both(t, c.set, c.options)
		for _, question := range c.ask {
			if diff := partJSON(normative, quick, question); diff != "" {
				t.Errorf("%s: %.300s\nRego and tables part (-Rego +tables):\n%s", name, question, diff)
			}
		}
		t.Logf("%s: %d questions", name, len(c.ask))
	}
}

// TestTablesWithoutPolicy holds an engine without a document against the Rego
// without data.
func TestTablesWithoutPolicy(t *testing.T) {
	normative, err := rego.New(t.Context(), []byte(`{}`), fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	quick, err := tables.New(nil, fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range []string{allowed, `{`, `{}`, ``} {
		if diff := partJSON(normative, quick, question); diff != "" {
			t.Errorf("%s\nRego and tables part (-Rego +tables):\n%s", question, diff)
		}
	}
}

// TestNoticesHoldByThemselves gives the notice another validity than the rules, as it
// has in a bundle of its own: either ends what is decided, and the answer names the
// notice's.
func TestNoticesHoldByThemselves(t *testing.T) {
	past, ahead := fixedNow().Unix(), fixedNow().Unix()+1
	for _, c := range []struct {
		name          string
		rules, notice int64
		fresh         bool
	}{
		{"both hold", ahead, ahead, true},
		{"neither ends", 0, 0, true},
		{"the notice has ended", 0, past, false},
		{"the rules have ended", past, 0, false},
	} {
		doc, err := policies.Compile(school(t), policies.Options{Serial: 3})
		if err != nil {
			t.Fatal(err)
		}
		doc.Bundle.Until = c.rules
		doc.Notices["school"].Bundle = document.Bundle{Serial: 9, Digest: "of the notice", Expires: "2026-12-31", Until: c.notice}
		normative, quick := bothOf(t, doc, fixedNow)
		a := quick.DecideJSON(t.Context(), []byte(allowed))
		if want := (decision.Bundle{Serial: 9, Digest: "of the notice", Expires: "2026-12-31"}); a.Allow != c.fresh || a.Bundle != want {
			t.Errorf("%s: %s", c.name, asJSON(a))
		}
		for _, question := range []string{allowed, `{`, `{}`, ``, `{"notice":"school"}`, `{"notice":"school","colour":1}`, allowed + allowed, `{"notice":"elsewhere"}`} {
			if diff := partJSON(normative, quick, question); diff != "" {
				t.Errorf("%s: %s\nRego and tables part (-Rego +tables):\n%s", c.name, question, diff)
			}
		}
	}
}

// TestTablesRefuseADamagedDocument takes parts away that a decision would miss.
func TestTablesRefuseADamagedDocument(t *testing.T) {
	for name, damage := range map[string]func(*policies.Document){
		"bars on an action": func(d *policies.Document) { delete(d.Notices["school"].Bars.Starts, "use") },
		"start of an index": func(d *policies.Document) {
			d.Notices["school"].Bars.Starts["use"] = d.Notices["school"].Bars.Starts["use"][1:]
		},
		"rows":          func(d *policies.Document) { d.Notices["school"].Rows = d.Notices["school"].Rows[1:] },
		"part of a row": func(d *policies.Document) { d.Notices["school"].Rows[0] = d.Notices["school"].Rows[0][1:] },
		"ends":          func(d *policies.Document) { d.Notices["school"].Permits.Lists = nil },
		"a statement":   func(d *policies.Document) { d.Notices["school"].Statements = d.Notices["school"].Statements[1:] },
		"statements":    func(d *policies.Document) { d.Notices["school"].Statements = nil },
		"duties":        func(d *policies.Document) { d.Notices["school"].Duties = nil },
	} {
		doc, err := policies.Compile(school(t), policies.Options{})
		if err != nil {
			t.Fatal(err)
		}
		damage(doc)
		if _, err := tables.New(doc, fixedNow); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestAnswersOfTablesAreTheCallers writes over an answer and asks again.
func TestAnswersOfTablesAreTheCallers(t *testing.T) {
	_, quick := both(t, school(t), policies.Options{})
	off := false
	q := decision.Question{Notice: "school", Action: "share", Categories: []string{"name"}, Recipient: "host", Strict: &off}
	want := asJSON(quick.Decide(t.Context(), q))
	a := quick.Decide(t.Context(), q)
	for i := range a.Reasons {
		*a.Reasons[i].At = decision.At{}
		a.Reasons[i].Text = ""
	}
	for i := range a.Obligations {
		clear(a.Obligations[i].Via)
	}
	clear(a.Assumed)
	if got := asJSON(quick.Decide(t.Context(), q)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// FuzzTablesAgreeWithRego: whatever the bytes, both give the same answer.
// TestDecideInto asks the published questions in one go, each answer written over the
// last: the memory that is used again may show nowhere.
func TestDecideInto(t *testing.T) {
	engine := newEngine(t, examples(t))
	var over decision.Answer
	for file, questions := range publishedQuestions(t) {
		for _, p := range questions {
			q := relaxed(t, p)
			engine.DecideInto(t.Context(), &q, &over)
			if got, want := asJSON(over), asJSON(engine.Decide(t.Context(), q)); got != want {
				t.Fatalf("%s %s: written over another: %s\nfresh: %s", file, p.ID, got, want)
			}
		}
	}
	engine.DecideInto(t.Context(), &decision.Question{}, &over)
	if got, want := asJSON(over), asJSON(engine.Decide(t.Context(), decision.Question{})); got != want {
		t.Errorf("a fault written over another: %s\nfresh: %s", got, want)
	}
}

// What is permitted, or denied with no day to compute, allocates nothing when the
// answer is written over an old one.
func TestDecideIntoAllocatesNothing(t *testing.T) {
	engine := engineOf(t, policies.Options{})
	age, ctx := 30, t.Context()
	for name, q := range map[string]decision.Question{
		"permitted":   {Notice: "school", Action: "use", Categories: []string{"usage"}, Purpose: "service"},
		"obligations": {Notice: "school", Action: "send", Categories: []string{"email"}, Purpose: "news", Age: &age, Gates: map[string]decision.Act{"agreed": {Happened: true}, "no-mail": {}}},
		"barred":      {Notice: "school", Action: "use", Categories: []string{"health"}, Purpose: "news"},
	} {
		var a decision.Answer
		if n := testing.AllocsPerRun(100, func() { engine.DecideInto(ctx, &q, &a) }); n > 0 {
			t.Errorf("%s: %v allocations: %s", name, n, asJSON(a))
		}
	}
}

func FuzzTablesAgreeWithRego(f *testing.F) {
	for _, seed := range append(faultyQuestions()[:200], allowed, ``, `null`,
		`{"notice":"school","action":"respond","right":"access","since":{"request":"2026-02-28"},"strict":false}`,
		`{"notice":"school","action":"retain","categories":["contact"],"since":{"left":"9999-12-31T23:59:59.9Z"},"on":"0001-01-01","strict":false}`,
		`{"notice":"school","action":"send","gates":{"agreed":{"on":null,"by":"person"},"no-mail":false},"place":{"person":"EEA"}}`) {
		f.Add([]byte(seed))
	}
	normative, quick := both(f, school(f), policies.Options{})
	f.Fuzz(func(t *testing.T, question []byte) {
		if diff := partJSON(normative, quick, string(question)); diff != "" {
			t.Errorf("%s\nRego and tables part (-Rego +tables):\n%s", question, diff)
		}
	})
}
