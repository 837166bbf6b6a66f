package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/themes"
)

// Publish builds the site of a workspace and publishes it as [Site.Publish] does, to the
// same bytes. It makes one notice after the other, as many at once as there are
// processors, and keeps none, so that memory goes by processors and not by notices; where
// there is an internal folder, the policy of each is kept until that is written. What the
// publish before left, and nothing has changed of, is not made again.
//
// Known is asked for the policy once all is read and no error stands in the way. The
// site that Publish gives, even with an error, has everything that was found; of its
// files, it has those that are not of one notice.
func Publish(fsys fs.FS, o Options, w Where, known func(*Site) (Policy, error)) (*Site, Published, error) {
	if !o.Part.First() {
		w.Internal = "" // it is of all notices
	}
	past := openPast(fsys, o, w)
	defer past.data.close()
	if s, done, ok := past.nothing(known); ok {
		return s, done, nil
	}
	r := inventory.NewReader(past.fs(), inventory.Options{Today: o.Today})
	o.inputs = r.Workspace().Folders()
	resolver := notices.NewResolver(r.Workspace())
	s := &Site{Inventory: &inventory.Inventory{Workspace: r.Workspace()}, Set: resolver.Set(nil), options: o}
	s.left = past.left()
	stream := &stream{Site: s, fsys: fsys, reader: r, resolver: resolver, inner: w.Internal != "", past: past}
	var policy Policy
	done, err := s.put(w, stream.fill, func() (Policy, error) {
		var err error
		policy, err = known(s)
		return policy, err
	}, stream.internal)
	if stream.dressing != nil {
		if len(stream.kept) > 0 {
			stream.dressing.memory.Spare()
		}
		o.remember(stream.dressing.memory)
	}
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
	dressing *Builder // has the theme and the workspace's own checks
	printer  *themes.Printer
	inner    bool             // there is an internal folder
	aside    bool             // the law is asked later, and by others
	past     *past            // that knows what is as it was, nil for none
	kept     map[string]piece // of notices that are as they were
	out      output
	around   func(do func()) // of the work on one notice; nil does it
	pieces   []piece

	mu    sync.Mutex
	known map[string]string // links, each once
}

// output is where the files of a stream go. Several may be added at once.
type output interface {
	add(themes.File) error            // a file that is good until add returns
	reuse(paths []string) bool        // enters files that are there already, all or none
	read(path string) ([]byte, error) // one that was added
	paths() iter.Seq[string]
}

// piece is what is left of a notice that has been through.
type piece struct {
	done      bool
	published bool
	head      notices.Head
	told      *notices.Translated // for its translations
	inside    inside              // where there is an internal folder
	unsaid    error               // why nothing is said of it there

	read, resolved, rendered []finding.Finding
	law                      policies.Review

	files   []string // it was read from
	extends string
	links   []linked          // to other pages
	lost    []finding.Finding // links within the notice that end nowhere
	laws    []string          // paths of the documents that laws ask for
	made    []string          // files of the site
	page    bool
	reused  bool
	judged  bool             // the law has been asked
	hrefs   map[where]string // of what was found
	err     error
}

// linked is a page and what it links to elsewhere in the site.
type linked struct {
	Page  string
	Links []string
}

// fill makes all files of the site.
func (s *stream) fill(t *tree) error {
	s.dressing = new(Builder)
	side := [...]func(){
		func() {
			s.dressing.dress(s.Site, s.fsys)
			if t.stands && s.dressing.theme != nil {
				s.dressing.theme.Ready() // else the first of few notices would wait for it
			}
		},
		func() {
			s.dressing.rules(s.Inventory.Workspace.Rules)
			s.own = s.dressing.own
			s.dressing.remembers(s.options)
			if t.stands {
				s.kept = s.past.kept(s.own)
			}
		},
	}
	workers.Each(len(side), func(i int) { side[i]() })
	return s.into(t)
}

