package site

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices/inventory"
)

// ahead is what shows one notice, made while the first build of the whole workspace is
// still under way, so that its author does not wait for all the others.
type ahead struct{ view }

//go:embed preview/outline.html
var outlinePage []byte

// patient is how long a page waits for the first build, which mostly is over by then.
const patient = 50 * time.Millisecond

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
