package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
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
