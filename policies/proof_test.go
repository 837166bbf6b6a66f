package policies_test

import (
	"context"
	"flag"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/space"
)

// spaceDay is the day that questions of the examples' question space are about.
const spaceDay = "2026-11-21"

// spaceSample is how many questions of each class of the examples' question space
// are asked, besides one. In the gate one class in sixteen is, and whatever takes long is
// asked of fewer questions; see oneIn.
var spaceSample = flag.Int("space", 0, "questions to ask of each class of the examples' question space, besides one; 0 asks one of every sixteenth")

// oneIn says of how many questions one is asked: in the gate, and with -space.
func oneIn(gate, long int) int {
	if *spaceSample > 0 {
		return long
	}
	return gate
}

// TestMain keeps the random test short unless asked for more: `-rapid.checks 400`
// asks 160,000 questions. A policy is much data that stays, which the collector need not
// look through as often as it would.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		flag.Set("rapid.checks", "15")
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(m.Run())
}

func fixedNow() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

var worked *notices.Set

// examples loads the repository's own workspace, once for all tests.
func examples(t testing.TB) *notices.Set {
	t.Helper()
	if worked == nil {
		worked = resolved(t, os.DirFS(".."))
	}
	return worked
}

// comparable leaves out what the oracle does not word: texts, places in the page
// and the bundle.
func comparable(a decision.Answer) decision.Answer {
	a.Bundle = decision.Bundle{}
	a.Reasons = append([]decision.Reason(nil), a.Reasons...)
	for i := range a.Reasons {
		a.Reasons[i].Text, a.Reasons[i].At = "", nil
	}
	a.Obligations = append([]decision.Obligation(nil), a.Obligations...)
	for i, o := range a.Obligations {
		a.Obligations[i] = decision.Obligation{ID: o.ID, Due: o.Due, Overdue: o.Overdue}
	}
	return a
}

func disagree(engine, oracle decision.Answer) string {
	return cmp.Diff(comparable(oracle), comparable(engine), cmpopts.EquateEmpty())
}

func TestEngineAgreesWithOracleOnRandomInventories(t *testing.T) {
	asked := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := draw{rt}
		files := d.workspace()
		inv, fs := inventory.Load(files)
		for _, f := range fs {
			if f.Severity == finding.Error && f.Code != "text-contradicts-figure" {
				rt.Fatalf("the workspace drawn has an error: %s %s %s", f.Code, f.Place, f.Message)
			}
		}
		set, _ := notices.Resolve(inv)
		engine := newEngine(rt, set)
		spaces := map[string]*space.Space{}
		for _, n := range set.Notices {
			spaces[n.ID] = space.New(n, spaceDay)
		}
		for range 400 {
			q := d.question(len(set.Notices))
			asked++
			got := engine.Decide(context.Background(), q)
			if diff := disagree(got, oracle(set, "2026-11-21", q)); diff != "" {
				rt.Fatalf("%s\nengine and oracle part (-oracle +engine):\n%s\n%s", asJSON(q), diff, source(files, q.Notice))
			}
			if s := spaces[q.Notice]; s != nil && len((&oracleRun{q: q, n: set.Notice(q.Notice), on: q.On}).faults()) == 0 {
				permits, bars := s.Says(q)
				read, barred := readPlainly(set.Notice(q.Notice), q)
				if diff := cmp.Diff([][]string{read, barred}, [][]string{statementIDs(permits), statementIDs(bars)}, cmpopts.EquateEmpty()); diff != "" {
					rt.Fatalf("%s\nwhat a notice says is read otherwise (-oracle +space):\n%s\n%s", asJSON(q), diff, source(files, q.Notice))
				}
			}
		}
	})
	t.Logf("%d questions", asked)
}

// readPlainly gives what [space.Space.Says] has to, in order, as the oracle reads it.
func readPlainly(n *notices.Notice, q decision.Question) (permits, bars []string) {
	o := &oracleRun{q: q, n: n, on: q.On}
	whole := true
	for _, c := range o.combinations() {
		stated := false
		for i := range n.Statements {
			s := &n.Statements[i]
			if o.outside(c) || s.Kind == "closed" || o.selectors(s.Selector, s.Addendum, c).match != met || !o.speaks(s) {
				continue
			}
			if lifted, _ := o.lifted(s); s.Kind == "bar" && !lifted {
				bars = append(bars, s.ID)
			} else if s.Kind != "bar" && (len(s.Bases) == 0 || o.relied(s) != nil) {
				permits, stated = append(permits, s.ID), true
			}
		}
		whole = whole && stated
	}
	if !whole {
		permits = nil
	}
	return sorted(dedupe(permits)), sorted(dedupe(bars))
}

func statementIDs(statements []*notices.Statement) (ids []string) {
	for _, s := range statements {
		ids = append(ids, s.ID)
	}
	return sorted(ids)
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func newEngine(t failer, set *notices.Set) *policies.Engine {
	t.Helper()
	engine, err := policies.New(context.Background(), set, policies.Options{Now: fixedNow})
	if err != nil {
		t.Fatalf("new engine: %v", err)
	}
	return engine
}

// source prints a drawn notice, so that a failure can be read without running it.
func source(files map[string]*fsFile, notice string) string {
	var b strings.Builder
	for name, f := range files {
		if strings.Contains(name, "/"+notice+"/") {
			_, body, _ := strings.Cut(string(f.Data), "[event.closed-account]")
			b.WriteString("--- " + name + "\n")
			if body == "" {
				body = string(f.Data)
			}
			b.WriteString(body)
		}
	}
	return b.String()
}
