package site

import (
	"fmt"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/themes"
)

// mostDemands is how many demands the page about the laws lists; beyond, it counts.
const mostDemands = 2000

// lawsPage is what the page about the laws shows of that: the laws in the order of their
// ids, below each the notices in theirs.
func (s *Site) lawsPage(m *policies.Matrix) (themes.Laws, error) {
	page := themes.Laws{Title: s.Set.Title, Reviewed: m.Reviewed(), Unconfirmed: m.Unconfirmed(), BaseURL: s.baseURL(), Beside: s.beside, Counted: len(m.Rows) > mostDemands}
	at := placesOf(m)
	for _, id := range m.Laws() {
		pack := s.own
		if id != laws.Own {
			var err error
			if pack, err = laws.Open(id); err != nil {
				return page, err
			}
		}
		law := themes.Law{ID: id, Title: pack.Title, Citation: pack.Citation, Checks: len(pack.Checks), LeavesOut: pack.LeavesOut, Rules: rulesOf(m, pack, at, page.Counted)}
		if !pack.Reviewed.IsZero() {
			law.Reviewed = pack.Reviewed.String()
		}
		for i := range pack.Checks {
			if pack.Checks[i].Confirmed {
				law.Confirmed++
			}
		}
		of := m.Of(id)
		for _, n := range s.Set.Notices {
			if on := standing(n, &of, at, page.Counted); len(on.Standing) > 0 {
				law.Notices = append(law.Notices, on)
			}
		}
		page.Laws = append(page.Laws, law)
	}
	return page, nil
}

// rulesOf is what a law forbids and owes at run time, where in each notice it does, and the
// cases that show it; or what the workspace's own pack denies.
func rulesOf(m *policies.Matrix, pack *laws.Pack, at places, counted bool) (all []themes.LawRule) {
	if pack.Denies != nil {
		for _, d := range pack.Denies.Rules {
			all = append(all, themes.LawRule{ID: d.ID, Text: d.Title, Citation: d.Citation})
		}
	}
	for _, r := range m.Rulings {
		if r.Law != pack.ID {
			continue
		}
		rule := themes.LawRule{ID: r.Rule.ID, Text: r.Rule.Text, Citation: r.Rule.Citation, Owes: r.Rule.Kind == inventory.KindDuty, Unconfirmed: !r.Rule.Confirmed}
		for _, c := range r.Cases {
			rule.Cases = append(rule.Cases, themes.LawCase{Text: c.That, Outcome: c.Law, Spared: !r.Applies(&c)})
		}
		for _, t := range r.Touches {
			touch := themes.LawTouch{Notice: t.Notice, Statements: evidence(t.Entries)}
			for _, f := range t.Contradictions {
				touch.Contradictions = append(touch.Contradictions, at.lack(f))
			}
			if len(touch.Statements)+len(touch.Contradictions) > 0 && !counted {
				rule.Touches = append(rule.Touches, touch)
			}
		}
		all = append(all, rule)
	}
	return all
}

// places are where in the site the entries are that anything in a matrix names.
type places map[where]string

func placesOf(m *policies.Matrix) places {
	at := places{}
	add := func(notice string, entries []policies.Entry) {
		for _, e := range entries {
			if e.Path != "" && !e.Place.IsZero() {
				at[where{notice, e.Place.File, e.Place.Line}] = e.Path
			}
		}
	}
	for i := range m.Rows {
		add(m.Rows[i].Notice, m.Rows[i].Entries)
	}
	for i := range m.Rulings {
		for _, t := range m.Rulings[i].Touches {
			add(t.Notice, t.Entries)
		}
	}
	return at
}

// lack is what a finding lacks, at the entry where it is found.
func (at places) lack(f finding.Finding) themes.Evidence {
	return themes.Evidence{Text: f.Message, Path: at[whereOf(f)], Place: f.Place.String(), Help: f.Help}
}

func evidence(entries []policies.Entry) (all []themes.Evidence) {
	for _, e := range entries {
		all = append(all, themes.Evidence{Text: e.ID, Path: e.Path, Place: e.Place.String()})
	}
	return all
}

// standing is how a notice stands to the demands of a law.
func standing(n *notices.Notice, of *policies.Review, at places, counted bool) themes.LawNotice {
	on := themes.LawNotice{ID: n.ID, Title: n.Title + " · " + n.Party.Name}
	numbers := map[policies.State]int{}
	for i := range of.Rows {
		row := &of.Rows[i]
		if row.Notice != n.ID {
			continue
		}
		on.Capacity = row.Capacity
		numbers[row.State]++
		if !counted {
			on.Demands = append(on.Demands, demand(row, at))
		}
	}
	for _, d := range of.Documents {
		if d.Notice == n.ID && !counted {
			on.Documents = append(on.Documents, wanted(&d, at))
		}
	}
	for _, state := range []policies.State{policies.Lacking, policies.Accepted, policies.Excepted, policies.Met, policies.Idle} {
		if numbers[state] > 0 {
			on.Standing = append(on.Standing, themes.Standing{State: string(state), Number: numbers[state]})
		}
	}
	return on
}

func demand(row *policies.Row, at places) themes.Demand {
	d := themes.Demand{
		Check: row.Check.ID, Title: row.Check.Title, Law: row.Check.Law, Citation: row.Check.Citation, Severity: row.Check.Grade().String(), State: string(row.State),
		Why: row.Why, Unconfirmed: !row.Check.Confirmed, Tests: laws.Tests(row.Law, row.Check.ID),
	}
	d.Met = evidence(row.Entries)
	for _, f := range row.Lacking {
		d.Lacking = append(d.Lacking, at.lack(f))
	}
	return d
}

// wanted is how a document stands that a notice asks for.
func wanted(d *policies.Wanted, at places) themes.LawDocument {
	of := themes.LawDocument{ID: d.Law + "/" + d.Document, Title: d.Title, Path: d.Path, Addendum: d.Addendum}
	for _, s := range d.Sections {
		of.Sections = append(of.Sections, themes.LawSection{Title: s.Title, Citation: s.Citation, State: string(s.State), Checks: s.Checks, Entries: evidence(s.Entries)})
	}
	for _, f := range d.Findings {
		of.Findings = append(of.Findings, at.lack(f))
	}
	return of
}

// pageOfLaws gives the files of the page about the laws.
func (s *Site) pageOfLaws(matrix *policies.Matrix) ([]themes.File, error) {
	if s.theme == nil {
		return nil, nil
	}
	m, err := s.lawsPage(matrix)
	if err != nil {
		return nil, err
	}
	files, found := s.theme.RenderLaws(m)
	if len(found) > 0 {
		return nil, fmt.Errorf("the page about the laws: %s: %s", found[0].Place, found[0].Message)
	}
	return files, nil
}
