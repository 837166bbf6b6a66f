package site

import (
	"maps"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
)

// smallest leaves out of a question, one after the other, whatever it can do without
// and still hold. Where it can, it is about the usual day.
func smallest(q decision.Question, day string, holds func(decision.Question) bool) decision.Question {
	for again := true; again; {
		again = false
		for less := range simpler(q, day) {
			if holds(less) {
				q, again = less, true
				break
			}
		}
	}
	return q
}

// simpler gives a question with one thing less, in every way.
func simpler(q decision.Question, day string) func(yield func(decision.Question) bool) {
	return func(yield func(decision.Question) bool) {
		less := func(change func(*decision.Question)) bool {
			c := q
			change(&c)
			return yield(c)
		}
		for _, of := range []func(*decision.Question) *string{
			func(c *decision.Question) *string { return &c.Purpose }, func(c *decision.Question) *string { return &c.Recipient },
			func(c *decision.Question) *string { return &c.Form }, func(c *decision.Question) *string { return &c.Basis },
			func(c *decision.Question) *string { return &c.Right }, func(c *decision.Question) *string { return &c.Event },
			func(c *decision.Question) *string { return &c.Channel }, func(c *decision.Question) *string { return &c.Role },
			func(c *decision.Question) *string { return &c.Place.Person }, func(c *decision.Question) *string { return &c.Place.Customer },
			func(c *decision.Question) *string { return &c.Place.Host }, func(c *decision.Question) *string { return &c.Place.Destination },
		} {
			if *of(&q) != "" && !less(func(c *decision.Question) { *of(c) = "" }) {
				return
			}
		}
		for _, of := range []func(*decision.Question) *[]string{
			func(c *decision.Question) *[]string { return &c.Categories }, func(c *decision.Question) *[]string { return &c.Audiences },
			func(c *decision.Question) *[]string { return &c.Earlier },
		} {
			for i := range *of(&q) {
				if !less(func(c *decision.Question) { *of(c) = slices.Delete(slices.Clone(*of(c)), i, i+1) }) {
					return
				}
			}
		}
		for _, of := range []func(*decision.Question) *map[string]string{
			func(c *decision.Question) *map[string]string { return &c.Since }, func(c *decision.Question) *map[string]string { return &c.Documents },
		} {
			for _, id := range slices.Sorted(maps.Keys(*of(&q))) {
				if !less(func(c *decision.Question) { *of(c) = without(*of(c), id) }) {
					return
				}
			}
		}
		for _, id := range slices.Sorted(maps.Keys(q.Gates)) {
			bare := decision.Act{Happened: q.Gates[id].Happened}
			if !less(func(c *decision.Question) { c.Gates = without(c.Gates, id) }) ||
				q.Gates[id] != bare && !less(func(c *decision.Question) { c.Gates = maps.Clone(c.Gates); c.Gates[id] = bare }) {
				return
			}
		}
		for _, id := range slices.Sorted(maps.Keys(q.Counts)) {
			if !less(func(c *decision.Question) { c.Counts = without(c.Counts, id) }) {
				return
			}
		}
		if q.Age != nil && !less(func(c *decision.Question) { c.Age = nil }) {
			return
		}
		if q.On != day && !less(func(c *decision.Question) { c.On = day }) {
			return
		}
		if q.Strict == nil || *q.Strict {
			less(func(c *decision.Question) { c.Strict = new(bool) })
		}
	}
}

// without copies a map less one key.
func without[V any](m map[string]V, key string) map[string]V {
	m = maps.Clone(m)
	delete(m, key)
	return m
}
