package serve_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

const bearer = "0123456789abcdef0123456789abcdef"

func source(p *serve.Policy) func() *serve.Policy { return func() *serve.Policy { return p } }

// realPolicy is that of the notice which the rules' own tests ask about.
func realPolicy(t testing.TB) *serve.Policy {
	t.Helper()
	return &serve.Policy{Engine: realEngine(t, policies.Options{}), Notices: map[string]bool{"school": true}, Digest: schoolSet(t).Digest}
}

func schoolSet(t testing.TB) *notices.Set {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS("../rego/testdata/workspace"))
	set, found := notices.Resolve(inv)
	if len(set.Notices) != 1 {
		t.Fatalf("the school's notice does not resolve: %v", found)
	}
	return set
}

// engine is one that a test makes of a function.
type engine func(context.Context, []byte) decision.Answer

func (e engine) DecideJSON(ctx context.Context, q []byte) decision.Answer { return e(ctx, q) }

// policyOf serves a made engine, which knows the notice "n".
func policyOf(e engine) *serve.Policy {
	return &serve.Policy{Engine: e, Notices: map[string]bool{"n": true}}
}

// recorder is an engine that keeps the last question and permits it.
func recorder(last *string) engine {
	return func(_ context.Context, q []byte) decision.Answer {
		*last = string(q)
		return permits()
	}
}

// permits is an answer that allows.
func permits() decision.Answer {
	return decision.Answer{
		Outcome: decision.Allow, Allow: true, Notice: decision.Side{Outcome: decision.Allow}, Law: decision.Side{Outcome: decision.None},
		Reasons:     []decision.Reason{{Code: decision.Permitted, Source: "notice", Text: "We may."}},
		Obligations: []decision.Obligation{}, Missing: []string{}, Assumed: []string{}, Issues: []string{},
	}
}

// request is one to a handler: METHOD PATH, headers as "Name: value", and a body.
type request struct {
	line    string
	headers []string
	body    string
}

