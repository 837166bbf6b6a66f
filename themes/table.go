package themes

import (
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// table is the standard table. A row stands for the data that the same body
// statements reach, so each cell is exactly what those statements say.
func (b *builder) table() tableView {
	var t tableView
	for _, audience := range b.tableAudiences() {
		body := bodyView{Title: upper(b.audiences[audience].Label)}
		for _, group := range b.tableRows(audience) {
			body.Rows = append(body.Rows, b.row(audience, group))
		}
		if len(body.Rows) > 0 {
			t.Bodies = append(t.Bodies, body)
		}
	}
	t.Bodies = b.withoutEchoes(t.Bodies)
	for _, body := range t.Bodies {
		body.markOnce()
	}
	if len(t.Bodies) > 1 && t.Bodies[0].Title == "" {
		t.Bodies[0].Title = b.w["people.everyone"]
	}
	if len(t.Bodies) == 1 && t.Bodies[0].Title != "" && len(b.n.Audiences) == 1 {
		t.Bodies[0].Title = ""
	}
	for i, body := range t.Bodies {
		t.Bodies[i].Open, t.Bodies[i].Kinds = i == 0, b.kinds(body)
		for _, r := range body.Rows {
			t.Basis = t.Basis || len(r.Basis.Bases) > 0
			t.Shared = t.Shared || len(r.Shared.Cells) > 0
			t.Kept = t.Kept || len(r.Kept.Cells) > 0
		}
	}
	for _, a := range b.n.Addenda {
		t.Addenda = append(t.Addenda, to(a.Anchor, a.Title))
	}
	return t
}

// kinds counts the kinds of data of a table in words, "" where it is about all data.
func (b *builder) kinds(v bodyView) string {
	n := 0
	for _, r := range v.Rows {
		for _, l := range r.Data {
			if l.Href != "" {
				n++
			}
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return b.w["table.kind"]
	}
	return b.w.fill("table.kinds", "number", strconv.Itoa(n))
}

// markOnce leaves each mark of what is unclear at the first cell of a column that has
// it: one statement can fill many.
func (v bodyView) markOnce() {
	for _, column := range []func(rowView) []cellView{
		func(r rowView) []cellView { return r.Why.Cells },
		func(r rowView) []cellView { return r.Shared.Cells },
		func(r rowView) []cellView { return r.Kept.Cells },
	} {
		seen := map[link]bool{}
		for _, r := range v.Rows {
			cells := column(r)
			for i := range cells {
				cells[i].Unclear = slices.DeleteFunc(slices.Clone(cells[i].Unclear), func(l link) bool { return seen[l] })
				for _, l := range cells[i].Unclear {
					seen[l] = true
				}
			}
		}
	}
}

// withoutEchoes leaves out the rows that say nothing of their own and that no
// other row refers to.
func (b *builder) withoutEchoes(bodies []bodyView) []bodyView {
	referred := map[string]bool{}
	for _, body := range bodies {
		for _, r := range body.Rows {
			for _, as := range slices.Concat(r.Why.As, r.Basis.As, r.Shared.As, r.Kept.As) {
				referred[strings.ToLower(as)] = referred[strings.ToLower(as)] || !r.echo()
			}
		}
	}
	for i := range bodies {
		bodies[i].Rows = slices.DeleteFunc(bodies[i].Rows, func(r rowView) bool {
			return r.echo() && !slices.ContainsFunc(r.Data, func(l link) bool { return referred[strings.ToLower(b.w.fill("table.as", "data", l.Text))] })
		})
	}
	return slices.DeleteFunc(bodies, func(body bodyView) bool { return len(body.Rows) == 0 })
}

// echo reports whether a row only refers to others.
func (r rowView) echo() bool {
	return len(r.Why.Cells)+len(r.Basis.Bases)+len(r.Shared.Cells)+len(r.Kept.Cells) == 0
}

// elsewhere marks the empty cells of a row about whose data, or about whose people, other
// rows tell something in part: there “not stated” would be wrong.
func (b *builder) elsewhere(r *rowView, audience string, g rowGroup) {
	own, rest := b.statementsFor(audience)
	part := func(id string) bool {
		return g.categories == nil || slices.ContainsFunc(g.categories, func(c notices.Category) bool { return slices.Contains(c.Members, id) })
	}
	if g.categories == nil || slices.ContainsFunc(g.categories, func(c notices.Category) bool { return len(c.Members) > 0 }) {
		for _, s := range slices.Concat(own, rest) {
			if slices.ContainsFunc(s.Categories, part) {
				mark(s, &r.Why.Below, &r.Basis.Below, &r.Shared.Below, &r.Kept.Below)
			}
		}
	}
	if audience != "" && len(b.audiences[audience].Members) == 0 {
		return
	}
	for _, s := range b.tabled {
		some := slices.ContainsFunc(s.Audiences, func(id string) bool { return audience == "" || slices.Contains(b.audiences[audience].Members, id) })
		if !some || slices.Contains(own, s) {
			continue
		}
		if slices.ContainsFunc(s.Categories, part) || slices.ContainsFunc(g.categories, func(c notices.Category) bool { return b.reaches(s, c.ID) }) {
			mark(s, &r.Why.Apart, &r.Basis.Apart, &r.Shared.Apart, &r.Kept.Apart)
		}
	}
}

// mark notes of which columns a statement tells something.
func mark(s *notices.Statement, why, basis, shared, kept *bool) {
	*why = *why || s.Kind == "use" && len(s.Purposes) > 0
	*basis = *basis || s.Kind == "use" && len(s.Bases) > 0
	*shared = *shared || s.Kind == "share"
	*kept = *kept || s.Kind == "keep"
}

// reasons are what data is shared or kept for, which is why there is any where no use
// says it.
func (b *builder) reasons(statements []*notices.Statement) []cellView {
	var out []cellView
	for _, s := range statements {
		out = append(out, b.whyCells(s)...)
	}
	return once(out)
}

// tabled are the statements the table is made of: what the body of the notice
// says is collected, used, shared and kept.
func tabled(n *notices.Notice) []*notices.Statement {
	var out []*notices.Statement
	for i := range n.Statements {
		s := &n.Statements[i]
		// A feature opens a part of the service and reaches no data by itself; a
		// transfer says where data goes that a share says who receives.
		apart := slices.Equal(s.Actions, []string{"feature"}) || slices.Equal(s.Actions, []string{"transfer"})
		if s.Addendum == "" && !apart && slices.Contains([]string{"use", "share", "keep"}, s.Kind) {
			out = append(out, s)
		}
	}
	return out
}

// tableAudiences lists the people the notice speaks of apart, in its order; first
// "", which is everyone.
func (b *builder) tableAudiences() []string {
	out := []string{""}
	for _, a := range b.n.Audiences {
		if slices.ContainsFunc(b.tabled, func(s *notices.Statement) bool { return slices.Contains(s.Audiences, a.ID) }) {
			out = append(out, a.ID)
		}
	}
	return out
}

// rowGroup is data that the same statements reach.
type rowGroup struct {
	categories []notices.Category
	own        []*notices.Statement // that name the data itself
	layers     []layer              // what holds for it besides, as for more data
}

// layer is what one kind of statement says of a group of data, or of all data.
type layer struct {
	label      string
	statements []*notices.Statement
	implied    bool // the groups of the row have it too: told by “as for” one of them
}

// tableRows finds the rows for a set of people: first what holds for all data,
// then every category that a statement for them names, merged where the
// statements are the same.
func (b *builder) tableRows(audience string) []rowGroup {
	own, rest := b.statementsFor(audience)
	var out []rowGroup
	if all := unnamed(own); len(all) > 0 {
		out = append(out, rowGroup{own: all, layers: b.peopleLayers(audience, unnamed(rest))})
	}
	index := map[string]int{}
	statements := slices.Concat(own, rest)
	of := unnamed(statements)
	for _, c := range b.n.Categories {
		if !b.named(own, c.ID) {
			continue
		}
		g := b.rowOf(c, statements, of)
		key := g.key()
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, g)
		}
		out[i].categories = append(out[i].categories, c)
	}
	return out
}

