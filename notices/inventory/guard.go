package inventory

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds that hold before any decoder sees a byte. Real notices stay far below
// them; what lies above is a mistake or an attack on the decoder.
const (
	maxFile    = 1 << 20  // bytes of one TOML file
	maxTotal   = 32 << 20 // bytes of TOML and Markdown of one notice
	maxProse   = 64 << 10 // bytes of one Markdown file
	maxNesting = 16       // lists and inline tables inside one another
	maxParts   = 16       // parts of one dotted key or header
	maxKeys    = 100_000  // keys of one file
)

// fault is something that keeps bytes from being TOML we read: where, and what
// to say about it.
type fault struct {
	code    string
	at      span
	message string
	help    string
	related *span  // the place that explains the first one, with its words
	note    string // of the related place
	fatal   bool   // nothing after it can be read
}

// bracket is a list or an inline table in the bytes, from its opening bracket to
// just after its closing one.
type bracket struct{ span }

// scan is one pass over the bytes of a file that knows strings, comments and
// brackets and nothing else of TOML. It bounds what the parsers are given, finds
// what only TOML 1.1 allows, and records every bracket for the position index.
type scan struct {
	src      []byte
	i        int
	open     []int // offsets of brackets not closed yet
	brackets []bracket
	order    []int // index in brackets of each open one
	keys     int
	parts    int
	start    bool // nothing but white space on this line yet
	last     byte // last byte that was not white space
	line     int
	wrapped  map[int]bool   // inline tables with a line break, reported once each
	told     map[string]int // line of the last fault with a message
	faults   []fault
}

// guard checks encoding and bounds. The brackets are only of use when there are
// no faults, and until the next scan.
func (s *scan) guard(src []byte) ([]bracket, []fault) {
	if f := encoding(src); f != nil {
		return nil, []fault{*f}
	}
	*s = scan{src: src, open: s.open[:0], brackets: s.brackets[:0], order: s.order[:0], start: true, parts: 1}
	for s.i < len(src) && !s.stopped() {
		s.step()
	}
	return s.brackets, s.faults
}

// encoding refuses what is not UTF-8, and names the usual cause.
func encoding(src []byte) *fault {
	if bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) || (len(src) > 3 && (src[0] == 0) != (src[1] == 0)) {
		return &fault{code: "encoding", message: "the file is saved as Unicode (UTF-16), which cannot be read", help: "save it as UTF-8: in the editor’s “Save as” dialog choose the encoding UTF-8", fatal: true}
	}
	if utf8.Valid(src) {
		return nil
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return &fault{code: "encoding", at: span{i, i + 1}, message: fmt.Sprintf("the byte %#02x is not UTF-8 text", src[i]), help: "save the file as UTF-8; this one looks as if it was saved as Windows or Latin-1 text", fatal: true}
		}
		i += n
	}
	return nil
}

func (s *scan) stopped() bool { return len(s.faults) > 0 && s.faults[len(s.faults)-1].fatal }

// ordinary are letters and such, of which keys and values are made and which mean nothing here.
var ordinary = func() (is [256]bool) {
	for c := range is {
		is[c] = c > ' ' && !strings.ContainsRune("\"'#[]{}=,.\\", rune(c))
	}
	return is
}()

func (s *scan) step() {
	c := s.src[s.i]
	if ordinary[c] {
		for s.i++; s.i < len(s.src) && ordinary[s.src[s.i]]; {
			s.i++
		}
		s.last, s.start = s.src[s.i-1], false
		return
	}
	switch c {
	case '"', '\'':
		s.quoted(c)
		s.last, s.start = c, false
		return
	case '#':
		if n := bytes.IndexByte(s.src[s.i:], '\n'); n >= 0 {
			s.i += n
		} else {
			s.i = len(s.src)
		}
		return
	case '\n':
		s.newline()
	case ' ', '\t', '\r':
		s.i++
		return
	case '[', '{':
		s.opening(c)
	case ']', '}':
		s.closing(c)
	case '=':
		s.keys++
		s.parts = 1
		if s.keys > maxKeys {
			s.stop(span{s.i, s.i + 1}, fmt.Sprintf("the file has more than %d keys", maxKeys), "split it into several files")
		}
	case ',':
		s.parts = 1
	case '.':
		s.parts++
		if s.parts > maxParts {
			s.stop(span{s.i, s.i + 1}, fmt.Sprintf("a key has more than %d parts", maxParts), "a key has one part, and a header two: [category.payment]")
		}
	}
	if c != '\n' {
		s.last, s.start = c, false
	}
	s.i++
}

