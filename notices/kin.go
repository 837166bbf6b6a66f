package notices

import (
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/inventory"
)

// A notice that extends a base has most of its entries from there, the very same ones, and
// so has the next that does. What is made of such entries and nothing else is made once
// where notices go through one by one: the vocabulary where every entry of it is the same,
// and a statement where all that words it is. Whatever was reported on the way is made
// again, so that it is reported again. A list that was taken whole is the same list.

// wording are the kinds that the sentence of a statement can rest on, besides its own. All
// that a statement refers to is among them, but for a contact.
var wording = []inventory.Kind{
	inventory.KindDefinition, inventory.KindAudience, inventory.KindSource, inventory.KindCategory, inventory.KindPurpose, inventory.KindBasis,
	inventory.KindGate, inventory.KindObligation, inventory.KindRecipient, inventory.KindRight, inventory.KindEvent, inventory.KindIssue,
}

// The parts of a notice that are taken whole, and the kinds that each is made of beside
// those of [wording]. What a choice of the vocabulary opens are uses and shares.
const (
	inVocabulary = iota
	inNotes
	inAddenda
	inIssues
	wholes
)

var (
	choosing = []inventory.Kind{inventory.KindContact, inventory.KindDocument, inventory.KindCookie, inventory.KindUse, inventory.KindShare}
	noting   = []inventory.Kind{inventory.KindNote}
	adding   = []inventory.Kind{inventory.KindAddendum, inventory.KindDocument}
)

// made is a part or a statement that others may take or that was taken itself.
type made struct {
	of    *inventory.Entry // of a statement
	sound bool             // nothing was reported, and it rests on nothing that may be otherwise
	spent int              // of what a notice may grow to
	taken bool             // from the kin,
	at    int              // of whose statements it was this one
}

// same tells whether two notices have the very same entries of some kinds.
func (r *resolver) same(o *resolver, kinds []inventory.Kind) bool {
	return !slices.ContainsFunc(kinds, func(k inventory.Kind) bool { return r.shelves[k] != o.shelves[k] })
}

// meet looks at a notice that was resolved before for what can be taken from there.
func (r *resolver) meet(o *resolver) {
	if o == nil || r.n.Language != o.n.Language || r.n.Party.Role != o.n.Party.Role || len(o.wordless) > 0 ||
		!r.same(o, wording) || r.uses != o.uses {
		return
	}
	r.kin = o
}

// part takes a part whole, or makes it.
func (r *resolver) part(i int, kinds []inventory.Kind, take func(*resolver), make func()) {
	if o := r.kin; o != nil && o.parts[i].sound && r.left >= o.parts[i].spent && r.same(o, kinds) {
		take(o)
		r.parts[i] = made{sound: true, spent: o.parts[i].spent, taken: true}
		r.left -= r.parts[i].spent
		return
	}
	found, left := len(r.found), r.left
	make()
	r.parts[i] = made{sound: len(r.found) == found && !r.overgrown, spent: left - r.left}
}

func (r *resolver) takeVocabulary(o *resolver) {
	n, of := r.n, o.n
	n.Contacts, n.Documents, n.Definitions, n.Audiences, n.Sources, n.Categories, n.Purposes = of.Contacts, of.Documents, of.Definitions, of.Audiences, of.Sources, of.Categories, of.Purposes
	n.Bases, n.Gates, n.Obligations, n.Recipients, n.Cookies, n.Rights, n.Events = of.Bases, of.Gates, of.Obligations, of.Recipients, of.Cookies, of.Rights, of.Events
	r.gates, r.audiences, r.categories, r.purposes, r.bases, r.recipients = o.gates, o.audiences, o.categories, o.purposes, o.bases, o.recipients
	r.obliged, r.rights, r.events, r.sources, r.contacts = o.obliged, o.rights, o.events, o.sources, o.contacts
}

// takeStatement takes a statement, if the other notice has it of the same entry.
func (r *resolver) takeStatement(e *inventory.Entry, s *Statement) bool {
	if r.kin == nil || !e.Inherited {
		return false
	}
	at, ok := r.kin.stock[e]
	if !ok || r.left < r.kin.made[at].spent {
		return false
	}
	*s = r.kin.n.Statements[at]
	s.Path = r.n.Path + "#" + e.ID
	m := made{e, true, r.kin.made[at].spent, true, at}
	r.made = append(r.made, m)
	r.left -= m.spent
	return true
}

// keepStatement lets others take a statement that rests on nothing but what [wording]
// has: one that closes something minds what other statements there are.
func (r *resolver) keepStatement(e *inventory.Entry, silent bool, spent int) {
	sound := silent && e.Inherited && !r.overgrown && !e.Has("only") && !e.Has("contact")
	r.made = append(r.made, made{of: e, sound: sound, spent: spent})
}

// readsAlike reports whether statements may read alike: not where none of the kin's do, and
// none of the notice's own reads like another.
func (r *resolver) readsAlike() bool {
	if r.kin == nil || r.kin.alike {
		return true
	}
	all := r.n.Statements
	for i := range all {
		if r.made[i].taken {
			continue
		}
		for j := range all {
			if i != j && all[i].Sentence.Text == all[j].Sentence.Text {
				return true
			}
		}
	}
	return false
}

// offers reports whether others can take from a notice what they cannot from its kin.
func (r *resolver) offers() bool {
	if r.kin == nil || !r.parts[inVocabulary].taken {
		return slices.ContainsFunc(r.in.Entries, func(e *inventory.Entry) bool { return e.Inherited })
	}
	return slices.ContainsFunc(r.made, func(m made) bool { return m.sound && !m.taken })
}

// ready lets others take from a notice.
func (r *resolver) ready() *resolver {
	r.kin = nil
	r.stock = make(map[*inventory.Entry]int, len(r.made))
	for at, m := range r.made {
		if m.sound {
			r.stock[m.of] = at
		}
	}
	r.pieces = sync.OnceValue(func() *pieces { return piecesOf(r.n) })
	return r
}
