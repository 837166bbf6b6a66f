package themes

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gomarkdown/markdown"
	"github.com/gomarkdown/markdown/ast"
	"github.com/gomarkdown/markdown/parser"
	"github.com/microcosm-cc/bluemonday"
)

// Limits of one Markdown text. A block is what stands between blank lines, or a
// whole list; the parser's worst cases grow with the square of its length.
const (
	maxProse    = 64 << 10
	maxBlock    = 16 << 10
	maxBrackets = 400 // in one block
	maxDepth    = 16  // of lists and quotations inside each other
)

const markdownExtensions parser.Extensions = parser.NoIntraEmphasis | parser.FencedCode | parser.SpaceHeadings |
	parser.BackslashLineBreak | parser.OrderedListStart | parser.Tables

// prose is an author's Markdown, made safe once and written in three forms.
type prose struct {
	HTML     template.HTML
	Markdown string
	Text     string
}

// proseWriter turns Markdown into prose. Complaints are clauses in plain words,
// each with the first words of its text.
type proseWriter struct {
	policy     *bluemonday.Policy
	complaints []string
	entry      string // whose text is at hand: “category.contact”
	text       string // at hand
	root       string // from the page at hand to the root of the site
	home       string // from the page at hand to that of the notice, "" where it is that page

	before, now map[written]prose // of the notice before and of the one at hand
}

// written is all that a text without fault is made into prose by.
type written struct {
	text, root, home string
	level, serial    int
}

// turn begins with the next notice.
func (w *proseWriter) turn() {
	w.complaints, w.before, w.now = nil, w.now, w.before
	if clear(w.now); w.now == nil {
		w.now = map[written]prose{}
	}
}

// rootOfNotice leads from the page of a notice to the root of the site.
const rootOfNotice = "../"

func newProseWriter() *proseWriter {
	return &proseWriter{policy: prosePolicy(), root: rootOfNotice}
}

