package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/laws"
)

// past is what a publish knows of the one before it, by its ledger. A nil past knows and
// keeps nothing.
type past struct {
	ledger
	fsys    *summing
	options Options
	where   Where
	key     string
	now     int64 // before anything was looked at
	changed map[string]bool
	altered bool // the published folders are not as they were left
	data    dataBefore
}

// dataBefore is the data of the internal folder as the publish before wrote it, of which the
// next one's is made: nil, or to be read until it is closed.
type dataBefore struct {
	file *os.File // nil for data that is in memory
	look look
}

// close ends the reading, and says if what was read may have changed meanwhile.
func (w *dataBefore) close() error {
	if w.file == nil {
		return nil
	}
	info, err := w.file.Stat()
	err = errors.Join(err, w.file.Close())
	if err == nil && lookOf(info) != w.look {
		err = fmt.Errorf("%s was changed while it was published", w.file.Name())
	}
	w.file = nil
	return err
}

// openPast reads the ledger, where there may be one.
func openPast(fsys fs.FS, o Options, w Where) *past {
	p := &past{fsys: &summing{FS: fsys}, options: o, where: w, altered: true}
	if o.Ledger == "" || o.Program == "" || o.Dir == "" {
		return p
	}
	var err error
	if p.now, err = fileTime(filepath.Dir(o.Ledger)); err != nil {
		return p // a workspace that may only be read has no ledger
	}
	public, _ := realPath(w.Public)
	internal, _ := realPath(w.Internal)
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %v %v %v %v %v %q %q", o.Program, o.BaseURL, o.Part, o.Gzip, o.Execute, o.Today, o.On, public, internal))
	p.key = hex.EncodeToString(sum[:])
	if p.ledger = openLedger(o.Ledger); p.ledger.key != p.key {
		p.ledger = ledger{}
	}
	return p
}

func (p *past) fs() fs.FS {
	if p.key == "" {
		return p.fsys.FS
	}
	return p.fsys
}

// nothing tells whether nothing has changed since the publish before, and then what that
// one told. Where something has, it looks at the workspace for the ledger to come.
func (p *past) nothing(known func(*Site) (Policy, error)) (*Site, Published, bool) {
	if p.key == "" {
		return nil, Published{}, false
	}
	workspace := inventory.WorkspaceOf(p.fsys.FS)
	if p.ledger.key != "" {
		if s, done, ok := p.same(workspace, known); ok {
			return s, done, true
		}
	}
	var err error
	if p.fsys.seen, err = p.look(workspace); err != nil {
		p.key = "" // a workspace that cannot be traced has no ledger
	}
	return nil, Published{}, false
}

// look looks at the workspace, or only at the folders of notices in which something has
// changed where nothing else has. What it saw is sorted by path.
func (p *past) look(workspace inventory.Workspace) (seen []trace, err error) {
	parts := append([]string{"candor.toml"}, workspace.Folders()...)
	if ids, ok := p.notices(workspace.Notices); ok {
		seen = slices.DeleteFunc(slices.Clone(p.inputs), func(t trace) bool { return ids[folderOf(workspace.Notices, t.path)] })
		parts = nil
		for id := range ids {
			parts = append(parts, path.Join(workspace.Notices, id))
		}
	}
	err = walkTraces(p.options.Dir, parts, p.now, true, func(t trace) { seen = append(seen, t) })
	slices.SortFunc(seen, func(a, b trace) int { return strings.Compare(a.path, b.path) })
	return slices.Clone(seen), err // as long as it has to be
}

// notices are the folders of notices in which something has changed, false where
// something else has, or where that is not known.
func (p *past) notices(folder string) (ids map[string]bool, ok bool) {
	ids = map[string]bool{}
	for name := range p.changed {
		id := folderOf(folder, name)
		if id == "" {
			return nil, false
		}
		ids[id] = true
	}
	return ids, p.ledger.key != ""
}

// named gives the paths of files as those were looked at, so that each stands in memory once.
func (p *past) named(files []string) []string {
	if p == nil {
		return files
	}
	out := make([]string, len(files))
	for i, name := range files {
		out[i] = name
		if t := find(p.fsys.seen, name); t != nil {
			out[i] = t.path
		}
	}
	return out
}

