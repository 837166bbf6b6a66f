package policies

import (
	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/document"
)

// entry is a statement on its way into an index: the leaves it names by category,
// purpose and recipient; nil where it names none and so reaches all.
type entry struct {
	id     string
	leaves [3]document.Names
}

// entries collects the statements of an index by action. With unstated, a
// question that leaves open what a statement names still finds it.
type entries struct {
	byAction map[string][]entry
	unstated bool
}

// add enters a statement under the actions it is about.
func (x *entries) add(id string, actions []string, leaves [3]document.Names) {
	if x.byAction == nil {
		x.byAction = map[string][]entry{}
	}
	for _, a := range actions {
		x.byAction[a] = append(x.byAction[a], entry{id, leaves})
	}
}

// index lays the entries out. Every action has its rows, be they empty, so that a
// missing one can only mean damaged data.
func (x *entries) index() document.Index {
	index := document.Index{}
	for _, action := range inventory.Actions {
		if action == "respond" && len(x.byAction[action]) == 0 && !x.unstated {
			continue // looked up in Occasions
		}
		index[action] = rows(x.byAction[action], 0, x.unstated, func(es []entry) map[string]map[string][]string {
			return rows(es, 1, x.unstated, func(es []entry) map[string][]string {
				return rows(es, 2, x.unstated, ids)
			})
		})
	}
	return index
}

// rows divides entries by what they name in one dimension.
func rows[R any](es []entry, dimension int, unstated bool, row func([]entry) R) map[string]R {
	named := document.Names{}
	for _, e := range es {
		for leaf := range e.leaves[dimension] {
			named[leaf] = true
		}
	}
	out := map[string]R{document.Anything: row(reaching(es, dimension, document.Anything))}
	for leaf := range named {
		out[leaf] = row(reaching(es, dimension, leaf))
	}
	if unstated {
		out[document.Unstated] = row(es)
	}
	return out
}

// reaching keeps the entries that name the leaf or nothing.
func reaching(es []entry, dimension int, leaf string) []entry {
	var kept []entry
	for _, e := range es {
		if e.leaves[dimension] == nil || e.leaves[dimension][leaf] {
			kept = append(kept, e)
		}
	}
	return kept
}

func ids(es []entry) []string {
	all := []string{}
	for _, e := range es {
		all = append(all, e.id)
	}
	return all
}

// subject is what a selector names by category, purpose and recipient. Categories
// left out are not among those named.
func (c *notice) subject(s *notices.Selector) [3]document.Names {
	categories := leavesOf(s.Categories, c.categories.expand)
	for leaf := range c.categories.expand(s.Except) {
		delete(categories, leaf)
	}
	return [3]document.Names{categories, leavesOf(s.Purposes, c.purposes.expand), leavesOf(s.Recipients, c.recipients.expand)}
}

func leavesOf(ids []string, expand func([]string) document.Names) document.Names {
	if len(ids) == 0 {
		return nil
	}
	return expand(ids)
}

// occasion is a statement that answers a right or an event; nil names none.
type occasion struct {
	id             string
	rights, events document.Names
}

// occasions lays out the statements that answer, as an index does.
func occasions(all []occasion) document.Occasions {
	var es []entry
	for _, o := range all {
		es = append(es, entry{o.id, [3]document.Names{o.rights, o.events, nil}})
	}
	return rows(es, 0, false, func(es []entry) map[string][]string { return rows(es, 1, false, ids) })
}
