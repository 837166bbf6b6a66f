package themes

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/candor-privacy/candor/notices"
)

// TestRecall: a worker that makes one page after another makes each as one that makes no
// other, whatever the page before it was.
func TestRecall(t *testing.T) {
	s := examples(t)
	altered := func(n *notices.Notice, change func(*notices.Notice)) *notices.Notice {
		c := *n
		c.ID += "-other"
		c.Statements, c.Recipients, c.Notes = slices.Clone(c.Statements), slices.Clone(c.Recipients), slices.Clone(c.Notes)
		change(&c)
		return &c
	}
	var all []*notices.Notice
	for _, n := range s.Notices {
		all = append(all, n, n,
			altered(n, func(c *notices.Notice) { c.Statements[len(c.Statements)/2].Sentence.Text += " And so on." }),
			altered(n, func(c *notices.Notice) { c.Statements = c.Statements[1:] }),
			altered(n, func(c *notices.Notice) { c.Recipients = c.Recipients[:len(c.Recipients)/2] }),
			altered(n, func(c *notices.Notice) { c.Language = "en-US" }),
			altered(n, func(c *notices.Notice) { c.Prose += "\n\n# A heading\n\n[nowhere](javascript:alert)\n" }),
			altered(n, func(c *notices.Notice) { c.Prose += "\n\n# A heading\n\n[nowhere](javascript:alert)\n" }),
			n)
	}
	all = append(all, all[0], all[9], all[0])
	for _, theme := range embeddedThemes(t) {
		one, taken, columns := theme.newRun(), 0, 0
		one.lends = true
		for i, n := range all {
			before := one.made.last
			got, found := one.notice(s, n)
			want, wanted := theme.newRun().notice(s, n)
			if fmt.Sprint(found) != fmt.Sprint(wanted) {
				t.Fatalf("%s, page %d: findings %v, alone %v", theme.name, i, found, wanted)
			}
			for k := range want {
				if got[k].Path != want[k].Path || !bytes.Equal(got[k].Data, want[k].Data) {
					t.Fatalf("%s, page %d: %s is another than that of a worker of its own", theme.name, i, want[k].Path)
				}
			}
			for _, section := range one.made.sections {
				if section.number <= before {
					taken++
				}
			}
			for _, body := range one.made.bodies {
				for _, row := range body.Rows {
					if row.Why.number <= before {
						columns++
					}
				}
			}
		}
		if taken < len(all) {
			t.Errorf("%s: only %d sections are known again", theme.name, taken)
		}
		if columns < len(all) {
			t.Errorf("%s: only %d columns are known again", theme.name, columns)
		}
	}
}

// TestSameColumn: columns of the table are the same if all that a template may show of them
// is, whatever fields they come to have.
func TestSameColumn(t *testing.T) {
	whole := func() (c columnView) {
		fill(reflect.ValueOf(&c).Elem().FieldByName("As"))
		c.Cells = make([]cellView, 1)
		cell := reflect.ValueOf(&c.Cells[0]).Elem()
		for _, f := range reflect.VisibleFields(cell.Type()) {
			if !f.Anonymous {
				fill(cell.FieldByIndex(f.Index))
			}
		}
		c.Below, c.Apart = true, true
		return c
	}
	a, b := whole(), whole()
	if b.number = 7; !sameColumn(&a, &b) {
		t.Fatal("a column is not the same as its copy with another number")
	}
	differ := func(name string, b columnView) {
		if a := whole(); sameColumn(&a, &b) {
			t.Errorf("columns that differ in %s are taken for the same", name)
		}
	}
	for _, f := range reflect.VisibleFields(columnType) {
		if f.IsExported() {
			b := whole()
			reflect.ValueOf(&b).Elem().FieldByIndex(f.Index).SetZero()
			differ(f.Name, b)
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[cellView]()) {
		if !f.Anonymous {
			b := whole()
			reflect.ValueOf(&b.Cells[0]).Elem().FieldByIndex(f.Index).SetZero()
			differ("a cell's "+f.Name, b)
		}
	}
}
