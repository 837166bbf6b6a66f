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

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/rego"
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

// TestWasmInNode asks the published questions, strict and not, and what is no
// question, of OPA's own package for Node. It has to answer as our engine does at the
// same time.
func TestWasmInNode(t *testing.T) {
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{Serial: 12, Issued: "2026-11-21", Expires: "2026-12-21"})
	if err != nil {
		t.Fatal(err)
	}
	key := newKey(t, "ES256")
	packed := writtenWasm(t, doc, bundle.Signing{Key: key})
	b, err := bundle.Read(bytes.NewReader(packed), trusting(key))
	if err != nil {
		t.Fatal(err)
	}
	fresh, stale := time.Date(2026, 11, 21, 12, 30, 0, 0, time.UTC), time.Date(2026, 12, 22, 0, 0, 0, 0, time.UTC)

	type asked struct {
		envelope
		at time.Time // zero: there is no telling the time
	}
	var all []asked
	questions := published(t)
	for i, q := range questions {
		var loose map[string]any
		if err := json.Unmarshal([]byte(q), &loose); err != nil {
			t.Fatal(err)
		}
		loose["strict"] = false
		notStrict, err := json.Marshal(loose)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []json.RawMessage{[]byte(q), notStrict} {
			all = append(all, asked{envelope{text, fresh.UnixMilli()}, fresh})
		}
		if i%10 == 0 {
			all = append(all, asked{envelope{notStrict, stale.UnixMilli()}, stale})
		}
		nonsense := []any{nil, "", "now", fresh.Format(time.RFC3339), fresh.Unix(), fresh.UnixMicro(), -1, 0, true, []int{1}, float64(fresh.UnixMilli()) + 0.5}
		all = append(all, asked{envelope{notStrict, nonsense[i%len(nonsense)]}, time.Time{}})
	}
	for _, q := range []string{
		`null`, `false`, `7`, `"x"`, `[]`, `{}`, `{"notice":"intoo"}`, `{"notice":"nobody","action":"eat","colour":1}`,
		`{"notice":"intoo","action":"use","categories":"resume","age":-1,"on":"2026-02-30","gates":{"published":7}}`,
		`{"notice":"intoo","action":"use","age":1.5}`, `{"notice":"intoo","action":"use","age":100000000000000000000}`,
		`{"notice":{"a":1},"action":["use"],"since":[],"earlier":{},"place":{"person":"gb","x":"GB"},"strict":0}`,
		`{"notice":"intoo","action":"respond"}`, `{"notice":"intoo","action":"use","purpose":"ü\u0000\u2028😀"}`,
	} {
		all = append(all, asked{envelope{[]byte(q), fresh.UnixMilli()}, fresh})
	}

	dir := inNode(t, packed)
	script, err := os.ReadFile("testdata/ask.mjs")
	if err != nil {
		t.Fatal(err)
	}
	inputs := make([]envelope, len(all))
	for i, a := range all {
		inputs[i] = a.envelope
	}
	text, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "inputs.json", text)
	put(t, dir, "ask.mjs", script)
	type results []struct {
		Result json.RawMessage `json:"result"`
	}
	var got struct {
		Needs        map[string]any `json:"needs"`
		Entrypoints  map[string]int `json:"entrypoints"`
		Before       results        `json:"before"`
		Answers      []results      `json:"answers"`
		Milliseconds float64        `json:"milliseconds"`
		Microseconds float64        `json:"microseconds"`
	}
	if err := json.Unmarshal(node(t, dir, "node", "ask.mjs"), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Needs) > 0 {
		t.Errorf("the host has to bring %v", slices.Sorted(maps.Keys(got.Needs)))
	}
	if diff := cmp.Diff(map[string]int{rego.WasmEntrypoint: 0}, got.Entrypoints); diff != "" {
		t.Errorf("entry points:\n%s", diff)
	}
	if len(got.Before) != 1 || !strings.Contains(string(got.Before[0].Result), decision.NotReady) {
		t.Errorf("without data: %v", got.Before)
	}
	if len(got.Answers) != len(all) {
		t.Fatalf("%d answers to %d questions", len(got.Answers), len(all))
	}
	engines := map[time.Time]*policies.Engine{}
	for _, at := range []time.Time{fresh, stale} {
		if engines[at], err = policies.NewFromBundle(t.Context(), b, func() time.Time { return at }); err != nil {
			t.Fatal(err)
		}
	}
	counts := map[string]int{}
	for i, a := range all {
		want := rego.Failed()
		if engine := engines[a.at]; engine != nil {
			want = engine.DecideJSON(t.Context(), a.Question)
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Answers[i]) != 1 {
			t.Fatalf("%s: %d results", a.Question, len(got.Answers[i]))
		}
		if diff := cmp.Diff(canonical(t, text), canonical(t, got.Answers[i][0].Result)); diff != "" {
			t.Errorf("%s at %v\n%s", a.Question, a.Now, diff)
		}
		counts[want.Outcome+" "+want.Reasons[0].Source]++
	}
	t.Logf("%d questions, %v; %.0f µs each in Node, data of %d bytes taken in %.0f ms", len(all), counts, got.Microseconds, size(t, dir, "data.json"), got.Milliseconds)
}

// TestReadmeInNode runs what the rule book tells to write.
func TestReadmeInNode(t *testing.T) {
	book, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(book), "\n## Ask in Wasm\n")
	_, rest, _ = strings.Cut(rest, "```js\n")
	script, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the rule book shows nothing to run")
	}
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{Serial: 12})
	if err != nil {
		t.Fatal(err)
	}
	dir := inNode(t, writtenWasm(t, doc, bundle.Signing{}))
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
