package themes

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// plainly lays a text out as it says itself: line by line, word by word.
func plainly(text string, width int) string {
	var squeezed []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if n := len(squeezed); line != "" || n > 0 && squeezed[n-1] != "" {
			squeezed = append(squeezed, line)
		}
	}
	if n := len(squeezed); n > 0 && squeezed[n-1] == "" {
		squeezed = squeezed[:n-1]
	}
	if len(squeezed) == 0 {
		squeezed = []string{""}
	}
	if width == 0 {
		return strings.Join(squeezed, "\n") + "\n"
	}
	var out []string
	for _, line := range squeezed {
		title, rule := heading(line)
		if rule != "" {
			out = append(out, title, strings.TrimSuffix(rule, "\n"))
			continue
		}
		if title != "" {
			line = title
		}
		body := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(body)]
		hang := indent + strings.Repeat(" ", len(listMarker.FindString(body)))
		words := strings.Fields(body)
		line = indent
		for i, word := range words {
			switch {
			case i == 0:
				line += word
			case utf8.RuneCountInString(line+" "+word) > width:
				out = append(out, line)
				line = hang + word
			default:
				line += " " + word
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n") + "\n"
}

// TestPlainText holds the layout of text files against one that is written plainly.
func TestPlainText(t *testing.T) {
	parts := []string{
		"word", "a", "é", "—", "\xff", " ", "  ", "\t", "\r", "\n", "\n\n\n", "\u00a0", "\u2003", "\u0085", "# ", "## ", "### ", "#", "- ", "* ", "+ ", "-", "1. ", "12) ", "123456789. ", "1234567890. ", "1.", "    ",
		"a sentence that is longer than a line of the page may be, so that it has to be broken", "https://example.com/" + strings.Repeat("long", 20),
	}
	drawn := rapid.SliceOf(rapid.SampledFrom(parts))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(drawn.Draw(t, "parts"), "")
		before := []byte("before")
		squeezed := squeezed(nil, []byte(text))
		if want := plainly(text, 0); string(squeezed) != want {
			t.Fatalf("%q: squeezed %q, want %q", text, squeezed, want)
		}
		if got, want := wrapped(slices.Clip(before), squeezed, 40), "before"+plainly(text, 40); string(got) != want {
			t.Fatalf("%q: wrapped %q, want %q", text, got, want)
		}
	})
	s := examples(t)
	r := plain(t).newRun()
	for i, v := range r.views(s) {
		r.use(v.Lang)
		raw, fault := r.render("text", "notice.txt", v)
		if fault != nil {
			t.Fatal(fault)
		}
		if got := wrapped(nil, squeezed(nil, raw), 78); !bytes.Equal(got, []byte(plainly(string(raw), 78))) {
			t.Errorf("%s: notice.txt is laid out otherwise", s.Notices[i].ID)
		}
	}
}
