package site

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// ledger is what a publish saw and what it left, for the next: where nothing of it has
// changed since, there is nothing to do, and where little has, little. It may be deleted
// at any time, and says nothing about any other program, day or option than its own.
//
// A file is taken to be the same while its size, its dates, its number in the file system
// and its mode are, as make and git do. One that was changed less than [lately] before
// it was looked at could change once more without showing it: such a file is read again,
// and so is one that looks different; then its bytes decide.
type ledger struct {
	key     string // of program, options and day
	inputs  []trace
	outputs []trace
	inside  []trace
	outcome outcome
	records string // of the notices, see record
}

// outcome is what a publish told.
type outcome struct {
	Digest              string
	Notices, Statements int
	Files, Inside       int
	Dated               bool
	Closing             string
	Findings            []finding.Finding
	LeftOut             []string
	Policy              document.Bundle
	Known               string // the policy that was asked for
}

// record is what a piece leaves in a ledger.
type record struct {
	ID, Extends string
	Head        notices.Head
	Told        *notices.Translated // for its translations
	From        []string            // other folders of notices that it was read from
	Read        []finding.Finding
	Resolved    []finding.Finding
	Rendered    []finding.Finding
	Law         []finding.Finding
	Rows        []recordedRow
	Documents   []policies.Wanted
	Policy      bundle.Mark // where it stands in the data of the internal folder, if there is one
	Touches     []policies.Touch
	JSON        string   // sum of its notice.json, likewise
	Files       []string // it was read from
	Links       []linked
	Lost        []finding.Finding // links within the notice that end nowhere
	Laws        []string          // paths of the documents that laws ask for
	Made        []string          // files of the site
}

// recordedRow is a demand of a law, with the id of its check in place of it.
type recordedRow struct {
	Row   policies.Row
	Check string
}

// trace is what shows of a file or a folder from outside, and the sum of what is within.
type trace struct {
	path  string // below the root of its list
	look  look
	sum   [sha256.Size]byte // of the bytes, or of the names in a folder; zero while unknown
	fresh bool              // changed lately when it was looked at

	read   bool // since it was looked at
	source bool // the inventory was read from it
}

// file tells whether a trace is of a file, one that is there.
func (t *trace) file() bool { return t.look != look{} && !fs.FileMode(t.look.mode).IsDir() }

// look is what a file system tells of a file without opening it.
type look struct {
	mode           uint32
	size           int64
	changed, moved int64  // dates of the content and, where the system has one, of the rest
	number         uint64 // in the file system, 0 unknown
}

// lately is longer than any file system takes for one and the same moment. It is a
// variable for tests that do not wait.
var lately = 2 * time.Second

// errUntraceable is returned for trees that a ledger does not keep, such as those with
// links.
var errUntraceable = errors.New("a tree that cannot be traced")

// walkTraces looks at everything below the named parts of a folder.
func walkTraces(root string, parts []string, now int64, withMoved bool, found func(trace)) error {
	var visit func(name string) error
	visit = func(name string) error {
		info, err := os.Lstat(in(root, name))
		if errors.Is(err, fs.ErrNotExist) && slices.Contains(parts, name) {
			found(trace{path: name})
			return nil
		}
		if err != nil {
			return err
		}
		t := trace{path: name, look: lookOf(info)}
		t.fresh = t.look.changed >= now || withMoved && t.look.moved >= now
		if !info.IsDir() {
			if !info.Mode().IsRegular() {
				return errUntraceable
			}
			found(t)
			return nil
		}
		names, sum, err := namesOf(in(root, name))
		if err != nil {
			return err
		}
		t.sum = sum
		found(t)
		for _, below := range names {
			if below := path.Join(name, below); below != ".candor" && below != ".git" {
				if err := visit(below); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for _, part := range parts {
		if err := visit(part); err != nil {
			return err
		}
	}
	return nil
}

// namesOf lists a folder, and sums the names up.
func namesOf(dir string) (names []string, sum [sha256.Size]byte, err error) {
	entries, err := os.ReadDir(dir)
	h := sha256.New()
	for _, e := range entries {
		names = append(names, e.Name())
		fmt.Fprintf(h, "%q %v\n", e.Name(), e.Type())
	}
	h.Sum(sum[:0])
	return names, sum, err
}

// sumFile sums up a file of any size.
func sumFile(name string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	h.Sum(sum[:0])
	return sum, err
}

// again looks at the traces once more. It gives the paths of those that are not the same,
// and tells whether all looked it; those that only looked different are put right.
func again(root string, all []trace, now int64, withMoved bool) (changed []string, untouched bool) {
	top, err := openTop(root)
	if err != nil {
		for _, t := range all {
			changed = append(changed, t.path)
		}
		return changed, false
	}
	defer top.close()
	const block = 256
	blocks := (len(all) + block - 1) / block
	found, touched := make([][]string, blocks), make([]bool, blocks)
	workers.Each(blocks, func(b int) {
		for i := b * block; i < min(len(all), (b+1)*block); i++ {
			same, looked := all[i].compare(top, now, withMoved)
			if !same {
				found[b] = append(found[b], all[i].path)
			}
			touched[b] = touched[b] || looked
		}
	})
	return slices.Concat(found...), !slices.Contains(touched, true)
}

// compare tells whether what a trace is of is the same still, and whether that took a
// look inside. Without the second date, a file that got or lost a name looks the same.
func (t *trace) compare(top top, now int64, withMoved bool) (same, looked bool) {
	l, err := top.lookAt(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		return t.look == look{}, false
	}
	if err != nil {
		return false, true // what cannot be looked at is not the same
	}
	if !withMoved {
		l.moved = t.look.moved
	}
	if l == t.look && !t.fresh && l.number != 0 {
		return true, false
	}
	old := t.look
	var sum [sha256.Size]byte
	switch mode := fs.FileMode(l.mode); {
	case mode.Type() != fs.FileMode(old.mode).Type():
		return false, true
	case mode.IsDir():
		_, sum, err = namesOf(in(top.dir, t.path))
	case l.size != old.size:
		return false, true
	default:
		sum, err = top.sumOf(t.path, l.size)
	}
	if err != nil || sum != t.sum {
		return false, true
	}
	t.look, t.fresh = l, l.changed >= now || withMoved && l.moved >= now
	return true, true
}

// summing is a file system that sums up what is read from it.
type summing struct {
	fs.FS
	mu    sync.Mutex
	seen  []trace // what was looked at before, by path
	stray bool    // something else was read as well
}

func (s *summing) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(s.FS, name) }
func (s *summing) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(s.FS, name) }

func (s *summing) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := find(s.seen, name)
	switch {
	case t == nil:
		s.stray = true
	case t.file() && !t.read:
		t.read, t.sum = true, [sha256.Size]byte{} // until it is
	}
	return &summed{File: f, of: s, trace: t}, nil
}

