package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/replay"
	"github.com/candor-privacy/candor/site"
)

const replayHelp = `Ask logged questions of another policy, and tell which callers would be newly
denied or newly allowed: before it is published, and not after.

  candor replay LOG                  by this workspace, and by the answers logged
  candor replay LOG --old BUNDLE     against what another policy answers
  candor replay LOG --old BUNDLE --new BUNDLE|DIR

LOG is a file, or - for standard input, plain or gzip, of
  OPA's decision log      as it is uploaded (JSON arrays) or printed (a line each)
  questions, one a line   {"notice": …, "action": …},
                          or {"input": question}, as OPA's Data API takes it,
                          or {"caller": "billing", "question": …, "answer": …}

  --old FILE|DIR     the policy that is; without it the answers in the log count
  --new FILE|DIR     the policy that is to come (default: the workspace here)
  --caller PATH      where a line names its caller, such as labels.app (default:
                     caller, labels other than id and version, or the address)
  --trust FILE       public key of who may have signed them; again for several
  --scope NAME       what they have to be signed for (default candor)
  --insecure-unsigned  take bundles that nobody signed: for trials

OPA's log by Candor's mask (data.candor.log.mask) keeps no questions, nor does the
log of candor serve: that is what they are for. Such lines are counted, and those
that rest on a statement which is another in the new policy are told. To replay,
let a service write its questions to a file of its own, where and while it may.

A question without a day is about the day it was logged, where the line has one.
Neither policy expires here. Of a question nothing is printed but the ids of its
notice and its action.

The exit code is 1 when anything is newly denied or allowed, when a line cannot be
read, and when nothing could be asked at all.

Example
  candor replay decisions.json.gz --old policy.tar.gz --trust policy.pub
`

// replayFlags are the flags of replay as they were typed.
type replayFlags struct {
	old, new, caller string
	trusting
}

func (a *app) replayCommand() *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{Use: "replay LOG", Short: "ask logged questions of another policy", Long: replayHelp}
	cmd.Args = named("the log", "candor replay decisions.json --old policy.tar.gz --trust policy.pub")
	text(cmd.Flags(), &f.old, "old", "")
	text(cmd.Flags(), &f.new, "new", "")
	text(cmd.Flags(), &f.caller, "caller", "")
	f.trusting.flags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.replay(cmd.Context(), args[0], f) }
	return cmd
}

func (a *app) replay(ctx context.Context, file string, f replayFlags) error {
	log := a.in
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return wrong(err)
		}
		defer opened.Close()
		log = opened
	}
	p := replay.Policies{Caller: f.caller}
	after, engine, err := a.policyAt(ctx, f.new, f.trusting)
	if err != nil {
		return err
	}
	p.New = engine.DecideJSON
	if f.old != "" {
		before, engine, err := a.policyAt(ctx, f.old, f.trusting)
		if err != nil {
			return err
		}
		p.Old = engine.DecideJSON
		p.Statement = func(notice, id string) string { return becomes(before, after, notice, id) }
	} else {
		p.Statement = func(notice, id string) string { return becomes(nil, after, notice, id) }
	}
	report, err := replay.Run(ctx, log, p)
	if err != nil {
		return wrong(fmt.Errorf("%s: %w", file, err))
	}
	return a.replayed(file, report)
}

// policyAt makes an engine of a bundle, or of a workspace: the one here, where none is
// named. What it says counts, and not how long.
func (a *app) policyAt(ctx context.Context, at string, t trusting) (*policies.Document, *policies.Engine, error) {
	if info, err := os.Stat(at); at == "" || err == nil && info.IsDir() {
		dir, err := workspace([]string{at}, "candor replay LOG --new %s")
		if err != nil {
			return nil, nil, err
		}
		s, err := a.read(dir, a.options(dir), site.Read)
		if err != nil {
			return nil, nil, err
		}
		if finding.Blocking(s.Findings) {
			return nil, nil, refused(fmt.Errorf("nothing replayed: %s in the workspace", count(finding.Count(s.Findings, finding.Error), "error")), s.Findings, "candor check "+quoted(dir))
		}
		doc, err := policies.Compile(s.Set, policies.Options{})
		if err != nil {
			return nil, nil, wrong(err)
		}
		engine, err := policies.New(ctx, s.Set, policies.Options{Now: a.now})
		return doc, engine, err
	}
	trust, err := t.trust("candor replay LOG --old " + quoted(at) + " --trust policy.pub")
	if err != nil {
		return nil, nil, err
	}
	b, err := openBundle(at, trust)
	if err != nil {
		return nil, nil, err
	}
	lasting(&b.Document.Bundle)
	for _, n := range b.Document.Notices {
		lasting(&n.Bundle)
	}
	engine, err := policies.NewFromBundle(ctx, b, a.now)
	if err != nil {
		return nil, nil, refused(fmt.Errorf("%s: %w", at, err), nil)
	}
	return b.Document, engine, nil
}

