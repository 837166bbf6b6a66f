package policies

import (
	"context"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/filter"
)

// Field is one field of a record, Selection what [Engine.Fields] says of several, and
// DeniedField one that has to be left out.
type (
	Field       = filter.Field
	Selection   = filter.Selection
	DeniedField = filter.DeniedField
)

// Fields tells which fields of a record may be, say, sent. The question says all but
// the categories, which are those of the fields: any it has itself are left aside. A
// field is allowed when all of its categories are. One without categories holds nobody
// knows what, and is denied as of an unknown_category.
func (e *Engine) Fields(ctx context.Context, q decision.Question, fields []Field) Selection {
	return filter.Select(fields, func(categories []string) decision.Answer {
		q.Categories = categories
		return e.Decide(ctx, q)
	})
}

// Fields tells which fields may be sent as [Engine.Fields] does, by one and the same
// policy.
func (l *Live) Fields(ctx context.Context, q decision.Question, fields []Field) Selection {
	return l.Engine().Fields(ctx, q, fields)
}