// same is nothing with a ledger.
func (p *past) same(workspace inventory.Workspace, known func(*Site) (Policy, error)) (*Site, Published, bool) {
	changed, untouched := again(p.options.Dir, p.inputs, p.now, true)
	p.changed = map[string]bool{}
	for _, name := range changed {
		p.changed[name] = true
	}
	p.altered = false
	for _, at := range []struct {
		dir string
		all []trace
	}{{p.where.Public, p.outputs}, {p.where.Internal, p.inside}} {
		if at.dir == "" {
			continue
		}
		target, err := realPath(at.dir)
		if err != nil {
			p.altered = true
			continue
		}
		moved, same := again(target, at.all, p.now, false)
		untouched = untouched && same
		p.altered = p.altered || len(moved) > 0 || len(at.all) == 0
		for _, left := range []string{"new", "old"} { // of a publish that was cut short
			if _, err := os.Lstat(beside(target, left)); err == nil {
				p.altered = true
			}
		}
	}
	if p.altered || len(changed) > 0 {
		return nil, Published{}, false
	}
	was := p.outcome
	s := &Site{
		Inventory: &inventory.Inventory{Workspace: workspace, Files: p.sources()}, Findings: was.Findings, Digest: was.Digest,
		Notices: was.Notices, Statements: was.Statements, Dated: was.Dated, options: p.options, closing: was.Closing,
	}
	if policy, err := known(s); err != nil || tellPolicy(policy) != was.Known {
		return nil, Published{}, false
	}
	if !untouched {
		_ = writeLedger(p.options.Ledger, p.ledger.write) // else the next run looks as closely
	}
	return s, Published{
		Public: Change{Files: was.Files, Same: was.Files}, Internal: Change{Files: was.Inside, Same: was.Inside}, LeftOut: was.LeftOut, Policy: was.Policy,
	}, true
}

// sources are the files that the inventory was read from, sorted.
func (l *ledger) sources() (names []string) {
	for i := range l.inputs {
		if t := &l.inputs[i]; t.source {
			names = append(names, t.path)
		}
	}
	slices.Sort(names)
	return names
}

// tellPolicy is a policy in words, to compare by.
func tellPolicy(p Policy) string {
	signed := "no bundle"
	if p.Signing != nil {
		signed = "for " + p.Signing.Scope
		if p.Signing.Key != nil {
			signed += " by " + p.Signing.Key.Public.ID
		}
	}
	return fmt.Sprintf("%d %q %q %d %q %s", p.Serial, p.Issued, p.Expires, p.MinSerial, p.Commit, signed)
}

// left is what the publish before left in each folder, where it stands there still.
func (p *past) left() (all [2][]trace) {
	if p.key != "" && !p.altered {
		all = [2][]trace{p.outputs, p.inside}
	}
	return all
}

// kept are notices that are what they were, because nothing in their folders, nor in those
// that they are made from, has changed. What all notices rest on must not have changed
// either; own are the workspace's own rules.
func (p *past) kept(own *laws.Pack) map[string]piece {
	if p == nil || p.key == "" || p.altered {
		return nil
	}
	folders, ok := p.notices(inventory.WorkspaceOf(p.fsys.FS).Notices)
	if !ok {
		return nil
	}
	for id := range folders {
		if strings.HasPrefix(id, "_") {
			return nil
		}
	}
	all, err := readRecords(p.records)
	if err != nil {
		return nil
	}
	policies := make([]bundle.Notice, len(all))
	if p.where.Internal != "" {
		if policies, ok = p.policies(all); !ok {
			return nil
		}
	}
	out := make(map[string]piece, len(all))
	for i, r := range all {
		if folders[r.ID] || slices.ContainsFunc(r.From, func(id string) bool { return folders[id] }) {
			continue
		}
		if piece, ok := r.piece(policies[i], own); ok {
			out[r.ID] = piece
		}
	}
	return out
}

// policies are those of all notices, taken from the data of the internal folder.
func (p *past) policies(all []record) ([]bundle.Notice, bool) {
	data := p.openData()
	if data == nil {
		return nil, false
	}
	marks := make([]bundle.Mark, len(all))
	for i, r := range all {
		marks[i] = r.Policy
	}
	return bundle.Cut(data, p.outcome.Policy, marks)
}

