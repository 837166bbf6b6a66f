// Package schedule writes the retention schedule of notices: for every category of
// personal data and each purpose how long it is kept, from what event on, what is done
// then, and which sentence of the notice says so. It is what article 30(1)(f) of the
// GDPR asks a record to hold, “the envisaged time limits for erasure of the different
// categories of data”, and what those who run databases need as a list.
//
// A row is one category that has none below it, one purpose likewise, and one statement:
//
//	category   a category of the notice; a statement about a group gives a row for each
//	           member, less what it excepts. "" where a statement names none: any
//	purpose    "" where the statement names none: whatever the purpose
//	period     ISO 8601 (P12M), "10 business days", "indefinite", or "unstated" where the
//	           notice gives no figure; "" where no statement tells anything of the category
//	while      kept for as long as this holds, and only then the period runs
//	from       the event the period runs from; "" from the start
//	longer     "law" where the law may ask for more
//	then       what is done: delete, anonymise, …
//
// A category that no statement speaks of has a row without a statement, so that a gap is
// seen. Rows are in the order of the notice, and the same notices give the same bytes.
// Nothing internal is in them, for a notice holds none of it.
package schedule

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// Row is one line of a schedule.
type Row struct {
	Notice        string   `json:"notice"`
	Category      string   `json:"category"`
	CategoryLabel string   `json:"categoryLabel"`
	Purpose       string   `json:"purpose"`
	PurposeLabel  string   `json:"purposeLabel"`
	Audiences     []string `json:"audiences"` // whose data, as the statement names them; empty: anybody’s
	Addendum      string   `json:"addendum"`  // it holds only where this does
	Period        string   `json:"period"`
	PeriodWords   string   `json:"periodWords"`
	While         string   `json:"while"`
	WhileLabel    string   `json:"whileLabel"`
	From          string   `json:"from"`
	FromLabel     string   `json:"fromLabel"`
	Longer        string   `json:"longer"`
	Then          []string `json:"then"`
	Statement     string   `json:"statement"`
	Sentence      string   `json:"sentence"`
	Path          string   `json:"path"` // where it stands in the site: /intoo/#keep-resume
}

// Rows is the schedule of a set of notices.
func Rows(set *notices.Set) []Row {
	rows := []Row{}
	for _, n := range set.Notices {
		rows = append(rows, rowsOf(n)...)
	}
	return rows
}

func rowsOf(n *notices.Notice) (rows []Row) {
	categories := entries(n.Categories, func(c *notices.Category) entry { return entry{c.ID, c.Label, c.Members} })
	purposes := entries(n.Purposes, func(p *notices.Purpose) entry { return entry{p.ID, p.Label, p.Members} })
	var anything []Row
	for i := range n.Statements {
		if s := &n.Statements[i]; s.Keep != nil && len(s.Categories) == 0 {
			anything = append(anything, keeping(n, s, entry{}, purposes)...)
		}
	}
	for _, c := range categories {
		if len(c.members) > 0 {
			continue
		}
		before := len(rows)
		for i := range n.Statements {
			s := &n.Statements[i]
			if s.Keep != nil && covers(categories, s.Categories, c.id) && !covers(categories, s.Except, c.id) {
				rows = append(rows, keeping(n, s, c, purposes)...)
			}
		}
		if len(rows) == before && len(anything) == 0 {
			rows = append(rows, Row{Notice: n.ID, Category: c.id, CategoryLabel: c.label, Audiences: []string{}, Then: []string{}})
		}
	}
	return append(rows, anything...)
}

// keeping gives the rows of one statement about one category.
func keeping(n *notices.Notice, s *notices.Statement, c entry, purposes []entry) (rows []Row) {
	row := Row{
		Notice: n.ID, Category: c.id, CategoryLabel: c.label, Audiences: append([]string{}, s.Audiences...), Addendum: s.Addendum,
		Period: s.Keep.Period.String(), PeriodWords: s.Keep.Words, While: s.Keep.While, From: s.Keep.From,
		Longer: s.Keep.Longer, Then: append([]string{}, s.Keep.Then...), Statement: s.ID, Sentence: s.Sentence.Text, Path: s.Path,
	}
	if i := slices.IndexFunc(n.Gates, func(g notices.Gate) bool { return g.ID == row.While }); i >= 0 {
		row.WhileLabel = n.Gates[i].Label
	}
	if i := slices.IndexFunc(n.Events, func(e notices.Event) bool { return e.ID == row.From }); i >= 0 {
		row.FromLabel = n.Events[i].Label
	}
	if len(s.Purposes) == 0 {
		return []Row{row}
	}
	for _, p := range purposes {
		if len(p.members) == 0 && covers(purposes, s.Purposes, p.id) {
			row.Purpose, row.PurposeLabel = p.id, p.label
			rows = append(rows, row)
		}
	}
	return rows
}

// entry is a category or a purpose, and everything below it.
type entry struct {
	id, label string
	members   []string
}

func entries[T any](list []T, of func(*T) entry) (out []entry) {
	for i := range list {
		out = append(out, of(&list[i]))
	}
	return out
}

// covers reports whether an entry is one of ids or lies below one.
func covers(all []entry, ids []string, id string) bool {
	return slices.ContainsFunc(all, func(e entry) bool {
		return slices.Contains(ids, e.id) && (e.id == id || slices.Contains(e.members, id))
	})
}

var header = []string{
	"notice", "category", "category label", "purpose", "purpose label", "audiences", "addendum", "period", "period in words",
	"while", "while label", "from", "from label", "longer", "then", "statement", "sentence", "path",
}

// CSV writes rows as RFC 4180 has it, in UTF-8, with a header. Several ids in one cell
// are divided by "; ".
func CSV(w io.Writer, rows []Row) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(header); err != nil {
		return err
	}
	for _, r := range rows {
		cells := []string{
			r.Notice, r.Category, r.CategoryLabel, r.Purpose, r.PurposeLabel, strings.Join(r.Audiences, "; "), r.Addendum, r.Period, r.PeriodWords,
			r.While, r.WhileLabel, r.From, r.FromLabel, r.Longer, strings.Join(r.Then, "; "), r.Statement, r.Sentence, r.Path,
		}
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// inert quotes what a spreadsheet would take for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
