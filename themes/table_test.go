package themes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
)

// TestTable writes the table of a small notice out as lines: for whom, data, why,
// basis, shared with, kept for.
func TestTable(t *testing.T) {
	ref := func(id string) notices.Ref { return notices.Ref{ID: id, Label: id} }
	n := &notices.Notice{
		Audiences: []notices.Audience{{ID: "users", Label: "users", Members: []string{"pupils"}}, {ID: "pupils", Label: "pupils", Within: []notices.Ref{ref("users")}}},
		Categories: []notices.Category{
			{ID: "name", Anchor: "category-name", Label: "names", Within: []notices.Ref{ref("account")}},
			{ID: "mail", Anchor: "category-mail", Label: "addresses", Within: []notices.Ref{ref("account")}},
			{ID: "account", Anchor: "category-account", Label: "account data", Members: []string{"name", "mail"}},
			{ID: "grades", Anchor: "category-grades", Label: "grades"},
			{ID: "unused", Anchor: "category-unused", Label: "unused"},
			{ID: "phones", Anchor: "category-phones", Label: "phone numbers"},
			{ID: "photos", Anchor: "category-photos", Label: "photos"},
		},
		Purposes:   []notices.Purpose{{ID: "serve", Title: "Services"}, {ID: "write", Title: "Letters"}, {ID: "study", Title: "Studies"}},
		Bases:      []notices.Basis{{ID: "contract", Label: "contract"}, {ID: "consent", Label: "consent"}, {ID: "agreed", Label: "agreement", Gates: []notices.Ref{ref("yes")}}, {ID: "interests", Label: "interests", Gates: []notices.Ref{ref("no")}}},
		Gates:      []notices.Gate{{ID: "yes", Kind: "consent"}, {ID: "case", Kind: "fact"}, {ID: "no", Kind: "opt-out"}},
		Recipients: []notices.Recipient{{ID: "host", Label: "the host"}, {ID: "court", Label: "courts"}, {ID: "school", Label: "schools"}},
		Events:     []notices.Event{{ID: "closed", Label: "the account is closed"}},
	}
	add := func(kind, id string, x notices.Statement) {
		x.Kind, x.ID, x.Anchor = kind, id, id
		n.Statements = append(n.Statements, x)
	}
	sel := func(audiences, categories, purposes, recipients string) notices.Selector {
		return notices.Selector{Audiences: strings.Fields(audiences), Categories: strings.Fields(categories), Purposes: strings.Fields(purposes), Recipients: strings.Fields(recipients)}
	}
	add("use", "a", notices.Statement{Selector: sel("", "account", "serve", ""), Bases: []string{"contract"}})
	add("use", "b", notices.Statement{Selector: sel("", "mail", "write", ""), Bases: []string{"consent"}, Gates: []string{"yes"}})
	studies := sel("", "", "study", "")
	studies.Forms, studies.Except = []string{"aggregated", "anonymous"}, []string{"name"}
	add("use", "c", notices.Statement{Selector: studies})
	add("share", "d", notices.Statement{Selector: sel("", "", "", "court"), When: []string{"case"}})
	add("share", "e", notices.Statement{Selector: sel("", "account", "", "host")})
	add("share", "f", notices.Statement{Selector: sel("", "mail", "", "host court"), Gates: []string{"no"}})
	add("share", "g", notices.Statement{Selector: sel("pupils", "grades", "", "school")})
	add("keep", "h", notices.Statement{Selector: sel("", "account", "", ""), Keep: &notices.Keep{Words: "12 months", From: "closed"}})
	add("use", "i", notices.Statement{Selector: sel("pupils", "grades", "serve", "")})
	add("bar", "j", notices.Statement{Selector: sel("", "unused", "", "")})
	add("use", "k", notices.Statement{Selector: sel("", "unused", "serve", ""), Addendum: "elsewhere"})

	add("use", "l", notices.Statement{Selector: sel("", "name", "write", "")})
	add("use", "m", notices.Statement{Selector: sel("pupils", "unused", "study", ""), Bases: []string{"agreed", "interests"}})

	// What is kept or shared of everyone, while only the uses of some people, or no use, say why.
	add("keep", "n", notices.Statement{Selector: sel("", "phones", "", ""), Keep: &notices.Keep{Words: "a year"}})
	add("share", "o", notices.Statement{Selector: sel("", "photos", "study", "host")})
	n.Statements[2].Except = append(n.Statements[2].Except, "phones", "photos")
	add("use", "p", notices.Statement{Selector: sel("pupils", "phones", "serve", ""), Bases: []string{"contract"}})

	anonymous := sel("", "photos", "", "host school")
	anonymous.Forms = []string{"anonymous"}
	add("share", "q", notices.Statement{Selector: anonymous})
	add("share", "r", notices.Statement{Selector: sel("", "photos", "", "host school"), Gates: []string{"yes"}})
	add("share", "s", notices.Statement{Selector: sel("", "photos", "", "school"), Gates: []string{"no"}})

	want := `
Everyone | All data | Studies (without identifying you) | … | Courts (in some cases) | …
Everyone | Names | Letters, As for account data | As for account data | As for account data | As for account data
Everyone | Addresses | Letters (with consent), As for account data | Consent, As for account data | Courts (unless you opt out), As for account data | As for account data
Everyone | Account data | Services, As for all data | Contract | The host, As for all data | 12 months after the account is closed
Everyone | Phone numbers | by people | by people | As for all data | A year
Everyone | Photos | Studies | - | The host, Schools (without identifying you), Schools (in some cases), As for all data | -
Pupils | Grades | Services, As for all data | - | Schools, As for all data | -
Pupils | Unused | Studies (unless you opt out), As for all data | Agreement, Interests | As for all data | -
Pupils | Phone numbers | Services | Contract | As for all data | A year
`
	w := plain(t).words["en"]
	if diff := cmp.Diff(strings.TrimSpace(want), tableLines(newBuilder(n, w, newProseWriter()).table(), w)); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func tableLines(t tableView, w words) string {
	var out []string
	column := func(c columnView) string {
		var parts []string
		for _, x := range c.Cells {
			s := x.Text
			if x.After != "" {
				s += " after " + x.After
			}
			if x.For != "" {
				s += " " + x.For
			}
			if x.Condition != "" {
				s += " (" + w["condition."+x.Condition] + ")"
			}
			for _, f := range x.Forms {
				s += " (" + w["form."+f] + ")"
			}
			for _, l := range x.Unclear {
				s += " [" + l.Text + "]"
			}
			parts = append(parts, s)
		}
		return joined(append(parts, c.As...), c.Below, c.Apart)
	}
	for _, b := range t.Bodies {
		for _, r := range b.Rows {
			var data []string
			data = append(data, texts(r.Data)...)
			out = append(out, fmt.Sprintf("%s | %s | %s | %s | %s | %s", b.Title, strings.Join(data, ", "), column(r.Why),
				joined(append(texts(r.Basis.Bases), r.Basis.As...), r.Basis.Below, r.Basis.Apart), column(r.Shared), column(r.Kept)))
		}
	}
	return strings.Join(out, "\n")
}

func joined(parts []string, below, apart bool) string {
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case below:
		return "…"
	case apart:
		return "by people"
	}
	return "-"
}

// TestMarksOnceAColumn: an issue about a statement that fills many cells marks the
// first of each column; another issue marks where it comes first.
func TestMarksOnceAColumn(t *testing.T) {
	one, two := link{"#issue-one", "note 1"}, link{"#issue-two", "note 2"}
	cell := func(text string, marks ...link) cellView { return cellView{link: link{Text: text}, Unclear: marks} }
	body := bodyView{Rows: []rowView{
		{Why: columnView{Cells: []cellView{cell("a", one), cell("b", one, two)}}, Kept: columnView{Cells: []cellView{cell("c", one)}}},
		{Why: columnView{Cells: []cellView{cell("d", one, two)}}},
	}}
	body.markOnce()
	var got []string
	for _, r := range body.Rows {
		for _, c := range append(r.Why.Cells, r.Kept.Cells...) {
			got = append(got, strings.Join(append([]string{c.Text}, texts(c.Unclear)...), " "))
		}
	}
	if want := []string{"a note 1", "b note 2", "c note 1", "d"}; !cmp.Equal(got, want) {
		t.Errorf("marks %q, want %q", got, want)
	}
}
