package themes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// table is the standard table. A row stands for the data that the same body
// statements reach, so each cell is exactly what those statements say.
func (b *builder) table() tableView {
	var t tableView
	for _, audiences := range b.tableAudiences() {
		body := bodyView{Title: b.audienceTitle(audiences)}
		for _, group := range b.tableRows(audiences) {
			body.Rows = append(body.Rows, b.row(group))
		}
		if len(body.Rows) > 0 {
			t.Bodies = append(t.Bodies, body)
		}
	}
	if len(t.Bodies) > 1 && t.Bodies[0].Title == "" {
		t.Bodies[0].Title = b.w["people.everyone"]
	}
	if len(t.Bodies) == 1 && t.Bodies[0].Title != "" && len(b.n.Audiences) == 1 {
		t.Bodies[0].Title = ""
	}
	for _, body := range t.Bodies {
		for _, r := range body.Rows {
			t.Basis = t.Basis || len(r.Basis) > 0
			t.Shared = t.Shared || len(r.Shared) > 0
			t.Kept = t.Kept || len(r.Kept) > 0
		}
	}
	t.Columns = 2
	for _, has := range []bool{t.Basis, t.Shared, t.Kept} {
		if has {
			t.Columns++
		}
	}
	for _, a := range b.n.Addenda {
		t.Addenda = append(t.Addenda, to(a.Anchor, a.Title))
	}
	return t
}

// tabled are the statements the table is made of: what the body of the notice
// says is collected, used, shared and kept.
func (b *builder) tabled() []*notices.Statement {
	var out []*notices.Statement
	for i := range b.n.Statements {
		s := &b.n.Statements[i]
		if s.Addendum == "" && slices.Contains([]string{"use", "share", "keep"}, s.Kind) {
			out = append(out, s)
		}
	}
	return out
}

// tableAudiences lists the sets of people the notice speaks of apart, in order.
func (b *builder) tableAudiences() [][]string {
	var out [][]string
	for _, s := range b.tabled() {
		if s.Kind == "keep" {
			continue
		}
		if !slices.ContainsFunc(out, func(x []string) bool { return slices.Equal(x, s.Audiences) }) {
			out = append(out, s.Audiences)
		}
	}
	slices.SortStableFunc(out, b.audienceOrder)
	return out
}

// rowGroup is data that the same statements reach.
type rowGroup struct {
	categories []notices.Category
	any        bool // the row for statements that name no data
	statements []*notices.Statement
}

// tableRows finds the rows for a set of people: every category that a statement
// for them names, merged where the statements are the same.
func (b *builder) tableRows(audiences []string) []rowGroup {
	own, rest := b.statementsFor(audiences)
	var out []rowGroup
	index := map[string]int{}
	add := func(c *notices.Category, reach func(*notices.Statement) bool) {
		var found []*notices.Statement
		var key strings.Builder
		mine := false
		for _, s := range append(slices.Clone(own), rest...) {
			if reach(s) {
				found = append(found, s)
				fmt.Fprint(&key, s.ID, " ")
				mine = mine || slices.Contains(own, s)
			}
		}
		if !mine {
			return
		}
		i, ok := index[key.String()]
		if !ok {
			i = len(out)
			index[key.String()] = i
			out = append(out, rowGroup{statements: found})
		}
		if c == nil {
			out[i].any = true
		} else {
			out[i].categories = append(out[i].categories, *c)
		}
	}
	for i := range b.n.Categories {
		c := &b.n.Categories[i]
		if b.named(own, c.ID) {
			add(c, func(s *notices.Statement) bool { return b.reaches(s, c.ID) })
		}
	}
	if slices.ContainsFunc(own, func(s *notices.Statement) bool { return len(s.Categories) == 0 && s.Kind != "keep" }) {
		add(nil, func(s *notices.Statement) bool { return len(s.Categories) == 0 })
	}
	return out
}

// statementsFor splits the table's statements into those for exactly these people
// and those that hold for them besides: for everyone, or for a group they are in.
func (b *builder) statementsFor(audiences []string) (own, rest []*notices.Statement) {
	for _, s := range b.tabled() {
		switch {
		case slices.Equal(s.Audiences, audiences):
			own = append(own, s)
		case s.Kind != "use" && b.holdsFor(s.Audiences, audiences):
			rest = append(rest, s)
		}
	}
	return own, rest
}

