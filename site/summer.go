package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

// blockSize is how many bytes of a large file are read, summed up and written at a time.
const blockSize = 256 << 10

// summer writes to a file what it is given, and sums it up. While a block is filled, the one
// before is summed up and the one before that is written.
type summer struct {
	block        []byte // that is filled
	filled, free chan []byte
	hash         hash.Hash
	written      chan error
}

// newSummer begins to write, which goes on until end is called.
func newSummer(to io.Writer) *summer {
	const blocks = 3
	s := &summer{filled: make(chan []byte), free: make(chan []byte, blocks), hash: sha256.New(), written: make(chan error)}
	for range blocks {
		s.free <- make([]byte, 0, blockSize)
	}
	s.block = <-s.free
	summed := make(chan []byte)
	go func() {
		for b := range s.filled {
			s.hash.Write(b)
			summed <- b
		}
		close(summed)
	}()
	go func() {
		var err error
		for b := range summed {
			if err == nil {
				_, err = to.Write(b)
			}
			s.free <- b[:0]
		}
		s.written <- err
	}()
	return s
}

func (s *summer) Write(b []byte) (int, error) {
	n, err := s.ReadFrom(bytes.NewReader(b))
	return int(n), err
}

// ReadFrom has what is read in its place at once.
func (s *summer) ReadFrom(from io.Reader) (n int64, err error) {
	for err == nil {
		if len(s.block) == cap(s.block) {
			s.filled <- s.block
			s.block = <-s.free
		}
		var k int
		k, err = from.Read(s.block[len(s.block):cap(s.block)])
		s.block, n = s.block[:len(s.block)+k], n+int64(k)
	}
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// end gives the sum of all that was given, and says what was wrong with writing it.
func (s *summer) end() (all sum, err error) {
	s.filled <- s.block
	close(s.filled)
	err = <-s.written
	s.hash.Sum(all[:0])
	return all, err
}

// writeSummed writes a text and gives its sum.
func writeSummed(to io.Writer, text io.WriterTo) (sum, error) {
	s := newSummer(to)
	_, err := text.WriteTo(s)
	all, wrong := s.end()
	return all, errors.Join(err, wrong)
}
