package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// contradictions reports statements that cannot both hold and that no issue
// names: a bar over a permit or a part of one, two periods for the same data or the
// same right, two age limits.
func (c *checking) contradictions() {
	bars, sound := c.Of(KindBar), c.sound("contradiction")
	for _, k := range []Kind{KindUse, KindShare, KindKeep} {
		for _, permit := range c.Of(k) {
			for _, bar := range bars {
				if c.effort--; c.effort <= 0 {
					return
				}
				if bar.Inherited && permit.Inherited && sound {
					continue
				}
				if what, ok := c.bars(bar, permit); ok {
					help := "name what lifts the bar under its unless, narrow one of the two, or name both in an issue"
					if a := c.entry(KindAddendum, permit.Addendum); bar.Addendum == "" && a != nil && a.Value("prevails").Bool {
						help = "no bar gives way to an addendum that goes first: name what lifts it under its unless, limit it to where the addendum does not apply, or name both in an issue"
					}
					c.contradict(permit, bar, fmt.Sprintf("%s permits%s what %s forbids", title(permit), what, title(bar)), help)
				}
			}
		}
	}
	c.pairs(c.Of(KindKeep), func(a, b *Entry) {
		if c.periodsDiffer(a, b) {
			c.contradict(b, a, fmt.Sprintf("%s keeps for %s what %s keeps for %s", title(b), b.Value("period").Period().words(), title(a), a.Value("period").Period().words()), "give the data one period, say what tells them apart, or name both in an issue")
		}
		if a.Addendum != "" {
			a, b = b, a
		}
		c.addendumPeriod(a, b)
	})
	c.pairs(c.Of(KindDuty), func(a, b *Entry) {
		if deadlinesDiffer(a, b) {
			c.contradict(b, a, fmt.Sprintf("%s answers within %s what %s answers within %s", title(b), b.Value("within").Period().words(), title(a), a.Value("within").Period().words()), "keep one of the two deadlines, say what tells them apart, or name both in an issue")
		}
	})
	c.pairs(bars, func(a, b *Entry) {
		if c.agesDiffer(a, b) {
			c.contradict(b, a, fmt.Sprintf("%s draws the line at %s, %s at %s", title(b), b.Value("age").Age().words(), title(a), a.Value("age").Age().words()), "keep one of the two ages, or name both in an issue")
		}
	})
}

// precedence reports addenda that go before the notice and state nothing that could.
func (c *checking) precedence() {
	states := map[string]bool{}
	for _, k := range statementKinds {
		for _, e := range c.Of(k) {
			states[e.Addendum] = true
		}
	}
	for _, a := range c.Of(KindAddendum) {
		if a.Value("prevails").Bool && !states[a.ID] && !(a.Inherited && c.sound("idle-precedence")) && !c.accepted("idle-precedence", a) {
			c.find("idle-precedence", at(a, "prevails"), fmt.Sprintf("%s goes before the notice and states nothing that could differ from it", title(a)), "write its statements into the file, or take the line out")
		}
	}
}

// pairs looks at every two of some entries, but for two of a base that is sound.
func (c *checking) pairs(es []*Entry, look func(a, b *Entry)) {
	sound := c.sound("contradiction", "addendum-period")
	own := 0 // how many that are looked at are still to come
	for _, e := range es {
		if !(e.Inherited && sound) {
			own++
		}
	}
	for i, a := range es {
		if !(a.Inherited && sound) {
			own--
		} else if own == 0 {
			continue
		}
		for _, b := range es[i+1:] {
			if c.effort--; c.effort <= 0 || c.found > maxFindings {
				return
			}
			if !(a.Inherited && b.Inherited && sound) {
				look(a, b)
			}
		}
	}
}

