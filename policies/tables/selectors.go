package tables

import (
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// test is one selector that a combination must meet.
type test struct {
	asks        ask
	of          uint8 // the field, or the place
	from, under int32 // of an age
	is          set   // of an age: audiences that are all of it
	but         set   // of a place: regions that merely contain one of those in is; of an age: audiences of whom nobody is
	negated     symbol
	count       string // a number, of which from is the least
}

type ask uint8

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
type match uint8

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

func (c *compiler) tests(docs []document.Test) []test {
	if len(docs) == 0 {
		return nil
	}
	out := make([]test, 0, len(docs))
	for _, d := range docs {
		out = append(out, c.test(d))
	}
	return out
}

func (c *compiler) test(d document.Test) test {
	t := test{negated: c.phrase(d.Negated)}
	at, ofPlace := placeNames[d.Of]
	of, ofField := fieldNames[d.Of]
	switch {
	case d.Age != nil:
		t.asks, t.from, t.under = ofAge, bounded(d.Age.From), bounded(d.Age.Under)
		t.is, t.but = c.symbols[audience].named(d.Within), c.symbols[audience].named(d.Beyond)
	case d.Least > 0:
		t.asks, t.count, t.from = isMany, d.Of, bounded(d.Least)
	case ofPlace && len(d.Is) > 0:
		t.asks, t.of, t.is, t.but = isPlace, uint8(at), c.symbols[regionField].named(d.Is), c.symbols[regionField].named(d.Holds)
		if d.Kind == "outside" {
			t.asks = isOutside
		}
	case ofField && len(d.Is) > 0:
		t.asks, t.of, t.is = isOne, uint8(of), c.symbols[of].named(d.Is)
	case ofField && len(d.Except) > 0:
		t.asks, t.of, t.is = isNone, uint8(of), c.symbols[of].named(d.Except)
	}
	return t
}

// bounded is an age within what a question may state, and one beyond.
func bounded(age int) int32 { return int32(min(max(age, -1), 1_000_000_000)) }

// place is a place of the question: itself and the regions it lies in, as far as
// the notice speaks of them.
type place struct {
	stated bool
	own    symbol
	within []symbol
}

// locate reads the places. It reports whether they look like places.
func (r *run) locate(at *decision.Place) bool {
	if r.located = len(at.Person)+len(at.Customer)+len(at.Host)+len(at.Destination) > 0; !r.located {
		return true
	}
	ok := true
	for i, code := range [places]string{person: at.Person, customer: at.Customer, host: at.Host, destination: at.Destination} {
		p := &r.places[i]
		if p.stated, p.own, p.within = code != "", 0, p.within[:0]; !p.stated {
			continue
		}
		ok = ok && isPlaceCode(code)
		find := r.notice.lexicon.find
		country, _, _ := strings.Cut(code, "-")
		p.own = find(regionField, code)
		p.within = append(p.within, p.own, find(regionField, country))
		for _, union := range r.engine.unions[country] {
			p.within = append(p.within, find(regionField, union))
		}
	}
	return ok
}

// place gives a place of the question.
func (r *run) place(which uint8) *place {
	if r.located {
		return &r.places[which]
	}
	return &nowhere
}

var nowhere place // what no question states

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
		p := r.place(t.of)
		held := p.own != 0 && t.but.has(p.own)
		return judge(p.stated && !held || p.in(t.is), p.in(t.is))
	case isOutside:
		p := r.place(t.of)
		within := p.in(t.is)
		return judge(p.stated && (within || p.own == 0 || !t.but.has(p.own)), !within)
	case isMany:
		number, stated := r.counts[t.count]
		return judge(true, !stated || number >= int(t.from))
	case isNone:
		return judge(true, !t.is.has(r.facts[t.of]))
	case ofAge:
		if r.age < 0 { // the audience may tell
			who := r.facts[audience]
			return judge(t.is.has(who) || t.but.has(who), t.is.has(who))
		}
		return judge(true, int(t.from) <= r.age && r.age < int(t.under))
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
