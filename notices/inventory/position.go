package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/candor-privacy/candor/notices/finding"
)

// This file is the only one that knows go-toml's parser: BurntSushi/toml, which
// decodes the values of all but plain files, keeps no places of what it decoded.

// span is a range of bytes.
type span struct{ start, end int }

// source is the bytes of a file and what is needed to turn an offset into a line
// and a column.
type source struct {
	file  string
	text  []byte
	lines []int // offset of the start of each line
	inner []int // offsets of bytes that continue a character, in order

	last      int // line last looked up: files are read in their order, by one reader
	lastInner int // rank of its start among inner
}

func newSource(file string, text []byte) *source {
	s := &source{file: file, text: text, lines: make([]int, 1, bytes.Count(text, []byte{'\n'})+1)}
	for i := bytes.IndexByte(text, '\n'); i >= 0; {
		s.lines = append(s.lines, i+1)
		next := bytes.IndexByte(text[i+1:], '\n')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	for i, c := range text {
		if c&0xc0 == 0x80 {
			s.inner = append(s.inner, i)
		}
	}
	return s
}

// at gives line and column of an offset, from 1, columns in code points.
func (s *source) at(off int) (line, col int) {
	off = min(max(off, 0), len(s.text))
	if s.last == 0 || off < s.lines[s.last-1] || s.last < len(s.lines) && off >= s.lines[s.last] {
		s.last = rank(s.lines, off+1)
		s.lastInner = rank(s.inner, s.lines[s.last-1])
	}
	start, inner := s.lines[s.last-1], 0
	if i := s.lastInner; i < len(s.inner) && s.inner[i] < off {
		inner = rank(s.inner[i:], off)
	}
	return s.last, 1 + off - start - inner
}

// rank is how many of the offsets, which are in order, are below one.
func rank(offsets []int, off int) int {
	i, _ := slices.BinarySearch(offsets, off)
	return i
}

func (s *source) place(r span) finding.Place {
	line, col := s.at(r.start)
	endLine, endCol := s.at(max(r.end, r.start))
	return finding.Place{File: s.file, Line: line, Col: col, EndLine: endLine, EndCol: endCol}
}

// line gives the text of a line, "" when it is too long to show.
func (s *source) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	b := s.text[s.lines[n-1]:]
	if n < len(s.lines) {
		b = s.text[s.lines[n-1] : s.lines[n]-1]
	}
	b = bytes.TrimSuffix(b, []byte{'\r'})
	if len(b) > 4<<10 {
		return ""
	}
	return string(b)
}

// shape says what a node holds.
type shape uint8

const (
	tableShape shape = iota
	listShape
	textShape
	boolShape
	numberShape
	dateShape  // a day without time
	timeShape  // a time, with or without a day
	tablesArea // [[x]]: a list of tables
)

// origin says how a table came to be, which decides who may add to it.
type origin uint8

const (
	implied   origin = iota // [a.b] made a
	headed                  // [a]
	dotted                  // a.b = 1 made a
	enclosed                // a = { … }
	listed                  // [[a]]
	undefined               // no table
)

// node is a table, a list or a value, with its place and that of its key.
type node struct {
	key    string
	keyAt  span // of the key, for a table of the whole header
	at     span
	shape  shape
	origin origin
	nodes  []*node          // of a table, in the order written
	byKey  map[string]*node // once they are many
	items  []*node
	text   string // of a text
	value  any    // of another scalar, as BurntSushi/toml decodes it
}

func (n *node) get(key string) *node {
	if n.byKey != nil {
		return n.byKey[key]
	}
	for _, c := range n.nodes {
		if c.key == key {
			return c
		}
	}
	return nil
}

// few keys are looked through faster than looked up.
const few = 24

// add puts a node into a table.
func (x *index) add(n, c *node) *node {
	n.nodes = x.link(n.nodes, c)
	switch {
	case n.byKey != nil:
		n.byKey[c.key] = c
	case len(n.nodes) > few:
		n.byKey = make(map[string]*node, 2*len(n.nodes))
		for _, c := range n.nodes {
			n.byKey[c.key] = c
		}
	}
	return c
}

// first is the first key of a table, "" if it has none.
func (n *node) first() string {
	if len(n.nodes) == 0 {
		return ""
	}
	return n.nodes[0].key
}

// last is the table that keys below [[a]] belong to, and any other node itself.
func (n *node) last() *node {
	if n.shape == tablesArea {
		return n.items[len(n.items)-1]
	}
	return n
}

