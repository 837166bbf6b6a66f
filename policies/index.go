package policies

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/document"
)

// The fields an index decides, in the order in which its rows ask for them.
const (
	byCategory = iota
	byPurpose
	byRecipient
	byAudience
	indexed
)

var indexedFields = [indexed]string{"category", "purpose", "recipient", "audience"}

// reach is what a selector asks of the fields of an index.
type reach [indexed]wanted

// wanted is what it asks of one field: nothing; any of the leaves named; or, besides,
// none of those left out, which a question that states nothing meets.
type wanted struct {
	named document.Names // nil for any
	out   document.Names
}

// takes reports whether a leaf is among those wanted.
func (w wanted) takes(leaf string) bool {
	if leaf == document.Unstated {
		return w.named == nil
	}
	return (w.named == nil || w.named[leaf]) && !w.out[leaf]
}

// entry is something on its way into an index: a statement by its place in the
// notice, or an issue.
type entry struct {
	number int // among the entries of its index
	place  int
	issue  string
	tests  []document.Test // of an issue
	reach  reach
}

// entries collects what goes into an index by action. With unstated, a question that
// leaves open what an entry names still finds it.
type entries struct {
	byAction map[string][]entry
	count    int
	unstated bool
}

// add enters something under the actions it is about.
func (x *entries) add(e entry, actions []string) {
	if x.byAction == nil {
		x.byAction = map[string][]entry{}
	}
	x.count++
	e.number = x.count
	for _, a := range actions {
		x.byAction[a] = append(x.byAction[a], e)
	}
}

// found is an entry on the way through the rows, with the fields it wants and the
// question does not state.
type found struct {
	*entry
	unstated []int
}

// tableau lays out the indexes of a notice, which share their rows.
type tableau struct {
	classes [indexed]map[string]int // of leaves
	first   [indexed][]string       // a leaf of each class
	rows    [][]int
	at      map[string]int // rows by their content
}

// newTableau puts the leaves that no entry tells apart, nor anything beyond the indexes,
// in one class.
func newTableau(leaves [indexed]map[string]bool, beyond func(field int, leaf string) string, all ...*entries) *tableau {
	t := &tableau{at: map[string]int{}}
	for f := range leaves {
		t.classes[f], t.first[f] = map[string]int{document.Unstated: 0}, []string{document.Unstated}
		alike := map[string]int{}
		for _, leaf := range slices.Sorted(maps.Keys(leaves[f])) {
			mark := markOf(leaf, f, all) + beyond(f, leaf)
			if _, ok := alike[mark]; !ok {
				alike[mark] = len(t.first[f])
				t.first[f] = append(t.first[f], leaf)
			}
			t.classes[f][leaf] = alike[mark]
		}
	}
	return t
}

// markOf tells by which entries a leaf is wanted.
func markOf(leaf string, field int, all []*entries) string {
	var mark strings.Builder
	for _, x := range all {
		for _, action := range inventory.Actions {
			for _, e := range x.byAction[action] {
				if e.reach[field].takes(leaf) {
					mark.WriteByte('1')
				} else {
					mark.WriteByte('0')
				}
			}
		}
	}
	return mark.String()
}

// beyondIndexes tells what is said of a leaf elsewhere than in the indexes: by tests, by
// documents that go before the notice, of whom it covers and of what a recipient asks for.
func (c *notice) beyondIndexes(field int, leaf string) string {
	said := []any{c.doc.Governed[indexedFields[field]][leaf]}
	ask := func(tests []document.Test) {
		for _, t := range tests {
			switch {
			case t.Of == indexedFields[field]:
				said = append(said, t.Is[leaf], t.Except[leaf])
			case t.Age != nil && field == byAudience:
				said = append(said, t.Within[leaf], t.Beyond[leaf])
			}
		}
	}
	for _, s := range c.doc.Statements {
		ask(s.Tests)
		ask(s.OnlyIf)
	}
	for _, a := range c.doc.Addenda {
		ask(a.Tests)
	}
	for _, action := range inventory.Actions {
		for _, e := range c.touched.byAction[action] {
			ask(e.tests)
		}
	}
	switch {
	case field == byRecipient:
		said = append(said, c.doc.Recipients[leaf])
	case field == byAudience && !c.doc.Scope[leaf].Always:
		said = append(said, leaf) // whom the answer names
	}
	text, err := json.Marshal(said)
	if err != nil {
		panic(err) // made of strings and truths
	}
	return string(text)
}

// row gives a row its number, that of an equal one where there is one.
func (t *tableau) row(r []int) int {
	var b []byte
	for _, next := range r {
		b = binary.AppendUvarint(b, uint64(next))
	}
	key := string(b)
	if _, ok := t.at[key]; !ok {
		t.at[key] = len(t.rows)
		t.rows = append(t.rows, r)
	}
	return t.at[key]
}

