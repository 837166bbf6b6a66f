package notices

import (
	"cmp"
	"slices"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// doing words a use, a share, a bar or a closed clause.
func (c *composer) doing() Sentence {
	c.shareSlots()
	phrase := c.phrase()
	if c.list == "" {
		c.slots["tail"] = c.w.Tail.End.Fill(c.slots)
		c.slots["only"] = c.only()
		c.slots["sources"] = c.sources()
		return Sentence{Text: words.Raise(phrase.Short.Fill(c.slots))}
	}
	c.slots["aside"] = c.aside()
	c.leadTail()
	return c.listed(phrase.List.Fill(c.slots))
}

func (c *composer) phrase() words.Sentence {
	switch {
	case c.s.Kind == "closed":
		return c.w.Closed
	case c.s.Kind == "bar" && c.slots["lift"] != "":
		return c.w.Lifted
	case c.s.Kind == "bar":
		return c.w.Bar
	case c.message():
		return c.w.Message
	}
	return c.w.Use
}

// message reports whether the statement sends something to the reader.
func (c *composer) message() bool {
	return c.s.Kind == "use" && slices.Equal(c.s.Actions, []string{"send"}) && len(c.s.Recipients) == 0
}

// shareSlots fills what is done, with which data, to whom and what for.
func (c *composer) shareSlots() {
	c.slots["purposes"] = c.purposes()
	if c.list == "purposes" {
		c.slots["purposes"], c.slots["into"] = "", c.w.Following.Purposes
	}
	c.slots["it"] = c.pronoun()
	c.slots["what"] = c.what()
	if c.s.Only == "recipient" && c.list != "" {
		c.slots["what"] = c.w.Only.Recipient.What.Fill(words.Slots{"what": cmp.Or(c.slots["what"], c.w.Following.Data)})
	}
	c.slots["recipients"] = c.recipients()
	c.slots["act"] = c.act()
}

func (c *composer) purposes() string {
	items := c.labelsOf(inventory.KindPurpose, c.s.Purposes)
	if c.not {
		return c.w.Lists.ToOr.Join(items)
	}
	return c.w.Lists.To.Join(items)
}

// recipients names who receives data, and where they are.
func (c *composer) recipients() string {
	named := c.enclose(c.labelsOf(inventory.KindRecipient, c.s.Recipients))
	if c.list == "recipients" {
		named = c.w.Following.Others
	}
	if len(c.s.Where.Destination) == 0 {
		return named
	}
	if named == "" && slices.Contains(c.s.Actions, "share") {
		named = c.w.Anything.Others
	}
	return c.w.Conditions.To.Fill(words.Slots{"recipients": named, "places": c.r.regions(c.s.Where.Destination)})
}

// act is the verb phrase: what is done with which data, and to whom.
func (c *composer) act() string {
	give, let := c.verbs()
	s := words.Slots{"what": c.slots["what"], "recipients": c.slots["recipients"], "it": c.slots["it"]}
	if s["recipients"] == "" && len(give) > 0 && len(let) == 0 && !c.not {
		s["recipients"] = c.w.Anything.Others
	}
	if s["recipients"] == "" {
		return c.actAlone(inOrder(append(give, let...), inventory.Actions), s)
	}
	if len(give) > 0 {
		s["to"] = c.w.Actions[give[len(give)-1]].To
	}
	switch {
	case len(let) == 0:
		s["verbs"] = c.joinVerbs(give)
		if s["recipients"] == c.w.Following.Others && (!c.not || c.slots["purposes"] == "") {
			s["recipients"] = "" // “we share it with:”, unless what for comes in between
		}
		return c.w.Acts.Give.Fill(s)
	case len(give) > 0:
		return c.actBoth(give, let, s)
	case slices.Equal(let, []string{"access"}):
		return c.w.Acts.Access.Fill(s)
	}
	s["verbs"] = c.joinVerbs(let)
	return c.w.Acts.Let.Fill(s)
}

// actAlone words what we do ourselves. To send, without a recipient, is to contact
// the reader; where a purpose says so already it is not said twice.
func (c *composer) actAlone(actions []string, s words.Slots) string {
	phrase := c.w.Acts.Plain
	if i := slices.Index(actions, "send"); i >= 0 && len(actions) > 1 && !c.not {
		actions = slices.Delete(actions, i, i+1)
		if !c.saysMessage() {
			phrase = c.w.Acts.Message
		}
	}
	if s["verbs"] = c.joinVerbs(actions); c.list == "categories" && phrase.String() == c.w.Acts.Message.String() {
		phrase = c.w.Acts.MessageLead
	}
	return phrase.Fill(s)
}

func (c *composer) saysMessage() bool {
	return slices.ContainsFunc(c.labelsOf(inventory.KindPurpose, c.s.Purposes), c.w.Acts.MessageSaid.In)
}

// actBoth words what we give and what they do with it: in a sentence of its own
// where this one goes on.
func (c *composer) actBoth(give, let []string, s words.Slots) string {
	s["verbs"], s["others"] = c.joinVerbs(give), c.joinVerbs(let)
	switch {
	case c.not:
		return c.w.Acts.Both.No.Fill(s)
	case c.list != "" || c.slots["purposes"] == "" && c.w.Tail.End.Fill(c.slots) == "":
		s["what"] = cmp.Or(s["what"], c.w.Following.Data)
		return c.w.Acts.Both.Yes.Fill(s)
	}
	may := c.w.Acts.May
	if len(c.s.Recipients) > 1 {
		may = c.w.Acts.MayAll
	}
	c.slots["may"] = words.Raise(may.Fill(s))
	return c.w.Acts.Give.Fill(s)
}

// verbs divides the actions by who acts: we give, or we let others do it.
func (c *composer) verbs() (give, let []string) {
	actions := c.s.Actions
	if slices.Equal(actions, allButRespond) {
		switch {
		case len(c.s.Recipients)+len(c.s.Where.Destination) > 0:
			actions = c.w.Acts.Sharing
		case len(c.s.Purposes) > 0:
			actions = c.w.Acts.Using
		default:
			actions = c.w.Acts.Every
		}
	}
	for _, a := range actions {
		if c.w.Actions[a].Family == "give" {
			give = append(give, a)
		} else {
			let = append(let, a)
		}
	}
	return give, let
}

func (c *composer) joinVerbs(actions []string) string {
	var verbs []string
	for _, a := range actions {
		verbs = append(verbs, c.w.Actions[a].Verb)
	}
	return c.join(verbs)
}

// sources says where the data comes from, as a sentence of its own.
func (c *composer) sources() string {
	var labels []string
	for _, s := range c.s.Sources {
		labels = append(labels, c.label(inventory.KindSource, s.ID))
	}
	if len(labels) == 0 {
		return ""
	}
	return c.w.Source.Statement.Fill(words.Slots{"it": c.slots["it"], "sources": c.w.Lists.And.Join(labels)})
}
