package tables

import (
	"errors"
	"fmt"
	"slices"

	"github.com/candor-privacy/candor/policies/document"
)

// leaf is a leaf of a vocabulary, and its class in the indexes.
type leaf struct {
	symbol symbol
	class  int32
}

// index finds what may reach a combination by the classes of its leaves.
type index[E any] struct {
	starts  [][]int32 // by action and category: a row
	begins  []int32   // of each list among the entries, and of the end
	entries []E
}

// grid holds the rows of all indexes one after another.
type grid struct {
	begins []int32
	cells  []int32
}

func (g *grid) at(row, class int32) int32 { return g.cells[g.begins[row]+class] }

// bar is a bar that may reach a combination, with the fields that it restricts and the
// question does not state.
type bar struct {
	place    int32
	unstated fields
}

// fields is a set of the fields of an index, a bit each.
type fields uint8

func (f fields) all(yield func(int) bool) {
	for i := range len(unfolded) {
		if f&(1<<i) != 0 && !yield(i) {
			return
		}
	}
}

// touch is an issue that touches the combination, with asks if its tests are met.
type touch struct {
	issue symbol
	asks  bool
}

// reached gives what an index holds for the combination.
func reached[E any](r *run, x *index[E]) []E {
	g, c := &r.notice.grid, &r.classes
	row := x.starts[r.facts[action]][c[0]]
	list := g.at(g.at(g.at(row, c[1]), c[2]), c[3])
	return x.entries[x.begins[list]:x.begins[list+1]]
}

// compileIndexes lays the indexes out. A row or a statement that is not there means a
// damaged document.
func (n *notice) compileIndexes(doc *document.Notice) (err error) {
	l := n.layout(doc)
	for _, row := range doc.Rows {
		n.grid.begins = append(n.grid.begins, int32(len(n.grid.cells)))
		for _, next := range row {
			n.grid.cells = append(n.grid.cells, int32(next))
		}
	}
	for _, x := range []struct {
		to   *index[*statement]
		from document.Index[int]
	}{{&n.permits, doc.Permits}, {&n.onlys, doc.Only}, {&n.closed, doc.Closed}} {
		if *x.to, err = indexOf(l, x.from, n.listed); err != nil {
			return err
		}
	}
	if n.bars, err = indexOf(l, doc.Bars, n.barring); err != nil {
		return err
	}
	if n.touched, err = indexOf(l, doc.Touched, n.touching); err != nil {
		return err
	}
	if n.duties, err = n.occasions(doc.Duties); err != nil {
		return err
	}
	return n.compileLaw(doc, l)
}

// occasions lays out the statements that answer a request or an event.
func (n *notice) occasions(doc document.Occasions) (*rows[*rows[[]*statement]], error) {
	return rowsOf(n.symbols[right], doc, func(events map[string][]int) (*rows[[]*statement], error) {
		return rowsOf(n.symbols[event], events, n.listed)
	})
}

// layout is what the indexes of a document must be like.
type layout struct {
	actions symbols
	rows    [][]int
	width   [len(unfolded)]int // how many classes each field has
}

func (n *notice) layout(doc *document.Notice) layout {
	l := layout{actions: n.symbols[action], rows: doc.Rows}
	for f, ids := range n.known {
		l.width[f] = 1
		for _, leaves := range ids {
			for _, x := range leaves {
				l.width[f] = max(l.width[f], int(x.class)+1)
			}
		}
	}
	return l
}

var errIndex = errors.New("the policy has lost a row of an index")

// indexOf lays one index out.
func indexOf[D, E any](l layout, doc document.Index[D], list func([]D) ([]E, error)) (x index[E], err error) {
	x.starts = make([][]int32, len(l.actions)+1)
	for _, entries := range doc.Lists {
		all, err := list(entries)
		if err != nil {
			return x, err
		}
		x.begins = append(x.begins, int32(len(x.entries)))
		x.entries = append(x.entries, all...)
	}
	x.begins = append(slices.Clip(x.begins), int32(len(x.entries)))
	x.begins, x.entries = slices.Clip(x.begins), slices.Clip(x.entries)
	for id, at := range l.actions {
		start := doc.Starts[id]
		if len(start) != l.width[0] {
			return x, fmt.Errorf("the policy has lost what it says on %s", id)
		}
		for _, row := range start {
			if err := l.leads(row, 1, len(doc.Lists)); err != nil {
				return x, err
			}
			x.starts[at] = append(x.starts[at], int32(row))
		}
	}
	return x, nil
}

// leads asks that a row, and every row it leads to, is there and whole, down to the
// lists.
func (l layout) leads(row, field, lists int) error {
	if row < 0 || row >= len(l.rows) || len(l.rows[row]) != l.width[field] {
		return errIndex
	}
	for _, next := range l.rows[row] {
		if field < len(unfolded)-1 {
			if err := l.leads(next, field+1, lists); err != nil {
				return err
			}
		} else if next < 0 || next >= lists {
			return errIndex
		}
	}
	return nil
}

// rowsOf lays one level of the occasions out.
func rowsOf[D, R any](ids symbols, doc map[string]D, row func(D) (R, error)) (*rows[R], error) {
	rest, ok := doc[document.Anything]
	if !ok {
		return nil, errIndex
	}
	first, err := row(rest)
	if err != nil {
		return nil, err
	}
	out := &rows[R]{rows: []R{first}}
	for id, d := range doc {
		if id == document.Anything {
			continue
		}
		next, err := row(d)
		if err != nil {
			return nil, err
		}
		out.put(ids.of(id), next)
	}
	return out, nil
}

// listed gives the statements of a list.
func (n *notice) listed(places []int) ([]*statement, error) {
	var out []*statement
	for _, place := range places {
		if place < 0 || place >= len(n.statements) {
			return nil, errors.New("the policy has lost a statement")
		}
		out = append(out, &n.statements[place])
	}
	return out, nil
}

func (n *notice) barring(bars []document.Bar) ([]bar, error) {
	var out []bar
	for _, b := range bars {
		if _, err := n.listed([]int{b.Statement}); err != nil {
			return nil, err
		}
		next := bar{place: int32(b.Statement)}
		for _, of := range b.Unstated {
			if of < 0 || of >= len(n.statements[b.Statement].negated) {
				return nil, errors.New("the policy has lost the words of a bar")
			}
			next.unstated |= 1 << of
		}
		out = append(out, next)
	}
	return out, nil
}

func (n *notice) touching(all []document.Touch) ([]touch, error) {
	var out []touch
	for _, t := range all {
		next := touch{n.issueIDs.of(t.Issue), len(t.Tests) > 0}
		if int(next.issue) >= len(n.issues) {
			return nil, errors.New("the policy has lost an issue")
		}
		if next.asks && n.issues[next.issue].tests == nil {
			n.issues[next.issue].tests = n.tests(t.Tests)
		}
		out = append(out, next)
	}
	return out, nil
}
