package tables

import (
	"cmp"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
)

// outcome is what a combination comes to; the strictest weighs most.
type outcome int

const (
	allows outcome = iota
	uncovers
	denies
)

// verdict is what one combination, or all with the same outcome together, say.
type verdict struct {
	outcome outcome
	reasons []ground
	owed    []debt
	missing []string
	assumed []string
	issues  set
	relies  bool
	rank    int // of the statement that relies on the basis
	basis   string
}

// ground is one reason, by the step and the place it is listed at.
type ground struct {
	step, rank        int
	code, detail, due string
	statement         *statement // nil for the engine's own sentences
	source            string
	conflicts         string // of a law: the statement it overrides
}

// debt is one obligation and when it is due.
type debt struct {
	*obligation
	due            string
	dated, overdue bool
}

func (v *verdict) reset() {
	*v = verdict{reasons: v.reasons[:0], owed: v.owed[:0], missing: v.missing[:0], assumed: v.assumed[:0], issues: v.issues[:0]}
}

// join adds what another verdict says.
func (v *verdict) join(other *verdict) {
	v.reasons = append(v.reasons, other.reasons...)
	v.owed = append(v.owed, other.owed...)
	v.missing = append(v.missing, other.missing...)
	v.assumed = append(v.assumed, other.assumed...)
	v.issues.join(other.issues)
	if other.relies {
		v.rely(other.rank, other.basis)
	}
}

// rely notes a basis; that of the first statement counts.
func (v *verdict) rely(rank int, basis string) {
	if !v.relies || cmp.Or(cmp.Compare(rank, v.rank), cmp.Compare(basis, v.basis)) < 0 {
		v.relies, v.rank, v.basis = true, rank, basis
	}
}

// cite gives a statement as a reason.
func (r *run) cite(step int, s *statement, code, detail, due string) {
	r.next.reasons = append(r.next.reasons, ground{step: step, rank: s.rank, code: code, detail: detail, due: due, statement: s})
}

// remark gives a reason of the notice that rests on no statement.
func (r *run) remark(step int, code, detail string) {
	r.next.reasons = append(r.next.reasons, ground{step: step, rank: -1, code: code, detail: detail, source: "notice"})
}

// answer reads the question, decides it, and writes the answer over an old one.
func (r *run) answer(a *decision.Answer) {
	if r.prepare(); len(r.faults) > 0 {
		r.refuse(a)
		return
	}
	r.combine()
	v := &r.said
	if len(v.reasons) == 0 { // nothing was decided
		*a = failed()
		return
	}
	if v.outcome == allows && len(v.assumed) > 0 && r.strict() {
		v.reasons = append(v.reasons, ground{code: decision.Underspecified, source: "engine"})
		v.outcome, v.owed, v.basis = denies, v.owed[:0], ""
	}
	a.Obligations, a.Basis, a.Bundle = v.owing(a.Obligations), v.basis, r.about.bundle
	switch v.outcome {
	case denies:
		a.Outcome = decision.Deny
	case uncovers:
		a.Outcome = decision.NotCovered
	default:
		a.Outcome = decision.Allow
		if len(a.Obligations) > 0 {
			a.Outcome = decision.AllowWithObligations
		}
	}
	a.Allow = v.outcome == allows
	a.Notice.Outcome, a.Law.Outcome = a.Outcome, decision.None
	if r.lawful() {
		r.enforce(a)
	}
	a.Reasons = v.cited(a.Reasons)
	a.Missing, a.Assumed, a.Issues = sorted(a.Missing, v.missing), sorted(a.Assumed, v.assumed), r.touched(a.Issues, v.issues)
}

// strict reports whether an allow may rest on nothing that the question leaves open.
func (r *run) strict() bool { return r.question.Strict == nil || *r.question.Strict }

// refuse answers a question with faults.
func (r *run) refuse(a *decision.Answer) {
	*a = failed()
	a.Reasons, a.Bundle = nil, r.about.bundle
	slices.SortFunc(r.faults, func(x, y fault) int { return cmp.Or(cmp.Compare(x.code, y.code), cmp.Compare(x.detail, y.detail)) })
	for _, f := range slices.Compact(r.faults) {
		a.Reasons = append(a.Reasons, decision.Reason{Code: f.code, Source: "engine", Text: message(f.code), Detail: f.detail})
	}
}

