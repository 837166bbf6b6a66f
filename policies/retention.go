package policies

import (
	"context"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/filter"
)

// Record is data kept about one person, and Kept what [Engine.Retention] says of it.
type (
	Record = filter.Record
	Kept   = filter.Kept
)

// Retention tells of each record until when it may be kept. The question says what all
// records share, such as the notice and the audiences; the action is retain unless it
// says otherwise, and its Since and Gates go before those of a record where a record
// has none of the same name. A record without categories is not kept.
//
// The end is found by asking again about the days on which the answer can turn: the
// day after a period ends, the day a gate opens or closes, a day that a rule of the
// workspace's own names. So it is right whatever statements permit keeping; of what is
// not stated it knows nothing, such as a consent that will be withdrawn or a birthday.
func (e *Engine) Retention(ctx context.Context, q decision.Question, records []Record) []Kept {
	if q.Action == "" {
		q.Action = "retain"
	}
	kept := make([]Kept, len(records))
	for i, r := range records {
		one := q
		one.Categories = filter.Categories(r.Categories)
		one.Since, one.Gates = filter.Merged(q.Since, r.Since), filter.Merged(q.Gates, r.Gates)
		kept[i] = filter.Keep(r.ID, q.On, func() time.Time { return e.now() }, one.Gates, e.OwnDays(), func(on string) decision.Answer {
			one.On = on
			return e.Decide(ctx, one)
		})
	}
	return kept
}

// Retention tells until when records may be kept as [Engine.Retention] does, by one and
// the same policy.
func (l *Live) Retention(ctx context.Context, q decision.Question, records []Record) []Kept {
	return l.Engine().Retention(ctx, q, records)
}