// prosePolicy is the second filter, independent of the writer before it: these
// elements, no attributes but those named. Several goroutines may use it.
var prosePolicy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "br", "hr",
		"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "div")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noopener noreferrer$`)).OnElements("a")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^prose_[0-9]+_[a-z0-9_-]*$`)).OnElements("h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,6}$`)).OnElements("ol")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^col$`)).OnElements("th")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^scroll$`)).OnElements("div")
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("div")
	p.AllowURLSchemes("https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
})

// write renders the text of an entry with headings below the given level (2 to 5). Serial
// numbers the text within its page, so that ids of headings never meet.
func (w *proseWriter) write(entry, text string, level, serial int) prose {
	if strings.TrimSpace(text) == "" {
		return prose{}
	}
	key := written{text, w.root, w.home, level, serial}
	if p, ok := w.before[key]; ok {
		w.now[key] = p
		return p
	}
	complained := len(w.complaints)
	w.entry, w.text = entry, text
	if len(text) > maxProse {
		w.complain("the text is longer than 64 KiB: split it over several entries")
		return prose{}
	}
	r := &proseRenderer{w: w, level: level, last: level, serial: serial, used: map[string]int{}}
	for _, form := range []*strings.Builder{&r.html, &r.md, &r.txt} {
		form.Grow(len(text) + len(text)/8)
	}
	var docs []ast.Node
	for _, block := range proseBlocks(text) {
		if len(block) > maxBlock || strings.Count(block, "[") > maxBrackets {
			w.complain("a paragraph is too long: put a blank line into it")
			continue
		}
		extensions := markdownExtensions
		if !strings.Contains(block, "|") {
			extensions &^= parser.Tables // looking for one takes longer than all else
		}
		docs = append(docs, markdown.Parse([]byte(block), parser.NewWithExtensions(extensions)))
	}
	r.top = topHeading(docs)
	for _, doc := range docs {
		r.block(doc, 0)
	}
	p := prose{
		HTML:     template.HTML(w.filter(r.html.String())),
		Markdown: strings.TrimSpace(r.md.String()),
		Text:     strings.TrimSpace(r.txt.String()),
	}
	if len(w.complaints) == complained && w.now != nil {
		w.now[key] = p
	}
	return p
}

// filter is the second filter. What has no elements but bare ones passes it as it is, which
// takes no parser to tell.
func (w *proseWriter) filter(html string) string {
	if isBare(html) {
		return html
	}
	return w.policy.Sanitize(html)
}

// isBare reports whether HTML is nothing but text, escaped as the writer escapes it, and
// elements that need no attributes and have none, all of which [prosePolicy] leaves alone.
func isBare(html string) bool {
	for i := 0; i < len(html); {
		c := html[i]
		switch {
		case c == '<':
			end := strings.IndexByte(html[i:], '>')
			if end < 0 || !bareTags[html[i:i+end+1]] {
				return false
			}
			i += end + 1
		case c == '&':
			end := strings.IndexByte(html[i:], ';')
			if end < 0 || !bareEscapes[html[i:i+end+1]] {
				return false
			}
			i += end + 1
		case c == '>', c == '"', c == '\'', c < ' ' && c != '\n', c == 0x7f:
			return false
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRuneInString(html[i:])
			if r == utf8.RuneError && size == 1 {
				return false
			}
			i += size
		}
	}
	return true
}

var bareEscapes = map[string]bool{"&amp;": true, "&lt;": true, "&gt;": true, "&#34;": true, "&#39;": true}

var bareTags = func() map[string]bool {
	out := map[string]bool{"<br>": true, "<hr>": true}
	for _, e := range []string{"p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote"} {
		out["<"+e+">"], out["</"+e+">"] = true, true
	}
	return out
}()

// topHeading is the highest level of heading an author used, whichever it is.
func topHeading(docs []ast.Node) int {
	top := 6
	for _, doc := range docs {
		for _, n := range doc.GetChildren() {
			if h, ok := n.(*ast.Heading); ok {
				top = min(top, max(h.Level, 1))
			}
		}
	}
	return top
}

func (w *proseWriter) complain(s string) {
	w.complaints = append(w.complaints, fmt.Sprintf("in the prose of %s, which begins “%s”: %s", w.entry, beginning(w.text), s))
}

// beginning is enough of a text to find it by.
func beginning(text string) string {
	words := strings.Fields(text[:min(len(text), 400)])
	short := strings.Join(words[:min(len(words), 6)], " ")
	if r := []rune(short); len(r) > 48 {
		short = string(r[:48])
	}
	return strings.ToValidUTF8(short, "") + " …"
}

var listMarker = regexp.MustCompile(`^ {0,3}([-*+]|[0-9]{1,9}[.)])[ \t]`)
var fence = regexp.MustCompile("^ {0,3}(```|~~~)")

// begins tells whether a line begins with one of some letters, past blanks: few do that an
// expression needs to look at.
func begins(line, with string) bool {
	line = strings.TrimLeft(line, " ")
	return line != "" && strings.IndexByte(with, line[0]) >= 0
}

var unixLines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

// proseBlocks cuts a text at blank lines where a new block certainly begins: not
// inside a fence, not inside a list. The parser is cubic on lists that follow
// each other between paragraphs, so it is handed one block at a time.
func proseBlocks(text string) []string {
	if strings.ContainsAny(text, "\r\x00") {
		text = unixLines.Replace(text)
	}
	var blocks, now []string
	list, open, blank := false, "", false
	flush := func() {
		if len(now) > 0 {
			blocks = append(blocks, strings.Join(now, "\n")+"\n")
		}
		now = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if begins(line, "`~") {
			if m := fence.FindStringSubmatch(line); m != nil && open == "" {
				open = m[1]
			} else if m != nil && open == m[1] {
				open = ""
			}
		}
		if open == "" && strings.TrimSpace(line) == "" {
			blank = true
			now = append(now, line)
			continue
		}
		marker := begins(line, "-*+0123456789") && listMarker.MatchString(line)
		indented := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")
		if blank && open == "" && !(list && (marker || indented)) {
			flush()
			list = false
		}
		if len(now) == 0 {
			list = marker
		}
		blank = false
		now = append(now, line)
	}
	flush()
	return blocks
}

// proseRenderer writes the syntax tree. A node type it does not know is left out
// and reported: that is the first filter.
type proseRenderer struct {
	w             *proseWriter
	level, serial int // of the heading above, and of the text in its page
	top, last     int // highest level of heading in the text; level of the last one written
	used          map[string]int
	html, md, txt strings.Builder
	indent        string // of the Markdown and text forms
}

