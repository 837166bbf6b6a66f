package themes

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// scansAlike scans a page, and where that gives anything wants what a parser finds: by a
// reader that has read no other page, and by one that may have.
func scansAlike(t interface {
	Helper()
	Fatalf(string, ...any)
}, after *reader, page string) (scanned bool) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%v: %q", err, page)
	}
	want := indexTree(doc)
	for i, r := range []*reader{new(reader), after} {
		got, err := r.read([]byte(page))
		if err != nil {
			t.Fatalf("%v: %q", err, page)
		}
		if i > 0 && got.plain != scanned {
			t.Fatalf("after other pages scanned: %v, alone: %v: %q", got.plain, scanned, page)
		}
		scanned = got.plain
		if got.active != want.active || !slices.Equal(got.twice, want.twice) || !slices.Equal(got.links(), want.links()) || !slices.Equal(got.away, want.away) {
			t.Fatalf("got %q, twice %q, links %q, away %q; parsed %q, %q, %q, %q: %q", got.active, got.twice, got.links(), got.away, want.active, want.twice, want.links(), want.away, page)
		}
		if ids := got.ids(); !slices.Equal(ids, want.ids()) {
			t.Fatalf("got ids %q, parsed %q", ids, want.ids())
		}
		for _, id := range got.ids() {
			if got, want := string(got.said(nil, got.element(id))), string(want.said(nil, want.element(id))); got != want {
				t.Fatalf("#%s: got %q, parsed %q: %q", id, got, want, page)
			}
		}
	}
	return scanned
}

// ids are those of a page, in order.
func (p *pageIndex) ids() []string {
	var out []string
	for _, x := range p.all {
		if x.held == p.turn {
			out = append(out, x.text)
		}
	}
	slices.Sort(out)
	return out
}

// node is the element of a parsed page that has an id, nil for none.
func (p *pageIndex) node(id string) *html.Node {
	if x := p.element(id); x != nil {
		return x.node
	}
	return nil
}

func fold(s string) string { return string(folded(nil, s)) }

// TestFolded: of all white space that Unicode knows, one blank is left between words.
func TestFolded(t *testing.T) {
	words := rapid.SliceOf(rapid.SampledFrom([]string{"a", "word", "é", "—", "\xe2\x80", "\xff", " ", "\n", "\t", "\v", "\f", "\r", "\u0085", "\u00a0", "\u2003", "\u2028", "\u3000", "\u200b"}))
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(words.Draw(t, "words"), "")
		if got, want := fold(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
		if got := string(folded([]byte("before "), s)); got != "before "+fold(s) {
			t.Errorf("%q: appended %q", s, got)
		}
	})
}

// links are the places in it to which a page links, in order.
func (p *pageIndex) links() []string {
	var out []string
	for _, to := range p.inside {
		out = append(out, p.all[to].text)
	}
	return out
}

// pagesMade are all pages of the built-in themes: of the examples, the club and attacks.
func pagesMade(t testing.TB) []string {
	spoilt, _ := spoiled(canary)
	attacks, _ := attacked(t)
	var out []string
	for _, theme := range embeddedThemes(t) {
		for _, s := range []Site{examples(t), fixtureSite(), spoilt, {Title: "Attacks", Notices: attacks}} {
			files, _ := theme.Render(s)
			for _, f := range files {
				if path.Ext(f.Path) == ".html" {
					out = append(out, string(f.Data))
				}
			}
		}
	}
	return out
}

// TestPagesAreScanned: the pages of built-in themes need no parser.
func TestPagesAreScanned(t *testing.T) {
	pages := pagesMade(t)
	var r reader
	for _, page := range pages {
		if !scansAlike(t, &r, page) && !strings.ContainsAny(page, "\f") { // an attack
			t.Errorf("a page has to be parsed: %.300q", page)
		}
	}
	if len(pages) < 20 {
		t.Errorf("only %d pages", len(pages))
	}
}

// around is a page with something in its body.
func around(body string) string {
	return doctype + "<html lang=\"en\"><head><title>x</title></head><body><div id=\"all\">" + body + "</div></body></html>"
}

