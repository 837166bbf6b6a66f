package site

import (
	"testing"

	"github.com/candor-privacy/candor/site/synthetic"
)

// syntheticWorkspace writes n full notices to dir, or one base and n short notices
// that extend it: a vendor with its districts.
func syntheticWorkspace(t testing.TB, dir string, n int, districts bool) {
	t.Helper()
	if err := synthetic.Workspace(dir, n, districts); err != nil {
		t.Fatal(err)
	}
}

func TestSynthetic(t *testing.T) {
	for _, districts := range []bool{false, true} {
		dir := t.TempDir()
		syntheticWorkspace(t, dir, 3, districts)
		s, err := buildAt(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Findings) > 0 || len(s.Set.Notices) != 3 {
			t.Errorf("%d notices with\n%s", len(s.Set.Notices), s.Report())
		}
	}
}
