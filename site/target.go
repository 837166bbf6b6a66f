package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// target gives the real path of the folder to publish to, with the folders above
// it made, or says why nothing may be published there.
func (o Options) target(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("no folder to publish to")
	}
	target, err := realPath(dir)
	if err != nil {
		return "", err
	}
	if err := o.allowed(target); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return "", unwritable(target, err)
	}
	return target, nil
}

// published refuses a target within a folder that another publish replaces.
func published(target string) error {
	for above := filepath.Dir(target); above != filepath.Dir(above); above = filepath.Dir(above) {
		if data, err := os.ReadFile(filepath.Join(above, markerName)); err == nil && len(data) > 0 && mayBeMarker(data) {
			return fmt.Errorf("%s lies within %s, which was published and is replaced as a whole: name a folder outside it", target, above)
		}
	}
	return nil
}

// unwritable says that the folder above a target, where the new site is made,
// takes no files.
func unwritable(target string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err // which of our own names was tried says nothing to anyone
	}
	return fmt.Errorf("cannot write beside %s: the folder %s is not writable: %w", target, filepath.Dir(target), err)
}

// allowed refuses the places where replacing a folder would destroy more than an
// old site, even when that folder is empty.
func (o Options) allowed(target string) error {
	if filepath.Dir(target) == target {
		return fmt.Errorf("%s is the root of the file system: name a folder of its own for the site", target)
	}
	if home, err := realPath(o.Home); o.Home != "" && err == nil && contains(target, home) {
		return fmt.Errorf("%s holds your home folder: name a folder of its own for the site", target)
	}
	if o.Dir == "" {
		return nil
	}
	workspace, err := realPath(o.Dir)
	if err != nil {
		return err
	}
	if contains(target, workspace) {
		return fmt.Errorf("%s holds the workspace: name a folder of its own for the site, such as %s", target, filepath.Join(workspace, "public"))
	}
	for _, in := range o.inputs {
		if in == "." {
			continue // then the site may lie anywhere inside
		}
		read := filepath.Join(workspace, filepath.FromSlash(in))
		lies := ""
		switch {
		case read == target:
			lies = "is a folder"
		case contains(read, target):
			lies = "lies in " + read + ","
		case contains(target, read):
			lies = "holds " + read + ","
		default:
			continue
		}
		return fmt.Errorf("%s %s which the site is made from: name a folder outside it, such as %s", target, lies, filepath.Join(workspace, "public"))
	}
	return nil
}

// realPath makes a path absolute and follows symbolic links in the part of it
// that exists, so that a link cannot hide where a site would go.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if err == nil {
		return real, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s cannot be a folder: %w", abs, err)
	}
	if _, err := os.Lstat(abs); err == nil {
		return "", fmt.Errorf("%s is a link to nowhere", abs)
	}
	parent, err := realPath(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}

// contains reports whether inner is outer or lies below it.
func contains(outer, inner string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
