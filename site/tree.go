package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/themes"
)

// tree is a folder on its way to the place of its target. Its files come one by one, so
// that none has to be kept: what differs from what stands at the target is written beside
// it at once, and what is the same gets its place there at the end, unless all is.
type tree struct {
	disk
	target, fresh, old string
	spare              string            // where the tree that it replaces is laid by for the next, "" for nowhere
	list               string            // name of its marker
	fill               func(*tree) error // adds its files
	pack               bool              // lay a packed copy beside each text
	marker             marker            // of what was added

	opened  bool              // what is at the target has been looked at
	exists  bool              // something is at the target
	before  marker            // of what is there
	plain   map[string]bool   // its files that are plain ones
	left    []trace           // all that is there, where it was looked at before; nil is not known
	stands  bool              // and nobody has published since
	numbers map[string]uint64 // then, of its files in the file system
	done    bool              // what is there is what would be written
	swapped bool              // the new tree is the visible one
	change  Change

	mu      sync.Mutex
	begun   bool            // something of the new tree may be on the disk
	made    map[string]bool // its folders
	stirred map[string]bool // those of them in which names have come or gone
	placed  map[string]bool // files of the target that have their place in it already
	same    []string
	written []string // files
}

func newTree(target, digest string, serial int, files []themes.File) (*tree, error) {
	if _, err := newMarker(digest, serial, files); err != nil {
		return nil, err
	}
	return treeOf(target, digest, serial, func(t *tree) error {
		for _, f := range files {
			if err := t.add(f); err != nil {
				return err
			}
		}
		return nil
	}), nil
}

// treeOf is a tree that a function fills.
func treeOf(target, digest string, serial int, fill func(*tree) error) *tree {
	return &tree{
		disk: osDisk{}, target: target, fresh: beside(target, "new"), old: beside(target, "old"), list: markerName, fill: fill,
		marker: marker{Digest: digest, Serial: serial, Sums: map[string]sum{}}, made: map[string]bool{}, stirred: map[string]bool{}, placed: map[string]bool{},
	}
}

// open looks at what is at the target.
func (t *tree) open() (err error) {
	if t.opened {
		return nil
	}
	t.opened = true
	if err = t.recover(); err == nil {
		t.plain, err = t.replaceable()
	}
	return err
}

// add puts a file into the tree, and beside it its copy, packed, where that is wanted.
// Several may be added at once.
func (t *tree) add(f themes.File) error {
	if t.pack {
		data, err := packed(f)
		if err == nil && data != nil {
			err = t.place(themes.File{Path: f.Path + ".gz", Data: data})
		}
		if err != nil {
			return err
		}
	}
	return t.place(f)
}

func (t *tree) place(f themes.File) error {
	sum := sha256.Sum256(f.Data)
	same := t.before.Sums[f.Path] == sum && t.plain[f.Path]
	if same {
		data, err := t.ReadFile(in(t.target, f.Path))
		if err != nil {
			return err
		}
		same = bytes.Equal(data, f.Data)
	}
	if err := t.enter(f.Path, sum, same); err != nil || same {
		return err
	}
	return t.write(f)
}

// placeLarge puts a file into the tree that is too large to be held in memory. In a tree of
// another version it is another too, and summed up while it is written.
func (t *tree) placeLarge(path string, text io.WriterTo) error {
	if t.before.has(path) && t.plain[path] && t.marker.Digest == t.before.Digest {
		sum, err := writeSummed(io.Discard, text)
		if err != nil {
			return err
		}
		if sum == t.before.Sums[path] {
			data, err := t.ReadFile(in(t.target, path))
			if err != nil {
				return err
			}
			if sha256.Sum256(data) == sum {
				return t.enter(path, sum, true)
			}
		}
	}
	f, err := t.file(path)
	if err != nil {
		return err
	}
	sum, err := writeSummed(f, text)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return t.enter(path, sum, false)
}

// enter lists a file, one that is the same as at the target too.
func (t *tree) enter(path string, sum sum, same bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if same {
		t.same = append(t.same, path)
	}
	return t.marker.add(path, sum)
}

