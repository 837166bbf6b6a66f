package policies

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// mostAsked bounds how many questions are put for one statement and one rule.
const mostAsked = 200

// specimen gives the smallest question that the statement permits and in which the rule
// speaks by a code, or nil; its answer stays in x.
func (x *comparison) specimen(code string) *decision.Question {
	asked := 0
	for _, addendum := range x.law.reach() {
		for q := range x.questions(x.addenda[addendum]) {
			if asked++; asked > mostAsked {
				return nil
			}
			if x.shows(&q, code) || x.opened(&q) && x.shows(&q, code) {
				return x.least(&q, code)
			}
		}
	}
	return nil
}

// shows reports whether the statement permits what the question asks and the rule speaks
// by a code.
func (x *comparison) shows(q *decision.Question, code string) bool {
	x.engine.DecideInto(context.Background(), q, &x.answer)
	if outcome := x.answer.Notice.Outcome; outcome != decision.Allow && outcome != decision.AllowWithObligations {
		return false
	}
	var permitted, spoken bool
	for i := range x.answer.Reasons {
		r := &x.answer.Reasons[i]
		permitted = permitted || r.Code == decision.Permitted && r.Statement == x.s.ID
		spoken = spoken || r.Code == code && r.Rule == x.r.ID
	}
	return permitted && spoken
}

// opened opens what the notice lacked for the last answer, such as what lifts a bar of its
// own, and reports whether there was any.
func (x *comparison) opened(q *decision.Question) (some bool) {
	if x.answer.Notice.Outcome != decision.Deny {
		return false
	}
	for _, lack := range x.answer.Missing {
		kind, id, _ := strings.Cut(lack, ":")
		if kind != "since" && slices.ContainsFunc(x.Gates, func(g notices.Gate) bool { return g.ID == id }) && !q.Gates[id].Happened {
			q.Gates[id], some = decision.Act{Happened: true}, true
		}
	}
	return some
}

// least leaves out of a question whatever it does without.
func (x *comparison) least(q *decision.Question, code string) *decision.Question {
	without := func(leave func(*decision.Question)) {
		less := *q
		if leave(&less); x.shows(&less, code) {
			*q = less
		}
	}
	for _, id := range slices.Sorted(maps.Keys(q.Gates)) {
		without(func(q *decision.Question) { q.Gates = others(q.Gates, id) })
	}
	for _, id := range slices.Sorted(maps.Keys(q.Since)) {
		without(func(q *decision.Question) { q.Since = others(q.Since, id) })
	}
	for _, leave := range []func(*decision.Question){
		func(q *decision.Question) { q.Age = nil }, func(q *decision.Question) { q.Audiences = nil },
		func(q *decision.Question) { q.Form = "" }, func(q *decision.Question) { q.Role = "" }, func(q *decision.Question) { q.Basis = "" },
		func(q *decision.Question) { q.Place.Person = "" }, func(q *decision.Question) { q.Place.Customer = "" },
		func(q *decision.Question) { q.Place.Host = "" }, func(q *decision.Question) { q.Place.Destination = "" },
		func(q *decision.Question) { q.Recipient = "" }, func(q *decision.Question) { q.Purpose = "" }, func(q *decision.Question) { q.Categories = nil },
	} {
		without(leave)
	}
	x.shows(q, code) // for the answer
	return q
}

func others[V any](all map[string]V, id string) map[string]V {
	less := maps.Clone(all)
	delete(less, id)
	return less
}

// option is what a question may say of one thing.
type option func(*decision.Question)

// questions gives what can be asked of the statement that the rule may be about, where
// the law reaches through an addendum, or everywhere. Kinds of purposes and of recipients
// count only where the statement names purposes and recipients: one that says nothing
// of purposes does not speak of advertising.
func (x *comparison) questions(through *notices.Addendum) iter.Seq[decision.Question] {
	addenda := []*notices.Addendum{}
	for _, a := range []*notices.Addendum{x.addenda[x.s.Addendum], through} {
		if a != nil {
			addenda = append(addenda, a)
		}
	}
	both := func(a, b []string, say func(*decision.Question, string)) func() []option {
		return func() []option { return options(common(a, b), say) }
	}
	var all [][]option
	for _, part := range []func() []option{
		both(x.s.Actions, x.r.Actions, func(q *decision.Question, id string) { q.Action = id }),
		both(x.s.Rights, x.r.Rights, func(q *decision.Question, id string) { q.Right = id }),
		both(x.s.Events, x.r.Events, func(q *decision.Question, id string) { q.Event = id }),
		both(x.s.Forms, x.r.Forms, func(q *decision.Question, id string) { q.Form = id }),
		both(x.s.Roles, x.r.Roles, func(q *decision.Question, id string) { q.Role = id }),
		x.ends, x.receivers, x.grounds, x.data,
		func() []option { return x.people(addenda) }, func() []option { return x.ages(addenda) },
	} {
		next := part()
		if len(next) == 0 {
			return func(func(decision.Question) bool) {}
		}
		all = append(all, next)
	}
	strict := false
	return func(yield func(decision.Question) bool) {
		said := make([]option, len(all))
		var unfold func(i int) bool
		unfold = func(i int) bool {
			if i < len(all) {
				for _, said[i] = range all[i] {
					if !unfold(i + 1) {
						return false
					}
				}
				return true
			}
			q := decision.Question{Notice: x.ID, Gates: map[string]decision.Act{}, Since: map[string]string{}, Strict: &strict}
			for _, say := range said {
				say(&q)
			}
			x.complete(&q, addenda)
			return yield(q)
		}
		unfold(0)
	}
}

