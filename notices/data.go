package notices

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// what names the data of the sentence, its form, and what is left out of it.
func (c *composer) what() string {
	var forms []string
	for _, f := range c.s.Forms {
		forms = append(forms, c.w.Forms[f])
	}
	form := ""
	if len(forms) > 0 {
		form = c.w.Form.Fill(words.Slots{"forms": c.w.Lists.Or.Join(forms)})
	}
	except := ""
	if len(c.s.Except) > 0 {
		t := c.w.Except.Yes
		if c.not {
			t = c.w.Except.No
		}
		except = t.Fill(words.Slots{"except": c.w.Lists.Or.Join(c.labelsOf(inventory.KindCategory, c.s.Except))})
	}
	out := c.data(form+except != "")
	for _, more := range []string{form, except, c.anyone()} {
		if strings.HasPrefix(more, ",") {
			out += more
		} else if more != "" {
			out += " " + more
		}
	}
	return out
}

// data names the categories, or personal data as such.
func (c *composer) data(qualified bool) string {
	switch {
	case c.list == "categories" && c.not:
		return c.w.Following.NoData
	case c.list == "categories" && c.s.List == "illustrative":
		return c.w.Anything.SuchList
	case c.list == "categories" && !qualified && c.s.Kind != "keep" && !c.message():
		return "" // “we collect and use:”
	case c.list == "categories":
		return c.w.Following.Data
	case len(c.s.Categories) > 0:
		return c.examples(c.enclose(c.items()))
	case c.message():
		return ""
	case formless(c.s.Forms):
		return c.w.Anything.Formless
	}
	if c.slots["conditions"] != "" && c.slots["groups"] == "" && len(c.s.Except) == 0 {
		return c.w.Anything.Yours.Fill(words.Slots{"data": c.r.term()})
	}
	return c.r.term()
}

// items are the categories, and what stands for more where the list can grow.
func (c *composer) items() []string {
	items := c.labelsOf(inventory.KindCategory, c.s.Categories)
	if c.s.List == "open" && !c.not {
		items = append(items, c.w.Anything.Other)
	}
	return items
}

// examples says so of data that is given as examples.
func (c *composer) examples(items string) string {
	if c.s.List != "illustrative" || c.not {
		return items
	}
	return c.w.Anything.Such.Fill(words.Slots{"items": items})
}

// formless reports whether data in these forms identifies nobody.
func formless(forms []string) bool {
	return len(forms) > 0 && !slices.ContainsFunc(forms, func(f string) bool {
		return !slices.Contains([]string{"de-identified", "aggregated", "anonymous"}, f)
	})
}

// anyone says whose data a sentence is about that does not address them.
func (c *composer) anyone() string {
	if c.whose() {
		var names []string
		for _, id := range c.s.Audiences {
			names = append(names, c.r.group(id, c.label(inventory.KindAudience, id)))
		}
		t := c.w.Conditions.Of
		if slices.Equal(c.s.Actions, []string{"collect"}) {
			t = c.w.Conditions.From
		}
		return t.Fill(words.Slots{"anyone": c.join(names)})
	}
	if c.s.Age == c.ageOfReader() {
		return ""
	}
	t := c.w.Conditions.About
	if slices.Equal(c.s.Actions, []string{"collect"}) {
		t = c.w.Conditions.From
	}
	return t.Fill(words.Slots{"anyone": c.r.age(c.w.Conditions.Anyone, c.s.Age)})
}

// pronoun stands for the data in a second sentence.
func (c *composer) pronoun() string {
	labels := c.labelsOf(inventory.KindCategory, c.s.Categories)
	if len(labels) > 1 || len(labels) == 1 && c.w.Pronouns.Plural.In(labels[0]) {
		return c.w.Pronouns.Many
	}
	return c.w.Pronouns.Singular
}
