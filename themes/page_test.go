package themes

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/candor-privacy/candor/notices"
)

// TestStructure checks what a reader with or without eyes relies on, in every
// page of the fixture and of the examples, in every theme.
func TestStructure(t *testing.T) {
	type made struct {
		*Theme
		Site
	}
	var all []made
	for _, theme := range embeddedThemes(t) {
		all = append(all, made{theme, fixtureSite()}, made{theme, examples(t)})
	}
	for _, m := range all {
		files := m.render(t, m.Site)
		for _, name := range pagesOf(files) {
			t.Run(m.name+"/"+name, func(t *testing.T) {
				doc, err := html.Parse(bytes.NewReader(files[name]))
				if err != nil {
					t.Fatal(err)
				}
				checkHeadings(t, doc)
				checkTables(t, doc)
				checkLinks(t, doc, name, files)
				if size := gzipped(t, files[name]); size > 60<<10 {
					t.Errorf("%d bytes gzipped, more than 60 KiB", size)
				}
				for n := range doc.Descendants() {
					if n.Type == html.ElementNode && n.Data == "html" && attr(n, "lang") == "" {
						t.Error("no language")
					}
					if n.Type == html.ElementNode && slices.Contains([]string{"ul", "ol", "dl", "dd", "li"}, n.Data) && fold(text(n)) == "" {
						t.Errorf("an empty <%s class=%q>", n.Data, attr(n, "class"))
					}
				}
			})
		}
	}
}

// checkHeadings wants one h1, first, and no level left out on the way down.
func checkHeadings(t *testing.T, doc *html.Node) {
	t.Helper()
	level, ones := 0, 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		next := int(n.Data[1] - '0')
		if next > level+1 {
			t.Errorf("<%s> %q follows a heading of level %d", n.Data, fold(text(n)), level)
		}
		if next == 1 {
			ones++
		}
		if fold(text(n)) == "" {
			t.Errorf("an empty <%s>", n.Data)
		}
		level = next
	}
	if ones != 1 {
		t.Errorf("%d headings of level 1", ones)
	}
}

// checkTables wants a caption, a scope on each header, and rows of equal width.
func checkTables(t *testing.T, doc *html.Node) {
	t.Helper()
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "th":
			if attr(n, "scope") == "" {
				t.Errorf("a header without scope: %q", fold(text(n)))
			}
		case "table":
			captions, width := 0, 0
			for e := range n.Descendants() {
				if e.Type != html.ElementNode {
					continue
				}
				if e.Data == "caption" {
					captions++
				}
				if e.Data == "tr" {
					cells := 0
					for c := range e.ChildNodes() {
						if c.Type == html.ElementNode {
							span := 1
							fmt.Sscan(attr(c, "colspan"), &span)
							cells += span
						}
					}
					if width == 0 {
						width = cells
					}
					if cells != width {
						t.Errorf("a row of %d cells in a table of %d columns: %.80q", cells, width, fold(text(e)))
					}
				}
			}
			if captions != 1 && attr(n.Parent, "class") != "scroll" {
				t.Errorf("a table with %d captions", captions)
			}
		}
	}
}

// checkLinks wants every relative link to lead to a file or a place in the page.
func checkLinks(t *testing.T, doc *html.Node, name string, files map[string][]byte) {
	t.Helper()
	p := indexTree(doc)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		href := attr(n, "href")
		switch {
		case href == "" || strings.Contains(href, ":"):
		case attr(n, "hreflang") != "": // a translation, which the fixture only names
			if want := "../" + fixture().Translations[0].ID + "/index.html"; href != want {
				t.Errorf("a translation at %s, want %s", href, want)
			}
		case strings.HasPrefix(href, "#"):
			if p.node(href[1:]) == nil {
				t.Errorf("a link to no place: %s", href)
			}
		case name == "404.html":
			if !strings.HasPrefix(href, "/") {
				t.Errorf("404.html is shown at any depth and links to %s", href)
			}
		default:
			file, place, _ := strings.Cut(href, "#")
			page := files[path.Join(path.Dir(name), file)]
			if page == nil {
				t.Errorf("a link to no file: %s", href)
			} else if place != "" && !strings.Contains(string(page), ` id="`+place+`"`) {
				t.Errorf("a link to no place in its file: %s", href)
			}
		}
		if n.Data == "a" && fold(text(n)) == "" {
			t.Errorf("a link without words: %s", href)
		}
	}
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestAnchors: every entry with an anchor stands on the page of its notice.
func TestAnchors(t *testing.T) {
	s := examples(t)
	s.Notices = append(slices.Clone(s.Notices), fixture())
	count := 0
	for _, theme := range embeddedThemes(t) {
		files := theme.render(t, s)
		for _, n := range s.Notices {
			doc, err := html.Parse(bytes.NewReader(files[n.ID+"/index.html"]))
			if err != nil {
				t.Fatal(err)
			}
			p := indexTree(doc)
			for _, a := range anchorsOf(n) {
				count++
				if p.node(a) == nil {
					t.Errorf("%s, %s: no #%s", theme.name, n.ID, a)
				}
			}
		}
	}
	t.Logf("%d anchors", count)
}

