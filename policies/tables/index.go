package tables

import (
	"errors"
	"fmt"
	"slices"

	"github.com/candor-privacy/candor/policies/document"
)

// index finds what may reach a combination by the classes of its leaves.
type index struct {
	starts  numbers // by action and category: a row of the first level of the grid
	begins  numbers // of each list among the entries, and of the end
	entries numbers // statements by their place, or of the notice's barring or touching
}

// level holds the rows by one field, one after another: those of the next level by
// the class of a leaf, and on the last the lists.
type level struct {
	width int // classes of the field
	cells numbers
}

// bar is a bar that may reach a combination, with the fields that it restricts and the
// question does not state.
type bar struct {
	statement *statement
	unstated  fieldsOf
}

// fieldsOf is a set of the fields of an index, a bit each.
type fieldsOf uint8

func (f fieldsOf) all(yield func(int) bool) {
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

// span is where a list begins and ends among the entries of an index.
type span struct{ from, to int }

// reached gives the list of an index for the combination.
func (r *run) reached(x *index) span {
	n := r.notice
	at := x.start(r)
	for i := range n.grid {
		at = n.grid[i].next(at, r.classes[i+1])
	}
	return x.list(at)
}

// reachedMostly gives the lists of the three indexes that every decision asks, side by
// side, so that none waits for another.
func (r *run) reachedMostly() (bars, permits, touched span) {
	n := r.notice
	a, b, c := n.bars.start(r), n.permits.start(r), n.touched.start(r)
	for i := range n.grid {
		g, class := &n.grid[i], r.classes[i+1]
		a, b, c = g.next(a, class), g.next(b, class), g.next(c, class)
	}
	return n.bars.list(a), n.permits.list(b), n.touched.list(c)
}

func (x *index) start(r *run) int {
	return x.starts.at(int(r.facts[action])*r.notice.width + int(r.classes[0]))
}

func (x *index) list(at int) span { return span{x.begins.at(at), x.begins.at(at + 1)} }

func (g *level) next(row int, class int32) int { return g.cells.at(row*g.width + int(class)) }

// compileIndexes lays the indexes out. A row or a statement that is not there means a
// damaged document.
func (c *compiler) compileIndexes(doc *document.Terms) (err error) {
	l := c.layout(doc)
	c.width = l.width[0]
	for _, x := range []struct {
		to   *index
		from document.Index[int]
	}{{&c.permits, doc.Permits}, {&c.onlys, doc.Only}, {&c.closed, doc.Closed}} {
		if *x.to, err = indexOf(l, x.from, c.place); err != nil {
			return err
		}
	}
	bars, touches := map[bar]int{}, map[touch]int{}
	if c.bars, err = indexOf(l, doc.Bars, func(b document.Bar) (int, error) {
		next, err := c.bar(doc, b)
		return numbered(bars, &c.barring, next), err
	}); err != nil {
		return err
	}
	if c.touched, err = indexOf(l, doc.Touched, func(t document.Touch) (int, error) {
		next, err := c.touch(t)
		return numbered(touches, &c.touching, next), err
	}); err != nil {
		return err
	}
	if err := c.compileLaw(doc, l, bars); err != nil {
		return err
	}
	for i := range c.grid {
		c.grid[i] = level{l.width[i+1], numbersOf(l.cells[i+1])}
	}
	c.duties, err = c.occasions(doc.Duties)
	return err
}

// occasions lays out the statements that answer a request or an event.
func (c *compiler) occasions(doc document.Occasions) (rows[rows[numbers]], error) {
	return rowsOf(c.symbols[right], doc, func(events map[string][]int) (rows[numbers], error) {
		return rowsOf(c.symbols[event], events, func(places []int) (numbers, error) {
			for _, at := range places {
				if _, err := c.place(at); err != nil {
					return numbers{}, err
				}
			}
			return numbersOf(places), nil
		})
	})
}

// numbered gives an entry its place in a list, that of an equal one where there is one.
func numbered[E comparable](at map[E]int, all *[]E, entry E) int {
	if _, ok := at[entry]; !ok {
		at[entry] = len(*all)
		*all = append(*all, entry)
	}
	return at[entry]
}

// layout is what the indexes of a document must be like, and what of their rows is
// laid out.
type layout struct {
	actions symbols
	rows    [][]int
	width   [len(unfolded)]int         // how many classes each field has
	placed  [len(unfolded)]map[int]int // rows by level → their place there
	cells   [len(unfolded)][]int       // of the rows of each level
}

func (c *compiler) layout(doc *document.Terms) *layout {
	l := &layout{actions: c.symbols[action], rows: doc.Rows}
	for f, known := range []map[string]document.Leaves{doc.Known.Categories, doc.Known.Purposes, doc.Known.Recipients, doc.Known.Audiences} {
		l.width[f], l.placed[f] = 1, map[int]int{}
		for _, leaves := range known {
			for _, class := range leaves {
				l.width[f] = max(l.width[f], class+1)
			}
		}
	}
	return l
}

var errIndex = errors.New("the policy has lost a row of an index")

// place lays out a row of a level, and every row it leads to, down to the lists, and
// gives its place there.
func (l *layout) place(row, field int) (int, error) {
	if row < 0 || row >= len(l.rows) || len(l.rows[row]) != l.width[field] {
		return 0, errIndex
	}
	if at, ok := l.placed[field][row]; ok {
		return at, nil
	}
	cells := slices.Clone(l.rows[row])
	if field < len(unfolded)-1 {
		for i, next := range cells {
			at, err := l.place(next, field+1)
			if err != nil {
				return 0, err
			}
			cells[i] = at
		}
	}
	at := len(l.cells[field]) / l.width[field]
	l.placed[field][row] = at
	l.cells[field] = append(l.cells[field], cells...)
	return at, nil
}

// leads asks that every list a row leads to is one of an index. seen are the rows of
// which that is known.
func (l *layout) leads(row, field, lists int, seen map[[2]int]bool) error {
	if seen[[2]int{row, field}] {
		return nil
	}
	for _, next := range l.rows[row] {
		if field < len(unfolded)-1 {
			if err := l.leads(next, field+1, lists, seen); err != nil {
				return err
			}
		} else if next < 0 || next >= lists {
			return errIndex
		}
	}
	seen[[2]int{row, field}] = true
	return nil
}

// indexOf lays one index out.
func indexOf[D any](l *layout, doc document.Index[D], number func(D) (int, error)) (x index, err error) {
	var begins, entries []int
	for _, list := range doc.Lists {
		begins = append(begins, len(entries))
		for _, entry := range list {
			at, err := number(entry)
			if err != nil {
				return x, err
			}
			entries = append(entries, at)
		}
	}
	starts, seen := make([]int, (len(l.actions)+1)*l.width[0]), map[[2]int]bool{}
	for id, at := range l.actions {
		start := doc.Starts[id]
		if len(start) != l.width[0] {
			return x, fmt.Errorf("the policy has lost what it says on %s", id)
		}
		for i, row := range start {
			first, err := l.place(row, 1)
			if err != nil {
				return x, err
			}
			if err := l.leads(row, 1, len(doc.Lists), seen); err != nil {
				return x, err
			}
			starts[int(at)*l.width[0]+i] = first
		}
	}
	return index{numbersOf(starts), numbersOf(append(begins, len(entries))), numbersOf(entries)}, nil
}

// rows is one level of what finds duties: a row for each symbol that is named there, and
// one for all others.
type rows[R any] struct {
	rows []R     // the first is that for all others
	at   []int32 // by symbol
}

func (r *rows[R]) of(x symbol) *R {
	if int(x) < len(r.at) {
		return &r.rows[r.at[x]]
	}
	return &r.rows[0]
}

// rowsOf lays one level of the occasions out.
func rowsOf[D, R any](ids symbols, doc map[string]D, row func(D) (R, error)) (out rows[R], err error) {
	rest, ok := doc[document.Anything]
	if !ok {
		return out, errIndex
	}
	first, err := row(rest)
	if err != nil {
		return out, err
	}
	out.rows = append(make([]R, 0, len(doc)), first)
	for id, d := range doc {
		if id == document.Anything {
			continue
		}
		next, err := row(d)
		if err != nil {
			return out, err
		}
		x := ids.of(id)
		out.at = grown(out.at, x)
		out.at[x] = int32(len(out.rows))
		out.rows = append(out.rows, next)
	}
	return out, nil
}

// place asks that a statement is there.
func (n *terms) place(at int) (int, error) {
	if at < 0 || at >= len(n.statements) {
		return 0, errStatement
	}
	return at, nil
}

func (c *compiler) bar(doc *document.Terms, b document.Bar) (out bar, err error) {
	if _, err := c.place(b.Statement); err != nil {
		return out, err
	}
	out.statement = &c.statements[b.Statement]
	for _, of := range b.Unstated {
		if of < 0 || of >= min(len(unfolded), len(doc.Statements[b.Statement].Negated)) {
			return out, errors.New("the policy has lost the words of a bar")
		}
		out.unstated |= 1 << of
	}
	return out, nil
}

func (c *compiler) touch(t document.Touch) (touch, error) {
	out := touch{c.issueAt.of(t.Issue), len(t.Tests) > 0}
	if int(out.issue) >= len(c.issues) {
		return out, errors.New("the policy has lost an issue")
	}
	if out.asks && c.issues[out.issue].tests == nil {
		c.issues[out.issue].tests = c.tests(t.Tests)
	}
	return out, nil
}
