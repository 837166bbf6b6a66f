package themes

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

func (b *builder) audienceViews() []audienceView {
	var out []audienceView
	for _, a := range b.n.Audiences {
		v := audienceView{
			ID: a.Anchor, Label: upper(a.Label), Clause: a.Clause, Text: a.Text, Covered: a.Covered,
			Within: b.refs(a.Within), GovernedBy: b.documents(a.GovernedBy), Prose: b.write(a.Prose, 3),
		}
		if a.Role != b.n.Party.Role {
			v.Role = b.role(a.Role)
		}
		out = append(out, v)
	}
	return out
}

// documents links to the entries of the list of documents.
func (b *builder) documents(rs []notices.Ref) []link { return b.refs(rs) }

func (b *builder) categoryViews() []categoryView {
	var out []categoryView
	for _, c := range b.n.Categories {
		v := categoryView{
			ID: c.Anchor, Label: upper(c.Label), Class: c.Class, List: c.List, Text: c.Text,
			Includes: c.Includes, Also: c.Also, Within: b.refs(c.Within), GovernedBy: b.documents(c.GovernedBy),
			Prose: b.write(c.Prose, 4),
		}
		for _, id := range c.Members {
			if m, ok := b.categories[id]; ok && isWithin(m.Within, c.ID) {
				v.Members = append(v.Members, to(m.Anchor, m.Label))
			}
		}
		if c.Role != b.n.Party.Role {
			v.Role = b.role(c.Role)
		}
		out = append(out, v)
	}
	return out
}

func isWithin(rs []notices.Ref, id string) bool {
	return slices.ContainsFunc(rs, func(r notices.Ref) bool { return r.ID == id })
}

func (b *builder) sourceViews() []sourceView {
	var out []sourceView
	for _, s := range b.n.Sources {
		out = append(out, sourceView{
			ID: s.Anchor, Text: s.Sentence.Text, Lead: s.Sentence.Lead, Items: s.Sentence.Items,
			Occasions: unsaidIn(s.Occasions, s.Sentence.Text), Voluntary: s.Voluntary, Prose: b.write(s.Prose, 4),
		})
	}
	return out
}

// unsaidIn keeps the items that a sentence of its author's own leaves out.
func unsaidIn(items []string, sentence string) []string {
	said := func(s string) bool { return strings.Contains(strings.ToLower(sentence), strings.ToLower(s)) }
	return slices.DeleteFunc(slices.Clone(items), said)
}

// basisViews explains the author's own bases: those of the given ids, or with
// nil all that no statement has brought in before.
func (b *builder) basisViews(only []string) []basisView {
	var out []basisView
	for _, x := range b.n.Bases {
		if !x.Own || b.told["basis-"+x.ID] || (only != nil && !slices.Contains(only, x.ID)) {
			continue
		}
		if x.Text == "" && x.Prose == "" && x.Law == "" && len(x.Owed) == 0 {
			continue
		}
		b.told["basis-"+x.ID] = true
		out = append(out, basisView{
			ID: "basis_" + x.ID, Label: upper(x.Label), Kind: x.Kind, Law: x.Law, Text: x.Text,
			Owed: b.owe(x.Owed), Prose: b.write(x.Prose, 4),
		})
	}
	return out
}

func (b *builder) gateViews() []gateView {
	var out []gateView
	for _, g := range b.n.Gates {
		if g.Sentence == "" {
			continue
		}
		out = append(out, gateView{
			ID: g.Anchor, Title: upper(g.Title), Text: g.Sentence,
			Effect: unlessIn(g.Effect, g.Sentence), Exempt: unlessIn(g.Exempt, g.Sentence), Prose: b.write(g.Prose, 4),
		})
	}
	return out
}

// unlessIn drops what the sentence says already.
func unlessIn(s, sentence string) string {
	if strings.Contains(sentence, strings.TrimSuffix(s, ".")) {
		return ""
	}
	return s
}