func (r *proseRenderer) block(n ast.Node, depth int) {
	if depth > maxDepth {
		r.w.complain("lists or quotations are nested too deeply")
		return
	}
	switch n := n.(type) {
	case *ast.Document:
		r.blocks(n, depth)
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.Heading:
		r.heading(n)
	case *ast.List:
		r.list(n, depth)
	case *ast.BlockQuote:
		r.quote(n, depth)
	case *ast.CodeBlock:
		r.code(n)
	case *ast.HorizontalRule:
		r.html.WriteString("<hr>\n")
		r.line("---", "")
	case *ast.Table:
		r.table(n)
	case *ast.HTMLBlock:
		r.rawHTML(string(n.Literal))
	default:
		r.w.complain(fmt.Sprintf("%s is not allowed here", nodeName(n)))
	}
}

func (r *proseRenderer) blocks(n ast.Node, depth int) {
	for _, c := range n.GetChildren() {
		r.block(c, depth+1)
	}
}

// line writes one block to the Markdown and text forms.
func (r *proseRenderer) line(md, txt string) {
	put := func(b *strings.Builder, s string) {
		if s != "" {
			b.WriteString(r.indent)
			b.WriteString(strings.ReplaceAll(s, "\n", "\n"+r.indent))
			b.WriteString("\n\n")
		}
	}
	put(&r.md, md)
	put(&r.txt, txt)
}

func (r *proseRenderer) paragraph(n ast.Node) {
	h, m, t := r.inlines(n)
	r.html.WriteString("<p>")
	r.html.WriteString(h)
	r.html.WriteString("</p>\n")
	r.line(m, t)
}

func (r *proseRenderer) heading(n *ast.Heading) {
	h, m, t := r.inlines(n)
	level := min(r.level+1+max(n.Level-r.top, 0), r.last+1, 6)
	r.last = level
	id := fmt.Sprintf("prose_%d_%s", r.serial, slug(t))
	r.used[id]++
	if k := r.used[id]; k > 1 {
		id = fmt.Sprintf("%s_%d", id, k)
	}
	fmt.Fprintf(&r.html, "<h%d id=\"%s\">%s</h%d>\n", level, id, h, level)
	r.line(strings.Repeat("#", level)+" "+m, t)
}

