package site

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
	"github.com/candor-privacy/candor/themes"
)

// Builder builds the site of a workspace again and again, and each time makes again
// only what has changed: each floor below keeps what it made, and knows what is the
// same by its bytes or by its pointer. What it builds is what a new Builder would, to
// the byte. The zero value is ready; a Builder is for one Build at a time.
type Builder struct {
	inventory inventory.Memory
	notices   notices.Memory
	themes    themes.Memory

	wardrobe *wardrobe
	theme    *themes.Theme
	found    []finding.Finding // in the theme
	on       inventory.Date    // whose editions of documents its pages have
	read     map[*byte]ends    // of the pages

	law reviews

	memory   *laws.Memory // of what packs found, in runs before too
	recalled bool         // those of runs before have been read

	own      *laws.Pack        // the workspace's own rules
	ownFound []finding.Finding // in them
	ownMade  map[string]string // what they were read from
}

// Build is [Build], with what the Builder remembers.
func (b *Builder) Build(fsys fs.FS, o Options) *Site {
	s := b.Pages(fsys, o)
	b.Law(s, fsys)
	return s
}

// Pages is Build without what the law says, and rules of the workspace's own, which takes
// longer and changes no page.
func (b *Builder) Pages(fsys fs.FS, o Options) *Site {
	s := b.resolve(fsys, o)
	b.render(s, fsys)
	s.Findings = quote(fsys, s.Findings)
	s.sort()
	return s
}

// Law holds a site against the law packs that its notices switch on.
func (b *Builder) Law(s *Site, fsys fs.FS) {
	b.remembers(s.options)
	s.Law = b.law.review(s, b.memory)
	s.options.remember(b.memory)
	s.Law.Findings = quote(fsys, s.Law.Findings)
	s.Findings = slices.Concat(s.Findings, s.Law.Findings)
	s.sort()
}

// remembers has the Builder remember what law packs found in runs before.
func (b *Builder) remembers(o Options) {
	if !b.recalled {
		b.memory, b.recalled = o.recall(), true
	}
}

// Read is [Read], with what the Builder remembers.
func (b *Builder) Read(fsys fs.FS, o Options) *Site {
	s := b.resolve(fsys, o)
	if s.own != nil {
		s.Findings = append(s.Findings, quote(fsys, policies.CheckOwn(context.Background(), s.Set, s.own.Denies))...)
		s.sort()
	}
	return s
}

func (b *Builder) resolve(fsys fs.FS, o Options) *Site {
	inv, found := b.inventory.Load(fsys, inventory.Options{Today: o.Today, Only: o.Only})
	o.inputs = inv.Workspace.Folders()
	set, more := b.notices.Resolve(inv)
	s := &Site{Inventory: inv, Set: set, Findings: slices.Concat(found, quote(fsys, more)), Digest: set.Digest, options: o}
	s.Notices, s.Dated = len(set.Notices), s.dated()
	for _, n := range set.Notices {
		s.Statements += len(n.Statements)
	}
	b.rules(set.Rules)
	s.own = b.own
	s.Findings = append(s.Findings, quote(fsys, slices.Clone(b.ownFound))...)
	if b.own != nil && !inv.Alone {
		s.Findings = append(s.Findings, quote(fsys, policies.UnknownNotices(set, b.own.Denies))...)
	}
	s.sort()
	return s
}

func (b *Builder) render(s *Site, fsys fs.FS) {
	b.dress(s, fsys)
	s.Findings = append(s.Findings, s.atTheme(b.found)...)
	if b.theme == nil {
		return
	}
	s.theme = b.theme
	if b.on != s.options.On {
		b.themes, b.on = themes.Memory{}, s.options.On
	}
	view := themes.Site{Title: s.Set.Title, Banner: s.Set.Banner, BaseURL: s.baseURL(), Digest: s.Digest, Notices: s.Set.Notices, Part: s.options.Part, Statutory: statutory(s.Set, s.options.On)}
	var found []finding.Finding
	s.Public, found = b.themes.Render(b.theme, view)
	s.Findings = append(s.Findings, s.atTheme(found)...)
	lost := unmade(found)
	s.verify(lost)
	s.untranslated(lost)
	b.follow(s, lost)
	s.wellKnown()
	s.moved()
}