// into makes all files of the site for an output.
func (s *stream) into(out output) error {
	s.out, s.known = out, map[string]string{}
	w := s.Inventory.Workspace
	s.theme = s.dressing.theme
	s.printer = s.theme.Printer(themes.Site{Title: w.Title, Banner: w.Banner, BaseURL: s.baseURL(), Part: s.options.Part})
	pieces := s.through()
	s.pieces = pieces
	for _, p := range pieces {
		if p.err != nil {
			return p.err
		}
		if !p.done {
			return errHalted
		}
	}
	s.join(pieces)
	s.Findings = append(s.Findings, s.atTheme(s.dressing.found)...)
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
		if err := out.add(f); err != nil {
			return err
		}
	}
	s.Findings = append(s.Findings, s.dressing.ownFound...)
	if s.own != nil {
		s.Findings = append(s.Findings, policies.UnknownNotices(s.Set, s.own.Denies)...)
	}
	s.Findings = quote(s.fsys, s.Findings)
	s.Law.Findings = quote(s.fsys, s.Law.Findings)
	s.Findings = append(s.Findings, s.Law.Findings...)
	s.sort()
	return nil
}

// through sends every notice through, and last those that are not published.
func (s *stream) through() []piece {
	ids := s.reader.IDs()
	pieces := make([]piece, len(ids))
	around := s.around
	if around == nil {
		around = func(do func()) { do() }
	}
	workers.Each(len(ids), func(i int) {
		around(func() {
			pieces[i] = s.piece(ids[i])
			pieces[i].done = true
		})
	})
	for i, p := range pieces {
		if p.done && !p.published {
			pieces[i].files, pieces[i].read = s.reader.Unpublished(ids[i])
			pieces[i].files = s.past.named(pieces[i].files)
		}
	}
	return pieces
}

// piece makes the files of one notice.
func (s *stream) piece(id string) (p piece) {
	if old, ok := s.kept[id]; ok && s.out.reuse(old.made) {
		s.reader.Extends(old.extends, id)
		old.reused = true
		return old
	}
	in, files, found := s.reader.Notice(id)
	if in == nil {
		return p
	}
	p.files, p.read, p.published = s.past.named(files), found, true
	if n := in.One(inventory.KindNotice); n != nil {
		p.extends = n.Text("extends")
	}
	set, found := s.resolver.Notice(in)
	n := set.Notices[0]
	p.resolved, p.head, p.told = found, n.Head(), n.Translated(set.Internal[n.ID])
	if !s.aside {
		p.law, p.judged = policies.CheckAgain(context.Background(), set, s.options.Today, s.own, s.dressing.memory), true
	}
	if s.aside {
		p.tell(set.Internal[n.ID], p.read, p.resolved)
	}
	if s.inner && set.Errors == 0 && finding.Count(p.read, finding.Error) == 0 {
		p.inside, p.unsaid = s.inside(n, set.Internal[n.ID])
	}
	if !s.options.Part.Holds(id) {
		return p
	}
	documents := statutoryOf(n, s.options.On)
	for _, d := range documents {
		p.laws = append(p.laws, d.Path)
	}
	p.rendered = s.printer.Notice(n, documents, func(made []themes.File, away []string) { s.take(&p, made, away) })
	return p
}

// take takes the files of a notice, which are good until it returns.
func (s *stream) take(p *piece, made []themes.File, away []string) {
	p.made = make([]string, 0, len(made))
	for _, f := range made {
		if path.Ext(f.Path) == ".html" {
			to := addresses
			if f.Path == p.head.ID+"/index.html" {
				p.page = true
				if away != nil {
					to = func([]byte) []string { return internalOnly(away) }
				}
			}
			p.links = append(p.links, linked{f.Path, s.intern(to(f.Data))})
		}
		if p.err = s.out.add(f); p.err != nil {
			return
		}
		p.made = append(p.made, f.Path)
	}
	s.within(p, made)
}