// peopleLayers are what holds for all data of these people besides, because it
// holds for everyone or for a group they are in.
func (b *builder) peopleLayers(audience string, rest []*notices.Statement) []layer {
	var out []layer
	for _, s := range rest {
		label := b.w["table.everyone"]
		for _, id := range s.Audiences {
			if slices.Contains(b.audiences[id].Members, audience) {
				label = b.audiences[id].Label
			}
		}
		i := slices.IndexFunc(out, func(l layer) bool { return l.label == label })
		if i < 0 {
			i = len(out)
			out = append(out, layer{label: label})
		}
		out[i].statements = append(out[i].statements, s)
	}
	return out
}

// rowOf sorts the statements that reach a category: those that name it, and in
// layers those that name a group it is in, or no data. Where a layer makes an
// exception for the category, “as for all data” would be wrong, so what is left of
// it is listed in the row.
func (b *builder) rowOf(c notices.Category, statements, unnamed []*notices.Statement) rowGroup {
	g := rowGroup{own: b.naming(statements, c.ID)}
	add := func(label string, layered []*notices.Statement) {
		if len(layered) == 0 {
			return
		}
		for _, kind := range []string{"use", "share", "keep"} {
			all := slices.DeleteFunc(slices.Clone(layered), func(s *notices.Statement) bool { return s.Kind != kind })
			reached := b.reaching(slices.Clone(all), c.ID)
			switch {
			case len(reached) == 0:
			case len(reached) == len(all):
				g.layers = append(g.layers, layer{label, reached, b.implied(c, all)})
			default:
				g.own = append(g.own, reached...)
			}
		}
	}
	for _, group := range b.n.Categories {
		if slices.Contains(group.Members, c.ID) {
			add(group.Label, b.naming(statements, group.ID))
		}
	}
	add(b.w["table.all"], unnamed)
	return g
}

