package policies_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/laws"
)

// --- 14. Law after notice

// statute is a rule of a law that a notice switches on, and where it reaches.
type statute struct {
	law      string
	rule     *inventory.Rule
	order    int
	addendum string // "" everywhere
	counts   bool
	when     []string // of its gates those that the notice has not given away to something weaker
	unless   []string
	owed     []inventory.RuleObligation
}

// ruled is a statute that is met.
type ruled struct {
	*statute
	code, due string
	overdue   bool
	lacks     string
}

// withLaws gives the notice the vocabulary of the laws that it switches on, and the
// rules of these that bind it.
func (o *oracleRun) withLaws(set *notices.Set) (all []statute) {
	if o.n == nil {
		return nil
	}
	n := *o.n
	n.Gates, n.Events, n.Rights = slices.Clone(n.Gates), slices.Clone(n.Events), slices.Clone(n.Rights)
	order := 0
	for _, id := range o.lawsOn() {
		about, err := laws.About(id)
		if err != nil {
			continue
		}
		pack, err := laws.Rules(id)
		if err != nil || len(pack.Rules) == 0 {
			continue
		}
		weak := map[string]bool{}
		for _, g := range pack.Gates {
			if own := o.gate(g.ID); own != nil {
				weak[g.ID] = !asStrong(own, g)
				continue
			}
			if slices.ContainsFunc(n.Gates, func(x notices.Gate) bool { return x.ID == g.ID }) {
				continue // of another law
			}
			gate := notices.Gate{ID: g.ID, Kind: g.Kind, By: g.By, Denies: g.Kind != "fact"}
			for _, own := range o.n.Gates {
				if (g.Kind == "consent" || g.Kind == "authority") && asStrong(&own, g) {
					gate.Instead = append(gate.Instead, own.ID)
				}
			}
			n.Gates = append(n.Gates, gate)
		}
		for _, e := range pack.Events {
			n.Events = append(n.Events, notices.Event{ID: e.Key})
		}
		for _, r := range pack.Rights {
			n.Rights = append(n.Rights, notices.Right{ID: r.Key})
		}
		for i := range pack.Rules {
			r := &pack.Rules[i]
			order++
			as := o.capacity(id, about)
			if len(r.Capacity) > 0 && as != "" && !slices.Contains(r.Capacity, as) {
				continue
			}
			s := statute{law: id, rule: r, order: order, counts: r.Confirmed}
			for _, accepted := range set.Accepted {
				s.counts = s.counts || accepted.ID == r.ID
			}
			for _, ob := range pack.Obligations {
				if slices.Contains(r.Owed, ob.ID) {
					s.owed = append(s.owed, ob)
				}
			}
			kept := func(ids []string) []string {
				return slices.DeleteFunc(slices.Clone(ids), func(g string) bool { return weak[g] })
			}
			s.when, s.unless = kept(r.When), nil
			for _, g := range kept(r.Unless) {
				if read := packGate(pack, g); !s.counts || read == nil || read.Confirmed || slices.ContainsFunc(set.Accepted, func(a inventory.AcceptedRule) bool { return a.ID == g }) {
					s.unless = append(s.unless, g)
				}
			}
			if slices.Contains(o.n.Laws, id) {
				all = append(all, s)
				continue
			}
			for _, a := range o.n.Addenda {
				if a.Law == id {
					s.addendum = a.ID
					all = append(all, s)
				}
			}
		}
	}
	o.n = &n
	return all
}

// packGate gives a gate of a pack, nil for one that is built in.
func packGate(pack *inventory.Rules, id string) *inventory.RuleGate {
	for i := range pack.Gates {
		if pack.Gates[i].ID == id {
			return &pack.Gates[i]
		}
	}
	return nil
}

// lawsOn lists the laws of a notice and of its addenda, each once.
func (o *oracleRun) lawsOn() []string {
	on := slices.Clone(o.n.Laws)
	for _, a := range o.n.Addenda {
		on = append(on, a.Law)
	}
	return dedupe(on)
}

func (o *oracleRun) capacity(id string, about *inventory.Law) string {
	as := ""
	for _, a := range o.n.Addenda {
		if a.Law == id {
			as = cmp.Or(as, a.Role)
		}
	}
	for _, k := range o.n.Capacity {
		if k.Law == id {
			as = k.As
		}
	}
	as = cmp.Or(as, o.n.Party.Role)
	for _, known := range about.Capacities {
		if known.Key == as {
			return as
		}
	}
	return ""
}

// asStrong reports whether a gate of the notice asks for as much as one of a law.
func asStrong(own *notices.Gate, g inventory.RuleGate) bool {
	if own.Kind != g.Kind {
		return false
	}
	if len(g.By) > 0 {
		if len(own.By) == 0 {
			return false
		}
		for _, by := range own.By {
			if !slices.Contains(g.By, by) {
				return false
			}
		}
	}
	strength := func(word string) int {
		return slices.Index([]string{"implied", "deemed", "opt-in", "explicit", "written", "signed", "verified"}, word)
	}
	return strength(own.Strength) >= strength(g.Strength)
}

