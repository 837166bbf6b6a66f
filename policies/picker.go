package policies

import (
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// picker finds the entries of a notice that a section of a document wants.
type picker struct {
	n          *notices.Notice
	counts     func(addendum string) bool
	law        *inventory.Law
	categories map[string]notices.Category
	said       map[string][]string // topic → entries
}

func newPicker(n *notices.Notice, w *wish) *picker {
	p := &picker{
		n: n, law: w.law, categories: map[string]notices.Category{}, said: map[string][]string{},
		counts: func(addendum string) bool { return addendum == "" || slices.Contains(w.addenda, addendum) },
	}
	for _, c := range n.Categories {
		p.categories[c.ID] = c
	}
	for _, s := range n.Says {
		if p.counts(s.Addendum) {
			p.said[s.Topic] = append(p.said[s.Topic], s.Entry)
		}
	}
	return p
}

// pick gives the entries of a section, each kind in the order of the notice: who and
// which data, what is said of it, the choices, who receives it, and the rest.
func (p *picker) pick(s *inventory.StatutorySection) []string {
	want := map[string]bool{}
	for _, topic := range s.Says {
		for _, entry := range p.said[topic] {
			want[entry] = true
		}
	}
	classes, sources := p.ofClass(s.Classes), p.from(s.From)
	var out []string
	add := func(kind, id string, also bool) {
		entry := id
		if kind != "" {
			entry = kind + "." + id
		}
		if also || want[entry] {
			out = append(out, entry)
		}
	}
	whole := func(kind string) bool { return slices.Contains(s.Entries, kind) }
	if whole("party") || want["party"] {
		out = append(out, "party")
	}
	n := p.n
	for _, x := range n.Contacts {
		add("contact", x.ID, overlap(x.For, s.Contacts))
	}
	for _, x := range n.Audiences {
		add("audience", x.ID, whole("audience"))
	}
	for _, x := range n.Categories {
		add("category", x.ID, whole("category") && allows(s.Classes, classes, x.ID) && allows(s.From, sources, x.ID))
	}
	for _, x := range n.Sources {
		add("source", x.ID, slices.Contains(s.Sources, x.Kind))
	}
	for _, x := range n.Purposes {
		add("purpose", x.ID, whole("purpose"))
	}
	for i := range n.Statements {
		st := &n.Statements[i]
		if p.counts(st.Addendum) {
			add("", st.ID, p.protects(st) && (p.answers(st, s) || slices.Contains(s.Statements, st.Kind) && p.isAbout(st, s, classes, sources)))
		}
	}
	for _, x := range n.Notes {
		if p.counts(x.Addendum) {
			add("note", x.ID, false)
		}
	}
	for _, x := range n.Obligations {
		add("obligation", x.ID, false)
	}
	for _, x := range n.Rights {
		add("right", x.ID, false)
	}
	for _, x := range n.Events {
		add("event", x.ID, false)
	}
	for _, x := range n.Bases {
		add("basis", x.ID, x.Own && whole("basis") && p.concerns(s, sources, func(st *notices.Statement) bool { return slices.Contains(st.Bases, x.ID) }))
	}
	for _, x := range n.Gates {
		add("gate", x.ID, x.Sentence != "" && slices.Contains(s.Gates, x.Kind))
	}
	for _, x := range n.Recipients {
		add("recipient", x.ID, slices.Contains(s.Recipients, x.Kind) && !p.refused(x) && p.concerns(s, sources, func(st *notices.Statement) bool {
			return slices.Contains(st.Recipients, x.ID) || overlap(st.Recipients, idsOf(x.Within))
		}))
	}
	for _, x := range n.Cookies {
		add("cookie", x.ID, false)
	}
	for _, x := range n.Definitions {
		add("definition", x.ID, false)
	}
	for _, x := range n.Documents {
		add("document", x.ID, whole("contract") && x.With != "" && p.counts(x.Addendum))
	}
	for _, x := range n.Addenda {
		if p.counts(x.ID) {
			add("addendum", x.ID, false)
		}
	}
	return out
}

// answers reports whether a statement answers a right or an event of the section.
func (p *picker) answers(st *notices.Statement, s *inventory.StatutorySection) bool {
	return st.Kind == "duty" && (overlap(st.Rights, s.Rights) || overlap(st.Events, s.Events)) ||
		st.Keep != nil && slices.Contains(s.Events, st.Keep.From)
}

// isAbout reports whether a statement is about what the section's filters let through.
func (p *picker) isAbout(st *notices.Statement, s *inventory.StatutorySection, classes, sources map[string]bool) bool {
	reached := p.reached(st)
	some := func(ids map[string]bool) bool {
		return slices.ContainsFunc(reached, func(id string) bool { return ids[id] })
	}
	return (len(s.Classes) == 0 || some(classes)) && (len(s.From) == 0 || some(sources)) &&
		(len(s.Purposes) == 0 || named(st.Purposes, p.purposesOf(s.Purposes))) &&
		(len(s.To) == 0 || named(st.Recipients, p.recipientsOf(s.To))) &&
		(!s.Closing || st.Kind == "closed" || st.Only == "category" || st.Only == "basis")
}

// concerns reports whether some statement that names an entry is about data from the
// section's sources, where it asks for any.
func (p *picker) concerns(s *inventory.StatutorySection, sources map[string]bool, names func(*notices.Statement) bool) bool {
	return len(s.From) == 0 || slices.ContainsFunc(p.n.Statements, func(st notices.Statement) bool {
		return p.counts(st.Addendum) && names(&st) && slices.ContainsFunc(p.reached(&st), func(id string) bool { return sources[id] })
	})
}

// idsOf are the ids of the groups that an entry is within.
func idsOf(within []notices.Ref) (ids []string) {
	for _, g := range within {
		ids = append(ids, g.ID)
	}
	return ids
}

// reached lists the categories that a statement reaches, groups with all below them; all
// where it names none.
func (p *picker) reached(st *notices.Statement) (ids []string) {
	with := func(id string) []string { return append([]string{id}, p.categories[id].Members...) }
	for _, id := range st.Categories {
		ids = append(ids, with(id)...)
	}
	if len(st.Categories) == 0 {
		for _, c := range p.n.Categories {
			ids = append(ids, c.ID)
		}
	}
	for _, left := range st.Except {
		ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(with(left), id) })
	}
	return ids
}