func (r *proseRenderer) list(n *ast.List, depth int) {
	tag, attr := "ul", ""
	number := 0
	if n.ListFlags&ast.ListTypeOrdered != 0 {
		tag, number = "ol", max(n.Start, 1)
		if number > 1 && number < 1e6 {
			attr = fmt.Sprintf(" start=\"%d\"", number)
		}
	}
	fmt.Fprintf(&r.html, "<%s%s>\n", tag, attr)
	for _, item := range n.GetChildren() {
		mark := "- "
		if number > 0 {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		r.item(item, mark, depth)
	}
	fmt.Fprintf(&r.html, "</%s>\n", tag)
	r.md.WriteString("\n")
	r.txt.WriteString("\n")
}

// item writes one list item; its first line carries the mark in the text forms.
func (r *proseRenderer) item(n ast.Node, mark string, depth int) {
	sub := &proseRenderer{w: r.w, level: r.level, top: r.top, last: r.last, serial: r.serial, used: r.used}
	children := n.GetChildren()
	if p, ok := first(children).(*ast.Paragraph); ok && len(children) >= 1 {
		h, m, t := sub.inlines(p)
		sub.html.WriteString(h)
		sub.line(m, t)
		children = children[1:]
	}
	for _, c := range children {
		sub.block(c, depth+1)
	}
	r.html.WriteString("<li>")
	r.html.WriteString(sub.html.String())
	r.html.WriteString("</li>\n")
	hang := func(b *strings.Builder, s string) {
		s = strings.ReplaceAll(strings.TrimSpace(s), "\n\n", "\n")
		pad := r.indent + strings.Repeat(" ", len(mark))
		b.WriteString(r.indent + mark + strings.ReplaceAll(s, "\n", "\n"+pad) + "\n")
	}
	hang(&r.md, sub.md.String())
	hang(&r.txt, sub.txt.String())
}

func first(ns []ast.Node) ast.Node {
	if len(ns) == 0 {
		return nil
	}
	return ns[0]
}

func (r *proseRenderer) quote(n ast.Node, depth int) {
	sub := &proseRenderer{w: r.w, level: r.level, top: r.top, last: r.last, serial: r.serial, used: r.used}
	sub.blocks(n, depth)
	fmt.Fprintf(&r.html, "<blockquote>\n%s</blockquote>\n", sub.html.String())
	r.line("> "+strings.ReplaceAll(strings.TrimSpace(sub.md.String()), "\n", "\n> "),
		"    "+strings.ReplaceAll(strings.TrimSpace(sub.txt.String()), "\n", "\n    "))
}

func (r *proseRenderer) code(n *ast.CodeBlock) {
	text := string(n.Literal)
	fmt.Fprintf(&r.html, "<pre><code>%s</code></pre>\n", html.EscapeString(text))
	body := "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
	r.line(body, body)
}

// table keeps header cells and rows; a wide one scrolls inside its own box.
func (r *proseRenderer) table(n *ast.Table) {
	r.html.WriteString("<div class=\"scroll\" tabindex=\"0\"><table>\n")
	for _, part := range n.GetChildren() {
		head := false
		switch part.(type) {
		case *ast.TableHeader:
			head = true
		case *ast.TableBody:
		default:
			continue
		}
		for _, row := range part.GetChildren() {
			r.row(row, head)
		}
	}
	r.html.WriteString("</table></div>\n")
	r.md.WriteString("\n")
	r.txt.WriteString("\n")
}

func (r *proseRenderer) row(n ast.Node, head bool) {
	r.html.WriteString("<tr>")
	var ms, ts []string
	for _, cell := range n.GetChildren() {
		h, m, t := r.inlines(cell)
		if head {
			fmt.Fprintf(&r.html, "<th scope=\"col\">%s</th>", h)
		} else {
			fmt.Fprintf(&r.html, "<td>%s</td>", h)
		}
		ms, ts = append(ms, m), append(ts, t)
	}
	r.html.WriteString("</tr>\n")
	fmt.Fprintf(&r.md, "%s| %s |\n", r.indent, strings.Join(ms, " | "))
	if head {
		fmt.Fprintf(&r.md, "%s|%s\n", r.indent, strings.Repeat(" --- |", len(ms)))
	}
	fmt.Fprintf(&r.txt, "%s%s\n", r.indent, strings.Join(ts, "; "))
}

// rawHTML prints what an author wrote as HTML, as text; comments vanish.
func (r *proseRenderer) rawHTML(s string) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<!--") && strings.HasSuffix(s, "-->") {
		return
	}
	r.w.complain("HTML is not allowed: write Markdown")
	fmt.Fprintf(&r.html, "<p>%s</p>\n", html.EscapeString(s))
	r.line(escapeMarkdown(s), s)
}

// inlines writes the running text inside n in all three forms.
func (r *proseRenderer) inlines(n ast.Node) (h, m, t string) {
	var hb, mb, tb strings.Builder
	for _, c := range n.GetChildren() {
		ch, cm, ct := r.inline(c, 0)
		hb.WriteString(ch)
		mb.WriteString(cm)
		tb.WriteString(ct)
	}
	return hb.String(), strings.TrimSpace(mb.String()), strings.TrimSpace(tb.String())
}

