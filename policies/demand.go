package policies

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/laws"
)

// Matrix is what laws ask of notices, whole: the demands and the documents of a review,
// and the rules that decisions take, each with where a notice speaks of it and with what
// tests it.
type Matrix struct {
	*Review
	Rulings []Ruling
}

// NewMatrix makes the matrix of a review, with the rules of one law or, for "", of all, as
// they are in force on a day.
func NewMatrix(set *notices.Set, r *Review, law string, on inventory.Date) (*Matrix, error) {
	rulings, err := Rulings(set, law, on)
	if err != nil {
		return nil, err
	}
	return matrix(r, rulings), nil
}

// MatrixOf is [NewMatrix] of what rules reach in each notice, for those who keep none.
func MatrixOf(r *Review, touches []Touch) (*Matrix, error) {
	rulings, err := rulingsOf(touches)
	if err != nil {
		return nil, err
	}
	return matrix(r, rulings), nil
}

func matrix(r *Review, rulings []Ruling) *Matrix {
	type of struct{ rule, notice string }
	found := map[of][]finding.Finding{}
	for _, f := range r.Findings {
		found[of{f.Code, f.Notice}] = append(found[of{f.Code, f.Notice}], f)
	}
	for i := range rulings {
		for j := range rulings[i].Touches {
			t := &rulings[i].Touches[j]
			t.Contradictions = found[of{rulings[i].Rule.ID, t.Notice}]
		}
	}
	return &Matrix{r, rulings}
}

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

// ruling is a rule of decisions as it is written.
type ruling struct {
	Law       string       `json:"law"`
	Rule      string       `json:"rule"`
	Kind      string       `json:"kind"` // bar or duty
	Text      string       `json:"text"`
	Citation  string       `json:"citation"`
	Confirmed bool         `json:"confirmed"`
	Notices   []touch      `json:"notices"`
	Cases     []caseOfRule `json:"cases"`
}

// touch is a Touch as it is written.
type touch struct {
	Notice         string            `json:"notice"`
	Statements     []string          `json:"statements,omitempty"` // ids
	Contradictions []finding.Finding `json:"contradictions,omitempty"`
}

// caseOfRule is a scenario as it is written with a rule.
type caseOfRule struct {
	That    string          `json:"that"`
	As      string          `json:"as,omitempty"`
	Ask     json.RawMessage `json:"ask"`
	Law     string          `json:"law"`     // deny, owes or none
	Applies bool            `json:"applies"` // the rule is cited, and not spared
}

func (m *Matrix) demands() []demand {
	all := []demand{}
	for _, row := range m.Rows {
		all = append(all, demand{
			row.Notice, row.Law, row.Capacity, row.Check.ID, row.Check.Title, row.Check.Citation, row.Check.Grade(), row.Check.Confirmed,
			row.State, row.Why, row.Entries, row.Lacking,
		})
	}
	return all
}

// tests are those of every check that was asked, by its id.
func (m *Matrix) tests() map[string][]string {
	tests := map[string][]string{}
	for _, row := range m.Rows {
		if _, known := tests[row.Check.ID]; !known {
			tests[row.Check.ID] = laws.Tests(row.Law, row.Check.ID)
		}
	}
	return tests
}

func (m *Matrix) rulings() []ruling {
	all := []ruling{}
	for _, r := range m.Rulings {
		of := ruling{r.Law, r.Rule.ID, string(r.Rule.Kind), r.Rule.Text, r.Rule.Citation, r.Rule.Confirmed, []touch{}, []caseOfRule{}}
		for _, t := range r.Touches {
			to := touch{Notice: t.Notice, Contradictions: t.Contradictions}
			for _, e := range t.Entries {
				to.Statements = append(to.Statements, e.ID)
			}
			of.Notices = append(of.Notices, to)
		}
		for _, s := range r.Cases {
			of.Cases = append(of.Cases, caseOfRule{s.That, s.As, json.RawMessage(s.Ask), s.Law, r.Applies(&s)})
		}
		all = append(all, of)
	}
	return all
}

// JSON writes all of it.
func (m *Matrix) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Version   int                 `json:"version"`
		Demands   []demand            `json:"demands"`
		Tests     map[string][]string `json:"tests"` // of the checks
		Rules     []ruling            `json:"rules"`
		Documents []Wanted            `json:"documents"`
		Law       string              `json:"law,omitempty"` // what to know about it
	}{1, m.demands(), m.tests(), m.rulings(), append([]Wanted{}, m.Documents...), m.Closing()})
	if err != nil {
		return fmt.Errorf("write demands: %w", err)
	}
	return nil
}

// CSV gives the same as a table: a row for each demand on a notice, for each rule of
// decisions and notice it touches, and for each section of a document. Met names places
// in the site, or ids where an entry has none; tests are those of the check, or the cases
// that show the rule.
func (m *Matrix) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"notice", "law", "capacity", "kind", "id", "demand", "citation", "severity", "confirmed", "state", "why", "met", "lacking", "tests"}}
	tests := m.tests()
	for _, d := range m.demands() {
		rows = append(rows, []string{
			d.Notice, d.Law, d.Capacity, "demand", d.Check, d.Title, d.Citation, d.Severity.String(), fmt.Sprint(d.Confirmed),
			string(d.State), inert(d.Why), pathsOf(d.Met), inert(told(d.Lacking)), strings.Join(tests[d.Check], "; "),
		})
	}
	for _, r := range m.rulings() {
		kind := map[string]string{string(inventory.KindBar): "forbids", string(inventory.KindDuty): "owes"}[r.Kind]
		var cases []string
		for _, c := range r.Cases {
			cases = append(cases, c.That)
		}
		for _, t := range r.Notices {
			rows = append(rows, []string{t.Notice, r.Law, "", kind, r.Rule, r.Text, r.Citation, "", fmt.Sprint(r.Confirmed), "", "", strings.Join(t.Statements, "; "), inert(told(t.Contradictions)), strings.Join(cases, " | ")})
		}
	}
	for _, d := range m.Documents {
		for _, s := range d.Sections {
			rows = append(rows, []string{d.Notice, d.Law, "", "document", d.Document, s.Title, s.Citation, "", "", string(s.State), "", pathsOf(s.Entries), "", strings.Join(s.Checks, "; ")})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// told is the messages of findings, each with its place.
func told(found []finding.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, fmt.Sprintf("%s (%s)", f.Message, f.Place))
	}
	return strings.Join(all, "; ")
}

// pathsOf names entries by their places in the site, or by their ids.
func pathsOf(entries []Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, firstOf(e.Path, e.ID))
	}
	return strings.Join(all, "; ")
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
