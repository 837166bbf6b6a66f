package inventory

import (
	"bytes"
	"maps"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
)

// Memory keeps what a Load made, so that the next makes again only what has changed.
// A notice whose files, base and shared vocabulary are the same byte for byte is the
// same [Notice], by its pointer; that is how the floors above know it again. The zero
// value remembers nothing. A Memory is for one Load at a time.
type Memory struct {
	sheets map[string]*sheet // by file
	pages  map[string]*page  // likewise
	drafts map[string]*draft // by folder
	units  map[string]*unit  // by notice
}

func newMemory() *Memory {
	return &Memory{sheets: map[string]*sheet{}, pages: map[string]*page{}, drafts: map[string]*draft{}, units: map[string]*unit{}}
}

// sheet is one TOML file of a notice as it was read.
type sheet struct {
	name, notice string
	text         []byte
	bad          *fault // why it could not be read at all
	*document
	entries []*Entry
	unnamed []Kind   // of entries without an id
	partial bool     // an entry was left out
	left    []string // ids of such
	found   []finding.Finding
}

// sheet reads the bytes of a file, and takes what they say from memory if it can.
func (l *loader) sheet(name, notice string) *sheet {
	b, bad := l.read(name, maxFile)
	if old := l.before.sheets[name]; bad == nil && old != nil && old.notice == notice && bytes.Equal(old.text, b) {
		return old
	}
	return &sheet{name: name, notice: notice, text: b, bad: bad}
}

// parse reads what a file says.
func (f *sheet) parse() {
	if f.bad != nil || f.document != nil {
		return
	}
	g := grounds.Get().(*ground)
	d := g.parse(f.name, f.text)
	faults := &reading{document: d, notice: f.notice}
	for _, fault := range d.faults {
		faults.fault(fault)
	}
	r := &reading{document: d, notice: f.notice}
	f.entries = r.entries()
	f.unnamed, f.partial, f.left = r.unnamed, r.partial, r.left
	f.found = ofFile(slices.Concat(faults.done(), r.done()))
	d.root, f.document = nil, d
	g.clear()
	grounds.Put(g)
}

// grounds are those that no file stands on.
var grounds = sync.Pool{New: func() any { return new(ground) }}

// drafts reads the folders of a workspace, or only those that one notice is made
// from, and the shared vocabulary.
func (l *loader) drafts(folders []folder, shared folder, only string) (map[string]*draft, *draft) {
	drafts := map[string]*draft{}
	for next := only; next != "" && drafts[next] == nil; {
		i := slices.IndexFunc(folders, func(f folder) bool { return f.id == next })
		if i < 0 {
			break
		}
		d := l.open(folders[i : i+1])[0]
		drafts[next], next = d, ""
		if d.extends != nil {
			next = d.extends.Text
		}
	}
	if only == "" {
		for _, d := range l.open(folders) {
			drafts[d.ID] = d
		}
	}
	if shared.dir == "" {
		return drafts, nil
	}
	return drafts, l.open([]folder{shared})[0]
}

// open reads folders: bytes in their order, and their meaning side by side.
func (l *loader) open(folders []folder) []*draft {
	var all []*sheet
	parts := make([][]*sheet, len(folders))
	for i, f := range folders {
		l.total = 0
		for _, name := range l.files(f.dir) {
			parts[i] = append(parts[i], l.sheet(name, f.id))
		}
		all = append(all, parts[i]...)
	}
	workers.Each(len(all), func(i int) { all[i].parse() })
	for _, f := range all {
		l.know(f)
	}
	var drafts []*draft
	for i, f := range folders {
		d := l.draft(f, parts[i])
		l.findings = append(l.findings, d.found...)
		l.after.drafts[f.dir] = d
		drafts = append(drafts, d)
	}
	return drafts
}

