package policies

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/document"
)

// subjectTests ask for the category, purpose and recipient, for where no index
// decides them.
func (c *notice) subjectTests(s *notices.Selector) []document.Test {
	tests := []document.Test{}
	tests = appendIn(tests, "category", s.Categories, c.categories.expand)
	tests = append(tests, c.exceptTest(s)...)
	tests = appendIn(tests, "purpose", s.Purposes, c.purposes.expand)
	return appendIn(tests, "recipient", s.Recipients, c.recipients.expand)
}

// exceptTest asks that the category is none of those left out.
func (c *notice) exceptTest(s *notices.Selector) []document.Test {
	if len(s.Except) == 0 {
		return nil
	}
	return []document.Test{{Kind: "except", Of: "category", Except: c.categories.expand(s.Except)}}
}

// occasionTests ask for everything an index does not decide but the reach.
func occasionTests(s *notices.Selector) []document.Test {
	tests := appendIn([]document.Test{}, "form", s.Forms, plain)
	tests = appendIn(tests, "right", s.Rights, plain)
	return appendIn(tests, "event", s.Events, plain)
}

// reachTests ask in which role, where and at what age a statement reaches someone,
// its addendum included.
func (c *notice) reachTests(s *notices.Selector, addendum string) []document.Test {
	tests := appendIn([]document.Test{}, "role", s.Roles, plain)
	tests = append(tests, whereTests(s.Where)...)
	tests = append(tests, c.ageTests(s.Age)...)
	if a := c.addenda[addendum]; a != nil {
		tests = append(tests, whereTests(a.Where)...)
		tests = append(tests, c.ageTests(a.Age)...)
	}
	return tests
}

// audienceTests ask whom a statement reaches, its addendum included, for where no
// index decides it.
func (c *notice) audienceTests(s *notices.Selector, addendum string) []document.Test {
	tests := appendIn(nil, "audience", s.Audiences, c.audiences.expand)
	if a := c.addenda[addendum]; a != nil {
		tests = appendIn(tests, "audience", refs(a.Audiences), c.audiences.expand)
	}
	return tests
}

// addendumTests ask whether a combination lies in an addendum.
func (c *notice) addendumTests(a *notices.Addendum) []document.Test {
	tests := appendIn(nil, "audience", refs(a.Audiences), c.audiences.expand)
	tests = append(tests, whereTests(a.Where)...)
	return append(tests, c.ageTests(a.Age)...)
}

// negated words the opposite of what an index decides of a bar.
func negated(tests []document.Test) [][]string {
	words := [][]string{{}, {}, {}, {}}
	for _, t := range tests {
		if f := slices.Index(indexedFields[:], t.Of); t.Except == nil {
			words[f] = append(words[f], t.Negated)
		}
	}
	return words
}

func plain(ids []string) document.Names { return names(ids...) }

func appendIn(tests []document.Test, of string, ids []string, expand func([]string) document.Names) []document.Test {
	if len(ids) == 0 {
		return tests
	}
	kind := "fact"
	if slices.Contains(indexedFields[:], of) {
		kind = "leaf"
	}
	return append(tests, document.Test{Kind: kind, Of: of, Is: expand(ids), Negated: not(of, ids)})
}

// not words the opposite of a selector, as it stands in `assumed`.
func not(of string, ids []string) string { return of + " not " + strings.Join(ids, ", ") }

func whereTests(w notices.Where) []document.Test {
	var tests []document.Test
	for _, place := range []struct {
		of      string
		regions []inventory.Region
	}{{"person", w.Person}, {"customer", w.Customer}, {"host", w.Host}, {"destination", w.Destination}} {
		if len(place.regions) == 0 {
			continue
		}
		t := document.Test{Kind: "place", Of: place.of, Is: document.Names{}, Holds: document.Names{}}
		var ids []string
		for _, r := range place.regions {
			ids = append(ids, string(r))
			t.Is[string(r)] = true
			for _, p := range r.Parents() {
				t.Holds[string(p)] = true
			}
		}
		t.Negated = not(place.of, ids)
		tests = append(tests, t)
	}
	return tests
}

// oldest is above every age, for ranges that are open upwards.
const oldest = 1_000_000

func ageTest(a inventory.AgeRange) document.AgeTest {
	if a.Under == 0 {
		return document.AgeTest{From: a.From, Under: oldest}
	}
	return document.AgeTest{From: a.From, Under: a.Under}
}

// ageTests ask for an age. Where a question states none, an audience may tell: its
// own range, and those of the groups above it, can lie within the one asked for or
// beyond it.
func (c *notice) ageTests(a inventory.AgeRange) []document.Test {
	if a.IsZero() {
		return nil
	}
	var other []string
	if a.From > 0 {
		other = append(other, fmt.Sprintf("age < %d", a.From))
	}
	if a.Under > 0 {
		other = append(other, fmt.Sprintf("age >= %d", a.Under))
	}
	t := ageTest(a)
	test := document.Test{Kind: "age", Of: "age", Age: &t, Within: document.Names{}, Beyond: document.Names{}, Negated: strings.Join(other, " or ")}
	for leaf := range c.audiences.bottom {
		own := document.AgeTest{Under: oldest}
		for i := range c.Audiences {
			if g := &c.Audiences[i]; c.audiences.covers(g.ID, leaf) {
				own.From, own.Under = max(own.From, ageTest(g.Age).From), min(own.Under, ageTest(g.Age).Under)
			}
		}
		switch {
		case own.From >= own.Under: // nobody can be of these ages
		case t.From <= own.From && own.Under <= t.Under:
			test.Within[leaf] = true
		case own.Under <= t.From || t.Under <= own.From:
			test.Beyond[leaf] = true
		}
	}
	return []document.Test{test}
}
