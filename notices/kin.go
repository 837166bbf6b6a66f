package notices

import (
	"slices"

	"github.com/candor-privacy/candor/notices/inventory"
)

// A notice that extends a base has most of its entries from there, the very same ones, and
// so has the next that does. What is made of such entries and nothing else is made once
// where notices go through one by one: the vocabulary where every entry of it is the same,
// and a statement where all that words it is. Whatever was reported on the way is made
// again, so that it is reported again.

// wording are the kinds that the sentence of a statement can rest on, besides its own.
var wording = []inventory.Kind{
	inventory.KindDefinition, inventory.KindAudience, inventory.KindSource, inventory.KindCategory, inventory.KindPurpose, inventory.KindBasis,
	inventory.KindGate, inventory.KindObligation, inventory.KindRecipient, inventory.KindRight, inventory.KindEvent, inventory.KindIssue,
}

// choosing are the kinds that the rest of the vocabulary is made of: what a choice opens
// are uses and shares.
var choosing = []inventory.Kind{inventory.KindContact, inventory.KindDocument, inventory.KindCookie, inventory.KindUse, inventory.KindShare}

// made is a statement that was resolved without a finding.
type made struct {
	at    int // among the statements of its notice
	spent int // of what a notice may grow to
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

// takeVocabulary takes all of the vocabulary, or none.
func (r *resolver) takeVocabulary() bool {
	o := r.kin
	if o == nil || !o.silent || r.left < o.spent || !r.same(o, choosing) {
		return false
	}
	r.left -= o.spent
	n, of := r.n, o.n
	n.Contacts, n.Documents, n.Definitions, n.Audiences, n.Sources, n.Categories, n.Purposes = of.Contacts, of.Documents, of.Definitions, of.Audiences, of.Sources, of.Categories, of.Purposes
	n.Bases, n.Gates, n.Obligations, n.Recipients, n.Cookies, n.Rights, n.Events = of.Bases, of.Gates, of.Obligations, of.Recipients, of.Cookies, of.Rights, of.Events
	r.gates, r.audiences, r.categories, r.purposes, r.bases, r.recipients = o.gates, o.audiences, o.categories, o.purposes, o.bases, o.recipients
	r.obliged, r.rights, r.events, r.sources, r.contacts = o.obliged, o.rights, o.events, o.sources, o.contacts
	r.silent, r.spent = true, o.spent
	return true
}

// takeStatement takes a statement, if the other notice has it of the same entry.
func (r *resolver) takeStatement(e *inventory.Entry, s *Statement) bool {
	if r.kin == nil {
		return false
	}
	m, ok := r.kin.made[e]
	if !ok || r.left < m.spent {
		return false
	}
	r.left -= m.spent
	*s = r.kin.n.Statements[m.at]
	s.Path = r.n.Path + "#" + e.ID
	r.made[e] = made{len(r.n.Statements) - 1, m.spent}
	return true
}

// keepStatement lets others take a statement that rests on nothing but what [wording]
// has: one that closes something minds what other statements there are.
func (r *resolver) keepStatement(e *inventory.Entry, spent int) {
	if e.Inherited && !r.overgrown && !e.Has("only") && !e.Has("contact") {
		r.made[e] = made{len(r.n.Statements) - 1, spent}
	}
}
