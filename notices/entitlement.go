package notices

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// duty words what a person may ask for, or what is owed when something happens.
func (c *composer) duty() Sentence {
	if len(c.s.Rights) == 0 {
		return c.owing()
	}
	c.shareSlots()
	c.slots["qualifier"] = c.s.Duty.Qualifier
	if !c.narrow() {
		c.slots["scope"] = c.scope()
	}
	c.terms()
	c.slots["within"] = c.within(c.w.Duty.Within)
	c.slots["owed"] = strings.Join(c.promises(), " ")
	contact := c.s.Duty.Contact
	if contact != nil && c.r.common(contact) {
		contact = nil // the page tells it once, for all
	}
	c.slots["contact"] = c.reach(contact, c.w.Reach.All)
	if c.list != "" {
		c.slots["contact"] = c.reach(contact, c.w.Reach.List)
		c.leadTail()
		c.slots["lead"] = words.Raise(c.w.Duty.Lead.Fill(c.slots))
		return c.listed(c.w.Duty.List.Fill(c.slots))
	}
	c.slots["tail"] = c.w.Tail.End.Fill(c.slots)
	c.slots["rights"] = c.w.Lists.Or.Join(c.labelsOf(inventory.KindRight, c.s.Rights))
	c.slots["right"] = words.Raise(c.w.Duty.Right.Fill(c.slots))
	return Sentence{Text: words.Raise(c.w.Duty.Short.Fill(c.slots))}
}

// owing words a duty that an event sets going, or that always stands.
func (c *composer) owing() Sentence {
	c.eventFront()
	c.terms()
	c.slots["within"] = c.within(c.w.Duty.WithinDo)
	c.slots["contact"] = c.reach(c.s.Duty.Contact, c.w.Reach.Event)
	c.slots["deadline"] = c.deadline()
	promises := c.promises()
	phrase := c.w.Duty.Event
	switch {
	case len(promises) == 0:
		phrase = c.w.Duty.Silent
		c.slots["within"] = ""
	case c.slots["front"] == "":
		phrase = c.w.Duty.Bare
	default:
		first, ok := c.w.Soften(promises[0])
		if promises[0] = first; !ok {
			phrase = c.w.Duty.EventWhole
		}
	}
	c.slots["promise"] = strings.Join(promises, " ")
	return Sentence{Text: words.Raise(c.w.Duty.Short.Fill(words.Slots{
		"right": phrase.Fill(c.slots), "within": c.slots["within"], "via": c.slots["via"], "fee": c.slots["fee"],
		"every": c.slots["every"], "heldby": c.slots["heldby"], "contact": c.slots["contact"], "covers": c.slots["covers"],
	}))}
}

// eventFront opens a sentence with the event, then with everything else it hangs on.
func (c *composer) eventFront() {
	events := c.w.Lists.Or.Join(c.labelsOf(inventory.KindEvent, c.s.Events))
	all := []string{events, c.slots["conditions"], c.slots["needs"], c.slots["facts"], c.s.Duty.Qualifier}
	all = slices.DeleteFunc(all[:4], func(s string) bool { return s == "" })
	c.slots["conditions"] = c.w.Lists.And.Join(all)
	front := c.w.Duty.Front
	if certain := c.s.Events; len(certain) > 0 && len(all) == 1 && !slices.ContainsFunc(certain, func(id string) bool { return !slices.Contains(c.w.Duty.Certain, id) }) {
		front = c.w.Duty.FrontWhen
	}
	c.slots["front"] = front.Fill(c.slots)
}

// terms fills how, how often, at what cost and through whom.
func (c *composer) terms() {
	d, s := c.s.Duty, c.slots
	fill := func(name string, t words.Template, value string) {
		if value != "" {
			s[name] = words.Raise(t.Fill(words.Slots{name: value}))
		}
	}
	fill("covers", c.w.Duty.Covers, d.Covers)
	if !d.Every.IsZero() {
		fill("every", c.w.Duty.Every, c.r.everyWords(d.Every))
	}
	fill("via", c.w.Duty.Via, c.w.Lists.Or.Join(d.Via))
	fill("fee", c.w.Duty.Fee, words.Inside(strings.TrimSuffix(d.Fee, ".")))
	if d.HeldBy != "" {
		fill("heldby", c.w.Duty.HeldBy, c.label(inventory.KindRecipient, d.HeldBy))
	}
}

// within words the deadline; a clock that the sentence has named already is left out.
func (c *composer) within(t words.Template) string {
	d := c.s.Duty
	if d.Within.IsZero() {
		return ""
	}
	return t.Fill(words.Slots{"period": c.deadline(), "clock": c.clock()})
}

func (c *composer) deadline() string { return c.r.deadlineWords(c.s.Duty.Within) }

func (c *composer) clock() string {
	id := c.s.Duty.Clock
	if named := len(c.s.Rights) == 0 && slices.Contains(c.s.Events, id); id == defaultClock || named {
		return ""
	}
	return c.event(id)
}

// promises are the obligations a duty owes, each a whole sentence.
func (c *composer) promises() []string {
	var out []string
	for _, id := range c.s.Owed {
		out = append(out, words.Raise(words.Finish(fold(c.r.obliged[id].Text))))
	}
	return out
}

// scope says which data a right is about, where the statement narrows it.
func (c *composer) scope() string {
	if len(c.s.Categories)+len(c.s.Purposes)+len(c.s.Recipients)+len(c.s.Forms) == 0 {
		if len(c.s.Except) == 0 {
			return ""
		}
		return c.w.Duty.ScopeNot.Fill(words.Slots{"except": c.w.Lists.Or.Join(c.labelsOf(inventory.KindCategory, c.s.Except))})
	}
	return c.w.Duty.Scope.Fill(c.slots)
}