// meets judges a statute against a combination. It reports whether the notice has
// anything that the statute is about.
func (o *oracleRun) meets(s *statute, c combination) (judged, bool) {
	r := s.rule
	var j judged
	kind := func(wanted []string, of string, word string, ids []string, is func(id string) bool, leaf string) bool {
		if len(wanted) == 0 {
			return true
		}
		some := slices.ContainsFunc(ids, is)
		switch {
		case leaf == "":
			j.add(unstated, of+" not of "+word+" "+strings.Join(wanted, ", "))
		case is(leaf):
			j.add(met, "")
		default:
			j.add(unmet, "")
		}
		return some
	}
	var categories, purposes, recipients []string
	for _, x := range o.n.Categories {
		categories = append(categories, x.ID)
	}
	for _, x := range o.n.Purposes {
		purposes = append(purposes, x.ID)
	}
	for _, x := range o.n.Recipients {
		if len(x.Members) == 0 {
			recipients = append(recipients, x.ID)
		}
	}
	some := kind(r.Classes, "category", "class", categories, func(id string) bool {
		return slices.ContainsFunc(o.n.Categories, func(x notices.Category) bool {
			return slices.Contains(r.Classes, x.Class) && o.covers("category", []string{x.ID}, id)
		})
	}, c.category)
	if c.category != "" && slices.ContainsFunc(o.n.Categories, func(x notices.Category) bool {
		return slices.Contains(r.Except, x.Class) && o.covers("category", []string{x.ID}, c.category)
	}) {
		j.add(unmet, "")
	}
	some = kind(r.Kinds, "purpose", "kind", purposes, func(id string) bool {
		return slices.ContainsFunc(o.n.Purposes, func(x notices.Purpose) bool {
			return slices.Contains(r.Kinds, x.Kind) && o.covers("purpose", []string{x.ID}, id)
		})
	}, c.purpose) && some
	some = kind(r.Recipients, "recipient", "kind", recipients, func(id string) bool {
		if !slices.Contains(r.Recipients, o.recipient(id).Kind) {
			return false
		}
		return !r.Unbound || !slices.ContainsFunc(o.recipientsOver(id), func(x *notices.Recipient) bool { return x.Agreement })
	}, c.recipient) && some
	j.add(plainly(r.Actions, o.q.Action), "")
	j.add(plainly(r.Forms, o.q.Form), not("form", r.Forms))
	if len(r.Forms) == 0 && (o.q.Form == "anonymous" || o.q.Form == "aggregated") {
		j.add(unmet, "")
	}
	j.add(plainly(r.Roles, o.q.Role), not("role", r.Roles))
	j.add(plainly(r.Rights, o.q.Right), not("right", r.Rights))
	j.add(plainly(r.Events, o.q.Event), not("event", r.Events))
	if len(r.Bases) > 0 {
		asked := o.q.Basis
		if b := o.basis(asked); b != nil {
			asked = b.Kind
		}
		j.add(plainly(r.Bases, asked), not("basis", r.Bases))
	}
	o.scope(&j, notices.Where{Person: r.Where.Person, Customer: r.Where.Customer, Host: r.Where.Host, Destination: r.Where.Destination}, r.Age, c)
	if len(r.Outside) > 0 {
		j.add([]match{met: unmet, unstated: unstated, unmet: met}[in(r.Outside, o.q.Place.Destination)], strings.Replace(notIn("destination", r.Outside), " not ", " inside ", 1))
	}
	if n, stated := o.q.Counts["affected"]; stated && n < r.Affected {
		j.add(unmet, "")
	}
	if a := o.addendum(s.addendum); a != nil {
		o.reach(&j, a, c)
	}
	return j, some
}

// inForce reports whether a statute is in force on the day, its facts hold and nothing
// lifts it.
func (o *oracleRun) inForce(s *statute) bool {
	on := day(o.on)
	if !s.rule.Since.IsZero() && on < s.rule.Since.String() || !s.rule.Until.IsZero() && on > s.rule.Until.String() {
		return false
	}
	lifted, _ := o.lifted(&notices.Statement{Unless: s.unless})
	return !lifted && o.speaks(&notices.Statement{When: s.when})
}

