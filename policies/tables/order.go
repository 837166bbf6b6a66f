package tables

import "github.com/candor-privacy/candor/policies/decision"

// decide takes one combination through the steps of the order. The first that
// applies rules.
func (r *run) decide() {
	r.assumeScope()
	r.assumeBars()
	switch {
	case r.outside():
		r.next.outcome = uncovers
		r.remark(1, decision.OutsideScope, r.notice.audienceIDs[r.facts[audience]])
	case r.forbid():
		r.next.outcome = denies
	case r.bar():
		r.next.outcome = denies
	default:
		r.rule()
	}
	r.touch()
}

// rule weighs what permits against what closes.
func (r *run) rule() {
	r.permit()
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
	if s == nil {
		return
	}
	for x := range s.when.all {
		if !r.stated.has(x) && !r.open.has(x) {
			r.next.assumed = append(r.next.assumed, r.notice.gate(x).id+" holds")
		}
	}
}

// forbid is the ruling when a document that goes before the notice forbids it.
func (r *run) forbid() bool {
	if len(r.documents) == 0 {
		return false
	}
	before := len(r.next.reasons)
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
	return len(r.next.reasons) > before
}

func (r *run) forbidBy(documents set) {
	for id, says := range r.question.Documents {
		if says == "forbids" && documents.has(r.notice.documentIDs[id]) {
			r.remark(2, decision.DocumentForbids, id)
		}
	}
}

// assumeBars notes what must not be so, for the bars that the question does not
// rule out.
func (r *run) assumeBars() {
	for _, b := range reached(r, &r.notice.bars) {
		s := &r.notice.statements[b.place]
		rest := r.all(s.tests)
		if rest == unmet || rest == met && b.unstated == 0 || !r.speaks(s) {
			continue
		}
		for of := range b.unstated.all {
			r.next.assumed = append(r.next.assumed, s.negated[of]...)
		}
		for i := range s.tests {
			if r.match(&s.tests[i]) == unstated {
				r.next.assumed = append(r.next.assumed, s.tests[i].negated)
			}
		}
	}
}

// bar is the ruling of the bars that reach the combination in everything they ask.
func (r *run) bar() bool {
	found := false
	for _, b := range reached(r, &r.notice.bars) {
		s := &r.notice.statements[b.place]
		if b.unstated == 0 && r.all(s.tests) == met && r.speaks(s) {
			found = true
			r.cite(3, s, decision.Barred, "", "")
			r.lacks(s.unless)
		}
	}
	return found
}

// anyway lets every closing clause close.
func (*run) anyway(*statement) bool { return true }

// closeOnly is the ruling of the statements whose `only` reaches the combination.
func (r *run) closeOnly(counts func(*statement) bool) bool {
	found := false
	for _, s := range reached(r, &r.notice.onlys) {
		if r.all(s.closes) == met && s.when.within(r.open) && counts(s) {
			found = true
			r.next.outcome = denies
			r.cite(6, s, decision.OnlyClosure, "", "")
		}
	}
	return found
}

// closeClauses is the ruling of the closed clauses that reach the combination, and
// that nothing lifts.
func (r *run) closeClauses(counts func(*statement) bool) bool {
	found := false
	for _, s := range reached(r, &r.notice.closed) {
		if r.all(s.tests) == met && r.speaks(s) && counts(s) {
			found = true
			r.next.outcome = denies
			r.cite(7, s, decision.ClosedClause, "", "")
			r.lacks(s.unless)
		}
	}
	return found
}
