package policies

import (
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

// Observation is what is told of a decision to who counts and times them. Nothing in it
// comes from the question: the words are those of package decision.
type Observation struct {
	Outcome string // of the answer
	Code    string // of its first reason
	Engine  string // what answered: "tables" or "rego"
	Took    time.Duration
}

// Observed is the same engine, which tells a function of every decision, [Engine.Fields]
// and [Engine.Retention] of all theirs. The function is called before the answer is
// given, by as many goroutines as ask, so it has to be quick and must not panic; it
// allocates nothing by itself. Without one an engine does not even look at the time.
func (e *Engine) Observed(tell func(Observation)) *Engine {
	if e == nil {
		return nil
	}
	watched := *e
	watched.observe = tell
	return &watched
}

// observed tells of a decision that was begun at a time.
func (e *Engine) observed(began time.Time, kind string, a *decision.Answer) {
	o := Observation{Outcome: a.Outcome, Engine: kind, Took: time.Since(began)}
	if len(a.Reasons) > 0 {
		o.Code = a.Reasons[0].Code
	}
	e.observe(o)
}
