// Package site joins the floors below into one thing: the [Site] of a workspace,
// with everything that may be published and everything wrong with it.
//
// [Build] reads a workspace once, through inventory, notices and themes, holds it
// against the law packs it switches on, and keeps the result in memory. Publishing and previewing both read that value and build
// nothing of their own, so that a preview shows the very bytes a publish writes.
//
// # What it promises
//
//   - The published folder is at every moment one complete site: the old or the
//     new (see [Site.Publish]).
//   - The same workspace gives the same bytes, whatever the clock, the time zone,
//     the locale, the number of processors or the path it lies at.
//   - Every sentence that a decision may cite stands in the page at its anchor;
//     Build looks for each in each page, so that no theme can drop one.
//   - The preview answers this machine only, and only from memory.
package site

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/themes"
)

// Site is a workspace, built: what it says, what may be published of it, and
// everything found on the way. It is made once and not changed.
type Site struct {
	Inventory *inventory.Inventory
	Set       *notices.Set
	Public    []themes.File     // sorted by path
	Law       policies.Review   // what the law packs that notices switch on make of them
	Findings  []finding.Finding // sorted by place
	Digest    string            // of the set: what a bundle of the same workspace carries too

	options Options
}

// Options are what a build takes from outside the workspace. The zero value
// works.
type Options struct {
	BaseURL string           // where the site will stand, in place of the workspace's own
	Part    themes.Part      // which of the site is built, so that several machines can share the work
	Gzip    bool             // Publish lays a compressed copy beside each text, for hosts that serve those
	Dir     string           // where the workspace lies on disk, so that Publish never replaces it
	Home    string           // the home folder, likewise
	Today   inventory.Date   // for findings about dates to come, reviews overdue and the law as it stands; never in a page
	Now     func() time.Time // for telling how long a build took; never in a page

	inputs []string // folders of the workspace that the site is made from
}

// Build reads a workspace and makes its site. It always returns one, as complete
// as the workspace allows; what stands in the way is in its Findings.
func Build(fsys fs.FS, o Options) *Site {
	s := Read(fsys, o)
	s.render(fsys)
	s.Law = policies.Check(context.Background(), s.Set, o.Today)
	s.Law.Findings = quote(fsys, s.Law.Findings)
	s.Findings = append(quote(fsys, s.Findings), s.Law.Findings...)
	s.sort()
	return s
}

// Read is Build without the pages: what the workspace says, for those who only
// ask.
func Read(fsys fs.FS, o Options) *Site {
	inv, found := inventory.LoadAt(fsys, inventory.Options{Today: o.Today})
	o.inputs = folders(inv)
	set, more := notices.Resolve(inv)
	s := &Site{Inventory: inv, Set: set, Findings: slices.Concat(found, quote(fsys, more)), Digest: set.Digest, options: o}
	s.sort()
	return s
}

// sort puts the findings in order and drops those that two floors both made.
func (s *Site) sort() {
	finding.Sort(s.Findings)
	s.Findings = slices.CompactFunc(s.Findings, func(a, b finding.Finding) bool {
		return a.Code == b.Code && a.Place == b.Place && a.Message == b.Message
	})
}

// folders are the folders of a workspace that its site is made from.
func folders(inv *inventory.Inventory) []string {
	w := inv.Workspace
	return slices.DeleteFunc([]string{w.Notices, w.Policies, w.Themes}, func(dir string) bool { return dir == "" })
}

// Report is the findings as the terminal shows them, without colour, and what has to
// be mended first: over a page nobody scrolls for the cause.
func (s *Site) Report() string {
	var b strings.Builder
	gravest := slices.SortedStableFunc(slices.Values(s.Findings), func(x, y finding.Finding) int { return cmp.Compare(x.Severity, y.Severity) })
	finding.Text(&b, gravest, finding.TextOptions{Width: 80})
	return b.String()
}

func (s *Site) render(fsys fs.FS) {
	theme, found := themes.Load(overrides(fsys, s.Inventory.Workspace.Themes), s.Inventory.Workspace.Theme)
	s.Findings = append(s.Findings, found...)
	if theme == nil {
		return
	}
	view := themes.Site{Title: s.Set.Title, Banner: s.Set.Banner, BaseURL: s.baseURL(), Digest: s.Digest, Notices: s.Set.Notices, Part: s.options.Part}
	s.Public, found = theme.Render(view)
	s.Findings = append(s.Findings, found...)
	s.verify()
	s.follow()
	s.wellKnown()
	s.moved()
}

// baseURL is where the site will stand, "" while unknown.
func (s *Site) baseURL() string { return cmp.Or(s.options.BaseURL, s.Set.BaseURL) }

// verify reads every finished page and looks for each sentence an answer may
// cite, at the place the answer names.
func (s *Site) verify() {
	for _, f := range s.Public {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		of := s.Set.Notice(path.Dir(f.Path))
		if of != nil && f.Path != of.ID+"/index.html" {
			of = nil
		}
		s.Findings = append(s.Findings, themes.Verify(of, f.Data)...)
	}
	for _, n := range s.Set.Notices {
		if s.options.Part.Holds(n.ID) && !slices.ContainsFunc(s.Public, func(f themes.File) bool { return f.Path == n.ID+"/index.html" }) {
			s.Findings = append(s.Findings, finding.Finding{Code: "page-broken", Notice: n.ID, Message: fmt.Sprintf("the notice %q has no page", n.ID)})
		}
	}
}

// overrides is the workspace's own folder of themes, or nil.
func overrides(fsys fs.FS, dir string) fs.FS {
	if dir == "" {
		return nil
	}
	if info, err := fs.Stat(fsys, dir); err != nil || !info.IsDir() {
		return nil
	}
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		return nil
	}
	return sub
}
