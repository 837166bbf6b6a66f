package site

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Saves come as several events and often as several files. A build starts when
// there was silence for quiet, at the latest after patience.
const (
	quiet    = 10 * time.Millisecond
	patience = 100 * time.Millisecond
	// sweep is how often file dates are looked at, for network folders and other
	// places that send no events.
	sweep = 2 * time.Second
)

// watcher tells when something below a workspace may have changed. It watches
// folders, never files: an editor that saves by renaming leaves a watch on the
// file behind.
type watcher struct {
	dir    string
	notify *fsnotify.Watcher // nil when the system gives none; then the sweep alone sees changes
	woken  chan struct{}
}

func newWatcher(ctx context.Context, dir string) *watcher {
	w := &watcher{dir: dir, woken: make(chan struct{}, 1)}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return w
	}
	w.notify = notify
	go w.listen(ctx)
	return w
}

// listen turns events into a wake-up call. An error is one too: when the system's
// queue overflows, anything may have changed.
func (w *watcher) listen(ctx context.Context) {
	defer w.notify.Close()
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-w.notify.Events:
			if e.Op != fsnotify.Chmod && !ignored(filepath.Base(e.Name)) {
				w.wake()
			}
		case <-w.notify.Errors:
			w.wake()
		}
	}
}

func (w *watcher) wake() {
	select {
	case w.woken <- struct{}{}:
	default: // a call is waiting already
	}
}

// follow watches the workspace's own folder and every folder below the inputs,
// new ones included. A folder is watched before it is listed, so that whatever is
// made in it is either listed or reported.
func (w *watcher) follow(inputs []string) {
	w.add(w.dir)
	for _, in := range inputs {
		for dir := path.Dir(in); dir != "."; dir = path.Dir(dir) {
			w.add(filepath.Join(w.dir, filepath.FromSlash(dir)))
		}
		w.addTree(filepath.Join(w.dir, filepath.FromSlash(in)))
	}
}

func (w *watcher) addTree(dir string) {
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
	if w.notify != nil {
		_ = w.notify.Add(dir)
	}
}

// wait returns true when something may have changed, or false when ctx is over.
// stale is asked at every sweep.
func (w *watcher) wait(ctx context.Context, stale func() bool) bool {
	tick := time.NewTicker(sweep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
			if stale() {
				return true
			}
		case <-w.woken:
			return w.settle(ctx)
		}
	}
}

// settle waits until a burst of events is over, but not for ever.
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

// contents sums up the bytes of everything a site is made from: when it is the
// same, there is nothing to build.
func contents(fsys fs.FS, inputs []string) string {
	return sum(fsys, inputs, func(name string, _ fs.DirEntry) string {
		data, err := fs.ReadFile(fsys, name)
		return fmt.Sprintf("%x %v", sha256.Sum256(data), err)
	})
}

// stamps sums up sizes and dates, which is cheap enough to do all the time.
func stamps(fsys fs.FS, inputs []string) string {
	return sum(fsys, inputs, func(_ string, e fs.DirEntry) string {
		info, err := e.Info()
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
	})
}

func sum(fsys fs.FS, inputs []string, of func(name string, e fs.DirEntry) string) string {
	h := sha256.New()
	visit := func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			fmt.Fprintf(h, "%q %v\n", name, err)
		case !slices.Contains(inputs, name) && ignored(e.Name()) && e.IsDir():
			return fs.SkipDir
		case e.IsDir():
			fmt.Fprintf(h, "%q/\n", name)
		case !ignored(e.Name()):
			fmt.Fprintf(h, "%q %s\n", name, of(name, e))
		}
		return nil
	}
	for _, in := range append([]string{"candor.toml"}, inputs...) {
		_ = fs.WalkDir(fsys, in, visit)
	}
	return string(h.Sum(nil))
}
