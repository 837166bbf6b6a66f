package themes

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// squeezed appends a text without trailing blanks and with no more than one empty line in
// a row, so that templates may be laid out for reading.
func squeezed(to, text []byte) []byte {
	begin, blank := len(to), true
	for len(text) > 0 {
		line := text
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			line, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		n := len(line)
		for n > 0 && (line[n-1] == ' ' || line[n-1] == '\t' || line[n-1] == '\r') {
			n--
		}
		if n == 0 && blank {
			continue
		}
		blank = n == 0
		to = append(append(to, line[:n]...), '\n')
	}
	for len(to) > begin && to[len(to)-1] == '\n' {
		to = to[:len(to)-1]
	}
	return append(to, '\n')
}

// heading turns a Markdown heading into a title with a rule below it.
func heading(line string) (title, rule string) {
	marks, title, found := strings.Cut(line, " ")
	if !found || marks == "" || strings.Trim(marks, "#") != "" {
		return "", ""
	}
	switch len(marks) {
	case 1:
		rule = strings.Repeat("=", utf8.RuneCountInString(title)) + "\n"
	case 2:
		rule = strings.Repeat("-", utf8.RuneCountInString(title)) + "\n"
	}
	return title, rule
}

// wrapped appends a text that is squeezed with its long lines broken at spaces; what
// follows hangs below the text of its first line, past a list's dash.
func wrapped(to, text []byte, width int) []byte {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		if bytes.HasPrefix(line, []byte("#")) {
			title, rule := heading(string(line))
			if rule != "" {
				to = append(append(append(to, title...), '\n'), rule...)
				continue
			}
			if title != "" {
				line = []byte(title)
			}
		}
		body := bytes.TrimLeft(line, " ")
		at := len(line) - len(body)
		hang := at + markerLen(body)
		to = append(to, line[:at]...)
		for first := true; ; first = false {
			word, letters, rest := cutWord(body)
			if len(word) == 0 {
				break
			}
			body = rest
			switch {
			case first:
			case at+1+letters > width:
				to = append(to, '\n')
				for range hang {
					to = append(to, ' ')
				}
				at = hang
			default:
				to = append(to, ' ')
				at++
			}
			to = append(to, word...)
			at += letters
		}
		to = append(to, '\n')
	}
	return to
}

// cutWord gives the first word of a line, how many characters it has, and what follows;
// no word where there is none.
func cutWord(line []byte) (word []byte, letters int, rest []byte) {
	for len(line) > 0 {
		size, blank := character(line)
		if !blank {
			break
		}
		line = line[size:]
	}
	end, further := 0, 0 // further bytes of characters
	for end < len(line) {
		if c := line[end]; c > ' ' && c < utf8.RuneSelf { // as most are
			end++
			continue
		}
		size, blank := character(line[end:])
		if blank {
			return line[:end], end - further, line[end+size:]
		}
		end, further = end+size, further+size-1
	}
	return line, end - further, nil
}

// character gives how many bytes the first character of a text has, and whether it is
// blank.
func character(text []byte) (size int, blank bool) {
	c := text[0]
	if c < utf8.RuneSelf {
		return 1, c == ' ' || c >= '\t' && c <= '\r'
	}
	r, size := utf8.DecodeRune(text)
	return size, unicode.IsSpace(r)
}

// markerLen is the length of a list's mark, as [listMarker] has it, 0 where there is none.
func markerLen(line []byte) int {
	n := 0
	if len(line) > 0 && (line[0] == '-' || line[0] == '*' || line[0] == '+') {
		n = 1
	} else {
		for n < len(line) && n < 9 && line[n] >= '0' && line[n] <= '9' {
			n++
		}
		if n == 0 || n == len(line) || line[n] != '.' && line[n] != ')' {
			return 0
		}
		n++
	}
	if n == len(line) || line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return n + 1
}
