package themes

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

// BenchmarkRender takes the five examples through each part of making a page; a loop is
// all five.
func BenchmarkRender(b *testing.B) {
	s, theme := examples(b), plain(b)
	r, as := theme.newRun(), theme.Executed().newRun()
	views := r.views(s)
	var pages [][]byte
	for _, v := range views {
		r.use(v.Lang)
		page, fault := r.render("html", "notice.html", v)
		if fault != nil {
			b.Fatal(fault)
		}
		pages = append(pages, bytes.Clone(page))
	}
	viewed := make([]*builder, len(s.Notices))
	for i, n := range s.Notices {
		viewed[i] = newBuilder(n, r.words, r.prose)
		viewed[i].notice()
	}
	for _, part := range []struct {
		name string
		make func(i int)
	}{
		{"notice", func(i int) { r.notice(s, s.Notices[i]) }},
		{"executed", func(i int) { as.notice(s, s.Notices[i]) }},
		{"alone", func(i int) { theme.RenderNotice(s, s.Notices[i]) }},
		{"view", func(i int) { newBuilder(s.Notices[i], r.words, r.prose).notice() }},
		{"view-again", func(i int) { newBuilderAfter(viewed[i], s.Notices[i], r.words, r.prose).notice() }},
		{"html", func(i int) { r.render("html", "notice.html", views[i]) }},
		{"html-executed", func(i int) { as.use("en"); as.render("html", "notice.html", views[i]) }},
		{"md", func(i int) { r.plain("notice.md", views[i]) }},
		{"txt", func(i int) { r.plain("notice.txt", views[i]) }},
		{"json", func(i int) { s.Notices[i].CanonicalJSON() }},
		{"jsonld", func(i int) { inJSONLD(s, s.Notices[i]) }},
		{"parse", func(i int) { html.Parse(bytes.NewReader(pages[i])) }},
		{"verify", func(i int) { Verify(s.Notices[i], pages[i]) }},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for i := range s.Notices {
					part.make(i)
				}
			}
		})
	}
	b.Run("site", func(b *testing.B) {
		for b.Loop() {
			theme.Render(s)
		}
	})
}
