package laws

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/rego"
)

// Memory is what laws found in notices, kept from one run to the next ([ReadMemory],
// [Memory.Bytes]), so that no pack need look at a notice again, nor be compiled. What was
// found is kept by the sum of all that was looked at, the rules among it: of what has
// changed in anything nothing is remembered. It is safe for concurrent use, and a nil one
// remembers nothing.
type Memory struct {
	program string

	mu     sync.Mutex
	words  []string       // that memories name by their numbers; the first is ""
	number map[string]int // of the words; made when something is added
	kept   map[Sum]*memory
	added  bool
	spared bool
}

// Sum is that of all that something was found by.
type Sum [sha256.Size]byte

// memory is what was found in one notice.
type memory struct {
	data []byte // see notebook.rows
	used int    // 0 in this run, n in one before; the last used first
}

// rows reads it; false where it cannot be read.
func (m *memory) rows(words []string) ([][]string, bool) {
	r := reader{data: m.data}
	rows := r.rows(words)
	return rows, !r.bad
}

// memoryHead begins every file of a memory.
const memoryHead = "candor findings 1\n"

// Bounds of what is kept in a file: what this run asked for up to most, in bytes, and of
// what was asked for in runs before as much again, or spare if that is more.
const (
	mostMemory  = 64 << 20
	spareMemory = 256 << 10
)

// ReadMemory reads what Bytes gave. It remembers nothing of what another program found,
// and bytes that are cut short, damaged or none are an empty memory.
func ReadMemory(data []byte, program string) *Memory {
	m := &Memory{program: program, words: []string{""}, kept: map[Sum]*memory{}}
	head := len(data) - sha256.Size
	if head < 0 || sha256.Sum256(data[:head]) != Sum(data[head:]) {
		return m
	}
	r := reader{data: data[:head]}
	if string(r.bytes(len(memoryHead))) != memoryHead || r.text() != program {
		return m
	}
	words := make([]string, r.count(1))
	for i := range words {
		words[i] = r.text()
	}
	kept := map[Sum]*memory{}
	for i := range r.count(sha256.Size) {
		key := Sum(append(make([]byte, 0, sha256.Size), r.bytes(sha256.Size)...))
		kept[key] = &memory{data: r.bytes(r.count(1)), used: i + 1}
	}
	if !r.bad && len(words) > 0 && words[0] == "" {
		m.words, m.kept = words, kept
	}
	return m
}

// Bytes writes a memory; nil where nothing was added since it was read or written.
func (m *Memory) Bytes() []byte {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.added {
		return nil
	}
	body := notebook{number: map[string]int{"": 0}, words: []string{""}}
	var records []byte
	count, asked := 0, 0
	for _, key := range slices.SortedFunc(maps.Keys(m.kept), func(a, b Sum) int {
		return cmp.Or(cmp.Compare(m.kept[a].used, m.kept[b].used), slices.Compare(a[:], b[:]))
	}) {
		size := len(records) + body.size
		if size > mostMemory || !m.spared && size > asked+max(asked, spareMemory) {
			break
		}
		rows, ok := m.kept[key].rows(m.words)
		if !ok {
			continue
		}
		data := body.rows(rows)
		records = append(records, key[:]...)
		records = append(binary.AppendUvarint(records, uint64(len(data))), data...)
		count++
		if m.kept[key].used == 0 {
			asked = len(records) + body.size
		}
	}
	b := []byte(memoryHead)
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	text(m.program)
	b = binary.AppendUvarint(b, uint64(len(body.words)))
	for _, w := range body.words {
		text(w)
	}
	b = append(binary.AppendUvarint(b, uint64(count)), records...)
	m.added = false
	all := sha256.Sum256(b)
	return append(b, all[:]...)
}

// Spare keeps what is not asked for, up to the bound of a file: of a run that does not look
// again at notices that have not changed, and so does not ask for what they were found by.
func (m *Memory) Spare() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spared = true
}

// Len is of how many notices it is remembered what a pack found in them.
func (m *Memory) Len() int {
	if m == nil {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.kept)
}

