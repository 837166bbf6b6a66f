package serve_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// FuzzBodies sends any body to every entry point. The response is JSON, never a 5xx
// but 503, and allows only where the engine has.
func FuzzBodies(f *testing.F) {
	for _, way := range ways {
		for i := range ways {
			f.Add(i, []byte(way.wrap(asked)))
		}
	}
	text, err := os.ReadFile("testdata/authzen.json")
	if err != nil {
		f.Fatal(err)
	}
	var all []published
	if err := json.Unmarshal(text, &all); err != nil {
		f.Fatal(err)
	}
	for _, p := range all {
		f.Add(4, []byte(p.Request))
		f.Add(5, []byte(p.Ours))
	}
	for _, odd := range []string{`{"input":{}`, `{"a":"\u0061","\u0061":1}`, "{\"\xff\":[1,2,{\"b\":\"]\"}],\"input\": null}", `[[]]`, `"\\"`, `{"evaluations":[1,{}]}`} {
		f.Add(2, []byte(odd))
		f.Add(5, []byte(odd))
	}
	real := realEngine(f, policies.Options{})
	f.Fuzz(func(t *testing.T, way int, body []byte) {
		if way < 0 || way >= len(ways) {
			return
		}
		allowed := 0
		h := serve.New(source(policyOf(func(ctx context.Context, q []byte) decision.Answer {
			a := real.DecideJSON(ctx, q)
			if a.Allow {
				allowed++
			}
			return a
		})), serve.Options{})
		w := post(ways[way].path, string(body)).send(t, h)
		if w.Code >= 500 && w.Code != 503 {
			t.Errorf("status %d", w.Code)
		}
		var doc any
		if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
			t.Fatalf("%v in %s", err, w.Body)
		}
		one := ways[way].name != "fields" && ways[way].name != "retention" // which ask more than they tell
		if says := allowsIn(doc); says > allowed || one && says != allowed {
			t.Errorf("%d allows of %d by the engine in %s", says, allowed, w.Body)
		}
	})
}

// allowsIn counts the answers in a response that allow, and wants every AuthZEN
// decision to be that of its answer.
func allowsIn(doc any) int {
	n := 0
	switch v := doc.(type) {
	case map[string]any:
		if v["allow"] == true {
			n++
		}
		if context, ok := v["context"].(map[string]any); ok && v["decision"] != context["allow"] {
			n += 1000
		}
		for _, x := range v {
			n += allowsIn(x)
		}
	case []any:
		for _, x := range v {
			n += allowsIn(x)
		}
	}
	return n
}
