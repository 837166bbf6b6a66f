package policies

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
)

// enactment is a law that a notice switches on, with the rules of its pack.
type enactment struct {
	*asked
	about   *inventory.Law
	rules   *inventory.Rules
	as      string          // the capacity in which the notice answers to it, "" unknown
	weaker  map[string]bool // gates of its rules whose ids the notice has given to something weaker
	unsound map[string]bool // gates that are unconfirmed and that the workspace does not accept: they lift no rule that counts
}

// enact finds the laws that the notice switches on and that decide something.
func (c *notice) enact() error {
	for _, a := range switchedOn(c.Notice, func(string) notices.Record { return notices.Record{} }) {
		if !slices.Contains(laws.IDs(), a.law) {
			continue // it has no pack, and the check says so
		}
		about, err := laws.About(a.law)
		if err != nil {
			return err
		}
		rules, err := laws.Rules(a.law)
		if err != nil {
			return err
		}
		if len(rules.Rules) > 0 {
			c.laws = append(c.laws, &enactment{a, about, rules, capacityIn(c.Notice, about, a), map[string]bool{}, map[string]bool{}})
		}
	}
	return nil
}

// lawGates adds the gates of laws to those of the notice, and what opens them: those
// of the notice that ask for as much. A gate of the notice keeps its id; where it asks
// for less, the law's rules do without it.
func (c *notice) lawGates(gates map[string]*document.Gate, instead map[string][]string) {
	for _, law := range c.laws {
		for _, g := range law.rules.Gates {
			if own := slices.IndexFunc(c.Gates, func(x notices.Gate) bool { return x.ID == g.ID }); own >= 0 {
				law.weaker[g.ID] = !serves(&c.Gates[own], &g)
				continue
			}
			gates[g.ID] = gate(notices.Gate{ID: g.ID, Kind: g.Kind, By: g.By, Denies: g.Kind != "fact"})
			if g.Kind != "consent" && g.Kind != "authority" {
				continue // a fact is known by its name only
			}
			for i := range c.Gates {
				if serves(&c.Gates[i], &g) && !slices.Contains(instead[g.ID], c.Gates[i].ID) {
					instead[g.ID] = append(instead[g.ID], c.Gates[i].ID)
				}
			}
		}
	}
}

// serves reports whether a gate of the notice asks for as much as one of a law.
func serves(own *notices.Gate, g *inventory.RuleGate) bool {
	others := func(by string) bool { return !slices.Contains(g.By, by) }
	switch {
	case own.Kind != g.Kind:
		return false
	case len(g.By) > 0 && (len(own.By) == 0 || slices.ContainsFunc(own.By, others)):
		return false
	}
	return g.Strength == "" || slices.Index(inventory.Strengths, own.Strength) >= slices.Index(inventory.Strengths, g.Strength)
}

// rules enters the rules of laws as statements behind the notice's own. A rule that
// nothing in the notice can ever meet, such as one on sale where no purpose is a sale,
// is left out.
func (c *notice) rules(accepted []inventory.AcceptedRule) {
	c.lawful = map[string]bool{}
	order := 0
	accepts := func(id string) bool {
		return slices.ContainsFunc(accepted, func(a inventory.AcceptedRule) bool { return a.ID == id })
	}
	for _, law := range c.laws {
		for _, g := range law.rules.Gates {
			law.unsound[g.ID] = !g.Confirmed && !accepts(g.ID)
		}
		for i := range law.rules.Rules {
			r := &law.rules.Rules[i]
			s, some := c.selects(r)
			if order++; !some || !law.binds(r) {
				continue
			}
			counts := r.Confirmed || accepts(r.ID)
			for _, addendum := range law.reach() {
				s.Addendum = addendum
				c.rule(law, r, s, order, counts)
			}
		}
	}
}

// reach lists the addenda within which the law reaches, or "" for everywhere.
func (law *enactment) reach() []string {
	if law.body {
		return []string{""}
	}
	return law.addenda
}

