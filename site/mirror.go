package site

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
)

// mirror is a workspace as the last build saw it: a file system that reads each thing
// once and remembers it, until it is told to look again. So a build after an edit
// reads what was edited and nothing else, and whether there is anything to build
// shows from what the last build looked at, what it missed included.
type mirror struct {
	root fs.FS // the workspace on disk, for the time of a round
	seen map[string]*glance

	busy sync.Mutex // held while a build looks at it

	linked map[string]bool // names of folders with links among their entries
}

// glance is all that was asked about one name.
type glance struct {
	stamp string // of size and dates, from before anything was read
	gone  bool   // there was nothing

	listed  bool
	entries []fs.DirEntry
	listErr error
	links   []string // among the entries

	read    bool
	data    []byte
	readErr error

	known bool
	info  fs.FileInfo
	err   error
}

func newMirror() *mirror { return &mirror{seen: map[string]*glance{}, linked: map[string]bool{}} }

func (m *mirror) at(name string) *glance {
	g := m.seen[name]
	if g == nil {
		g = newGlance(m.root, name)
		m.seen[name] = g
	}
	return g
}

func newGlance(root fs.FS, name string) *glance {
	stamp := stamp(root, name)
	return &glance{stamp: stamp, gone: stamp == nothing}
}

// stamp sums up what costs little to see.
func stamp(root fs.FS, name string) string {
	info, err := fs.Stat(root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nothing
	case err != nil:
		return err.Error()
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano(), info.Mode())
}

// nothing is the stamp of a name at which there is nothing.
const nothing = "nothing"

func (m *mirror) ReadDir(name string) ([]fs.DirEntry, error) {
	g := m.at(name)
	if !g.listed {
		m.list(name, g)
	}
	return slices.Clone(g.entries), g.listErr
}

func (m *mirror) Stat(name string) (fs.FileInfo, error) {
	g := m.at(name)
	if !g.known {
		g.look(m.root, name)
	}
	return g.info, g.err
}

func (m *mirror) ReadFile(name string) ([]byte, error) {
	g := m.at(name)
	if !g.read {
		g.open(m.root, name)
	}
	return bytes.Clone(g.data), g.readErr
}

func (m *mirror) Open(name string) (fs.File, error) {
	info, err := m.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return m.root.Open(name)
	}
	g := m.at(name)
	if !g.read {
		g.open(m.root, name)
	}
	return &opened{Reader: bytes.NewReader(g.data), info: info}, g.readErr
}

// most is more than any file of a workspace may hold: what is larger is not kept.
const most = 4 << 20

// opened is a file of a mirror.
type opened struct {
	*bytes.Reader
	info fs.FileInfo
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *opened) Close() error               { return nil }

func (m *mirror) list(name string, g *glance) {
	g.listed = true
	g.entries, g.listErr = fs.ReadDir(m.root, name)
	delete(m.linked, name)
	for _, e := range g.entries {
		if e.Type()&fs.ModeSymlink != 0 {
			g.links = append(g.links, e.Name())
			m.linked[name] = true
		}
	}
}

func (g *glance) look(root fs.FS, name string) {
	g.known = true
	g.info, g.err = fs.Stat(root, name)
}

func (g *glance) open(root fs.FS, name string) {
	g.read = true
	g.data, g.readErr = fs.ReadFile(root, name)
}

// again looks at a name once more and reports whether a build would see anything else
// there: dates alone are nothing.
func (m *mirror) again(name string) bool {
	old := m.seen[name]
	if old == nil {
		return false
	}
	now := newGlance(m.root, name)
	changed := false
	if old.listed {
		m.list(name, now)
		changed = !slices.EqualFunc(old.entries, now.entries, sameEntry) || (old.listErr == nil) != (now.listErr == nil)
	}
	if old.known {
		now.look(m.root, name)
		changed = changed || (old.err == nil) != (now.err == nil) || old.err == nil && (old.info.Mode().Type() != now.info.Mode().Type() || old.info.Size() != now.info.Size())
	}
	if old.read {
		now.open(m.root, name)
		changed = changed || (old.readErr == nil) != (now.readErr == nil) || !bytes.Equal(old.data, now.data)
		if bytes.Equal(old.data, now.data) {
			now.data = old.data
		}
	}
	m.seen[name] = now
	if now.gone {
		delete(m.linked, name)
		delete(m.seen, name)
	}
	return changed
}

func sameEntry(a, b fs.DirEntry) bool { return a.Name() == b.Name() && a.Type() == b.Type() }

// refresh looks again at what was reported: names, whatever lies below folders that
// came or went, and links, which may lead there. It tells whether anything changed.
func (m *mirror) refresh(r report) bool {
	again := map[string]bool{}
	if r.all || len(r.below) > 0 {
		for name := range m.seen {
			if r.concerns(name) {
				again[name] = true
			}
		}
	}
	for name := range r.names {
		again[name] = true
	}
	for name := range m.linked {
		for _, link := range m.seen[name].links {
			again[path.Join(name, link)] = true
		}
	}
	changed := false
	for name := range again {
		changed = m.again(name) || changed
	}
	return changed
}

// stale reports every name that does not look as it did.
func (m *mirror) stale() report {
	r := report{names: map[string]bool{}}
	for name, g := range m.seen {
		if stamp(m.root, name) != g.stamp {
			r.names[name] = true
		}
	}
	return r
}
