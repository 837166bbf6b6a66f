package themes

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/candor-privacy/candor/notices"
)

// length is how many entries a list of the short part shows; what is longer ends in a
// link to all. On a narrow page the style shows fewer.
type length struct{ wide, narrow int }

var (
	briefRun  = length{6, 3} // of a list that runs on in a line
	briefList = length{4, 2} // of one with a line for each
)

// brief answers who, what, why, with whom, how long, what can I do and whom do I
// write to, so shortly that it fits a screen. Each entry links to where the notice says
// it in full and marks what is unclear of it; here only sentences are marked.
func (b *builder) brief() briefView {
	v := briefView{For: b.briefFor()}
	v.Data, v.More.Data = cut(b, b.briefData(), briefRun)
	v.Why, v.More.Why = cut(b, b.briefWhy(), briefList)
	v.Shared, v.More.Shared = cut(b, b.briefShared(), briefRun)
	v.Kept, v.More.Kept = cut(b, b.briefKept(), briefList)
	never := b.briefNever()
	if rest := len(never) - briefList.wide; rest > 1 {
		v.NeverRest = link{never[briefList.wide].Href, b.w.fill("brief.more-below", "number", strconv.Itoa(rest))}
		never = never[:briefList.wide]
	}
	v.Never = never
	v.Can, v.More.Can = cut(b, b.briefCan(), briefRun)
	v.Contacts = b.briefContacts()
	if n := len(b.issues); n == 1 {
		v.Unclear = b.w["brief.unclear-one"]
	} else if n > 1 {
		v.Unclear = b.w.fill("brief.unclear", "number", strconv.Itoa(n))
	}
	return v
}

// briefFor are the people the notice is for: not those it does not cover, nor
// those whose data it says is never collected.
func (b *builder) briefFor() []link {
	var out []link
	for i := range b.n.Audiences {
		a := &b.n.Audiences[i]
		if a.Covered && len(a.Within) == 0 && !slices.ContainsFunc(b.body["bar"], func(s *notices.Statement) bool { return shutsOut(s, a) }) {
			out = append(out, to(a.Anchor, upper(a.Label)))
		}
	}
	return out
}

// shutsOut reports whether a bar forbids to collect any data of these people,
// whatever for: it names them, or the age that they all have.
func shutsOut(s *notices.Statement, a *notices.Audience) bool {
	narrow := len(s.Categories) + len(s.Purposes) + len(s.Recipients) + len(s.Forms) + len(s.Roles) + len(s.When) + len(s.Unless) +
		len(s.Where.Person) + len(s.Where.Customer) + len(s.Where.Host) + len(s.Where.Destination)
	if narrow > 0 || !slices.Contains(s.Actions, "collect") {
		return false
	}
	aged := s.Age.IsZero() || !a.Age.IsZero() && a.Age.From >= s.Age.From && (s.Age.Under == 0 || a.Age.Under > 0 && a.Age.Under <= s.Age.Under)
	named := slices.Contains(s.Audiences, a.ID) || len(s.Audiences) == 0 && !s.Age.IsZero()
	return aged && named
}

// cut shortens a list and says how the link to all of it reads. A list that is a
// single entry too long stays whole.
func cut[T any](b *builder, ls []T, n length) ([]T, moreView) {
	var more moreView
	if len(ls) > n.narrow+1 {
		more = moreView{Text: b.w.fill("brief.all", "number", strconv.Itoa(len(ls))), Narrow: len(ls) <= n.wide+1}
	}
	if len(ls) <= n.wide+1 {
		return ls, more
	}
	return ls[:n.wide], more
}

// briefData are the kinds of data a statement uses, groups before their members.
func (b *builder) briefData() []link {
	b.plan()
	if b.data != nil {
		return b.data
	}
	used := make(map[string]bool, len(b.n.Categories))
	for _, s := range b.tabled {
		for _, id := range s.Categories {
			used[id] = true
		}
	}
	b.data = make([]link, 0, len(used))
	for i := range b.n.Categories {
		c := &b.n.Categories[i]
		if used[c.ID] && !slices.ContainsFunc(c.Within, func(r notices.Ref) bool { return used[r.ID] }) {
			b.data = append(b.data, to(c.Anchor, upper(c.Label)))
		}
	}
	return b.data
}

func (b *builder) briefWhy() []link {
	var out gathered
	for _, s := range b.body["use"] {
		for _, id := range s.Purposes {
			out.add(to(s.Anchor, upper(b.purposes.at(id).Label)))
		}
	}
	return out
}

func (b *builder) briefShared() []link {
	var out gathered
	for _, s := range b.body["share"] {
		for _, id := range s.Recipients {
			r := b.recipients.at(id)
			out.add(to(r.Anchor, upper(r.Label)))
		}
	}
	return out
}

// gathered is a list of links that names each thing once.
type gathered []link

func (g *gathered) add(l link) {
	if !slices.ContainsFunc(*g, func(o link) bool { return o.Text == l.Text }) {
		*g = append(*g, l)
	}
}

func union(x, y []link) []link {
	x = slices.Clone(x)
	for _, l := range y {
		if !slices.Contains(x, l) {
			x = append(x, l)
		}
	}
	slices.SortFunc(x, func(a, b link) int { return cmp.Or(cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text)) }) // note 3 before note 17
	return x
}

// briefKept gathers what is kept by how long it is kept.
func (b *builder) briefKept() []keptView {
	var out []keptView
	for _, s := range b.body["keep"] {
		k := keptView{For: b.keptFor(s)}
		k.Words, k.After = b.period(s.Keep)
		i := slices.IndexFunc(out, func(o keptView) bool { return o.Words == k.Words && o.After == k.After && o.For == k.For })
		if i < 0 {
			i = len(out)
			out = append(out, k)
		}
		data := (*gathered)(&out[i].Data)
		for _, id := range s.Categories {
			data.add(to(s.Anchor, b.categories.at(id).Label))
		}
		if len(s.Categories) == 0 {
			data.add(to(s.Anchor, b.w["brief.all-data"]))
		}
	}
	return out
}

// keptFor names the purposes a period is limited to.
func (b *builder) keptFor(s *notices.Statement) string {
	var names []string
	for _, id := range s.Purposes {
		names = append(names, lowerFirst(b.purposes.at(id).Title))
	}
	if names == nil {
		return ""
	}
	return b.w.fill("table.for", "purposes", b.w.and(names))
}

func (b *builder) briefNever() []entryView {
	var out []entryView
	for _, s := range b.body["bar"] {
		out = append(out, entryView{to(s.Anchor, s.Sentence.Text), b.unclear("", s.ID)})
	}
	return out
}

// briefCan are the rights and choices people have. Those that somebody else grants
// say whom to ask.
func (b *builder) briefCan() []link {
	var out gathered
	for _, s := range b.body["duty"] {
		if s.Duty == nil {
			continue
		}
		if holder := b.recipients.at(s.Duty.HeldBy); len(s.Rights) > 0 && holder.Label != "" {
			out.add(to(s.Anchor, b.w.fill("brief.ask", "rights", b.dutyTitle(s), "holder", holder.Label)))
			continue
		}
		for _, id := range s.Rights {
			if t := b.rights.at(id).Title; t != "" {
				out.add(to(s.Anchor, t))
			}
		}
	}
	for i := range b.n.Gates {
		g := &b.n.Gates[i]
		if g.Sentence != "" && g.Title != "" && (g.Kind == "opt-out" || g.Kind == "objection") {
			out.add(to(g.Anchor, upper(g.Title)))
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
