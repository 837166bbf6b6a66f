package serve_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// TestSwap changes the policy under load: a request is answered by one throughout.
func TestSwap(t *testing.T) {
	numbered := func(serial int) *serve.Policy {
		p := policyOf(func(context.Context, []byte) decision.Answer {
			a := permits()
			a.Bundle.Serial = serial
			return a
		})
		p.Serial = serial
		return p
	}
	var current atomic.Pointer[serve.Policy]
	current.Store(numbered(0))
	h := serve.New(current.Load, serve.Options{})
	stop := make(chan bool)
	var wg sync.WaitGroup
	wg.Go(func() {
		for serial := 1; ; serial++ {
			select {
			case <-stop:
				return
			default:
				current.Store(numbered(serial))
			}
		}
	})
	for range 200 {
		w := post("/v1/decisions", batch(20)).send(t, h)
		var response struct{ Answers []decision.Answer }
		if err := json.Unmarshal(w.Body.Bytes(), &response); err != nil || len(response.Answers) != 20 {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		for _, a := range response.Answers {
			if a.Bundle.Serial != response.Answers[0].Bundle.Serial {
				t.Fatalf("one request is answered by policy %d and by %d", response.Answers[0].Bundle.Serial, a.Bundle.Serial)
			}
		}
	}
	close(stop)
	wg.Wait()
}

// TestEveryDecisionHasItsOwnTime looks at the deadlines of a batch.
func TestEveryDecisionHasItsOwnTime(t *testing.T) {
	var last time.Time
	h := serve.New(source(policyOf(func(ctx context.Context, _ []byte) decision.Answer {
		deadline, ok := ctx.Deadline()
		if left := time.Until(deadline); !ok || left > 50*time.Millisecond || !deadline.After(last) {
			t.Errorf("a decision has %v, after one until %v", left, last)
		}
		last = deadline
		time.Sleep(time.Millisecond)
		return permits()
	})), serve.Options{})
	post("/v1/decisions", batch(3)).send(t, h)
}

// TestLargeDefaultIsNotCopied gives a hundred evaluations a default that no question
// has room for.
func TestLargeDefaultIsNotCopied(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	w := post("/access/v1/evaluations", `{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"notice","id":"school"},
		"context":{"channel":"`+strings.Repeat("x", 1e6)+`"},"evaluations":[`+strings.TrimSuffix(strings.Repeat("{},", 100), ",")+`]}`).send(t, h)
	if w.Code != 200 || at(t, w.Body.Bytes(), "evaluations.9.context.reasons.0.detail") != "size" {
		t.Errorf("status %d: %.300s", w.Code, w.Body)
	}
}
