package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/site"
)

const verifyHelp = `Prove on your own workspace that the engines and the page agree. Every kind of
question that the notices tell apart is asked, and some more at random, of every
engine, and whole answers are compared. What is allowed has its sentence at its
place in the page; what the page states and is not allowed has an answer that says
what stands in the way; what the page bars is denied.

  candor verify [DIR]
  candor verify [DIR] --bundle FILE --trust FILE.pub

  --notice ID        verify this one alone; again or a,b for several
  --each N           questions of each kind, which may have many (default 2)
  --random N         questions drawn at random, besides (default 5000)
  --seed N           of chance: the same seed draws the same questions (default 1)

  --bundle FILE      prove as well that a bundle holds this workspace: its digest,
                     and the answers of the rules that are in it
  --trust FILE       public key of who may have signed it; again for several
  --scope NAME       what it has to be signed for (default candor)
  --insecure-unsigned  take a bundle that nobody signed: for trials

A kind is all questions about the same action and data that reach the same
statements; within it ages, days, places, gates and the rest are set on either
side of whatever the statements look at.

A difference is printed as the smallest question that shows it, with the command
that asks it and the fields in which two answers differ. The exit code is then 1.
It is a fault of candor, or of a theme of your own: please report the first.

Where a rule of the workspace's own denies, there is only Rego to compare, that of
the workspace with that of the bundle; what such rules do not deny is asked of the
tables as well.

Example
  candor verify --each 20 --random 100000
`

// verifyFlags are the flags of verify as they were typed.
type verifyFlags struct {
	each, random, seed, bundle string
	notices                    given
	trusting
}

// what each engine is.
var engineNames = map[string]string{
	"rego":   "the rules themselves, run by OPA’s evaluator, as stock OPA does",
	"tables": "tables in Go, made of the same document: what ask and serve answer by",
	"bundle": "the rules and the data of the bundle",
	"page":   "the built pages, in which every cited sentence has its place",
}

func (a *app) verifyCommand() *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{Use: "verify [DIR]", Short: "prove that the engines and the page agree", Long: verifyHelp, Args: atMost(1)}
	cmd.Flags().Var(&f.notices, "notice", "")
	text(cmd.Flags(), &f.each, "each", "2")
	text(cmd.Flags(), &f.random, "random", "5000")
	text(cmd.Flags(), &f.seed, "seed", "1")
	text(cmd.Flags(), &f.bundle, "bundle", "")
	f.trusting.flags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.verify(cmd.Context(), args, f) }
	return cmd
}

func (a *app) verify(ctx context.Context, args []string, f verifyFlags) error {
	v, err := f.numbers()
	if err != nil {
		return err
	}
	dir, err := workspace(args, "candor verify %s")
	if err != nil {
		return err
	}
	packed, err := f.open()
	if err != nil {
		return err
	}
	began := a.now()
	s, err := a.read(dir, a.options(dir), site.Build)
	if err != nil {
		return err
	}
	if finding.Blocking(s.Findings) {
		if a.format == "text" {
			finding.Text(a.err, s.Findings, a.style(a.err))
		}
		return refused(fmt.Errorf("nothing verified: %s in the workspace", count(finding.Count(s.Findings, finding.Error), "error")), s.Findings, "candor check "+quoted(dir))
	}
	if packed != nil {
		if err := a.same(f.bundle, packed.Document, s); err != nil {
			return err
		}
	}
	doc, err := policies.Compile(s.Set, policies.Options{})
	if err != nil {
		return wrong(err)
	}
	if v.Engines, err = a.engines(ctx, s, packed); err != nil {
		return wrong(err)
	}
	if v.Notices, err = only(f.notices, s.Set); err != nil {
		return err
	}
	v.Day = began.UTC().Format(time.DateOnly)
	if terminal(a.err) == nil && a.format == "text" {
		a.say("asking the engines about %s; this is quiet until it is done", cmp.Or(strings.Join(v.Notices, ", "), describe(s)))
	}
	told := a.progress("verified")
	v.Tell = told.tell
	found := s.Verify(ctx, v)
	told.end()
	return a.verified(dir, v, found, doc.Own(), a.now().Sub(began))
}

