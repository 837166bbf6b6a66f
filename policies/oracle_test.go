package policies_test

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// The oracle decides a question straight from the resolved statements, as the
// rule book in README.md says it, a paragraph a function and with no thought of
// speed. It shares no code with the compiled document or the Rego, so that where
// they agree they agree for a reason. Texts of engine reasons are not its business:
// see comparable.

// oracle answers q for a set, on the given day where the question names none.
func oracle(set *notices.Set, today string, q decision.Question) decision.Answer {
	n := set.Notice(q.Notice)
	o := &oracleRun{q: q, n: n, on: cmp.Or(q.On, today), holidays: set.Holidays}
	statutes := o.withLaws(set)
	if faults := o.faults(); len(faults) > 0 {
		return decision.Answer{Outcome: decision.Deny, Notice: decision.Side{Outcome: decision.Deny}, Law: decision.Side{Outcome: decision.None}, Reasons: faults}
	}
	var verdicts []verdict
	for _, c := range o.combinations() {
		verdicts = append(verdicts, o.decide(c))
	}
	a := o.answer(verdicts)
	o.enforce(&a, statutes)
	return a
}

type oracleRun struct {
	q        decision.Question
	n        *notices.Notice
	on       string
	holidays []inventory.Date
}

// combination is one leaf of each group-valued field; "" is not stated.
type combination struct{ category, purpose, recipient, audience string }

// verdict is what one combination comes to.
type verdict struct {
	outcome string
	step    int
	reasons []decision.Reason
	owed    []decision.Obligation
	missing []string
	assumed []string
	issues  []string
	basis   string
	order   int // of the statement that gave the basis
}

// --- 1. Reading the question

var (
	dayForm   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	placeForm = regexp.MustCompile(`^(EEA|[A-Z]{2}(-[A-Z0-9]{1,3})?)$`)
)

func isWhen(s string) bool {
	if dayForm.MatchString(s) {
		_, err := time.Parse(time.DateOnly, s)
		return err == nil && !strings.HasPrefix(s, "0000")
	}
	_, err := time.Parse(time.RFC3339, s)
	return err == nil && !strings.HasPrefix(s, "0000")
}

func (o *oracleRun) faults() []decision.Reason {
	var out []decision.Reason
	fault := func(bad bool, code, detail string) {
		if bad {
			out = append(out, decision.Reason{Code: code, Source: "engine", Detail: detail})
		}
	}
	q, n := o.q, o.n
	fault(n == nil, decision.UnknownNotice, q.Notice)
	fault(!slices.Contains(inventory.Actions, q.Action), decision.UnknownAction, q.Action)
	fault(q.Age != nil && *q.Age < 0, decision.BadQuestion, "age")
	fault(q.Form != "" && !slices.Contains(inventory.Forms, q.Form), decision.BadQuestion, "form")
	fault(q.Role != "" && !slices.Contains(inventory.Roles, q.Role), decision.BadQuestion, "role")
	fault(q.Action == "respond" && q.Right == "" && q.Event == "", decision.BadQuestion, "right")
	fault(q.On != "" && !isWhen(q.On), decision.BadQuestion, "on")
	for _, s := range q.Since {
		if !isWhen(s) {
			fault(true, decision.BadQuestion, "since")
			break
		}
	}
	fault(slices.ContainsFunc(q.Earlier, func(s string) bool { return !isWhen(s) }), decision.BadQuestion, "earlier")
	for _, a := range q.Gates {
		if a.On != "" && !isWhen(a.On) || a.Ended != "" && !isWhen(a.Ended) {
			fault(true, decision.BadQuestion, "gates")
			break
		}
	}
	for _, c := range q.Counts {
		if c < 0 {
			fault(true, decision.BadQuestion, "counts")
			break
		}
	}
	for _, d := range q.Documents {
		if d != "forbids" && d != "permits" {
			fault(true, decision.BadQuestion, "documents")
			break
		}
	}
	for _, p := range []string{q.Place.Person, q.Place.Customer, q.Place.Host, q.Place.Destination} {
		fault(p != "" && !placeForm.MatchString(p), decision.UnknownPlace, p)
	}
	if n == nil {
		return sortReasons(o, out)
	}
	for _, c := range q.Categories {
		fault(o.category(c) == nil, decision.UnknownCategory, c)
	}
	for _, a := range q.Audiences {
		fault(o.audience(a) == nil, decision.UnknownAudience, a)
	}
	fault(q.Purpose != "" && o.purpose(q.Purpose) == nil, decision.UnknownPurpose, q.Purpose)
	fault(q.Recipient != "" && o.recipient(q.Recipient) == nil, decision.UnknownRecipient, q.Recipient)
	fault(q.Basis != "" && !slices.Contains(inventory.BasisKinds, q.Basis) && !slices.ContainsFunc(n.Bases, func(b notices.Basis) bool { return b.ID == q.Basis }), decision.UnknownBasis, q.Basis)
	fault(q.Right != "" && !slices.Contains(inventory.BuiltinRights, q.Right) && !slices.ContainsFunc(n.Rights, func(r notices.Right) bool { return r.ID == q.Right }), decision.UnknownRight, q.Right)
	knownEvent := func(id string) bool {
		return slices.Contains(inventory.BuiltinEvents, id) || slices.ContainsFunc(n.Events, func(e notices.Event) bool { return e.ID == id })
	}
	fault(q.Event != "" && !knownEvent(q.Event), decision.UnknownEvent, q.Event)
	for id := range q.Since {
		fault(!knownEvent(id), decision.UnknownEvent, id)
	}
	for id := range q.Gates {
		fault(o.gate(id) == nil && !slices.Contains(inventory.ReservedFacts, id) && !slices.Contains(inventory.BuiltinFacts, id), decision.UnknownGate, id)
	}
	for id := range q.Documents {
		fault(!slices.ContainsFunc(n.Documents, func(d notices.Document) bool { return d.ID == id }), decision.UnknownDocument, id)
	}
	if len(out) == 0 {
		size := 1
		for _, k := range [][]string{o.leavesOf(q.Categories), o.leavesOf2("purpose", q.Purpose), o.leavesOf2("recipient", q.Recipient), o.audienceLeaves()} {
			size *= len(k)
		}
		fault(size > 1000, decision.BadQuestion, "combinations")
	}
	return sortReasons(o, out)
}