// Recall gives what was found, in rows of so many words, and whether that is remembered.
func (m *Memory) Recall(key Sum, width int) (rows [][]string, ok bool) {
	if m == nil {
		return nil, false
	}
	m.mu.Lock()
	one := m.kept[key]
	if one != nil {
		one.used = 0
	}
	words := m.words // those that it names are there, and stay
	m.mu.Unlock()
	if one == nil {
		return nil, false
	}
	rows, ok = one.rows(words)
	return rows, ok && (len(rows) == 0 || len(rows[0]) == width)
}

// Keep remembers what was found, in rows of one width.
func (m *Memory) Keep(key Sum, rows [][]string) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.number == nil {
		m.number = make(map[string]int, len(m.words))
		for i, w := range m.words {
			m.number[w] = i
		}
	}
	n := notebook{number: m.number, words: m.words}
	m.kept[key], m.added = &memory{data: n.rows(rows)}, true
	m.words = n.words
}

// notebook writes with words that have numbers.
type notebook struct {
	number map[string]int
	words  []string
	size   int // of the words that were added, in bytes
}

func (n *notebook) word(b []byte, s string) []byte {
	i, known := n.number[s]
	if !known {
		i = len(n.words)
		n.number[s], n.words = i, append(n.words, s)
		n.size += len(s)
	}
	return binary.AppendUvarint(b, uint64(i))
}

// rows writes rows of words: how wide they are, how many, and their words.
func (n *notebook) rows(rows [][]string) []byte {
	width := 0
	if len(rows) > 0 {
		width = len(rows[0])
	}
	b := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(width)), uint64(len(rows)))
	for _, row := range rows {
		for _, s := range row {
			b = n.word(b, s)
		}
	}
	return b
}

// reader reads what is written above. What is not so written is bad, and read as nothing.
type reader struct {
	data []byte
	bad  bool
}

func (r *reader) bytes(n int) []byte {
	if r.bad || n > len(r.data) {
		r.bad = true
		return make([]byte, n)
	}
	head := r.data[:n:n]
	r.data = r.data[n:]
	return head
}

// uint is a number that is less than a bound.
func (r *reader) uint(bound int) int {
	n, width := binary.Uvarint(r.data)
	if r.bad || width <= 0 || n >= uint64(bound) {
		r.bad = true
		return 0
	}
	r.data = r.data[width:]
	return int(n)
}

// count is how many things follow, of which each takes some bytes.
func (r *reader) count(each int) int { return r.uint(len(r.data)/each + 1) }

func (r *reader) text() string { return string(r.bytes(r.count(1))) }

func (r *reader) rows(words []string) [][]string {
	width := r.count(1)
	rows := make([][]string, r.count(max(width, 1)))
	for i := range rows {
		rows[i] = make([]string, width)
		for k := range rows[i] {
			rows[i][k] = words[r.uint(len(words))]
		}
	}
	return rows
}

// View is a notice as packs look at it.
type View struct {
	sum  Sum
	read func() (rego.Notice, error)
}

// NewView makes a view of the JSON of a notice. It is read when a pack has to look.
func NewView(text []byte) *View {
	return &View{sha256.Sum256(text), sync.OnceValues(func() (rego.Notice, error) { return rego.NewNotice(text) })}
}

// key is the sum of all that the pack looks at.
func (p *Pack) key(v *View, capacity string, on inventory.Date) Sum {
	return sha256.Sum256(fmt.Appendf(nil, "%x %x %q %q", p.Sum, v.sum, capacity, on))
}

// rowWidth is that of what a pack found.
const rowWidth = 6

// rowsOf is what a pack found, a row for each result.
func rowsOf(found map[string][]Result) (rows [][]string) {
	for _, id := range slices.Sorted(maps.Keys(found)) {
		for _, r := range found[id] {
			rows = append(rows, []string{id, r.Met, r.Lacks, r.Entry, r.Unsaid, r.Idle})
		}
	}
	return rows
}

// foundIn is what rows say.
func foundIn(rows [][]string) map[string][]Result {
	found := map[string][]Result{}
	for _, r := range rows {
		found[r[0]] = append(found[r[0]], Result{r[1], r[2], r[3], r[4], r[5]})
	}
	return found
}

// sumOf sums up files.
func sumOf(all ...map[string]string) Sum {
	h := sha256.New()
	for _, texts := range all {
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			fmt.Fprintf(h, "%q %d\n%s", name, len(texts[name]), texts[name])
		}
	}
	return Sum(h.Sum(nil))
}
