package serve_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// ways are the entry points, each with how it wraps a question, where its verdict is
// and where its answer is.
var ways = []struct {
	name, path      string
	wrap            func(question string) string
	verdict, answer string
}{
	{"plain", "/v1/decision", func(q string) string { return q }, "allow", ""},
	{"batch", "/v1/decisions", func(q string) string { return `{"questions":[` + q + `]}` }, "answers.0.allow", "answers.0."},
	{"data", "/v1/data/candor/decision", func(q string) string { return `{"input":` + q + `}` }, "result.allow", "result."},
	{"webhook", "/v0/data/candor/decision", func(q string) string { return q }, "allow", ""},
	{"AuthZEN", "/access/v1/evaluation", wrapped, "decision", "context."},
	{"AuthZEN, several", "/access/v1/evaluations", func(q string) string { return `{"evaluations":[` + wrapped(q) + `]}` }, "evaluations.0.decision", "evaluations.0.context."},
}

// wrapped states a whole question in an AuthZEN request's context.
func wrapped(q string) string {
	return `{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"notice","id":""},"context":` + q + `}`
}

// TestFaultsDeny puts every kind of fault to every entry point: each denies with its
// own code, or has no decision at all.
func TestFaultsDeny(t *testing.T) {
	answers := func(change func(*decision.Answer)) *serve.Policy {
		return policyOf(func(context.Context, []byte) decision.Answer {
			a := permits()
			change(&a)
			return a
		})
	}
	expired := realPolicy(t)
	expired.Engine = realEngine(t, policies.Options{Expires: "2020-01-01"})
	back := time.Now()
	turned := realPolicy(t)
	turned.Engine = realEngine(t, policies.Options{Expires: back.Add(time.Second).UTC().Format(time.RFC3339), Now: func() time.Time { return back }})
	back = back.Add(2 * time.Second)
	turned.Engine.DecideJSON(t.Context(), nil)
	back = back.AddDate(0, 0, -1)
	slow := policyOf(func(ctx context.Context, _ []byte) decision.Answer {
		<-ctx.Done()
		a := permits()
		a.Outcome = "" // what an engine says that was cut off
		return a
	})
	for _, c := range []struct {
		name     string
		policy   *serve.Policy
		question string
		code     string
		status   int
	}{
		{"undefined", answers(func(a *decision.Answer) { *a = decision.Answer{} }), asked, decision.EvaluationFailed, 200},
		{"empty", answers(func(a *decision.Answer) { a.Reasons = nil }), asked, decision.EvaluationFailed, 200},
		{"null", answers(func(a *decision.Answer) { a.Obligations = nil }), asked, decision.EvaluationFailed, 200},
		{"odd outcome", answers(func(a *decision.Answer) { a.Outcome = "maybe" }), asked, decision.EvaluationFailed, 200},
		{"contradiction", answers(func(a *decision.Answer) { a.Outcome = decision.Deny }), asked, decision.EvaluationFailed, 200},
		{"contradiction the other way", answers(func(a *decision.Answer) { a.Allow = false }), asked, decision.EvaluationFailed, 200},
		{"panic", policyOf(func(context.Context, []byte) decision.Answer { panic("engine") }), asked, decision.EvaluationFailed, 200},
		{"timeout", slow, asked, decision.EvaluationFailed, 200},
		{"no policy", nil, asked, decision.NotReady, 503},
		{"no engine", &serve.Policy{}, asked, decision.NotReady, 503},
		{"an engine without a policy", &serve.Policy{Engine: &policies.Engine{}}, asked, decision.NotReady, 503},
		{"expired", expired, asked, decision.BundleExpired, 200},
		{"clock turned back", turned, asked, decision.BundleExpired, 200},
		{"wrong type", realPolicy(t), `{"notice":"school","action":"use","audiences":"customer"}`, decision.BadQuestion, 200},
		{"extra key", realPolicy(t), `{"notice":"school","action":"use","colour":"red"}`, decision.BadQuestion, 200},
		{"key twice", realPolicy(t), `{"notice":"school","action":"use","notice":"school"}`, decision.BadQuestion, 0},
		{"not a number", realPolicy(t), `{"notice":"school","action":"use","age":NaN}`, decision.BadQuestion, 0},
		{"bad JSON", realPolicy(t), asked[:40], decision.BadQuestion, 0},
		{"deep", realPolicy(t), `{"gates":` + strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 41), decision.BadQuestion, 0},
		{"huge", realPolicy(t), `{"notice":"school","action":"use","channel":"` + strings.Repeat("x", 70_000) + `"}`, decision.BadQuestion, 0},
		{"unknown notice", realPolicy(t), `{"notice":"nowhere","action":"use"}`, decision.UnknownNotice, 200},
		{"unknown category", realPolicy(t), `{"notice":"school","action":"use","categories":["*"]}`, decision.UnknownCategory, 200},
		{"unknown purpose", realPolicy(t), `{"notice":"school","action":"use","purpose":"fun"}`, decision.UnknownPurpose, 200},
	} {
		for _, way := range ways {
			t.Run(c.name+"/"+way.name, func(t *testing.T) {
				w := post(way.path, way.wrap(c.question)).send(t, serve.New(source(c.policy), serve.Options{}))
				if c.status != 0 && w.Code != c.status {
					t.Errorf("status %d, want %d: %s", w.Code, c.status, w.Body)
				}
				if c.status == 0 && w.Code >= 400 && w.Code < 500 {
					if at(t, w.Body.Bytes(), "code") == nil || at(t, w.Body.Bytes(), way.verdict) != nil {
						t.Errorf("status %d with %s", w.Code, w.Body)
					}
					return
				}
				if got := at(t, w.Body.Bytes(), way.verdict); got != false {
					t.Errorf("the verdict is %v in %s", got, w.Body)
				}
				if !strings.Contains(w.Body.String(), `"code":"`+c.code+`"`) {
					t.Errorf("no %s in %s", c.code, w.Body)
				}
			})
		}
	}
}

