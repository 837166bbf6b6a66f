package themes

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// scanner reads a page that is so plainly written that its tree is what stands there:
// every element but the void ones is closed, in order, and stands where a parser would
// neither move it nor close another for it. Then no tree is needed to know what stands
// in which element. Of any other page it makes nothing, and a parser has to read it.
type scanner struct {
	rest  string
	open  []openElement
	seen  []string        // html, head, body, as they came
	node  html.Node       // the one at hand: name and attributes
	said  strings.Builder // the text of the page
	index pageIndex
	check activity
	in    struct{ p, a, heading int } // how many are open
}

type openElement struct {
	name, id string // id where the element is the first to have it
	model    model
	from     int // of its text
}

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

// modelOf looks an element up: every tag of every page is.
func modelOf(name string) model {
	for _, e := range modelsBy[modelKey(name)] {
		if e.name == name {
			return e.model
		}
	}
	return modelNone
}

// modelsBy are the models by the ends and the length of the name.
var modelsBy = func() (out [64][]openElement) {
	for name, m := range models {
		out[modelKey(name)] = append(out[modelKey(name)], openElement{name: name, model: m})
	}
	return out
}()

func modelKey(name string) int {
	if name == "" {
		return 0
	}
	return (int(name[0]) + 5*int(name[len(name)-1]) + 16*len(name)) & 63
}

const (
	doctype = "<!DOCTYPE html>"
	maxOpen = 100
)

// scan reads a page, or gives false where a parser has to.
func scan(page string) (pageIndex, bool) {
	rest, ok := strings.CutPrefix(page, doctype)
	if !ok || strings.ContainsAny(page, "\x00\r\f") {
		return pageIndex{}, false
	}
	s := &scanner{rest: rest, index: newPageIndex()}
	s.said.Grow(len(page) / 2)
	for s.rest != "" {
		if s.rest[0] != '<' {
			ok = s.text()
		} else if strings.HasPrefix(s.rest, "</") {
			ok = s.end()
		} else {
			ok = s.start()
		}
		if !ok {
			return pageIndex{}, false
		}
	}
	if len(s.open) > 0 || len(s.seen) != 3 {
		return pageIndex{}, false
	}
	s.index.said, s.index.active, s.index.plain = s.said.String(), s.check.verdict(), true
	return s.index, true
}

func (s *scanner) parent() openElement {
	if len(s.open) == 0 {
		return openElement{}
	}
	return s.open[len(s.open)-1]
}

// text reads up to the next tag. Between the parts of a table, in the head and outside
// the body only blanks may stand.
func (s *scanner) text() bool {
	end := strings.IndexByte(s.rest, '<')
	if end < 0 {
		end = len(s.rest)
	}
	text := s.rest[:end]
	s.rest = s.rest[end:]
	switch p := s.parent(); p.model {
	case modelTable, modelRows, modelRow, modelFrame, modelNone:
		if p.name != "body" && strings.Trim(text, " \n\t") != "" {
			return false
		}
	}
	s.said.WriteString(html.UnescapeString(text))
	return true
}

func (s *scanner) end() bool {
	name, rest, ok := strings.Cut(s.rest[2:], ">")
	top := s.parent()
	if !ok || top.name != name || name == "" {
		return false
	}
	if top.id != "" {
		s.index.ids[top.id] = passage{from: top.from, to: s.said.Len()}
	}
	s.count(top, -1)
	s.open = s.open[:len(s.open)-1]
	s.rest = rest
	return true
}

// count keeps the number of open elements that others must not stand in.
func (s *scanner) count(e openElement, by int) {
	switch {
	case e.name == "p":
		s.in.p += by
	case e.name == "a":
		s.in.a += by
	case e.model == modelHeading:
		s.in.heading += by
	}
}

func (s *scanner) start() bool {
	name := s.name(1)
	m := modelOf(name)
	if m == modelNone || !s.may(name, m) {
		return false
	}
	s.rest = s.rest[1+len(name):]
	if !s.attributes() {
		return false
	}
	s.node.Data = name
	s.check.attributes(&s.node) // of the elements that are known here none is active by its name
	e := openElement{name: name, model: m, from: s.said.Len()}
	for _, a := range s.node.Attr {
		if a.Key == "hidden" || a.Key == "id" && a.Val == "" {
			return false
		}
		if s.index.attribute(a) {
			s.index.ids[a.Val] = passage{from: e.from, to: e.from}
			e.id = a.Val
		}
	}
	if m == modelVoid {
		return true
	}
	if m == modelFrame {
		s.seen = append(s.seen, name)
	}
	if name == "pre" { // a line that begins with it is not there
		if s.rest = strings.TrimPrefix(s.rest, "\n"); strings.HasPrefix(s.rest, "&") {
			return false
		}
	}
	s.count(e, 1)
	s.open = append(s.open, e)
	return len(s.open) <= maxOpen
}

// may tells whether an element may begin here.
func (s *scanner) may(name string, m model) bool {
	p := s.parent()
	if m == modelFrame {
		order := []string{"html", "head", "body"}
		return len(s.seen) < 3 && order[len(s.seen)] == name && (name == "html" && p.name == "" || name != "html" && p.name == "html")
	}
	if p.name == "head" {
		return m == modelTitle || name == "meta" || name == "link"
	}
	switch p.model {
	case modelTable:
		return m == modelCaption || m == modelRows
	case modelRows:
		return m == modelRow
	case modelRow:
		return m == modelCell
	case modelNone, modelTitle:
		return false
	case modelFrame:
		if p.name != "body" {
			return false
		}
	}
	switch m {
	case modelVoid:
		return name != "hr" && name != "meta" && name != "link" || name == "hr" && s.in.p == 0
	case modelPhrasing:
		return name != "a" || s.in.a == 0
	case modelBlock, modelTable:
		return s.in.p == 0
	case modelHeading:
		return s.in.p == 0 && s.in.heading == 0
	case modelItem:
		return p.name == "ul" || p.name == "ol"
	case modelEntry:
		return p.name == "dl" || p.name == "div" && s.open[len(s.open)-2].name == "dl"
	}
	return false
}

// name is the name of an element or an attribute, in small letters.
func (s *scanner) name(at int) string {
	i := at
	for i < len(s.rest) && (s.rest[i] >= 'a' && s.rest[i] <= 'z' || i > at && (s.rest[i] >= '0' && s.rest[i] <= '9' || s.rest[i] == '-')) {
		i++
	}
	return s.rest[at:i]
}

// attributes reads the rest of a tag.
func (s *scanner) attributes() bool {
	s.node.Attr = s.node.Attr[:0]
	for {
		if strings.HasPrefix(s.rest, ">") {
			s.rest = s.rest[1:]
			return true
		}
		if !strings.HasPrefix(s.rest, " ") {
			return false
		}
		key := s.name(1)
		if key == "" || slices.ContainsFunc(s.node.Attr, func(a html.Attribute) bool { return a.Key == key }) {
			return false
		}
		s.rest = s.rest[1+len(key):]
		val := ""
		if strings.HasPrefix(s.rest, `="`) {
			end := strings.IndexByte(s.rest[2:], '"')
			if end < 0 {
				return false
			}
			val, s.rest = s.rest[2:2+end], s.rest[2+end+1:]
			if strings.Contains(val, "&") {
				if strings.Contains(knownEntities.Replace(val), "&") { // in attributes others are read differently
					return false
				}
				val = html.UnescapeString(val)
			}
		}
		s.node.Attr = append(s.node.Attr, html.Attribute{Key: key, Val: val})
	}
}

var knownEntities = strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "", "&#34;", "", "&#39;", "", "&#43;", "")
