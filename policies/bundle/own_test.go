package bundle_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// ownPolicy is the policy of the workspace that has rules of its own.
func ownPolicy(t *testing.T, o policies.Options) *document.Document {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS("../rego/testdata/own"))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, o)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// ofOwn are questions that its rules deny or leave, and some that never reach them.
var ofOwn = []string{
	`{"notice":"shop","action":"share","categories":["email"],"recipient":"example-mail","on":"2027-01-31"}`,
	`{"notice":"shop","action":"share","categories":["email"],"recipient":"example-mail","on":"2027-02-01"}`,
	`{"notice":"shop","action":"share","categories":["contact"],"recipient":"mailers","on":"2027-02-01","strict":false}`,
	`{"notice":"shop","action":"share","categories":["contact"],"recipient":"mailers","on":"2027-02-01","gates":{"signed":{"on":"2026-01-02"}}}`,
	`{"notice":"shop","action":"share","categories":["email"],"recipient":"example-post","place":{"destination":"US-NY"},"strict":false}`,
	`{"notice":"shop","action":"share","categories":["email"],"recipient":"example-post","place":{"destination":"NO","person":null},"strict":false}`,
	`{"notice":"shop","action":"share","categories":["grades"],"recipient":"court","gates":{"ny2d-court-order":true},"strict":false}`,
	`{"notice":"shop","action":"share","categories":["grades"],"recipient":"court","gates":{"ny2d-court-order":true},"role":"processor","strict":false}`,
	`{"notice":"shop","action":"share","categories":["grades"],"recipient":"court"}`,
	`{"notice":"shop","action":"use","categories":["email","grades"],"purpose":"news","age":15}`,
	`{"notice":"shop","action":"use","categories":["email"],"purpose":"news","age":15.0,"counts":{"affected":3},"since":{"contract-end":"2026-01-01"}}`,
	`{"notice":"shop","action":"respond","right":"access","purpose":"news","age":15}`,
	`{"notice":"shop","action":"use","categories":["soup"],"purpose":"news","age":15}`,
	`{"notice":"club","action":"use","categories":["contact"],"purpose":"news","age":15}`,
	`{"notice":"club","action":"use","categories":["contact"],"purpose":"news","age":16}`,
	`{"notice":"blog","action":"use","categories":["contact"],"purpose":"news","age":15}`,
	`{"notice":"shed","action":"use","age":15}`,
	`null`,
}

// ownEngine answers by a bundle of that workspace.
func ownEngine(t *testing.T, packed []byte) *policies.Engine {
	t.Helper()
	b, err := bundle.Read(bytes.NewReader(packed), bundle.Trust{Unsigned: true})
	if err != nil {
		t.Fatal(err)
	}
	e, err := policies.NewFromBundle(t.Context(), b, func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestOwnRulesInABundle: the rules lie below those of ours, in the bundle of the rules
// where a policy is divided, and one that changes is another bundle.
func TestOwnRulesInABundle(t *testing.T) {
	o := policies.Options{Serial: 1, Issued: "2026-01-01", Expires: "2099-12-31"}
	doc := ownPolicy(t, o)
	packed := written(t, doc, bundle.Signing{})
	want := []string{"candor/own/mail.rego", "candor/own/minors.rego", "candor/own/places.rego"}
	own := func(packed []byte) (names []string) {
		for _, e := range opened(t, packed) {
			if strings.HasPrefix(e.name, "candor/own/") {
				names = append(names, e.name)
			}
		}
		return names
	}
	if got := own(packed); !slices.Equal(got, want) {
		t.Errorf("the bundle holds %v", got)
	}
	if got := own(writtenWasm(t, doc, bundle.Signing{})); !slices.Equal(got, want) {
		t.Errorf("the bundle with Wasm holds %v", got)
	}
	var denied int
	engine := ownEngine(t, packed)
	for _, q := range ofOwn {
		for _, r := range engine.DecideJSON(t.Context(), []byte(q)).Reasons {
			if r.Source == "own" {
				denied++
				break
			}
		}
	}
	if denied != 8 {
		t.Errorf("rules deny %d of %d questions", denied, len(ofOwn))
	}
	again := ownPolicy(t, o)
	again.Rules["places.rego"] += "\n# another\n"
	for i, p := range bundle.Divide(doc) {
		var before, after bytes.Buffer
		if err := p.Write(&before, bundle.Signing{}); err != nil {
			t.Fatal(err)
		}
		if err := bundle.Divide(again)[i].Write(&after, bundle.Signing{}); err != nil {
			t.Fatal(err)
		}
		isRules := p.Name == bundle.RulesName
		if got := own(before.Bytes()); isRules != slices.Equal(got, want) {
			t.Errorf("%s holds %v", p.Name, got)
		}
		if _, same := bundle.Divide(again)[i].Unchanged(&before, bundle.Signing{}); same == isRules {
			t.Errorf("%s is the same after a rule has changed: %v", p.Name, same)
		}
	}
}
