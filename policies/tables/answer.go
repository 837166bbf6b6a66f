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
	owed    set    // obligations without a day of their own
	dated   []debt // the others
	missing set    // of the notice's phrases
	assumed set    // likewise
	issues  set
	relies  bool
	rank    int32 // of the statement that relies on the basis
	basis   string
}

// ground is one reason, by the step and the place it is listed at.
type ground struct {
	step, rank        int32      // step 0 is the engine's own
	statement         *statement // nil for the engine's own sentences
	code, detail, due string
	conflicts         string // of a law: the statement it overrides
}

// debt is one obligation with a day it is due; without one it is an entry of a set.
type debt struct {
	*obligation
	due            string
	dated, overdue bool
}

func (v *verdict) reset() {
	v.outcome, v.reasons, v.dated, v.relies, v.basis = allows, v.reasons[:0], v.dated[:0], false, ""
	v.owed, v.missing, v.assumed, v.issues = v.owed[:0], v.missing[:0], v.assumed[:0], v.issues[:0]
}

// fewReasons are so few that to look for one among them is cheaper than to have it twice
// until they are sorted.
const fewReasons = 16

// join adds what another verdict says.
func (v *verdict) join(other *verdict) {
	for i := range other.reasons {
		if len(v.reasons) > fewReasons || !slices.Contains(v.reasons, other.reasons[i]) {
			v.reasons = append(v.reasons, other.reasons[i])
		}
	}
	v.dated = append(v.dated, other.dated...)
	v.owed.join(other.owed)
	v.missing.join(other.missing)
	v.assumed.join(other.assumed)
	v.issues.join(other.issues)
	if other.relies {
		v.rely(other.rank, other.basis)
	}
}

// rely notes a basis; that of the first statement counts.
func (v *verdict) rely(rank int32, basis string) {
	if !v.relies || cmp.Or(cmp.Compare(rank, v.rank), cmp.Compare(basis, v.basis)) < 0 {
		v.relies, v.rank, v.basis = true, rank, basis
	}
}

// cite gives a statement as a reason.
func (r *run) cite(step int32, s *statement, code, detail, due string) {
	r.said.reasons = append(r.said.reasons, ground{step: step, rank: s.rank, code: code, detail: detail, due: due, statement: s})
}

// remark gives a reason of the notice that rests on no statement.
func (r *run) remark(step int32, code, detail string) {
	r.said.reasons = append(r.said.reasons, ground{step: step, rank: -1, code: code, detail: detail})
}

