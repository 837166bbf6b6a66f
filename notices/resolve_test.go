package notices_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// statement finds a statement of a set's only notice.
func statement(t *testing.T, set *notices.Set, id string) notices.Statement {
	t.Helper()
	for _, s := range set.Notices[0].Statements {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("there is no statement %q", id)
	return notices.Statement{}
}

func TestDefaults(t *testing.T) {
	everything := []string{"collect", "use", "store", "retain", "access", "display", "send", "share", "transfer", "feature", "decide", "delete"}
	cases := []struct {
		name, toml string
		actions    []string
		section    string
	}{
		{"use", "[[use]]\nid = \"x\"\ncategories = [\"payment\"]", []string{"use"}, "use"},
		{"share", "[[share]]\nid = \"x\"\ncategories = [\"payment\"]\nrecipients = [\"circle\"]", []string{"share"}, "sharing"},
		{"keep", "[[keep]]\nid = \"x\"\ncategories = [\"payment\"]\nperiod = \"P1Y\"", []string{"retain"}, "retention"},
		{"bar", "[[bar]]\nid = \"x\"\ncategories = [\"payment\"]", everything, "use"},
		{"closed", "[[closed]]\nid = \"x\"\ncategories = [\"payment\"]", everything, "sharing"},
		{"duty", "[[duty]]\nid = \"x\"\nright = \"access\"", []string{"respond"}, "rights"},
		{"bar on collecting", "[[bar]]\nid = \"x\"\nactions = [\"collect\"]\ncategories = [\"payment\"]", []string{"collect"}, "collection"},
		{"bar on keeping", "[[bar]]\nid = \"x\"\nactions = [\"store\", \"retain\"]\ncategories = [\"payment\"]", []string{"store", "retain"}, "retention"},
		{"bar on transfers", "[[bar]]\nid = \"x\"\nactions = [\"transfer\"]\ncategories = [\"payment\"]", []string{"transfer"}, "transfers"},
		{"bar on a recipient", "[[bar]]\nid = \"x\"\nrecipients = [\"circle\"]", everything, "sharing"},
		{"bar on an age", "[[bar]]\nid = \"x\"\nage = { under = 13 }\nactions = [\"collect\"]", []string{"collect"}, "children"},
		{"bar on young people", "[[bar]]\nid = \"x\"\naudiences = [\"pupils\"]\npurposes = [\"ads\"]", everything, "children"},
		{"complaint", "[[duty]]\nid = \"x\"\nright = \"complaint\"", []string{"respond"}, "complaints"},
		{"change", "[[duty]]\nid = \"x\"\nevent = \"change\"\nowed = [\"tell\"]", []string{"respond"}, "changes"},
		{"breach", "[[duty]]\nid = \"x\"\nevent = \"breach\"\nowed = [\"tell\"]", []string{"respond"}, "security"},
		{"event", "[[duty]]\nid = \"x\"\nevent = \"contract\"\nowed = [\"tell\"]", []string{"respond"}, "rights"},
		{"section of its author", "[[use]]\nid = \"x\"\ncategories = [\"payment\"]\nsection = \"cookies\"", []string{"use"}, "cookies"},
		{"actions in order, once", "[[use]]\nid = \"x\"\ncategories = [\"payment\"]\nactions = [\"store\", \"use\", \"collect\", \"use\"]", []string{"collect", "use", "store"}, "use"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			set, _ := resolve(t, c.toml)
			s := statement(t, set, "x")
			if diff := cmp.Diff(c.actions, s.Actions); diff != "" {
				t.Errorf("actions:\n%s", diff)
			}
			if s.Section != c.section {
				t.Errorf("section %q, want %q", s.Section, c.section)
			}
			if s.Anchor != "x" || s.Path != "/test/#x" {
				t.Errorf("anchor %q, path %q", s.Anchor, s.Path)
			}
		})
	}
}

// TestClock shows from which event a deadline runs where its author does not say.
func TestClock(t *testing.T) {
	for _, c := range []struct{ toml, want string }{
		{`right = "access"`, "request"},
		{`event = "breach"`, "breach"},
		{`event = ["breach", "breach"]`, "breach"},
		{`event = ["breach", "move"]`, "request"},
		{"event = \"breach\"\nclock = \"request\"", "request"},
		{"right = \"access\"\nclock = \"contract-end\"", "contract-end"},
	} {
		set, _ := resolve(t, "[[duty]]\nid = \"x\"\nwithin = \"P3D\"\nowed = [\"tell\"]\n"+c.toml+"\n")
		if got := statement(t, set, "x").Duty.Clock; got != c.want {
			t.Errorf("%s: clock %q, want %q", c.toml, got, c.want)
		}
	}
}

