package themes

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// squeeze drops trailing blanks and allows no more than one empty line in a row,
// so that templates may be laid out for reading.
func squeeze(data []byte) []byte {
	out := make([]byte, 0, len(data)+1)
	blank := true
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) == 0 && blank {
			continue
		}
		blank = len(line) == 0
		out = append(append(out, line...), '\n')
	}
	return append(bytes.TrimRight(out, "\n"), '\n')
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

// wrap breaks long lines at spaces; what follows hangs below the text of its
// first line, past a list's dash.
func wrap(data []byte, width int) []byte {
	text := string(squeeze(data))
	out := make([]byte, 0, len(text)+len(text)/8)
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if title, rule := heading(line); rule != "" {
			out = append(append(append(out, title...), '\n'), rule...)
			continue
		} else if title != "" {
			line = title
		}
		body := strings.TrimLeft(line, " ")
		pad := len(line) - len(body)
		hang := pad + markerLen(body)
		out = append(out, line[:pad]...)
		at := pad
		first := true
		for word := range strings.FieldsSeq(body) {
			n := utf8.RuneCountInString(word)
			switch {
			case first:
				first = false
			case at+1+n > width:
				out = append(out, '\n')
				for range hang {
					out = append(out, ' ')
				}
				at = hang
			default:
				out = append(out, ' ')
				at++
			}
			out = append(out, word...)
			at += n
		}
		out = append(out, '\n')
	}
	return out
}

// markerLen is the length of a list's mark, 0 where there is none.
func markerLen(line string) int {
	if line == "" || !strings.ContainsRune("-*+0123456789", rune(line[0])) {
		return 0
	}
	return len(listMarker.FindString(line))
}
