package themes

import "reflect"

// A worker makes one page after another, and pages of notices that extend one base differ
// in little. So it remembers the page that it made last: prose that is the same text is
// taken from there, and a section that is the same, whole, is not run again but copied.
// What it remembers is of one page, be there ten thousand; what is the same is found out
// by comparing values and never by where they come from.

// recall is the page that was made last.
type recall struct {
	lang     string
	sections []sectionView
	next     int // number of the next section that is like none before
}

// of numbers the sections of a page: one that the page before had too keeps its number.
func (m *recall) of(lang string, sections []sectionView) {
	before := m.sections
	if m.lang != lang {
		before = nil // the words are others
	}
	for i := range sections {
		s := &sections[i]
		s.number = 0
		for k := range before {
			if o := &before[k]; o.ID == s.ID && alike(reflect.ValueOf(o).Elem(), reflect.ValueOf(s).Elem()) {
				s.number, before = o.number, before[k+1:]
				break
			}
		}
		if s.number == 0 {
			m.next++
			s.number = m.next
		}
	}
	m.lang, m.sections = lang, sections
}

// alike compares two values of a view, but for the numbers of sections.
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
		numbered := a.Type() == sectionType
		for i := range a.NumField() {
			if !(numbered && i == numberField) && !alike(a.Field(i), b.Field(i)) {
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

var sectionType = reflect.TypeFor[sectionView]()

var numberField = func() int {
	f, _ := sectionType.FieldByName("number")
	return f.Index[0]
}()

// impression is what one program wrote, and where in it the sections are.
type impression struct {
	out      []byte
	sections []printedSection
}

type printedSection struct {
	by       *program
	number   int
	from, to int
}

// recalled runs a program on a section, or copies what it wrote of the same section in
// the file before.
func (g *program) recalled(p *press, section reflect.Value) {
	number, from := int(section.Field(numberField).Int()), len(p.out)
	if number == 0 {
		g.enter(p, section)
		return
	}
	done := false
	for _, s := range p.last.sections {
		if s.by == g && s.number == number {
			p.copy(p.last.out[s.from:s.to])
			done = true
			break
		}
	}
	if !done {
		g.enter(p, section)
	}
	p.now.sections = append(p.now.sections, printedSection{g, number, from, len(p.out)})
}
