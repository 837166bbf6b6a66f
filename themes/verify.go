package themes

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Verify reads a finished page of a notice and reports every promise it breaks:
// a statement whose anchor is missing or whose sentence does not stand in it
// exactly once, an id given twice, a link to no place in the page, anything
// active or loaded from elsewhere. With a nil notice only the page is checked.
func Verify(n *notices.Notice, page []byte) []finding.Finding {
	p, err := readPage(page)
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
	for _, id := range p.links {
		if _, ok := p.ids[id]; !ok {
			report("the page links to %q, which it does not hold", "#"+id)
		}
	}
	if n == nil {
		return out
	}
	for _, s := range n.Statements {
		element, ok := p.ids[s.Anchor]
		if !ok {
			report("the page has no place for the statement %q", s.ID)
			continue
		}
		want := fold(s.Sentence.Text)
		if k := strings.Count(fold(p.text(element)), want); k != 1 {
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
	ids    map[string]passage
	twice  []string
	links  []string // targets of links into the page, in order
	linked map[string]bool
	away   []string // addresses outside the page that it links to or loads from, each once
	plain  bool     // it was scanned
	active string   // what could run, send or load something, or that no policy forbids it
	said   string   // the text of the page, where it was scanned
}

// passage is what stands in an element: the element, or its part of what the page says.
type passage struct {
	node     *html.Node
	from, to int
}

func newPageIndex() pageIndex {
	return pageIndex{ids: make(map[string]passage, 256), linked: make(map[string]bool, 256)}
}

// readPage reads a page, with a parser where it is not plain enough to do without.
func readPage(page []byte) (pageIndex, error) {
	if p, ok := scan(string(page)); ok {
		return p, nil
	}
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return pageIndex{}, err
	}
	return indexTree(doc), nil
}

func indexTree(doc *html.Node) pageIndex {
	p, check := newPageIndex(), activity{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		check.element(n)
		for _, a := range n.Attr {
			if p.attribute(a) {
				p.ids[a.Val] = passage{node: n}
			}
		}
	}
	p.active = check.verdict()
	return p
}

// attribute notes an id or a link, and tells whether it is an id that is new.
func (p *pageIndex) attribute(a html.Attribute) bool {
	switch {
	case a.Key == "id":
		if _, ok := p.ids[a.Val]; !ok {
			return true
		}
		p.twice = append(p.twice, a.Val)
	case a.Key == "href" && strings.HasPrefix(a.Val, "#") && !p.linked[a.Val[1:]]:
		p.linked[a.Val[1:]] = true
		p.links = append(p.links, a.Val[1:])
	case (a.Key == "href" || a.Key == "src") && !strings.HasPrefix(a.Val, "#") && !slices.Contains(p.away, a.Val):
		p.away = append(p.away, a.Val)
	}
	return false
}

func (p *pageIndex) text(x passage) string {
	if x.node != nil {
		return text(x.node)
	}
	return p.said[x.from:x.to]
}

// Page is a finished page, to look up what stands where.
type Page struct{ index pageIndex }

// ReadPage reads a finished page.
func ReadPage(page []byte) (*Page, error) {
	p, err := readPage(page)
	if err != nil {
		return nil, err
	}
	return &Page{p}, nil
}

// Says reports whether a reader finds the sentence at an anchor of the page.
func (p *Page) Says(anchor, sentence string) bool {
	element, ok := p.index.ids[anchor]
	return ok && sentence != "" && strings.Contains(fold(p.index.text(element)), fold(sentence))
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

// fold makes one blank of each stretch of white space, and none at the ends.
func fold(s string) string {
	blank := true
	for _, r := range s {
		if r < ' ' || r > '~' && unicode.IsSpace(r) || r == ' ' && blank {
			return strings.Join(strings.Fields(s), " ")
		}
		blank = r == ' '
	}
	return strings.TrimSuffix(s, " ")
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
	case a.Key == "class", a.Key == "id": // as most are
		return true
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcset", a.Key == "srcdoc", a.Key == "ping", a.Key == "background":
		return false
	case a.Key == "href" && n.Data == "link":
		named := attr(n, "rel") == "canonical" || attr(n, "rel") == "alternate" && hasAttr(n, "hreflang") // and not loaded
		return named || relative(a.Val)
	case a.Key == "src":
		return relative(a.Val)
	case a.Key == "href" && n.Data == "a":
		return relative(a.Val) || safeHref(a.Val) != ""
	case a.Key == "href", a.Key == "action", a.Key == "formaction", a.Key == "xlink:href", a.Key == "data", a.Key == "poster":
		return false
	}
	return true
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
