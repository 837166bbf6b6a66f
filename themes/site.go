package themes

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// Site is what is published together.
type Site struct {
	Title   string
	Banner  string
	BaseURL string // absolute address of the root, "" while unknown
	Digest  string // of the facts, "sha256:…"
	Notices []*notices.Notice
	Part    Part // which of it is to be rendered

	Statutory map[string][]Statutory // documents that laws ask for, by id of the notice
}

// File is one file of the site; Path is slash-separated and relative to its root.
type File struct {
	Path string
	Data []byte
}

// policy is the content security policy of every page; the meta element of a
// template cannot hold frame-ancestors, which only works as a header.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

// Render makes every file of the site, or of its part, sorted by path.
func (t *Theme) Render(s Site) ([]File, []finding.Finding) {
	return new(Memory).Render(t, s)
}

// RenderNotice makes the files of one notice: its page, its Markdown and plain
// text, and its facts as JSON.
func (t *Theme) RenderNotice(s Site, n *notices.Notice) ([]File, []finding.Finding) {
	files, out := t.newRun().notice(s, n)
	slices.SortFunc(files, byPath)
	return files, out
}

func byPath(a, b File) int { return cmp.Compare(a.Path, b.Path) }

// view begins the view of a page that stands depth folders below the root.
func (r *run) view(s Site, lang, title, file string) View {
	root := strings.Repeat("../", strings.Count(file, "/"))
	v := View{
		Lang: lang, Title: title, Root: root, Stylesheet: root + r.theme.stylesheet().Path,
		Site: siteView{Title: s.Title, Banner: s.Banner, Digest: s.Digest},
	}
	if base := baseURL(s.BaseURL); base != "" {
		v.Canonical = base + strings.TrimSuffix(file, "index.html")
	}
	return v
}

// baseURL returns an absolute address that ends in a slash, or "".
func baseURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.Fragment != "" {
		return ""
	}
	return strings.TrimSuffix(u.String(), "/") + "/"
}

func (r *run) notice(s Site, n *notices.Notice) ([]File, []finding.Finding) {
	r.use(n.Language)
	r.prose.turn()
	r.lent = 0
	page := n.ID + "/index.html"
	v := r.view(s, n.Language, strings.Join([]string{n.Title, n.Party.Name}, " · "), page)
	v.Site.Digest = n.Digest() // a page changes with its own notice and no other
	v.Languages = languages(s, n)
	b := newBuilderAfter(r.viewed, n, r.words, r.prose)
	r.viewed = b
	b.documentsOf = s.Statutory[n.ID]
	v.Notice = b.notice()
	r.made.of(v.Lang, v.Notice)
	files := []File{{n.ID + "/notice.json", n.CanonicalJSON()}, {n.ID + "/notice.jsonld", inJSONLD(s, n)}}
	var out []finding.Finding
	for _, c := range r.prose.complaints {
		out = append(out, finding.Finding{Code: codeProse, Notice: n.ID, Message: c})
	}
	add := func(path string, data []byte, found []finding.Finding) {
		for _, f := range found {
			f.Notice = n.ID
			out = append(out, f)
		}
		if data != nil {
			files = append(files, File{path, data})
		}
	}
	data, found := r.page("notice.html", v, n)
	add(page, data, found)
	away := r.away
	for _, name := range []string{"notice.md", "notice.txt"} {
		data, found := r.plain(name, v)
		add(n.ID+"/"+name, data, found)
	}
	for _, d := range s.Statutory[n.ID] {
		more, found := r.statutory(s, n, d)
		add("", nil, found)
		files = append(files, more...)
	}
	r.away = away // of the notice, not of its documents
	return files, out
}

// languages are the pages of a notice and its translations, in order of language.
func languages(s Site, n *notices.Notice) []languageView {
	if len(n.Translations) == 0 {
		return nil
	}
	base := baseURL(s.BaseURL)
	view := func(lang, name, id string) languageView {
		v := languageView{Lang: lang, Name: name, Folder: "../" + id + "/", Here: id == n.ID}
		if v.Href = v.Folder + "index.html"; base != "" {
			v.URL = base + id + "/"
		}
		return v
	}
	all := []languageView{view(n.Language, notices.LanguageName(n.Language), n.ID)}
	for _, t := range n.Translations {
		all = append(all, view(t.Language, t.Name, t.ID))
	}
	slices.SortStableFunc(all, func(a, b languageView) int { return cmp.Compare(a.Lang, b.Lang) })
	return all
}