func (r *proseRenderer) inline(n ast.Node, depth int) (h, m, t string) {
	if depth > maxDepth {
		return "", "", ""
	}
	inside := func(node ast.Node) (h, m, t string) {
		for _, c := range node.GetChildren() {
			ch, cm, ct := r.inline(c, depth+1)
			h, m, t = h+ch, m+cm, t+ct
		}
		return h, m, t
	}
	switch n := n.(type) {
	case *ast.Text:
		s := strings.ReplaceAll(string(n.Literal), "\n", " ")
		return html.EscapeString(s), escapeMarkdown(s), s
	case *ast.Emph:
		h, m, t = inside(n)
		return "<em>" + h + "</em>", "*" + m + "*", t
	case *ast.Strong:
		h, m, t = inside(n)
		return "<strong>" + h + "</strong>", "**" + m + "**", t
	case *ast.Code:
		s := string(n.Literal)
		return "<code>" + html.EscapeString(s) + "</code>", "`" + strings.ReplaceAll(s, "`", "'") + "`", s
	case *ast.Hardbreak:
		return "<br>", "\\\n", "\n"
	case *ast.Softbreak:
		return " ", " ", " "
	case *ast.NonBlockingSpace:
		return "&nbsp;", " ", " "
	case *ast.Link:
		h, m, t = inside(n)
		return r.link(n, h, m, t)
	case *ast.Image:
		r.w.complain("pictures are not allowed")
		return inside(n)
	case *ast.HTMLSpan:
		return r.htmlSpan(string(n.Literal))
	}
	r.w.complain(fmt.Sprintf("%s is not allowed here", nodeName(n)))
	return inside(n)
}

func (r *proseRenderer) link(n *ast.Link, h, m, t string) (string, string, string) {
	to := string(n.Destination)
	href := string(safeHref(to))
	if href == "" {
		r.w.complain(fmt.Sprintf("the link to %q is not allowed: use https, mailto, tel or a page of this site", to))
		return h, m, t
	}
	switch {
	case strings.HasPrefix(href, "/"): // from the root of the site
		href = r.w.root + href[1:]
	case strings.HasPrefix(href, "#"):
		href = r.w.home + href
	}
	if strings.HasPrefix(href, "#") || strings.HasPrefix(href, "../") || href == t || "mailto:"+t == href {
		return fmt.Sprintf(`<a href="%s" rel="noopener noreferrer">%s</a>`, html.EscapeString(href), h), "[" + m + "](" + href + ")", t
	}
	return fmt.Sprintf(`<a href="%s" rel="noopener noreferrer">%s</a>`, html.EscapeString(href), h), "[" + m + "](" + href + ")", t + " <" + href + ">"
}

func (r *proseRenderer) htmlSpan(s string) (h, m, t string) {
	if strings.HasPrefix(s, "<!--") {
		return "", "", ""
	}
	r.w.complain("HTML is not allowed: write Markdown")
	return html.EscapeString(s), escapeMarkdown(s), s
}

func nodeName(n ast.Node) string {
	return "“" + strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast.")) + "”"
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes an id out of a heading's words.
func slug(s string) string {
	s = strings.Trim(notSlug.ReplaceAllString(strings.ToLower(s), "-"), "-")
	if len(s) > 48 {
		s = strings.Trim(s[:48], "-")
	}
	return s
}

// escapeMarkdown lets a plain text of one line stand in Markdown as it is.
func escapeMarkdown(s string) string {
	if utf8.ValidString(s) && !strings.ContainsAny(s, "\\`*_[]<>|~&") && lineMark(s) < 0 {
		return s
	}
	return string(appendMarkdown(make([]byte, 0, len(s)+len(s)/16+8), s))
}

// appendMarkdown adds a text as escapeMarkdown has it.
func appendMarkdown(to []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	from, mark := 0, lineMark(s)
	for i := range len(s) {
		switch s[i] {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~':
		case '&':
			if !isEntity(s[i+1:]) {
				continue
			}
		default:
			if i != mark {
				continue
			}
		}
		to = append(append(to, s[from:i]...), '\\')
		from = i
	}
	return append(to, s[from:]...)
}

// lineMark is where a text has the sign that would make a line which it begins a heading,
// an item or a rule, -1 where it has none.
func lineMark(s string) int {
	if s == "" {
		return -1
	}
	switch s[0] {
	case '#', '-', ':':
		return 0
	case '+':
		if len(s) == 1 || s[1] == ' ' { // and not a telephone number
			return 0
		}
	}
	n := 0
	for n < len(s) && n < 9 && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n > 0 && n < len(s) && (s[n] == '.' || s[n] == ')') && (n+1 == len(s) || s[n+1] == ' ') {
		return n
	}
	return -1
}

// isEntity tells whether what follows an ampersand makes a character of it.
func isEntity(s string) bool {
	name, _, ok := strings.Cut(s[:min(len(s), 40)], ";")
	return ok && name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !(r == '#' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	})
}
