//go:build opa || node

package bundle_test

import (
	"encoding/json"
	"testing"
)

// withoutBundle is an answer that does not say which policy it is of.
func withoutBundle(t *testing.T, answer []byte) string {
	t.Helper()
	var a map[string]any
	if err := json.Unmarshal(answer, &a); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	delete(a, "bundle")
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
