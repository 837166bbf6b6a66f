package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/site"
)

// printAnswer writes an answer for people: the verdict, what it rests on, what
// would change it, what is owed.
func printAnswer(w io.Writer, a decision.Answer, s *site.Site, notice string, width int) {
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
	p.list("missing", a.Missing, stateIt)
	p.list("assumed", a.Assumed, func(string) string { return "" })
	if len(a.Issues) > 0 {
		p.heading("known issues")
	}
	for _, id := range a.Issues {
		p.issue(id, s.Set.Notice(notice))
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
	if a.Law.Outcome != "" && a.Law.Outcome != decision.None {
		v += fmt.Sprintf(" (notice: %s, law: %s)", words(a.Notice.Outcome), words(a.Law.Outcome))
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
	p.fact("about", r.Detail)
	p.fact("due", r.Due)
	if r.Source == "law" {
		p.fact("law", strings.TrimSpace(r.Citation+" "+r.Status))
	}
	if r.At != nil {
		p.fact("page", r.At.Path)
		p.fact("toml", p.place(r.At.Notice, r.Statement))
	}
}

// place is where an entry stands in the workspace's files.
func (p answerPrinter) place(notice, id string) string {
	return p.site.Set.Internal[notice].Entries[id].Place.String()
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

// stateIt gives the flag that states what is missing.
func stateIt(missing string) string {
	kind, id, _ := strings.Cut(missing, ":")
	if kind == "since" {
		return "--since " + id + "=DATE states it"
	}
	return "--gate " + id + " states it"
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

// suggest tells, for every id and field that a question may not name, the closest
// it may.
func (a *app) suggest(answer decision.Answer, notice string, s *site.Site) {
	for _, r := range answer.Reasons {
		kind, unknown := strings.CutPrefix(r.Code, "unknown_")
		if r.Code == decision.BadQuestion {
			kind, unknown = "field", !slices.Contains(fields, r.Detail)
		}
		if r.Source != "engine" || !unknown {
			continue
		}
		ids := known(kind, s.Set.Notice(notice), s.Set)
		switch near := inventory.Closest(r.Detail, ids); {
		case r.Detail == "":
		case near != "":
			a.say("there is no %s %q; the closest is %q", kind, r.Detail, near)
		case len(ids) > 0 && len(ids) <= 40:
			a.say("there is no %s %q; there are: %s", kind, r.Detail, strings.Join(ids, ", "))
		}
	}
}

// fields are the names a question's JSON may have.
var fields = func() (names []string) {
	for f := range reflect.TypeFor[decision.Question]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// known lists the ids of a kind that a question may name.
func known(kind string, n *notices.Notice, set *notices.Set) []string {
	var out []string
	switch {
	case kind == "action":
		return inventory.Actions
	case kind == "field":
		return fields
	case kind == "notice":
		for _, n := range set.Notices {
			out = append(out, n.ID)
		}
		return out
	case n == nil:
		return nil
	}
	ids := map[string]bool{}
	add := func(id string) { ids[id] = true }
	switch kind {
	case "category":
		for _, e := range n.Categories {
			add(e.ID)
		}
	case "purpose":
		for _, e := range n.Purposes {
			add(e.ID)
		}
	case "recipient":
		for _, e := range n.Recipients {
			add(e.ID)
		}
	case "audience":
		for _, e := range n.Audiences {
			add(e.ID)
		}
	case "basis":
		for _, e := range n.Bases {
			add(e.ID)
		}
	case "right":
		for _, e := range n.Rights {
			add(e.ID)
		}
	case "event":
		for _, e := range n.Events {
			add(e.ID)
		}
	case "gate":
		for _, e := range n.Gates {
			add(e.ID)
		}
	case "document":
		for _, e := range n.Documents {
			add(e.ID)
		}
	}
	for _, id := range builtin[kind] {
		add(id)
	}
	return slices.Sorted(maps.Keys(ids))
}

// builtin are the ids every notice knows.
var builtin = map[string][]string{
	"basis": inventory.BasisKinds,
	"right": inventory.BuiltinRights,
	"event": inventory.BuiltinEvents,
	"gate":  slices.Concat(inventory.ReservedFacts, inventory.BuiltinFacts),
}
