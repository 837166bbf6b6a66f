package inventory

import (
	"strings"
	"unicode/utf8"
)

var (
	curly       = expr(`[“”„‟‘’‚‛«»]`)
	bareText    = expr(`^[\p{L}\d+(§$€£][^"'#]*$`)
	apostrophe  = expr(`^'[^']*'[\p{L}]`)
	mixedQuotes = expr(`^(?:[^"]*"[^"]*")*[^"]*"[^"]*([“”„‟‘’‚‛«»])[\s,}\]]*$`)
	quoteInside = expr(`^"[^"]*"[^\s,#\]}]`)
)

// pasteHints read what a word processor left.
var pasteHints = []hint{
	{"curly quotes", func(s *slip) bool {
		m := curly.FindString(s.rest)
		return m != "" && strings.HasPrefix(s.rest, m) && s.mark(s.rest[:lastCurly(s.rest)])
	}, func(s *slip) (string, string) {
		return "these are curly quotes from a word processor", "use straight quotes: " + strings.TrimSpace(straighten(s.line))
	}},
	{"hard space", func(s *slip) bool {
		return strings.HasPrefix(s.rest, "\u00a0") || strings.HasPrefix(s.rest, "\u202f") || strings.HasPrefix(s.rest, "\u3000")
	}, func(s *slip) (string, string) {
		return "this is a hard space from a word processor or a web page", "delete it and type an ordinary space"
	}},
}

// textHints read a text and where it ends.
var textHints = []hint{
	{"apostrophe", func(s *slip) bool { return apostrophe.MatchString(s.value) }, func(s *slip) (string, string) {
		return "the apostrophe ends the text, which began with one", "put the text between double quotes: " + `"` + strings.Trim(s.value, "'") + `"`
	}},
	{"quotes inside", func(s *slip) bool { return quoteInside.MatchString(s.value) && !strings.HasPrefix(s.value, `"""`) }, func(s *slip) (string, string) {
		return "the second quotation mark ends the text", `write \" for a quotation mark inside the text, or use “ and ” there`
	}},
	{"backslash", func(s *slip) bool {
		return strings.Contains(s.line, `\`) && (strings.Contains(s.message, "escape") || strings.Contains(s.message, "hexadecimal"))
	}, func(s *slip) (string, string) {
		if s.mark(backslash(s.line)) && strings.Contains(s.line, `:\`) {
			return "a backslash has a meaning of its own in text", "write folders with /, and only as seen from this file"
		}
		return "a backslash has a meaning of its own in text", `write \\ for a backslash, or put the text between single quotes`
	}},
	{"curly quote at the end", func(s *slip) bool {
		m := mixedQuotes.FindStringSubmatchIndex(s.line)
		if m == nil || !strings.Contains(s.message, "new lines") && !strings.Contains(s.message, "newline") && !strings.Contains(s.message, "terminated") {
			return false
		}
		s.at = span{s.start + m[2], s.start + m[3]}
		return true
	}, func(s *slip) (string, string) {
		m := mixedQuotes.FindStringSubmatchIndex(s.line)
		return "the text begins with a straight quote and ends with a curly one, " + s.line[m[2]:m[3]], "use a straight one: " + strings.TrimSpace(s.line[:m[2]]+`"`+s.line[m[3]:])
	}},
	{"text not closed", func(s *slip) bool {
		return strings.Contains(s.message, "terminated") || strings.Contains(s.message, "EOF; expected '")
	}, func(s *slip) (string, string) {
		if strings.Contains(s.message, "multiline") || strings.Contains(s.message, `"""`) {
			_ = s.begin(`"""`) || s.begin("'''")
			return "a text that began with three quotation marks is not closed", "put three quotation marks after its last line"
		}
		return "the text is not closed", "put a quotation mark at its end; a text stands on one line"
	}},
	{"line break in text", func(s *slip) bool {
		return strings.Contains(s.message, "new lines") || strings.Contains(s.message, "newline") && strings.Contains(s.message, "string")
	}, func(s *slip) (string, string) {
		return "the text is not closed on its line", "put a quotation mark at its end; longer texts belong in a Markdown file, named by prose"
	}},
}

func lastCurly(s string) int {
	all := curly.FindAllStringIndex(s, -1)
	return all[len(all)-1][1]
}

// straighten replaces curly quotes that stand in place of straight ones. Those within a
// text stay as they are: there they are letters like any other.
func straighten(line string) string {
	key, value, ok := strings.Cut(line, "=")
	text := strings.TrimLeft(value, " \t")
	opening, size := utf8.DecodeRuneInString(text)
	if !ok || !strings.ContainsRune(openings, opening) {
		return straightenAll(line)
	}
	lead := key + "=" + value[:len(value)-len(text)] + `"`
	last := -1 // where the text ends: at a quote that nothing follows but a remark, or at its last
	for _, m := range closing.FindAllStringIndex(text[size:], -1) {
		last = size + m[0]
		if rest := strings.TrimSpace(text[size+m[1]:]); rest == "" || strings.HasPrefix(rest, "#") {
			break
		}
	}
	if last < 0 {
		return lead + strings.TrimRight(text[size:], " \t") + `"`
	}
	_, end := utf8.DecodeRuneInString(text[last:])
	return lead + strings.ReplaceAll(text[size:last], `"`, `\"`) + `"` + text[last+end:]
}

// openings are what a text begins with in place of a straight quote.
const openings = "“”„‟‘’‚‛«»"

// closing is a quote that may end a text.
var closing = expr(`[“”„‟‘’‚‛«»"]`)

// straightenAll replaces every curly quote: double ones, or where there are none single
// ones.
func straightenAll(line string) string {
	out := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`).Replace(line)
	if strings.Contains(out, `"`) {
		return out
	}
	return strings.NewReplacer("‘", `"`, "’", `"`, "‚", `"`, "‛", `"`).Replace(out)
}

func backslash(line string) string {
	i := strings.Index(line, `\`)
	return line[i:min(i+2, len(line))]
}