// only reads which notices are meant; none for all.
func only(flags given, set *notices.Set) (ids []string, err error) {
	var known []string
	for _, n := range set.Notices {
		known = append(known, n.ID)
	}
	for _, value := range flags {
		for id := range strings.SplitSeq(value, ",") {
			if id = strings.TrimSpace(id); !slices.Contains(known, id) {
				help := "there are " + strings.Join(known, ", ")
				if near := inventory.Closest(id, known); near != "" {
					help = fmt.Sprintf("a similar notice is %q", near)
				}
				return nil, wrong(fmt.Errorf("there is no notice %q", id), help)
			}
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// numbers reads how much is asked.
func (f verifyFlags) numbers() (v site.Verifying, err error) {
	if v.Each, err = strconv.Atoi(f.each); err != nil || v.Each < 1 {
		return v, wrong(fmt.Errorf("--each is a whole number from 1 on, not %q", f.each))
	}
	if v.Random, err = strconv.Atoi(f.random); err != nil || v.Random < 0 {
		return v, wrong(fmt.Errorf("--random is a whole number, not %q", f.random))
	}
	if v.Seed, err = strconv.ParseUint(f.seed, 10, 64); err != nil {
		return v, wrong(fmt.Errorf("--seed is a whole number, not %q", f.seed))
	}
	return v, nil
}

// open reads the bundle, if there is one to verify.
func (f *verifyFlags) open() (*bundle.Bundle, error) {
	if f.bundle == "" {
		if f.stated() {
			return nil, wrong(errors.New("there is no bundle to trust: name it with --bundle"))
		}
		return nil, nil
	}
	trust, err := f.trust("candor verify --bundle " + quoted(f.bundle) + " --trust policy.pub")
	if err != nil {
		return nil, err
	}
	return openBundle(f.bundle, trust)
}

// same reports whether a bundle is of the workspace at all.
func (a *app) same(file string, doc *document.Document, s *site.Site) error {
	if a.expired(doc.Bundle) {
		return refused(fmt.Errorf("%s expired on %s and denies everything", file, doc.Bundle.Expires), nil, "candor bundle --issued \"$(date -u +%F)\" … writes it anew")
	}
	a.renew(doc.Bundle)
	if doc.Bundle.Digest == s.Set.Digest {
		return nil
	}
	var others []string
	seen := map[string]bool{}
	for _, n := range s.Set.Notices {
		seen[n.ID] = true
		if held := doc.Notices[n.ID]; held == nil {
			others = append(others, n.ID+" is not in it")
		} else if held.Digest != n.Digest() {
			others = append(others, n.ID+" is another in it")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(doc.Notices)) {
		if !seen[id] {
			others = append(others, id+" is only in it")
		}
	}
	if len(others) == 0 {
		others = append(others, "the notices are the same; what differs is candor.toml, or rules of your own")
	}
	return refused(fmt.Errorf("%s is not of this workspace: its digest is %s, and the workspace’s %s", file, doc.Bundle.Digest, s.Set.Digest), nil, others...)
}

// engines are those that have to agree, the normative one first. Beside a bundle they
// are compiled as it says, so that whole answers can be equal.
func (a *app) engines(ctx context.Context, s *site.Site, packed *bundle.Bundle) (all []site.Engine, err error) {
	o := policies.Options{Now: a.now}
	if packed != nil {
		about := packed.Document.Bundle
		o.Serial, o.Issued, o.Expires, o.MinSerial, o.Commit = about.Serial, about.Issued, about.Expires, about.MinSerial, about.Commit
	}
	rules, err := policies.NewRego(ctx, s.Set, o)
	if err != nil {
		return nil, err
	}
	bare := *s.Set // without rules of its own, which are Rego
	bare.Rules = nil
	tables, err := policies.New(ctx, &bare, o)
	if err != nil {
		return nil, err
	}
	decide := tables.Decide
	if len(s.Set.Rules) > 0 {
		decide = func(ctx context.Context, q decision.Question) decision.Answer {
			a := rules.Decide(ctx, q)
			if slices.ContainsFunc(a.Reasons, func(r decision.Reason) bool { return r.Source == "own" }) {
				return a
			}
			return tables.Decide(ctx, q)
		}
	}
	all = []site.Engine{{Name: "rego", Decide: rules.Decide}, {Name: "tables", Decide: decide}}
	if packed != nil {
		held, err := policies.NewRegoFromBundle(ctx, packed, a.now)
		if err != nil {
			return nil, err
		}
		all = append(all, site.Engine{Name: "bundle", Decide: held.Decide})
	}
	return all, nil
}

// verified tells what came of it.
func (a *app) verified(dir string, v site.Verifying, found *site.Verification, reached own, took time.Duration) error {
	var names []string
	for _, e := range v.Engines {
		names = append(names, e.Name)
	}
	names = append(names, "page")
	err := error(nil)
	if found.Differences > 0 {
		err = errFound
	}
	if a.format == "json" {
		if e := writeJSON(a.out, struct {
			Version int      `json:"version"`
			Engines []string `json:"engines"`
			Each    int      `json:"each"`
			Seed    uint64   `json:"seed"`
			Seconds float64  `json:"seconds"`
			Own     own      `json:"own,omitempty"`
			*site.Verification
		}{1, names, v.Each, v.Seed, took.Round(100 * time.Millisecond).Seconds(), reached, found}); e != nil {
			return e
		}
		return err
	}
	for _, d := range found.Shown {
		a.printDifference(dir, d)
	}
	fmt.Fprintf(a.out, "%s in %s\n", count(found.Differences, "difference"), count(found.Questions, "question"))
	width := 0
	for _, n := range found.Notices {
		width = max(width, len(n.Notice))
	}
	for _, n := range found.Notices {
		more := ""
		if !n.Whole {
			more = "; there are more, which only chance asks about"
		}
		fmt.Fprintf(a.out, "  %-*s  %s in %s of questions%s\n", width, n.Notice, count(n.Questions, "question"), count(n.Classes, "kind"), more)
	}
	fmt.Fprintf(a.out, "%d of them at random, by the seed %d; %s on %s\n", found.Random, v.Seed, took.Round(100*time.Millisecond), count(runtime.GOMAXPROCS(0), "processor"))
	for _, name := range names {
		fmt.Fprintf(a.out, "  %-6s  %s\n", name, engineNames[name])
	}
	a.tellOwn(reached)
	return err
}

func (a *app) printDifference(dir string, d site.Difference) {
	question, err := json.Marshal(d.Question)
	if err != nil {
		panic(err) // a question can be written
	}
	width := a.style(a.out).Width
	fmt.Fprintf(a.out, "%s and %s part\n", d.Between[0], d.Between[1])
	fmt.Fprintf(a.out, "  echo %s | candor ask --workspace %s --json -\n", quoted(string(question)), quoted(dir))
	if d.Page != "" {
		fmt.Fprintln(a.out, wrap(printable(d.Page), "    ", width))
	}
	for _, f := range d.Fields {
		fmt.Fprintf(a.out, "    %s\n", f.Path)
		for i, text := range []string{f.First, f.Other} {
			if text == "" {
				text = "nothing"
			}
			fmt.Fprintf(a.out, "      %-6s  %s\n", d.Between[i], printable(text))
		}
	}
	fmt.Fprintln(a.out)
}

// progress is a line on a terminal that tells how far something is, and nothing anywhere
// else.
type progress struct {
	a    *app
	verb string

	mu   sync.Mutex
	next time.Time
}

func (a *app) progress(verb string) *progress { return &progress{a: a, verb: verb} }

func (p *progress) tell(done, total int) {
	w := terminal(p.a.err)
	if w == nil || !p.mu.TryLock() { // somebody else is telling
		return
	}
	defer p.mu.Unlock()
	if now := time.Now(); now.After(p.next) {
		p.next = now.Add(200 * time.Millisecond)
		fmt.Fprintf(w, "\r%d%% %s ", 100*done/max(1, total), p.verb)
	}
}

// end takes the line away.
func (p *progress) end() {
	if w := terminal(p.a.err); w != nil && !p.next.IsZero() {
		fmt.Fprint(w, "\r\x1b[K")
	}
}
