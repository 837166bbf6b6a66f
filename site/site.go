// Package site joins the floors below into one thing: the [Site] of a workspace,
// with everything that may be published and everything wrong with it.
//
// [Build] reads a workspace once, through inventory, notices and themes, holds it
// against the law packs it switches on, and keeps the result in memory, for a preview.
// [Publish] sends the same notices through the same floors one by one and keeps none; a
// test holds the two against each other, so that a preview shows the very bytes a publish
// writes.
//
// # What it promises
//
//   - The published folder is at every moment one complete site: the old or the
//     new (see [Site.Publish]).
//   - The same workspace gives the same bytes, whatever the clock, the time zone,
//     the locale, the number of processors or the path it lies at.
//   - Every sentence that a decision may cite stands in the page at its anchor;
//     Build looks for each in each page, so that no theme can drop one.
//   - The preview answers this machine only, and only from memory, unless its author
//     invites others; what it is asked is not kept.
//   - A [Builder] makes again only what changed, and the same as a new one would.
//
// # Speed
//
// [Publish] makes one notice after the other on each processor and keeps none but, for an
// internal folder, its compiled text, so that memory goes by processors; a ledger tells the
// next publish what has not changed, and the folder that was replaced becomes the next. In
// site/bench, a module of its own, it stands beside Hugo 0.165.0 on the same facts
// (go run . -sizes 100,1000). Of 1,000 full notices, with the policy left out, it took
// of Hugo's time 0.44 into a new folder in memory and 0.48 on a disk (0.15 and 0.22 of
// short ones that extend one base) and 0.23 of its memory; 0.009 with nothing changed by
// size and dates, 0.030 by content; with one notice changed 0.034, 0.052 by content, and
// 0.044 with the internal folder, whose data of 49 MB are written again. It writes twice
// the page, three more files for each, and waits for the disk, which Hugo does not.
package site

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/laws"
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

	Notices, Statements int  // how many there are
	Dated               bool // a file says when it was published

	options Options
	theme   *themes.Theme // that its pages were made with, nil for none
	own     *laws.Pack    // the workspace's own checks, nil for none
	closing string        // of a site of which nothing was built, what is said of its laws
	left    [2][]trace    // what stands in the folders to publish to, where it was looked at just now
	trees   []*tree       // that were published
	marks   []bundle.Mark // where in the data of the internal folder each notice stands
	beside  string        // relative path of the site from what stays inside, "" while nothing is published
	reused  int           // notices whose files were taken as they stand

	later map[string]sum   // of a preview, its files, most of which are made again when asked for
	hrefs map[where]string // and of what was found, where in the pages it is
}

// Options are what a build takes from outside the workspace. The zero value
// works.
type Options struct {
	BaseURL string           // where the site will stand, in place of the workspace's own
	Part    themes.Part      // which of the site is built, so that several machines can share the work
	Gzip    bool             // Publish lays a compressed copy beside each text, for hosts that serve those
	Execute bool             // have the template packages execute every template: slower, and the same bytes
	Dir     string           // where the workspace lies on disk, so that Publish never replaces it
	Home    string           // the home folder, likewise
	Today   inventory.Date   // for findings about dates to come, reviews overdue and the law as it stands; never in a page
	On      inventory.Date   // the day whose editions of the documents that laws ask for are made; none is as they are or will be
	Now     func() time.Time // for telling how long a build took; never in a page
	Only    string           // the one notice to read, with those it extends; "" reads all

	// Files that may be kept from one run to the next, and that anyone may delete: of
	// Publish, to know what has not changed since the last, and, as a path in the workspace,
	// of what law packs found. Program tells this program from any other. "" keeps none.
	Ledger, Memory, Program string

	inputs []string // folders of the workspace that the site is made from
}

// Build reads a workspace and makes its site. It always returns one, as complete
// as the workspace allows; what stands in the way is in its Findings.
func Build(fsys fs.FS, o Options) *Site { return new(Builder).Build(fsys, o) }

// Read is Build without the pages: what the workspace says, for those who only
// ask.
func Read(fsys fs.FS, o Options) *Site { return new(Builder).Read(fsys, o) }

// sort puts the findings in order and tells once what two floors, or several notices, say.
func (s *Site) sort() { s.Findings = finding.Merge(s.Findings) }

// Report is the findings as the terminal shows them, without colour, and what has to
// be mended first: over a page nobody scrolls for the cause.
func (s *Site) Report() string {
	var b strings.Builder
	finding.Text(&b, gravest(s.Findings), finding.TextOptions{Width: 80})
	return b.String()
}

// Closing is the line that ends every output about laws, "" when none was asked.
func (s *Site) Closing() string { return cmp.Or(s.closing, s.Law.Closing()) }

// baseURL is where the site will stand, "" while unknown.
func (s *Site) baseURL() string { return cmp.Or(s.options.BaseURL, s.Set.BaseURL) }

// gravest puts what has to be mended first.
func gravest(found []finding.Finding) []finding.Finding {
	return slices.SortedStableFunc(slices.Values(found), func(x, y finding.Finding) int { return cmp.Compare(x.Severity, y.Severity) })
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
