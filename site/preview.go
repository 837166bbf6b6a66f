package site

import (
	"bytes"
	"context"
	"crypto/rand"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
)

// Preview shows a workspace as it is being written: an [net/http.Handler] that
// serves the last good build, and a loop, [Preview.Run], that builds again whenever a
// file changes and tells every open page.
//
// A build makes every page and looks at it, and keeps none: what somebody looks at is
// made again from the files as that build read them, and kept while it is open.
//
// A workspace with errors never takes a page away: the last good pages stay, under
// the report that the terminal shows. Before the first good build, what could be
// built is served in their place.
type Preview struct {
	// Poll looks at the dates of files twice a second, for folders whose changes send
	// no events. It is set before Run, if at all, and so is what follows.
	Poll bool
	// Edit opens a place of the workspace in the user's editor, for the page's author.
	Edit func(finding.Place) error

	dir     string
	sweep   time.Duration // between looks at dates
	options Options
	build   func(fs.FS) *Site  // nil where what it builds is out of date
	law     func(*Site, fs.FS) // nil where there is none to ask
	clock   func() time.Time

	wardrobe *wardrobe

	gate   sync.RWMutex // held for writing while somebody waits for a page
	shelf  *shelf
	mirror *mirror             // that the shelf reads
	quick  map[string]*Builder // of each notice that is open; for Run alone

	guests  *guests // nil while only this machine may read
	invited func(path string)

	marked bool // candor.toml was there once; for Run alone
	undone bool // the last build was halted; likewise

	mu      sync.Mutex
	now     view
	changed chan struct{} // closed when now is replaced
	ahead   []ahead
	read    []string       // files of the last build
	looked  map[string]int // how many pages of each notice are open

	turns   int                // times that pages were made in a hurry
	hurried map[string]hurried // what is newer than the last build

	first sync.Mutex // held while a page is made before the first build

	makes  sync.Mutex
	lately []*made // that were asked for, the last one first

	askMu  sync.Mutex
	asks   *policies.Engine // for one notice
	asksOf *notices.Notice
	asksBy map[string]string // rules of the workspace's own
	token  string            // that a page of this run shows when it opens an editor
}

// Built tells of one build of a preview.
type Built struct {
	Site  *Site
	Took  time.Duration
	Shown bool // the pages of this build are what the preview serves from now on
}

// view is what a preview serves at a moment. It is made once and not changed.
type view struct {
	files    map[string][]byte // by path relative to the site
	later    map[string]sum    // of files that are made when they are asked for
	newer    map[string][]byte // files that are newer than the build
	set      *notices.Set      // that the files show; of notices whose files are made later, the heads
	hrefs    map[where]string  // of what was found, nil where the set tells
	findings []finding.Finding // of the last build
	built    bool              // there was one
	good     bool              // the files come from a build without errors
	law      []finding.Finding // of the last build that was held against it
}

// NewPreview makes the preview of the workspace at dir. It has built nothing yet.
func NewPreview(dir string, o Options) *Preview {
	o.Dir = dir
	clock := o.Now
	if clock == nil {
		clock = func() time.Time { return time.Time{} }
	}
	p := &Preview{
		dir: dir, sweep: sweep, options: o, clock: clock, changed: make(chan struct{}), token: rand.Text(),
		looked: map[string]int{}, hurried: map[string]hurried{}, quick: map[string]*Builder{}, mirror: newMirror(), wardrobe: new(wardrobe),
	}
	p.shelf = newShelf(o, p.builder(), &p.gate)
	p.build, p.law = p.shelf.pages, p.shelf.law
	return p
}

// Run builds, tells, and builds again at every change, one build at a time, until
// ctx is over. What changes during a build is seen by the next.
func (p *Preview) Run(ctx context.Context, tell func(Built)) error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return err
	}
	in := inventory.WorkspaceOf(root.FS()).Folders()
	root.Close()
	w, m := newWatcher(ctx, p.dir, p.sweep, p.Poll), p.mirror
	go p.dress()
	p.waitForReader(ctx)
	w.follow(in) // before anything else is read, so that no change falls between
	made := make(chan struct{})
	todo := newBacklog()
	todo.add(report{all: true})
	go func() {
		defer close(made)
		for first := true; ; first = false {
			r, over := todo.take(ctx)
			if !over {
				return
			}
			p.round(w, m, r, first, tell)
		}
	}()
	defer func() {
		<-made
		p.shelf.remember()
	}()
	open := newMirror()
	for {
		more, over := w.wait(ctx, func(giveUp func() bool) report { return p.stale(m, giveUp) })
		if !over {
			return nil
		}
		p.shelf.halted.Store(true)
		p.hurry(open, more)
		todo.add(more)
	}
}

// backlog is what is reported and not built yet.
type backlog struct {
	mu     sync.Mutex
	report report
	some   chan struct{}
}

func newBacklog() *backlog { return &backlog{some: make(chan struct{}, 1)} }

func (b *backlog) add(r report) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.report = b.report.and(r)
	select {
	case b.some <- struct{}{}:
	default: // a build is due already
	}
}

