package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/site"
)

const checkHelp = `Report everything wrong with a workspace: the language of its files, what they
refer to, what a notice leaves open, whether each page holds every sentence it
should, and what the laws that a notice switches on ask of it. Nothing is written
but .candor/laws, where the next run, a preview and a publish find what the laws
found in notices that have not changed since, for a day and one candor; it may be
deleted.

  candor check [DIR]

  --severity error|warning|note   leave out what is less than this (default note)
  --on DATE   as of a day: reviews, dates and the law (default today)
  --law ID    only what this law finds; candor laws lists the laws, and own is for
              the workspace's own checks (policies in candor.toml). none leaves
              out what laws find: the slips in the files alone
  --all       with --law: every demand of the law with what meets it, the
              documents it asks for, and the rules that decisions take from it
  --format F  text, or for other programs: json, our own; github, annotations of
              GitHub Actions; sarif, for code scanning; gitlab, for code quality;
              junit, for reports of tests
  --output FILE, -o FILE   write that report there, and show it as text here

The exit code is 1 when there is an error, shown or not. Warnings and notes alone
exit 0: they are worth reading and do not stop a publish. An issue of the notice
may accept what a law finds; [[exception]] in candor.toml switches a check off.
What is wrong in the files comes first, then what each law asks for. While a slip
leaves an entry out of a notice, laws wait: they would tell it again as lacking.
The formats of pipelines name files from the top of the repository.

Example
  candor check
  candor check --law us-ny-2d --all
  candor check --format json | jq '.findings[].message'
  candor check --format sarif --output privacy.sarif
`

// checkFlags are the flags of candor check as they were typed.
type checkFlags struct {
	severity, on, law string
	format, output    string
	all               bool
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{Use: "check [DIR]", Short: "report everything wrong with a workspace", Long: checkHelp, Args: atMost(1)}
	text(cmd.Flags(), &f.severity, "severity", "note")
	text(cmd.Flags(), &f.on, "on", "")
	text(cmd.Flags(), &f.law, "law", "")
	text(cmd.Flags(), &f.format, "format", "text") // in the place of the format of every verb
	cmd.Flags().VarP(&once{to: &f.output}, "output", "o", "")
	cmd.Flags().BoolVar(&f.all, "all", false, "")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.check(args, f) }
	return cmd
}

func (a *app) check(args []string, f checkFlags) error {
	least := slices.Index([]string{"error", "warning", "note"}, f.severity)
	if least < 0 {
		return wrong(fmt.Errorf("--severity is error, warning or note, not %q", f.severity))
	}
	if err := cmp.Or(knownFormat(f.format), f.lawful()); err != nil {
		return err
	}
	dir, err := workspace(args, "candor check %s")
	if err != nil {
		return err
	}
	a.collectLate(25)
	o := a.options(dir)
	if err := asOf(&o, f.on); err != nil {
		return err
	}
	s, err := a.read(dir, o, site.Build)
	if err != nil {
		return err
	}
	switch f.law {
	case "":
	case noLaw:
		s.Findings = slices.DeleteFunc(slices.Clone(s.Findings), func(x finding.Finding) bool { return slices.ContainsFunc(s.Law.Findings, alike(x)) })
		s.Law = policies.Review{}
	default:
		s.Law = s.Law.Of(f.law)
		broken := slices.DeleteFunc(slices.Clone(s.Findings), func(x finding.Finding) bool { return f.law != laws.Own || x.Code != "own-rule" })
		s.Findings = finding.Merge(slices.Concat(broken, s.Law.Findings))
	}
	if f.all {
		return a.demands(s, f, o.Today)
	}
	shown := slices.DeleteFunc(slices.Clone(s.Findings), func(x finding.Finding) bool { return x.Severity > finding.Severity(least) })
	r := a.newReport(dir, s, shown, o.Today)
	format := f.format
	if f.output != "" {
		if err := r.save(f.output, format); err != nil {
			return err
		}
		if format != "json" {
			format = "text"
		}
	}
	if format != "text" || f.law == "" || len(s.Law.Rows)+len(shown) > 0 {
		err = r.write(a.out, format)
	}
	if format != "json" {
		a.say("%s read", describe(s))
		a.unasked(s, f.law)
		a.closing(s)
	}
	if err == nil && (finding.Blocking(s.Findings) || len(s.Law.Waiting) > 0) {
		return errFound
	}
	return err
}

