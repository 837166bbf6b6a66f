package themes

import (
	"slices"

	"github.com/candor-privacy/candor/notices"
)

// Lengths of the lists of the short part; what is longer ends in a link to all.
const (
	briefLong   = 8
	briefMiddle = 6
	briefShort  = 4
)

// brief answers who, what, why, with whom, how long, what can I do and whom do I
// write to. Each entry links to where the notice says it in full.
func (b *builder) brief(sections []sectionView) briefView {
	var v briefView
	for _, a := range b.n.Audiences {
		if a.Covered && len(a.Within) == 0 {
			v.For = append(v.For, to(a.Anchor, a.Label))
		}
	}
	v.Data, v.More.Data = cut(b.briefData(), briefLong)
	v.Why, v.More.Why = cut(b.briefWhy(), briefMiddle)
	v.Shared, v.More.Shared = cut(b.briefShared(), briefLong)
	v.Kept = b.briefKept()
	v.Never, v.More.Never = cut(b.briefNever(), briefShort)
	v.Can, v.More.Can = cut(b.briefCan(), briefLong)
	v.Contacts = b.briefContacts()
	return v
}

func cut(ls []link, n int) ([]link, int) {
	if len(ls) <= n+1 { // never “and 1 more”
		return ls, 0
	}
	return ls[:n], len(ls) - n
}

func (b *builder) body(kinds ...string) []*notices.Statement {
	var out []*notices.Statement
	for i := range b.n.Statements {
		s := &b.n.Statements[i]
		if s.Addendum == "" && slices.Contains(kinds, s.Kind) {
			out = append(out, s)
		}
	}
	return out
}

// briefData are the kinds of data a statement uses, groups before their members.
func (b *builder) briefData() []link {
	var out []link
	for _, c := range b.n.Categories {
		used := b.named(b.tabled(), c.ID)
		inside := slices.ContainsFunc(c.Within, func(r notices.Ref) bool { return b.named(b.tabled(), r.ID) })
		if used && !inside {
			out = append(out, to(c.Anchor, c.Label))
		}
	}
	return out
}

func (b *builder) briefWhy() []link {
	var out []link
	var seen []string
	for _, s := range b.body("use") {
		for _, id := range s.Purposes {
			if p := b.purposes[id]; !slices.Contains(seen, p.Label) {
				seen = append(seen, p.Label)
				out = append(out, to(s.Anchor, p.Label))
			}
		}
	}
	return out
}

func (b *builder) briefShared() []link {
	var out []link
	var seen []string
	for _, s := range b.body("share") {
		for _, id := range s.Recipients {
			if r := b.recipients[id]; !slices.Contains(seen, id) {
				seen = append(seen, id)
				out = append(out, to(r.Anchor, r.Label))
			}
		}
	}
	return out
}

// briefKept gathers what is kept by how long it is kept.
func (b *builder) briefKept() []keptView {
	var out []keptView
	for _, s := range b.body("keep") {
		k := keptView{Words: upper(s.Keep.Words), After: b.after(s.Keep)}
		i := slices.IndexFunc(out, func(o keptView) bool { return o.Words == k.Words && o.After == k.After })
		if i < 0 {
			i = len(out)
			out = append(out, k)
		}
		for _, id := range s.Categories {
			out[i].Data = append(out[i].Data, to(s.Anchor, b.categories[id].Label))
		}
		if len(s.Categories) == 0 {
			out[i].Data = append(out[i].Data, to(s.Anchor, b.w["brief.all-data"]))
		}
	}
	return out
}

func (b *builder) briefNever() []link {
	var out []link
	for _, s := range b.body("bar") {
		out = append(out, to(s.Anchor, s.Sentence.Text))
	}
	return out
}

// briefCan are the rights and choices people have.
func (b *builder) briefCan() []link {
	var out []link
	var seen []string
	for _, s := range b.body("duty") {
		for _, id := range s.Rights {
			if t := b.rights[id].Title; t != "" && !slices.Contains(seen, t) {
				seen = append(seen, t)
				out = append(out, to(s.Anchor, t))
			}
		}
	}
	for _, g := range b.n.Gates {
		if g.Sentence != "" && g.Title != "" && (g.Kind == "opt-out" || g.Kind == "objection") {
			out = append(out, to(g.Anchor, upper(g.Title)))
		}
	}
	return out
}

// briefContacts are the first contact for privacy and any other for rights.
func (b *builder) briefContacts() []contactView {
	var out []contactView
	for _, use := range []string{"privacy", "dpo", "rights", "support"} {
		for i := range b.n.Contacts {
			c := &b.n.Contacts[i]
			if slices.Contains(c.For, use) {
				return append(out, *b.contact(c))
			}
		}
	}
	if len(b.n.Contacts) > 0 {
		out = append(out, *b.contact(&b.n.Contacts[0]))
	}
	return out
}
