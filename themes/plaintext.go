package themes

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// squeeze drops trailing blanks and allows no more than one empty line in a row,
// so that templates may be laid out for reading.
func squeeze(data []byte) []byte {
	var out bytes.Buffer
	blank := true
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" && blank {
			continue
		}
		blank = line == ""
		out.WriteString(line + "\n")
	}
	return append(bytes.TrimRight(out.Bytes(), "\n"), '\n')
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
	var out bytes.Buffer
	for line := range strings.Lines(string(squeeze(data))) {
		line = strings.TrimRight(line, "\n")
		if title, rule := heading(line); rule != "" {
			out.WriteString(title + "\n" + rule)
			continue
		} else if title != "" {
			line = title
		}
		body := strings.TrimLeft(line, " ")
		pad := strings.Repeat(" ", len(line)-len(body))
		hang := pad
		hang += strings.Repeat(" ", len(listMarker.FindString(body)))
		out.WriteString(pad)
		at := len(pad)
		for i, word := range strings.Fields(body) {
			n := utf8.RuneCountInString(word)
			switch {
			case i == 0:
			case at+1+n > width:
				out.WriteString("\n" + hang)
				at = len(hang)
			default:
				out.WriteByte(' ')
				at++
			}
			out.WriteString(word)
			at += n
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}
