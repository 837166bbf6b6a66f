package inventory

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestOwnRules: what a workspace writes in Rego is a part of what it says, and nothing of
// it is lost in silence.
func TestOwnRules(t *testing.T) {
	many := map[string]string{}
	for i := range mostRules + 1 {
		many[fmt.Sprintf("p/%03d.rego", i)] = "x"
	}
	tests := []struct {
		name  string
		files map[string]string
		rules []string
		found string
	}{
		{"rules", map[string]string{"p/a.rego": "a", "p/b.rego": "b", "p/a_test.rego": "t", "p/readme.md": "r", "p/below/c.rego": "c"}, []string{"p/a.rego", "p/b.rego"}, ""},
		{"none", map[string]string{"p/readme.md": "r"}, nil, ""},
		{"no folder", nil, nil, `candor.toml:1:12: the folder "p" of the workspace's own rules cannot be read`},
		{"too large", map[string]string{"p/a.rego": strings.Repeat("#", maxRules+1), "p/b.rego": "b"}, []string{"p/b.rego"}, "p/a.rego: the file is larger than 1 MiB"},
		{"a folder", map[string]string{"p/a.rego/b": "x"}, nil, `p/a.rego: "p/a.rego" is not an ordinary file`},
		{"too many", many, slices.Sorted(maps.Keys(many))[:mostRules], "p/200.rego: there are more than 200 files of rules"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := fstest.MapFS{"candor.toml": {Data: []byte("policies = 'p'\n")}}
			for name, text := range test.files {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			inv, found := Load(fsys)
			if got := slices.Sorted(maps.Keys(inv.Workspace.Rules)); !slices.Equal(got, test.rules) {
				t.Errorf("the rules are %v", got)
			}
			for name, text := range inv.Workspace.Rules {
				if text != test.files[name] || !slices.Contains(inv.Files, name) {
					t.Errorf("%s has %q and is one of %v", name, text, inv.Files)
				}
			}
			var told []string
			for _, f := range found {
				if f.Code == "own-rule" {
					told = append(told, fmt.Sprintf("%s: %s", f.Place, f.Message))
				}
			}
			if got := strings.Join(told, "\n"); got != test.found {
				t.Errorf("found %s, want %s", got, test.found)
			}
		})
	}
}
