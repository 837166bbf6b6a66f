//go:build opa

package bundle_test

import (
	"encoding/json"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
)

// TestStockOwnRules has OPA answer by the rules of a workspace's own, from one bundle and
// from several, as the engine in Go does. They are formatted and strict as OPA sees it,
// and its tests are run beside them.
func TestStockOwnRules(t *testing.T) {
	key := newKey(t, "ES256")
	by := bundle.Signing{Key: key}
	o := policies.Options{Serial: 1, Issued: "2026-01-01", Expires: "2099-12-31"}
	doc := ownPolicy(t, o)
	ours := ownEngine(t, written(t, doc, bundle.Signing{}))

	one := &bundles{}
	one.put(written(t, doc, by))
	several := &folder{files: map[string]*bundles{}}
	several.put(divided(t, doc, by))
	whole, parts := httptest.NewServer(one), httptest.NewServer(several)
	defer whole.Close()
	defer parts.Close()
	for name, from := range map[string]bundle.OPA{
		"whole":   {URL: whole.URL + "/policy.tar.gz", Keys: []*bundle.PublicKey{key.Public}},
		"divided": {URL: parts.URL + "/policies/", Keys: []*bundle.PublicKey{key.Public}, Divided: true},
	} {
		opa := start(t, configured(t, from))
		opa.until("load every bundle", opa.ready)
		for _, q := range ofOwn {
			want, err := json.Marshal(ours.DecideJSON(t.Context(), []byte(q)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(withoutBundle(t, want), withoutBundle(t, []byte(opa.ask(q)))); diff != "" {
				t.Errorf("%s: %s\n%s", name, q, diff)
			}
		}
		opa.until("log the rule that denied", func() bool { return strings.Contains(opa.logs.String(), `"rule":"acme-minors"`) })
		if strings.Contains(opa.logs.String(), "2027-01-31") {
			t.Errorf("%s: the log holds what a question said", name)
		}
	}

	const dir = "../rego/testdata/own/policies"
	for _, args := range [][]string{{"check", "--strict", dir}, {"fmt", "--fail", "--list", dir}, {"test", dir}} {
		if out, err := exec.CommandContext(t.Context(), command(t), args...).CombinedOutput(); err != nil {
			t.Errorf("opa %v: %v\n%s", args, err, out)
		}
	}
}
