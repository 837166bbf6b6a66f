//go:build node

package client_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies/decision"
)

// compiler is the package of the TypeScript compiler.
const compiler = "typescript@5.9.3"

// good is an answer that allows.
func good(code string, detail string) map[string]any {
	text, err := json.Marshal(decision.Answer{
		Outcome: decision.AllowWithObligations, Allow: true, Notice: decision.Side{Outcome: decision.AllowWithObligations}, Law: decision.Side{Outcome: decision.None},
		Reasons: []decision.Reason{{Code: code, Source: "notice", Statement: "serve", Text: "We do.", Detail: detail,
			At: &decision.At{Notice: "school", Version: "1", Path: "/school/#serve"}}},
		Obligations: []decision.Obligation{{ID: "tell", Text: "We tell.", Via: []string{}}},
		Missing:     []string{}, Assumed: []string{"a"}, Issues: []string{}, Basis: "contract", Bundle: decision.Bundle{Serial: 12},
	})
	if err != nil {
		panic(err)
	}
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		panic(err)
	}
	return v
}

// behaviour is what a server does with a question, and the code that comes of it: ""
// where the answer allows.
type behaviour struct {
	code, detail string
	serve        http.HandlerFunc
}

// says is a server that answers well, but for the answer.
func says(code string, answer any) behaviour {
	return behaviour{code: code, serve: func(w http.ResponseWriter, r *http.Request) {
		body := answer
		if strings.HasSuffix(r.URL.Path, "/v1/decisions") {
			body = map[string]any{"answers": []any{answer}}
		}
		json.NewEncoder(w).Encode(body)
	}}
}

// writes is a server that gives a status and a body.
func writes(code string, status int, body string) behaviour {
	b := behaviour{code: code, serve: func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}}
	if code == "refused" {
		b.detail = fmt.Sprint(status)
	}
	return b
}

func behaviours(released chan struct{}) map[string]behaviour {
	allowing, err := json.Marshal(good(decision.Permitted, ""))
	if err != nil {
		panic(err)
	}
	all := map[string]behaviour{
		"good":         says("", good(decision.Permitted, "")),
		"a new field":  says("", with(good(decision.Permitted, ""), "new", 1)),
		"null":         writes("bad_answer", 200, "null"),
		"empty":        writes("bad_answer", 200, ""),
		"no JSON":      writes("bad_answer", 200, "<html>allow</html>"),
		"half":         writes("bad_answer", 200, string(allowing[:len(allowing)/2])),
		"a list":       says("bad_answer", []any{good(decision.Permitted, "")}),
		"just true":    says("bad_answer", true),
		"no reasons":   says("bad_answer", with(good(decision.Permitted, ""), "reasons", []any{})),
		"odd reason":   says("bad_answer", with(good(decision.Permitted, ""), "reasons", []any{map[string]any{"code": "", "source": "notice", "text": ""}})),
		"odd owed":     says("bad_answer", with(good(decision.Permitted, ""), "obligations", []any{nil})),
		"odd outcome":  says("bad_answer", with(good(decision.Permitted, ""), "outcome", "permit")),
		"denies":       says("bad_answer", with(good(decision.Permitted, ""), "outcome", "deny")),
		"does not":     says("bad_answer", with(good(decision.Permitted, ""), "allow", false)),
		"true as text": says("bad_answer", with(good(decision.Permitted, ""), "allow", "true")),
		"wrapped":      says("bad_answer", map[string]any{"result": good(decision.Permitted, "")}),
		"waits": {code: "timed_out", serve: func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-released:
			}
		}},
		"waits within": {code: "timed_out", serve: func(w http.ResponseWriter, r *http.Request) {
			w.Write(allowing[:20])
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-released:
			}
		}},
		"hangs up": {code: "unreachable", serve: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		"hangs up within": {code: "unreachable", serve: func(w http.ResponseWriter, r *http.Request) {
			w.Write(allowing[:20])
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}},
		"moved": {code: "unreachable", serve: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/good/v1/decision", http.StatusTemporaryRedirect)
		}},
	}
	for _, status := range []int{201, 202, 400, 401, 403, 404, 413, 429, 500, 502, 503} {
		all[fmt.Sprint(status)] = writes("refused", status, string(allowing))
	}
	for field := range good(decision.Permitted, "") {
		gone := good(decision.Permitted, "")
		delete(gone, field)
		all["without "+field] = says("bad_answer", gone)
		all["null for "+field] = says("bad_answer", with(good(decision.Permitted, ""), field, nil))
	}
	return all
}

