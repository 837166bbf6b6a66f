package laws

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/rego"
)

// newCheck reads the METADATA of a check.
func newCheck(a rego.Annotation) (Check, error) {
	c := Check{ID: a.Path[len(a.Path)-1], Title: a.Title, Law: a.Description, Confirmed: true}
	m := metadata{custom: maps.Clone(a.Custom)}
	c.Citation, c.Missing, c.Help = m.text("citation"), m.text("missing"), m.text("help")
	c.Wrong, c.Right = strings.TrimSpace(m.text("wrong")), strings.TrimSpace(m.text("right"))
	c.Capacity, c.Sources, c.Says = m.list("capacity"), m.list("source"), m.pairs("says")
	c.Rules, c.Section = m.list("rules"), m.text("section")
	if c.Section != "" && !slices.Contains(inventory.Sections, c.Section) {
		m.fail("section is one of %s, not %q", strings.Join(inventory.Sections, ", "), c.Section)
	}
	c.Since, c.Until = m.date("since"), m.date("until")
	switch severity := m.text("severity"); severity {
	case "error":
		c.Severity = finding.Error
	case "warning":
		c.Severity = finding.Warning
	case "note":
		c.Severity = finding.Note
	default:
		m.fail("severity is error, warning or note, not %q", severity)
	}
	switch status := m.text("status"); status {
	case "", "confirmed":
		if len(c.Sources) == 0 {
			m.fail("names no source: write source, or status: unconfirmed")
		}
	case "unconfirmed":
		c.Confirmed = false
	default:
		m.fail("status is confirmed or unconfirmed, not %q", status)
	}
	for key := range m.custom {
		m.fail("there is no key %q", key)
	}
	for name, text := range map[string]string{"title": c.Title, "description": c.Law, "citation": c.Citation} {
		if text == "" {
			m.fail("has no %s", name)
		}
	}
	if c.Missing == "" {
		c.Missing = c.Unsaid(slices.Sorted(maps.Keys(c.Says))...)
	}
	if c.Missing == "" {
		m.fail("says neither what is missing nor what has to be said")
	}
	return c, errors.Join(m.faults...)
}

// metadata takes keys out of METADATA; what is left is unknown.
type metadata struct {
	custom map[string]any
	faults []error
}

func (m *metadata) fail(format string, args ...any) {
	m.faults = append(m.faults, fmt.Errorf(format, args...))
}

func (m *metadata) take(key string) any {
	v := m.custom[key]
	delete(m.custom, key)
	return v
}

func (m *metadata) text(key string) string {
	switch v := m.take(key).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		m.fail("%s is a text, and this is %v", key, v)
		return ""
	}
}

func (m *metadata) list(key string) []string {
	var out []string
	switch v := m.take(key).(type) {
	case nil:
	case []any:
		for _, x := range v {
			out = append(out, fmt.Sprint(x))
		}
	default:
		m.fail("%s is a list, and this is %v", key, v)
	}
	return out
}

func (m *metadata) pairs(key string) map[string]string {
	out := map[string]string{}
	switch v := m.take(key).(type) {
	case nil:
	case map[string]any:
		for k, x := range v {
			out[k] = fmt.Sprint(x)
		}
	default:
		m.fail("%s is topics with what has to be said, and this is %v", key, v)
	}
	return out
}

func (m *metadata) date(key string) inventory.Date {
	text := m.text(key)
	if text == "" {
		return inventory.Date{}
	}
	d, err := inventory.ParseDate(text)
	if err != nil {
		m.fail("%s: %w", key, err)
	}
	return d
}

// InForce reports whether the law demands it on a day; the zero day asks for all
// that has not ended.
func (c *Check) InForce(on inventory.Date) bool {
	if on.IsZero() {
		return c.Until.IsZero()
	}
	return (c.Since.IsZero() || c.Since.String() <= on.String()) && (c.Until.IsZero() || on.String() <= c.Until.String())
}

// For reports whether the demand reaches who answers to the law in a capacity.
func (c *Check) For(capacity string) bool {
	return len(c.Capacity) == 0 || slices.Contains(c.Capacity, capacity)
}

// Grade is the severity of the check's findings: what is not confirmed only warns.
func (c *Check) Grade() finding.Severity {
	if !c.Confirmed {
		return max(c.Severity, finding.Warning)
	}
	return c.Severity
}

// Cited is the citation, and says so of a row that is not confirmed.
func (c *Check) Cited() string {
	if !c.Confirmed {
		return c.Citation + " (unconfirmed)"
	}
	return c.Citation
}

// Unsaid words that no entry says some topics, "" for none.
func (c *Check) Unsaid(topics ...string) string {
	if len(topics) == 0 {
		return ""
	}
	var what []string
	for _, t := range topics {
		what = append(what, c.Says[t])
	}
	return "nothing says " + strings.Join(what, ", nor ")
}

// Tick says what to do where nothing says topics: the help of the check, and how an entry
// is shown to say them.
func (c *Check) Tick(topics ...string) string {
	says := fmt.Sprintf("says = [\"%s\"]", strings.Join(topics, `", "`))
	switch {
	case c.Help == "":
		return "say it in a note or a statement, and tick it there: " + says
	case slices.ContainsFunc(topics, func(t string) bool { return !strings.Contains(c.Help, `"`+t+`"`) }):
		return c.Help + "; tick the entry that says it: " + says
	}
	return c.Help
}

// Page explains the check at length.
func (c *Check) Page() finding.Page {
	p := finding.Page{Code: c.ID, Title: c.Title, Severity: c.Grade(), Why: c.Law, Wrong: c.Wrong, Right: c.Right, Law: c.Cited(), Help: c.Help, Says: c.Says}
	if topics := slices.Sorted(maps.Keys(c.Says)); p.Right == "" && len(topics) > 0 {
		p.Right = fmt.Sprintf("[[note]]\nid      = %q\nsection = %q\ntext    = \"…\"\nsays    = [\"%s\"]", topics[0], cmp.Or(c.Section, inventory.Sections[0]), strings.Join(topics, `", "`))
	}
	return p
}
