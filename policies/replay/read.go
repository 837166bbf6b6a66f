package replay

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// raw is one entry as it stands in the log, or why there is none.
type raw struct {
	line int
	text []byte
	why  string
}

// mostLine is more than any entry has.
const mostLine = 16 << 20

// read gives every entry of a log: each line, and each element of an array, which may
// stand in one line or in many. Gzip is unpacked, also several pieces of it in a row.
func read(log io.Reader, yield func(raw) error) error {
	in := bufio.NewReader(log)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("unpack: %w", err)
		}
		in = bufio.NewReader(unpacked)
	}
	for line := 1; ; {
		b, err := in.ReadByte()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("line %d: %w", line, err)
		case b == '\n':
			line++
		case b == ' ' || b == '\t' || b == '\r':
		case b == '[':
			in.UnreadByte()
			if in, line, err = readArray(in, line, yield); err != nil {
				return err
			}
		default:
			in.UnreadByte()
			text, err := readLine(in)
			if err != nil {
				return fmt.Errorf("line %d: %w", line, err)
			}
			e := raw{line: line, text: bytes.TrimSuffix(bytes.TrimSpace(text), []byte(","))} // as within an array that broke off
			if len(text) > mostLine {
				e = raw{line: line, why: fmt.Sprintf("it is longer than %d bytes", mostLine)}
			}
			if err := yield(e); err != nil {
				return err
			}
			line++
		}
	}
}

// readLine reads to the end of the line, of which it keeps little more than may be.
func readLine(in *bufio.Reader) (text []byte, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(text) <= mostLine {
			text = append(text, part...)
		}
		switch {
		case err == nil || err == io.EOF:
			return text, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

// readArray gives the elements of an array, and what is left of the log after it. From
// where it is no JSON on, the rest of the log is read by lines.
func readArray(in *bufio.Reader, line int, yield func(raw) error) (*bufio.Reader, int, error) {
	lines := &newlines{r: in}
	d := json.NewDecoder(lines)
	rest := func() *bufio.Reader { return bufio.NewReader(io.MultiReader(d.Buffered(), in)) }
	_, err := d.Token() // the bracket
	for err == nil && d.More() {
		var text json.RawMessage
		if err = d.Decode(&text); err == nil {
			line += lines.before(d.InputOffset() - int64(len(text)))
			if err := yield(raw{line: line, text: text}); err != nil {
				return nil, 0, err
			}
		}
	}
	if err == nil {
		if _, err = d.Token(); err == nil {
			return rest(), line + lines.before(d.InputOffset()), nil
		}
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		line += lines.before(lines.at)
		return bufio.NewReader(bytes.NewReader(nil)), line, yield(raw{line: line, why: "the array has no end"})
	case !errors.As(err, &syntax):
		return nil, 0, fmt.Errorf("line %d: %w", line, err)
	}
	line += lines.before(d.InputOffset())
	left := rest()
	for b, err := left.ReadByte(); err == nil; b, err = left.ReadByte() { // to where it breaks off
		if b == '\n' {
			line++
		} else if b != ' ' && b != '\t' && b != '\r' && b != ',' {
			left.UnreadByte()
			break
		}
	}
	if _, err := readLine(left); err != nil {
		return nil, 0, fmt.Errorf("line %d: %w", line, err)
	}
	return left, line + 1, yield(raw{line: line, why: err.Error()})
}

// newlines remembers where the lines of what passes through it end.
type newlines struct {
	r    io.Reader
	at   int64
	ends []int64
}

func (n *newlines) Read(p []byte) (int, error) {
	k, err := n.r.Read(p)
	for i, b := range p[:k] {
		if b == '\n' {
			n.ends = append(n.ends, n.at+int64(i))
		}
	}
	n.at += int64(k)
	return k, err
}

// before counts the lines that end before an offset, and forgets them.
func (n *newlines) before(at int64) int {
	k, _ := slices.BinarySearch(n.ends, at)
	n.ends = n.ends[k:]
	return k
}
