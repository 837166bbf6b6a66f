package themes

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// scanner reads a page that is so plainly written that its tree is what stands there:
// every element but the void ones is closed, in order, and stands where a parser would
// neither move it nor close another for it. Then no tree is needed to know what stands
// in which element. Of any other page it makes nothing, and a parser has to read it; so
// it does of one that holds something active.
//
// What a scanner finds in an element rests on the bytes of the element and on which
// elements it stands in, and on nothing else. So an element that stood in the same ones
// in the page before (see [reading]), to the byte, is not read again: what was found in
// it then is taken over.
type scanner struct {
	page   []byte
	at     int // of what is read next
	open   []openElement
	frames int // how many of html, head, body have begun
	attrs  []attribute
	in     struct{ p, a, heading int } // how many are open
	check  activity
	index  *pageIndex
	now    reading // the page
	before reading // the page before
}

// reading is a page, its text and its elements.
type reading struct {
	page     []byte
	said     []byte
	elements []element // as they begin
}

// element is one of a page. It has at most one id and one link that matter.
type element struct {
	tag        tag
	id, link   name  // 0 for none
	start, end int32 // in the page
	from, to   int32 // in what the page says
	next       int32 // number of the element that follows it and all that is in it
}

type openElement struct {
	number int32
	tag    tag
	first  bool  // the element is the first to have its id
	twin   int32 // number of an element of its tag in the page before, in whose place it stands; -1 for none
	child  int32 // of the twin, that was met last or comes next
	met    bool  // the child is the twin of an element already
}

// attribute is one of a tag, with its value as a browser reads it.
type attribute struct{ key, val []byte }

// model says where an element may stand and what may stand in it, as far as the HTML
// standard has its parser act on it.
type model int

const (
	modelNone     model = iota
	modelVoid           // nothing stands in it
	modelPhrasing       // stands in a paragraph
	modelBlock          // closes a paragraph
	modelHeading
	modelItem  // of a list
	modelEntry // dt, dd
	modelTable
	modelRows // thead, tbody, tfoot
	modelRow
	modelCell
	modelCaption
	modelFrame // html, head, body
	modelTitle
)

// models are the elements a scanner knows.
var models = func() map[string]model {
	out := map[string]model{}
	for m, names := range map[model]string{
		modelVoid:     "br hr img link meta wbr",
		modelPhrasing: "a abbr b bdi cite code dfn em i kbd mark q s samp small span strong sub sup time u var",
		modelBlock:    "address article aside blockquote details div dl figcaption figure footer header main nav ol p pre section summary ul",
		modelHeading:  "h1 h2 h3 h4 h5 h6",
		modelItem:     "li",
		modelEntry:    "dd dt",
		modelTable:    "table",
		modelRows:     "thead tbody tfoot",
		modelRow:      "tr",
		modelCell:     "td th",
		modelCaption:  "caption",
		modelFrame:    "html head body",
		modelTitle:    "title",
	} {
		for name := range strings.FieldsSeq(names) {
			out[name] = m
		}
	}
	return out
}()

// tag is an element by its name; 0 is one that no scanner knows.
type tag uint8

// tags are the elements a scanner knows, by their numbers.
var tags = func() []modelled {
	out := []modelled{{}}
	for _, name := range slices.Sorted(maps.Keys(models)) {
		out = append(out, modelled{name, models[name]})
	}
	return out
}()

type modelled struct {
	name  string
	model model
}

// tagsBy are the kinds by the ends and the length of the name.
var tagsBy = func() (out [64][]tag) {
	for k := 1; k < len(tags); k++ {
		at := tagKey([]byte(tags[k].name))
		out[at] = append(out[at], tag(k))
	}
	return out
}()

func tagKey(name []byte) int { return (int(name[0]) + 5*int(name[len(name)-1]) + 16*len(name)) & 63 }

// tagOf looks an element up: every tag of every page is.
func tagOf(name []byte) tag {
	if len(name) > 0 {
		for _, k := range tagsBy[tagKey(name)] {
			if tags[k].name == string(name) {
				return k
			}
		}
	}
	return 0
}

func tagNamed(name string) tag { return tagOf([]byte(name)) }

var (
	tagHTML, tagHead, tagBody = tagNamed("html"), tagNamed("head"), tagNamed("body")
	tagMeta, tagLink, tagHr   = tagNamed("meta"), tagNamed("link"), tagNamed("hr")
	tagA, tagP, tagPre        = tagNamed("a"), tagNamed("p"), tagNamed("pre")
	tagUl, tagOl              = tagNamed("ul"), tagNamed("ol")
	tagDl, tagDiv             = tagNamed("dl"), tagNamed("div")
)

