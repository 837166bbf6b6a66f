package site

import (
	"strings"

	"github.com/candor-privacy/candor/notices"
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
	shown, ok := v.version(name)
	if !ok {
		shown = version(emptyPage)
	}
	s := state{Page: shown, Good: readable(v.findings), Kept: v.good, Errors: finding.Count(v.findings, finding.Error), Warnings: finding.Count(v.findings, finding.Warning), Findings: []told{}}
	for _, f := range gravest(v.findings) {
		if len(s.Findings) == mostTold {
			s.Left = len(v.findings) - mostTold
			break
		}
		var text strings.Builder
		finding.Text(&text, []finding.Finding{f}, finding.TextOptions{Width: 60, Flow: true})
		s.Findings = append(s.Findings, told{
			Code: f.Code, Severity: f.Severity.String(), Law: f.Law, Message: f.Message, Place: f.Place.String(),
			Text: strings.TrimSuffix(text.String(), finding.Summary([]finding.Finding{f})+"\n"), Href: v.whereabouts(f),
		})
	}
	return s
}

// where names what a finding is about.
type where struct {
	notice, file string
	line         int
}

func whereOf(f finding.Finding) where { return where{f.Notice, f.Place.File, f.Place.Line} }

// whereabouts is the place in the pages of the entry in whose lines a finding is, or "".
func (v view) whereabouts(f finding.Finding) string {
	if v.hrefs != nil {
		return v.hrefs[whereOf(f)]
	}
	if v.set == nil {
		return ""
	}
	for _, n := range v.set.Notices {
		if href := whereabouts(n.ID, v.set.Internal[n.ID], f); href != "" {
			return href
		}
	}
	return ""
}

// whereabouts is the place in the page of a notice, "" where the finding is about another.
func whereabouts(notice string, in notices.Internal, f finding.Finding) string {
	if f.Place.IsZero() || f.Notice != "" && f.Notice != notice {
		return ""
	}
	best, line := "", 0
	for id, record := range in.Records() {
		if p := record.Place; p.File == f.Place.File && p.Line <= f.Place.Line && (p.Line > line || p.Line == line && id < best) {
			best, line = id, p.Line
		}
	}
	if best == "" {
		return ""
	}
	return "/" + notice + "/#" + strings.Replace(best, ".", "-", 1)
}