// find finds the trace of a path in a list that is sorted, nil for none.
func find(all []trace, name string) *trace {
	i, ok := slices.BinarySearchFunc(all, name, func(t trace, name string) int { return strings.Compare(t.path, name) })
	if !ok {
		return nil
	}
	return &all[i]
}

// summed is a file of it. What is not read to its end has no sum.
type summed struct {
	fs.File
	of    *summing
	trace *trace // nil for a file that was not looked at
	data  []byte
}

func (f *summed) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	f.data = append(f.data, b[:n]...)
	if err == io.EOF && f.trace != nil && f.trace.file() {
		sum := sha256.Sum256(f.data)
		f.of.mu.Lock()
		f.trace.sum = sum
		f.of.mu.Unlock()
	}
	return n, err
}

// ledgerHead begins every ledger.
const ledgerHead = "candor ledger 4\n"

// scribe writes a ledger as it comes: what is known of a hundred thousand files is at no
// time there as text as well. The key comes first, then the three lists of traces, what was
// told, and the records up to the end, where the lengths of the lists and a sum stand.
type scribe struct {
	*bufio.Writer
	sum     hash.Hash
	scratch []byte
	lengths []byte // of the lists before
	length  uint64 // of the list that is written
}

// newScribe begins a ledger.
func newScribe(to io.Writer, key string) *scribe {
	s := &scribe{sum: sha256.New()}
	s.Writer = bufio.NewWriterSize(io.MultiWriter(to, s.sum), 64<<10)
	s.put(append([]byte(ledgerHead), lengthy(nil, key)...))
	return s
}

// put writes bytes; what goes wrong, the end tells.
func (s *scribe) put(b []byte) { _, _ = s.Write(b) }

