package site

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/document"
)

// ErrFindings is returned by Publish while a finding of severity error stands.
var ErrFindings = errors.New("errors stand in the way of publishing")

// ErrLeftover is returned by Publish when the new site stands and what it replaced
// could not be cleared away. The next Publish tries again.
var ErrLeftover = errors.New("the new site stands, but the old one could not be cleared away")

// ErrBehind is returned by Publish when the new site stands and what belongs to it
// inside, the policy among it, is still the old. The next Publish puts it right.
var ErrBehind = errors.New("the new site stands, but the policy beside it is still the old one: publish again")

// Where names the folders that a publish writes.
type Where struct {
	Public   string // of the site
	Internal string // of what stays with the organisation, "" for none
}

// Published tells what a publish did.
type Published struct {
	Public, Internal Change
	Policy           document.Bundle // the policy that belongs to the site, where there is an internal folder
	LeftOut          []string        // what the site lacks or holds out of date, and why
}

// Change tells what a publish did to a folder, in files. Where nothing was written or
// removed the folder was left alone, to the last date of its files.
type Change struct {
	Files   int // that the folder holds now, without the list of their sums
	Written int
	Same    int // left as they were
	Removed int
}

// None tells whether a folder was left alone.
func (c Change) None() bool { return c.Written == 0 && c.Removed == 0 }

// Publish puts the site and what belongs to it inside into their folders, each whole
// or not at all. A tree is written beside its folder, made lasting, and exchanged with
// it in one step, so that a reader and a crash meet the old one or the new one and
// nothing between. What did not change is not written: a file that is the same is the
// same file, and a folder that is the same is left alone. Pictures and styles of the
// version before stay for one version, for pages that were loaded before the exchange.
//
// The site is exchanged first and the policy last, so that no service ever answers by
// a sentence that the site is yet to show.
//
// Of a site in parts, what is inside comes with the first.
//
// It replaces only what an earlier Publish wrote: a folder that holds anything
// else is refused, and so are the root, the home folder, the workspace and what
// it is read from. Whatever fails, the old site stays; an error after the
// exchange is ErrLeftover or ErrBehind.
func (s *Site) Publish(w Where, p Policy) (Published, error) {
	if finding.Blocking(s.Findings) {
		return Published{}, ErrFindings
	}
	fill := func(t *tree) error { return addAll(t, s.Public) }
	return s.put(w, fill, func() (Policy, error) { return p, nil }, s.internal)
}

// put publishes the site that fill makes and puts into a tree, with a policy that is asked
// for then, and the internal folder as within fills it.
func (s *Site) put(w Where, fill func(*tree) error, known func() (Policy, error), within func(*tree, Policy) (document.Bundle, error)) (done Published, err error) {
	if !s.options.Part.First() {
		w.Internal = "" // it is of all notices
	}
	public, internal, err := s.targets(w)
	if err != nil {
		return done, err
	}
	if internal != "" {
		s.beside = between(internal, public)
	}
	release, err := lockAll(public, internal)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, release()) }()
	var p Policy
	site := treeOf(public, "", 0, func(t *tree) error {
		if err := fill(t); err != nil {
			return err
		}
		switch {
		case finding.Blocking(s.Findings):
			return ErrFindings
		case len(s.Set.Notices) == 0 || len(t.marker.Sums) == 0 && s.options.Part.Whole():
			return errNone
		}
		var err error
		if p, err = known(); err != nil {
			return err
		}
		t.marker.Digest, t.marker.Serial = s.Digest, p.Serial
		done.LeftOut, err = s.late(t, p)
		return err
	})
	site.pack, site.left = s.options.Gzip, s.left[0]
	if s.options.Ledger != "" {
		site.spare = s.options.Ledger + ".before"
	}
	if part := s.options.Part; !part.Whole() {
		site.list += "." + part.String() // so that the lists of all parts can lie in one folder
	}
	var inside *tree
	if internal != "" {
		inside = treeOf(internal, "", 0, func(t *tree) error {
			t.marker.Digest, t.marker.Serial = s.Digest, p.Serial
			var err error
			done.Policy, err = within(t, p)
			return err
		})
		inside.left = s.left[1]
	}
	if err := exchangeAll(osDisk{}, site, inside); err != nil {
		return Published{}, err
	}
	done.Public, s.trees = site.change, []*tree{site}
	if inside != nil {
		done.Internal, s.trees = inside.change, append(s.trees, inside)
	}
	return done, nil
}

// targets are the real paths of the folders to publish to; neither may lie within the
// other.
func (s *Site) targets(w Where) (public, internal string, err error) {
	if public, err = s.options.target(w.Public); err != nil {
		return "", "", err
	}
	if w.Internal != "" {
		if internal, err = s.options.target(w.Internal); err != nil {
			return "", "", err
		}
		if contains(public, internal) || contains(internal, public) {
			return "", "", fmt.Errorf("the site in %s and what stays inside in %s would be published together: name two folders side by side", public, internal)
		}
		if err := published(internal); err != nil {
			return "", "", err
		}
	}
	return public, internal, published(public)
}

// lockAll takes the lock of each folder, or says who holds it.
func lockAll(targets ...string) (release func() error, err error) {
	release = func() error { return nil }
	for _, target := range targets {
		if target == "" {
			continue
		}
		one, err := lock(beside(target, "lock"))
		var at *fs.PathError
		if errors.As(err, &at) {
			err = unwritable(target, err)
		}
		if err != nil {
			return nil, errors.Join(err, release())
		}
		before := release
		release = func() error { return errors.Join(one(), before()) }
	}
	return release, nil
}

// beside names a thing of ours in the folder that holds target. The name is the
// same every time, so that a run can clear away what a crashed one left.
func beside(target, what string) string {
	dir, base := filepath.Split(target)
	return filepath.Join(dir, "."+base+".candor-"+what)
}

// exchangeAll puts the trees in their places: both are written before the first is
// visible, and the one inside, which may be nil, comes last.
func exchangeAll(d disk, site, inside *tree) error {
	trees := []*tree{site}
	if inside != nil {
		trees = append(trees, inside)
	}
	for _, t := range trees {
		t.disk = d
	}
	err := prepareAll(site, inside)
	for _, t := range trees {
		if err == nil && !t.done {
			err = t.swap()
		}
	}
	for _, t := range trees {
		switch {
		case t.swapped && err == nil:
			err = t.layBy()
		case t.begun:
			err = errors.Join(err, t.discard(t.fresh))
		}
	}
	switch {
	case err == nil, !site.swapped && (inside == nil || !inside.swapped):
		return err
	case inside != nil && !inside.done && !inside.swapped:
		return fmt.Errorf("%w: %w", ErrBehind, err)
	}
	return fmt.Errorf("%w: %w", ErrLeftover, err)
}

// prepareAll writes the trees beside their targets. The site names the policy that
// services may still answer by when it becomes visible. The one inside has one large file,
// and the site thousands of names: both are written at once.
func prepareAll(site, inside *tree) error {
	if inside == nil {
		return site.prepare()
	}
	if err := site.open(); err != nil {
		return err
	}
	if err := site.fill(site); err != nil {
		return err
	}
	if err := inside.open(); err != nil {
		return err
	}
	if inside.before.Digest != site.marker.Digest {
		site.marker.Replaces = inside.before.Digest
	}
	both := [...]func() error{site.finish, inside.prepare}
	var errs [len(both)]error
	workers.Each(len(both), func(i int) { errs[i] = both[i]() })
	return errors.Join(errs[:]...)
}
