package inventory

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// lostID finds the id a line gives, in a header or as a key.
var lostID = regexp.MustCompile(`^\s*(?:\[[a-z]+\.["']?([a-z0-9-]+)|id\s*[=:]\s*(?:["'“”‘’«„])?([a-z0-9-]+))`)

// slip is a syntax error in its line, as the hints look at it.
type slip struct {
	fault
	line   string // the whole line
	before string // what stands before the fault
	rest   string // what stands from it on
	value  string // what stands after the last = before the fault, trimmed
	start  int    // offset of the line in the file
	text   []byte // of the file up to the fault
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
	return s
}

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

var (
	curly        = regexp.MustCompile(`[“”„‟‘’‚‛«»]`)
	conflict     = regexp.MustCompile(`^(<<<<<<<|=======|>>>>>>>)`)
	slashes      = regexp.MustCompile(`^\s*(//|/\*|--|;|<!--)`)
	yearFirst    = regexp.MustCompile(`^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b`)
	shortDate    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})\b`)
	dayMonth     = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b`)
	twoDigits    = regexp.MustCompile(`^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b`)
	yearMonth    = regexp.MustCompile(`^\d{4}-\d{2}$`)
	wordBool     = regexp.MustCompile(`^(?i)(true|false|yes|no|on|off|y|n)$`)
	colonKey     = regexp.MustCompile(`^\s*["']?[A-Za-z0-9_.-]+["']?\s*:`)
	spacedKey    = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+(?:[ \t]+[A-Za-z0-9_-]+)+)\s*=`)
	pairKey      = regexp.MustCompile(`^\s*[A-Za-z0-9_.-]+\s*=`)
	headerID     = regexp.MustCompile(`^\s*(\[\[?)\s*([a-z-]+)\s*\.\s*([^\[\]"'#]+?)\s*(\]\]?)\s*(?:#.*)?$`)
	header       = regexp.MustCompile(`^\s*\[\[?\s*[A-Za-z]`)
	besideHeader = regexp.MustCompile(`^\s*\[\[?[A-Za-z][^\]]*\]\]?\s*[^\s#\]]`)
	listItem     = regexp.MustCompile(`^\s*[-*•]\s`)
	groupNumber  = regexp.MustCompile(`^\d{1,3}(,\d{3})+$`)
	bareText     = regexp.MustCompile(`^[\p{L}\d][^"'#]*$`)
	apostrophe   = regexp.MustCompile(`^'[^']*'[\p{L}]`)
	mixedQuotes  = regexp.MustCompile(`^(?:[^"]*"[^"]*")*[^"]*"[^"]*([“”„‟‘’‚‛«»])[\s,}\]]*$`)
	quoteInside  = regexp.MustCompile(`^"[^"]*"[^\s,#\]}]`)
)

// hints in the order in which they are tried.
var hints = []hint{
	{"merge conflict", func(s *slip) bool { return conflict.MatchString(s.line) && s.mark(s.line) }, func(s *slip) (string, string) {
		return "this line was left behind by a merge", "choose one of the two versions and delete the lines with <<<<<<<, ======= and >>>>>>>"
	}},
	{"comment", func(s *slip) bool { return slashes.MatchString(s.line) && s.mark(strings.TrimSpace(s.line)) }, func(s *slip) (string, string) {
		return "a remark begins with #", "write # " + strings.Trim(strings.TrimSpace(s.line), "/*-;<>! ")
	}},
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
	{"day and month", func(s *slip) bool {
		return s.inValue() && dayMonth.MatchString(s.value) && s.mark(dayMonth.FindString(s.value))
	}, func(s *slip) (string, string) {
		return slashDate(s.value)
	}},
	{"year first", func(s *slip) bool {
		return s.inValue() && (yearFirst.MatchString(s.value) || shortDate.MatchString(s.value)) && s.mark(strings.Fields(s.value)[0])
	}, func(s *slip) (string, string) { return sortedDate(s.value) }},
	{"year of two digits", func(s *slip) bool {
		return s.inValue() && twoDigits.MatchString(s.value) && s.mark(twoDigits.FindString(s.value))
	}, func(s *slip) (string, string) {
		return fmt.Sprintf("%q is not how a date is written here", twoDigits.FindString(s.value)), "write year-month-day with the whole year, such as 2026-01-31"
	}},
	{"month alone", func(s *slip) bool { return s.inValue() && yearMonth.MatchString(s.value) && s.mark(s.value) }, func(s *slip) (string, string) {
		return "a month alone stands between quotes", fmt.Sprintf("write %q", s.value)
	}},
	{"yes and no", func(s *slip) bool { return s.inValue() && wordBool.MatchString(bare(s.value)) && s.mark(bare(s.value)) }, func(s *slip) (string, string) {
		return fmt.Sprintf("%q is not a value", bare(s.value)), "write " + truth(bare(s.value)) + ", in small letters and without quotes"
	}},
	{"comma at the end", func(s *slip) bool { return strings.TrimSpace(s.rest) == "," }, func(s *slip) (string, string) {
		return "a line does not end with a comma", "take the comma out; commas stand only between the parts of a list"
	}},
	{"thousands", func(s *slip) bool {
		return s.inValue() && groupNumber.MatchString(bare(s.value)) && s.mark(bare(s.value))
	}, func(s *slip) (string, string) {
		return "a number has no commas", "write " + strings.ReplaceAll(bare(s.value), ",", "")
	}},
	{"colon for equals", func(s *slip) bool { return colonKey.MatchString(s.line) && !pairKey.MatchString(s.line) }, func(s *slip) (string, string) {
		key, value, _ := strings.Cut(s.line, ":")
		return "between a key and its value stands =", fmt.Sprintf("write %s = %s", strings.Trim(strings.TrimSpace(key), `"'`), strings.TrimSpace(value))
	}},
	{"space in a key", func(s *slip) bool {
		m := spacedKey.FindStringSubmatch(s.line)
		return m != nil && len(s.before) < len(m[0]) && s.mark(m[1])
	}, func(s *slip) (string, string) {
		key := spacedKey.FindStringSubmatch(s.line)[1]
		return fmt.Sprintf("a key has no spaces, and %q has", key), "write " + strings.ToLower(strings.Join(strings.Fields(key), "-"))
	}},
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
		return "this header is not complete", "write a header on a line of its own, such as [category.payment] or [[use]]"
	}},
	{"list as in other formats", func(s *slip) bool { return listItem.MatchString(s.line) }, func(s *slip) (string, string) {
		return "a list stands between [ and ]", `write ["first", "second"]`
	}},
	{"list not closed", func(s *slip) bool { return strings.Contains(s.message, "array") }, func(s *slip) (string, string) {
		if s.begin("[") {
			return "this list is not closed", "put ] after its last part"
		}
		return "a list is not closed, or a comma is missing between its parts", `write ["first", "second"], with a comma after each part but the last`
	}},
	{"nothing after equals", func(s *slip) bool { return strings.HasSuffix(strings.TrimSpace(uncommented(s.line)), "=") }, func(s *slip) (string, string) {
		return "there is no value after =", "write a value, or take the line out"
	}},
	{"two on a line", func(s *slip) bool { return strings.Contains(s.message, "newline") && pairKey.MatchString(s.rest) }, func(s *slip) (string, string) {
		return "two keys stand on one line", "write each key on a line of its own"
	}},
	{"day that does not exist", func(s *slip) bool {
		return strings.Contains(s.message, "datetime") || strings.Contains(s.message, "date")
	}, func(s *slip) (string, string) {
		return "there is no such day", "write year-month-day, such as 2026-01-31"
	}},
	{"text without quotes", func(s *slip) bool {
		return pairKey.MatchString(s.line) && bareText.MatchString(s.value) && s.mark(s.value)
	}, func(s *slip) (string, string) {
		if like := likeDate(s.value); like != "" {
			return "this is not how a date is written here", "write " + like
		}
		if like := likePeriod(s.value); like != "" {
			return "this is not how a period is written here", fmt.Sprintf("write %q", like)
		}
		return "text stands between quotes", fmt.Sprintf("write %q", s.value)
	}},
	{"no equals", func(s *slip) bool {
		return strings.Contains(s.message, "expected '='") || strings.Contains(s.message, "'.' or '='")
	}, func(s *slip) (string, string) {
		return "this line is neither a header nor a key with a value", "write key = value; longer texts belong in a Markdown file, named by prose"
	}},
	{"control character", func(s *slip) bool { return strings.Contains(s.message, "control character") }, func(s *slip) (string, string) {
		return "there is an invisible control character here", "delete it; type the line again if you cannot see it"
	}},
}

// plain takes the most technical turns out of a parser's message.
func plain(message string) string {
	message = strings.TrimPrefix(message, "toml: ")
	if i := strings.Index(message, " but got"); i >= 0 {
		message = message[:i]
	}
	return "this cannot be read: " + message
}

func bare(value string) string { return strings.TrimRight(uncommented(value), " \t}") }

// uncommented cuts a remark off a line that has no quotes.
func uncommented(line string) string {
	if strings.ContainsAny(line, `"'`) {
		return line
	}
	before, _, _ := strings.Cut(line, "#")
	return before
}

func truth(word string) string {
	switch strings.ToLower(word) {
	case "true", "yes", "on", "y":
		return "true"
	}
	return "false"
}

func lastCurly(s string) int {
	all := curly.FindAllStringIndex(s, -1)
	return all[len(all)-1][1]
}

// straighten replaces curly quotes that stand in place of straight ones.
func straighten(line string) string {
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

// slashDate gives both readings of a date with the year last.
func slashDate(s string) (message, help string) {
	m := dayMonth.FindStringSubmatch(s)
	message = fmt.Sprintf("%q is not how a date is written here", m[0])
	european, ok1 := calendar(m[3], m[2], m[1])
	american, ok2 := calendar(m[3], m[1], m[2])
	switch {
	case ok1 && ok2 && m[1] != m[2]:
		return message, fmt.Sprintf("write %s for %s, or %s for %s", european.Format(time.DateOnly), european.Format("2 January 2006"), american.Format(time.DateOnly), american.Format("2 January 2006"))
	case ok1:
		return message, "write " + european.Format(time.DateOnly)
	case ok2:
		return message, "write " + american.Format(time.DateOnly)
	}
	return message, "write year-month-day, such as 2026-01-31"
}

// sortedDate mends a date that has its year first.
func sortedDate(s string) (message, help string) {
	m := yearFirst.FindStringSubmatch(s)
	if m == nil {
		m = shortDate.FindStringSubmatch(s)
	}
	day, ok := calendar(m[1], m[2], m[3])
	if !ok {
		return fmt.Sprintf("there is no day %q", m[0]), "write year-month-day, such as 2026-01-31"
	}
	return fmt.Sprintf("%q is not how a date is written here", m[0]), "write " + day.Format(time.DateOnly)
}

func calendar(year, month, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == y && int(t.Month()) == m && t.Day() == d
}
