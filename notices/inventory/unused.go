package inventory

import (
	"fmt"
	"maps"
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
	own := func(e *Entry) bool { return slices.Contains(unusedKinds, e.Kind) && !e.Shared && !e.Inherited }
	if !slices.ContainsFunc(c.Entries, own) {
		return
	}
	used := c.used()
	for _, e := range c.Entries {
		if !own(e) || used[slot{e.Kind, e.ID}] || c.accepted("unused", e) {
			continue
		}
		c.find("unused", e.Place, fmt.Sprintf("nothing names %s", title(e)), c.useFor(e))
	}
}

// used collects everything that is named, and what lies below named groups.
func (c *checking) used() map[slot]bool {
	used := make(map[slot]bool, len(c.Entries))
	var named []slot
	groups := map[slot]bool{} // of use to their members, who are not used by that
	name := func(e *Entry, f *Field, id string) {
		switch {
		case id == "" || id == e.ID && slices.Contains(f.To, e.Kind):
		case mixed(f):
			if kind, id, ok := strings.Cut(id, "."); ok {
				groups[slot{Kind(kind), id}] = true
			}
		case f.Key == "within":
			groups[slot{e.Kind, id}] = true
		default:
			for _, k := range f.To {
				if s := (slot{k, id}); !used[s] {
					used[s] = true
					named = append(named, s)
				}
			}
		}
	}
	for _, e := range c.Entries {
		refs := refsByKind[e.Kind]
		for i := range refs {
			for _, id := range e.List(refs[i].Key) {
				name(e, &refs[i], id)
			}
			name(e, &refs[i], e.Text(refs[i].Key))
		}
	}
	for i := 0; i < len(named); i++ {
		k := named[i].kind
		for _, m := range c.children(k)[named[i].id] {
			if s := (slot{k, m}); !used[s] {
				used[s] = true
				named = append(named, s)
			}
		}
	}
	maps.Copy(used, groups)
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
