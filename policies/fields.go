package policies

import (
	"context"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// Field is one field of a record, such as a column or a key, and the categories of
// data that it holds.
type Field struct {
	Name       string   `json:"name"`
	Categories []string `json:"categories"`
}

// Selection says which fields of a record a question allows.
type Selection struct {
	Allowed []string      `json:"allowed"` // names, in the order given
	Denied  []DeniedField `json:"denied"`
	// Answer is the one answer to the question about the allowed fields together: it
	// holds what is owed for them. Where no field is allowed it does not allow either.
	Answer decision.Answer `json:"answer"`
}

// DeniedField is a field that has to be left out, and why.
type DeniedField struct {
	Name   string          `json:"name"`
	Answer decision.Answer `json:"answer"`
}

// Fields tells which fields of a record may be, say, sent. The question says all but
// the categories, which are those of the fields: any it has itself are left aside. A
// field is allowed when all of its categories are. One without categories holds nobody
// knows what, and is denied as of an unknown_category.
func (e *Engine) Fields(ctx context.Context, q decision.Question, fields []Field) Selection {
	s := Selection{Allowed: []string{}, Denied: []DeniedField{}}
	answers := map[string]decision.Answer{} // fields of the same categories are asked about once
	var allowed, all []string
	for _, f := range fields {
		categories := slices.Sorted(slices.Values(f.Categories))
		key := strings.Join(categories, "\x00")
		answer, asked := answers[key]
		if !asked {
			answer = e.aboutCategories(ctx, q, categories)
			answers[key] = answer
		}
		all = append(all, categories...)
		if !answer.Allow {
			s.Denied = append(s.Denied, DeniedField{f.Name, answer})
			continue
		}
		s.Allowed = append(s.Allowed, f.Name)
		allowed = append(allowed, categories...)
	}
	if len(s.Allowed) == 0 {
		s.Answer = e.aboutCategories(ctx, q, all)
		return s
	}
	// What is allowed one by one is allowed together, unless it unfolds into too many
	// combinations or time runs out: then nothing is.
	if s.Answer = e.aboutCategories(ctx, q, allowed); !s.Answer.Allow {
		s.Allowed, s.Denied = []string{}, []DeniedField{}
		for _, f := range fields {
			s.Denied = append(s.Denied, DeniedField{f.Name, s.Answer})
		}
	}
	return s
}

// Fields tells which fields may be sent as [Engine.Fields] does, by one and the same
// policy.
func (l *Live) Fields(ctx context.Context, q decision.Question, fields []Field) Selection {
	return l.Engine().Fields(ctx, q, fields)
}

// aboutCategories asks a question about categories. Without any it would ask about no
// data in particular, and so it then names one that no notice knows.
func (e *Engine) aboutCategories(ctx context.Context, q decision.Question, categories []string) decision.Answer {
	q.Categories = slices.Compact(slices.Sorted(slices.Values(categories)))
	if len(q.Categories) == 0 {
		q.Categories = []string{""}
	}
	return e.Decide(ctx, q)
}
