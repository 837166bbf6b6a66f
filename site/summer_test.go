package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"testing"
)

// TestSummer gives a file of many blocks in pieces, written and read in turn: the sum is
// that of the file. A disk that is full ends the writing at any block.
func TestSummer(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 5*blockSize+1)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	give := func(s *summer, data []byte) {
		for i := 0; len(data) > 0; i++ {
			n := min(len(data), random.IntN(blockSize/8<<(i%7)))
			k, err := int64(0), error(nil)
			if i%2 == 0 {
				k, err = s.ReadFrom(bytes.NewReader(data[:n]))
			} else {
				m := 0
				m, err = s.Write(data[:n])
				k = int64(m)
			}
			if err != nil || k != int64(n) {
				t.Fatalf("gave %d bytes of %d: %v", k, n, err)
			}
			data = data[n:]
		}
	}
	for _, size := range []int{0, 1, blockSize - 1, blockSize, blockSize + 1, 3 * blockSize, len(data)} {
		var file bytes.Buffer
		s := newSummer(&file)
		give(s, data[:size])
		if sum, err := s.end(); err != nil || sum != sha256.Sum256(data[:size]) || !bytes.Equal(file.Bytes(), data[:size]) {
			t.Errorf("of %d bytes %d are written, with the sum %x: %v", size, file.Len(), sum, err)
		}
	}
	for n := range 5 {
		s := newSummer(&fullDisk{n})
		give(s, data)
		if _, err := s.end(); !errors.Is(err, errDisk) {
			t.Errorf("a disk that is full after %d blocks: %v", n, err)
		}
	}
}

// fullDisk takes some blocks.
type fullDisk struct{ left int }

func (f *fullDisk) Write(b []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, errDisk
	}
	return len(b), nil
}
