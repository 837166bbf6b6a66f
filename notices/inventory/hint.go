package inventory

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// lostID finds the id a line gives, in a header or as a key.
var lostID = expr(`^\s*(?:\[[a-z]+\.["']?([a-z0-9-]+)|id\s*[=:]\s*(?:["'“”‘’«„])?([a-z0-9-]+))`)

// slip is a syntax error in its line, as the hints look at it.
type slip struct {
	fault
	line   string      // the whole line
	before string      // what stands before the fault
	rest   string      // what stands from it on
	value  string      // what stands after the last = before the fault, trimmed
	start  int         // offset of the line in the file
	text   []byte      // of the file up to the fault
	list   writtenList // that the fault lies in
}

// hint says in plain words what a syntax error comes from. The parsers speak of
// bytes they expected; most such errors come from a word processor or from habits
// of other formats, and can be told by looking at the line.
type hint struct {
	name    string
	applies func(s *slip) bool
	say     func(s *slip) (message, help string)
}

func (r *reading) hint(f fault) fault {
	s := r.slip(f)
	if h := s.hint(); h != nil {
		s.message, s.help = h.say(s)
	} else {
		s.message, s.help = plain(f.message), "a line is a [header], or key = value; text stands between straight double quotes"
	}
	return r.shown(s)
}

// slip cuts the line of a fault into what the hints look at.
func (r *reading) slip(f fault) *slip {
	line, _ := r.at(f.at.start)
	if f.at.start >= len(r.text) && line > 1 && f.at.start == r.lines[line-1] {
		line-- // the end of the file is the end of its last line
	}
	s := &slip{fault: f, line: r.line(line), start: r.lines[line-1]}
	col := min(max(f.at.start-s.start, 0), len(s.line))
	s.before, s.rest = s.line[:col], s.line[col:]
	s.text = r.text[:min(f.at.start, len(r.text))]
	s.value = s.line[strings.LastIndex(s.before, "=")+1:]
	if !s.inValue() {
		_, s.value, _ = strings.Cut(s.line, "=")
	}
	s.value = strings.TrimSpace(s.value)
	s.list = r.listAround(f.at.start)
	return s
}

// hints in the order in which they are tried; each file has those that read one thing.
var hints = slices.Concat(lineHints, ageHints, wordListHints, dashHints, pasteHints, dateHints, valueHints, keyHints, textHints, headerHints, listHints, lastHints)

// hint finds the first hint that applies, or nil.
func (s *slip) hint() *hint {
	for i := range hints {
		if hints[i].applies(s) {
			return &hints[i]
		}
	}
	return nil
}

// shown keeps the place of a fault within its line and over whole characters.
func (r *reading) shown(s *slip) fault {
	f := s.fault
	end := s.start + len(s.line)
	f.at.start = min(f.at.start, end)
	f.at.end = min(max(f.at.end, f.at.start+1), max(end, f.at.start))
	for f.at.end < end && !utf8.RuneStart(r.text[f.at.end]) {
		f.at.end++
	}
	return f
}

// begin puts the caret under what a text or a list began with, lines above.
func (s *slip) begin(opening string) bool {
	i := bytes.LastIndex(s.text, []byte(opening))
	if i < 0 || i >= s.start {
		return false
	}
	s.at = span{i, i + len(opening)}
	return true
}

// mark puts the caret under a part of the line.
func (s *slip) mark(part string) bool {
	i := strings.Index(s.line, part)
	if i < 0 || part == "" {
		return false
	}
	s.at = span{s.start + i, s.start + i + len(part)}
	return true
}

// inValue reports whether the fault lies after the = of its line.
func (s *slip) inValue() bool { return strings.Contains(s.before, "=") }

// plain takes the most technical turns out of a parser's message.
func plain(message string) string {
	message = strings.TrimPrefix(message, "toml: ")
	if i := strings.Index(message, " but got"); i >= 0 {
		message = message[:i]
	}
	return "this cannot be read: " + message
}

// uncommented cuts a remark off a line that has no quotes.
func uncommented(line string) string {
	if strings.ContainsAny(line, `"'`) {
		return line
	}
	before, _, _ := strings.Cut(line, "#")
	return before
}
