package themes

import (
	"fmt"
	"hash/fnv"
)

// Part is one of the parts that a site may be made in, so that several machines can make
// it at once; the zero value is the whole. A notice is in one part, by its id alone, and
// what is not of one notice is in the first. All parts laid together are the whole.
type Part struct {
	Number, Of int // from 1
}

// Holds tells whether the files of a notice are in the part.
func (p Part) Holds(id string) bool {
	if p.Of <= 1 {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32()%uint32(p.Of)) == p.Number-1
}

// First tells whether the part holds what is not of one notice.
func (p Part) First() bool { return p.Of <= 1 || p.Number == 1 }

// Whole tells whether there is no other part.
func (p Part) Whole() bool { return p.Of == 0 }

func (p Part) String() string { return fmt.Sprintf("%d-of-%d", p.Number, p.Of) }