func with(v map[string]any, key string, value any) map[string]any {
	v[key] = value
	return v
}

// TestClientInNode puts the client to a server that answers well and badly.
func TestClientInNode(t *testing.T) {
	dir := compiled(t, "ask.mjs")
	released := make(chan struct{})
	cases := behaviours(released)
	var mu sync.Mutex
	var batches []int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Authorization") != "Bearer t" {
			t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if name != "counting" {
			cases[name].serve(w, r)
			return
		}
		var asked struct {
			Questions []decision.Question `json:"questions"`
		}
		if err := json.Unmarshal(body, &asked); err != nil {
			t.Errorf("%v: %s", err, body)
		}
		mu.Lock()
		batches = append(batches, len(asked.Questions))
		nth := len(batches)
		mu.Unlock()
		answers := []any{}
		for _, q := range asked.Questions {
			answers = append(answers, good("permitted", fmt.Sprint(q.Counts["n"])))
		}
		if nth == 1 {
			answers[7] = "allow"
		}
		if nth == 3 {
			answers = answers[1:]
		}
		json.NewEncoder(w).Encode(map[string]any{"answers": answers})
	}))
	defer server.Close()
	defer close(released)
	nobody := httptest.NewServer(nil)
	nobody.Close()

	allowing, err := json.Marshal(good(decision.Permitted, ""))
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(cases))
	var got struct {
		Out     map[string]decision.Answer `json:"out"`
		Input   []any                      `json:"input"`
		None    []any                      `json:"none"`
		Counted []string                   `json:"counted"`
	}
	out := run(t, dir, append([]string{"node", "ask.mjs", server.URL, nobody.URL, string(allowing)}, names...)...)
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := map[string]behaviour{
		"nobody there": {code: "unreachable"}, "age that is no number": {code: "unasked"}, "number without end": {code: "unasked"}, "circle": {code: "unasked"},
		"big number": {code: "unasked"}, "nothing": {code: "unasked"}, "fetch that throws": {code: "unreachable"}, "fetch that gives nothing": {code: "unreachable"},
		"module": {}, "module that throws": {code: "bad_answer"}, "module without result": {code: "bad_answer"}, "module with two": {code: "bad_answer"},
		"module with another shape": {code: "bad_answer"},
	}
	for name, b := range cases {
		want[name], want[name+" among several"] = b, b
	}
	for name, b := range want {
		a, answered := got.Out[name]
		switch r := a.Reasons; {
		case !answered || len(r) == 0:
			t.Errorf("%s: no answer", name)
		case b.code == "" && (!a.Allow || r[0].Code != decision.Permitted):
			t.Errorf("%s: %+v, want an allow", name, a)
		case b.code != "" && (a.Allow || a.Outcome != decision.Deny || len(r) != 1 || r[0].Code != b.code || r[0].Source != "client" || r[0].Detail != b.detail):
			t.Errorf("%s: %+v, want a deny by the client with %s %s", name, a, b.code, b.detail)
		}
	}
	if len(got.Out) != len(want) {
		t.Errorf("%d answers, want %d", len(got.Out), len(want))
	}
	t.Logf("%d answers", len(want))

	wantInput := []any{map[string]any{"question": map[string]any{"notice": "school", "action": "use", "purpose": "service"}, "now": 1795219200000.0}, "candor/timed/decision"}
	if diff := cmp.Diff(wantInput, got.Input); diff != "" {
		t.Errorf("what the module is asked:\n%s", diff)
	}
	if len(got.None) != 0 {
		t.Errorf("no questions: %v", got.None)
	}
	if diff := cmp.Diff([]int{100, 99, 50}, batches); diff != "" {
		t.Errorf("questions a request:\n%s", diff)
	}
	for i, code := range got.Counted {
		want := fmt.Sprintf("permitted %d", i)
		switch {
		case i == 7 || i >= 200:
			want = "bad_answer "
		case i == 120:
			want = "unasked "
		}
		if code != want {
			t.Errorf("answer %d of many: %q, want %q", i, code, want)
		}
	}
	if len(got.Counted) != 250 {
		t.Errorf("%d answers to 250 questions", len(got.Counted))
	}
}

func run(t *testing.T, dir string, command ...string) []byte {
	t.Helper()
	if strings.Contains(command[0], "/") {
		command[0] = filepath.Join(dir, command[0])
	}
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	var talk bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &talk
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", command, err, out, &talk)
	}
	return out
}