func TestVocabulary(t *testing.T) {
	set, found := resolve(t, `
[category.all]
label = "All data"

[category.half]
label  = "half of it"
within = ["all"]

[category.quarter]
label  = "a quarter"
within = ["half"]

[audience.outsiders]
label   = "outsiders"
covered = false
role    = "processor"

[gate.a]
kind    = "consent"
label   = "you agree"
instead = ["b"]

[gate.b]
kind    = "consent"
label   = "your parent agrees"
instead = ["c"]

[gate.c]
kind    = "consent"
label   = "your school agrees"

[recipient.lab]
kind          = "processor"
label         = "The lab"
location-says = "Europe"
outside       = "EEA"
gates         = ["safeguard"]
contact       = "privacy"
owed          = ["tell"]

[recipient.host]
kind     = "processor"
label    = "The host"
location = "US"

[[use]]
id         = "x"
categories = ["all"]
purposes   = ["services"]
bases      = ["contract", "research"]
gates      = ["a"]

[[keep]]
id         = "k"
categories = ["all"]
while      = "account-open"
from       = "account-deactivated"
period     = "P12M"
then       = ["anonymise", "delete"]

[[duty]]
id      = "d"
right   = "access"
contact = "privacy"

[[issue]]
id      = "i"
kind    = "gap"
text    = "Something is missing."
about   = ["category.all"]
between = ["x"]
`)
	for _, f := range found {
		t.Errorf("%s: %s", f.Code, f.Message)
	}
	n := set.Notices[0]
	for _, c := range n.Categories {
		want := map[string][]string{"all": {"half", "quarter"}, "half": {"quarter"}}[c.ID]
		if !slices.Equal(c.Members, want) {
			t.Errorf("members of %s: %v, want %v", c.ID, c.Members, want)
		}
		if c.ID == "half" {
			if diff := cmp.Diff([]notices.Ref{{ID: "all", Anchor: "category-all", Label: "all data"}}, c.Within); diff != "" {
				t.Error(diff)
			}
		}
	}
	for _, a := range n.Audiences {
		if want := a.ID != "outsiders"; a.Covered != want {
			t.Errorf("%s: covered %t", a.ID, a.Covered)
		}
		if want := map[bool]string{true: "processor", false: "controller"}[a.ID == "outsiders"]; a.Role != want {
			t.Errorf("%s: role %q, want %q", a.ID, a.Role, want)
		}
	}
	gate := map[string]notices.Gate{}
	for _, g := range n.Gates {
		gate[g.ID] = g
	}
	if got := gate["a"].Instead; !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("a opens by %v", got)
	}
	if g, named := gate["account-open"]; !named || g.Kind != "fact" || g.Denies || g.Label != "your account is open" {
		t.Errorf("account-open: %+v", g)
	}
	if _, named := gate["identity-verified"]; named {
		t.Error("identity-verified is listed and nothing names it")
	}
	if !gate["safeguard"].Denies || gate["linked"].Denies || !gate["opt-out"].Denies {
		t.Error("every gate denies but a plain fact")
	}
	recipient := map[string]notices.Recipient{}
	for _, r := range n.Recipients {
		recipient[r.ID] = r
	}
	lab := recipient["lab"]
	if lab.LocationName != "Europe" || lab.OutsideName != "the European Economic Area" || lab.Contact == nil || lab.Contact.Email != "privacy@example.com" || len(lab.Owed) != 1 {
		t.Errorf("lab: %+v", lab)
	}
	if got := recipient["host"].LocationName; got != "the United States" {
		t.Errorf("host is in %q", got)
	}
	var bases []string
	for _, b := range n.Bases {
		bases = append(bases, b.ID)
		if b.ID == "contract" && (b.Own || b.Label != "contract") {
			t.Errorf("contract: %+v", b)
		}
	}
	if !slices.Equal(bases, []string{"marketing", "interest", "research", "contract"}) {
		t.Errorf("bases %v", bases)
	}
	if k := statement(t, set, "k").Keep; k.Ending.ID != "delete-or-anonymise" || k.Words != "12 months" {
		t.Errorf("keep: %+v", k)
	}
	if d := statement(t, set, "d").Duty; d.Contact == nil || d.Contact.ID != "privacy" {
		t.Errorf("duty: %+v", d)
	}
	if got := n.Issues[0].Runtime; got != "stricter" {
		t.Errorf("issue read as %q", got)
	}
	if got := n.Events; !slices.ContainsFunc(got, func(e notices.Event) bool { return e.ID == "request" }) {
		t.Errorf("the clock of the duty is not among the events %v", got)
	}
}