// openData opens the data of the internal folder as the publish before wrote it, nil where
// that is not there. It becomes part of a policy that may be signed, so that the date at
// which it was written, which anyone can set, is not enough: it is believed by its other
// date as well, before and after it is read, or by its bytes.
func (p *past) openData() *io.SectionReader {
	i := slices.IndexFunc(p.ledger.inside, func(t trace) bool { return t.path == dataName })
	dir, err := realPath(p.where.Internal)
	if i < 0 || err != nil {
		return nil
	}
	f, err := os.Open(in(dir, dataName))
	if err != nil {
		return nil
	}
	t, size := p.ledger.inside[i], p.ledger.inside[i].look.size
	info, err := f.Stat()
	if err == nil && lookOf(info) == t.look && t.look.number != 0 && !t.fresh {
		p.data = dataBefore{f, t.look}
		return io.NewSectionReader(f, 0, size)
	}
	defer f.Close()
	if err != nil || info.Size() != size {
		return nil
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(f, data); err != nil || sha256.Sum256(data) != t.sum {
		return nil
	}
	return io.NewSectionReader(bytes.NewReader(data), 0, size)
}

// piece is a notice as its record has it, false where a check is no longer there.
func (r *record) piece(policy bundle.Notice, own *laws.Pack) (piece, bool) {
	law := policies.Review{Documents: r.Documents, Findings: r.Law, Own: own}
	for _, of := range r.Rows {
		pack := own
		if of.Row.Law != laws.Own {
			pack, _ = laws.Open(of.Row.Law)
		}
		if pack == nil {
			return piece{}, false
		}
		if of.Row.Check = pack.Check(of.Check); of.Row.Check == nil {
			return piece{}, false
		}
		law.Rows = append(law.Rows, of.Row)
	}
	return piece{
		published: true, head: r.Head, told: r.Told, inside: inside{policy, r.Touches, r.JSON}, read: r.Read, resolved: r.Resolved, rendered: r.Rendered, law: law, judged: true,
		files: r.Files, extends: r.Extends, links: r.Links, lost: r.Lost, laws: r.Laws, made: r.Made, page: true,
	}, true
}

// folderOf gives the folder of a notice that a file is in, "" for any other.
func folderOf(notices, name string) string {
	below, ok := strings.CutPrefix(name, notices+"/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(below, "/")
	return id
}

// leave writes the ledger for the publish to come. Without one, that publish makes
// everything again.
func (p *past) leave(s *stream, done Published, policy Policy) {
	if p.key == "" {
		return
	}
	if p.fsys.stray { // what is read has to lie where it is looked at
		_ = os.Remove(p.options.Ledger)
		return
	}
	o := outcome{
		Digest: s.Digest, Notices: s.Notices, Statements: s.Statements, Files: done.Public.Files, Inside: done.Internal.Files,
		Dated: s.Dated, Closing: s.Law.Closing(), Findings: s.Findings, LeftOut: done.LeftOut, Policy: done.Policy, Known: tellPolicy(policy),
	}
	now, err := fileTime(filepath.Dir(p.options.Ledger))
	if err == nil {
		err = writeLedger(p.options.Ledger, func(to io.Writer) error { return p.write(to, s, &o, now) })
	}
	if err != nil {
		_ = os.Remove(p.options.Ledger) // one of before would only be found out to be wrong
	}
}

// write writes the ledger of a site that was published.
func (p *past) write(to io.Writer, s *stream, o *outcome, now int64) error {
	l := newScribe(to, p.key)
	seen := p.fsys.seen
	for i := range seen {
		t := &seen[i]
		p.settle(t)
		_, t.source = slices.BinarySearch(s.Inventory.Files, t.path)
		l.trace(t)
	}
	l.rule()
	for i := range 2 {
		if i < len(s.trees) {
			var old []trace
			if i == 0 && !p.altered {
				old = p.outputs
			}
			if err := s.trees[i].traces(now, old, l.trace); err != nil {
				return err
			}
		}
		l.rule()
	}
	if err := l.told(o); err != nil {
		return err
	}
	if err := s.records(gob.NewEncoder(l)); err != nil {
		return err
	}
	return l.end()
}

// settle gives a trace of the workspace the sum of a file that nobody asked for, such as
// a test of rules: whatever is in it.
func (p *past) settle(t *trace) {
	if !t.file() || t.read {
		return
	}
	if was := find(p.inputs, t.path); was != nil && !p.changed[t.path] && was.look == t.look {
		t.sum = was.sum
	} else if sum, err := sumFile(in(p.options.Dir, t.path)); err == nil {
		t.sum = sum
	}
}

// from are the folders of other notices that one is made from.
func (p *piece) from(notices string) (ids []string) {
	for _, name := range p.files {
		if id := folderOf(notices, name); id != p.head.ID && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// records writes what the pieces leave, one after the other.
func (s *stream) records(to *gob.Encoder) error {
	marks := s.marks
	for i := range s.pieces {
		p := &s.pieces[i]
		if !p.published {
			continue
		}
		r := record{
			ID: p.head.ID, Extends: p.extends, Head: p.head, Told: p.told, Read: p.read, Resolved: p.resolved, Rendered: p.rendered, Law: p.law.Findings, Documents: p.law.Documents,
			Touches: p.inside.touches, JSON: p.inside.json, Files: p.files, Links: p.links, Lost: p.lost, Laws: p.laws, Made: p.made,
		}
		if len(marks) > 0 {
			r.Policy, marks = marks[0], marks[1:]
		}
		for _, row := range p.law.Rows {
			check := row.Check.ID
			row.Check = nil
			r.Rows = append(r.Rows, recordedRow{row, check})
		}
		r.From = p.from(s.Inventory.Workspace.Notices)
		if err := to.Encode(&r); err != nil {
			return err
		}
	}
	return nil
}

// readRecords reads them.
func readRecords(text string) (all []record, err error) {
	from := gob.NewDecoder(strings.NewReader(text))
	for {
		var r record
		switch err := from.Decode(&r); err {
		case nil:
			all = append(all, r)
		case io.EOF:
			return all, nil
		default:
			return nil, err
		}
	}
}

// traces tells those of a tree in its place. The old ones are of the tree that it replaced,
// as that stood when it was; none where that is not known.
func (t *tree) traces(now int64, old []trace, tell func(*trace)) error {
	if !t.swapped || old == nil {
		var failed error
		err := walkTraces(t.target, []string{"."}, now, false, func(one trace) {
			if failed == nil {
				failed = t.sum(&one)
			}
			tell(&one)
		})
		return errors.Join(err, failed)
	}
	was := make(map[string]*trace, len(old))
	for i := range old {
		was[old[i].path] = &old[i]
	}
	touched := map[string]bool{} // folders whose names may be others
	made := slices.Collect(maps.Keys(t.made))
	for _, name := range slices.Concat(t.written, made, []string{t.list}) {
		touched[path.Dir(name)] = touched[path.Dir(name)] || was[name] == nil
	}
	for i := range old {
		name := old[i].path
		if dir := fs.FileMode(old[i].look.mode).IsDir(); dir && !t.made[name] || !dir && !t.marker.lists(name) && name != t.list {
			touched[path.Dir(name)] = true
		}
	}
	later := map[string]bool{t.list: true}
	for name := range t.marker.Kept {
		later[name] = true
	}
	for _, name := range slices.Concat(t.written, made) {
		later[name] = true
	}
	top, err := openTop(t.target)
	if err != nil {
		return err
	}
	defer top.close()
	for _, name := range t.same {
		one := was[name]
		if one == nil {
			later[name] = true
		} else if !later[name] {
			if err := t.sum(one); err != nil {
				return err
			}
			tell(one)
		}
	}
	for name := range later {
		l, err := top.lookAt(name)
		if err != nil {
			return err
		}
		one := trace{path: name, look: l, fresh: l.changed >= now}
		if before := was[name]; before != nil {
			one.sum = before.sum
		}
		if fs.FileMode(l.mode).IsDir() && (touched[name] || one.sum == [sha256.Size]byte{}) {
			if _, one.sum, err = namesOf(in(t.target, name)); err != nil {
				return err
			}
		}
		if err := t.sum(&one); err != nil {
			return err
		}
		tell(&one)
	}
	return nil
}

// sum gives a trace the sum of a file that the marker lists, or of the marker.
func (t *tree) sum(one *trace) (err error) {
	if sum, ok := t.marker.Sums[one.path]; ok {
		one.sum = sum
	} else if sum, ok := t.marker.Kept[one.path]; ok {
		one.sum = sum
	} else if one.path == t.list {
		one.sum, err = sumFile(in(t.target, one.path))
	}
	return err
}