// lasting makes a policy one that does not expire.
func lasting(about *document.Bundle) { about.Until, about.Expires = 0, "" }

// becomes tells what the new policy makes of a statement of the old one. Without the
// old one only that it is gone can be told.
func becomes(before, after *policies.Document, notice, id string) string {
	now := after.Notices[notice]
	if now == nil || now.Statement(id) == nil {
		return "gone"
	}
	if before == nil || before.Notices[notice] == nil || before.Notices[notice].Statement(id) == nil {
		return ""
	}
	was, is := *before.Notices[notice].Statement(id), *now.Statement(id)
	was.Rank, is.Rank = 0, 0
	if reflect.DeepEqual(was, is) {
		return ""
	}
	return "changed"
}

// replayed tells what came of it.
func (a *app) replayed(file string, r *replay.Report) error {
	denied, allowed := r.Changes()
	err := error(nil)
	if denied+allowed+r.Malformed > 0 || r.Asked == 0 {
		err = errFound
	}
	if a.format == "json" {
		if e := writeJSON(a.out, struct {
			Version int `json:"version"`
			*replay.Report
		}{1, r}); e != nil {
			return e
		}
	} else {
		printGroups(a.out, "newly denied", r.Denied)
		printGroups(a.out, "newly allowed", r.Allowed)
		printGroups(a.out, "not asked, and resting on a statement that changes", r.Touched)
		printGroups(a.out, "answered alike, for a reason that is new", r.Shifted("new"))
		printGroups(a.out, "answered alike, for a reason less", r.Shifted("gone"))
		printGroups(a.out, "answered alike, for a reason in other words", r.Shifted("reworded"))
		fmt.Fprintf(a.out, "%s asked: %d newly denied, %d newly allowed, %d answered for other reasons, %d alike\n", count(r.Asked, "question"), denied, allowed, r.Other, r.Same)
	}
	for _, line := range r.Lines {
		a.say("%s:%d: %s", file, line.Line, line.Why)
	}
	if more := r.Malformed - len(r.Lines); more > 0 {
		a.say("%s: %s more that cannot be read", file, count(more, "line"))
	}
	for _, left := range []struct {
		n    int
		what string
	}{
		{r.Masked, "without the whole question, so that it cannot be asked again"},
		{r.Unanswered, "without an answer: --old says the policy that answers it"},
		{r.Foreign, "that is no decision by these rules"},
	} {
		if left.n > 0 {
			a.say("%s %s", count(left.n, "line"), left.what)
		}
	}
	if r.Asked == 0 {
		return refused(errors.New("nothing could be asked"), nil, "candor replay --help tells what a log has to hold")
	}
	return err
}

// printGroups prints changes as a table.
func printGroups(w io.Writer, what string, groups []replay.Group) {
	if len(groups) == 0 {
		return
	}
	fmt.Fprintln(w, what)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, g := range groups {
		cells := []string{count(g.Questions, "question"), g.Caller, g.Notice, g.Action, g.Code, g.Statement, fmt.Sprintf("line %d", g.Line)}
		for i := range cells {
			if cells[i] = strings.ReplaceAll(printable(cells[i]), "\n", " "); cells[i] == "" {
				cells[i] = "-"
			}
		}
		fmt.Fprintf(t, "  %s\n", strings.Join(cells, "\t"))
	}
	t.Flush()
	fmt.Fprintln(w)
}
