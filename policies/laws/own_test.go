package laws

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/rego"
)

// officer is a check as a workspace writes it.
const officer = `package candor.own

import data.candor.law

# METADATA
# title: Data protection officer
# description: Every notice names the officer.
# custom:
#   severity: error
#   missing: no contact is the data protection officer
checks["acme-officer"] := law.met(law.contacts("dpo"))
`

func workspaceOf(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestReadOwn(t *testing.T) {
	p, found := ReadOwn(workspaceOf(map[string]string{
		"policies/officer.rego":      officer,
		"policies/officer_test.rego": "package candor.own\n\nnothing of this is read",
		"policies/readme.md":         "neither is this",
	}), "policies")
	if len(found) > 0 || p == nil || len(p.Checks) != 1 {
		t.Fatal(p, found)
	}
	c := p.Check("acme-officer")
	if c == nil || c.Citation != "policies/officer.rego" || !c.Confirmed || c.Grade().String() != "error" {
		t.Errorf("the check is %+v", c)
	}
	for name, want := range map[string]int{"dpo": 1, "complaints": 0} {
		notice, err := rego.NewNotice(fmt.Appendf(nil, `{"contacts": [{"id": "x", "for": [%q], "email": "a@example.org"}]}`, name))
		if err != nil {
			t.Fatal(err)
		}
		results, err := p.Run(t.Context(), notice, "", inventory.Date{})
		if err != nil || len(results["acme-officer"]) != want {
			t.Errorf("of a contact for %s it says %v, %v", name, results, err)
		}
	}
	if p, found := ReadOwn(workspaceOf(map[string]string{"policies/readme.md": "x"}), "policies"); p != nil || len(found) > 0 {
		t.Errorf("an empty folder gives %v, %v", p, found)
	}
}

// TestReadOwnFaults: whatever is wrong is told with its place, and nothing is asked.
func TestReadOwnFaults(t *testing.T) {
	metadata := func(lines ...string) string {
		return "package candor.own\n\n# METADATA\n# title: T\n# description: D.\n# custom:\n#   severity: error\n#   missing: m\n" + strings.Join(lines, "\n") + "\n"
	}
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"syntax", map[string]string{"p/a.rego": "package candor.own\n\nx := {1 |\n", "p/b.rego": "package candor.own\n\ny := ]\n"}, []string{"p/a.rego:4:", "p/b.rego:3:6: unexpected"}},
		{"nothing", map[string]string{"p/a.rego": "# later\n"}, []string{"p/a.rego:1:1: empty module"}},
		{"unknown variable", map[string]string{"p/a.rego": metadata(`checks["acme-1"] := {x}`)}, []string{"p/a.rego:9:22: var x is unsafe"}},
		{"reaches outside", map[string]string{"p/a.rego": metadata(`checks["acme-1"] := http.send({"url": "http://x.example"})`)}, []string{"p/a.rego:9:21: undefined function http.send"}},
		{"reads the clock", map[string]string{"p/a.rego": metadata(`checks["acme-1"] := {time.now_ns()}`)}, []string{"undefined function time.now_ns"}},
		{"another package", map[string]string{"p/a.rego": strings.Replace(officer, "candor.own", "acme", 1)}, []string{"p/a.rego:11:1: this rule is not in the package candor.own"}},
		{"the library", map[string]string{"p/a.rego": "package candor.law\n\nnote := 1\n"}, []string{"p/a.rego:3:1: this rule is not in the package candor.own"}},
		{"no METADATA", map[string]string{"p/a.rego": "package candor.own\n\nchecks[\"acme-1\"] := {1}\n"}, []string{`p/a.rego:3:1: the check "acme-1" has no METADATA`}},
		{"broken METADATA", map[string]string{"p/a.rego": "package candor.own\n\n# METADATA\n# title: [x\nchecks[\"acme-1\"] := {1}\n"}, []string{"p/a.rego:4:1: yaml"}},
		{"unknown key", map[string]string{"p/a.rego": metadata("#   sevrity: error", `checks["acme-1"] := {1}`)}, []string{`p/a.rego:3:1: the METADATA of "acme-1": there is no key "sevrity"`}},
		{"capacity", map[string]string{"p/a.rego": metadata("#   capacity: [school]", `checks["acme-1"] := {1}`)}, []string{"names a capacity"}},
		{"bad id", map[string]string{"p/a.rego": metadata(`checks["Acme 1"] := {1}`)}, []string{`"Acme 1" is no id of a check`}},
		{"id of a law", map[string]string{"p/a.rego": metadata(`checks["ny2d-3b-1"] := {1}`)}, []string{`the id "ny2d-3b-1" is taken`}},
		{"id of a finding", map[string]string{"p/a.rego": metadata(`checks["unused"] := {1}`)}, []string{`the id "unused" is taken`}},
		{"no id", map[string]string{"p/a.rego": "package candor.own\n\nchecks contains 1\n"}, []string{"p/a.rego:3:1: this rule names no check"}},
		{"a deny", map[string]string{"p/a.rego": officer + "\ndeny if input.action == \"share\"\n"}, []string{`p/a.rego:13:1: the rule "deny" would never be asked`}},
		{"no folder", map[string]string{"q/a.rego": officer}, []string{`candor.toml: the folder "p" of the workspace's own rules cannot be read`}},
		{"too large", map[string]string{"p/a.rego": strings.Repeat("#", maxOwnFile+1)}, []string{"p/a.rego: the file is larger than 1 MiB"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, found := ReadOwn(workspaceOf(test.files), "p")
			var got []string
			for _, f := range found {
				got = append(got, fmt.Sprintf("%s: %s", f.Place, f.Message))
				if f.Code != "own-rule" || f.Severity != 0 {
					t.Errorf("the finding is %+v", f)
				}
			}
			if p != nil || len(found) == 0 {
				t.Fatalf("the pack is %v, and nothing is found", p)
			}
			for _, want := range test.want {
				if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, want) }) {
					t.Errorf("got\n%s\nwant in it %s", strings.Join(got, "\n"), want)
				}
			}
		})
	}
}
