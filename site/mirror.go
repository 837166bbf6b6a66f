package site

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"sync"
)

// mirror is a workspace as the last build saw it: a file system that reads each thing
// once and remembers it, until it is told to look again. So a build after an edit
// reads what was edited and nothing else, and whether there is anything to build
// shows from what the last build looked at, what it missed included.
//
// Several may read it at once. What it saw when a build came without errors is kept until
// the next such build, for the pages of that one which are still to be made (see [was]).
type mirror struct {
	busy sync.Mutex // held while a build looks at it

	mu      sync.Mutex
	root    fs.FS // the workspace on disk, for the time of a round
	seen    map[string]*glance
	linked  map[string]bool    // names of folders with links among their entries
	changed map[string]bool    // names since they were asked for
	good    bool               // a build without errors has been seen
	before  map[string]*glance // as that saw it, of what has changed since
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

	known bool // what follows was asked
	info  fs.FileInfo
	err   error
}

func newMirror() *mirror {
	return &mirror{seen: map[string]*glance{}, linked: map[string]bool{}, changed: map[string]bool{}, before: map[string]*glance{}}
}

// open tells where the workspace is from now on.
func (m *mirror) open(root fs.FS) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.root = root
}

// changes are the names at which something has changed since the last call.
func (m *mirror) changes() map[string]bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	changed := m.changed
	m.changed = map[string]bool{}
	return changed
}

// settle keeps what is seen now for what a build without errors saw.
func (m *mirror) settle() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.good = true
	clear(m.before)
}

func (m *mirror) at(name string) *glance {
	g := m.seen[name]
	if g == nil {
		g = newGlance(m.root, name)
		m.seen[name] = g
	}
	return g
}

func newGlance(root fs.FS, name string) *glance {
	info, err := fs.Stat(root, name)
	stamp := stampOf(info, err)
	return &glance{stamp: stamp, gone: stamp == nothing, info: info, err: err}
}

// stampOf sums up what costs little to see.
func stampOf(info fs.FileInfo, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nothing
	case err != nil:
		return err.Error()
	}
	return string(strconv.AppendInt(strconv.AppendInt(strconv.AppendInt(nil, info.Size(), 36), info.ModTime().UnixNano(), 36), int64(info.Mode()), 36))
}

// nothing is the stamp of a name at which there is nothing.
const nothing = "nothing"

func (m *mirror) ReadDir(name string) ([]fs.DirEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.at(name)
	if !g.listed {
		m.list(name, g)
	}
	return slices.Clone(g.entries), g.listErr
}

func (m *mirror) Stat(name string) (fs.FileInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.at(name)
	g.known = true
	return g.info, g.err
}

func (m *mirror) ReadFile(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
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
	m.mu.Lock()
	defer m.mu.Unlock()
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
		now.known = true
		changed = changed || (old.err == nil) != (now.err == nil) || old.err == nil && (old.info.Mode().Type() != now.info.Mode().Type() || old.info.Size() != now.info.Size())
	}
	if old.read {
		now.open(m.root, name)
		changed = changed || (old.readErr == nil) != (now.readErr == nil) || !bytes.Equal(old.data, now.data)
		if bytes.Equal(old.data, now.data) {
			now.data = old.data
		}
	}
	if changed {
		m.changed[name] = true
		if _, known := m.before[name]; m.good && !known {
			m.before[name] = old
		}
	}
	m.seen[name] = now
	if now.gone {
		delete(m.linked, name)
	}
	return changed
}

func sameEntry(a, b fs.DirEntry) bool { return a.Name() == b.Name() && a.Type() == b.Type() }

// refresh looks again at what was reported: names, whatever lies below folders that
// came or went, and links, which may lead there. It tells whether anything changed.
func (m *mirror) refresh(r report) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
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

// stale reports every name that does not look as it did, of those that it comes to before
// it is to give up: each time it begins elsewhere.
func (m *mirror) stale(giveUp func() bool) report {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := report{names: map[string]bool{}}
	for name, g := range m.seen {
		if giveUp() {
			break
		}
		if stampOf(fs.Stat(m.root, name)) != g.stamp {
			r.names[name] = true
		}
	}
	return r
}

// was is a workspace as the last build without errors saw it; what that did not look at is
// as it is now.
type was struct {
	m   *mirror
	now fs.FS
}

// at is what was seen of a name, nil for nothing.
func (w was) at(name string) *glance {
	if g, changed := w.m.before[name]; changed {
		return g
	}
	return w.m.seen[name]
}

func (w was) ReadDir(name string) ([]fs.DirEntry, error) {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if g := w.at(name); g != nil && g.listed {
		return slices.Clone(g.entries), g.listErr
	}
	return fs.ReadDir(w.now, name)
}

func (w was) Stat(name string) (fs.FileInfo, error) {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if g := w.at(name); g != nil {
		return g.info, g.err
	}
	return fs.Stat(w.now, name)
}

func (w was) ReadFile(name string) ([]byte, error) {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if g := w.at(name); g != nil && g.read {
		return bytes.Clone(g.data), g.readErr
	}
	return fs.ReadFile(w.now, name)
}

func (w was) Open(name string) (fs.File, error) {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if g := w.at(name); g != nil && g.read && g.readErr == nil {
		return &opened{Reader: bytes.NewReader(g.data), info: g.info}, nil
	}
	return w.now.Open(name)
}
