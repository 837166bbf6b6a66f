package tables

import "github.com/candor-privacy/candor/policies/decision"

// decide takes one combination through the steps of the order. The first that
// applies rules.
func (r *run) decide() {
	bars, permits, touched := r.reachedMostly()
	r.assumeScope()
	r.reachBars(bars)
	switch {
	case r.outside():
		r.said.outcome = uncovers
		r.remark(1, decision.OutsideScope, r.notice.audienceIDs[r.facts[audience]])
	case r.forbid():
		r.said.outcome = denies
	case len(r.barred) > 0:
		r.bar()
	default:
		r.rule(permits)
	}
	r.touch(touched)
}

// rule weighs what permits against what closes.
func (r *run) rule(permits span) {
	r.permit(permits)
	switch {
	case r.has(open):
		if !r.takeBack() {
			r.allow()
		}
	case r.has(blocked) || r.has(failing):
		r.block()
	case r.closeOnly(r.anyway):
	case r.closeClauses(r.anyway):
	default:
		r.uncover()
	}
}

// scopeOf is whom the notice covers of the combination's audience; nil where none
// is stated.
func (r *run) scopeOf() *scope {
	if x := r.facts[audience]; x != 0 && int(x) < len(r.notice.scope) {
		return &r.notice.scope[x]
	}
	return nil
}

// outside reports whether the audience is expressly not covered, of another age,
// or lacks a fact that makes it what it is.
func (r *run) outside() bool {
	s := r.scopeOf()
	if s == nil {
		return r.facts[audience] != 0
	}
	if !s.covered {
		return true
	}
	for _, age := range s.ages {
		if r.age >= 0 && (r.age < age.From || r.age >= age.Under) {
			return true
		}
	}
	for x := range s.when.all {
		if r.stated.has(x) && !r.open.has(x) {
			return true
		}
	}
	return false
}

// assumeScope notes the facts that make someone one of the audience and of which
// the question says nothing.
func (r *run) assumeScope() {
	s := r.scopeOf()
	if s == nil || len(s.when) == 0 {
		return
	}
	i := 0
	for x := range s.when.all {
		if !r.stated.has(x) && !r.open.has(x) {
			r.said.assumed.add(s.holds[i])
		}
		i++
	}
}

// forbid is the ruling when a document that goes before the notice forbids it.
func (r *run) forbid() bool {
	if len(r.documents) == 0 {
		return false
	}
	before := len(r.said.reasons)
	for _, f := range []field{audience, category} {
		if rows := r.notice.governed[f]; int(r.facts[f]) < len(rows) {
			r.forbidBy(rows[r.facts[f]])
		}
	}
	for i := range r.notice.addenda {
		if a := &r.notice.addenda[i]; a.documents.meets(r.documents) && r.all(a.tests) == met {
			r.forbidBy(a.documents)
		}
	}
	return len(r.said.reasons) > before
}

func (r *run) forbidBy(documents set) {
	for x := range r.documents.all {
		if documents.has(x) {
			r.remark(2, decision.DocumentForbids, r.notice.documentIDs[x])
		}
	}
}

// reachBars finds the bars that reach the combination in everything they ask, and notes
// what must not be so, for the others that the question does not rule out.
func (r *run) reachBars(bars span) {
	r.barred = r.barred[:0]
	n := r.notice
	for i := bars.from; i < bars.to; i++ {
		b := &n.barring[n.bars.entries.at(i)]
		s := b.statement
		rest := r.all(s.tests)
		switch {
		case rest == unmet || !r.speaks(s):
		case rest == met && b.unstated == 0:
			r.barred = append(r.barred, s)
		default:
			r.assumeNot(b, &r.said.assumed)
		}
	}
}

// assumeNot notes what must not be so for a bar.
func (r *run) assumeNot(b *bar, assumed *set) {
	s := b.statement
	for of := range b.unstated.all {
		for _, phrase := range s.rare.negated[of] {
			assumed.add(phrase)
		}
	}
	for i := range s.tests {
		if r.match(&s.tests[i]) == unstated {
			assumed.add(s.tests[i].negated)
		}
	}
}

// bar is the ruling of the bars that reach the combination in everything they ask.
func (r *run) bar() {
	r.said.outcome = denies
	for _, s := range r.barred {
		r.cite(3, s, decision.Barred, "", "")
		r.lacks(s.unless)
	}
}

// anyway lets every closing clause close.
func (*run) anyway(*statement) bool { return true }

// closeOnly is the ruling of the statements whose `only` reaches the combination.
func (r *run) closeOnly(counts func(*statement) bool) bool {
	found, n, list := false, r.notice, r.reached(&r.notice.onlys)
	for i := list.from; i < list.to; i++ {
		s := &n.statements[n.onlys.entries.at(i)]
		if r.all(s.rare.closes) == met && s.when.within(r.open) && counts(s) {
			found = true
			r.said.outcome = denies
			r.cite(6, s, decision.OnlyClosure, "", "")
		}
	}
	return found
}

// closeClauses is the ruling of the closed clauses that reach the combination, and
// that nothing lifts.
func (r *run) closeClauses(counts func(*statement) bool) bool {
	found, n, list := false, r.notice, r.reached(&r.notice.closed)
	for i := list.from; i < list.to; i++ {
		s := &n.statements[n.closed.entries.at(i)]
		if r.all(s.tests) == met && r.speaks(s) && counts(s) {
			found = true
			r.said.outcome = denies
			r.cite(7, s, decision.ClosedClause, "", "")
			r.lacks(s.unless)
		}
	}
	return found
}
