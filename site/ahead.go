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

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/themes"
)

// What is looked at does not wait for what is not: the page that is asked for first is
// made before any other, and after each save those that are open are.

// ahead is what shows one notice, made before the first good build of the whole workspace is
// done, so that its author does not wait for all the others.
type ahead struct{ view }

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
		p.ahead = append(p.ahead, ahead{v})
		p.mu.Unlock()
	}
	return v, ok
}

// only builds one notice with what it extends.
func (p *Preview) only(id string) view {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return view{}
	}
	defer root.Close()
	o := p.options
	o.Only = id
	return newView(Build(root.FS(), o))
}

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
	m.root = root.FS()
	m.refresh(r)
	p.mu.Lock()
	now, open := p.now, slices.Sorted(maps.Keys(p.looked))
	p.mu.Unlock()
	maps.DeleteFunc(p.quick, func(id string, _ *Builder) bool { return !slices.Contains(open, id) })
	if !now.good || len(open) > mostOpen {
		return
	}
	var made []themes.File
	for _, id := range open {
		if _, shown := now.files[path.Join(id, "index.html")]; !shown || id == "" {
			continue // the index is of all notices, and comes with the whole build
		}
		if p.quick[id] == nil {
			p.quick[id] = new(Builder)
		}
		o := p.options
		o.Only = id
		made = append(made, p.quick[id].notice(m, o)...)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.now.good {
		return // a build has met errors meanwhile
	}
	p.turns++
	files, isNew := maps.Clone(p.now.files), false
	for _, f := range made {
		isNew = isNew || !bytes.Equal(f.Data, files[f.Path])
		files[f.Path], p.hurried[f.Path] = f.Data, hurried{p.turns, f.Data}
	}
	if isNew {
		p.now.files = files
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