// paths are the files of the tree that were added.
func (t *tree) paths() iter.Seq[string] { return maps.Keys(t.marker.Sums) }

// reuse enters files that stand at the target as the marker there says, all or none; who
// calls it knows that nobody has changed them.
func (t *tree) reuse(paths []string) bool {
	all := slices.Clone(paths)
	for _, path := range paths {
		if copy := path + ".gz"; t.pack && t.before.has(copy) {
			all = append(all, copy)
		}
	}
	for _, path := range all {
		if !t.plain[path] || !t.before.has(path) {
			return false
		}
	}
	for _, path := range all {
		if t.enter(path, t.before.Sums[path], true) != nil {
			return false
		}
	}
	return true
}

// write writes a file of the new tree.
func (t *tree) write(f themes.File) error {
	to, err := t.file(f.Path)
	if err != nil {
		return err
	}
	_, err = to.Write(f.Data)
	return errors.Join(err, to.Close())
}

// file makes a file of the new tree, to be written.
func (t *tree) file(name string) (io.WriteCloser, error) {
	if err := t.folder(path.Dir(name)); err != nil {
		return nil, err
	}
	t.mu.Lock()
	t.written = append(t.written, name)
	t.stirred[path.Dir(name)] = true
	placed := t.placed[name]
	delete(t.placed, name)
	t.mu.Unlock()
	if placed {
		if err := t.Remove(in(t.fresh, name)); err != nil {
			return nil, err
		}
	}
	return t.Create(in(t.fresh, name))
}

// folder makes a folder of the new tree, and those above it. The first is the tree itself.
func (t *tree) folder(dir string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.begun {
		t.begun = true
		if err := t.begin(); err != nil {
			return err
		}
	}
	var missing []string
	for ; !t.made[dir]; dir = path.Dir(dir) {
		missing = append(missing, dir)
	}
	for _, dir := range slices.Backward(missing) {
		if err := t.Mkdir(in(t.fresh, dir)); err != nil {
			return err
		}
		t.made[dir], t.stirred[dir], t.stirred[path.Dir(dir)] = true, true, true
	}
	return nil
}

// begin makes the new tree, with the beginning of its marker, so that a tree cut short is
// known for ours.
func (t *tree) begin() error {
	t.made["."], t.stirred["."] = true, true
	if taken, err := t.takeUp(); taken || err != nil {
		return err
	}
	if err := t.Mkdir(t.fresh); err != nil {
		return err
	}
	return t.create(t.list, []byte(markerLine+"\n"))
}

// prepare writes the new tree beside the target, unless the same stands there already.
func (t *tree) prepare() error {
	if err := t.open(); err != nil {
		return err
	}
	if err := t.fill(t); err != nil {
		return err
	}
	return t.finish()
}

// finish gives the tree what it has in common with the one at the target, and its marker.
// A file that is the same becomes a second name of the file that is there, date and all.
func (t *tree) finish() error {
	t.change.Files, t.change.Same = len(t.marker.Sums), len(t.same)
	t.change.Written = t.change.Files - t.change.Same
	if t.done = t.change.Written == 0 && t.marker.same(t.before); t.done {
		return nil
	}
	kept, err := t.keep()
	if err != nil {
		return err
	}
	for path := range t.plain {
		if !t.marker.lists(path) && path != t.list {
			t.change.Removed++
		}
	}
	t.change.Written++ // the marker
	if err := t.folder("."); err != nil {
		return err
	}
	if err := t.putAway(); err != nil {
		return err
	}
	old := slices.DeleteFunc(slices.Concat(t.same, kept), func(path string) bool { return t.placed[path] })
	errs := make([]error, len(old))
	workers.Each(len(old), func(i int) { errs[i] = t.again(old[i]) })
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := t.seal(); err != nil {
		return err
	}
	if err := t.keepMode(); err != nil {
		return err
	}
	return t.Sync(t.fresh, slices.AppendSeq(append(t.written, t.list), maps.Keys(t.stirred)))
}

// seal writes the whole marker in the place of its beginning.
func (t *tree) seal() error {
	whole := t.list + ".whole"
	if err := t.createBy(whole, t.marker.write); err != nil {
		return err
	}
	return t.Rename(in(t.fresh, whole), in(t.fresh, t.list))
}

