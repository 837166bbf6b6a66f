package policies_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
)

var updateLaws = flag.Bool("update-laws", false, "rewrite what the laws find in the examples")

// today is the day on which the law is asked.
var today = inventory.Date{Y: 2026, M: 11, D: 21, Precision: inventory.Day}

// TestLawsOfExamples holds the worked examples against every law they switch on. What
// a real notice lacks is a golden a lawyer can read.
func TestLawsOfExamples(t *testing.T) {
	root, err := os.OpenRoot("..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	inv, _ := inventory.Load(root.FS())
	set, _ := notices.Resolve(inv)
	review := policies.Check(t.Context(), set, today, nil)
	for _, f := range review.Findings {
		if f.Severity != finding.Note {
			t.Errorf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
	tables := map[string]*strings.Builder{}
	for _, r := range review.Rows {
		name := r.Notice + "." + r.Law + ".txt"
		if tables[name] == nil {
			tables[name] = &strings.Builder{}
			fmt.Fprintf(tables[name], "%s under %s as %s\n", r.Notice, r.Law, r.Capacity)
		}
		b := tables[name]
		fmt.Fprintf(b, "\n%s: %s\n  %s: %s\n", r.Check.ID, r.Check.Title, r.State, r.Check.Cited())
		for _, e := range r.Entries {
			fmt.Fprintf(b, "  + %s\n", e.ID)
		}
		for _, f := range r.Lacking {
			fmt.Fprintf(b, "  - %s: %s\n", f.Place.File, f.Message)
		}
		if r.Why != "" {
			fmt.Fprintf(b, "  = %s\n", r.Why)
		}
	}
	old, _ := filepath.Glob("testdata/laws/*.txt")
	for _, name := range old {
		if tables[filepath.Base(name)] == nil {
			t.Errorf("%s: the notice is not asked by that law", name)
		}
	}
	for name, b := range tables {
		at := filepath.Join("testdata/laws", name)
		if *updateLaws {
			if err := os.MkdirAll("testdata/laws", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, _ := os.ReadFile(at)
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s (-want +got; rewrite with -update-laws):\n%s", at, diff)
		}
	}
}

const head = "[notice]\ntitle = \"A\"\nlanguage = \"en\"\n"

const party = "\n[party]\nname = \"A\"\n\n[category.scores]\nlabel = \"scores\"\nclass = \"student\"\n"

const york = head + "laws = [\"us-ny-2d\"]\n" + party + "\n[capacity]\nus-ny-2d = \"contractor\"\n"

// lawful checks a workspace of one notice and other files.
func lawful(t *testing.T, on inventory.Date, notice string, more ...string) policies.Review {
	t.Helper()
	return policies.Check(t.Context(), setOf(t, notice, more...), on, nil)
}

// setOf resolves a workspace of one notice and other files.
func setOf(t *testing.T, notice string, more ...string) *notices.Set {
	t.Helper()
	files := fstest.MapFS{"notices/a/notice.toml": {Data: []byte(notice)}}
	for i := 0; i < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	inv, _ := inventory.Load(files)
	set, _ := notices.Resolve(inv)
	return set
}

// codes are the codes of findings with their severities, those of one code once.
func codes(fs []finding.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Code+" "+f.Severity.String())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// standing is how the notice stands to a demand.
func standing(t *testing.T, r policies.Review, check string) policies.State {
	t.Helper()
	for _, row := range r.Rows {
		if row.Check.ID == check {
			return row.State
		}
	}
	return ""
}

func TestSwitchingLawsOn(t *testing.T) {
	addendum := func(keys string) []string {
		return []string{"notices/a/new-york.toml", "[addendum]\ntitle = \"New York\"\n" + keys}
	}
	tests := []struct {
		name, notice string
		more         []string
		want         []string // findings that are about the switching
		asked        int
	}{
		{"no law", head + party, nil, nil, 0},
		{"a law and a capacity", york, nil, nil, 18},
		{"another capacity asks other things", strings.Replace(york, "contractor", "school", 1), nil, nil, 8},
		{"a slip", strings.ReplaceAll(york, "us-ny-2d", "us-ny-2b"), nil, []string{"unknown-law warning"}, 0},
		{"a part of a law's id", strings.ReplaceAll(york, "us-ny-2d", "coppa"), nil, []string{"unknown-law warning"}, 0},
		{"a part of two", strings.ReplaceAll(york, "us-ny-2d", "gdpr"), nil, []string{"unknown-law warning"}, 0},
		{"a law without a pack", head + "laws = [\"br-lgpd\"]\n" + party, nil, []string{"unknown-law note"}, 0},
		{"no capacity", head + "laws = [\"us-ny-2d\"]\n" + party, nil, []string{"no-capacity error"}, 3},
		{"a capacity that the law does not know", strings.Replace(york, "contractor", "processor", 1), nil, []string{"unknown-capacity error"}, 3},
		{"the party's role is a capacity", head + "laws = [\"us-ny-2d\"]\n[party]\nname = \"A\"\nrole = \"contractor\"\n", nil, nil, 18},
		{"an addendum", head + party, addendum("law = \"us-ny-2d\"\nrole = \"contractor\"\n"), nil, 18},
		{"an addendum with a law in words", head + party, addendum("law = \"Education Law\"\n"), nil, 0},
		{"an addendum that proposes a law", head + party, addendum("where = { customer = \"US-NY\" }\n"), []string{"law-proposed note"}, 0},
		{"a statement that proposes a law", head + party + "\n[[duty]]\nid = \"copy\"\nright = \"access\"\nwhere = { customer = \"US-NY\" }\n", nil, []string{"law-proposed note"}, 0},
		{"a bar there proposes none", head + party + "\n[[bar]]\nid = \"nowhere\"\nwhere = { customer = \"US-NY\" }\n", nil, nil, 0},
		{"an addendum with another law", head + party, addendum("where = { customer = \"US-NY\" }\nlaw = \"br-lgpd\"\n"), []string{"unknown-law note"}, 0},
		{"an addendum for another country", head + party, addendum("where = { customer = \"NZ\" }\n"), nil, 0},
		{"an addendum without the data", head + "\n[party]\nname = \"A\"\n", addendum("where = { customer = \"US-NY\" }\n"), nil, 0},
		{"a topic that nobody asks for", york + "\n[[note]]\nid = \"n\"\nsection = \"security\"\ntext = \"N.\"\nsays = [\"training\", \"trianing\"]\n", nil, []string{"unknown-topic warning"}, 18},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := lawful(t, today, test.notice, test.more...)
			var about []finding.Finding
			for _, f := range r.Findings {
				if f.Law == "" {
					about = append(about, f)
				}
				if f.Place.Line == 0 {
					t.Errorf("%s has no place", f.Code)
				}
			}
			if diff := cmp.Diff(test.want, codes(about)); diff != "" {
				t.Error(diff)
			}
			if len(r.Rows) != test.asked {
				t.Errorf("%d demands, want %d", len(r.Rows), test.asked)
			}
		})
	}
}

// TestWhatCountsUnderALaw: the body and the addenda of the law count, and what holds
// elsewhere does not.
func TestWhatCountsUnderALaw(t *testing.T) {
	note := "\n[[note]]\nid = \"staff\"\nsection = \"security\"\ntext = \"Staff are trained.\"\nsays = [\"training\"]\n"
	for name, test := range map[string]struct {
		file, text string
		want       policies.State
	}{
		"the body":                         {"notices/a/more.toml", note, policies.Met},
		"an addendum of the law":           {"notices/a/ny.toml", "[addendum]\ntitle = \"N\"\nlaw = \"us-ny-2d\"\n" + note, policies.Met},
		"an addendum of its place":         {"notices/a/ny.toml", "[addendum]\ntitle = \"N\"\nwhere = { customer = \"US-NY\" }\n" + note, policies.Met},
		"an addendum of another place":     {"notices/a/wy.toml", "[addendum]\ntitle = \"N\"\nwhere = { customer = \"US-WY\" }\n" + note, policies.Lacking},
		"an addendum of more places":       {"notices/a/us.toml", "[addendum]\ntitle = \"N\"\nwhere = { customer = [\"US-NY\", \"US-WY\"] }\n" + note, policies.Lacking},
		"an addendum of another law":       {"notices/a/ct.toml", "[addendum]\ntitle = \"N\"\nlaw = \"us-ct-16-189\"\nwhere = { customer = \"US-NY\" }\n" + note, policies.Lacking},
		"an addendum for other people":     {"notices/a/ny.toml", "[addendum]\ntitle = \"N\"\nwhere = { person = \"US-NY\" }\n" + note, policies.Lacking},
		"an issue, which says what is not": {"notices/a/more.toml", "[[issue]]\nid = \"staff\"\nkind = \"gap\"\ntext = \"Staff are not trained.\"\nsays = [\"training\"]\n", policies.Lacking},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, lawful(t, today, york, test.file, test.text), "ny2d-121-6-training"); got != test.want {
				t.Errorf("training is %q, want %q", got, test.want)
			}
		})
	}
}

