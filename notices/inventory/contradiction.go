package inventory

import (
	"fmt"
	"slices"

	"github.com/candor-privacy/candor/notices/finding"
)

// contradictions reports statements that cannot both hold and that no issue
// names: a bar over a permit, two periods for the same data, two age limits.
func (c *checking) contradictions() {
	bars, keeps := c.Of(KindBar), c.Of(KindKeep)
	for _, k := range []Kind{KindUse, KindShare, KindKeep} {
		for _, permit := range c.Of(k) {
			for _, bar := range bars {
				if c.effort--; c.effort <= 0 {
					return
				}
				if c.bars(bar, permit) {
					c.contradict(permit, bar, fmt.Sprintf("%s permits what %s forbids", title(permit), title(bar)), "name what lifts the bar under its unless, narrow one of the two, or name both in an issue")
				}
			}
		}
	}
	c.pairs(keeps, func(a, b *Entry) {
		if c.periodsDiffer(a, b) {
			c.contradict(b, a, fmt.Sprintf("%s keeps for %s what %s keeps for %s", title(b), b.Values["period"].Period, title(a), a.Values["period"].Period), "give the data one period, say what tells them apart, or name both in an issue")
		}
	})
	c.pairs(bars, func(a, b *Entry) {
		if c.agesDiffer(a, b) {
			c.contradict(b, a, fmt.Sprintf("%s draws the line at %s, %s at %s", title(b), b.Values["age"].Age, title(a), a.Values["age"].Age), "keep one of the two ages, or name both in an issue")
		}
	})
}

func (c *checking) pairs(es []*Entry, look func(a, b *Entry)) {
	for i, a := range es {
		for _, b := range es[i+1:] {
			if c.effort--; c.effort <= 0 || c.found > maxFindings {
				return
			}
			look(a, b)
		}
	}
}

func (c *checking) contradict(e, other *Entry, message, help string) {
	if e.Inherited && other.Inherited || c.between(e, other) || c.accepted("contradiction", e) || c.accepted("contradiction", other) {
		return
	}
	c.find("contradiction", e.Place, message, help, finding.Related{Place: other.Place, Message: title(other) + " is here"})
}

// defaultActions are those of a statement that names none.
var defaultActions = map[Kind][]string{KindUse: {"use"}, KindShare: {"share"}, KindKeep: {"retain"}, KindDuty: {"respond"}}

func actionsOf(e *Entry) []string {
	if l := e.List("actions"); l != nil {
		return l
	}
	if l := defaultActions[e.Kind]; l != nil {
		return l
	}
	return slices.DeleteFunc(slices.Clone(Actions), func(a string) bool { return a == "respond" })
}

// refSelectors are the selectors that name entries of a kind with groups.
var refSelectors = []struct {
	key  string
	kind Kind
}{{"audiences", KindAudience}, {"purposes", KindPurpose}, {"recipients", KindRecipient}}

// bars reports whether a bar forbids everything a permit permits, always: it
// covers each selector, and nothing lifts or limits it that does not limit the
// permit too.
func (c *checking) bars(bar, permit *Entry) bool {
	if !says(bar, selectorKeys...) || !says(permit, selectorKeys...) { // said already
		return false
	}
	if bar.Has("unless") || bar.Has("when") || bar.Addendum != "" && bar.Addendum != permit.Addendum {
		return false
	}
	if !sameValue(bar, permit, "where") || !sameValue(bar, permit, "age") || says(bar, "right", "event") || !contains(actionsOf(bar), actionsOf(permit)) {
		return false
	}
	for _, key := range []string{"forms", "roles"} {
		if bar.Has(key) && !contains(bar.List(key), permit.List(key)) {
			return false
		}
	}
	for _, s := range refSelectors {
		if !c.coversAll(s.kind, bar.List(s.key), permit.List(s.key)) {
			return false
		}
	}
	return c.coversAll(KindCategory, bar.List("categories"), permit.List("categories")) && !c.spares(bar, permit)
}

// spares reports whether an exception of the bar leaves something to the permit.
func (c *checking) spares(bar, permit *Entry) bool {
	permitted := permit.List("categories")
	for _, id := range bar.List("except") {
		if c.inside(KindCategory, id, permit.List("except")) {
			continue
		}
		if len(permitted) == 0 || c.inside(KindCategory, id, permitted) {
			return true
		}
		if slices.ContainsFunc(permitted, func(p string) bool { return c.inside(KindCategory, p, []string{id}) }) {
			return true
		}
	}
	return false
}

// contains reports whether a list has all of another, which has some.
func contains(wide, narrow []string) bool {
	return len(narrow) > 0 && !slices.ContainsFunc(narrow, func(s string) bool { return !slices.Contains(wide, s) })
}

// sameValue reports whether the first does not restrict a key, or both do alike.
func sameValue(a, b *Entry, key string) bool {
	if !a.Has(key) {
		return true
	}
	if !b.Has(key) {
		return false
	}
	x, y := a.Values[key], b.Values[key]
	return x.Age == y.Age && fmt.Sprint(x.Where) == fmt.Sprint(y.Where)
}

// periodsDiffer reports two keeps that give the same data two periods, with
// nothing that tells them apart.
func (c *checking) periodsDiffer(a, b *Entry) bool {
	x, y := a.Values["period"].Period, b.Values["period"].Period
	if x == y || a.Addendum != b.Addendum || !shared(a.List("categories"), b.List("categories")) {
		return false
	}
	for _, key := range []string{"audiences", "forms", "roles", "purposes", "recipients", "gates", "when", "actions", "except"} {
		if !alike(a.List(key), b.List(key)) {
			return false
		}
	}
	apart := a.Text("from") != b.Text("from") || a.Text("while") != b.Text("while")
	return !apart && sameValue(a, b, "where") && sameValue(b, a, "where") && sameValue(a, b, "age") && sameValue(b, a, "age")
}

func alike(a, b []string) bool {
	if len(a) != len(b) || len(a) == 0 {
		return len(a) == len(b)
	}
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// shared reports whether two selectors name a common id, or both name none.
func shared(a, b []string) bool {
	return len(a) == 0 && len(b) == 0 || slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}

// agesDiffer reports two bars on the same thing with different ages.
func (c *checking) agesDiffer(a, b *Entry) bool {
	if !a.Has("age") || !b.Has("age") || a.Values["age"].Age == b.Values["age"].Age || a.Addendum != b.Addendum {
		return false
	}
	if !sameValue(a, b, "where") || !sameValue(b, a, "where") || !shared(actionsOf(a), actionsOf(b)) {
		return false
	}
	for _, key := range []string{"categories", "purposes", "recipients", "audiences"} {
		if x, y := a.List(key), b.List(key); len(x) > 0 && len(y) > 0 && !shared(x, y) {
			return false
		}
	}
	return true
}

// contacts reports addresses nobody can write to where people must be able to.
func (c *checking) contacts() {
	for _, e := range c.Of(KindContact) {
		if !e.Has("masked") || says(e, "email", "phone", "address", "url") || e.Inherited {
			continue
		}
		for i, use := range e.List("for") {
			if (use == "rights" || use == "complaints") && !c.accepted("masked-contact", e) {
				c.find("masked-contact", e.Values["for"].Items[i], fmt.Sprintf("people cannot write to the hidden address of %s", title(e)), "give an address that can be read, or name the contact in an issue that accepts masked-contact", finding.Related{Place: at(e, "masked"), Message: "the address is hidden here"})
				break
			}
		}
	}
}
