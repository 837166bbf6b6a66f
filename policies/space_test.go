package policies_test

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// The question space of a notice is too large to ask whole, and most of it asks
// the same thing. Two combinations of action, category, purpose, recipient and
// audience that no statement, gate or closure tells apart form one class; space
// keeps the first of each. Within a class it unfolds whatever its statements look
// at: gate states, boundary ages, places, forms, bases, clocks, channels.

// class is one representative combination with the dimensions that can change
// its answer.
type class struct {
	base decision.Question
	dims []dimension
}

// dimension is one thing a question may say, as changes to it; the first leaves
// the question as it is.
type dimension []func(*decision.Question)

// size is how many questions the class unfolds to.
func (c class) size() int {
	n := 1
	for _, d := range c.dims {
		n *= len(d)
	}
	return n
}

// question gives the i-th question of the class, i from 0 to size-1.
func (c class) question(i int) decision.Question {
	q := c.base
	q.Gates, q.Since, q.Documents = map[string]decision.Act{}, map[string]string{}, map[string]string{}
	for _, d := range c.dims {
		d[i%len(d)](&q)
		i /= len(d)
	}
	return q
}

// questions walks the class, at most most of them, spread over the whole by a
// stride that reaches every index.
func (c class) questions(most int) iter.Seq[decision.Question] {
	return func(yield func(decision.Question) bool) {
		size := c.size()
		step := 1
		if size > most {
			step = max(1, int(float64(size)*0.6180339887))
			for gcd(step, size) != 1 {
				step++
			}
		}
		at := 0
		for range min(size, most) {
			if !yield(c.question(at)) {
				return
			}
			at = (at + step) % size
		}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

const spaceDay = "2026-11-21"

// field is one of the five that make a class: its values, how a selector stands to
// one, and what a value brings along whatever the statements say.
type field struct {
	ids   []string
	set   func(*decision.Question, string)
	judge func(o *oracleRun, s notices.Selector, id string) match
	hangs func(o *oracleRun, id string) string
}

// fields lists the five with their leaves; a group asks no more than its leaves do.
func fields(o *oracleRun) []field {
	n := o.n
	return []field{
		{inventory.Actions, func(q *decision.Question, v string) { q.Action = v },
			func(o *oracleRun, s notices.Selector, id string) match { return plainly(s.Actions, id) },
			func(o *oracleRun, id string) string {
				return fmt.Sprint(id == "respond", id == "store" || id == "retain")
			}},
		{o.bottom("audience", idsOf(n.Audiences, func(a notices.Audience) string { return a.ID })), func(q *decision.Question, v string) { q.Audiences = stated(v) },
			func(o *oracleRun, s notices.Selector, id string) match { return o.listed("audience", s.Audiences, id) },
			func(o *oracleRun, id string) string {
				var b strings.Builder
				for _, a := range o.audiencesOver(id) {
					fmt.Fprint(&b, a.Covered, a.Age, a.When, a.GovernedBy)
				}
				for _, a := range n.Addenda {
					fmt.Fprint(&b, o.listed("audience", refs(a.Audiences), id))
				}
				return b.String()
			}},
		{o.bottom("category", idsOf(n.Categories, func(c notices.Category) string { return c.ID })), func(q *decision.Question, v string) { q.Categories = stated(v) },
			func(o *oracleRun, s notices.Selector, id string) match {
				if id != "" && o.covers("category", s.Except, id) {
					return unmet
				}
				return o.listed("category", s.Categories, id)
			},
			func(o *oracleRun, id string) string {
				return fmt.Sprint(governing(o, combination{category: id}), o.abouts("category", id))
			}},
		{o.bottom("purpose", idsOf(n.Purposes, func(p notices.Purpose) string { return p.ID })), func(q *decision.Question, v string) { q.Purpose = v },
			func(o *oracleRun, s notices.Selector, id string) match { return o.listed("purpose", s.Purposes, id) },
			func(o *oracleRun, id string) string { return fmt.Sprint(o.abouts("purpose", id)) }},
		{o.bottom("recipient", idsOf(n.Recipients, func(r notices.Recipient) string { return r.ID })), func(q *decision.Question, v string) { q.Recipient = v },
			func(o *oracleRun, s notices.Selector, id string) match {
				return o.listed("recipient", s.Recipients, id)
			},
			func(o *oracleRun, id string) string {
				var b strings.Builder
				for _, r := range o.recipientsOver(id) {
					fmt.Fprint(&b, r.Gates, r.Outside, r.Location, r.Owed)
				}
				return b.String() + fmt.Sprint(o.abouts("recipient", id))
			}},
	}
}

func stated(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

// abouts lists the issues that are about an entry over the leaf.
func (o *oracleRun) abouts(kind, leaf string) []string {
	var out []string
	for _, is := range o.n.Issues {
		for _, about := range is.About {
			k, id, _ := strings.Cut(about, ".")
			if k == kind && leaf != "" && o.known(kind, id) && o.covers(kind, []string{id}, leaf) {
				out = append(out, is.ID)
			}
		}
	}
	return out
}

// value is one value of a field with how each statement and issue stands to it.
type value struct {
	id     string
	set    func(*decision.Question, string)
	stands []match
	hang   int // a number for what it brings along
}

// alike gives the values of a field, without those that come to the same as one
// before them.
func (f field) alike(o *oracleRun) []value {
	seen := map[string]bool{}
	hangs := map[string]int{}
	var out []value
	for _, id := range f.ids {
		hang := f.hangs(o, id)
		if _, ok := hangs[hang]; !ok {
			hangs[hang] = len(hangs)
		}
		v := value{id: id, set: f.set, hang: hangs[hang]}
		for i := range o.n.Statements {
			v.stands = append(v.stands, f.judge(o, o.n.Statements[i].Selector, id))
		}
		for i := range o.n.Issues {
			v.stands = append(v.stands, f.judge(o, o.n.Issues[i].Selector, id))
		}
		if key := fmt.Sprint(v.stands, v.hang); !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}

// spaces remembers the classes of the examples, which several tests ask.
var spaces = map[*notices.Notice][]class{}

// space lists the classes of a notice.
func space(n *notices.Notice) []class {
	if spaces[n] != nil {
		return spaces[n]
	}
	o := &oracleRun{n: n, on: spaceDay}
	var values [][]value
	for _, f := range fields(o) {
		values = append(values, f.alike(o))
	}
	seen := map[string]bool{}
	var out []class
	var walk func(stands []match, chosen []value)
	walk = func(stands []match, chosen []value) {
		if len(chosen) == len(values) {
			if key := o.key(stands, chosen); !seen[key] {
				seen[key] = true
				out = append(out, o.newClass(stands, chosen))
			}
			return
		}
		for _, v := range values[len(chosen)] {
			walk(together(stands, v.stands), append(chosen, v))
		}
	}
	walk(nil, nil)
	spaces[n] = out
	return out
}

// together joins how each statement stands to two sets of values.
func together(a, b []match) []match {
	if a == nil {
		return b
	}
	out := make([]match, len(a))
	for i := range a {
		out[i] = max(a[i], b[i])
	}
	return out
}

// key is what the rules can tell of a combination: which statements reach it, which
// bars might, which closures do, and what its leaves bring along where a statement
// reaches at all.
func (o *oracleRun) key(stands []match, chosen []value) string {
	b := make([]byte, len(stands), len(stands)+64)
	reached := false
	for i, m := range stands {
		switch {
		case m == met:
			b[i], reached = '+', true
		case m == unstated && i < len(o.n.Statements) && o.n.Statements[i].Kind == "bar":
			b[i] = '?'
		default:
			b[i] = '-'
		}
	}
	for i := range o.n.Statements {
		if o.n.Statements[i].Only != "" && o.closing(i, chosen) {
			b[i] += 'A' - '+' // another letter for one that also closes
		}
	}
	for i, v := range chosen {
		if reached || i == 1 || i == 2 { // scope and governing documents decide before any statement
			b = append(b, byte(v.hang), byte(v.hang>>8), '|')
		}
	}
	return string(b)
}

// closing reports whether an `only` reaches the chosen values, as far as the five
// fields tell. It mirrors closes on what each value has been judged to be already.
func (o *oracleRun) closing(i int, chosen []value) bool {
	s, action := &o.n.Statements[i], chosen[0].id
	if action == "respond" || s.Kind == "keep" && action != "store" && action != "retain" || chosen[1].stands[i] != met {
		return false
	}
	category, purpose, recipient := chosen[2].stands[i] == met, chosen[3].stands[i] == met, chosen[4].stands[i] == met
	switch s.Only {
	case "category":
		return len(s.Categories) > 0 && category
	case "recipient":
		return len(s.Recipients) > 0 && recipient
	case "basis":
		return len(s.Categories)+len(s.Purposes) > 0 && category && purpose
	}
	return false
}

func (o *oracleRun) newClass(stands []match, chosen []value) class {
	n := o.n
	loose := false
	q := decision.Question{Notice: n.ID, On: spaceDay, Strict: &loose}
	for _, v := range chosen {
		v.set(&q, v.id)
	}
	var near []*notices.Statement
	for i := range n.Statements {
		s := &n.Statements[i]
		if stands[i] == met || stands[i] == unstated && s.Kind == "bar" || o.closing(i, chosen) {
			near = append(near, s)
		}
	}
	return class{q, dimensions(n, q, near)}
}

// bottom lists the ids with nothing below them, "" for not stated in front.
func (o *oracleRun) bottom(kind string, ids []string) []string {
	out := []string{""}
	for _, id := range ids {
		if len(o.members(kind, id)) == 0 {
			out = append(out, id)
		}
	}
	return out
}

func idsOf[T any](xs []T, id func(T) string) []string {
	var out []string
	for _, x := range xs {
		out = append(out, id(x))
	}
	return out
}

func governing(o *oracleRun, c combination) []string {
	var out []string
	for _, a := range o.audiencesOver(c.audience) {
		out = append(out, refs(a.GovernedBy)...)
	}
	for _, k := range o.n.Categories {
		if c.category != "" && o.covers("category", []string{k.ID}, c.category) {
			out = append(out, refs(k.GovernedBy)...)
		}
	}
	for _, a := range o.n.Addenda {
		out = append(out, refs(a.GovernedBy)...)
	}
	return dedupe(out)
}

// dimensions lists what can change the answer of a combination, given the
// statements that are near it.
func dimensions(n *notices.Notice, q decision.Question, near []*notices.Statement) []dimension {
	d := &dims{n: n, q: q}
	for _, s := range near {
		d.forms, d.roles = append(d.forms, s.Forms...), append(d.roles, s.Roles...)
		d.rights, d.events = append(d.rights, s.Rights...), append(d.events, s.Events...)
		d.gates = append(append(append(d.gates, s.Gates...), s.Unless...), s.When...)
		d.bases = append(d.bases, s.Bases...)
		d.within(s.Where, s.Age)
		if s.Keep != nil {
			d.keep(s)
		}
		if s.Duty != nil {
			d.duty(s)
		}
	}
	for _, id := range d.bases {
		i := slices.IndexFunc(n.Bases, func(b notices.Basis) bool { return b.ID == id })
		d.gates = append(d.gates, refs(n.Bases[i].Gates)...)
	}
	o := &oracleRun{q: q, n: n}
	for _, c := range o.combinations() {
		for _, r := range o.recipientsOver(c.recipient) {
			d.gates = append(d.gates, refs(r.Gates)...)
			if r.Outside != "" {
				d.destinations = append(d.destinations, r.Outside)
			}
		}
		for _, a := range o.audiencesOver(c.audience) {
			d.within(notices.Where{}, a.Age)
			d.gates = append(d.gates, refs(a.When)...)
		}
		d.documents = append(d.documents, governing(o, c)...)
	}
	for i := range n.Addenda {
		if a := &n.Addenda[i]; len(a.Owed)+len(a.GovernedBy) > 0 || slices.ContainsFunc(near, func(s *notices.Statement) bool { return s.Addendum == a.ID }) {
			d.within(a.Where, a.Age)
		}
	}
	return d.unfold()
}

type dims struct {
	n                                                     *notices.Notice
	q                                                     decision.Question
	forms, roles, rights, events, gates, bases, documents []string
	channels                                              []string
	persons, customers, hosts, destinations               []inventory.Region
	ages                                                  []int
	periods                                               map[string][]string // days to try by event
	earlier                                               []string
}

func (d *dims) within(w notices.Where, a inventory.AgeRange) {
	d.persons = append(d.persons, w.Person...)
	d.customers = append(d.customers, w.Customer...)
	d.hosts = append(d.hosts, w.Host...)
	d.destinations = append(d.destinations, w.Destination...)
	for _, n := range []int{a.From, a.Under} {
		if n > 0 {
			d.ages = append(d.ages, n-1, n)
		}
	}
}

func (d *dims) keep(s *notices.Statement) {
	d.gates = append(d.gates, "legal-hold")
	if s.Keep.While != "" {
		d.gates = append(d.gates, s.Keep.While)
	}
	if s.Keep.Longer != "" {
		d.gates = append(d.gates, "law-requires-longer")
	}
	if s.Keep.From != "" {
		d.boundary(s.Keep.From, s.Keep.Period)
	}
}

func (d *dims) duty(s *notices.Statement) {
	d.channels = append(d.channels, s.Duty.Via...)
	if !s.Duty.Within.IsZero() {
		d.boundary(s.Duty.Clock, s.Duty.Within)
	}
	if !s.Duty.Every.IsZero() {
		d.earlier = append(d.earlier, "2026-11-01", "2020-01-01")
	}
}

// boundary adds the last day from which a period still runs and the one before.
func (d *dims) boundary(event string, p inventory.Period) {
	if d.periods == nil {
		d.periods = map[string][]string{}
	}
	on, _ := inventory.ParseDate(spaceDay)
	last := spaceDay
	if p.Word == "" {
		back := on.AddMonths(-12*p.Years - p.Months).AddDays(-7*p.Weeks - p.Days - p.BusinessDays - p.Hours/24)
		last = back.String()
	}
	day, _ := inventory.ParseDate(last)
	d.periods[event] = append(d.periods[event], last, day.AddDays(-1).String())
}

func (d *dims) unfold() []dimension {
	var out []dimension
	add := func(dim dimension) {
		if len(dim) > 1 {
			out = append(out, dim)
		}
	}
	add(stating(d.forms, append(slices.Clone(inventory.Forms), ""), func(q *decision.Question, v string) { q.Form = v }))
	add(stating(d.roles, append(slices.Clone(inventory.Roles), ""), func(q *decision.Question, v string) { q.Role = v }))
	add(stating(d.bases, append(slices.Clone(inventory.BasisKinds), ""), func(q *decision.Question, v string) { q.Basis = v }))
	add(stating(d.channels, []string{"carrier pigeon"}, func(q *decision.Question, v string) { q.Channel = v }))
	if d.q.Action == "respond" {
		add(d.asked())
	}
	for _, g := range dedupe(d.gates) {
		add(dimension{
			func(*decision.Question) {},
			func(q *decision.Question) { q.Gates[g] = decision.Act{Happened: true} },
			func(q *decision.Question) { q.Gates[g] = decision.Act{} },
		})
	}
	add(ages(d.ages))
	add(places(d.persons, func(q *decision.Question, v string) { q.Place.Person = v }))
	add(places(d.customers, func(q *decision.Question, v string) { q.Place.Customer = v }))
	add(places(d.hosts, func(q *decision.Question, v string) { q.Place.Host = v }))
	add(places(d.destinations, func(q *decision.Question, v string) { q.Place.Destination = v }))
	for _, e := range slices.Sorted(keysOf(d.periods)) {
		add(stating(d.periods[e], nil, func(q *decision.Question, v string) {
			if v != "" {
				q.Since[e] = v
			}
		}))
	}
	add(stating(d.earlier, nil, func(q *decision.Question, v string) {
		if v != "" {
			q.Earlier = []string{v}
		}
	}))
	for _, id := range dedupe(d.documents) {
		add(dimension{func(*decision.Question) {}, func(q *decision.Question) { q.Documents[id] = "forbids" }})
	}
	return out
}

func keysOf(m map[string][]string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// asked gives every right and event near the combination, and one of each that
// is not.
func (d *dims) asked() dimension {
	var out dimension
	rights, events := dedupe(d.rights), dedupe(d.events)
	for _, r := range append(rights, other(inventory.BuiltinRights, rights)) {
		if r != "" {
			out = append(out, func(q *decision.Question) { q.Right = r })
		}
	}
	for _, e := range append(events, other(inventory.BuiltinEvents, events)) {
		if e != "" {
			out = append(out, func(q *decision.Question) { q.Event = e })
		}
	}
	return out
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
	named = dedupe(named)
	if len(named) == 0 {
		return nil
	}
	out := dimension{func(*decision.Question) {}}
	if o := other(all, named); o != "" {
		named = append(named, o)
	}
	for _, v := range named {
		out = append(out, func(q *decision.Question) { set(q, v) })
	}
	return out
}

func ages(bounds []int) dimension {
	slices.Sort(bounds)
	out := dimension{func(*decision.Question) {}}
	for _, n := range slices.Compact(bounds) {
		out = append(out, func(q *decision.Question) { q.Age = &n })
	}
	return out
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
	slices.SortFunc(named, cmp.Compare)
	return stating(named, []string{"JP"}, set)
}
