package notices_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const sentences = "testdata/sentences.txt"

// TestSentences holds every kind of sentence against the words an editor would
// let pass; the file is written to be read.
func TestSentences(t *testing.T) {
	golden, err := os.ReadFile(sentences)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(golden), "=== ")
	var out strings.Builder
	out.WriteString(head)
	for _, c := range strings.Split(body, "\n=== ") {
		name, rest, _ := strings.Cut(c, "\n")
		snippet, want, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Fatalf("case %q has no line of dashes", name)
		}
		want = strings.TrimSpace(want)
		var got string
		t.Run(name, func(t *testing.T) {
			got = strings.TrimSpace(words(t, snippet))
			if !*update && got != want {
				t.Errorf("%s\n%s", snippet, cmp.Diff(want, got))
			}
		})
		fmt.Fprintf(&out, "=== %s\n%s\n---\n%s\n\n", name, strings.TrimSpace(snippet), got)
	}
	if *update {
		text := strings.TrimRight(out.String(), "\n") + "\n"
		if err := os.WriteFile(sentences, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// words resolves a snippet over the common vocabulary and prints every sentence
// that comes of it, lists line by line, and the findings.
func words(t *testing.T, snippet string) string {
	t.Helper()
	set, found := resolve(t, snippet)
	n := set.Notices[0]
	var out strings.Builder
	for _, s := range n.Statements {
		printSentence(&out, s.ID, s.Sentence)
		if s.Keep != nil && s.Keep.Ending.ID != "" {
			fmt.Fprintf(&out, "then %s: %s\n", s.Keep.Ending.ID, s.Keep.Ending.Text)
		}
	}
	for _, s := range n.Sources {
		if s.ID == "x" {
			printSentence(&out, s.ID, s.Sentence)
		}
	}
	for _, g := range n.Gates {
		if g.ID == "x" {
			fmt.Fprintf(&out, "x: %s\n   # %s\n   … %s …\n", g.Sentence, g.Title, g.Label)
		}
	}
	for _, d := range n.Documents {
		if d.Sentence != "" {
			fmt.Fprintf(&out, "%s: %s\n", d.ID, d.Sentence)
		}
	}
	for _, a := range n.Addenda {
		fmt.Fprintf(&out, "%s: %s\n", a.ID, a.Applies)
	}
	for _, f := range found {
		fmt.Fprintf(&out, "%s %s: %s\n", f.Severity, f.Code, f.Message)
	}
	return out.String()
}

func printSentence(out *strings.Builder, id string, s notices.Sentence) {
	if s.Lead == "" {
		fmt.Fprintf(out, "%s: %s\n", id, s.Text)
		return
	}
	fmt.Fprintf(out, "%s: %s\n", id, s.Lead)
	for _, item := range s.Items {
		fmt.Fprintf(out, "   • %s\n", item)
	}
}

// resolve makes a workspace of the common vocabulary and a snippet. A snippet the
// language itself finds wrong is a mistake of the test.
func resolve(t *testing.T, snippet string) (*notices.Set, []finding.Finding) {
	t.Helper()
	vocabulary, err := os.ReadFile("testdata/vocabulary.toml")
	if err != nil {
		t.Fatal(err)
	}
	inv, found := inventory.Load(fstest.MapFS{
		"candor.toml":                  {Data: []byte("title = \"Test\"\n")},
		"notices/test/vocabulary.toml": {Data: vocabulary},
		"notices/test/snippet.toml":    {Data: []byte(snippet)},
	})
	for _, f := range found {
		if f.Severity == finding.Error {
			t.Fatalf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
	return notices.Resolve(inv)
}
