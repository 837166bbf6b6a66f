//go:build node

package bundle_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
)

// TestOwnRulesInNode puts the questions to a module that has the rules of a workspace's own
// compiled in, and that still needs nothing of its host.
func TestOwnRulesInNode(t *testing.T) {
	doc := ownPolicy(t, policies.Options{Serial: 1, Expires: "2099-12-31"})
	var inputs []envelope
	for _, q := range ofOwn {
		inputs = append(inputs, envelope{json.RawMessage(q), noon.UnixMilli()})
	}
	got := askInNode(t, inNode(t, writtenWasm(t, doc, bundle.Signing{})), inputs)
	if len(got.Needs) > 0 {
		t.Errorf("the host has to bring %v", got.Needs)
	}
	ours := ownEngine(t, written(t, doc, bundle.Signing{}))
	for i, q := range ofOwn {
		want, err := json.Marshal(ours.DecideJSON(t.Context(), []byte(q)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(withoutBundle(t, want), withoutBundle(t, got.Answers[i][0].Result)); diff != "" {
			t.Errorf("%s\n%s", q, diff)
		}
	}
}