// --- look-ups by scanning

func (o *oracleRun) category(id string) *notices.Category {
	return byID(o.n.Categories, id, func(x *notices.Category) string { return x.ID })
}
func (o *oracleRun) purpose(id string) *notices.Purpose {
	return byID(o.n.Purposes, id, func(x *notices.Purpose) string { return x.ID })
}
func (o *oracleRun) recipient(id string) *notices.Recipient {
	return byID(o.n.Recipients, id, func(x *notices.Recipient) string { return x.ID })
}
func (o *oracleRun) audience(id string) *notices.Audience {
	return byID(o.n.Audiences, id, func(x *notices.Audience) string { return x.ID })
}
func (o *oracleRun) gate(id string) *notices.Gate {
	return byID(o.n.Gates, id, func(x *notices.Gate) string { return x.ID })
}
func (o *oracleRun) basis(id string) *notices.Basis {
	return byID(o.n.Bases, id, func(x *notices.Basis) string { return x.ID })
}
func (o *oracleRun) addendum(id string) *notices.Addendum {
	return byID(o.n.Addenda, id, func(x *notices.Addendum) string { return x.ID })
}
func (o *oracleRun) obligation(id string) *notices.Obligation {
	return byID(o.n.Obligations, id, func(x *notices.Obligation) string { return x.ID })
}

func byID[T any](xs []T, id string, of func(*T) string) *T {
	for i := range xs {
		if of(&xs[i]) == id {
			return &xs[i]
		}
	}
	return nil
}

// --- 2. Groups

func (o *oracleRun) members(kind, id string) []string {
	switch kind {
	case "category":
		return o.category(id).Members
	case "purpose":
		return o.purpose(id).Members
	case "recipient":
		return o.recipient(id).Members
	}
	return o.audience(id).Members
}

// leaves gives the entries at the bottom of an entry, itself when nothing is below.
func (o *oracleRun) leaves(kind, id string) []string {
	members := o.members(kind, id)
	if len(members) == 0 {
		return []string{id}
	}
	var out []string
	for _, m := range members {
		if len(o.members(kind, m)) == 0 {
			out = append(out, m)
		}
	}
	return out
}

func (o *oracleRun) leavesOf(ids []string) []string { return o.spread("category", ids) }

func (o *oracleRun) audienceLeaves() []string { return o.spread("audience", o.q.Audiences) }

func (o *oracleRun) leavesOf2(kind, id string) []string {
	if id == "" {
		return []string{""}
	}
	return o.spread(kind, []string{id})
}

func (o *oracleRun) spread(kind string, ids []string) []string {
	seen := map[string]bool{}
	for _, id := range ids {
		for _, l := range o.leaves(kind, id) {
			seen[l] = true
		}
	}
	if len(seen) == 0 {
		return []string{""}
	}
	return slices.Sorted(maps.Keys(seen))
}

func (o *oracleRun) combinations() []combination {
	var out []combination
	for _, c := range o.leavesOf(o.q.Categories) {
		for _, p := range o.leavesOf2("purpose", o.q.Purpose) {
			for _, r := range o.leavesOf2("recipient", o.q.Recipient) {
				for _, a := range o.audienceLeaves() {
					out = append(out, combination{c, p, r, a})
				}
			}
		}
	}
	return out
}

// covers reports whether leaf is one of ids or lies below one.
func (o *oracleRun) covers(kind string, ids []string, leaf string) bool {
	for _, id := range ids {
		if id == leaf || slices.Contains(o.members(kind, id), leaf) {
			return true
		}
	}
	return false
}

// --- 3. Selectors

type match int

const (
	met match = iota
	unstated
	unmet
)

// judged is how the selectors of one statement stand, with the words for each
// that is not stated.
type judged struct {
	match
	assumed []string
}

func (j *judged) add(m match, words string) {
	j.match = max(j.match, m)
	if m == unstated {
		j.assumed = append(j.assumed, words)
	}
}

func (o *oracleRun) listed(kind string, ids []string, leaf string) match {
	switch {
	case len(ids) == 0:
		return met
	case leaf == "":
		return unstated
	case o.covers(kind, ids, leaf):
		return met
	}
	return unmet
}