func (b *builder) cookieViews() []cookieView {
	var out []cookieView
	for _, c := range b.n.Cookies {
		v := cookieView{
			ID: c.Anchor, Label: upper(c.Label), Holds: upper(c.Holds), Text: c.Text, Needed: c.Needed,
			Does: capitals(c.Does), SetBy: capitals(c.SetBy), Stop: capitals(c.Stop), Prose: b.write(c.Prose, 4),
		}
		out = append(out, v)
	}
	return out
}

func capitals(in []string) []string {
	var out []string
	for _, s := range in {
		out = append(out, upper(s))
	}
	return out
}

// recipientViews splits the recipients into those the notice says more of, which
// get a card, and the others.
func (b *builder) recipientViews() (cards, others []recipientView) {
	for _, r := range b.n.Recipients {
		v := recipientView{
			ID: r.Anchor, Label: upper(r.Label), Service: r.Service, Location: r.LocationName, Outside: b.outside(r),
			Access: r.Access, Text: r.Text, Agreement: r.Agreement, Includes: r.Includes, Safeguards: r.Safeguards,
			Follows: r.Follows, Measures: r.Measures, Data: b.refs(r.Data), Within: b.refs(r.Within),
			Policy: webLink(r.Policy, ""), Contact: b.contact(r.Contact), Owed: b.owe(r.Owed), Prose: b.write(r.Prose, 4),
		}
		if _, ok := b.w["recipient."+r.Kind]; ok {
			v.Kind = r.Kind
		}
		for _, id := range r.Members {
			if m, ok := b.recipients[id]; ok && isWithin(m.Within, r.ID) {
				v.Members = append(v.Members, to(m.Anchor, m.Label))
			}
		}
		if plainRecipient(v) {
			others = append(others, v)
		} else {
			cards = append(cards, v)
		}
	}
	return cards, others
}

// outside says what a recipient needs for sending data beyond its place.
func (b *builder) outside(r notices.Recipient) string {
	var labels []string
	for _, g := range r.Gates {
		if l := b.gates[g.ID].Label; l != "" {
			labels = append(labels, l)
		}
	}
	if r.OutsideName == "" || len(labels) == 0 {
		return ""
	}
	return b.w.fill("recipient.beyond", "place", r.OutsideName, "conditions", b.w.and(labels))
}

// plainRecipient reports whether a card would hold nothing but the name.
func plainRecipient(v recipientView) bool {
	return v.Service == "" && v.Location == "" && v.Outside == "" && v.Access == "" && v.Text == "" && !v.Agreement && v.Policy.Text == "" &&
		v.Contact == nil && v.Prose.HTML == "" && len(v.Includes)+len(v.Safeguards)+len(v.Follows)+len(v.Measures)+len(v.Data)+len(v.Members)+len(v.Owed) == 0
}

func (b *builder) definitionViews() []definitionView {
	var out []definitionView
	for _, d := range b.n.Definitions {
		v := definitionView{ID: d.Anchor, Label: upper(d.Label), Text: upper(d.Text)}
		if d.Document != nil {
			l := to(d.Document.Anchor, d.Document.Label)
			v.Document = &l
		}
		out = append(out, v)
	}
	return out
}

func (b *builder) documentViews() []documentView {
	var out []documentView
	for _, d := range b.n.Documents {
		out = append(out, documentView{
			ID: d.Anchor, Label: upper(d.Label), Text: d.Text, Link: webLink(d.URL, upper(d.Label)), Lost: d.Lost, Prose: b.write(d.Prose, 3),
		})
	}
	return out
}

func (b *builder) contactViews() []contactView {
	var out []contactView
	for i := range b.n.Contacts {
		out = append(out, *b.contact(&b.n.Contacts[i]))
	}
	return out
}

// issueViews are the issues the authors publish, with links to the statements
// they concern.
func (b *builder) issueViews() []issueView {
	var out []issueView
	for _, i := range b.n.Issues {
		if !i.Publish {
			continue
		}
		v := issueView{ID: i.Anchor, Text: i.Text}
		for _, s := range b.n.Statements {
			if slices.Contains(i.Between, s.ID) || slices.Contains(i.About, s.ID) {
				v.About = append(v.About, to(s.Anchor, s.Sentence.Text))
			}
		}
		out = append(out, v)
	}
	return out
}
