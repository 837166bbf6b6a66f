package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/laws"
)

const lawsHelp = `List the law packs: what a notice can be held against, how much of each law that
is, which parts it leaves out, when it was last held against its text, and the
documents it asks for.

  candor laws [ID]

  --checks   every check of the law, or of all, with the topics it looks for
  --rules    every rule that decisions take from the law, with its gates

A notice switches a law on with laws = ["ID"], an addendum with law = "ID"; where
a law knows several capacities, [capacity] says which. A document is made where
documents = ["ID/DOCUMENT"] asks for it. A topic is what an entry is ticked for
with says = ["TOPIC"]. Rows that are not confirmed only warn. Nothing
here is legal advice.

Example
  candor laws
  candor laws us-ny-2d --checks
  candor laws us-ny-2d --rules
`

func (a *app) lawsCommand() *cobra.Command {
	var checks, rules bool
	cmd := &cobra.Command{Use: "laws [ID]", Short: "list the law packs", Long: lawsHelp, Args: atMost(1)}
	cmd.Flags().BoolVar(&checks, "checks", false, "")
	cmd.Flags().BoolVar(&rules, "rules", false, "")
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return laws.IDs(), cobra.ShellCompDirectiveNoFileComp
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		ids := laws.IDs()
		if len(args) > 0 {
			ids = args
			if err := knownLaw(args[0]); err != nil {
				return err
			}
		}
		return a.laws(ids, checks, rules)
	}
	return cmd
}

// law is a pack as JSON gives it.
type law struct {
	ID          string            `json:"id"`
	Title       string            `json:"title"`
	Citation    string            `json:"citation"`
	Capacities  map[string]string `json:"capacities,omitempty"`
	Reviewed    inventory.Date    `json:"reviewed"`
	Checks      int               `json:"checks"`
	Confirmed   int               `json:"confirmed"`
	Unconfirmed int               `json:"unconfirmed"`
	LeavesOut   []string          `json:"leavesOut,omitempty"` // parts of the law that the pack has nothing on
	Documents   []lawDocument     `json:"documents,omitempty"`
	Rows        []lawCheck        `json:"rows,omitempty"`

	Decides            int       `json:"decides"` // rules that decisions take from it
	DecidesUnconfirmed int       `json:"decidesUnconfirmed"`
	Rules              []lawRule `json:"rules,omitempty"`
}

// lawRule is a rule of decisions as JSON gives it.
type lawRule struct {
	ID        string            `json:"id"`
	Kind      string            `json:"kind"`
	Text      string            `json:"text"`
	Citation  string            `json:"citation"`
	Confirmed bool              `json:"confirmed"`
	Capacity  []string          `json:"capacity,omitempty"`
	When      map[string]string `json:"when,omitempty"`   // gates, with what they are
	Unless    map[string]string `json:"unless,omitempty"` // likewise
}

// lawDocument is a document that a law asks for as JSON gives it.
type lawDocument struct {
	Name     string   `json:"name"` // as notices ask for it
	Title    string   `json:"title"`
	Citation string   `json:"citation"`
	Capacity []string `json:"capacity,omitempty"`
	Signed   bool     `json:"signed,omitempty"`
	Sections int      `json:"sections"`

	Since inventory.Date `json:"since,omitzero"`
	Until inventory.Date `json:"until,omitzero"`
}

// lawCheck is a check as JSON gives it.
type lawCheck struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Citation  string            `json:"citation"`
	Severity  string            `json:"severity"`
	Confirmed bool              `json:"confirmed"`
	Capacity  []string          `json:"capacity,omitempty"`
	Says      map[string]string `json:"says,omitempty"`
}

func (a *app) laws(ids []string, checks, rules bool) error {
	var all []law
	for _, id := range ids {
		p, err := laws.Open(id)
		if err != nil {
			return err
		}
		l := law{ID: p.ID, Title: p.Title, Citation: p.Citation, Capacities: map[string]string{}, Reviewed: p.Reviewed, Checks: len(p.Checks), LeavesOut: p.LeavesOut}
		for _, k := range p.Capacities {
			l.Capacities[k.Key] = k.Value
		}
		for _, d := range laws.Documents(p.ID) {
			l.Documents = append(l.Documents, lawDocument{d.Name(), d.Title, d.Citation, d.Capacity, d.Signed, len(d.Statutory.Sections), d.Since, d.Until})
		}
		for i := range p.Checks {
			c := &p.Checks[i]
			if c.Confirmed {
				l.Confirmed++
			}
			if checks {
				l.Rows = append(l.Rows, lawCheck{c.ID, c.Title, c.Citation, c.Grade().String(), c.Confirmed, c.Capacity, c.Says})
			}
		}
		l.Unconfirmed = l.Checks - l.Confirmed
		if err := l.decisions(rules); err != nil {
			return err
		}
		all = append(all, l)
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int   `json:"version"`
			Laws    []law `json:"laws"`
		}{1, all})
	}
	a.lawsText(all)
	a.say("not legal advice; candor explain CHECK says more about a check")
	return nil
}

