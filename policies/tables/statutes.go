package tables

import (
	"cmp"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// law is what the laws that a notice switches on add.
type law struct {
	actions set // that some rule is about
	bars    index
	duties  index
	answers rows[rows[numbers]]
}

// rule is what only the statement of a law has.
type rule struct {
	order        int
	counts       bool
	since, until int // days
	from, or     string
	month, day   int    // by which it is due, of the year of its clock; 0 for no such day
	awaits       symbol // a phrase: that the day is missing from which a bar forbids
	lacks        symbol // likewise: that the day is missing which a deadline runs from
	period       document.Period
	owes         []obligation
	source, id   string
	text         string
	citation     string
	status       string
	detail       string // the id of its law
}

func (c *compiler) rule(s *document.Statement) *rule {
	d := s.Rule
	if d == nil {
		return nil
	}
	since, _ := readMoment(d.Since)
	until, _ := readMoment(d.Until)
	r := &rule{order: d.Order, counts: d.Counts, since: since.day, until: until.day, from: d.From, or: d.Or, period: d.Period}
	r.source, r.id, r.text = s.Reason.Source, s.Reason.Rule, s.Reason.Text
	r.citation, r.status, r.detail = s.Reason.Citation, s.Reason.Status, s.Reason.Detail
	if by, ok := readMoment("2001-" + d.By); ok {
		_, r.month, r.day = date(by.day)
	}
	if d.From != "" {
		r.awaits = c.phrase(sinceMissing(d.From))
	}
	if s.Duty != nil {
		r.lacks = c.phrase(sinceMissing(s.Duty.Clock))
	}
	for _, o := range d.Owes {
		r.owes = append(r.owes, owedOf(o))
	}
	return r
}

// compileLaw lays the rules of laws out.
func (c *compiler) compileLaw(doc *document.Terms, l *layout, bars map[bar]int) (err error) {
	if doc.Law == nil {
		return nil
	}
	c.law = &law{}
	for id := range doc.Law.Actions {
		if x := c.symbols[action][id]; x != 0 {
			c.law.actions.add(x)
		}
	}
	if c.law.bars, err = indexOf(l, doc.Law.Bars, func(b document.Bar) (int, error) {
		next, err := c.bar(doc, b)
		return numbered(bars, &c.barring, next), err
	}); err != nil {
		return err
	}
	if c.law.duties, err = indexOf(l, doc.Law.Duties, c.place); err != nil {
		return err
	}
	c.law.answers, err = c.occasions(doc.Law.Answers)
	return err
}

// statutes is what the laws say of all combinations together.
type statutes struct {
	bars, duties []application
	assumed      set // phrases
	awaited      set // likewise: events after which a bar would forbid, and of which the question says nothing
}

// application is a rule that is met, and by when what it owes is due.
type application struct {
	statement *statement
	code, due string
	overdue   bool
	lacks     bool // the day that a deadline runs from
}

func (s *statutes) reset() {
	s.bars, s.duties, s.assumed, s.awaited = s.bars[:0], s.duties[:0], s.assumed[:0], s.awaited[:0]
}

// consult asks the laws about one combination.
func (r *run) consult() {
	n, x := r.notice, r.notice.law
	bars := r.reached(&x.bars)
	for i := bars.from; i < bars.to; i++ {
		r.barLaw(&n.barring[x.bars.entries.at(i)])
	}
	if r.responds {
		answers := x.answers.of(r.facts[right]).of(r.facts[event])
		for i := range answers.len() {
			r.require(&n.statements[answers.at(i)])
		}
		return
	}
	duties := r.reached(&x.duties)
	for i := duties.from; i < duties.to; i++ {
		r.require(&n.statements[x.duties.entries.at(i)])
	}
}

// require notes a duty that is met.
func (r *run) require(s *statement) {
	if r.holds(s) && r.all(s.tests) == met {
		r.law.duties = append(r.law.duties, r.term(s))
	}
}

// holds reports whether a rule is in force on the day, its facts hold and nothing
// lifts it.
func (r *run) holds(s *statement) bool {
	return s.rare.rule.since <= r.on.day && r.on.day <= s.rare.rule.until && r.speaks(s)
}

// barLaw notes a bar that is met, or what must not be so for it.
func (r *run) barLaw(b *bar) {
	s, rule := b.statement, b.statement.rare.rule
	rest := r.all(s.tests)
	if !r.holds(s) || rest == unmet {
		return
	}
	hit := application{statement: s, code: decision.Barred}
	begun := true
	if rule.from != "" {
		from, stated := readMoment(r.since[rule.from])
		if begun = stated; begun {
			end := endOf(from, rule.period, r.engine.holidays)
			if !end.passed(r.on) {
				return
			}
			hit.due, hit.overdue = end.String(), true
		}
	}
	switch {
	case rest == met && b.unstated == 0 && begun:
		r.law.bars = append(r.law.bars, hit)
		return
	case !rule.counts:
		return
	case rest == met && b.unstated == 0:
		r.law.awaited.add(rule.awaits)
		return
	}
	r.assumeNot(b, &r.law.assumed)
}

// term is by when a duty is due, and whether that has passed.
func (r *run) term(s *statement) application {
	a := application{statement: s, code: decision.Required}
	duty, rule := s.rare.duty, s.rare.rule
	if duty.within == nil && rule.month == 0 {
		return a
	}
	from, stated := readMoment(r.since[duty.clock])
	if !stated {
		from, stated = readMoment(r.since[rule.or])
	}
	if !stated {
		a.lacks = true
		return a
	}
	var end ending
	if rule.month > 0 {
		year, _, _ := date(from.day)
		end.day = dayNumber(year, rule.month, rule.day)
	} else {
		end = endOf(from, *duty.within, r.engine.holidays)
	}
	if a.due, a.overdue = end.String(), end.passed(r.on); a.overdue {
		a.code = decision.Late
	}
	return a
}

// enforce adds what the laws say to what the notice does, whose answer stands already.
func (r *run) enforce(a *decision.Answer) {
	x, v := &r.law, r.said
	allowed := a.Allow
	counting := func(all []application, code string) bool {
		return slices.ContainsFunc(all, func(hit application) bool { return hit.statement.rare.rule.counts && hit.code == code })
	}
	forbids := counting(x.bars, decision.Barred)
	left := allowed && !forbids && !x.assumed.empty() && r.strict
	denies := forbids || left || counting(x.duties, decision.Late)
	if !r.responds && (denies || !allowed) {
		x.duties = x.duties[:0] // what goes with an act that is not done
	}
	overridden := ""
	if allowed {
		overridden = r.first()
	}
	r.lawOwed = r.lawOwed[:0]
	for _, all := range [][]application{x.bars, x.duties} {
		for _, hit := range all {
			s, rule := hit.statement, hit.statement.rare.rule
			g := ground{step: 9, rank: int32(rule.order), code: hit.code, detail: rule.detail, due: hit.due, statement: s}
			if !rule.counts {
				v.reasons = append(v.reasons, g)
				continue
			}
			if hit.code != decision.Required {
				g.conflicts = overridden
			}
			v.reasons = append(v.reasons, g)
			for i := range rule.owes {
				r.lawOwed = append(r.lawOwed, lawDebt{debt{&rule.owes[i], hit.due, hit.due != "", hit.overdue}, rule.order})
			}
			if hit.code == decision.Barred {
				r.lawLacks(s.unless)
			}
			if hit.lacks {
				v.missing.add(rule.lacks)
			}
		}
	}
	if left {
		v.reasons = append(v.reasons, ground{code: decision.Underspecified})
	}
	v.assumed.join(x.assumed)
	v.missing.join(x.awaited)
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
		r.misses(g)
	}
}

// first is the statement that permits first.
func (r *run) first() string {
	if len(r.said.reasons) == 0 {
		return ""
	}
	g := slices.MinFunc(r.said.reasons, func(x, y ground) int { return compareGrounds(&x, &y) })
	if g.statement == nil {
		return ""
	}
	return g.statement.id
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
		if !owed(out[of:], d.ID) {
			out = d.write(out)
		}
	}
	return out
}
