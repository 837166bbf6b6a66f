package inventory

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placeholders are what drafts carry where a fact is missing.
var placeholders = regexp.MustCompile(`(?i:\blorem ipsum\b|\[(?:insert|enter|add|your|company|organisation|organization|name|date|link|address)\b[^\]]*\]?|\b(?:to be (?:confirmed|decided|determined|completed|added))\b)|\b(?:TBC|TBD|TBA|TODO|FIXME|XX+)\b|<(?:[a-z][a-z ._-]{1,30})>|\?\?\?+`)

// mayHold is a quick look that saves most texts the slow one.
func mayHold(s string) bool {
	if strings.ContainsAny(s, "[<?") {
		return true
	}
	for _, sign := range []string{"TB", "TO", "FIX", "XX", "o be ", "orem", "OREM", "O BE "} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}

// placeholder reports text that stands for a fact nobody has filled in yet.
func (r *reading) placeholder(f Field, n *node, s string) {
	if f.Key == "cites" || f.Key == "masked" || !mayHold(s) {
		return
	}
	if m := placeholders.FindString(s); m != "" {
		r.report("placeholder", n.at, fmt.Sprintf("%q is still to be filled in", m), "write the fact, or take the entry out until it is known")
	}
}

// trick is a character that makes text read differently from what it is.
type trick struct {
	code, name string
}

// trickIn finds the first such character at or after an offset.
func trickIn(s string, from int) (int, rune, *trick) {
	for i := from; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if t := trickOf(s, i, r, size); t != nil {
			return i, r, t
		}
		i += size
	}
	return -1, 0, nil
}

func trickOf(s string, i int, r rune, size int) *trick {
	switch {
	case r == 0x061c || r == 0x200e || r == 0x200f:
		return &trick{"hidden-control", "a mark that changes the direction of the text"}
	case 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069:
		return &trick{"hidden-control", "a control that changes the direction of the text"}
	case 0xe0000 <= r && r <= 0xe007f && !flag(s[:i]):
		return &trick{"hidden-control", "an invisible tag character"}
	case r < 0x20 && r != '\n' && r != '\t' && r != '\r' || 0x7f <= r && r < 0xa0:
		return &trick{"hidden-control", "a control character"}
	case r == 0x200b || r == 0x2060 || r == 0xfeff || r == 0x00ad || r == 0x180e:
		return &trick{"zero-width", "an invisible character"}
	case (r == 0x200c || r == 0x200d) && !joins(s, i, size):
		return &trick{"zero-width", "an invisible joiner"}
	}
	return nil
}

// flag reports whether the text before a tag character is a waving flag, which
// with tags makes the flags of England, Scotland and Wales.
func flag(before string) bool {
	before = strings.TrimRightFunc(before, func(r rune) bool { return 0xe0020 <= r && r <= 0xe007e })
	return strings.HasSuffix(before, "\U0001f3f4")
}

// joiners are the scripts that need zero-width joiners and non-joiners to be
// written correctly.
var joiners = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan}

// joins reports whether a joiner stands where its script or an emoji needs it.
func joins(s string, i, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+size:])
	if unicode.In(before, joiners...) || unicode.In(after, joiners...) {
		return true
	}
	return symbol(before) && symbol(after)
}

func symbol(r rune) bool { return unicode.In(r, unicode.So, unicode.Sk) || r == 0xfe0f }

// characters reports what is hidden in a string of the TOML. The place is that
// of the character where the source has it as such, else of the whole string.
func (r *reading) characters(n *node) {
	s, _ := n.value.(string)
	_, c, t := trickIn(s, 0)
	if t == nil {
		return
	}
	at := n.at
	if i := strings.IndexRune(r.written(n.at), c); i >= 0 {
		at = span{n.at.start + i, n.at.start + i + utf8.RuneLen(c)}
	}
	r.hidden(at, c, t)
}

func (r *reading) hidden(at span, c rune, t *trick) {
	r.report(t.code, at, fmt.Sprintf("the text holds %s (U+%04X)", t.name, c), "delete it; type the words again if you cannot see it")
}