func anchorsOf(n *notices.Notice) []string {
	var out []string
	for _, x := range n.Contacts {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Documents {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Definitions {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Audiences {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Sources {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Categories {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Recipients {
		if !onlyBarred(n, x.ID) {
			out = append(out, x.Anchor)
		}
	}
	for _, x := range n.Cookies {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Notes {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Addenda {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Statements {
		out = append(out, x.Anchor)
	}
	for _, x := range n.Gates {
		if x.Sentence != "" {
			out = append(out, x.Anchor)
		}
	}
	for _, x := range n.Issues {
		if x.Publish {
			out = append(out, x.Anchor)
		}
	}
	return out
}

// onlyBarred reports whether a recipient stands by itself and nothing but bars
// name it: it receives nothing, so the page does not list it.
func onlyBarred(n *notices.Notice, id string) bool {
	bars := 0
	for _, s := range n.Statements {
		if slices.Contains(s.Recipients, id) {
			if s.Kind != "bar" && s.Kind != "closed" {
				return false
			}
			bars++
		}
	}
	return bars > 0
}

// TestVerifyNotices spoils a good page in one way after another.
func TestVerifyNotices(t *testing.T) {
	n := fixture()
	page := string(render(t, fixtureSite())["garden-club/index.html"])
	cases := []struct{ name, old, new, want string }{
		{"a sentence dropped", "We share course results with tutors.", "", `at "#share-tutors" the page should hold this sentence once and holds it 0 times`},
		{"another duration", "for 12 months after your account is closed", "for 24 months after your account is closed", `at "#keep-payment" the page should hold this sentence once and holds it 0 times`},
		{"a word dropped from a list", "and payment details.", "and details.", `at "#services"`},
		{"a sentence doubled", "<p>We use pupil data to teach.</p>", "<p>We use pupil data to teach. We use pupil data to teach.</p>", "holds it 2 times"},
		{"a sentence hidden", `<p>We use pupil data to teach.</p>`, `<p hidden>We use pupil data to teach.</p>`, `at "#teaching"`},
		{"an anchor dropped", `id="no-ads"`, "", `no place for the statement "no-ads"`},
		{"an anchor doubled", `<footer>`, `<footer id="no-ads">`, `the id "no-ads" twice`},
		{"a link to nothing", `<footer>`, `<footer><a href="#gone">x</a>`, `the page links to "#gone"`},
		{"a script", `<footer>`, `<footer><script>1</script>`, "<script>"},
		{"a dangerous link", `<footer>`, `<footer><a href="javascript:1">x</a>`, "javascript:1"},
		{"another policy", "default-src 'none'", "default-src *", "no content security policy"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(page, c.old) {
				t.Fatalf("the page lacks %q", c.old)
			}
			fs := Verify(n, []byte(strings.ReplaceAll(page, c.old, c.new)))
			if !slices.ContainsFunc(messages(fs), func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("findings %q, want one with %q", messages(fs), c.want)
			}
			for _, f := range fs {
				if f.Notice != n.ID || f.Code == "" {
					t.Errorf("finding without notice or code: %+v", f)
				}
			}
		})
	}
}

func TestSiteFiles(t *testing.T) {
	files := render(t, fixtureSite())
	want := []string{"404.html", "_headers", plain(t).stylesheet().Path, "feed.xml", "garden-club/index.html", "garden-club/notice.json", "garden-club/notice.jsonld", "garden-club/notice.md", "garden-club/notice.txt",
		"garden-club/uk-gdpr/article-13/document.md", "garden-club/uk-gdpr/article-13/document.txt", "garden-club/uk-gdpr/article-13/index.html",
		"garden-club/us-ny-2d/supplement/document.md", "garden-club/us-ny-2d/supplement/document.txt", "garden-club/us-ny-2d/supplement/index.html", "index.html", "sitemap.xml"}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	if !strings.Contains(string(files["_headers"]), policy+"; frame-ancestors 'none'\n") {
		t.Error("_headers lacks the policy of the pages")
	}
	if h := string(files["_headers"]); !strings.HasPrefix(h, "/legal/*\n") || !strings.Contains(h, "\n/legal/"+plain(t).stylesheet().Path+"\n") {
		t.Errorf("_headers are for other addresses than /legal/:\n%s", h)
	}
	var set struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(files["sitemap.xml"], &set); err != nil || len(set.URLs) != 4 || set.URLs[1].Loc != "https://garden.example/legal/garden-club/" || set.URLs[2].Loc != "https://garden.example/legal/garden-club/us-ny-2d/supplement/" {
		t.Errorf("sitemap %+v, %v", set, err)
	}
	if !bytes.Equal(files["garden-club/notice.json"], fixture().CanonicalJSON()) {
		t.Error("notice.json is not the canonical JSON")
	}
	for _, base := range []string{"", "/legal", "garden.example", "javascript:x", "https://u:p@x.example", "https://x.example/?a"} {
		s := fixtureSite()
		s.BaseURL = base
		files := render(t, s)
		if files["sitemap.xml"] != nil || files["feed.xml"] != nil || strings.Contains(string(files["robots.txt"]), "Sitemap") || strings.Contains(string(files["index.html"]), "canonical") {
			t.Errorf("base %q: a sitemap or canonical link without an address to put in it", base)
		}
	}
}

// TestTextForms: the Markdown and the plain text hold every sentence too.
func TestTextForms(t *testing.T) {
	s := examples(t)
	files := render(t, s)
	for _, n := range s.Notices {
		txt, md := fold(string(files[n.ID+"/notice.txt"])), fold(string(files[n.ID+"/notice.md"]))
		for _, st := range n.Statements {
			want := strings.ReplaceAll(fold(st.Sentence.Text), "- ", "")
			if !strings.Contains(strings.ReplaceAll(txt, "- ", ""), want) {
				t.Errorf("%s/notice.txt lacks %q", n.ID, st.Sentence.Text)
			}
			if want := strings.ReplaceAll(fold(escapeMarkdown(st.Sentence.Text)), "- ", ""); len(st.Sentence.Items) == 0 && !strings.Contains(strings.ReplaceAll(md, "- ", ""), want) {
				t.Errorf("%s/notice.md lacks %q", n.ID, st.Sentence.Text)
			}
		}
		for line := range strings.Lines(string(files[n.ID+"/notice.txt"])) {
			if len([]rune(line)) > 79 && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("%s/notice.txt: a line of %d characters: %q", n.ID, len([]rune(line)), line)
			}
			if strings.Contains(line, "  ") && strings.TrimLeft(line, " ") != strings.TrimSpace(line)+"\n" {
				t.Errorf("%s/notice.txt: blanks: %q", n.ID, line)
			}
		}
	}
}

// TestSameBytes: rendering twice, and a notice alone, gives the same files.
func TestSameBytes(t *testing.T) {
	s := examples(t)
	first, theme := render(t, s), plain(t)
	for path, data := range render(t, s) {
		if !bytes.Equal(data, first[path]) {
			t.Errorf("%s differs from run to run", path)
		}
	}
	for _, n := range s.Notices {
		files, _ := theme.RenderNotice(s, n)
		for _, f := range files {
			if !bytes.Equal(f.Data, first[f.Path]) {
				t.Errorf("%s differs when its notice is rendered alone", f.Path)
			}
		}
	}
}

func TestEmptyNotice(t *testing.T) {
	n := &notices.Notice{ID: "bare", Title: "Privacy notice", Language: "en", Party: notices.Party{Name: "Someone"}}
	for _, theme := range embeddedThemes(t) {
		files := theme.render(t, Site{Title: "Notices", Notices: []*notices.Notice{n}})
		if fs := Verify(n, files["bare/index.html"]); len(fs) > 0 {
			t.Error(messages(fs))
		}
		for _, unwanted := range []string{"page_glance", "part_rights", "<no value>", "Not stated"} {
			if strings.Contains(string(files["bare/index.html"]), unwanted) {
				t.Errorf("%s: the page of a notice without statements holds %q", theme.name, unwanted)
			}
		}
	}
	if files := render(t, Site{Title: "Notices"}); len(files) != 5 {
		t.Errorf("an empty site has %d files", len(files))
	}
}
