package themes

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// vectors are attacks by markup, one a line.
func vectors(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(data), "\n"), "\n")
}

// attacked are notices whose Markdown holds every vector in five places, two
// hundred texts a notice.
func attacked(t testing.TB) ([]*notices.Notice, int) {
	var out []*notices.Notice
	n := 0
	for _, form := range []string{"before %s after", "# %s", "[x](%s)", "![%[1]s](%[1]s)", "`%s`"} {
		for _, v := range vectors(t) {
			if n%200 == 0 {
				out = append(out, &notices.Notice{ID: fmt.Sprintf("n%d", len(out)), Title: "Attacks", Language: "en", Party: notices.Party{Name: "Mallory"}})
			}
			note := notices.Note{ID: fmt.Sprintf("a%d", n), Anchor: fmt.Sprintf("note-a%d", n), Section: "security", Title: "Attack", Prose: fmt.Sprintf(form, v)}
			last := out[len(out)-1]
			last.Notes = append(last.Notes, note)
			n++
		}
	}
	return out, n
}

// ran counts what scripts do that an attacker can start, in the page and its frames.
const ran = `window.alert = window.prompt = window.confirm = window.print = () => { try { window.top.ran++ } catch {} }; try { window.top.ran ??= 0 } catch {}`

// provoke does to a page what its readers might, then waits for what is late. It
// gives the number of scripts that ran and whatever in the page could still run one.
const provoke = `new Promise(done => {
  const all = [...document.querySelectorAll("*")]
  for (const e of all) for (const type of ["mouseover", "mouseenter", "pointermove", "focus", "toggle", "animationstart"]) e.dispatchEvent(new Event(type, {bubbles: true}))
  const odd = all.flatMap(e => [...e.attributes].filter(a => a.name.startsWith("on") || a.name === "style" || a.name === "srcset").map(a => e.tagName + " " + a.name))
  const links = all.filter(e => e.protocol && !["https:", "mailto:", "tel:", location.protocol].includes(e.protocol)).map(e => e.href)
  const foreign = all.filter(e => /^(SCRIPT|IFRAME|OBJECT|EMBED|FORM|INPUT|BUTTON|IMG|SVG|MATH|STYLE|BASE|VIDEO|AUDIO|TEMPLATE)$/i.test(e.tagName)).map(e => e.outerHTML.slice(0, 80))
  setTimeout(() => done([String(window.ran), ...odd, ...links, ...foreign]), 150)
})`

// unguarded is a browser that minds no policy of a page and counts scripts.
func unguarded(t *testing.T) context.Context {
	t.Helper()
	ctx := browser(t)
	must(t, ctx, chromedp.Navigate("about:blank"))
	if _, err := chromedp.Call(ctx, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: ran}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// TestAttacksInBrowser opens every attack in Chromium, in Markdown and in every
// string of the model, with the content security policy switched off: nothing may
// run even so. The same attacks as they are do run, all in CI and some
// otherwise, or the test would prove nothing.
func TestAttacksInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	files := map[string][]byte{}
	add := func(folder string, theme *Theme, s Site) {
		made, _ := theme.Render(s) // it complains of the attacks
		for _, f := range made {
			if !strings.HasPrefix(f.Path, "_") {
				files[folder+"/"+f.Path] = f.Data
			}
		}
	}
	attacks, n := attacked(t)
	add("markdown", plain(t), Site{Title: "Attacks", Notices: attacks})
	for _, theme := range embeddedThemes(t) {
		s, _ := spoiled(`"><img src=x onerror=alert(1)>`)
		add("model-"+theme.name, theme, s)
	}
	pages := pagesOf(files)
	control, every := "<!DOCTYPE html><title>control</title>", 8
	if os.Getenv("CI") == "true" {
		every = 1
	}
	for i, v := range vectors(t) {
		if i%every != 0 {
			continue // hundreds of frames at once take longer than all the rest
		}
		name := fmt.Sprintf("raw/%d.html", i)
		files[name] = []byte("<!DOCTYPE html><meta charset=utf-8><body>" + v)
		control += fmt.Sprintf("<iframe src=%q></iframe>", name)
	}
	files["control.html"] = []byte(control)
	base, ctx := serve(t, files), unguarded(t)
	must(t, ctx, chromedp.Navigate(base+"control.html"))
	harm := evaluate[float64](t, ctx, `new Promise(done => setTimeout(() => done(window.ran), 1000))`)
	if harm*float64(every) < 100 {
		t.Errorf("only %v of the attacks run where nothing stops them", harm)
	}
	for _, name := range pages {
		must(t, ctx, chromedp.Navigate(base+name))
		if got := evaluate[[]string](t, ctx, provoke); len(got) != 1 || got[0] != "0" {
			t.Errorf("%s: scripts run, and what else should not be there: %q", name, got)
		}
	}
	t.Logf("%d attacks in Markdown on %d pages; unguarded, %v scripts run", n, len(pages), harm)
}

