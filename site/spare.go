package site

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/workers"
)

// The tree that a publish has replaced is laid by, where it is large, and the next is made
// of it: the folders are there, and most files in them are those of the site by a second
// name. To give ten thousand files their names in a new tree, and to take them from an old
// one, would be most of the work of publishing one that has changed. Nothing that was laid
// by is believed: a file stays if it is the very file that stands at the target.

// fewFiles are made as soon anew. It is a variable for tests with few.
var fewFiles = 200

// layBy puts what was replaced where the next publish looks for it, or clears it away.
func (t *tree) layBy() error {
	if t.spare != "" && len(t.before.Sums) >= fewFiles && t.Rename(t.fresh, t.spare) == nil {
		return t.discard(t.old)
	}
	return t.tidy()
}

// takeUp makes what was laid by the beginning of the new tree, if there is something.
func (t *tree) takeUp() (bool, error) {
	if t.spare == "" {
		return false, nil
	}
	info, err := t.Lstat(t.spare)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return false, nil
	}
	var data []byte
	if err == nil {
		data, err = t.ReadFile(filepath.Join(t.spare, t.list))
	}
	if err != nil || !mayBeMarker(data) || t.Rename(t.spare, t.fresh) != nil {
		return false, nil // another’s, or on another disk
	}
	return true, t.sift(".")
}

// sift keeps of a folder of the new tree what is the same at the target.
func (t *tree) sift(dir string) error {
	folders := t.before.folders()
	var mu sync.Mutex
	var visit func(dir string) error
	visit = func(dir string) error {
		entries, err := t.ReadDir(in(t.fresh, dir))
		if err != nil {
			return err
		}
		errs, placed, gone := make([]error, len(entries)), make([]string, len(entries)), make([]bool, len(entries))
		one := func(i int) {
			name := path.Join(dir, entries[i].Name())
			switch isDir := entries[i].IsDir(); {
			case name == t.list:
			case isDir && folders[name]:
				errs[i] = visit(name)
			case !isDir && t.plain[name] && t.isAt(name):
				placed[i] = name
			default:
				gone[i], errs[i] = true, t.removeEntry(in(t.fresh, name), isDir)
			}
		}
		if dir == "." {
			workers.Each(len(entries), one)
		} else {
			for i := range entries {
				one(i)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		t.made[dir] = true
		t.stirred[dir] = t.stirred[dir] || slices.Contains(gone, true)
		for _, name := range placed {
			if name != "" {
				t.placed[name] = true
			}
		}
		return errors.Join(errs...)
	}
	return visit(dir)
}

// isAt tells whether a file of the new tree is the very file at the target. Both are in one
// file system, or what was laid by could not have been taken up.
func (t *tree) isAt(name string) bool {
	here, err := t.Lstat(in(t.fresh, name))
	if err != nil {
		return false
	}
	if number := t.numbers[name]; number != 0 {
		return here.Mode().IsRegular() && lookOf(here).number == number
	}
	there, err := t.Lstat(in(t.target, name))
	return err == nil && os.SameFile(here, there)
}

// putAway removes from the new tree what was laid by and is no part of it.
func (t *tree) putAway() error {
	for name := range t.placed {
		if !t.marker.lists(name) {
			if err := t.Remove(in(t.fresh, name)); err != nil {
				return err
			}
			delete(t.placed, name)
			t.stirred[path.Dir(name)] = true
		}
	}
	folders := t.marker.folders()
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(t.made))) {
		if dir == "." || folders[dir] {
			continue
		}
		if err := t.Remove(in(t.fresh, dir)); err != nil {
			return err
		}
		delete(t.made, dir)
		delete(t.stirred, dir)
		t.stirred[path.Dir(dir)] = true
	}
	return nil
}