// know enters a file that has been read.
func (l *loader) know(f *sheet) {
	if f.bad != nil {
		l.report(&Notice{ID: f.notice}, f.bad.code, finding.Place{File: f.name, Line: 1, Col: 1, EndLine: 1, EndCol: 1}, f.bad.message, f.bad.help)
		ofFile(l.findings[len(l.findings)-1:])
		return
	}
	l.sources[f.name], l.damaged[f.name] = f.source, len(f.lost) > 0
	l.findings = append(l.findings, f.found...)
	if l.after != nil {
		l.after.sheets[f.name] = f
	}
}

// unit is one notice on its way from drafts to what Load returns, with what it is
// made from: where that is the same, so is the notice.
type unit struct {
	top   *draft
	base  *foundation
	whole bool // no layer is missing

	merged *draft
	names  []*Value // the Markdown files it names, each once

	pages   []*page
	today   Date
	checked bool // what is wrong in a base shows in the notices that extend it

	notice *Notice
	found  []finding.Finding
}

// units finds out what each notice is made from.
func (l *loader) units(drafts map[string]*draft, shared *draft) []*unit {
	extended := map[string]bool{}
	bases := foundations{}
	var all []*unit
	ids := slices.Sorted(maps.Keys(drafts))
	for _, id := range ids {
		u := &unit{top: drafts[id], today: l.today}
		var below []*draft
		below, u.whole = l.bases(u.top, func(id string) *draft { return drafts[id] }, ids)
		u.base = bases.of(shared, below, u.whole)
		for _, base := range below {
			extended[base.ID] = true
		}
		all = append(all, u)
		l.after.units[id] = u
	}
	for _, u := range all {
		u.checked = u.top.Publish || !extended[u.top.ID]
		if old := l.before.units[u.top.ID]; old != nil && old.top == u.top && old.whole == u.whole && old.base.same(u.base) {
			u.base, u.merged, u.names = old.base, old.merged, old.names
		}
	}
	return all
}

// lay lays the notice over what it stands on.
func (u *unit) lay() {
	if u.merged != nil {
		return
	}
	d, base := u.top, u.base.ready()
	out := new(draft)
	*out = *base.laid
	out.Notice = &Notice{ID: d.ID, Dir: d.Dir, Publish: d.Publish, Files: slices.Clone(base.laid.Files)}
	out.Entries = append(make([]*Entry, 0, len(base.laid.Entries)+len(d.Entries)), base.laid.Entries...)
	out.unnamed = slices.Clip(out.unnamed)
	out.broken, out.blind = out.broken || !u.whole, out.blind || !u.whole
	out.lay(d, d.Entries, base.at)
	slices.Sort(out.Files)
	u.merged = out
	seen := map[string]bool{}
	for i, e := range out.Entries {
		if base.holds(i, e) && !base.prose[i] {
			continue
		}
		for _, key := range proseByKind[e.Kind] {
			if v := e.Value(key); v.Text != "" && !seen[v.Text] {
				seen[v.Text] = true
				u.names = append(u.names, v)
			}
		}
	}
}

// finish checks a notice that is whole.
func (l *loader) finish(u *unit) {
	old := l.before.units[u.merged.ID]
	if old != nil && old.merged == u.merged && old.today == u.today && old.checked == u.checked && slices.Equal(old.pages, u.pages) {
		u.notice, u.found = old.notice, old.found
		return
	}
	n := *u.merged.Notice
	n.Prose = map[string]string{}
	n.Partial = u.merged.broken || u.merged.partial || len(u.merged.unnamed) > 0
	d := *u.merged
	d.Notice = &n
	l = l.fork()
	for i, v := range u.names {
		u.pages[i].tell(l, &n, v)
		if u.pages[i].bad == nil {
			n.Prose[v.Text] = u.pages[i].text
		}
	}
	if u.checked {
		l.check(&d, u.base.ready())
	} else {
		ofFile(l.findings) // which the notices that extend it are made from
	}
	u.notice, u.found = &n, l.findings
}
