// Package finding holds the one type every floor reports in: a Finding says
// what is wrong, where, why it matters and what to write instead.
//
// A finding is a value. The floor that notices something makes one; only the
// command and the preview turn it into words on a screen, through the writers
// of this package (see Text and JSON). Nothing here logs or exits.
//
// # Codes
//
// A code is a short, stable, lower-case name such as "unknown-id". It is never
// reused for something else, so that an exception, an editor or a script may
// rely on it. Every code has a page in [Explain], which is what
// `candor explain CODE` prints.
package finding

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity orders findings; the zero value is Error so that a forgotten
// severity never passes silently.
type Severity int

const (
	Error   Severity = iota // must be mended; publish refuses
	Warning                 // should be mended; publish goes on
	Note                    // worth knowing
)

func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// MarshalText writes the severity as its word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Place is a range in a file of the workspace. Lines and columns count from 1;
// columns count Unicode code points, as editors show them. The zero Place means
// that the finding belongs to no file.
type Place struct {
	File    string `json:"file,omitempty"` // slash-separated, relative to the workspace
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"column,omitempty"`
	EndLine int    `json:"endLine,omitempty"`
	EndCol  int    `json:"endColumn,omitempty"` // one past the last column
}

// String gives file:line:column, the form editors and terminals link.
func (p Place) String() string {
	switch {
	case p.File == "":
		return ""
	case p.Line == 0:
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// IsZero reports whether the place names no file.
func (p Place) IsZero() bool { return p.File == "" }

// Related points at a second place that explains the first, such as the entry
// that a duplicate repeats.
type Related struct {
	Place   Place  `json:"place"`
	Message string `json:"message"`
}

// Finding is one thing wrong.
type Finding struct {
	Code     string    `json:"code"`
	Severity Severity  `json:"severity"`
	Place    Place     `json:"place,omitzero"`
	Message  string    `json:"message"`           // one sentence without jargon and without a period
	Line     string    `json:"line,omitempty"`    // the source line, for the caret
	Help     string    `json:"help,omitempty"`    // what to write instead
	Why      string    `json:"why,omitempty"`     // why it matters; from the code's page when empty
	Related  []Related `json:"related,omitempty"` // other places that take part
	Notice   string    `json:"notice,omitempty"`  // id of the notice it concerns, when it concerns one
	In       Reach     `json:"in,omitempty"`      // the notices it stands in, where that is not Notice alone
	Law      string    `json:"law,omitempty"`     // citation, for findings of a law pack
	Pack     string    `json:"pack,omitempty"`    // id of the law pack that asks for it, "" for what is wrong in the files themselves
	OfFile   bool      `json:"-"`                 // it is of the file, and so of every notice that is made from it
}

// wholeFile are the codes of files of which nothing could be read. What such a
// file holds is missing everywhere else.
var wholeFile = []string{"unreadable", "encoding", "too-large"}

func later(f Finding) int {
	if slices.Contains(wholeFile, f.Code) {
		return 0
	}
	return 1
}

// Sort orders findings by place, then severity, code and message, so that the
// same workspace always prints the same report. Files that could not be read come
// first, for much else may follow from them.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(later(a), later(b)),
			cmp.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Col, b.Place.Col),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// Merge sorts findings and tells once what several notices say of the same place: of a
// base that they extend, or of what all share. In then names them all.
func Merge(fs []Finding) []Finding {
	Sort(fs)
	out := fs[:0]
	for from := 0; from < len(fs); {
		to := from + 1
		for to < len(fs) && fs[to].Code == fs[from].Code && fs[to].Place == fs[from].Place && fs[to].Message == fs[from].Message {
			to++
		}
		f := fs[from]
		if to > from+1 {
			f.In = reachOf(fs[from:to])
		}
		out = append(out, f)
		from = to
	}
	clear(fs[len(out):])
	return out
}

// Count returns how many findings have the given severity.
func Count(fs []Finding, s Severity) int {
	n := 0
	for _, f := range fs {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Blocking reports whether any finding is an error.
func Blocking(fs []Finding) bool { return Count(fs, Error) > 0 }