const (
	doctype = "<!DOCTYPE html>"
	maxOpen = 100
)

// scan reads a page, or gives false where a parser has to.
func (s *scanner) scan(page []byte, index *pageIndex) bool {
	if !bytes.HasPrefix(page, []byte(doctype)) || len(page) > 1<<30 {
		return false
	}
	for _, c := range []byte("\x00\r\f") {
		if bytes.IndexByte(page, c) >= 0 {
			return false
		}
	}
	s.page, s.at, s.index = page, len(doctype), index
	s.open, s.frames, s.check = s.open[:0], 0, activity{}
	s.in.p, s.in.a, s.in.heading = 0, 0, 0
	s.now.said, s.now.elements = slices.Grow(s.now.said[:0], len(page)/2), slices.Grow(s.now.elements[:0], len(page)/32)
	for s.at < len(page) {
		ok := false
		switch {
		case page[s.at] != '<':
			ok = s.text()
		case s.at+1 < len(page) && page[s.at+1] == '/':
			ok = s.end()
		default:
			ok = s.known() || s.start()
		}
		if !ok {
			return false
		}
	}
	if len(s.open) > 0 || s.frames != 3 {
		return false
	}
	index.text, index.active, index.plain = s.now.said, s.check.verdict(), true
	return true
}

// keep has the next page compared with the one that was scanned last.
func (s *scanner) keep() {
	s.now.page = s.page
	s.now, s.before = s.before, s.now
}

// forget has the next page compared with none.
func (s *scanner) forget() { s.before.elements = s.before.elements[:0] }

// parent is the element that is open, of tag 0 outside all.
func (s *scanner) parent() tag {
	if len(s.open) == 0 {
		return 0
	}
	return s.open[len(s.open)-1].tag
}

// mostTried is how many elements of the page before are held against one: some were
// left out, or one was put in.
const mostTried = 4

// known takes over an element that the page before had in the same place.
func (s *scanner) known() bool {
	if s.frames < 3 || len(s.open) == 0 || s.open[len(s.open)-1].twin < 0 {
		return false
	}
	p, b := &s.open[len(s.open)-1], &s.before
	last := b.elements[p.twin].next
	for i, tried := p.child, 0; i < last && tried < mostTried; tried++ {
		e := &b.elements[i]
		end := s.at + int(e.end-e.start)
		if end <= len(s.page) && s.page[end-1] == '>' && bytes.Equal(s.page[s.at:end], b.page[e.start:e.end]) {
			s.take(i)
			p.child, p.met = e.next, false
			return true
		}
		i = e.next
	}
	return false
}

// take takes over an element of the page before, with all that is in it.
func (s *scanner) take(number int32) {
	b, first := &s.before, len(s.now.elements)
	e := b.elements[number]
	on, along, later := int32(s.at)-e.start, int32(len(s.now.said))-e.from, int32(first)-number
	s.now.said = append(s.now.said, b.said[e.from:e.to]...)
	s.now.elements = append(s.now.elements, b.elements[number:e.next]...)
	for i := range s.now.elements[first:] {
		x := &s.now.elements[first+i]
		x.start, x.end, x.from, x.to, x.next = x.start+on, x.end+on, x.from+along, x.to+along, x.next+later
		if x.id != 0 && s.index.hold(x.id) {
			s.index.all[x.id].from, s.index.all[x.id].to = x.from, x.to
		}
		if x.link != 0 {
			s.index.lead(x.link)
		}
	}
	s.at += int(e.end - e.start)
}

// twin is the element of the page before in whose place one of a tag stands that is not
// known, -1 for none.
func (s *scanner) twin(k tag) int32 {
	b := &s.before
	if len(s.open) == 0 {
		if len(b.elements) > 0 && b.elements[0].tag == k {
			return 0
		}
		return -1
	}
	p := &s.open[len(s.open)-1]
	if p.twin < 0 {
		return -1
	}
	last, i := b.elements[p.twin].next, p.child
	if p.met && i < last {
		i = b.elements[i].next
	}
	if i >= last || b.elements[i].tag != k {
		return -1
	}
	p.child, p.met = i, true
	return i
}

