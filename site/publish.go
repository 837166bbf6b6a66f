package site

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/themes"
)

// ErrFindings is returned by Publish while a finding of severity error stands.
var ErrFindings = errors.New("errors stand in the way of publishing")

// ErrLeftover is returned by Publish when the new site stands and what it replaced
// could not be cleared away. The next Publish tries again.
var ErrLeftover = errors.New("the new site stands, but the old one could not be cleared away")

// Publish puts the public tree at dir, whole or not at all. The tree is written
// beside dir, made lasting, and exchanged with it in one step, so that a reader
// and a crash meet the old site or the new one and nothing between.
//
// It replaces only what an earlier Publish wrote: a folder that holds anything
// else is refused, and so are the root, the home folder, the workspace and what
// it is read from. Whatever fails, the old site stays; an error after the
// exchange is ErrLeftover.
func (s *Site) Publish(dir string) error {
	switch {
	case finding.Blocking(s.Findings):
		return ErrFindings
	case len(s.Public) == 0 || s.Set != nil && len(s.Set.Notices) == 0:
		return errors.New("there is no notice to publish")
	}
	target, err := s.options.target(dir)
	if err != nil {
		return err
	}
	release, err := lock(beside(target, "lock"))
	var at *fs.PathError
	if errors.As(err, &at) {
		return unwritable(target, err)
	}
	if err != nil {
		return err
	}
	return errors.Join(publish(osDisk{}, target, s.Digest, s.Public), release())
}

// beside names a thing of ours in the folder that holds target. The name is the
// same every time, so that a run can clear away what a crashed one left.
func beside(target, what string) string {
	dir, base := filepath.Split(target)
	return filepath.Join(dir, "."+base+".candor-"+what)
}

// publish does the work of Publish on a given disk, with the lock held.
func publish(d disk, target, digest string, files []themes.File) error {
	m, err := newMarker(digest, files)
	if err != nil {
		return err
	}
	p := publisher{disk: d, target: target, fresh: beside(target, "new"), old: beside(target, "old")}
	if err := p.recover(); err != nil {
		return err
	}
	exists, err := p.replaceable()
	if err != nil {
		return err
	}
	if err := p.write(m, files); err != nil {
		return errors.Join(err, p.discard(p.fresh))
	}
	if err := p.swap(exists); err != nil {
		return errors.Join(err, p.discard(p.fresh))
	}
	if err := errors.Join(p.SyncDir(filepath.Dir(target)), p.tidy()); err != nil {
		return fmt.Errorf("%w: %w", ErrLeftover, err)
	}
	return nil
}

type publisher struct {
	disk
	target, fresh, old string
}

