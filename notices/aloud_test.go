package notices_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// TestAloud composes every sentence of whole small notices, none of which has a
// text of its own. The golden files are to be read aloud.
func TestAloud(t *testing.T) {
	files, err := filepath.Glob("testdata/aloud/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notices: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := aloud(t, file)
			golden := strings.TrimSuffix(file, ".toml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// aloud prints the sentences of a notice, section by section as they come.
func aloud(t *testing.T, file string) string {
	t.Helper()
	notice, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	inv, found := inventory.Load(fstest.MapFS{
		"candor.toml":              {Data: []byte("title = \"Test\"\n")},
		"notices/test/notice.toml": {Data: notice},
	})
	for _, f := range found {
		if f.Severity == finding.Error {
			t.Fatalf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
	set, found := notices.Resolve(inv)
	n := set.Notices[0]
	var out strings.Builder
	for _, s := range n.Sources {
		printSentence(&out, s.ID, s.Sentence)
	}
	for _, s := range n.Statements {
		printSentence(&out, s.ID, s.Sentence)
	}
	for _, g := range n.Gates {
		if g.Sentence != "" {
			fmt.Fprintf(&out, "%s: %s\n", g.ID, g.Sentence)
		}
	}
	for _, f := range found {
		fmt.Fprintf(&out, "%s %s: %s\n", f.Severity, f.Code, f.Message)
	}
	return out.String()
}
