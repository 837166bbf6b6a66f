package site

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/themes"
)

// shelf builds the site of a preview again and again, as [Publish] does: notice by notice,
// each page made and looked at, and none kept. Of a notice stays what others are told, what
// was found, and the sums of its files; they are made once more when somebody asks for
// them. What has not changed since is not made again, and neither is what a build had made
// before it was halted.
type shelf struct {
	options  Options
	dressing *Builder      // has the theme and the workspace's own checks
	halted   atomic.Bool   // what is being built is out of date
	gate     *sync.RWMutex // held for writing by who goes first

	made   *themes.Theme // that the pieces were made with
	own    any           // checks that they were held against
	pieces map[string]piece
	sums   map[string]sum // of their files

	written bool // what law packs found in the first build
}

// sum is that of a file's bytes.
type sum = [sha256.Size]byte

func newShelf(o Options, dressing *Builder, gate *sync.RWMutex) *shelf {
	return &shelf{options: o, dressing: dressing, gate: gate}
}

// pages builds without what the law says; nil where the build was halted.
func (h *shelf) pages(fsys fs.FS) *Site {
	s := h.stream(fsys)
	if m, ok := fsys.(*mirror); ok {
		h.forget(m.changes(), s.Inventory.Workspace)
	} else {
		h.pieces = nil
	}
	s.dressing.dress(s.Site, fsys)
	if h.made != s.dressing.theme {
		h.made, h.pieces = s.dressing.theme, nil
	}
	s.kept = h.pieces
	out := &lined{before: h.sums, sums: map[string]sum{}, notice: func(id string) *made {
		o := h.options
		o.Only = id
		m, _ := (&Builder{wardrobe: h.dressing.wardrobe}).notice(fsys, o)
		return m
	}}
	err := s.into(out)
	h.keep(s.pieces, out.sums, err == nil)
	if err != nil {
		return nil
	}
	s.later = out.sums
	s.hrefs = map[where]string{}
	for _, p := range s.pieces {
		maps.Copy(s.hrefs, p.hrefs)
	}
	h.shared(s)
	return s.Site
}

// law holds a site against the law packs that its notices switch on, each that it has not
// been held against before. Halted, it says what the law said before.
func (h *shelf) law(s *Site, fsys fs.FS) {
	b := h.dressing
	b.rules(s.Inventory.Workspace.Rules)
	b.remembers(h.options)
	s.own = b.own
	if h.own != any(b.own) {
		h.own = b.own
		for id, p := range h.pieces {
			p.judged = false
			h.pieces[id] = p
		}
	}
	var ids []string
	for _, n := range s.Set.Notices {
		if !h.pieces[n.ID].judged {
			ids = append(ids, n.ID)
		}
	}
	r := h.stream(fsys)
	all := make([]piece, len(ids))
	workers.Each(len(ids), func(i int) {
		p := h.pieces[ids[i]]
		var set *notices.Set
		h.turn(func() {
			if in, _, _ := r.reader.Notice(ids[i]); in != nil {
				set, _ = r.resolver.Notice(in)
			}
		})
		if set != nil {
			p.law, p.judged = policies.CheckAgain(context.Background(), set, h.options.Today, s.own, b.memory), true
			p.tell(set.Internal[ids[i]], p.law.Findings)
		}
		all[i] = p
	})
	for i, id := range ids {
		h.pieces[id] = all[i]
	}
	if h.halted.Load() {
		return
	}
	if !h.written { // then when it ends: a save is not to wait for it
		h.remember()
		h.written = true
	}
	var law []policies.Review
	s.hrefs = maps.Clone(s.hrefs) // that of before is being served
	for _, n := range s.Set.Notices {
		p := h.pieces[n.ID]
		law = append(law, p.law)
		maps.Copy(s.hrefs, p.hrefs)
	}
	s.Law = s.judgement(law)
	s.Law.Findings = quote(fsys, s.Law.Findings)
	own := slices.Clone(b.ownFound)
	if b.own != nil {
		own = append(own, policies.UnknownNotices(s.Set, b.own.Denies)...)
	}
	s.Findings = slices.Concat(s.Findings, quote(fsys, own), s.Law.Findings)
	s.sort()
}