// again gives a file of the target its place in the new tree: as a second name, or as a
// copy where the file system knows none.
func (t *tree) again(file string) error {
	if err := t.folder(path.Dir(file)); err != nil {
		return err
	}
	t.mu.Lock()
	t.stirred[path.Dir(file)] = true
	t.mu.Unlock()
	linked, err := t.link(file)
	if err != nil || linked {
		return err
	}
	data, err := t.ReadFile(in(t.target, file))
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(data); sum != t.marker.Sums[file] && sum != t.marker.Kept[file] {
		return fmt.Errorf("%s was changed while it was published", in(t.target, file))
	}
	return t.write(themes.File{Path: file, Data: data})
}

// read reads a file that was added, from where it lies now.
func (t *tree) read(path string) ([]byte, error) {
	data, err := t.ReadFile(in(t.fresh, path))
	if errors.Is(err, fs.ErrNotExist) {
		data, err = t.ReadFile(in(t.target, path))
	}
	return data, err
}

// assets is the folder of what pages load: its files outlive their version by one.
const assets = "assets/"

// keep gives the assets of the version before that the new one lacks, and lists them.
func (t *tree) keep() ([]string, error) {
	var out []string
	t.marker.Kept = map[string]sum{}
	for _, path := range slices.Sorted(maps.Keys(t.before.Sums)) {
		if _, again := t.marker.Sums[path]; again || !t.plain[path] || !strings.HasPrefix(path, assets) {
			continue
		}
		data, err := t.ReadFile(in(t.target, path))
		if err != nil {
			return nil, err
		}
		if sum := sha256.Sum256(data); sum == t.before.Sums[path] {
			t.marker.Kept[path] = sum
			out = append(out, path)
		}
	}
	return out, nil
}

// recover clears away what a crashed run left, after putting back the site when
// the crash fell between the two renames of a system without exchange.
func (t *tree) recover() error {
	_, err := t.Lstat(t.target)
	if errors.Is(err, fs.ErrNotExist) {
		if err = t.Rename(t.old, t.target); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	return t.tidy()
}

func (t *tree) tidy() error {
	return errors.Join(t.discard(t.fresh), t.discard(t.old))
}

// replaceable looks at what is at the target and gives its files that are plain ones,
// or why it must stay.
func (t *tree) replaceable() (plain map[string]bool, err error) {
	info, err := t.Lstat(t.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file: name a folder", t.target)
	}
	t.exists = true
	entries, err := t.ReadDir(t.target)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	data, err := t.ReadFile(in(t.target, t.list))
	if err == nil {
		t.before, err = parseMarker(data)
	}
	other := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Name() != t.list && strings.HasPrefix(e.Name(), markerName) })
	if errors.Is(err, fs.ErrNotExist) && other >= 0 {
		return nil, fmt.Errorf("%s holds another part or the whole of a site, by its list %s: write each part to a folder of its own, and copy the parts together", t.target, entries[other].Name())
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotMarker) {
		return nil, fmt.Errorf("%s holds files that candor did not write, such as %s: name an empty or a new folder", t.target, entries[0].Name())
	}
	if err != nil {
		return nil, err
	}
	if t.stands = t.asLeft(data); t.stands {
		plain, t.numbers = make(map[string]bool, len(t.left)), make(map[string]uint64, len(t.left))
		for _, one := range t.left {
			if fs.FileMode(one.look.mode).IsRegular() {
				plain[one.path], t.numbers[one.path] = true, one.look.number
			}
		}
		return plain, nil
	}
	return t.onlyOurs()
}

// asLeft tells whether the target is as it was looked at, by its list.
func (t *tree) asLeft(list []byte) bool {
	sum := sha256.Sum256(list)
	return slices.ContainsFunc(t.left, func(one trace) bool { return one.path == t.list && one.sum == sum })
}

