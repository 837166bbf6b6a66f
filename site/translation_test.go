package site

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
)

// inWelsh is the notice of the small workspace in another language.
var inWelsh = map[string]string{"notices/shop-cy/notice.toml": `
[notice]
extends      = "shop"
title        = "Hysbysiad preifatrwydd"
language     = "cy"
translations = { en = "shop" }

[category.orders]
label = "eich archebion"

[[use]]
id   = "orders"
text = "Rydym yn defnyddio eich archebion i’w danfon."
`}

func TestTranslationsLinkEachOther(t *testing.T) {
	fsys := small(inWelsh)
	shop := fsys["notices/shop/notice.toml"]
	shop.Data = []byte(strings.Replace(string(shop.Data), "[notice]\n", "[notice]\ntranslations = { cy = \"shop-cy\" }\n", 1))
	o := Options{BaseURL: "https://shop.example/legal/"}
	s := Build(fsys, o)
	for _, f := range s.Findings {
		if f.Severity == finding.Error {
			t.Errorf("found %s: %s", f.Code, f.Message)
		}
	}
	files := newView(s).files
	head := `<link rel="alternate" hreflang="cy" href="https://shop.example/legal/shop-cy/">
<link rel="alternate" hreflang="en" href="https://shop.example/legal/shop/">
`
	for name, link := range map[string]string{
		"shop/index.html":    `<li lang="cy"><a href="../shop-cy/index.html" hreflang="cy" rel="alternate">Cymraeg</a></li>` + "\n" + `<li lang="en"><span aria-current="true">English</span></li>`,
		"shop-cy/index.html": `<li lang="cy"><span aria-current="true">Cymraeg</span></li>` + "\n" + `<li lang="en"><a href="../shop/index.html" hreflang="en" rel="alternate">English</a></li>`,
	} {
		page := string(files[name])
		if !strings.Contains(page, head) || !strings.Contains(page, link) {
			t.Errorf("%s lacks %s or %s:\n%s", name, head, link, page[:min(len(page), 3000)])
		}
	}
	for name, text := range map[string]string{
		"shop/notice.md":     "This notice in other languages:\n\n- [Cymraeg](../shop-cy/notice.md)\n",
		"shop/notice.txt":    "- Cymraeg: https://shop.example/legal/shop-cy/notice.txt\n",
		"shop-cy/notice.md":  "- [English](../shop/notice.md)\n",
		"shop-cy/notice.txt": "- English: https://shop.example/legal/shop/notice.txt\n",
		"shop/notice.jsonld": `"@id": "https://shop.example/legal/shop-cy/",`,
		"shop-cy/notice.jsonld": `"inLanguage": "en",
      "url": "../shop/index.html"`,
	} {
		if !strings.Contains(string(files[name]), text) {
			t.Errorf("%s lacks %s:\n%s", name, text, files[name][:min(len(files[name]), 1500)])
		}
	}
	if map1 := string(files["sitemap.xml"]); strings.Count(map1, `<xhtml:link rel="alternate" hreflang="cy" href="https://shop.example/legal/shop-cy/"></xhtml:link>`) != 2 || !strings.Contains(map1, `xmlns:xhtml="http://www.w3.org/1999/xhtml"`) {
		t.Errorf("sitemap.xml is\n%s", map1)
	}
	engine, err := policies.New(t.Context(), s.Set, policies.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(notice string) decision.Answer {
		return engine.Decide(t.Context(), decision.Question{Notice: notice, Action: "use", Categories: []string{"orders"}, Purpose: "delivery"})
	}
	if en, cy := ask("shop"), ask("shop-cy"); !en.Allow || !cy.Allow || len(en.Reasons) != 1 || len(cy.Reasons) != 1 || en.Reasons[0].Statement != cy.Reasons[0].Statement || en.Reasons[0].Text == cy.Reasons[0].Text {
		t.Errorf("asked of both: %+v and %+v", en, cy)
	}
	o.Only = "shop" // a page that is made before the others is the same
	alone, _ := new(Builder).notice(fsys, o)
	for path, data := range alone.files {
		if !slices.Equal(data, files[path]) {
			t.Errorf("%s, made alone, is another", path)
		}
	}
	if page := string(newView(Build(fsys, Options{})).files["shop/index.html"]); strings.Contains(page, `<link rel="alternate" hreflang`) || !strings.Contains(page, "../shop-cy/index.html") {
		t.Error("without an address the head names pages it cannot name, or the switch is lost")
	}
	for _, change := range []func(){func() {}, func() { delete(fsys, "notices/shop-cy/notice.toml") }} { // and so is what is made notice by notice
		change()
		want := Build(fsys, Options{})
		got, _, _ := Publish(fsys, Options{}, Where{Public: filepath.Join(t.TempDir(), "public")}, func(*Site) (Policy, error) { return Policy{}, nil })
		if got.Report() != want.Report() || got.Digest != want.Digest {
			t.Errorf("published:\n%s\nbuilt:\n%s", got.Report(), want.Report())
		}
	}
	var codes []string
	for _, f := range Build(fsys, Options{}).Findings {
		if f.Severity == finding.Error {
			codes = append(codes, f.Code)
		}
	}
	if !slices.Equal(codes, []string{"unknown-id"}) {
		t.Errorf("a translation that is not there is told as %q, want unknown-id once", codes)
	}
	o.Only = ""
	if page := string(newView(Build(small(nil), o)).files["shop/index.html"]); strings.Contains(page, "hreflang") {
		t.Error("a notice without translations names some")
	}
}
