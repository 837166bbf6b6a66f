package notices

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// front fills the slots that open a sentence: in which role, for whom, under which
// circumstances.
func (c *composer) front() {
	var roles []string
	for _, id := range c.s.Roles {
		roles = append(roles, c.w.Roles[id])
	}
	c.slots["roles"] = c.w.Lists.Or.Join(roles)
	audiences := c.s.Audiences
	if c.whose() {
		audiences = nil // they stand behind the data
	}
	c.slots["groups"], c.slots["conditions"] = c.r.circumstances(audiences, c.s.Where, c.ageOfReader(), c.s.When, c.label)
	c.slots["front"] = c.w.Front.Fill(c.slots)
}

// ageOfReader is the statement's age where the reader is addressed; a bar without
// an audience speaks of “anyone under 13” instead.
func (c *composer) ageOfReader() inventory.AgeRange {
	if c.s.Kind == "bar" && len(c.s.Audiences) == 0 {
		return inventory.AgeRange{}
	}
	return c.s.Age
}

// whose reports whether a sentence speaks of its audiences in the third person:
// they are known by an age, and no clause addresses them. “We do not collect
// personal information from campers under 13.”
func (c *composer) whose() bool {
	if c.s.Kind == "duty" || c.s.Kind == "source" || len(c.s.Audiences) == 0 || len(c.s.Where.Customer) > 0 || !c.s.Age.IsZero() || c.list != "" {
		return false
	}
	if slices.ContainsFunc(c.labelsOf(inventory.KindCategory, c.s.Categories), c.w.Duty.Own.In) {
		return false // “your contact details of campers”
	}
	return !slices.ContainsFunc(c.s.Audiences, func(id string) bool {
		a := c.r.audiences[id]
		return a.Clause != "" || a.Age.IsZero()
	})
}

// group names an audience, with its age unless its name has it already.
func (r *resolver) group(id, label string) string {
	a := r.audiences[id]
	if a.Age.IsZero() || a.Clause != "" || strings.ContainsAny(label, "0123456789") {
		return label
	}
	phrases := r.words.Conditions.Group
	return fillAge(phrases, a.Age, words.Slots{"group": label})
}

type labeller func(inventory.Kind, string) string

// circumstances words whom something concerns: groups of people by name, and
// clauses about the reader.
func (r *resolver) circumstances(audiences []string, where Where, age inventory.AgeRange, when []string, label labeller) (groups, conditions string) {
	var names, clauses, all []string
	for _, id := range audiences {
		names = append(names, r.group(id, label(inventory.KindAudience, id)))
		if clause := r.audiences[id].Clause; clause != "" {
			clauses = append(clauses, words.Inside(clause))
		}
	}
	w := r.words
	if len(clauses) > 0 && len(clauses) == len(names) {
		names = nil
		all = append(all, w.Lists.If.Join(clauses))
	}
	groups = w.Lists.And.Join(names)
	if len(where.Customer) > 0 {
		groups = w.Conditions.Customer.Fill(words.Slots{"groups": groups, "places": r.regions(where.Customer)})
	}
	if a := r.age(w.Conditions.Age, age); a != "" {
		all = append(all, a)
	}
	for _, place := range []struct {
		phrase  words.Template
		regions []inventory.Region
	}{{w.Conditions.Person, where.Person}, {w.Conditions.Host, where.Host}} {
		if len(place.regions) > 0 {
			all = append(all, place.phrase.Fill(words.Slots{"places": r.regions(place.regions)}))
		}
	}
	for _, id := range when {
		if l := label(inventory.KindGate, id); l != "" {
			all = append(all, l)
		}
	}
	return groups, w.Lists.And.Join(all)
}

// age words a range of ages.
func (r *resolver) age(phrases words.Ages, a inventory.AgeRange) string {
	if a.IsZero() {
		return ""
	}
	return fillAge(phrases, a, words.Slots{})
}

// fillAge words a range that is not open to all.
func fillAge(phrases words.Ages, a inventory.AgeRange, slots words.Slots) string {
	slots["from"], slots["under"], slots["last"] = strconv.Itoa(a.From), strconv.Itoa(a.Under), strconv.Itoa(a.Under-1)
	switch {
	case a.Under == 0:
		return phrases.From.Fill(slots)
	case a.From == 0:
		return phrases.Under.Fill(slots)
	case a.Under == a.From+1:
		return phrases.One.Fill(slots)
	}
	return phrases.Between.Fill(slots)
}

