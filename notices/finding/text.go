package finding

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// TextOptions says how a report looks. The zero value is plain text at 80
// columns with every finding.
type TextOptions struct {
	Color bool // decorate; the words are the same
	Width int  // columns, 80 when zero
	Max   int  // findings shown in full, all when zero
	Flow  bool // words are left in one line each, for whoever shows them to wrap; Width is then of the lines of files
}

// Text writes a report for people: each finding with its line and a caret under
// the very value, then how many there are. What is wrong in the files themselves comes
// first, and then what each law asks for, which shows a line that many findings share
// once. Whatever a file holds, no control character
// reaches the terminal.
func Text(w io.Writer, fs []Finding, o TextOptions) {
	fs = slices.Clone(fs)
	Sort(fs)
	slices.SortStableFunc(fs, func(a, b Finding) int { return strings.Compare(a.Pack, b.Pack) })
	askers := askersOf(fs)
	o.Width = max(cmp.Or(o.Width, 80), 40)
	shown := fs
	if o.Max > 0 && len(fs) > o.Max {
		shown = fs[:o.Max]
	}
	r := report{w: w, o: o, told: map[string]bool{}}
	for i, f := range shown {
		if len(askers) > 1 && f.Pack != "" && (i == 0 || shown[i-1].Pack != f.Pack) {
			r.line(paint(o, bold, fmt.Sprintf("%s asks for %s", visible(f.Pack), things(countPack(fs, f.Pack)))))
			r.line("")
		}
		r.finding(f)
	}
	if n := len(fs) - len(shown); n > 0 {
		r.line(paint(o, bold, fmt.Sprintf("and %d more", n)))
		r.line("")
	}
	r.line(paint(o, bold, Summary(fs)))
}

// askersOf lists the law packs of which there are findings, sorted; "" stands for the
// files themselves.
func askersOf(fs []Finding) (packs []string) {
	for _, f := range fs {
		packs = append(packs, f.Pack)
	}
	slices.Sort(packs)
	return slices.Compact(packs)
}

func countPack(fs []Finding, pack string) (n int) {
	for _, f := range fs {
		if f.Pack == pack {
			n++
		}
	}
	return n
}

func things(n int) string {
	if n == 1 {
		return "1 thing"
	}
	return fmt.Sprintf("%d things", n)
}

// Summary counts findings in words, and says where they come from if that is not the
// files or one law alone: "8 errors, 1 warning: 2 in the files, 7 that us-ny-2d asks for".
func Summary(fs []Finding) string {
	var parts []string
	for _, s := range []Severity{Error, Warning, Note} {
		switch n := Count(fs, s); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+s.String())
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, s))
		}
	}
	if len(parts) == 0 {
		return "nothing found"
	}
	all := strings.Join(parts, ", ")
	packs := askersOf(fs)
	if len(packs) == 1 {
		return all
	}
	for i, pack := range packs {
		of := fmt.Sprintf("%d that %s asks for", countPack(fs, pack), visible(pack))
		if pack == "" {
			of = fmt.Sprintf("%d in the files", countPack(fs, pack))
		}
		packs[i] = of
	}
	return all + ": " + strings.Join(packs, ", ")
}

// report is one run of Text.
type report struct {
	w    io.Writer
	o    TextOptions
	told map[string]bool // codes whose why has been given
	last Place           // whose line has been shown last
}

func (r *report) line(s string) { fmt.Fprintln(r.w, strings.TrimRight(s, " ")) }

func (r *report) finding(f Finding) {
	head := f.Severity.String() + "[" + visible(f.Code) + "]"
	for i, l := range r.wrap(head+": "+visible(f.Message), "  ") {
		if i == 0 {
			l = paint(r.o, colors[f.Severity], head) + paint(r.o, bold, strings.TrimPrefix(l, head))
		}
		r.line(l)
	}
	gutter := strings.Repeat(" ", len(strconv.Itoa(max(f.Place.Line, 10))))
	if !f.Place.IsZero() {
		r.line(gutter + paint(r.o, blue, "--> ") + visible(f.Place.String()))
	}
	if again := f.Pack != "" && f.Place == r.last; f.Line != "" && f.Place.Line > 0 && !again {
		r.source(f, gutter)
	}
	r.last = f.Place
	for _, rel := range f.Related {
		r.line(gutter + paint(r.o, blue, "::: ") + visible(rel.Place.String()) + " " + visible(rel.Message))
	}
	r.advice(gutter, "in", f.In.String())
	r.advice(gutter, "help", f.Help)
	if !r.told[f.Code] {
		page, known := Explain(f.Code)
		r.advice(gutter, "why", cmp.Or(f.Why, page.Why))
		r.advice(gutter, "law", f.Law)
		if known || f.Law != "" {
			r.advice(gutter, "more", "candor explain "+f.Code)
		}
		r.told[f.Code] = true
	}
	r.line("")
}