// holdsFor reports whether what is said of some people holds for all of others.
func (b *builder) holdsFor(said, others []string) bool {
	if len(said) == 0 {
		return true
	}
	if len(others) == 0 {
		return false
	}
	for _, o := range others {
		covered := slices.ContainsFunc(said, func(s string) bool {
			return s == o || slices.Contains(b.audiences[s].Members, o)
		})
		if !covered {
			return false
		}
	}
	return true
}

func (b *builder) named(statements []*notices.Statement, category string) bool {
	return slices.ContainsFunc(statements, func(s *notices.Statement) bool { return slices.Contains(s.Categories, category) })
}

// reaches reports whether a statement is about a category: it names it, or a
// group it belongs to, or no data at all, and does not except it.
func (b *builder) reaches(s *notices.Statement, category string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(list, func(id string) bool {
			return id == category || slices.Contains(b.categories[id].Members, category)
		})
	}
	return !in(s.Except) && (len(s.Categories) == 0 || in(s.Categories))
}

func (b *builder) row(g rowGroup) rowView {
	var r rowView
	for _, c := range g.categories {
		r.Data = append(r.Data, to(c.Anchor, upper(c.Label)))
	}
	if g.any {
		r.Data = append(r.Data, link{Text: b.w["table.any"]})
	}
	for _, s := range g.statements {
		switch s.Kind {
		case "use":
			r.Why = append(r.Why, b.whyCells(s)...)
		case "share":
			r.Shared = append(r.Shared, b.sharedCells(s)...)
		case "keep":
			r.Kept = append(r.Kept, cellView{link: to(s.Anchor, upper(s.Keep.Words))})
		}
	}
	r.Why, r.Shared, r.Kept = once(r.Why), once(r.Shared), once(r.Kept)
	r.Basis = b.basisCells(g.statements)
	return r
}

// once drops entries that read the same; the first statement keeps the link.
func once(in []cellView) []cellView {
	var out []cellView
	for _, c := range in {
		if !slices.ContainsFunc(out, func(o cellView) bool { return o.Text == c.Text && o.Condition == c.Condition }) {
			out = append(out, c)
		}
	}
	return out
}

func (b *builder) whyCells(s *notices.Statement) []cellView {
	var out []cellView
	for _, id := range s.Purposes {
		out = append(out, cellView{to(s.Anchor, b.purposes[id].Title), b.condition(s)})
	}
	if len(s.Purposes) == 0 {
		out = append(out, cellView{to(s.Anchor, b.w["table.stated"]), b.condition(s)})
	}
	return out
}

func (b *builder) sharedCells(s *notices.Statement) []cellView {
	var out []cellView
	for _, id := range s.Recipients {
		out = append(out, cellView{to(s.Anchor, upper(b.recipients[id].Label)), b.condition(s)})
	}
	if len(s.Recipients) == 0 {
		for _, id := range s.Purposes {
			out = append(out, cellView{to(s.Anchor, b.w.fill("table.others-for", "purpose", b.purposes[id].Title)), b.condition(s)})
		}
	}
	return out
}

// condition is the kind of the gate a reader should know of: what she must have
// done, or may do.
func (b *builder) condition(s *notices.Statement) string {
	for _, kind := range []string{"consent", "authority", "opt-out", "objection"} {
		for _, id := range s.Gates {
			if b.gates[id].Kind == kind {
				return kind
			}
		}
	}
	for _, id := range append(slices.Clone(s.Gates), s.When...) {
		if b.gates[id].Kind == "fact" {
			return "fact"
		}
	}
	return ""
}

// basisCells lists the bases of a row, and for which purposes where they differ.
func (b *builder) basisCells(statements []*notices.Statement) []basisCell {
	var out []basisCell
	stated := 0
	for _, s := range statements {
		if s.Kind != "use" {
			continue
		}
		stated++
		var labels []string
		for _, id := range s.Bases {
			if l := upper(b.bases[id].Label); l != "" && !slices.Contains(labels, l) {
				labels = append(labels, l)
			}
		}
		if len(labels) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(c basisCell) bool { return slices.Equal(c.Bases, labels) })
		if i < 0 {
			i = len(out)
			out = append(out, basisCell{Bases: labels})
		}
		for _, id := range s.Purposes {
			if t := b.purposes[id].Title; !slices.Contains(out[i].For, t) {
				out[i].For = append(out[i].For, t)
			}
		}
	}
	if len(out) == 1 && stated > 0 {
		out[0].For = nil
	}
	return out
}
