package themes

import (
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Printer renders the notices of a site one by one, for those who keep none. It makes the
// files that [Theme.Render] makes, and may be used by several goroutines.
type Printer struct {
	theme *Theme
	site  Site
	late  late

	mu   sync.Mutex
	free []*run
}

// Printer makes the printer of a site, of which no notices need be known.
func (t *Theme) Printer(s Site) *Printer { return &Printer{theme: t, site: s} }

// Notice renders the files of one notice and of the documents that laws ask for of it,
// sorted by path, and hands them on: their bytes are good until the function that takes
// them returns. Away are the addresses outside its page that the page links to or loads
// from, each once and as a browser reads them; nil where the page is not plain enough to
// tell without a parser.
func (p *Printer) Notice(n *notices.Notice, documents []Statutory, to func(files []File, away []string)) []finding.Finding {
	r := p.take()
	defer p.give(r)
	s := p.site
	s.Statutory = map[string][]Statutory{n.ID: documents}
	files, found := r.notice(s, n)
	slices.SortFunc(files, byPath)
	to(files, r.away)
	return found
}

// Common renders the files that are not of one notice, sorted by path. Of the notices it
// asks for no more than their heads, and of their documents for the paths.
func (p *Printer) Common(digest string, all []*notices.Notice, documents map[string][]Statutory) ([]File, []finding.Finding) {
	s := p.site
	s.Digest, s.Notices, s.Statutory = digest, all, documents
	r := p.theme.newRun()
	r.late = &p.late
	files, found := r.common(s)
	slices.SortFunc(files, byPath)
	return files, found
}

// give lets others take a run again.
func (p *Printer) give(r *run) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, r)
}

// take gives a run that nobody else has.
func (p *Printer) take() *run {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 {
		r := p.free[n-1]
		p.free = p.free[:n-1]
		return r
	}
	r := p.theme.newRun()
	r.lends, r.late = true, &p.late
	return r
}