// options gives each of some values. What one may leave unsaid comes as "".
func options(values []string, say func(*decision.Question, string)) (all []option) {
	for _, v := range values {
		all = append(all, func(q *decision.Question) { say(q, v) })
	}
	return all
}

// common gives what two selectors have in common, in the order of the first that names
// any: "" where neither names any, and nothing where they part.
func common(a, b []string) []string {
	switch {
	case len(a)+len(b) == 0:
		return []string{""}
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return slices.DeleteFunc(slices.Clone(a), func(v string) bool { return !slices.Contains(b, v) })
}

// leaves gives one leaf of each class of those that satisfy, in the order of the notice.
func leaves[T any](entries []T, id func(*T) string, g groups, classes map[string]document.Leaves, satisfies func(leaf string) bool) (all []string) {
	seen := map[int]bool{}
	for i := range entries {
		leaf := id(&entries[i])
		if !g.bottom[leaf] || !satisfies(leaf) || seen[classes[leaf][leaf]] {
			continue
		}
		seen[classes[leaf][leaf]] = true
		all = append(all, leaf)
	}
	return all
}

// data gives the categories that both are about.
func (x *comparison) data() []option {
	values := []string{""}
	if len(x.s.Categories)+len(x.about.Categories) > 0 {
		named, meant := leavesOf(x.s.Categories, x.categories.expand), leavesOf(x.about.Categories, x.categories.expand)
		out, spared := x.categories.expand(x.s.Except), x.categories.expand(x.about.Except)
		values = leaves(x.Categories, func(k *notices.Category) string { return k.ID }, x.categories, x.doc.Known.Categories, func(leaf string) bool {
			return (named == nil || named[leaf]) && (meant == nil || meant[leaf]) && !out[leaf] && !spared[leaf]
		})
	}
	return options(values, func(q *decision.Question, id string) {
		if id != "" {
			q.Categories = []string{id}
		}
	})
}

// ends gives the purposes that the statement names and the rule may be about.
func (x *comparison) ends() []option {
	values := []string{""}
	if named, meant := leavesOf(x.s.Purposes, x.purposes.expand), leavesOf(x.about.Purposes, x.purposes.expand); named != nil || meant != nil {
		values = leaves(x.Purposes, func(p *notices.Purpose) string { return p.ID }, x.purposes, x.doc.Known.Purposes, func(leaf string) bool {
			return named[leaf] && (meant == nil || meant[leaf])
		})
	}
	return options(values, func(q *decision.Question, id string) { q.Purpose = id })
}

// receivers gives the recipients that the statement names and the rule may be about. Of a
// rule on where data goes, those whose place the notice tells.
func (x *comparison) receivers() (all []option) {
	named, meant := leavesOf(x.s.Recipients, x.recipients.expand), leavesOf(x.about.Recipients, x.recipients.expand)
	if named == nil && meant == nil && len(x.r.Outside) == 0 {
		return options([]string{""}, func(*decision.Question, string) {})
	}
	for _, leaf := range leaves(x.Recipients, func(r *notices.Recipient) string { return r.ID }, x.recipients, x.doc.Known.Recipients, func(leaf string) bool {
		return named[leaf] && (meant == nil || meant[leaf])
	}) {
		all = append(all, func(q *decision.Question) {
			q.Recipient = leaf
			for i := range x.Recipients {
				if len(x.r.Outside) > 0 && x.Recipients[i].ID == leaf {
					q.Place.Destination = string(x.Recipients[i].Location)
				}
			}
			open(q, slices.Collect(gatesOf(x.doc.Recipients[leaf])))
		})
	}
	return all
}

// gatesOf are the gates a recipient asks for.
func gatesOf(r *document.Recipient) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, t := range r.Gates {
			for id := range t.Gates {
				if !yield(id) {
					return
				}
			}
		}
	}
}

