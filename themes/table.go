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
	b.plan()
	var t tableView
	b.rows = make([][]rowView, len(b.people))
	for k, p := range b.people {
		b.rows[k] = make([]rowView, len(p.groups))
		for i := range p.groups {
			var ok bool
			if b.rows[k][i], ok = b.rowAgain(k, i); !ok {
				b.rows[k][i] = b.row(p, &p.groups[i])
			}
		}
		if len(p.groups) > 0 {
			t.Bodies = append(t.Bodies, bodyView{Title: upper(b.audiences.at(p.audience).Label), Rows: b.rows[k]})
		}
	}
	t.Bodies = b.withoutEchoes(t.Bodies)
	if len(b.issues) > 0 {
		for i := range t.Bodies {
			t.Bodies[i].markOnce()
		}
	}
	if len(t.Bodies) > 1 && t.Bodies[0].Title == "" {
		t.Bodies[0].Title = b.w["people.everyone"]
	}
	if len(t.Bodies) == 1 && t.Bodies[0].Title != "" && len(b.n.Audiences) == 1 {
		t.Bodies[0].Title = ""
	}
	for i := range t.Bodies {
		body := &t.Bodies[i]
		body.Open, body.Kinds = i == 0, b.kinds(body)
		for k := range body.Rows {
			r := &body.Rows[k]
			t.Basis = t.Basis || len(r.Basis.Bases) > 0
			t.Shared = t.Shared || len(r.Shared.Cells) > 0
			t.Kept = t.Kept || len(r.Kept.Cells) > 0
		}
	}
	for i := range b.n.Addenda {
		a := &b.n.Addenda[i]
		t.Addenda = append(t.Addenda, to(a.Anchor, a.Title))
	}
	return t
}