// ground is what trees of places stand on, kept from file to file: a tree takes several
// times the memory of its file, and is of no use once the file has been read.
type ground struct {
	parser unstable.Parser
	scan   scan
	nodes  []node                     // to be used
	links  []*node                    // likewise
	spent  struct{ nodes, links int } // of these
	parts  []part                     // of the key read last
}

// mostGround is how many nodes are kept for the next file.
const mostGround = 1 << 13

// clear gives up the trees that stand on the ground.
func (g *ground) clear() {
	if len(g.nodes) > mostGround || len(g.links) > mostGround {
		*g = ground{}
		return
	}
	clear(g.nodes[:g.spent.nodes])
	clear(g.links[:g.spent.links])
	g.spent.nodes, g.spent.links = 0, 0
	g.parser.Reset(nil)
	clear(g.parts[:cap(g.parts)])
	g.scan.src = nil
}

// node makes a node. They come in blocks: a tree keeps those before the last itself.
func (g *ground) node(n node) *node {
	if g.spent.nodes == len(g.nodes) {
		g.nodes, g.spent.nodes = make([]node, max(64, 2*len(g.nodes))), 0
	}
	c := &g.nodes[g.spent.nodes]
	g.spent.nodes++
	*c = n
	return c
}

// list makes room for n nodes.
func (g *ground) list(n int) []*node {
	if n > len(g.links)-g.spent.links {
		g.links, g.spent.links = make([]*node, max(64, n, 2*len(g.links))), 0
	}
	start := g.spent.links
	g.spent.links += n
	return g.links[start:start:g.spent.links]
}

// link appends to a list.
func (g *ground) link(list []*node, c *node) []*node {
	if len(list) == cap(list) {
		list = append(g.list(max(4, 2*len(list))), list...)
	}
	return append(list, c)
}

// index builds the tree of places of one document.
type index struct {
	*ground
	src      []byte
	text     string // the same
	root     *node
	table    *node // the one keys are added to now
	brackets []bracket
	next     int // bracket to come
	faults   []fault
	blank    []span // expressions with a fault
	sound    bool   // the expression at hand has none, though one before it was found to have
	done     int    // end of the last expression read
	plain    bool   // the values are in the tree
}

// index reads src. A syntax fault ends the reading and comes last; redefined
// keys and tables are all reported, each with the span of its expression in blank.
func (g *ground) index(src []byte, brackets []bracket) *index {
	x := &index{ground: g, src: src, text: string(src), brackets: brackets, plain: true}
	x.root = x.node(node{shape: tableShape, origin: headed})
	x.table = x.root
	x.parser.Reset(src)
	for len(x.faults) < maxFaults && x.parser.NextExpression() {
		before := len(x.faults)
		e := x.parser.Expression()
		x.sound = false
		whole := x.expression(e)
		x.done = max(x.done, whole.end)
		if len(x.faults) > before && !x.sound {
			x.blank = append(x.blank, whole)
		}
	}
	if err := x.parser.Error(); err != nil && len(x.faults) < maxFaults {
		f := x.syntax(err)
		x.fault(f)
		x.blank = append(x.blank, span{x.skipSpace(x.done), max(f.at.end, x.around(f.at.start))})
	}
	return x
}

func (x *index) fault(f fault) { x.faults = append(x.faults, f) }

// skipSpace gives the offset of the next byte that is not white space.
func (x *index) skipSpace(i int) int {
	return i + len(x.src[i:]) - len(bytes.TrimLeft(x.src[i:], " \t\r\n"))
}

// around is where the brackets that an offset lies in end, 0 where it lies in none: what
// is left of a broken list is not another slip.
func (x *index) around(off int) int {
	for _, b := range x.brackets {
		if b.start <= off && off < b.end {
			return b.end
		}
	}
	return 0
}

func (x *index) syntax(err error) fault {
	f := fault{code: "syntax", message: err.Error(), at: span{len(x.src), len(x.src)}}
	var pe *unstable.ParserError
	if errors.As(err, &pe) {
		f.message = pe.Message
		if len(pe.Highlight) > 0 {
			r := x.parser.Range(pe.Highlight)
			f.at = span{int(r.Offset), int(r.Offset + r.Length)}
		}
	}
	return f
}

func (x *index) expression(e *unstable.Node) span {
	switch e.Kind {
	case unstable.KeyValue:
		x.keyValue(x.table, e)
		return raw(e)
	case unstable.Table, unstable.ArrayTable:
		return x.header(e)
	}
	return span{x.done, x.done}
}

func raw(n *unstable.Node) span {
	return span{int(n.Raw.Offset), int(n.Raw.Offset + n.Raw.Length)}
}

// part is one part of a dotted key.
type part struct {
	name string
	at   span
}

