package themes

import (
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

func viewOf(t *testing.T, n *notices.Notice) *noticeView {
	t.Helper()
	return newBuilder(n, plain(t).words["en"], newProseWriter()).notice()
}

func partOf(t *testing.T, v *noticeView, kind string) sectionView {
	t.Helper()
	for _, s := range v.Sections {
		if s.Kind == kind {
			return s
		}
	}
	t.Fatalf("the page has no part %q", kind)
	return sectionView{}
}

// TestBasesInEveryForm: a statement tells its legal basis beside its sentence.
func TestBasesInEveryForm(t *testing.T) {
	files := render(t, fixtureSite())
	for path, want := range map[string]string{
		"garden-club/index.html": `<p class="aside">Legal basis: contract.</p>`,
		"garden-club/notice.md":  "\n\nLegal basis: contract.\n\n",
		"garden-club/notice.txt": "\n\nLegal basis: contract.\n\n",
	} {
		if n := strings.Count(string(files[path]), want); n != 1 {
			t.Errorf("%s holds %q %d times", path, want, n)
		}
	}
}

// TestUnclearIsMarked: what a published issue names carries its number in the table
// and where a sentence stands in brief, and what no issue names does not. In brief the
// notes are counted.
func TestUnclearIsMarked(t *testing.T) {
	n := fixture()
	n.Issues = append(n.Issues, notices.Issue{ID: "more", Anchor: "issue-more", Publish: true, Between: []string{"keep-payment", "teaching"}, About: []string{"recipient.host"}})
	v := viewOf(t, n)
	marks := map[string]string{}
	note := func(text string, unclear []link) { marks[text] = strings.Join(texts(unclear), ", ") }
	for _, e := range v.Brief.Never {
		note(e.Text, e.Unclear)
	}
	for _, body := range v.Table.Bodies {
		for _, r := range body.Rows {
			for _, c := range append(r.Why.Cells, r.Kept.Cells...) {
				note("cell "+c.Text, c.Unclear)
			}
		}
	}
	for text, want := range map[string]string{
		"We do not knowingly collect data from children under 13.": "note 1",
		"cell Teaching": "note 2", "cell 12 months": "note 2", "cell Marketing": "",
	} {
		if got, ok := marks[text]; !ok || got != want {
			t.Errorf("%q is marked %q (listed: %v), want %q", text, got, ok, want)
		}
	}
}

// TestPeriodForOnePurpose: a period that holds for one purpose says so.
func TestPeriodForOnePurpose(t *testing.T) {
	n := fixture()
	for i := range n.Statements {
		if n.Statements[i].Kind == "keep" {
			n.Statements[i].Purposes = []string{"marketing"}
		}
	}
	if got := viewOf(t, n).Brief.Kept[0].For; got != "for marketing" {
		t.Errorf("in brief the period is %q", got)
	}
	page := string(render(t, Site{Title: "x", Notices: []*notices.Notice{n}})["garden-club/index.html"])
	if n := strings.Count(page, "for marketing"); n < 2 {
		t.Errorf("the page says what the period is for %d times, want it in brief and in the table", n)
	}
}

// TestNobodyReceives: who is named only where the notice says that nobody gets
// anything is no recipient.
func TestNobodyReceives(t *testing.T) {
	n := fixture()
	n.Recipients = append(n.Recipients, notices.Recipient{ID: "ads", Anchor: "recipient-ads", Kind: "other", Label: "advertisers"})
	n.Statements = append(n.Statements, notices.Statement{ID: "no-sale", Kind: "bar", Section: "sharing", Anchor: "no-sale",
		Sentence: sentence("We never sell anything to advertisers."), Selector: notices.Selector{Recipients: []string{"ads"}}})
	s := partOf(t, viewOf(t, n), "sharing")
	if len(s.Recipients) != 1 || len(s.Others) != 1 {
		t.Errorf("%d cards and %d others, want one each", len(s.Recipients), len(s.Others))
	}
}

// TestWhomItIsFor leaves out those whose data is never collected.
func TestWhomItIsFor(t *testing.T) {
	n := fixture()
	n.Audiences = append(n.Audiences, notices.Audience{ID: "child", Anchor: "audience-child", Label: "young children", Covered: true, Age: inventory.AgeRange{Under: 13}})
	for _, c := range []struct {
		name string
		bar  notices.Selector
		want int
	}{
		{"by age", notices.Selector{Actions: []string{"collect", "use"}, Age: inventory.AgeRange{Under: 13}}, 2},
		{"by name", notices.Selector{Actions: []string{"collect"}, Audiences: []string{"child"}}, 2},
		{"another age", notices.Selector{Actions: []string{"collect"}, Age: inventory.AgeRange{Under: 12}}, 3},
		{"some data", notices.Selector{Actions: []string{"collect"}, Audiences: []string{"child"}, Categories: []string{"health"}}, 3},
		{"another action", notices.Selector{Actions: []string{"share"}, Audiences: []string{"child"}}, 3},
	} {
		m := *n
		m.Statements = append(m.Statements[:len(m.Statements):len(m.Statements)], notices.Statement{ID: "x", Kind: "bar", Anchor: "x", Sentence: sentence("No."), Selector: c.bar})
		if got := viewOf(t, &m).Brief.For; len(got) != c.want {
			t.Errorf("%s: for %d groups, want %d", c.name, len(got), c.want)
		}
	}
}

// TestSaidOnce: choices that read the same stand under one entry, with a place
// for each; a promise is printed once a part, and not after a sentence that makes it.
func TestSaidOnce(t *testing.T) {
	n := fixture()
	again := n.Gates[0]
	again.ID, again.Anchor, again.Title = "post", "gate-post", "Letters"
	n.Gates = append(n.Gates, again)
	for i := range n.Statements {
		if n.Statements[i].ID == "services" {
			n.Statements[i].Owed = []string{"unsubscribe"}
		}
	}
	v := viewOf(t, n)
	gates := partOf(t, v, "choices").Gates
	if len(gates) != 1 || len(gates[0].Also) != 1 || gates[0].Also[0] != (namedView{ID: "gate-post", Title: "Letters"}) {
		t.Errorf("choices %+v", gates)
	}
	count := 0
	for _, g := range partOf(t, v, "use").Groups {
		for _, k := range g.Blocks {
			for _, s := range k.Statements {
				count += len(s.Owed)
			}
		}
	}
	if count != 1 {
		t.Errorf("the promise stands %d times, want once", count)
	}
	b := newBuilder(n, plain(t).words["en"], newProseWriter())
	if got := b.promises([]string{"unsubscribe"}, "Write to us. Every message tells how to stop further ones."); len(got) != 0 {
		t.Errorf("a promise repeats the sentence: %v", got)
	}
}

// TestNotDone: what is not done stands under a heading that says so, and not under what
// it would be done for; what its purposes are stays with it.
func TestNotDone(t *testing.T) {
	n := fixture()
	for _, kind := range []string{"bar", "closed"} {
		n.Statements = append(n.Statements, notices.Statement{ID: "x-" + kind, Kind: kind, Section: "use", Anchor: "x-" + kind,
			Sentence: sentence("We do not write to you: " + kind + "."), Selector: notices.Selector{Purposes: []string{"marketing"}}})
	}
	never := plain(t).words["en"]["brief.never"]
	under := map[string]string{}
	for _, g := range partOf(t, viewOf(t, n), "use").Groups {
		for _, k := range g.Blocks {
			for _, s := range k.Statements {
				under[s.ID] = k.Title
				if k.Title == never && len(k.About) > 0 {
					t.Errorf("%q explains %+v", k.Title, k.About)
				}
			}
		}
	}
	for id, want := range map[string]string{"no-ads": never, "x-bar": never, "x-closed": never, "marketing": "Marketing"} {
		if under[id] != want {
			t.Errorf("%s stands under %q, want %q", id, under[id], want)
		}
	}
}

// TestAgreements: only a processor has a processing agreement.
func TestAgreements(t *testing.T) {
	n := fixture()
	for i, kind := range []string{"controller", "joint-controller", "partner"} {
		n.Recipients = append(n.Recipients, notices.Recipient{ID: kind, Anchor: "recipient-" + kind, Kind: kind, Label: kind, Agreement: true})
		n.Statements[i].Recipients = append(n.Statements[i].Recipients, kind)
	}
	files := render(t, Site{Title: "x", Notices: []*notices.Notice{n}})
	for _, form := range []string{"index.html", "notice.md", "notice.txt"} {
		text := fold(string(files["garden-club/"+form]))
		for agreement, want := range map[string]int{"Data processing agreement in place": 1, "Data sharing agreement in place": 1, "Arrangement of joint controllers in place": 1, "Agreement on data protection in place": 1} {
			if got := strings.Count(text, agreement); got != want {
				t.Errorf("%s holds %q %d times", form, agreement, got)
			}
		}
	}
}

// TestNamesOnly: people of whom the notice says no more than their names get a line and
// no entries.
func TestNamesOnly(t *testing.T) {
	n := fixture()
	for _, id := range []string{"guest", "donor"} {
		n.Audiences = append(n.Audiences, notices.Audience{ID: id, Anchor: "audience-" + id, Label: id + "s", Covered: true, Role: n.Party.Role})
	}
	s := partOf(t, viewOf(t, n), "scope")
	if len(s.Audiences) != 2 || len(s.Named) != 2 {
		t.Errorf("%d entries and %d names, want two of each", len(s.Audiences), len(s.Named))
	}
	n.Audiences = n.Audiences[2:]
	for i := range n.Statements {
		n.Statements[i].Audiences = nil
	}
	files := render(t, Site{Title: "x", Notices: []*notices.Notice{n}})
	for form, want := range map[string]string{
		"index.html": `<p class="others"><span id="audience-guest">Guests</span><span class="dot">&nbsp;· </span><span id="audience-donor">Donors</span></p>`,
		"notice.md":  "\n### Whom this notice is for\n\nGuests, Donors.\n", "notice.txt": "\nWhom this notice is for\n\nGuests, Donors.\n",
	} {
		if !strings.Contains(string(files["garden-club/"+form]), want) {
			t.Errorf("%s lacks %s", form, want)
		}
	}
}

// TestContactInCommon: where several rights are to be asked for at one address, it stands
// once, above them; one of its own stays with its right, and none is told after a
// sentence that tells it.
func TestContactInCommon(t *testing.T) {
	n := fixture()
	duty := func(id, text string, contact int) {
		n.Statements = append(n.Statements, notices.Statement{ID: id, Kind: "duty", Section: "rights", Anchor: id, Sentence: sentence(text),
			Selector: notices.Selector{Rights: []string{"erasure"}}, Duty: &notices.Duty{Contact: &n.Contacts[contact]}})
	}
	duty("again", "You can ask again.", 0)
	duty("complain", "You can complain.", 1)
	duty("said", "You can complain. To do so, write to privacy@garden.example.", 0)
	s := partOf(t, viewOf(t, n), "rights")
	if got := strings.Join(texts(s.Contact), ", "); got != "privacy@garden.example, +44 20 7946 0000" {
		t.Errorf("the contact of the section is %q", got)
	}
	for _, g := range s.Groups {
		for _, k := range g.Blocks {
			for _, v := range k.Statements {
				want := map[string]string{"complain": "ico.org.uk/make-a-complaint"}[v.ID]
				if got := strings.Join(texts(v.Contact), ", "); got != want {
					t.Errorf("%s has the contact %q, want %q", v.ID, got, want)
				}
			}
		}
	}
	files := render(t, Site{Title: "x", Notices: []*notices.Notice{n}})
	for _, form := range []string{"index.html", "notice.md", "notice.txt"} {
		text := string(files["garden-club/"+form])
		if got := strings.Count(text, "Contact:"); got != 2 {
			t.Errorf("%s names a contact %d times, want twice", form, got)
		}
	}
}

// TestFullName: a name that ends in a full stop gets no second one.
func TestFullName(t *testing.T) {
	n := fixture()
	n.Party.Name, n.Party.Includes = "Garden Club, Inc.", ""
	for path, data := range render(t, Site{Title: "x", Notices: []*notices.Notice{n}}) {
		if strings.Contains(string(data), "Inc..") {
			t.Errorf("%s: a full stop twice", path)
		}
	}
}

// TestBarredData: a kind of data that only bars name does not stand among those that are
// collected, nor in their lists; it stands apart, under its anchor still. One of a group that is
// used, that holds what is used or that comes from a source is collected.
func TestBarredData(t *testing.T) {
	n := fixture()
	ref := func(id string) []notices.Ref {
		return []notices.Ref{{ID: id, Anchor: "category-" + id, Label: id}}
	}
	add := func(id, text string, within string, members ...string) {
		c := notices.Category{ID: id, Anchor: "category-" + id, Label: id, Text: text, Members: members}
		if within != "" {
			c.Within = ref(within)
		}
		n.Categories = append(n.Categories, c)
	}
	add("place", "Where a telephone is.", "", "gps")
	add("gps", "", "place")
	add("device", "", "", "model", "serial")
	add("model", "", "device")
	add("serial", "", "device")
	add("voice", "", "")
	for i := range n.Statements {
		switch s := &n.Statements[i]; s.ID {
		case "no-ads":
			s.Categories = append(s.Categories, "place", "serial", "health", "voice")
		case "services":
			s.Categories = append(s.Categories, "model")
		}
	}
	n.Sources[0].Categories = ref("voice")
	s := partOf(t, viewOf(t, n), "collection")
	listed := func(vs []categoryView) string {
		var out []string
		for _, v := range vs {
			name := v.ID
			for _, p := range v.Parts {
				name += " " + p.ID
			}
			out = append(out, strings.ReplaceAll(name, "category-", ""))
		}
		return strings.Join(out, ", ")
	}
	if got, want := listed(s.Categories), "contact  , payment , pupil-data health grades, device model, voice"; got != want {
		t.Errorf("collected are %q, want %q", got, want)
	}
	if got, want := listed(s.Barred), "place gps, serial"; got != want {
		t.Errorf("barred are %q, want %q", got, want)
	}
	r := plain(t).newRun()
	files, _ := r.notice(fixtureSite(), n)
	for _, f := range files {
		want := map[string]string{
			"garden-club/index.html": `<h3>Named only in what we do not do</h3>`,
			"garden-club/notice.md":  "\n\n### Named only in what we do not do\n\n- **Place**: gps. Where a telephone is.\n- **Serial**.\n\n### Where",
			"garden-club/notice.txt": "\n\nNamed only in what we do not do\n\n- Place: gps. Where a telephone is.\n- Serial.\n\nWhere",
		}[f.Path]
		if want != "" && strings.Count(string(f.Data), want) != 1 {
			t.Errorf("%s does not hold %q", f.Path, want)
		}
	}
}