// TestFindingsOfALaw: a finding says what, where, why, by which law and what to write.
func TestFindingsOfALaw(t *testing.T) {
	r := lawful(t, today, york, "notices/a/host.toml", "[recipient.host]\nkind = \"processor\"\nlabel = \"Example Cloud\"\n")
	at := map[string]finding.Finding{}
	for _, f := range r.Findings {
		at[f.Code] = f
	}
	f := at["ny2d-121-9-subs"]
	if f.Place.File != "notices/a/host.toml" || f.Message != "nothing says that a contract binds Example Cloud to the same duties" || f.Law != "8 NYCRR 121.9(b)" || f.Why == "" || f.Help == "" || f.Notice != "a" {
		t.Errorf("%+v", f)
	}
	f = at["ny2d-121-3-c-6"]
	if f.Place.File != "notices/a/notice.toml" || f.Place.Line != 4 || f.Place.Col != 9 || !strings.Contains(f.Help, `says = ["encryption-at-rest", "encryption-in-transit"]`) {
		t.Errorf("%+v", f)
	}
	if got := at["ny2d-121-10-cost"].Severity; got != finding.Warning {
		t.Errorf("who pays for telling people is %s", got)
	}
	if got, want := r.Closing(), "us-ny-2d: 18 demands asked: 0 met, 18 lacking, 0 accepted; not legal advice; packs last reviewed on 2026-11-21; 0 rows unconfirmed"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestLawsWait: of a notice of which a slip has left an entry out nothing is lacking yet.
func TestLawsWait(t *testing.T) {
	for name, text := range map[string]string{
		"a line that cannot be read":   "[recipient.host]\nkind = “processor”\nlabel = \"Example Cloud\"\n",
		"an entry without an id":       "[[bar]]\npurposes = [\"ads\"]\n",
		"a table nobody knows":         "[receiver.host]\nlabel = \"Example Cloud\"\n",
		"a statement about nothing":    "[[use]]\nid = \"ads\"\npurposes = [\"adds\"]\n",
		"an entry that is there twice": "[recipient.host]\nkind = \"staff\"\nlabel = \"a\"\n[recipient.host]\nkind = \"staff\"\nlabel = \"b\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := lawful(t, today, york, "notices/a/more.toml", text)
			if len(r.Rows) != 0 || len(r.Findings) != 0 || len(r.Waiting) != 1 || len(r.Of("us-ny-2d").Waiting) != 1 {
				t.Errorf("%d rows, findings %v, waiting %v", len(r.Rows), r.Findings, r.Waiting)
			}
			if got, want := r.Closing(), "us-ny-2d waits for a: what a slip leaves out is not told again as lacking"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestAcceptingWhatALawFinds: an issue accepts by check and entry, an exception
// switches off for a while, and a workspace may only report.
func TestAcceptingWhatALawFinds(t *testing.T) {
	const check, host = "ny2d-121-9-subs", "\n[recipient.host]\nkind = \"processor\"\nlabel = \"Example Cloud\"\n\n[recipient.mail]\nkind = \"processor\"\nlabel = \"Example Mail\"\n"
	issue := func(about string) string {
		return host + "\n[[issue]]\nid = \"unbound\"\nkind = \"gap\"\ntext = \"No contract is known.\"\naccepts = [\"" + check + "\"]\n" + about
	}
	except := func(until, more string) []string {
		return []string{"candor.toml", "[[exception]]\ncheck = \"" + check + "\"\nreason = \"R\"\nowner = \"O\"\nuntil = " + until + "\n" + more}
	}
	tests := []struct {
		name, text string
		more       []string
		want       policies.State
		found      []string // severities of the check's findings
	}{
		{"nobody", host, nil, policies.Lacking, []string{"error", "error"}},
		{"an issue", issue(""), nil, policies.Accepted, nil},
		{"an issue about both", issue("about = [\"recipient.host\", \"recipient.mail\"]\n"), nil, policies.Accepted, nil},
		{"an issue about one and the notice", issue("about = [\"notice\", \"recipient.host\"]\n"), nil, policies.Lacking, []string{"error"}},
		{"an issue about one", issue("about = [\"recipient.host\"]\n"), nil, policies.Lacking, []string{"error"}},
		{"an exception", host, except("2026-11-21", ""), policies.Excepted, nil},
		{"an exception for the notice", host, except("2026-12-31", "notice = \"a\"\n"), policies.Excepted, nil},
		{"an exception for another notice", host, except("2026-12-31", "notice = \"b\"\n"), policies.Lacking, []string{"error", "error"}},
		{"an exception that ended yesterday", host, except("2026-11-20", ""), policies.Lacking, []string{"warning", "warning"}},
		{"an exception that ended 30 days ago", host, except("2026-10-22", ""), policies.Lacking, []string{"warning", "warning"}},
		{"an exception that ended 31 days ago", host, except("2026-10-21", ""), policies.Lacking, []string{"error", "error"}},
		{"an exception without a day", host, except("\"none\"", ""), policies.Lacking, []string{"error", "error"}},
		{"a workspace that reports", host, []string{"candor.toml", "[publish]\nlaw = \"report\"\n"}, policies.Lacking, []string{"warning", "warning"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := lawful(t, today, york+test.text, test.more...)
			var got []string
			for _, f := range r.Findings {
				if f.Code == check {
					got = append(got, f.Severity.String())
				}
			}
			if s := standing(t, r, check); s != test.want || !slices.Equal(got, test.found) {
				t.Errorf("%s with %v, want %s with %v", s, got, test.want, test.found)
			}
		})
	}
	r := lawful(t, today, york, "candor.toml", "[[exception]]\ncheck = \"ny2d-121-9-sub\"\nreason = \"R\"\nowner = \"O\"\nuntil = 2026-12-31\n")
	if !slices.Contains(codes(r.Findings), "unknown-check warning") {
		t.Errorf("an exception for no check goes unreported: %v", codes(r.Findings))
	}
}

// TestAcceptingForANotice: an issue about entries accepts for these, and what the
// notice as a whole lacks only where it is about the notice, or about nothing.
func TestAcceptingForANotice(t *testing.T) {
	const check = "ny2d-121-6-training"
	for about, want := range map[string]policies.State{
		"": policies.Accepted, "about = [\"notice\"]\n": policies.Accepted, "about = [\"category.scores\", \"notice\"]\n": policies.Accepted,
		"about = [\"category.scores\"]\n": policies.Lacking, "about = [\"party\"]\n": policies.Lacking,
	} {
		r := lawful(t, today, york+"\n[[issue]]\nid = \"untrained\"\nkind = \"gap\"\ntext = \"Nobody is trained.\"\naccepts = [\""+check+"\"]\n"+about)
		if got := standing(t, r, check); got != want {
			t.Errorf("with %q: %s, want %s", about, got, want)
		}
	}
}

// TestAcceptingWhatNothingFinds: a misspelt check among those that an issue accepts is
// told at its place, and the codes of other findings are known.
func TestAcceptingWhatNothingFinds(t *testing.T) {
	r := lawful(t, today, york+"\n[[issue]]\nid = \"untrained\"\nkind = \"gap\"\ntext = \"Nobody is trained.\"\naccepts = [\"masked-contact\", \"ny2d-121-6-trianing\", \"ny2d-121-6-training\"]\n")
	var got []string
	for _, f := range r.Findings {
		if f.Code == "unknown-check" {
			got = append(got, fmt.Sprintf("%d:%d %s; %s", f.Place.Line, f.Place.Col, f.Message, f.Help))
		}
	}
	if diff := cmp.Diff([]string{`20:30 there is no check "ny2d-121-6-trianing"; a similar id is "ny2d-121-6-training"`}, got); diff != "" {
		t.Error(diff)
	}
}

// TestLawInWords: an addendum that names in words a law that has a pack is told so, and one
// whose law has none, or is switched on already, is left alone.
func TestLawInWords(t *testing.T) {
	for _, test := range []struct{ name, laws, law, want string }{
		{"in full", `[]`, "New York Education Law § 2-d", `write law = "us-ny-2d" to have it checked`},
		{"short", `[]`, "NY Ed Law 2-d", `write law = "us-ny-2d" to have it checked`},
		{"a capital letter", `[]`, "us-ny-2D", `write law = "us-ny-2d" to have it checked`},
		{"by its number", `[]`, "Connecticut P.A. 16-189", `write law = "us-ct-16-189" to have it checked`},
		{"by its name", `[]`, "COPPA", `write law = "us-coppa" to have it checked`},
		{"of Canada", `[]`, "PIPEDA", `write law = "ca-pipeda" to have it checked`},
		{"of two, the one it says more of", `[]`, "the UK GDPR", `write law = "uk-gdpr" to have it checked`},
		{"one without a pack", `[]`, "New York General Business Law § 899-aa", ""},
		{"switched on already", `["us-ny-2d"]`, "New York Education Law § 2-d", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := lawful(t, today, head+"laws = "+test.laws+"\n"+party, "notices/a/addenda/x.toml", fmt.Sprintf("[addendum]\ntitle = \"X\"\nwhere = { customer = \"US-NY\" }\nlaw = %q\n\n[[note]]\nid = \"n\"\nsection = \"security\"\ntext = \"N.\"\n", test.law))
			var got string
			for _, f := range r.Findings {
				if f.Code == "unknown-law" {
					got = f.Help
					if f.Severity != finding.Warning || f.Place.Line != 4 {
						t.Errorf("%v", f)
					}
				}
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestHelpWithLaws: what is misspelt is told as what it is.
func TestHelpWithLaws(t *testing.T) {
	note := "\n[[note]]\nid = \"n\"\nsection = \"security\"\ntext = \"N.\"\nsays = [\"trianing\"]\n"
	for _, test := range []struct{ notice, code, help string }{
		{york + note, "unknown-topic", `a similar topic is "training"`},
		{strings.ReplaceAll(york, "us-ny-2d", "coppa"), "unknown-law", `did you mean "us-coppa"?`},
		{strings.ReplaceAll(york, "us-ny-2d", "gdpr"), "unknown-law", `did you mean "eu-gdpr" or "uk-gdpr"?`},
		{strings.ReplaceAll(york, "us-ny-2d", "us-ny-2b"), "unknown-law", `did you mean "us-ny-2d"?`},
		{strings.ReplaceAll(york, "us-ny-2d", "us"), "unknown-law", "candor laws lists the packs"},
		{strings.Replace(york, "us-ny-2d = ", "us-ct-16-189 = ", 1), "no-capacity", "write below [capacity] what you are under this law: us-ny-2d = \"contractor\" (a third-party contractor: it receives student, teacher or principal data under a contract for services with an educational agency) or \"school\" (an educational agency: a school district, BOCES, school or the State Education Department)"},
		{strings.ReplaceAll(york, "us-ny-2d", "us-coppa"), "unknown-capacity", "this law asks the same of all; take the line out"},
	} {
		var got string
		for _, f := range lawful(t, today, test.notice).Findings {
			if f.Code == test.code {
				got = f.Help
			}
		}
		if got != test.help {
			t.Errorf("%s: %q, want %q", test.code, got, test.help)
		}
	}
}

// TestDemandsAreWritten reads what a review writes back: every row, and nothing that a
// spreadsheet would run.
func TestDemandsAreWritten(t *testing.T) {
	r := lawful(t, today, york, "candor.toml", "[[exception]]\ncheck = \"ny2d-121-6-training\"\nreason = \"=HYPERLINK(1)\"\nowner = \"O\"\nuntil = 2026-12-31\n")
	m := policies.Matrix{Review: &r}
	var text bytes.Buffer
	if err := m.JSON(&text); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Demands []struct {
			Check, State, Why string
			Lacking           []struct{ Message string }
		}
		Law string
	}
	if err := json.Unmarshal(text.Bytes(), &got); err != nil || len(got.Demands) != len(r.Rows) || got.Law != r.Closing() {
		t.Errorf("%v: %s", err, text.Bytes())
	}
	table, err := csv.NewReader(bytes.NewReader(m.CSV())).ReadAll()
	if err != nil || len(table) != len(r.Rows)+1 {
		t.Fatalf("%v: %d lines for %d rows", err, len(table), len(r.Rows))
	}
	for i, line := range table[1:] {
		if d := got.Demands[i]; line[4] != d.Check || line[9] != d.State || d.Check == "ny2d-121-6-training" && !strings.HasPrefix(line[10], "'=HYPERLINK(1) (O, until 2026-12-31)") {
			t.Errorf("%v is not %+v", line, d)
		}
	}
}

// BenchmarkCheck holds many notices of one workspace against two laws; the figure to
// watch is that of one notice.
func BenchmarkCheck(b *testing.B) {
	inv, _ := inventory.Load(os.DirFS(".."))
	set, _ := notices.Resolve(inv)
	steptech := set.Notice("steptech")
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprintf("notices=%d", n), func(b *testing.B) {
			many := *set
			many.Notices = slices.Repeat([]*notices.Notice{steptech}, n)
			policies.Check(b.Context(), &many, today, nil) // compiles the packs
			b.ReportAllocs()
			for b.Loop() {
				policies.Check(b.Context(), &many, today, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/float64(n), "ms/notice")
		})
	}
}
