// Package space lists the kinds of question that can be put to a notice, and tells
// what the notice itself says to one: what proofs of engines and pages are asked from.
//
// The questions there are can never all be asked, and most of them ask the same. Two
// combinations of action, audience, category, purpose and recipient that no statement,
// gate, closure or issue of the notice tells apart form one [Class]. Within a class
// there is everything else that can change an answer: gates, ages and days on either
// side of a boundary, places, forms, roles, bases, channels, governing documents.
//
//	s := space.New(notice, "2026-11-21")
//	classes, all := s.Classes(space.Most)
//	for _, c := range classes {
//		for q := range c.Questions(8) {
//			…
//		}
//	}
//
// Nothing here decides, and no engine is asked: so what an engine answers can be held
// against [Space.Says].
package space

import (
	"iter"
	"maps"
	"math/bits"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// Most is how many classes are listed of a notice unless another bound is given: more
// than any notice of a person's making has.
const Most = 200_000

// Space is what can be asked of one notice. It is safe for concurrent use.
type Space struct {
	n       *notices.Notice
	on      string
	groups  [fieldCount]group
	gates   map[string]*notices.Gate
	bases   map[string]*notices.Basis
	addenda map[string]*notices.Addendum

	days, places []string // that questions are drawn from
}

// New prepares the space of a notice. The day is the one all questions are about.
func New(n *notices.Notice, on string) *Space {
	s := &Space{n: n, on: on, gates: map[string]*notices.Gate{}, bases: map[string]*notices.Basis{}, addenda: map[string]*notices.Addendum{}}
	s.groups[audiences] = newGroup(n.Audiences, func(x *notices.Audience) (string, []string) { return x.ID, x.Members })
	s.groups[categories] = newGroup(n.Categories, func(x *notices.Category) (string, []string) { return x.ID, x.Members })
	s.groups[purposes] = newGroup(n.Purposes, func(x *notices.Purpose) (string, []string) { return x.ID, x.Members })
	s.groups[recipients] = newGroup(n.Recipients, func(x *notices.Recipient) (string, []string) { return x.ID, x.Members })
	for i := range n.Gates {
		s.gates[n.Gates[i].ID] = &n.Gates[i]
	}
	for i := range n.Bases {
		s.bases[n.Bases[i].ID] = &n.Bases[i]
	}
	for i := range n.Addenda {
		s.addenda[n.Addenda[i].ID] = &n.Addenda[i]
	}
	s.days, s.places = s.oddDays(), s.namedPlaces()
	return s
}

// The fields that make a class.
const (
	actions = iota
	audiences
	categories
	purposes
	recipients
	fieldCount
)

// group is the vocabulary of one field: which leaves lie below each entry, and the
// leaves in the order of the notice.
type group struct {
	below  map[string]map[string]bool // itself included, where it is a leaf
	leaves []string
}

func newGroup[T any](entries []T, of func(*T) (id string, members []string)) group {
	g := group{below: map[string]map[string]bool{}}
	isGroup := map[string]bool{}
	for i := range entries {
		id, members := of(&entries[i])
		isGroup[id] = len(members) > 0
	}
	for i := range entries {
		id, members := of(&entries[i])
		g.below[id] = map[string]bool{}
		for _, m := range append(members, id) {
			if !isGroup[m] {
				g.below[id][m] = true
			}
		}
		if !isGroup[id] {
			g.leaves = append(g.leaves, id)
		}
	}
	return g
}

// covers reports whether a leaf is one of ids or lies below one.
func (g group) covers(ids []string, leaf string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return id == leaf || g.below[id][leaf] })
}

// judge tells how a list of ids stands to a leaf, "" for none stated.
func (g group) judge(ids []string, leaf string) match {
	switch {
	case len(ids) == 0:
		return met
	case leaf == "":
		return unstated
	case g.covers(ids, leaf):
		return met
	}
	return unmet
}

// ids are all entries, groups included, in order.
func (g group) ids() []string { return slices.Sorted(maps.Keys(g.below)) }

// Class is one kind of question: the five fields of a representative, and what else
// can change the answer to it.
type Class struct {
	space *Space
	five  [fieldCount]string
	near  []*notices.Statement // that reach it, or might
}

