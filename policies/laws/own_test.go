package laws

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/inventory"
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

func TestReadOwn(t *testing.T) {
	p, found := ReadOwn(map[string]string{"policies/officer.rego": officer})
	if len(found) > 0 || p == nil || len(p.Checks) != 1 {
		t.Fatal(p, found)
	}
	c := p.Check("acme-officer")
	if c == nil || c.Citation != "policies/officer.rego" || !c.Confirmed || c.Grade().String() != "error" {
		t.Errorf("the check is %+v", c)
	}
	for name, want := range map[string]int{"dpo": 1, "complaints": 0} {
		v := NewView(fmt.Appendf(nil, `{"contacts": [{"id": "x", "for": [%q], "email": "a@example.org"}]}`, name))
		results, err := p.Run(t.Context(), v, "", inventory.Date{}, nil)
		if err != nil || len(results["acme-officer"]) != want {
			t.Errorf("of a contact for %s it says %v, %v", name, results, err)
		}
	}
	if p, found := ReadOwn(nil); p != nil || len(found) > 0 {
		t.Errorf("no rules give %v, %v", p, found)
	}
}

// contract is a deny as a workspace writes it.
const contract = `package candor.own

# METADATA
# title: Nothing goes to Example Mail yet.
# description: The contract begins later.
# custom:
#   citation: Contract register
#   notices: [shop]
deny["acme-mail"] if {
	"example-mail" in input.recipients
	_early
}

deny["acme-mail"] if input.category == "grades"

_early if input.day < "2027-02-01"
`

func TestReadDenies(t *testing.T) {
	files := map[string]string{"policies/officer.rego": officer, "policies/mail.rego": contract, "policies/help.rego": "package candor.own\n\n_helps := max([1, 2])\n"}
	p, found := ReadOwn(files)
	if len(found) > 0 || p == nil || len(p.Checks) != 1 {
		t.Fatal(p, found)
	}
	d := p.Denies.Deny("acme-mail")
	if d == nil || d.Title != "Nothing goes to Example Mail yet." || d.Citation != "Contract register" || d.Place.String() != "policies/mail.rego:9:1" || !d.Reaches("shop") || d.Reaches("club") {
		t.Errorf("the deny is %+v", d)
	}
	if _, with := p.Denies.Modules["officer.rego"]; with || len(p.Denies.Modules) != 2 {
		t.Errorf("a policy takes in %v", slices.Sorted(maps.Keys(p.Denies.Modules)))
	}
	alone, found := ReadDenies(files)
	if len(found) > 0 || len(alone.Rules) != 1 || !maps.Equal(alone.Modules, p.Denies.Modules) {
		t.Errorf("alone: %+v, %v", alone, found)
	}
	if none, found := ReadDenies(map[string]string{"policies/officer.rego": officer}); none != nil || len(found) > 0 {
		t.Errorf("of checks alone: %+v, %v", none, found)
	}
	for day, want := range map[string]bool{"2027-01-31": true, "2027-02-01": false} {
		denies, err := p.Denies.Run(t.Context(), "acme-mail", map[string]any{"recipients": []any{"example-mail"}, "category": "", "day": day})
		if err != nil || denies != want {
			t.Errorf("on %s it denies: %v, %v", day, denies, err)
		}
	}
}

