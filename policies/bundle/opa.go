package bundle

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// OPAConfig is a configuration for stock OPA that polls a bundle at an address and
// takes it only when key signed it for the scope. It names the key and the scope for
// the bundle itself: OPA given keys alone verifies nothing. Decisions are answered at
// the root of OPA's own API too, and its decision log, wherever it is sent, keeps
// what package rego lets through.
//
// The bundle is kept on disk, so that OPA starts while the address does not answer;
// what it keeps there still expires.
func OPAConfig(address string, key *PublicKey, scopeName string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(u.Path, "/") || u.Path == "" {
		return "", fmt.Errorf("%q is no address of a bundle, such as https://example.org/policy.tar.gz", address)
	}
	folder, file := path.Split(u.EscapedPath())
	u.Path, u.RawPath = "", ""
	quoted := func(s string) string {
		b, _ := json.Marshal(s) // of a string, which is YAML as well
		return string(b)
	}
	indented := strings.ReplaceAll(strings.TrimSpace(key.PEM), "\n", "\n      ")
	return fmt.Sprintf(`services:
  candor:
    url: %s
bundles:
  candor:
    service: candor
    resource: %s
    persist: true
    polling:
      min_delay_seconds: 30
      max_delay_seconds: 60
    signing:
      keyid: %[3]s
      scope: %[4]s
keys:
  %[3]s:
    algorithm: %[5]s
    scope: %[4]s
    key: |
      %[6]s
default_decision: /candor/decision
decision_logs:
  mask_decision: /candor/log/mask
`, quoted(u.String()), quoted(strings.TrimPrefix(folder, "/")+file), quoted(key.ID), quoted(scope(scopeName)), key.Algorithm, indented), nil
}