// text reads up to the next tag. Between the parts of a table, in the head and outside
// the body only blanks may stand.
func (s *scanner) text() bool {
	text := s.page[s.at:]
	if end := bytes.IndexByte(text, '<'); end >= 0 {
		text = text[:end]
	}
	s.at += len(text)
	p := s.parent()
	switch tags[p].model {
	case modelTable, modelRows, modelRow, modelFrame, modelNone:
		if p != tagBody && len(bytes.Trim(text, " \n\t")) > 0 {
			return false
		}
	}
	if bytes.IndexByte(text, '&') >= 0 {
		s.now.said = append(s.now.said, html.UnescapeString(string(text))...)
	} else {
		s.now.said = append(s.now.said, text...)
	}
	return true
}

func (s *scanner) end() bool {
	if len(s.open) == 0 {
		return false
	}
	top, rest := s.open[len(s.open)-1], s.page[s.at+2:]
	name := tags[top.tag].name
	if len(rest) <= len(name) || string(rest[:len(name)]) != name || rest[len(name)] != '>' {
		return false
	}
	s.at += len("</>") + len(name)
	e := &s.now.elements[top.number]
	e.end, e.to, e.next = int32(s.at), int32(len(s.now.said)), int32(len(s.now.elements))
	if top.first {
		s.index.all[e.id].to = e.to
	}
	s.count(top.tag, -1)
	s.open = s.open[:len(s.open)-1]
	return true
}

// count keeps the number of open elements that others must not stand in.
func (s *scanner) count(k tag, by int) {
	switch {
	case k == tagP:
		s.in.p += by
	case k == tagA:
		s.in.a += by
	case tags[k].model == modelHeading:
		s.in.heading += by
	}
}

func (s *scanner) start() bool {
	start := s.at
	s.at++
	k := tagOf(s.name())
	if k == 0 || !s.may(k) || !s.attributes() {
		return false
	}
	e := element{tag: k, start: int32(start), from: int32(len(s.now.said))}
	if !s.judge(&e) {
		return false
	}
	e.end, e.to, e.next = int32(s.at), e.from, int32(len(s.now.elements)+1)
	o := openElement{number: int32(len(s.now.elements)), tag: k, twin: s.twin(k), first: e.id != 0 && s.index.hold(e.id)}
	if o.first {
		s.index.all[e.id].from, s.index.all[e.id].to = e.from, e.to
	}
	s.now.elements = append(s.now.elements, e)
	switch tags[k].model {
	case modelVoid:
		return true
	case modelFrame:
		s.frames++
	}
	if k == tagPre { // a line that begins with it is not there
		if s.at < len(s.page) && s.page[s.at] == '\n' {
			s.at++
		}
		if s.at < len(s.page) && s.page[s.at] == '&' {
			return false
		}
	}
	s.count(k, 1)
	o.child = o.twin + 1
	s.open = append(s.open, o)
	return len(s.open) <= maxOpen
}

// may tells whether an element may begin here.
func (s *scanner) may(k tag) bool {
	p, m := s.parent(), tags[k].model
	if m == modelFrame {
		switch s.frames {
		case 0:
			return k == tagHTML && p == 0
		case 1:
			return k == tagHead && p == tagHTML
		case 2:
			return k == tagBody && p == tagHTML
		}
		return false
	}
	if p == tagHead {
		return m == modelTitle || k == tagMeta || k == tagLink
	}
	switch tags[p].model {
	case modelTable:
		return m == modelCaption || m == modelRows
	case modelRows:
		return m == modelRow
	case modelRow:
		return m == modelCell
	case modelNone, modelTitle:
		return false
	case modelFrame:
		if p != tagBody {
			return false
		}
	}
	switch m {
	case modelVoid:
		return k != tagMeta && k != tagLink && (k != tagHr || s.in.p == 0)
	case modelPhrasing:
		return k != tagA || s.in.a == 0
	case modelBlock, modelTable:
		return s.in.p == 0
	case modelHeading:
		return s.in.p == 0 && s.in.heading == 0
	case modelItem:
		return p == tagUl || p == tagOl
	case modelEntry:
		return p == tagDl || p == tagDiv && s.open[len(s.open)-2].tag == tagDl
	}
	return false
}

// name reads the name of an element or an attribute, in small letters.
func (s *scanner) name() []byte {
	from, i := s.at, s.at
	for i < len(s.page) && (s.page[i] >= 'a' && s.page[i] <= 'z' || i > from && (s.page[i] >= '0' && s.page[i] <= '9' || s.page[i] == '-')) {
		i++
	}
	s.at = i
	return s.page[from:i]
}