// kinds counts the kinds of data of a table in words, "" where it is about all data.
func (b *builder) kinds(v *bodyView) string {
	n := 0
	for i := range v.Rows {
		for _, l := range v.Rows[i].Data {
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
func (v *bodyView) markOnce() {
	v.Rows = slices.Clone(v.Rows)
	for _, column := range []func(*rowView) *columnView{
		func(r *rowView) *columnView { return &r.Why },
		func(r *rowView) *columnView { return &r.Shared },
		func(r *rowView) *columnView { return &r.Kept },
	} {
		seen := map[link]bool{}
		for k := range v.Rows {
			c := column(&v.Rows[k])
			c.Cells = slices.Clone(c.Cells)
			for i := range c.Cells {
				cell := &c.Cells[i]
				cell.Unclear = slices.DeleteFunc(slices.Clone(cell.Unclear), func(l link) bool { return seen[l] })
				for _, l := range cell.Unclear {
					seen[l] = true
				}
			}
		}
	}
}

// withoutEchoes leaves out the rows that say nothing of their own and that no
// other row refers to.
func (b *builder) withoutEchoes(bodies []bodyView) []bodyView {
	if !slices.ContainsFunc(bodies, func(body bodyView) bool { return slices.ContainsFunc(body.Rows, rowView.echo) }) {
		return bodies
	}
	referred := map[string]bool{}
	for _, body := range bodies {
		for _, r := range body.Rows {
			for _, as := range slices.Concat(r.Why.As, r.Basis.As, r.Shared.As, r.Kept.As) {
				referred[strings.ToLower(as)] = referred[strings.ToLower(as)] || !r.echo()
			}
		}
	}
	for i := range bodies {
		bodies[i].Rows = slices.DeleteFunc(slices.Clone(bodies[i].Rows), func(r rowView) bool {
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
func (b *builder) elsewhere(r *rowView, p *people, g *rowGroup) {
	part := func(id string) bool {
		return g.categories == nil || slices.ContainsFunc(g.categories, func(c *notices.Category) bool { return slices.Contains(c.Members, id) })
	}
	if g.categories == nil || slices.ContainsFunc(g.categories, func(c *notices.Category) bool { return len(c.Members) > 0 }) {
		for _, i := range p.all {
			s := b.tabled[i]
			if slices.ContainsFunc(s.Categories, part) {
				mark(s, &r.Why.Below, &r.Basis.Below, &r.Shared.Below, &r.Kept.Below)
			}
		}
	}
	for _, i := range p.some {
		s := b.tabled[i]
		if slices.ContainsFunc(s.Categories, part) || slices.ContainsFunc(g.categories, func(c *notices.Category) bool { return b.reaches(s, c.ID) }) {
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
func (b *builder) reasons(statements []int) []cellView {
	var out []cellView
	for _, i := range statements {
		out = append(out, b.whyCells(b.tabled[i])...)
	}
	return once(out)
}

// tabled are the statements the table is made of: what the body of the notice
// says is collected, used, shared and kept.
func tabled(n *notices.Notice) []*notices.Statement {
	var out []*notices.Statement
	for i := range n.Statements {
		s := &n.Statements[i]
		if s.Addendum != "" || s.Kind != "use" && s.Kind != "share" && s.Kind != "keep" {
			continue
		}
		// A feature opens a part of the service and reaches no data by itself; a
		// transfer says where data goes that a share says who receives.
		if len(s.Actions) == 1 && (s.Actions[0] == "feature" || s.Actions[0] == "transfer") {
			continue
		}
		out = append(out, s)
	}
	return out
}

// tableAudiences lists the people the notice speaks of apart, in its order; first
// "", which is everyone.
func (b *builder) tableAudiences() []string {
	out := []string{""}
	for i := range b.n.Audiences {
		a := &b.n.Audiences[i]
		if slices.ContainsFunc(b.tabled, func(s *notices.Statement) bool { return slices.Contains(s.Audiences, a.ID) }) {
			out = append(out, a.ID)
		}
	}
	return out
}

// people are an audience, or everyone for "", with what is to be told of their data.
// Statements are given by their places among those of the table, here and in what follows.
type people struct {
	audience  string
	own, rest []int              // those that name them, and those that hold for them besides
	all       []int              // both
	some      []int              // those that name only some of them
	naming    map[string]naming  // of all, by the category they name
	told      map[string][]*told // of all, by the group they name; "" for those that hold for all data
	groups    []rowGroup
}

// naming are the statements that name a category.
type naming struct {
	statements []int
	own        bool // one of them names the people too
}

// rowGroup is data that the same statements reach.
type rowGroup struct {
	categories []*notices.Category
	own        []int   // that name the data itself
	layers     []layer // what holds for it besides, as for more data
}

// told is what statements say of more data than that of a row, of one kind where the
// data is a group or all there is.
type told struct {
	label      string
	statements []int
}

// layer is what is told of more data, for a row that it holds for.
type layer struct {
	*told
	implied bool // the groups of the row have it too: told by “as for” one of them
}

// plan finds the rows of the table for every set of people.
func (b *builder) plan() {
	if b.people != nil || b.planAgain() {
		return
	}
	for _, audience := range b.tableAudiences() {
		p := b.peopleOf(audience)
		p.groups = b.tableRows(p)
		b.people = append(b.people, p)
	}
}

// tableRows finds the rows for a set of people: first what holds for all data,
// then every category that a statement for them names, merged where the
// statements are the same.
func (b *builder) tableRows(p *people) []rowGroup {
	var out []rowGroup
	if all := b.unnamed(p.own); len(all) > 0 {
		out = append(out, rowGroup{own: all, layers: b.peopleLayers(p.audience, b.unnamed(p.rest))})
	}
	first := len(out)
	for i := range b.n.Categories {
		c := &b.n.Categories[i]
		if !p.naming[c.ID].own {
			continue
		}
		g := b.rowOf(c, p)
		k := first + slices.IndexFunc(out[first:], g.alike)
		if k < first {
			k = len(out)
			out = append(out, g)
		}
		out[k].categories = append(out[k].categories, c)
	}
	return out
}

// peopleLayers are what holds for all data of these people besides, because it
// holds for everyone or for a group they are in.
func (b *builder) peopleLayers(audience string, rest []int) []layer {
	var out []layer
	for _, at := range rest {
		label := b.w["table.everyone"]
		for _, id := range b.tabled[at].Audiences {
			if a := b.audiences.at(id); slices.Contains(a.Members, audience) {
				label = a.Label
			}
		}
		i := slices.IndexFunc(out, func(l layer) bool { return l.label == label })
		if i < 0 {
			i = len(out)
			out = append(out, layer{told: &told{label: label}})
		}
		out[i].statements = append(out[i].statements, at)
	}
	return out
}

// rowOf sorts the statements that reach a category: those that name it, and in
// layers those that name a group it is in, or no data. Where a layer makes an
// exception for the category, “as for all data” would be wrong, so what is left of
// it is listed in the row.
func (b *builder) rowOf(c *notices.Category, p *people) rowGroup {
	g := rowGroup{own: slices.Clip(p.naming[c.ID].statements)}
	add := func(all []*told) {
		for _, t := range all {
			reached := 0
			for _, i := range t.statements {
				if b.reaches(b.tabled[i], c.ID) {
					reached++
				}
			}
			if reached == len(t.statements) {
				g.layers = append(g.layers, layer{t, b.implied(c, t.statements)})
				continue
			}
			for _, i := range t.statements {
				if reached > 0 && b.reaches(b.tabled[i], c.ID) {
					g.own = append(g.own, i)
				}
			}
		}
	}
	for _, group := range b.above[c.ID] {
		add(b.toldOf(p, group))
	}
	add(b.toldOf(p, nil))
	return g
}

// toldOf sorts by kind what statements for these people say of a group of data, or for nil
// of all data.
func (b *builder) toldOf(p *people, group *notices.Category) []*told {
	id, label := "", b.w["table.all"]
	if group != nil {
		id, label = group.ID, group.Label
	}
	if known, ok := p.told[id]; ok {
		return known
	}
	statements := p.naming[id].statements
	if group == nil {
		statements = b.unnamed(p.all)
	}
	var out []*told
	for _, kind := range []string{"use", "share", "keep"} {
		of := slices.DeleteFunc(slices.Clone(statements), func(i int) bool { return b.tabled[i].Kind != kind })
		if len(of) > 0 {
			out = append(out, &told{label: label, statements: of})
		}
	}
	p.told[id] = out
	return out
}

// implied reports whether statements reach every group a category is in, and none
// by its name.
func (b *builder) implied(c *notices.Category, statements []int) bool {
	for _, group := range b.above[c.ID] {
		for _, i := range statements {
			s := b.tabled[i]
			if len(s.Categories) > 0 || !b.reaches(s, group.ID) {
				return false
			}
		}
	}
	return true
}

// unnamed keeps the statements that hold for all data.
func (b *builder) unnamed(in []int) []int {
	return slices.DeleteFunc(slices.Clone(in), func(i int) bool { return len(b.tabled[i].Categories) > 0 })
}

// alike reports whether the same is said of two groups of data.
func (g rowGroup) alike(o rowGroup) bool {
	return slices.Equal(g.own, o.own) && slices.EqualFunc(g.layers, o.layers, func(a, b layer) bool {
		return a.implied == b.implied && (a.told == b.told || a.label == b.label && slices.Equal(a.statements, b.statements))
	})
}

// peopleOf splits the table's statements into those that name these people, those that
// hold for them besides, for everyone or for a group they are in, and those that name some
// of them.
func (b *builder) peopleOf(audience string) *people {
	p := &people{audience: audience, naming: make(map[string]naming, len(b.n.Categories)), told: map[string][]*told{}}
	members := b.audiences.at(audience).Members
	for i, s := range b.tabled {
		switch {
		case len(s.Audiences) == 0 && audience == "", slices.Contains(s.Audiences, audience):
			p.own = append(p.own, i)
			continue
		case len(s.Audiences) == 0, slices.ContainsFunc(s.Audiences, func(id string) bool { return slices.Contains(b.audiences.at(id).Members, audience) }):
			p.rest = append(p.rest, i)
		}
		if slices.ContainsFunc(s.Audiences, func(id string) bool { return audience == "" || slices.Contains(members, id) }) {
			p.some = append(p.some, i)
		}
	}
	p.all = slices.Concat(p.own, p.rest)
	for k, i := range p.all {
		for _, id := range b.tabled[i].Categories {
			of := p.naming[id]
			if n := len(of.statements); n == 0 || of.statements[n-1] != i {
				p.naming[id] = naming{append(of.statements, i), of.own || k < len(p.own)}
			}
		}
	}
	return p
}

// reaches reports whether a statement is about a category: it names it, or a
// group it belongs to, or no data at all, and does not except it.
func (b *builder) reaches(s *notices.Statement, category string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(list, func(id string) bool {
			return id == category || slices.Contains(b.categories.at(id).Members, category)
		})
	}
	return (len(s.Categories) == 0 || in(s.Categories)) && !in(s.Except)
}

func (b *builder) row(p *people, g *rowGroup) rowView {
	var r rowView
	r.Data = make([]link, len(g.categories))
	for i, c := range g.categories {
		r.Data[i] = to(c.Anchor, upper(c.Label))
	}
	if g.categories == nil {
		r.Data = []link{{Text: b.w["table.any"]}}
	}
	own := b.cells(g.own)
	r.Why.Cells, r.Shared.Cells, r.Kept.Cells = own.why, own.shared, own.kept
	r.Basis.Bases, r.Basis.Mixed = own.bases, own.mixed
	for _, l := range g.layers {
		more := b.tellings[l.told]
		if more == nil {
			if b.tellings == nil {
				b.tellings = map[*told]*telling{}
			}
			more = &telling{b.w.fill("table.as", "data", l.label), b.cells(l.statements)}
			b.tellings[l.told] = more
		}
		r.Why.As = l.also(r.Why.As, more.as, len(more.why))
		r.Basis.As = l.also(r.Basis.As, more.as, len(more.bases))
		r.Shared.As = l.also(r.Shared.As, more.as, len(more.shared))
		r.Kept.As = l.also(r.Kept.As, more.as, len(more.kept))
		r.Shared.Cells = without(r.Shared.Cells, more.shared)
	}
	b.elsewhere(&r, p, g)
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

// tableCells is what statements fill the table with.
type tableCells struct {
	why, shared, kept []cellView
	bases             []link
	mixed             bool // the bases depend on the purpose
}

// telling is the remark that something holds as for more data, and what that is.
type telling struct {
	as string
	tableCells
}

// cells gathers what statements fill the table with.
func (b *builder) cells(statements []int) tableCells {
	if b.inTable == nil {
		b.inTable = make([]*tableCells, len(b.tabled))
	}
	var all tableCells
	var bases []link // of the use before
	uses := 0
	for _, i := range statements {
		c, s := b.inTable[i], b.tabled[i]
		if c == nil {
			c = b.cellsOf(s)
			b.inTable[i] = c
		}
		all.why, all.shared, all.kept = append(all.why, c.why...), append(all.shared, c.shared...), append(all.kept, c.kept...)
		if s.Kind != "use" {
			continue
		}
		all.mixed = all.mixed || uses > 0 && !slices.EqualFunc(bases, c.bases, sameText)
		bases, uses = c.bases, uses+1
		for _, l := range c.bases {
			if !slices.ContainsFunc(all.bases, func(o link) bool { return sameText(o, l) }) {
				all.bases = append(all.bases, l)
			}
		}
	}
	all.why, all.shared, all.kept = once(all.why), once(all.shared), once(all.kept)
	all.mixed = all.mixed && len(all.bases) > 1
	return all
}

func sameText(a, b link) bool { return a.Text == b.Text }

func (b *builder) cellsOf(s *notices.Statement) *tableCells {
	var c tableCells
	switch s.Kind {
	case "use":
		c.why = b.whyCells(s)
		for _, id := range s.Bases {
			l := to(s.Anchor, upper(b.bases.at(id).Label))
			if l.Text != "" && !slices.ContainsFunc(c.bases, func(o link) bool { return sameText(o, l) }) {
				c.bases = append(c.bases, l)
			}
		}
	case "share":
		c.shared = b.sharedCells(s)
	case "keep":
		words, after := b.period(s.Keep)
		k := b.cell(s, words)
		k.After, k.For = after, b.keptFor(s)
		c.kept = []cellView{k}
	}
	return &c
}

// period is how long data is kept, and the clause of the event that a period with a
// figure runs from. No time after an event means until then; where data is kept
// while something lasts and for no time given besides, that is how long.
func (b *builder) period(k *notices.Keep) (words, after string) {
	fact, event := b.gates.at(k.While).Label, b.events.at(k.From).Label
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
	c := cellView{link: to(s.Anchor, text), Condition: b.condition(s), Unclear: b.unclear("", s.ID)}
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
// one would look like one for both, or be lost. The list that is given
// is used up.
func once(in []cellView) []cellView {
	out := in[:0]
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
	if len(s.Purposes) == 0 {
		return nil
	}
	out := slices.Repeat([]cellView{b.cell(s, "")}, len(s.Purposes))
	for i, id := range s.Purposes {
		out[i].Text = b.purposes.at(id).Title
	}
	return out
}

func (b *builder) sharedCells(s *notices.Statement) []cellView {
	if len(s.Recipients) == 0 {
		out := b.whyCells(s)
		for i := range out {
			out[i].Text = b.w.fill("table.others-for", "purpose", out[i].Text)
		}
		return out
	}
	out := slices.Repeat([]cellView{b.cell(s, "")}, len(s.Recipients))
	for i, id := range s.Recipients {
		out[i].Text = upper(b.recipients.at(id).Label)
	}
	return out
}

// conditions are the kinds of gates in the order in which a reader should know of them.
var conditions = []string{"consent", "authority", "opt-out", "objection", "fact"}

// condition is the kind of the gate a reader should know of: what she must have
// done, or may do.
func (b *builder) condition(s *notices.Statement) string {
	first := len(conditions)
	for _, gates := range [][]string{s.Gates, s.When, b.basisGates(s)} {
		for _, id := range gates {
			if k := slices.Index(conditions, b.gates.at(id).Kind); k >= 0 {
				first = min(first, k)
			}
		}
	}
	if first == len(conditions) {
		return ""
	}
	return conditions[first]
}

// basisGates are the gates of a statement's bases, any one of which suffices: none
// where a basis has none, and those of a basis that is open until somebody acts
// before those of one that waits for her.
func (b *builder) basisGates(s *notices.Statement) []string {
	var all, stops []string
	for _, id := range s.Bases {
		gates := ids(b.bases.at(id).Gates)
		if len(gates) == 0 {
			return nil
		}
		all = append(all, gates...)
		waits := func(g string) bool { kind := b.gates.at(g).Kind; return kind != "opt-out" && kind != "objection" }
		if !slices.ContainsFunc(gates, waits) {
			stops = append(stops, gates...)
		}
	}
	if len(stops) > 0 {
		return stops
	}
	return all
}
