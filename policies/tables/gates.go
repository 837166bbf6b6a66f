package tables

import (
	"maps"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// gate is a gate. One that a statement names and the notice does not have is not
// known, and never open.
type gate struct {
	id      string
	known   bool
	opens   bool     // the act opens it; opt-outs and objections it closes
	by, via []string // nil where the gate lists none
	instead set
	code    string
	missing []symbol // phrases
	unused  symbol   // a phrase
}

func (c *compiler) compileGates(docs map[string]*document.Gate, instead map[string][]string) {
	ids := c.symbols[gateField]
	for _, id := range slices.Sorted(maps.Keys(docs)) {
		ids.of(id)
	}
	c.legalHold, c.requiresLonger = ids["legal-hold"], ids["law-requires-longer"]
	c.gates = make([]gate, len(ids)+1)
	for id, d := range docs {
		x := ids.of(id)
		c.gates[x] = gate{
			id: id, known: true, opens: d.Opens, by: listedOnly(d.By), via: listedOnly(d.Via),
			code: d.Code, missing: c.phrases(d.Missing), unused: c.phrase(d.Unused),
		}
		if !d.Opens {
			c.unspoken.add(x)
		}
		if d.Denies {
			c.denying.add(x)
		}
	}
	for id, others := range instead {
		if x := ids[id]; x != 0 {
			c.gates[x].instead = ids.set(others)
			c.helped = append(c.helped, x)
		}
	}
}

// listedOnly is a list of names, nil where any will do.
func listedOnly(names document.Names) []string {
	if names[document.Anything] {
		return nil
	}
	return append([]string{}, slices.Sorted(maps.Keys(names))...)
}

func accepts(names []string, name string) bool {
	return name == "" || names == nil || slices.Contains(names, name)
}

// act works out which gates are open on the day asked about. It reports whether the
// notice knows all gates that the question names, and every act is one.
func (r *run) act(q *decision.Question) bool {
	n, ok := r.notice, true
	r.stated, r.stands = r.stated[:0], r.stands[:0]
	r.open = append(r.open[:0], n.unspoken...)
	if len(q.Gates) > 0 {
		for id, a := range q.Gates {
			x := n.lexicon.find(gateField, id)
			g := &n.gates[x]
			ok = ok && g.known
			r.stated.add(x)
			stands := a.Happened
			if a.On != "" || a.Ended != "" || a.By != "" || a.Via != "" {
				var isAct bool
				stands, isAct = r.standing(&a)
				ok = ok && isAct
			}
			if !stands {
				continue
			}
			r.stands.add(x)
			switch {
			case !g.opens:
				r.open.remove(x)
			case accepts(g.by, a.By) && accepts(g.via, a.Via):
				r.open.add(x)
			}
		}
	}
	if len(r.unsaid) > 0 {
		for _, id := range r.unsaid {
			ok = ok && n.gates[n.lexicon.find(gateField, id)].known
		}
	}
	if len(n.helped) > 0 {
		r.itself = append(r.itself[:0], r.open...)
		for _, x := range n.helped {
			if n.gates[x].instead.meets(r.itself) {
				r.open.add(x)
			}
		}
	}
	return ok
}

// standing reports whether an act of which something is known has happened by the day
// asked about, and has not ended; and whether its days are days.
func (r *run) standing(a *decision.Act) (stands, isAct bool) {
	stands, isAct = true, true
	if a.On != "" {
		on, ok := readMoment(a.On)
		stands, isAct = on.day <= r.on.day, ok
	}
	if a.Ended != "" {
		ended, ok := readMoment(a.Ended)
		stands, isAct = stands && ended.day > r.on.day, isAct && ok
	}
	return stands, isAct
}

// lacks notes what is missing for the gates of a list that are closed.
func (r *run) lacks(gates set) {
	for x := range gates.all {
		if !r.open.has(x) {
			r.misses(x)
		}
	}
}

// misses notes what is missing for a gate.
func (r *run) misses(x symbol) {
	for _, phrase := range r.notice.gates[x].missing {
		r.said.missing.add(phrase)
	}
}

// speaks reports whether the facts of a bar or a closed clause all hold, and
// nothing lifts it.
func (r *run) speaks(s *statement) bool {
	return s.when.within(r.open) && !s.unless.meets(r.open)
}
