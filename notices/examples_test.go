package notices_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// worked resolves the repository's workspace, whose notices are the worked examples.
func worked(t *testing.T) (*notices.Set, []finding.Finding) {
	t.Helper()
	root, err := os.OpenRoot("..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	inv, found := inventory.Load(root.FS())
	set, more := notices.Resolve(inv)
	return set, append(found, more...)
}

func TestExamplesAreComplete(t *testing.T) {
	set, _ := worked(t)
	dirs, err := filepath.Glob("examples/*/notice.toml")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range dirs {
		id := filepath.Base(filepath.Dir(file))
		if set.Notice(id) == nil {
			t.Errorf("%s does not resolve to a notice", id)
		}
	}
	if len(set.Notices) != len(dirs) {
		t.Errorf("%d notices from %d folders", len(set.Notices), len(dirs))
	}
}

func TestExamplesHaveNoErrorsOrWarnings(t *testing.T) {
	_, found := worked(t)
	for _, f := range found {
		if f.Severity != finding.Note {
			t.Errorf("%s: %s %s: %s", f.Place, f.Severity, f.Code, f.Message)
		}
	}
}

func TestEveryStatementOfTheExamplesHasASentence(t *testing.T) {
	set, _ := worked(t)
	for _, n := range set.Notices {
		said := map[string]string{}
		for _, s := range n.Statements {
			text := s.Sentence.Text
			here := s.Addendum + ": " + text // two addenda may well promise the same
			switch {
			case strings.TrimSpace(text) == "":
				t.Errorf("%s/%s has no sentence", n.ID, s.ID)
			case said[here] != "":
				t.Errorf("%s/%s and %s say the same: %s", n.ID, said[here], s.ID, text)
			case s.Anchor == "" || s.Path == "":
				t.Errorf("%s/%s has no place in the page", n.ID, s.ID)
			}
			said[here] = s.ID
		}
	}
}

// paragraph is one line of original.txt: its label, then whether the notice restates
// it or why it is left out, then what it is about.
var paragraph = regexp.MustCompile(`^(\S+) \| (restated|left out: [^|]+\S) \| (\S.*)$`)

// TestEveryParagraphOfAnOriginalIsAccountedFor keeps the restatements whole: every
// paragraph of an original is cited by some entry or left out for a reason, and
// nothing cites a paragraph that is not there.
func TestEveryParagraphOfAnOriginalIsAccountedFor(t *testing.T) {
	set, _ := worked(t)
	for _, n := range set.Notices {
		t.Run(n.ID, func(t *testing.T) {
			restated := originalOf(t, n.ID)
			cited := map[string]string{}
			for id, record := range set.Internal[n.ID].Records() {
				for _, label := range record.Cites {
					cited[label] = id
				}
			}
			for label, yes := range restated {
				if yes && cited[label] == "" {
					t.Errorf("%s is restated by no entry", label)
				}
			}
			for label, id := range cited {
				if yes, known := restated[label]; !known {
					t.Errorf("%s cites %s, which original.txt does not list", id, label)
				} else if !yes && !strings.HasPrefix(id, "issue.") { // an issue may point at what is left out
					t.Errorf("%s cites %s, which original.txt says is left out", id, label)
				}
			}
			t.Logf("%d paragraphs, %d cited", len(restated), len(cited))
		})
	}
}

// originalOf reads a notice's original.txt: true for a paragraph that is restated,
// false for one that is left out.
func originalOf(t *testing.T, id string) map[string]bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("examples", id, "original.txt"))
	if err != nil {
		t.Fatal(err)
	}
	restated := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m := paragraph.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("original.txt: %q is not “label | restated or left out: why | what it says”", line)
		}
		if _, twice := restated[m[1]]; twice {
			t.Errorf("original.txt lists %s twice", m[1])
		}
		restated[m[1]] = m[2] == "restated"
	}
	return restated
}

// TestExamplesPublishNoCitation shows that the citations of an original, which are
// for its restaters alone, never reach what is published.
func TestExamplesPublishNoCitation(t *testing.T) {
	set, _ := worked(t)
	for _, n := range set.Notices {
		if strings.Contains(string(n.CanonicalJSON()), `"cites"`) {
			t.Errorf("%s publishes citations", n.ID)
		}
	}
}
