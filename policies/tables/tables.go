// Package tables decides questions from tables in plain Go. It is the engine that
// Go callers get: the same answers as the Rego, to the byte, some hundred times as
// fast, and without OPA among its imports.
//
// The rules are those of policies/README.md, a section a file: reading.go and
// input.go (§1), combinations.go (§2), selectors.go (§3), gates.go (§4),
// permits.go (§5), keeping.go (§6), responding.go (§7), order.go (§8), issues.go
// (§9), answer.go (§10, §11) and statutes.go (§14). The Rego is the normative text; the tests of
// package policies prove both equal, and equal to a plain evaluator of the same
// page.
//
// # How it is laid out
//
// [New] takes a compiled document apart once. Every id becomes a small number
// within its kind and notice, which one look-up finds (lexicon.go), every list of which
// the rules ask whether something is in it becomes a set of bits, every index a slice of
// rows as narrow as their numbers, and every sentence stands ready in its statement. What
// answers list in order is numbered in that order: obligations, issues, and the phrases of
// what is missing or assumed (phrases.go). To decide, a run looks rows up, compares bits
// and notes which statements speak; only then is an answer written. Leaves of one class
// are asked about once. What a run needs while it decides is kept and used again, so that
// a decision allocates no more than the answer it gives away, which shares nothing with
// the tables.
//
// # What it promises
//
// [Engine.Decide] and [Engine.DecideJSON] always answer, and allow only on an open
// permit. An ended context or a panic is a deny with the code evaluation_failed.
// The engine's clock never runs backwards: a policy once seen as expired stays so.
package tables

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// Engine answers questions. It is safe for concurrent use.
type Engine struct {
	ready    bool
	rules    validity // of what all notices share
	words    document.Words
	ids      lexicon             // of the notices
	notices  []*notice           // by number; the first is none
	unions   map[string][]string // country or union → the unions it lies in
	holidays []int               // Mondays to Fridays that are no business days, in order
	now      func() time.Time
	seen     atomic.Int64 // the latest time the clock has shown, in Unix seconds
	runs     sync.Pool
}

// New prepares an engine for a compiled document, which must not change from then
// on; without one, every answer is a deny with the code not_ready. The clock tells
// whether the policy is fresh, and the day where a question names none. A document
// that has lost a part is refused, and one with rules of the workspace's own, which are
// Rego.
func New(doc *document.Document, now func() time.Time) (*Engine, error) {
	e := &Engine{now: now, ids: newLexicon(nil), notices: []*notice{nil}}
	e.runs.New = func() any { return &run{engine: e, said: &verdict{}, rest: &verdict{}} }
	if doc == nil {
		return e, nil
	}
	e.ready, e.rules, e.words, e.unions = true, validityOf(doc.Bundle), doc.Words, doc.Regions
	e.holidays = doc.Holidays
	var ids []word
	named := slices.Sorted(maps.Keys(doc.Notices))
	for _, id := range named {
		if n := doc.Notices[id]; n != nil && n.Own != nil {
			return nil, fmt.Errorf("notice %q: rules of the workspace’s own are about it, and only Rego answers for it", id)
		}
	}
	bases, at := []string{}, map[*document.Terms]int{} // notices by whose terms others decide as well
	for _, id := range named {
		if n := doc.Notices[id]; n != nil {
			if _, ok := at[n.Terms]; !ok {
				at[n.Terms] = len(bases)
				bases = append(bases, id)
			}
		}
	}
	compiled, err := workers.Map(len(bases), func(i int) (*terms, error) {
		by, err := compile(doc.Notices[bases[i]].Terms, doc.Words)
		if err != nil {
			return nil, fmt.Errorf("notice %s: %w", bases[i], err)
		}
		return by, nil
	})
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, id := range named {
		n := doc.Notices[id]
		if n == nil {
			return nil, fmt.Errorf("notice %s: the policy has lost it", id)
		}
		next, err := worded(n, compiled[at[n.Terms]], texts)
		if err != nil {
			return nil, fmt.Errorf("notice %s: %w", id, err)
		}
		ids = append(ids, word{id, symbol(len(e.notices)), noticeField})
		e.notices = append(e.notices, next)
	}
	e.ids = newLexicon(ids)
	return e, nil
}