// people gives the audiences of the statement and of the addenda.
func (x *comparison) people(addenda []*notices.Addendum) (all []option) {
	of := []document.Names{leavesOf(x.s.Audiences, x.audiences.expand)}
	for _, a := range addenda {
		of = append(of, leavesOf(refs(a.Audiences), x.audiences.expand))
	}
	of = slices.DeleteFunc(of, func(leaves document.Names) bool { return leaves == nil })
	if len(of) == 0 {
		return []option{func(*decision.Question) {}}
	}
	for _, leaf := range leaves(x.Audiences, func(a *notices.Audience) string { return a.ID }, x.audiences, x.doc.Known.Audiences, func(leaf string) bool {
		return !slices.ContainsFunc(of, func(leaves document.Names) bool { return !leaves[leaf] })
	}) {
		all = append(all, func(q *decision.Question) {
			q.Audiences = []string{leaf}
			open(q, x.doc.Scope[leaf].When)
		})
	}
	return all
}

// grounds gives each basis of the statement with what opens it; stated where the rule
// asks for it.
func (x *comparison) grounds() (all []option) {
	bases := []string{""}
	if len(x.s.Bases) > 0 {
		bases = x.s.Bases
	}
	for _, id := range bases {
		b := x.bases[id]
		if len(x.r.Bases) > 0 && (b == nil || !slices.Contains(x.r.Bases, b.Kind)) {
			continue
		}
		all = append(all, func(q *decision.Question) {
			if b == nil {
				return
			}
			open(q, refs(b.Gates))
			if len(x.r.Bases) > 0 {
				q.Basis = id
			}
		})
	}
	return all
}

// ages gives none, and those on the inner side of each limit.
func (x *comparison) ages(addenda []*notices.Addendum) []option {
	all := []option{func(*decision.Question) {}}
	limits := []inventory.AgeRange{x.r.Age, x.s.Age}
	for _, a := range addenda {
		limits = append(limits, a.Age)
	}
	for _, limit := range limits {
		for _, age := range []int{limit.Under - 1, limit.From} {
			if age > 0 {
				all = append(all, func(q *decision.Question) { q.Age = &age })
			}
		}
	}
	return all
}

// complete adds what there is no choice about: the places, what the statement asks to be
// open, and days.
func (x *comparison) complete(q *decision.Question, addenda []*notices.Addendum) {
	at := []notices.Where{x.s.Where, {Person: x.r.Where.Person, Customer: x.r.Where.Customer, Host: x.r.Where.Host, Destination: x.r.Where.Destination}}
	for _, a := range addenda {
		at = append(at, a.Where)
	}
	for _, f := range []struct {
		to *string
		of func(notices.Where) []inventory.Region
	}{
		{&q.Place.Person, func(w notices.Where) []inventory.Region { return w.Person }},
		{&q.Place.Customer, func(w notices.Where) []inventory.Region { return w.Customer }},
		{&q.Place.Host, func(w notices.Where) []inventory.Region { return w.Host }},
		{&q.Place.Destination, func(w notices.Where) []inventory.Region { return w.Destination }},
	} {
		if place := inside(at, f.of); place != "" {
			*f.to = string(place)
		}
	}
	open(q, x.s.When)
	open(q, x.s.Gates)
	for id := range q.Gates {
		if g := x.doc.Gates[id]; g == nil || !g.Opens {
			delete(q.Gates, id) // an opt-out that nobody has used
		}
	}
	day := x.day()
	q.On = day.String()
	if x.s.Keep != nil && x.s.Keep.From != "" {
		q.Since[x.s.Keep.From] = q.On
	}
	if x.r.From != "" {
		p := x.r.Period
		q.Since[x.r.From] = day.AddMonths(-12*p.Years - p.Months).AddDays(-7*p.Weeks - p.Days - 3*p.BusinessDays - p.Hours/24 - 1).String()
	}
	if x.s.Duty != nil && x.s.Duty.Clock != "" {
		q.Since[x.s.Duty.Clock] = q.On
	}
	if x.r.Kind == inventory.KindDuty {
		open(q, x.r.When) // so is the usual case, in which it owes
	}
}

// day is the day asked about: one on which the rule is in force, and always the same.
func (x *comparison) day() inventory.Date {
	if reviewed := x.law.about.Reviewed; x.r.InForce(reviewed) {
		return reviewed
	}
	if !x.r.Since.IsZero() && x.r.InForce(x.r.Since) {
		return x.r.Since
	}
	return x.r.Until
}

// inside gives a place that lies in every one of some selectors, "" where none asks for
// any or none does.
func inside(all []notices.Where, of func(notices.Where) []inventory.Region) inventory.Region {
	for _, w := range all {
		for _, r := range of(w) {
			if !slices.ContainsFunc(all, func(w notices.Where) bool {
				return len(of(w)) > 0 && !slices.ContainsFunc(of(w), r.In)
			}) {
				return r
			}
		}
	}
	return ""
}

// open states that gates are open.
func open(q *decision.Question, gates []string) {
	for _, id := range gates {
		q.Gates[id] = decision.Act{Happened: true}
	}
}