// made is one notice and its files.
type made struct {
	id    string
	set   *notices.Set // that holds it alone
	files map[string][]byte
	sums  map[string]sum
}

// notice makes the files of one notice, which o names, and those that its page loads. What
// was found is in the site, whose pages it does not make.
func (b *Builder) notice(fsys fs.FS, o Options) (*made, *Site) {
	s := b.resolve(fsys, o)
	m := &made{id: o.Only, set: s.Set, files: map[string][]byte{}, sums: map[string]sum{}}
	n := s.Set.Notice(o.Only)
	if n == nil {
		return m, s
	}
	b.dress(s, fsys)
	site := themes.Site{
		Title: s.Set.Title, Banner: s.Set.Banner, BaseURL: s.baseURL(),
		Statutory: map[string][]themes.Statutory{n.ID: statutoryOf(n, o.On)},
	}
	files, found := b.theme.RenderNotice(site, n)
	for _, f := range slices.Concat(files, b.theme.Loaded()) {
		m.files[f.Path], m.sums[f.Path] = f.Data, sha256.Sum256(f.Data)
	}
	s.Findings = slices.Concat(s.Findings, b.found, found)
	return m, s
}

// dress loads the theme, unless no file of it has changed.
func (b *Builder) dress(s *Site, fsys fs.FS) {
	if b.wardrobe == nil {
		b.wardrobe = new(wardrobe)
	}
	b.theme, b.found = b.wardrobe.theme(s.Inventory.Workspace, fsys, s.options.Execute)
}

// atTheme gives what is wrong with a theme its place in the workspace: in the folder that
// candor.toml names, and for the name of a theme there.
func (s *Site) atTheme(found []finding.Finding) []finding.Finding {
	w := s.Inventory.Workspace
	found = slices.Clone(found)
	for i, f := range found {
		if rest, ok := strings.CutPrefix(f.Place.File, "themes/"); ok && w.Themes != "" {
			found[i].Place.File = path.Join(w.Themes, rest)
		} else if f.Code == "theme-broken" && f.Place.IsZero() {
			found[i].Place = w.ThemeAt
		}
	}
	return found
}

// unmade are the pages that are not there because of what has been found already: one
// slip in a template is one finding.
func unmade(found []finding.Finding) map[string]bool {
	out := map[string]bool{}
	for _, f := range found {
		switch {
		case f.Severity != finding.Error || f.Place.IsZero():
		case f.Notice != "":
			out[f.Notice+"/index.html"] = true
		default:
			out["index.html"], out["404.html"] = true, true
		}
	}
	return out
}

// rules reads the workspace's own rules, unless none of their files has changed.
func (b *Builder) rules(rules map[string]string) {
	if !maps.Equal(b.ownMade, rules) {
		b.ownMade = rules
		b.own, b.ownFound = laws.ReadOwn(rules)
	}
}

// untranslated adds the pages of translations that are not there: that is told where
// they are named, or they were not read.
func (s *Site) untranslated(unmade map[string]bool) {
	for _, n := range s.Set.Notices {
		for _, t := range n.Translations {
			if s.Set.Notice(t.ID) == nil {
				unmade[t.ID+"/index.html"] = true
			}
		}
	}
}

// everything sums up the bytes of a folder.
func everything(fsys fs.FS) string {
	h := sha256.New()
	_ = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		var data []byte
		if err == nil && !e.IsDir() {
			data, err = fs.ReadFile(fsys, name)
		}
		fmt.Fprintf(h, "%q %v %d\n", name, err, len(data))
		h.Write(data)
		return nil
	})
	return string(h.Sum(nil))
}

// verify makes sure that every notice has its page. Themes reads each one back and
// looks for each sentence an answer may cite, at the place the answer names; a page
// that is not there would never be read.
func (s *Site) verify(unmade map[string]bool) {
	has := make(map[string]bool, len(s.Public))
	for _, f := range s.Public {
		has[f.Path] = true
	}
	for _, n := range s.Set.Notices {
		if s.options.Part.Holds(n.ID) && !has[n.ID+"/index.html"] && !unmade[n.ID+"/index.html"] {
			s.Findings = append(s.Findings, pageless(n.ID))
		}
	}
}