// implied reports whether statements reach every group a category is in, and none
// by its name.
func (b *builder) implied(c notices.Category, statements []*notices.Statement) bool {
	for _, s := range statements {
		for _, group := range b.n.Categories {
			if slices.Contains(group.Members, c.ID) && (len(s.Categories) > 0 || !b.reaches(s, group.ID)) {
				return false
			}
		}
	}
	return true
}

// naming keeps the statements that name a category itself.
func (b *builder) naming(in []*notices.Statement, category string) []*notices.Statement {
	return slices.DeleteFunc(slices.Clone(in), func(s *notices.Statement) bool { return !slices.Contains(s.Categories, category) })
}

// unnamed keeps the statements that hold for all data.
func unnamed(in []*notices.Statement) []*notices.Statement {
	return slices.DeleteFunc(slices.Clone(in), func(s *notices.Statement) bool { return len(s.Categories) > 0 })
}

// key tells apart what is said of data: the same words are the same statements.
func (g rowGroup) key() string {
	var key []byte
	add := func(statements []*notices.Statement) {
		for _, s := range statements {
			key = append(append(key, s.Anchor...), ' ')
		}
	}
	add(g.own)
	for _, l := range g.layers {
		key = strconv.AppendBool(append(strconv.AppendQuote(key, l.label), ' '), l.implied)
		add(l.statements)
	}
	return string(key)
}

func (b *builder) reaching(in []*notices.Statement, category string) []*notices.Statement {
	return slices.DeleteFunc(in, func(s *notices.Statement) bool { return !b.reaches(s, category) })
}

