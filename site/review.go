package site

import (
	"context"
	"fmt"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
)

// reviews keeps what the law says of each notice that has not changed.
type reviews struct {
	of     string // day, what candor.toml says of laws, whether there are errors, and own rules
	notice map[*inventory.Notice]policies.Review
}

// review is [policies.Check] of the whole set, put together from its notices.
func (r *reviews) review(s *Site, m *laws.Memory) policies.Review {
	if of := fmt.Sprintf("%v %v %v %v %v %v %p", s.options.Today, s.Set.Exceptions, s.Set.LawReports, s.Set.Accepted, s.Set.Holidays, s.Set.Errors > 0, s.own); r.of != of {
		r.of, r.notice = of, nil
	}
	source := make(map[string]*inventory.Notice, len(s.Inventory.Notices))
	for _, n := range s.Inventory.Notices {
		source[n.ID] = n
	}
	all := make([]policies.Review, len(s.Set.Notices)+1)
	workers.Each(len(all), func(i int) {
		part := *s.Set
		if part.Notices = nil; i < len(s.Set.Notices) {
			n := s.Set.Notices[i]
			if old, ok := r.notice[source[n.ID]]; ok {
				all[i] = old
				return
			}
			part.Notices = []*notices.Notice{n}
		}
		all[i] = policies.CheckAgain(context.Background(), &part, s.options.Today, s.own, m)
	})
	r.notice = make(map[*inventory.Notice]policies.Review, len(all))
	for i, n := range s.Set.Notices {
		r.notice[source[n.ID]] = all[i]
	}
	return whole(all, s.own)
}

// whole joins what the law says of each notice, and of none in particular.
func whole(all []policies.Review, own *laws.Pack) policies.Review {
	whole := policies.Review{Findings: []finding.Finding{}, Own: own} // never nil: the law was asked
	for _, part := range all {
		whole.Rows = append(whole.Rows, part.Rows...)
		whole.Documents = append(whole.Documents, part.Documents...)
		whole.Waiting = append(whole.Waiting, part.Waiting...)
		whole.Findings = append(whole.Findings, part.Findings...)
	}
	finding.Sort(whole.Findings)
	whole.Findings = slices.CompactFunc(whole.Findings, func(a, b finding.Finding) bool { // what is wrong with an exception, each notice’s review says
		return a.Code == b.Code && a.Place == b.Place && a.Message == b.Message && a.Notice == b.Notice
	})
	return whole
}
