package site

import (
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"io"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// withLink is a small workspace of two notices, of which one links to where the test
// wants.
func withLink(to string) map[string]string {
	notice := string(small(nil)["notices/shop/notice.toml"].Data)
	return map[string]string{
		"notices/school/notice.toml": notice,
		"notices/shop/more.toml":     "[[note]]\nid = \"more\"\nsection = \"security\"\nprose = \"more.md\"\n",
		"notices/shop/more.md":       "See [the other notice](" + to + ").\n",
	}
}

func TestLinks(t *testing.T) {
	for link, says := range map[string]string{
		"/school/":                  "",
		"/school/#no-decisions":     "",
		"/school/index.html":        "",
		"/school/notice.txt":        "",
		"notice.md":                 "",
		"#no-decisions":             "",
		"https://example.org/gone/": "", // elsewhere is another matter
		"/scool/":                   "which the site does not hold",
		"/school/#nothing":          "a place that this page does not hold",
		"/school/notice.pdf":        "which the site does not hold",
		"gone.html":                 "which the site does not hold",
		"#nothing":                  "which it does not hold",
	} {
		for _, base := range []string{"", "https://example.org/", "https://example.org/a/path/"} {
			s := Build(small(withLink(link)), Options{BaseURL: base})
			got := ""
			for _, f := range s.Findings {
				if f.Code == "broken-link" || f.Code == "page-broken" {
					got += f.Message + "\n"
				}
			}
			if says == "" && got != "" || !strings.Contains(got, says) || says != "" && !finding.Blocking(s.Findings) {
				t.Errorf("with a link to %s under %q the findings are %q, want one that says %q", link, base, got, says)
			}
		}
	}
}

// TestThemeLinks gives a theme of the user's own links that no page of a movable site
// can have.
func TestThemeLinks(t *testing.T) {
	for link, says := range map[string]string{
		"{{.Root}}shop/index.html":  "",
		"{{.Root}}":                 "",
		"/":                         "counts from the root of the host",
		"/shop/":                    "counts from the root of the host",
		"{{.Root}}../../index.html": "outside the site",
	} {
		footer := `<footer><p><a href="` + link + `">all</a></p></footer>`
		s := Build(small(map[string]string{"themes/plain/html/footer.html": footer}), Options{BaseURL: "https://example.org/legal/"})
		if got := s.Report(); says == "" && finding.Blocking(s.Findings) || !strings.Contains(strings.Join(strings.Fields(got), " "), says) {
			t.Errorf("with a link to %s the report is\n%s\nwant it to say %q", link, got, says)
		}
	}
}

// TestNoAddressButInCanonical builds a site for an address and looks for it: only
// canonical links, the sitemap, the feed and what is like them may hold it, and no link but
// the words that paper says it by.
func TestNoAddressButInCanonical(t *testing.T) {
	const base = "https://example.org/legal/"
	dated := withLink("/school/")
	dated["notices/shop/notice.toml"] = strings.Replace(string(small(nil)["notices/shop/notice.toml"].Data), "[notice]", "[notice]\nupdated = 2026-03-01", 1)
	s := Build(small(dated), Options{BaseURL: base})
	if finding.Blocking(s.Findings) {
		t.Fatal(s.Report())
	}
	holds := map[string]bool{"feed.xml": true, "sitemap.xml": true}
	for _, f := range s.Public {
		text := string(f.Data)
		switch path.Ext(f.Path) {
		case ".html":
			text = strings.Replace(text, `<link rel="canonical" href="`+base, "", 1)
			text = strings.Replace(text, `<p class="printed">`+base, "", 1)
		case ".jsonld":
			text = strings.Replace(text, `"@id": "`+base, "", 1)
		}
		if strings.Contains(text, base) != holds[f.Path] {
			t.Errorf("%s holds the address of the site: %v, want %v", f.Path, !holds[f.Path], holds[f.Path])
		}
		if f.Path != "404.html" && f.Path != "_headers" && path.Base(f.Path) != "notice.json" && (strings.Contains(text, `="/`) || strings.Contains(text, "](/")) {
			t.Errorf("%s links from the root of the host", f.Path)
		}
	}
	var feed struct {
		Updated time.Time `xml:"updated"`
		Entries []struct {
			ID      string    `xml:"id"`
			Updated time.Time `xml:"updated"`
			Author  string    `xml:"author>name"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(file(t, s, "feed.xml"), &feed); err != nil {
		t.Fatal(err)
	}
	if day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC); len(feed.Entries) != 1 || !feed.Updated.Equal(day) || !feed.Entries[0].Updated.Equal(day) || feed.Entries[0].ID != base+"shop/#2026-03-01" || feed.Entries[0].Author != "The Shop" {
		t.Errorf("the feed is %+v", feed)
	}
	var about struct {
		ID        string   `json:"@id"`
		Type      []string `json:"@type"`
		Modified  string   `json:"dateModified"`
		Publisher struct {
			Name    string
			Contact []struct{ Email string } `json:"contactPoint"`
		}
	}
	if err := json.Unmarshal(file(t, s, "shop/notice.jsonld"), &about); err != nil {
		t.Fatal(err)
	}
	if about.ID != base+"shop/" || about.Modified != "2026-03-01" || about.Publisher.Name != "The Shop" || len(about.Publisher.Contact) != 1 || about.Publisher.Contact[0].Email != "privacy@shop.example" || len(about.Type) != 2 {
		t.Errorf("the linked data is %+v", about)
	}
	if s := Build(small(nil), Options{BaseURL: base}); has(s, "feed.xml") {
		t.Error("there is a feed of notices without a day")
	}
}

func has(s *Site, path string) bool {
	for _, f := range s.Public {
		if f.Path == path {
			return true
		}
	}
	return false
}

func file(t *testing.T, s *Site, path string) []byte {
	t.Helper()
	for _, f := range s.Public {
		if f.Path == path {
			return f.Data
		}
	}
	t.Fatalf("the site has no file %s", path)
	return nil
}

// optOut is a notice whose opt-out a browser can make.
const optOut = `
[gate.no-ads]
kind    = "opt-out"
label   = "you have opted out of adverts"
via     = ["settings page"]
signals = ["gpc"]

[purpose.adverts]
label = "show you adverts"

[[use]]
id         = "adverts"
categories = ["orders"]
purposes   = ["adverts"]
bases      = ["legitimate-interests"]
gates      = ["no-ads"]
`

// TestGlobalPrivacyControl finds one fact in the page, in gpc.json and in the decision.
func TestGlobalPrivacyControl(t *testing.T) {
	if s := Build(small(nil), Options{}); has(s, gpcName) {
		t.Error("a site whose notices say nothing of the signal says that it is heeded")
	}
	files := map[string]string{"notices/shop/ads.toml": optOut}
	if s := Build(small(files), Options{BaseURL: "https://example.org/legal/"}); has(s, gpcName) {
		t.Error("gpc.json stands where nobody looks for it")
	}
	s := Build(small(files), Options{BaseURL: "https://example.org/"})
	if finding.Blocking(s.Findings) {
		t.Fatal(s.Report())
	}
	if got := string(file(t, s, gpcName)); got != "{\"gpc\":true}\n" {
		t.Errorf("gpc.json is %s", got)
	}
	if page := string(file(t, s, "shop/index.html")); !strings.Contains(page, "We take the Global Privacy Control signal of a browser for this choice.") {
		t.Error("the page does not say that the signal is heeded")
	}
	engine, err := policies.New(t.Context(), s.Set, policies.Options{Now: func() time.Time { return time.Unix(1795000000, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	for via, allow := range map[string]bool{"": true, "gpc": false, "settings page": false} {
		q := `{"notice":"shop","action":"use","categories":["orders"],"purpose":"adverts","strict":false,"gates":{"no-ads":{"via":"` + via + `"}}}`
		if via == "" {
			q = `{"notice":"shop","action":"use","categories":["orders"],"purpose":"adverts","strict":false}`
		}
		if a := engine.DecideJSON(t.Context(), []byte(q)); a.Allow != allow {
			t.Errorf("opted out via %q: allow = %v, %s, want %v", via, a.Allow, codes(a), allow)
		}
	}
	files["notices/shop/ads.toml"] = strings.Replace(optOut, `"opt-out"`, `"consent"`, 1)
	if s := Build(small(files), Options{}); !strings.Contains(s.Report(), "idle-key") {
		t.Errorf("a signal that gives consent passes:\n%s", s.Report())
	}
}

func codes(a decision.Answer) (out []string) {
	for _, r := range a.Reasons {
		out = append(out, r.Code)
	}
	return out
}

// TestCompressed unpacks every compressed copy, and packs twice to the same bytes.
func TestCompressed(t *testing.T) {
	s := Build(small(nil), Options{Gzip: true})
	var trees [2]map[string]string
	for i := range trees {
		dir := filepath.Join(t.TempDir(), "public")
		if _, err := s.Publish(Where{Public: dir}, Policy{}); err != nil {
			t.Fatal(err)
		}
		trees[i] = files(t, dir)
	}
	if !equal(trees[0], trees[1]) {
		t.Error("the site is another the second time")
	}
	packed := 0
	for path, data := range trees[0] {
		name, ok := strings.CutSuffix(path, ".gz")
		if !ok {
			continue
		}
		packed++
		z, err := gzip.NewReader(strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(z); err != nil || string(text) != trees[0][name] || z.Name != "" || !z.ModTime.IsZero() {
			t.Errorf("%s does not unpack to %s: %v", path, name, err)
		}
	}
	for _, name := range []string{"shop/index.html", "shop/notice.json", "shop/notice.txt", "index.html"} {
		if trees[0][name+".gz"] == "" {
			t.Errorf("%s has no compressed copy", name)
		}
	}
	if packed == 0 || len(Build(small(nil), Options{}).Public) != len(s.Public) {
		t.Error("nothing is packed, or packing is part of the build")
	}
}

// TestMoved sends readers of old addresses on, and nobody to nowhere.
func TestMoved(t *testing.T) {
	config := "title = \"Small\"\n\n[[moved]]\nfrom = \"legal/privacy\"\nto = \"shop\"\n"
	s := Build(small(map[string]string{"candor.toml": config}), Options{BaseURL: "https://example.org/a/"})
	if finding.Blocking(s.Findings) {
		t.Fatal(s.Report())
	}
	if got, want := string(file(t, s, "_redirects")), "/a/legal/privacy /a/shop/ 301\n/a/legal/privacy/* /a/shop/:splat 301\n"; got != want {
		t.Errorf("the redirects are\n%s\nwant\n%s", got, want)
	}
	if has(Build(small(map[string]string{"candor.toml": config}), Options{BaseURL: "https://example.org/a%0Ab/"}), "_redirects") {
		t.Error("there are redirects below an address that breaks a line")
	}
	if has(Build(small(nil), Options{}), "_redirects") {
		t.Error("there are redirects of nothing")
	}
	for from, says := range map[string]string{"shop": "leads somewhere already", "legal/privacy": "leads somewhere already", "/old": "is no path", "old/*": "is no path", "a b": "is no path", "https://x.example": "is no path", "..": "is no path"} {
		s := Build(small(map[string]string{"candor.toml": config + "\n[[moved]]\nfrom = \"" + from + "\"\nto = \"shop\"\n"}), Options{})
		if r := s.Report(); !finding.Blocking(s.Findings) || !strings.Contains(strings.Join(strings.Fields(r), " "), says) || !strings.Contains(r, "candor.toml:8:") {
			t.Errorf("moved from %q: the report is\n%s\nwant it to say %q", from, r, says)
		}
	}
	s = Build(small(map[string]string{"candor.toml": strings.Replace(config, `"shop"`, `"shed"`, 1)}), Options{})
	if !strings.Contains(s.Report(), `there is no notice "shed"`) {
		t.Errorf("moved to nowhere:\n%s", s.Report())
	}
}
