package themes

import (
	"reflect"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// A worker views one notice after another, and notices that extend one base say most of
// what they say in the same words. So a builder keeps the one before it and takes from
// there each section that comes out the same, with its number, see recall. A section is
// made of
//
//   - the vocabulary, the published issues, the language and the party's role,
//   - the statements and notes that stand in it, and what [builder.alike] lists,
//   - which entries the sections before it have explained, and how many texts are in them.
//
// Where each of these is the same, so is the section. All are compared by their values; that
// two lists are in one place of memory is only a quick way to know that they are the same.
// A section whose prose has a fault is made again, so that it is reported again.

// span is how one section of [sectionOrder] was made.
type span struct {
	at     int // among the sections of the page, -1 for an empty one
	begun  progress
	ended  progress
	faulty bool // a text of it is complained of
}

// progress is how far the sections of a page are.
type progress struct {
	told   int // entries explained
	serial int // texts numbered
	texts  int // of them that say something
}

func (b *builder) progress() progress { return progress{len(b.told), b.serial, b.texts} }

// again takes a section from the notice before, if it is the same.
func (b *builder) again(i int) (s sectionView, ok bool) {
	o := b.before
	if o == nil {
		return s, false
	}
	x := o.spans[i]
	if x.faulty || x.texts() > 0 && x.begun.serial != b.serial || !slices.Equal(o.told[:x.begun.told], b.told) || !b.alike(sectionOrder[i]) {
		return s, false
	}
	for _, e := range o.told[x.begun.told:x.ended.told] {
		b.tell(e)
	}
	b.serial += x.ended.serial - x.begun.serial
	b.texts += x.texts()
	if x.at >= 0 {
		s = o.made[x.at]
	}
	return s, true
}

func (x span) texts() int { return x.ended.texts - x.begun.texts }

// alike reports whether what a section is made of by itself is the same in the notice before.
func (b *builder) alike(section string) bool {
	o := b.before
	if !b.sameParts(entry{"section", section}) {
		return false
	}
	switch section {
	case "introduction":
		return b.n.Prose == o.n.Prose
	case "scope":
		return reflect.DeepEqual(b.n.Party, o.n.Party)
	case "collection":
		return slices.Equal(b.barred, o.barred)
	case "sharing":
		return slices.Equal(b.given, o.given) && slices.Equal(b.denied, o.denied)
	case "addenda":
		return sameList(b.n.Addenda, o.n.Addenda) && b.sameDocuments() &&
			!slices.ContainsFunc(b.n.Addenda, func(a notices.Addendum) bool { return !b.sameParts(entry{"addendum", a.ID}) })
	case "documents":
		return sameList(b.n.Documents, o.n.Documents) && b.sameDocuments()
	case "contact":
		return sameList(b.n.Contacts, o.n.Contacts)
	case "unclear":
		return len(b.issues) == 0 || slices.EqualFunc(b.n.Statements, o.n.Statements, func(x, y notices.Statement) bool {
			return x.ID == y.ID && x.Anchor == y.Anchor && x.Sentence.Text == y.Sentence.Text
		})
	}
	return true
}

// sameParts compares what stands in a section or an addendum.
func (b *builder) sameParts(at entry) bool {
	return slices.EqualFunc(b.parts[at], b.before.parts[at], func(x, y part) bool {
		if x.note != nil || y.note != nil {
			return reflect.DeepEqual(x.note, y.note)
		}
		return sameStatement(x.statement, y.statement)
	})
}

// sameDocuments compares the links to documents that laws ask for.
func (b *builder) sameDocuments() bool {
	o := b.before
	return slices.EqualFunc(b.documentsOf, o.documentsOf, func(x, y Statutory) bool {
		return x.Addendum == y.Addendum && x.Title == y.Title && strings.TrimPrefix(x.Path, b.n.Path) == strings.TrimPrefix(y.Path, o.n.Path)
	})
}

// planAgain takes the plan of the table from the notice before, if statements there reach
// the same data for the same people.
func (b *builder) planAgain() bool {
	o := b.before
	if o == nil || o.people == nil || !slices.EqualFunc(b.tabled, o.tabled, func(x, y *notices.Statement) bool {
		return x.Kind == y.Kind && same(x.Audiences, y.Audiences) && same(x.Categories, y.Categories) && same(x.Except, y.Except) &&
			same(x.Purposes, y.Purposes) && same(x.Bases, y.Bases)
	}) {
		return false
	}
	b.people, b.data, b.changed = o.people, o.data, make([]bool, len(b.tabled))
	for i, s := range b.tabled {
		b.changed[i] = !sameStatement(s, o.tabled[i])
	}
	return true
}

// rowAgain takes a row of the table from the notice before, if the plan is from there and
// the statements that fill the row are the same.
func (b *builder) rowAgain(people, row int) (r rowView, ok bool) {
	if b.changed == nil {
		return r, false
	}
	changed := func(i int) bool { return b.changed[i] }
	g := &b.people[people].groups[row]
	if slices.ContainsFunc(g.own, changed) || slices.ContainsFunc(g.layers, func(l layer) bool { return slices.ContainsFunc(l.statements, changed) }) {
		return r, false
	}
	return b.before.rows[people][row], true
}

// sameVocabulary compares all that every section of a notice may rest on.
func sameVocabulary(n, o *notices.Notice) bool {
	return n.Language == o.Language && n.Party.Role == o.Party.Role &&
		sameList(n.Categories, o.Categories) && sameList(n.Purposes, o.Purposes) && sameList(n.Recipients, o.Recipients) &&
		sameList(n.Audiences, o.Audiences) && sameList(n.Sources, o.Sources) && sameList(n.Bases, o.Bases) && sameList(n.Gates, o.Gates) &&
		sameList(n.Obligations, o.Obligations) && sameList(n.Rights, o.Rights) && sameList(n.Events, o.Events) &&
		sameList(n.Cookies, o.Cookies) && sameList(n.Definitions, o.Definitions) && sameList(n.Issues, o.Issues)
}

// sameStatement compares all of two statements but their paths, which no page shows.
func sameStatement(a, b *notices.Statement) bool {
	x, y := &a.Selector, &b.Selector
	return a.ID == b.ID && a.Kind == b.Kind && a.Addendum == b.Addendum && a.Section == b.Section && a.Anchor == b.Anchor &&
		a.Sentence.Text == b.Sentence.Text && a.Sentence.Lead == b.Sentence.Lead && same(a.Sentence.Items, b.Sentence.Items) &&
		a.Prose == b.Prose && a.List == b.List && a.Only == b.Only && same(a.Sources, b.Sources) &&
		same(x.Actions, y.Actions) && same(x.Audiences, y.Audiences) && same(x.Categories, y.Categories) && same(x.Except, y.Except) &&
		same(x.Purposes, y.Purposes) && same(x.Recipients, y.Recipients) && same(x.Forms, y.Forms) && same(x.Roles, y.Roles) &&
		same(x.Rights, y.Rights) && same(x.Events, y.Events) && x.Age == y.Age &&
		same(x.Where.Person, y.Where.Person) && same(x.Where.Customer, y.Where.Customer) &&
		same(x.Where.Host, y.Where.Host) && same(x.Where.Destination, y.Where.Destination) &&
		same(a.Bases, b.Bases) && same(a.Gates, b.Gates) && same(a.Unless, b.Unless) && same(a.When, b.When) && same(a.Owed, b.Owed) &&
		(a.Keep == b.Keep || reflect.DeepEqual(a.Keep, b.Keep)) && (a.Duty == b.Duty || reflect.DeepEqual(a.Duty, b.Duty))
}

// sameData compares which statements name which kinds of data.
func sameData(a, b []notices.Statement) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if x, y := &a[i], &b[i]; x != y && (x.Kind != y.Kind || !same(x.Categories, y.Categories)) {
			return false
		}
	}
	return true
}

// same compares lists of values.
func same[T comparable](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// sameList compares lists of entries.
func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || reflect.DeepEqual(a, b))
}