// tail fills the slots of what a sentence hangs on: what must be open, and what
// must not have been used.
func (c *composer) tail() {
	var needs, facts, stops []string
	add := func(id string) {
		g, l := c.r.gates[id], c.label(inventory.KindGate, id)
		switch {
		case l == "": // reported
		case c.r.stops(id):
			stops = append(stops, l)
		case g.Denies:
			needs = append(needs, l)
		default:
			facts = append(facts, l)
		}
	}
	for _, id := range c.gates() {
		add(id)
	}
	if len(needs) > 0 {
		needs, facts = append(needs, facts...), nil
	}
	need, stop := c.anyBasis()
	needs, stops = appendText(needs, need), appendText(stops, stop)
	c.slots["needs"] = c.w.Lists.And.Join(needs)
	c.slots["facts"] = c.w.Lists.And.Join(facts)
	c.slots["stops"] = c.w.Lists.Or.Join(stops)
	c.slots["lift"] = c.w.Lists.Or.Join(c.labelsOf(inventory.KindGate, c.s.Unless))
}

// gates lists what a statement hangs on: its own gates, and, of a permit, those of
// its one basis and those without which nothing goes to its one recipient.
func (c *composer) gates() []string {
	out := slices.Clone(c.s.Gates)
	if c.s.Kind == "bar" || c.s.Kind == "closed" {
		return out
	}
	if len(c.s.Bases) == 1 {
		out = append(out, refIDs(c.r.bases[c.s.Bases[0]].Gates)...)
	}
	if len(c.s.Recipients) == 1 {
		if rec := c.r.recipients[c.s.Recipients[0]]; rec.Outside == "" {
			out = append(out, refIDs(rec.Gates)...)
		}
	}
	return unique(out)
}

// anyBasis words the gates of several bases, any one of which suffices: what must
// have been done for one of them, or what must not have been done, and what opens
// another even then. Where a basis needs nothing, nothing is said.
func (c *composer) anyBasis() (needs, stops string) {
	if len(c.s.Bases) < 2 || c.s.Kind == "bar" || c.s.Kind == "closed" {
		return "", ""
	}
	var need, stop []string
	for _, id := range c.s.Bases {
		gates := refIDs(c.r.bases[id].Gates)
		if len(gates) == 0 {
			return "", ""
		}
		labels := c.w.Lists.And.Join(c.labelsOf(inventory.KindGate, gates))
		if labels == "" {
			continue // reported
		}
		if slices.ContainsFunc(gates, func(id string) bool { return !c.r.stops(id) }) {
			need = append(need, labels)
		} else {
			stop = append(stop, labels)
		}
	}
	needs, stops = c.w.Lists.Or.Join(unique(need)), c.w.Lists.And.Join(unique(stop))
	switch {
	case stops == "":
		return needs, ""
	case needs == "":
		return "", stops
	}
	return "", c.w.Tail.Even.Fill(words.Slots{"stops": stops, "needs": needs})
}

func appendText(list []string, text string) []string {
	if text == "" {
		return list
	}
	return append(list, text)
}

// stops reports whether a gate is open until someone acts.
func (r *resolver) stops(gate string) bool {
	k := r.gates[gate].Kind
	return k == "opt-out" || k == "objection"
}

func refIDs(refs []Ref) []string {
	var out []string
	for _, x := range refs {
		out = append(out, x.ID)
	}
	return out
}

// checkLabels reports every gate of the sentence that has no words.
func (c *composer) checkLabels() {
	all := slices.Concat(c.gates(), c.s.Unless, c.s.When)
	if c.s.Keep != nil && c.s.Keep.While != "" {
		all = append(all, c.s.Keep.While)
	}
	for _, id := range c.s.Bases {
		all = append(all, refIDs(c.r.bases[id].Gates)...)
	}
	for _, id := range all {
		if c.label(inventory.KindGate, id) == "" && !c.r.wordless[id] {
			c.r.wordless[id] = true
			c.r.needsLabel(c.e, id)
		}
	}
}

func (r *resolver) needsLabel(e *inventory.Entry, gate string) {
	place := e.Place
	if g := r.entry(inventory.KindGate, gate); g != nil {
		if g.Refused("label") {
			return
		}
		place = g.Place
	}
	r.report(finding.Finding{
		Code: "needs-label", Place: place,
		Message: fmt.Sprintf("the fact %q has no words, and a sentence needs them", gate),
		Help:    "give it a label that completes “if …”",
		Related: []finding.Related{{Place: e.Place, Message: "the sentence of this entry names it"}},
	})
}

// leadTail fills the tail of a sentence whose list comes last.
func (c *composer) leadTail() {
	opened := c.slots["conditions"] != "" || c.slots["purposes"] != "" && !c.not || c.slots["aside"] != "" || c.slots["lift"] != ""
	if opened {
		c.slots["tail"] = c.w.Tail.After.Fill(c.slots)
	} else {
		c.slots["tail"] = c.w.Tail.First.Fill(c.slots)
	}
}
