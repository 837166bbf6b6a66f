package themes

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

func BenchmarkParts(b *testing.B) {
	s, theme := examples(b), plain(b)
	r := theme.newRun()
	each := func(name string, f func(i int)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for i := range s.Notices {
					f(i)
				}
			}
		})
	}
	var views []View
	var pages [][]byte
	for _, n := range s.Notices {
		r.use(n.Language)
		v := r.view(s, n.Language, n.Title, n.ID+"/index.html")
		v.Notice = newBuilder(n, r.words, r.prose).notice()
		views = append(views, v)
		p, _ := r.render("html", "notice.html", v)
		pages = append(pages, append([]byte{}, p...))
	}
	b.Run("run", func(b *testing.B) {
		for b.Loop() {
			r := theme.newRun()
			r.use("en")
			r.render("html", "notice.html", views[0])
		}
	})
	each("all", func(i int) { r.notice(s, s.Notices[i]) })
	each("view", func(i int) { newBuilder(s.Notices[i], r.words, r.prose).notice() })
	each("digest", func(i int) { s.Notices[i].Digest() })
	each("json", func(i int) { s.Notices[i].CanonicalJSON() })
	each("jsonld", func(i int) { inJSONLD(s, s.Notices[i]) })
	each("html", func(i int) { r.render("html", "notice.html", views[i]) })
	each("md", func(i int) { r.render("text", "notice.md", views[i]) })
	each("txt", func(i int) { r.render("text", "notice.txt", views[i]) })
	each("wrap", func(i int) { r.plain("notice.txt", views[i]) })
	each("parse", func(i int) { html.Parse(bytes.NewReader(pages[i])) })
	each("active", func(i int) { doc, _ := html.Parse(bytes.NewReader(pages[i])); active(doc) })
	each("verify", func(i int) { doc, _ := html.Parse(bytes.NewReader(pages[i])); verify(s.Notices[i], doc) })
}
