package themes

import (
	"sync"

	"github.com/candor-privacy/candor/notices/finding"
)

// late are the templates that have run out of time while a site is made. No other page of
// that site waits for one again: a loop without an end costs its two seconds once, and not
// once a notice.
type late struct {
	mu  sync.Mutex
	all []lateness
}

type lateness struct {
	kind, template string // in which time ran out
	fault          finding.Finding
}

// add notes where time ran out.
func (l *late) add(kind, template string, f finding.Finding) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, lateness{kind, template, f})
}

// some tells whether there is one.
func (l *late) some() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all) > 0
}

// of is what is wrong with one that a template of a theme comes to, nil for none.
func (l *late) of(t *Theme, kind, name string) *finding.Finding {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.all {
		if one.kind == kind && reached(t.trees()[kind], name)[one.template] != nil {
			f := one.fault
			return &f
		}
	}
	return nil
}
