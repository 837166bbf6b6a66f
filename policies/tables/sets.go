package tables

import "math/bits"

// symbol stands for an id within one kind of vocabulary of one notice; nought for
// none.
type symbol int32

// symbols numbers ids in the order in which they come.
type symbols map[string]symbol

// of gives the symbol of an id, a new one where it has none.
func (s symbols) of(id string) symbol {
	if id == "" {
		return 0
	}
	if _, ok := s[id]; !ok {
		s[id] = symbol(len(s) + 1)
	}
	return s[id]
}

func (s symbols) set(ids []string) set {
	var out set
	for _, id := range ids {
		out.add(s.of(id))
	}
	return out
}

func (s symbols) named(ids map[string]bool) set {
	var out set
	for id := range ids {
		out.add(s.of(id))
	}
	return out
}

// set is a set of symbols, a bit each.
type set []uint64

func (s *set) add(x symbol) {
	for int(x)/64 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[x/64] |= 1 << (x % 64)
}

func (s set) has(x symbol) bool { return int(x)/64 < len(s) && s[x/64]&(1<<(x%64)) != 0 }

// within reports whether all of s is in other.
func (s set) within(other set) bool {
	for i, w := range s {
		if i < len(other) {
			w &^= other[i]
		}
		if w != 0 {
			return false
		}
	}
	return true
}

// meets reports whether s and other have something in common.
func (s set) meets(other set) bool {
	for i := range min(len(s), len(other)) {
		if s[i]&other[i] != 0 {
			return true
		}
	}
	return false
}

// join adds all of other to s.
func (s *set) join(other set) {
	for len(*s) < len(other) {
		*s = append(*s, 0)
	}
	for i, w := range other {
		(*s)[i] |= w
	}
}

// all walks the set in ascending order.
func (s set) all(yield func(symbol) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(symbol(i*64 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// rows is one level of an index: a row for each symbol that is named there, and
// one for all others.
type rows[R any] struct {
	rows []R     // the first is that for all others
	at   []int32 // by symbol
}

func (r *rows[R]) of(x symbol) R {
	if int(x) < len(r.at) {
		return r.rows[r.at[x]]
	}
	return r.rows[0]
}

// put gives a symbol its row.
func (r *rows[R]) put(x symbol, row R) {
	for len(r.at) <= int(x) {
		r.at = append(r.at, 0)
	}
	r.at[x] = int32(len(r.rows))
	r.rows = append(r.rows, row)
}
