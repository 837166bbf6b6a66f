package site

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// disk is every file operation a publish makes. It is an interface so that a test
// can make any single one fail and look at what is left.
type disk interface {
	Lstat(path string) (fs.FileInfo, error)
	ReadDir(path string) ([]fs.DirEntry, error)
	ReadFile(path string) ([]byte, error)
	Mkdir(path string) error
	Create(path string) (io.WriteCloser, error) // a new file; one that exists is an error
	Link(from, to string) error                 // a second name of a file, or errors.ErrUnsupported
	Rename(from, to string) error
	Exchange(a, b string) error // both at once, or errors.ErrUnsupported
	Remove(path string) error
	Chmod(path string, mode fs.FileMode) error
	Sync(dir string, names []string) error // makes files and folders in dir lasting
}

// osDisk is the file system of the machine. Modes are fixed, so that a published
// tree is the same whoever writes it.
type osDisk struct{}

func (osDisk) Lstat(path string) (fs.FileInfo, error)     { return os.Lstat(path) }
func (osDisk) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }
func (osDisk) ReadFile(path string) ([]byte, error)       { return os.ReadFile(path) }
func (osDisk) Mkdir(path string) error                    { return os.Mkdir(path, 0o755) }
func (osDisk) Rename(from, to string) error               { return os.Rename(from, to) }
func (osDisk) Exchange(a, b string) error                 { return exchange(a, b) }
func (osDisk) Remove(path string) error                   { return os.Remove(path) }

func (osDisk) Chmod(path string, mode fs.FileMode) error { return os.Chmod(path, mode) }

func (osDisk) Create(path string) (io.WriteCloser, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// Link gives up at the first refusal, whatever its reason: the file is written anew
// then, and if something is wrong with the disk, that will tell.
func (osDisk) Link(from, to string) error {
	if os.Link(from, to) != nil {
		return errors.ErrUnsupported
	}
	return nil
}

// manyNames is from how many names on a file system is asked to sync as a whole,
// where it can be: some 3 ms a file add up.
const manyNames = 200

func (osDisk) Sync(dir string, names []string) error {
	if len(names) >= manyNames {
		if err := syncFileSystem(dir); !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	errs := make([]error, len(names))
	var all sync.WaitGroup
	for k := range min(len(names), 32) { // a journal takes what comes at once in one go
		all.Go(func() {
			for i := k; i < len(names); i += 32 {
				errs[i] = syncPath(filepath.Join(dir, filepath.FromSlash(names[i])))
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows syncs only what may be written
	if err != nil {
		f, err = os.Open(path) // a folder
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !syncUnsupported(err) {
		return err
	}
	return nil
}
