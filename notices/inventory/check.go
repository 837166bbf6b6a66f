package inventory

import (
	"fmt"
	"slices"

	"github.com/candor-privacy/candor/notices/finding"
)

// checking looks at one notice after everything has been merged.
type checking struct {
	*loader
	*draft
	base    *foundation
	byID    map[slot]int // of entries that are not of the base, each by its own kind
	lists   map[Kind][]*Entry
	issues  []*Entry
	groups  map[Kind]map[string][]string // direct members of each group
	found   int                          // findings so far
	ids     map[string][]string          // what a field could name, by its kinds
	meant   map[*Entry]bool              // what an unknown id may stand for
	strayed map[*Entry]bool              // issues about something that is not there
	effort  int                          // steps left for comparing statements, so that a check ends in time
}

// maxEffort is far above what any notice needs: a hundred statements take some
// thousand steps.
const maxEffort = 200_000

// check reports what shows only once a notice is whole.
func (l *loader) check(d *draft, base *foundation) {
	c := newChecking(l, d, base)
	c.references() // which finds the issues that are about nothing
	c.required()
	c.cycles()
	c.unused()
	c.dates()
	c.countries()
	c.statements()
}

func newChecking(l *loader, d *draft, base *foundation) *checking {
	c := &checking{loader: l, draft: d, base: base, groups: map[Kind]map[string][]string{}, ids: map[string][]string{}, meant: map[*Entry]bool{}, strayed: map[*Entry]bool{}, effort: maxEffort}
	c.enter()
	c.issues = c.Of(KindIssue)
	return c
}

// statements looks at what entries say, by themselves and of each other.
func (c *checking) statements() {
	c.contacts()
	c.wording()
	c.bodies()
	c.addenda()
	c.open()
	c.contradictions()
	c.precedence()
}

// find adds a finding about the notice.
func (c *checking) find(code string, at finding.Place, message, help string, related ...finding.Related) {
	if c.found++; c.found > maxFindings {
		if c.found == maxFindings+1 {
			c.report(c.Notice, "too-many", finding.Place{File: c.Dir}, fmt.Sprintf("the notice %q has more than %d findings; the others are left out", c.ID, maxFindings), "mend the ones shown, then check again")
		}
		return
	}
	c.report(c.Notice, code, at, message, help, related...)
}

// enter makes the look-ups. What the base has, a notice has at the same index.
func (c *checking) enter() {
	own := len(c.base.settled)
	c.byID, c.lists = make(map[slot]int, len(c.Entries)-own), map[Kind][]*Entry{}
	for i, e := range c.Entries[own:] {
		c.byID[slot{e.Kind, e.ID}] = own + i
	}
}

// index finds an entry, -1 if there is none.
func (c *checking) index(s slot) int {
	i, ok := c.byID[s]
	if !ok {
		i, ok = c.base.byID[s]
	}
	if !ok {
		return -1
	}
	return i
}

func (c *checking) entry(k Kind, id string) *Entry {
	if i := c.index(slot{k, id}); i >= 0 {
		return c.Entries[i]
	}
	return nil
}

// Of is that of the notice, looked for once.
func (c *checking) Of(k Kind) []*Entry {
	list, ok := c.lists[k]
	if !ok {
		list = c.Notice.Of(k)
		c.lists[k] = list
	}
	return list
}

// accepted reports whether an issue of the notice answers a finding about an
// entry: it names the code, and the entry unless it names none at all.
func (c *checking) accepted(code string, e *Entry) bool {
	if slices.Contains(c.unnamed, KindIssue) {
		return true
	}
	for _, i := range c.issues {
		if c.effort--; c.effort <= 0 {
			return false
		}
		if i.Refused("accepts") {
			return true // perhaps, and what is wrong with the issue is said
		}
		if !slices.Contains(i.List("accepts"), code) {
			continue
		}
		about := slices.Concat(i.List("about"), i.List("between"))
		if len(about) == 0 || i.Refused("about", "between") || c.strayed[i] || slices.Contains(about, e.ID) || slices.Contains(about, reference(e)) {
			return true
		}
	}
	return false
}

// between reports whether an issue names both statements.
func (c *checking) between(a, b *Entry) bool {
	for _, i := range c.issues {
		if c.effort--; c.effort <= 0 {
			return false
		}
		if l := i.List("between"); i.Refused("between") || c.strayed[i] || slices.Contains(l, a.ID) && slices.Contains(l, b.ID) {
			return true
		}
	}
	return false
}

// reference is how an issue names an entry: kind.id, or the kind of a singleton.
func reference(e *Entry) string {
	if e.ID == "" {
		return string(e.Kind)
	}
	return string(e.Kind) + "." + e.ID
}

// title names an entry in a sentence.
func title(e *Entry) string {
	if e.ID == "" {
		return fmt.Sprintf("[%s]", e.Kind)
	}
	return fmt.Sprintf("%s %q", e.Kind, e.ID)
}

func isStatement(k Kind) bool { return slices.Contains(statementKinds, k) }

// at gives the place of a key of an entry, or the entry's.
func at(e *Entry, key string) finding.Place {
	if v := e.Value(key); v != &noValue {
		return v.Place
	}
	return e.Place
}

// whole reports whether all of the file that holds an entry could be read.
func (c *checking) whole(e *Entry) bool { return !c.damaged[e.Place.File] }
