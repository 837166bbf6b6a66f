package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// TestLogSaysWhatWasDecided reads the line of an accepted question and that of one
// which is not.
func TestLogSaysWhatWasDecided(t *testing.T) {
	var log bytes.Buffer
	h := serve.New(source(realPolicy(t)), serve.Options{Log: slog.NewJSONHandler(&log, nil)})
	for question, want := range map[string]map[string]any{
		asked: {"action": "use", "notice": "school", "outcome": "allow", "codes": []any{"permitted"}},
		`{"notice":"school","action":"share","categories":["name"],"recipient":"host"}`: {"action": "share", "notice": "school", "outcome": "deny", "codes": []any{"underspecified", "permitted"}},
		`{"notice":"school","action":"use","purpose":"fun"}`:                            {"outcome": "deny", "codes": []any{"unknown_purpose"}},
		`{`: {"outcome": "deny", "codes": []any{"bad_question"}},
	} {
		for _, way := range ways {
			if question == "{" && way.name != "plain" {
				continue
			}
			log.Reset()
			post(way.path, way.wrap(question)).send(t, h)
			var got map[string]any
			if err := json.Unmarshal(log.Bytes(), &got); err != nil {
				t.Fatalf("%s: %v in %q", way.name, err, &log)
			}
			for _, always := range []string{"time", "serial", "latency_us"} {
				if _, ok := got[always]; !ok {
					t.Errorf("no %s in %s", always, &log)
				}
				delete(got, always)
			}
			want := maps.Clone(want)
			want["level"], want["msg"] = "INFO", "decision"
			if strings.HasPrefix(way.name, "AuthZEN") && strings.Contains(question, `"action":"share"`) {
				continue // its context contradicts the action that the wrapping states
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s is logged as %v, want %v", way.name, question, got, want)
			}
		}
	}
}

// TestLogHasOneLineADecision counts those of a batch.
func TestLogHasOneLineADecision(t *testing.T) {
	var log bytes.Buffer
	h := serve.New(source(realPolicy(t)), serve.Options{Log: slog.NewJSONHandler(&log, nil)})
	post("/v1/decisions", batch(7)).send(t, h)
	request{line: "GET /ready"}.send(t, h)
	post("/v1/decision/nowhere", asked).send(t, h)
	if got := bytes.Count(log.Bytes(), []byte("\n")); got != 7 {
		t.Errorf("%d lines, want 7:\n%s", got, &log)
	}
}

// TestNothingOfAPersonIsTold puts 200 canaries, one in every place of a request that
// takes text, to a real engine and to three that misbehave. None may come to the log or
// the metrics, and none to a response but the id that an answer is about (detail), or
// what the caller itself is told in its place.
func TestNothingOfAPersonIsTold(t *testing.T) {
	var log bytes.Buffer
	broken := policyOf(func(_ context.Context, q []byte) decision.Answer { panic(string(q)) })
	odd := policyOf(func(_ context.Context, q []byte) decision.Answer {
		a := permits()
		a.Outcome, a.Reasons[0].Code, a.Reasons[0].Source, a.Bundle.Digest = string(q), string(q), string(q), string(q)
		return a
	})
	credulous := policyOf(func(_ context.Context, q []byte) decision.Answer { // accepts anything, and says its words for codes
		a := permits()
		a.Reasons[0].Code = string(q)
		a.Reasons[0].Source = "notice"
		return a
	})
	canaries := 0
	for name, policy := range map[string]*serve.Policy{"real": realPolicy(t), "broken": broken, "odd": odd, "credulous": credulous} {
		h := serve.New(source(policy), serve.Options{Log: slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})})
		guarded := serve.New(source(policy), serve.Options{Log: slog.NewJSONHandler(&log, nil), Token: bearer})
		sent := canaryRequests()
		canaries = len(sent)
		for _, q := range sent {
			for _, handler := range []*serve.Handler{h, guarded} {
				w := q.send(t, handler)
				if w.Code != 200 && name != "credulous" && strings.Contains(strings.ToLower(w.Body.String()), "canary") {
					t.Errorf("%s: %s gets %d with %s", name, q.line, w.Code, w.Body)
				}
				if name == "real" && w.Code == 200 && !strings.Contains(q.line, "authzen-configuration") {
					if rest := withoutDetails(t, w.Body.Bytes()); strings.Contains(strings.ToLower(rest), "canary") {
						t.Errorf("%s: %s gets %s", name, q.line, rest)
					}
				}
			}
		}
		for _, handler := range []*serve.Handler{h, guarded} {
			w := request{line: "GET /metrics", headers: []string{"Authorization: Bearer " + bearer}}.send(t, handler)
			if w.Code != 200 || strings.Contains(strings.ToLower(w.Body.String()), "canary") {
				t.Errorf("%s: the metrics tell: %s", name, w.Body)
			}
		}
	}
	if log.Len() == 0 || strings.Contains(strings.ToLower(log.String()), "canary") {
		t.Errorf("the log tells: %s", &log)
	}
	if canaries < 200 {
		t.Errorf("%d canaries, want 200", canaries)
	}
	t.Logf("%d requests with a canary each, %d bytes of log", canaries, log.Len())
}

