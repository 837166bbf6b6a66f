package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
)

// TestAskDeniesFaults puts every fault that a question on the command line can have to
// candor ask. A policy that expires, or cannot be evaluated, is not among them: the
// command makes its own, as of now.
func TestAskDeniesFaults(t *testing.T) {
	const sound = "../../policies/rego/testdata/workspace"
	broken := t.TempDir()
	if err := os.CopyFS(broken, os.DirFS(sound)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(broken, "notices/school/broken.toml"), []byte("[[bar]]\nid = 7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	today := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	ask := func(f decisiontest.Fault) (int, decision.Answer, string) {
		ctx, workspace, now := t.Context(), sound, today
		switch f.State {
		case decisiontest.NoBundle:
			workspace = broken
		case decisiontest.Late:
			ctx = ended
		case decisiontest.Panics:
			now = func() time.Time { panic("no clock") }
		}
		var out, talk bytes.Buffer
		p := process{in: strings.NewReader(f.Question), out: &out, err: &talk, env: func(string) string { return "" }, now: now}
		code := run(ctx, p, []string{"ask", "--workspace", workspace, "--format", "json", "--json", "-"})
		var a decision.Answer
		if err := json.Unmarshal(out.Bytes(), &a); err != nil {
			t.Errorf("%s: %v in %s%s", f.Name, err, &out, &talk)
		}
		return code, a, out.String()
	}
	if code, a, text := ask(decisiontest.Fault{Question: decisiontest.Sound}); code != 0 || !a.Allow {
		t.Fatalf("the question without a fault: %d with %s", code, text)
	}
	for _, f := range decisiontest.Faults() {
		switch f.State {
		case decisiontest.Expired, decisiontest.ClockBack, decisiontest.Broken, decisiontest.Undefined:
			continue
		}
		code, a, text := ask(f)
		if f.State == decisiontest.Panics {
			if code != exitFault || strings.Contains(text, "allow") {
				t.Errorf("%s: exit %d with %s", f.Name, code, text)
			}
			continue
		}
		if f.Name == "empty" {
			f.Code = decision.UnknownAction // for where there is only one notice, that one is meant
		}
		found := slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Code == f.Code && r.Detail == f.Detail })
		if code != exitFindings || a.Allow || a.Outcome != decision.Deny || !found {
			t.Errorf("%s: exit %d with %s\nwant a deny with %s %q", f.Name, code, text, f.Code, f.Detail)
		}
	}
}