// narrow words the rights of a duty for the data it names, if each of them can be
// worded so; otherwise scope says which data they are about.
func (c *composer) narrow() bool {
	if len(c.s.Categories)+len(c.s.Purposes) == 0 || len(c.s.Except)+len(c.s.Recipients)+len(c.s.Forms) > 0 {
		return false
	}
	slots := c.held()
	about := map[string]string{}
	for _, id := range c.s.Rights {
		phrase := c.w.Rights[id].About
		if _, own := c.labels[id]; own || phrase.IsZero() || c.r.entry(inventory.KindRight, id) != nil {
			return false
		}
		about[id] = phrase.Fill(slots)
		if c.list == "" {
			slots = words.Slots{"what": c.slots["it"]} // “get a copy of the gift records we hold or have them deleted”
		}
	}
	for id, label := range about {
		c.relabel(id, label)
	}
	return true
}

// held names the data of a right as it stands in the middle of a sentence.
func (c *composer) held() words.Slots {
	d := c.w.Duty
	s := words.Slots{"data": c.r.term(), "purposes": c.slots["purposes"]}
	if len(c.s.Categories) > 0 {
		labels := c.items()
		s["items"] = c.enclose(labels)
		if slices.ContainsFunc(labels, d.Own.In) {
			s["own"] = s["items"]
		}
	}
	s["what"], s["which"] = d.Held.Fill(s), d.Which.Fill(s)
	if s["purposes"] != "" {
		s["what"] = d.HeldFor.Fill(s)
	}
	return s
}

// common reports whether several rights are to be asked for at one contact, to which
// a page can link.
func (r *resolver) common(to *Contact) bool {
	if r.asked == nil {
		r.asked = map[string]int{}
		for _, e := range r.of(inventory.KindDuty) {
			if len(ids(e, "right")) > 0 {
				r.asked[e.Text("contact")]++
			}
		}
	}
	return r.asked[to.ID] > 1 && to.Email+to.URL+to.Phone != ""
}

// reach says how to get in touch. An address that is partly hidden is named and
// not offered.
func (c *composer) reach(to *Contact, phrase words.Template) string {
	if to == nil {
		return ""
	}
	var ways []string
	add := func(t words.Template, slot, value string) {
		if value != "" {
			ways = append(ways, t.Fill(words.Slots{slot: value, "name": to.Name}))
		}
	}
	add(c.w.Reach.Email, "email", to.Email)
	add(c.w.Reach.URL, "url", to.URL)
	add(c.w.Reach.Phone, "phone", to.Phone)
	if len(ways) == 0 {
		add(c.w.Reach.Post, "address", strings.Join(to.Address, ", "))
	}
	var out []string
	if len(ways) > 0 {
		out = append(out, words.Raise(phrase.Fill(words.Slots{"ways": c.w.Lists.Or.Join(ways)})))
	}
	if to.Email == "" && to.Masked != "" {
		out = append(out, c.w.Reach.Masked.Fill(words.Slots{"masked": to.Masked}))
	}
	return strings.Join(out, " ")
}

// sourceSentence words where data comes from.
func (r *resolver) sourceSentence(e *inventory.Entry, s Source) Sentence {
	st := &Statement{Kind: "source", Selector: Selector{Audiences: refIDs(s.Audiences), Categories: refIDs(s.Categories)}, Gates: refIDs(s.Gates)}
	c := r.compose(e, st)
	c.list = ""
	labels := c.labelsOf(inventory.KindCategory, st.Categories)
	occasions := make([]string, len(s.Occasions))
	for i, o := range s.Occasions {
		occasions[i] = words.Inside(o)
	}
	c.slots["it"] = c.pronoun()
	if said := s.Label + " " + strings.Join(occasions, " "); strings.Contains(said, c.slots["needs"]) {
		c.slots["needs"] = "" // the source's own words name the condition
	}
	c.slots["what"], c.slots["label"] = c.what(), s.Label
	switch {
	case len(occasions) >= longList:
		c.leadTail()
		return list(c.whenLead(s.Voluntary), occasions, c.w.Items.Item, c.w.Items.Or)
	case len(labels) >= longList:
		c.slots["occasions"] = c.w.Lists.Or.Join(occasions)
		if s.Voluntary {
			c.slots["freely"] = c.w.Source.Freely.Fill(c.slots)
		}
		c.leadTail()
		return list(words.Raise(c.w.Source.List.Fill(c.slots)), labels, c.w.Items.Item, c.w.Items.And)
	}
	if s.Voluntary {
		c.slots["voluntary"] = c.w.Source.Voluntary.Fill(c.slots)
	}
	c.slots["occasions"] = c.w.Lists.Or.Join(occasions)
	c.slots["tail"] = c.w.Tail.End.Fill(c.slots)
	return Sentence{Text: words.Raise(c.w.Source.Short.Fill(c.slots))}
}

// whenLead opens a list of occasions. Nothing can follow the list, so that giving
// the data is a choice is told first, where the data has to be named. The lead
// refers back to it, unless its label goes on from the name: “data that you upload”.
func (c *composer) whenLead(voluntary bool) string {
	choice := ""
	if voluntary {
		choice = c.w.Source.Choice.Fill(c.slots) + " "
		if first, _, _ := strings.Cut(c.slots["label"], " "); !c.w.Lists.Relative.In(first) {
			c.slots["what"] = c.slots["it"]
		}
	}
	return choice + words.Raise(c.w.Source.When.Fill(c.slots))
}

// applies says whom an addendum is for.
func (r *resolver) applies(a *Addendum) string {
	groups, conditions := r.circumstances(refIDs(a.Audiences), a.Where, a.Age, nil, r.label)
	return words.Raise(r.words.Applies.Fill(words.Slots{"groups": groups, "conditions": conditions}))
}
