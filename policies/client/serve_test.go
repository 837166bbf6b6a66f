//go:build node

package client_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
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
	"github.com/candor-privacy/candor/policies/client"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
	"github.com/candor-privacy/candor/policies/serve"
)

// compiled is a folder with the client as JavaScript, and a script that uses it.
func compiled(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	text, err := os.ReadFile(filepath.Join("testdata", script))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"candor.ts": client.TypeScript, script: string(text), "package.json": `{"type":"module"}`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", compiler)
	run(t, dir, "node_modules/.bin/tsc", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--isolatedModules",
		"--erasableSyntaxOnly", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "candor.ts")
	return dir
}

// workspace is that of the rules' own tests.
const workspace = "../rego/testdata/workspace"

// candorServe runs the command over that workspace and gives its address.
func candorServe(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run(t, ".", "go", "build", "-o", dir, "../../cmd/candor")
	cmd := exec.Command(filepath.Join(dir, "candor"), "serve", workspace, "--listen", "127.0.0.1:0")
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for lines := bufio.NewScanner(talk); lines.Scan(); {
		if _, address, found := strings.Cut(lines.Text(), " served at "); found {
			return address
		}
	}
	t.Fatal("candor serve does not say where it is")
	return ""
}

// engine is one in process over the same workspace.
func engine(t *testing.T, o policies.Options) *policies.Engine {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS(workspace))
	set, _ := notices.Resolve(inv)
	e, err := policies.New(t.Context(), set, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// panics is an engine that does.
type panics struct{}

func (panics) DecideJSON(context.Context, []byte) decision.Answer { panic("engine") }

// TestServeInNode puts every fault to candor serve by all that the client has, and
// holds what it says of fields and records against the engine in Go.
func TestServeInNode(t *testing.T) {
	real := candorServe(t)
	states := map[decisiontest.State]string{decisiontest.Fresh: real}
	for state, p := range map[decisiontest.State]*serve.Policy{
		decisiontest.NoBundle: nil,
		decisiontest.Expired:  {Engine: engine(t, policies.Options{Expires: "2020-01-01"})},
		decisiontest.Panics:   {Engine: panics{}},
	} {
		server := httptest.NewServer(serve.New(func() *serve.Policy { return p }, serve.Options{}))
		defer server.Close()
		states[state] = server.URL
	}
	type about struct {
		Address  string            `json:"address"`
		Question decision.Question `json:"question"`
		Fields   []policies.Field  `json:"fields,omitempty"`
		Records  []policies.Record `json:"records,omitempty"`
	}
	type fault struct {
		Address  string `json:"address"`
		Question string `json:"question"`
	}
	var in struct {
		Faults     []fault `json:"faults"`
		Selections []about `json:"selections"`
		Retentions []about `json:"retentions"`
	}
	var faults []decisiontest.Fault
	for _, f := range decisiontest.Faults() {
		if states[f.State] != "" && f.Name != "key twice" { // which JavaScript reads as one
			faults = append(faults, f)
			in.Faults = append(in.Faults, fault{states[f.State], f.Question})
		}
	}
	lax := false
	fields := []policies.Field{{Name: "login", Categories: []string{"usage"}}, {Name: "allergies", Categories: []string{"health"}}, {Name: "mail", Categories: []string{"email", "usage"}}, {Name: "notes", Categories: []string{}}}
	for _, purpose := range []string{"service", "news", "ads", "nothing"} {
		in.Selections = append(in.Selections, about{real, decision.Question{Notice: "school", Action: "use", Purpose: purpose, Strict: &lax}, fields, nil})
	}
	var records []policies.Record
	for _, left := range []string{"2020-01-01", "2026-01-01", "2026-11-21", "2100-01-01"} {
		records = append(records, policies.Record{ID: left, Categories: []string{"contact"}, Since: map[string]string{"left": left}})
	}
	records = append(records, policies.Record{ID: "health", Categories: []string{"health"}}, policies.Record{ID: "held", Categories: []string{"contact"}, Since: map[string]string{"left": "2020-01-01"},
		Gates: map[string]decision.Act{"legal-hold": {Happened: true, Ended: "2027-01-01"}}})
	many := slices.Repeat(records, 40) // more than a request may hold
	for _, records := range [][]policies.Record{records, many} {
		in.Retentions = append(in.Retentions, about{real, decision.Question{Notice: "school", Action: "retain", On: "2026-11-21", Strict: &lax}, nil, records})
	}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	dir := compiled(t, "serve.mjs")
	var got struct {
		Faults []*struct {
			One, Several, Field, Fields, Kept decision.Answer
			Keep                              bool
		} `json:"faults"`
		Selected []policies.Selection `json:"selected"`
		Kept     [][]policies.Kept    `json:"kept"`
	}
	cmd := exec.CommandContext(t.Context(), "node", "serve.mjs")
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, bytes.NewReader(text), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}

	asked := 0
	for i, f := range faults {
		g := got.Faults[i]
		if g == nil {
			continue
		}
		asked++
		codes := []string{f.Code}
		switch f.Name {
		case "no bundle":
			codes = []string{"refused"}
		case "huge":
			codes = append(codes, "refused")
		case "infinite":
			codes = []string{"unasked"}
		}
		if g.Keep {
			t.Errorf("%s: something may be kept or sent", f.Name)
		}
		for way, a := range map[string]decision.Answer{"one": g.One, "several": g.Several, "field": g.Field, "fields": g.Fields, "kept": g.Kept} {
			codes := codes
			if way != "one" && way != "several" {
				codes = append(codes, "refused") // more is read of the request before the engine is asked
			}
			if a.Allow || a.Outcome != decision.Deny || !slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return slices.Contains(codes, r.Code) }) {
				t.Errorf("%s, %s: %+v, want a deny with %s", f.Name, way, a, codes)
			}
		}
	}
	t.Logf("%d faults", asked)

	e := engine(t, policies.Options{Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }})
	for i, s := range in.Selections {
		if diff := cmp.Diff(e.Fields(t.Context(), s.Question, s.Fields), got.Selected[i]); diff != "" {
			t.Errorf("fields for %s:\n%s", s.Question.Purpose, diff)
		}
	}
	for i, r := range in.Retentions {
		if diff := cmp.Diff(e.Retention(t.Context(), r.Question, r.Records), got.Kept[i]); diff != "" {
			t.Errorf("%d records:\n%s", len(r.Records), diff)
		}
	}
}
