package tables

import (
	"cmp"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// law is what the laws that a notice switches on add.
type law struct {
	actions symbols // that some rule is about
	bars    index[bar]
	duties  index[*statement]
	answers *rows[*rows[[]*statement]]
}

// rule is what only the statement of a law has.
type rule struct {
	order        int
	counts       bool
	since, until int // days
	from, or     string
	period       document.Period
	owes         []*obligation
}

func newRule(d *document.Rule) *rule {
	if d == nil {
		return nil
	}
	since, _ := readMoment(d.Since)
	until, _ := readMoment(d.Until)
	r := &rule{order: d.Order, counts: d.Counts, since: since.day, until: until.day, from: d.From, or: d.Or, period: d.Period}
	for _, o := range d.Owes {
		r.owes = append(r.owes, owedOf(o))
	}
	return r
}

// compileLaw lays the rules of laws out.
func (n *notice) compileLaw(doc *document.Notice, l layout) (err error) {
	if doc.Law == nil {
		return nil
	}
	n.law = &law{actions: symbols{}}
	for a := range doc.Law.Actions {
		n.law.actions[a] = 1
	}
	if n.law.bars, err = indexOf(l, doc.Law.Bars, n.barring); err != nil {
		return err
	}
	if n.law.duties, err = indexOf(l, doc.Law.Duties, n.listed); err != nil {
		return err
	}
	n.law.answers, err = n.occasions(doc.Law.Answers)
	return err
}

// statutes is what the laws say of all combinations together.
type statutes struct {
	bars, duties []application
	assumed      []string
	awaited      []string // events after which a bar would forbid, and of which the question says nothing
}

// application is a rule that is met, and by when what it owes is due.
type application struct {
	statement *statement
	code, due string
	overdue   bool
	lacks     string // the event that a deadline runs from, where the question does not state it
}

func (s *statutes) reset() {
	s.bars, s.duties, s.assumed, s.awaited = s.bars[:0], s.duties[:0], s.assumed[:0], s.awaited[:0]
}

// consult asks the laws about one combination.
func (r *run) consult() {
	x := r.notice.law
	for _, b := range reached(r, &x.bars) {
		r.barLaw(&r.notice.statements[b.place], b.unstated)
	}
	duties := reached(r, &x.duties)
	if r.question.Action == "respond" {
		duties = x.answers.of(r.facts[right]).of(r.facts[event])
	}
	for _, s := range duties {
		if r.holds(s) && r.all(s.tests) == met {
			r.law.duties = append(r.law.duties, r.term(s))
		}
	}
}

// holds reports whether a rule is in force on the day, its facts hold and nothing
// lifts it.
func (r *run) holds(s *statement) bool {
	return s.rule.since <= r.on.day && r.on.day <= s.rule.until && r.speaks(s)
}

// barLaw notes a bar that is met, or what must not be so for it.
func (r *run) barLaw(s *statement, open fields) {
	rest := r.all(s.tests)
	if !r.holds(s) || rest == unmet {
		return
	}
	hit := application{statement: s, code: decision.Barred}
	begun := true
	if s.rule.from != "" {
		from, stated := readMoment(r.question.Since[s.rule.from])
		if begun = stated; begun {
			end := endOf(from, s.rule.period, r.engine.holidays)
			if !end.passed(r.on) {
				return
			}
			hit.due, hit.overdue = end.String(), true
		}
	}
	switch {
	case rest == met && open == 0 && begun:
		r.law.bars = append(r.law.bars, hit)
		return
	case !s.rule.counts:
		return
	case rest == met && open == 0:
		r.law.awaited = append(r.law.awaited, "since:"+s.rule.from)
		return
	}
	for of := range open.all {
		r.law.assumed = append(r.law.assumed, s.negated[of]...)
	}
	for i := range s.tests {
		if r.match(&s.tests[i]) == unstated {
			r.law.assumed = append(r.law.assumed, s.tests[i].negated)
		}
	}
}

// term is by when a duty is due, and whether that has passed.
func (r *run) term(s *statement) application {
	a := application{statement: s, code: decision.Required}
	if s.duty.within == nil {
		return a
	}
	from, stated := readMoment(r.question.Since[s.duty.clock])
	if !stated {
		from, stated = readMoment(r.question.Since[s.rule.or])
	}
	if !stated {
		a.lacks = s.duty.clock
		return a
	}
	end := endOf(from, *s.duty.within, r.engine.holidays)
	if a.due, a.overdue = end.String(), end.passed(r.on); a.overdue {
		a.code = decision.Late
	}
	return a
}

// enforce adds what the laws say to what the notice does, whose answer stands already.
func (r *run) enforce(a *decision.Answer) {
	x, v := &r.law, &r.said
	allowed := a.Allow
	counting := func(all []application, code string) bool {
		return slices.ContainsFunc(all, func(hit application) bool { return hit.statement.rule.counts && hit.code == code })
	}
	forbids := counting(x.bars, decision.Barred)
	left := allowed && !forbids && len(x.assumed) > 0 && r.strict()
	denies := forbids || left || counting(x.duties, decision.Late)
	if r.question.Action != "respond" && (denies || !allowed) {
		x.duties = x.duties[:0] // what goes with an act that is not done
	}
	overridden := ""
	if allowed {
		overridden = r.first()
	}
	r.lawOwed = r.lawOwed[:0]
	for _, all := range [][]application{x.bars, x.duties} {
		for _, hit := range all {
			s := hit.statement
			g := ground{step: 9, rank: s.rule.order, code: hit.code, detail: s.reason.Detail, due: hit.due, statement: s}
			if !s.rule.counts {
				v.reasons = append(v.reasons, g)
				continue
			}
			if hit.code != decision.Required {
				g.conflicts = overridden
			}
			v.reasons = append(v.reasons, g)
			for _, o := range s.rule.owes {
				r.lawOwed = append(r.lawOwed, lawDebt{debt{o, hit.due, hit.due != "", hit.overdue}, s.rule.order})
			}
			if hit.code == decision.Barred {
				r.lawLacks(s.unless)
			}
			if hit.lacks != "" {
				v.missing = append(v.missing, "since:"+hit.lacks)
			}
		}
	}
	if left {
		v.reasons = append(v.reasons, ground{code: decision.Underspecified, source: "engine"})
	}
	v.assumed, v.missing = append(v.assumed, x.assumed...), append(v.missing, x.awaited...)
	if denies {
		a.Outcome, a.Allow, a.Basis, a.Law.Outcome = decision.Deny, false, "", decision.Deny
		if allowed {
			a.Obligations = a.Obligations[:0]
		}
	} else if len(r.lawOwed) > 0 {
		a.Law.Outcome = decision.AllowWithObligations
		if allowed {
			a.Outcome = decision.AllowWithObligations
		}
	}
	a.Obligations = r.lawOwing(a.Obligations)
}

// lawLacks notes what would lift a bar of a law as missing.
func (r *run) lawLacks(gates set) {
	for g := range gates.all {
		r.said.missing = append(r.said.missing, r.notice.gate(g).missing...)
	}
}

// first is the statement that permits first.
func (r *run) first() string {
	if len(r.said.reasons) == 0 {
		return ""
	}
	g := slices.MinFunc(r.said.reasons, compareGrounds)
	if g.statement == nil {
		return ""
	}
	return g.statement.reason.Statement
}

// lawDebt is what a rule of a law owes.
type lawDebt struct {
	debt
	order int
}

// lawOwing writes what laws owe behind what the notice does: the first due first and
// what has no day last, each obligation once.
func (r *run) lawOwing(out []decision.Obligation) []decision.Obligation {
	undated := func(d lawDebt) int {
		if d.dated {
			return 0
		}
		return 1
	}
	slices.SortFunc(r.lawOwed, func(x, y lawDebt) int {
		return cmp.Or(cmp.Compare(undated(x), undated(y)), cmp.Compare(x.due, y.due), cmp.Compare(x.order, y.order), cmp.Compare(x.rank, y.rank), cmp.Compare(x.ID, y.ID))
	})
	of := len(out)
	for _, d := range r.lawOwed {
		if !slices.ContainsFunc(out[of:], func(o decision.Obligation) bool { return o.ID == d.ID }) {
			out = owed(out, &d.debt)
		}
	}
	return out
}
