package finding

import (
	"slices"
	"strings"
)

// Page explains one code at length: what `candor explain CODE` prints.
type Page struct {
	Code     string   `json:"code"`
	Title    string   `json:"title"` // one sentence without a period
	Severity Severity `json:"severity"`
	Why      string   `json:"why"`   // why it matters, one or two sentences
	Wrong    string   `json:"wrong"` // an example that gets the finding
	Right    string   `json:"right"` // the same, mended

	// Of a demand of a law.
	Law  string            `json:"law,omitempty"`  // where the law says it
	Help string            `json:"help,omitempty"` // what to do, a clause without a period
	Says map[string]string `json:"says,omitempty"` // topic that an entry is ticked for → what that entry has to say
}

// Explain returns the page of a code.
func Explain(code string) (Page, bool) {
	for _, p := range pages {
		if p.code == code {
			return Page{Code: p.code, Title: p.title, Severity: p.severity, Why: p.why, Wrong: p.wrong, Right: p.right}, true
		}
	}
	return Page{}, false
}

// Codes lists every code there is, in the order in which they are explained:
// files first, then keys and values, then what statements say.
func Codes() []string {
	out := make([]string, len(pages))
	for i, p := range pages {
		out[i] = p.code
	}
	return out
}

// String gives the page as text.
func (p Page) String() string {
	var b strings.Builder
	head := wrap(p.Severity.String()+"["+p.Code+"]: "+p.Title, 78, "  ")
	for _, l := range slices.Concat(head, []string{""}, wrap(p.Why, 78, "")) {
		b.WriteString(l + "\n")
	}
	if p.Law != "" {
		b.WriteString("\n" + strings.Join(wrap("Law: "+p.Law, 78, ""), "\n") + "\n")
	}
	if p.Help != "" {
		b.WriteString("\n" + strings.Join(wrap("Help: "+p.Help, 78, ""), "\n") + "\n")
	}
	for _, e := range []struct{ head, example string }{{"Not so:", p.Wrong}, {"But so:", p.Right}} {
		if e.example == "" {
			continue
		}
		b.WriteString("\n" + e.head + "\n\n")
		for l := range strings.Lines(e.example + "\n") {
			b.WriteString(strings.TrimRight("    "+l, " \n") + "\n")
		}
	}
	return b.String()
}