// statementsFor splits the table's statements into those that name these people
// and those that hold for them besides: for everyone, or for a group they are in.
func (b *builder) statementsFor(audience string) (own, rest []*notices.Statement) {
	if known, ok := b.people[audience]; ok {
		return known[0], known[1]
	}
	defer func() { b.people[audience] = [2][]*notices.Statement{own, rest} }()
	for _, s := range b.tabled {
		switch {
		case len(s.Audiences) == 0 && audience == "", slices.Contains(s.Audiences, audience):
			own = append(own, s)
		case len(s.Audiences) == 0, slices.ContainsFunc(s.Audiences, func(id string) bool { return slices.Contains(b.audiences[id].Members, audience) }):
			rest = append(rest, s)
		}
	}
	return own, rest
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

func (b *builder) row(audience string, g rowGroup) rowView {
	var r rowView
	for _, c := range g.categories {
		r.Data = append(r.Data, to(c.Anchor, upper(c.Label)))
	}
	if g.categories == nil {
		r.Data = []link{{Text: b.w["table.any"]}}
	}
	r.Why.Cells, r.Shared.Cells, r.Kept.Cells = b.cells(g.own)
	r.Basis.Bases, r.Basis.Mixed = b.basisCells(g.own)
	for _, l := range g.layers {
		as := b.w.fill("table.as", "data", l.label)
		why, shared, kept := b.cells(l.statements)
		bases, _ := b.basisCells(l.statements)
		r.Why.As = l.also(r.Why.As, as, len(why))
		r.Basis.As = l.also(r.Basis.As, as, len(bases))
		r.Shared.As = l.also(r.Shared.As, as, len(shared))
		r.Kept.As = l.also(r.Kept.As, as, len(kept))
		r.Shared.Cells = without(r.Shared.Cells, shared)
	}
	b.elsewhere(&r, audience, g)
	if w := &r.Why; len(w.Cells)+len(w.As) == 0 && !w.Below && !w.Apart {
		w.Cells = b.reasons(g.own)
	}
	return r
}

// without drops entries that a layer lists in the same words.
func without(own, layered []cellView) []cellView {
	return slices.DeleteFunc(own, func(c cellView) bool {
		return slices.ContainsFunc(layered, func(l cellView) bool { return l.Text == c.Text && (free(l) || l.Condition == c.Condition) })
	})
}

// also adds a remark to a column that has something to remark on, unless what it
// says follows from the remarks there are.
func (l layer) also(remarks []string, remark string, n int) []string {
	if n == 0 || (l.implied && len(remarks) > 0) {
		return remarks
	}
	return append(remarks, remark)
}

// tableCells is what a statement fills the table with.
type tableCells struct{ why, shared, kept []cellView }

func (b *builder) cells(statements []*notices.Statement) (why, shared, kept []cellView) {
	for _, s := range statements {
		c, ok := b.inTable[s]
		if !ok {
			c = b.cellsOf(s)
			b.inTable[s] = c
		}
		why, shared, kept = append(why, c.why...), append(shared, c.shared...), append(kept, c.kept...)
	}
	return once(why), once(shared), once(kept)
}

func (b *builder) cellsOf(s *notices.Statement) tableCells {
	switch s.Kind {
	case "use":
		return tableCells{why: b.whyCells(s)}
	case "share":
		return tableCells{shared: b.sharedCells(s)}
	case "keep":
		words, after := b.period(s.Keep)
		c := b.cell(s, words)
		c.After, c.For = after, b.keptFor(s)
		return tableCells{kept: []cellView{c}}
	}
	return tableCells{}
}

// period is how long data is kept, and the clause of the event that a period with a
// figure runs from. No time after an event means until then; where data is kept
// while something lasts and for no time given besides, that is how long.
func (b *builder) period(k *notices.Keep) (words, after string) {
	fact, event := b.gates[k.While].Label, b.events[k.From].Label
	none := k.Period.Never()
	switch {
	case fact != "" && (none || k.Period.Word == "unstated"):
		return b.w.fill("table.while", "fact", fact), ""
	case event != "" && none:
		return b.w.fill("table.until", "event", event), ""
	case k.Period.Word != "":
		event = ""
	}
	return upper(k.Words), event
}

// cell is an entry with what a reader must know beside its words.
func (b *builder) cell(s *notices.Statement, text string) cellView {
	c := cellView{link: to(s.Anchor, text), Condition: b.condition(s), Unclear: b.unclear(s.ID)}
	if !slices.Contains(s.Forms, "identified") {
		c.Forms = s.Forms
	}
	if len(c.Forms) > 0 && !slices.ContainsFunc(c.Forms, func(f string) bool { return f == "hashed" || f == "pseudonymous" }) {
		c.Forms = []string{"unidentified"}
	}
	return c
}

// once merges entries that read the same; the first statement keeps the link. An
// entry that holds without a condition somewhere is listed without one, and of
// two conditions neither is told: the sentences tell both. What holds for data that
// identifies people and what holds for data that does not stay apart: a consent for the
// one would look like one for both, or be lost.
func once(in []cellView) []cellView {
	var out []cellView
	for _, c := range in {
		i := slices.IndexFunc(out, func(o cellView) bool {
			return readsLike(o, c) && (slices.Equal(o.Forms, c.Forms) || free(o) || free(c))
		})
		if i < 0 {
			out = append(out, c)
			continue
		}
		o := &out[i]
		unclear := union(o.Unclear, c.Unclear)
		switch {
		case o.Condition == c.Condition, free(*o):
		case free(c):
			*o = c
			rest := slices.DeleteFunc(out[i+1:], func(o cellView) bool {
				if readsLike(o, c) {
					unclear = union(unclear, o.Unclear)
				}
				return readsLike(o, c)
			})
			out = out[:i+1+len(rest)]
		default:
			o.Condition = "fact"
		}
		o.Unclear = unclear
	}
	return out
}

// readsLike reports whether two entries read the same but for what they hang on.
func readsLike(a, b cellView) bool { return a.Text == b.Text && a.After == b.After && a.For == b.For }

// free reports whether an entry holds without a condition.
func free(c cellView) bool { return c.Condition == "" && len(c.Forms) == 0 }

func (b *builder) whyCells(s *notices.Statement) []cellView {
	var out []cellView
	for _, id := range s.Purposes {
		out = append(out, b.cell(s, b.purposes[id].Title))
	}
	return out
}

func (b *builder) sharedCells(s *notices.Statement) []cellView {
	var out []cellView
	for _, id := range s.Recipients {
		out = append(out, b.cell(s, upper(b.recipients[id].Label)))
	}
	if len(s.Recipients) == 0 {
		for _, id := range s.Purposes {
			out = append(out, b.cell(s, b.w.fill("table.others-for", "purpose", b.purposes[id].Title)))
		}
	}
	return out
}

// condition is the kind of the gate a reader should know of: what she must have
// done, or may do.
func (b *builder) condition(s *notices.Statement) string {
	gates := slices.Concat(s.Gates, s.When, b.basisGates(s))
	for _, kind := range []string{"consent", "authority", "opt-out", "objection"} {
		for _, id := range gates {
			if b.gates[id].Kind == kind {
				return kind
			}
		}
	}
	for _, id := range gates {
		if b.gates[id].Kind == "fact" {
			return "fact"
		}
	}
	return ""
}

// basisGates are the gates of a statement's bases, any one of which suffices: none
// where a basis has none, and those of a basis that is open until somebody acts
// before those of one that waits for her.
func (b *builder) basisGates(s *notices.Statement) []string {
	var all, stops []string
	for _, id := range s.Bases {
		gates := ids(b.bases[id].Gates)
		if len(gates) == 0 {
			return nil
		}
		all = append(all, gates...)
		if !slices.ContainsFunc(gates, func(g string) bool { return b.gates[g].Kind != "opt-out" && b.gates[g].Kind != "objection" }) {
			stops = append(stops, gates...)
		}
	}
	if len(stops) > 0 {
		return stops
	}
	return all
}

// basisCells lists the bases of a row, and says whether they depend on the purpose.
func (b *builder) basisCells(statements []*notices.Statement) (bases []link, mixed bool) {
	var before []string
	for _, s := range statements {
		if s.Kind != "use" {
			continue
		}
		var own []string
		for _, id := range s.Bases {
			if l := upper(b.bases[id].Label); l != "" && !slices.Contains(own, l) {
				own = append(own, l)
			}
		}
		mixed = mixed || (before != nil && !slices.Equal(before, own))
		before = append([]string{}, own...)
		for _, l := range own {
			if !slices.ContainsFunc(bases, func(o link) bool { return o.Text == l }) {
				bases = append(bases, to(s.Anchor, l))
			}
		}
	}
	return bases, mixed && len(bases) > 1
}
