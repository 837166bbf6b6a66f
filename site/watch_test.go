package site

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// TestOverflow: where the system's queue was too short, all is looked at again, and new
// folders, of which nothing was told, are watched.
func TestOverflow(t *testing.T) {
	dir := t.TempDir()
	w := newWatcher(t.Context(), dir, time.Hour, false)
	if w.notify == nil {
		t.Fatal("this system sends no events")
	}
	never := func(func() bool) report { t.Error("dates were looked at"); return report{} }
	w.follow([]string{"notices"})
	fresh := filepath.Join(dir, "notices", "a", "b")
	if err := os.MkdirAll(fresh, 0o755); err != nil {
		t.Fatal(err)
	}
	w.notify.Errors <- fsnotify.ErrEventOverflow
	for all := false; !all; {
		r, over := w.wait(t.Context(), never)
		if !over {
			t.Fatal("nothing was reported")
		}
		all = r.all
	}
	put(t, filepath.Join(fresh, "notice.toml"), "x")
	for {
		if r, over := w.wait(t.Context(), never); !over || r.names["notices/a/b/notice.toml"] {
			return
		}
	}
}