func plainly(list []string, value string) match {
	switch {
	case len(list) == 0:
		return met
	case value == "":
		return unstated
	case slices.Contains(list, value):
		return met
	}
	return unmet
}

func not(what string, ids []string) string { return what + " not " + strings.Join(ids, ", ") }

// selectors judges a selector and the addendum it stands in against a combination.
func (o *oracleRun) selectors(s notices.Selector, addendum string, c combination) judged {
	var j judged
	j.add(plainly(s.Actions, o.q.Action), "")
	j.add(o.listed("audience", s.Audiences, c.audience), not("audience", s.Audiences))
	j.add(o.listed("category", s.Categories, c.category), not("category", s.Categories))
	if c.category != "" && o.covers("category", s.Except, c.category) {
		j.add(unmet, "")
	}
	j.add(o.listed("purpose", s.Purposes, c.purpose), not("purpose", s.Purposes))
	j.add(o.listed("recipient", s.Recipients, c.recipient), not("recipient", s.Recipients))
	j.add(plainly(s.Forms, o.q.Form), not("form", s.Forms))
	j.add(plainly(s.Roles, o.q.Role), not("role", s.Roles))
	j.add(plainly(s.Rights, o.q.Right), not("right", s.Rights))
	j.add(plainly(s.Events, o.q.Event), not("event", s.Events))
	o.scope(&j, s.Where, s.Age, c)
	if a := o.addendum(addendum); a != nil {
		o.reach(&j, a, c)
	}
	return j
}

func (o *oracleRun) reach(j *judged, a *notices.Addendum, c combination) {
	var ids []string
	for _, r := range a.Audiences {
		ids = append(ids, r.ID)
	}
	j.add(o.listed("audience", ids, c.audience), not("audience", ids))
	o.scope(j, a.Where, a.Age, c)
}

func (o *oracleRun) scope(j *judged, w notices.Where, age inventory.AgeRange, c combination) {
	j.add(in(w.Person, o.q.Place.Person), notIn("person", w.Person))
	j.add(in(w.Customer, o.q.Place.Customer), notIn("customer", w.Customer))
	j.add(in(w.Host, o.q.Place.Host), notIn("host", w.Host))
	j.add(in(w.Destination, o.q.Place.Destination), notIn("destination", w.Destination))
	switch {
	case age.IsZero():
	case o.q.Age == nil:
		j.add(o.agesOf(c.audience, age), otherAges(age))
	case !age.Has(*o.q.Age):
		j.add(unmet, "")
	}
}

// agesOf goes through the ages that somebody of an audience may have, one by one.
func (o *oracleRun) agesOf(audience string, asked inventory.AgeRange) match {
	all, none := true, true
	possible := 0
	for age := range 200 {
		if slices.ContainsFunc(o.audiencesOver(audience), func(a *notices.Audience) bool { return !a.Age.IsZero() && !a.Age.Has(age) }) {
			continue
		}
		possible++
		all, none = all && asked.Has(age), none && !asked.Has(age)
	}
	switch {
	case possible == 0:
		return unstated
	case all:
		return met
	case none:
		return unmet
	}
	return unstated
}

func notIn(what string, rs []inventory.Region) string {
	var ids []string
	for _, r := range rs {
		ids = append(ids, string(r))
	}
	return not(what, ids)
}

func otherAges(a inventory.AgeRange) string {
	var parts []string
	if a.From > 0 {
		parts = append(parts, fmt.Sprintf("age < %d", a.From))
	}
	if a.Under > 0 {
		parts = append(parts, fmt.Sprintf("age >= %d", a.Under))
	}
	return strings.Join(parts, " or ")
}

// in judges a stated place against regions; a place that only contains one of
// them might lie in it, so that it counts as not stated.
func in(regions []inventory.Region, place string) match {
	if len(regions) == 0 {
		return met
	}
	if place == "" {
		return unstated
	}
	p, m := inventory.Region(place), unmet
	for _, r := range regions {
		if p.In(r) {
			return met
		}
		if r.In(p) {
			m = unstated
		}
	}
	return m
}

// --- 4. Gates

// gateState is whether a gate is open, and what was assumed for it.
func (o *oracleRun) gateState(id string) (open bool, assumed string) {
	g := o.gate(id)
	if g == nil { // a built-in fact the notice does not name itself
		g = &notices.Gate{ID: id, Kind: "fact"}
	}
	act, stated := o.q.Gates[id]
	stands := stated && o.stands(act)
	if g.Kind == "opt-out" || g.Kind == "objection" {
		if stated {
			return !stands, ""
		}
		return true, id + " not used"
	}
	if stands && allowedBy(g.By, act.By) && allowedBy(g.Via, act.Via) {
		return true, ""
	}
	for _, other := range g.Instead {
		if open, _ := o.gateAlone(other); open {
			return true, ""
		}
	}
	return false, ""
}

// gateAlone is the state of a gate without those that stand in for it: Instead is
// closed transitively already.
func (o *oracleRun) gateAlone(id string) (bool, string) {
	g := *o.gate(id)
	g.Instead = nil
	alone := *o
	n := *o.n
	n.Gates = []notices.Gate{g}
	alone.n = &n
	return alone.gateState(id)
}

func allowedBy(list []string, given string) bool {
	return given == "" || len(list) == 0 || slices.Contains(list, given)
}

