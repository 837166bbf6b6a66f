package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/themes"
)

// Publish builds the site of a workspace and publishes it as [Site.Publish] does, to the
// same bytes. It makes one notice after the other, as many at once as there are
// processors, and keeps none, so that memory goes by processors and not by notices; only
// where there is an internal folder, which says all that every notice says, are the notices
// kept until then.
//
// Known is asked for the policy once all is read and no error stands in the way. The
// site that Publish gives, even with an error, has everything that was found; of its
// files, it has those that are not of one notice.
func Publish(fsys fs.FS, o Options, w Where, known func(*Site) (Policy, error)) (*Site, Published, error) {
	if !o.Part.First() {
		w.Internal = "" // it is of all notices
	}
	past := openPast(fsys, o, w)
	if s, done, ok := past.nothing(known); ok {
		return s, done, nil
	}
	r := inventory.NewReader(past.fs(), inventory.Options{Today: o.Today})
	o.inputs = r.Workspace().Folders()
	resolver := notices.NewResolver(r.Workspace())
	s := &Site{Inventory: &inventory.Inventory{Workspace: r.Workspace()}, Set: resolver.Set(nil), options: o}
	stream := &stream{Site: s, fsys: fsys, reader: r, resolver: resolver, whole: w.Internal != "", kept: past.kept()}
	var policy Policy
	done, err := s.put(w, stream.fill, func() (Policy, error) {
		var err error
		policy, err = known(s)
		return policy, err
	})
	if err == nil {
		past.leave(stream, done, policy)
	}
	return s, done, err
}

// stream is a site on its way through the workers.
type stream struct {
	*Site
	fsys     fs.FS
	reader   *inventory.Reader
	resolver *notices.Resolver
	printer  *themes.Printer
	whole    bool              // the notices are kept
	kept     map[string]record // of notices that are as they were
	tree     *tree
	pieces   []piece

	mu    sync.Mutex
	known map[string]string // links, each once
}

// piece is what is left of a notice that has been through.
type piece struct {
	published bool
	head      notices.Head
	told      *notices.Translated // for its translations
	notice    *notices.Notice     // of a stream that keeps them
	internal  notices.Internal

	read, resolved, rendered []finding.Finding
	law                      policies.Review

	files   []string // it was read from
	extends string
	links   []linked // to other pages
	laws    []string // paths of the documents that laws ask for
	made    []string // files of the site
	page    bool
	reused  bool
	err     error
}

// linked is a page and what it links to elsewhere in the site.
type linked struct {
	Page  string
	Links []string
}

// fill makes all files of the site.
func (s *stream) fill(t *tree) error {
	s.tree, s.known = t, map[string]string{}
	w := s.Inventory.Workspace
	dressing := new(Builder)
	dressing.dress(s.Site, s.fsys)
	dressing.rules(w.Policies, s.fsys)
	s.theme, s.own = dressing.theme, dressing.own
	s.printer = s.theme.Printer(themes.Site{Title: w.Title, Banner: w.Banner, BaseURL: s.baseURL(), Part: s.options.Part})
	pieces := s.through()
	s.pieces = pieces
	for _, p := range pieces {
		if p.err != nil {
			return p.err
		}
	}
	s.join(pieces)
	s.Findings = append(s.Findings, s.atTheme(dressing.found)...)
	var found []finding.Finding
	for _, p := range pieces {
		found = append(found, p.rendered...)
	}
	if s.options.Part.First() {
		documents := map[string][]themes.Statutory{}
		for _, p := range pieces {
			for _, path := range p.laws {
				documents[p.head.ID] = append(documents[p.head.ID], themes.Statutory{Path: path})
			}
		}
		files, more := s.printer.Common(s.Digest, s.Set.Notices, documents)
		s.Public, found = files, append(found, more...)
	}
	s.Findings = append(s.Findings, s.atTheme(found)...)
	gone := unmade(found)
	s.untranslated(gone)
	for _, p := range pieces {
		if p.published && !p.page && s.options.Part.Holds(p.head.ID) && !gone[p.head.ID+"/index.html"] {
			s.Findings = append(s.Findings, pageless(p.head.ID))
		}
	}
	s.wellKnown()
	s.follow(pieces, gone)
	s.moved()
	for _, f := range s.Public {
		if err := t.add(f); err != nil {
			return err
		}
	}
	s.Findings = quote(s.fsys, append(s.Findings, dressing.ownFound...))
	s.Law.Findings = quote(s.fsys, s.Law.Findings)
	s.Findings = append(s.Findings, s.Law.Findings...)
	s.sort()
	return nil
}

// through sends every notice through, and last those that are not published.
func (s *stream) through() []piece {
	ids := s.reader.IDs()
	pieces := make([]piece, len(ids))
	workers.Each(len(ids), func(i int) { pieces[i] = s.piece(ids[i]) })
	for i, p := range pieces {
		if !p.published {
			pieces[i].files, pieces[i].read = s.reader.Unpublished(ids[i])
		}
	}
	return pieces
}

