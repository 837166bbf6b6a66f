package themes

import (
	"cmp"
	"encoding/xml"
	"slices"

	"github.com/candor-privacy/candor/notices/inventory"
)

// feedName is where the feed stands.
const feedName = "feed.xml"

// fed is how many notices the feed holds at most: it is loaded whole every time that
// somebody looks for news. It is a variable for tests with few.
var fed = 500

type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary,omitempty"`
	}
)

// feed gives the notices that state the day of their last change as an Atom feed, the
// newest first and of many only those, so that readers can follow what changes; nil where none does, or where
// it is unknown where the site will stand. Each new day is a new entry.
func feed(s Site) []byte {
	base := baseURL(s.BaseURL)
	if base == "" {
		return nil
	}
	out := atomFeed{ID: base, Title: s.Title, Links: []atomLink{{"self", base + feedName}, {"alternate", base}}}
	for _, n := range s.Notices {
		day := ""
		for _, d := range []inventory.Date{n.Updated, n.Effective} {
			if d.Precision == inventory.Day {
				day = cmp.Or(day, d.String())
			}
		}
		if day == "" {
			continue
		}
		page := base + n.ID + "/"
		out.Entries = append(out.Entries, atomEntry{
			Lang: n.Language, ID: page + "#" + day, Title: n.Title, Updated: day + "T00:00:00Z", Author: n.Party.Name,
			Link: atomLink{"alternate", page}, Summary: n.Summary,
		})
	}
	if len(out.Entries) == 0 {
		return nil
	}
	slices.SortStableFunc(out.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	out.Updated = out.Entries[0].Updated
	out.Entries = out.Entries[:min(len(out.Entries), fed)]
	return inXML(out)
}
