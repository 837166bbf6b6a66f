//go:build opa || node

package bundle_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/vectors"
)

const schoolAt = "policies/rego/testdata/workspace"

// compiled is the policy of a workspace, which lies below the root of the repository.
func compiled(t *testing.T, workspace string, o policies.Options) *document.Document {
	t.Helper()
	inv, _ := inventory.Load(os.DirFS("../../" + workspace))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, o)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// expect holds an answer of a policy against a vector.
func expect(t *testing.T, set vectors.Set, v vectors.Vector, doc *document.Document, answer json.RawMessage) {
	t.Helper()
	want := string(v.Want(decision.Bundle{Serial: doc.Bundle.Serial, Digest: doc.Bundle.Digest, Expires: doc.Bundle.Expires}))
	got, err := vectors.Canonical(answer)
	if err != nil || string(got) != want {
		t.Errorf("%s: %s: %v\n%s", set.File, v.Name, err, cmp.Diff(want, string(got)))
	}
}
