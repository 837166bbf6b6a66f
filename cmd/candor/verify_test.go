package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/site"
)

// TestVerifyFindsWhatABundleChanges gives verify a bundle that bears the digest of the
// workspace and says something else in one place.
func TestVerifyFindsWhatABundleChanges(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "acme")
	noon, err := time.Parse(time.RFC3339, day)
	if err != nil {
		t.Fatal(err)
	}
	candor := func(args ...string) (code int, out string) {
		var b, talk bytes.Buffer
		p := process{in: strings.NewReader(""), out: &b, err: &talk, env: func(string) string { return "" }, now: func() time.Time { return noon }}
		code = run(t.Context(), p, args)
		return code, b.String() + talk.String()
	}
	if code, out := candor("init", dir); code != exitClean {
		t.Fatal(out)
	}
	s := site.Read(os.DirFS(dir), site.Options{})
	file := filepath.Join(dir, "policy.tar.gz")
	pack := func(change func(*document.Notice)) {
		doc, err := policies.Compile(s.Set, policies.Options{Serial: 3})
		if err != nil {
			t.Fatal(err)
		}
		change(doc.Notices["larkfield"])
		var b bytes.Buffer
		if err := bundle.Write(&b, doc, bundle.Signing{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"verify", dir, "--bundle", file, "--insecure-unsigned", "--each", "1", "--random", "50"}

	pack(func(*document.Notice) {})
	if code, out := candor(args...); code != exitClean {
		t.Errorf("the bundle as it is: exit code %d\n%s", code, out)
	}
	pack(func(n *document.Notice) { n.Reason(n.Statement("newsletter")).Text += " Or without." })
	code, out := candor(args...)
	for _, want := range []string{"rego and bundle part\n", "  echo '{\"notice\":\"larkfield\"", " | candor ask --workspace " + dir + " --json -\n", "    reasons[0].text\n      rego    \"", " Or without.\""} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not print %q", want)
		}
	}
	if code != exitFindings || strings.Contains(out, "\n0 differences") {
		t.Errorf("a sentence of the bundle's own: exit code %d\n%s", code, out)
	}

	// The question that is told shows it where it is asked.
	_, out = candor(append(args, "--format", "json")...)
	var got struct {
		Differences int
		Shown       []struct {
			Question json.RawMessage
			Fields   []site.Field
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Differences == 0 || len(got.Shown) == 0 {
		t.Fatalf("%v: %s", err, out)
	}
	engine, err := policies.New(t.Context(), s.Set, policies.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range got.Shown {
		a := engine.DecideJSON(t.Context(), d.Question)
		text, _ := json.Marshal(a.Reasons[0].Text)
		if a.Reasons[0].Statement != "newsletter" || d.Fields[0].Path != "reasons[0].text" || d.Fields[0].First != string(text) || a.Reasons[0].Code == decision.BadQuestion {
			t.Errorf("%s: %+v\n%+v", d.Question, d.Fields, a.Reasons)
		}
	}
}
