package policies_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
)

// workspace resolves a workspace on disk.
func workspace(t *testing.T, dir string) *notices.Set {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return resolved(t, root.FS())
}

// TestDocumentsOfExample: the invented organisations ask for every document there is, and
// leave no section of any empty.
func TestDocumentsOfExample(t *testing.T) {
	set := workspace(t, "laws/example")
	asked := map[string]bool{}
	for _, n := range set.Notices {
		for _, d := range policies.Documents(n, today) {
			asked[d.Law+"/"+d.ID] = true
			for _, s := range d.Sections {
				if len(s.Entries) == 0 {
					t.Errorf("%s: nothing stands under %q", d.Path, s.Title)
				}
			}
		}
	}
	for _, d := range laws.Documents("") {
		if !asked[d.Name()] {
			t.Errorf("no example of %s", d.Name())
		}
	}
	for _, f := range policies.Check(t.Context(), set, today, nil).Findings {
		if f.Severity != finding.Note {
			t.Errorf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
}

// TestDocumentsAgreeWithChecks: where a law finds that a notice meets what a section of a
// document is demanded by, something stands in that section, in every notice we have.
func TestDocumentsAgreeWithChecks(t *testing.T) {
	filled, empty := 0, 0
	for _, dir := range []string{"..", "laws/example"} {
		set := workspace(t, dir)
		states := map[string]policies.State{}
		for _, row := range policies.Check(t.Context(), set, today, nil).Rows {
			states[row.Notice+" "+row.Check.ID] = row.State
		}
		for _, n := range set.Notices {
			all := *n
			all.Addenda = slices.Clone(n.Addenda)
			all.Laws = slices.Clone(n.Laws)
			for i := range all.Addenda {
				all.Laws = append(all.Laws, all.Addenda[i].Law)
				all.Addenda[i].Statutory = nil
			}
			all.Statutory = nil
			for _, d := range laws.Documents("") {
				if slices.Contains(all.Laws, d.Law) {
					all.Statutory = append(all.Statutory, d.Name())
				}
			}
			for _, d := range policies.Documents(&all, today) {
				for _, s := range d.Sections {
					met := len(s.Checks) > 0 && !slices.ContainsFunc(s.Checks, func(check string) bool { return states[n.ID+" "+check] != policies.Met })
					switch {
					case len(s.Entries) > 0:
						filled++
					case met:
						t.Errorf("%s: %v are met and nothing stands under %q", d.Path, s.Checks, s.Title)
					default:
						empty++
					}
				}
			}
		}
	}
	if filled < 100 || empty < 10 {
		t.Errorf("%d sections with something and %d without: too few to prove anything", filled, empty)
	}
	t.Logf("%d sections with something, %d without", filled, empty)
}

// TestWhatStandsInADocument shows what each list of a section picks and leaves out.
func TestWhatStandsInADocument(t *testing.T) {
	const body = york + `
[category.site]
label = "site data"

[category.grades]
label  = "grades"
within = ["scores"]

[purpose.lessons]
label = "teach"
kind  = "service"

[purpose.ads]
label = "choose advertising"
kind  = "advertising"

[[use]]
id         = "lessons"
categories = ["grades"]
purposes   = ["lessons"]

[[use]]
id         = "visits"
categories = ["site"]
purposes   = ["lessons"]

[[bar]]
id         = "no-ads"
categories = ["scores"]
purposes   = ["ads"]

[[bar]]
id         = "no-lessons"
categories = ["scores"]
purposes   = ["lessons"]
age        = { under = 5 }

[recipient.host]
kind  = "processor"
label = "Example Cloud"

[recipient.spy]
kind  = "processor"
label = "Example Spy"

[[share]]
id         = "hosting"
recipients = ["host"]

[[bar]]
id         = "no-spy"
recipients = ["spy"]

[[keep]]
id     = "end"
from   = "contract-end"
period = "P30D"

[contact.complaints]
for   = ["complaints"]
email = "a@example.org"

[contact.help]
for   = ["support"]
email = "b@example.org"
`
	const addendum = `[addendum]
title     = "New York"
law       = "us-ny-2d"
role      = "contractor"
documents = ["us-ny-2d/supplement", "us-ny-2d/bill-of-rights"]

[[note]]
id      = "term"
section = "scope"
text    = "It ends in June."
says    = ["contract-term"]
`
	const elsewhere = `[addendum]
title = "Another contract"
law   = "us-ny-2d"

[[note]]
id      = "other-term"
section = "scope"
text    = "It ends in July."
says    = ["contract-term"]
`
	set := setOf(t, body, "notices/a/ny.toml", addendum, "notices/a/other.toml", elsewhere)
	got := map[string][]string{}
	var paths []string
	for _, d := range policies.Documents(set.Notices[0], today) {
		paths = append(paths, d.Path)
		for _, s := range d.Sections {
			got[d.ID+": "+s.Title] = s.Entries
		}
	}
	if diff := cmp.Diff([]string{"/a/ny/supplement/", "/a/ny/bill-of-rights/"}, paths); diff != "" {
		t.Error(diff)
	}
	for section, want := range map[string][]string{
		"supplement: 1. Exclusive purposes":                 {"lessons"},
		"supplement: 2. Subcontractors":                     {"recipient.host"},
		"supplement: 3. Term of the contract":               {"note.term"},
		"supplement: 4. Data at the end of the contract":    {"end"},
		"supplement: 7. Encryption":                         nil,
		"bill-of-rights: No sale and no commercial release": {"no-ads"},
		"bill-of-rights: Complaints about breaches":         {"contact.complaints"},
	} {
		if diff := cmp.Diff(want, got[section]); diff != "" {
			t.Errorf("%s: %s", section, diff)
		}
	}
	if _, there := got["bill-of-rights: The State’s data elements"]; there {
		t.Error("a contractor is asked for what a school has to say")
	}
}

// TestAskingForDocuments: what cannot be made is told where it is asked for, with what to
// write instead, and what lacks a section is told with the check that demands it.
func TestAskingForDocuments(t *testing.T) {
	wish := func(name string) string {
		return strings.Replace(york, "\n[party]", "documents = [\""+name+"\"]\n\n[party]", 1)
	}
	addendum := func(keys string) []string {
		return []string{"notices/a/ny.toml", "[addendum]\ntitle = \"N\"\n" + keys}
	}
	tests := []struct {
		name, notice  string
		more          []string
		message, help string // of what cannot be made
		made          int
	}{
		{"a document", wish("us-ny-2d/supplement"), nil, "", "", 1},
		{"a slip", wish("us-ny-2d/suplement"), nil, `no law pack has a document "us-ny-2d/suplement"`, `a similar name is "us-ny-2d/supplement"`, 0},
		{"nothing like any", wish("privacy"), nil, `no law pack has a document "privacy"`, "candor laws lists the documents", 0},
		{"of a law that is off", wish("us-coppa/online-notice"), nil, "the notice does not answer to us-coppa", `write laws = ["us-coppa"] below [notice], or ask for the document in the addendum that names the law`, 0},
		{"of another capacity", strings.Replace(wish("us-ny-2d/supplement"), "contractor", "school", 1), nil, "us-ny-2d/supplement is a document of a contractor, and the notice answers to the law as school", "the capacity stands below [capacity], or as role below [addendum]", 0},
		{"of no capacity", strings.Replace(wish("us-ny-2d/supplement"), "\n[capacity]\nus-ny-2d = \"contractor\"\n", "", 1), nil, "us-ny-2d/supplement is a document of a contractor, and the notice does not say in which capacity it answers to the law", "write below [capacity] what you are under this law: us-ny-2d = \"contractor\" (a third-party contractor: it receives student, teacher or principal data under a contract for services with an educational agency) or \"school\" (an educational agency: a school district, BOCES, school or the State Education Department)", 0},
		{"twice at one address", wish("us-ny-2d/supplement"), []string{"notices/a/us-ny-2d.toml", "[addendum]\ntitle = \"N\"\nlaw = \"us-ny-2d\"\ndocuments = [\"us-ny-2d/supplement\"]\n"}, "us-ny-2d/supplement is asked for twice", "take one of them out", 1},
		{"in an addendum", york, addendum("law = \"us-ny-2d\"\ndocuments = [\"us-ny-2d/supplement\"]\n"), "", "", 1},
		{"in the notice and in an addendum", wish("us-ny-2d/supplement"), addendum("law = \"us-ny-2d\"\ndocuments = [\"us-ny-2d/supplement\"]\n"), "", "", 2},
		{"in an addendum of another law", york, addendum("documents = [\"us-ny-2d/supplement\"]\n"), "this addendum does not answer to us-ny-2d", `write law = "us-ny-2d" below [addendum], or ask for the document below [notice]`, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := setOf(t, test.notice, test.more...)
			if made := policies.Documents(set.Notices[0], today); len(made) != test.made {
				t.Errorf("%d documents, want %d", len(made), test.made)
			}
			message, help := "", ""
			for _, f := range policies.Check(t.Context(), set, today, nil).Findings {
				if f.Code != "unknown-document" {
					continue
				}
				message, help = f.Message, f.Help
				if f.Severity != finding.Error || f.Place.Line < 3 || f.Place.Col != 14 {
					t.Errorf("%s at %v", f.Severity, f.Place)
				}
			}
			if message != test.message || help != test.help {
				t.Errorf("%s; %s\nwant %s; %s", message, help, test.message, test.help)
			}
		})
	}
}

// TestIncompleteDocument: sections that nothing fills are told together, without those
// whose gap an issue of the notice accepts.
func TestIncompleteDocument(t *testing.T) {
	text := strings.Replace(york, "\n[party]", "documents = [\"us-ny-2d/bill-of-rights\"]\n\n[party]", 1) + "\n[[duty]]\nid = \"inspect\"\nright = \"access\"\n"
	for name, test := range map[string]struct{ more, want string }{
		"all":      {"", "us-ny-2d/bill-of-rights has nothing under “No sale and no commercial release” (ny2d-3b-1), “Confidentiality and safeguards” (ny2d-3b-3)"},
		"accepted": {"\n[[issue]]\nid = \"known\"\nkind = \"gap\"\ntext = \"It is not said.\"\naccepts = [\"ny2d-3b-1\"]\n", "us-ny-2d/bill-of-rights has nothing under “Confidentiality and safeguards” (ny2d-3b-3)"},
		"filled":   {"\n[[note]]\nid = \"safe\"\nsection = \"security\"\ntext = \"S.\"\nsays = [\"encryption\", \"firewalls\", \"password-protection\"]\n", "us-ny-2d/bill-of-rights has nothing under “No sale and no commercial release” (ny2d-3b-1)"},
		"none":     {"\n[[issue]]\nid = \"known\"\nkind = \"gap\"\ntext = \"It is not said.\"\naccepts = [\"ny2d-3b-1\", \"ny2d-3b-3\"]\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []finding.Finding
			for _, f := range policies.Check(t.Context(), setOf(t, text+test.more), today, nil).Findings {
				if f.Code == "document-incomplete" {
					got = append(got, f)
				}
			}
			switch {
			case test.want == "":
				if len(got) > 0 {
					t.Errorf("found %+v", got)
				}
			case len(got) != 1 || got[0].Message != test.want || got[0].Severity != finding.Warning || got[0].Place.Line != 5 || !strings.HasPrefix(got[0].Help, "candor explain ny2d-3b-"):
				t.Errorf("got %+v\nwant %s", got, test.want)
			}
		})
	}
}

