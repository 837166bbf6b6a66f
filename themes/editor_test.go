package themes

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// The tests of this file are what an editor would strike in a page.

// page renders one notice and returns its page, its Markdown and its plain text.
func page(t *testing.T, n *notices.Notice) (doc *html.Node, md, txt string) {
	t.Helper()
	files := render(t, Site{Title: "x", Notices: []*notices.Notice{n}})
	doc, err := html.Parse(strings.NewReader(string(files[n.ID+"/index.html"])))
	if err != nil {
		t.Fatal(err)
	}
	if fs := Verify(n, files[n.ID+"/index.html"]); len(fs) > 0 {
		t.Error(messages(fs))
	}
	return doc, string(files[n.ID+"/notice.md"]), string(files[n.ID+"/notice.txt"])
}

// statement finds a statement of the fixture.
func statement(t *testing.T, n *notices.Notice, id string) *notices.Statement {
	t.Helper()
	i := slices.IndexFunc(n.Statements, func(s notices.Statement) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no statement %q", id)
	}
	return &n.Statements[i]
}

// TestSentenceCase: an item that stands by itself begins with a capital.
func TestSentenceCase(t *testing.T) {
	s := examples(t)
	for _, n := range append(slices.Clone(s.Notices), fixture()) {
		v := viewOf(t, n)
		check := func(items ...string) {
			for _, s := range items {
				if upper(s) != s {
					t.Errorf("%s: %q", n.ID, s)
				}
			}
		}
		for _, list := range [][]link{v.Brief.For, v.Brief.Data, v.Brief.Why, v.Brief.Shared, v.Brief.Can} {
			check(texts(list)...)
		}
		for _, e := range v.Brief.Never {
			check(e.Text)
		}
		for _, s := range v.Sections {
			for _, src := range s.Sources {
				check(src.Occasions...)
			}
			for _, g := range s.Groups {
				for _, note := range g.Notes {
					check(note.Items...)
				}
			}
		}
		doc, _, _ := page(t, n)
		for e := range doc.Descendants() {
			if attr(e, "class") == "facts" {
				for d := range e.Descendants() {
					words := fold(text(d))
					if (d.Data == "dd" || d.Data == "li") && upper(words) != words {
						t.Errorf("%s, in the facts of a card: %q", n.ID, words)
					}
				}
			}
		}
	}
}

