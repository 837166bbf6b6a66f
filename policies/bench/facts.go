package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies/decision"
)

// effective is one use, share, keep, duty or bar, with its groups laid open: what a
// map function and a general policy language can take from a notice. Addenda, ages,
// places, periods, deadlines, closures and issues are left out of it, so that those
// designs do less than ours.
type effective struct {
	notice     string
	id         string
	text       string
	bars       bool
	actions    []string
	categories []string // nil for any
	purposes   []string
	recipients []string
	audiences  []string
	gates      []string // all must be open
	unless     []string // any open one lifts it
	owed       []decision.Obligation
}

// effectives are those of a notice.
func effectives(n *notices.Notice) (all []effective) {
	categories, purposes, recipients, audiences := groups{}, groups{}, groups{}, groups{}
	for _, x := range n.Categories {
		categories[x.ID] = x.Members
	}
	for _, x := range n.Purposes {
		purposes[x.ID] = x.Members
	}
	for _, x := range n.Recipients {
		recipients[x.ID] = x.Members
	}
	for _, x := range n.Audiences {
		audiences[x.ID] = x.Members
	}
	owed := map[string]decision.Obligation{}
	for _, o := range n.Obligations {
		owed[o.ID] = decision.Obligation{ID: o.ID, Text: o.Text, To: o.To, Via: o.Via, Fee: o.Fee}
	}
	for _, s := range n.Statements {
		if s.Kind == "closed" {
			continue
		}
		e := effective{
			notice: n.ID, id: s.ID, text: s.Sentence.Text, bars: s.Kind == "bar", actions: s.Actions,
			categories: categories.leaves(s.Categories), purposes: purposes.leaves(s.Purposes),
			recipients: recipients.leaves(s.Recipients), audiences: audiences.leaves(s.Audiences),
			gates: slices.Concat(s.When, s.Gates), unless: s.Unless,
		}
		for _, id := range s.Owed {
			e.owed = append(e.owed, owed[id])
		}
		all = append(all, e)
	}
	return all
}

// groups gives the members of every id.
type groups map[string][]string

func (g groups) leaves(ids []string) (all []string) {
	for _, id := range ids {
		if len(g[id]) == 0 {
			all = append(all, id)
			continue
		}
		for _, m := range g[id] {
			if len(g[m]) == 0 {
				all = append(all, m)
			}
		}
	}
	return all
}

// key is what the map function looks up.
type key struct{ notice, action, category string }

// maps is the bare function: maps of what may reach, and a walk over it.
type maps map[key][]*entry

type entry struct {
	effective
	purpose, recipient, audience map[string]bool // nil for any
}

func newMaps(all []effective) maps {
	m := maps{}
	set := func(ids []string) map[string]bool {
		if ids == nil {
			return nil
		}
		out := map[string]bool{}
		for _, id := range ids {
			out[id] = true
		}
		return out
	}
	for _, e := range all {
		x := &entry{e, set(e.purposes), set(e.recipients), set(e.audiences)}
		for _, a := range e.actions {
			categories := e.categories
			if categories == nil {
				categories = []string{"*"}
			}
			for _, c := range categories {
				k := key{e.notice, a, c}
				m[k] = append(m[k], x)
			}
		}
	}
	return m
}

func among(set map[string]bool, id string) bool { return set == nil || set[id] }

func (m maps) decide(q *decision.Question, a *decision.Answer) {
	a.Reasons, a.Obligations = a.Reasons[:0], a.Obligations[:0]
	category, audience := "", ""
	if len(q.Categories) > 0 {
		category = q.Categories[0]
	}
	if len(q.Audiences) > 0 {
		audience = q.Audiences[0]
	}
	barred, permitted := false, false
	for _, c := range [...]string{category, "*"} {
		for _, e := range m[key{q.Notice, q.Action, c}] {
			if !among(e.purpose, q.Purpose) || !among(e.recipient, q.Recipient) || !among(e.audience, audience) ||
				!allOpen(q, e.gates) || anyOpen(q, e.unless) {
				continue
			}
			code := decision.Permitted
			if e.bars {
				code, barred = decision.Barred, true
			} else {
				permitted = true
				a.Obligations = append(a.Obligations, e.owed...)
			}
			a.Reasons = append(a.Reasons, decision.Reason{Code: code, Source: "notice", Statement: e.id, Text: e.text})
		}
	}
	a.Allow = permitted && !barred
	switch {
	case barred:
		a.Outcome = decision.Deny
	case !permitted:
		a.Outcome = decision.NotCovered
	case len(a.Obligations) > 0:
		a.Outcome = decision.AllowWithObligations
	default:
		a.Outcome = decision.Allow
	}
}