// remember writes what law packs found, for the runs to come.
func (h *shelf) remember() { h.options.remember(h.dressing.memory) }

// stream is one that leaves the law aside and lets others go first.
func (h *shelf) stream(fsys fs.FS) *stream {
	r := inventory.NewReader(fsys, inventory.Options{Today: h.options.Today})
	resolver := notices.NewResolver(r.Workspace())
	s := &Site{Inventory: &inventory.Inventory{Workspace: r.Workspace()}, Set: resolver.Set(nil), options: h.options}
	s.options.inputs = r.Workspace().Folders()
	return &stream{Site: s, fsys: fsys, reader: r, resolver: resolver, dressing: h.dressing, aside: true, around: h.turn}
}

// turn does a piece of work, after whoever goes first; nothing once halted.
func (h *shelf) turn(do func()) {
	h.gate.RLock()
	defer h.gate.RUnlock()
	if !h.halted.Load() {
		do()
	}
}

// keep remembers pieces for the builds to come, besides those of before that a build which
// was halted did not come to.
func (h *shelf) keep(all []piece, sums map[string]sum, whole bool) {
	if whole || h.pieces == nil {
		h.pieces, h.sums = make(map[string]piece, len(all)), map[string]sum{}
	}
	for _, p := range all {
		if p.done && p.published {
			h.pieces[p.head.ID] = p
			for _, path := range p.made {
				h.sums[path] = sums[path]
			}
		}
	}
}

// forget drops the pieces that rest on something that has changed, and those with an error:
// what they lack may come to any place.
func (h *shelf) forget(changed map[string]bool, w inventory.Workspace) {
	folders := map[string]bool{}
	for name := range changed {
		id := folderOf(w.Notices, name)
		switch {
		case id != "" && !strings.HasPrefix(id, "_"):
			folders[id] = true
		case w.Themes != "" && within(w.Themes, name), w.Policies != "" && within(w.Policies, name): // these are looked at by themselves
		default:
			h.pieces = nil
			return
		}
	}
	maps.DeleteFunc(h.pieces, func(id string, p piece) bool {
		if folders[id] || finding.Blocking(p.read) || finding.Blocking(p.resolved) || finding.Blocking(p.rendered) {
			return true
		}
		for _, from := range p.from(w.Notices) {
			if folders[from] {
				return true
			}
		}
		return false
	})
}

// shared finds where in the pages what was found in shared vocabulary is: in those of
// the first notice, as in any.
func (h *shelf) shared(s *stream) {
	if len(s.Set.Notices) == 0 {
		return
	}
	first := piece{head: s.Set.Notices[0].Head()}
	var set *notices.Set
	for _, f := range s.Findings {
		if f.Notice != "" || folderOf(s.Inventory.Workspace.Notices, f.Place.File) == "" {
			continue
		}
		if set == nil {
			in, _, _ := s.reader.Notice(first.head.ID)
			if in == nil {
				return
			}
			set, _ = s.resolver.Notice(in)
		}
		first.tell(set.Internal[first.head.ID], []finding.Finding{f})
	}
	maps.Copy(s.hrefs, first.hrefs)
}

// lined are the files of a shelf, of which only the sums are kept.
type lined struct {
	before map[string]sum
	notice func(id string) *made // makes one again

	mu   sync.Mutex
	sums map[string]sum
}

func (l *lined) add(f themes.File) error {
	sum := sha256.Sum256(f.Data)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sums[f.Path] = sum
	return nil
}

func (l *lined) reuse(paths []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, path := range paths {
		l.sums[path] = l.before[path]
	}
	return true
}

func (l *lined) read(path string) ([]byte, error) {
	id, _, _ := strings.Cut(path, "/")
	return l.notice(id).files[path], nil
}

func (l *lined) paths() iter.Seq[string] { return maps.Keys(l.sums) }
