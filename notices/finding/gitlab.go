package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// GitLab writes the report as a code quality report of GitLab, which merge requests
// show: an array of objects that Code Climate's specification names. An error is major,
// a warning minor, a note info; the fingerprint stays while lines move.
func (r *Report) GitLab(w io.Writer) error {
	type lines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Type        string   `json:"type"`
		Check       string   `json:"check_name"`
		Description string   `json:"description"`
		Categories  []string `json:"categories"`
		Severity    string   `json:"severity"`
		Fingerprint string   `json:"fingerprint"`
		Location    location `json:"location"`
	}
	fs := r.sorted()
	issues, ids := make([]issue, len(fs)), prints(fs)
	for i, f := range fs {
		said := f.sentence()
		if f.Law != "" {
			said += " (" + visible(f.Law) + ")"
		}
		issues[i] = issue{
			"issue", f.Code, said, []string{"Compliance"}, map[Severity]string{Error: "major", Warning: "minor", Note: "info"}[f.Severity], ids[i],
			location{r.file(f.Place), lines{max(f.Place.Line, 1), max(f.Place.Line, f.Place.EndLine, 1)}},
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(issues); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}