// recover clears away what a crashed run left, after putting back the site when
// the crash fell between the two renames of a system without exchange.
func (p publisher) recover() error {
	_, err := p.Lstat(p.target)
	if errors.Is(err, fs.ErrNotExist) {
		if err = p.Rename(p.old, p.target); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	return p.tidy()
}

func (p publisher) tidy() error {
	return errors.Join(p.discard(p.fresh), p.discard(p.old))
}

// replaceable reports whether something is at the target, or why it must stay.
func (p publisher) replaceable() (exists bool, err error) {
	info, err := p.Lstat(p.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return false, fmt.Errorf("%s is a file: name a folder", p.target)
	}
	entries, err := p.ReadDir(p.target)
	if err != nil || len(entries) == 0 {
		return true, err
	}
	data, err := p.ReadFile(filepath.Join(p.target, markerName))
	var m marker
	if err == nil {
		m, err = parseMarker(data)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotMarker) {
		return true, fmt.Errorf("%s holds files that candor did not write, such as %s: name an empty or a new folder", p.target, entries[0].Name())
	}
	if err != nil {
		return true, err
	}
	return true, p.onlyOurs(m)
}

// onlyOurs refuses a target into which someone put files of their own.
func (p publisher) onlyOurs(m marker) error {
	folders, foreign := m.folders(), ""
	err := p.walk("", func(path string, e fs.DirEntry) {
		_, listed := m.Sums[path]
		ours := listed || path == markerName
		if e.IsDir() {
			ours = folders[path]
		}
		if !ours && foreign == "" {
			foreign = path
		}
	})
	if err == nil && foreign != "" {
		err = fmt.Errorf("%s holds %s, which candor did not write and publishing would delete: move it elsewhere", p.target, foreign)
	}
	return err
}

// walk visits everything below the target by its slash path.
func (p publisher) walk(under string, visit func(path string, e fs.DirEntry)) error {
	entries, err := p.ReadDir(filepath.Join(p.target, filepath.FromSlash(under)))
	for _, e := range entries {
		name := strings.TrimPrefix(under+"/"+e.Name(), "/")
		visit(name, e)
		if e.IsDir() && err == nil {
			err = p.walk(name, visit)
		}
	}
	return err
}

// write makes the new tree beside the target. The marker comes first, so that a
// tree cut short is known for ours.
func (p publisher) write(m marker, files []themes.File) error {
	if err := p.Mkdir(p.fresh); err != nil {
		return err
	}
	if err := p.create(markerName, m.bytes()); err != nil {
		return err
	}
	folders := slices.Sorted(maps.Keys(m.folders()))
	for _, dir := range folders {
		if err := p.Mkdir(filepath.Join(p.fresh, filepath.FromSlash(dir))); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := p.create(f.Path, f.Data); err != nil {
			return err
		}
	}
	if err := p.keepMode(); err != nil {
		return err
	}
	for _, dir := range append(folders, ".") {
		if err := p.SyncDir(filepath.Join(p.fresh, filepath.FromSlash(dir))); err != nil {
			return err
		}
	}
	return nil
}

// keepMode lets the new folder be open to whom the one it replaces was, no more.
func (p publisher) keepMode() error {
	info, err := p.Lstat(p.target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.Chmod(p.fresh, info.Mode().Perm())
}

func (p publisher) create(path string, data []byte) error {
	f, err := p.Create(filepath.Join(p.fresh, filepath.FromSlash(path)))
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// swap makes the new tree the visible one, in one step wherever the system can.
func (p publisher) swap(exists bool) error {
	var err error
	if !exists {
		err = p.Rename(p.fresh, p.target)
	} else if err = p.Exchange(p.fresh, p.target); errors.Is(err, errors.ErrUnsupported) {
		err = p.swapByRenames()
	}
	return err
}

// swapByRenames leaves a moment without a site; a crash in it is mended by the
// next run.
func (p publisher) swapByRenames() error {
	if err := p.Rename(p.target, p.old); err != nil {
		return err
	}
	if err := p.Rename(p.fresh, p.target); err != nil {
		return errors.Join(err, p.Rename(p.old, p.target))
	}
	return nil
}

// discard removes a tree that a publish wrote or replaced; none is no error. The
// marker goes last, so that a tree half removed is still known for ours.
func (p publisher) discard(dir string) error {
	entries, err := p.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	marked := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == markerName })
	if len(entries) > 0 && !marked {
		return fmt.Errorf("%s is in the way and candor did not write it: move it elsewhere", dir)
	}
	return p.removeAll(dir, entries)
}

func (p publisher) removeAll(dir string, entries []fs.DirEntry) error {
	marker := func(e fs.DirEntry) bool { return e.Name() == markerName }
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int {
		switch {
		case marker(a) == marker(b):
			return 0
		case marker(a):
			return 1
		}
		return -1
	})
	for _, e := range entries {
		if err := p.removeEntry(filepath.Join(dir, e.Name()), e.IsDir()); err != nil {
			return err
		}
	}
	return p.Remove(dir)
}

func (p publisher) removeEntry(path string, dir bool) error {
	if !dir {
		return p.Remove(path)
	}
	entries, err := p.ReadDir(path)
	if err != nil {
		return err
	}
	return p.removeAll(path, entries)
}
