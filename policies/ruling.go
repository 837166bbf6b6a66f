package policies

import (
	"maps"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
)

// Ruling is a rule that decisions on notices take from a law that they switch on.
type Ruling struct {
	Law     string
	Rule    *inventory.Rule
	Cases   []inventory.Scenario // that show it: those that cite it, and those that it spares
	Touches []Touch              // by notice
}

// Touch is what a rule reaches in a notice: the statements that permit what it forbids,
// or some of it, where it is a bar; beside which it owes something, where it is a duty.
// It may reach none, as where a law owes something of which the notice says nothing.
type Touch struct {
	Law, Rule, Notice string // ids
	Entries           []Entry
	Contradictions    []finding.Finding // what a review tells of them; Rulings does not know
}

// Applies reports whether a case shows what the rule forbids or owes, and not where it
// stops.
func (r *Ruling) Applies(s *inventory.Scenario) bool { return slices.Contains(s.Rules, r.Rule.ID) }

// Rulings lists the rules of laws that decisions on the notices take on a day, of one law
// or, for "", of all that some notice switches on, as [Touches] tells them.
func Rulings(set *notices.Set, law string, on inventory.Date) ([]Ruling, error) {
	var all []Touch
	for _, n := range set.Notices {
		touches, err := Touches(n, set.Internal[n.ID], law, on)
		if err != nil {
			return nil, err
		}
		all = append(all, touches...)
	}
	return rulingsOf(all)
}

// Touches lists what the rules of laws reach in one notice on a day, those of one law or,
// for "", of all that it switches on. A rule that nothing in the notice can meet, or that
// does not bind it in its capacity, does not touch it. By whom and at what places and ages
// a statement reaches is not looked at.
func Touches(n *notices.Notice, in notices.Internal, law string, on inventory.Date) (all []Touch, err error) {
	c := newNotice(n)
	if err := c.enact(); err != nil {
		return nil, err
	}
	for _, e := range c.laws {
		if law != "" && e.law != law {
			continue
		}
		counts := reaching(n, e.about.Where, e.asked)
		for i := range e.rules.Rules {
			r := &e.rules.Rules[i]
			s, some := c.selects(r)
			if !some || !e.binds(r) || !r.InForce(on) {
				continue
			}
			touch := Touch{Law: e.law, Rule: r.ID, Notice: n.ID}
			t := c.toucher(r, s)
			for j := range n.Statements {
				st := &n.Statements[j]
				if (st.Addendum == "" || slices.Contains(counts, st.Addendum)) && t.touches(st) {
					touch.Entries = append(touch.Entries, Entry{st.ID, st.Path, in.Record(st.ID).Place})
				}
			}
			all = append(all, touch)
		}
	}
	return all, nil
}

// rulingsOf puts together what rules reach in notices, rule by rule.
func rulingsOf(touches []Touch) (all []Ruling, err error) {
	of := map[string]map[string][]Touch{} // by law and rule
	for _, t := range touches {
		if of[t.Law] == nil {
			of[t.Law] = map[string][]Touch{}
		}
		of[t.Law][t.Rule] = append(of[t.Law][t.Rule], t)
	}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		rules, err := laws.Rules(id)
		if err != nil {
			return nil, err
		}
		cases, err := laws.Scenarios(id)
		if err != nil {
			return nil, err
		}
		for i := range rules.Rules {
			r := Ruling{Law: id, Rule: &rules.Rules[i], Touches: of[id][rules.Rules[i].ID]}
			if len(r.Touches) == 0 {
				continue
			}
			for _, s := range cases {
				if r.Applies(&s) || slices.Contains(s.Spares, r.Rule.ID) {
					r.Cases = append(r.Cases, s)
				}
			}
			all = append(all, r)
		}
	}
	return all, nil
}

// toucher tells which statements of a notice a rule reaches.
type toucher struct {
	in   *notice
	rule *inventory.Rule

	categories, purposes, recipients, except document.Names // leaves that the rule names
}

func (c *notice) toucher(r *inventory.Rule, s *notices.Statement) *toucher {
	return &toucher{c, r, c.categories.expand(s.Categories), c.purposes.expand(s.Purposes), c.recipients.expand(s.Recipients), c.categories.expand(s.Except)}
}

func (t *toucher) touches(s *notices.Statement) bool {
	r := t.rule
	if slices.Contains(r.Actions, "respond") {
		return s.Kind == "duty" && (len(r.Rights) == 0 || overlap(r.Rights, s.Rights)) && (len(r.Events) == 0 || overlap(r.Events, s.Events))
	}
	return slices.Contains([]string{"use", "share", "keep"}, s.Kind) && overlap(r.Actions, s.Actions) && t.ofForm(s) &&
		(len(r.Roles) == 0 || len(s.Roles) == 0 || overlap(r.Roles, s.Roles)) &&
		(len(r.Bases) == 0 || len(s.Bases) == 0 || slices.ContainsFunc(s.Bases, t.relies)) &&
		(r.Age.IsZero() || s.Age.IsZero() || overlaps(r.Age, s.Age)) &&
		t.ofData(s) && meets(r.Kinds, t.purposes, t.in.purposes, s.Purposes, s.Kind != "keep") && meets(r.Recipients, t.recipients, t.in.recipients, s.Recipients, s.Kind == "share")
}

// relies reports whether a basis is of a kind that the rule is about.
func (t *toucher) relies(basis string) bool {
	b := t.in.bases[basis]
	return b != nil && slices.Contains(t.rule.Bases, b.Kind)
}

// ofForm reports whether data in some form of the statement's is what the rule is about.
func (t *toucher) ofForm(s *notices.Statement) bool {
	if len(s.Forms) == 0 {
		return true
	}
	if len(t.rule.Forms) > 0 {
		return overlap(t.rule.Forms, s.Forms)
	}
	return slices.ContainsFunc(s.Forms, func(form string) bool { return !slices.Contains(impersonal, form) })
}

// ofData reports whether some data of the statement's is what the rule is about.
func (t *toucher) ofData(s *notices.Statement) bool {
	if len(t.rule.Classes) == 0 && len(t.except) == 0 {
		return true
	}
	left, named := t.in.categories.expand(s.Except), t.in.categories.expand(s.Categories)
	for leaf := range t.in.categories.bottom {
		if (len(s.Categories) == 0 || named[leaf]) && !left[leaf] && !t.except[leaf] && (len(t.rule.Classes) == 0 || t.categories[leaf]) {
			return true
		}
	}
	return false
}

// meets reports whether a statement names something of the kinds that a rule is about. One
// that leaves open what it would usually name meets all.
func meets(kinds []string, of document.Names, g groups, named []string, usual bool) bool {
	if len(kinds) == 0 || len(named) == 0 {
		return len(kinds) == 0 || usual
	}
	for leaf := range g.expand(named) {
		if of[leaf] {
			return true
		}
	}
	return false
}
