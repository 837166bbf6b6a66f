package policies

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/policies/tables"
)

// comparison holds what one notice permits and promises against the rules of the laws
// that it switches on. It asks the engine that decides, so that it finds what a service
// would be told: the notice allows, and the law denies; or both owe the same answer, and
// the law owes it sooner.
type comparison struct {
	*checker
	*notice // compiled
	engine  *tables.Engine
	answer  decision.Answer

	law   *enactment
	r     *inventory.Rule
	about *notices.Statement // what the rule is about, in the ids of the notice
	s     *notices.Statement
	found []contradiction
}

// contradiction is what was found of a statement and a rule, whoever accepts it.
type contradiction struct {
	law, rule, statement string // ids
	message, help        string
	mild                 bool // a note
}

// contradictionWidth is that of a row.
const contradictionWidth = 6

// row is the contradiction as it is remembered.
func (k *contradiction) row() []string {
	mild := ""
	if k.mild {
		mild = "mild"
	}
	return []string{k.law, k.rule, k.statement, k.message, k.help, mild}
}

// contradictions reports what statements permit and rules of laws forbid, and deadlines
// that are longer than a law's. The code of a finding is the id of the rule.
//
// It is a warning, at each statement, where nothing lifts the rule, or only a consent that
// the statement does not ask for as the law wants it. It is a note, one for the rule with
// all statements, where a fact may lift it, which services state; where data is kept for
// good and the law counts from an event, which may never come; and where nobody has
// confirmed the rule. Rules that checks of their pack hold the notice against are left
// to these. Nothing is asked of a set with errors, which may lack a bar that its authors
// wrote.
func (c *checker) contradictions(n *notices.Notice) error {
	if c.set.Errors > 0 {
		return nil
	}
	under := &notice{Notice: n}
	if err := under.enact(); err != nil || len(under.laws) == 0 {
		return err
	}
	key, err := c.compared(under)
	if err != nil {
		return err
	}
	var found []contradiction
	rows, known := c.memory.Recall(key, contradictionWidth)
	if known {
		for _, r := range rows {
			found = append(found, contradiction{r[0], r[1], r[2], r[3], r[4], r[5] != ""})
		}
	} else {
		if found, err = c.compare(n); err != nil {
			return err
		}
		for i := range found {
			rows = append(rows, found[i].row())
		}
		c.memory.Keep(key, rows)
	}
	for _, law := range under.laws {
		for i := range law.rules.Rules {
			c.contradicted(n, &law.rules.Rules[i], slices.DeleteFunc(slices.Clone(found), func(k contradiction) bool { return k.law != law.law || k.rule != law.rules.Rules[i].ID }))
		}
	}
	return nil
}

// compared is the sum of all that is compared, and by what.
func (c *checker) compared(n *notice) (key laws.Sum, err error) {
	h := sha256.New()
	fmt.Fprintf(h, "contradictions %q %s %q %s %v", n.ID, n.Digest(), n.Laws, c.on, c.set.Holidays)
	for _, rule := range c.set.Accepted {
		fmt.Fprintf(h, " %q", rule.ID)
	}
	for _, law := range n.laws {
		pack, err := laws.Open(law.law)
		if err != nil {
			return key, err
		}
		fmt.Fprintf(h, " %x", pack.Sum)
	}
	return laws.Sum(h.Sum(nil)), nil
}

// compare finds the contradictions of a notice, in the order of the laws and their rules.
func (c *checker) compare(n *notices.Notice) ([]contradiction, error) {
	x := &comparison{checker: c, notice: newNotice(n)}
	if err := x.prepare(); err != nil {
		return nil, err
	}
	for _, law := range x.laws {
		pack, err := laws.Open(law.law)
		if err != nil {
			return nil, err
		}
		for i := range law.rules.Rules {
			x.law, x.r = law, &law.rules.Rules[i]
			if law.binds(x.r) && x.r.InForce(c.on) && !slices.ContainsFunc(pack.Checks, x.settles) {
				x.rule()
			}
		}
	}
	return x.found, nil
}

