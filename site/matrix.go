package site

import (
	"fmt"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/themes"
)

// mostDemands is how many demands the page about the laws lists; beyond, it counts.
const mostDemands = 2000

// matrix is what the page about the laws shows of a review: the laws in the order of
// their ids, below each the notices in theirs.
func (s *Site) matrix() (themes.Laws, error) {
	m := themes.Laws{Title: s.Set.Title, Reviewed: s.Law.Reviewed(), Unconfirmed: s.Law.Unconfirmed(), BaseURL: s.baseURL(), Counted: len(s.Law.Rows) > mostDemands}
	for _, id := range s.Law.Laws() {
		pack := s.own
		if id != laws.Own {
			var err error
			if pack, err = laws.Open(id); err != nil {
				return m, err
			}
		}
		rules, err := rulesOf(id)
		if err != nil {
			return m, err
		}
		law := themes.Law{ID: id, Title: pack.Title, Citation: pack.Citation, Checks: len(pack.Checks), LeavesOut: pack.LeavesOut, Rules: rules}
		if !pack.Reviewed.IsZero() {
			law.Reviewed = pack.Reviewed.String()
		}
		for i := range pack.Checks {
			if pack.Checks[i].Confirmed {
				law.Confirmed++
			}
		}
		of := s.Law.Of(id)
		for _, n := range s.Set.Notices {
			if on := standing(n, &of, m.Counted); len(on.Standing) > 0 {
				law.Notices = append(law.Notices, on)
			}
		}
		m.Laws = append(m.Laws, law)
	}
	return m, nil
}

// rulesOf is what a law forbids and owes at run time; the workspace's own pack decides
// nothing.
func rulesOf(law string) ([]themes.LawRule, error) {
	if law == laws.Own {
		return nil, nil
	}
	read, err := laws.Rules(law)
	if err != nil {
		return nil, err
	}
	var all []themes.LawRule
	for i := range read.Rules {
		r := &read.Rules[i]
		all = append(all, themes.LawRule{ID: r.ID, Text: r.Text, Citation: r.Citation, Owes: r.Kind == inventory.KindDuty, Unconfirmed: !r.Confirmed})
	}
	return all, nil
}

// standing is how a notice stands to the demands of a law.
func standing(n *notices.Notice, of *policies.Review, counted bool) themes.LawNotice {
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
			on.Demands = append(on.Demands, demand(row))
		}
	}
	for _, state := range []policies.State{policies.Lacking, policies.Accepted, policies.Excepted, policies.Met, policies.Idle} {
		if numbers[state] > 0 {
			on.Standing = append(on.Standing, themes.Standing{State: string(state), Number: numbers[state]})
		}
	}
	return on
}

func demand(row *policies.Row) themes.Demand {
	d := themes.Demand{
		Check: row.Check.ID, Title: row.Check.Title, Law: row.Check.Law, Citation: row.Check.Citation, Severity: row.Check.Grade().String(), State: string(row.State),
		Why: row.Why, Unconfirmed: !row.Check.Confirmed, Tests: laws.Tests(row.Law, row.Check.ID),
	}
	for _, e := range row.Entries {
		d.Met = append(d.Met, themes.Evidence{Text: e.ID, Path: e.Path, Place: e.Place.String()})
	}
	for _, f := range row.Lacking {
		d.Lacking = append(d.Lacking, themes.Evidence{Text: f.Message, Place: f.Place.String()})
	}
	return d
}

// pageOfLaws gives the files of the page about the laws, none where no law was asked.
func (s *Site) pageOfLaws() ([]themes.File, error) {
	if len(s.Law.Rows) == 0 || s.theme == nil {
		return nil, nil
	}
	m, err := s.matrix()
	if err != nil {
		return nil, err
	}
	files, found := s.theme.RenderLaws(m)
	if len(found) > 0 {
		return nil, fmt.Errorf("the page about the laws: %s: %s", found[0].Place, found[0].Message)
	}
	return files, nil
}
