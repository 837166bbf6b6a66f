package serve

import (
	"context"
	"net/http"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

// asker puts the questions of one request to one policy.
type asker struct {
	h      *Handler
	ctx    context.Context
	policy *Policy
	absent bool // there is no policy
}

// ask takes a place among the requests that decide, or refuses. The caller gives it
// back with done, before it writes: a client that reads slowly holds no place.
func (h *Handler) ask(x *exchange) (*asker, *refusal) {
	policy := h.policy()
	select {
	case h.slots <- struct{}{}:
	default:
		return nil, errBusy
	}
	h.metrics.inFlight.Inc()
	return &asker{h: h, ctx: x.r.Context(), policy: policy}, nil
}

func (a *asker) done() {
	a.h.metrics.inFlight.Dec()
	<-a.h.slots
}

// decide answers one question, and leaves its record.
func (a *asker) decide(question []byte) decision.Answer {
	began := time.Now()
	answer := a.engine(question)
	a.h.record(a.policy, question, answer, time.Since(began))
	if code(answer) == decision.NotReady {
		a.absent = true
	}
	return answer
}

// engine asks the engine within the time that a decision may take. One that panics
// has decided nothing.
func (a *asker) engine(question []byte) (answer decision.Answer) {
	if a.policy == nil || a.policy.Engine == nil {
		return decision.Refusal(decision.NotReady, "No policy is loaded.")
	}
	defer func() {
		if recover() != nil {
			answer = failed()
		}
	}()
	ctx, cancel := context.WithTimeout(a.ctx, maxTime)
	defer cancel()
	return closed(a.policy.Engine.DecideJSON(ctx, question))
}

// advice is what the engine tells people of a question that it has denied.
func (a *asker) advice(question []byte, answer decision.Answer) (hints []string) {
	if answer.Allow || a.policy == nil {
		return nil
	}
	adviser, ok := a.policy.Engine.(Adviser)
	if !ok {
		return nil
	}
	defer func() {
		if recover() != nil {
			hints = nil // the answer stands all the same
		}
	}()
	return adviser.Advice(question, answer)
}

// status is that of a response with answers.
func (a *asker) status() int {
	if a.absent {
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// closed lets through only what is an answer: one that allows has an outcome that
// does, and no list is null.
func closed(a decision.Answer) decision.Answer {
	switch {
	case a.Allow && (a.Outcome == decision.Allow || a.Outcome == decision.AllowWithObligations):
	case !a.Allow && (a.Outcome == decision.Deny || a.Outcome == decision.NotCovered):
	default:
		return failed()
	}
	if len(a.Reasons) == 0 || a.Obligations == nil || a.Missing == nil || a.Assumed == nil || a.Issues == nil {
		return failed()
	}
	return a
}

// code is that of an answer's first reason.
func code(a decision.Answer) string {
	if len(a.Reasons) == 0 {
		return ""
	}
	return a.Reasons[0].Code
}

// accepted reports whether the engine has found nothing wrong with the question:
// then its notice and its action are ids of the inventory.
func accepted(a decision.Answer) bool {
	for _, r := range a.Reasons {
		if r.Source == "engine" && r.Code != decision.Underspecified {
			return false
		}
	}
	return true
}

func failed() decision.Answer {
	return decision.Refusal(decision.EvaluationFailed, "The question could not be decided.")
}