// layOut makes an index of entries.
func layOut[E any](t *tableau, x *entries, write func(found) E) document.Index[E] {
	index := document.Index[E]{Starts: map[string][]int{}, Lists: [][]E{{}}}
	seen, lists := map[string]int{}, map[string]int{"[]": 0}
	list := func(entries []E) int {
		text, err := json.Marshal(entries)
		if err != nil {
			panic(err) // made of strings and numbers
		}
		if _, ok := lists[string(text)]; !ok {
			lists[string(text)] = len(index.Lists)
			index.Lists = append(index.Lists, entries)
		}
		return lists[string(text)]
	}
	var row func(field int, reaching []found) int
	row = func(field int, reaching []found) int {
		key := keyOf(field, reaching)
		at, ok := seen[key]
		switch {
		case ok:
		case field == indexed:
			at = list(written(reaching, write))
		default:
			at = t.row(t.next(x, field, reaching, row))
		}
		seen[key] = at
		return at
	}
	for _, action := range inventory.Actions {
		var all []found
		for i := range x.byAction[action] {
			all = append(all, found{entry: &x.byAction[action][i]})
		}
		index.Starts[action] = t.next(x, byCategory, all, row)
	}
	return index
}

// next gives, for each class of a field, the row by the field that follows.
func (t *tableau) next(x *entries, field int, reaching []found, row func(int, []found) int) []int {
	out := []int{}
	for _, leaf := range t.first[field] {
		out = append(out, row(field+1, x.reaching(reaching, field, leaf)))
	}
	return out
}

func written[E any](reaching []found, write func(found) E) []E {
	list := []E{}
	for _, f := range reaching {
		list = append(list, write(f))
	}
	return list
}

// reaching keeps the entries that want the leaf, or anything.
func (x *entries) reaching(all []found, field int, leaf string) []found {
	var kept []found
	for _, f := range all {
		switch {
		case f.reach[field].takes(leaf):
			kept = append(kept, f)
		case leaf == document.Unstated && x.unstated:
			kept = append(kept, found{f.entry, append(slices.Clone(f.unstated), field)})
		}
	}
	return kept
}

// keyOf tells apart what reaches a field, and by what.
func keyOf(field int, reaching []found) string {
	b := []byte{byte(field)}
	for _, f := range reaching {
		b = binary.AppendUvarint(b, uint64(f.number))
		b = append(b, byte(len(f.unstated)))
		for _, field := range f.unstated {
			b = append(b, byte(field))
		}
	}
	return string(b)
}

// subject is what a selector wants of an index but for the audience.
func (c *notice) subject(s *notices.Selector) reach {
	return reach{
		byCategory:  {leavesOf(s.Categories, c.categories.expand), c.categories.expand(s.Except)},
		byPurpose:   {named: leavesOf(s.Purposes, c.purposes.expand)},
		byRecipient: {named: leavesOf(s.Recipients, c.recipients.expand)},
	}
}

// whom adds the audiences of a statement and its addendum to what it wants.
func (c *notice) whom(r reach, s *notices.Statement) reach {
	named := leavesOf(s.Audiences, c.audiences.expand)
	if a := c.addenda[s.Addendum]; a != nil {
		there := leavesOf(refs(a.Audiences), c.audiences.expand)
		if named == nil {
			named = there
		} else if there != nil {
			maps.DeleteFunc(named, func(leaf string, _ bool) bool { return !there[leaf] })
		}
	}
	r[byAudience].named = named
	return r
}

func leavesOf(ids []string, expand func([]string) document.Names) document.Names {
	if len(ids) == 0 {
		return nil
	}
	return expand(ids)
}

// occasion is a statement that answers a right or an event; nil names none.
type occasion struct {
	place          int
	rights, events document.Names
}

// occasions lays out the statements that answer.
func occasions(all []occasion) document.Occasions {
	return rows(all, func(o occasion) document.Names { return o.rights }, func(all []occasion) map[string][]int {
		return rows(all, func(o occasion) document.Names { return o.events }, func(all []occasion) []int {
			places := []int{}
			for _, o := range all {
				places = append(places, o.place)
			}
			return places
		})
	})
}

// rows divides statements by what they name; those that name nothing are in every
// row.
func rows[R any](all []occasion, named func(occasion) document.Names, row func([]occasion) R) map[string]R {
	ids := document.Names{document.Anything: true}
	for _, o := range all {
		maps.Copy(ids, named(o))
	}
	out := map[string]R{}
	for id := range ids {
		out[id] = row(slices.DeleteFunc(slices.Clone(all), func(o occasion) bool { return named(o) != nil && !named(o)[id] }))
	}
	return out
}