// onlyOurs refuses a target into which someone put files of their own.
func (t *tree) onlyOurs() (plain map[string]bool, err error) {
	folders, foreign := t.before.folders(), ""
	plain = map[string]bool{}
	err = t.walk("", func(path string, e fs.DirEntry) {
		ours := t.before.lists(path) || path == t.list
		if e.IsDir() {
			ours = folders[path]
		}
		if !ours && foreign == "" {
			foreign = path
		}
		if e.Type().IsRegular() {
			plain[path] = true
		}
	})
	if err == nil && foreign != "" {
		err = fmt.Errorf("%s holds %s, which candor did not write and publishing would delete: move it elsewhere", t.target, foreign)
	}
	return plain, err
}

// walk visits everything below the target by its slash path.
func (t *tree) walk(under string, visit func(path string, e fs.DirEntry)) error {
	entries, err := t.ReadDir(in(t.target, under))
	for _, e := range entries {
		name := strings.TrimPrefix(under+"/"+e.Name(), "/")
		visit(name, e)
		if e.IsDir() && err == nil {
			err = t.walk(name, visit)
		}
	}
	return err
}

// in is a slash path below a folder.
func in(dir, path string) string { return filepath.Join(dir, filepath.FromSlash(path)) }

// link gives the visible file of a path its place in the new tree too, where the file
// system can.
func (t *tree) link(path string) (bool, error) {
	err := t.Link(in(t.target, path), in(t.fresh, path))
	if errors.Is(err, errors.ErrUnsupported) {
		return false, nil
	}
	return err == nil, err
}

// keepMode lets the new folder be open to whom the one it replaces was, no more.
func (t *tree) keepMode() error {
	info, err := t.Lstat(t.target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.Chmod(t.fresh, info.Mode().Perm())
}

func (t *tree) create(path string, data []byte) error {
	return t.createBy(path, func(f io.Writer) error {
		_, err := f.Write(data)
		return err
	})
}

func (t *tree) createBy(path string, write func(io.Writer) error) error {
	f, err := t.Create(in(t.fresh, path))
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// swap makes the new tree the visible one, in one step wherever the system can, and
// that lasting.
func (t *tree) swap() error {
	var err error
	if !t.exists {
		err = t.Rename(t.fresh, t.target)
	} else if err = t.Exchange(t.fresh, t.target); errors.Is(err, errors.ErrUnsupported) {
		err = t.swapByRenames()
	}
	if err != nil {
		return err
	}
	t.swapped = true
	return t.Sync(filepath.Dir(t.target), []string{"."})
}

// swapByRenames leaves a moment without a site; a crash in it is mended by the
// next run.
func (t *tree) swapByRenames() error {
	if err := t.Rename(t.target, t.old); err != nil {
		return err
	}
	if err := t.Rename(t.fresh, t.target); err != nil {
		return errors.Join(err, t.Rename(t.old, t.target))
	}
	return nil
}

// discard removes a tree that a publish wrote or replaced; none is no error. The
// marker goes last, so that a tree half removed is still known for ours.
func (t *tree) discard(dir string) error {
	entries, err := t.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		data, err := t.ReadFile(filepath.Join(dir, t.list))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err != nil || !mayBeMarker(data) {
			return fmt.Errorf("%s is in the way and candor did not write it: move it elsewhere", dir)
		}
	}
	return t.removeAll(dir, entries)
}

func (t *tree) removeAll(dir string, entries []fs.DirEntry) error {
	marker := func(e fs.DirEntry) bool { return e.Name() == t.list }
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int {
		switch {
		case marker(a) == marker(b):
			return 0
		case marker(a):
			return 1
		}
		return -1
	})
	first := slices.IndexFunc(entries, marker)
	if first < 0 {
		first = len(entries)
	}
	errs := make([]error, len(entries))
	remove := func(i int) { errs[i] = t.removeEntry(filepath.Join(dir, entries[i].Name()), entries[i].IsDir()) }
	workers.Each(first, remove)
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for i := first; i < len(entries); i++ {
		if remove(i); errs[i] != nil {
			return errs[i]
		}
	}
	return t.Remove(dir)
}

func (t *tree) removeEntry(path string, dir bool) error {
	if !dir {
		return t.Remove(path)
	}
	entries, err := t.ReadDir(path)
	if err != nil {
		return err
	}
	return t.removeAll(path, entries)
}