// failed is the answer of a decision that went wrong.
func failed() decision.Answer {
	return decision.Refusal(decision.EvaluationFailed, message(decision.EvaluationFailed))
}

// cited writes the reasons, each once: by step, place in the notice, code and
// detail. It takes the memory of old ones, their places included.
func (v *verdict) cited(old []decision.Reason) []decision.Reason {
	if len(v.reasons) > 1 {
		slices.SortFunc(v.reasons, compareGrounds)
		v.reasons = slices.CompactFunc(v.reasons, func(x, y ground) bool {
			return x == y || x.ofLaw() && y.ofLaw() && compareGrounds(x, y) == 0
		})
	}
	out := old[:cap(old)]
	if cap(old) < len(v.reasons) {
		out = make([]decision.Reason, len(v.reasons))
		places := make([]decision.At, len(v.reasons))
		for i := range out {
			out[i].At = &places[i]
		}
	}
	out = out[:len(v.reasons)]
	for i, g := range v.reasons {
		at := out[i].At
		if g.statement == nil {
			out[i] = decision.Reason{Code: g.code, Source: g.source, Text: message(g.code), Detail: g.detail}
			continue
		}
		if g.ofLaw() {
			out[i] = g.statement.reason
			out[i].Code, out[i].Due, out[i].Conflicts = g.code, g.due, g.conflicts
			continue
		}
		if at == nil {
			at = &decision.At{}
		}
		*at, out[i] = g.statement.at, g.statement.reason
		out[i].Code, out[i].Detail, out[i].Due, out[i].At = g.code, g.detail, g.due, at
	}
	return out
}

// ofLaw reports whether a ground is a rule of a law. One that two addenda switch on is
// one ground.
func (g ground) ofLaw() bool { return g.statement != nil && g.statement.rule != nil }

func compareGrounds(x, y ground) int {
	return cmp.Or(cmp.Compare(x.step, y.step), cmp.Compare(x.rank, y.rank), cmp.Compare(x.code, y.code), cmp.Compare(x.detail, y.detail))
}

// owing writes what is owed, each obligation once: by place in the notice and id,
// with the earliest day it is due. It takes the memory of old ones.
func (v *verdict) owing(old []decision.Obligation) []decision.Obligation {
	if len(v.owed) == 0 {
		return emptied(old)
	}
	slices.SortFunc(v.owed, compareDebts)
	out := slices.Grow(old[:0], len(v.owed))
	for i := range v.owed {
		if d := &v.owed[i]; !slices.ContainsFunc(out, func(o decision.Obligation) bool { return o.ID == d.ID }) {
			out = owed(out, d)
		}
	}
	return out
}

// owed adds a debt to a list of which it takes the memory.
func owed(out []decision.Obligation, d *debt) []decision.Obligation {
	out = slices.Grow(out, 1)[:len(out)+1]
	o := &out[len(out)-1]
	via := append(emptied(o.Via), d.Obligation.Via...)
	*o = d.Obligation
	o.Via = via
	if d.dated {
		o.Due, o.Overdue = d.due, d.overdue
	}
	return out
}

// emptied is a list without entries, and never nil.
func emptied[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list[:0]
}

// compareDebts puts the debt to keep first. One with a due day goes before one
// without.
func compareDebts(x, y debt) int {
	undated := func(d debt) int {
		if d.dated {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(x.rank, y.rank), cmp.Compare(x.ID, y.ID), cmp.Compare(undated(x), undated(y)), cmp.Compare(x.due, y.due),
		cmp.Compare(x.Fee, y.Fee), cmp.Compare(x.Text, y.Text), cmp.Compare(x.To, y.To), slices.Compare(x.Via, y.Via),
	)
}

// sorted copies a list in order, each entry once, into an old one.
func sorted(old, list []string) []string {
	slices.Sort(list)
	return append(emptied(old), slices.Compact(list)...)
}

func (r *run) touched(old []string, issues set) []string {
	out := emptied(old)
	for x := range issues.all {
		out = append(out, r.notice.issues[x].id)
	}
	return out
}
