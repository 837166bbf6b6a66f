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
	opens   bool            // the act opens it; opt-outs and objections it closes
	by, via map[string]bool // nil where the gate lists none
	instead set
	code    string
	missing []string
	unused  string
}

func (n *notice) compileGates(docs map[string]*document.Gate, instead map[string][]string) {
	for _, id := range slices.Sorted(maps.Keys(docs)) {
		n.gateIDs.of(id)
	}
	n.legalHold, n.requiresLonger = n.gateIDs["legal-hold"], n.gateIDs["law-requires-longer"]
	n.gates = make([]gate, len(n.gateIDs)+1)
	for id, d := range docs {
		x := n.gateIDs.of(id)
		n.gates[x] = gate{
			id: id, known: true, opens: d.Opens, by: listedOnly(d.By), via: listedOnly(d.Via),
			code: d.Code, missing: d.Missing, unused: d.Unused,
		}
		if !d.Opens {
			n.unspoken.add(x)
		}
		if d.Denies {
			n.denying.add(x)
		}
	}
	for id, others := range instead {
		if x := n.gateIDs[id]; x != 0 {
			n.gates[x].instead = n.gateIDs.set(others)
			n.helped = append(n.helped, x)
		}
	}
}

func listedOnly(names document.Names) map[string]bool {
	if names[document.Anything] {
		return nil
	}
	return names
}

// gate gives a gate by its symbol.
func (n *notice) gate(x symbol) *gate {
	if int(x) < len(n.gates) {
		return &n.gates[x]
	}
	for id, y := range n.gateIDs {
		if x == y {
			return &gate{id: id}
		}
	}
	return &gate{}
}

// act works out which gates are open on the day asked about.
func (r *run) act() {
	n := r.notice
	r.stated, r.stands = r.stated[:0], r.stands[:0]
	r.itself = append(r.itself[:0], n.unspoken...)
	for id, a := range r.question.Gates {
		x := n.gateIDs[id]
		g := &n.gates[x]
		r.stated.add(x)
		if !r.standing(a) {
			continue
		}
		r.stands.add(x)
		switch {
		case !g.opens:
			r.itself[x/64] &^= 1 << (x % 64)
		case (a.By == "" || g.by == nil || g.by[a.By]) && (a.Via == "" || g.via == nil || g.via[a.Via]):
			r.itself.add(x)
		}
	}
	r.open = append(r.open[:0], r.itself...)
	for _, x := range n.helped {
		if n.gates[x].instead.meets(r.itself) {
			r.open.add(x)
		}
	}
}

// standing reports whether an act has happened by the day asked about, and has
// not ended.
func (r *run) standing(a decision.Act) bool {
	if a == (decision.Act{}) {
		return false
	}
	if on, ok := readMoment(a.On); ok && on.day > r.on.day {
		return false
	}
	ended, ok := readMoment(a.Ended)
	return !ok || ended.day > r.on.day
}

// lacks notes what is missing for the gates of a list that are closed.
func (r *run) lacks(gates set) {
	for x := range gates.all {
		if !r.open.has(x) {
			r.next.missing = append(r.next.missing, r.notice.gate(x).missing...)
		}
	}
}

// speaks reports whether the facts of a bar or a closed clause all hold, and
// nothing lifts it.
func (r *run) speaks(s *statement) bool {
	return s.when.within(r.open) && !s.unless.meets(r.open)
}
