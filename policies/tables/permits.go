package tables

import "github.com/candor-privacy/candor/policies/decision"

// state is what becomes of a permit whose selectors are met.
type state int

const (
	absent  state = iota // it does not speak for want of a fact
	blocked              // gates that deny are closed
	failing              // its own test fails
	open                 // it permits
)

// result is one permit that reaches the combination.
type result struct {
	statement *statement
	state     state
	basis     *basis
	named     set // the gates it looked at
	own       own
}

// own is the test that only a keep or a duty has: whether it leaves the permit
// open, the reason it gives, and what is owed or missing for it.
type own struct {
	code, detail, due string
	missing           symbol // a phrase
	open              bool
	lacks             bool // something is missing
	ending            bool // the keep's ending is owed
	owes              bool // a duty that does not entitle owes all the same
	dated, overdue    bool // what is owed is due by then
}

// permit looks at every permit that may reach the combination. Those that answer a
// request are found by right and event.
func (r *run) permit(permits span) {
	r.results = r.results[:0]
	r.transferGates()
	n := r.notice
	if r.responds {
		duties := n.duties.of(r.facts[right]).of(r.facts[event])
		for i := range duties.len() {
			r.consider(&n.statements[duties.at(i)])
		}
		return
	}
	for i := permits.from; i < permits.to; i++ {
		r.consider(&n.statements[n.permits.entries.at(i)])
	}
}

// consider looks at a permit if its selectors are met.
func (r *run) consider(s *statement) {
	if len(s.tests) == 0 || r.all(s.tests) == met {
		r.weigh(s)
	}
}

// weigh takes a permit through its steps. One none of whose bases is the one
// asked about has no result.
func (r *run) weigh(s *statement) {
	x := r.another(s)
	if len(s.when) > 0 && !s.when.within(r.open) {
		x.state = absent
		x.named.join(s.when)
		return
	}
	if len(s.rare.bases) > 0 {
		if x.basis = r.relied(s.rare.bases); x.basis == nil {
			r.results = r.results[:len(r.results)-1]
			return
		}
		x.named.join(x.basis.gates)
	}
	x.named.join(s.gates)
	x.named.join(r.transfer)
	switch {
	case x.named.within(r.open):
		if r.own(s, &x.own); x.own.open {
			x.state = open
		} else {
			x.state = failing
		}
	case r.onlyDenying(x.named):
		x.state = blocked
	default:
		x.state = absent
	}
}

// another adds a result, with the memory of one used before.
func (r *run) another(s *statement) *result {
	if len(r.results) < cap(r.results) {
		r.results = r.results[:len(r.results)+1]
	} else {
		r.results = append(r.results, result{})
	}
	x := &r.results[len(r.results)-1]
	x.statement, x.basis, x.named = s, nil, x.named[:0]
	return x
}

// onlyDenying reports whether every closed gate of a set forbids.
func (r *run) onlyDenying(gates set) bool {
	for x := range gates.all {
		if !r.open.has(x) && !r.notice.denying.has(x) {
			return false
		}
	}
	return true
}

// relied is the basis relied on: of those the question allows the first whose
// gates are open, else the first.
func (r *run) relied(bases []basis) (first *basis) {
	asked := r.facts[basisField]
	for i := range bases {
		b := &bases[i]
		if asked != 0 && asked != b.named && asked != b.kind {
			continue
		}
		if b.gates.within(r.open) {
			return b
		}
		if first == nil {
			first = b
		}
	}
	return first
}

// recipient is the one the combination states, nil where it asks for nothing.
func (r *run) recipient() *recipient {
	if x := r.facts[recipientField]; int(x) < len(r.notice.recipients) {
		return &r.notice.recipients[x]
	}
	return nil
}

// transferGates finds the gates of the recipient, unless the data stays where they
// do not count.
func (r *run) transferGates() {
	r.transfer = r.transfer[:0]
	at := r.recipient()
	if at == nil || len(at.transfers) == 0 {
		return
	}
	destination := r.place(destination)
	for _, t := range at.transfers {
		if t.outside == 0 || destination.stated && !destination.touches(t.outside) || !destination.stated && t.home == "outside" {
			r.transfer.join(t.gates)
		}
	}
}

