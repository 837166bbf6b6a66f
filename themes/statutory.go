package themes

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Statutory is a document that a law asks for: sections in the words of the law, and in
// each what of a notice stands there. Its page places the sentences of the notice, whole,
// and links each to its place in the notice.
type Statutory struct {
	Path     string // in the site: "/quillwood/us-ny/supplement/"
	Addendum string // of the notice, whose it is; "" for the notice as a whole
	Title    string
	Citation string
	Text     string
	Signed   bool // those between whom it is sign it
	Sections []StatutorySection
}

// StatutorySection is a section of such a document.
type StatutorySection struct {
	Title    string
	Citation string
	Text     string
	Entries  []string // ids of statements, kind.id of other entries, "party"
}

// statutoryView is such a document as its page is given it.
type statutoryView struct {
	Title, Summary, Citation, Banner string
	For                              string // the addendum it is made with
	Dates                            []string
	Party                            partyView
	Notice                           link // of which it is made
	Contents                         []contentsView
	Sections                         []statutorySectionView
	Signatures                       []string // who sign it, "" for one whose name is not known; none for what nobody signs
}

type statutorySectionView struct {
	ID, Title, Citation, Text string
	Entries                   []placedView
}

// placedView is an entry of the notice where a document places it. What does not belong
// to its kind is empty.
type placedView struct {
	Kind, Title, Text, Lead string
	Sentence                string // of a contract
	Items                   []string
	Parts                   []partView // what it includes
	Facts                   []factView
	Promises                []string // what is owed, and what else its author says of it
	Contact                 *contactView
	Link                    link // to elsewhere
	Place                   link // in the notice
	Prose                   prose
}

// factView is something known of an entry, with what it is.
type factView struct{ Label, Text string }

// statutory makes the page of a document and its text forms.
func (r *run) statutory(s Site, n *notices.Notice, d Statutory) ([]File, []finding.Finding) {
	file := strings.TrimPrefix(d.Path, "/") + "index.html"
	v := r.view(s, n.Language, strings.Join([]string{d.Title, n.Party.Name}, " · "), file)
	v.Site.Digest = n.Digest()
	r.prose.root, r.prose.home = v.Root, strings.TrimPrefix(v.Root, rootOfNotice)+"index.html"
	v.Statutory = newBuilder(n, r.words, r.prose).statutoryView(d, r.prose.home)
	r.prose.root, r.prose.home = rootOfNotice, ""

	var files []File
	data, out := r.page("statutory.html", v, nil)
	if data != nil {
		files = append(files, File{file, data})
		out = append(out, placed(n, d, v.Statutory, data)...)
	}
	for _, name := range []string{"statutory.md", "statutory.txt"} {
		data, found := r.plain(name, v)
		if out = append(out, found...); data != nil {
			files = append(files, File{strings.TrimPrefix(d.Path, "/") + "document" + strings.TrimPrefix(name, "statutory"), data})
		}
	}
	return files, out
}

// placed reports the sentences that the finished page of a document dropped or changed.
func placed(n *notices.Notice, d Statutory, v *statutoryView, page []byte) []finding.Finding {
	p, err := ReadPage(page)
	if err != nil {
		return []finding.Finding{broken(n, "the page cannot be read: "+err.Error())}
	}
	var out []finding.Finding
	for i, section := range d.Sections {
		for _, s := range n.Statements {
			if slices.Contains(section.Entries, s.ID) && !p.Says(v.Sections[i].ID, s.Sentence.Text) {
				out = append(out, broken(n, fmt.Sprintf("in the section %q of %s the page should hold this sentence: %s", section.Title, d.Path, s.Sentence.Text)))
			}
		}
	}
	return out
}

// statutoryLinks name the documents that are made with an addendum, or of the notice as a
// whole.
func (b *builder) statutoryLinks(addendum string) []link {
	var out []link
	for _, d := range b.documentsOf {
		if d.Addendum == addendum {
			out = append(out, link{template.URL(strings.TrimPrefix(d.Path, b.n.Path) + "index.html"), d.Title})
		}
	}
	return out
}

