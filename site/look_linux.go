package site

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// top is a folder below which thousands of files are looked at: from there the kernel has
// a shorter way to each than from the root of the file system.
type top struct {
	dir string
	fd  int
}

func openTop(dir string) (top, error) {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return top{}, &os.PathError{Op: "open", Path: dir, Err: err}
	}
	return top{dir, fd}, nil
}

func (t top) close() { unix.Close(t.fd) }

// lookAt is what shows of a file; a link shows itself.
func (t top) lookAt(name string) (look, error) {
	var s unix.Stat_t
	if err := unix.Fstatat(t.fd, name, &s, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return look{}, &os.PathError{Op: "lstat", Path: name, Err: err}
	}
	mode := fs.FileMode(s.Mode & 0o777)
	switch s.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	default:
		mode |= fs.ModeIrregular
	}
	return look{uint32(mode), s.Size, s.Mtim.Nano(), s.Ctim.Nano(), s.Ino}, nil
}

// lookOf is the same of a file that was looked at.
func lookOf(info fs.FileInfo) look {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return look{}
	}
	mode := info.Mode().Perm()
	switch {
	case info.IsDir():
		mode |= fs.ModeDir
	case !info.Mode().IsRegular():
		mode |= fs.ModeIrregular
	}
	return look{uint32(mode), s.Size, s.Mtim.Nano(), s.Ctim.Nano(), s.Ino}
}

// buffers are what small files are read into.
var buffers = sync.Pool{New: func() any { return new([64 << 10]byte) }}

// sumOf sums up a file of a size. Of a small one, as after a checkout thousands are, it asks
// the kernel for no more than it must: os.ReadFile asks it seven things.
func (t top) sumOf(name string, size int64) (sum [sha256.Size]byte, err error) {
	buffer := buffers.Get().(*[64 << 10]byte)
	defer buffers.Put(buffer)
	if size >= int64(len(buffer)) {
		return sumFile(in(t.dir, name))
	}
	fd, err := unix.Openat(t.fd, name, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
	if err != nil {
		return sum, &os.PathError{Op: "open", Path: name, Err: err}
	}
	defer unix.Close(fd)
	n, err := unix.Read(fd, buffer[:])
	if err == nil && int64(n) != size {
		err = io.ErrUnexpectedEOF // it is changing
	}
	if err != nil {
		return sum, &os.PathError{Op: "read", Path: name, Err: err}
	}
	return sha256.Sum256(buffer[:n]), nil
}
