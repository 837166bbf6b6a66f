package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Report is what is handed to other programs: findings, and what those programs ask
// beside them. Its methods write it in their formats; see [JSON] for our own.
//
// Findings without a file are about the workspace as a whole. The formats want a file
// of every finding, so they get candor.toml.
type Report struct {
	Findings []Finding
	Closing  string // what to know about findings of law packs, "" where none was asked
	Version  string // of candor
	Day      string // as of which all was checked: 2026-01-31
	// Folder is where the workspace lies in its repository, slash-separated and "" for
	// the top. Files are named from there, for those who read reports stand at the top.
	Folder string
	// Explain gives the page of a code, also of one that is not ours: of a demand of a law.
	Explain func(code string) (Page, bool)
}

// sorted gives the findings in the order of every report.
func (r *Report) sorted() []Finding {
	fs := slices.Clone(r.Findings)
	Sort(fs)
	return fs
}

// page explains the code of a finding, by the finding itself if need be.
func (r *Report) page(f Finding) Page {
	p, ok := r.Explain(f.Code)
	if !ok {
		p = Page{Code: f.Code, Title: f.Code, Severity: f.Severity}
	}
	p.Why = cmp.Or(p.Why, f.Why)
	p.Law = cmp.Or(p.Law, f.Law)
	return p
}

// file names the file of a place from the top of the repository.
func (r *Report) file(p Place) string {
	return path.Join(r.Folder, cmp.Or(p.File, "candor.toml"))
}

// uri is the file of a place as a relative URI.
func (r *Report) uri(p Place) string { return (&url.URL{Path: r.file(p)}).String() }

// sentence is the message of a finding with what to do and, of one in several notices,
// in which, safe to print.
func (f *Finding) sentence() string {
	s := f.Message
	if f.Help != "" {
		s += "; " + f.Help
	}
	if len(f.In) > 0 {
		s += " (in " + f.In.String() + ")"
	}
	return visible(s)
}

// prints gives each finding a name that stays while lines move: it is made of the
// code, the file, the notice, the message and the text of the line, and counts those
// that are alike in all of it.
func prints(fs []Finding) []string {
	out, alike := make([]string, len(fs)), map[string]int{}
	for i, f := range fs {
		if len(f.In) > 0 {
			f.Notice = ""
		}
		about := fmt.Sprintf("%q", []string{f.Code, f.Place.File, f.Notice, f.Message, strings.TrimSpace(f.Line)})
		alike[about]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", about, alike[about]))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}
