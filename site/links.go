package site

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/themes"
)

// follow looks for the end of every link from one page of the site to another, and for
// the place in it that the link names. Links within a page are looked at with the page.
func (b *Builder) follow(s *Site, unmade map[string]bool) {
	ids := map[string]map[string]bool{}
	w := web{root: s.root(), elsewhere: func(path string) bool { return unmade[path] || s.elsewhere(path) }, pages: make(map[string]bool, len(s.Public)), holds: func(page, id string) bool { return ids[page][id] }}
	pages := slices.DeleteFunc(slices.Clone(s.Public), func(f themes.File) bool { return path.Ext(f.Path) != ".html" })
	read := make([]ends, len(pages))
	workers.Each(len(pages), func(i int) { read[i] = b.ends(pages[i]) })
	b.read = make(map[*byte]ends, len(pages))
	for _, f := range s.Public {
		w.pages[f.Path] = true
	}
	of := make(map[string]string, len(s.Set.Notices))
	for _, n := range s.Set.Notices {
		of[n.ID] = n.ID
	}
	for i, f := range pages {
		b.read[first(f)], ids[f.Path] = read[i], read[i].ids
	}
	for i, f := range pages {
		for _, link := range read[i].links {
			if what := w.lost(f.Path, link); what != "" {
				s.Findings = append(s.Findings, brokenLink(f.Path, of[strings.Split(f.Path, "/")[0]], link, what))
			}
		}
	}
}

func brokenLink(page, notice, link, what string) finding.Finding {
	return finding.Finding{
		Code: "broken-link", Notice: notice, Message: fmt.Sprintf("%s links to %q, %s", page, link, what),
		Help: "write a page of the site as seen from its root, such as /another-notice/, and a page elsewhere with its whole address",
	}
}

// ends are where the links of a page begin and where those to it may end.
type ends struct {
	links []string
	ids   map[string]bool
}

// ends reads a page, unless it is one that was read before.
func (b *Builder) ends(f themes.File) ends {
	if old, ok := b.read[first(f)]; ok {
		return old
	}
	return ends{addresses(f.Data), anchors(f.Data)}
}

// first is where in memory a page begins: what is not made again stays there.
func first(f themes.File) *byte {
	if len(f.Data) == 0 {
		return nil
	}
	return &f.Data[0]
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
	elsewhere func(path string) bool // in another part of the site, or told of already
	pages     map[string]bool
	holds     func(page, id string) bool
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
	target, fragment, what := w.end(from, link)
	switch {
	case what != "" || target == "" || !w.pages[target] && w.elsewhere(target):
		return what
	case !w.pages[target]:
		return "which the site does not hold"
	case fragment != "" && !w.holds(target, fragment):
		return noPlace
	}
	return ""
}

const noPlace = "a place that this page does not hold"

// end finds the page, and the place in it, at which a link from a page ends, or says what
// is wrong with the link. The page is "" for a link within its own, and as it is written
// where the site has none there.
func (w web) end(from, link string) (target, fragment, what string) {
	target, fragment, _ = strings.Cut(link, "#")
	if target == "" {
		return "", fragment, ""
	}
	if decoded, err := url.PathUnescape(target); err == nil {
		target = decoded
	}
	switch below, rooted := strings.CutPrefix(target, w.root); {
	case !strings.HasPrefix(target, "/"):
		if strings.Count(from, "/") < depth(target) {
			return "", "", "which is outside the site"
		}
		folder := strings.HasSuffix(target, "/")
		target = path.Join("/", path.Dir(from), target)[1:]
		if folder && target != "" {
			target += "/"
		}
	case from != "404.html": // a host shows that one at every depth
		return "", "", "which counts from the root of the host: links between pages are relative"
	case !rooted:
		return "", "", "which is outside the site"
	default:
		target = below
	}
	if target == "" || strings.HasSuffix(target, "/") {
		target += "index.html"
	}
	if page := target + "/index.html"; !w.pages[target] && w.pages[page] {
		target = page
	}
	return target, fragment, ""
}

// depth is how far a relative link goes up.
func depth(link string) (up int) {
	for strings.HasPrefix(link, "../") {
		link, up = link[3:], up+1
	}
	return up
}

// anchors are the places of a page.
func anchors(page []byte) map[string]bool {
	ids := map[string]bool{}
	each(page, func(key, value string) {
		if key == "id" {
			ids[value] = true
		}
	})
	return ids
}

// addresses are the places in the site that a page links to or loads from, each once.
func addresses(page []byte) (out []string) {
	seen := map[string]bool{}
	each(page, func(key, value string) {
		if key != "href" && key != "src" || seen[value] || strings.HasPrefix(value, "#") {
			return
		}
		seen[value] = true
		out = append(out, value)
	})
	return internalOnly(out)
}

// internalOnly gives the addresses that are in the site.
func internalOnly(addresses []string) (out []string) {
	for _, a := range addresses {
		if u, err := url.Parse(a); err != nil || u.Scheme == "" && u.Host == "" {
			out = append(out, a)
		}
	}
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
