package notices

import (
	"fmt"
	"maps"
	"slices"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// closure is the phrase for the statement's `only`.
func (c *composer) closure() words.Closure {
	switch {
	case c.s.Only == "recipient" && len(c.s.Recipients) > 0:
		return c.w.Only.Recipient
	case c.s.Only == "basis" && len(c.s.Bases) > 0:
		return c.w.Only.Basis
	case c.s.Only != "category":
		return words.Closure{}
	case c.s.Kind == "keep":
		return c.w.Only.Keep
	case c.s.Kind == "share":
		return c.w.Only.Share
	}
	return c.w.Only.Use
}

// only closes the sentence. Where other statements speak of the same data or
// recipients, it says that this notice, not this sentence, is the limit.
func (c *composer) only() string {
	if c.s.Only == "" {
		return ""
	}
	if c.shared() {
		return c.closure().Beyond.Fill(c.closureSlots())
	}
	return c.closure().After.Fill(c.closureSlots())
}

// shared reports whether another statement permits something with what this one
// closes: it names the same entry, one below or above it, or, of data, none at all.
func (c *composer) shared() bool {
	kind, key := inventory.KindCategory, "categories"
	if c.s.Only == "recipient" {
		kind, key = inventory.KindRecipient, "recipients"
	}
	own := ids(c.e, key)
	related := map[string]bool{}
	for _, id := range own {
		related[id] = true
		maps.Copy(related, c.r.above(kind, id))
		for _, m := range c.r.membersOf(kind, id) {
			related[m] = true
		}
	}
	named := c.r.permits(key, c.s.Kind == "keep")
	if kind == inventory.KindCategory {
		related[""] = true // a permit without categories speaks of all data
	}
	for id := range related {
		others := named[id]
		if slices.Contains(own, id) {
			others--
		}
		if others > 0 {
			return true
		}
	}
	return false
}

// permits counts the statements that permit something with each entry, under ""
// those that name none. Only a keep minds how long others keep.
func (r *resolver) permits(key string, keeps bool) map[string]int {
	at := fmt.Sprint(key, keeps)
	if r.permitted[at] != nil {
		return r.permitted[at]
	}
	count := map[string]int{}
	for _, e := range r.in.Entries {
		if e.Kind != inventory.KindUse && e.Kind != inventory.KindShare && !(keeps && e.Kind == inventory.KindKeep) {
			continue
		}
		named := unique(ids(e, key))
		for _, id := range named {
			count[id]++
		}
		if len(named) == 0 {
			count[""]++
		}
	}
	r.permitted[at] = count
	return count
}

func (r *resolver) membersOf(k inventory.Kind, id string) []string {
	if k == inventory.KindRecipient {
		return r.recipients[id].Members
	}
	return r.categories[id].Members
}

func (c *composer) aside() string {
	if c.slots["purposes"] != "" {
		return c.closure().Aside.Fill(c.closureSlots())
	}
	return c.closure().Bare.Fill(c.closureSlots())
}

func (c *composer) closureSlots() words.Slots {
	var bases []string
	for _, id := range c.s.Bases {
		bases = append(bases, c.r.bases[id].Label)
	}
	return words.Slots{"it": c.slots["it"], "recipients": c.slots["recipients"], "bases": c.w.Lists.Or.Join(bases)}
}
