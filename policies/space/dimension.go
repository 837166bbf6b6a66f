package space

import (
	"maps"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// looks collects what the statements near a class, and what its values bring along,
// look at beside the five fields.
type looks struct {
	forms, roles, rights, events, gates, bases, documents, channels []string
	persons, customers, hosts, destinations                         []inventory.Region

	ages    []int
	days    map[string][]string // to try, by the event a period runs from
	earlier []string
}

// dimensions lists what can change the answers of the class.
func (c Class) dimensions() []dimension {
	s := c.space
	l := looks{days: map[string][]string{}}
	for _, st := range c.near {
		l.statement(s, st)
	}
	for _, id := range l.bases {
		l.gates = append(l.gates, refs(s.bases[id].Gates)...)
	}
	for _, r := range s.recipientsOver(c.five[recipients]) {
		l.gates = append(l.gates, refs(r.Gates)...)
		if r.Outside != "" {
			l.destinations = append(l.destinations, r.Outside)
		}
	}
	for _, a := range s.audiencesOver(c.five[audiences]) {
		l.within(notices.Where{}, a.Age)
		l.gates = append(l.gates, refs(a.When)...)
	}
	l.documents = s.governing(c.five[audiences], c.five[categories])
	for i := range s.n.Addenda {
		if a := &s.n.Addenda[i]; len(a.Owed)+len(a.GovernedBy) > 0 || slices.ContainsFunc(c.near, func(st *notices.Statement) bool { return st.Addendum == a.ID }) {
			l.within(a.Where, a.Age)
		}
	}
	return l.unfold(c.five[actions])
}

func (l *looks) statement(s *Space, st *notices.Statement) {
	l.forms, l.roles = append(l.forms, st.Forms...), append(l.roles, st.Roles...)
	l.rights, l.events = append(l.rights, st.Rights...), append(l.events, st.Events...)
	l.gates = slices.Concat(l.gates, st.Gates, st.Unless, st.When)
	l.bases = append(l.bases, st.Bases...)
	l.within(st.Where, st.Age)
	if k := st.Keep; k != nil {
		l.gates = append(l.gates, "legal-hold")
		if k.While != "" {
			l.gates = append(l.gates, k.While)
		}
		if k.Longer != "" {
			l.gates = append(l.gates, "law-requires-longer")
		}
		if k.From != "" {
			l.boundary(s.on, k.From, k.Period)
		}
	}
	if d := st.Duty; d != nil {
		l.channels = append(l.channels, d.Via...)
		if !d.Within.IsZero() {
			l.boundary(s.on, d.Clock, d.Within)
		}
		if !d.Every.IsZero() {
			last := before(s.on, d.Every)
			l.earlier = append(l.earlier, last, next(last, 1))
		}
	}
}

func (l *looks) within(w notices.Where, a inventory.AgeRange) {
	l.persons = append(l.persons, w.Person...)
	l.customers = append(l.customers, w.Customer...)
	l.hosts = append(l.hosts, w.Host...)
	l.destinations = append(l.destinations, w.Destination...)
	for _, n := range []int{a.From, a.Under} {
		if n > 0 {
			l.ages = append(l.ages, n-1, n)
		}
	}
}

// boundary adds the last day from which a period still runs and the one before.
func (l *looks) boundary(on, event string, p inventory.Period) {
	last := before(on, p)
	l.days[event] = append(l.days[event], last, next(last, -1))
}

// before is the day so long before another, as far as periods can be counted back.
func before(on string, p inventory.Period) string {
	if p.Word != "" {
		return on
	}
	at, _ := inventory.ParseDate(on)
	return at.AddMonths(-12*p.Years - p.Months).AddDays(-7*p.Weeks - p.Days - p.BusinessDays - p.Hours/24).String()
}

func next(day string, days int) string {
	at, _ := inventory.ParseDate(day)
	return at.AddDays(days).String()
}

func (l *looks) unfold(action string) (dims []dimension) {
	add := func(d dimension) {
		if len(d) > 1 {
			dims = append(dims, d)
		}
	}
	add(stating(l.forms, slices.Concat(inventory.Forms, []string{""}), func(q *decision.Question, v string) { q.Form = v }))
	add(stating(l.roles, slices.Concat(inventory.Roles, []string{""}), func(q *decision.Question, v string) { q.Role = v }))
	add(stating(l.bases, slices.Concat(inventory.BasisKinds, []string{""}), func(q *decision.Question, v string) { q.Basis = v }))
	add(stating(l.channels, []string{"carrier pigeon"}, func(q *decision.Question, v string) { q.Channel = v }))
	if action == "respond" {
		add(l.asked())
	}
	for _, g := range once(l.gates) {
		add(dimension{
			func(*decision.Question) {},
			func(q *decision.Question) { q.Gates[g] = decision.Act{Happened: true} },
			func(q *decision.Question) { q.Gates[g] = decision.Act{} },
		})
	}
	add(ages(l.ages))
	add(places(l.persons, func(q *decision.Question, v string) { q.Place.Person = v }))
	add(places(l.customers, func(q *decision.Question, v string) { q.Place.Customer = v }))
	add(places(l.hosts, func(q *decision.Question, v string) { q.Place.Host = v }))
	add(places(l.destinations, func(q *decision.Question, v string) { q.Place.Destination = v }))
	for _, e := range slices.Sorted(maps.Keys(l.days)) {
		add(stating(l.days[e], nil, func(q *decision.Question, v string) { q.Since[e] = v }))
	}
	add(stating(l.earlier, nil, func(q *decision.Question, v string) { q.Earlier = []string{v} }))
	for _, id := range once(l.documents) {
		add(dimension{func(*decision.Question) {}, func(q *decision.Question) { q.Documents[id] = "forbids" }})
	}
	return dims
}

// asked gives every right and event near the class, and one of each that is not.
func (l *looks) asked() (d dimension) {
	rights, events := once(l.rights), once(l.events)
	for _, r := range append(rights, other(inventory.BuiltinRights, rights)) {
		if r != "" {
			d = append(d, func(q *decision.Question) { q.Right = r })
		}
	}
	for _, e := range append(events, other(inventory.BuiltinEvents, events)) {
		if e != "" {
			d = append(d, func(q *decision.Question) { q.Event = e })
		}
	}
	return d
}

// other gives the first of all that is not among named, "" when there is none.
func other(all, named []string) string {
	for _, a := range all {
		if !slices.Contains(named, a) {
			return a
		}
	}
	return ""
}

// stating is a dimension of not stated, each value named, and one that nobody named.
func stating(named, all []string, set func(*decision.Question, string)) dimension {
	named = once(named)
	if len(named) == 0 {
		return nil
	}
	if o := other(all, named); o != "" {
		named = append(named, o)
	}
	d := dimension{func(*decision.Question) {}}
	for _, v := range named {
		d = append(d, func(q *decision.Question) { set(q, v) })
	}
	return d
}

func ages(bounds []int) dimension {
	d := dimension{func(*decision.Question) {}}
	for _, n := range slices.Compact(slices.Sorted(slices.Values(bounds))) {
		d = append(d, func(q *decision.Question) { q.Age = &n })
	}
	return d
}

func places(regions []inventory.Region, set func(*decision.Question, string)) dimension {
	var named []string
	for _, r := range regions {
		named = append(named, string(r))
		if p := r.Parents(); len(p) > 0 {
			named = append(named, string(p[0]))
		}
		if r == "EU" || r == "EEA" {
			named = append(named, "DE")
		}
	}
	return stating(slices.Sorted(slices.Values(named)), []string{"JP"}, set)
}
