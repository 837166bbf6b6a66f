package themes

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Verify reads a finished page of a notice and reports every promise it breaks:
// a statement whose anchor is missing or whose sentence does not stand in it
// exactly once, an id given twice, a link to no place in the page, anything
// active or loaded from elsewhere. With a nil notice only the page is checked.
func Verify(n *notices.Notice, page []byte) []finding.Finding {
	p, err := new(reader).read(page)
	if err != nil {
		return []finding.Finding{broken(n, "the page cannot be read: "+err.Error())}
	}
	out := p.promises(n)
	if p.active != "" {
		out = append(out, broken(n, p.active))
	}
	return out
}

// promises reports what a page that holds nothing active breaks.
func (p *pageIndex) promises(n *notices.Notice) []finding.Finding {
	var out []finding.Finding
	report := func(format string, args ...any) { out = append(out, broken(n, fmt.Sprintf(format, args...))) }
	for _, id := range p.twice {
		report("the page has the id %q twice", id)
	}
	for _, to := range p.inside {
		if x := p.all[to]; p.all[x.target].held != p.turn {
			report("the page links to %q, which it does not hold", x.text)
		}
	}
	if n == nil {
		return out
	}
	var said, want []byte
	for _, s := range n.Statements {
		element := p.element(s.Anchor)
		if element == nil {
			report("the page has no place for the statement %q", s.ID)
			continue
		}
		said, want = p.said(said[:0], element), folded(want[:0], s.Sentence.Text)
		if k := bytes.Count(said, want); k != 1 {
			report("at %q the page should hold this sentence once and holds it %d times: %s", "#"+s.Anchor, k, want)
		}
	}
	return out
}

func broken(n *notices.Notice, message string) finding.Finding {
	f := finding.Finding{Code: codePage, Message: message}
	if n != nil {
		f.Notice = n.ID
	}
	return f
}

// pageIndex is what a page is checked by.
type pageIndex struct {
	*names // of ids and links
	twice  []string
	inside []name   // targets of links into the page, each once, in order
	away   []string // addresses outside the page that it links to or loads from, each once
	plain  bool     // it was scanned
	active string   // what could run, send or load something, or that no policy forbids it
	text   []byte   // of the page, where it was scanned
}

func newPageIndex() *pageIndex { return &pageIndex{names: &names{turn: 1}} }

func indexTree(doc *html.Node) *pageIndex {
	p, check := newPageIndex(), activity{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		check.element(n)
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if id := p.of([]byte(a.Val)); p.hold(id) {
					p.all[id].node = n
				}
			case a.Key == "href", a.Key == "src" && !strings.HasPrefix(a.Val, "#"):
				p.lead(p.of([]byte(a.Val)))
			}
		}
	}
	p.active = check.verdict()
	return p
}

// hold notes the id of an element, and tells whether it is the first to have it.
func (p *pageIndex) hold(id name) bool {
	x := &p.all[id]
	if x.held == p.turn {
		p.twice = append(p.twice, x.text)
		return false
	}
	x.held = p.turn
	return true
}

// lead notes that the page links to an address or loads from it.
func (p *pageIndex) lead(to name) {
	x := &p.all[to]
	if x.linked == p.turn {
		return
	}
	x.linked = p.turn
	if x.target != 0 {
		p.inside = append(p.inside, to)
	} else {
		p.away = append(p.away, x.text)
	}
}

// element gives what is known of the element with an id, nil where there is none.
func (p *pageIndex) element(id string) *mention {
	if x, ok := p.by[id]; ok && p.all[x].held == p.turn {
		return &p.all[x]
	}
	return nil
}

// said appends the text of an element, folded.
func (p *pageIndex) said(to []byte, of *mention) []byte {
	if of.node != nil {
		return folded(to, text(of.node))
	}
	return folded(to, p.text[of.from:of.to])
}

// Page is a finished page, to look up what stands where.
type Page struct{ index *pageIndex }

// ReadPage reads a finished page.
func ReadPage(page []byte) (*Page, error) {
	p, err := new(reader).read(page)
	if err != nil {
		return nil, err
	}
	return &Page{p}, nil
}

