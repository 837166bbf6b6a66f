package themes

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// parts are the items of a list that runs on in a line. Semicolons divide items of
// which one holds a comma: “health, physical or mental; addictions”.
func parts(items []string) []partView {
	if len(items) == 0 {
		return nil
	}
	out := make([]partView, len(items))
	for i, s := range items {
		out[i] = partView{Text: s, Upper: upper(s)}
	}
	return divided(out)
}

// linked are the names of other entries of the page as such a list.
func linked(ls []link) []partView {
	if len(ls) == 0 {
		return nil
	}
	out := make([]partView, len(ls))
	for i, l := range ls {
		out[i] = partView{Text: l.Text, Upper: upper(l.Text), Href: l.Href}
	}
	return divided(out)
}

func divided(ps []partView) []partView {
	sep := ", "
	if slices.ContainsFunc(ps, func(p partView) bool { return strings.Contains(p.Text, ",") }) {
		sep = "; "
	}
	for i := range ps {
		if i > 0 {
			ps[i].Sep = sep
		}
	}
	return ps
}

// phrases are parts that are phrases rather than names, which commas never divide.
func phrases(items []string) []partView {
	out := parts(items)
	for i := range out {
		if i > 0 {
			out[i].Sep = "; "
		}
	}
	return out
}

// homes finds the group in whose list a category has its place: the first it is in,
// for one of which the page has no more to say than its name.
func (b *builder) homes() map[string]string {
	out := map[string]string{}
	for i := range b.n.Categories {
		group := &b.n.Categories[i]
		for _, id := range group.Members {
			m := b.categories[id]
			if m != nil && out[id] == "" && b.lists(group, m) && b.bare(m, group) {
				out[id] = group.ID
			}
		}
	}
	return out
}

// lists reports whether the list of a group names a category: each that is directly in
// it, but for one that is barred where the group is not.
func (b *builder) lists(group, c *notices.Category) bool {
	return isWithin(c.Within, group.ID) && (!slices.Contains(b.barred, c.ID) || slices.Contains(b.barred, group.ID))
}

// bare reports whether an entry of its own would tell of a category only what the
// list of its group does. How complete it is says nothing where it lists nothing.
func (b *builder) bare(c, group *notices.Category) bool {
	own := c.Role != "" && c.Role != b.n.Party.Role && c.Role != group.Role
	return !own && c.Text == "" && c.Prose == "" && len(c.Includes)+len(c.Also)+len(c.Members)+len(c.GovernedBy)+len(b.unclear("category", c.ID)) == 0
}

// categoryParts lists what a category includes and the categories in it. One that
// has its home here is marked with its anchor, others are linked to.
func (b *builder) categoryParts(c *notices.Category, homes map[string]string) []partView {
	out := parts(c.Includes)
	for _, id := range c.Members {
		m := b.categories[id]
		if m == nil || !b.lists(c, m) {
			continue
		}
		p := linked([]link{to(m.Anchor, m.Label)})[0]
		if homes[id] == c.ID {
			p.ID, p.Href, p.Class = m.Anchor, "", b.class(m)
		}
		out = append(out, p)
	}
	return divided(out)
}

// class is how the law protects a category, unless its name says so.
func (b *builder) class(c *notices.Category) string {
	if c.Class == "" || says(c.Label, b.w["class."+c.Class]) {
		return ""
	}
	return c.Class
}
