package policies_test

import (
	"encoding/json"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

type fsFile = fstest.MapFile

// resolved loads a workspace that must have no error.
func resolved(t testing.TB, fsys fs.FS) *notices.Set {
	t.Helper()
	inv, found := inventory.Load(fsys)
	set, more := notices.Resolve(inv)
	for _, f := range append(found, more...) {
		if f.Severity == finding.Error {
			t.Errorf("%s: %s: %s", f.Place, f.Code, f.Message)
		}
	}
	return set
}

func asJSON(v any) string {
	b, _ := json.MarshalIndent(v, "", "  ")
	return string(b)
}