func (q request) send(t testing.TB, h http.Handler) *httptest.ResponseRecorder {
	t.Helper()
	method, path, _ := strings.Cut(q.line, " ")
	r := httptest.NewRequest(method, path, strings.NewReader(q.body))
	for _, line := range q.headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func post(path, body string) request { return request{line: "POST " + path, body: body} }

// at gives the value at a path such as result.reasons.0.code of a JSON document.
func at(t testing.TB, text []byte, path string) any {
	t.Helper()
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for key := range strings.SplitSeq(path, ".") {
		switch v := doc.(type) {
		case map[string]any:
			doc = v[key]
		case []any:
			i := int(key[0] - '0')
			if i >= len(v) {
				return nil
			}
			doc = v[i]
		default:
			return nil
		}
	}
	return doc
}

func packed(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// TestRequests holds every way to ask to its status and to one value of its body.
func TestRequests(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	const data, v0, fields, retention = "/v1/data/candor/decision", "/v0/data/candor/decision", "/v1/fields", "/v1/retention"
	long := `{"notice":"school","action":"use","channel":"` + strings.Repeat("x", 64<<10) + `"}`
	for _, c := range []struct {
		name   string
		q      request
		status int
		path   string
		want   any
	}{
		{"plain", post("/v1/decision", asked), 200, "allow", true},
		{"plain, no JSON", post("/v1/decision", `{`), 200, "reasons.0.code", "bad_question"},
		{"plain, empty", post("/v1/decision", ``), 200, "reasons.0.code", "bad_question"},
		{"plain, deep", post("/v1/decision", `{"gates":`+strings.Repeat(`[`, 60000)+`}`), 200, "reasons.0.detail", "depth"},
		{"plain, too large", post("/v1/decision", long), 413, "code", "request_too_large"},
		{"plain, packed", request{"POST /v1/decision", []string{"Content-Encoding: gzip"}, packed(asked)}, 200, "allow", true},
		{"plain, packed too large", request{"POST /v1/decision", []string{"Content-Encoding: gzip"}, packed(strings.Repeat(" ", 1<<24))}, 413, "code", "request_too_large"},
		{"plain, packed badly", request{"POST /v1/decision", []string{"Content-Encoding: gzip"}, asked}, 400, "code", "invalid_parameter"},
		{"plain, packed and cut", request{"POST /v1/decision", []string{"Content-Encoding: gzip"}, packed(asked)[:30]}, 400, "code", "invalid_parameter"},
		{"plain, packed oddly", request{"POST /v1/decision", []string{"Content-Encoding: br"}, asked}, 415, "code", "unsupported_media_type"},
		{"plain, a form", request{"POST /v1/decision", []string{"Content-Type: application/x-www-form-urlencoded"}, asked}, 415, "code", "unsupported_media_type"},
		{"plain, text", request{"POST /v1/decision", []string{"Content-Type: text/plain"}, asked}, 415, "code", "unsupported_media_type"},
		{"plain, JSON in UTF-8", request{"POST /v1/decision", []string{"Content-Type: application/json; charset=utf-8"}, asked}, 200, "allow", true},
		{"plain, wrong method", request{line: "GET /v1/decision"}, 405, "code", "method_not_allowed"},

		{"data", post(data, `{"input":`+asked+`}`), 200, "result.allow", true},
		{"data, more members", post(data, `{"com.example/x":{"a":1},"input":`+asked+`}`), 200, "result.allow", true},
		{"data, spaced", post(data, " {\n\t\"input\" :\r"+asked+" } "), 200, "result.allow", true},
		{"data, escaped name", post(data, `{"\u0069nput":`+asked+`}`), 200, "result.allow", true},
		{"data, other case", post(data, `{"Input":`+asked+`}`), 200, "result.reasons.0.code", "bad_question"},
		{"data, without input", post(data, `{}`), 200, "result.reasons.0.code", "bad_question"},
		{"data, without input, says so", post(data, `{}`), 200, "warning.code", "api_usage_warning"},
		{"data, null", post(data, `{"input":null}`), 200, "result.outcome", "deny"},
		{"data, empty", post(data, ``), 200, "result.outcome", "deny"},
		{"data, no JSON", post(data, `{"input":`), 400, "code", "invalid_parameter"},
		{"data, a list", post(data, `[`+asked+`]`), 400, "code", "invalid_parameter"},
		{"data, twice", post(data, `{"input":`+asked+`,"input":{}}`), 400, "code", "invalid_parameter"},
		{"data, more after it", post(data, `{"input":`+asked+`}{}`), 400, "code", "invalid_parameter"},
		{"data, deep", post(data, strings.Repeat(`[`, 60000)), 400, "code", "invalid_parameter"},
		{"data, a part", post(data+"/allow", `{"input":`+asked+`}`), 200, "result", true},
		{"data, a part with a slash", post(data+"/allow/", `{"input":`+asked+`}`), 200, "result", true},
		{"data, a part of a part", post(data+"/reasons/0/code", `{"input":`+asked+`}`), 200, "result", "permitted"},
		{"data, no part", post(data+"/granted", `{"input":`+asked+`}`), 404, "code", "undefined_document"},
		{"data, no element", post(data+"/reasons/7", `{"input":`+asked+`}`), 404, "code", "undefined_document"},
		{"data, below a leaf", post(data+"/allow/x", `{"input":`+asked+`}`), 404, "code", "undefined_document"},
		{"data, GET", request{line: "GET " + data + "?input=" + escaped(asked)}, 200, "result.allow", true},
		{"data, GET a part", request{line: "GET " + data + "/outcome?input=" + escaped(asked)}, 200, "result", "allow"},
		{"data, GET without input", request{line: "GET " + data}, 200, "result.outcome", "deny"},
		{"data, GET no JSON", request{line: "GET " + data + "?input=x"}, 400, "code", "invalid_parameter"},
		{"data, PUT", request{line: "PUT " + data, body: `{}`}, 405, "code", "method_not_allowed"},
		{"data, the package", post("/v1/data/candor", `{"input":`+asked+`}`), 404, "code", "resource_not_found"},
		{"data, another document", post("/v1/data/candor/decisionx", `{"input":`+asked+`}`), 404, "code", "resource_not_found"},
		{"webhook", post(v0, asked), 200, "allow", true},
		{"webhook, empty", post(v0, ``), 200, "outcome", "deny"},
		{"webhook, no JSON", post(v0, `{`), 400, "code", "invalid_parameter"},
		{"webhook, no part", post(v0+"/granted", asked), 404, "code", "undefined_document"},
		{"webhook, GET", request{line: "GET " + v0}, 405, "code", "method_not_allowed"},

		{"batch", post("/v1/decisions", `{"questions":[`+asked+`,{}]}`), 200, "answers.0.allow", true},
		{"batch, in order", post("/v1/decisions", `{"questions":[`+asked+`,{}]}`), 200, "answers.1.allow", false},
		{"batch, one is odd", post("/v1/decisions", `{"questions":[7]}`), 200, "answers.0.reasons.0.code", "bad_question"},
		{"batch, none", post("/v1/decisions", `{"questions":[]}`), 200, "answers.0", nil},
		{"batch of 100", post("/v1/decisions", batch(100)), 200, "answers.9.allow", true},
		{"batch of 101", post("/v1/decisions", batch(101)), 400, "code", "invalid_parameter"},
		{"batch, misspelt", post("/v1/decisions", `{"question":[]}`), 400, "code", "invalid_parameter"},
		{"batch, no list", post("/v1/decisions", `{"questions":{}}`), 400, "code", "invalid_parameter"},
		{"batch, bare", post("/v1/decisions", `[]`), 400, "code", "invalid_parameter"},

		{"fields", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","categories":["usage"]}]}`), 200, "allowed.0", "a"},
		{"fields, in one answer", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","categories":["usage"]}]}`), 200, "answer.allow", true},
		{"fields, a denied one", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","categories":["usage"]},{"name":"b","categories":["usage","health"]}]}`), 200, "denied.0.name", "b"},
		{"fields, of nothing", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","categories":[]}]}`), 200, "denied.0.answer.reasons.0.code", "unknown_category"},
		{"fields, without categories", post(fields, `{"question":`+asked+`,"fields":[{"name":"a"}]}`), 200, "answer.reasons.0.code", "unknown_category"},
		{"fields, none", post(fields, `{"question":`+asked+`,"fields":[]}`), 200, "answer.allow", false},
		{"fields, of no question", post(fields, `{"question":[],"fields":[{"name":"a","categories":["usage"]}]}`), 200, "denied.0.answer.reasons.0.code", "bad_question"},
		{"fields, nameless", post(fields, `{"question":`+asked+`,"fields":[{"categories":["usage"]}]}`), 400, "code", "invalid_parameter"},
		{"fields, misspelt", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","category":"usage"}]}`), 400, "code", "invalid_parameter"},
		{"fields, null among categories", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","categories":["usage",null]}]}`), 400, "code", "invalid_parameter"},
		{"fields, categories twice", post(fields, `{"question":`+asked+`,"fields":[{"name":"a","categories":["health"],"categories":["usage"]}]}`), 400, "code", "invalid_parameter"},
		{"fields, with more", post(fields, `{"question":`+asked+`,"fields":[],"strict":false}`), 400, "code", "invalid_parameter"},
		{"fields, of records", post(fields, `{"question":`+asked+`,"records":[]}`), 400, "code", "invalid_parameter"},
		{"fields, 101 of them", post(fields, `{"question":`+asked+`,"fields":[`+many(`{"name":"a"}`, 101)+`]}`), 400, "message", "at most 100 can be asked at once"},
		{"fields, 100 of them", post(fields, `{"question":`+asked+`,"fields":[`+many(`{"name":"a","categories":["usage"]}`, 100)+`]}`), 200, "answer.allow", true},
		{"fields, too large", post(fields, `{"question":`+long+`,"fields":[]}`), 413, "code", "request_too_large"},
		{"retention", post(retention, `{"question":{"notice":"school"},"records":[{"id":"r","categories":["contact"],"since":{"left":"2020-01-01"}}]}`), 200, "records.0.by", "2021-01-01"},
		{"retention, over", post(retention, `{"question":{"notice":"school"},"records":[{"id":"r","categories":["contact"],"since":{"left":"2020-01-01"}}]}`), 200, "records.0.keep", false},
		{"retention, on a day", post(retention, `{"question":{"notice":"school","strict":false,"on":"2020-02-02"},"records":[{"id":"r","categories":["contact"],"since":{"left":"2020-01-01"}}]}`), 200, "records.0.keep", true},
		{"retention, shared", post(retention, `{"question":{"notice":"school","strict":false,"on":"2020-02-02","since":{"left":"2020-01-01"}},"records":[{"id":"r","categories":["contact"]}]}`), 200, "records.0.by", "2021-01-01"},
		{"retention, of its own", post(retention, `{"question":{"notice":"school","strict":false,"on":"2020-02-02","since":{"left":"2019-01-01"}},"records":[{"id":"r","categories":["contact"],"since":{"left":"2020-01-01"}}]}`), 200, "records.0.by", "2021-01-01"},
		{"retention, of nothing", post(retention, `{"question":{"notice":"school"},"records":[{"id":"r"}]}`), 200, "records.0.answer.reasons.0.code", "unknown_category"},
		{"retention, since when", post(retention, `{"question":{"notice":"school"},"records":[{"id":"r","categories":["contact"],"since":[]}]}`), 200, "records.0.answer.reasons.0.detail", "since"},
		{"retention, since when, twice", post(retention, `{"question":{"notice":"school","since":7},"records":[{"id":"r","categories":["contact"],"since":{}}]}`), 200, "records.0.answer.reasons.0.detail", "since"},
		{"retention, none", post(retention, `{"question":{"notice":"school"},"records":[]}`), 200, "records.0", nil},
		{"retention, without an id", post(retention, `{"question":{"notice":"school"},"records":[{"categories":["contact"]}]}`), 400, "code", "invalid_parameter"},
		{"retention, by name", post(retention, `{"question":{"notice":"school"},"records":[{"name":"r","categories":["contact"]}]}`), 400, "code", "invalid_parameter"},
		{"retention, 101 of them", post(retention, `{"question":{"notice":"school"},"records":[`+many(`{"id":"r"}`, 101)+`]}`), 400, "message", "at most 100 can be asked at once"},
		{"retention, wrong method", request{line: "GET " + retention}, 405, "code", "method_not_allowed"},

		{"health", request{line: "GET /health"}, 200, "alive", true},
		{"ready", request{line: "GET /ready"}, 200, "ready", true},
		{"nowhere", request{line: "GET /"}, 404, "code", "resource_not_found"},
		{"climbing", post("/x/../v1/decision", asked), 404, "code", "resource_not_found"},
		{"a page asks", request{"POST /v1/decision", []string{"Origin: https://example.org"}, asked}, 403, "code", "forbidden"},
		{"a page asks, hiding", request{"POST /v1/decision", []string{"Origin: null"}, asked}, 403, "code", "forbidden"},
		{"a page loads", request{"GET " + data, []string{"Sec-Fetch-Site: cross-site"}, ""}, 403, "code", "forbidden"},
		{"a page of this host loads", request{"GET " + data, []string{"Sec-Fetch-Site: same-origin"}, ""}, 403, "code", "forbidden"},
		{"a person looks", request{"GET /ready", []string{"Sec-Fetch-Site: none"}, ""}, 200, "ready", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := c.q.send(t, h)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if got := at(t, w.Body.Bytes(), c.path); got != c.want {
				t.Errorf("%s is %v, want %v in %s", c.path, got, c.want, w.Body)
			}
			if got := w.Header().Get("Content-Type"); got != "application/json" {
				t.Errorf("content type %q", got)
			}
			if w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Error("pages of other sites may read this")
			}
		})
	}
}

func escaped(s string) string {
	return strings.NewReplacer(`"`, "%22", "{", "%7B", "}", "%7D", "[", "%5B", "]", "%5D").Replace(s)
}

func TestPretty(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	for query, want := range map[string]bool{"": false, "?pretty": true, "?pretty=true": true, "?pretty=false": false} {
		got := post("/v1/decision"+query, asked).send(t, h).Body.String()
		if strings.HasPrefix(got, "{\n  ") != want {
			t.Errorf("%q gives %.40q", query, got)
		}
	}
}

// TestRequestID wants an identifier back, and nothing else that is in its place.
func TestRequestID(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	for id, want := range map[string]string{
		"bfe9eb29-ab87-4ca3": "bfe9eb29-ab87-4ca3", strings.Repeat("x", 256): strings.Repeat("x", 256),
		strings.Repeat("x", 257): "", "a\x01b": "", "é": "", "": "",
	} {
		for _, path := range []string{"/v1/decision", "/access/v1/evaluation", "/nowhere"} {
			w := request{"POST " + path, []string{"X-Request-ID: " + id}, `{}`}.send(t, h)
			if got := w.Header().Get("X-Request-ID"); got != want {
				t.Errorf("%s: %q comes back as %q", path, id, got)
			}
		}
	}
}

func TestToken(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{Token: bearer})
	for _, path := range []string{"/v1/decision", "/v1/decisions", "/v1/data/candor/decision", "/access/v1/evaluation", "/metrics", "/nowhere"} {
		for shown, want := range map[string]bool{
			"": false, bearer: false, "Bearer": false, "Bearer ": false, "Basic " + bearer: false, "Bearer " + bearer[1:]: false,
			"Bearer " + bearer + " ": false, "Bearer  " + bearer: false, "Bearer " + bearer: true, "bearer " + bearer: true,
		} {
			q := post(path, `{}`)
			if shown != "" {
				q.headers = []string{"Authorization: " + shown}
			}
			w := q.send(t, h)
			if got := w.Code != http.StatusUnauthorized; got != want {
				t.Errorf("%s with %q: status %d", path, shown, w.Code)
			}
			if !want && w.Header().Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s does not say what is missing", path)
			}
		}
	}
	for _, path := range []string{"/health", "/ready"} {
		if w := (request{line: "GET " + path}).send(t, h); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

// TestHints: a question with an unknown id, or with an act that does not count, is told
// why beside the answer, which stays the engine's own.
func TestHints(t *testing.T) {
	p := realPolicy(t)
	h := serve.New(source(p), serve.Options{})
	for _, test := range []struct{ name, question, want string }{
		{"an id with a slip", `{"notice":"school","action":"use","categories":["photo"],"purpose":"nwes"}`, `purpose: the closest is "news"`},
		{"another notice", `{"notice":"schol","action":"use"}`, `notice: the closest is "school"`},
		{"another action", `{"notice":"school","action":"usee"}`, `action: the closest is "use"`},
		{"another way", `{"notice":"school","action":"send","categories":["email"],"purpose":"news","basis":"approval","gates":{"agreed":{"by":"person","via":"a “shop”"}},"strict":false}`,
			`gate "agreed" is stated, but via "a \u201cshop\u201d", not via one of: form`},
		{"an action in capitals", `{"notice":"school","action":"Use"}`, `action: the closest is "use"`},
		{"no action", `{"notice":"school"}`, "the question names no action; there is collect, use, store, retain, access, display, send, share, transfer, feature, decide, delete, respond"},
		{"no notice", `{"action":"use"}`, "the question names no notice; there is school"},
		{"an id like none", `{"notice":"school","action":"use","categories":["photo"],"purpose":"zzz"}`, "purpose: there is ads, marketing, news, service, study"},
		{"a place by its name", `{"notice":"school","action":"use","place":{"customer":"New York"}}`, `place: "New York" is not an ISO code: write "US-NY"`},
		{"a place that is no code", `{"notice":"school","action":"use","place":{"person":"UK"}}`, `place: "UK" is not an ISO code: write "GB"`},
		{"what is allowed", asked, ""},
		{"no question", `[]`, `a question is a JSON object, such as {"notice": "\u2026", "action": "use"}`},
		{"another field", `{"notice":"school","action":"use","category":"photo"}`, `there is no field "category"; the closest is "categories"`},
		{"a list that is none", `{"notice":"school","action":"use","categories":"photo","purpose":"nwes"}`,
			`the field "categories" takes a list of ids, such as ["contact"]` + "\n" + `purpose: the closest is "news"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			for path, body := range map[string]string{"/v1/decision": test.question, "/v1/data/candor/decision": `{"input":` + test.question + `}`} {
				w := post(path, body).send(t, h)
				if got := strings.Join(w.Header()["Candor-Hint"], "\n"); got != test.want {
					t.Errorf("%s: got %q, want %q\n%s", path, got, test.want, w.Body)
				}
			}
			var own strings.Builder
			e := json.NewEncoder(&own)
			e.SetEscapeHTML(false)
			if err := e.Encode(p.Engine.DecideJSON(t.Context(), []byte(test.question))); err != nil {
				t.Fatal(err)
			}
			if got := post("/v1/decision", test.question).send(t, h).Body.String(); strings.TrimSpace(got) != strings.TrimSpace(own.String()) {
				t.Errorf("the answer is another:\n%s\n%s", got, own.String())
			}
		})
	}
}

// TestHintsOfAProtocol: what only OPA's Data API or AuthZEN asks for is told in its words.
func TestHintsOfAProtocol(t *testing.T) {
	h := serve.New(source(realPolicy(t)), serve.Options{})
	for _, test := range []struct{ name, path, body, want string }{
		{"a question without input", "/v1/data/candor/decision", `{"notice":"school","action":"use"}`,
			`there is no question; it is a JSON object, such as {"notice": "\u2026", "action": "use"}, which OPA\u2019s Data API takes under "input"`},
		{"another type of resource", "/access/v1/evaluation", `{"subject":{"type":"pupil","id":"1"},"action":{"name":"use"},"resource":{"type":"document","id":"photo"},"context":{"notice":"school"}}`,
			`the field "resource.type" takes category, notice, purpose, recipient, right, event, basis or audience`},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := post(test.path, test.body).send(t, h)
			if got := strings.Join(w.Header()["Candor-Hint"], "\n"); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, w.Body)
			}
		})
	}
}
