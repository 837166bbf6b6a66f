package space

import (
	"maps"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies/decision"
)

// Says gives the statements of the notice that the question is about: those that
// between them permit all of it, and the bars that reach some of it and that nothing
// lifts. It reads them as a person would, one by one and with no thought of how they
// combine. Where a question names groups, or several ids, it is about all of their
// members; ids that the notice does not have reach nothing.
func (s *Space) Says(q decision.Question) (permits, bars []*notices.Statement) {
	if q.On == "" {
		q.On = s.on
	}
	stated := true
	for _, five := range s.unfold(q) {
		r := reading{s, &q, five}
		if r.outside() {
			stated = false
			continue
		}
		before := len(permits)
		for i := range s.n.Statements {
			st := &s.n.Statements[i]
			switch {
			case st.Kind == "closed" || r.selected(&st.Selector, st.Addendum) != met || slices.ContainsFunc(st.When, func(g string) bool { return !r.open(g) }):
			case st.Kind == "bar" && !slices.ContainsFunc(st.Unless, r.open):
				bars = append(bars, st)
			case st.Kind != "bar" && r.relies(st):
				permits = append(permits, st)
			}
		}
		stated = stated && len(permits) > before
	}
	if !stated {
		permits = nil
	}
	return once(permits), once(bars)
}

// relies reports whether a permit may rest on the basis that the question states.
func (r reading) relies(st *notices.Statement) bool {
	return r.q.Basis == "" || len(st.Bases) == 0 || slices.ContainsFunc(st.Bases, func(id string) bool {
		return id == r.q.Basis || r.bases[id] != nil && r.bases[id].Kind == r.q.Basis
	})
}

// outside reports whether the notice does not cover those asked about.
func (r reading) outside() bool {
	return slices.ContainsFunc(r.audiencesOver(r.five[audiences]), func(a *notices.Audience) bool {
		return !a.Covered || r.q.Age != nil && !a.Age.Has(*r.q.Age) || slices.ContainsFunc(a.When, func(g notices.Ref) bool {
			_, said := r.q.Gates[g.ID]
			return said && !r.open(g.ID)
		})
	})
}

// mostCombinations is how many a question may unfold to; with more it is none.
const mostCombinations = 1000

// unfold gives every combination of leaves that a question asks about.
func (s *Space) unfold(q decision.Question) [][fieldCount]string {
	all := [][fieldCount]string{{q.Action}}
	asked := [fieldCount][]string{audiences: q.Audiences, categories: q.Categories, purposes: stated(q.Purpose), recipients: stated(q.Recipient)}
	for field := audiences; field < fieldCount; field++ {
		var leaves []string
		for _, id := range asked[field] {
			leaves = append(leaves, slices.Sorted(maps.Keys(s.groups[field].below[id]))...)
		}
		if leaves = once(leaves); len(asked[field]) == 0 {
			leaves = []string{""}
		}
		if len(all)*len(leaves) > mostCombinations {
			return nil
		}
		var next [][fieldCount]string
		for _, five := range all {
			for _, leaf := range leaves {
				five[field] = leaf
				next = append(next, five)
			}
		}
		all = next
	}
	return all
}
