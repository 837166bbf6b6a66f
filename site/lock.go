package site

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// errHeld is returned by tryLock when another process holds the file.
var errHeld = errors.New("held by another process")

// lock takes the lock file at path for this process and returns what gives it
// back. The system gives it back too when the process dies, so a crashed publish
// never stands in the way of the next.
func lock(path string) (release func() error, err error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		if err := tryLock(f); err != nil {
			defer f.Close()
			if !errors.Is(err, errHeld) {
				return nil, fmt.Errorf("lock %s: %w", path, err)
			}
			text, _ := io.ReadAll(io.LimitReader(f, 100))
			owner := strings.TrimSpace(string(text))
			if owner == "" { // it has the lock, and has not said who it is yet
				owner = "another process"
			}
			return nil, fmt.Errorf("another publish is at work (%s holds %s): wait for it to end", owner, path)
		}
		if !stillThere(f, path) { // its last holder removed it between our open and our lock
			f.Close()
			continue
		}
		return held(f, path)
	}
}

func stillThere(f *os.File, path string) bool {
	a, errA := f.Stat()
	b, errB := os.Stat(path)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// held writes who we are into the lock file, for whoever finds it taken.
func held(f *os.File, path string) (func() error, error) {
	release := func() error { return errors.Join(removeLock(f, path), f.Close()) }
	err := f.Truncate(0)
	if err == nil {
		_, err = fmt.Fprintf(f, "process %d\n", os.Getpid())
	}
	if err != nil {
		release()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return release, nil
}