// TestReady holds the probes to every state of the policy.
func TestReady(t *testing.T) {
	expired := realPolicy(t)
	expired.Engine = realEngine(t, policies.Options{Expires: "2020-01-01"})
	broken := policyOf(func(context.Context, []byte) decision.Answer { panic("engine") })
	for _, c := range []struct {
		name   string
		policy *serve.Policy
		status int
		code   any
	}{
		{"fresh", realPolicy(t), 200, nil},
		{"expired", expired, 503, decision.BundleExpired},
		{"none", nil, 503, decision.NotReady},
		{"failing", broken, 200, nil}, // another instance would fail alike
	} {
		t.Run(c.name, func(t *testing.T) {
			h := serve.New(source(c.policy), serve.Options{})
			w := request{line: "GET /ready"}.send(t, h)
			if got := at(t, w.Body.Bytes(), "code"); w.Code != c.status || got != c.code {
				t.Errorf("ready: %d with %v, want %d with %v", w.Code, got, c.status, c.code)
			}
			if w := (request{line: "GET /health"}).send(t, h); w.Code != http.StatusOK {
				t.Errorf("health: %d", w.Code)
			}
		})
	}
}

// TestOverload fills every place and asks for one more.
func TestOverload(t *testing.T) {
	asking, goOn := make(chan bool, 2), make(chan bool)
	h := serve.New(source(policyOf(func(_ context.Context, q []byte) decision.Answer {
		if string(q) == "{}" { // the probe's
			return permits()
		}
		asking <- true
		<-goOn
		return permits()
	})), serve.Options{MaxInFlight: 2})
	done := make(chan int)
	for range 2 {
		go func() { done <- post("/v1/decision", asked).send(t, h).Code }()
		<-asking
	}
	for _, way := range ways {
		w := post(way.path, way.wrap(asked)).send(t, h)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || at(t, w.Body.Bytes(), "code") != "overloaded" {
			t.Errorf("%s: status %d, %v, %s", way.name, w.Code, w.Header(), w.Body)
		}
	}
	for _, path := range []string{"/ready", "/health", "/metrics"} {
		if w := (request{line: "GET " + path}).send(t, h); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	close(goOn)
	for range 2 {
		if status := <-done; status != http.StatusOK {
			t.Errorf("a request that was let in: status %d", status)
		}
	}
	if w := post("/v1/decision", asked).send(t, h); w.Code != http.StatusOK {
		t.Errorf("afterwards: status %d", w.Code)
	}
}

// TestPanicBesideTheEngine breaks what lies around it.
func TestPanicBesideTheEngine(t *testing.T) {
	h := serve.New(func() *serve.Policy { panic("source") }, serve.Options{MaxInFlight: 1})
	for range 3 { // and the place is given back
		w := post("/v1/decision", asked).send(t, h)
		if w.Code != http.StatusServiceUnavailable || at(t, w.Body.Bytes(), "code") != decision.EvaluationFailed {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	}
}

func realEngine(t testing.TB, o policies.Options) serve.Engine {
	t.Helper()
	e, err := policies.New(t.Context(), schoolSet(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
