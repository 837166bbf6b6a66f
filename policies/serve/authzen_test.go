package serve_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// published is a request of the kind the specification shows, and how many decisions
// its response has; 0 for a response that is one itself.
type published struct {
	Shows     string          `json:"shows"`
	Path      string          `json:"path"`
	Request   json.RawMessage `json:"request"`
	Decisions int             `json:"decisions"`
	Codes     []string        `json:"codes"`        // of the first decision, in order
	Ours      json.RawMessage `json:"ours"`         // the same request in our ids
	OurOwn    int             `json:"ourDecisions"` // decisions it has, if others
}

// TestAuthZENExamples sends the requests of the specification. They name nothing that
// we know, and deny; the same requests in our own ids allow.
func TestAuthZENExamples(t *testing.T) {
	text, err := os.ReadFile("testdata/authzen.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []published
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	h := serve.New(source(realPolicy(t)), serve.Options{})
	for _, p := range all {
		t.Run(p.Shows, func(t *testing.T) {
			decisions := sendAuthZEN(t, h, p.Path, p.Request, p.Decisions)
			for _, d := range decisions {
				if d.Decision || d.Context.Outcome != decision.Deny {
					t.Errorf("the published request gets %+v", d)
				}
			}
			var codes []string
			for _, r := range decisions[0].Context.Reasons {
				codes = append(codes, strings.TrimSuffix(r.Code+" "+r.Detail, " "))
			}
			if !slices.Equal(codes, p.Codes) {
				t.Errorf("codes %q, want %q", codes, p.Codes)
			}
			for _, d := range sendAuthZEN(t, h, p.Path, p.Ours, cmp.Or(p.OurOwn, p.Decisions)) {
				if !d.Decision || !d.Context.Allow {
					t.Errorf("the same in our ids gets %+v", d)
				}
			}
		})
	}
}

type authzenDecision struct {
	Decision bool            `json:"decision"`
	Context  decision.Answer `json:"context"`
}

func sendAuthZEN(t *testing.T, h *serve.Handler, path string, body []byte, decisions int) []authzenDecision {
	t.Helper()
	w := post(path, string(body)).send(t, h)
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	var response struct {
		authzenDecision
		Evaluations []authzenDecision `json:"evaluations"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &response); err != nil {
		t.Fatal(err)
	}
	if decisions == 0 {
		if response.Evaluations != nil {
			t.Fatalf("one request gets several decisions: %s", w.Body)
		}
		return []authzenDecision{response.authzenDecision}
	}
	if len(response.Evaluations) != decisions {
		t.Fatalf("%d decisions, want %d: %s", len(response.Evaluations), decisions, w.Body)
	}
	return response.Evaluations
}

// TestAuthZENMapping states one question in many ways.
func TestAuthZENMapping(t *testing.T) {
	var got string
	h := serve.New(source(policyOf(recorder(&got))), serve.Options{})
	const subject, action = `{"type":"","id":"u-1"}`, `{"name":"use"}`
	for _, c := range []struct{ name, subject, action, resource, context, want string }{
		{"a category", subject, action, `{"type":"category","id":"usage"}`, `{}`, `{"action":"use","categories":["usage"]}`},
		{"an audience asks", `{"type":"pupil","id":"u-1"}`, action, `{"type":"purpose","id":"news"}`, `{}`, `{"action":"use","audiences":["pupil"],"purpose":"news"}`},
		{"a right", subject, `{"name":"respond"}`, `{"type":"right","id":"access"}`, `{}`, `{"action":"respond","right":"access"}`},
		{"nothing stated", subject, action, `{"type":"notice","id":""}`, `{}`, `{"action":"use"}`},
		{"fields everywhere", `{"type":"","id":"u-1","properties":{"age":9}}`, `{"name":"use","properties":{"basis":"contract"}}`,
			`{"type":"recipient","id":"host","properties":{"categories":["a","b"]}}`, `{"notice":"n","gates":{"g":true}}`,
			`{"action":"use","age":9,"basis":"contract","categories":["a","b"],"gates":{"g":true},"notice":"n","recipient":"host"}`},
		{"twice alike", `{"type":"pupil","id":"u-1","properties":{"audiences":[ "pupil" ]}}`, action, `{"type":"category","id":"usage"}`,
			`{"action":"use","categories":["us\u0061ge"]}`, `{"action":"use","audiences":["pupil"],"categories":["usage"]}`},
		{"null is nothing", subject, action, `{"type":"purpose","id":"news"}`, `{"purpose":null,"colour":null}`, `{"action":"use","purpose":"news"}`},
		{"quotes", subject, `{"name":"a\"b\\c\u00e9"}`, `{"type":"notice","id":""}`, `{}`, `{"action":"a\"b\\cé"}`},

		{"twice differently", subject, action, `{"type":"purpose","id":"news"}`, `{"purpose":"service"}`, `{"action":"use","purpose":[[]]}`},
		{"two categories", subject, action, `{"type":"category","id":"a"}`, `{"categories":["a","b"]}`, `{"action":"use","categories":[[]]}`},
		{"two actions", subject, action, `{"type":"notice","id":""}`, `{"action":"share"}`, `{"action":[[]]}`},
		{"another type", subject, action, `{"type":"account","id":"123"}`, `{}`, `{"action":"use","resource.type":[[]]}`},
		{"a type that is a field", subject, action, `{"type":"strict","id":"false"}`, `{}`, `{"action":"use","resource.type":[[]]}`},
		{"unknown", subject, action, `{"type":"notice","id":""}`, `{"time":"now"}`, `{"action":"use","time":"now"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got = ""
			body := fmt.Sprintf(`{"subject":%s,"action":%s,"resource":%s,"context":%s,"unheard-of":1}`, c.subject, c.action, c.resource, c.context)
			if w := post("/access/v1/evaluation", body).send(t, h); w.Code != 200 {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			if canonical(t, got) != canonical(t, c.want) {
				t.Errorf("asks %s, want %s", got, c.want)
			}
			if strings.Contains(got, "u-1") {
				t.Errorf("the subject's id is in %s", got)
			}
		})
	}
}

// TestAuthZENFieldTwice asks the engine itself about every field stated twice: none
// may allow.
func TestAuthZENFieldTwice(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	for _, field := range []string{
		`"notice":"school","notice":"other"`, `"action":"use","action":"share"`, `"categories":["usage"],"categories":["name"]`,
		`"purpose":"service","purpose":"news"`, `"recipient":"host","recipient":"x"`, `"audiences":["a"],"audiences":["b"]`, `"age":1,"age":2`,
		`"form":"identified","form":"x"`, `"basis":"contract","basis":"consent"`, `"right":"access","right":"x"`, `"event":"breach","event":"x"`,
		`"channel":"a","channel":"b"`, `"role":"controller","role":"processor"`, `"place":{},"place":{"person":"DE"}`, `"gates":{},"gates":{"agreed":true}`,
		`"documents":{},"documents":{"charter":"permits"}`, `"since":{},"since":{"request":"2026-01-01"}`, `"earlier":[],"earlier":["2026-01-01"]`,
		`"counts":{},"counts":{"affected":1}`, `"on":"2026-01-01","on":"2026-01-02"`, `"strict":true,"strict":false`,
	} {
		name, _, _ := strings.Cut(field[1:], `"`)
		cut := strings.LastIndex(field, `,"`+name+`":`)
		rest := []string{}
		for _, other := range []string{`"notice":"school"`, `"categories":["usage"]`, `"purpose":"service"`} {
			if !strings.HasPrefix(other, `"`+name+`"`) {
				rest = append(rest, other)
			}
		}
		body := fmt.Sprintf(`{"subject":{"type":"","id":"x","properties":{%s}},"action":{"name":"use","properties":{%s}},"resource":{"type":"notice","id":""},"context":{%s}}`,
			field[:cut], field[cut+1:], strings.Join(rest, ","))
		w := post("/access/v1/evaluation", body).send(t, h)
		if w.Code != 200 || at(t, w.Body.Bytes(), "decision") != false || !strings.Contains(w.Body.String(), `"code":"bad_question"`) {
			t.Errorf("%s twice: status %d, %s", name, w.Code, w.Body)
		}
	}
}

// TestAuthZENIncomplete leaves out what is required: alone that is 400, among several
// it denies.
func TestAuthZENIncomplete(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	const subject, action, resource = `"subject":{"type":"","id":"x"}`, `"action":{"name":"use"}`, `"resource":{"type":"category","id":"usage"}`
	const context = `"context":{"notice":"school","purpose":"service"}`
	for _, members := range [][]string{
		{action, resource}, {subject, resource}, {subject, action}, {},
		{`"subject":{"type":"x"}`, action, resource}, {`"subject":{"id":"x"}`, action, resource}, {`"subject":{"type":"","id":7}`, action, resource},
		{`"subject":"x"`, action, resource}, {`"subject":null`, action, resource}, {subject, `"action":"use"`, resource}, {subject, `"action":{"name":["use"]}`, resource},
		{subject, action, `"resource":{"type":"category"}`}, {subject, action, `"resource":{"id":"usage"}`}, {subject, action, `"resource":[]`},
		{`"subject":{"type":"","id":"x","properties":7}`, action, resource}, {`"subject":{"type":"","id":"x","type":""}`, action, resource},
	} {
		request := "{" + strings.Join(append(members, context), ",") + "}"
		for path, body := range map[string]string{"/access/v1/evaluation": request, "/access/v1/evaluations": request} {
			if w := post(path, body).send(t, h); w.Code != 400 || at(t, w.Body.Bytes(), "code") != "invalid_parameter" {
				t.Errorf("%s %s: status %d, %s", path, body, w.Code, w.Body)
			}
		}
		w := post("/access/v1/evaluations", `{"evaluations":[`+request+`]}`).send(t, h)
		if w.Code != 200 || at(t, w.Body.Bytes(), "evaluations.0.decision") != false || at(t, w.Body.Bytes(), "evaluations.0.context.reasons.0.code") != decision.BadQuestion {
			t.Errorf("among several, %s: status %d, %s", request, w.Code, w.Body)
		}
	}
	if w := post("/access/v1/evaluation", "{"+strings.Join([]string{subject, action, resource, context}, ",")+"}").send(t, h); at(t, w.Body.Bytes(), "decision") != true {
		t.Errorf("complete: status %d, %s", w.Code, w.Body)
	}
	for _, body := range []string{``, `[]`, `"x"`, `{`, `{}{}`, `{"subject":{},"subject":{}}`, `{"evaluations":{}}`, `{"evaluations":[{}],"options":7}`,
		`{"evaluations":[{}],"options":{"evaluations_semantic":"all"}}`, `{"evaluations":[{}],"options":{"evaluations_semantic":null,"evaluations_semantic":7}}`,
		`{"evaluations":[` + strings.TrimSuffix(strings.Repeat("{},", 101), ",") + `]}`} {
		if w := post("/access/v1/evaluations", body).send(t, h); w.Code != 400 {
			t.Errorf("%.60s: status %d, %s", body, w.Code, w.Body)
		}
	}
}

// TestAuthZENSemantics asks three questions of which the second denies.
func TestAuthZENSemantics(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	for semantic, want := range map[string]string{
		``: "true false true", `{}`: "true false true", `{"evaluations_semantic":"execute_all","more":1}`: "true false true",
		`{"evaluations_semantic":"deny_on_first_deny"}`: "true false", `{"evaluations_semantic":"permit_on_first_permit"}`: "true",
	} {
		options := ""
		if semantic != "" {
			options = `,"options":` + semantic
		}
		w := post("/access/v1/evaluations", `{"subject":{"type":"","id":"x"},"action":{"name":"use"},"resource":{"type":"category","id":"usage"},
			"context":{"notice":"school","purpose":"service"}`+options+`,"evaluations":[{},{"resource":{"type":"category","id":"nothing"}},{}]}`).send(t, h)
		var response struct{ Evaluations []authzenDecision }
		if err := json.Unmarshal(w.Body.Bytes(), &response); err != nil || w.Code != 200 {
			t.Fatalf("%s: status %d, %s", semantic, w.Code, w.Body)
		}
		var got []string
		for _, e := range response.Evaluations {
			got = append(got, fmt.Sprint(e.Decision))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", semantic, got, want)
		}
	}
}

// TestAuthZENDefaultIsReplacedWhole wants no part of a default beside an own value.
func TestAuthZENDefaultIsReplacedWhole(t *testing.T) {
	var got string
	h := serve.New(source(policyOf(recorder(&got))), serve.Options{})
	post("/access/v1/evaluations", `{"subject":{"type":"a","id":"x","properties":{"age":9}},"action":{"name":"use"},"resource":{"type":"notice","id":"n"},
		"context":{"purpose":"p"},"evaluations":[{"subject":{"type":"b","id":"y"},"context":{}}]}`).send(t, h)
	if want := `{"action":"use","audiences":["b"],"notice":"n"}`; canonical(t, got) != want {
		t.Errorf("asks %s, want %s", got, want)
	}
}

func TestAuthZENActionSearch(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	const request = `{"subject":{"type":"","id":"x"},"resource":{"type":"category","id":"usage"},"context":{"notice":"school","purpose":"service"}%s}`
	for more, want := range map[string]string{``: `{"results":[{"name":"use"}]}`, `,"action":{"name":"share"},"page":{"limit":1}`: `{"results":[{"name":"use"}]}`} {
		w := post("/access/v1/search/action", fmt.Sprintf(request, more)).send(t, h)
		if got := strings.TrimSpace(w.Body.String()); w.Code != 200 || got != want {
			t.Errorf("status %d: %s, want %s", w.Code, got, want)
		}
	}
	if w := post("/access/v1/search/action", `{"subject":{"type":"","id":"x"}}`).send(t, h); w.Code != 400 {
		t.Errorf("without a resource: status %d, %s", w.Code, w.Body)
	}
	if w := post("/access/v1/search/action", fmt.Sprintf(request, "")).send(t, serve.New(source(nil), serve.Options{})); w.Code != 503 || at(t, w.Body.Bytes(), "results.0") != nil {
		t.Errorf("without a policy: status %d, %s", w.Code, w.Body)
	}
}

// TestAuthZENConfiguration follows every endpoint that the metadata name, and wants
// those that are absent not to be there.
func TestAuthZENConfiguration(t *testing.T) {
	for base, o := range map[string]serve.Options{"http://example.com": {}, "https://pdp.example.org": {BaseURL: "https://pdp.example.org/"}} {
		h := serve.New(source(realPolicy(t)), o)
		w := request{line: "GET /.well-known/authzen-configuration"}.send(t, h)
		var m map[string]string
		if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		if m["policy_decision_point"] != base {
			t.Errorf("is %q, want %q", m["policy_decision_point"], base)
		}
		for name, url := range m {
			if name == "policy_decision_point" {
				continue
			}
			if w := post(strings.TrimPrefix(url, base), `{}`).send(t, h); w.Code != 400 {
				t.Errorf("%s at %s: status %d", name, url, w.Code)
			}
		}
		for _, path := range []string{"subject", "resource"} {
			if w := post("/access/v1/search/"+path, `{}`).send(t, h); w.Code != 404 || m["search_"+path+"_endpoint"] != "" {
				t.Errorf("search for a %s: status %d", path, w.Code)
			}
		}
	}
}

// canonical is the one spelling of a JSON text.
func canonical(t testing.TB, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(v)
	return strings.TrimSpace(b.String())
}
