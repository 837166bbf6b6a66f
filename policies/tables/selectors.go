package tables

import (
	"strings"

	"github.com/candor-privacy/candor/policies/document"
)

// test is one selector that a combination must meet.
type test struct {
	of      field
	place   int // of a place, which is no field
	asks    ask
	is      set
	holds   set // regions that merely contain one of those in is
	age     document.AgeTest
	within  set    // audiences that are all of that age
	beyond  set    // audiences of whom nobody is
	count   string // of a number, which is no field
	least   int
	negated string
}

type ask int

const (
	nothing ask = iota // damaged, and never met
	isOne
	isPlace
	isOutside
	isNone
	ofAge
	isMany
)

// match is how a selector stands against a combination.
type match int

const (
	met match = iota
	unstated
	unmet
)

var fieldNames = map[string]field{
	"action": action, "form": form, "role": role, "right": right, "event": event, "basis": basisField,
	"category": category, "purpose": purpose, "recipient": recipientField, "audience": audience,
}

var placeNames = map[string]int{"person": person, "customer": customer, "host": host, "destination": destination}

func (n *notice) tests(docs []document.Test) []test {
	var out []test
	for _, d := range docs {
		out = append(out, n.test(d))
	}
	return out
}

func (n *notice) test(d document.Test) test {
	t := test{negated: d.Negated}
	at, ofPlace := placeNames[d.Of]
	of, ofField := fieldNames[d.Of]
	switch {
	case d.Age != nil:
		t.asks, t.age = ofAge, *d.Age
		t.within, t.beyond = n.symbols[audience].named(d.Within), n.symbols[audience].named(d.Beyond)
	case d.Least > 0:
		t.asks, t.count, t.least = isMany, d.Of, d.Least
	case ofPlace && len(d.Is) > 0:
		t.asks, t.place, t.is, t.holds = isPlace, at, n.regions.named(d.Is), n.regions.named(d.Holds)
		if d.Kind == "outside" {
			t.asks = isOutside
		}
	case ofField && len(d.Is) > 0:
		t.asks, t.of, t.is = isOne, of, n.symbols[of].named(d.Is)
	case ofField && len(d.Except) > 0:
		t.asks, t.of, t.is = isNone, of, n.symbols[of].named(d.Except)
	}
	return t
}

// place is a place of the question: itself and the regions it lies in, as far as
// the notice speaks of them.
type place struct {
	stated bool
	own    symbol
	within []symbol
}

// locate reads a place.
func (r *run) locate(which int, code string) {
	p := &r.places[which]
	p.stated, p.own, p.within = code != "", r.notice.regions[code], p.within[:0]
	if !p.stated {
		return
	}
	country, _, _ := strings.Cut(code, "-")
	p.within = append(p.within, p.own, r.notice.regions[country])
	for _, union := range r.engine.unions[country] {
		p.within = append(p.within, r.notice.regions[union])
	}
}

// in reports whether the place is one of the regions or lies inside one.
func (p *place) in(regions set) bool {
	for _, x := range p.within {
		if x != 0 && regions.has(x) {
			return true
		}
	}
	return false
}

// match judges one selector.
func (r *run) match(t *test) match {
	switch t.asks {
	case isOne:
		return judge(r.facts[t.of] != 0, t.is.has(r.facts[t.of]))
	case isPlace:
		p := &r.places[t.place]
		held := p.own != 0 && t.holds.has(p.own)
		return judge(p.stated && !held || p.in(t.is), p.in(t.is))
	case isOutside:
		p := &r.places[t.place]
		within := p.in(t.is)
		return judge(p.stated && (within || p.own == 0 || !t.holds.has(p.own)), !within)
	case isMany:
		number, stated := r.question.Counts[t.count]
		return judge(true, !stated || number >= t.least)
	case isNone:
		return judge(true, !t.is.has(r.facts[t.of]))
	case ofAge:
		if r.age < 0 { // the audience may tell
			who := r.facts[audience]
			return judge(t.within.has(who) || t.beyond.has(who), t.within.has(who))
		}
		return judge(true, t.age.From <= r.age && r.age < t.age.Under)
	}
	return unmet
}

func judge(isStated, isMet bool) match {
	switch {
	case !isStated:
		return unstated
	case isMet:
		return met
	}
	return unmet
}

// all judges selectors together: met when all are, unmet when any is, else
// unstated.
func (r *run) all(tests []test) match {
	whole := met
	for i := range tests {
		whole = max(whole, r.match(&tests[i]))
		if whole == unmet {
			break
		}
	}
	return whole
}
