package site

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Saves come as several events and often as several files. A build starts when
// there was silence for quiet, at the latest after patience.
const (
	quiet    = 10 * time.Millisecond
	patience = 100 * time.Millisecond
	// sweep is how often file dates are looked at, for network folders and other
	// places that send no events; pollSweep, where none are expected.
	sweep     = 2 * time.Second
	pollSweep = 500 * time.Millisecond
	// rarely is how many times as long as a sweep took the next one waits where events are
	// expected: ten thousand notices have forty thousand dates.
	rarely = 10
)

// report is what may have changed in a workspace.
type report struct {
	names map[string]bool // files and folders, by path in the workspace
	below []string        // folders that came or went, with all they hold
	all   bool
}

func (r report) empty() bool { return !r.all && len(r.names)+len(r.below) == 0 }

// and puts two reports together.
func (r report) and(o report) report {
	names := maps.Clone(o.names)
	if names == nil {
		names = map[string]bool{}
	}
	maps.Copy(names, r.names)
	return report{names, slices.Concat(r.below, o.below), r.all || o.all}
}

func (r report) concerns(name string) bool {
	return r.all || r.names[name] || slices.ContainsFunc(r.below, func(dir string) bool { return within(dir, name) })
}

// within reports whether a path is a folder's or lies below it.
func within(dir, name string) bool { return name == dir || strings.HasPrefix(name, dir+"/") }

// watcher reports what may have changed below a workspace. It watches folders, never
// files: an editor that saves by renaming leaves a watch on the file behind.
type watcher struct {
	dir    string
	notify *fsnotify.Watcher // nil when there is none; then the sweep alone sees changes
	sweep  time.Duration
	woken  chan struct{}

	tree   sync.Mutex // held while watches are set
	inputs []string   // what is followed

	mu       sync.Mutex
	reported report
	watched  map[string]bool // folders, by path in the workspace
}

// newWatcher watches by events, and looks at dates at every sweep all the same. With
// poll it does so often and has no events.
func newWatcher(ctx context.Context, dir string, sweep time.Duration, poll bool) *watcher {
	w := &watcher{dir: dir, sweep: sweep, woken: make(chan struct{}, 1), watched: map[string]bool{}}
	w.take()
	if poll {
		w.sweep = pollSweep
		return w
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return w
	}
	w.notify = notify
	go w.listen(ctx)
	return w
}

// listen turns events into reports. An error is one too: when the system's queue
// overflows, anything may have changed.
func (w *watcher) listen(ctx context.Context) {
	defer w.notify.Close()
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-w.notify.Events:
			if e.Op != fsnotify.Chmod && !ignored(filepath.Base(e.Name)) {
				w.event(e)
			}
		case <-w.notify.Errors:
			w.mu.Lock()
			w.reported.all = true
			w.mu.Unlock()
			w.wake()
		}
	}
}

// event enters what an event is about: the name, and the folder that lists it.
func (w *watcher) event(e fsnotify.Event) {
	rel, err := filepath.Rel(w.dir, e.Name)
	if err != nil {
		return
	}
	name := filepath.ToSlash(rel)
	info, err := os.Lstat(e.Name)
	w.mu.Lock()
	w.reported.names[name], w.reported.names[path.Dir(name)] = true, true
	switch folder := w.watched[name] && !e.Has(fsnotify.Write) || err == nil && info.IsDir(); {
	case folder && name == ".":
		w.reported.all = true
	case folder:
		w.reported.below = append(w.reported.below, name)
	}
	w.mu.Unlock()
	w.wake()
}

func (w *watcher) wake() {
	select {
	case w.woken <- struct{}{}:
	default: // a call is waiting already
	}
}

