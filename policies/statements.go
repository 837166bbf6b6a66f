package policies

import (
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
		Rank: rank,
		Reason: document.ReasonFragment{
			Code: decision.Permitted, Source: "notice", Statement: s.ID, Text: s.Sentence.Text,
			At: document.AtFragment{Notice: c.ID, Version: c.Version, Path: s.Path},
		},
		Tests: []document.Test{}, OnlyIf: []document.Test{}, When: list(s.When), Unless: list(s.Unless), Gates: list(s.Gates), Owed: c.owed(s.Owed),
		Bases: c.relied(s.Bases), Keep: keep(s.Keep), Duty: duty(s.Duty), Issues: []string{}, Disputed: []string{},
	}
	c.doc.Statements[s.ID] = doc
	reach := slices.Concat(occasionTests(&s.Selector), c.reachTests(&s.Selector, s.Addendum))
	switch s.Kind {
	case "bar":
		doc.Tests = append(c.subjectTests(&s.Selector), reach...)
		c.bars.add(s.ID, s.Actions, c.subject(&s.Selector))
	case "closed":
		doc.Tests = append(exceptOfAll(c, s), reach...)
		c.closed.add(s.ID, s.Actions, c.subject(&s.Selector))
	default:
		c.permit(s, doc, reach)
	}
}

// permit enters a statement that permits. One that answers `respond` is found by
// right and event, so that its tests must ask for all the rest.
func (c *notice) permit(s *notices.Statement, doc *document.Statement, reach []document.Test) {
	others := slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return a == "respond" })
	doc.Tests = append(exceptOfAll(c, s), reach...)
	if len(others) < len(s.Actions) {
		doc.Tests = append(c.subjectTests(&s.Selector), reach...)
		c.duties = append(c.duties, occasion{s.ID, leavesOf(s.Rights, plain), leavesOf(s.Events, plain)})
	}
	c.permits.add(s.ID, others, c.subject(&s.Selector))
	c.only(s, doc)
}

// exceptOfAll asks for what an index row cannot say: any category but these.
func exceptOfAll(c *notice, s *notices.Statement) []document.Test {
	if len(s.Categories) > 0 {
		return []document.Test{}
	}
	return append([]document.Test{}, c.exceptTest(&s.Selector)...)
}

// only enters the closure a statement makes with `only`. One that does not name
// the key it closes closes nothing.
func (c *notice) only(s *notices.Statement, doc *document.Statement) {
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
	if len(key.Categories) == 0 {
		doc.OnlyIf = append(doc.OnlyIf, c.exceptTest(&key)...)
	}
	doc.OnlyIf = append(doc.OnlyIf, c.reachTests(&s.Selector, s.Addendum)...)
	c.onlys.add(s.ID, actions, c.subject(&key))
}

// owed keeps the obligations the notice has.
func (c *notice) owed(ids []string) []string {
	return slices.DeleteFunc(list(ids), func(id string) bool {
		_, ok := c.doc.Obligations[id]
		return !ok
	})
}

// relied gives the bases of a statement.
func (c *notice) relied(ids []string) []document.Basis {
	all := []document.Basis{}
	for _, id := range ids {
		if b := c.bases[id]; b != nil {
			all = append(all, document.Basis{ID: b.ID, Kind: b.Kind, Gates: refs(b.Gates), Owed: c.owed(refs(b.Owed))})
		}
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
	c.doc.Issues, c.doc.Selecting, c.doc.Touched = map[string]*document.Issue{}, []string{}, map[string]map[string][]string{}
	for i := range c.Issues {
		is := &c.Issues[i]
		if is.Runtime == "none" {
			continue
		}
		s := &is.Selector
		tests := appendIn([]document.Test{}, "action", s.Actions, plain)
		for _, more := range [][]document.Test{c.subjectTests(s), occasionTests(s), c.reachTests(s, "")} {
			tests = append(tests, more...)
		}
		c.doc.Issues[is.ID] = &document.Issue{Tests: tests, Between: names(is.Between...)}
		if len(tests) > 0 {
			c.doc.Selecting = append(c.doc.Selecting, is.ID)
		}
		for _, id := range slices.Concat(is.Between, is.About) {
			if doc := c.doc.Statements[id]; doc != nil && !slices.Contains(doc.Issues, is.ID) {
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

// dispute marks the statements whose permission an issue may take back.
func (c *notice) dispute(is *notices.Issue) {
	for _, id := range is.Between {
		if doc := c.doc.Statements[id]; doc != nil && !slices.Contains(doc.Disputed, is.ID) {
			doc.Disputed = append(doc.Disputed, is.ID)
		}
	}
}

// touch enters an issue under the leaves of a vocabulary entry it is about.
func (c *notice) touch(about, issue string) {
	kind, id, _ := strings.Cut(about, ".")
	all := map[string]groups{"audience": c.audiences, "category": c.categories, "purpose": c.purposes, "recipient": c.recipients}
	for _, leaf := range all[kind].leaves[id] {
		if c.doc.Touched[kind] == nil {
			c.doc.Touched[kind] = map[string][]string{}
		}
		if rows := c.doc.Touched[kind]; !slices.Contains(rows[leaf], issue) {
			rows[leaf] = append(rows[leaf], issue)
		}
	}
}
