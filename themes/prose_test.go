package themes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"
)

func TestProse(t *testing.T) {
	cases := []struct{ name, in, html, md, txt string }{
		{"paragraphs", "One *two* **three**.\n\nFour.", "<p>One <em>two</em> <strong>three</strong>.</p>\n<p>Four.</p>\n", "One *two* **three**.\n\nFour.", "One two three.\n\nFour."},
		{"headings go below the section and get ids", "# A b\n\n## A b", "<h4 id=\"prose_7_a-b\">A b</h4>\n<h5 id=\"prose_7_a-b_2\">A b</h5>\n", "#### A b\n\n##### A b", "A b\n\nA b"},
		{"lists", "- a\n- b\n\n3. c\n4. d", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n", "- a\n- b\n\n3. c\n4. d", "- a\n- b\n\n3. c\n4. d"},
		{"links", "[a](https://x.example/) [b](mailto:a@x.example) [c](#d)",
			`<p><a href="https://x.example/" rel="noopener noreferrer">a</a> <a href="mailto:a@x.example" rel="noopener noreferrer">b</a> <a href="#d" rel="noopener noreferrer">c</a></p>` + "\n",
			"[a](https://x.example/) [b](mailto:a@x.example) [c](#d)", "a <https://x.example/> b <mailto:a@x.example> c"},
		{"comments vanish", "a <!-- not this --> b\n\n<!-- nor this -->", "<p>a  b</p>\n", "a  b", "a  b"},
		{"signs stay signs", "2 < 3 & 4 \\* 5", "<p>2 &lt; 3 &amp; 4 * 5</p>\n", "2 \\< 3 & 4 \\* 5", "2 < 3 & 4 * 5"},
		{"nothing", " \n\t", "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newProseWriter()
			got := w.write("notice", c.in, 3, 7)
			if string(got.HTML) != c.html {
				t.Errorf("HTML\n got %q\nwant %q", got.HTML, c.html)
			}
			if got.Markdown != c.md {
				t.Errorf("Markdown\n got %q\nwant %q", got.Markdown, c.md)
			}
			if got.Text != c.txt {
				t.Errorf("text\n got %q\nwant %q", got.Text, c.txt)
			}
			if len(w.complaints) > 0 {
				t.Errorf("complaints: %q", w.complaints)
			}
		})
	}
}

func TestProseComplains(t *testing.T) {
	for in, want := range map[string]string{
		"<b>x</b>":                          "HTML is not allowed",
		"<div>\nx\n</div>":                  "HTML is not allowed",
		"![x](https://x.example/y.png)":     "pictures are not allowed",
		"[x](http://x.example)":             `the link to "http://x.example" is not allowed`,
		strings.Repeat("a", maxProse+1):     "longer than 64 KiB",
		strings.Repeat("a", maxBlock+1):     "a paragraph is too long",
		strings.Repeat("> ", 40) + "x":      "nested too deeply",
		strings.Repeat("[x", maxBrackets+1): "a paragraph is too long",
	} {
		w := newProseWriter()
		w.write("notice", in, 3, 1)
		if !slices.ContainsFunc(w.complaints, func(c string) bool { return strings.Contains(c, want) }) {
			t.Errorf("%.40q: complaints %q, want one with %q", in, w.complaints, want)
		}
	}
}

// proseElements and their attributes are all that prose may put into a page. It
// is written out here again, apart from the filters, as the oracle of attacks.
var proseElements = map[string][]string{
	"p": nil, "ul": nil, "ol": {"start"}, "li": nil, "em": nil, "strong": nil, "code": nil, "pre": nil, "blockquote": nil,
	"br": nil, "hr": nil, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"}, "a": {"href", "rel"},
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"scope"}, "td": nil, "div": {"class", "tabindex"},
}

// foreign returns what in a fragment of HTML is outside the list, or "".
func foreign(fragment string) string {
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return err.Error()
	}
	for _, root := range nodes {
		all := []*html.Node{root}
		for n := range root.Descendants() {
			all = append(all, n)
		}
		for _, n := range all {
			switch n.Type {
			case html.TextNode:
				continue
			case html.ElementNode:
			default:
				return fmt.Sprintf("node of type %d", n.Type)
			}
			attrs, ok := proseElements[n.Data]
			if !ok {
				return "<" + n.Data + ">"
			}
			for _, a := range n.Attr {
				if !slices.Contains(attrs, a.Key) {
					return fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
				if a.Key == "href" && !goodHref(a.Val) {
					return "href " + a.Val
				}
			}
		}
	}
	return ""
}

// goodHref is a second, plainer statement of which addresses are allowed.
func goodHref(s string) bool {
	if strings.ContainsAny(s, "\\\t\n\r \x00\"'<>`") {
		return false
	}
	switch {
	case strings.HasPrefix(s, "https://"):
		host, _, _ := strings.Cut(strings.TrimPrefix(s, "https://"), "/")
		return host != "" && !strings.Contains(host, "@")
	case strings.HasPrefix(s, "mailto:"):
		return strings.Count(s, "@") == 1 && !strings.ContainsAny(s, "?,;%")
	case strings.HasPrefix(s, "tel:"):
		return strings.Trim(s[4:], "+0123456789().-") == ""
	}
	return !strings.Contains(s, ":") && !strings.Contains(s, "//")
}

