//go:build !linux

package site

import "errors"

// syncFileSystem is not to be had here; each file is synced by itself.
func syncFileSystem(string) error { return errors.ErrUnsupported }