func (b *builder) statutoryView(d Statutory, home string) *statutoryView {
	n := b.n
	v := &statutoryView{
		Title: d.Title, Summary: d.Text, Citation: d.Citation, Banner: n.Banner, Dates: dates(n, b.w), Party: b.party(),
		Notice: link{template.URL(home), n.Title},
	}
	for _, a := range n.Addenda {
		if a.ID == d.Addendum {
			v.For = a.Title
		}
	}
	for i, s := range d.Sections {
		clear(b.owes)
		of := statutorySectionView{ID: fmt.Sprintf("part_%d", i+1), Title: s.Title, Citation: s.Citation, Text: s.Text}
		for _, entry := range s.Entries {
			if p := b.placedView(entry); p.Kind != "" {
				if p.Place.Href != "" {
					p.Place = link{template.URL(home) + p.Place.Href, b.w["statutory.place"]}
				}
				of.Entries = append(of.Entries, p)
			}
		}
		v.Sections = append(v.Sections, of)
		v.Contents = append(v.Contents, contentsView{link: to(of.ID, of.Title)})
	}
	if d.Signed {
		v.Signatures = append([]string{n.Party.Name}, counterparties(n, d.Addendum)...)
	}
	return v
}

// counterparties are the other parties to the contracts of an addendum, one without a name where
// it names none.
func counterparties(n *notices.Notice, addendum string) []string {
	var names []string
	for _, x := range n.Documents {
		if x.With != "" && x.Addendum == addendum && !slices.Contains(names, upper(x.With)) {
			names = append(names, upper(x.With))
		}
	}
	if names == nil {
		return []string{""}
	}
	return names
}