// source prints the line and the caret under the range.
func (r *report) source(f Finding, gutter string) {
	bar := paint(r.o, blue, gutter+" |")
	text, from, to := window(f.Line, f.Place, r.o.Width-len(gutter)-4)
	r.line(bar)
	r.line(paint(r.o, blue, fmt.Sprintf("%*d |", len(gutter), f.Place.Line)) + " " + text)
	r.line(bar + " " + strings.Repeat(" ", from) + paint(r.o, colors[f.Severity], strings.Repeat("^", max(1, to-from))))
	r.line(bar)
}

func (r *report) advice(gutter, label, text string) {
	if text == "" {
		return
	}
	first := gutter + " = " + label + ": "
	for i, l := range r.wrap(first+visible(text), strings.Repeat(" ", len(first))) {
		if i == 0 {
			l = gutter + paint(r.o, blue, " = ") + paint(r.o, bold, label+":") + l[len(first)-1:]
		}
		r.line(l)
	}
}

func (r *report) wrap(s, indent string) []string {
	if r.o.Flow {
		return []string{s}
	}
	return wrap(s, r.o.Width, indent)
}

// window gives the line as it can be shown in width columns and the columns of
// its caret, counted from 0. What lies outside is cut with a sign.
func window(line string, p Place, width int) (text string, from, to int) {
	cells := cellsOf(line)
	end := p.EndCol - 1
	if p.EndLine > p.Line || p.EndLine == 0 {
		end = len(cells)
	}
	if p.EndLine == 0 {
		end = p.Col
	}
	first := min(max(p.Col-1, 0), len(cells))
	end = min(max(end, first), len(cells))
	left := 0
	if widthOf(cells[:end])+min(len(cells)-end, 1) > width { // the caret would not be seen
		for left = first; left > 0 && widthOf(cells[left-1:min(end, left+width)]) < width*2/3; left-- {
		}
	}
	right := left
	room := width - min(left, 1)
	for right < len(cells) && widthOf(cells[left:right+1]) <= room-min(len(cells)-right-1, 1) {
		right++
	}
	var b strings.Builder
	if left > 0 {
		b.WriteString("…")
	}
	for _, c := range cells[left:right] {
		b.WriteString(c.text)
	}
	if right < len(cells) {
		b.WriteString("…")
	}
	from = widthOf(cells[left:max(left, first)]) + min(left, 1)
	to = from + widthOf(cells[max(left, first):max(left, min(end, right))])
	return b.String(), from, to
}

// cell is one code point as it is shown, with its width in columns.
type cell struct {
	text  string
	width int
}

const tab = 4

func cellsOf(line string) []cell {
	var out []cell
	col := 0
	for i, r := range line {
		c := cell{string(r), 1}
		switch {
		case r == '\t':
			c = cell{strings.Repeat(" ", tab-col%tab), tab - col%tab}
		case r == unicode.ReplacementChar && line[i] != 0xef:
			c.text = fmt.Sprintf(`\x%02x`, line[i])
			c.width = len(c.text)
		case hidden(r):
			c.text = escape(r)
			c.width = len(c.text)
		default:
			c.width = runeWidth(r)
		}
		col += c.width
		out = append(out, c)
	}
	return out
}

func widthOf(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

// visible makes a text safe to print: control characters and those that change
// the direction of text are written out, and it stays one line.
func visible(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r == unicode.ReplacementChar && s[i] != 0xef:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether a character shows nothing, or changes how others show.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || 0xe0000 <= r && r <= 0xe0fff
}

func escape(r rune) string {
	if r > 0xffff {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// wrap breaks a text at spaces; lines after the first begin with indent. A word
// longer than a line stays whole, so that a path can still be clicked.
func wrap(s string, width int, indent string) []string {
	var lines []string
	start := len(s) - len(strings.TrimLeft(s, " "))
	line, words := s[:start], strings.Fields(s)
	n := textWidth(line)
	for i, word := range words {
		if i > 0 && n+1+textWidth(word) > width {
			lines = append(lines, line)
			line, n = indent, textWidth(indent)
		} else if i > 0 {
			line += " "
			n++
		}
		line += word
		n += textWidth(word)
	}
	return append(lines, line)
}