// touches reports whether the place is the region or lies inside it.
func (p *place) touches(region symbol) bool {
	for _, x := range p.within {
		if x == region {
			return true
		}
	}
	return false
}

// own asks what only a keep or a duty has.
func (r *run) own(s *statement, to *own) {
	switch {
	case s.rare.keep != nil:
		*to = r.keeping(s.rare.keep)
	case s.rare.duty != nil:
		*to = r.responding(s.rare.duty)
	default:
		*to = own{code: decision.Permitted, open: true}
	}
}

// has reports whether some permit is in a state.
func (r *run) has(s state) bool {
	for i := range r.results {
		if r.results[i].state == s {
			return true
		}
	}
	return false
}

// allow is the ruling of the open permits.
func (r *run) allow() {
	r.said.outcome = allows
	for i := range r.results {
		x := &r.results[i]
		if x.state != open {
			continue
		}
		r.cite(4, x.statement, x.own.code, x.own.detail, x.own.due)
		r.owe(x, true)
		r.assume(x)
		if x.basis != nil {
			r.said.rely(x.statement.rank, x.basis.id)
		}
	}
}

// block is the ruling of the permits that something stops.
func (r *run) block() {
	r.said.outcome = denies
	for i := range r.results {
		x := &r.results[i]
		switch x.state {
		case blocked:
			for g := range x.named.all {
				if !r.open.has(g) {
					r.cite(5, x.statement, r.notice.gates[g].code, r.notice.gates[g].id, "")
				}
			}
			r.lacks(x.named)
		case failing:
			r.cite(5, x.statement, x.own.code, x.own.detail, x.own.due)
			if x.own.lacks {
				r.said.missing.add(x.own.missing)
			}
			if k := x.statement.rare.keep; x.own.ending && k.ends {
				r.debt(x, k.ending)
			}
			if x.own.owes {
				r.owe(x, false)
			}
		}
	}
}

// uncover is the ruling where nothing reaches the combination, or only for want
// of a fact.
func (r *run) uncover() {
	r.said.outcome = uncovers
	for i := range r.results {
		x := &r.results[i]
		whens := !x.statement.when.within(r.open)
		for g := range x.named.all {
			if r.open.has(g) || !whens && r.notice.denying.has(g) {
				continue
			}
			r.cite(8, x.statement, decision.FactAbsent, r.notice.gates[g].id, "")
			r.misses(g)
		}
	}
	if len(r.said.reasons) == 0 {
		r.remark(8, decision.NoStatement, "")
	}
}

// owe notes what a permit, its basis and the recipient ask for in return, and of
// an open one the addenda as well.
func (r *run) owe(x *result, isOpen bool) {
	r.debts(x, x.statement.owed)
	if x.basis != nil {
		r.debts(x, x.basis.owed)
	}
	if at := r.recipient(); at != nil {
		r.debts(x, at.owed)
	}
	if !isOpen {
		return
	}
	for i := range r.notice.addenda {
		if a := &r.notice.addenda[i]; len(a.owed) > 0 && r.all(a.tests) == met {
			r.debts(x, a.owed)
		}
	}
}

func (r *run) debts(x *result, owed set) {
	if !x.own.dated {
		r.said.owed.join(owed)
		return
	}
	for o := range owed.all {
		r.debt(x, o)
	}
}

// debt notes one obligation, due when the result says.
func (r *run) debt(x *result, o symbol) {
	if !x.own.dated {
		r.said.owed.add(o)
		return
	}
	r.said.dated = append(r.said.dated, debt{&r.notice.obligations[o], x.own.due, true, x.own.overdue})
}

// assume notes what an open permit takes for granted: opt-outs of which the
// question says nothing, and that data stays where no transfer gates count.
func (r *run) assume(x *result) {
	for g := range x.named.all {
		if gate := &r.notice.gates[g]; gate.known && !gate.opens && !r.stated.has(g) {
			r.said.assumed.add(gate.unused)
		}
	}
	if at := r.recipient(); at != nil && !r.place(destination).stated {
		for i := range at.transfers {
			if t := &at.transfers[i]; t.outside != 0 && t.home == "" {
				r.said.assumed.add(t.assumed)
			}
		}
	}
}