// attributes reads the rest of a tag.
func (s *scanner) attributes() bool {
	s.attrs = s.attrs[:0]
	for s.at < len(s.page) {
		c := s.page[s.at]
		s.at++
		if c == '>' {
			return true
		}
		if c != ' ' {
			return false
		}
		key := s.name()
		if len(key) == 0 {
			return false
		}
		for _, a := range s.attrs {
			if bytes.Equal(a.key, key) {
				return false
			}
		}
		var val []byte
		if rest := s.page[s.at:]; len(rest) > 1 && rest[0] == '=' && rest[1] == '"' {
			end := bytes.IndexByte(rest[2:], '"')
			if end < 0 {
				return false
			}
			val = rest[2 : 2+end]
			s.at += end + 3
			if bytes.IndexByte(val, '&') >= 0 {
				text := string(val)
				if strings.Contains(knownEntities.Replace(text), "&") { // in attributes others are read differently
					return false
				}
				val = []byte(html.UnescapeString(text))
			}
		}
		s.attrs = append(s.attrs, attribute{key, val})
	}
	return false
}

var knownEntities = strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "", "&#34;", "", "&#39;", "", "&#43;", "")

// judge looks at the attributes of a tag; it gives false where one hides the element, is
// active or is more than an element can have. None of the elements that are known here is
// active by its name.
func (s *scanner) judge(e *element) bool {
	for _, a := range s.attrs {
		switch string(a.key) {
		case "class":
		case "hidden":
			return false
		case "id":
			if len(a.val) == 0 {
				return false
			}
			e.id = s.index.of(a.val)
		case "href", "src":
			href := a.key[0] == 'h'
			if e.link != 0 || !href && bytes.HasPrefix(a.val, []byte("#")) {
				return false
			}
			e.link = s.index.of(a.val)
			if href && e.tag == tagA && !s.index.mayFollow(e.link) || href && e.tag != tagA && e.tag != tagLink || !href && !relative(s.index.all[e.link].text) {
				return false
			}
			s.index.lead(e.link)
		default:
			if activeKey(string(a.key)) {
				return false
			}
		}
	}
	if e.tag == tagMeta || e.tag == tagLink {
		n := html.Node{Data: tags[e.tag].name}
		for _, a := range s.attrs {
			n.Attr = append(n.Attr, html.Attribute{Key: string(a.key), Val: string(a.val)})
		}
		s.check.attributes(&n)
	}
	return s.check.bad == ""
}

// reader reads one page after the other.
type reader struct {
	scanner scanner
	names   *names // of the pages it has read
}

// mostNames is how many names of pages before are kept.
const mostNames = 1 << 14

// read reads a page, with a parser where it is not plain enough to do without. What it
// gives is good until the next page, and the page must stay as it is until that is read.
func (r *reader) read(page []byte) (*pageIndex, error) {
	if r.names == nil || len(r.names.all) > mostNames {
		r.names = new(names)
		r.scanner.forget()
	}
	r.names.turn++
	p := &pageIndex{names: r.names}
	if r.scanner.scan(page, p) {
		if r.scanner.forget(); len(p.twice) == 0 {
			r.scanner.keep()
		}
		return p, nil
	}
	r.scanner.forget()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	return indexTree(doc), nil
}

// names are the ids of pages and the addresses that they link to, each by a number.
type names struct {
	by   map[string]name
	all  []mention
	turn int32 // goes up with each page
}

type name int32

type mention struct {
	text     string
	held     int32      // turn of the last page in which an element has it for its id
	from, to int32      // of the text of that page, where it was scanned
	node     *html.Node // that element, where it was parsed
	linked   int32      // turn of the last page that links to it
	target   name       // of a link to a place in its own page: its id, else 0
	followed verdict
}

type verdict int8

const (
	unknownYet verdict = iota
	allowed
	refused
)

// of gives the number of a name.
func (n *names) of(text []byte) name {
	if i, ok := n.by[string(text)]; ok {
		return i
	}
	if n.by == nil {
		n.by, n.all = make(map[string]name, 512), make([]mention, 1, 512)
	}
	x := mention{text: string(text)}
	if id, ok := strings.CutPrefix(x.text, "#"); ok {
		x.target = n.of([]byte(id))
	}
	i := name(len(n.all))
	n.all, n.by[x.text] = append(n.all, x), i
	return i
}

// mayFollow tells whether a page may link to an address. Most are those of the page before.
func (n *names) mayFollow(to name) bool {
	x := &n.all[to]
	if x.followed == unknownYet {
		x.followed = refused
		if mayFollow(x.text) {
			x.followed = allowed
		}
	}
	return x.followed == allowed
}
