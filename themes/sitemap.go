package themes

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// sitemapName is where search engines look for what pages there are.
const sitemapName = "sitemap.xml"

// mapped is how many addresses stand in one file, those of other languages counted: a
// crawler reads 50,000 and 50 MB of one, and no more (sitemaps.org). It is a variable for
// tests with few.
var mapped = 50_000

type (
	sitemap struct {
		XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		XHTML   string       `xml:"xmlns:xhtml,attr,omitempty"`
		URLs    []mappedPage `xml:"url"`
	}
	mappedPage struct {
		Loc        string            `xml:"loc"`
		Lastmod    string            `xml:"lastmod,omitempty"`
		Alternates []mappedAlternate `xml:"xhtml:link"`
	}
	mappedAlternate struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
	sitemapList struct {
		XMLName xml.Name    `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []mappedMap `xml:"sitemap"`
	}
	mappedMap struct {
		Loc string `xml:"loc"`
	}
)

// sitemaps list the pages of the site: in one file, or where they are more than that may
// hold in several, which the one then lists.
func sitemaps(s Site) []File {
	base := baseURL(s.BaseURL)
	maps, held := []sitemap{{}}, 0
	add := func(p mappedPage) {
		if n := 1 + len(p.Alternates); held+n > mapped && held > 0 {
			maps, held = append(maps, sitemap{}), n
		} else {
			held += n
		}
		last := &maps[len(maps)-1]
		if len(p.Alternates) > 0 {
			last.XHTML = "http://www.w3.org/1999/xhtml"
		}
		last.URLs = append(last.URLs, p)
	}
	add(mappedPage{Loc: base})
	for _, n := range s.Notices {
		p := mappedPage{Loc: base + n.ID + "/"}
		for _, d := range []string{n.Effective.String(), n.Updated.String()} {
			if d != "none" {
				p.Lastmod = d
			}
		}
		for _, l := range languages(s, n) {
			p.Alternates = append(p.Alternates, mappedAlternate{"alternate", l.Lang, l.URL})
		}
		add(p)
		for _, d := range s.Statutory[n.ID] {
			add(mappedPage{Loc: base + strings.TrimPrefix(d.Path, "/"), Lastmod: p.Lastmod})
		}
	}
	if len(maps) == 1 {
		return []File{{sitemapName, inXML(maps[0])}}
	}
	var list sitemapList
	var files []File
	for i, m := range maps {
		name := fmt.Sprintf("sitemap-%d.xml", i+1)
		list.Maps = append(list.Maps, mappedMap{base + name})
		files = append(files, File{name, inXML(m)})
	}
	return append(files, File{sitemapName, inXML(list)})
}

// inXML writes a document of texts, which always can be.
func inXML(v any) []byte {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err)
	}
	return append([]byte(xml.Header), append(data, '\n')...)
}
