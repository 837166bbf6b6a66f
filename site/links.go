package site

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices/finding"
)

// follow looks for the end of every link from one page of the site to another, and for
// the place in it that the link names. Links within a page are looked at with the page.
func (s *Site) follow() {
	w := web{root: s.root(), elsewhere: s.elsewhere, pages: map[string][]byte{}, ids: map[string]map[string]bool{}}
	for _, f := range s.Public {
		w.pages[f.Path] = f.Data
	}
	for _, f := range s.Public {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		notice := ""
		if n := s.Set.Notice(path.Dir(f.Path)); n != nil {
			notice = n.ID
		}
		for _, link := range addresses(f.Data) {
			if what := w.lost(f.Path, link); what != "" {
				s.Findings = append(s.Findings, finding.Finding{
					Code: "broken-link", Notice: notice, Message: fmt.Sprintf("%s links to %q, %s", f.Path, link, what),
					Help: "write a page of the site as seen from its root, such as /another-notice/, and a page elsewhere with its whole address",
				})
			}
		}
	}
}

// root is the path that the site stands under at its host, "/" while nothing else is
// known.
func (s *Site) root() string {
	if u, err := url.Parse(s.baseURL()); err == nil && u.Path != "" {
		return strings.TrimSuffix(u.Path, "/") + "/"
	}
	return "/"
}

// web is the pages of a site as links see them.
type web struct {
	root      string
	elsewhere func(path string) bool // in another part of the site
	pages     map[string][]byte
	ids       map[string]map[string]bool // of the pages that a link leads into
}

// elsewhere tells whether a file is in another part of the site, where it cannot be
// looked for.
func (s *Site) elsewhere(path string) bool {
	id, _, _ := strings.Cut(path, "/")
	if s.Set.Notice(id) != nil {
		return !s.options.Part.Holds(id)
	}
	return !s.options.Part.First()
}

// lost says what is wrong with a link from a page, "" if nothing is.
func (w web) lost(from, link string) string {
	target, fragment, _ := strings.Cut(link, "#")
	if target == "" {
		return ""
	}
	if decoded, err := url.PathUnescape(target); err == nil {
		target = decoded
	}
	switch below, rooted := strings.CutPrefix(target, w.root); {
	case !strings.HasPrefix(target, "/"):
		if strings.Count(from, "/") < depth(target) {
			return "which is outside the site"
		}
		folder := strings.HasSuffix(target, "/")
		target = path.Join("/", path.Dir(from), target)[1:]
		if folder && target != "" {
			target += "/"
		}
	case from != "404.html": // a host shows that one at every depth
		return "which counts from the root of the host: links between pages are relative"
	case !rooted:
		return "which is outside the site"
	default:
		target = below
	}
	if target == "" || strings.HasSuffix(target, "/") {
		target += "index.html"
	}
	page, there := w.pages[target]
	if !there && w.elsewhere(target) {
		return ""
	}
	if !there {
		if page, there = w.pages[target+"/index.html"]; !there {
			return "which the site does not hold"
		}
		target += "/index.html"
	}
	if fragment != "" && !w.holds(target, page, fragment) {
		return "a place that this page does not hold"
	}
	return ""
}

// depth is how far a relative link goes up.
func depth(link string) (up int) {
	for strings.HasPrefix(link, "../") {
		link, up = link[3:], up+1
	}
	return up
}

func (w web) holds(target string, page []byte, id string) bool {
	if w.ids[target] == nil {
		w.ids[target] = map[string]bool{}
		each(page, func(key, value string) {
			if key == "id" {
				w.ids[target][value] = true
			}
		})
	}
	return w.ids[target][id]
}

// addresses are the places in the site that a page links to or loads from, each once.
func addresses(page []byte) (out []string) {
	seen := map[string]bool{}
	each(page, func(key, value string) {
		if key != "href" && key != "src" || seen[value] {
			return
		}
		seen[value] = true
		if u, err := url.Parse(value); err != nil || u.Scheme == "" && u.Host == "" {
			out = append(out, value)
		}
	})
	return out
}

// each visits the attributes of a page.
func each(page []byte, visit func(key, value string)) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, more := z.TagName(); more; {
				var key, value []byte
				key, value, more = z.TagAttr()
				visit(string(key), string(value))
			}
		}
	}
}
