package site

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// lookAt is what shows of a file; a link shows itself.
func lookAt(name string) (look, error) {
	var s unix.Stat_t
	if err := unix.Lstat(name, &s); err != nil {
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