// placedView looks an entry up; its kind is empty when there is none.
func (b *builder) placedView(entry string) placedView {
	kind, id, vocabulary := strings.Cut(entry, ".")
	if entry == "party" {
		return b.placedParty()
	}
	n := b.n
	if !vocabulary {
		for i := range n.Statements {
			if n.Statements[i].ID == entry {
				return b.placedStatement(&n.Statements[i])
			}
		}
		return placedView{}
	}
	switch kind {
	case "note":
		for _, x := range n.Notes {
			if x.ID == id {
				return placedView{Kind: kind, Title: x.Title, Text: x.Text, Items: x.Items, Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	case "contact":
		for _, x := range n.Contacts {
			if x.ID == id {
				return placedView{Kind: kind, Text: x.Text, Contact: b.contact(&x), Place: to(x.Anchor, "")}
			}
		}
	case "category":
		for _, x := range n.Categories {
			if x.ID == id {
				return placedView{Kind: kind, Title: upper(x.Label), Parts: parts(x.Includes), Text: x.Text, Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	case "recipient":
		for i := range n.Recipients {
			if x := &n.Recipients[i]; x.ID == id {
				return b.placedRecipient(x)
			}
		}
	case "source":
		for _, x := range n.Sources {
			if x.ID == id {
				return placedView{Kind: kind, Text: x.Sentence.Text, Lead: x.Sentence.Lead, Items: x.Sentence.Items, Promises: capitals(unsaidIn(x.Occasions, x.Sentence.Text)), Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	case "gate":
		for _, x := range n.Gates {
			if x.ID == id && x.Sentence != "" {
				more := []string{unlessIn(x.Effect, x.Sentence), unlessIn(x.Exempt, x.Sentence)}
				return placedView{
					Kind: kind, Title: upper(x.Title), Text: x.Sentence, Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3),
					Promises: slices.DeleteFunc(more, func(s string) bool { return s == "" }),
				}
			}
		}
	case "basis":
		for i := range n.Bases {
			if x := &n.Bases[i]; x.ID == id {
				return b.placedBasis(x)
			}
		}
	case "purpose":
		for _, x := range n.Purposes {
			if x.ID == id {
				return placedView{Kind: kind, Title: x.Title, Text: x.Text, Parts: parts(x.Includes), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	case "obligation":
		for _, x := range n.Obligations {
			if x.ID == id {
				return placedView{Kind: kind, Text: x.Text}
			}
		}
	case "right":
		for _, x := range n.Rights {
			if x.ID == id {
				return placedView{Kind: kind, Title: x.Title, Text: x.Text}
			}
		}
	case "event":
		for _, x := range n.Events {
			if x.ID == id {
				return placedView{Kind: kind, Title: x.Title, Text: x.Text}
			}
		}
	case "audience":
		for _, x := range n.Audiences {
			if x.ID == id {
				return placedView{Kind: kind, Title: upper(x.Label), Text: x.Text, Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	case "document":
		for _, x := range n.Documents {
			if x.ID == id {
				p := placedView{Kind: kind, Title: upper(x.Label), Sentence: x.Sentence, Text: x.Text, Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
				if x.URL != "" {
					p.Title, p.Link = "", webLink(x.URL, upper(x.Label))
				}
				return p
			}
		}
	case "definition":
		for _, x := range n.Definitions {
			if x.ID == id {
				return placedView{Kind: kind, Title: upper(x.Label), Text: upper(x.Text), Place: to(x.Anchor, "")}
			}
		}
	case "cookie":
		for _, x := range n.Cookies {
			if x.ID == id {
				return placedView{Kind: kind, Title: upper(x.Label), Text: x.Text, Facts: b.facts("cookie.does", strings.Join(x.Does, "; ")), Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	case "addendum":
		for _, x := range n.Addenda {
			if x.ID == id {
				return placedView{Kind: kind, Title: x.Title, Text: x.Text, Place: to(x.Anchor, ""), Prose: b.write(kind, id, x.Prose, 3)}
			}
		}
	}
	return placedView{}
}

func (b *builder) placedParty() placedView {
	p := b.n.Party
	return placedView{
		Kind: "party", Title: p.Name, Place: to("part_scope", ""),
		Facts: slices.Concat(b.facts("party.includes", p.Includes), b.facts("party.address", strings.Join(p.Address, ", ")),
			b.facts("party.number", p.Number), b.facts("party.website", webLink(p.Website, "").Text)),
	}
}

func (b *builder) placedStatement(s *notices.Statement) placedView {
	v := b.statementView(s)
	p := placedView{Kind: s.Kind, Text: v.Text, Lead: v.Lead, Items: v.Items, Prose: v.Prose, Place: to(s.Anchor, "")}
	for _, o := range v.Owed {
		p.Promises = append(p.Promises, o.Text)
	}
	var bases []string
	for _, l := range v.Bases {
		bases = append(bases, l.Text)
	}
	p.Facts = slices.Concat(b.facts("basis.stated", strings.Join(bases, "; ")), b.facts("reach.turn-to", strings.Join(texts(v.Contact), ", ")))
	return p
}

func (b *builder) placedBasis(x *notices.Basis) placedView {
	p := placedView{Kind: "basis", Title: upper(x.Label), Text: x.Text, Facts: b.facts("basis.law", unlessIn(x.Law, x.Text)), Prose: b.write("basis", x.ID, x.Prose, 3)}
	if explained(x) {
		p.Place = to("basis_"+x.ID, "")
	}
	return p
}

func (b *builder) placedRecipient(r *notices.Recipient) placedView {
	p := placedView{Kind: "recipient", Title: upper(r.Label), Text: r.Text, Parts: parts(r.Includes), Prose: b.write("recipient", r.ID, r.Prose, 3)}
	if r.Access != "" {
		p.Promises = append(p.Promises, r.Access)
	}
	for _, o := range b.owe(r.Owed) {
		p.Promises = append(p.Promises, o.Text)
	}
	agreed := b.w["recipient-agreed."+b.agreement(r)]
	p.Facts = slices.Concat(b.facts("statutory.service", upper(r.Service)), b.facts("recipient.location", r.LocationName), b.facts("recipient.outside", b.outside(r)),
		b.facts("recipient.agreement", agreed), b.facts("recipient.safeguards", strings.Join(r.Safeguards, "; ")),
		b.facts("recipient.measures", strings.Join(r.Measures, "; ")), b.facts("recipient.follows", strings.Join(r.Follows, "; ")))
	if b.receives(r) {
		p.Place = to(r.Anchor, "")
	}
	return p
}

// facts is one thing known of an entry, or none when it is not known.
func (b *builder) facts(word, text string) []factView {
	if text == "" {
		return nil
	}
	return []factView{{strings.TrimSuffix(b.w[word], ":"), text}}
}
