package main

import (
	"bytes"
	"io"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/serve"
)

var console = regexp.MustCompile("(?s)(```console\n)(.*?)(```)")

// TestReadme runs the transcript of the README and wants the very output that
// stands there.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := console.FindAllSubmatch(readme, -1)
	if len(blocks) == 0 {
		t.Fatal("the README has no transcript")
	}
	for _, block := range blocks {
		got := transcript(t, string(block[2]))
		if got == string(block[2]) {
			continue
		}
		if !*update {
			t.Errorf("the README shows\n%s\nand the command prints\n%s", block[2], got)
		}
		readme = bytes.Replace(readme, block[0], slices.Concat(block[1], []byte(got), block[3]), 1)
	}
	if *update {
		if err := os.WriteFile("README.md", readme, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// transcript runs every command of a transcript and gives it with what they print.
func transcript(t *testing.T, text string) string {
	t.Helper()
	now, err := time.Parse(time.RFC3339, day)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, line := range strings.Split(text, "\n") {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		if out.Len() > 0 {
			out.WriteString("\n")
		}
		out.WriteString(line + "\n")
		words := strings.Fields(command)
		if words[0] != "candor" || strings.ContainsAny(command, `"'|>\`) {
			t.Fatalf("the transcript has %q, which this test cannot run", command)
		}
		p := process{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }, now: func() time.Time { return now }}
		run(t.Context(), p, words[1:])
	}
	return out.String()
}

// TestAskOverHTTP sends what policies/ASK.md shows to a server of the examples, and
// wants the very responses that stand there.
func TestAskOverHTTP(t *testing.T) {
	t.Chdir("../..")
	const name = "policies/ASK.md"
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339, day)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{process: process{out: io.Discard, err: io.Discard, env: func(string) string { return "" }, now: func() time.Time { return now }}, color: "never"}
	offer, err := a.policy(t.Context(), nil, serving{})
	if err != nil {
		t.Fatal(err)
	}
	h := serve.New(offer.policy, serve.Options{})
	blocks := console.FindAllSubmatch(page, -1)
	if len(blocks) == 0 {
		t.Fatal("the page has no transcript")
	}
	for _, block := range blocks {
		var got bytes.Buffer
		for line := range strings.Lines(string(block[2])) {
			if !strings.HasPrefix(line, "$ ") {
				continue
			}
			m := curl.FindStringSubmatch(line)
			if m == nil {
				t.Fatalf("the page has %q, which this test cannot run", line)
			}
			r := httptest.NewRequest("POST", m[1], strings.NewReader(m[2]))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			got.WriteString(line)
			got.Write(digest.ReplaceAll(w.Body.Bytes(), []byte("sha256:…")))
		}
		if got.String() == string(block[2]) {
			continue
		}
		if !*update {
			t.Errorf("the page shows\n%s\nand the server says\n%s", block[2], &got)
		}
		page = bytes.Replace(page, block[0], slices.Concat(block[1], got.Bytes(), block[3]), 1)
	}
	if *update {
		if err := os.WriteFile(name, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// digest is that of the examples, which the page leaves out: it changes with them.
var digest = regexp.MustCompile(`sha256:[0-9a-f]{64}`)

// curl is the one way the page calls it: --json posts a body as JSON.
var curl = regexp.MustCompile(`^\$ curl -s (http://127\.0\.0\.1:8181/\S*) --json '([^']*)'\n$`)
