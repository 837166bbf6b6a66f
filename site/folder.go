package site

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"
)

// Folder is a workspace on disk. It gives what [os.Root] gives and nothing outside; but
// an [os.Root] walks from the top to each file that it opens, folder by folder, and this
// keeps those open that it was in last.
type Folder struct {
	top *os.Root

	mu   sync.Mutex
	last []*openFolder // the one that was used last comes last
}

// openFolder is a folder below the top that is open.
type openFolder struct {
	name string
	root *os.Root
}

// mostFolders is how many folders stay open: those of a notice for each of some workers.
const mostFolders = 32

// OpenFolder opens a workspace.
func OpenFolder(dir string) (*Folder, error) {
	top, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{top: top}, nil
}

// Close lets go of it.
func (f *Folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	errs := []error{f.top.Close()}
	for _, k := range f.last {
		errs = append(errs, k.root.Close())
	}
	f.last = nil
	return errors.Join(errs...)
}

// Open opens a file.
func (f *Folder) Open(name string) (fs.File, error) {
	return below(f, "open", name, func(r *os.Root, name string) (fs.File, error) { return r.FS().Open(name) })
}

// Stat tells of a file.
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	return below(f, "stat", name, func(r *os.Root, name string) (fs.FileInfo, error) { return fs.Stat(r.FS(), name) })
}

// ReadDir lists a folder, sorted by name.
func (f *Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	return below(f, "readdir", name, func(r *os.Root, name string) ([]fs.DirEntry, error) { return fs.ReadDir(r.FS(), name) })
}

// below does something in the folder that holds a file. What cannot be done there, such
// as following a link to another folder of the workspace, is for the top to do or refuse.
func below[T any](f *Folder, what, name string, do func(r *os.Root, name string) (T, error)) (T, error) {
	if !fs.ValidPath(name) {
		var none T
		return none, &fs.PathError{Op: what, Path: name, Err: fs.ErrInvalid}
	}
	dir, base := path.Split(name)
	if r := f.folder(path.Clean(dir)); r != nil && dir != "" {
		if x, err := do(r, base); err == nil {
			return x, nil
		}
	}
	return do(f.top, name)
}

// folder opens a folder by way of the one that holds it; nil where it cannot.
func (f *Folder) folder(name string) *os.Root {
	if name == "." {
		return f.top
	}
	f.mu.Lock()
	i := slices.IndexFunc(f.last, func(k *openFolder) bool { return k.name == name })
	if i >= 0 {
		k := f.last[i]
		f.last = append(slices.Delete(f.last, i, i+1), k)
		f.mu.Unlock()
		return k.root
	}
	f.mu.Unlock()
	dir, base := path.Split(name)
	above := f.folder(path.Clean(dir))
	if above == nil {
		return nil
	}
	root, err := above.OpenRoot(base)
	if err != nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = append(f.last, &openFolder{name, root})
	if len(f.last) > mostFolders {
		_ = f.last[0].root.Close() // who is in it still goes by the top
		f.last = slices.Delete(f.last, 0, 1)
	}
	return root
}
