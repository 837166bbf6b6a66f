package bundle_test

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/util"

	"github.com/candor-privacy/candor/policies/bundle"
)

func TestOPAConfigNamesKeyAndScope(t *testing.T) {
	key := newKey(t, "PS256").Public
	text, err := bundle.OPAConfig("https://example.org/a/b/policy.tar.gz", key, "")
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Services map[string]struct{ URL string }
		Bundles  map[string]struct {
			Service, Resource string
			Signing           struct{ Keyid, Scope string }
		}
		Keys map[string]struct{ Algorithm, Key, Scope string }
		Logs struct {
			Mask string `json:"mask_decision"`
		} `json:"decision_logs"`
	}
	if err := util.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	b := got.Bundles["candor"]
	k := got.Keys[key.ID]
	if b.Signing.Keyid != key.ID || b.Signing.Scope != "candor" || k.Algorithm != "PS256" || k.Key != key.PEM || k.Scope != "candor" {
		t.Errorf("the bundle is not tied to its key:\n%s", text)
	}
	if got.Services[b.Service].URL+"/"+b.Resource != "https://example.org/a/b/policy.tar.gz" || got.Logs.Mask != "/candor/log/mask" {
		t.Errorf("not the address given, or no mask:\n%s", text)
	}
	for _, bad := range []string{"", "policy.tar.gz", "ftp://example.org/x", "https://u:p@example.org/x", "https://example.org/", "https://example.org", "https://example.org/x?y", "https://example.org/x#y", "https://[/x"} {
		if text, err := bundle.OPAConfig(bad, key, ""); err == nil {
			t.Errorf("%q is taken for an address:\n%s", bad, text)
		}
	}
}
