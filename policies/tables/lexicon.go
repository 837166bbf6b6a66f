package tables

// field is one of the kinds of words of a notice. The first of them are what a
// combination has, and so what a selector may ask for.
type field uint8

const (
	action field = iota
	form
	role
	right
	event
	basisField
	category
	purpose
	recipientField
	audience
	asked // and from here on what only the rest of a question names
)

const (
	documentField = asked + iota
	gateField
	regionField
	fields

	noticeField = fields // of which an engine has a lexicon of its own
)

// lexicon finds the number of an id: its symbol, or of what may name a group the
// number of its leaves. One table of a notice holds all kinds, for it is looked into
// several times a question: it hashes short ids in a few steps, and lies together.
type lexicon struct {
	entries []word
	slots   numbers // by hash: the place among the entries, counted from one
	shift   uint8
}

type word struct {
	id     string
	number symbol
	kind   field
}

// newLexicon lays out words, none twice.
func newLexicon(entries []word) lexicon {
	l := lexicon{entries: entries, shift: 61}
	for 1<<(64-l.shift) < 2*len(entries) {
		l.shift--
	}
	slots := make([]int, 1<<(64-l.shift))
	for i, w := range entries {
		at := int(hash(w.kind, w.id) >> l.shift)
		for slots[at] != 0 {
			at = (at + 1) & (len(slots) - 1)
		}
		slots[at] = i + 1
	}
	l.slots = numbersOf(slots)
	return l
}

// find gives the number of an id; nought where there is none.
func (l *lexicon) find(kind field, id string) symbol {
	for at := int(hash(kind, id) >> l.shift); ; at = (at + 1) & (1<<(64-l.shift) - 1) {
		i := l.slots.at(at)
		if i == 0 {
			return 0
		}
		if w := &l.entries[i-1]; w.kind == kind && w.id == id {
			return w.number
		}
	}
}

// hash spreads the ids of a notice; its upper bits are the good ones.
func hash(kind field, id string) uint64 {
	const prime = 0x9e3779b97f4a7c15
	h := uint64(kind)<<32 + uint64(len(id))
	for len(id) >= 8 {
		h = (h ^ eight(id)) * prime
		h ^= h >> 32
		id = id[8:]
	}
	rest := uint64(0)
	for i := range len(id) {
		rest = rest<<8 | uint64(id[i])
	}
	h = (h ^ rest) * prime
	return (h ^ h>>32) * prime
}

func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
