package site

import (
	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/themes"
)

// statutory hands the documents that laws ask for from the packs to the theme, by id of
// the notice that each is made of.
func statutory(set *notices.Set, on inventory.Date) map[string][]themes.Statutory {
	all := map[string][]themes.Statutory{}
	for _, n := range set.Notices {
		if documents := statutoryOf(n, on); documents != nil {
			all[n.ID] = documents
		}
	}
	return all
}

// statutoryOf is those of one notice.
func statutoryOf(n *notices.Notice, on inventory.Date) (all []themes.Statutory) {
	for _, d := range policies.Documents(n, on) {
		page := themes.Statutory{Path: d.Path, Addendum: d.Addendum, Title: d.Title, Citation: d.Citation, Text: d.Text, Signed: d.Signed}
		for _, s := range d.Sections {
			page.Sections = append(page.Sections, themes.StatutorySection{Title: s.Title, Citation: s.Citation, Text: s.Text, Entries: s.Entries})
		}
		all = append(all, page)
	}
	return all
}