func TestProseAttacks(t *testing.T) {
	places := map[string]string{
		"text": "before %s after", "block": "\n\n%s\n\n", "heading": "# x %s", "heading id": "# x {#%s}", "link": "[x](%s)", "link text": "[%s](https://good.example)",
		"link title": "[x](https://good.example \"%s\")", "reference": "[x][y]\n\n[y]: %s", "image": "![x](%s)", "image text": "![%s](https://good.example/x.png)",
		"fence info": "```%s\nx\n```", "tilde info": "~~~ %s\nx\n~~~", "code": "`%s`", "indented code": "    %s", "fence": "```\n%s\n```", "quote": "> %s", "item": "- x\n  %s",
		"cell": "|a|b|\n|-|-|\n|%s|x|", "autolink": "<%s>", "emphasis": "*%s*", "attribute": "{%s}\n# x",
	}
	n := 0
	for _, vector := range vectors(t) {
		for place, format := range places {
			in := strings.Replace(format, "%s", vector, 1)
			got := newProseWriter().write("notice", in, 3, 1)
			if bad := foreign(string(got.HTML)); bad != "" {
				t.Errorf("%s in %s: %s\n%s", vector, place, bad, got.HTML)
			}
			n++
		}
	}
	t.Logf("%d attacks", n)
	if n < 6000 {
		t.Errorf("only %d attacks", n)
	}
}

func FuzzProse(f *testing.F) {
	for _, vector := range vectors(f) {
		f.Add(vector)
	}
	f.Add("- a\n  - b\n\n> c\n\n|a|b|\n|-|-|\n|c|d|\n")
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) > 4096 {
			return
		}
		got := newProseWriter().write("notice", in, 3, 1)
		if bad := foreign(string(got.HTML)); bad != "" {
			t.Errorf("%q: %s\n%s", in, bad, got.HTML)
		}
	})
}

// TestProsePathological feeds patterns that are slow in Markdown parsers, at the
// limit of a field. The aim is 250 ms each; the test allows ten times that.
func TestProsePathological(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	fill := func(unit string) string { return strings.Repeat(unit, maxProse/len(unit)) }
	lines := func(unit string) string { // the same, in blocks that stay below the limit of one
		block := strings.Repeat(unit, 380/max(1, strings.Count(unit, "[")))
		block = block[:min(len(block), maxBlock-2)]
		return strings.Repeat(block+"\n\n", maxProse/(len(block)+2))
	}
	for _, unit := range []string{"![", "[a](", "[", "]", "[a", "*", "_", "**a ", "*a_ ", "_a*", "`", "``a", "- ", "> ", ">", "1. ", "1. a\n\n", "- a\n\nb\n\n",
		"- a\n  ", "|a", "|a|\n", "# ", "<", "<a ", "<!--", "&", "\\", "~~~\n", "```\n", "    a\n", "\t", "\n", " \n", "[x]: y\n", "[^a]", "{#a}", "a\n===\n", "$$", "((", "a@b.c ", "<div>\n"} {
		for name, in := range map[string]string{"": fill(unit), " in blocks": lines(unit)} {
			start := time.Now()
			newProseWriter().write("notice", in, 3, 1)
			took := time.Since(start)
			if took > 100*time.Millisecond {
				t.Logf("%q%s took %v", unit, name, took)
			}
			if took > 2500*time.Millisecond {
				t.Errorf("%q%s took %v", unit, name, took)
			}
		}
	}
}

