package rego_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/candor-privacy/candor/policies/rego"
)

// TestStockOPAAgrees asks OPA as anyone runs it, with a store of plain JSON, all
// built-in functions and lenient errors, and compares the bytes of the answers.
func TestStockOPAAgrees(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	data := fixture(t)
	document, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := rego.New(t.Context(), document, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	options := []func(*opa.Rego){
		opa.Query("data." + strings.ReplaceAll(rego.Entrypoint, "/", ".")),
		opa.Store(inmem.NewFromObject(data)),
	}
	for name, text := range rego.Modules() {
		options = append(options, opa.Module(name, text))
	}
	stock, err := opa.New(options...).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range []string{
		`null`, `[]`, `{}`, `7`,
		`{"notice":"school","action":"use","categories":["usage"],"purpose":"service"}`,
		`{"notice":"school","action":"use","categories":["contact"],"purpose":"marketing","strict":false}`,
		`{"notice":"school","action":"send","categories":["email"],"purpose":"news","age":20,"gates":{"agreed":{"on":"2026-01-01","by":"person","ended":null},"no-mail":false}}`,
		`{"notice":"school","action":"retain","categories":["contact"],"since":{"left":"2024-02-29"}}`,
		`{"notice":"school","action":"respond","right":"access","since":{"request":"2026-10-01"},"strict":false}`,
		`{"notice":"school","action":"respond","event":"breach","since":{"breach":"2026-11-20T10:00:00+01:00"},"on":"2026-11-24T00:00:00Z"}`,
		`{"notice":"school","action":"share","categories":["name"],"recipient":"host","place":{"destination":"US","customer":"US-CT"}}`,
		`{"notice":"school","action":"eat","purpose":"fun","colour":1}`,
	} {
		var input any
		if err := json.Unmarshal([]byte(question), &input); err != nil {
			t.Fatal(err)
		}
		results, err := stock.Eval(t.Context(), opa.EvalInput(input), opa.EvalTime(now))
		if err != nil || len(results) != 1 {
			t.Errorf("%s: %d results, %v", question, len(results), err)
			continue
		}
		if got, want := sorted(t, results[0].Expressions[0].Value), sorted(t, engine.DecideJSON(t.Context(), []byte(question))); got != want {
			t.Errorf("%s\nstock OPA %s\nengine    %s", question, got, want)
		}
	}
	results, err := stock.Eval(t.Context(), opa.EvalTime(now))
	if err != nil || len(results) != 1 || !strings.Contains(sorted(t, results[0].Expressions[0].Value), "bad_question") {
		t.Errorf("undefined input: %v %v", results, err)
	}
}

// sorted is JSON with its keys in order.
func sorted(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	text, err = json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
