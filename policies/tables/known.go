package tables

import "slices"

// kinds are the names of the fields of which a notice knows ids.
var kinds = map[string]field{
	"action": action, "right": right, "event": event, "basis": basisField, "category": category, "purpose": purpose,
	"recipient": recipientField, "audience": audience, "document": documentField, "gate": gateField,
}

// Known lists the ids of a kind, such as "purpose" or "gate", that a question about a
// notice may name, sorted; those of the kind "notice" are the notices. It is for those who
// help people with a question, and looks through everything.
func (e *Engine) Known(notice, kind string) (ids []string) {
	if kind == "notice" {
		return e.ids.of(noticeField)
	}
	f, ok := kinds[kind]
	of := e.notice(notice)
	if !ok || of == nil {
		return nil
	}
	n := of.terms
	ids = n.lexicon.of(f)
	if f == gateField {
		ids = slices.DeleteFunc(ids, func(id string) bool { return !n.gates[n.lexicon.find(gateField, id)].known })
	}
	return ids
}

// Gate gives the words in which a question may say by whom and via what an act was done
// that a gate is named for; nil where any will do.
func (e *Engine) Gate(notice, gate string) (by, via []string) {
	of := e.notice(notice)
	if of == nil {
		return nil, nil
	}
	n := of.terms
	g := &n.gates[n.lexicon.find(gateField, gate)]
	return g.by, g.via
}

// of lists the ids of a kind, sorted.
func (l *lexicon) of(kind field) (ids []string) {
	for i := range l.entries {
		if w := &l.entries[i]; w.kind == kind {
			ids = append(ids, w.id)
		}
	}
	slices.Sort(ids)
	return ids
}
