//go:build !linux && !darwin

package site

import "errors"

// exchange is not to be had here; the publisher renames twice instead.
func exchange(a, b string) error { return errors.ErrUnsupported }
