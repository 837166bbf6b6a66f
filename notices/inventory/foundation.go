package inventory

import (
	"slices"
	"sync"
)

// foundation is what a notice stands on: shared vocabulary, and over it the notices that
// it extends, the lowest first. Ten thousand notices may stand on the same one, and what
// shows in it is found out once.
type foundation struct {
	shared *draft
	bases  []*draft

	once    sync.Once
	laid    *draft       // all of it in one
	at      map[slot]int // of its entries
	byID    map[slot]int // likewise, each by its own kind
	settled []bool       // of each entry, whether all that it names is there
	prose   []bool       // of each entry, whether it names Markdown
}

// ready lays the foundation, once.
func (f *foundation) ready() *foundation {
	f.once.Do(func() {
		f.laid = &draft{Notice: &Notice{}}
		if f.shared != nil {
			f.add(f.shared, f.shared.Entries)
		}
		for _, base := range f.bases {
			f.add(base, base.passed)
		}
		c := &checking{draft: f.laid, base: new(foundation)}
		c.enter()
		f.byID = c.byID
		f.settled, f.prose = make([]bool, len(f.laid.Entries)), make([]bool, len(f.laid.Entries))
		for i, e := range f.laid.Entries {
			f.settled[i] = c.settled(e)
			f.prose[i] = slices.ContainsFunc(proseByKind[e.Kind], e.Has)
		}
	})
	return f
}

// foundations are those of the notices that are whole, by the notice they extend.
type foundations map[string]*foundation

func (m foundations) of(shared *draft, bases []*draft, whole bool) *foundation {
	f, id := &foundation{shared: shared, bases: bases}, ""
	if len(bases) > 0 {
		id = bases[len(bases)-1].ID
	}
	switch known := m[id]; {
	case !whole && id != "": // which bases there are depends on the notice, in a circle
	case known != nil:
		return known
	default:
		m[id] = f
	}
	return f
}

func (f *foundation) add(layer *draft, entries []*Entry) {
	if f.at == nil {
		f.at = make(map[slot]int, len(entries))
	}
	before := len(f.laid.Entries)
	f.laid.lay(layer, entries, f.at)
	for i, e := range f.laid.Entries[before:] {
		f.at[slotOf(e)] = before + i
	}
}

// holds reports whether the entry of a notice at an index is the foundation's, untouched.
func (f *foundation) holds(i int, e *Entry) bool {
	return i < len(f.settled) && f.laid.Entries[i] == e
}

// same reports whether two foundations are made of the same.
func (f *foundation) same(other *foundation) bool {
	return f == other || f.shared == other.shared && slices.Equal(f.bases, other.bases)
}