// take gives what was reported since the last time. Folders that came are watched
// from now on, before anyone looks into them, so that whatever is made in one is
// either seen then or reported.
func (w *watcher) take() report {
	w.mu.Lock()
	r := w.reported
	w.reported = report{names: map[string]bool{}}
	w.mu.Unlock()
	w.tree.Lock()
	defer w.tree.Unlock()
	if r.all {
		w.forget(".")
		w.followAll()
	}
	for _, dir := range r.below {
		w.forget(dir)
		if slices.ContainsFunc(w.inputs, func(in string) bool { return within(in, dir) || within(dir, in) }) {
			w.followAll()
		}
	}
	return r
}

// forget ends the watches on a folder and all below it: what is there now may be
// another folder of the same name, or the same under another one.
func (w *watcher) forget(dir string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name := range w.watched {
		if within(dir, name) || dir == "." {
			delete(w.watched, name)
			_ = w.notify.Remove(filepath.Join(w.dir, filepath.FromSlash(name))) // gone already, perhaps
		}
	}
}

// follow watches the workspace's own folder and every folder below the inputs.
func (w *watcher) follow(inputs []string) {
	w.tree.Lock()
	defer w.tree.Unlock()
	w.inputs = inputs
	w.followAll()
}

// follows reports whether the inputs are those.
func (w *watcher) follows(inputs []string) bool {
	w.tree.Lock()
	defer w.tree.Unlock()
	return slices.Equal(inputs, w.inputs)
}

// anew watches as if nothing had been watched.
func (w *watcher) anew() {
	w.tree.Lock()
	defer w.tree.Unlock()
	w.forget(".")
	w.followAll()
}

func (w *watcher) followAll() {
	w.add(w.dir)
	for _, in := range w.inputs {
		for dir := path.Dir(in); dir != "."; dir = path.Dir(dir) {
			w.add(filepath.Join(w.dir, filepath.FromSlash(dir)))
		}
		w.addTree(filepath.Join(w.dir, filepath.FromSlash(in)))
	}
}

func (w *watcher) addTree(dir string) {
	if w.notify == nil {
		return
	}
	filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || !e.IsDir():
			return nil
		case path != dir && ignored(e.Name()):
			return fs.SkipDir
		}
		w.add(path)
		return nil
	})
}

// add leaves out what cannot be watched, for the sweep sees it too.
func (w *watcher) add(dir string) {
	rel, err := filepath.Rel(w.dir, dir)
	name := filepath.ToSlash(rel)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil && w.notify != nil && !w.watched[name] {
		w.watched[name] = w.notify.Add(dir) == nil
	}
}

// wait returns what may have changed, or false when ctx is over. stale is asked at
// every sweep, and gives up once its argument says that an event waits.
func (w *watcher) wait(ctx context.Context, stale func(giveUp func() bool) report) (report, bool) {
	next := time.NewTimer(w.sweep)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return report{}, false
		case <-next.C:
			begin := time.Now()
			r := stale(func() bool { return len(w.woken) > 0 || ctx.Err() != nil })
			if !r.empty() && len(w.woken) == 0 { // events failed us: begin anew
				w.anew()
				return r, true
			}
			pause := w.sweep
			if w.notify != nil {
				pause = max(pause, rarely*time.Since(begin))
			}
			next.Reset(pause)
		case <-w.woken:
			over := w.settle(ctx)
			return w.take(), over
		}
	}
}

// settle waits until a burst of events is over, but not for ever. It returns false
// when ctx is over.
func (w *watcher) settle(ctx context.Context) bool {
	silence, end := time.NewTimer(quiet), time.NewTimer(patience)
	defer silence.Stop()
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-w.woken:
			silence.Reset(quiet)
		case <-silence.C:
			return true
		case <-end.C:
			return true
		}
	}
}

// ignored tells what editors and systems leave about and folders that hold no
// input, by name.
func ignored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), // swap files, .git, .DS_Store
		strings.HasSuffix(name, "~"), strings.HasPrefix(name, "#"),
		slices.Contains([]string{".swp", ".tmp", ".bak", ".bck", ".orig"}, filepath.Ext(name)),
		name == "4913", // vim, trying whether it may write here
		name == "node_modules":
		return true
	}
	return strings.Contains(name, "___jb_") // the JetBrains editors' safe writes
}