// answer decides a question, which may already have faults of reading, and writes the
// answer over an old one.
func (r *run) answer(q *decision.Question, a *decision.Answer) {
	if r.prepare(q); len(r.faults) > 0 {
		r.refuse(a)
		return
	}
	r.combine()
	v := r.said
	if len(v.reasons) == 0 { // nothing was decided
		*a = failed()
		return
	}
	if v.outcome == allows && !v.assumed.empty() && r.strict {
		v.reasons = append(v.reasons, ground{code: decision.Underspecified})
		v.outcome, v.owed, v.dated, v.basis = denies, v.owed[:0], v.dated[:0], ""
	}
	n := r.notice
	a.Obligations = n.owing(v, a.Obligations)
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
	a.Allow, a.Basis, a.Bundle = v.outcome == allows, v.basis, r.about.bundle
	a.Notice.Outcome, a.Law.Outcome = a.Outcome, decision.None
	if r.lawful() {
		r.enforce(a)
	}
	a.Reasons = v.cited(r.speaker, a.Reasons)
	a.Missing, a.Assumed, a.Issues = listed(a.Missing, v.missing, n.phrases), listed(a.Assumed, v.assumed, n.phrases), listed(a.Issues, v.issues, n.issueIDs)
}

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
func (v *verdict) cited(by *notice, old []decision.Reason) []decision.Reason {
	for i := 1; i < len(v.reasons); i++ { // most come in order
		if compareGrounds(&v.reasons[i-1], &v.reasons[i]) >= 0 {
			slices.SortFunc(v.reasons, func(x, y ground) int { return compareGrounds(&x, &y) })
			v.reasons = slices.CompactFunc(v.reasons, func(x, y ground) bool {
				return x == y || x.ofLaw() && y.ofLaw() && compareGrounds(&x, &y) == 0
			})
			break
		}
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
	for i := range v.reasons {
		v.reasons[i].write(by, &out[i])
	}
	return out
}

// ofLaw reports whether a ground is a rule of a law. One that two addenda switch on is
// one ground.
func (g *ground) ofLaw() bool { return g.statement != nil && g.statement.rare.rule != nil }

func compareGrounds(x, y *ground) int {
	if x.step != y.step || x.rank != y.rank {
		return cmp.Or(cmp.Compare(x.step, y.step), cmp.Compare(x.rank, y.rank))
	}
	return cmp.Or(cmp.Compare(x.code, y.code), cmp.Compare(x.detail, y.detail))
}

// write writes a reason over an old one, field by field: to copy it whole takes longer.
func (g *ground) write(by *notice, to *decision.Reason) {
	s := g.statement
	if s == nil {
		*to = decision.Reason{Code: g.code, Source: "notice", Text: message(g.code), Detail: g.detail}
		if g.step == 0 {
			to.Source = "engine"
		}
		return
	}
	if g.ofLaw() {
		rule := s.rare.rule
		*to = decision.Reason{
			Code: g.code, Source: rule.source, Rule: rule.id, Citation: rule.citation, Status: rule.status,
			Conflicts: g.conflicts, Text: rule.text, Due: g.due, Detail: rule.detail,
		}
		return
	}
	to.Code, to.Detail, to.Due = g.code, g.detail, g.due
	said := &by.sayings[s.rank]
	to.Source, to.Statement, to.Text = "notice", s.id, said.text
	to.Rule, to.Citation, to.Status, to.Conflicts = "", "", "", ""
	if to.At == nil {
		to.At = &decision.At{}
	}
	to.At.Notice, to.At.Version, to.At.Path = by.issuer.notice, by.issuer.version, said.path
}

// owing writes what is owed, each obligation once: by place in the notice and id,
// with the earliest day it is due. It takes the memory of old ones.
func (n *terms) owing(v *verdict, old []decision.Obligation) []decision.Obligation {
	out := emptied(old)
	if len(v.dated) > 0 {
		for x := range v.owed.all {
			v.dated = append(v.dated, debt{obligation: &n.obligations[x]})
		}
		slices.SortFunc(v.dated, compareDebts)
		for i := range v.dated {
			if !owed(out, v.dated[i].ID) {
				out = v.dated[i].write(out)
			}
		}
		return out
	}
	for x := range v.owed.all { // they stand in order
		if d := (debt{obligation: &n.obligations[x]}); !owed(out, d.ID) {
			out = d.write(out)
		}
	}
	return out
}

// owed reports whether an obligation is in a list.
func owed(out []decision.Obligation, id string) bool {
	for i := range out {
		if out[i].ID == id {
			return true
		}
	}
	return false
}

// write adds an obligation to a list of which it takes the memory.
func (d *debt) write(out []decision.Obligation) []decision.Obligation {
	out = slices.Grow(out, 1)[:len(out)+1]
	o := &out[len(out)-1]
	via := append(emptied(o.Via), d.Via...)
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
		compareObligations(x.obligation, y.obligation),
	)
}

// compareObligations puts obligations in the order in which an answer lists them.
func compareObligations(x, y *obligation) int {
	return cmp.Or(
		cmp.Compare(x.rank, y.rank), cmp.Compare(x.ID, y.ID),
		cmp.Compare(x.Fee, y.Fee), cmp.Compare(x.Text, y.Text), cmp.Compare(x.To, y.To), slices.Compare(x.Via, y.Via),
	)
}

// listed writes the names of a set, which stand in order, into an old list.
func listed(old []string, names set, all []string) []string {
	out := emptied(old)
	for x := range names.all {
		out = append(out, all[x])
	}
	return out
}