// ofClass is the set of categories of some classes, by their own class or that of a group
// above them.
func (p *picker) ofClass(classes []string) map[string]bool {
	ids := map[string]bool{}
	for _, c := range p.n.Categories {
		if c.Class != "" && slices.Contains(classes, c.Class) {
			for _, id := range append([]string{c.ID}, c.Members...) {
				ids[id] = true
			}
		}
	}
	return ids
}

// from is the set of categories that sources of some kinds supply: groups with all below
// them, and those of which some of what is below comes so. A source that names none
// supplies any, and what no source supplies comes from people themselves.
func (p *picker) from(kinds []string) map[string]bool {
	ids, told := map[string]bool{}, map[string]bool{}
	for _, s := range p.n.Sources {
		supplies := s.Categories
		for _, c := range p.n.Categories {
			if len(s.Categories) == 0 {
				supplies = append(supplies, notices.Ref{ID: c.ID})
			}
		}
		for _, ref := range supplies {
			for _, id := range append([]string{ref.ID}, p.categories[ref.ID].Members...) {
				told[id] = true
				ids[id] = ids[id] || slices.Contains(kinds, s.Kind)
			}
		}
	}
	for _, c := range p.n.Categories {
		if len(c.Members) == 0 && !told[c.ID] {
			ids[c.ID] = slices.Contains(kinds, "person")
		}
	}
	for _, c := range p.n.Categories {
		ids[c.ID] = ids[c.ID] || slices.ContainsFunc(c.Members, func(id string) bool { return ids[id] })
	}
	return ids
}

// purposesOf and recipientsOf are sets of ids by kind, groups with all below them.
func (p *picker) purposesOf(kinds []string) map[string]bool {
	ids := map[string]bool{}
	for _, x := range p.n.Purposes {
		for _, id := range append([]string{x.ID}, x.Members...) {
			ids[id] = ids[id] || slices.Contains(kinds, x.Kind)
		}
	}
	return ids
}

func (p *picker) recipientsOf(kinds []string) map[string]bool {
	ids := map[string]bool{}
	for _, x := range p.n.Recipients {
		ids[x.ID] = slices.Contains(kinds, x.Kind)
	}
	return ids
}

// named reports whether a statement that names some ids names one of a set.
func named(ids []string, set map[string]bool) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return set[id] })
}

// protects reports whether a statement may be about people whom the law protects by
// their age.
func (p *picker) protects(st *notices.Statement) bool {
	if p.law.Age.IsZero() {
		return true
	}
	grown := func(id string) bool {
		i := slices.IndexFunc(p.n.Audiences, func(a notices.Audience) bool { return a.ID == id })
		return i >= 0 && !p.n.Audiences[i].Age.IsZero() && !overlaps(p.n.Audiences[i].Age, p.law.Age)
	}
	return (st.Age.IsZero() || overlaps(st.Age, p.law.Age)) &&
		(len(st.Audiences) == 0 || slices.ContainsFunc(st.Audiences, func(id string) bool { return !grown(id) }))
}

// refused reports whether a recipient is only named where the notice says who gets
// nothing.
func (p *picker) refused(r notices.Recipient) bool {
	barred := false
	for _, st := range p.n.Statements {
		if !slices.Contains(st.Recipients, r.ID) && !overlap(st.Recipients, r.Members) {
			continue
		}
		if st.Kind != "bar" && st.Kind != "closed" {
			return false
		}
		barred = true
	}
	return barred
}

// allows reports whether a filter that is set lets an id through.
func allows(filter []string, ids map[string]bool, id string) bool {
	return len(filter) == 0 || ids[id]
}

// overlap reports whether two lists have something in common.
func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