func (s *scan) stop(at span, message, help string) {
	s.faults = append(s.faults, fault{code: "too-large", at: at, message: message, help: help, fatal: true})
}

// newer reports what TOML 1.1 allows and editors mark as an error, once a line.
func (s *scan) newer(at span, message, help string) {
	if line, ok := s.told[message]; ok && line == s.line {
		return
	}
	if s.told == nil {
		s.told = map[string]int{}
	}
	s.told[message] = s.line
	s.faults = append(s.faults, fault{code: "syntax", at: at, message: message, help: help})
}

func (s *scan) newline() {
	s.start, s.parts = len(s.open) == 0, 1
	s.line++
	if n := len(s.open); n > 0 && s.src[s.open[n-1]] == '{' && !s.wrapped[s.open[n-1]] {
		at := s.open[n-1]
		if s.wrapped == nil {
			s.wrapped = map[int]bool{}
		}
		s.wrapped[at] = true
		s.newer(span{at, at + 1}, "what stands between { and } must be on one line", "put it on one line, or write a table with a header of its own")
	}
}

func (s *scan) opening(c byte) {
	if len(s.open) == 0 && s.start && c == '[' {
		s.parts = 1
		if s.i+1 < len(s.src) && s.src[s.i+1] == '[' {
			s.i++
		}
		return // a header
	}
	if len(s.open) == maxNesting {
		s.stop(span{s.i, s.i + 1}, fmt.Sprintf("brackets are nested more than %d deep", maxNesting), "a value is a text, a list of texts, or one pair of braces")
		return
	}
	s.order = append(s.order, len(s.brackets))
	s.open = append(s.open, s.i)
	s.brackets = append(s.brackets, bracket{span{s.i, s.i + 1}})
	s.parts = 1
}

func (s *scan) closing(c byte) {
	n := len(s.open)
	if n == 0 {
		return
	}
	if c == '}' && s.last == ',' {
		s.newer(span{s.i, s.i + 1}, "a comma before } ends nothing", "take the last comma out")
	}
	s.brackets[s.order[n-1]].end = s.i + 1
	s.open, s.order = s.open[:n-1], s.order[:n-1]
}

// quoted steps over a string. One that is not closed on its line ends there; the
// parser will say so.
func (s *scan) quoted(q byte) {
	if n := s.short(q); n > 0 {
		s.i += n
		return
	}
	triple := func() bool {
		return s.i+2 < len(s.src) && s.src[s.i] == q && s.src[s.i+1] == q && s.src[s.i+2] == q
	}
	long := triple()
	if long {
		s.i += 3
	} else {
		s.i++
	}
	for s.i < len(s.src) {
		switch c := s.src[s.i]; {
		case c == '\\' && q == '"':
			s.escape()
			continue
		case c == '\n' && !long:
			return
		case c == q && !long:
			s.i++
			return
		case c == q && triple():
			s.i += 3
			for n := 0; n < 2 && s.i < len(s.src) && s.src[s.i] == q; n++ {
				s.i++ // up to two quotes may belong to the text
			}
			return
		}
		s.i++
	}
}

// short is the length of a string on one line without a backslash, 0 for any other.
func (s *scan) short(q byte) int {
	text := s.src[s.i+1:]
	for i, c := range text {
		switch {
		case c == '\n' || c == '\\':
			return 0
		case c == q && i == 0 && len(text) > 1 && text[1] == q:
			return 0 // perhaps one of several lines
		case c == q:
			return i + 2
		}
	}
	return 0
}

func (s *scan) escape() {
	if s.i+1 < len(s.src) && (s.src[s.i+1] == 'e' || s.src[s.i+1] == 'x') {
		s.newer(span{s.i, s.i + 2}, fmt.Sprintf("“%s” is no escape", s.src[s.i:s.i+2]), `write \\ for a backslash, or put the text between single quotes`)
	}
	if s.i+1 < len(s.src) && s.src[s.i+1] == '\n' {
		s.i++ // a backslash at the end of a line; the line ends as usual
		return
	}
	s.i = min(s.i+2, len(s.src))
}
