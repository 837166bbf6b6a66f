package themes

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/candor-privacy/candor/notices"
)

// audienceViews splits the people the notice is for into those it says more of and
// those of whom it has only the name.
func (b *builder) audienceViews() (told, named []audienceView) {
	for i := range b.n.Audiences {
		a := &b.n.Audiences[i]
		v := audienceView{
			ID: a.Anchor, Label: upper(a.Label), Clause: a.Clause, Text: a.Text, Covered: a.Covered,
			Age: b.age(a), Within: b.refs(a.Within), GovernedBy: b.documents(a.GovernedBy), Unclear: b.unclear("audience", a.ID),
			Prose: b.write("audience", a.ID, a.Prose, 3),
		}
		if a.Role != b.n.Party.Role {
			v.Role = b.role(a.Role)
		}
		if v.Covered && v.Age == "" && v.Role == "" && v.Text == "" && v.Prose.HTML == "" && len(v.Within)+len(v.GovernedBy)+len(v.Unclear) == 0 {
			named = append(named, v)
		} else {
			told = append(told, v)
		}
	}
	return told, named
}

// age says how old the people of a group are, unless its own words do.
func (b *builder) age(a *notices.Audience) string {
	from, under, to := strconv.Itoa(a.Age.From), strconv.Itoa(a.Age.Under), strconv.Itoa(a.Age.Under-1)
	named := func(n string) bool { return strings.Contains(a.Label+" "+a.Text, n) }
	switch {
	case a.Age.From > 0 && a.Age.Under > 0 && !(named(from) && (named(to) || named(under))):
		return b.w.fill("people.age-between", "from", from, "to", to)
	case a.Age.From == 0 && a.Age.Under > 0 && !named(under):
		return b.w.fill("people.age-under", "under", under)
	case a.Age.From > 0 && a.Age.Under == 0 && !named(from):
		return b.w.fill("people.age-from", "from", from)
	}
	return ""
}

// documents links to the entries of the list of documents.
func (b *builder) documents(rs []notices.Ref) []link { return b.refs(rs) }

// categoryViews are the kinds of data, but for those of which the list of their
// group says everything. Those that only bars name are apart: a notice that says it
// does not ask for something must not list it among what it collects.
func (b *builder) categoryViews() (collected, barred []categoryView) {
	collected = make([]categoryView, 0, len(b.n.Categories))
	homes := b.homes()
	for i := range b.n.Categories {
		c := &b.n.Categories[i]
		if homes[c.ID] != "" {
			continue
		}
		v := categoryView{
			ID: c.Anchor, Label: upper(c.Label), Class: b.class(c), List: c.List, Text: c.Text,
			Parts: b.categoryParts(c, homes), Also: parts(c.Also), Within: b.refs(c.Within), GovernedBy: b.documents(c.GovernedBy),
			Unclear: b.unclear("category", c.ID), Prose: b.write("category", c.ID, c.Prose, 4),
		}
		if len(v.Parts) == 0 {
			v.List = "" // of no list
		}
		if c.Role != b.n.Party.Role {
			v.Role = b.role(c.Role)
		}
		if slices.Contains(b.barred, c.ID) {
			barred = append(barred, v)
		} else {
			collected = append(collected, v)
		}
	}
	return collected, barred
}