// TestWhatOnlyTheAgencySays: a contractor is not asked for the sections of the Bill of Rights that
// only the educational agency can fill, and its copy has those to which it says something.
func TestWhatOnlyTheAgencySays(t *testing.T) {
	wish := strings.Replace(york, "\n[party]", "documents = [\"us-ny-2d/bill-of-rights\"]\n\n[party]", 1)
	elements := "\n[[note]]\nid = \"elements\"\nsection = \"rights\"\ntext = \"The State lists them.\"\nsays = [\"data-element-list\"]\n"
	for name, test := range map[string]struct {
		notice string
		want   []string
	}{
		"contractor":                     {wish, []string{"No sale and no commercial release", "Confidentiality and safeguards"}},
		"contractor that speaks of some": {wish + elements, []string{"No sale and no commercial release", "Confidentiality and safeguards", "The State’s data elements"}},
		"agency": {strings.Replace(wish, "contractor", "school", 1), []string{
			"No sale and no commercial release", "Inspecting the education record", "Confidentiality and safeguards", "The State’s data elements", "Complaints about breaches"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range policies.Documents(setOf(t, test.notice).Notices[0], today)[0].Sections {
				got = append(got, s.Title)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("sections %q, want %q", got, test.want)
			}
		})
	}
}

// TestEveryEntryCanStandInADocument: whichever entry says a topic, it stands where the
// topic is wanted, and the page has words for it.
func TestEveryEntryCanStandInADocument(t *testing.T) {
	const says = "says = [\"contract-term\"]\n"
	text := strings.Replace(york, "\n[party]", "documents = [\"us-ny-2d/supplement\"]\n\n[party]", 1)
	var want []string
	for entry, keys := range map[string]string{
		"contact.x": "for = [\"support\"]\nemail = \"a@example.org\"\n", "document.x": "label = \"the contract\"\n", "definition.x": "label = \"Term\"\ntext = \"Three years.\"\n",
		"audience.x": "label = \"people\"\n", "source.x": "kind = \"person\"\nlabel = \"from you\"\n", "category.x": "label = \"data\"\n", "purpose.x": "label = \"teach\"\n",
		"basis.x": "kind = \"contract\"\n", "gate.x": "kind = \"consent\"\nlabel = \"you agree\"\n", "obligation.x": "text = \"We end in June.\"\n", "recipient.x": "kind = \"staff\"\nlabel = \"staff\"\n",
		"cookie.x": "label = \"cookies\"\ndoes = [\"count\"]\n", "right.x": "label = \"ask\"\n", "event.x": "label = \"it ends\"\n",
	} {
		text += "\n[" + entry + "]\n" + keys + says
		want = append(want, entry)
	}
	text += "\n[[note]]\nid = \"n\"\nsection = \"scope\"\ntext = \"It ends in June.\"\n" + says + "\n[[duty]]\nid = \"d\"\nright = \"access\"\n" + says
	want = append(want, "note.n", "d")
	for _, s := range policies.Documents(setOf(t, text).Notices[0], today)[0].Sections {
		if slices.Contains(s.Checks, "ny2d-121-3-c-3-term") {
			if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(s.Entries))); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// TestEditionsOfDocuments: a section stands in a document from the day the law asks for
// it, and where no day is given; what the law no longer asks for is an error.
func TestEditionsOfDocuments(t *testing.T) {
	set := workspace(t, "laws/example")
	home := set.Notice("quillwood-home")
	sections := func(on inventory.Date) (all []string) {
		for _, d := range policies.Documents(home, on) {
			for _, s := range d.Sections {
				all = append(all, s.Title)
			}
		}
		return all
	}
	before, after := date(t, "2026-04-21"), date(t, "2026-04-22")
	for _, c := range []struct {
		on   inventory.Date
		want bool
	}{{before, false}, {after, true}, {inventory.Date{}, true}} {
		if got := slices.Contains(sections(c.on), "How long it is kept"); got != c.want {
			t.Errorf("on %s: %v, want %v", c.on, got, c.want)
		}
	}
	d := laws.Documents("us-coppa")[0]
	whole := d.Edition
	defer func() { d.Edition = whole }()
	for _, c := range []struct {
		name, since, until string
		on                 inventory.Date
		made               bool
		code, message      string
	}{
		{"to come", "2026-04-22", "none", before, false, "document-early", "the law asks for us-coppa/direct-notice from 2026-04-22 on"},
		{"come", "2026-04-22", "none", after, true, "", ""},
		{"last day", "none", "2026-04-22", after, true, "", ""},
		{"gone", "none", "2026-04-21", after, false, "unknown-document", "the law asked for us-coppa/direct-notice until 2026-04-21"},
		{"gone on no day", "none", "2026-04-21", inventory.Date{}, false, "unknown-document", "the law asked for us-coppa/direct-notice until 2026-04-21"},
		{"to come on no day", "2026-04-22", "none", inventory.Date{}, true, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.Edition = inventory.Edition{Since: date(t, c.since), Until: date(t, c.until)}
			if made := slices.ContainsFunc(policies.Documents(home, c.on), func(d policies.Statutory) bool { return d.ID == "direct-notice" }); made != c.made {
				t.Errorf("made: %v, want %v", made, c.made)
			}
			code, message := "", ""
			for _, f := range policies.Check(t.Context(), set, c.on, nil).Findings {
				if f.Code == "document-early" || f.Code == "unknown-document" {
					code, message = f.Code, f.Message
				}
			}
			if code != c.code || message != c.message {
				t.Errorf("%s: %s; want %s: %s", code, message, c.code, c.message)
			}
		})
	}
}

