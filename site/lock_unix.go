//go:build unix

package site

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func tryLock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errHeld
	}
	return err
}

// removeLock takes the file away while the lock is still held.
func removeLock(_ *os.File, path string) error { return os.Remove(path) }

// syncUnsupported tells file systems that cannot sync a folder from those that
// failed to.
func syncUnsupported(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP)
}