func (o *oracleRun) stands(a decision.Act) bool {
	if a == (decision.Act{}) {
		return false
	}
	if a.On != "" && day(a.On) > day(o.on) {
		return false
	}
	return a.Ended == "" || day(a.Ended) > day(o.on)
}

// day is the date of a date or instant as written; ISO dates compare as text.
func day(s string) string { return s[:10] }

var codeOfKind = map[string]string{
	"consent": decision.ConsentMissing, "authority": decision.AuthorityMissing, "fact": decision.FactMissing,
	"opt-out": decision.OptedOut, "objection": decision.Objected,
}

func (o *oracleRun) kindOf(id string) string {
	if g := o.gate(id); g != nil {
		return g.Kind
	}
	return "fact"
}

// denies reports whether a closed gate forbids rather than leaves uncovered.
func (o *oracleRun) denies(id string) bool {
	g := o.gate(id)
	return g != nil && g.Denies
}

// --- 5. Permits

type state int

const (
	silent  state = iota // the permit does not reach the combination
	absent               // it would, but a plain fact is closed
	blocked              // a denying gate, the period or the duty's own test stands in the way
	open
)

type permit struct {
	state   state
	reasons []decision.Reason
	owed    []decision.Obligation
	missing []string
	assumed []string
	basis   string
}

func (p *permit) because(code string, s *notices.Statement, detail, due string) {
	p.reasons = append(p.reasons, decision.Reason{Code: code, Source: "notice", Statement: s.ID, Detail: detail, Due: due})
}

func (o *oracleRun) permit(s *notices.Statement, c combination) permit {
	var p permit
	if j := o.selectors(s.Selector, s.Addendum, c); j.match != met {
		return p
	}
	for _, g := range s.When {
		if isOpen, _ := o.gateState(g); !isOpen {
			p.state = absent
			p.because(decision.FactAbsent, s, g, "")
			p.missing = append(p.missing, "fact:"+g)
		}
	}
	if p.state == absent {
		return p
	}
	gates := slices.Clone(s.Gates)
	owed := slices.Clone(s.Owed)
	if len(s.Bases) > 0 {
		b := o.relied(s)
		if b == nil {
			return permit{}
		}
		p.basis = b.ID
		gates = append(gates, refs(b.Gates)...)
		owed = append(owed, refs(b.Owed)...)
	}
	for _, r := range o.recipientsOver(c.recipient) {
		owed = append(owed, refs(r.Owed)...)
		switch {
		case len(r.Gates) == 0:
		case r.Outside == "":
			gates = append(gates, refs(r.Gates)...)
		case o.destination(c) == "":
			p.assumed = append(p.assumed, "destination inside "+string(r.Outside))
		case !inventory.Region(o.destination(c)).In(r.Outside):
			gates = append(gates, refs(r.Gates)...)
		}
	}
	o.pass(&p, s, gates)
	if p.state != silent {
		return p
	}
	p.state = open
	var due string
	overdue := false
	switch s.Kind {
	case "keep":
		due = o.keep(&p, s)
	case "duty":
		due, overdue = o.duty(&p, s)
	}
	if p.state == open && len(p.reasons) == 0 {
		p.because(decision.Permitted, s, "", due)
	}
	if p.state == open {
		for i := range o.n.Addenda {
			a := &o.n.Addenda[i]
			if o.inside(a, c) {
				owed = append(owed, refs(a.Owed)...)
			}
		}
	}
	answers := p.state == open || s.Kind == "duty" && (overdue || s.Duty.HeldBy != "" && p.reasons[0].Code == decision.HeldByOther)
	if !answers {
		return p
	}
	for _, id := range owed {
		ob := o.obligation(id)
		if ob == nil {
			continue
		}
		d := ""
		if s.Kind == "duty" {
			d = due
		}
		p.owed = append(p.owed, decision.Obligation{ID: ob.ID, Text: ob.Text, To: ob.To, Via: ob.Via, Fee: ob.Fee, Due: d, Overdue: overdue})
	}
	return p
}

// recipientsOver lists a recipient and the groups it lies in.
func (o *oracleRun) recipientsOver(leaf string) []*notices.Recipient {
	var out []*notices.Recipient
	for i := range o.n.Recipients {
		if r := &o.n.Recipients[i]; leaf != "" && o.covers("recipient", []string{r.ID}, leaf) {
			out = append(out, r)
		}
	}
	return out
}

// destination is where data goes: as the question says, or else where the recipient
// is.
func (o *oracleRun) destination(c combination) string {
	if o.q.Place.Destination != "" {
		return o.q.Place.Destination
	}
	for i := range o.n.Recipients {
		if r := &o.n.Recipients[i]; r.ID == c.recipient {
			return string(r.Location)
		}
	}
	return ""
}

// audiencesOver lists an audience and the groups it lies in.
func (o *oracleRun) audiencesOver(leaf string) []*notices.Audience {
	var out []*notices.Audience
	for i := range o.n.Audiences {
		if a := &o.n.Audiences[i]; leaf != "" && o.covers("audience", []string{a.ID}, leaf) {
			out = append(out, a)
		}
	}
	return out
}

