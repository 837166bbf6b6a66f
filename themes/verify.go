package themes

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Verify reads a finished page of a notice and reports every promise it breaks:
// a statement whose anchor is missing or whose sentence does not stand in it
// exactly once, an id given twice, a link to no place in the page, anything
// active or loaded from elsewhere. With a nil notice only the page is checked.
func Verify(n *notices.Notice, page []byte) []finding.Finding {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return []finding.Finding{broken(n, "the page cannot be read: "+err.Error())}
	}
	out := promises(n, doc)
	if bad := active(doc); bad != "" {
		out = append(out, broken(n, bad))
	}
	return out
}

// promises reports what a page that holds nothing active breaks.
func promises(n *notices.Notice, doc *html.Node) []finding.Finding {
	p := readPage(doc)
	var out []finding.Finding
	report := func(format string, args ...any) { out = append(out, broken(n, fmt.Sprintf(format, args...))) }
	for _, id := range p.twice {
		report("the page has the id %q twice", id)
	}
	for _, id := range p.links {
		if p.ids[id] == nil {
			report("the page links to %q, which it does not hold", "#"+id)
		}
	}
	if n == nil {
		return out
	}
	for _, s := range n.Statements {
		element := p.ids[s.Anchor]
		if element == nil {
			report("the page has no place for the statement %q", s.ID)
			continue
		}
		want := fold(s.Sentence.Text)
		if k := strings.Count(fold(text(element)), want); k != 1 {
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
	ids   map[string]*html.Node
	twice []string
	links []string // targets of links into the page, in order
}

func readPage(doc *html.Node) pageIndex {
	p := pageIndex{ids: map[string]*html.Node{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && p.ids[a.Val] != nil:
				p.twice = append(p.twice, a.Val)
			case a.Key == "id":
				p.ids[a.Val] = n
			case a.Key == "href" && strings.HasPrefix(a.Val, "#") && !slices.Contains(p.links, a.Val[1:]):
				p.links = append(p.links, a.Val[1:])
			}
		}
	}
	return p
}

// Page is a finished page, to look up what stands where.
type Page struct{ index pageIndex }

// ReadPage reads a finished page.
func ReadPage(page []byte) (*Page, error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	return &Page{readPage(doc)}, nil
}

// Says reports whether a reader finds the sentence at an anchor of the page.
func (p *Page) Says(anchor, sentence string) bool {
	element := p.index.ids[anchor]
	return element != nil && sentence != "" && strings.Contains(fold(text(element)), fold(sentence))
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

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// activeElements could run, send or load something.
var activeElements = []string{"script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "form", "input", "button",
	"textarea", "select", "style", "svg", "math", "template", "noscript", "audio", "video", "source", "track", "portal", "dialog"}

func active(doc *html.Node) string {
	csp := false
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains(activeElements, n.Data) {
			return fmt.Sprintf("the page holds the element <%s>: pages are text, pictures and links", n.Data)
		}
		if n.Data == "meta" && strings.EqualFold(attr(n, "http-equiv"), "Content-Security-Policy") {
			csp = csp || attr(n, "content") == policy
		} else if n.Data == "meta" && hasAttr(n, "http-equiv") {
			return fmt.Sprintf("the page holds <meta http-equiv=%q>", attr(n, "http-equiv"))
		}
		for _, a := range n.Attr {
			if bad := activeAttr(n, a); bad != "" {
				return bad
			}
		}
	}
	if !csp {
		return "the page has no content security policy: keep the template head.html as it is"
	}
	return ""
}

func activeAttr(n *html.Node, a html.Attribute) string {
	if harmless(n, a) {
		return ""
	}
	return fmt.Sprintf("the page holds <%s %s=%q>", n.Data, a.Key, a.Val)
}

func harmless(n *html.Node, a html.Attribute) bool {
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcset", a.Key == "srcdoc", a.Key == "ping", a.Key == "background":
		return false
	case a.Key == "href" && n.Data == "link":
		return attr(n, "rel") == "canonical" || relative(a.Val)
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