// TestPolicyBlocks plants an inline script, a handler and an outside script in a page
// of each theme: the policy in its head must stop them all.
func TestPolicyBlocks(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	for _, theme := range embeddedThemes(t) {
		files := theme.render(t, fixtureSite())
		planted := strings.Replace(string(files["garden-club/index.html"]), "</body>", `<script>document.title = "ran"</script><img src="x" onerror="document.title = 'ran'"><script src="x.js"></script></body>`, 1)
		files["planted.html"] = []byte(strings.ReplaceAll(planted, `"../assets/`, `"assets/`))
		files["x.js"] = []byte(`document.title = "ran"`)
		files["free.html"] = []byte(strings.ReplaceAll(string(files["planted.html"]), policy, "img-src 'self'"))
		base, ctx := serve(t, files), browser(t)
		must(t, ctx, chromedp.Navigate(base+"planted.html"))
		if title := evaluate[string](t, ctx, "document.title"); title != "Privacy notice · Garden Club Ltd" {
			t.Errorf("%s: the planted script ran: title %q", theme.name, title)
		}
		if got := evaluate[int](t, ctx, "document.styleSheets[0].cssRules.length"); got == 0 {
			t.Errorf("%s: the page's own style did not load", theme.name)
		}
		must(t, ctx, chromedp.Navigate(base+"free.html"))
		if title := evaluate[string](t, ctx, "document.title"); title != "ran" {
			t.Errorf("%s: without the policy the planted script does not run either: title %q", theme.name, title)
		}
	}
}

var (
	tableHead = regexp.MustCompile(`(?m)^\[\[?[a-z][a-z0-9.-]*\]\]?[ \t]*(#.*)?$`)
	citesKey  = regexp.MustCompile(`(?ms)^cites\s*=\s*\[[^\]]*\]`)
	innerKey  = regexp.MustCompile(`(?m)^internal\s*=.*$`)
)

// TestNothingInternalIsPublished gives every table of the five examples an owner, a
// remark and a citation, and looks for them in every file of the site.
func TestNothingInternalIsPublished(t *testing.T) {
	const secret = "Qsecretq"
	fsys, tables := fstest.MapFS{}, 0
	root := os.DirFS("..")
	for _, top := range []string{"candor.toml", "notices/examples"} {
		err := fs.WalkDir(root, top, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := fs.ReadFile(root, name)
			if path.Ext(name) == ".toml" && name != "candor.toml" {
				data = innerKey.ReplaceAll(citesKey.ReplaceAll(data, nil), nil)
				data = tableHead.ReplaceAllFunc(data, func(head []byte) []byte {
					tables++
					own := fmt.Sprintf("\ninternal = { owner = \"%s-o%d\", note = \"%[1]s-n%[2]d\", reviewed = 2033-03-03 }\ncites = [\"%[1]s-c%[2]d\"]", secret, tables)
					return append(bytes.Clone(head), own...)
				})
			}
			fsys[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	inv, _ := inventory.Load(fsys)
	set, _ := notices.Resolve(inv)
	known := 0
	for _, in := range set.Internal {
		for _, r := range in.Records() {
			if strings.HasPrefix(r.Owner, secret) {
				known++
			}
		}
	}
	if tables < 1000 || known < tables*8/10 || len(set.Notices) < 5 {
		t.Fatalf("%d tables, %d of them known to the internal record, %d notices: too few to prove anything", tables, known, len(set.Notices))
	}
	s := Site{Title: set.Title, Banner: set.Banner, BaseURL: "https://legal.example/", Digest: set.Digest, Notices: set.Notices}
	for _, theme := range embeddedThemes(t) {
		for name, data := range theme.render(t, s) {
			for _, canary := range []string{secret, "2033-03-03", "3 March 2033", "March 3, 2033"} {
				if bytes.Contains(data, []byte(canary)) {
					t.Errorf("%s, %s holds %q", theme.name, name, canary)
				}
			}
		}
	}
	t.Logf("%d tables", tables)
}

// FuzzSiteFiles: whatever the address of a site, its sitemap reads back as XML with
// that address only, and _headers and robots.txt have no line that we did not mean.
func FuzzSiteFiles(f *testing.F) {
	for _, base := range []string{"https://a.example/", "https://a.example/x%0a%20%20X-Evil: 1/", "https://a.example/&lt;/loc>/", "https://a.example/%2f..%2f", "http://[::1]/\u202e", "https://a.example/a b"} {
		f.Add(base)
	}
	f.Fuzz(func(t *testing.T, base string) {
		s := Site{Title: "x", BaseURL: base, Notices: []*notices.Notice{{ID: "n", Language: "en"}}}
		var set struct {
			XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
			URLs    []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if url := baseURL(base); url != "" {
			if err := xml.Unmarshal(sitemaps(s)[0].Data, &set); err != nil {
				t.Fatalf("%q: %v", base, err)
			}
			if len(set.URLs) != 2 || set.URLs[0].Loc != url || set.URLs[1].Loc != url+"n/" {
				t.Fatalf("%q: %+v", base, set.URLs)
			}
		}
		lines := strings.Split(string(headers(rootPath(s), "style.css")), "\n")
		if len(lines) != len(strings.Split(string(headers("/", "style.css")), "\n")) {
			t.Fatalf("%q: _headers has %q", base, lines)
		}
		for i, want := range strings.Split(string(headers("/", "style.css")), "\n") {
			if strings.HasPrefix(want, "  ") && lines[i] != want {
				t.Fatalf("%q: _headers has the line %q", base, lines[i])
			}
		}
		if n := strings.Count(string(robots(s)), "\n"); n > 3 {
			t.Fatalf("%q: robots.txt has %d lines", base, n)
		}
	})
}