func TestSafeHref(t *testing.T) {
	good := []string{
		"https://example.org", "https://example.org/", "https://example.org/a/b?c=d&e=f#g", "https://EXAMPLE.org", "HTTPS://example.org", "https://example.org:8443/x",
		"https://xn--bcher-kva.example/", "https://example.org/a%20b", "https://example.org/?q=a+b", "https://[2001:db8::1]/", "https://192.0.2.1/",
		"mailto:a@example.org", "MAILTO:a@example.org", "mailto:first.last+tag@example.org", "tel:+442079460000", "tel:202.555.0100", "tel:(405)872-6181",
		"https://bücher.example/", "https://example.org/a;b=c", "https://example.org/~a/", "https://example.org/(a)", "https://sub.sub.example.org/", "https://example.org/?a=b;c=d", "https://example.org/%C3%BC",
		"https://example.org#x", "https://example.org/a,b", "mailto:privacy@sub.example.org", "mailto:a_b-c@example.org", "tel:112", "tel:(202)555-0100", "notices/a/", "a-b_c.html#d-e", "#for_use_member", "#prose_1_a",
		"#a", "#keep-payment", "#part_use", "/a/", "/a/b", "/a/#b", "a/b", "a.html", "notice.json", "/a/index.html#b",
	}
	for _, s := range good {
		if safeHref(s) == "" {
			t.Errorf("%q was refused", s)
		}
	}
	bad := []string{
		"", " ", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)", "javascript\x00:alert(1)",
		"javascript&colon;alert(1)", "java%0ascript:alert(1)", "javascript%3aalert(1)", "vbscript:x", "data:text/html,x", "data:,x", "blob:x", "file:///etc/passwd", "filesystem:x", "ftp://x", "http://example.org",
		"ws://x", "about:blank", "view-source:https://x", "//example.org", "///example.org", "////example.org", "/\\example.org", "\\/example.org", "\\\\example.org", "/\texample.org", "/\n/example.org", "https:example.org", "https:/example.org",
		"https:///example.org", "https://", "https://user@example.org", "https://user:pw@example.org", "https://a@b@example.org", "https://example.org\\@evil.example", "https://exa mple.org", "https://example.org/\"onclick=x",
		"https://example.org/'", "https://example.org/<x>", "https://example.org/`", "https://ex%00ample.org", "https://example.org%2f@evil.example", "https://example.org\u0085", "https://example.org\u0000",
		"mailto:", "mailto:a", "mailto:@x", "mailto:a@", "mailto:a@b?subject=x", "mailto:a@b,c@d", "mailto:a@b;c@d", "mailto:a%40b@c", "mailto:a@b@c", "tel:", "tel:abc", "tel:+1;ext=2", "tel:javascript:x",
		"#", "#a b", "#\"", "#<", "#a#b", "../a", "a/../b", "a//b", "/a//b", "?a=b", "a?b=c", "a:b", "a b", "%6aavascript:alert(1)", ":x", "x:",
		"javascript:", "javascript&#58;alert(1)", "javascript&#x3a;alert(1)", "java\vscript:alert(1)", "java\fscript:alert(1)", "java\rscript:alert(1)", "\x1fjavascript:alert(1)", "\u00a0javascript:alert(1)", "\ufeffjavascript:alert(1)", "\u200bjavascript:alert(1)",
		"javascript :alert(1)", "javascript\t:alert(1)", "javaſcript:alert(1)", "ｊavascript:alert(1)", "javascript：alert(1)", "data:;base64,eA==", "data:image/svg+xml,<svg/onload=x>", "DATA:text/html,x", "\tdata:x", "feed:javascript:x", "view-source:javascript:x",
		"chrome://settings", "about:srcdoc", "res://x", "ms-settings:x", "vnd.x:y", "sms:+1", "geo:1,2", "magnet:?x", "urn:x:y", "ldap://x", "gopher://x", "telnet://x", "news:x", "cid:x", "mid:x", "wss://x", "git://x", "ssh://x", "svn://x",
		"https://:443/", "https://%65xample.org", "https://example.org:port/", "https://exa\tmple.org", "https://example.org/a b", "HTTP://example.org", "hTtPs:\\example.org", "/%2fexample.org", "/;/example.org//x", "./../x", "..", "../", "/..", "/../x", "\\x", "/\\x",
		"mailto:a@b\nBcc:c@d", "mailto:a@b%0abcc:c@d", "mailto:\"a\"@b", "mailto:a@b&body=x", "tel:+1\n2", "tel:1", "tel:*21*1#", "jar:https://x!/", "livescript:x", "mocha:x", "intent://x", "steam://x", "smb://x",
	}
	for _, s := range bad {
		if got := safeHref(s); got != "" {
			t.Errorf("%q was kept as %q", s, got)
		}
	}
	t.Logf("%d good, %d bad", len(good), len(bad))
	if len(good) < 40 || len(bad) < 120 {
		t.Errorf("%d good and %d bad addresses", len(good), len(bad))
	}
}

// TestBare: what the reader of bare HTML lets pass is what the second filter would let pass
// as it is; what the writer makes of plain paragraphs and lists is among it.
func TestBare(t *testing.T) {
	for tag := range bareTags {
		if got := prosePolicy().Sanitize(tag); got != tag {
			t.Errorf("the second filter makes %q of %q", got, tag)
		}
	}
	pieces := slices.Concat(slices.Sorted(maps.Keys(bareTags)), slices.Sorted(maps.Keys(bareEscapes)), []string{
		"words", " ", "\n", "“é”", "\u2028", "\ufffd", "&", ";", "<", ">", "\"", "'", "\r", "\x00", "\x7f", "\xff", "&nbsp;", "&#0;", "amp;", "<P>", "<p >", "</br>", "<p/>", "/>",
		"<script>", "</script>", "<style>", "<!--", "-->", "<!", "<?", "</", "<a href=\"https://x.example\">", "</a>", "<h3>", "<table>", "<svg>", "<title>", "<textarea>",
	})
	bare := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
		if !isBare(text) {
			return
		}
		bare++
		if got := prosePolicy().Sanitize(text); got != text {
			t.Errorf("the second filter makes %q of %q", got, text)
		}
	})
	if bare == 0 {
		t.Error("nothing was bare")
	}
	p := newProseWriter().write("notice", "Some *plain* words & “signs”.\n\n- one\n- two\n\n> `three`", 2, 1)
	if !isBare(string(p.HTML)) {
		t.Errorf("this should be bare: %s", p.HTML)
	}
}
