// Package replay asks logged questions of another policy, to tell before it is published
// which callers would be newly denied or newly allowed.
//
// A log is read as it comes: the decision log of OPA, as it is uploaded (JSON arrays, or
// gzip of them) or printed (a line each), requests to OPA's Data API, and questions. What
// a line may be:
//
//	{"decision_id": …, "path": "candor/decision", "input": question, "result": answer, …}
//	{"input": question}
//	{"caller": "billing", "question": question, "answer": answer}
//	question
//
// A log that was masked holds no whole questions and cannot be replayed; the answers in
// it still name the statements they rest on, and where a statement is another in the new
// policy that is told.
//
// Every entry is accounted for: asked, or counted with the reason why not. Of a question
// nothing comes back but the ids of its notice and its action.
package replay

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"reflect"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// Policies are what a log is replayed on.
type Policies struct {
	// New answers the questions anew.
	New func(context.Context, []byte) decision.Answer
	// Old answers them as they were answered; where it is nil the logged answer counts.
	Old func(context.Context, []byte) decision.Answer
	// Statement tells what becomes of a statement: "changed", "gone", or "" where it
	// stays as it is. nil tells nothing.
	Statement func(notice, id string) string
	// Caller is where an entry names its caller, such as labels.app; "" looks for caller,
	// for labels of its own, and for the address of who asked.
	Caller string
}

// Report is what a replay tells.
type Report struct {
	Entries int `json:"entries"`
	Asked   int `json:"asked"`
	Same    int `json:"same"`      // answers equal in all but the policy they name
	Other   int `json:"otherwise"` // answers of the same verdict for other reasons, or with other obligations

	Reasons []Shift `json:"reasons"` // what those others rest on now, and no more
	Denied  []Group `json:"denied"`  // newly
	Allowed []Group `json:"allowed"` // newly
	Touched []Group `json:"touched"` // masked entries that rest on statements which change

	Masked     int    `json:"masked"`     // entries without the whole question
	Unanswered int    `json:"unanswered"` // questions without an answer, and no old policy
	Foreign    int    `json:"foreign"`    // other lines of a log, and decisions of other policies
	Malformed  int    `json:"malformed"`  // lines that are no JSON
	Lines      []Line `json:"lines"`      // the first of these
}

// Group is entries that changed alike.
type Group struct {
	Caller    string `json:"caller"`
	Notice    string `json:"notice"`
	Action    string `json:"action"`
	Code      string `json:"code"`      // of the reason why it is, or was, denied; of a masked entry, what becomes of the statement
	Statement string `json:"statement"` // of that reason; where a law has it and it changes, its rule
	Questions int    `json:"questions"`
	Line      int    `json:"line"` // of the first
}

// Shift is answers of the same verdict with a reason that came, went or was worded anew.
// An answer is counted once for each.
type Shift struct {
	Change string `json:"change"` // "new", "gone" or "reworded"
	Group
}

// Line is a line that cannot be read, and why.
type Line struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// Shifted are the answers with a reason that changed so.
func (r *Report) Shifted(change string) (all []Group) {
	for _, s := range r.Reasons {
		if s.Change == change {
			all = append(all, s.Group)
		}
	}
	return all
}

// Changes reports how many questions are newly denied, and newly allowed.
func (r *Report) Changes() (denied, allowed int) {
	for _, g := range r.Denied {
		denied += g.Questions
	}
	for _, g := range r.Allowed {
		allowed += g.Questions
	}
	return denied, allowed
}

const (
	mostLines  = 20
	mostGroups = 10_000 // beyond, callers are put together
)

// Run replays a log. The error is that of reading it; the report is then of what came
// before.
func Run(ctx context.Context, log io.Reader, p Policies) (*Report, error) {
	r := &run{Policies: p, report: &Report{Reasons: []Shift{}, Lines: []Line{}}, groups: map[change]map[Group]*Group{}}
	err := read(log, func(e raw) error {
		r.report.Entries++
		if e.why != "" {
			r.malformed(e.line, e.why)
		} else {
			r.entry(ctx, e)
		}
		return ctx.Err()
	})
	r.report.Denied, r.report.Allowed, r.report.Touched = r.sorted(denied), r.sorted(allowed), r.sorted(touched)
	for _, c := range []change{came, went, reworded} {
		for _, g := range r.sorted(c) {
			r.report.Reasons = append(r.report.Reasons, Shift{shifts[c], g})
		}
	}
	return r.report, err
}

type change int

const (
	denied change = iota
	allowed
	touched
	came
	went
	reworded
)