// after law: what the laws add to the answer of the notice.
func (o *oracleRun) enforce(a *decision.Answer, statutes []statute) {
	var bars, duties []ruled
	var assumed, awaited []string
	for i := range statutes {
		s := &statutes[i]
		for _, c := range o.combinations() {
			j, some := o.meets(s, c)
			if !some || j.match == unmet || !o.inForce(s) {
				continue
			}
			if s.rule.Kind == inventory.KindDuty {
				if j.match == met {
					duties = append(duties, o.deadline(s))
				}
				continue
			}
			hit := ruled{statute: s, code: decision.Barred}
			if s.rule.From != "" {
				from, stated := o.q.Since[s.rule.From]
				if !stated {
					if j.match == met && s.counts {
						awaited = append(awaited, "since:"+s.rule.From)
						continue
					}
				} else if hit.due, hit.overdue = o.after(from, s.rule.Period), true; !late(o.on, hit.due) {
					continue
				}
			}
			if j.match == met {
				if _, stated := o.q.Since[s.rule.From]; stated || s.rule.From == "" {
					bars = append(bars, hit)
				}
			} else if s.counts {
				assumed = append(assumed, j.assumed...)
			}
		}
	}
	if len(bars)+len(duties)+len(assumed)+len(awaited) == 0 {
		return
	}
	has := func(all []ruled, code string) bool {
		return slices.ContainsFunc(all, func(r ruled) bool { return r.counts && r.code == code })
	}
	forbids := has(bars, decision.Barred)
	open := a.Allow && !forbids && len(assumed) > 0 && o.q.Strict != nil && *o.q.Strict
	denies := forbids || open || has(duties, decision.Late)
	if o.q.Action != "respond" && (denies || !a.Allow) {
		duties = nil
	}
	overrides := ""
	if a.Allow {
		overrides = a.Reasons[0].Statement
	}
	var reasons []ruled
	owed := []decision.Obligation{}
	for _, r := range append(bars, duties...) {
		if !slices.ContainsFunc(reasons, func(x ruled) bool { return x.rule.ID == r.rule.ID && x.code == r.code && x.due == r.due }) {
			reasons = append(reasons, r)
		}
		if !r.counts {
			continue
		}
		if r.code == decision.Barred {
			_, lacks := o.lifted(&notices.Statement{Unless: r.unless})
			a.Missing = append(a.Missing, lacks...)
		}
		if r.lacks != "" {
			a.Missing = append(a.Missing, "since:"+r.lacks)
		}
	}
	slices.SortStableFunc(reasons, func(x, y ruled) int { return cmp.Compare(x.order, y.order) })
	for _, dated := range []bool{true, false} {
		var of []decision.Obligation
		for _, r := range reasons {
			for _, ob := range r.owed {
				if r.counts && (r.due != "") == dated {
					of = append(of, decision.Obligation{ID: ob.ID, Text: ob.Text, To: ob.To, Via: ob.Via, Fee: ob.Fee, Due: r.due, Overdue: r.overdue})
				}
			}
		}
		slices.SortStableFunc(of, func(x, y decision.Obligation) int { return cmp.Compare(x.Due, y.Due) })
		for _, ob := range of {
			if !slices.ContainsFunc(owed, func(x decision.Obligation) bool { return x.ID == ob.ID }) {
				owed = append(owed, ob)
			}
		}
	}
	if open {
		a.Reasons = append([]decision.Reason{{Code: decision.Underspecified, Source: "engine"}}, a.Reasons...)
	}
	for _, r := range reasons {
		reason := decision.Reason{Code: r.code, Source: "law", Rule: r.rule.ID, Citation: r.rule.Citation, Due: r.due, Detail: r.law}
		if !r.rule.Confirmed {
			reason.Status = "unconfirmed"
		}
		if r.counts && r.code != decision.Required {
			reason.Conflicts = overrides
		}
		a.Reasons = append(a.Reasons, reason)
	}
	a.Missing, a.Assumed = sorted(append(a.Missing, awaited...)), sorted(append(a.Assumed, assumed...))
	switch {
	case denies:
		if a.Allow {
			a.Obligations = nil
		}
		a.Outcome, a.Allow, a.Basis, a.Law.Outcome = decision.Deny, false, "", decision.Deny
	case len(owed) > 0:
		a.Law.Outcome = decision.AllowWithObligations
		if a.Allow {
			a.Outcome = decision.AllowWithObligations
		}
	}
	a.Obligations = append(a.Obligations, owed...)
}

func (o *oracleRun) deadline(s *statute) ruled {
	r := ruled{statute: s, code: decision.Required}
	if s.rule.Within.IsZero() && s.rule.By == "" {
		return r
	}
	from, stated := o.q.Since[s.rule.Clock]
	if !stated {
		from, stated = o.q.Since[s.rule.Or]
	}
	if !stated {
		r.lacks = s.rule.Clock
		return r
	}
	if r.due = o.after(from, s.rule.Within); s.rule.By != "" {
		year, _, _ := strings.Cut(from, "-")
		r.due = year + "-" + s.rule.By
	}
	if late(o.on, r.due) {
		r.code, r.overdue = decision.Late, true
	}
	return r
}

// isHoliday reports whether the workspace says so of a day.
func (o *oracleRun) isHoliday(d inventory.Date) bool {
	return slices.Contains(o.holidays, d)
}

func weekend(d inventory.Date) bool {
	t, _ := time.Parse(time.DateOnly, d.String())
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}
