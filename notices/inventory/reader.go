package inventory

import (
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/notices/finding"
)

// Reader reads a workspace notice by notice and keeps none, so that ten thousand of
// them take no more memory than one: only what others extend, and what all share, is
// kept. What it gives is what [Load] gives, in parts; findings are neither sorted nor
// freed of what two notices both say.
type Reader struct {
	fsys      fs.FS
	today     Date
	workspace Workspace
	folders   map[string]folder
	ids       []string
	shared    func() *layer // vocabulary that all notices have; nil for none
	found     []finding.Finding

	mu       sync.Mutex
	bases    map[string]func() *layer
	pages    map[string]func() *page // Markdown that stands in no notice’s own folder
	extended map[string]bool
	standing foundations
}

// layer is a draft with what is said of its files.
type layer struct {
	*draft
	sources map[string]*source
	damaged map[string]bool
	found   []finding.Finding
}

// NewReader reads candor.toml and lists the notices.
func NewReader(fsys fs.FS, o Options) *Reader {
	r := &Reader{fsys: fsys, today: o.Today, folders: map[string]folder{}, bases: map[string]func() *layer{}, pages: map[string]func() *page{}, extended: map[string]bool{}, standing: foundations{}}
	l := r.loader()
	r.workspace = l.workspace()
	shared, folders := l.folders(r.workspace.Notices)
	r.found = l.findings
	for _, f := range folders {
		r.folders[f.id] = f
		r.ids = append(r.ids, f.id)
	}
	slices.Sort(r.ids)
	if shared.dir != "" {
		r.shared = sync.OnceValue(func() *layer { return r.layer(shared) })
	}
	return r
}

// Workspace is what candor.toml says.
func (r *Reader) Workspace() Workspace { return r.workspace }

// IDs are the notices, sorted, those included that are not published.
func (r *Reader) IDs() []string { return r.ids }

func (r *Reader) loader() *loader {
	return &loader{fsys: r.fsys, today: r.today, sources: map[string]*source{}, damaged: map[string]bool{}, pages: map[string]*page{}, before: new(Memory), elsewhere: r.page}
}

// layer reads a folder.
func (r *Reader) layer(f folder) *layer {
	l := r.loader()
	var parts []*sheet
	for _, name := range l.files(f.dir) {
		part := l.sheet(name, f.id)
		part.parse()
		l.know(part)
		parts = append(parts, part)
	}
	d := l.draft(f, parts)
	return &layer{d, l.sources, l.damaged, append(l.findings, d.found...)}
}

// base is the layer of a notice that others extend, read once.
func (r *Reader) base(id string) *layer {
	f, ok := r.folders[id]
	if !ok {
		return nil
	}
	r.mu.Lock()
	read := r.bases[id]
	if read == nil {
		read = sync.OnceValue(func() *layer {
			base := r.layer(f)
			base.inherited()
			return base
		})
		r.bases[id] = read
	}
	r.mu.Unlock()
	return read()
}

// page is a Markdown file of a base, or of all, read once.
func (r *Reader) page(l *loader, name string) *page {
	r.mu.Lock()
	read := r.pages[name]
	if read == nil {
		read = sync.OnceValue(func() *page { return l.newPage(name) })
		r.pages[name] = read
	}
	r.mu.Unlock()
	return read()
}

// Notice reads one notice, with what it extends, and gives it with the files that it is
// made from and what is wrong. It is nil for one that is not published: that is for
// [Reader.Unpublished]. Several may be read at once.
func (r *Reader) Notice(id string) (*Notice, []string, []finding.Finding) {
	top := r.layer(r.folders[id])
	if top.extends != nil {
		r.Extends(top.extends.Text, id)
	}
	if !top.Publish {
		return nil, nil, nil
	}
	return r.finish(top, true)
}

// Extends tells the reader that a notice extends another, where it is not read itself.
func (r *Reader) Extends(base, by string) {
	if base == by {
		return
	}
	r.mu.Lock()
	r.extended[base] = true
	r.mu.Unlock()
}

// finish puts a notice together. It also gives the files that it is made from.
func (r *Reader) finish(top *layer, checked bool) (*Notice, []string, []finding.Finding) {
	l := r.loader()
	l.findings = top.found
	know := func(of *layer) *draft {
		maps.Copy(l.sources, of.sources)
		maps.Copy(l.damaged, of.damaged)
		return of.draft
	}
	u := &unit{top: top.draft, today: r.today, checked: checked}
	var shared *draft
	if r.shared != nil {
		shared = know(r.shared())
	}
	know(top)
	bases, whole := l.bases(top.draft, func(id string) *draft {
		if id == top.ID {
			return top.draft
		}
		base := r.base(id)
		if base == nil {
			return nil
		}
		return know(base)
	}, r.ids)
	r.mu.Lock()
	u.base, u.whole = r.standing.of(shared, bases, whole), whole
	r.mu.Unlock()
	u.lay()
	l.own = top.Dir + "/"
	l.prose(u)
	before := l.findings
	l.finish(u)
	return u.notice, slices.Sorted(maps.Keys(l.sources)), append(before, u.found...)
}

// Unpublished gives the files and what is wrong with a notice that is not published, once
// all that are have been read: what others extend is checked with them.
func (r *Reader) Unpublished(id string) ([]string, []finding.Finding) {
	_, files, found := r.finish(r.layer(r.folders[id]), !r.extended[id])
	return files, found
}

// Rest gives the files and what is wrong with the workspace as such and with what all
// notices share.
func (r *Reader) Rest() ([]string, []finding.Finding) {
	found := slices.Clone(r.found)
	var files []string
	if _, err := fs.Stat(r.fsys, workspaceFile); err == nil {
		files = append(files, workspaceFile)
	}
	files = slices.AppendSeq(files, maps.Keys(r.workspace.Rules))
	if r.shared != nil {
		found = append(found, r.shared().found...)
		files = slices.AppendSeq(files, maps.Keys(r.shared().sources))
	}
	return files, found
}

// Sum sorts findings that were gathered in parts, tells once what several parts say, with
// the notices that it stands in, and counts the errors among them, as [Load] does. The
// notices that are published come in the order of their ids, with the files each is made
// from.
func Sum(found []finding.Finding, notices iter.Seq2[string, []string]) ([]finding.Finding, int) {
	finding.Spread(found, notices)
	found = finding.Merge(found)
	return found, finding.Count(found, finding.Error)
}

// isOwn tells whether a Markdown file is of the notice at hand alone.
func (l *loader) isOwn(name string) bool { return l.elsewhere == nil || strings.HasPrefix(name, l.own) }
