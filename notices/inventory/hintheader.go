package inventory

import (
	"bytes"
	"fmt"
)

var (
	headerID     = expr(`^\s*(\[\[?)\s*([a-z-]+)\s*\.\s*([^\[\]"'#]+?)\s*(\]\]?)\s*(?:#.*)?$`)
	openHeader   = expr(`^\s*\[\[?\s*([a-z-]+)(?:\s*\.\s*([^\[\]#]+?))?\s*\]?\s*(?:#.*)?$`)
	header       = expr(`^\s*\[\[?\s*[A-Za-z]`)
	besideHeader = expr(`^\s*\[\[?[A-Za-z][^\]]*\]\]?\s*[^\s#\]]`)
)

// headerHints read a header.
var headerHints = []hint{
	{"key beside a header", func(s *slip) bool { return besideHeader.MatchString(s.line) }, func(s *slip) (string, string) {
		return "a header stands on a line of its own", "write what follows it on the next line"
	}},
	{"id in a header", func(s *slip) bool {
		m := headerID.FindStringSubmatch(s.line)
		return m != nil && !validID(m[3]) && likeID(m[3]) != "" && s.mark(m[3])
	}, func(s *slip) (string, string) {
		m := headerID.FindStringSubmatch(s.line)
		return fmt.Sprintf("%q cannot be an id", m[3]), fmt.Sprintf("write %s%s.%s%s: an id has lower-case letters, digits and single dashes", m[1], m[2], likeID(m[3]), m[4])
	}},
	{"header not closed", func(s *slip) bool {
		return header.MatchString(s.line) && !bytes.HasSuffix(bytes.TrimRight(s.text[:min(s.start, len(s.text))], " \t\r\n"), []byte(","))
	}, func(s *slip) (string, string) {
		if meant := meantHeader(s.line); meant != "" {
			return "this header is not complete", "write " + meant
		}
		return "this header is not complete", "write a header on a line of its own, such as [category.payment] or [[use]]"
	}},
}

// meantHeader writes the header that a line begins, or gives "" where it names no table or
// lacks an id.
func meantHeader(line string) string {
	m := openHeader.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	t := tableOf(Kind(m[1]))
	if t == nil || t.Shape == Keyed && likeID(m[2]) == "" {
		return ""
	}
	return headerOf(t, likeID(m[2]))
}
