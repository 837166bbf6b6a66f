package policies_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/serve"
)

// TestHTTPAnswersAsTheEngine asks the published questions in every way that HTTP
// offers, strict and not. The answers are the engine's, byte for byte after canonical
// form.
func TestHTTPAnswersAsTheEngine(t *testing.T) {
	engine, err := policies.New(t.Context(), examples(t), policies.Options{Now: fixedNow, Serial: 7, Expires: "2026-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	h := serve.New(func() *serve.Policy { return &serve.Policy{Engine: engine} }, serve.Options{})
	send := func(path, body string, into any) {
		t.Helper()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil || w.Code != 200 {
			t.Fatalf("%s %s: status %d, %s", path, body, w.Code, w.Body)
		}
	}
	corpus := publishedQuestions(t)
	var questions []string
	for _, file := range slices.Sorted(maps.Keys(corpus)) {
		for _, p := range corpus[file] {
			lax, err := json.Marshal(relaxed(t, p))
			if err != nil {
				t.Fatal(err)
			}
			questions = append(questions, p.Question, string(lax))
		}
	}
	asked, allowed := 0, 0
	for some := range slices.Chunk(questions, 100) {
		var batch struct{ Answers []json.RawMessage }
		send("/v1/decisions", `{"questions":[`+strings.Join(some, ",")+`]}`, &batch)
		var authzen []string
		for _, q := range some {
			authzen = append(authzen, evaluationOf(t, q))
		}
		var several struct {
			Evaluations []struct {
				Decision bool
				Context  json.RawMessage
			}
		}
		send("/access/v1/evaluations", `{"evaluations":[`+strings.Join(authzen, ",")+`]}`, &several)
		for i, q := range some {
			answer := engine.DecideJSON(t.Context(), []byte(q))
			want := inOrder(t, []byte(asJSON(answer)))
			var plain, webhook json.RawMessage
			send("/v1/decision", q, &plain)
			send("/v0/data/candor/decision", q, &webhook)
			var data struct{ Result json.RawMessage }
			send("/v1/data/candor/decision", `{"input":`+q+`}`, &data)
			var one struct {
				Decision bool
				Context  json.RawMessage
			}
			send("/access/v1/evaluation", authzen[i], &one)
			for way, got := range map[string]json.RawMessage{
				"plain": plain, "webhook": webhook, "data": data.Result, "batch": batch.Answers[i],
				"AuthZEN": one.Context, "AuthZEN, several": several.Evaluations[i].Context,
			} {
				if inOrder(t, got) != want {
					t.Errorf("%s: %s\ngot  %s\nwant %s", way, q, got, want)
				}
				asked++
			}
			if one.Decision != answer.Allow || several.Evaluations[i].Decision != answer.Allow {
				t.Errorf("AuthZEN decides otherwise: %s", q)
			}
			if answer.Allow {
				allowed++
			}
		}
	}
	t.Logf("%d questions, %d of them allowed; %d answers over HTTP", len(questions), allowed, asked)
}

// evaluationOf states a question as an AuthZEN request: what has a part of its own
// there, and the rest as properties and context.
func evaluationOf(t *testing.T, question string) string {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal([]byte(question), &fields); err != nil {
		t.Fatal(err)
	}
	audience, kind, id := "", "notice", fields["notice"]
	if list, _ := fields["audiences"].([]any); len(list) == 1 {
		audience = list[0].(string)
		delete(fields, "audiences")
	}
	if list, _ := fields["categories"].([]any); len(list) == 1 {
		kind, id = "category", list[0]
		delete(fields, "categories")
	} else {
		delete(fields, "notice")
	}
	action := fields["action"]
	delete(fields, "action")
	properties := map[string]any{}
	for _, name := range []string{"age", "place", "audiences"} {
		if value, ok := fields[name]; ok {
			properties[name] = value
			delete(fields, name)
		}
	}
	text := func(v any) string {
		out, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	return fmt.Sprintf(`{"subject":{"type":%s,"id":"somebody","properties":%s},"action":{"name":%s},"resource":{"type":%s,"id":%s},"context":%s}`,
		text(audience), text(properties), text(action), text(kind), text(id), text(fields))
}

// inOrder is the canonical form of a JSON text: keys in order.
func inOrder(t *testing.T, text []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
