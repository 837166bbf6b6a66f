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

// names gives the ids by symbol.
func (s symbols) names() []string {
	out := make([]string, len(s)+1)
	for id, x := range s {
		out[x] = id
	}
	return out
}

// set is a set of symbols, a bit each.
type set []uint64

func (s *set) add(x symbol) {
	at := int(uint(x) >> 6)
	for at >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[at] |= 1 << (uint(x) & 63)
}

func (s set) remove(x symbol) {
	if at := int(uint(x) >> 6); at < len(s) {
		s[at] &^= 1 << (uint(x) & 63)
	}
}

func (s set) has(x symbol) bool {
	at := int(uint(x) >> 6)
	return at < len(s) && s[at]&(1<<(uint(x)&63)) != 0
}

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

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

// numbers is a list of numbers, none below nought, each as wide as the largest of
// them needs.
type numbers struct {
	narrow []uint16
	wide   []uint32 // in place of narrow
}

func numbersOf(list []int) numbers {
	var n numbers
	for _, x := range list {
		if x > 1<<16-1 {
			n.wide = make([]uint32, len(list))
		}
	}
	if n.wide == nil {
		n.narrow = make([]uint16, len(list))
	}
	for i, x := range list {
		if n.wide != nil {
			n.wide[i] = uint32(x)
		} else {
			n.narrow[i] = uint16(x)
		}
	}
	return n
}

func (n *numbers) at(i int) int {
	if n.wide != nil {
		return int(n.wide[i])
	}
	return int(n.narrow[i])
}

func (n *numbers) len() int { return len(n.narrow) + len(n.wide) }
