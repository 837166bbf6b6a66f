package laws

import (
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/rego"
)

// annotated is the METADATA of a good check, with some keys changed; nil takes one out.
func annotated(change map[string]any) rego.Annotation {
	custom := map[string]any{"citation": "§ 1", "severity": "error", "source": []any{"S1"}, "missing": "nothing is there"}
	for key, v := range change {
		if custom[key] = v; v == nil {
			delete(custom, key)
		}
	}
	return rego.Annotation{Path: []string{"data", "candor", "laws", "x", "checks", "x-1"}, Title: "A demand", Description: "It is demanded.", Custom: custom}
}

func TestMetadata(t *testing.T) {
	tests := []struct {
		name   string
		change map[string]any
		want   string // in the error, "" for none
	}{
		{"a good check", nil, ""},
		{"an unconfirmed check without a source", map[string]any{"status": "unconfirmed", "source": nil}, ""},
		{"topics in place of a message", map[string]any{"missing": nil, "says": map[string]any{"training": "that staff are trained"}}, ""},
		{"a section", map[string]any{"section": "children"}, ""},
		{"another section", map[string]any{"section": "kids"}, `not "kids"`},
		{"no severity", map[string]any{"severity": nil}, "severity is error, warning or note"},
		{"another status", map[string]any{"status": "maybe"}, `not "maybe"`},
		{"no source", map[string]any{"source": nil}, "names no source"},
		{"no citation", map[string]any{"citation": nil}, "has no citation"},
		{"no message", map[string]any{"missing": nil}, "neither what is missing"},
		{"a misspelt key", map[string]any{"severty": "error"}, `no key "severty"`},
		{"a date that is none", map[string]any{"since": "soon"}, "since: "},
		{"a text in place of a list", map[string]any{"capacity": "school"}, "capacity is a list"},
		{"a list in place of topics", map[string]any{"says": []any{"training"}}, "says is topics"},
		{"a number in place of a text", map[string]any{"help": 1}, "help is a text"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := newCheck(annotated(test.change))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestTick: whatever else a check advises, where nothing says a topic its help names it.
func TestTick(t *testing.T) {
	for help, want := range map[string]string{
		"":                            `say it in a note or a statement, and tick it there: says = ["a", "b"]`,
		"write a duty":                `write a duty; tick the entry that says it: says = ["a", "b"]`,
		`tick says = ["a", "b"] here`: `tick says = ["a", "b"] here`,
	} {
		c := Check{Help: help}
		if got := c.Tick("a", "b"); got != want {
			t.Errorf("%q: got %q, want %q", help, got, want)
		}
	}
	c, err := newCheck(annotated(map[string]any{"section": "children", "says": map[string]any{"consent-items": "what is collected"}}))
	if err != nil {
		t.Fatal(err)
	}
	if right := c.Page().Right; !strings.Contains(right, "section = \"children\"\n") {
		t.Errorf("the example stands in another section:\n%s", right)
	}
}

// TestUnconfirmedOnlyWarns: what nobody has read in a source refuses nothing and says so.
func TestUnconfirmedOnlyWarns(t *testing.T) {
	for status, want := range map[string]struct {
		severity finding.Severity
		cited    string
	}{"confirmed": {finding.Error, "§ 1"}, "unconfirmed": {finding.Warning, "§ 1 (unconfirmed)"}} {
		c, err := newCheck(annotated(map[string]any{"status": status}))
		if err != nil {
			t.Fatal(err)
		}
		if c.Grade() != want.severity || c.Cited() != want.cited || c.Page().Severity != want.severity {
			t.Errorf("%s: %s, %q", status, c.Grade(), c.Cited())
		}
	}
}

func TestInForce(t *testing.T) {
	date := func(s string) inventory.Date {
		d, err := inventory.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	c, err := newCheck(annotated(map[string]any{"since": "2026-04-22", "until": "2027-12-31"}))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]bool{"2026-04-21": false, "2026-04-22": true, "2027-12-31": true, "2028-01-01": false} {
		if got := c.InForce(date(day)); got != want {
			t.Errorf("on %s: %v", day, got)
		}
	}
	if c.InForce(inventory.Date{}) {
		t.Error("what ends counts without a day")
	}
	c.Until = inventory.Date{}
	if !c.InForce(inventory.Date{}) {
		t.Error("what has no end does not count without a day")
	}
}

func TestCapacityOfACheck(t *testing.T) {
	c, err := newCheck(annotated(map[string]any{"capacity": []any{"school"}}))
	if err != nil {
		t.Fatal(err)
	}
	if !c.For("school") || c.For("contractor") || c.For("") {
		t.Error("a demand on schools reaches others, or not them")
	}
	if c.Capacity = nil; !c.For("") || !c.For("school") {
		t.Error("a demand on all does not reach everyone")
	}
}

// TestTestsOfChecks: for each check there is a test that names it.
func TestTestsOfChecks(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		for i := range p.Checks {
			if len(Tests(p.ID, p.Checks[i].ID)) == 0 {
				t.Errorf("%s: no test names %s", p.ID, p.Checks[i].ID)
			}
		}
	}
	want := []string{"us-ny-2d/contractor_test.rego: test_plan"}
	if got := Tests("us-ny-2d", "ny2d-121-6-plan"); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