// notice gives a notice; nil where there is none.
func (e *Engine) notice(id string) *notice { return e.notices[e.ids.find(noticeField, id)] }

// validity says which policy something is of, and until when that holds.
type validity struct {
	bundle decision.Bundle
	until  int64 // Unix second from which it has expired; 0 never
}

func validityOf(b document.Bundle) validity {
	return validity{decision.Bundle{Serial: b.Serial, Digest: b.Digest, Expires: b.Expires}, b.Until}
}

func (v *validity) ended(seconds int64) bool { return v.until != 0 && seconds >= v.until }

// Decide answers a question.
func (e *Engine) Decide(ctx context.Context, q decision.Question) (a decision.Answer) {
	e.DecideInto(ctx, &q, &a)
	return a
}

// DecideInto is Decide for callers in a hurry: it writes the answer over an old one,
// of which it takes the memory. What the old one held is gone, its lists and their
// entries included.
func (e *Engine) DecideInto(ctx context.Context, q *decision.Question, a *decision.Answer) {
	e.decide(ctx, a, q, nil)
}

// DecideJSON answers a question in JSON, whatever the bytes.
func (e *Engine) DecideJSON(ctx context.Context, question []byte) (a decision.Answer) {
	e.decide(ctx, &a, nil, question)
	return a
}

// decide puts a question, or else its JSON, to a run. A run that panicked is not
// used again.
func (e *Engine) decide(ctx context.Context, a *decision.Answer, q *decision.Question, text []byte) {
	defer func() {
		if recover() != nil {
			*a = failed()
		}
	}()
	if ctx.Err() != nil {
		*a = failed()
		return
	}
	r := e.runs.Get().(*run)
	r.seconds = e.clock()
	if q != nil {
		r.answer(q, a)
	} else {
		r.read(text)
		r.answer(&r.question, a)
		r.question = decision.Question{}
	}
	r.forget()
	e.runs.Put(r)
}

// clock reads the time, in seconds, and never goes back behind what it has shown.
func (e *Engine) clock() int64 {
	now := e.now().Unix()
	for {
		seen := e.seen.Load()
		if now <= seen {
			return seen
		}
		if e.seen.CompareAndSwap(seen, now) {
			return now
		}
	}
}

// run is one decision on its way. It is used again for the next.
type run struct {
	engine   *Engine
	seconds  int64             // of the engine's clock
	question decision.Question // of one in JSON
	unsaid   []string          // gates the question names and says null of
	faults   []fault

	about    *validity // of the policy that answers: the notice's, or else the rules'
	speaker  *notice   // that is asked about
	notice   *terms    // what it decides by
	on       moment    // the moment asked about
	facts    [asked]symbol
	classes  [len(unfolded)]int32 // of the leaves of the combination
	age      int                  // -1 when not stated
	strict   bool                 // an allow may rest on nothing that the question leaves open
	responds bool
	channel  string
	since    map[string]string
	earlier  []string
	counts   map[string]int
	located  bool // the question states a place
	places   [places]place

	documents set // that forbid
	stated    set // gates the question speaks of
	stands    set // gates whose act stands
	itself    set // gates open without the help of another
	open      set // gates that are open
	transfer  set // gates of the recipient of the combination
	leaves    [len(unfolded)][]leaf
	several   [len(unfolded)][]leaf // memory for leaves of more than one id
	seen      set                   // classes of leaves
	barred    []*statement
	results   []result
	said      *verdict // of the combination, or of all so far
	rest      *verdict
	law       statutes
	lawOwed   []lawDebt
}

// lawful reports whether some rule of a law is about the action.
func (r *run) lawful() bool { return r.notice.law != nil && r.notice.law.actions.has(r.facts[action]) }

// forget makes the run ready for the next question, and lets go of all that came with
// this one.
func (r *run) forget() {
	if len(r.unsaid)+len(r.faults) > 0 {
		clear(r.unsaid)
		clear(r.faults)
		r.unsaid, r.faults = r.unsaid[:0], r.faults[:0]
	}
	r.speaker, r.notice, r.channel, r.since, r.earlier, r.counts = nil, nil, "", nil, nil, nil
	r.said.reset()
	r.law.reset()
}