func (c *checking) contradict(e, other *Entry, message, help string) {
	if e.Refused() || other.Refused() || c.between(e, other) || c.accepted("contradiction", e) || c.accepted("contradiction", other) {
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
}{{"audiences", KindAudience}, {"categories", KindCategory}, {"purposes", KindPurpose}, {"recipients", KindRecipient}}

// bars reports whether a bar always forbids what a permit permits, or what it
// permits for something both name: the bar covers each selector, some perhaps in
// part, and nothing lifts or limits it that does not limit the permit too. What
// is barred in part is named for the message.
func (c *checking) bars(bar, permit *Entry) (what string, ok bool) {
	if !says(bar, selectorKeys...) || !says(permit, selectorKeys...) { // said already
		return "", false
	}
	if bar.Has("unless") || bar.Has("when") || bar.Addendum != "" && bar.Addendum != permit.Addendum {
		return "", false
	}
	if !sameValue(bar, permit, "where") || !sameValue(bar, permit, "age") || says(bar, "right", "event") || !contains(actionsOf(bar), actionsOf(permit)) {
		return "", false
	}
	for _, key := range []string{"forms", "roles"} {
		if bar.Has(key) && !contains(bar.List(key), permit.List(key)) {
			return "", false
		}
	}
	var parts []string
	barred := permit.List("categories")
	for _, s := range refSelectors {
		if c.coversAll(s.kind, bar.List(s.key), permit.List(s.key)) {
			continue
		}
		part := c.coveredOf(s.kind, bar.List(s.key), permit.List(s.key))
		if len(part) == 0 {
			return "", false
		}
		if s.kind == KindCategory {
			barred = part
		}
		parts = append(parts, tableNoun(s.kind, len(part))+" "+quoted(part))
	}
	if len(parts) > 0 {
		what = " for " + strings.Join(parts, " and ")
	}
	return what, !c.spares(bar, permit, barred)
}

// coveredOf lists what one selector has of another.
func (c *checking) coveredOf(k Kind, wide, narrow []string) []string {
	var out []string
	for _, id := range narrow {
		if c.covered(k, id, wide, map[string]bool{}) {
			out = append(out, id)
		}
	}
	return out
}

func tableNoun(k Kind, n int) string {
	if n == 1 {
		return string(k)
	}
	return plural(string(k))
}

// spares reports whether an exception of either leaves the permit something of what
// the bar would take: the bar's own, or one that the permit does not permit anyway.
func (c *checking) spares(bar, permit *Entry, barred []string) bool {
	excluded := permit.List("except")
	if len(barred) > 0 && !slices.ContainsFunc(barred, func(id string) bool { return !c.inside(KindCategory, id, excluded) }) {
		return true
	}
	for _, id := range bar.List("except") {
		if c.inside(KindCategory, id, excluded) {
			continue
		}
		if len(barred) == 0 || c.inside(KindCategory, id, barred) {
			return true
		}
		if slices.ContainsFunc(barred, func(p string) bool { return c.inside(KindCategory, p, []string{id}) }) {
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
	x, y := a.Value(key), b.Value(key)
	return x.Age() == y.Age() && fmt.Sprint(x.Where()) == fmt.Sprint(y.Where())
}

// periodsDiffer reports two keeps that give the same data two periods in the same
// place, with nothing that tells them apart.
func (c *checking) periodsDiffer(a, b *Entry) bool {
	return sameScope(a, b) && sameKeep(a, b) && c.sameData(a, b)
}

// addendumPeriod notes a keep of an addendum that gives data another period than the
// notice does, which holds there too. Where the addendum says that it goes first, its
// readers know which is meant.
func (c *checking) addendumPeriod(body, there *Entry) {
	if body.Addendum != "" || there.Addendum == "" || !sameKeep(body, there) || !c.reachSame(body, there) {
		return
	}
	if !sameValue(body, there, "where") || !sameValue(body, there, "age") || c.entry(KindAddendum, there.Addendum) == nil || c.entry(KindAddendum, there.Addendum).Value("prevails").Bool {
		return
	}
	if c.between(body, there) || c.accepted("addendum-period", there) || c.accepted("addendum-period", body) {
		return
	}
	c.find("addendum-period", there.Place,
		fmt.Sprintf("%s of addendum %q keeps for %s what %s of the notice keeps for %s, and both hold there", title(there), there.Addendum, there.Value("period").Period().words(), title(body), body.Value("period").Period().words()),
		fmt.Sprintf("limit %s to where the addendum does not apply, say which goes first with prevails = true below [addendum], or name both in an issue", title(body)),
		finding.Related{Place: body.Place, Message: title(body) + " is here"})
}

// sameKeep reports whether two keeps have two periods, and nothing but perhaps their
// data and their place tells them apart. Data of all people is that of some of them too;
// whatever else one of the two names and the other does not is taken to tell them apart.
func sameKeep(a, b *Entry) bool {
	if !a.Has("period") || !b.Has("period") || a.Refused() || b.Refused() {
		return false // said already
	}
	if a.Value("period").Period() == b.Value("period").Period() || !overlap(a.List("audiences"), b.List("audiences")) {
		return false
	}
	for _, key := range []string{"forms", "roles", "purposes", "recipients"} {
		if !shared(a.List(key), b.List(key)) {
			return false
		}
	}
	for _, key := range []string{"gates", "when"} {
		if !alike(a.List(key), b.List(key)) {
			return false
		}
	}
	apart := a.Text("from") != b.Text("from") || a.Text("while") != b.Text("while")
	return !apart && shared(actionsOf(a), actionsOf(b))
}

// reachSame reports whether two statements reach the same data, in groups or not: both
// any, or a category that one names and the other reaches, and neither leaves out.
func (c *checking) reachSame(a, b *Entry) bool {
	x, y := a.List("categories"), b.List("categories")
	if len(x) == 0 || len(y) == 0 {
		return c.sameData(a, b)
	}
	out := slices.Concat(a.List("except"), b.List("except"))
	both := slices.Concat(c.coveredOf(KindCategory, x, y), c.coveredOf(KindCategory, y, x))
	return slices.ContainsFunc(both, func(id string) bool { return !c.inside(KindCategory, id, out) })
}

// sameData reports whether two statements name a category that neither leaves out,
// or both name none and leave out the same.
func (c *checking) sameData(a, b *Entry) bool {
	x, y := a.List("categories"), b.List("categories")
	if len(x) == 0 && len(y) == 0 {
		return alike(a.List("except"), b.List("except"))
	}
	out := slices.Concat(a.List("except"), b.List("except"))
	return slices.ContainsFunc(x, func(id string) bool { return slices.Contains(y, id) && !c.inside(KindCategory, id, out) })
}

// deadlinesDiffer reports two duties that give the same right or event two
// deadlines, with nothing that tells them apart.
func deadlinesDiffer(a, b *Entry) bool {
	if !a.Has("within") || !b.Has("within") || a.Value("within").Period() == b.Value("within").Period() || !sameScope(a, b) {
		return false
	}
	called := func(key string) bool { return a.Has(key) && b.Has(key) && shared(a.List(key), b.List(key)) }
	if !called("right") && !called("event") {
		return false
	}
	for _, key := range []string{"audiences", "categories", "purposes", "recipients", "forms", "roles"} {
		if !shared(a.List(key), b.List(key)) {
			return false
		}
	}
	for _, key := range []string{"gates", "when", "owed"} {
		if !alike(a.List(key), b.List(key)) {
			return false
		}
	}
	return a.Text("clock") == b.Text("clock") && a.Text("held-by") == b.Text("held-by")
}

// sameScope reports whether two statements hold in the same place and for the same
// ages.
func sameScope(a, b *Entry) bool {
	if a.Addendum != b.Addendum {
		return false
	}
	return sameValue(a, b, "where") && sameValue(b, a, "where") && sameValue(a, b, "age") && sameValue(b, a, "age")
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

// overlap reports whether two selectors can be met at once: one left out is any.
func overlap(a, b []string) bool { return len(a) == 0 || len(b) == 0 || shared(a, b) }

// agesDiffer reports two bars on the same thing with different ages.
func (c *checking) agesDiffer(a, b *Entry) bool {
	if !a.Has("age") || !b.Has("age") || a.Value("age").Age() == b.Value("age").Age() || a.Addendum != b.Addendum {
		return false
	}
	if !sameValue(a, b, "where") || !sameValue(b, a, "where") || !shared(actionsOf(a), actionsOf(b)) {
		return false
	}
	for _, key := range []string{"categories", "purposes", "recipients", "audiences"} {
		if !overlap(a.List(key), b.List(key)) {
			return false
		}
	}
	return true
}

// contacts reports addresses nobody can write to where people must be able to.
func (c *checking) contacts() {
	for _, e := range c.Of(KindContact) {
		if !e.Has("masked") || says(e, "email", "phone", "address", "url") || e.Inherited && c.sound("masked-contact") {
			continue
		}
		for i, use := range e.List("for") {
			if (use == "rights" || use == "complaints") && !c.accepted("masked-contact", e) {
				c.find("masked-contact", e.Value("for").Items[i], fmt.Sprintf("people cannot write to the hidden address of %s", title(e)), "give an address that can be read, or name the contact in an issue that accepts masked-contact", finding.Related{Place: at(e, "masked"), Message: "the address is hidden here"})
				break
			}
		}
	}
}
