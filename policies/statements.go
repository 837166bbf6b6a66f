package policies

import (
	"maps"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// statement compiles one statement and enters it in the indexes.
func (c *notice) statement(rank int, s *notices.Statement) {
	doc := &document.Statement{
		Rank: rank, ID: s.ID,
		OnlyIf: []document.Test{}, When: names(s.When...), Unless: names(s.Unless...), Gates: names(s.Gates...), Owed: c.owed(s.Owed),
		Bases: c.relied(s.Bases), Keep: keep(s.Keep), Duty: duty(s.Duty), Issues: []string{}, Disputed: []string{},
	}
	c.doc.Statements = append(c.doc.Statements, doc)
	c.doc.Reasons = append(c.doc.Reasons, document.ReasonFragment{
		Code: decision.Permitted, Source: "notice", Statement: s.ID, Text: s.Sentence.Text,
		At: &document.AtFragment{Notice: c.ID, Version: c.Version, Path: s.Path},
	})
	doc.Tests = append(occasionTests(&s.Selector), c.reachTests(&s.Selector, s.Addendum)...)
	e := entry{place: rank, reach: c.whom(c.subject(&s.Selector), s)}
	switch s.Kind {
	case "bar":
		doc.Negated = negated(append(c.subjectTests(&s.Selector), c.audienceTests(&s.Selector, s.Addendum)...))
		c.bars.add(e, s.Actions)
	case "closed":
		c.closed.add(e, s.Actions)
	default:
		c.permit(e, s, doc)
	}
}

// permit enters a statement that permits. One that answers `respond` is found by
// right and event, so that its tests must ask for all the rest.
func (c *notice) permit(e entry, s *notices.Statement, doc *document.Statement) {
	others := slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return a == "respond" })
	if len(others) < len(s.Actions) {
		doc.Tests = slices.Concat(c.subjectTests(&s.Selector), c.audienceTests(&s.Selector, s.Addendum), doc.Tests)
		c.duties = append(c.duties, occasion{e.place, leavesOf(s.Rights, plain), leavesOf(s.Events, plain)})
	}
	doc.Grant = c.grant(doc)
	c.permits.add(e, others)
	c.only(e, s, doc)
}

// grant is what a permit comes to on the first of its bases.
func (c *notice) grant(doc *document.Statement) *document.Grant {
	first := doc.Bases[0]
	g := &document.Grant{Plain: doc.Keep == nil && doc.Duty == nil, Gates: maps.Clone(doc.When), Unused: map[string]string{}, Owed: append(append([]string{}, doc.Owed...), first.Owed...), Bases: []document.Relied{}}
	if first.ID != "" {
		g.Bases = append(g.Bases, document.Relied{Rank: doc.Rank, ID: first.ID})
	}
	maps.Copy(g.Gates, doc.Gates)
	maps.Copy(g.Gates, first.Gates)
	for id := range g.Gates {
		if gate := c.doc.Gates[id]; gate != nil && gate.Unused != "" {
			g.Unused[id] = gate.Unused
		}
	}
	return g
}

// only enters the closure a statement makes with `only`. One that does not name
// the key it closes closes nothing.
func (c *notice) only(e entry, s *notices.Statement, doc *document.Statement) {
	var key notices.Selector
	switch s.Only {
	case "category":
		key.Categories, key.Except = s.Categories, s.Except
	case "recipient":
		key.Recipients = s.Recipients
	case "basis":
		key.Categories, key.Except, key.Purposes = s.Categories, s.Except, s.Purposes
	}
	if len(key.Categories)+len(key.Recipients)+len(key.Purposes) == 0 {
		return
	}
	var actions []string
	switch s.Kind {
	case "use", "share":
		actions = slices.DeleteFunc(slices.Clone(inventory.Actions), func(a string) bool { return a == "respond" })
	case "keep":
		actions = []string{"store", "retain"}
	}
	doc.OnlyIf = c.reachTests(&s.Selector, s.Addendum)
	e.reach = c.whom(c.subject(&key), s)
	c.onlys.add(e, actions)
}

// owed keeps the obligations the notice has.
func (c *notice) owed(ids []string) []string {
	return slices.DeleteFunc(list(ids), func(id string) bool {
		_, ok := c.doc.Obligations[id]
		return !ok
	})
}

