package themes

import (
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// directory is a site of notices that say no more than whose they are, by party and title.
func directory(names ...[2]string) Site {
	s := Site{Title: "Notices", BaseURL: "https://schools.example/privacy/", Digest: "sha256:0000"}
	for i, name := range names {
		n := &notices.Notice{ID: fmt.Sprintf("n%d", i), Language: "en", Title: name[1], Updated: inventory.Date{Precision: inventory.Day, Y: 2026, M: 1, D: 1 + i%28}}
		n.Party.Name = name[0]
		s.Notices = append(s.Notices, n)
	}
	return s
}

func withLess(t *testing.T, of *int, less int) {
	was := *of
	*of = less
	t.Cleanup(func() { *of = was })
}

// common renders what is not of one notice.
func common(t *testing.T, theme *Theme, s Site) map[string]string {
	t.Helper()
	files, found := theme.newRun().common(s)
	if len(found) > 0 {
		t.Fatalf("findings: %v", messages(found))
	}
	out := map[string]string{}
	for _, f := range files {
		out[f.Path] = string(f.Data)
	}
	return out
}

// TestLongIndex: an index too long for one page has several, in the order in which people
// look for a name, that lead to each other; each notice stands on one of them.
func TestLongIndex(t *testing.T) {
	withLess(t, &indexed, 3)
	s := directory([2]string{"District 10", "Privacy"}, [2]string{"zebra school", "Privacy"}, [2]string{"École du Lac", "Privacy"}, [2]string{"District 9", "Privacy"},
		[2]string{"Eden", "Privacy"}, [2]string{"Farm", "Staff"}, [2]string{"Farm", "Pupils"})
	files := common(t, plain(t), s)
	for page, want := range map[string][]string{"index.html": {"n3", "n0", "n2"}, "index-2.html": {"n4", "n6", "n5"}, "index-3.html": {"n1"}} {
		var got []string
		for _, part := range strings.Split(files[page], `<h2><a href="`)[1:] {
			id, _, _ := strings.Cut(part, "/")
			got = append(got, id)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s lists %q, want %q", page, got, want)
		}
	}
	links := func(page string) (out []string) {
		for _, part := range strings.Split(files[page], `href="index`)[1:] {
			to, _, _ := strings.Cut(part, `"`)
			out = append(out, "index"+to)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	for page, want := range map[string][]string{"index.html": {"index-2.html", "index-3.html", "index.html"}, "index-2.html": {"index-3.html", "index.html"}, "index-3.html": {"index-2.html", "index.html"}} {
		if got := links(page); !slices.Equal(got, want) {
			t.Errorf("%s links to %q of the index, want %q", page, got, want)
		}
	}
	for _, want := range []string{`<a href="index.html">District 9 – École du Lac</a>`, `<a href="index-2.html">Eden – Farm</a>`, `<a href="index-3.html">zebra school</a>`} {
		if !strings.Contains(files["index.html"], want) {
			t.Errorf("the index lacks %s", want)
		}
	}
	if want := `rel="canonical" href="https://schools.example/privacy/index-2.html"`; !strings.Contains(files["index-2.html"], want) {
		t.Errorf("index-2.html lacks %s", want)
	}
}

// TestIndexOfOneParty: where the notices of one party go on from page to page, their titles
// tell the pages apart.
func TestIndexOfOneParty(t *testing.T) {
	withLess(t, &indexed, 2)
	files := common(t, plain(t), directory([2]string{"Vendor", "Albany"}, [2]string{"Vendor", "Bristol"}, [2]string{"Vendor", "Chester"}))
	for _, want := range []string{`<a href="index.html">Vendor – Vendor · Bristol</a>`, `<a href="index-2.html">Vendor · Chester – Vendor</a>`} {
		if !strings.Contains(files["index.html"], want) {
			t.Errorf("the index lacks %s:\n%s", want, files["index.html"])
		}
	}
}

// TestShortIndex: what fits on one page is in the order of the site, and is all there is.
func TestShortIndex(t *testing.T) {
	withLess(t, &indexed, 2)
	files := common(t, plain(t), directory([2]string{"Z", "1"}, [2]string{"A", "2"}))
	if strings.Index(files["index.html"], "n0/") > strings.Index(files["index.html"], "n1/") || files["index-2.html"] != "" || strings.Contains(files["index.html"], "leaves") {
		t.Error("an index of one page is divided")
	}
}

// TestIndexThatLeadsNowhere: a theme of somebody's own whose index forgets the other pages
// is told so, once for each page that nobody would find.
func TestIndexThatLeadsNowhere(t *testing.T) {
	withLess(t, &indexed, 1)
	theme, found := Load(fstest.MapFS{"plain/html/leaves.html": {}, "plain/html/turn.html": {}}, "plain")
	if theme == nil {
		t.Fatal(messages(found))
	}
	_, found = theme.newRun().common(directory([2]string{"A", "1"}, [2]string{"B", "2"}, [2]string{"C", "3"}))
	var all []string
	for _, f := range found {
		if f.Code == codePage {
			all = append(all, f.Message)
		}
	}
	if len(all) != 2 || !strings.Contains(all[0], "index-2.html") || !strings.Contains(all[1], "index-3.html") {
		t.Errorf("found %q", all)
	}
}

// TestIndexAllOrNone: where a page of the index cannot be made there is none, and one finding.
func TestIndexAllOrNone(t *testing.T) {
	withLess(t, &indexed, 1)
	s := directory([2]string{"A", "1"}, [2]string{"B", "2"}, [2]string{"C", "3"})
	s.Notices[1].Title = strings.Repeat("long ", maxPage/5)
	files, found := plain(t).newRun().common(s)
	if len(found) != 1 || !strings.Contains(found[0].Message, "beyond 5 MiB") {
		t.Errorf("found %v", messages(found))
	}
	for _, f := range files {
		if strings.HasPrefix(f.Path, "index") {
			t.Errorf("there is %s", f.Path)
		}
	}
}

// TestLongSitemap: no file lists more addresses than a crawler reads, and all are listed.
func TestLongSitemap(t *testing.T) {
	withLess(t, &mapped, 4)
	s := directory([2]string{"A", "1"}, [2]string{"B", "2"}, [2]string{"C", "3"}, [2]string{"D", "4"}, [2]string{"E", "5"})
	s.Notices[4].Translations = []notices.Translation{{ID: "n4-cy", Language: "cy"}, {ID: "n4-ga", Language: "ga"}}
	s.Statutory = map[string][]Statutory{"n1": {{Path: "/n1/document/"}}}
	files := common(t, plain(t), s)
	var list struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []string `xml:"sitemap>loc"`
	}
	if err := xml.Unmarshal([]byte(files["sitemap.xml"]), &list); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, at := range list.Maps {
		name, ours := strings.CutPrefix(at, s.BaseURL)
		var set struct {
			XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
			URLs    []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal([]byte(files[name]), &set); err != nil || !ours {
			t.Fatalf("%s: %v", at, err)
		}
		if n := strings.Count(files[name], "<loc>") + strings.Count(files[name], "<xhtml:link "); n > mapped {
			t.Errorf("%s has %d addresses", name, n)
		}
		all = append(all, set.URLs...)
	}
	want := []string{"", "n0/", "n1/", "n1/document/", "n2/", "n3/", "n4/"}
	for i := range want {
		want[i] = s.BaseURL + want[i]
	}
	if !slices.Equal(all, want) {
		t.Errorf("the maps %q hold %q", slices.Sorted(maps.Keys(files)), all)
	}
}

// TestLongFeed: of many notices the feed has those that changed last.
func TestLongFeed(t *testing.T) {
	withLess(t, &fed, 2)
	files := common(t, plain(t), directory([2]string{"A", "1"}, [2]string{"B", "2"}, [2]string{"C", "3"}))
	if feed := files["feed.xml"]; strings.Count(feed, "<entry") != 2 || strings.Contains(feed, "/n0/") {
		t.Errorf("the feed is\n%s", feed)
	}
}