// key gives the parts of a key, which are good until the next is read.
func (x *index) key(n *unstable.Node) []part {
	x.parts = x.parts[:0]
	for it := n.Key(); it.Next(); {
		at := raw(it.Node())
		if x.plain = x.plain && plainKey(x.src[at.start:at.end], n.Kind != unstable.KeyValue); x.plain {
			x.parts = append(x.parts, part{x.inner(at, len(it.Node().Data)), at})
		} else {
			x.parts = append(x.parts, part{string(it.Node().Data), at})
		}
	}
	return x.parts
}

// inner is the text of a span without its quotes, if n bytes leave room for any.
func (x *index) inner(at span, n int) string {
	quote := (at.end - at.start - n) / 2
	return x.text[at.start+quote : at.end-quote]
}

// header opens a table or one more element of a list of tables.
func (x *index) header(e *unstable.Node) span {
	ps := x.key(e)
	whole := x.headerSpan(ps)
	x.plain = x.plain && (len(ps) == 1 || len(ps) == 2 && e.Kind == unstable.Table)
	t := x.root
	for _, p := range ps[:len(ps)-1] {
		c := t.get(p.name)
		switch {
		case c == nil:
			c = x.add(t, x.node(node{key: p.name, keyAt: p.at, at: p.at, shape: tableShape, origin: implied}))
		case c.shape != tableShape && c.shape != tablesArea || c.origin == enclosed:
			x.redefined(whole, c, fmt.Sprintf("%q already has a value, and cannot be a table too", p.name))
			x.table = &node{shape: tableShape}
			return whole
		}
		x.plain = x.plain && c.shape == tableShape
		t = c.last()
	}
	name := ps[len(ps)-1].name
	if e.Kind == unstable.ArrayTable {
		x.listed(t, name, whole)
	} else {
		x.headed(t, name, whole)
	}
	return whole
}

func (x *index) headed(t *node, name string, whole span) {
	c := t.get(name)
	switch {
	case c == nil:
		c = x.add(t, x.node(node{key: name, keyAt: whole, at: whole, shape: tableShape, origin: headed}))
	case c.shape == tableShape && c.origin == implied:
		x.plain = false
		c.keyAt, c.at, c.origin = whole, whole, headed
	default:
		x.twice(t, c, name, whole)
		c = &node{key: name, shape: tableShape, origin: headed, keyAt: whole, at: whole}
	}
	x.table = c
}

// twice reports a header that stands in the file already. A statement's is not
// written twice but with the wrong brackets, each time.
func (x *index) twice(t, c *node, name string, whole span) {
	if k := tableOf(Kind(name)); t == x.root && k != nil && k.Shape == Listed {
		x.single(k, "", whole)
		return
	}
	x.redefined(whole, c, fmt.Sprintf("%s is written twice", x.src[whole.start:whole.end]))
}

// single reports a statement in single brackets, with its id where that stands in them.
func (x *index) single(t *Table, id string, at span) {
	help := "write " + headerOf(t, "") + " and an id below it"
	if id != "" {
		help = fmt.Sprintf("write %s and below it id = %q", headerOf(t, ""), id)
	}
	x.fault(fault{code: "wrong-shape", at: at, message: fmt.Sprintf("each %s has double brackets", t.Kind), help: help})
}

// outnumber takes statements in single brackets for what is wrong, and not those in double
// brackets that come after them.
func (x *index) outnumber(t *Table, c *node) {
	if c.origin == headed {
		x.single(t, "", c.keyAt)
		x.blank = append(x.blank, c.keyAt)
	}
	for _, n := range c.nodes {
		if n.shape == tableShape && n.origin == headed {
			x.single(t, n.key, n.keyAt)
			x.blank = append(x.blank, n.keyAt)
		}
	}
	c.shape, c.origin, c.nodes, c.byKey, x.sound = tablesArea, listed, nil, nil, true
}

func (x *index) listed(t *node, name string, whole span) {
	c := t.get(name)
	if k := tableOf(Kind(name)); c != nil && t == x.root && k != nil && k.Shape == Listed && c.shape == tableShape && (c.origin == headed || c.origin == implied) {
		x.outnumber(k, c)
	}
	if c == nil {
		c = x.add(t, x.node(node{key: name, keyAt: whole, at: whole, shape: tablesArea, origin: listed}))
	}
	item := x.node(node{keyAt: whole, at: whole, shape: tableShape, origin: headed})
	if c.shape == tablesArea {
		c.items = x.link(c.items, item)
	} else {
		x.redefined(whole, c, fmt.Sprintf("%q is written in another way in this file already", name))
	}
	x.table = item
}

