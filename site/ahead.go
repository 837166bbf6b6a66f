package site

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// What is looked at does not wait for what is not: the page that is asked for first is
// made before any other, and after each save those that are open are.

// ahead is what shows one notice, made before the first good build of the whole workspace is
// done, so that its author does not wait for all the others.
type ahead struct {
	view
	id string
}

//go:embed preview/outline.html
var outlinePage []byte

// patient is how long the first build waits for somebody to ask for a page, which is
// then made alone: both at once would take turns on the same processors.
const patient = 50 * time.Millisecond

// waitForReader waits for the first page to be asked for and made, but not for long.
func (p *Preview) waitForReader(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(patient):
	}
	p.first.Lock()
	defer p.first.Unlock()
}

// early gives a view that can show a path before the first build is done: a notice's,
// for which only that one is read, or a file that such a page needs.
func (p *Preview) early(name string) (view, bool) {
	id, _, _ := strings.Cut(strings.TrimPrefix(name, "/"), "/")
	if id == "" || id == "-" {
		return view{}, false
	}
	p.mu.Lock()
	for _, a := range p.ahead {
		if _, ok := a.files[strings.TrimPrefix(name, "/")]; ok {
			p.mu.Unlock()
			return a.view, true
		}
	}
	p.mu.Unlock()
	p.first.Lock()
	defer p.first.Unlock()
	v := p.only(id)
	_, ok := v.files[path.Join(id, "index.html")]
	if ok {
		p.mu.Lock()
		p.ahead = append(p.ahead, ahead{v, id})
		p.mu.Unlock()
	}
	return v, ok
}

// only makes one notice with what it extends.
func (p *Preview) only(id string) view {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return view{}
	}
	defer root.Close()
	o := p.options
	o.Only = id
	m, s := p.builder().notice(root.FS(), o)
	return view{files: m.files, newer: map[string][]byte{}, set: m.set, findings: s.Findings, good: readable(s.Findings)}
}

// dress makes the theme ready, while somebody may be reading the first notice already.
func (p *Preview) dress() {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return
	}
	defer root.Close()
	theme, _ := p.wardrobe.theme(inventory.WorkspaceOf(root.FS()), root.FS(), p.options.Execute)
	theme.Ready()
}

// builder is a new one, with the themes that others have loaded.
func (p *Preview) builder() *Builder { return &Builder{wardrobe: p.wardrobe} }

// mostOpen is how many open notices are made before the others. More are not looked at
// at once.
const mostOpen = 4

// look notes that the page at a path is open, until it is left.
func (p *Preview) look(page string) (leave func()) {
	id, _, _ := strings.Cut(strings.TrimPrefix(page, "/"), "/")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looked[id]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.looked[id]--; p.looked[id] == 0 {
			delete(p.looked, id)
		}
	}
}

// hurry makes the pages of the notices that are open before anything else, and serves
// them in place of what was there. They are what the whole build will make them: what
// has errors is left to that.
func (p *Preview) hurry(m *mirror, r report) {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return
	}
	defer root.Close()
	p.gate.Lock()
	defer p.gate.Unlock()
	m.open(root.FS())
	m.refresh(r)
	p.mu.Lock()
	now, open := p.now, slices.Sorted(maps.Keys(p.looked))
	p.mu.Unlock()
	maps.DeleteFunc(p.quick, func(id string, _ *Builder) bool { return !slices.Contains(open, id) })
	if !now.good || len(open) > mostOpen {
		return
	}
	var all []*made
	for _, id := range open {
		if id == "" || !now.has(path.Join(id, "index.html")) {
			continue // the index is of all notices, and comes with the whole build
		}
		if p.quick[id] == nil {
			p.quick[id] = p.builder()
		}
		o := p.options
		o.Only = id
		if made, s := p.quick[id].notice(m, o); !finding.Blocking(s.Findings) {
			all = append(all, made)
			p.remember(made)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.now.good {
		return // a build has met errors meanwhile
	}
	p.turns++
	newer, isNew := maps.Clone(p.now.newer), false
	for _, m := range all {
		for path, data := range m.files {
			p.hurried[path] = hurried{p.turns, data}
			if was, ok := p.now.version(path); !ok || was != nameOf(m.sums[path]) {
				newer[path], isNew = data, true
			}
		}
	}
	if isNew {
		p.now.newer = newer
		p.wake()
	}
}

// hurried is a file that was made in a hurry, and at which turn.
type hurried struct {
	turn int
	data []byte
}

// turn counts how often pages were made in a hurry.
func (p *Preview) turn() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.turns
}

// outline is the index while the notices are still being read: their folders' names.
func (p *Preview) outline() []byte {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return emptyPage
	}
	defer root.Close()
	dir := inventory.WorkspaceOf(root.FS()).Notices
	entries, err := fs.ReadDir(root.FS(), dir)
	if err != nil {
		return emptyPage
	}
	var list strings.Builder
	for _, e := range entries {
		if name := e.Name(); e.IsDir() && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".") {
			name = html.EscapeString(name)
			fmt.Fprintf(&list, "<li><a href=\"%s/\">%s</a></li>\n", name, name)
		}
	}
	return bytes.Replace(outlinePage, []byte("<!-- notices -->"), []byte(list.String()), 1)
}
