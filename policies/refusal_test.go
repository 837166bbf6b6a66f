package policies_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// A bar that could not be read must not turn into an allow.
func TestNoPolicyIsMadeOfErrors(t *testing.T) {
	sound, err := os.ReadFile("../notices/examples/intoo/children.toml")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(sound), "[[bar]]\n", "[[bar]]\npurposes = [\"nonexistent\"]\n", 1)
	files := fstest.MapFS{}
	if err := fs.WalkDir(os.DirFS("../notices/examples/intoo"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("../notices/examples/intoo/" + name)
		files["notices/intoo/"+name] = &fstest.MapFile{Data: data}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	files["notices/intoo/children.toml"] = &fstest.MapFile{Data: []byte(broken)}
	inv, _ := inventory.Load(files)
	set, _ := notices.Resolve(inv)
	if _, err := policies.New(t.Context(), set, policies.Options{}); err == nil || !strings.Contains(err.Error(), "error") {
		t.Errorf("got %v, want an error that counts the errors of the notices", err)
	}
}

// An act that is described happened, whether or not Happened is set: an opt-out
// with a date must not be read as none.
func TestDescribedActHappened(t *testing.T) {
	engine := newEngine(t, examples(t))
	loose := false
	q := decision.Question{Notice: "nextstep", Action: "send", Purpose: "promotion", Strict: &loose, On: spaceDay}
	for _, n := range examples(t).Notice("nextstep").Gates {
		if n.Kind == "opt-out" {
			q.Gates = map[string]decision.Act{n.ID: {On: "2026-01-01"}}
			if b, _ := q.Gates[n.ID].MarshalJSON(); string(b) != `{"on":"2026-01-01"}` {
				t.Errorf("got %s", b)
			}
			bare := q
			bare.Gates = map[string]decision.Act{n.ID: {Happened: true, On: "2026-01-01"}}
			if a, b := engine.Decide(t.Context(), q), engine.Decide(t.Context(), bare); a.Outcome != b.Outcome {
				t.Errorf("%s: got %s without Happened and %s with it", n.ID, a.Outcome, b.Outcome)
			}
		}
	}
}

// A misspelt key of an act is an error, not an act without an end.
func TestActRefusesUnknownKeys(t *testing.T) {
	var a decision.Act
	if err := a.UnmarshalJSON([]byte(`{"on":"2020-01-01","end":"2021-01-01"}`)); err == nil {
		t.Error("an unknown key was taken")
	}
}