// TestReadOwnFaults: whatever is wrong is told with its place, and nothing is asked.
func TestReadOwnFaults(t *testing.T) {
	metadata := func(lines ...string) string {
		return "package candor.own\n\n# METADATA\n# title: T\n# description: D.\n# custom:\n#   severity: error\n#   missing: m\n" + strings.Join(lines, "\n") + "\n"
	}
	deny := func(imports, condition string) string {
		return "package candor.own\n\n" + imports + "# METADATA\n# title: T\n# description: D.\ndeny[\"acme-1\"] if " + condition + "\n"
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
		{"bad id", map[string]string{"p/a.rego": metadata(`checks["Acme 1"] := {1}`)}, []string{`"Acme 1" is no id of a rule`}},
		{"id of a law", map[string]string{"p/a.rego": metadata(`checks["ny2d-3b-1"] := {1}`)}, []string{`the id "ny2d-3b-1" is taken`}},
		{"id of a finding", map[string]string{"p/a.rego": metadata(`checks["unused"] := {1}`)}, []string{`the id "unused" is taken`}},
		{"no id", map[string]string{"p/a.rego": "package candor.own\n\nchecks contains 1\n"}, []string{"p/a.rego:3:1: this rule names no check"}},
		{"another rule", map[string]string{"p/a.rego": officer + "\nallow if input.action == \"share\"\n"}, []string{`p/a.rego:13:1: the rule "allow" would never be asked`}},

		{"a deny beside checks", map[string]string{"p/a.rego": officer + "\ndeny[\"acme-1\"] if input.action == \"share\"\n"}, []string{`p/a.rego:13:1: a deny stands in a file with checks`}},
		{"a deny with the library of checks", map[string]string{"p/a.rego": deny("import data.candor.law\n\n", `"grades" in law.leaves({"grades"})`)}, []string{"p/a.rego: the file has denies and the library of checks"}},
		{"a deny without id", map[string]string{"p/a.rego": "package candor.own\n\ndeny if input.action == \"share\"\n"}, []string{`p/a.rego:3:1: this rule names no deny`}},
		{"a set of denies", map[string]string{"p/a.rego": "package candor.own\n\ndeny contains \"acme-1\" if input.action == \"share\"\n"}, []string{`p/a.rego:3:1: this rule names no deny`}},
		{"a deny of many ids", map[string]string{"p/a.rego": "package candor.own\n\ndeny[id] if some id in input.open\n"}, []string{`p/a.rego:3:1: this rule names no deny`}},
		{"a deny with a value", map[string]string{"p/a.rego": "package candor.own\n\ndeny[\"acme-1\"] := false if input.age < 13\n"}, []string{`p/a.rego:3:1: the deny "acme-1" is more than a condition`}},
		{"a deny with an else", map[string]string{"p/a.rego": deny("", `input.age < 13`) + "else := false\n"}, []string{`the deny "acme-1" is more than a condition`}},
		{"a deny by default", map[string]string{"p/a.rego": "package candor.own\n\ndefault deny[\"acme-1\"] := true\n"}, []string{`p/a.rego:3:1: `}},
		{"a deny of another package", map[string]string{"p/a.rego": strings.Replace(deny("", `input.age < 13`), "candor.own", "acme", 1)}, []string{"p/a.rego:6:1: this rule is not in the package candor.own"}},
		{"a deny without METADATA", map[string]string{"p/a.rego": "package candor.own\n\ndeny[\"acme-1\"] if input.age < 13\n"}, []string{`p/a.rego:3:1: the deny "acme-1" has no METADATA`}},
		{"a deny without a sentence", map[string]string{"p/a.rego": strings.Replace(deny("", `input.age < 13`), "# title: T\n", "", 1)}, []string{`the METADATA of "acme-1": has no title`}},
		{"a deny with two sentences", map[string]string{"p/a.rego": deny("", `input.age < 13`) + strings.TrimPrefix(deny("", `input.age < 9`), "package candor.own\n")}, []string{`there is one above already`}},
		{"a deny with a severity", map[string]string{"p/a.rego": strings.Replace(deny("", `input.age < 13`), "# description: D.\n", "# description: D.\n# custom:\n#   severity: error\n", 1)}, []string{`the METADATA of "acme-1": there is no key "severity"`}},
		{"a deny by a bad id", map[string]string{"p/a.rego": strings.Replace(deny("", `input.age < 13`), "acme-1", "Acme 1", 1)}, []string{`"Acme 1" is no id`}},
		{"a deny by the id of a law", map[string]string{"p/a.rego": strings.Replace(deny("", `input.age < 13`), "acme-1", "ny2d-r-sale", 1)}, []string{`the id "ny2d-r-sale" is taken`}},
		{"a field that is not there", map[string]string{"p/a.rego": deny("", `input.recipent == "x"`)}, []string{"p/a.rego:6:19: undefined ref: input.recipent"}},
		{"a place that is not there", map[string]string{"p/a.rego": deny("", `"DE" in input.place.persons`)}, []string{"undefined ref: input.place.persons"}},
		{"another type", map[string]string{"p/a.rego": deny("", `startswith(input.age, "1")`)}, []string{"p/a.rego:6:19: startswith: invalid argument"}},
		{"a rule that is not there", map[string]string{"p/a.rego": deny("", `data.candor.own._absent`)}, []string{"p/a.rego:6:19: there is no rule data.candor.own._absent"}},
		{"the data of the policy", map[string]string{"p/a.rego": deny("", `data.candor_notices.shop`)}, []string{"p/a.rego:6:19: a rule that denies sees its input and the rules of data.candor.own, and not data.candor_notices.shop"}},
		{"all data", map[string]string{"p/a.rego": deny("", `data[input.notice]`)}, []string{"may be recursive"}},
		{"another deny of itself", map[string]string{"p/a.rego": deny("", `data.candor.own.deny["acme-1"]`)}, []string{"recursive"}},
		{"a name that no bundle has", map[string]string{"p/a b.rego": deny("", `input.age < 13`)}, []string{"p/a b.rego: the name of the file cannot stand in a bundle"}},
	}
	for name, call := range map[string]string{
		"http.send": `http.send({"url": "http://x.example"})`, "net.lookup_ip_addr": `net.lookup_ip_addr("x.example")`, "time.now_ns": `time.now_ns() > 0`, "rand.intn": `rand.intn("a", 2) == 1`,
		"opa.runtime": `opa.runtime().env.X`, "trace": `trace("x")`, "uuid.rfc4122": `uuid.rfc4122("x")`, "to_number": `to_number(input.form) > 1`, "sprintf": `sprintf("%v", [input.age]) == "1"`,
		"regex.match": `regex.match("[", input.form)`, "object.get": `object.get(input.counts, "affected", 0) > 1`, "json.unmarshal": `json.unmarshal(input.form)`, "io.jwt.decode": `io.jwt.decode(input.form)`,
	} {
		tests = append(tests, struct {
			name  string
			files map[string]string
			want  []string
		}{"calls " + name, map[string]string{"p/a.rego": deny("", call)}, []string{"p/a.rego:6:19: undefined function " + name}})
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, found := ReadOwn(test.files)
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
