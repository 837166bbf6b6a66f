package inventory

import (
	"fmt"
	"maps"
	"slices"
)

// unusedKinds have no meaning of their own: they do something only where a
// statement or another entry names them. A contact, a document, a definition, an
// audience, a source, a cookie, a right or an event speaks for itself on the page.
var unusedKinds = []Kind{KindCategory, KindPurpose, KindBasis, KindGate, KindObligation, KindRecipient}

// unused reports vocabulary that nothing names.
func (c *checking) unused() {
	if c.broken {
		return // what could not be read may name it
	}
	used := c.used()
	for _, e := range c.Entries {
		if !slices.Contains(unusedKinds, e.Kind) || e.Shared || e.Inherited || used[reference(e)] || c.accepted("unused", e) {
			continue
		}
		c.find("unused", e.Place, fmt.Sprintf("nothing names %s", title(e)), c.useFor(e))
	}
}

// used collects everything that is named, and what lies below named groups.
func (c *checking) used() map[string]bool {
	used := map[string]bool{}
	var named []slot
	add := func(k Kind, id string) {
		if key := string(k) + "." + id; !used[key] {
			used[key] = true
			named = append(named, slot{k, id})
		}
	}
	groups := map[string]bool{} // of use to their members, who are not used by that
	for _, e := range c.Entries {
		for _, f := range tableOf(e.Kind).fields() {
			if f.Type != Ref && f.Type != Refs {
				continue
			}
			v := e.Values[f.Key]
			for _, id := range append(slices.Clone(v.List), v.Text) {
				switch {
				case id == "" || id == e.ID && slices.Contains(f.To, e.Kind):
				case mixed(f):
					groups[id] = true
				case f.Key == "within":
					groups[string(e.Kind)+"."+id] = true
				default:
					for _, k := range f.To {
						add(k, id)
					}
				}
			}
		}
	}
	for i := 0; i < len(named); i++ {
		for _, m := range c.children(named[i].kind)[named[i].id] {
			add(named[i].kind, m)
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
