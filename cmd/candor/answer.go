package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/site"
)

// printAnswer writes an answer for people: the verdict, what it rests on, what
// would change it, what is owed.
func printAnswer(w io.Writer, a decision.Answer, s *site.Site, k asked, width int) {
	p := answerPrinter{w, s, width}
	fmt.Fprintln(w, verdict(a))
	for _, r := range a.Reasons {
		p.reason(r)
	}
	if len(a.Obligations) > 0 {
		p.heading("owed")
	}
	for _, o := range a.Obligations {
		p.obligation(o)
	}
	n := s.Set.Notice(k.notice)
	p.list("missing", a.Missing, func(missing string) string { return k.toState(missing, n) })
	p.list("assumed, for the question does not say", a.Assumed, toAssert)
	if len(a.Issues) > 0 {
		p.heading("known issues")
	}
	for _, id := range a.Issues {
		p.issue(id, n)
	}
}

// verdict is the first line: the outcome in words, and each side's when they
// differ.
func verdict(a decision.Answer) string {
	words := strings.NewReplacer("_", " ").Replace
	v := words(a.Outcome)
	if a.Basis != "" {
		v += ", on the basis " + a.Basis
	}
	switch {
	case a.Law.Outcome != "" && a.Law.Outcome != decision.None:
		v += fmt.Sprintf(" (notice: %s, law: %s)", words(a.Notice.Outcome), words(a.Law.Outcome))
	case a.Notice.Outcome != a.Outcome:
		v += fmt.Sprintf(" (notice: %s)", words(a.Notice.Outcome))
	}
	return printable(v)
}

type answerPrinter struct {
	w     io.Writer
	site  *site.Site
	width int
}

func (p answerPrinter) heading(s string) { fmt.Fprintf(p.w, "\n%s\n", s) }

func (p answerPrinter) text(s, indent string) {
	fmt.Fprintln(p.w, wrap(printable(s), indent, p.width))
}

func (p answerPrinter) fact(label, value string) {
	if value != "" {
		fmt.Fprintf(p.w, "    %-6s %s\n", label, printable(value))
	}
}

func (p answerPrinter) reason(r decision.Reason) {
	fmt.Fprintln(p.w)
	p.text(cmp.Or(r.Text, r.Code), "  ")
	p.fact("code", r.Code)
	switch r.Source {
	case "law":
		p.fact("law", r.Citation)
		p.fact("rule", r.Rule)
		if r.Status != "" {
			p.fact("status", r.Status)
		}
	case "own":
		p.fact("cites", r.Citation)
		p.fact("rule", r.Rule)
		p.fact("rego", r.Detail)
	default:
		p.fact("about", r.Detail)
	}
	p.fact("due", r.Due)
	if r.Conflicts != "" {
		p.fact("over", fmt.Sprintf("%s, which the notice says", r.Conflicts))
	}
	if r.At != nil {
		p.fact("page", r.At.Path)
		p.fact("toml", p.place(r.At.Notice, r.Statement))
	}
}

// place is where an entry stands in the workspace's files.
func (p answerPrinter) place(notice, id string) string {
	return p.site.Set.Internal[notice].Record(id).Place.String()
}

func (p answerPrinter) obligation(o decision.Obligation) {
	p.text(o.Text, "  ")
	p.fact("id", o.ID)
	due := o.Due
	if o.Overdue {
		due += ", overdue"
	}
	p.fact("due", strings.TrimPrefix(due, ", "))
	p.fact("to", o.To)
	p.fact("via", strings.Join(o.Via, ", "))
	p.fact("fee", o.Fee)
}

func (p answerPrinter) list(title string, items []string, more func(string) string) {
	if len(items) > 0 {
		p.heading(title)
	}
	for _, item := range items {
		fmt.Fprintf(p.w, "  %s\n", printable(item))
		if m := more(item); m != "" {
			fmt.Fprintf(p.w, "    %s\n", printable(m))
		}
	}
}

func (p answerPrinter) issue(id string, n *notices.Notice) {
	fmt.Fprintf(p.w, "  %s\n", printable(id))
	if n == nil {
		return
	}
	for _, i := range n.Issues {
		if i.ID == id {
			p.text(i.Text, "    ")
			p.fact("toml", p.place(n.ID, id))
		}
	}
}