// TestBrokenEntries shows that a statement that names something unknown is left
// out, and that the rest is still resolved.
func TestBrokenEntries(t *testing.T) {
	list := func(key string, ids ...string) inventory.Value { return inventory.Value{Name: key, List: ids} }
	inv := &inventory.Inventory{Notices: []*inventory.Notice{{ID: "n", Publish: true, Entries: []*inventory.Entry{
		{Kind: inventory.KindCategory, ID: "known", Values: []inventory.Value{{Name: "label", Text: "something"}, list("within", "nowhere", "known")}},
		{Kind: inventory.KindUse, ID: "broken", Values: []inventory.Value{list("categories", "known", "unknown")}},
		{Kind: inventory.KindUse, ID: "whole", Values: []inventory.Value{list("categories", "known")}},
		{Kind: inventory.KindUse, ID: "whole", Values: []inventory.Value{list("categories", "known")}},
		{Kind: inventory.KindKeep, ID: "kept", Values: []inventory.Value{list("categories", "known")}},
		{Kind: "nonsense", ID: "x"},
	}}}}
	set, _ := notices.Resolve(inv)
	var got []string
	for _, s := range set.Notices[0].Statements {
		got = append(got, s.ID+": "+s.Sentence.Text)
	}
	want := []string{
		"whole: We use something.",
		"kept: We keep something for as long as we need it for the purposes described in this notice.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if refs := set.Notices[0].Categories[0].Within; len(refs) != 1 {
		t.Errorf("within %v", refs)
	}
}

func TestSetLeavesBasesOut(t *testing.T) {
	inv := &inventory.Inventory{
		Workspace: inventory.Workspace{Title: "Site", BaseURL: "https://example.com", Banner: "A demonstration."},
		Notices:   []*inventory.Notice{{ID: "z", Publish: true}, {ID: "base"}, {ID: "a", Publish: true}},
	}
	set, found := notices.Resolve(inv)
	if len(set.Notices) != 2 || set.Notices[0].ID != "a" || set.Notices[1].ID != "z" || len(found) != 0 {
		t.Errorf("%d notices, findings %v", len(set.Notices), found)
	}
	if set.Notice("a") != set.Notices[0] || set.Notice("base") != nil {
		t.Error("notices are not found by id")
	}
	if set.Title != "Site" || set.BaseURL != "https://example.com" || set.Banner != "A demonstration." {
		t.Errorf("set: %+v", set)
	}
}

func TestVersion(t *testing.T) {
	for _, c := range []struct{ name, toml, want string }{
		{"its own name", "version = \"7\"\neffective = 2026-01-31", "7"},
		{"effective", "effective = \"2026-01\"\nupdated = 2026-02-01", "2026-01"},
		{"updated", "updated = 2026-02-01", "2026-02-01"},
		{"none", "effective = \"none\"", "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inv, _ := inventory.Load(fstest.MapFS{
				"candor.toml":              {Data: []byte("title = \"T\"\n")},
				"notices/test/notice.toml": {Data: []byte("[notice]\ntitle = \"T\"\nlanguage = \"en\"\n" + c.toml + "\n[party]\nname = \"P\"\n")},
			})
			set, _ := notices.Resolve(inv)
			if got := set.Notices[0].Version; got != c.want {
				t.Errorf("version %q, want %q", got, c.want)
			}
		})
	}
}