// prepare compiles the notice and makes its engine.
func (x *comparison) prepare() error {
	n, err := x.notice.compile(x.set.Accepted)
	if err != nil {
		return err
	}
	doc := &Document{
		Words:   document.Words{Actions: names(inventory.Actions...), Forms: names(inventory.Forms...), Roles: names(inventory.Roles...)},
		Regions: unions(), Holidays: holidays(x.set.Holidays), Notices: map[string]*document.Notice{x.ID: n},
	}
	x.engine, err = tables.New(doc, time.Now)
	return err
}

// settles reports whether a check holds the notice against the rule.
func (x *comparison) settles(check laws.Check) bool {
	return check.InForce(x.checker.on) && check.For(x.law.as) && slices.Contains(check.Rules, x.r.ID)
}

// rule holds every statement against the rule.
func (x *comparison) rule() {
	about, some := x.selects(x.r)
	if !some {
		return
	}
	x.about = about
	for i := range x.Statements {
		switch x.s = &x.Statements[i]; {
		case x.s.Kind == "bar" || x.s.Kind == "closed":
		case x.r.Kind == inventory.KindBar:
			x.forbidden()
		default:
			x.late()
		}
	}
}

// forbidden reports the statement where it permits what the rule, a bar, forbids.
func (x *comparison) forbidden() {
	if x.r.From != "" && !x.outlasts() {
		return
	}
	q := x.specimen(decision.Barred)
	if q == nil {
		return
	}
	message, help := fmt.Sprintf("%q permits what %s forbids", x.s.ID, x.law.law), "narrow it, or write a bar"
	lifting, mild := x.lifting()
	if lifting != "" {
		help += ", or name among its gates that " + lifting
	}
	switch {
	case x.r.From != "" && x.s.Keep.Period.Word != "":
		message, mild = fmt.Sprintf("%q keeps without an end what %s limits", x.s.ID, x.law.law), true
	case mild:
		message += ", but for cases that the notice does not tell"
	}
	x.contradicts(mild, message, help, q)
}

// outlasts reports whether the statement keeps data without an end, or from the event
// from which the law counts and for longer than the law lets it.
func (x *comparison) outlasts() bool {
	k := x.s.Keep
	return k != nil && (k.Period.Word == "indefinite" || k.From == x.r.From && longer(k.Period, x.r.Period))
}

// mostLifting bounds how many gates a finding names.
const mostLifting = 3

// lifting tells what lifts the rule, and whether a fact does.
func (x *comparison) lifting() (words string, fact bool) {
	var labels []string
	for _, id := range x.r.Unless {
		if x.law.weaker[id] || x.law.unsound[id] {
			continue // it lifts nothing here
		}
		label, kind := id, "fact"
		if i := slices.IndexFunc(x.law.rules.Gates, func(g inventory.RuleGate) bool { return g.ID == id }); i >= 0 {
			label, kind = fmt.Sprintf("%s (%s)", x.law.rules.Gates[i].Label, id), x.law.rules.Gates[i].Kind
		}
		labels, fact = append(labels, label), fact || kind == "fact"
	}
	words = strings.Join(labels[:min(len(labels), mostLifting)], ", or that ")
	if more := len(labels) - mostLifting; more > 0 {
		words += fmt.Sprintf("; candor laws %s --rules lists %d more", x.law.law, more)
	}
	return words, fact
}

// late reports the statement where it is a duty with a deadline that is certainly longer
// than that of the rule, a duty too. Where the law owes several things on the same occasion
// the last of them counts, for the duty may be that one; and one duty of the notice that
// is in time is enough.
func (x *comparison) late() {
	d := x.s.Duty
	if d == nil || x.r.Within.IsZero() || x.r.Affected > 0 || !longer(d.Within, x.r.Within) || d.Clock != x.r.Clock && d.Clock != x.r.Or || x.exceptional() {
		return
	}
	q := x.specimen(decision.Required)
	if q == nil {
		return
	}
	for i := range x.answer.Reasons {
		reason := &x.answer.Reasons[i]
		if reason.Detail == x.law.law && slices.ContainsFunc(x.law.rules.Rules, func(r inventory.Rule) bool { return r.ID == reason.Rule && longer(r.Within, x.r.Within) }) {
			return
		}
		if reason.Code == decision.Permitted && slices.ContainsFunc(x.Statements, func(s notices.Statement) bool {
			return s.ID == reason.Statement && s.Duty != nil && !s.Duty.Within.IsZero() && s.Duty.Within.Word == "" && !longer(s.Duty.Within, x.r.Within)
		}) {
			return
		}
	}
	x.contradicts(false, fmt.Sprintf("%q answers within %s, and %s wants it within %s", x.s.ID, d.Within, x.law.law, x.r.Within), fmt.Sprintf("write within = %q or less", x.r.Within), q)
}