// binds reports whether a rule is for the capacity of the notice. Where nobody says in
// which it answers, all its rules count.
func (law *enactment) binds(r *inventory.Rule) bool {
	return len(r.Capacity) == 0 || law.as == "" || slices.Contains(r.Capacity, law.as)
}

// selects says what a rule is about as a statement of this notice would: classes and
// kinds become the leaves that are of them. It reports whether there are any.
func (c *notice) selects(r *inventory.Rule) (*notices.Statement, bool) {
	s := &notices.Statement{ID: r.ID, Kind: string(r.Kind), When: r.When, Unless: r.Unless}
	s.Actions, s.Forms, s.Roles, s.Rights, s.Events, s.Age = r.Actions, r.Forms, r.Roles, r.Rights, r.Events, r.Age
	s.Where = notices.Where{Person: r.Where.Person, Customer: r.Where.Customer, Host: r.Where.Host, Destination: r.Where.Destination}
	for i := range c.Categories {
		if k := &c.Categories[i]; slices.Contains(r.Classes, k.Class) {
			s.Categories = append(s.Categories, k.ID)
		}
		if k := &c.Categories[i]; slices.Contains(r.Except, k.Class) {
			s.Except = append(s.Except, k.ID)
		}
	}
	for i := range c.Purposes {
		if p := &c.Purposes[i]; slices.Contains(r.Kinds, p.Kind) {
			s.Purposes = append(s.Purposes, p.ID)
		}
	}
	for i := range c.Recipients {
		x := &c.Recipients[i]
		if slices.Contains(r.Recipients, x.Kind) && c.recipients.bottom[x.ID] && !(r.Unbound && c.bound(x.ID)) {
			s.Recipients = append(s.Recipients, x.ID)
		}
	}
	none := len(r.Classes) > 0 && len(s.Categories) == 0 || len(r.Kinds) > 0 && len(s.Purposes) == 0 || len(r.Recipients) > 0 && len(s.Recipients) == 0
	return s, !none
}

// bound reports whether the notice shows an agreement with a recipient, or with a group
// it lies in.
func (c *notice) bound(recipient string) bool {
	return slices.ContainsFunc(c.Recipients, func(x notices.Recipient) bool { return x.Agreement && c.recipients.covers(x.ID, recipient) })
}

// rule compiles one rule of a law and enters it in the indexes of laws.
func (c *notice) rule(law *enactment, r *inventory.Rule, s *notices.Statement, order int, counts bool) {
	unless := slices.DeleteFunc(slices.Clone(s.Unless), func(g string) bool { return law.weaker[g] || counts && law.unsound[g] })
	when := slices.DeleteFunc(slices.Clone(s.When), func(g string) bool { return law.weaker[g] })
	doc := &document.Statement{
		Rank: len(c.doc.Statements),
		Reason: &document.ReasonFragment{
			Code: decision.Barred, Source: "law", Rule: r.ID, Citation: r.Citation, Text: r.Text, Detail: law.law,
		},
		OnlyIf: []document.Test{}, When: names(when...), Unless: names(unless...), Gates: document.Names{}, Owed: []string{},
		Bases: []document.Basis{}, Issues: []string{}, Disputed: []string{},
		Rule: &document.Rule{Order: order, Counts: counts, Since: first, Until: last, From: r.From, Period: period(r.Period), Or: r.Or, By: r.By, Owes: law.owes(r)},
	}
	if !r.Confirmed {
		doc.Reason.Status = "unconfirmed"
	}
	if !r.Since.IsZero() {
		doc.Rule.Since = r.Since.String()
	}
	if !r.Until.IsZero() {
		doc.Rule.Until = r.Until.String()
	}
	doc.Tests = slices.Concat(occasionTests(&s.Selector), c.reachTests(&s.Selector, s.Addendum), ruleTests(r, c.Bases))
	e := entry{place: doc.Rank, reach: c.whom(c.subject(&s.Selector), s)}
	others := slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return a == "respond" })
	switch {
	case r.Kind == inventory.KindBar:
		doc.Negated = negated(c.audienceTests(&s.Selector, s.Addendum))
		for f, of := range [][]string{byCategory: r.Classes, byPurpose: r.Kinds, byRecipient: r.Recipients} {
			if len(of) > 0 {
				doc.Negated[f] = append(doc.Negated[f], indexedFields[f]+" not of "+[]string{"class", "kind", "kind"}[f]+" "+strings.Join(of, ", "))
			}
		}
		c.lawBars.add(e, s.Actions)
	case len(others) < len(s.Actions):
		doc.Tests = slices.Concat(c.subjectTests(&s.Selector), c.audienceTests(&s.Selector, s.Addendum), doc.Tests)
		c.answers = append(c.answers, occasion{e.place, leavesOf(s.Rights, plain), leavesOf(s.Events, plain)})
	default:
		c.lawDuties.add(e, others)
	}
	if r.Kind == inventory.KindDuty {
		doc.Reason.Code = decision.Required
		doc.Duty = &document.Duty{Within: figure(r.Within), Clock: r.Clock, Via: names(document.Anything)}
	}
	for _, a := range s.Actions {
		c.lawful[a] = true
	}
	c.doc.Statements = append(c.doc.Statements, doc)
}

