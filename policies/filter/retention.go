package filter

import (
	"cmp"
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

// Keep tells until when a record may be kept. ask puts the question about it as of a
// day; on is the day it is about, "" for today's, gates are the acts it states, and named
// are days that rules of the organisation's own name.
//
// The end is found by asking again about the days on which the answer can turn: the
// day after a period ends, the day a gate opens or closes, a day that is named and the
// next. So it is right whatever statements permit keeping; of what is not stated it
// knows nothing, such as a consent that will be withdrawn or a birthday.
func Keep(id, on string, today func() time.Time, gates map[string]decision.Act, named []string, ask func(on string) decision.Answer) Kept {
	answer := ask(on)
	k := Kept{ID: id, Keep: answer.Allow, Answer: answer}
	if !answer.Allow {
		k.By = elapsed(answer)
		return k
	}
	if on == "" {
		on = today().UTC().Format(time.DateOnly)
	}
	for range mostTurns {
		next, found := nextTurn(gates, named, answer, day(on))
		if !found {
			k.By = ""
			return k
		}
		k.By, on = next.by, next.day
		if answer = ask(on); !answer.Allow {
			break
		}
	}
	return k // after too many turns a time at which it may be kept for certain
}

// Merged are the entries of both; those of own go before those of all.
func Merged[V any](all, own map[string]V) map[string]V {
	m := map[string]V{}
	maps.Copy(m, all)
	maps.Copy(m, own)
	return m
}

// turn is a day on which the answer may be another than on the day before, and how
// the time before it ends.
type turn struct{ day, by string }

// nextTurn is the first turn after a day.
func nextTurn(gates map[string]decision.Act, named []string, a decision.Answer, on string) (turn, bool) {
	var turns []turn
	for _, r := range a.Reasons {
		if r.Due != "" {
			turns = append(turns, turn{after(day(r.Due)), r.Due})
		}
	}
	for _, act := range gates {
		for _, at := range []string{act.On, act.Ended} {
			if at != "" {
				turns = append(turns, turn{day(at), before(day(at))})
			}
		}
	}
	for _, at := range named {
		turns = append(turns, turn{at, before(at)}, turn{after(at), at})
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