// take waits until there is something to build, or returns false when ctx is over.
func (b *backlog) take(ctx context.Context) (report, bool) {
	select {
	case <-ctx.Done():
		return report{}, false
	case <-b.some:
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.report
	b.report = report{}
	return r, true
}

// round builds if anything differs from what the last build saw.
func (p *Preview) round(w *watcher, m *mirror, r report, first bool, tell func(Built)) {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return // the workspace is being moved: the sweep finds it again
	}
	defer root.Close()
	m.busy.Lock()
	defer m.busy.Unlock()
	m.open(root.FS())
	p.shelf.halted.Store(false)
	for turn, changed := p.turn(), m.refresh(r) || first || p.undone; changed; {
		start := p.clock()
		p.undone = true
		s := p.build(m)
		if s == nil {
			return // something newer waits
		}
		p.mind(s, m)
		isNew := p.showSince(turn, s)
		if readable(s.Findings) {
			m.settle()
		}
		took := p.clock().Sub(start)
		if p.law != nil { // no page waits for it
			p.law(s, m)
			p.showSince(turn, s)
		}
		p.undone = p.shelf.halted.Load()
		tell(Built{Site: s, Shown: isNew, Took: took})
		changed = false
		if in := s.Inventory.Workspace.Folders(); !w.follows(in) {
			w.follow(in) // candor.toml names other folders by now
			turn, changed = p.turn(), m.refresh(report{all: true})
		}
	}
}

// stale looks at dates, where no event tells of a change; not while something is being
// built, which looks at what was reported.
func (p *Preview) stale(m *mirror, giveUp func() bool) report {
	root, err := os.OpenRoot(p.dir)
	if err != nil || !m.busy.TryLock() {
		return report{}
	}
	defer root.Close()
	defer m.busy.Unlock()
	m.open(root.FS())
	return m.stale(giveUp)
}

// mind adds an error when candor.toml was there and is no more: the rest would
// build all the same, and check and publish would find no workspace.
func (p *Preview) mind(s *Site, fsys fs.FS) {
	_, err := fs.Stat(fsys, "candor.toml")
	p.marked = p.marked || err == nil
	if p.marked && err != nil {
		s.Findings = append(s.Findings, finding.Finding{Code: "unreadable", Place: finding.Place{File: "candor.toml"},
			Message: "there is no file candor.toml any more, so this is no workspace", Help: "put it back; it may be empty"})
		s.sort()
	}
}

func newView(s *Site) view {
	v := view{files: make(map[string][]byte, len(s.Public)), later: s.later, newer: map[string][]byte{}, set: s.Set, hrefs: s.hrefs, findings: s.Findings, built: true, good: readable(s.Findings)}
	for _, f := range s.Public {
		v.files[f.Path] = f.Data
	}
	return v
}

// has reports whether there is a file at a path.
func (v view) has(path string) bool {
	_, ok := v.version(path)
	return ok
}

// version names the content of the file at a path.
func (v view) version(path string) (string, bool) {
	if data, ok := v.newer[path]; ok {
		return version(data), true
	}
	if data, ok := v.files[path]; ok {
		return version(data), true
	}
	sum, ok := v.later[path]
	return nameOf(sum), ok
}

// readable reports whether what was written could be read. What a law lacks keeps no
// page from changing.
func readable(found []finding.Finding) bool {
	return !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity == finding.Error && f.Law == "" })
}

// show decides what is served from now on, and reports whether that is new.
func (p *Preview) show(s *Site) bool { return p.showSince(p.turn(), s) }

// showSince is show of a build that began after some pages had been made in a hurry. What
// was made so since is newer than the build.
func (p *Preview) showSince(turn int, s *Site) bool {
	next := newView(s)
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, h := range p.hurried {
		if h.turn <= turn {
			delete(p.hurried, name)
		} else if next.good {
			next.newer[name] = h.data
		}
	}
	switch {
	case next.good:
		p.ahead = nil
	case p.now.good:
		next.files, next.later, next.newer, next.set, next.good = p.now.files, p.now.later, p.now.newer, p.now.set, true
	default: // what was shown before the first build was good then
		for _, a := range p.ahead {
			for path, data := range a.files {
				if a.good && within(a.id, path) {
					next.newer[path] = data
				}
			}
		}
	}
	if s.Law.Findings == nil && p.law != nil { // the law is asked later: until then what it said last stands
		next.findings = append(slices.Clone(next.findings), p.now.law...)
		next.law = p.now.law
	} else {
		next.law = s.Law.Findings
	}
	isNew := !p.now.built || !maps.Equal(next.later, p.now.later) || !maps.EqualFunc(next.files, p.now.files, bytes.Equal)
	p.now = next
	p.read = nil
	if s.Inventory != nil {
		p.read = s.Inventory.Files
	}
	p.wake()
	return isNew
}

// wake tells everyone who waits that something else is served. It is called with the
// lock held.
func (p *Preview) wake() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// current returns what is served now and a channel that closes when that changes.
func (p *Preview) current() (view, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now, p.changed
}