// relied is the basis a statement rests on for this question: the first whose
// gates are open, else the first that may be relied on at all.
func (o *oracleRun) relied(s *notices.Statement) *notices.Basis {
	var first *notices.Basis
	for _, id := range s.Bases {
		b := o.basis(id)
		if o.q.Basis != "" && b.ID != o.q.Basis && b.Kind != o.q.Basis {
			continue
		}
		if first == nil {
			first = b
		}
		if !slices.ContainsFunc(refs(b.Gates), func(g string) bool { isOpen, _ := o.gateState(g); return !isOpen }) {
			return b
		}
	}
	return first
}

// pass looks at the gates: a closed plain fact makes the permit absent, another
// closed gate blocks it.
func (o *oracleRun) pass(p *permit, s *notices.Statement, gates []string) {
	var facts, denying []string
	for _, g := range dedupe(gates) {
		isOpen, assumed := o.gateState(g)
		switch {
		case isOpen && assumed != "":
			p.assumed = append(p.assumed, assumed)
		case isOpen:
		case o.denies(g):
			denying = append(denying, g)
		default:
			facts = append(facts, g)
		}
	}
	switch {
	case len(facts) > 0:
		p.state = absent
		for _, g := range facts {
			p.because(decision.FactAbsent, s, g, "")
			p.missing = append(p.missing, "fact:"+g)
		}
	case len(denying) > 0:
		p.state = blocked
		for _, g := range denying {
			kind := o.kindOf(g)
			p.because(codeOfKind[kind], s, g, "")
			if kind != "opt-out" && kind != "objection" {
				p.missing = append(p.missing, kind+":"+g)
			}
		}
	}
}

// inside reports whether the combination lies in an addendum that says where it
// applies at all.
func (o *oracleRun) inside(a *notices.Addendum, c combination) bool {
	bounded := len(a.Audiences) > 0 || !a.Age.IsZero() || len(a.Where.Person)+len(a.Where.Customer)+len(a.Where.Host)+len(a.Where.Destination) > 0
	var j judged
	o.reach(&j, a, c)
	return bounded && j.match == met
}

func refs(rs []notices.Ref) []string {
	var out []string
	for _, r := range rs {
		out = append(out, r.ID)
	}
	return out
}