// noLaw in place of a law leaves out what laws find.
const noLaw = "none"

// alike tells the finding itself among others.
func alike(x finding.Finding) func(finding.Finding) bool {
	return func(y finding.Finding) bool { return x.Code == y.Code && x.Place == y.Place && x.Message == y.Message }
}

// lawful refuses a law that there is no pack of, and what --all cannot be shown with.
func (f checkFlags) lawful() error {
	switch {
	case f.all && (f.law == "" || f.law == noLaw):
		return wrong(errors.New("--all needs the law to show"), "candor check --law us-ny-2d --all")
	case f.all && (f.output != "" || f.format != "text" && f.format != "json"):
		return wrong(errors.New("--all is text or json on standard output"), "candor check --law us-ny-2d --all")
	case f.law == "" || f.law == laws.Own || f.law == noLaw:
		return nil
	}
	return knownLaw(f.law)
}

// knownLaw refuses a law that there is no pack of.
func knownLaw(id string) error {
	if slices.Contains(laws.IDs(), id) {
		return nil
	}
	err := fmt.Errorf("there is no law %q", id)
	if meant := laws.Meant(id); meant != "" {
		err = fmt.Errorf("%w; %s", err, meant)
	}
	return wrong(err, "candor laws lists them")
}

// unasked says of a law why nothing of it was asked, so that nobody takes it for kept.
func (a *app) unasked(s *site.Site, law string) {
	on := func(n *notices.Notice) bool {
		return slices.Contains(n.Laws, law) || slices.ContainsFunc(n.Addenda, func(a notices.Addendum) bool { return a.Law == law })
	}
	switch {
	case law == "" || law == noLaw || len(s.Law.Rows)+len(s.Law.Waiting) > 0:
	case law == laws.Own:
		a.say("the workspace has no checks of its own that can be asked")
	case slices.ContainsFunc(s.Set.Notices, on):
		a.say("%s is switched on and asks nothing, in no capacity or on that day; candor check without --law says more", law)
	default:
		a.say("no notice switches on %s", law)
	}
}

// closing says what to know about the findings of laws, where any was asked.
func (a *app) closing(s *site.Site) {
	if line := s.Closing(); line != "" {
		a.say("%s", line)
	}
}

// demands prints all that a law asks of the notices that switch it on: every demand, with
// what meets it or is lacking, the documents, and what decisions take from it.
func (a *app) demands(s *site.Site, f checkFlags, on inventory.Date) error {
	m, err := policies.NewMatrix(s.Set, &s.Law, f.law, on)
	if err != nil {
		return err
	}
	if f.format == "json" {
		if err := m.JSON(a.out); err != nil {
			return err
		}
	} else {
		a.demandsText(s.Law.Rows)
		a.documentsText(s.Law.Documents)
		a.rulingsText(f.law, m.Rulings)
		a.unasked(s, f.law)
		a.closing(s)
	}
	if finding.Blocking(s.Findings) || len(s.Law.Waiting) > 0 {
		return errFound
	}
	return nil
}

