package themes

import (
	"reflect"
	"slices"
)

// A worker makes one page after another, and pages of notices that extend one base differ
// in little. So it remembers the page that it made last: prose that is the same text is
// taken from there, and a section, or a column of the table in one of its rows, that is the
// same, whole, is not run again but copied. What it remembers is of one page, be there ten
// thousand; what is the same is found out by comparing values and never by where they come
// from.

// recall is the page that was made last.
type recall struct {
	lang     string
	sections []sectionView
	bodies   []bodyView // of the table
	last     int        // number that was given last
}

// of numbers the sections and columns of a page: one that the page before had too keeps its
// number.
func (m *recall) of(lang string, n *noticeView) {
	sections, bodies := m.sections, m.bodies
	if m.lang != lang {
		sections, bodies = nil, nil // the words are others
	}
	m.lang, m.sections, m.bodies = lang, n.Sections, n.Table.Bodies
	for i := range n.Sections {
		s := &n.Sections[i]
		if s.number > 0 { // it was taken from the page before, see builder.again
			continue
		}
		for k := range sections {
			if o := &sections[k]; o.ID == s.ID && alike(reflect.ValueOf(o).Elem(), reflect.ValueOf(s).Elem()) {
				s.number, sections = o.number, sections[k+1:]
				break
			}
		}
		m.number(&s.number)
	}
	for i := range n.Table.Bodies {
		var before []rowView
		if i < len(bodies) {
			before = bodies[i].Rows
		}
		m.rows(n.Table.Bodies[i].Rows, before)
	}
}

// mostRows is how many rows that the page before had may be gone before one is new.
const mostRows = 8

// rows numbers the columns of rows, but for rows that were taken from the page before.
func (m *recall) rows(rows, before []rowView) {
	for i := range rows {
		row, old := &rows[i], &rowView{}
		for k := range before[:min(mostRows, len(before))] {
			if slices.Equal(before[k].Data, row.Data) {
				old, before = &before[k], before[k+1:]
				break
			}
		}
		for _, c := range [][2]*columnView{{&row.Why, &old.Why}, {&row.Shared, &old.Shared}, {&row.Kept, &old.Kept}} {
			if c[0].number == 0 && sameColumn(c[0], c[1]) {
				c[0].number = c[1].number
			}
			m.number(&c[0].number)
		}
	}
}

// number gives a number to what has none.
func (m *recall) number(of *int) {
	if *of == 0 {
		m.last++
		*of = m.last
	}
}

func sameColumn(a, b *columnView) bool {
	return a.Below == b.Below && a.Apart == b.Apart && slices.Equal(a.As, b.As) && slices.EqualFunc(a.Cells, b.Cells, sameCell)
}

func sameCell(a, b cellView) bool {
	return a.link == b.link && a.Condition == b.Condition && a.After == b.After && a.For == b.For && slices.Equal(a.Forms, b.Forms) && slices.Equal(a.Unclear, b.Unclear)
}

// alike compares two values of a view, but for their numbers.
func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.String:
		return a.String() == b.String()
	case reflect.Bool:
		return a.Bool() == b.Bool()
	case reflect.Int:
		return a.Int() == b.Int()
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		number := numberOf(a.Type())
		for i := range a.NumField() {
			if i != number && !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		return alike(a.Elem(), b.Elem())
	}
	return false
}

var sectionType, columnType = reflect.TypeFor[sectionView](), reflect.TypeFor[columnView]()

var sectionNumber, columnNumber = fieldOf(sectionType, "number"), fieldOf(columnType, "number")

func fieldOf(typ reflect.Type, name string) int {
	f, _ := typ.FieldByName(name)
	return f.Index[0]
}

// numberOf is which field of a type is its number, -1 for none.
func numberOf(typ reflect.Type) int {
	switch typ {
	case sectionType:
		return sectionNumber
	case columnType:
		return columnNumber
	}
	return -1
}

// impression is what one program wrote, and where in it the sections and columns are.
type impression struct {
	out    []byte
	parts  []printedPart
	latest int // the highest of their numbers
	next   int // of the parts, that is likely to be asked for
}

type printedPart struct {
	by       *program
	number   int
	from, to int
}

// find looks for what a program wrote of something with a number.
func (m *impression) find(by *program, number int) (part printedPart, ok bool) {
	if number > m.latest {
		return part, false
	}
	for range m.parts {
		if m.next >= len(m.parts) {
			m.next = 0
		}
		part = m.parts[m.next]
		m.next++
		if part.by == by && part.number == number {
			return part, true
		}
	}
	return part, false
}

// recalled runs a program on something that has a number, or copies what it wrote of the
// same in the file before.
func (g *program) recalled(p *press, v reflect.Value, number int) {
	if number == 0 {
		g.enter(p, v)
		return
	}
	from := len(p.out)
	if part, ok := p.last.find(g, number); ok {
		p.copy(p.last.out[part.from:part.to])
	} else {
		g.enter(p, v)
	}
	p.now.parts = append(p.now.parts, printedPart{g, number, from, len(p.out)})
	p.now.latest = max(p.now.latest, number)
}