// first and last are the days of a rule without others.
const (
	first = "0001-01-01"
	last  = "9999-12-31"
)

// impersonal are the forms of data that tell of nobody: no rule is about them that does
// not name them.
var impersonal = []string{"aggregated", "anonymous"}

// owes lists the obligations of a rule, by their places in the pack.
func (law *enactment) owes(r *inventory.Rule) []document.Obligation {
	all := []document.Obligation{}
	for i, o := range law.rules.Obligations {
		if slices.Contains(r.Owed, o.ID) {
			all = append(all, document.Obligation{Rank: i, Fragment: obligation(notices.Obligation{ID: o.ID, Text: o.Text, To: o.To, Via: o.Via, Fee: o.Fee})})
		}
	}
	return all
}

// ruleTests ask for what only the rules of laws ask for: that the data tells of someone,
// the basis a question states, where data goes, and how many are affected.
func ruleTests(r *inventory.Rule, bases []notices.Basis) []document.Test {
	var tests []document.Test
	if len(r.Forms) == 0 {
		tests = append(tests, document.Test{Kind: "but", Of: "form", Except: names(impersonal...), Negated: "form " + strings.Join(impersonal, ", ")})
	}
	if len(r.Bases) > 0 {
		t := document.Test{Kind: "fact", Of: "basis", Is: names(r.Bases...), Negated: not("basis", r.Bases)}
		for _, b := range bases {
			if slices.Contains(r.Bases, b.Kind) {
				t.Is[b.ID] = true
			}
		}
		tests = append(tests, t)
	}
	if len(r.Outside) > 0 {
		t := whereTests(notices.Where{Destination: r.Outside})[0]
		var ids []string
		for _, region := range r.Outside {
			ids = append(ids, string(region))
		}
		t.Kind, t.Negated = "outside", "destination inside "+strings.Join(ids, ", ")
		tests = append(tests, t)
	}
	if r.Affected > 0 {
		tests = append(tests, document.Test{Kind: "count", Of: "affected", Least: r.Affected, Negated: fmt.Sprintf("affected < %d", r.Affected)})
	}
	return tests
}

// holidays gives the days of the workspace's calendar that fall on Mondays to Fridays,
// as the rules count days: from 1 March of the year 0.
func holidays(days []inventory.Date) []int {
	all := []int{}
	for _, d := range days {
		day := time.Date(d.Y, time.Month(d.M), d.D, 0, 0, 0, 0, time.UTC)
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday {
			all = append(all, int(day.Unix()/86400)+epoch)
		}
	}
	return all
}

// epoch is the day number of 1 January 1970.
const epoch = 719468