// within follows the links that name a place in a page of their own notice, while those
// pages are at hand.
func (s *stream) within(p *piece, made []themes.File) {
	w := web{root: s.root(), pages: make(map[string]bool, len(made))}
	pages := map[string][]byte{}
	for _, f := range made {
		w.pages[f.Path], pages[f.Path] = true, f.Data
	}
	ids := map[string]map[string]bool{}
	w.holds = func(page, id string) bool {
		if ids[page] == nil {
			ids[page] = anchors(pages[page])
		}
		return ids[page][id]
	}
	for i, l := range p.links {
		p.links[i].Links = slices.DeleteFunc(l.Links, func(link string) bool {
			page, fragment, what := w.end(l.Page, link)
			if what != "" || fragment == "" || !w.pages[page] {
				return false
			}
			if !w.holds(page, fragment) {
				p.lost = append(p.lost, brokenLink(l.Page, p.head.ID, link, noPlace))
			}
			return true
		})
	}
}

// tell notes where in the page something that was found is.
func (p *piece) tell(in notices.Internal, found ...[]finding.Finding) {
	for _, f := range slices.Concat(found...) {
		if href := whereabouts(p.head.ID, in, f); href != "" {
			if p.hrefs == nil {
				p.hrefs = map[where]string{}
			}
			p.hrefs[whereOf(f)] = href
		}
	}
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

// internal is [Site.internal] of notices that are not kept.
func (s *stream) internal(t *tree, p Policy) (document.Bundle, error) {
	var all []inside
	for i := range s.pieces {
		of := &s.pieces[i]
		if of.unsaid != nil {
			return document.Bundle{}, of.unsaid
		}
		if of.published {
			all = append(all, of.inside)
		}
	}
	about, err := s.internalOf(t, p, all)
	return about, errors.Join(err, s.past.data.close()) // before the folder that it lies in is replaced
}

// join puts together what the pieces say.
func (s *stream) join(pieces []piece) {
	files, found := s.reader.Rest()
	read := 0
	for _, p := range pieces {
		read += len(p.files)
	}
	files = slices.Grow(files, read)
	all := make([]*notices.Notice, 0, len(pieces))
	law := make([]policies.Review, 0, len(pieces)+1) // and what it says of none
	var more []finding.Finding
	for _, p := range pieces {
		files, found = append(files, p.files...), append(found, p.read...)
		if !p.published {
			continue
		}
		all, more, law = append(all, p.head.Notice()), append(more, p.resolved...), append(law, p.law)
		s.Statements += p.head.Statements
		if p.reused {
			s.reused++
		}
	}
	slices.Sort(files)
	s.Inventory.Files = slices.Compact(files)
	found, s.Inventory.Errors = inventory.Sum(found, func(yield func(string, []string) bool) {
		for _, p := range pieces {
			if p.published && !yield(p.head.ID, p.files) {
				return
			}
		}
	})
	more = append(more, s.translations(pieces)...)
	s.Set = s.resolver.Set(all)
	s.Set.Errors = s.Inventory.Errors + finding.Count(more, finding.Error)
	s.Digest, s.Notices, s.Dated = s.Set.Digest, len(all), s.dated()
	if !s.aside {
		s.Law = s.judgement(law)
	}
	s.Findings = append(append(s.Findings, found...), more...)
}

// judgement is what the law says of all notices, from what it says of each.
func (s *Site) judgement(law []policies.Review) policies.Review {
	none := *s.Set
	none.Notices = nil
	return whole(append(law, policies.Check(context.Background(), &none, s.options.Today, s.own)), s.own)
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
	w := web{root: s.root(), elsewhere: func(path string) bool { return unmade[path] || s.elsewhere(path) }, pages: map[string]bool{}}
	for path := range s.out.paths() {
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
				f.Data, _ = s.out.read(page) // of a page that cannot be read nothing stands
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
		s.Findings = append(s.Findings, p.lost...)
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

// errHalted ends a stream that somebody has stopped.
var errHalted = errors.New("something newer is to be built")

// errNone is what Publish says of a workspace of which nothing can be published.
var errNone = errors.New("there is no notice to publish")

func pageless(id string) finding.Finding {
	return finding.Finding{Code: "page-broken", Notice: id, Message: fmt.Sprintf("the notice %q has no page", id)}
}
