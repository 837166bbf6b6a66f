package space

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// Random draws a question from the notice's whole vocabulary: groups and several ids,
// acts with their days, and now and then something that the notice does not know. One
// source of chance gives the same questions every time.
func (s *Space) Random(chance *rand.Rand) decision.Question {
	d := drawing{s, chance}
	strict := d.often(30)
	q := decision.Question{Notice: s.n.ID, Action: d.one(inventory.Actions), On: d.one(d.days), Strict: &strict}
	if d.often(20) {
		q.Action = "respond"
	}
	q.Categories = d.some(75, s.groups[categories].ids())
	q.Audiences = d.some(60, s.groups[audiences].ids())
	q.Purpose = d.maybe(65, s.groups[purposes].ids())
	q.Recipient = d.maybe(50, s.groups[recipients].ids())
	if st := d.statement(); st != nil && d.often(70) { // else few questions would meet any
		d.aim(&q, st.Actions, st.Audiences, st.Categories, st.Purposes, st.Recipients)
	}
	q.Form, q.Role = d.maybe(25, inventory.Forms), d.maybe(20, inventory.Roles)
	q.Basis = d.maybe(25, slices.Concat(inventory.BasisKinds, slices.Sorted(maps.Keys(s.bases))))
	if q.Action == "respond" || d.often(5) {
		d.request(&q)
	}
	if d.often(60) {
		age := []int{0, 5, 12, 13, 15, 16, 17, 18, 21, 40}[chance.IntN(10)]
		q.Age = &age
	}
	for _, p := range []*string{&q.Place.Person, &q.Place.Customer, &q.Place.Host, &q.Place.Destination} {
		*p = d.maybe(40, s.places)
	}
	d.acts(&q)
	if d.often(3) {
		*[]*string{&q.Notice, &q.Action, &q.Purpose, &q.Recipient, &q.Basis, &q.On, &q.Form, &q.Place.Host}[chance.IntN(8)] = "nothing-of-ours"
	}
	return q
}

// drawing draws one question.
type drawing struct {
	*Space
	chance *rand.Rand
}

func (d drawing) often(percent int) bool { return d.chance.IntN(100) < percent }

func (d drawing) one(from []string) string {
	if len(from) == 0 {
		return ""
	}
	return from[d.chance.IntN(len(from))]
}

func (d drawing) maybe(percent int, from []string) string {
	if !d.often(percent) {
		return ""
	}
	return d.one(from)
}

// some draws one id, and now and then another.
func (d drawing) some(percent int, from []string) []string {
	if !d.often(percent) || len(from) == 0 {
		return nil
	}
	ids := []string{d.one(from)}
	if d.often(25) {
		ids = append(ids, d.one(from))
	}
	return once(ids)
}

func (d drawing) statement() *notices.Statement {
	if len(d.n.Statements) == 0 {
		return nil
	}
	return &d.n.Statements[d.chance.IntN(len(d.n.Statements))]
}

// aim makes a question one that a statement may reach.
func (d drawing) aim(q *decision.Question, actions, audiences, categories, purposes, recipients []string) {
	for _, f := range []struct {
		to   *string
		from []string
	}{{&q.Action, actions}, {&q.Purpose, purposes}, {&q.Recipient, recipients}} {
		if len(f.from) > 0 {
			*f.to = d.one(f.from)
		}
	}
	for _, f := range []struct {
		to   *[]string
		from []string
	}{{&q.Audiences, audiences}, {&q.Categories, categories}} {
		if len(f.from) > 0 {
			*f.to = []string{d.one(f.from)}
		}
	}
}

// request draws what only a request has.
func (d drawing) request(q *decision.Question) {
	rights, events, channels := slices.Clone(inventory.BuiltinRights), slices.Clone(inventory.BuiltinEvents), []string{"carrier pigeon"}
	for _, st := range d.n.Statements {
		rights, events = append(rights, st.Rights...), append(events, st.Events...)
		if st.Duty != nil {
			channels = append(channels, st.Duty.Via...)
		}
	}
	q.Right, q.Event, q.Channel = d.maybe(60, rights), d.maybe(50, events), d.maybe(40, channels)
	if d.often(30) {
		q.Earlier = []string{d.one(d.days)}
	}
}

// acts draws what has happened.
func (d drawing) acts(q *decision.Question) {
	q.Gates, q.Since, q.Documents = map[string]decision.Act{}, map[string]string{}, map[string]string{}
	for _, id := range slices.Concat(slices.Sorted(maps.Keys(d.gates)), inventory.ReservedFacts, inventory.BuiltinFacts) {
		if !d.often(50) {
			continue
		}
		a := decision.Act{Happened: d.often(75)}
		if g := d.gates[id]; a.Happened && d.often(35) {
			a.On, a.Ended = d.maybe(60, d.days), d.maybe(30, d.days)
			if g != nil {
				a.By, a.Via = d.maybe(40, append([]string{"nobody"}, g.By...)), d.maybe(40, append([]string{"carrier pigeon"}, g.Via...))
			}
		}
		q.Gates[id] = a
	}
	events := slices.Clone(inventory.BuiltinEvents)
	for _, e := range d.n.Events {
		events = append(events, e.ID)
	}
	for _, e := range events {
		if d.often(50) {
			q.Since[e] = d.one(d.days)
		}
	}
	for _, doc := range d.n.Documents {
		if d.often(10) {
			q.Documents[doc.ID] = d.one([]string{"forbids", "permits"})
		}
	}
}

// oddDays are those on either side of every period of the notice, and some that are odd.
func (s *Space) oddDays() []string {
	days := []string{s.on, next(s.on, -1), next(s.on, 1), s.on + "T09:00:00Z", next(s.on, -1) + "T23:30:00-05:00", "2024-02-29"}
	for _, st := range s.n.Statements {
		if st.Keep != nil {
			last := before(s.on, st.Keep.Period)
			days = append(days, last, next(last, -1))
		}
		if st.Duty != nil {
			last := before(s.on, st.Duty.Within)
			days = append(days, last, next(last, -1))
		}
	}
	return once(days)
}

// namedPlaces are those the notice names, with some around them.
func (s *Space) namedPlaces() []string {
	places := []string{"EU", "EEA", "US", "US-CA", "DE", "GB", "JP"}
	for _, st := range s.n.Statements {
		for _, regions := range [][]inventory.Region{st.Where.Person, st.Where.Customer, st.Where.Host, st.Where.Destination} {
			for _, r := range regions {
				places = append(places, string(r))
			}
		}
	}
	for _, a := range s.n.Addenda {
		for _, regions := range [][]inventory.Region{a.Where.Person, a.Where.Customer, a.Where.Host} {
			for _, r := range regions {
				places = append(places, string(r))
			}
		}
	}
	return once(places)
}