// onlyBarred are the kinds of data that the notice names where it says what it does
// not do, and nowhere else: neither they nor a group they are in nor anything in them is
// used, shared or kept, or comes from a source that is named.
func (b *builder) onlyBarred() []string {
	if o := b.before; o != nil && sameData(b.n.Statements, o.n.Statements) {
		return o.barred
	}
	var out []string
	named := map[string]bool{} // by what is not a bar, once that is asked
	for i := range b.n.Statements {
		s := &b.n.Statements[i]
		if s.Kind != "bar" {
			continue
		}
		for _, id := range s.Categories {
			if len(named) == 0 {
				b.nameData(named)
			}
			if named[id] || slices.Contains(out, id) {
				continue
			}
			for _, id := range append([]string{id}, b.categories.at(id).Members...) {
				if !b.near(id, named) && !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return out
}

// nameData marks the kinds of data that are used, shared or kept or come from a source.
func (b *builder) nameData(named map[string]bool) {
	for i := range b.n.Statements {
		if s := &b.n.Statements[i]; s.Kind == "use" || s.Kind == "share" || s.Kind == "keep" {
			for _, id := range s.Categories {
				named[id] = true
			}
		}
	}
	for i := range b.n.Sources {
		for _, c := range b.n.Sources[i].Categories {
			named[c.ID] = true
		}
	}
}

// near reports whether a kind of data, a group it is in or anything in it is named.
func (b *builder) near(id string, named map[string]bool) bool {
	return named[id] || slices.ContainsFunc(b.categories.at(id).Members, func(m string) bool { return named[m] }) ||
		slices.ContainsFunc(b.above[id], func(c *notices.Category) bool { return named[c.ID] })
}

func isWithin(rs []notices.Ref, id string) bool {
	return slices.ContainsFunc(rs, func(r notices.Ref) bool { return r.ID == id })
}

func (b *builder) sourceViews() []sourceView {
	var out []sourceView
	for i := range b.n.Sources {
		s := &b.n.Sources[i]
		out = append(out, sourceView{
			ID: s.Anchor, Text: s.Sentence.Text, Lead: s.Sentence.Lead, Items: s.Sentence.Items,
			Occasions: capitals(unsaidIn(s.Occasions, s.Sentence.Text)), Voluntary: s.Voluntary && !b.saysVoluntary(s.Sentence.Text),
			Unclear: b.unclear("source", s.ID), Prose: b.write("source", s.ID, s.Prose, 4),
		})
	}
	return out
}

// saysVoluntary reports whether a sentence tells that giving data is a choice.
func (b *builder) saysVoluntary(sentence string) bool {
	return slices.ContainsFunc(strings.Split(b.w["source.said"], ", "), func(word string) bool { return says(sentence, word) })
}

// unsaidIn keeps the items that a sentence of its author's own leaves out: those
// of whose longer words it lacks more than a third.
func unsaidIn(items []string, sentence string) []string {
	sentence = strings.ToLower(sentence)
	said := func(item string) bool {
		found, all := 0, 0
		for _, word := range strings.FieldsFunc(strings.ToLower(item), func(r rune) bool { return !unicode.IsLetter(r) }) {
			stem := []rune(word)
			if len(stem) < 4 {
				continue
			}
			all++
			if strings.Contains(sentence, string(stem[:min(len(stem), 5)])) {
				found++
			}
		}
		return strings.Contains(sentence, strings.ToLower(item)) || all > 0 && 3*found >= 2*all
	}
	return slices.DeleteFunc(slices.Clone(items), said)
}

// basisViews explains the author's own bases: those of the given ids, or with
// nil all that no statement has brought in before.
func (b *builder) basisViews(only []string) []basisView {
	var out []basisView
	for i := range b.n.Bases {
		x := &b.n.Bases[i]
		if !explained(x) || (only != nil && !slices.Contains(only, x.ID)) || !b.tell(entry{"basis", x.ID}) {
			continue
		}
		out = append(out, basisView{
			ID: "basis_" + x.ID, Label: upper(x.Label), Kind: x.Kind, Law: unlessIn(x.Law, x.Text), Text: x.Text,
			Owed: b.promises(ids(x.Owed), x.Text), Unclear: b.unclear("basis", x.ID), Prose: b.write("basis", x.ID, x.Prose, 4),
		})
	}
	return out
}

// explained reports whether the page says more of a basis than its name.
func explained(x *notices.Basis) bool {
	return x.Own && (x.Text != "" || x.Prose != "" || x.Law != "" || len(x.Owed) > 0)
}

// gateViews are the choices in words. Choices that read the same stand under one
// another's names with the words once.
func (b *builder) gateViews() []gateView {
	var out []gateView
	for k := range b.n.Gates {
		g := &b.n.Gates[k]
		if g.Sentence == "" {
			continue
		}
		v := gateView{
			ID: g.Anchor, Title: upper(g.Title), Text: g.Sentence,
			Effect: unlessIn(g.Effect, g.Sentence), Exempt: unlessIn(g.Exempt, g.Sentence), Unclear: b.unclear("gate", g.ID),
			Prose: b.write("gate", g.ID, g.Prose, 4),
		}
		i := slices.IndexFunc(out, func(o gateView) bool {
			return o.Text == v.Text && o.Effect == v.Effect && o.Exempt == v.Exempt && o.Prose.Text == v.Prose.Text
		})
		if i < 0 {
			out = append(out, v)
			continue
		}
		o := &out[i]
		o.Unclear = union(o.Unclear, v.Unclear)
		also := namedView{ID: v.ID, Title: v.Title}
		if v.Title == o.Title || slices.ContainsFunc(o.Also, func(n namedView) bool { return n.Title == v.Title }) {
			also.Title = ""
		}
		o.Also = append(o.Also, also)
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
	for i := range b.n.Cookies {
		c := &b.n.Cookies[i]
		v := cookieView{
			ID: c.Anchor, Label: upper(c.Label), Holds: c.Holds, Text: c.Text, Needed: c.Needed,
			Does: phrases(c.Does), SetBy: phrases(c.SetBy), Stop: phrases(c.Stop), Unclear: b.unclear("cookie", c.ID),
			Prose: b.write("cookie", c.ID, c.Prose, 4),
		}
		out = append(out, v)
	}
	return out
}

// recipientViews splits the recipients into those the notice says more of, which
// get a card, and the others.
func (b *builder) recipientViews() (cards, others []recipientView) {
	cards = make([]recipientView, 0, len(b.n.Recipients))
	for i := range b.n.Recipients {
		r := &b.n.Recipients[i]
		if !b.receives(r) {
			continue
		}
		v := recipientView{
			ID: r.Anchor, Label: upper(r.Label), Role: parts(b.capacity(r)), Service: upper(r.Service), Location: r.LocationName, Outside: b.outside(r),
			Access: r.Access, Text: r.Text, Agreement: b.agreement(r), Includes: parts(r.Includes), Safeguards: parts(r.Safeguards),
			Follows: parts(r.Follows), Measures: parts(r.Measures), Data: linked(b.refs(r.Data)), Within: b.refs(r.Within),
			Policy: webLink(r.Policy, ""), Contact: b.recipientContact(r), Owed: b.owe(r.Owed), Unclear: b.unclear("recipient", r.ID),
			Prose: b.write("recipient", r.ID, r.Prose, 4),
		}
		grouped := func(g notices.Ref) bool { return b.recipients.at(g.ID).Service == r.Service }
		if says(r.Label, r.Service) || slices.ContainsFunc(r.Within, grouped) {
			v.Service = ""
		}
		for _, id := range r.Members {
			if m := b.recipients[id]; m != nil && isWithin(m.Within, r.ID) && b.receives(m) {
				v.Members = append(v.Members, linked([]link{to(m.Anchor, m.Label)})...)
			}
		}
		v.Members = divided(v.Members)
		if plainRecipient(v) {
			others = append(others, v)
		} else {
			cards = append(cards, v)
		}
	}
	return cards, settle(cards, others)
}

// settle gives those of whom the notice has only the name their place in the list
// of a group that names them, and returns the others.
func settle(cards, others []recipientView) []recipientView {
	return slices.DeleteFunc(others, func(o recipientView) bool {
		place := to(o.ID, "").Href
		for _, c := range cards {
			for i := range c.Members {
				if p := &c.Members[i]; p.Href == place {
					p.ID, p.Href = o.ID, ""
					return true
				}
			}
		}
		return false
	})
}

// capacity names on whose behalf a recipient acts, unless its own words or the entry
// of its group say so.
func (b *builder) capacity(r *notices.Recipient) []string {
	kind := b.w["recipient-kind."+r.Kind]
	grouped := func(g notices.Ref) bool { return b.recipients.at(g.ID).Kind == r.Kind }
	if kind == "" || slices.ContainsFunc(r.Within, grouped) {
		return nil
	}
	own := r.Label + " " + r.Text
	for word := range strings.SplitSeq(b.w["recipient-said."+r.Kind], ", ") {
		if word != "" && says(own, word) {
			return nil
		}
	}
	return []string{kind}
}

// agreement is the key of the words for what binds a recipient, by its kind: only a
// processor has a processing agreement.
func (b *builder) agreement(r *notices.Recipient) string {
	switch {
	case !r.Agreement:
		return ""
	case b.w["recipient-agreed."+r.Kind] == "":
		return "other"
	}
	return r.Kind
}

// recipientContact is how to reach a recipient, who is named above it already.
func (b *builder) recipientContact(r *notices.Recipient) *contactView {
	c := b.contact(r.Contact)
	if c == nil {
		return nil
	}
	c.Label = ""
	if says(r.Label, c.Name) {
		c.Name = ""
	}
	return c
}

// receives reports whether a recipient belongs in the list: not one that is only
// named where the notice says who gets nothing.
func (b *builder) receives(r *notices.Recipient) bool {
	near := func(id string) bool {
		return id == r.ID || slices.Contains(r.Members, id) || slices.Contains(b.recipients.at(id).Members, r.ID)
	}
	return slices.ContainsFunc(b.given, near) || !slices.ContainsFunc(b.denied, near)
}

// takers are the recipients to whom data goes and those of whom the notice says what
// they do not get, as statements name them.
func takers(statements []notices.Statement) (given, denied []string) {
	add := func(to *[]string, ids ...string) {
		for _, id := range ids {
			if id != "" && !slices.Contains(*to, id) {
				*to = append(*to, id)
			}
		}
	}
	for i := range statements {
		s := &statements[i]
		if s.Duty != nil {
			add(&given, s.Duty.HeldBy)
		}
		switch s.Kind {
		case "use", "share", "keep":
			add(&given, s.Recipients...)
		case "bar", "closed":
			add(&denied, s.Recipients...)
		}
	}
	return given, denied
}

// outside says what a recipient needs for sending data beyond its place.
func (b *builder) outside(r *notices.Recipient) string {
	var labels []string
	for _, g := range r.Gates {
		if l := b.gates.at(g.ID).Label; l != "" {
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
	return v.Service == "" && v.Location == "" && v.Outside == "" && v.Access == "" && v.Text == "" && v.Agreement == "" && v.Policy.Text == "" &&
		v.Contact == nil && v.Prose.HTML == "" && len(v.Unclear)+len(v.Includes)+len(v.Safeguards)+len(v.Follows)+len(v.Measures)+len(v.Data)+len(v.Members)+len(v.Owed) == 0
}

func (b *builder) definitionViews() []definitionView {
	var out []definitionView
	for i := range b.n.Definitions {
		d := &b.n.Definitions[i]
		v := definitionView{ID: d.Anchor, Label: upper(d.Label), Text: upper(d.Text), Unclear: b.unclear("definition", d.ID)}
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
	for i := range b.n.Documents {
		d := &b.n.Documents[i]
		out = append(out, documentView{
			ID: d.Anchor, Label: upper(d.Label), Sentence: d.Sentence, Text: d.Text, Link: webLink(d.URL, upper(d.Label)), Lost: d.Lost,
			Unclear: b.unclear("document", d.ID), Prose: b.write("document", d.ID, d.Prose, 3),
		})
	}
	return out
}

func (b *builder) contactViews() []contactView {
	var out []contactView
	for i := range b.n.Contacts {
		c := b.contact(&b.n.Contacts[i])
		c.Unclear = b.unclear("contact", b.n.Contacts[i].ID)
		out = append(out, *c)
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
		v := issueView{ID: i.Anchor, Number: strconv.Itoa(len(out) + 1), Text: i.Text}
		for k := range b.n.Statements {
			s := &b.n.Statements[k]
			if slices.Contains(i.Between, s.ID) || slices.Contains(i.About, s.ID) {
				v.About = append(v.About, to(s.Anchor, s.Sentence.Text))
			}
		}
		out = append(out, v)
	}
	return out
}
