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
	wrong   []string     // codes of what is found in it by itself
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
		c := newChecking(new(loader), f.laid, new(foundation))
		f.byID = c.byID
		f.settled, f.prose = make([]bool, len(f.laid.Entries)), make([]bool, len(f.laid.Entries))
		if len(f.bases) > 0 {
			f.wrong = c.alone()
		}
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

// alone gives the codes of what shows in a foundation by itself. A notice that stands on it
// may mend that, or accept it; it need not look at what it inherits for anything else.
func (c *checking) alone() (codes []string) {
	for _, e := range c.Entries {
		if e.Kind != KindNotice {
			c.lacks(e)
		}
	}
	c.statements()
	for _, f := range c.findings {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// sound reports whether nothing of some codes shows in the foundation by itself: then what
// a notice inherits need not be looked at.
func (c *checking) sound(codes ...string) bool {
	if len(c.base.settled) == 0 {
		return false
	}
	for _, wrong := range c.base.wrong {
		if wrong == "too-many" || slices.Contains(codes, wrong) {
			return false
		}
	}
	return true
}

// holds reports whether the entry of a notice at an index is the foundation's, untouched.
func (f *foundation) holds(i int, e *Entry) bool {
	return i < len(f.settled) && f.laid.Entries[i] == e
}

// same reports whether two foundations are made of the same.
func (f *foundation) same(other *foundation) bool {
	return f == other || f.shared == other.shared && slices.Equal(f.bases, other.bases)
}
