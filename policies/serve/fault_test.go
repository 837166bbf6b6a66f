package serve_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
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
	{"fields", "/v1/fields", func(q string) string {
		return `{"question":` + q + `,"fields":[{"name":"f","categories":` + categoriesOf(q) + `}]}`
	}, "answer.allow", "answer."},
	{"retention", "/v1/retention", func(q string) string {
		return `{"question":` + q + `,"records":[{"id":"r","categories":` + categoriesOf(q) + `}]}`
	}, "records.0.keep", "records.0.answer."},
}

// categoriesOf are the categories of a question, for what holds them.
func categoriesOf(question string) string {
	var q struct{ Categories json.RawMessage }
	if json.Unmarshal([]byte(question), &q) != nil || q.Categories == nil {
		return `["usage"]`
	}
	return string(q.Categories)
}

// wrapped states a whole question in an AuthZEN request's context.
func wrapped(q string) string {
	return `{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"notice","id":""},"context":` + q + `}`
}

// policyIn is a policy in a state.
func policyIn(t *testing.T, state decisiontest.State) *serve.Policy {
	t.Helper()
	p := realPolicy(t)
	switch state {
	case decisiontest.NoBundle:
		return nil
	case decisiontest.Expired:
		p.Engine = realEngine(t, policies.Options{Expires: "2020-01-01"})
	case decisiontest.ClockBack:
		now := time.Now()
		p.Engine = realEngine(t, policies.Options{Expires: now.UTC().Format(time.RFC3339), Now: func() time.Time { return now }})
		p.Engine.DecideJSON(t.Context(), nil)
		now = now.AddDate(0, 0, -1)
	case decisiontest.Late:
		p.Engine = engine(func(ctx context.Context, _ []byte) decision.Answer {
			<-ctx.Done()
			a := permits()
			a.Outcome = "" // what an engine says that was cut off
			return a
		})
	case decisiontest.Broken:
		p.Engine = engine(func(context.Context, []byte) decision.Answer { return decision.Answer{Allow: true} })
	case decisiontest.Panics:
		p.Engine = engine(func(context.Context, []byte) decision.Answer { panic("engine") })
	case decisiontest.Undefined:
		p.Engine = engine(func(context.Context, []byte) decision.Answer { return decision.Answer{} })
	}
	return p
}

// TestFaultsDeny puts every fault to every entry point: each denies with its own
// code, or has no decision at all.
func TestFaultsDeny(t *testing.T) {
	states := map[decisiontest.State]*serve.Policy{}
	for _, f := range decisiontest.Faults() {
		if _, made := states[f.State]; !made {
			states[f.State] = policyIn(t, f.State)
		}
		h := serve.New(source(states[f.State]), serve.Options{})
		for _, way := range ways {
			t.Run(f.Name+"/"+way.name, func(t *testing.T) {
				w := post(way.path, way.wrap(f.Question)).send(t, h)
				switch none := f.Question == "" || f.Question == "null"; {
				case w.Code >= 400 && w.Code < 500 && (f.Code == decision.BadQuestion || !json.Valid([]byte(f.Question))):
					if at(t, w.Body.Bytes(), "code") == nil || at(t, w.Body.Bytes(), way.verdict) != nil {
						t.Errorf("status %d with %s", w.Code, w.Body)
					}
				case none && (way.name == "batch" || strings.HasPrefix(way.name, "AuthZEN")): // which then holds one question less, or has stated less
					if at(t, w.Body.Bytes(), way.verdict) == true {
						t.Errorf("status %d with %s", w.Code, w.Body)
					}
				default:
					denies(t, w, way.verdict, f.Code)
				}
			})
		}
	}
}

// denies wants a response that denies with a code.
func denies(t *testing.T, w *httptest.ResponseRecorder, verdict, code string) {
	t.Helper()
	status := http.StatusOK
	if code == decision.NotReady {
		status = http.StatusServiceUnavailable
	}
	if w.Code != status {
		t.Errorf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if got := at(t, w.Body.Bytes(), verdict); got != false {
		t.Errorf("the verdict is %v in %s", got, w.Body)
	}
	if !strings.Contains(w.Body.String(), `"code":"`+code+`"`) {
		t.Errorf("no %s in %s", code, w.Body)
	}
}

// TestOddEnginesDeny puts a question without a fault to engines that are none.
func TestOddEnginesDeny(t *testing.T) {
	answers := func(change func(*decision.Answer)) *serve.Policy {
		return policyOf(func(context.Context, []byte) decision.Answer {
			a := permits()
			change(&a)
			return a
		})
	}
	for name, c := range map[string]struct {
		policy *serve.Policy
		code   string
	}{
		"no reasons":                       {answers(func(a *decision.Answer) { a.Reasons = nil }), decision.EvaluationFailed},
		"null":                             {answers(func(a *decision.Answer) { a.Obligations = nil }), decision.EvaluationFailed},
		"odd outcome":                      {answers(func(a *decision.Answer) { a.Outcome = "maybe" }), decision.EvaluationFailed},
		"contradiction":                    {answers(func(a *decision.Answer) { a.Outcome = decision.Deny }), decision.EvaluationFailed},
		"contradiction the other way":      {answers(func(a *decision.Answer) { a.Allow = false }), decision.EvaluationFailed},
		"no engine":                        {&serve.Policy{}, decision.NotReady},
		"an engine without a policy":       {&serve.Policy{Engine: &policies.Engine{}}, decision.NotReady},
		"an engine without any bundle yet": {&serve.Policy{Engine: policies.Follow(policies.Source{})}, decision.NotReady},
	} {
		for _, way := range ways {
			t.Run(name+"/"+way.name, func(t *testing.T) {
				denies(t, post(way.path, way.wrap(asked)).send(t, serve.New(source(c.policy), serve.Options{})), way.verdict, c.code)
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
