package themes

import (
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Printer renders the notices of a site one by one, for those who keep none. It gives
// the files that [Theme.Render] gives, and may be used by several goroutines.
type Printer struct {
	theme *Theme
	site  Site

	mu   sync.Mutex
	free []*run
}

// Printer makes the printer of a site, of which no notices need be known.
func (t *Theme) Printer(s Site) *Printer { return &Printer{theme: t, site: s} }

// Notice renders the files of one notice, sorted by path.
func (p *Printer) Notice(n *notices.Notice) ([]File, []finding.Finding) {
	return p.with(func(r *run) ([]File, []finding.Finding) { return r.notice(p.site, n) })
}

// Common renders the files that are not of one notice, sorted by path. Of the notices it
// asks for no more than their heads.
func (p *Printer) Common(digest string, all []*notices.Notice) ([]File, []finding.Finding) {
	s := p.site
	s.Digest, s.Notices = digest, all
	return p.with(func(r *run) ([]File, []finding.Finding) { return r.common(s) })
}

func (p *Printer) with(make func(*run) ([]File, []finding.Finding)) ([]File, []finding.Finding) {
	r := p.take()
	files, found := make(r)
	p.mu.Lock()
	p.free = append(p.free, r)
	p.mu.Unlock()
	slices.SortFunc(files, byPath)
	return files, found
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
	return p.theme.newRun()
}