// piece makes the files of one notice.
func (s *stream) piece(id string) (p piece) {
	if old, ok := s.kept[id]; ok && s.tree.reuse(old.Made) {
		s.reader.Extends(old.Extends, id)
		return piece{
			published: true, head: old.Head, told: old.Told, read: old.Read, resolved: old.Resolved, rendered: old.Rendered, law: policies.Review{Findings: old.Law},
			files: old.Files, extends: old.Extends, links: old.Links, laws: old.Laws, made: old.Made, page: true, reused: true,
		}
	}
	in, files, found := s.reader.Notice(id)
	if in == nil {
		return p
	}
	p.files, p.read, p.published = files, found, true
	if n := in.One(inventory.KindNotice); n != nil {
		p.extends = n.Text("extends")
	}
	set, found := s.resolver.Notice(in)
	n := set.Notices[0]
	p.resolved, p.head, p.told = found, n.Head(), n.Translated(set.Internal[n.ID])
	p.law = policies.Check(context.Background(), set, s.options.Today, s.own)
	if s.whole {
		p.notice, p.internal = n, set.Internal[n.ID]
	}
	if !s.options.Part.Holds(id) {
		return p
	}
	documents := statutoryOf(n, s.options.On)
	for _, d := range documents {
		p.laws = append(p.laws, d.Path)
	}
	made, away, found := s.printer.Notice(n, documents)
	p.rendered = found
	for _, f := range made {
		if path.Ext(f.Path) == ".html" {
			to := addresses
			if f.Path == id+"/index.html" {
				p.page = true
				if away != nil {
					to = func([]byte) []string { return internalOnly(away) }
				}
			}
			p.links = append(p.links, linked{f.Path, s.intern(to(f.Data))})
		}
		if p.err = s.tree.add(f); p.err != nil {
			return p
		}
		p.made = append(p.made, f.Path)
	}
	return p
}

// intern gives links as the first page wrote them: most pages have the same.
func (s *stream) intern(links []string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, link := range links {
		known, ok := s.known[link]
		if !ok {
			known = strings.Clone(link) // not the page it stands in
			s.known[known] = known
		}
		links[i] = known
	}
	return links
}

// join puts together what the pieces say.
func (s *stream) join(pieces []piece) {
	files, found := s.reader.Rest()
	all := []*notices.Notice{}
	var more []finding.Finding
	var law []policies.Review
	internal := map[string]notices.Internal{}
	for _, p := range pieces {
		files, found = append(files, p.files...), append(found, p.read...)
		if !p.published {
			continue
		}
		n := p.notice
		if n == nil {
			n = p.head.Notice()
		}
		all, more, law, internal[n.ID] = append(all, n), append(more, p.resolved...), append(law, p.law), p.internal
		s.Statements += p.head.Statements
		if p.reused {
			s.reused++
		}
	}
	slices.Sort(files)
	s.Inventory.Files = slices.Compact(files)
	found, s.Inventory.Errors = inventory.Sum(found)
	more = append(more, s.translations(pieces)...)
	s.Set = s.resolver.Set(all)
	s.Set.Internal = internal
	s.Set.Errors = s.Inventory.Errors + finding.Count(more, finding.Error)
	s.Digest, s.Notices, s.Dated = s.Set.Digest, len(all), s.dated()
	none := *s.Set
	none.Notices = nil
	s.Law = whole(append(law, policies.Check(context.Background(), &none, s.options.Today, s.own)), s.own)
	s.Findings = append(append(s.Findings, found...), more...)
}

// translations compares the notices that are translations of each other.
func (s *stream) translations(pieces []piece) []finding.Finding {
	var all []*notices.Translated
	var published []string
	for _, p := range pieces {
		if p.published {
			published = append(published, p.head.ID)
		}
		if p.told != nil {
			all = append(all, p.told)
		}
	}
	return notices.CompareTranslations(all, published, s.reader.IDs())
}

// follow is [Builder.follow] for pages that are not kept.
func (s *stream) follow(pieces []piece, unmade map[string]bool) {
	w := web{root: s.root(), elsewhere: func(path string) bool { return unmade[path] || s.elsewhere(path) }, pages: make(map[string]bool, len(s.tree.marker.Sums))}
	for path := range s.tree.marker.Sums {
		w.pages[path] = true
	}
	common := map[string]themes.File{}
	for _, f := range s.Public {
		w.pages[f.Path], common[f.Path] = true, f
	}
	ids := map[string]map[string]bool{} // of pages to a place of which others link
	w.holds = func(page, id string) bool {
		if ids[page] == nil {
			f, ok := common[page]
			if !ok {
				f.Data, _ = s.tree.read(page) // of a page that cannot be read nothing stands
			}
			ids[page] = anchors(f.Data)
		}
		return ids[page][id]
	}
	type source struct {
		page, notice string
		links        []string
	}
	var all []source
	for _, p := range pieces {
		for _, l := range p.links {
			all = append(all, source{l.Page, p.head.ID, l.Links})
		}
	}
	for _, f := range s.Public {
		if path.Ext(f.Path) == ".html" {
			all = append(all, source{f.Path, "", addresses(f.Data)})
		}
	}
	slices.SortStableFunc(all, func(a, b source) int { return cmp.Compare(a.page, b.page) })
	for _, from := range all {
		for _, link := range from.links {
			if what := w.lost(from.page, link); what != "" {
				s.Findings = append(s.Findings, brokenLink(from.page, from.notice, link, what))
			}
		}
	}
}

// errNone is what Publish says of a workspace of which nothing can be published.
var errNone = errors.New("there is no notice to publish")

func pageless(id string) finding.Finding {
	return finding.Finding{Code: "page-broken", Notice: id, Message: fmt.Sprintf("the notice %q has no page", id)}
}