// use takes the words of the notice's language, English where the theme has none.
func (r *run) use(lang string) {
	base, _, _ := strings.Cut(lang, "-")
	for _, l := range []string{lang, base, "en"} {
		if w, ok := r.theme.words[l]; ok {
			r.words = w
			return
		}
	}
}

// page renders one page and reads it back: one with anything active is not given out,
// and what else it promises and breaks is among the findings. n may be nil.
func (r *run) page(name string, v View, n *notices.Notice) ([]byte, []finding.Finding) {
	data, fault := r.render("html", name, v)
	if fault != nil {
		return nil, []finding.Finding{*fault}
	}
	place := finding.Place{File: path.Join(r.theme.label, "html", name)}
	p, err := r.reader.read(data)
	if err != nil {
		return nil, []finding.Finding{{Code: codePage, Place: place, Message: "the page cannot be read: " + err.Error()}}
	}
	r.away = nil
	if p.plain {
		r.away = append([]string{}, p.away...)
	}
	if p.active != "" {
		return nil, []finding.Finding{{Code: codePage, Place: place, Message: p.active}}
	}
	if !r.lends {
		data = bytes.Clone(data)
	}
	out := p.promises(n)
	if next := v.next(); next != "" && !slices.Contains(p.away, next) {
		out = append(out, finding.Finding{Code: codePage, Place: place, Message: fmt.Sprintf("nobody would find the notices on %s: the page before does not link to it", next), Help: `show .Index, as the built-in index.html does with {{with .Index}}{{template "leaves.html" .}}{{end}}`})
	}
	return data, out
}

// plain renders one file of plain text or Markdown.
func (r *run) plain(name string, v View) ([]byte, []finding.Finding) {
	data, fault := r.render("text", name, v)
	if fault != nil {
		return nil, []finding.Finding{*fault}
	}
	return r.given(func(to []byte) []byte {
		if !strings.HasSuffix(name, ".txt") {
			return squeezed(to, data)
		}
		r.draft = squeezed(r.draft[:0], data)
		return wrapped(to, r.draft, 78)
	}), nil
}

// common makes the files that are not of one notice.
func (r *run) common(s Site) ([]File, []finding.Finding) {
	r.use("en")
	var kept []string
	for _, f := range r.theme.kept {
		kept = append(kept, f.Path)
	}
	files := append(slices.Clone(r.theme.kept), File{"_headers", headers(rootPath(s), kept...)})
	if rootPath(s) == "/" { // elsewhere robots.txt is the host's, and nobody would read ours
		files = append(files, File{"robots.txt", robots(s)})
	}
	if baseURL(s.BaseURL) != "" {
		files = append(files, sitemaps(s)...)
	}
	news := feed(s)
	if news != nil {
		files = append(files, File{feedName, news})
	}
	feed := ""
	if news != nil {
		feed = feedName
	}
	index, out := r.index(s, feed)
	files = append(files, index...)
	missing := r.view(s, "en", r.words["missing.title"], "404.html")
	missing.Root, missing.Canonical = rootPath(s), ""
	missing.Stylesheet = missing.Root + r.theme.stylesheet().Path
	data, found := r.page("404.html", missing, nil)
	if out = append(out, found...); data != nil {
		files = append(files, File{"404.html", data})
	}
	return files, out
}

// rootPath is the absolute path of the site's root: a host shows 404.html for
// addresses of any depth, so its links cannot be relative.
func rootPath(s Site) string {
	if base := baseURL(s.BaseURL); base != "" {
		if u, err := url.Parse(base); err == nil {
			return u.EscapedPath() // as it stands in links and in _headers, one line each
		}
	}
	return "/"
}

// headers are the rules of hosts that read them from the site, for addresses that
// begin with the path the site stands under. Only the style and pictures, whose names
// change with them, may be kept for ever.
func headers(root string, kept ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s*\n  Content-Security-Policy: %s; frame-ancestors 'none'\n", root, policy)
	b.WriteString("  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  Cross-Origin-Opener-Policy: same-origin\n")
	b.WriteString("  Permissions-Policy: interest-cohort=(), browsing-topics=()\n")
	for _, f := range kept {
		fmt.Fprintf(&b, "%s%s\n  Cache-Control: public, max-age=31536000, immutable\n", root, f)
	}
	return b.Bytes()
}

func robots(s Site) []byte {
	text := "User-agent: *\nAllow: /\n"
	if base := baseURL(s.BaseURL); base != "" {
		text += "Sitemap: " + base + sitemapName + "\n"
	}
	return []byte(text)
}
