package site

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
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

	theme *themes.Theme
	found []finding.Finding // in the theme
	made  string            // what the theme was made from
	read  map[*byte]ends    // of the pages

	law reviews
}

// Build is [Build], with what the Builder remembers.
func (b *Builder) Build(fsys fs.FS, o Options) *Site {
	s := b.Pages(fsys, o)
	b.Law(s, fsys)
	return s
}

// Pages is Build without what the law says, which takes longer and changes no page.
func (b *Builder) Pages(fsys fs.FS, o Options) *Site {
	s := b.Read(fsys, o)
	b.render(s, fsys)
	s.Findings = quote(fsys, s.Findings)
	s.sort()
	return s
}

// Law holds a site against the law packs that its notices switch on.
func (b *Builder) Law(s *Site, fsys fs.FS) {
	s.Law = b.law.review(s)
	s.Law.Findings = quote(fsys, s.Law.Findings)
	s.Findings = slices.Concat(s.Findings, s.Law.Findings)
	s.sort()
}

// Read is [Read], with what the Builder remembers.
func (b *Builder) Read(fsys fs.FS, o Options) *Site {
	inv, found := b.inventory.Load(fsys, inventory.Options{Today: o.Today, Only: o.Only})
	o.inputs = inv.Workspace.Folders()
	set, more := b.notices.Resolve(inv)
	s := &Site{Inventory: inv, Set: set, Findings: slices.Concat(found, quote(fsys, more)), Digest: set.Digest, options: o}
	s.sort()
	return s
}

func (b *Builder) render(s *Site, fsys fs.FS) {
	b.dress(s, fsys)
	s.Findings = append(s.Findings, b.found...)
	if b.theme == nil {
		return
	}
	view := themes.Site{Title: s.Set.Title, Banner: s.Set.Banner, BaseURL: s.baseURL(), Digest: s.Digest, Notices: s.Set.Notices, Part: s.options.Part}
	var found []finding.Finding
	s.Public, found = b.themes.Render(b.theme, view)
	s.Findings = append(s.Findings, found...)
	s.verify()
	b.follow(s)
	s.wellKnown()
	s.moved()
}

// notice makes the files of one notice, which o names, and the style they need; none
// if there is an error.
func (b *Builder) notice(fsys fs.FS, o Options) []themes.File {
	s := b.Read(fsys, o)
	if finding.Blocking(s.Findings) || s.Set.Notice(o.Only) == nil {
		return nil
	}
	b.dress(s, fsys)
	if b.theme == nil || finding.Blocking(b.found) {
		return nil
	}
	files, found := b.themes.Render(b.theme, themes.Site{Title: s.Set.Title, Banner: s.Set.Banner, BaseURL: s.baseURL(), Digest: s.Digest, Notices: s.Set.Notices})
	if finding.Blocking(found) {
		return nil
	}
	return slices.DeleteFunc(files, func(f themes.File) bool { return path.Dir(f.Path) != o.Only && path.Dir(f.Path) != "assets" })
}

// dress loads the theme, unless no file of it has changed.
func (b *Builder) dress(s *Site, fsys fs.FS) {
	w := s.Inventory.Workspace
	own := overrides(fsys, w.Themes)
	made := w.Theme
	if own != nil {
		made += "\n" + everything(own)
	}
	if b.theme == nil || b.made != made {
		b.theme, b.found = themes.Load(own, w.Theme)
		if s.options.Execute {
			b.theme = b.theme.Executed()
		}
		b.made = made
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
func (s *Site) verify() {
	has := make(map[string]bool, len(s.Public))
	for _, f := range s.Public {
		has[f.Path] = true
	}
	for _, n := range s.Set.Notices {
		if s.options.Part.Holds(n.ID) && !has[n.ID+"/index.html"] {
			s.Findings = append(s.Findings, finding.Finding{Code: "page-broken", Notice: n.ID, Message: fmt.Sprintf("the notice %q has no page", n.ID)})
		}
	}
}