var shifts = map[change]string{came: "new", went: "gone", reworded: "reworded"}

type run struct {
	Policies
	report *Report
	groups map[change]map[Group]*Group
}

func (r *run) malformed(line int, why string) {
	r.report.Malformed++
	if len(r.report.Lines) < mostLines {
		r.report.Lines = append(r.report.Lines, Line{line, why})
	}
}

func (r *run) entry(ctx context.Context, e raw) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(e.text, &object); err != nil || object == nil {
		if !json.Valid(e.text) {
			r.malformed(e.line, fmt.Sprint(err))
			return
		}
		object = nil
	}
	entry := entryOf(object, r.Caller)
	switch {
	case entry.kind == foreign:
		r.report.Foreign++
		return
	case entry.kind == masked:
		r.report.Masked++
		r.touch(entry, e.line)
		return
	case r.Old == nil && entry.answer == nil:
		r.report.Unanswered++
		return
	}
	r.report.Asked++
	question := entry.asked()
	after := r.New(ctx, question)
	before, whole := decision.Answer{}, r.Old != nil
	if whole {
		before = r.Old(ctx, question)
	} else {
		before = *entry.answer
		whole = before.Obligations != nil
	}
	switch {
	case before.Allow && !after.Allow:
		r.group(denied, entry, after, e.line)
	case !before.Allow && after.Allow:
		r.group(allowed, entry, before, e.line)
	case whole && !alike(before, after):
		r.report.Other++
		r.shift(entry, before.Reasons, after.Reasons, e.line)
	default:
		r.report.Same++
	}
}

// alike reports whether two answers are the same but for the policy they name.
func alike(a, b decision.Answer) bool {
	a.Bundle, b.Bundle = decision.Bundle{}, decision.Bundle{}
	return reflect.DeepEqual(a, b)
}

// group counts a change, by the first reason of the answer that denies.
func (r *run) group(c change, e entry, denies decision.Answer, line int) {
	g := Group{Caller: e.caller, Notice: e.notice, Action: e.action}
	if len(denies.Reasons) > 0 {
		g.Code, g.Statement = denies.Reasons[0].Code, denies.Reasons[0].Statement
	}
	r.add(c, g, line)
}

// ground is what a reason is known by.
type ground struct{ code, statement string }

// shift counts the reasons in which two answers differ.
func (r *run) shift(e entry, before, after []decision.Reason, line int) {
	of := func(reason decision.Reason) ground {
		return ground{reason.Code, cmp.Or(reason.Statement, reason.Rule)}
	}
	texts := func(reasons []decision.Reason) map[ground]string {
		all := map[ground]string{}
		for _, reason := range reasons {
			all[of(reason)] += reason.Text + "\n"
		}
		return all
	}
	was, is := texts(before), texts(after)
	add := func(c change, g ground) {
		r.add(c, Group{Caller: e.caller, Notice: e.notice, Action: e.action, Code: g.code, Statement: g.statement}, line)
	}
	for g, text := range is {
		switch old, known := was[g]; {
		case !known:
			add(came, g)
		case old != text:
			add(reworded, g)
		}
	}
	for g := range was {
		if _, known := is[g]; !known {
			add(went, g)
		}
	}
}

// touch counts a masked entry for each statement it rests on that changes.
func (r *run) touch(e entry, line int) {
	if r.Statement == nil || e.answer == nil {
		return
	}
	for _, reason := range e.answer.Reasons {
		if reason.Statement == "" {
			continue
		}
		if what := r.Statement(e.notice, reason.Statement); what != "" {
			r.add(touched, Group{Caller: e.caller, Notice: e.notice, Action: e.action, Code: what, Statement: reason.Statement}, line)
		}
	}
}

func (r *run) add(c change, g Group, line int) {
	if r.groups[c] == nil {
		r.groups[c] = map[Group]*Group{}
	}
	if r.groups[c][g] == nil {
		if len(r.groups[c]) >= mostGroups {
			g.Caller = "others"
		}
		if r.groups[c][g] == nil {
			first := g
			first.Line = line
			r.groups[c][g] = &first
		}
	}
	r.groups[c][g].Questions++
}

// sorted gives the groups of a change, the largest first.
func (r *run) sorted(c change) []Group {
	out := []Group{}
	for _, g := range r.groups[c] {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Questions, a.Questions), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Statement, b.Statement), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// kind is what an entry of a log is.
type kind int

const (
	foreign kind = iota
	whole        // with its question
	masked       // of which only a part is kept
)

