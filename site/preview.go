package site

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// Preview shows a workspace as it is being written: an [net/http.Handler] that
// serves the last good build from memory, and a loop, [Preview.Run], that builds
// again whenever a file changes and tells every open page.
//
// A workspace with errors never takes a page away: the last good pages stay, under
// the report that the terminal shows. Before the first good build, what could be
// built is served in their place.
type Preview struct {
	dir   string
	build func(fs.FS) *Site
	clock func() time.Time

	marked bool // candor.toml was there once; for Run alone

	mu      sync.Mutex
	now     view
	changed chan struct{} // closed when now is replaced
}

// Built tells of one build of a preview.
type Built struct {
	Site  *Site
	Took  time.Duration
	Shown bool // the pages of this build are what the preview serves from now on
}

// view is what a preview serves at a moment.
type view struct {
	files  map[string][]byte // by path relative to the site
	id     string            // of the files' content; a page knows the one it was served from
	report string            // the findings as text, while there are errors
	good   bool              // the files come from a build without errors
}

// NewPreview makes the preview of the workspace at dir. It has built nothing yet.
func NewPreview(dir string, o Options) *Preview {
	o.Dir = dir
	clock := o.Now
	if clock == nil {
		clock = func() time.Time { return time.Time{} }
	}
	build := func(fsys fs.FS) *Site { return Build(fsys, o) }
	return &Preview{dir: dir, build: build, clock: clock, changed: make(chan struct{})}
}

// Run builds, tells, and builds again at every change, one build at a time, until
// ctx is over. What changes during a build is seen by the next.
func (p *Preview) Run(ctx context.Context, tell func(Built)) error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return err
	}
	inv, _ := inventory.Load(root.FS())
	root.Close()
	w := newWatcher(ctx, p.dir)
	now := inputs{folders: folders(inv)}
	for {
		now = p.round(w, now, tell)
		if !w.wait(ctx, func() bool { return p.stamps(now.folders) != now.stamps }) {
			return nil
		}
	}
}

// inputs is what the last build was made from.
type inputs struct {
	folders          []string
	contents, stamps string
}

// round builds if anything differs from what the last build was made from. The
// folders are watched before they are read, and stamped before too, so that no
// change falls between two rounds.
func (p *Preview) round(w *watcher, last inputs, tell func(Built)) inputs {
	for {
		root, err := os.OpenRoot(p.dir)
		if err != nil {
			return last // the workspace is being moved: the sweep finds it again
		}
		defer root.Close()
		w.follow(last.folders)
		now := inputs{last.folders, contents(root.FS(), last.folders), stamps(root.FS(), last.folders)}
		if now.contents == last.contents {
			return now
		}
		start := p.clock()
		s := p.build(root.FS())
		p.mind(s, root.FS())
		tell(Built{Site: s, Shown: p.show(s), Took: p.clock().Sub(start)})
		if read := folders(s.Inventory); !slices.Equal(read, now.folders) {
			last = inputs{folders: read} // candor.toml names other folders by now
			continue
		}
		return now
	}
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

func (p *Preview) stamps(folders []string) string {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return ""
	}
	defer root.Close()
	return stamps(root.FS(), folders)
}

// show decides what is served from now on, and reports whether that is new.
func (p *Preview) show(s *Site) bool {
	next := view{files: map[string][]byte{}, id: digest(s), good: !finding.Blocking(s.Findings)}
	for _, f := range s.Public {
		next.files[f.Path] = f.Data
	}
	if !next.good {
		next.report = s.Report()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !next.good && p.now.good {
		next.files, next.id, next.good = p.now.files, p.now.id, true
	}
	isNew := next.id != p.now.id
	p.now = next
	close(p.changed)
	p.changed = make(chan struct{})
	return isNew
}

// current returns what is served now and a channel that closes when that changes.
func (p *Preview) current() (view, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now, p.changed
}

// digest names the content of a site's files.
func digest(s *Site) string {
	h := sha256.New()
	for _, f := range s.Public {
		fmt.Fprintf(h, "%q %d\n", f.Path, len(f.Data))
		h.Write(f.Data)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}
