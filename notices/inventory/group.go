package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// groupKinds are the kinds whose entries may lie within one another.
var groupKinds = []Kind{KindCategory, KindPurpose, KindRecipient, KindAudience}

// children lists the direct members of each group of a kind.
func (c *checking) children(k Kind) map[string][]string {
	if m := c.groups[k]; m != nil {
		return m
	}
	m := map[string][]string{}
	for _, e := range c.Of(k) {
		for _, g := range e.List("within") {
			m[g] = append(m[g], e.ID)
		}
	}
	c.groups[k] = m
	return m
}

// inside reports whether an id is one of ids or lies below one of them.
func (c *checking) inside(k Kind, id string, ids []string) bool {
	up := []string{id}
	var seen map[string]bool
	for i := 0; i < len(up) && c.effort > 0; i++ {
		c.effort--
		if slices.Contains(ids, up[i]) {
			return true
		}
		if e := c.entry(k, up[i]); e != nil {
			for _, g := range e.List("within") {
				if seen == nil {
					seen = map[string]bool{id: true}
				}
				if !seen[g] {
					seen[g] = true
					up = append(up, g)
				}
			}
		}
	}
	return false
}

// covered reports whether an id lies inside ids, or is a group all of whose
// members do.
func (c *checking) covered(k Kind, id string, ids []string, seen map[string]bool) bool {
	if c.inside(k, id, ids) {
		return true
	}
	members := c.children(k)[id]
	if seen[id] || len(members) == 0 || c.effort <= 0 {
		return false
	}
	seen[id] = true
	return !slices.ContainsFunc(members, func(m string) bool { return !c.covered(k, m, ids, seen) })
}

// coversAll reports whether a selector holds all of another; one left out is any.
func (c *checking) coversAll(k Kind, wide, narrow []string) bool {
	if len(wide) == 0 {
		return true
	}
	for _, id := range narrow {
		if !c.covered(k, id, wide, map[string]bool{}) {
			return false
		}
	}
	return len(narrow) > 0
}

// cycles reports groups that lie within themselves and gates that open
// themselves.
func (c *checking) cycles() {
	for _, k := range groupKinds {
		c.cyclesOf(k, "within")
	}
	c.cyclesOf(KindGate, "instead")
}

func (c *checking) cyclesOf(k Kind, key string) {
	done := map[string]bool{}
	var path []string
	depth := map[string]int{} // of each id in the path, from 1
	var visit func(e *Entry)
	visit = func(e *Entry) {
		path = append(path, e.ID)
		depth[e.ID] = len(path)
		for i, id := range e.List(key) {
			next := c.entry(k, id)
			if n := depth[id]; n > 0 {
				c.cycle(k, key, path[n-1:], e.Value(key).Items[i])
			} else if next != nil && !done[id] {
				visit(next)
			}
		}
		path = path[:len(path)-1]
		delete(depth, e.ID)
		done[e.ID] = true
	}
	for _, e := range c.Of(k) {
		if !done[e.ID] && len(e.List(key)) > 0 {
			visit(e)
		}
	}
}

func (c *checking) cycle(k Kind, key string, path []string, place finding.Place) {
	if len(path) == 1 {
		c.find("cycle", place, fmt.Sprintf("the %s %q names itself under %s", k, path[0], key), "take its own id out")
		return
	}
	shown := path
	if len(path) > 8 {
		shown = append(slices.Clone(path[:8]), "…")
	}
	around := strings.Join(append(slices.Clone(shown), path[0]), " → ")
	message := "these lie within one another: "
	if k == KindGate {
		message = "these gates open one another: "
	}
	c.find("cycle", place, message+around, "take one of them out of the circle")
}
