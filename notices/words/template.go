package words

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Slots fills a template.
type Slots map[string]string

// Template is a phrase with slots and optional parts; see the package comment.
type Template struct {
	parts []part
	text  string
}

// part is plain text, a slot, or a choice between alternatives.
type part struct {
	text string
	slot string
	alts []Template
}

// UnmarshalText reads a template.
func (t *Template) UnmarshalText(b []byte) error {
	s := string(b)
	parsed, rest, err := parseTemplate(s)
	if err == nil && rest != "" {
		err = fmt.Errorf("%q stands alone", rest[:1])
	}
	if err != nil {
		return fmt.Errorf("phrase %q: %w", s, err)
	}
	*t = parsed
	t.text = s
	return nil
}

// String gives the phrase as its file has it.
func (t Template) String() string { return t.text }

// IsZero reports whether the phrase is missing.
func (t Template) IsZero() bool { return len(t.parts) == 0 }

// parseTemplate reads up to a bar, a closing bracket or the end.
func parseTemplate(s string) (Template, string, error) {
	var t Template
	for s != "" {
		i := strings.IndexAny(s, "{[|]")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			t.parts = append(t.parts, part{text: s[:i]})
			s = s[i:]
			continue
		}
		switch s[0] {
		case '{':
			slot, rest, ok := strings.Cut(s[1:], "}")
			if !ok || slot == "" {
				return t, s, fmt.Errorf("a brace is not closed")
			}
			t.parts, s = append(t.parts, part{slot: slot}), rest
		case '[':
			alts, rest, err := parseAlternatives(s[1:])
			if err != nil {
				return t, s, err
			}
			t.parts, s = append(t.parts, part{alts: alts}), rest
		default:
			return t, s, nil
		}
	}
	return t, "", nil
}

func parseAlternatives(s string) ([]Template, string, error) {
	var alts []Template
	for {
		t, rest, err := parseTemplate(s)
		switch {
		case err != nil:
			return nil, s, err
		case rest == "":
			return nil, s, fmt.Errorf("a bracket is not closed")
		}
		alts = append(alts, t)
		if s = rest[1:]; rest[0] == ']' {
			return alts, s, nil
		}
	}
}

// Fill prints the phrase with its slots filled and its white space in order.
func (t Template) Fill(s Slots) string {
	if len(t.parts) == 0 {
		return ""
	}
	b := drafts.Get().(*[]byte)
	defer drafts.Put(b)
	*b, _ = t.write((*b)[:0], s)
	return string(tidy(*b))
}

// drafts are phrases as they are before they are tidied.
var drafts = sync.Pool{New: func() any { return new([]byte) }}

// write appends the phrase, and reports whether every slot directly in it is filled.
func (t Template) write(b []byte, s Slots) (out []byte, full bool) {
	full = true
	for i := range t.parts {
		switch p := &t.parts[i]; {
		case p.slot != "":
			text := s[p.slot]
			b, full = append(b, text...), full && text != ""
		case p.alts != nil:
			for _, alt := range p.alts {
				if with, fits := alt.write(b, s); fits {
					b = with
					break
				}
			}
		default:
			b = append(b, p.text...)
		}
	}
	return b, full
}

// Names lists the slots of a phrase, optional ones included.
func (t Template) Names() []string {
	var out []string
	for _, p := range t.parts {
		if p.slot != "" {
			out = append(out, p.slot)
		}
		for _, alt := range p.alts {
			out = append(out, alt.Names()...)
		}
	}
	return out
}

// tidy folds white space and mends the marks around slots that stayed empty or
// brought their own. What it returns takes the place of s.
func tidy(s []byte) []byte {
	if isTidy(s) {
		return s
	}
	if s = fold(s); isTidy(s) {
		return s
	}
	return mend(s)
}

// mend leaves no space before a mark, no comma before another mark, no second period
// after an abbreviation.
func mend(s []byte) []byte {
	out, before := s[:0], byte(0) // before is the byte before s[i], as it was
	for i, c := range s {
		rest := s[i+1:]
		dropped := false
		switch {
		case c == ' ' && isMark(rest) && (len(rest) == 1 || rest[1] == ' ' || isMark(rest[1:])):
			dropped = true
		case c == '.' && before != '.' && bytes.HasPrefix(rest, []byte(".")) && !bytes.HasPrefix(rest, []byte("..")):
			dropped = true
		case isMark(s[i:]) && len(out) > 0 && out[len(out)-1] == ',':
			out = out[:len(out)-1]
		}
		if before = c; !dropped {
			out = append(out, c)
		}
	}
	return out
}

// fold makes each stretch of white space one space, and none at the ends.
func fold(s []byte) []byte {
	out, gap := s[:0], false
	for i := 0; i < len(s); {
		size := 1
		if sorts[s[i]] == space {
			var r rune
			if r, size = utf8.DecodeRune(s[i:]); unicode.IsSpace(r) {
				gap, i = len(out) > 0, i+size
				continue
			}
		}
		if gap {
			out, gap = append(out, ' '), false
		}
		for end := i + size; i < end; i++ {
			out = append(out, s[i])
		}
	}
	return out
}

// sorts tells which bytes are marks that end a part of a sentence, and which may begin
// white space, as the first of “ may too.
var sorts = func() (all [256]sort) {
	for _, c := range []byte(" \t\n\v\f\r\xc2\xe1\xe2\xe3") {
		all[c] = space
	}
	for _, c := range ",.:;" {
		all[c] = mark
	}
	return all
}()

type sort byte

const (
	space sort = iota + 1
	mark
)

// isTidy reports whether a text surely needs no mending: it has no white space but
// single spaces, and no mark after one of these, a comma or a period.
func isTidy(s []byte) bool {
	last := byte(' ')
	for i, c := range s {
		switch sorts[c] {
		case mark:
			if last == ' ' || last == ',' || last == '.' {
				return false
			}
		case space:
			if c == ' ' && last != ' ' {
				break
			}
			if r, _ := utf8.DecodeRune(s[i:]); unicode.IsSpace(r) {
				return false
			}
		}
		last = c
	}
	return last != ' '
}

// isMark reports whether a text begins with a mark.
func isMark(s []byte) bool { return len(s) > 0 && sorts[s[0]] == mark }