// headerSpan finds the brackets around the parts of a header.
func (x *index) headerSpan(ps []part) span {
	s := span{ps[0].at.start, ps[len(ps)-1].at.end}
	for s.start > 0 && (x.src[s.start-1] == '[' || x.src[s.start-1] == ' ' || x.src[s.start-1] == '\t') {
		s.start--
	}
	for s.start < len(x.src) && x.src[s.start] != '[' {
		s.start++ // white space before the bracket is not part of it
	}
	for s.end < len(x.src) && (x.src[s.end] == ' ' || x.src[s.end] == '\t') {
		s.end++
	}
	for s.end < len(x.src) && x.src[s.end] == ']' {
		s.end++
	}
	return s
}

func (x *index) keyValue(t *node, e *unstable.Node) {
	ps := x.key(e)
	whole := raw(e)
	x.plain = x.plain && len(ps) == 1 && t != x.root
	for _, p := range ps[:len(ps)-1] {
		c := t.get(p.name)
		if c == nil {
			c = x.add(t, x.node(node{key: p.name, keyAt: p.at, at: whole, shape: tableShape, origin: dotted}))
		} else if c.shape != tableShape || c.origin != dotted {
			x.redefined(whole, c, fmt.Sprintf("%q is defined already, and cannot be added to here", p.name))
			c = &node{shape: tableShape, origin: dotted}
		}
		t = c
	}
	p := ps[len(ps)-1]
	v := x.value(e.Value(), span{p.at.end, whole.end})
	v.key, v.keyAt = p.name, p.at
	if c := t.get(p.name); c != nil {
		x.redefined(whole, c, fmt.Sprintf("%q is written twice in the same table", p.name))
		return
	}
	x.add(t, v)
}

func (x *index) redefined(at span, first *node, message string) {
	there := first.keyAt // which outlives the tree
	x.fault(fault{code: "duplicate-key", at: at, message: message, related: &there, note: "the first one is here",
		help: "keep one of the two; for a second entry of the same kind choose another id"})
}

// value reads a value; within bounds where its place must be looked for.
func (x *index) value(e *unstable.Node, within span) *node {
	switch e.Kind {
	case unstable.Array:
		n := x.node(node{shape: listShape, at: x.bracket(within), origin: undefined})
		many := 0
		for it := e.Children(); it.Next(); many++ {
			x.plain = x.plain && it.Node().Kind != unstable.Array && it.Node().Kind != unstable.InlineTable
		}
		n.items = x.list(many)
		for it := e.Children(); it.Next(); {
			n.items = append(n.items, x.value(it.Node(), n.at))
		}
		return n
	case unstable.InlineTable:
		n := x.node(node{shape: tableShape, at: x.bracket(within), origin: dotted})
		for it := e.Children(); it.Next(); {
			x.plain = x.plain && it.Node().Value().Kind != unstable.InlineTable
			x.keyValue(n, it.Node())
		}
		x.enclose(n)
		return n
	}
	return x.scalar(e)
}

func (x *index) scalar(e *unstable.Node) *node {
	n := x.node(node{shape: shapeOf(e), at: raw(e), origin: undefined})
	switch {
	case n.shape == timeShape && !fullTime.Match(e.Data):
		x.fault(fault{code: "syntax", at: n.at, message: "a time needs its seconds, and an offset of less than a day", help: "write 07:30:00, or only the date"})
	case !x.plain:
	case n.shape != textShape:
		n.value = plainValue(n.shape, x.text[n.at.start:n.at.end])
		x.plain = n.value != nil
	case plainText(x.src[n.at.start:n.at.end]):
		n.text = x.inner(n.at, len(e.Data))
	default:
		x.plain = false
	}
	return n
}

// fullTime is what TOML 1.0 demands and both parsers let pass.
var fullTime = expr(`\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)?$`)

// enclose closes an inline table and the tables its dotted keys made.
func (x *index) enclose(n *node) {
	n.origin = enclosed
	for _, c := range n.nodes {
		if c.shape == tableShape && c.origin == dotted {
			x.enclose(c)
		}
	}
}

// bracket takes the next bracket: the tree is walked in the order of the bytes,
// as they were scanned.
func (x *index) bracket(within span) span {
	for x.next < len(x.brackets) {
		b := x.brackets[x.next].span
		x.next++
		if b.start >= within.start {
			return b
		}
	}
	return within
}

func shapeOf(e *unstable.Node) shape {
	switch e.Kind {
	case unstable.String:
		return textShape
	case unstable.Bool:
		return boolShape
	case unstable.LocalDate:
		return dateShape
	case unstable.LocalTime, unstable.LocalDateTime, unstable.DateTime:
		return timeShape
	}
	return numberShape
}