// TestScannerKnowsItsLimits: what a parser would move, close or leave out is left to it.
func TestScannerKnowsItsLimits(t *testing.T) {
	var r reader
	for _, body := range []string{
		`<p id="a">x<div id="b">y</div></p>`, `<p id="a">x<ul><li>y</li></ul></p>`, `<p id="a">x<p id="b">y</p></p>`, `<p id="a">x<h2 id="b">y</h2></p>`, `<p id="a">x<hr></p>`, `<p id="a"><table></table></p>`,
		`<a id="a" href="#x">x<a id="b" href="#y">y</a></a>`, `<a id="a" href="#x"><span><a id="b">y</a></span></a>`, `<h2 id="a">x<h3 id="b">y</h3></h2>`,
		`<b id="a">x<i id="b">y</b>z</i>`, `<b id="a"><p>x</b>y</p>`, `<li id="a">x<li id="b">y</li></li>`, `<ul><li id="a"><div><li id="b">y</li></div></li></ul>`, `<dl><dt id="a">x<dd id="b">y</dd></dt></dl>`,
		`<table id="a">x<tbody><tr><td id="b">y</td></tr></tbody></table>`, `<table id="a"><tr><td id="b">y</td></tr></table>`, `<table id="a"><tbody><td id="b">y</td></tbody></table>`, `<table id="a"><tbody><tr><p id="b">y</p></tr></tbody></table>`,
		`<tr id="a"><td id="b">y</td></tr>`, `<td id="a">x</td>`, `<caption id="a">x</caption>`, `<br/>`, `<br></br>`, `<p id="a"/>`, `</p>`, `<p id="a">`, `<p id=a>x</p>`, `<p id='a'>x</p>`, `<P ID="a">x</P>`, `<p id="a" id="b">x</p>`, `<p id="a"id="b">x</p>`,
		`<p id="a" hidden>x</p>`, `<p id>x</p>`, `<p id="">x</p>`, `<p hidden="hidden" id="a">x</p>`, `<p id="a">x<!-- y --></p>`, `<!-- <p id="a">x</p> -->`, `<p id="a">x<?y?></p>`, `<p id="a">x<![CDATA[y]]></p>`, `<p id="a">1 < 2</p>`, `<p id="a">x</p >`, `<p id="a">x\x00y</p>`, "<p id=\"a\">x\ry</p>",
		`<script id="a">x</script>`, `<style id="a">x</style>`, `<template id="a">x</template>`, `<noscript id="a">x</noscript>`, `<textarea id="a">x</textarea>`, `<svg id="a"><p id="b">x</p></svg>`, `<math id="a"></math>`, `<select id="a"><p id="b">x</p></select>`,
		`<form id="a"></form>`, `<button id="a"><p>x</p></button>`, `<iframe id="a">x</iframe>`, `<title id="a">x</title>`, `<meta id="a">`, `<link id="a" href="#b">`, `<body id="a">`, `<html id="a">`, `<head id="a"></head>`, `<frameset id="a">`, `<image id="a">`, `<plaintext id="a">`, `<nobr id="a">x<nobr id="b">y</nobr></nobr>`, `<x-y id="a">x</x-y>`,
		`<p title="&copy=1" id="a">x</p>`, `<p id="&ampx">x</p>`, `<pre id="a">&#10;x</pre>`, `</body><p id="a">x</p>`, strings.Repeat("<div>", 200) + strings.Repeat("</div>", 200),
	} {
		if scansAlike(t, &r, around(strings.ReplaceAll(body, `\x00`, "\x00"))) {
			t.Errorf("is scanned: %q", body)
		}
	}
	for _, body := range []string{
		`<p id="a">x<b>y<i id="b">z</i></b></p><p id="a">&amp;amp;&lt;b&gt; &copy; &notit; &#x41;</p>`, `<dl id="a"><div><dt id="b">x</dt><dd>y</dd></div></dl>`, `<ul id="a"><li id="b">x<ul><li id="c">y</li></ul></li></ul>`,
		`<table id="a"><caption id="b"><b>x</b></caption> <thead><tr><th id="c">y</th></tr></thead><tbody><tr id="d"><td><table><tbody><tr><td id="e"><p>z</p></td></tr></tbody></table></td></tr></tbody></table>`,
		`<b id="a">x<pre>` + "\n" + `<b>y</b></pre></b>`, `<details open id="a"><summary><h3 id="b">x</h3></summary><pre id="c">` + "\n\ny" + `</pre></details>`, `<a href="#a" title="&#34;&amp;&#39;"><img src="x.png" alt="" id="a"></a><em><em><em><em><em id="b">x</em>y</em></em></em></em><hr id="c">`,
	} {
		if !scansAlike(t, &r, around(body)) {
			t.Errorf("is not scanned: %q", body)
		}
	}
}

// TestScannerOnRandomPages nests what scanners know, mostly well.
func TestScannerOnRandomPages(t *testing.T) {
	fits := map[string][]string{
		"table": {"caption", "thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"td", "th"}, "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"},
		"p": {"a", "b", "em", "span", "br", "code"}, "h3": {"a", "span", "img"}, "a": {"b", "span"}, "b": {"i", "em", "b"},
		"": {"p", "ul", "table", "h3", "dl", "div", "section", "b", "a", "span", "hr", "br", "details", "blockquote"},
	}
	names := slices.Sorted(maps.Keys(models))
	texts := []string{"", " ", "x", "\n", "&amp;", "&lt;p>", "y z", "é"}
	scanned := 0
	var r reader
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		n := 0
		var element func(parent string, depth int)
		element = func(parent string, depth int) {
			from := fits[parent]
			if from == nil {
				from = fits[""]
			}
			if rapid.IntRange(0, 60).Draw(rt, "odd") == 0 {
				from = names
			}
			name := rapid.SampledFrom(from).Draw(rt, "name")
			n++
			b.WriteString("<" + name + " id=\"i" + string(rune('a'+n%24)) + "\">")
			if models[name] == modelVoid {
				return
			}
			for range rapid.IntRange(0, 3).Draw(rt, "children") {
				if models[name] < modelTable || models[name] >= modelCell {
					b.WriteString(rapid.SampledFrom(texts).Draw(rt, "text"))
				}
				if depth < 6 {
					element(name, depth+1)
				}
			}
			b.WriteString("</" + name + ">")
		}
		for range 3 {
			element("", 0)
		}
		if scansAlike(rt, &r, around(b.String())) {
			scanned++
		}
	})
	if scanned == 0 {
		t.Error("no page was scanned")
	}
	t.Logf("%d pages scanned", scanned)
}

