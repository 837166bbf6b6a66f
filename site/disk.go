package site

import (
	"io"
	"io/fs"
	"os"
)

// disk is every file operation a publish makes. It is an interface so that a test
// can make any single one fail and look at what is left.
type disk interface {
	Lstat(path string) (fs.FileInfo, error)
	ReadDir(path string) ([]fs.DirEntry, error)
	ReadFile(path string) ([]byte, error)
	Mkdir(path string) error
	Create(path string) (file, error) // a new file; one that exists is an error
	Rename(from, to string) error
	Exchange(a, b string) error // both at once, or errors.ErrUnsupported
	Remove(path string) error
	Chmod(path string, mode fs.FileMode) error
	SyncDir(path string) error
}

type file interface {
	io.WriteCloser
	Sync() error
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

func (osDisk) Create(path string) (file, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// SyncDir makes the entries of a folder lasting.
func (osDisk) SyncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !syncUnsupported(err) {
		return err
	}
	return nil
}
