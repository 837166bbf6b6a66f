package policies

import (
	"slices"

	"github.com/candor-privacy/candor/policies/document"
)

// groups is one kind of vocabulary with its groups laid open.
type groups struct {
	leaves map[string][]string // of every id; itself for a leaf
	bottom map[string]bool     // the leaves
}

func newGroups[T any](entries []T, of func(*T) (id string, members []string)) groups {
	g := groups{leaves: map[string][]string{}, bottom: map[string]bool{}}
	for i := range entries {
		if id, members := of(&entries[i]); len(members) == 0 {
			g.bottom[id] = true
		}
	}
	for i := range entries {
		id, members := of(&entries[i])
		g.leaves[id] = slices.DeleteFunc(append([]string{id}, members...), func(m string) bool { return !g.bottom[m] })
	}
	return g
}

// covers reports whether leaf is the entry or lies below it.
func (g groups) covers(id, leaf string) bool { return slices.Contains(g.leaves[id], leaf) }

// expand gives the leaves of several entries as a set.
func (g groups) expand(ids []string) document.Names {
	set := document.Names{}
	for _, id := range ids {
		for _, leaf := range g.leaves[id] {
			set[leaf] = true
		}
	}
	return set
}

// classed gives the leaves of every entry with their classes.
func (g groups) classed(classes map[string]int) map[string]document.Leaves {
	all := map[string]document.Leaves{}
	for id, leaves := range g.leaves {
		all[id] = document.Leaves{}
		for _, leaf := range leaves {
			all[id][leaf] = classes[leaf]
		}
	}
	return all
}
