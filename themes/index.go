package themes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
)

// indexed is how many notices the index lists on one page. Longer ones are neither read
// nor loaded by anybody, and at some fifteen thousand grow beyond what a page may be.
// It is a variable for tests with few.
var indexed = 500

// leafName is the file of a page of the index, from 0. No notice has such an id.
func leafName(i int) string {
	if i == 0 {
		return "index.html"
	}
	return fmt.Sprintf("index-%d.html", i+1)
}

// index makes the list of notices, in pages where it is long; all of them or, with what is
// wrong with the first that cannot be made, none.
func (r *run) index(s Site, feed string) (files []File, out []finding.Finding) {
	all := s.Notices
	if len(all) > indexed {
		all = byName(all)
	}
	leaves := slices.Collect(slices.Chunk(all, indexed))
	if len(leaves) == 0 {
		leaves = [][]*notices.Notice{nil}
	}
	for i, leaf := range leaves {
		r.use("en")
		v := r.view(s, "en", s.Title, leafName(i))
		v.Feed = feed
		if len(leaves) > 1 {
			v.Index = indexOf(leaves, i)
		}
		for _, n := range leaf { // each in its own language
			r.use(n.Language)
			v.Notices = append(v.Notices, card(n, r.words))
		}
		r.use("en")
		data, found := r.page("index.html", v, nil)
		out = append(out, found...)
		if data == nil {
			return nil, out
		}
		files = append(files, File{leafName(i), data})
	}
	return files, out
}

// byName sorts notices as people look for them: by the party's name, then by the title,
// letters with accents and capitals beside those without, and numbers by what they count.
func byName(all []*notices.Notice) []*notices.Notice {
	order, keys := collate.New(language.Und, collate.Numeric), new(collate.Buffer)
	type named struct {
		party, title []byte
		notice       *notices.Notice
	}
	sorted := make([]named, len(all))
	for i, n := range all {
		sorted[i] = named{slices.Clone(order.KeyFromString(keys, n.Party.Name)), slices.Clone(order.KeyFromString(keys, n.Title)), n}
		keys.Reset()
	}
	slices.SortStableFunc(sorted, func(a, b named) int {
		return cmp.Or(slices.Compare(a.party, b.party), slices.Compare(a.title, b.title))
	})
	out := make([]*notices.Notice, len(all))
	for i, n := range sorted {
		out[i] = n.notice
	}
	return out
}

// indexOf is what a page of a long index tells of the others.
func indexOf(leaves [][]*notices.Notice, here int) *indexView {
	v := new(indexView)
	if here > 0 {
		v.Before = leafName(here - 1)
	}
	if here+1 < len(leaves) {
		v.After = leafName(here + 1)
	}
	if here > 0 {
		return v
	}
	for i, leaf := range leaves {
		from, to := leaf[0], leaf[len(leaf)-1]
		var before, after *notices.Notice
		if i > 0 {
			before = leaves[i-1][len(leaves[i-1])-1]
		}
		if i+1 < len(leaves) {
			after = leaves[i+1][0]
		}
		leaf := leafView{Href: leafName(i), From: nameBeside(from, before), To: nameBeside(to, after)}
		if leaf.To == leaf.From {
			leaf.To = ""
		}
		v.Leaves = append(v.Leaves, leaf)
	}
	return v
}

// next is the page of the index that must be reached from this one, "" for none.
func (v *View) next() string {
	if v.Index == nil {
		return ""
	}
	return v.Index.After
}

// nameBeside names a notice by its party, and by its title where the notice that stands
// next to it in the index, on another page, is of the same party.
func nameBeside(n, next *notices.Notice) string {
	if next == nil || n.Party.Name != next.Party.Name {
		return n.Party.Name
	}
	return strings.Join([]string{n.Party.Name, n.Title}, " · ")
}

func card(n *notices.Notice, w words) cardView {
	return cardView{
		Href: n.ID + "/index.html", Lang: n.Language, Title: n.Title, Party: n.Party.Name, Summary: n.Summary,
		Date: strings.Join(dates(n, w), " · "),
	}
}