// question is the representative, of which nothing more is said.
func (c Class) question() decision.Question {
	loose := false
	return decision.Question{
		Notice: c.space.n.ID, Action: c.five[actions], Audiences: stated(c.five[audiences]), Categories: stated(c.five[categories]),
		Purpose: c.five[purposes], Recipient: c.five[recipients], On: c.space.on, Strict: &loose,
	}
}

func stated(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// dimension is one thing a question may say, as changes to it; the first leaves the
// question as it is.
type dimension []func(*decision.Question)

// mostSize is where the size of a class stops to be counted.
const mostSize = 1 << 53

// sizeOf is how many questions dimensions unfold to.
func sizeOf(dims []dimension) int {
	n := uint64(1)
	for _, d := range dims {
		over, product := bits.Mul64(n, uint64(len(d)))
		if n = product; over > 0 || n > mostSize {
			return mostSize
		}
	}
	return int(n)
}

// Size is how many questions the class unfolds to, 2^53 at most.
func (c Class) Size() int { return sizeOf(c.dimensions()) }

// Questions walks the class: all of it, or so many questions of it. They begin with the
// one that says least and then with ones that between them say everything that any
// question of the class says; the rest is spread over the whole.
func (c Class) Questions(most int) iter.Seq[decision.Question] {
	return func(yield func(decision.Question) bool) {
		dims := c.dimensions()
		ask := func(pick func(k int) int) bool {
			q := c.question()
			q.Gates, q.Since, q.Documents = map[string]decision.Act{}, map[string]string{}, map[string]string{}
			for k, d := range dims {
				d[pick(k)%len(d)](&q)
			}
			return yield(q)
		}
		size := sizeOf(dims)
		widest := 0
		for _, d := range dims {
			widest = max(widest, len(d))
		}
		if size > most && !ask(func(int) int { return 0 }) {
			return
		}
		for i := range min(widest, most-1) {
			if size > most && !ask(func(k int) int { return i + k + 1 }) {
				return
			}
		}
		from := 0
		if size > most {
			from = min(1+widest, most)
		}
		step := stride(size)
		for at, i := 0, from; i < min(size, most); at, i = (at+step)%size, i+1 {
			rest := at
			var digits []int
			for _, d := range dims {
				digits = append(digits, rest%len(d))
				rest /= len(d)
			}
			if !ask(func(k int) int { return digits[k] }) {
				return
			}
		}
	}
}

// stride is a step that reaches every index below a size, and spreads the first few.
func stride(size int) int {
	step := max(1, int(float64(size)*0.6180339887))
	for gcd(step, size) != 1 {
		step++
	}
	return step
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Classes lists the classes of the notice, and reports whether these are all: where there
// are more than so many, or it takes more on the way to them, some are left out.
func (s *Space) Classes(most int) (classes []Class, all bool) {
	// Field by field, what comes to the same so far is kept once, so that the work grows
	// with the classes and not with the product of the vocabularies.
	combinations, all := []combination{s.nothing()}, true
	for field := range fieldCount {
		seen := map[string]bool{}
		var next []combination
		for joined := range s.joined(combinations, field) {
			key := joined.key(s, field == fieldCount-1)
			if seen[key] {
				continue
			}
			if len(next) == most {
				all = false
				break
			}
			seen[key] = true
			next = append(next, joined)
		}
		combinations = next
	}
	for _, c := range combinations {
		classes = append(classes, Class{s, c.five, s.near(c)})
	}
	return classes, all
}

// joined adds every value of a field to every combination.
func (s *Space) joined(combinations []combination, field int) iter.Seq[combination] {
	values := s.values(field)
	return func(yield func(combination) bool) {
		for _, c := range combinations {
			for _, v := range values {
				if !yield(c.with(field, v, s)) {
					return
				}
			}
		}
	}
}

// value is one value of a field, how each statement and issue stands to it, and a
// number for what it brings along whatever the statements say.
type value struct {
	id     string
	stands []match
	hang   int
}

// values are those of a field, without any that comes to the same as one before it.
func (s *Space) values(field int) []value {
	ids := append([]string{""}, s.groups[field].leaves...)
	if field == actions {
		ids = inventory.Actions
	}
	seen, hangs := map[string]bool{}, map[string]int{}
	var out []value
	for _, id := range ids {
		hang := s.hangs(field, id)
		if _, known := hangs[hang]; !known {
			hangs[hang] = len(hangs)
		}
		v := value{id: id, hang: hangs[hang]}
		key := []byte{byte(v.hang), byte(v.hang >> 8)}
		for _, selector := range s.selectors() {
			m := s.judge(field, selector, id)
			v.stands = append(v.stands, m)
			key = append(key, byte(m))
		}
		if !seen[string(key)] {
			seen[string(key)] = true
			out = append(out, v)
		}
	}
	return out
}

// selectors are those of the statements and, after them, of the issues.
func (s *Space) selectors() []*notices.Selector {
	var out []*notices.Selector
	for i := range s.n.Statements {
		out = append(out, &s.n.Statements[i].Selector)
	}
	for i := range s.n.Issues {
		out = append(out, &s.n.Issues[i].Selector)
	}
	return out
}

// combination is some of the five fields, and how each statement and issue stands to
// them together.
type combination struct {
	five   [fieldCount]string
	hangs  [fieldCount]int
	stands []match
	closes []bool // by statement: an `only` of it still reaches the combination
}

func (s *Space) nothing() combination {
	c := combination{stands: make([]match, len(s.n.Statements)+len(s.n.Issues)), closes: make([]bool, len(s.n.Statements))}
	for i := range s.n.Statements {
		c.closes[i] = s.n.Statements[i].Only != ""
	}
	return c
}

func (c combination) with(field int, v value, s *Space) combination {
	c.five[field], c.hangs[field] = v.id, v.hang
	c.stands, c.closes = slices.Clone(c.stands), slices.Clone(c.closes)
	for i := range c.stands {
		c.stands[i] = max(c.stands[i], v.stands[i])
	}
	for i := range c.closes {
		c.closes[i] = c.closes[i] && closing(&s.n.Statements[i], field, v.id, v.stands[i] == met)
	}
	return c
}

// closing reports whether an `only` goes on reaching a combination with this value of a
// field, as far as the five fields tell.
func closing(st *notices.Statement, field int, id string, isMet bool) bool {
	switch field {
	case actions:
		return id != "respond" && (st.Kind != "keep" || id == "store" || id == "retain")
	case audiences:
		return isMet
	case categories:
		return isMet && (st.Only != "category" || len(st.Categories) > 0) || st.Only == "recipient"
	case purposes:
		return isMet && len(st.Categories)+len(st.Purposes) > 0 || st.Only != "basis"
	}
	return isMet && len(st.Recipients) > 0 || st.Only != "recipient"
}

// key is what the rules can tell of a combination: which statements reach it, which
// bars might, which closures do, and what its values bring along. Once it is whole, the
// last does not matter where no statement reaches it, but for audience and category:
// scope and governing documents decide before any statement.
func (c combination) key(s *Space, whole bool) string {
	b := make([]byte, 0, len(c.stands)+2*fieldCount)
	reached := !whole
	for i, m := range c.stands {
		mark := byte(m)
		if whole && m != met && !(m == unstated && i < len(s.n.Statements) && s.n.Statements[i].Kind == "bar") {
			mark = byte(unmet)
		}
		reached = reached || m == met
		if i < len(c.closes) && c.closes[i] {
			mark += 8
		}
		b = append(b, mark)
	}
	for field, hang := range c.hangs {
		if reached || field == audiences || field == categories {
			b = append(b, byte(hang), byte(hang>>8))
		}
	}
	return string(b)
}

// near lists the statements that reach a combination, or might.
func (s *Space) near(c combination) []*notices.Statement {
	var out []*notices.Statement
	for i := range s.n.Statements {
		st := &s.n.Statements[i]
		if c.stands[i] == met || c.stands[i] == unstated && st.Kind == "bar" || c.closes[i] {
			out = append(out, st)
		}
	}
	return out
}