// TestLanguageWithoutWords falls back to English and says so.
func TestLanguageWithoutWords(t *testing.T) {
	vocabulary, err := os.ReadFile("testdata/vocabulary.toml")
	if err != nil {
		t.Fatal(err)
	}
	load := func(tag string) (*notices.Set, []finding.Finding) {
		text := strings.Replace(string(vocabulary), `language = "en"`, `language = "`+tag+`"`, 1)
		inv, _ := inventory.Load(fstest.MapFS{
			"candor.toml":            {Data: []byte("title = \"T\"\n")},
			"notices/test/all.toml":  {Data: []byte(text)},
			"notices/test/uses.toml": {Data: []byte("[[use]]\nid = \"x\"\ncategories = [\"payment\"]\n")},
		})
		return notices.Resolve(inv)
	}
	set, found := load("cy")
	if len(found) != 1 || found[0].Code != "no-words" || found[0].Severity != finding.Warning || found[0].Place.Line == 0 {
		t.Errorf("findings %v", found)
	}
	if got := statement(t, set, "x").Sentence.Text; got != "We use payment details." {
		t.Errorf("sentence %q", got)
	}
	if _, found := load("en-GB"); len(found) != 0 {
		t.Errorf("English of Britain: %v", found)
	}
}

// TestAcceptedByIssue shows that an issue answers a warning about what it names,
// and never an error.
func TestAcceptedByIssue(t *testing.T) {
	const duty = "[[duty]]\nid = \"x\"\nright = \"access\"\ntext = \"We answer within 30 days.\"\n"
	const bar = "[[bar]]\nid = \"x\"\ncategories = [\"student-data\"]\npurposes = [\"ads\"]\ntext = \"Advertisers use student data.\"\n"
	const issue = "[[issue]]\nid = \"i\"\nkind = \"unclear\"\ntext = \"The original says so.\"\nbetween = [\"x\"]\naccepts = [\"text-adds-figure\", \"text-omits-no\"]\n"
	if _, found := resolve(t, duty); len(found) != 1 {
		t.Errorf("findings %v", found)
	}
	if _, found := resolve(t, duty+issue); len(found) != 0 {
		t.Errorf("findings %v", found)
	}
	if _, found := resolve(t, bar+issue); len(found) != 1 {
		t.Errorf("an issue must not answer an error: %v", found)
	}
}

// TestExamplesResolve expects the worked examples whole: every entry of the
// inventory in the model, no error, anchors that differ.
func TestExamplesResolve(t *testing.T) {
	set, found := resolveExamples(t)
	for _, f := range found {
		if f.Severity == finding.Error {
			t.Errorf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
	for _, n := range set.Notices {
		anchors := map[string]bool{}
		for _, s := range n.Statements {
			if anchors[s.Anchor] {
				t.Errorf("%s: anchor %q twice", n.ID, s.Anchor)
			}
			anchors[s.Anchor] = true
			if set.Internal[n.ID].Record(s.ID).Place.IsZero() {
				t.Errorf("%s: no record of %q", n.ID, s.ID)
			}
		}
		if len(n.Statements) == 0 {
			t.Errorf("%s has no statements", n.ID)
		}
	}
}

// BenchmarkResolve resolves the five worked examples, one notice of 19 KB, and a
// thousand that extend one base.
func BenchmarkResolve(b *testing.B) {
	examples, err := os.OpenRoot(workspace)
	if err != nil {
		b.Fatal(err)
	}
	defer examples.Close()
	full, err := os.ReadFile("testdata/full.toml")
	if err != nil {
		b.Fatal(err)
	}
	one := fstest.MapFS{"notices/full/notice.toml": {Data: full}}
	thousand := fstest.MapFS{"notices/base/notice.toml": {Data: bytes.Replace(full, []byte("[notice]"), []byte("[notice]\npublish = false"), 1)}}
	for i := range 1000 {
		thousand[fmt.Sprintf("notices/n%d/notice.toml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "[notice]\nextends = \"base\"\ntitle = \"Notice %d\"\n", i)}
	}
	for _, c := range []struct {
		name string
		fsys fs.FS
	}{{"examples", examples.FS()}, {"full", one}, {"thousand", thousand}} {
		b.Run(c.name, func(b *testing.B) {
			inv, _ := inventory.Load(c.fsys)
			b.ReportAllocs()
			for b.Loop() {
				notices.Resolve(inv)
			}
		})
	}
}

// TestFindingsAreExplained expects a page for every code this package reports.
func TestFindingsAreExplained(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?:Code: |reportText\(e, )"([a-z-]+)"`)
	seen := 0
	for _, file := range sources {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(text), -1) {
			seen++
			if p, ok := finding.Explain(m[1]); !ok || p.Why == "" || p.Wrong == "" || p.Right == "" {
				t.Errorf("%s is not explained", m[1])
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d codes were found", seen)
	}
}
