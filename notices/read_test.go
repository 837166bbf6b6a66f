package notices_test

import (
	"os"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// workspace is the repository, which is a workspace itself.
const workspace = ".."

// resolveExamples resolves the worked examples, as far as they can be read.
func resolveExamples(t testing.TB) (*notices.Set, []finding.Finding) {
	t.Helper()
	root, err := os.OpenRoot(workspace)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	inv, _ := inventory.Load(root.FS())
	return notices.Resolve(inv)
}

// TestExamplesRead prints every sentence of every example with -v, to be read.
func TestExamplesRead(t *testing.T) {
	set, found := resolveExamples(t)
	for _, n := range set.Notices {
		for _, s := range n.Sources {
			t.Logf("%s source %s: %s", n.ID, s.ID, s.Sentence.Text)
		}
		for _, g := range n.Gates {
			t.Logf("%s gate %s [%s] %s: %s", n.ID, g.ID, g.Kind, g.Label, g.Sentence)
		}
		for _, a := range n.Addenda {
			t.Logf("%s addendum %s: %s", n.ID, a.ID, a.Applies)
		}
		for _, s := range n.Statements {
			t.Logf("%s %s %s/%s %s: %s", n.ID, s.Kind, s.Addendum, s.Section, s.ID, s.Sentence.Text)
		}
	}
	for _, f := range found {
		t.Logf("%s: %s: %s: %s", f.Place, f.Severity, f.Code, f.Message)
	}
}