// documentsText prints how the documents stand that a law asks for.
func (a *app) documentsText(all []policies.Wanted) {
	width := a.style(a.out).Width
	for _, d := range all {
		fmt.Fprintf(a.out, "%s: document %s/%s  %s\n", d.Notice, d.Law, d.Document, printable(d.Path))
		for _, s := range d.Sections {
			stands := map[policies.State]string{policies.Met: "filled", policies.Lacking: "empty"}[s.State]
			fmt.Fprintf(a.out, "\n%-8s  %s\n", cmp.Or(stands, string(s.State)), printable(s.Title))
			for _, e := range s.Entries {
				a.entryText(e)
			}
			if len(s.Checks) > 0 {
				fmt.Fprintf(a.out, "%s\n", wrap("demanded by "+strings.Join(s.Checks, ", "), "    ", width))
			}
		}
		for _, f := range d.Findings {
			fmt.Fprintf(a.out, "\n%s\n", wrap(f.Severity.String()+": "+printable(f.Message)+" ("+f.Place.String()+")", "  ", width))
		}
		fmt.Fprintln(a.out)
	}
}

// verdicts are the words for what a law says in a case.
var verdicts = map[string]string{"deny": "denied", "owes": "allowed, with what is owed", "none": "nothing to say"}

// rulingsText prints the rules that decisions take from a law, with the statements each
// reaches and the cases that show it.
func (a *app) rulingsText(law string, all []policies.Ruling) {
	width := a.style(a.out).Width
	if len(all) > 0 {
		fmt.Fprintf(a.out, "What decisions take from %s\n\n", law)
	}
	for _, r := range all {
		kind := "forbids"
		if r.Rule.Kind == inventory.KindDuty {
			kind = "owes"
		}
		cited := r.Rule.Citation
		if !r.Rule.Confirmed {
			cited += " (unconfirmed)"
		}
		fmt.Fprintf(a.out, "%-8s  %s\n%s\n%s\n", kind, r.Rule.ID, wrap(r.Rule.Text, "  ", width), wrap(cited, "  ", width))
		for _, t := range r.Touches {
			for _, e := range t.Entries {
				a.entryText(e)
			}
			for _, f := range t.Contradictions {
				fmt.Fprintf(a.out, "%s\n", wrap("contradicted: "+printable(f.Message)+" ("+f.Place.String()+")", "    ", width))
			}
		}
		for _, c := range r.Cases {
			verdict := "not this rule"
			if r.Applies(&c) {
				verdict = verdicts[c.Law]
			}
			fmt.Fprintf(a.out, "%s\n", wrap("case: "+c.That+" ("+verdict+")", "    ", width))
		}
		fmt.Fprintln(a.out)
	}
}

// entryText prints an entry, with where it is read and written.
func (a *app) entryText(e policies.Entry) {
	fmt.Fprintf(a.out, "    %s\n", printable(strings.Join(slices.DeleteFunc([]string{e.ID, e.Path, e.Place.String()}, func(s string) bool { return s == "" }), "  ")))
}

func (a *app) demandsText(rows []policies.Row) {
	notice, width := "", a.style(a.out).Width
	for _, r := range rows {
		if r.Notice != notice {
			as := ""
			if r.Capacity != "" {
				as = " as " + r.Capacity
			}
			fmt.Fprintf(a.out, "%s under %s%s\n", r.Notice, r.Law, as)
			notice = r.Notice
		}
		fmt.Fprintf(a.out, "\n%-8s  %s (%s)\n%s\n", r.State, printable(r.Check.Title), r.Check.ID, wrap(r.Check.Cited(), "  ", width))
		for _, e := range r.Entries {
			a.entryText(e)
		}
		for i, f := range r.Lacking {
			fmt.Fprintf(a.out, "%s\n", wrap("lacking: "+printable(f.Message)+" ("+f.Place.String()+")", "    ", width))
			if last := i == len(r.Lacking)-1; r.State == policies.Lacking && f.Help != "" && (last || r.Lacking[i+1].Help != f.Help) {
				fmt.Fprintf(a.out, "%s\n", wrap("help: "+printable(f.Help), "    ", width))
			}
		}
		if r.Why != "" {
			fmt.Fprintf(a.out, "%s\n", wrap(string(r.State)+": "+printable(r.Why), "    ", width))
		}
	}
	if len(rows) > 0 {
		fmt.Fprintln(a.out)
	}
}