// TestReaderAfterOtherPages changes a page in one place after the other: what a reader takes
// over from the page before is what a parser finds in this one.
func TestReaderAfterOtherPages(t *testing.T) {
	var r reader
	for _, whole := range pagesMade(t) {
		if len(whole) > 30_000 || !scansAlike(t, &r, whole) {
			continue
		}
		all := slices.Clone(r.scanner.before.elements)
		at := func(e element) string { return whole[e.start:e.end] }
		for i := 3; i < len(all); i += 1 + len(all)/4 {
			e := all[i]
			if tags[e.tag].model >= modelFrame {
				continue
			}
			before, after := whole[:e.start], whole[e.end:]
			for _, page := range []string{
				before + after, whole, before + at(e) + at(e) + after, before + "<i id=\"new\">new</i>" + at(e) + after, whole,
				before + "<p>new <a href=\"#new\">new</a></p>" + after, before + "</p>" + after, before + strings.Replace(at(e), "a", "o", 1) + after, before + strings.Replace(at(e), ">", ">&lt;", 1) + after,
				before + "<a href=\"#x\">" + at(e) + "</a>" + after, before + "<p>" + at(e) + "</p>" + after, before + "<dl><div>" + at(e) + "</div></dl>" + after, before + "<h2>" + at(e) + "</h2>" + after,
				before + at(all[i/2]) + after, whole,
			} {
				scansAlike(t, &r, page)
			}
		}
	}
}

// TestReaderTakesOver: what stood in the page before is not read again.
func TestReaderTakesOver(t *testing.T) {
	var r reader
	part := func(id, text string) string { return "<section id=\"" + id + "\"><p>" + text + "</p></section>" }
	for _, page := range []struct {
		body  string
		taken []string // ids
	}{
		{part("a", "x") + part("b", "y") + part("c", "z"), nil},
		{part("a", "x") + part("b", "other") + part("c", "z"), []string{"a", "c"}},
		{part("a", "x") + part("b", "other") + part("new", "y") + part("c", "z"), []string{"a", "b", "c"}},
		{part("b", "other") + part("c", "z"), []string{"b", "c"}},
		{"<p>" + part("b", "other") + "</p>", nil}, // a parser reads it
		{part("b", "other"), nil},
		{"<div>" + part("b", "other") + "</div>", nil},
		{"<div>" + part("b", "other") + part("twice", "") + part("twice", "") + "</div>", []string{"b"}},
		{"<div>" + part("b", "other") + "</div>", nil},
	} {
		copy(r.scanner.before.said, bytes.ToUpper(r.scanner.before.said)) // marks it
		p, err := r.read([]byte(around(page.body)))
		if err != nil {
			t.Fatal(err)
		}
		var taken []string
		for _, id := range p.ids() {
			if text := string(p.said(nil, p.element(id))); id != "all" && text != "" && text == strings.ToUpper(text) {
				taken = append(taken, id)
			}
		}
		if !slices.Equal(taken, page.taken) {
			t.Errorf("%s: took over %q, want %q", page.body, taken, page.taken)
		}
		r.scanner.forget()
		if _, err := r.read([]byte(around(page.body))); err != nil { // as it is, and not as it was marked
			t.Fatal(err)
		}
	}
}

// FuzzScan: whatever is scanned is what a parser finds.
func FuzzScan(f *testing.F) {
	for _, page := range pagesMade(f) {
		if len(page) < 8000 {
			f.Add(page)
		}
	}
	f.Add(around(`<table id="a"><tbody><tr><td id="b">x</td></tr></tbody></table><ul><li id="c">y</li></ul><p id="d">&amp;</p>`))
	f.Fuzz(func(t *testing.T, page string) {
		var r reader
		scansAlike(t, &r, page)
		scansAlike(t, &r, around(page))
		scansAlike(t, &r, around("<p id=\"before\">x</p>"+page))
		scansAlike(t, &r, around(page+page))
		scansAlike(t, &r, around(page))
	})
}

// TestScannedElementsAreInactive: what a scanner knows by its name can do nothing by its
// name, so that only attributes have to be looked at.
func TestScannedElementsAreInactive(t *testing.T) {
	for name := range models {
		if activeElements[name] {
			t.Errorf("<%s> is active, and scanned", name)
		}
	}
}
