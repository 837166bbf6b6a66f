// Package policies decides questions about personal data from the statements of
// notices: whether something is allowed, why, what is owed, and which sentence of
// the notice says so.
//
// [New] compiles a [notices.Set] and prepares an [Engine]; [Engine.Decide] asks it.
// The question and the answer are those of package decision; the rules of a
// decision are in README.md beside this package, and as Rego in package rego. The
// engine that answers is that of package tables, which is plain Go and proved equal
// to the Rego; [NewRego] prepares one that runs the Rego itself, which answers anyway for
// a notice that rules of the workspace's own are about (README.md §15).
//
// From a workspace to an answer:
//
//	root, err := os.OpenRoot("path/to/workspace") // the folder with candor.toml
//	…
//	inv, found := inventory.Load(root.FS())
//	set, more := notices.Resolve(inv)
//	finding.Text(os.Stderr, append(found, more...), finding.TextOptions{})
//	engine, err := policies.New(ctx, set, policies.Options{}) // an error while a finding is one
//	…
//	answer := engine.Decide(ctx, decision.Question{
//		Notice: "example", Action: "use", Categories: []string{"contact"}, Purpose: "newsletter",
//	})
//	if answer.Allow {
//		// answer.Reasons cite the sentences, answer.Obligations say what is owed.
//	}
//
// [Check] holds notices against the laws they switch on (package laws).
//
// [Engine.Fields] picks the fields of a record that may be sent, and
// [Engine.Retention] tells until when records may be kept.
//
// From a signed bundle, which is followed as it changes:
//
//	live := policies.Follow(policies.Source{Bundle: "https://…/policy.tar.gz", Trust: trust})
//	_, err := live.Refresh(ctx)
//	go live.Run(ctx, time.Minute, report)
//	…
//	answer := live.Decide(ctx, question)
//
// # What it promises
//
// A decision never fails: whatever is wrong with the question, the policy or the
// evaluation is an answer that denies and says so by its code. An allow rests on a
// statement of the notice, whose id and sentence are among the reasons. The same
// question gets the same answer from every engine, in process and out.
//
// No policy is made of notices with errors: what could not be read might have been
// a bar.
//
// A question is strict unless it says otherwise (Strict is a pointer, and nil is
// true): an allow that would rest on something the question does not say is a deny
// with the code underspecified.
//
// [Engine.Observed] tells a function of every decision: its outcome, code and time, for
// metrics.
//
// An Engine is safe for concurrent use and keeps nothing of a question. There is no
// global state; the clock is that of [Options].
package policies

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/rego"
	"github.com/candor-privacy/candor/policies/tables"
)

// Options say how a policy is compiled and by which clock it decides. The zero
// value is a policy that never expires, by the clock of the machine.
type Options struct {
	// Now is the clock: it tells whether the policy has expired, and the day a
	// question is about when it names none. nil is time.Now.
	Now func() time.Time
	// Serial numbers the policy, for those who must tell an older one from a newer.
	Serial int
	// Issued and Expires are days or RFC 3339 instants. From the instant Expires,
	// or the end of that day in UTC, every answer denies; "" is never.
	Issued, Expires string
	// MinSerial is the lowest serial that may still answer: who reads this policy
	// refuses every older one.
	MinSerial int
	// Commit is the version of the source in its repository.
	Commit string
}

// rules are what answers by a document: package tables, or package rego.
type rules interface {
	Decide(context.Context, decision.Question) decision.Answer
	DecideInto(context.Context, *decision.Question, *decision.Answer)
	DecideJSON(context.Context, []byte) decision.Answer
}

// Engine answers questions about the notices it was made for.
type Engine struct {
	rules   rules
	about   document.Bundle
	notices []string
	now     func() time.Time
	kind    string            // "tables" or "rego"
	own     rules             // for notices that rules of the workspace's own are about: Rego
	reached map[string]bool   // those notices; none where the rules above are Rego
	named   []string          // days that those rules name
	observe func(Observation) // nil for nobody
}

// About says which policy the engine answers by.
func (e *Engine) About() document.Bundle {
	if e == nil {
		return document.Bundle{}
	}
	return e.about
}

// Notices are the ids of the notices the engine answers for, sorted.
func (e *Engine) Notices() []string {
	if e == nil {
		return nil
	}
	return slices.Clone(e.notices)
}

// OwnDays are the days that rules of the workspace's own name, sorted: an answer may turn
// on them.
func (e *Engine) OwnDays() []string {
	if e == nil {
		return nil
	}
	return slices.Clone(e.named)
}

// newEngine is an engine over a document.
func newEngine(rules rules, kind string, doc *Document, now func() time.Time) *Engine {
	return &Engine{rules: rules, kind: kind, about: doc.Bundle, notices: slices.Sorted(maps.Keys(doc.Notices)), now: now, named: daysOf(doc.Rules)}
}

// New compiles the notices and prepares an engine of package tables, which answers
// in microseconds. [NewRego] gives the same answers from the normative text, which
// answers here too for a notice that rules of the workspace's own are about.
func New(ctx context.Context, set *notices.Set, o Options) (*Engine, error) {
	doc, err := Compile(set, o)
	if err != nil {
		return nil, err
	}
	return newTables(ctx, doc, rego.Modules(), o.clock())
}

// newTables is an engine of tables, and of Rego for notices that rules of the
// workspace's own are about.
func newTables(ctx context.Context, doc *Document, modules map[string]string, now func() time.Time) (*Engine, error) {
	rules, err := tables.New(withoutOwn(doc), now)
	if err != nil {
		return nil, fmt.Errorf("prepare tables: %w", err)
	}
	e := newEngine(rules, "tables", doc, now)
	if reached := doc.Own(); len(reached) > 0 {
		own, err := newRego(ctx, doc, modules, now)
		if err != nil {
			return nil, err
		}
		e.own, e.reached = own, map[string]bool{}
		for id := range reached {
			e.reached[id] = true
		}
	}
	return e, nil
}

