package policies

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

// Record is data kept about one person, and what is known of it: the events that
// retention is counted from, and the acts that gates are named for.
type Record struct {
	ID         string                  `json:"id"`
	Categories []string                `json:"categories"`
	Since      map[string]string       `json:"since,omitempty"`
	Gates      map[string]decision.Act `json:"gates,omitempty"`
}

// Kept says whether a record may be kept, and until when.
type Kept struct {
	ID   string `json:"id"`
	Keep bool   `json:"keep"` // on the day asked about
	// By is the last day, or the instant, at which the record may be kept: it has to be
	// gone by its end. It has passed where Keep is false. Empty, no end is known where
	// Keep is true (a hold, an account that is open, an indefinite period), and there
	// never was a time where Keep is false.
	By string `json:"by"`
	// Answer is that of the day asked about: why, and what is owed at the end.
	Answer decision.Answer `json:"answer"`
}

// mostTurns bounds how often the answer about a record can turn; no notice comes near.
const mostTurns = 100

// Retention tells of each record until when it may be kept. The question says what all
// records share, such as the notice and the audiences; the action is retain unless it
// says otherwise, and its Since and Gates go before those of a record where a record
// has none of the same name. A record without categories is not kept.
//
// The end is found by asking again about the days on which the answer can turn: the
// day after a period ends, the day a gate opens or closes. So it is right whatever
// statements permit keeping; of what is not stated it knows nothing, such as a consent
// that will be withdrawn or a birthday.
func (e *Engine) Retention(ctx context.Context, q decision.Question, records []Record) []Kept {
	kept := make([]Kept, len(records))
	for i, r := range records {
		kept[i] = e.keep(ctx, r.question(q), r.ID)
	}
	return kept
}

// Retention tells until when records may be kept as [Engine.Retention] does, by one and
// the same policy.
func (l *Live) Retention(ctx context.Context, q decision.Question, records []Record) []Kept {
	return l.Engine().Retention(ctx, q, records)
}

// question is the question about a record.
func (r Record) question(q decision.Question) decision.Question {
	if q.Action == "" {
		q.Action = "retain"
	}
	q.Categories = r.Categories
	q.Since = merged(q.Since, r.Since)
	q.Gates = merged(q.Gates, r.Gates)
	return q
}

func merged[V any](all, own map[string]V) map[string]V {
	m := map[string]V{}
	maps.Copy(m, all)
	maps.Copy(m, own)
	return m
}

// turn is a day on which the answer may be another than on the day before, and how
// the time before it ends.
type turn struct{ day, by string }

func (e *Engine) keep(ctx context.Context, q decision.Question, id string) Kept {
	answer := e.aboutCategories(ctx, q, q.Categories)
	k := Kept{ID: id, Keep: answer.Allow, Answer: answer}
	if !answer.Allow {
		k.By = elapsed(answer)
		return k
	}
	on := q.On
	if on == "" {
		on = e.now().UTC().Format(time.DateOnly)
	}
	last := ""
	for range mostTurns {
		next, found := nextTurn(q, answer, day(on))
		if !found {
			return k
		}
		last, on = next.by, next.day
		q.On = on
		if answer = e.Decide(ctx, q); !answer.Allow {
			break
		}
	}
	k.By = last // too many turns: a time at which it may be kept for certain
	return k
}

// nextTurn is the first turn after a day.
func nextTurn(q decision.Question, a decision.Answer, on string) (turn, bool) {
	var turns []turn
	for _, r := range a.Reasons {
		if r.Due != "" {
			turns = append(turns, turn{after(day(r.Due)), r.Due})
		}
	}
	for _, act := range q.Gates {
		for _, at := range []string{act.On, act.Ended} {
			if at != "" {
				turns = append(turns, turn{day(at), before(day(at))})
			}
		}
	}
	turns = slices.DeleteFunc(turns, func(t turn) bool { return t.day <= on })
	if len(turns) == 0 {
		return turn{}, false
	}
	return slices.MinFunc(turns, func(a, b turn) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.by, b.by))
	}), true
}

// elapsed is the earliest end among the reasons why a period is over; "" where
// something else stands in the way, or there never was a period.
func elapsed(a decision.Answer) string {
	var ends []string
	for _, r := range a.Reasons {
		if r.Code != decision.RetentionElapsed || r.Due == "" {
			return ""
		}
		ends = append(ends, r.Due)
	}
	return slices.Min(ends) // an answer has a reason
}

// day is the date of a date or an instant. ISO dates compare as text.
func day(at string) string { return at[:min(len(at), len(time.DateOnly))] }

func after(date string) string  { return moved(date, 1) }
func before(date string) string { return moved(date, -1) }

func moved(date string, days int) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "" // no day at all, which the engine has refused
	}
	return at.AddDate(0, 0, days).Format(time.DateOnly)
}
