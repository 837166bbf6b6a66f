package inventory

import "testing"

// TestHints: the report on what lawyers paste shows every hint.
func TestHints(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range archives(t)["testdata/reports/syntax.txtar"].files {
		if f.name == "report" {
			continue
		}
		r := &reading{document: parse(f.name, f.data)}
		for _, fault := range r.faults {
			if h := r.slip(fault).hint(); h != nil && fault.code == "syntax" && fault.help == "" {
				seen[h.name] = true
			}
		}
	}
	for _, h := range hints {
		if !seen[h.name] {
			t.Errorf("no line of syntax.txtar shows the hint %q", h.name)
		}
	}
}