// newRego prepares the rules themselves, the workspace's own among them.
func newRego(ctx context.Context, doc *Document, modules map[string]string, now func() time.Time) (rules, error) {
	data, err := doc.JSON()
	if err != nil {
		return nil, fmt.Errorf("write policy data: %w", err)
	}
	return rego.NewOf(ctx, rego.With(modules, doc.Rules), data, now)
}

// NewRego compiles the notices and prepares an engine of package rego, which runs
// the normative text itself: for those who would rather trust that than its proof,
// and for the proof.
func NewRego(ctx context.Context, set *notices.Set, o Options) (*Engine, error) {
	doc, err := Compile(set, o)
	if err != nil {
		return nil, err
	}
	rules, err := newRego(ctx, doc, rego.Modules(), o.clock())
	if err != nil {
		return nil, err
	}
	return newEngine(rules, "rego", doc, o.clock()), nil
}

// NewFromBundle prepares an engine for a bundle. Its rules are the normative text of
// the version that wrote it: where they are those of this version the tables answer,
// which are proved equal to them, and otherwise the rules themselves do, as they do for
// every notice that rules of the workspace's own are about. now is the clock; nil is
// time.Now.
func NewFromBundle(ctx context.Context, b *bundle.Bundle, now func() time.Time) (*Engine, error) {
	if !maps.Equal(b.Modules, rego.Modules()) {
		return NewRegoFromBundle(ctx, b, now)
	}
	if err := ownRules(ctx, b.Document); err != nil {
		return nil, err
	}
	return newTables(ctx, b.Document, b.Modules, Options{Now: now}.clock())
}

// NewRegoFromBundle prepares an engine that runs the rules of a bundle itself, whether
// or not they are those of this version.
func NewRegoFromBundle(ctx context.Context, b *bundle.Bundle, now func() time.Time) (*Engine, error) {
	if err := ownRules(ctx, b.Document); err != nil {
		return nil, err
	}
	clock := Options{Now: now}.clock()
	rules, err := newRego(ctx, b.Document, b.Modules, clock)
	if err != nil {
		return nil, err
	}
	return newEngine(rules, "rego", b.Document, clock), nil
}

// clock is the clock to decide by.
func (o Options) clock() func() time.Time {
	if o.Now == nil {
		return time.Now
	}
	return o.Now
}

// Decide answers one question. It honours the context's deadline: a decision that
// is not reached in time is a deny with the code evaluation_failed. The tables, which
// need microseconds, look at the context once, before they begin; the Rego stops at
// the deadline wherever it is. Who asks for many ([Engine.DecideAll], [Engine.Fields],
// [Engine.Retention]) has one deadline for all: what is left when it comes is denied.
func (e *Engine) Decide(ctx context.Context, q decision.Question) decision.Answer {
	if e == nil || e.rules == nil {
		return notReady()
	}
	rules, kind := e.by(q.Notice)
	if e.observe == nil {
		return rules.Decide(ctx, q)
	}
	began := time.Now()
	a := rules.Decide(ctx, q)
	e.observed(began, kind, &a)
	return a
}

// by gives what answers for a notice, and what kind of engine that is.
func (e *Engine) by(notice string) (rules, string) {
	if e.reached[notice] {
		return e.own, "rego"
	}
	return e.rules, e.kind
}

// DecideInto is Decide for callers in a hurry. It writes the answer over an old one,
// of which it takes the memory, so that nothing is allocated; what the old one held is
// gone, its lists and their entries included.
func (e *Engine) DecideInto(ctx context.Context, q *decision.Question, a *decision.Answer) {
	if e == nil || e.rules == nil {
		*a = notReady()
		return
	}
	rules, kind := e.by(q.Notice)
	if e.observe == nil {
		rules.DecideInto(ctx, q, a)
		return
	}
	began := time.Now()
	rules.DecideInto(ctx, q, a)
	e.observed(began, kind, a)
}

// DecideAll answers several questions, each for itself, in their order.
func (e *Engine) DecideAll(ctx context.Context, qs []decision.Question) []decision.Answer {
	answers := make([]decision.Answer, len(qs))
	for i, q := range qs {
		answers[i] = e.Decide(ctx, q)
	}
	return answers
}

// DecideJSON answers a question in JSON. Bytes that are no question get an answer
// too: a deny with the code bad_question.
func (e *Engine) DecideJSON(ctx context.Context, question []byte) decision.Answer {
	if e == nil || e.rules == nil {
		return notReady()
	}
	if e.observe == nil {
		a, _ := e.decideJSON(ctx, question)
		return a
	}
	began := time.Now()
	a, kind := e.decideJSON(ctx, question)
	e.observed(began, kind, &a)
	return a
}

// decideJSON answers a question in JSON. Of which notice that is, who reads it tells:
// the tables do not know one that the Rego answers for.
func (e *Engine) decideJSON(ctx context.Context, question []byte) (decision.Answer, string) {
	a := e.rules.DecideJSON(ctx, question)
	if e.own != nil {
		for _, r := range a.Reasons {
			if r.Code == decision.UnknownNotice && e.reached[r.Detail] {
				return e.own.DecideJSON(ctx, question), "rego"
			}
		}
	}
	return a, e.kind
}

// notReady is the answer of an engine that [New] did not make.
func notReady() decision.Answer { return decision.Refusal(decision.NotReady, "No policy is loaded.") }
