package site

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncFileSystem makes everything lasting that was written to the file system that
// holds a folder, in one go.
func syncFileSystem(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Syncfs(int(f.Fd()))
}
