package main

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/candor-privacy/candor/notices/finding"
)

// style says how text looks on a stream: colours only decorate, and only a
// terminal gets them unasked.
func (a *app) style(w io.Writer) finding.TextOptions {
	o := finding.TextOptions{Width: 80, Color: a.color == "always"}
	f := terminal(w)
	if f == nil {
		return o
	}
	if a.color == "auto" {
		o.Color = a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		o.Width = min(max(width, 40), 100)
	}
	return o
}

// terminal is the terminal that a stream is, or nil.
func terminal(w io.Writer) *os.File {
	if out, ok := w.(*output); ok {
		w = out.Writer
	}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// wrap breaks a text at spaces and sets every line in by indent.
func wrap(text, indent string, width int) string {
	var b strings.Builder
	line := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
			b.WriteString(indent)
			line = len(indent)
		case line+1+n > width:
			b.WriteString("\n" + indent)
			line = len(indent)
		default:
			b.WriteByte(' ')
			line++
		}
		b.WriteString(word)
		line += n
	}
	return b.String()
}
