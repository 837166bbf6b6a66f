package policies

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// demand is a row of a review as it is written.
type demand struct {
	Notice    string            `json:"notice"`
	Law       string            `json:"law"`
	Capacity  string            `json:"capacity,omitempty"`
	Check     string            `json:"check"`
	Title     string            `json:"title"`
	Citation  string            `json:"citation"`
	Severity  finding.Severity  `json:"severity"`
	Confirmed bool              `json:"confirmed"`
	State     State             `json:"state"`
	Why       string            `json:"why,omitempty"`
	Met       []Entry           `json:"met,omitempty"`
	Lacking   []finding.Finding `json:"lacking,omitempty"`
}

func (r *Review) demands() []demand {
	all := []demand{}
	for _, row := range r.Rows {
		all = append(all, demand{
			row.Notice, row.Law, row.Capacity, row.Check.ID, row.Check.Title, row.Check.Citation, row.Check.Grade(), row.Check.Confirmed,
			row.State, row.Why, row.Entries, row.Lacking,
		})
	}
	return all
}

// JSON writes every demand that was asked, with what meets it and what is lacking.
func (r *Review) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Version int      `json:"version"`
		Demands []demand `json:"demands"`
		Law     string   `json:"law,omitempty"` // what to know about it
	}{1, r.demands(), r.Closing()})
	if err != nil {
		return fmt.Errorf("write demands: %w", err)
	}
	return nil
}

// CSV gives the same as a table, a row for each demand: met names places in the site, or
// ids where an entry has none.
func (r *Review) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"notice", "law", "capacity", "check", "demand", "citation", "severity", "confirmed", "state", "why", "met", "lacking"}}
	for _, d := range r.demands() {
		var met, lacking []string
		for _, e := range d.Met {
			met = append(met, firstOf(e.Path, e.ID))
		}
		for _, f := range d.Lacking {
			lacking = append(lacking, fmt.Sprintf("%s (%s)", f.Message, f.Place))
		}
		rows = append(rows, []string{
			d.Notice, d.Law, d.Capacity, d.Check, d.Title, d.Citation, d.Severity.String(), fmt.Sprint(d.Confirmed),
			string(d.State), inert(d.Why), strings.Join(met, "; "), inert(strings.Join(lacking, "; ")),
		})
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

func firstOf(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// inert keeps words of authors from being run by a spreadsheet.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
