package notices

import (
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// keeping words how long data is kept and what happens then.
func (c *composer) keeping() Sentence {
	k := c.s.Keep
	c.slots["time"] = c.time()
	c.shareSlots()
	if k.Period.Word == "unstated" {
		c.slots["purposes"] = "" // the time names them
	}
	c.slots["from"] = c.event(k.From)
	c.slots["then"] = c.endings()
	if k.Longer != "" {
		c.slots["longer"] = c.w.Keep.Longer
	}
	phrase := c.w.Keep.Sentence
	switch {
	case k.Period.Never() && k.From == "":
		phrase = c.w.Keep.Never
	case k.Period.Never():
		phrase = c.w.Keep.Until
	}
	if c.list == "" {
		c.slots["only"], c.slots["tail"] = c.only(), c.w.Tail.End.Fill(c.slots)
		return Sentence{Text: words.Raise(phrase.Short.Fill(c.slots))}
	}
	c.leadTail()
	return c.listed(phrase.List.Fill(c.slots))
}

// time is how long, as it stands after “we keep it”.
func (c *composer) time() string {
	k := c.s.Keep
	s := words.Slots{"it": c.pronoun(), "period": c.r.count(k.Period, c.w.Units), "from": c.event(k.From), "needed": c.purposes()}
	if k.While != "" {
		s["while"] = c.label(inventory.KindGate, k.While)
	}
	switch k.Period.Word {
	case "indefinite":
		return c.w.Keep.Indefinite.Fill(s)
	case "unstated":
		return c.w.Keep.Needed.Fill(s)
	}
	return c.w.Keep.For.Fill(s)
}

func (c *composer) event(id string) string {
	if id == "" {
		return ""
	}
	return c.label(inventory.KindEvent, id)
}

func (c *composer) endings() string {
	var verbs []string
	for _, id := range c.s.Keep.Then {
		verbs = append(verbs, c.w.Endings[id])
	}
	return c.w.Lists.Or.Join(verbs)
}

// endingText words the end of a keep as something owed.
func (r *resolver) endingText(e *inventory.Entry, s *Statement, k *Keep) string {
	c := r.compose(e, s)
	c.not, c.list = false, ""
	c.s.Keep = k
	return words.Raise(c.w.Keep.Ending.Fill(words.Slots{"then": c.endings(), "what": c.what()}))
}
