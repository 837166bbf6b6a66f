package notices

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// longList is the number of items from which a sentence ends in a list.
const longList = 4

// sentence words a statement: the author's own text, or one composed of its facts.
func (r *resolver) sentence(e *inventory.Entry, s *Statement) Sentence {
	if text := e.Text("text"); text != "" {
		r.checkText(e, s)
		return Sentence{Text: fold(text)}
	}
	c := r.compose(e, s)
	if c.nothingToSay() && !e.Refused() {
		r.needsText(e)
	}
	switch s.Kind {
	case "keep":
		return c.keeping()
	case "duty":
		return c.duty()
	}
	return c.doing()
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

func (r *resolver) needsText(e *inventory.Entry) {
	r.report(finding.Finding{
		Code: "needs-text", Place: e.Place,
		Message: fmt.Sprintf("there is too little in %q to make a sentence of", e.ID),
		Help:    "say which data or what for, or write the whole sentence as text",
	})
}

// composer words one statement. There is one at a time.
type composer struct {
	r      *resolver
	w      *words.Words
	e      *inventory.Entry
	s      *Statement
	labels map[string]string // wording of an entry in this sentence only
	not    bool              // the sentence says what is not done
	list   string            // the selector whose items end the sentence, "" for none
	slots  words.Slots
}

func (r *resolver) compose(e *inventory.Entry, s *Statement) *composer {
	c := &composer{r: r, w: r.words, e: e, s: s, slots: r.slots}
	clear(c.slots)
	for _, p := range e.Value("labels").Pairs() {
		c.relabel(p.Key, p.Value)
	}
	never := s.Keep != nil && s.Keep.Period.Never() && s.Keep.From == ""
	c.not = s.Kind == "bar" || s.Kind == "closed" || never
	c.checkLabels()
	c.chooseList()
	c.front()
	c.tail()
	return c
}

// relabel words an entry in this sentence only.
func (c *composer) relabel(id, label string) {
	if c.labels == nil {
		c.labels = map[string]string{}
	}
	c.labels[id] = label
}

// chooseList finds the longest list that is too long to stand inside a sentence.
func (c *composer) chooseList() {
	longest := longList - 1
	choose := func(name string, ids []string) {
		if len(ids) > longest {
			c.list, longest = name, len(ids)
		}
	}
	switch c.s.Kind {
	case "duty":
		choose("right", c.s.Rights)
	case "keep":
		choose("categories", c.s.Categories)
	default:
		choose("categories", c.s.Categories)
		choose("recipients", c.s.Recipients)
		choose("purposes", c.s.Purposes)
	}
}

// nothingToSay reports whether a statement has no fact that a sentence could be about.
func (c *composer) nothingToSay() bool {
	s := c.s
	none := len(s.Categories)+len(s.Purposes)+len(s.Recipients) == 0
	switch s.Kind {
	case "use", "share":
		return none && len(s.Sources) == 0
	case "bar":
		return none && s.Age.IsZero() && len(s.Forms)+len(s.Except) == 0 && slices.Equal(s.Actions, allButRespond)
	case "duty":
		return len(s.Rights)+len(s.Owed) == 0 && s.Duty.Contact == nil && s.Duty.HeldBy == "" && (len(s.Events) == 0 || s.Duty.Within.IsZero())
	}
	return false
}

// label is the wording of an entry in this sentence.
func (c *composer) label(k inventory.Kind, id string) string {
	if l, ok := c.labels[id]; ok {
		return words.Inside(l)
	}
	switch k {
	case inventory.KindGate:
		return c.r.gates[id].Label
	case inventory.KindRight:
		return c.r.rights[id].Label
	case inventory.KindEvent:
		return c.r.events[id].Label
	}
	return c.r.label(k, id)
}

// labelsOf words several entries; one without words is left out.
func (c *composer) labelsOf(k inventory.Kind, list []string) []string {
	var out []string
	for _, id := range list {
		if l := c.label(k, id); l != "" && c.r.spend(len(l)) {
			out = append(out, l)
		}
	}
	return out
}

// join lists items with “and”, or with “or” where the sentence denies.
func (c *composer) join(items []string) string {
	if c.not {
		return c.w.Lists.Or.Join(items)
	}
	return c.w.Lists.And.Join(items)
}

// enclose joins items after which the sentence goes on.
func (c *composer) enclose(items []string) string {
	list := c.w.Lists.And.Enclose(items)
	if c.not {
		list = c.w.Lists.Or.Enclose(items)
	}
	if len(items) > 0 && c.w.Lists.Relative.In(items[len(items)-1]) {
		list += "," // “the courier that brings your parcel, to …”
	}
	return list
}

// listed puts the lead before the items of the statement's long list.
func (c *composer) listed(lead string) Sentence {
	last := c.w.Items.And
	if c.not {
		last = c.w.Items.Or
	}
	var items []string
	switch c.list {
	case "categories":
		items = c.items()
	case "recipients":
		items = c.labelsOf(inventory.KindRecipient, c.s.Recipients)
	case "purposes":
		items = c.labelsOf(inventory.KindPurpose, c.s.Purposes)
	case "right":
		items = c.labelsOf(inventory.KindRight, c.s.Rights)
	}
	return list(words.Raise(lead), items, c.w.Items.Item, last)
}

// list makes a sentence of a lead and items.
func list(lead string, labels []string, item, last words.Template) Sentence {
	s := Sentence{Lead: lead, Items: make([]string, 0, len(labels))}
	for i, l := range labels {
		t := item
		if i == len(labels)-1 {
			t = last
		}
		s.Items = append(s.Items, t.Fill(words.Slots{"item": l}))
	}
	s.Text = s.Lead + " " + strings.Join(s.Items, " ")
	return s
}