// relied gives the bases of a statement; one without has a basis without a name, on
// which it can always rely.
func (c *notice) relied(ids []string) []document.Basis {
	all := []document.Basis{}
	for _, id := range ids {
		if b := c.bases[id]; b != nil {
			all = append(all, document.Basis{ID: b.ID, Kind: b.Kind, Gates: names(refs(b.Gates)...), Owed: c.owed(refs(b.Owed))})
		}
	}
	if len(all) == 0 {
		all = append(all, document.Basis{Gates: document.Names{}, Owed: []string{}})
	}
	return all
}

func keep(k *notices.Keep) *document.Keep {
	if k == nil {
		return nil
	}
	doc := &document.Keep{While: k.While, From: k.From, Length: "period", Period: period(k.Period), Longer: k.Longer == "law", Ending: []document.Obligation{}}
	switch {
	case k.Period.Word != "":
		doc.Length = k.Period.Word
	case k.Period.Never():
		doc.Length = "never"
	}
	if k.Ending.ID != "" {
		doc.Ending = append(doc.Ending, document.Obligation{Rank: oldest, Fragment: obligation(k.Ending)})
	}
	return doc
}

func duty(d *notices.Duty) *document.Duty {
	if d == nil {
		return nil
	}
	return &document.Duty{Within: figure(d.Within), Clock: d.Clock, Every: figure(d.Every), Via: namesOrAnything(d.Via), HeldBy: d.HeldBy}
}

// figure is a period with a figure, or nil.
func figure(p inventory.Period) *document.Period {
	if p.IsZero() || p.Word != "" {
		return nil
	}
	doc := period(p)
	return &doc
}

func period(p inventory.Period) document.Period {
	return document.Period{Months: 12*p.Years + p.Months, Days: 7*p.Weeks + p.Days, BusinessDays: p.BusinessDays, Hours: p.Hours}
}

// issues compiles the issues that play a part, and tells statements and
// vocabulary which of them they touch.
func (c *notice) issues() {
	c.doc.Issues = map[string]*document.Issue{}
	for i := range c.Issues {
		is := &c.Issues[i]
		if is.Runtime == "none" {
			continue
		}
		c.doc.Issues[is.ID] = &document.Issue{Between: names(is.Between...)}
		c.selecting(is)
		for _, id := range slices.Concat(is.Between, is.About) {
			if doc := c.doc.Statement(id); doc != nil && !slices.Contains(doc.Issues, is.ID) {
				doc.Issues = append(doc.Issues, is.ID)
			}
		}
		if is.Runtime == "stricter" {
			c.dispute(is)
		}
		for _, about := range is.About {
			c.touch(about, is.ID)
		}
	}
}

// selecting enters an issue that has selectors, with the tests for what the index
// does not decide.
func (c *notice) selecting(is *notices.Issue) {
	s := &is.Selector
	e := entry{issue: is.ID, reach: c.subject(s), tests: append(occasionTests(s), c.reachTests(s, "")...)}
	e.reach[byAudience].named = leavesOf(s.Audiences, c.audiences.expand)
	if len(s.Actions)+len(c.subjectTests(s))+len(c.audienceTests(s, ""))+len(e.tests) == 0 {
		return
	}
	if len(s.Actions) > 0 {
		c.touched.add(e, s.Actions)
	} else {
		c.touched.add(e, inventory.Actions)
	}
}

// dispute marks the statements whose permission an issue may take back.
func (c *notice) dispute(is *notices.Issue) {
	for _, id := range is.Between {
		if doc := c.doc.Statement(id); doc != nil && !slices.Contains(doc.Disputed, is.ID) {
			doc.Disputed = append(doc.Disputed, is.ID)
			if doc.Grant != nil {
				doc.Grant.Plain = false
			}
		}
	}
}

// touch enters an issue under the leaves of a vocabulary entry it is about.
func (c *notice) touch(about, issue string) {
	kind, id, _ := strings.Cut(about, ".")
	e := entry{issue: issue, tests: []document.Test{}}
	for f, g := range [indexed]groups{c.categories, c.purposes, c.recipients, c.audiences} {
		if kind == indexedFields[f] {
			e.reach[f].named = g.expand([]string{id})
			c.touched.add(e, inventory.Actions)
		}
	}
}