// Says reports whether a reader finds the sentence at an anchor of the page.
func (p *Page) Says(anchor, sentence string) bool {
	element := p.index.element(anchor)
	return element != nil && sentence != "" && bytes.Contains(p.index.said(nil, element), folded(nil, sentence))
}

// text is what a reader is shown of an element: hidden parts do not count.
func text(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && (slices.Contains([]string{"template", "script", "style", "noscript"}, n.Data) || hasAttr(n, "hidden")) {
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// folded appends a text with one blank for each stretch of white space, and none at the
// ends.
func folded[Text string | []byte](to []byte, s Text) []byte {
	begin, from := len(to), 0 // of what is still to be copied
	for i := 0; i < len(s); {
		if s[i] > ' ' && s[i] < utf8.RuneSelf { // as most are
			i++
			continue
		}
		size, blank := character([]byte(s[i:min(i+utf8.UTFMax, len(s))]))
		if blank {
			if from < i {
				to = append(append(to, s[from:i]...), ' ')
			}
			from = i + size
		}
		i += size
	}
	to = append(to, s[from:]...)
	if len(to) > begin && to[len(to)-1] == ' ' {
		to = to[:len(to)-1]
	}
	return to
}

// activeElements could run, send or load something.
var activeElements = func() map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq("script iframe frame frameset object embed applet base form input button textarea select style svg math" +
		" template noscript audio video source track portal dialog") {
		out[name] = true
	}
	return out
}()

// activity looks at the elements of a page, in order, for the first that is active.
type activity struct {
	bad    string
	policy bool
}

func (a *activity) element(n *html.Node) {
	if a.bad != "" {
		return
	}
	if activeElements[n.Data] {
		a.bad = fmt.Sprintf("the page holds the element <%s>: pages are text, pictures and links", n.Data)
		return
	}
	a.attributes(n)
}

// attributes looks at those of an element that does nothing by its name.
func (a *activity) attributes(n *html.Node) {
	if a.bad != "" || len(n.Attr) == 0 {
		return
	}
	if n.Data == "meta" && strings.EqualFold(attr(n, "http-equiv"), "Content-Security-Policy") {
		a.policy = a.policy || attr(n, "content") == policy
	} else if n.Data == "meta" && hasAttr(n, "http-equiv") {
		a.bad = fmt.Sprintf("the page holds <meta http-equiv=%q>", attr(n, "http-equiv"))
		return
	}
	for _, x := range n.Attr {
		if a.bad = activeAttr(n, x); a.bad != "" {
			return
		}
	}
}

func (a *activity) verdict() string {
	if a.bad == "" && !a.policy {
		return "the page has no content security policy: keep the template head.html as it is"
	}
	return a.bad
}

func activeAttr(n *html.Node, a html.Attribute) string {
	if harmless(n, a) {
		return ""
	}
	return fmt.Sprintf("the page holds <%s %s=%q>", n.Data, a.Key, a.Val)
}

func harmless(n *html.Node, a html.Attribute) bool {
	switch {
	case a.Key == "src":
		return relative(a.Val)
	case a.Key != "href":
		return !activeKey(a.Key)
	case n.Data == "link":
		named := attr(n, "rel") == "canonical" || attr(n, "rel") == "alternate" && hasAttr(n, "hreflang") // and not loaded
		return named || relative(a.Val)
	}
	return n.Data == "a" && mayFollow(a.Val)
}

// mayFollow tells whether a page may link to an address.
func mayFollow(address string) bool { return relative(address) || safeHref(address) != "" }

// activeKey tells whether an attribute runs, sends or loads something, whatever its value.
func activeKey(key string) bool {
	switch key {
	case "class", "id": // as most are
		return false
	case "style", "srcset", "srcdoc", "ping", "background", "action", "formaction", "xlink:href", "data", "poster":
		return true
	}
	return strings.HasPrefix(key, "on")
}

// relative reports whether an address stays inside the site.
func relative(s string) bool {
	rest := s
	for strings.HasPrefix(rest, "../") {
		rest = rest[3:]
	}
	return rest == "" || rest == "/" || (safeHref(rest) != "" && !strings.Contains(rest, ":"))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
