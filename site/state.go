package site

import (
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// state is what a page of the preview is told of the last build.
type state struct {
	Page     string `json:"page"` // the version of the page that is served now
	Good     bool   `json:"good"` // no error stands in the way of what was saved last
	Kept     bool   `json:"kept"` // the pages are of a build without errors, be it an earlier one
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
	Findings []told `json:"findings"`
	Left     int    `json:"left"`           // findings that are not told
	Edit     string `json:"edit,omitempty"` // what a page shows to open the editor, "" where there is none
}

// told is one finding as the terminal shows it, and where in the pages it belongs.
type told struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Law      string `json:"law,omitempty"`
	Message  string `json:"message"`
	Place    string `json:"place,omitempty"`
	Text     string `json:"text"`
	Href     string `json:"href,omitempty"` // of the statement or entry, from the root of the site
}

// mostTold is how many findings a page is told of; the terminal has all of them.
const mostTold = 100

// state gives the state for the page at a path.
func (v view) state(page string) state {
	name, _ := v.find(page)
	data, ok := v.files[name]
	if !ok {
		data = emptyPage
	}
	s := state{Page: version(data), Good: readable(v.findings), Kept: v.good, Errors: finding.Count(v.findings, finding.Error), Warnings: finding.Count(v.findings, finding.Warning), Findings: []told{}}
	for _, f := range gravest(v.findings) {
		if len(s.Findings) == mostTold {
			s.Left = len(v.findings) - mostTold
			break
		}
		var text strings.Builder
		finding.Text(&text, []finding.Finding{f}, finding.TextOptions{Width: 60})
		s.Findings = append(s.Findings, told{
			Code: f.Code, Severity: f.Severity.String(), Law: f.Law, Message: f.Message, Place: f.Place.String(),
			Text: strings.TrimSuffix(text.String(), finding.Summary([]finding.Finding{f})+"\n"), Href: v.whereabouts(f),
		})
	}
	return s
}

// whereabouts is the place in the pages of the entry in whose lines a finding is, or "".
func (v view) whereabouts(f finding.Finding) string {
	if v.set == nil || f.Place.IsZero() {
		return ""
	}
	for _, n := range v.set.Notices {
		if f.Notice != "" && f.Notice != n.ID {
			continue
		}
		best, line := "", 0
		for id, record := range v.set.Internal[n.ID].Entries {
			if p := record.Place; p.File == f.Place.File && p.Line <= f.Place.Line && (p.Line > line || p.Line == line && id < best) {
				best, line = id, p.Line
			}
		}
		if best != "" {
			return n.Path + "#" + strings.Replace(best, ".", "-", 1)
		}
	}
	return ""
}