// decisions adds what decisions take from a law.
func (l *law) decisions(each bool) error {
	read, err := laws.Rules(l.ID)
	if err != nil {
		return err
	}
	labels := map[string]string{}
	for _, g := range read.Gates {
		labels[g.ID] = g.Label
		if !g.Confirmed {
			labels[g.ID] += " (unconfirmed)"
		}
	}
	named := func(ids []string) map[string]string {
		out := map[string]string{}
		for _, id := range ids {
			out[id] = labels[id]
		}
		return out
	}
	l.Decides = len(read.Rules)
	for i := range read.Rules {
		r := &read.Rules[i]
		if !r.Confirmed {
			l.DecidesUnconfirmed++
		}
		if each {
			l.Rules = append(l.Rules, lawRule{r.ID, string(r.Kind), r.Text, r.Citation, r.Confirmed, r.Capacity, named(r.When), named(r.Unless)})
		}
	}
	return nil
}

func (a *app) lawsText(all []law) {
	width := a.style(a.out).Width
	for i, l := range all {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "%s  %s\n%s\n", l.ID, l.Title, wrap(l.Citation, "  ", width))
		fmt.Fprintf(a.out, "  %s, %d confirmed and %d unconfirmed, last reviewed on %s\n", count(l.Checks, "checks"), l.Confirmed, l.Unconfirmed, l.Reviewed)
		if l.Decides > 0 {
			fmt.Fprintf(a.out, "  %s of decisions, %d of them unconfirmed\n", count(l.Decides, "rules"), l.DecidesUnconfirmed)
		}
		if len(l.LeavesOut) > 0 {
			fmt.Fprintf(a.out, "%s\n", wrap("leaves out: "+strings.Join(l.LeavesOut, "; "), "  ", width))
		}
		for _, as := range slices.Sorted(maps.Keys(l.Capacities)) {
			fmt.Fprintf(a.out, "%s\n", wrap(fmt.Sprintf("as %s: %s", as, l.Capacities[as]), "  ", width))
		}
		for _, d := range l.Documents {
			about := slices.Clone(d.Capacity)
			if d.Signed {
				about = append(about, "signed")
			}
			if !d.Since.IsZero() {
				about = append(about, "from "+d.Since.String())
			}
			if !d.Until.IsZero() {
				about = append(about, "until "+d.Until.String())
			}
			of := ""
			if len(about) > 0 {
				of = " (" + strings.Join(about, ", ") + ")"
			}
			fmt.Fprintf(a.out, "%s\n", wrap(fmt.Sprintf("document %s%s: %s", d.Name, of, d.Title), "  ", width))
		}
		for _, c := range l.Rows {
			fmt.Fprintf(a.out, "\n  %s (%s)\n%s\n", c.ID, strings.Join(append([]string{c.Severity}, c.Capacity...), ", "), wrap(c.Title+": "+c.Citation, "    ", width))
			for _, topic := range slices.Sorted(maps.Keys(c.Says)) {
				said := wrap("says "+topic+": "+c.Says[topic], "         ", width)
				fmt.Fprintf(a.out, "%s\n", strings.TrimPrefix(said, "     ")) // the lines after the first stand below the topic
			}
		}
		for _, r := range l.Rules {
			about := append([]string{r.Kind}, r.Capacity...)
			if !r.Confirmed {
				about = append(about, "unconfirmed")
			}
			fmt.Fprintf(a.out, "\n  %s (%s)\n%s\n%s\n", r.ID, strings.Join(about, ", "), wrap(r.Text, "    ", width), wrap(r.Citation, "    ", width))
			a.gatesText("when", r.When, width)
			a.gatesText("unless", r.Unless, width)
		}
	}
}

// gatesText lists the gates of a rule.
func (a *app) gatesText(word string, gates map[string]string, width int) {
	for _, id := range slices.Sorted(maps.Keys(gates)) {
		said := wrap(strings.TrimSuffix(word+" "+id+": "+gates[id], ": "), "         ", width)
		fmt.Fprintf(a.out, "%s\n", strings.TrimPrefix(said, "     ")) // the lines after the first stand below the gate
	}
}