// TestCapitals: names and addresses keep the form they have.
func TestCapitals(t *testing.T) {
	got := capitals([]string{"locks", "iPhone apps", "www.garden.example, our site", "info@garden.example", "etc. and more", "Ångström", "ärger", ""})
	want := []string{"Locks", "iPhone apps", "www.garden.example, our site", "info@garden.example", "Etc. and more", "Ångström", "Ärger", ""}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestMembersInTheirGroup: a category with nothing but its name has its place in
// the line of its group, and an entry as soon as there is more to say of it.
func TestMembersInTheirGroup(t *testing.T) {
	n := fixture()
	n.Categories = append(n.Categories, notices.Category{ID: "second", Anchor: "category-second", Label: "second group", Members: []string{"grades"}, List: "illustrative"})
	for i := range n.Categories {
		if n.Categories[i].ID == "grades" {
			n.Categories[i].List = "open" // of nothing
			n.Categories[i].Within = append(n.Categories[i].Within, notices.Ref{ID: "second"})
		}
	}
	doc, md, txt := page(t, n)
	if e := indexTree(doc).node("category-grades"); e == nil || e.Data != "span" || text(e) != "course results" || !strings.Contains(text(e.Parent), "Pupil data") {
		t.Errorf("course results have no place in the line of pupil data: %+v", e)
	}
	for _, line := range []string{"\n- Pupil data: health information (special category), course results. ", "\n- Second group, such as course results.\n"} {
		if got := strings.ReplaceAll(md, "**", ""); !strings.Contains(got, line) {
			t.Errorf("notice.md lacks %q", line)
		}
		if got := strings.ReplaceAll(txt, "\n  ", " "); !strings.Contains(got, line[:25]) {
			t.Errorf("notice.txt lacks %q", line)
		}
	}
	if strings.Contains(md, "- **Course results**") || strings.Contains(md, "can grow") {
		t.Error("a bullet for a bare name, or a list of nothing that can grow")
	}
	for name, more := range map[string]func(*notices.Category){
		"text":     func(c *notices.Category) { c.Text = "By term." },
		"includes": func(c *notices.Category) { c.Includes = []string{"marks"} },
		"also":     func(c *notices.Category) { c.Also = []string{"grades"} },
		"role":     func(c *notices.Category) { c.Role = "school" },
		"an issue": func(c *notices.Category) {
			n.Issues = append(n.Issues, notices.Issue{ID: "g", Anchor: "issue-g", Publish: true, About: []string{"category.grades"}})
		},
	} {
		n := n
		m := *n
		m.Categories = slices.Clone(n.Categories)
		i := slices.IndexFunc(m.Categories, func(c notices.Category) bool { return c.ID == "grades" })
		more(&m.Categories[i])
		m.Issues = n.Issues
		doc, md, _ := page(t, &m)
		if e := indexTree(doc).node("category-grades"); e == nil || e.Data != "li" || !strings.Contains(md, "- **Course results**") {
			t.Errorf("%s: course results have no entry", name)
		}
		n.Issues = fixture().Issues
	}
}

// TestListsWithCommas: an item that holds a comma is kept apart by semicolons.
func TestListsWithCommas(t *testing.T) {
	var b strings.Builder
	for _, p := range slices.Concat(parts([]string{"health, physical or mental", "addictions"}), parts([]string{"names", "addresses"}), phrases([]string{"keep you signed in", "measure visits"})) {
		b.WriteString(p.Sep + p.Text + "|")
	}
	if want := "health, physical or mental|; addictions|names|, addresses|keep you signed in|; measure visits|"; b.String() != want {
		t.Errorf("got %s\nwant %s", b.String(), want)
	}
	w := plain(t).words["en"]
	for want, items := range map[string][]string{
		"parents and students, and applicants": {"parents and students", "applicants"},
		"customers and website users":          {"customers", "website users"},
		"a, b and c":                           {"a", "b", "c"},
		"a, b and c, and d":                    {"a", "b and c", "d"},
		"a, if b; and c":                       {"a, if b", "c"},
		"a":                                    {"a"},
		"":                                     nil,
	} {
		if got := w.and(items); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestCapacity: on whose behalf a recipient acts is a labelled fact, told once.
func TestCapacity(t *testing.T) {
	n := fixture()
	host := &n.Recipients[0]
	_, md, _ := page(t, n)
	if want := "- **Example Cloud**. Hosting. Role: data processor, on our behalf. "; !strings.Contains(md, want) {
		t.Errorf("notice.md lacks %q", want)
	}
	host.Kind = "controller"
	if _, md, _ := page(t, n); !strings.Contains(md, "Hosting. Role: data controller, independently of us. ") {
		t.Error("a controller is not called one")
	}
	host.Kind, host.Label = "processor", "companies that act on our behalf"
	if _, md, _ := page(t, n); strings.Contains(md, "Role: data processor") {
		t.Error("what the label says is said again")
	}
	host.Label, host.Within = "Example Cloud", []notices.Ref{{ID: "vendors"}}
	n.Recipients = append(n.Recipients, notices.Recipient{ID: "vendors", Anchor: "recipient-vendors", Kind: "processor", Label: "vendors", Members: []string{"host"}})
	if _, md, _ := page(t, n); strings.Count(md, "Role: data processor") != 1 {
		t.Error("a group and its member say the same")
	}
}

// TestRecipientsInTheirGroup: a recipient with nothing but its name is not listed
// again after the group that names it.
func TestRecipientsInTheirGroup(t *testing.T) {
	n := fixture()
	n.Recipients[1].Within = []notices.Ref{{ID: "staff"}}
	n.Recipients = append(n.Recipients, notices.Recipient{ID: "staff", Anchor: "recipient-staff", Kind: "staff", Label: "our people", Members: []string{"tutors"}})
	doc, md, _ := page(t, n)
	if strings.Count(strings.ToLower(md), "tutors") != 2 || !strings.Contains(md, "- **Our people**. Covers: tutors.") { // once in a sentence
		t.Errorf("tutors are listed twice or not at all")
	}
	if e := indexTree(doc).node("recipient-tutors"); e == nil || e.Data != "span" {
		t.Error("tutors have no place in the line of their group")
	}
}

var doubled = regexp.MustCompile(`\.\.(?:[^/]|$)|\.\)\.|,\.|;\.|: ;|: \.[^./]|\(\)|\*\*\.\*\*|[^\n ] {2,}Unclear`)

// TestPunctuation: no stop stands twice, in no form of any page.
func TestPunctuation(t *testing.T) {
	s := examples(t)
	for _, n := range append(slices.Clone(s.Notices), fixture()) {
		doc, md, txt := page(t, n)
		for form, text := range map[string]string{"index.html": fold(text(doc)), "notice.md": md, "notice.txt": txt} {
			for _, at := range doubled.FindAllStringIndex(text, -1) {
				t.Errorf("%s/%s: %q", n.ID, form, text[max(0, at[0]-40):min(len(text), at[1]+10)])
			}
		}
	}
}

// TestEntriesAreMarked: what a published issue is about carries its number where
// it stands, whatever kind of entry it is.
func TestEntriesAreMarked(t *testing.T) {
	n := fixture()
	about := []string{"audience.member", "category.contact", "source.form", "gate.marketing-consent", "cookie.session", "recipient.host",
		"document.cookies", "definition.pi", "contact.ico", "note.measures", "addendum.us-ny-2d"}
	n.Issues = append(n.Issues, notices.Issue{ID: "all", Anchor: "issue-all", Publish: true, Text: "All of it.", About: about})
	doc, md, txt := page(t, n)
	p := indexTree(doc)
	for _, entry := range about {
		e := p.node(strings.Replace(entry, ".", "-", 1))
		if e != nil && e.Data == "h3" {
			e = e.Parent
		}
		if e == nil || !strings.Contains(fold(text(e)), "Unclear: see note 2") {
			t.Errorf("%s is not marked", entry)
		}
	}
	for form, text := range map[string]string{"notice.md": md, "notice.txt": fold(txt)} {
		if got := strings.Count(text, "Unclear: see note 2."); got != len(about) {
			t.Errorf("%s holds the mark %d times, want %d", form, got, len(about))
		}
	}
}

// TestCookieLine: what follows a label goes on in lower case.
func TestCookieLine(t *testing.T) {
	_, md, txt := page(t, fixture())
	want := "Session cookies. What they do: keep you signed in. Set by: us. How to refuse: browser settings."
	if !strings.Contains(strings.ReplaceAll(md, "**", ""), want) || !strings.Contains(fold(txt), want) {
		t.Errorf("the text forms lack %q", want)
	}
}

// TestHeadingOnce: people whom the section’s heading names get none of their own,
// and no place after everybody else.
func TestHeadingOnce(t *testing.T) {
	n := fixture()
	n.Audiences = append(n.Audiences, notices.Audience{ID: "child", Anchor: "audience-child", Label: "children", Covered: true})
	n.Statements = append(n.Statements,
		notices.Statement{ID: "parents", Kind: "bar", Section: "children", Anchor: "parents", Sentence: sentence("We never ask children about their parents."), Selector: notices.Selector{Audiences: []string{"child"}}},
		notices.Statement{ID: "prizes", Kind: "bar", Section: "children", Anchor: "prizes", Sentence: sentence("We never promise prizes."), Selector: notices.Selector{}},
		notices.Statement{ID: "pupils", Kind: "bar", Section: "children", Anchor: "pupils", Sentence: sentence("We never write to pupils."), Selector: notices.Selector{Audiences: []string{"pupil"}}})
	groups := partOf(t, viewOf(t, n), "children").Groups
	if len(groups) != 2 || groups[0].Title != "" || groups[1].Title != "Pupils" {
		t.Fatalf("groups %+v", groups)
	}
	var ids []string
	for _, s := range groups[0].Blocks[0].Statements {
		ids = append(ids, s.ID)
	}
	if want := []string{"no-children", "parents", "prizes"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v in this order", ids, want)
	}
}

// TestLawOfAddendum: the statute behind a section is named, once and in words.
func TestLawOfAddendum(t *testing.T) {
	for _, c := range []struct {
		title, law string
		want       int
	}{
		{"New York", "New York Education Law § 2-d", 1},
		{"New York Education Law § 2-d", "New York Education Law § 2-d", 0},
		{"Canada", "PIPEDA", 1},
		{"New York", "us-ny-2d", 0},
		{"New York", "", 0},
		{"New York", "Parents’ Bill of Rights", 0}, // its statement names it
	} {
		n := fixture()
		n.Addenda[0].Title, n.Addenda[0].Law = c.title, c.law
		doc, md, txt := page(t, n)
		if got := strings.Count(md, "\nLaw: "); got != c.want || strings.Count(txt, "\nLaw: ") != c.want || strings.Count(text(doc), "Law: ") != c.want {
			t.Errorf("%s, %s: the law stands %d times, want %d", c.title, c.law, got, c.want)
		}
	}
}

// TestRightsOfOneDuty: the heading of a duty names every right, and in brief
// those that somebody else grants say whom to ask.
func TestRightsOfOneDuty(t *testing.T) {
	n := fixture()
	n.Rights = append(n.Rights, notices.Right{ID: "rectification", Title: "Correction"})
	n.Recipients[0].Label = "the school"
	s := statement(t, n, "access")
	s.Rights, s.Duty = []string{"access", "rectification", "erasure"}, &notices.Duty{HeldBy: "host"}
	v := viewOf(t, n)
	var titles []string
	for _, k := range partOf(t, v, "rights").Groups[0].Blocks {
		titles = append(titles, k.Title)
	}
	if want := []string{"Access, correction and erasure", "Erasure"}; !slices.Equal(titles, want) {
		t.Errorf("headings %q, want %q", titles, want)
	}
	var can []string
	for _, e := range v.Brief.Can {
		can = append(can, e.Text)
	}
	if want := []string{"Access, correction and erasure: ask the school", "Erasure"}; !slices.Equal(can, want) {
		t.Errorf("in brief %q, want %q", can, want)
	}
}

// TestKeptOnce: two statements about one kind of data and one period name it once
// in brief.
func TestKeptOnce(t *testing.T) {
	n := fixture()
	again := *statement(t, n, "keep-payment")
	again.ID, again.Anchor = "keep-payment-too", "keep-payment-too"
	n.Statements = append(n.Statements, again)
	kept := viewOf(t, n).Brief.Kept
	if len(kept) != 1 || len(kept[0].Data) != 1 {
		t.Errorf("in brief %+v", kept)
	}
}

// TestPeriods: how long data is kept, and after what, as the short parts say it.
func TestPeriods(t *testing.T) {
	n := fixture()
	n.Gates = append(n.Gates, notices.Gate{ID: "account-open", Kind: "fact", Label: "your account is open"})
	n.Events = append(n.Events, notices.Event{ID: "closed", Label: "your account is closed"})
	b := newBuilder(n, plain(t).words["en"], newProseWriter())
	period := func(s string) inventory.Period {
		p, err := inventory.ParsePeriod(s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct{ while, from, period, words, after string }{
		{"account-open", "closed", "P0D", "While your account is open", ""},
		{"account-open", "", "unstated", "While your account is open", ""},
		{"", "closed", "P0D", "Until your account is closed", ""},
		{"", "", "P0D", "As worded", ""},
		{"account-open", "closed", "P12M", "As worded", "your account is closed"},
		{"", "closed", "P12M", "As worded", "your account is closed"},
		{"", "closed", "indefinite", "As worded", ""},
	} {
		words, after := b.period(&notices.Keep{While: c.while, From: c.from, Period: period(c.period), Words: "as worded"})
		if words != c.words || after != c.after {
			t.Errorf("%+v: %q after %q", c, words, after)
		}
	}
}

// TestServiceOfGroup: what a group does for us is not said again of its members.
func TestServiceOfGroup(t *testing.T) {
	n := fixture()
	n.Recipients[1].Service, n.Recipients[1].Within = "hosting", []notices.Ref{{ID: "host"}}
	n.Recipients[0].Members = []string{"tutors"}
	if _, md, _ := page(t, n); strings.Count(strings.ToLower(md), "hosting") != 1 || !strings.Contains(md, "Covers: tutors.") {
		t.Error("a service is said twice")
	}
	n.Recipients[1].Service = "lessons"
	if _, md, _ := page(t, n); !strings.Contains(md, "- **Tutors**. Lessons.") {
		t.Error("a member loses a service of its own")
	}
}

// TestUnclearPurpose: an issue about what only statements name is marked at them.
func TestUnclearPurpose(t *testing.T) {
	n := fixture()
	n.Issues = append(n.Issues, notices.Issue{ID: "p", Anchor: "issue-p", Publish: true, About: []string{"purpose.teaching", "right.access", "event.breach", "obligation.unsubscribe"}})
	var marked []string
	for _, s := range viewOf(t, n).Sections {
		for _, g := range s.Groups {
			for _, k := range g.Blocks {
				for _, v := range k.Statements {
					if slices.Contains(texts(v.Unclear), "note 2") {
						marked = append(marked, v.ID)
					}
				}
			}
		}
	}
	if want := []string{"marketing", "teaching", "access", "breach"}; !slices.Equal(marked, want) {
		t.Errorf("marked %v, want %v", marked, want)
	}
}
