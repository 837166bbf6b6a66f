package inventory

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

var listItem = expr(`^\s*[-*•]\s`)

// wordListHints read a list of bare words, or of texts without brackets.
var wordListHints = []hint{
	{"list without brackets", func(s *slip) bool {
		m := openList.FindStringSubmatch(s.line)
		return m != nil && takesList(m[1]) && s.mark(m[2])
	}, func(s *slip) (string, string) {
		m := openList.FindStringSubmatch(s.line)
		return "a list stands between [ and ]", "write " + writtenList{key: m[1], text: m[2]}.quoted()
	}},
	{"words in a list", func(s *slip) bool {
		if !s.list.words() {
			return false
		}
		s.at = s.list.at
		return true
	}, func(s *slip) (string, string) {
		return "the parts of a list stand between quotes", "write " + s.list.quoted()
	}},
}

// listHints read a list and where it ends.
var listHints = []hint{
	{"list as in other formats", func(s *slip) bool { return listItem.MatchString(s.line) }, func(s *slip) (string, string) {
		return "a list stands between [ and ]", `write ["first", "second"]`
	}},
	{"list not closed before a key", func(s *slip) bool {
		return (pairKey.MatchString(s.line) || header.MatchString(s.line)) && s.afterList()
	}, func(s *slip) (string, string) {
		return "this list is not closed", "put ] after its last part"
	}},
	{"list not closed", func(s *slip) bool { return strings.Contains(s.message, "array") }, func(s *slip) (string, string) {
		if s.begin("[") {
			return "this list is not closed", "put ] after its last part"
		}
		return "a list is not closed, or a comma is missing between its parts", `write ["first", "second"], with a comma after each part but the last`
	}},
}

// afterList puts the caret under the bracket of a list that lines above left open.
func (s *slip) afterList() bool {
	above := s.text[:min(s.start, len(s.text))]
	from := bytes.LastIndexByte(above, '[')
	if from < 0 || bytes.IndexByte(above[from:], ']') >= 0 || !beforeList.Match(above[bytes.LastIndexByte(above[:from], '\n')+1:from]) {
		return false
	}
	s.at = span{from, from + 1}
	return true
}

// writtenList is a list in the bytes, as its author wrote it.
type writtenList struct {
	key  string
	text string // from bracket to bracket
	at   span
}

// longList is more than any list that a hint writes anew.
const longList = 2 << 10

// listAround finds the list that an offset lies in.
func (r *reading) listAround(off int) (l writtenList) {
	from := bytes.LastIndexByte(r.text[:min(off+1, len(r.text))], '[')
	if from < 0 {
		return l
	}
	n := bytes.IndexByte(r.text[from:], ']')
	if n < 0 || from+n < off || n > longList {
		return l
	}
	start := bytes.LastIndexByte(r.text[:from], '\n') + 1
	if m := beforeList.FindSubmatch(r.text[start:from]); m != nil {
		l.key, l.text, l.at = string(m[1]), string(r.text[from:from+n+1]), span{from, from + n + 1}
	}
	return l
}

const (
	textPart = `(?:"[^"\n]*"|'[^'\n]*'|[“„«‘][^“”»’\n]*[“”»’])`
	listPart = `(?:` + textPart + `|[\p{L}\d][^"'“”\[\]{},=#\n]*)`
)

var (
	openList   = expr(`^\s*([A-Za-z0-9_-]+)\s*=\s*((?:` + textPart + `\s*,\s*)+` + textPart + `)\s*,?\s*(?:#.*)?$`)
	beforeList = expr(`^\s*([A-Za-z0-9_-]+)\s*=\s*$`)
	wordList   = expr(`^\[\s*(?:` + listPart + `\s*,\s*)*` + listPart + `\s*,?\s*\]$`)
	partOfList = expr(listPart)
	bareWord   = expr(`^[\p{L}\d][^"'“”]*\p{L}|^\p{L}`)
)

// words reports whether the list has words without quotes and nothing worse.
func (l writtenList) words() bool {
	return wordList.MatchString(l.text) && slices.ContainsFunc(partOfList.FindAllString(l.text, -1), bareWord.MatchString)
}

// quoted writes the list with quotes around each part; ids get the form of ids.
func (l writtenList) quoted() string {
	var parts []string
	for _, part := range partOfList.FindAllString(l.text, -1) {
		part = strings.Trim(strings.TrimSpace(part), `"'“”„«»‘’`)
		if namesIDs(l.key) && !validID(part) && likeID(part) != "" {
			part = likeID(part)
		}
		parts = append(parts, quote(part))
	}
	return fmt.Sprintf("%s = [%s]", l.key, strings.Join(parts, ", "))
}

// takesList reports whether a key takes a list, in whichever table.
func takesList(key string) bool {
	return slices.ContainsFunc(Tables, func(t Table) bool {
		f := t.field(key)
		return f != nil && slices.Contains([]Type{Words, Enums, Refs, Loose}, f.Type)
	})
}

// namesIDs reports whether a key takes ids of entries, in whichever table.
func namesIDs(key string) bool {
	return slices.ContainsFunc(Tables, func(t Table) bool {
		f := t.field(key)
		return f != nil && f.Type == Refs
	})
}
