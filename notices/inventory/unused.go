package inventory

import (
	"fmt"
	"slices"
	"strings"
)

// unusedKinds have no meaning of their own: they do something only where a
// statement or another entry names them. A contact, a document, a definition, an
// audience, a source, a cookie, a right or an event speaks for itself on the page.
var unusedKinds = []Kind{KindCategory, KindPurpose, KindBasis, KindGate, KindObligation, KindRecipient}

// unused reports vocabulary that nothing names.
func (c *checking) unused() {
	if c.broken || c.partial || len(c.unnamed) > 0 {
		return // what could not be read, or was left out, may name it
	}
	own := func(e *Entry) bool { return !e.Shared && !e.Inherited && slices.Contains(unusedKinds, e.Kind) }
	if !slices.ContainsFunc(c.Entries, own) {
		return
	}
	used, unread := c.used(), c.unread()
	for i, e := range c.Entries {
		if !own(e) || used[i] || unread[e.Kind] || c.meant[e] || c.accepted("unused", e) {
			continue
		}
		c.find("unused", e.Place, fmt.Sprintf("nothing names %s", title(e)), c.useFor(e))
	}
}

// unread gives the kinds of entries that may be named where something was refused.
func (c *checking) unread() map[Kind]bool {
	kinds := map[Kind]bool{}
	for _, e := range c.Entries {
		if !e.Refused() {
			continue
		}
		for _, f := range refsByKind[e.Kind] {
			if e.Refused(f.Key) {
				for _, k := range f.To {
					kinds[k] = true
				}
			}
		}
	}
	return kinds
}

// used marks every entry that is named, and what lies below named groups.
func (c *checking) used() []bool {
	used, groups := make([]bool, len(c.Entries)), make([]bool, len(c.Entries)) // groups are of use to their members, who are not used by that
	missing := map[slot]bool{}                                                 // what is named and not there may have members all the same
	named := make([]slot, 0, len(c.Entries))
	use := func(s slot) {
		switch i := c.index(s); {
		case i >= 0 && !used[i]:
			used[i] = true
			named = append(named, s)
		case i < 0 && !missing[s]:
			missing[s] = true
			named = append(named, s)
		}
	}
	group := func(s slot) {
		if i := c.index(s); i >= 0 {
			groups[i] = true
		}
	}
	name := func(e *Entry, f *Field, id string) {
		switch {
		case id == "" || id == e.ID && slices.Contains(f.To, e.Kind):
		case mixed(f):
			if kind, id, ok := strings.Cut(id, "."); ok {
				group(slot{Kind(kind), id})
			}
		case f.Key == "within":
			group(slot{e.Kind, id})
		default:
			for _, k := range f.To {
				use(slot{k, id})
			}
		}
	}
	for _, e := range c.Entries {
		refs := refsByKind[e.Kind]
		for i := range refs {
			v := e.Value(refs[i].Key)
			for _, id := range v.List {
				name(e, &refs[i], id)
			}
			name(e, &refs[i], v.Text)
		}
	}
	for i := 0; i < len(named); i++ {
		k := named[i].kind
		for _, m := range c.children(k)[named[i].id] {
			use(slot{k, m})
		}
	}
	for i := range groups {
		used[i] = used[i] || groups[i]
	}
	return used
}

func (c *checking) useFor(e *Entry) string {
	switch e.Kind {
	case KindCategory, KindPurpose:
		return "name it in a statement, such as a use or a keep; or take it out"
	case KindRecipient:
		return "name it in a share, or put it within a group that one names; or take it out"
	case KindBasis:
		return "name it under bases of a use; or take it out"
	case KindGate:
		return "name it under gates, unless or when of a statement; or take it out"
	}
	return "name it under owed of a statement; or take it out"
}