// entry is one decision of a log.
type entry struct {
	kind
	question       []byte
	notice, action string // of the question, where they are texts
	caller         string
	at             string // the day it was asked, where it says so
	answer         *decision.Answer
}

// entryOf reads an entry; what is no decision of ours is foreign.
func entryOf(object map[string]json.RawMessage, caller string) (e entry) {
	input, isEvent := object["input"]
	question, isQuestion := object["question"]
	switch {
	case isEvent:
		if path := strings.Trim(text(object["path"]), "/"); path != "" && path != "candor/decision" && !strings.HasPrefix(path, "candor/decision/") {
			return entry{}
		}
		e.kind, e.question = whole, input
		if hides(object["masked"]) || hides(object["erased"]) {
			e.kind = masked
		}
		e.answer = answerOf(object["result"])
	case isQuestion:
		e.kind, e.question, e.answer = whole, question, answerOf(object["answer"])
	case object["msg"] != nil && object["outcome"] != nil: // candor serve’s own
		e.kind, e.question = masked, nil
	case object["msg"] == nil && (object["notice"] != nil || object["action"] != nil):
		e.kind = whole
		e.question, _ = json.Marshal(object)
	default:
		return entry{}
	}
	var ids map[string]json.RawMessage
	_ = json.Unmarshal(e.question, &ids) // what is no object has none
	if e.question == nil {
		ids = object
	}
	e.notice, e.action = text(ids["notice"]), text(ids["action"])
	e.caller = callerOf(object, caller)
	if at := text(object["timestamp"]); len(at) >= len("2006-01-02") {
		e.at = at[:len("2006-01-02")]
	}
	return e
}

// asked is the question, about the day it was asked where it names none itself.
func (e entry) asked() []byte {
	var fields map[string]json.RawMessage
	if e.at == "" || json.Unmarshal(e.question, &fields) != nil || fields == nil || fields["on"] != nil {
		return e.question
	}
	rest := bytes.TrimLeft(e.question, " \t\r\n")[1:]
	comma := ","
	if len(fields) == 0 {
		comma = ""
	}
	return append(fmt.Appendf(nil, "{\"on\":%q%s", e.at, comma), rest...)
}

// hides reports whether a mask took something out of the question.
func hides(paths json.RawMessage) bool {
	var list []string
	_ = json.Unmarshal(paths, &list) // no list hides nothing
	return slices.ContainsFunc(list, func(p string) bool { return p == "/input" || strings.HasPrefix(p, "/input/") })
}

// answerOf reads a logged answer, or as much as is left of it: its outcome and reasons,
// or whether it allows and nothing else.
func answerOf(result json.RawMessage) *decision.Answer {
	var allow bool
	if json.Unmarshal(result, &allow) == nil && len(result) > 0 && string(result) != "null" {
		return &decision.Answer{Allow: allow}
	}
	var a decision.Answer
	if json.Unmarshal(result, &a) != nil || !slices.Contains([]string{decision.Allow, decision.AllowWithObligations, decision.Deny, decision.NotCovered}, a.Outcome) {
		return nil
	}
	a.Allow = a.Outcome == decision.Allow || a.Outcome == decision.AllowWithObligations
	return &a
}

const mostCaller = 200

// callerOf is who asked, as far as the entry tells.
func callerOf(object map[string]json.RawMessage, path string) (who string) {
	defer func() { who = strings.ToValidUTF8(who[:min(len(who), mostCaller)], "") }()
	if path != "" {
		for name := range strings.SplitSeq(path, ".") {
			var inner map[string]json.RawMessage
			value := object[name]
			if json.Unmarshal(value, &inner) != nil {
				inner = nil
			}
			who, object = text(value), inner
		}
		return who
	}
	if who := text(object["caller"]); who != "" {
		return who
	}
	var labels map[string]json.RawMessage
	_ = json.Unmarshal(object["labels"], &labels) // no labels tell nothing
	var own []string
	for name, value := range labels {
		if name != "id" && name != "version" && text(value) != "" { // those of every OPA
			own = append(own, name+"="+text(value))
		}
	}
	if slices.Sort(own); len(own) > 0 {
		return strings.Join(own, ",")
	}
	from := text(object["requested_by"])
	if host, _, err := net.SplitHostPort(from); err == nil {
		return host
	}
	return from
}

// text is a JSON text, "" for anything else.
func text(value json.RawMessage) (s string) {
	if json.Unmarshal(value, &s) != nil {
		return ""
	}
	return s
}