// lengthy appends a text with its length before it.
func lengthy(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// trace writes one trace of a list.
func (s *scribe) trace(t *trace) {
	b := lengthy(s.scratch[:0], t.path)
	for _, n := range [...]uint64{uint64(t.look.mode), uint64(t.look.size), uint64(t.look.changed), uint64(t.look.moved), t.look.number} {
		b = binary.AppendUvarint(b, n)
	}
	s.scratch = binary.AppendUvarint(append(b, t.sum[:]...), t.marks())
	s.put(s.scratch)
	s.length++
}

// rule ends a list.
func (s *scribe) rule() {
	s.put([]byte{0}) // as a trace without a path
	s.lengths, s.length = binary.LittleEndian.AppendUint64(s.lengths, s.length), 0
}

// told writes what a publish told.
func (s *scribe) told(o *outcome) error {
	var b strings.Builder
	if err := gob.NewEncoder(&b).Encode(o); err != nil {
		return err
	}
	s.put(lengthy(nil, b.String()))
	return nil
}

// end writes what proves a ledger whole.
func (s *scribe) end() error {
	s.put(s.lengths)
	if err := s.Flush(); err != nil {
		return err
	}
	s.put(s.sum.Sum(nil)[:tailSize])
	return s.Flush()
}

// write writes a ledger that is at hand.
func (l *ledger) write(to io.Writer) error {
	s := newScribe(to, l.key)
	for _, all := range [...][]trace{l.inputs, l.outputs, l.inside} {
		for i := range all {
			s.trace(&all[i])
		}
		s.rule()
	}
	if err := s.told(&l.outcome); err != nil {
		return err
	}
	_, _ = s.WriteString(l.records)
	return s.end()
}

// tailSize is how many bytes of the sum of a ledger stand at its end.
const tailSize = 8

// marks are what a trace says by yes and no.
func (t *trace) marks() (n uint64) {
	if t.fresh {
		n |= 1
	}
	if t.source {
		n |= 2
	}
	return n
}

// openLedger reads a ledger; what is none is an empty one. The first thing that a publish
// does is to read one, of megabytes, into memory that is new to the process: what a page of
// that costs is more than what is done with it, so that nothing is copied.
func openLedger(name string) ledger {
	f, err := os.Open(name)
	if err != nil {
		return ledger{}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return ledger{}
	}
	return readLedger(f, info.Size())
}

// readLedger is openLedger of what has so many bytes.
func readLedger(from io.Reader, size int64) ledger {
	if size < int64(len(ledgerHead))+tailSize {
		return ledger{}
	}
	var text strings.Builder
	text.Grow(int(size) - tailSize)
	sum, tail := sha256.New(), make([]byte, tailSize)
	if _, err := io.CopyN(io.MultiWriter(&text, sum), from, size-tailSize); err != nil {
		return ledger{}
	}
	if _, err := io.ReadFull(from, tail); err != nil || !bytes.Equal(sum.Sum(nil)[:tailSize], tail) {
		return ledger{} // cut short, or damaged
	}
	rest, ok := strings.CutPrefix(text.String(), ledgerHead)
	c := cursor{rest, !ok}
	lengths := c.lengths()
	l := ledger{key: c.text()}
	for i, all := range []*[]trace{&l.inputs, &l.outputs, &l.inside} {
		*all = make([]trace, lengths[i])
		for i := range *all {
			t := &(*all)[i]
			t.path = c.text()
			t.look = look{uint32(c.number()), int64(c.number()), int64(c.number()), int64(c.number()), c.number()}
			copy(t.sum[:], c.take(sha256.Size))
			marks := c.number()
			t.fresh, t.source = marks&1 != 0, marks&2 != 0
		}
		if c.text() != "" {
			return ledger{}
		}
	}
	if gob.NewDecoder(strings.NewReader(c.text())).Decode(&l.outcome) != nil {
		return ledger{}
	}
	if l.records = c.rest; c.bad {
		return ledger{}
	}
	return l
}

// cursor is what is left of a ledger to be read.
type cursor struct {
	rest string
	bad  bool // it is none
}

func (c *cursor) take(n int) (s string) {
	if n > len(c.rest) {
		c.rest, c.bad = "", true
		return ""
	}
	s, c.rest = c.rest[:n], c.rest[n:]
	return s
}

// lengths takes those of the lists off the end. Each trace is longer than its sum.
func (c *cursor) lengths() (all [3]uint64) {
	end := len(c.rest) - 8*len(all)
	if end < 0 {
		c.rest, c.bad = "", true
		return all
	}
	for i := range all {
		all[i] = min(binary.LittleEndian.Uint64([]byte(c.rest[end+8*i:][:8])), uint64(end/sha256.Size))
	}
	c.rest = c.rest[:end]
	return all
}

func (c *cursor) number() (n uint64) {
	for i := range min(len(c.rest), binary.MaxVarintLen64) {
		b := c.rest[i]
		if n |= uint64(b&0x7f) << (7 * i); b < 0x80 {
			c.rest = c.rest[i+1:]
			return n
		}
	}
	c.rest, c.bad = "", true
	return 0
}

// count is the number of what follows, each of at least a byte.
func (c *cursor) count() int {
	n := c.number()
	if n > uint64(len(c.rest)) {
		c.rest, c.bad = "", true
		return 0
	}
	return int(n)
}

func (c *cursor) text() string { return c.take(c.count()) }

// writeLedger puts a ledger in its place, whole or not at all.
func writeLedger(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".ledger-")
	if err != nil {
		return err
	}
	if err = errors.Join(write(f), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// fileTime is the time by the clock of the file system that holds a folder, less what it
// may take for one moment. It makes the folder.
func fileTime(dir string) (int64, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	f, err := os.CreateTemp(dir, ".clock-")
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Close(), os.Remove(f.Name())); err != nil {
		return 0, err
	}
	return info.ModTime().Add(-lately).UnixNano(), nil
}
