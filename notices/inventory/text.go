package inventory

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Placeholders are what drafts carry where a fact is missing.
var (
	draftWords   = []string{"TBC", "TBD", "TBA", "TODO", "FIXME"}
	draftPhrases = []string{"to be confirmed", "to be decided", "to be determined", "to be completed", "to be added", "lorem ipsum"}
	draftBracket = expr(`^(?i:\[(?:insert|enter|add|your|company|organisation|organization|name|date|link|address)\b[^\]\n]{0,60}\])`)
	htmlTags     = strings.Fields("a abbr b blockquote body br button caption code del details div em embed figure font footer frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li main nav object ol p pre s script section small span strong style sub summary sup svg table tbody td th thead tr u ul video")
	draftAngle   = expr(`^<[a-z][a-z ._-]{1,30}>`)
)

// placeholderIn finds the first placeholder of a text at or after an offset. It
// looks closer only where one can begin, for texts are long and drafts are rare.
func placeholderIn(s string, from int) (start, end int) {
	if from == 0 && onlyDots(s) {
		return 0, len(s)
	}
	for i := from; i < len(s); i++ {
		if !draftBegins[s[i]] {
			continue
		}
		if n := placeholderAt(s, i); n > 0 {
			return i, i + n
		}
	}
	return -1, -1
}

// draftBegins are the bytes that a placeholder can begin with.
var draftBegins = [256]bool{'[': true, '<': true, '?': true, 'X': true, 'T': true, 'F': true, 't': true, 'l': true, 'L': true}

// onlyDots reports whether a text is an ellipsis, written in whichever way, and no more.
func onlyDots(s string) bool {
	s = strings.TrimSpace(s)
	return strings.Trim(s, ".…") == "" && (strings.Contains(s, "…") || len(s) >= 3)
}

func placeholderAt(s string, i int) int {
	rest := s[i:]
	switch s[i] {
	case '[':
		if strings.IndexByte(rest[:min(len(rest), 80)], ']') < 0 {
			return 0
		}
		if m := draftBracket.FindString(rest); m != "" && !strings.HasPrefix(rest[len(m):], "(") { // a link of Markdown
			return len(m)
		}
	case '<':
		if m := draftAngle.FindString(rest); !slices.Contains(htmlTags, strings.Trim(m, "<> ")) {
			return len(m)
		}
	case '?':
		if strings.HasPrefix(rest, "???") {
			return 3
		}
	case 'X':
		n := len(rest) - len(strings.TrimLeft(rest, "X"))
		return alone(s, i, n, n >= 2)
	case 'T', 'F', 't', 'l', 'L':
		if len(rest) < 3 || strings.IndexByte("oOBI", rest[1]) < 0 { // with which all go on
			return 0
		}
		for _, w := range draftWords {
			if strings.HasPrefix(rest, w) {
				return alone(s, i, len(w), true)
			}
		}
		for _, p := range draftPhrases {
			if len(rest) >= len(p) && strings.EqualFold(rest[:len(p)], p) {
				return alone(s, i, len(p), true)
			}
		}
	}
	return 0
}

// alone gives n when the n bytes at i are words of their own.
func alone(s string, i, n int, ok bool) int {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	if !ok || wordRune(before) || wordRune(after) {
		return 0
	}
	return n
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// placeholder reports text that stands for a fact nobody has filled in yet.
func (r *reading) placeholder(f *Field, n *node, s string) {
	if f.Key == "cites" || f.Key == "masked" {
		return
	}
	if i, j := placeholderIn(s, 0); i >= 0 {
		r.report("placeholder", n.at, fmt.Sprintf("%q is still to be filled in", s[i:j]), "write the fact, or take the entry out until it is known")
	}
}

// trick is a character that makes text read differently from what it is.
type trick struct {
	code, name string
}

// trickIn finds the first such character at or after an offset.
func trickIn(s string, from int) (int, rune, *trick) {
	for i := from; i < len(s); {
		if ' ' <= s[i] && s[i] < 0x7f {
			i++
			continue
		}
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
	case (r == 0x061c || r == 0x200e || r == 0x200f) && !leftwards(s, i):
		return &trick{"hidden-control", "a mark that changes the direction of the text"}
	case 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x206f:
		return &trick{"hidden-control", "a control that changes the direction or the form of the text"}
	case 0xe0000 <= r && r <= 0xe007f && !flags(s[:i]):
		return &trick{"hidden-control", "an invisible tag character"}
	case r == 0x2028 || r == 0x2029 || 0xfff9 <= r && r <= 0xfffb:
		return &trick{"hidden-control", "a control that divides the text"}
	case r < 0x20 && r != '\n' && r != '\t' && r != '\r' || 0x7f <= r && r < 0xa0:
		return &trick{"hidden-control", "a control character"}
	case r == 0x200b || 0x2060 <= r && r <= 0x2065 || r == 0xfeff || r == 0x00ad || r == 0x034f || r == 0x180e || r == 0x2800:
		return &trick{"zero-width", "an invisible character"}
	case r == 0x115f || r == 0x1160 || r == 0x17b4 || r == 0x17b5 || r == 0x3164 || r == 0xffa0:
		return &trick{"zero-width", "a letter that shows nothing"}
	case (r == 0x200c || r == 0x200d) && !joins(s, i, size):
		return &trick{"zero-width", "an invisible joiner"}
	}
	return nil
}

// flags reports whether the text before a tag character is a waving flag, which
// with tags makes the flags of England, Scotland and Wales. None needs more than ten.
func flags(before string) bool {
	before = before[max(0, len(before)-44):]
	before = strings.TrimRightFunc(before, func(r rune) bool { return 0xe0020 <= r && r <= 0xe007e })
	return strings.HasSuffix(before, "\U0001f3f4")
}

// rightToLeft are the scripts in which a mark of direction keeps a full stop or a
// number where its reader expects it.
var rightToLeft = []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam, unicode.Hanifi_Rohingya}

// leftwards reports whether a text runs from right to left somewhere near an offset.
func leftwards(s string, i int) bool {
	return strings.ContainsFunc(s[max(0, i-64):min(len(s), i+64)], func(r rune) bool { return unicode.IsLetter(r) && unicode.In(r, rightToLeft...) })
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

// oneLine gives a text as it is printed: its lines are joined, so that no label or
// sentence begins a line of its own where a line means something, as in Markdown.
func oneLine(s string) string {
	if s == "" || !strings.ContainsAny(s, "\n\r\t") && s[0] != ' ' && s[len(s)-1] != ' ' {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\r' || r == '\t' }), " ")
}

// characters reports what is hidden in a string of the TOML. The place is that
// of the character where the source has it as such, else of the whole string.
func (r *reading) characters(n *node) {
	_, c, t := trickIn(n.text, 0)
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
