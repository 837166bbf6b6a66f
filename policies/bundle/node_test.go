//go:build node

package bundle_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
	"github.com/candor-privacy/candor/policies/rego"
	"github.com/candor-privacy/candor/policies/vectors"
)

// sdk is the package that runs OPA's modules in Node.
const sdk = "@open-policy-agent/opa-wasm@1.10.0"

// inNode makes a folder outside the repository with the module of a bundle, its data
// and OPA's package for Node.
func inNode(t *testing.T, packed []byte) string {
	t.Helper()
	dir := t.TempDir()
	for _, e := range opened(t, packed) {
		if e.name == "policy.wasm" || e.name == "data.json" {
			put(t, dir, e.name, e.data)
		}
	}
	put(t, dir, "package.json", []byte("{}"))
	node(t, dir, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", sdk)
	return dir
}

func put(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func node(t *testing.T, dir string, command ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	var talk bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &talk
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", command, err, out, &talk)
	}
	return out
}

// envelope is the input of a module.
type envelope struct {
	Question json.RawMessage `json:"question,omitempty"`
	Now      any             `json:"now,omitempty"`
}

// told is what ask.mjs prints.
type told struct {
	Needs        map[string]any `json:"needs"`
	Entrypoints  map[string]int `json:"entrypoints"`
	Before       []result       `json:"before"`
	Answers      [][]result     `json:"answers"`
	Milliseconds float64        `json:"milliseconds"`
	Microseconds float64        `json:"microseconds"`
}

type result struct {
	Result json.RawMessage `json:"result"`
}

// askInNode puts questions to the module in a folder.
func askInNode(t *testing.T, dir string, inputs []envelope) told {
	t.Helper()
	script, err := os.ReadFile("testdata/ask.mjs")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "inputs.json", text)
	put(t, dir, "ask.mjs", script)
	var got told
	if err := json.Unmarshal(node(t, dir, "node", "ask.mjs"), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Answers) != len(inputs) {
		t.Fatalf("%d answers to %d questions", len(got.Answers), len(inputs))
	}
	return got
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// TestVectorsInNode puts the vectors to a module in OPA's own package for Node.
func TestVectorsInNode(t *testing.T) {
	dir, asked := "", 0
	for _, set := range vectors.All() {
		doc := compiled(t, set.Workspace, policies.Options{Serial: 12, Expires: set.Expires})
		if dir == "" {
			dir = inNode(t, writtenWasm(t, doc, bundle.Signing{}))
		} else {
			data, err := (&bundle.Bundle{Document: doc}).Data()
			if err != nil {
				t.Fatal(err)
			}
			put(t, dir, "data.json", data) // the module is the same
		}
		now := noon
		if !set.Now.IsZero() {
			now = set.Now
		}
		var inputs []envelope
		var questions []vectors.Vector
		for _, v := range set.Vectors {
			if v.Text == nil {
				inputs, questions = append(inputs, envelope{v.Question, now.UnixMilli()}), append(questions, v)
			}
		}
		got := askInNode(t, dir, inputs)
		for i, v := range questions {
			if len(got.Answers[i]) != 1 {
				t.Fatalf("%s: %s: %d results", set.File, v.Name, len(got.Answers[i]))
			}
			expect(t, set, v, doc, got.Answers[i][0].Result)
		}
		asked += len(questions)
		t.Logf("%s: %d questions, %.0f µs each in Node, data of %d bytes taken in %.0f ms", set.File, len(questions), got.Microseconds, size(t, dir, "data.json"), got.Milliseconds)
	}
	t.Logf("%d questions", asked)
}

// TestWasmInNode asks at other times, and without a time that tells anything. The module
// needs nothing of its host, and knows nothing before it has data.
func TestWasmInNode(t *testing.T) {
	doc := compiled(t, schoolAt, policies.Options{Serial: 12, Issued: "2026-11-21", Expires: "2026-12-21"})
	const allowed = `{"notice":"school","action":"use","categories":["usage"],"purpose":"service"}`
	stale := time.Date(2026, 12, 22, 0, 0, 0, 0, time.UTC)
	inputs, codes := []envelope{{[]byte(allowed), noon.UnixMilli()}, {[]byte(allowed), stale.UnixMilli()}, {[]byte(`7`), stale.UnixMilli()}, {nil, noon.UnixMilli()}},
		[]string{decision.Permitted, decision.BundleExpired, decision.BundleExpired, decision.BadQuestion}
	for _, now := range []any{nil, "", "now", noon.Format(time.RFC3339), noon.Unix(), noon.UnixMicro(), -1, 0, true, []int{1}, float64(noon.UnixMilli()) + 0.5} {
		inputs, codes = append(inputs, envelope{[]byte(allowed), now}), append(codes, decision.EvaluationFailed)
	}
	got := askInNode(t, inNode(t, writtenWasm(t, doc, bundle.Signing{Key: newKey(t, "ES256")})), inputs)
	if len(got.Needs) > 0 {
		t.Errorf("the host has to bring %v", slices.Sorted(maps.Keys(got.Needs)))
	}
	if diff := cmp.Diff(map[string]int{rego.WasmEntrypoint: 0}, got.Entrypoints); diff != "" {
		t.Errorf("entry points:\n%s", diff)
	}
	if len(got.Before) != 1 || !strings.Contains(string(got.Before[0].Result), decision.NotReady) {
		t.Errorf("without data: %v", got.Before)
	}
	for i, results := range got.Answers {
		var a decision.Answer
		if len(results) != 1 || json.Unmarshal(results[0].Result, &a) != nil || len(a.Reasons) != 1 || a.Reasons[0].Code != codes[i] || a.Allow != (codes[i] == decision.Permitted) {
			t.Errorf("%s at %v: %s, want %s", inputs[i].Question, inputs[i].Now, results, codes[i])
		}
	}
}

// TestFaultsInNode puts every fault that a module can be given to one. A value that
// JavaScript cannot write as JSON, a name that is there twice and the size of a question
// are for the host to see to, as the client for TypeScript does; there is no clock but
// the host's, either.
func TestFaultsInNode(t *testing.T) {
	doc := compiled(t, schoolAt, policies.Options{Expires: "2026-12-21"})
	fresh, stale := time.Date(2026, 11, 21, 12, 30, 0, 0, time.UTC), time.Date(2026, 12, 22, 0, 0, 0, 0, time.UTC)
	inputs, codes := []envelope{{[]byte(decisiontest.Sound), fresh.UnixMilli()}}, []string{decision.Permitted}
	for _, f := range decisiontest.Faults() {
		at := fresh
		switch {
		case !json.Valid([]byte(f.Question)), f.Name == "key twice", f.Name == "infinite", f.Name == "huge":
			continue
		case f.State == decisiontest.Expired:
			at = stale
		case f.State == decisiontest.Late, f.State == decisiontest.Broken, f.State == decisiontest.Undefined, f.State == decisiontest.Panics: // no time is told
			at = time.Time{}
		case f.State != decisiontest.Fresh:
			continue
		}
		inputs, codes = append(inputs, envelope{[]byte(f.Question), at.UnixMilli()}), append(codes, f.Code)
	}
	text, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/ask.mjs")
	if err != nil {
		t.Fatal(err)
	}
	dir := inNode(t, writtenWasm(t, doc, bundle.Signing{}))
	put(t, dir, "inputs.json", text)
	put(t, dir, "ask.mjs", script)
	var got struct {
		Answers [][]struct{ Result decision.Answer }
	}
	if err := json.Unmarshal(node(t, dir, "node", "ask.mjs"), &got); err != nil {
		t.Fatal(err)
	}
	for i, code := range codes {
		a := got.Answers[i][0].Result
		if a.Allow != (i == 0) || !slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Code == code }) {
			t.Errorf("%.200s at %v: %+v, want %s", inputs[i].Question, inputs[i].Now, a, code)
		}
	}
	t.Logf("%d faults", len(codes)-1)
}

// TestReadmeInNode runs what the rule book tells to write.
func TestReadmeInNode(t *testing.T) {
	book, err := os.ReadFile("../ASK.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(book), "\n## Wasm\n")
	_, rest, _ = strings.Cut(rest, "```js\n")
	script, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the rule book shows nothing to run")
	}
	dir := inNode(t, writtenWasm(t, compiled(t, ".", policies.Options{Serial: 12}), bundle.Signing{}))
	put(t, dir, "readme.mjs", []byte(script))
	if out := string(node(t, dir, "node", "readme.mjs")); !strings.HasPrefix(out, "true ") {
		t.Errorf("it prints %q", out)
	}
}

func size(t *testing.T, dir, name string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