func date(t *testing.T, s string) inventory.Date {
	t.Helper()
	d, err := inventory.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestSignedDocuments: a document is signed where it belongs to one contract.
func TestSignedDocuments(t *testing.T) {
	const contract = "\n[document.c]\nlabel = \"the contract\"\nwith = \"Example Falls\"\n"
	wish := strings.Replace(york, "\n[party]", "documents = [\"us-ny-2d/supplement\"]\n\n[party]", 1)
	below := []string{"notices/a/ny.toml", "[addendum]\ntitle = \"N\"\nlaw = \"us-ny-2d\"\ndocuments = [\"us-ny-2d/supplement\"]\n"}
	for name, c := range map[string]struct {
		set  *notices.Set
		want bool
	}{
		"of no contract":            {setOf(t, wish), false},
		"of the notice's contract":  {setOf(t, wish+contract), true},
		"of another's contract":     {setOf(t, wish, "notices/a/ny.toml", "[addendum]\ntitle = \"N\"\n"+contract), false},
		"of an addendum":            {setOf(t, york, below...), true},
		"of an addendum's contract": {setOf(t, york, below[0], below[1]+contract), true},
	} {
		t.Run(name, func(t *testing.T) {
			all := policies.Documents(c.set.Notices[0], today)
			if len(all) != 1 || all[0].Signed != c.want {
				t.Errorf("got %+v", all)
			}
		})
	}
}

// TestContractsOfAnAddendum: a contract stands in the documents of its addendum, and meets
// what the law asks there and nowhere else.
func TestContractsOfAnAddendum(t *testing.T) {
	const addendum = "[addendum]\ntitle = \"N\"\nlaw = \"us-ny-2d\"\ndocuments = [\"us-ny-2d/supplement\"]\n[document.c]\nlabel = \"the contract\"\nwith = \"Example Falls\"\nbegins = 2026-07-01\nends = 2029-06-30\n"
	const other = "[addendum]\ntitle = \"O\"\nlaw = \"us-ct-16-189\"\n[document.o]\nlabel = \"another contract\"\nwith = \"Maplebrook\"\n"
	set := setOf(t, york, "notices/a/ny.toml", addendum, "notices/a/other.toml", other)
	for _, s := range policies.Documents(set.Notices[0], today)[0].Sections {
		if slices.Contains(s.Checks, "ny2d-121-3-c-3-term") && !slices.Equal(s.Entries, []string{"document.c"}) {
			t.Errorf("the contract is %v", s.Entries)
		}
	}
	for _, row := range policies.Check(t.Context(), set, today, nil).Rows {
		if row.Check.ID == "ny2d-121-3-c-3-term" && (row.State != policies.Met || len(row.Entries) != 1 || row.Entries[0].Path != "/a/#document-c") {
			t.Errorf("the term is %s by %v", row.State, row.Entries)
		}
	}
}

// TestDocumentsInTheReviewOfALaw: what is wrong with a document of a law stands in the
// review of that law alone.
func TestDocumentsInTheReviewOfALaw(t *testing.T) {
	text := strings.Replace(york, "\n[party]", "documents = [\"us-ny-2d/bill-of-rights\", \"us-ny-2d/no-such\", \"us-coppa/online-notice\"]\n\n[party]", 1)
	review := policies.Check(t.Context(), setOf(t, text), today, nil)
	for law, want := range map[string][]string{"us-ny-2d": {"document-incomplete", "unknown-document"}, "us-coppa": {"unknown-document"}, "eu-gdpr": nil} {
		of := review.Of(law)
		var got []string
		for _, f := range of.Findings {
			if strings.Contains(f.Code, "document") {
				got = append(got, f.Code)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || len(of.Documents) != len(want) {
			t.Errorf("%s: %v in %d documents, want %v", law, got, len(of.Documents), want)
		}
	}
	states := map[policies.State]int{}
	for _, s := range review.Of("us-ny-2d").Documents[0].Sections {
		states[s.State]++
	}
	if states[policies.Lacking] == 0 {
		t.Errorf("the sections stand %v", states)
	}
}

// BenchmarkDocuments makes the documents of a notice that asks for three, and of one that
// asks for none; the figure to watch is the second, which every notice pays.
func BenchmarkDocuments(b *testing.B) {
	for _, x := range []struct{ name, dir, notice string }{{"three", "laws/example", "quillwood-schools"}, {"none", "..", "steptech"}} {
		b.Run(x.name, func(b *testing.B) {
			inv, _ := inventory.Load(os.DirFS(x.dir))
			set, _ := notices.Resolve(inv)
			n := set.Notice(x.notice)
			b.ReportAllocs()
			for b.Loop() {
				policies.Documents(n, today)
			}
		})
	}
}
