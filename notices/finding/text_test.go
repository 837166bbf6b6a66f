package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func printed(o TextOptions, fs ...Finding) string {
	var b bytes.Buffer
	Text(&b, fs, o)
	return b.String()
}

func TestCaret(t *testing.T) {
	tests := []struct {
		name, line string
		col, end   int
		want       string // source line and caret line
	}{
		{"plain", `name = "x"`, 8, 11, " 7 | name = \"x\"\n   |        ^^^"},
		{"tab before it", "\tname = \"x\"", 9, 12, " 7 |     name = \"x\"\n   |            ^^^"},
		{"tab inside it", "a = \"x\ty\"", 5, 10, " 7 | a = \"x  y\"\n   |     ^^^^^^"},
		{"wide characters before it", `漢字 = "x"`, 6, 9, " 7 | 漢字 = \"x\"\n   |        ^^^"},
		{"wide characters inside it", `a = "漢字"`, 5, 9, " 7 | a = \"漢字\"\n   |     ^^^^^^"},
		{"combining mark", "a = \"e\u0301\"", 5, 9, " 7 | a = \"e\u0301\"\n   |     ^^^"},
		{"hidden control", "a = \"\u202ex\"", 6, 7, " 7 | a = \"\\u202ex\"\n   |      ^^^^^^"},
		{"escape of a terminal", "a = \"\x1b[31mx\"", 5, 13, " 7 | a = \"\\u001b[31mx\"\n   |     ^^^^^^^^^^^^^"},
		{"not UTF-8", "a = \"\xff\"", 6, 7, " 7 | a = \"\\xff\"\n   |      ^^^^"},
		{"after the end", `a =`, 4, 4, " 7 | a =\n   |    ^"},
		{"far beyond the end", `a =`, 400, 500, " 7 | a =\n   |    ^"},
		{"no range", `a = 1`, 5, 0, " 7 | a = 1\n   |     ^"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := Place{"a.toml", 7, test.col, 7, test.end}
			if test.end == 0 {
				p.EndLine = 0
			}
			got := printed(TextOptions{}, Finding{Code: "x", Place: p, Message: "m", Line: test.line})
			if !strings.Contains(got, test.want+"\n") {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestNarrow: no line is wider than asked for, and the caret is always under the
// text it is about.
func TestNarrow(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120} {
		for col := 1; col < 400; col += 7 {
			word := fmt.Sprintf("<%d>", col)
			line := strings.Repeat("x", col-1) + word + strings.Repeat("y", 120)
			p := Place{"a.toml", 3, col, 3, col + len(word)}
			got := printed(TextOptions{Width: width}, Finding{Code: "unknown-id", Place: p, Message: strings.Repeat("some words ", 20), Line: line, Help: strings.Repeat("more words ", 20)})
			lines := strings.Split(got, "\n")
			for i, l := range lines {
				if textWidth(l) > width {
					t.Fatalf("%d columns in a report of %d:\n%s", textWidth(l), width, l)
				}
				if at := strings.Index(l, "^"); at >= 0 {
					source, from := []rune(lines[i-1]), len([]rune(l[:at]))
					if to := from + strings.Count(l, "^"); string(source[from:to]) != word {
						t.Fatalf("the caret of column %d is under %q", col, string(source[from:to]))
					}
				}
			}
		}
	}
}

// TestColor: colour only decorates.
func TestColor(t *testing.T) {
	fs := []Finding{
		{Code: "unknown-id", Place: Place{"a.toml", 1, 5, 1, 8}, Message: "there is no such thing", Line: `a = "x"`, Help: "write another"},
		{Code: "unused", Severity: Warning, Message: "nothing names it", Related: []Related{{Place{File: "b.toml"}, "here"}}},
	}
	plain, colored := printed(TextOptions{}, fs...), printed(TextOptions{Color: true}, fs...)
	for _, c := range append(slices.Collect(func(yield func(string) bool) {
		for _, c := range colors {
			if !yield(c) {
				return
			}
		}
	}), bold, blue, "\x1b[0m") {
		colored = strings.ReplaceAll(colored, c, "")
	}
	if plain != colored {
		t.Errorf("without its colours the report differs:\n%s\n%s", plain, colored)
	}
}

func TestMax(t *testing.T) {
	var fs []Finding
	for i := range 30 {
		fs = append(fs, Finding{Code: "unknown-id", Place: Place{"a.toml", i + 1, 1, i + 1, 2}, Message: "m"})
	}
	got := printed(TextOptions{Max: 20}, fs...)
	if strings.Count(got, "error[") != 20 || !strings.Contains(got, "and 10 more\n") || !strings.HasSuffix(got, "\n30 errors\n") {
		t.Errorf("got\n%s", got)
	}
	if strings.Count(got, "why:") != 1 {
		t.Error("the reason should be given once")
	}
}

func TestSummary(t *testing.T) {
	if got := printed(TextOptions{}); got != "nothing found\n" {
		t.Errorf("got %q", got)
	}
	fs := []Finding{{}, {}, {Severity: Warning}, {Severity: Note}, {Severity: Note}}
	if got := Summary(fs); got != "2 errors, 1 warning, 2 notes" {
		t.Errorf("got %q", got)
	}
}

func TestJSON(t *testing.T) {
	tests := []struct {
		name string
		fs   []Finding
	}{
		{"none", nil},
		{"some", []Finding{{Code: "unused", Severity: Warning, Place: Place{"a.toml", 1, 1, 1, 2}, Message: "m"}, {Code: "x", Message: "m"}}},
		{"hostile", []Finding{{Code: "x", Message: "\xff\x1b]0;x\x07\u202e\u2028\U000e0041</script>::stop-commands::x", Line: "\x00\n::error::"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := JSON(&b, test.fs, ""); err != nil {
				t.Fatal(err)
			}
			var d struct {
				Version                 int
				Findings                []map[string]any
				Errors, Warnings, Notes int
			}
			if err := json.Unmarshal(b.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			if d.Version != 1 || d.Findings == nil || len(d.Findings) != len(test.fs) || d.Errors+d.Warnings+d.Notes != len(test.fs) {
				t.Errorf("got %+v", d)
			}
			for _, r := range b.String() {
				if r != '\n' && hidden(r) {
					t.Errorf("holds %U", r)
				}
			}
		})
	}
}

// FuzzText: whatever a finding holds, the report holds no control character, has
// no line that we did not mean, and JSON reads back.
func FuzzText(f *testing.F) {
	f.Add("message", "a.toml", "line", "help", 1, 1, 2)
	f.Add("\x1b[2J", "\u202e", "\t漢\x00", "::stop-commands::x", 3, 2, 900)
	f.Add("a\nerror[x]: forged", "a\n.toml", "b\nc", "d\re", 1, -5, -7)
	f.Fuzz(func(t *testing.T, message, file, line, help string, n, col, end int) {
		in := Finding{Code: "unknown-id", Place: Place{file, n, col, n, end}, Message: message, Line: line, Help: help, Why: "w", Related: []Related{{Place{File: file}, message}}}
		got := printed(TextOptions{}, in)
		if !utf8.ValidString(got) {
			t.Fatal("not UTF-8")
		}
		for _, r := range got {
			if r != '\n' && (unicode.IsControl(r) || hidden(r)) {
				t.Fatalf("holds %U", r)
			}
		}
		for l := range strings.Lines(got) {
			if strings.HasPrefix(l, "::") || strings.HasPrefix(l, "error[") && l != strings.Split(got, "\n")[0]+"\n" {
				t.Fatalf("a line we did not mean: %q", l)
			}
		}
		var b bytes.Buffer
		if err := JSON(&b, []Finding{in}, ""); err != nil {
			t.Fatal(err)
		}
		var raw map[string]any
		if err := json.Unmarshal(b.Bytes(), &raw); err != nil {
			t.Fatal(err)
		}
		first := raw["findings"].([]any)[0].(map[string]any)
		if want := strings.ToValidUTF8(message, "\ufffd"); utf8.ValidString(message) && first["message"] != want {
			t.Fatalf("the message reads back as %q", first["message"])
		}
	})
}

// TestPages: every code has a whole page, and no code stands twice.
func TestPages(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range Codes() {
		p, ok := Explain(code)
		switch {
		case !ok || p.Code != code || seen[code]:
			t.Errorf("%q has no page of its own", code)
		case p.Title == "" || p.Why == "":
			t.Errorf("%q lacks a title or a reason", code)
		case strings.HasSuffix(p.Title, "."):
			t.Errorf("the title of %q ends with a period", code)
		case !strings.HasSuffix(p.Why, "."):
			t.Errorf("the reason of %q is no sentence", code)
		case (p.Wrong == "") != (p.Right == ""):
			t.Errorf("%q has half an example", code)
		}
		for l := range strings.Lines(p.String()) {
			if textWidth(strings.TrimRight(l, "\n")) > 100 {
				t.Errorf("%q: a line of %d columns: %s", code, textWidth(l), l)
			}
		}
		seen[code] = true
	}
	if _, ok := Explain("no-such-code"); ok {
		t.Error("a page for nothing")
	}
}

func TestSort(t *testing.T) {
	fs := []Finding{
		{Place: Place{File: "b"}}, {Place: Place{File: "a", Line: 2}}, {Place: Place{File: "a", Line: 1, Col: 2}},
		{Place: Place{File: "a", Line: 1, Col: 1}, Severity: Warning}, {Place: Place{File: "a", Line: 1, Col: 1}},
	}
	Sort(fs)
	var got []string
	for _, f := range fs {
		got = append(got, fmt.Sprintf("%s %s", f.Severity, f.Place))
	}
	want := "error a:1:1, warning a:1:1, error a:1:2, error a:2:0, error b"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// TestTextByLaw: what is wrong in the files comes before what laws ask for, and each is
// counted.
func TestTextByLaw(t *testing.T) {
	slip := Finding{Code: "z", Message: "a slip", Place: Place{File: "z.toml", Line: 1, Col: 1}}
	asks := func(pack, file string) Finding {
		return Finding{Code: pack + "-1", Message: pack + " asks", Pack: pack, Severity: Warning, Place: Place{File: file, Line: 1, Col: 1}}
	}
	line := func(f Finding, text string) Finding {
		f.Line = text
		return f
	}
	for _, test := range []struct {
		name string
		fs   []Finding
		want string
	}{
		{"a line that a law asks about twice", []Finding{line(asks("b", "a.toml"), "law = 1"), line(asks("b", "a.toml"), "law = 1"), line(asks("b", "c.toml"), "law = 2")},
			"warning[b-1]: b asks\n  --> a.toml:1:1\n   |\n 1 | law = 1\n   | ^\n   |\n\nwarning[b-1]: b asks\n  --> a.toml:1:1\n\n" +
				"warning[b-1]: b asks\n  --> c.toml:1:1\n   |\n 1 | law = 2\n   | ^\n   |\n\n3 warnings\n"},
		{"a line that is wrong twice", []Finding{line(slip, "x"), line(slip, "x")},
			"error[z]: a slip\n  --> z.toml:1:1\n   |\n 1 | x\n   | ^\n   |\n\nerror[z]: a slip\n  --> z.toml:1:1\n   |\n 1 | x\n   | ^\n   |\n\n2 errors\n"},
		{"files alone", []Finding{slip}, "error[z]: a slip\n  --> z.toml:1:1\n\n1 error\n"},
		{"a law alone", []Finding{asks("b", "a.toml")}, "warning[b-1]: b asks\n  --> a.toml:1:1\n\n1 warning\n"},
		{"all", []Finding{asks("b", "a.toml"), slip, asks("a", "b.toml"), asks("b", "c.toml")},
			"error[z]: a slip\n  --> z.toml:1:1\n\na asks for 1 thing\n\nwarning[a-1]: a asks\n  --> b.toml:1:1\n\nb asks for 2 things\n\nwarning[b-1]: b asks\n  --> a.toml:1:1\n\n" +
				"warning[b-1]: b asks\n  --> c.toml:1:1\n\n1 error, 3 warnings: 1 in the files, 1 that a asks for, 2 that b asks for\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			Text(&b, test.fs, TextOptions{})
			if got := b.String(); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