func dedupe(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// --- 6. Keeping

func (o *oracleRun) keep(p *permit, s *notices.Statement) (due string) {
	k := s.Keep
	block := func(code, detail, due string, missing ...string) {
		p.state = blocked
		p.because(code, s, detail, due)
		p.missing = append(p.missing, missing...)
	}
	if k.Period.Never() && k.From == "" {
		block(decision.RetentionElapsed, "", "")
		if k.Ending.ID != "" {
			p.owed = append(p.owed, decision.Obligation{ID: k.Ending.ID, Overdue: false})
		}
		return ""
	}
	whileStated := false
	if k.While != "" {
		if isOpen, _ := o.gateState(k.While); isOpen {
			return ""
		}
		_, whileStated = o.q.Gates[k.While]
	}
	if hold, ok := o.q.Gates["legal-hold"]; ok && o.stands(hold) {
		p.because(decision.LegalHold, s, "", "")
		return ""
	}
	vague := func() {
		switch {
		case k.While == "":
		case whileStated:
			block(decision.RetentionElapsed, "", "")
		default:
			block(decision.RetentionUnknown, k.While, "", "fact:"+k.While)
		}
	}
	switch {
	case k.Period.Word == "indefinite":
		return ""
	case k.Period.Word == "unstated", k.From == "":
		vague()
		return ""
	}
	from, ok := o.q.Since[k.From]
	if !ok {
		block(decision.RetentionUnknown, k.From, "", "since:"+k.From)
		return ""
	}
	due = o.after(from, k.Period)
	if !late(o.on, due) {
		return due
	}
	if k.Longer == "law" {
		if isOpen, _ := o.gateState("law-requires-longer"); isOpen {
			return due
		}
		p.missing = append(p.missing, "fact:law-requires-longer")
	}
	block(decision.RetentionElapsed, "", due)
	if k.Ending.ID != "" {
		p.owed = append(p.owed, decision.Obligation{ID: k.Ending.ID, Due: due, Overdue: true})
	}
	return due
}

// after is the end of a period that begins at a date or instant.
func (o *oracleRun) after(from string, p inventory.Period) string {
	if p.Hours > 0 {
		t, err := time.Parse(time.RFC3339, from)
		if err != nil {
			t, _ = time.Parse(time.DateOnly, from)
		}
		t = t.UTC().Truncate(time.Second)
		d := inventory.Date{Y: t.Year(), M: int(t.Month()), D: t.Day(), Precision: inventory.Day}
		d = d.AddMonths(12*p.Years + p.Months).AddDays(7*p.Weeks + p.Days)
		return time.Date(d.Y, time.Month(d.M), d.D, t.Hour()+p.Hours, t.Minute(), t.Second(), 0, time.UTC).Format(time.RFC3339)
	}
	d, _ := inventory.ParseDate(day(from))
	if p.BusinessDays > 0 {
		for left := p.BusinessDays; left > 0; {
			d = d.AddDays(1)
			if !weekend(d) && !o.isHoliday(d) {
				left--
			}
		}
		return d.String()
	}
	return d.AddMonths(12*p.Years + p.Months).AddDays(7*p.Weeks + p.Days).String()
}

// late reports whether the moment asked about is after due.
func late(on, due string) bool {
	limit, err := time.Parse(time.RFC3339, due)
	if err != nil {
		return day(on) > due
	}
	if t, err := time.Parse(time.RFC3339, on); err == nil {
		return t.Truncate(time.Second).After(limit)
	}
	return on > limit.UTC().Format(time.DateOnly)
}

// --- 7. Responding

func (o *oracleRun) duty(p *permit, s *notices.Statement) (due string, overdue bool) {
	d := s.Duty
	block := func(code, detail, due string) {
		p.state = blocked
		p.because(code, s, detail, due)
	}
	if d.HeldBy != "" {
		block(decision.HeldByOther, d.HeldBy, "")
		return "", false
	}
	if len(d.Via) > 0 && o.q.Channel != "" && !slices.Contains(d.Via, o.q.Channel) {
		block(decision.WrongChannel, o.q.Channel, "")
		return "", false
	}
	if !d.Every.IsZero() {
		for _, e := range o.q.Earlier {
			if day(e) <= day(o.on) && late2(o.after(e, d.Every), o.on) {
				block(decision.TooOften, "", "")
				return "", false
			}
		}
	}
	since, ok := o.q.Since[d.Clock]
	if d.Within.IsZero() || d.Within.Word != "" || !ok {
		return "", false
	}
	due = o.after(since, d.Within)
	if late(o.on, due) {
		block(decision.Late, "", due)
		return due, true
	}
	return due, false
}

// late2 reports whether end is after the moment asked about, by days.
func late2(end, on string) bool { return day(end) > day(on) }

// --- 8. Order

func (o *oracleRun) decide(c combination) verdict {
	v := verdict{}
	v.assumed = append(v.assumed, o.scopeAssumptions(c)...)
	barred := o.bars(c, &v)
	permits := map[string]permit{}
	for i := range o.n.Statements {
		s := &o.n.Statements[i]
		if s.Kind != "bar" && s.Kind != "closed" {
			permits[s.ID] = o.permit(s, c)
		}
	}
	switch {
	case o.outside(c):
		v.outcome, v.step = decision.NotCovered, 1
		v.reasons = []decision.Reason{{Code: decision.OutsideScope, Source: "notice", Detail: c.audience}}
	case o.forbidden(c, &v):
		v.outcome, v.step = decision.Deny, 2
	case len(barred) > 0:
		v.outcome, v.step, v.reasons = decision.Deny, 3, barred
	default:
		o.weigh(c, &v, permits)
	}
	v.issues = o.issues(c, v)
	return v
}

func (o *oracleRun) outside(c combination) bool {
	for _, a := range o.audiencesOver(c.audience) {
		if !a.Covered || o.q.Age != nil && !a.Age.Has(*o.q.Age) {
			return true
		}
		for _, g := range a.When {
			if _, stated := o.q.Gates[g.ID]; stated {
				if isOpen, _ := o.gateState(g.ID); !isOpen {
					return true
				}
			}
		}
	}
	return false
}

func (o *oracleRun) scopeAssumptions(c combination) []string {
	var out []string
	for _, a := range o.audiencesOver(c.audience) {
		for _, g := range a.When {
			if _, stated := o.q.Gates[g.ID]; !stated {
				if isOpen, _ := o.gateState(g.ID); !isOpen {
					out = append(out, g.ID+" holds")
				}
			}
		}
	}
	return out
}

func (o *oracleRun) forbidden(c combination, v *verdict) bool {
	var governing []string
	for _, a := range o.audiencesOver(c.audience) {
		governing = append(governing, refs(a.GovernedBy)...)
	}
	for i := range o.n.Categories {
		k := &o.n.Categories[i]
		if c.category != "" && o.covers("category", []string{k.ID}, c.category) {
			governing = append(governing, refs(k.GovernedBy)...)
		}
	}
	for i := range o.n.Addenda {
		if a := &o.n.Addenda[i]; o.inside(a, c) {
			governing = append(governing, refs(a.GovernedBy)...)
		}
	}
	for _, d := range dedupe(governing) {
		if o.q.Documents[d] == "forbids" {
			v.reasons = append(v.reasons, decision.Reason{Code: decision.DocumentForbids, Source: "notice", Detail: d})
		}
	}
	return len(v.reasons) > 0
}

// speaks reports whether a statement's `when` facts are open.
func (o *oracleRun) speaks(s *notices.Statement) bool {
	return !slices.ContainsFunc(s.When, func(g string) bool { isOpen, _ := o.gateState(g); return !isOpen })
}

// lifted reports whether any `unless` is open; the closed ones are missing.
func (o *oracleRun) lifted(s *notices.Statement) (bool, []string) {
	var missing []string
	for _, g := range s.Unless {
		if isOpen, _ := o.gateState(g); isOpen {
			return true, nil
		}
		if k := o.kindOf(g); k != "opt-out" && k != "objection" {
			missing = append(missing, k+":"+g)
		}
	}
	return false, missing
}

func (o *oracleRun) bars(c combination, v *verdict) []decision.Reason {
	var out []decision.Reason
	var missing []string
	for i := range o.n.Statements {
		s := &o.n.Statements[i]
		if s.Kind != "bar" {
			continue
		}
		j := o.selectors(s.Selector, s.Addendum, c)
		if j.match == unmet || !o.speaks(s) {
			continue
		}
		lifted, lacks := o.lifted(s)
		switch {
		case lifted:
		case j.match == met:
			out = append(out, decision.Reason{Code: decision.Barred, Source: "notice", Statement: s.ID})
			missing = append(missing, lacks...)
		default:
			v.assumed = append(v.assumed, j.assumed...)
		}
	}
	if !o.outside(c) && !o.forbidden(c, &verdict{}) {
		v.missing = append(v.missing, missing...)
	}
	return out
}

func (o *oracleRun) weigh(c combination, v *verdict, permits map[string]permit) {
	var opened, stopped, absentees []string
	for i := range o.n.Statements {
		switch id := o.n.Statements[i].ID; permits[id].state {
		case open:
			opened = append(opened, id)
		case blocked:
			stopped = append(stopped, id)
		case absent:
			absentees = append(absentees, id)
		}
	}
	only, clauses := o.closures(c)
	if len(opened) > 0 {
		only, clauses = o.takeBack(opened, only), o.takeBack(opened, clauses)
		if len(only)+len(clauses) == 0 {
			v.outcome, v.step = decision.Allow, 4
			v.collect(opened, permits, true)
			for i := range o.n.Statements {
				if id := o.n.Statements[i].ID; slices.Contains(opened, id) && permits[id].basis != "" {
					v.basis, v.order = permits[id].basis, i
					break
				}
			}
			return
		}
		stopped = nil
	}
	switch {
	case len(stopped) > 0:
		v.outcome, v.step = decision.Deny, 5
		v.collect(stopped, permits, false)
	case len(only) > 0:
		v.outcome, v.step = decision.Deny, 6
		for _, id := range only {
			v.reasons = append(v.reasons, decision.Reason{Code: decision.OnlyClosure, Source: "notice", Statement: id})
		}
	case len(clauses) > 0:
		v.outcome, v.step = decision.Deny, 7
		for _, id := range clauses {
			v.reasons = append(v.reasons, decision.Reason{Code: decision.ClosedClause, Source: "notice", Statement: id})
			_, lacks := o.lifted(o.statement(id))
			v.missing = append(v.missing, lacks...)
		}
	case len(absentees) > 0:
		v.outcome, v.step = decision.NotCovered, 8
		v.collect(absentees, permits, false)
	default:
		v.outcome, v.step = decision.NotCovered, 8
		v.reasons = []decision.Reason{{Code: decision.NoStatement, Source: "notice"}}
	}
}

func (v *verdict) collect(ids []string, permits map[string]permit, assumptions bool) {
	for _, id := range ids {
		p := permits[id]
		v.reasons = append(v.reasons, p.reasons...)
		v.owed = append(v.owed, p.owed...)
		v.missing = append(v.missing, p.missing...)
		if assumptions {
			v.assumed = append(v.assumed, p.assumed...)
		}
	}
}

func (o *oracleRun) statement(id string) *notices.Statement {
	return byID(o.n.Statements, id, func(s *notices.Statement) string { return s.ID })
}

// closures lists the `only` and the `closed` statements that reach the combination.
func (o *oracleRun) closures(c combination) (only, clauses []string) {
	for i := range o.n.Statements {
		s := &o.n.Statements[i]
		switch {
		case s.Kind == "closed":
			if j := o.selectors(s.Selector, s.Addendum, c); j.match == met && o.speaks(s) {
				if lifted, _ := o.lifted(s); !lifted {
					clauses = append(clauses, s.ID)
				}
			}
		case s.Only != "" && o.closes(s, c):
			only = append(only, s.ID)
		}
	}
	return only, clauses
}

func (o *oracleRun) closes(s *notices.Statement, c combination) bool {
	if s.Kind == "keep" && o.q.Action != "store" && o.q.Action != "retain" || o.q.Action == "respond" {
		return false
	}
	key := notices.Selector{Audiences: s.Audiences, Roles: s.Roles, Where: s.Where, Age: s.Age}
	switch s.Only {
	case "category":
		key.Categories, key.Except = s.Categories, s.Except
	case "recipient":
		key.Recipients = s.Recipients
	case "basis":
		key.Categories, key.Except, key.Purposes = s.Categories, s.Except, s.Purposes
	}
	if len(key.Categories)+len(key.Recipients)+len(key.Purposes) == 0 { // it names no key
		return false
	}
	return o.selectors(key, s.Addendum, c).match == met && o.speaks(s)
}

// --- 9. Issues

// takeBack keeps the clauses that an issue read strictly sets above the permits
// that are open.
func (o *oracleRun) takeBack(opened, clauses []string) []string {
	var out []string
	for _, clause := range clauses {
		for _, is := range o.n.Issues {
			if is.Runtime == "stricter" && slices.Contains(is.Between, clause) &&
				!slices.ContainsFunc(opened, func(id string) bool { return !slices.Contains(is.Between, id) }) &&
				!slices.Contains(opened, clause) {
				out = append(out, clause)
				break
			}
		}
	}
	return out
}

func (o *oracleRun) issues(c combination, v verdict) []string {
	var out []string
	for _, is := range o.n.Issues {
		if is.Runtime != "none" && o.touches(is, c, v) {
			out = append(out, is.ID)
		}
	}
	return out
}

func (o *oracleRun) touches(is notices.Issue, c combination, v verdict) bool {
	if !emptySelector(is.Selector) && o.selectors(is.Selector, "", c).match == met {
		return true
	}
	for _, r := range v.reasons {
		if r.Statement != "" && (slices.Contains(is.Between, r.Statement) || slices.Contains(is.About, r.Statement)) {
			return true
		}
	}
	leaves := map[string]string{"category": c.category, "purpose": c.purpose, "recipient": c.recipient, "audience": c.audience}
	for _, about := range is.About {
		kind, id, ok := strings.Cut(about, ".")
		if leaf := leaves[kind]; ok && leaf != "" && o.known(kind, id) && o.covers(kind, []string{id}, leaf) {
			return true
		}
	}
	return false
}

func (o *oracleRun) known(kind, id string) bool {
	switch kind {
	case "category":
		return o.category(id) != nil
	case "purpose":
		return o.purpose(id) != nil
	case "recipient":
		return o.recipient(id) != nil
	}
	return o.audience(id) != nil
}

func emptySelector(s notices.Selector) bool {
	return len(s.Actions)+len(s.Audiences)+len(s.Categories)+len(s.Except)+len(s.Purposes)+len(s.Recipients)+len(s.Forms)+len(s.Roles)+len(s.Rights)+len(s.Events) == 0 &&
		len(s.Where.Person)+len(s.Where.Customer)+len(s.Where.Host)+len(s.Where.Destination) == 0 && s.Age.IsZero()
}

// --- 10 and 11. Strict, and the answer

var rank = map[string]int{decision.Allow: 0, decision.NotCovered: 1, decision.Deny: 2}

func (o *oracleRun) answer(vs []verdict) decision.Answer {
	worst := slices.MaxFunc(vs, func(a, b verdict) int { return cmp.Compare(rank[a.outcome], rank[b.outcome]) }).outcome
	a := decision.Answer{Outcome: worst, Law: decision.Side{Outcome: decision.None}}
	steps := map[string]int{}
	basisAt := -1
	for _, v := range vs {
		if v.outcome != worst {
			continue
		}
		for _, r := range v.reasons {
			key := reasonKey(r)
			if s, ok := steps[key]; !ok || v.step < s {
				steps[key] = v.step
			}
			if !slices.ContainsFunc(a.Reasons, func(x decision.Reason) bool { return reasonKey(x) == key }) {
				a.Reasons = append(a.Reasons, r)
			}
		}
		a.Obligations = append(a.Obligations, v.owed...)
		a.Missing = append(a.Missing, v.missing...)
		a.Assumed = append(a.Assumed, v.assumed...)
		a.Issues = append(a.Issues, v.issues...)
		if v.basis != "" && (basisAt < 0 || v.order < basisAt) {
			a.Basis, basisAt = v.basis, v.order
		}
	}
	slices.SortStableFunc(a.Reasons, func(x, y decision.Reason) int {
		return cmp.Or(cmp.Compare(steps[reasonKey(x)], steps[reasonKey(y)]), cmp.Compare(o.order(x.Statement), o.order(y.Statement)), cmp.Compare(x.Code, y.Code), cmp.Compare(x.Detail, y.Detail))
	})
	a.Obligations = o.owed(a.Obligations)
	a.Missing, a.Assumed, a.Issues = sorted(a.Missing), sorted(a.Assumed), sorted(a.Issues)
	if worst == decision.Allow && len(a.Obligations) > 0 {
		a.Outcome = decision.AllowWithObligations
	}
	if worst == decision.Allow && o.q.Strict != nil && *o.q.Strict && len(a.Assumed) > 0 {
		a.Outcome, a.Basis, a.Obligations = decision.Deny, "", nil
		a.Reasons = append([]decision.Reason{{Code: decision.Underspecified, Source: "engine"}}, a.Reasons...)
	}
	a.Notice.Outcome = a.Outcome
	a.Allow = a.Outcome == decision.Allow || a.Outcome == decision.AllowWithObligations
	return a
}

func reasonKey(r decision.Reason) string {
	return strings.Join([]string{r.Code, r.Statement, r.Detail, r.Due}, "|")
}

func (o *oracleRun) order(statement string) int {
	if o.n == nil {
		return 0
	}
	return slices.IndexFunc(o.n.Statements, func(s notices.Statement) bool { return s.ID == statement })
}

func (o *oracleRun) owed(list []decision.Obligation) []decision.Obligation {
	first := map[string]decision.Obligation{}
	for _, ob := range list {
		had, ok := first[ob.ID]
		if !ok || ob.Due != "" && (had.Due == "" || ob.Due < had.Due) {
			first[ob.ID] = ob
		}
	}
	place := func(id string) int {
		i := slices.IndexFunc(o.n.Obligations, func(x notices.Obligation) bool { return x.ID == id })
		if i < 0 {
			return len(o.n.Obligations)
		}
		return i
	}
	out := slices.Collect(maps.Values(first))
	slices.SortFunc(out, func(a, b decision.Obligation) int {
		return cmp.Or(cmp.Compare(place(a.ID), place(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func sortReasons(o *oracleRun, rs []decision.Reason) []decision.Reason {
	slices.SortFunc(rs, func(x, y decision.Reason) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Detail, y.Detail))
	})
	return slices.Compact(rs)
}