// canaryRequests are requests with one canary each.
func canaryRequests() []request {
	var out []request
	next := func() string { return fmt.Sprintf("canary%03d", len(out)) }
	add := func(q request) { out = append(out, q) }
	fields := []string{`"notice":%q`, `"action":%q`, `"categories":[%q]`, `"purpose":%q`, `"recipient":%q`, `"audiences":[%q]`, `"age":%q`, `"form":%q`, `"basis":%q`,
		`"right":%q`, `"event":%q`, `"channel":%q`, `"role":%q`, `"place":{"person":%q}`, `"place":{%q:"GB"}`, `"gates":{%q:true}`, `"gates":{"agreed":{"by":%q}}`,
		`"gates":{"agreed":{"via":%q}}`, `"gates":{"agreed":{"on":%q}}`, `"gates":{"agreed":{%q:""}}`, `"documents":{%q:"permits"}`, `"documents":{"charter":%q}`,
		`"since":{%q:"2026-01-01"}`, `"since":{"request":%q}`, `"earlier":[%q]`, `"counts":{%q:1}`, `"on":%q`, `"strict":%q`, `%q:1`}
	for _, f := range fields {
		for _, way := range ways {
			rest := `"notice":"school","action":"use","categories":["usage"],"purpose":"service"`
			if name, _, _ := strings.Cut(f, ":"); strings.Contains(rest, name+":") {
				rest = strings.Join(slices.DeleteFunc(strings.Split(rest, ","), func(m string) bool { return strings.HasPrefix(m, name+":") }), ",")
			}
			add(post(way.path, way.wrap("{"+rest+","+fmt.Sprintf(f, next())+"}")))
		}
	}
	for _, header := range []string{"Authorization", "X-Request-Id-Odd", "User-Agent", "Cookie", "Referer", "X-Forwarded-For", "Origin", "Sec-Fetch-Site",
		"Content-Type", "Content-Encoding", "Accept", "Traceparent"} {
		add(request{"POST /v1/decision", []string{header + ": " + next()}, asked})
		add(request{"POST /access/v1/evaluation", []string{header + ": Bearer " + next()}, asked})
	}
	for _, path := range []string{"/%s", "/v1/%s", "/v1/data/%s", "/v1/data/candor/decision/%s", "/v0/data/candor/decision/reasons/%s", "/access/v1/search/%s",
		"/v1/decision?%s", "/v1/decision?pretty=%s", "/v1/data/candor/decision?input=%s", "/v1/data/candor/decision?input=%%22%s%%22", "/v1/data/candor/decision?metrics=%s"} {
		add(request{line: "POST " + fmt.Sprintf(path, next()), body: asked})
		add(request{line: "GET " + fmt.Sprintf(path, next())})
	}
	for _, way := range ways {
		for _, body := range []string{"%s", `"%s"`, `{"%s"`, `{"%s":1}`, `["%s"]`, asked + `%s`, `{"input":%s}`, `{"questions":%s}`} {
			add(post(way.path, fmt.Sprintf(body, next())))
		}
	}
	for _, body := range []string{
		`{"subject":{"type":%q,"id":"x"},"action":{"name":"use"},"resource":{"type":"notice","id":"school"}}`,
		`{"subject":{"type":"","id":%q},"action":{"name":"use"},"resource":{"type":"notice","id":"school"}}`,
		`{"subject":{"type":"","id":"x","properties":{%q:1}},"action":{"name":"use"},"resource":{"type":"notice","id":"school"}}`,
		`{"subject":{"type":"","id":"x"},"action":{"name":%q},"resource":{"type":"notice","id":"school"}}`,
		`{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":%q,"id":"school"}}`,
		`{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"category","id":%q}}`,
		`{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"notice","id":"school"},"options":{"evaluations_semantic":%q},"evaluations":[{}]}`,
		`{%q:1,"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"notice","id":"school"}}`,
	} {
		for _, path := range []string{"evaluation", "evaluations", "search/action"} {
			add(post("/access/v1/"+path, fmt.Sprintf(body, next())))
		}
	}
	for _, body := range []string{
		`{"name":%q,"categories":["usage"]}`, `{"name":%q}`, `{"name":"f","categories":[%q]}`, `{"name":"f","categories":%q}`, `{"name":"f",%q:1}`,
	} {
		add(post("/v1/fields", `{"question":`+asked+`,"fields":[`+fmt.Sprintf(body, next())+`]}`))
	}
	for _, body := range []string{
		`{"id":%q,"categories":["contact"],"since":{"left":"2020-01-01"}}`, `{"id":"r","categories":[%q]}`, `{"id":"r","categories":["contact"],"since":{%q:"2020-01-01"}}`,
		`{"id":"r","categories":["contact"],"since":{"left":%q}}`, `{"id":"r","categories":["contact"],"gates":{%q:true}}`, `{"id":"r","categories":["contact"],"gates":{"agreed":{"by":%q}}}`,
		`{"id":"r",%q:1}`, `%q`,
	} {
		add(post("/v1/retention", `{"question":{"notice":"school"},"records":[`+fmt.Sprintf(body, next())+`]}`))
	}
	add(request{"GET http://" + next() + "/ready", nil, ""})
	add(request{"GET http://" + next() + "/.well-known/authzen-configuration", nil, ""})
	add(request{line: "GET /v1/data/candor/decision?input=" + url.QueryEscape(`{"notice":"`+next()+`"}`)})
	return out
}

// withoutDetails is a response without what it may tell: the ids its reasons are about,
// and the names of fields and records that the caller has given them.
func withoutDetails(t testing.TB, text []byte) string {
	t.Helper()
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		return string(text) // the metrics
	}
	var strip func(v any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, told := range []string{"detail", "allowed", "name", "id"} {
				delete(v, told)
			}
			for _, x := range v {
				strip(x)
			}
		case []any:
			for _, x := range v {
				strip(x)
			}
		}
	}
	strip(doc)
	rest, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(rest)
}