// exceptional reports whether the rule is for a case in which another rule of the law
// does not hold, such as an answer that takes longer because that was said in time.
func (x *comparison) exceptional() bool {
	return slices.ContainsFunc(x.law.rules.Rules, func(r inventory.Rule) bool {
		return slices.ContainsFunc(r.Unless, func(gate string) bool { return slices.Contains(x.r.When, gate) })
	})
}

// contradicts notes the statement, with a question that shows it.
func (x *comparison) contradicts(mild bool, message, help string, q *decision.Question) {
	q.Strict = nil // nor is it with candor ask
	if len(q.Since) == 0 && x.r.Since.IsZero() && x.r.Until.IsZero() {
		q.On = "" // any day will do
	}
	asked, err := json.Marshal(q)
	if err != nil {
		panic(err) // a question can be written
	}
	help = fmt.Sprintf("%s; candor ask --json - shows it for %s", help, asked)
	x.found = append(x.found, contradiction{x.law.law, x.r.ID, x.s.ID, message, help, mild})
}

// contradicted reports the statements that contradict a rule, unless an issue accepts it or
// an exception excuses it.
func (c *checker) contradicted(n *notices.Notice, r *inventory.Rule, found []contradiction) {
	except := c.exception(r.ID, n.ID)
	if except != nil && !c.ended(except, 0) {
		return
	}
	counts := r.Confirmed || slices.ContainsFunc(c.set.Accepted, func(a inventory.AcceptedRule) bool { return a.ID == r.ID })
	var told *finding.Finding // the note about the rule, if there is one
	for _, k := range found {
		if issue(n, r.ID, k.statement) != nil {
			continue
		}
		place := c.record(n, k.statement).Place
		if told != nil {
			told.Related = append(told.Related, finding.Related{Place: place, Message: fmt.Sprintf("so does %q", k.statement)})
			continue
		}
		f := finding.Finding{Code: r.ID, Severity: finding.Warning, Place: place, Message: k.message, Help: k.help, Why: r.Text, Law: cited(r), Pack: k.law, Notice: n.ID}
		if except != nil {
			f.Related = append(f.Related, lapsed(except))
		}
		if k.mild || !counts {
			f.Severity, told = finding.Note, &f
			continue
		}
		c.Findings = append(c.Findings, f)
	}
	if told != nil {
		c.Findings = append(c.Findings, *told)
	}
}

// cited is the citation of a rule, and says so of one that is not confirmed.
func cited(r *inventory.Rule) string {
	if r.Confirmed {
		return r.Citation
	}
	return r.Citation + " (unconfirmed)"
}

// longer reports whether a period is longer than another whenever both begin, as far as
// that is certain: a month may be shorter than 31 days, and holidays may lengthen
// business days. A period without a figure is not, and none is longer than one.
func longer(p, than inventory.Period) bool {
	if p.Word != "" || than.Word != "" {
		return false
	}
	months := func(p inventory.Period) int { return 12*p.Years + p.Months }
	if p.Weeks+p.Days+p.BusinessDays+p.Hours+than.Weeks+than.Days+than.BusinessDays+than.Hours == 0 {
		return months(p) > months(than)
	}
	if p.BusinessDays > 0 && than.BusinessDays > 0 {
		return p.BusinessDays > than.BusinessDays
	}
	days := func(p inventory.Period) int { return 7*p.Weeks + p.Days }
	// Of business days, those of weekends come on top: one weekend for each five, and at
	// most another with up to three holidays. Any twelve months have 365 days or 366.
	n := p.BusinessDays
	least := 24*(months(p)*365/12-3*min(1, months(p))+days(p)+n+n/5*2) + p.Hours
	n = than.BusinessDays
	most := 24*(months(than)*366/12+3*min(1, months(than))+days(than)+n+n/5*2+5*min(1, n)) + than.Hours
	return least > most
}