func allOpen(q *decision.Question, gates []string) bool {
	for _, g := range gates {
		if !q.Gates[g].Happened {
			return false
		}
	}
	return true
}

func anyOpen(q *decision.Question, gates []string) bool {
	for _, g := range gates {
		if q.Gates[g].Happened {
			return true
		}
	}
	return false
}

// decideJSON is the same from JSON to JSON.
func (m maps) decideJSON(question []byte) []byte {
	var q decision.Question
	var a decision.Answer
	if err := json.Unmarshal(question, &q); err != nil {
		panic(err)
	}
	m.decide(&q, &a)
	out, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	return out
}

// policy writes an effective use as a policy of Cedar.
func (e *effective) policy(to *strings.Builder) {
	effect := "permit"
	if e.bars {
		effect = "forbid"
	}
	var actions []string
	for _, a := range e.actions {
		actions = append(actions, "Action::"+quote(a))
	}
	fmt.Fprintf(to, "@id(%s)\n%s (principal, action in [%s], resource in Notice::%s)", quote(e.id), effect, strings.Join(actions, ", "), quote(e.notice))
	var when []string
	for _, f := range []struct {
		name string
		ids  []string
	}{{"category", e.categories}, {"purpose", e.purposes}, {"recipient", e.recipients}, {"audience", e.audiences}} {
		if f.ids != nil {
			when = append(when, list(f.ids)+".contains(context."+f.name+")")
		}
	}
	if len(e.gates) > 0 {
		when = append(when, "context.gates.containsAll("+list(e.gates)+")")
	}
	if len(when) > 0 {
		to.WriteString(" when { " + strings.Join(when, " && ") + " }")
	}
	if len(e.unless) > 0 {
		to.WriteString(" unless { context.gates.containsAny(" + list(e.unless) + ") }")
	}
	to.WriteString(";\n")
}

func quote(s string) string { return `"` + s + `"` }

func list(ids []string) string { return `["` + strings.Join(ids, `","`) + `"]` }

// authorizer is cedar-go over all policies, or with an index over those that name the
// notice and the action.
type authorizer struct {
	all      *cedar.PolicySet
	some     map[[2]string]*cedar.PolicySet
	entities cedar.EntityMap
}

func newAuthorizer(all []effective) *authorizer {
	z := &authorizer{some: map[[2]string]*cedar.PolicySet{}, entities: cedar.EntityMap{}}
	var text strings.Builder
	parts := map[[2]string]*strings.Builder{}
	for i := range all {
		all[i].policy(&text)
		for _, a := range all[i].actions {
			k := [2]string{all[i].notice, a}
			if parts[k] == nil {
				parts[k] = &strings.Builder{}
			}
			one := all[i]
			one.actions = []string{a}
			one.policy(parts[k])
		}
	}
	z.all = parsed(text.String())
	for k, part := range parts {
		z.some[k] = parsed(part.String())
	}
	return z
}

func parsed(text string) *cedar.PolicySet {
	set, err := cedar.NewPolicySetFromBytes("policies.cedar", []byte(text))
	if err != nil {
		panic(err)
	}
	return set
}

// request is a question as Cedar has it.
func request(q *decision.Question) cedar.Request {
	first := func(ids []string) string {
		if len(ids) > 0 {
			return ids[0]
		}
		return ""
	}
	var open []cedar.Value
	for id, act := range q.Gates {
		if act.Happened {
			open = append(open, cedar.String(id))
		}
	}
	return cedar.Request{
		Principal: cedar.NewEntityUID("Service", "asking"), Action: cedar.NewEntityUID("Action", cedar.String(q.Action)), Resource: cedar.NewEntityUID("Notice", cedar.String(q.Notice)),
		Context: cedar.NewRecord(cedar.RecordMap{
			"category": cedar.String(first(q.Categories)), "purpose": cedar.String(q.Purpose), "recipient": cedar.String(q.Recipient), "audience": cedar.String(first(q.Audiences)),
			"gates": cedar.NewSet(open...),
		}),
	}
}

func (z *authorizer) naive(q *decision.Question) bool {
	ok, _ := cedar.Authorize(z.all, z.entities, request(q))
	return bool(ok)
}

func (z *authorizer) indexed(q *decision.Question) bool {
	policies := z.some[[2]string{q.Notice, q.Action}]
	if policies == nil {
		return false
	}
	ok, _ := cedar.Authorize(policies, z.entities, request(q))
	return bool(ok)
}
