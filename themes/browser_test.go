package themes

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/candor-privacy/candor/notices"
)

var (
	shots    = flag.String("shots", "", "write pictures of the examples' pages to this directory")
	pictures = flag.String("pictures", "", "write the pictures of the README to this directory")
	shotsOf  = flag.String("shots-of", "", "only pages and looks whose name contains this, such as intoo-index-dark")
)

// axeSum pins the vendored axe-core 4.14.1 (testdata/axe, MPL-2.0).
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// chromium is the browser of all tests, from the first that needs one on.
var chromium struct {
	context.Context
	stop context.CancelFunc
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

// browser opens a tab in Chromium. Without one the test is skipped, but not in CI.
func browser(t *testing.T) context.Context {
	t.Helper()
	if chromium.stop == nil {
		start(t)
	}
	ctx, cancel := chromedp.NewContext(chromium)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute) // a hang, not a slow machine
	t.Cleanup(cancel)
	return ctx
}

func start(t *testing.T) {
	t.Helper()
	file := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			file = p
			break
		}
	}
	if file == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium on this machine, and CI needs one")
		}
		t.Skip("no Chromium on this machine")
	}
	all, end := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(file),
		chromedp.Flag("headless", true), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")) // whatever a page links to is not there
	ctx, cancel := chromedp.NewContext(all)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	chromium.Context, chromium.stop = ctx, func() { cancel(); end() }
}

// serve hands out a rendered site on the loopback interface, with its headers.
func serve(t *testing.T, files map[string][]byte) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		types := map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json"}
		w.Header().Set("Content-Type", types[path.Ext(name)])
		_, _ = w.Write(data)
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}

// must runs steps of the browser.
func must(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func evaluate[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("evaluating %.80q: %v", script, err)
	}
	return v
}

func media(t *testing.T, ctx context.Context, kind, scheme string) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: kind, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		t.Fatal(err)
	}
}

func pagesOf(files map[string][]byte) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(p string) bool { return path.Ext(p) != ".html" })
}

func axe(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "axe", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != axeSum {
		t.Fatalf("testdata/axe/axe.min.js has the sum %s, want %s", got, axeSum)
	}
	return string(data)
}

const axeRun = `axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}}}).then(r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " | " + n.failureSummary).join(" || ")))`

// TestAccessible runs axe-core over the pages of the examples, narrow to wide, and
// looks for what it cannot see: text that leaves the page. In CI it takes every
// page, light and dark; otherwise fewer, for time.
func TestAccessible(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	files := themed(t)
	script, base, ctx := axe(t), serve(t, files), browser(t)
	runs := 0
	pages := pagesOf(files)
	if os.Getenv("CI") != "true" { // the longest page of each theme stands for the others
		pages = nil
		for _, theme := range embeddedThemes(t) {
			longest := slices.MaxFunc(pagesOf(files), func(a, b string) int { return of(files, theme, a) - of(files, theme, b) })
			pages = append(pages, theme.name+"/index.html", theme.name+"/404.html", longest)
		}
	}
	for _, name := range pages {
		must(t, ctx, chromedp.Navigate(base+name), chromedp.Evaluate[chromedp.Void](unfold), chromedp.Evaluate[chromedp.Void](script+";0"))
		for _, width := range []int64{320, 768, 1280} {
			must(t, ctx, chromedp.EmulateViewport(width, 900))
			if over := evaluate[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s at %d px: %v px too wide: %s", name, width, over, evaluate[string](t, ctx, widest))
			}
			for _, scheme := range schemes(width) {
				media(t, ctx, "", scheme)
				for _, v := range evaluate[[]string](t, ctx, axeRun) {
					t.Errorf("%s %s at %d px: %s", name, scheme, width, v)
				}
				runs++
			}
		}
	}
	t.Logf("axe ran %d times", runs)
}

// schemes are the colours in which axe looks at a page of this width: in CI both at every
// width; otherwise dark where it is narrow and light where it is wide, for time.
func schemes(width int64) []string {
	if os.Getenv("CI") == "true" {
		return []string{"light", "dark"}
	}
	return map[int64][]string{320: {"dark"}, 1280: {"light"}}[width]
}

// worked are the pages of themed, once they are made.
var worked map[string][]byte

// TestLongAddresses: an address of e-mail or of the web that is longer than a narrow
// screen breaks, wherever it stands; it has the width of the screen, and nothing leaves the page.
func TestLongAddresses(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	n := fixture()
	long := strings.Repeat("data-protection-", 4) + "office@" + strings.Repeat("privacy", 8) + ".example.org"
	for i := range n.Contacts {
		n.Contacts[i].Email, n.Contacts[i].URL = long, "https://"+strings.Repeat("complaints", 8)+".example.org/form"
	}
	n.Party.Website, n.Recipients[0].Policy, n.Recipients[0].Contact = n.Contacts[0].URL, n.Contacts[0].URL, &n.Contacts[0]
	for i := range n.Statements {
		n.Statements[i].Sentence = sentence(n.Statements[i].Sentence.Text + " Write to " + long + ".")
	}
	s := fixtureSite()
	s.Notices = []*notices.Notice{n}
	ctx := browser(t)
	for _, theme := range embeddedThemes(t) {
		files := theme.render(t, s)
		base := serve(t, files)
		for _, name := range pagesOf(files) {
			if !strings.Contains(name, "/") {
				continue
			}
			must(t, ctx, chromedp.EmulateViewport(320, 900), chromedp.Navigate(base+name), chromedp.Evaluate[chromedp.Void](unfold))
			if over := evaluate[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s, %s: %v px too wide: %s", theme.name, name, over, evaluate[string](t, ctx, widest))
			}
			if room := evaluate[float64](t, ctx, `Math.min(...[...document.querySelectorAll("dl.facts dd")].map(d => d.clientWidth))`); room < 200 {
				t.Errorf("%s, %s: %v px for an address", theme.name, name, room)
			}
		}
	}
}

// themed are the examples in each theme, in a folder of its name.
func themed(t *testing.T) map[string][]byte {
	t.Helper()
	if worked != nil {
		return worked
	}
	s, out := examples(t), map[string][]byte{}
	for _, theme := range embeddedThemes(t) {
		s.BaseURL = "https://legal.example/" + theme.name + "/"
		for name, data := range theme.render(t, s) {
			out[theme.name+"/"+name] = data
		}
	}
	worked = out
	return out
}

// of is the length of a page, 0 for one of another theme.
func of(files map[string][]byte, theme *Theme, name string) int {
	if !strings.HasPrefix(name, theme.name+"/") {
		return 0
	}
	return len(files[name])
}

// unfold opens every layer of a page.
const unfold = `document.querySelectorAll("details").forEach(d => d.open = true)`

const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")`

// TestEvenRows: in the table a raised note makes no line taller than its neighbours,
// and what follows a long name follows it on the same line.
func TestEvenRows(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	base, ctx := serve(t, render(t, examples(t))), browser(t)
	for _, name := range []string{"nextstep/index.html", "nextthought/index.html"} {
		must(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(base+name), chromedp.Evaluate[chromedp.Void](unfold))
		plain, marked := evaluate[float64](t, ctx, lowest+`(li => !li.querySelector(".mark"))`), evaluate[float64](t, ctx, lowest+`(li => li.querySelector(".mark"))`)
		if marked > plain+1 {
			t.Errorf("%s: a line with a raised note is %v px high, one without %v", name, marked, plain)
		}
		if odd := evaluate[[]string](t, ctx, dropped); len(odd) > 0 {
			t.Errorf("%s: what follows these stands below them: %q", name, odd)
		}
	}
}

const lowest = `(like => Math.min(...[...document.querySelectorAll("td li")].filter(like).map(li => li.getBoundingClientRect().height)))`

// dropped are the names of two lines after the end of which there is room for the
// next word, which stands on a line of its own all the same.
const dropped = `[...document.querySelectorAll("td li > a + .note")].filter(n => {
  const text = document.createRange()
  text.selectNodeContents(n.previousElementSibling)
  const a = [...text.getClientRects()].at(-1), b = n.getClientRects()[0]
  return b.top > a.bottom - 4 && n.parentElement.getBoundingClientRect().right - a.right > 110
}).map(n => n.previousElementSibling.textContent)`

// TestFirstScreen: who, for whom, what, why, with whom, how long, what can I do and
// whom to write to are all answered on the first screen of a small laptop, and on the
// first one and two thirds of a telephone. A list that is shortened there links to all of it.
func TestFirstScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	files := themed(t)
	base, ctx := serve(t, files), browser(t)
	for _, name := range pagesOf(files) {
		if strings.Count(name, "/") < 2 {
			continue
		}
		must(t, ctx, chromedp.Navigate(base+name))
		for _, screen := range []struct{ width, height, end int64 }{{1280, 800, 800}, {390, 844, 844 * 5 / 3}} {
			must(t, ctx, chromedp.EmulateViewport(screen.width, screen.height))
			tops := evaluate[map[string]float64](t, ctx, answers)
			if lost := evaluate[[]string](t, ctx, silent); len(lost) > 0 {
				t.Errorf("%s at %d px leaves out entries and does not say so: %q", name, screen.width, lost)
			}
			if len(tops) < 6 {
				t.Errorf("%s answers only %v", name, tops)
			}
			for question, at := range tops {
				if at > float64(screen.end) {
					t.Errorf("%s at %d by %d px: the answer to %q begins %v px down", name, screen.width, screen.height, question, at)
				}
			}
		}
	}
}

// answers are the lower ends of the first line of each answer, without what is never
// done and what is unclear.
const answers = `Object.fromEntries([...document.querySelectorAll(".brief dl > div:not(.wide)")].map(d => {
  const answer = d.querySelector("dd")
  return [d.querySelector("dt").textContent, Math.round(answer.getBoundingClientRect().top + parseFloat(getComputedStyle(answer).lineHeight))]
}))`

// silent are the lists of the summary that hide an entry and show no link to all.
const silent = `[...document.querySelectorAll(".brief ul")].filter(ul => {
  const gone = li => getComputedStyle(li).display === "none"
  const more = ul.querySelector(".more")
  return [...ul.children].some(li => li !== more && gone(li)) && (!more || gone(more))
}).map(ul => ul.textContent)`

// TestHeadingOfTarget: what a link leads to comes into view with the heading above it whole.
func TestHeadingOfTarget(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	base, ctx := serve(t, themed(t)), browser(t)
	for _, theme := range embeddedThemes(t) {
		for _, width := range []int64{390, 1280} {
			must(t, ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(base+theme.name+"/steptech/#no-student-ads"))
			if top := evaluate[float64](t, ctx, headed); top < 0 {
				t.Errorf("%s at %d px: the heading begins %v px above the screen", theme.name, width, -top)
			}
		}
	}
}

// headed is where the heading right above the target begins.
const headed = `[...document.querySelectorAll("main :is(h2, h3, h4)")].map(h => h.getBoundingClientRect()).filter(h => h.bottom <= document.querySelector(":target").getBoundingClientRect().top + 1).at(-1).top`

// TestLayersPrintOpen: what is folded on the screen stands on paper.
func TestLayersPrintOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	base, ctx := serve(t, themed(t)), browser(t)
	for _, theme := range embeddedThemes(t) {
		must(t, ctx, chromedp.EmulateViewport(760, 1000), chromedp.Navigate(base+theme.name+"/steptech/index.html"))
		folded := evaluate[[]float64](t, ctx, layers)
		media(t, ctx, "print", "light")
		printed := evaluate[[]float64](t, ctx, layers)
		media(t, ctx, "", "light")
		if len(folded) < 3 || folded[0] == 0 || folded[1] != 0 {
			t.Errorf("%s: on the screen the layers are %v px high: the first open, the others not?", theme.name, folded)
		}
		if slices.Contains(printed, 0) {
			t.Errorf("%s: on paper the layers are %v px high", theme.name, printed)
		}
	}
}

const layers = `[...document.querySelectorAll("details")].map(d => d.querySelector("table").checkVisibility({contentVisibilityAuto: true}) ? Math.round(d.querySelector("tbody").getBoundingClientRect().height) : 0)`

// TestShots writes pictures for a person to look at, a screen of 1400 px each, and
// what a printer would print.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots")
	}
	files := themed(t)
	base, ctx := serve(t, files), browser(t)
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	const screen = 1400
	for _, name := range pagesOf(files) {
		label := strings.TrimSuffix(strings.ReplaceAll(strings.TrimSuffix(name, "/index.html"), "/", "-"), ".html")
		for _, look := range []struct {
			name, media, scheme string
			width               int64
		}{{"light", "", "light", 1280}, {"dark", "", "dark", 1280}, {"phone", "", "light", 390}, {"narrow", "", "dark", 320}, {"print", "print", "light", 760}} {
			if !strings.Contains(label+"-"+look.name, *shotsOf) {
				continue
			}
			media(t, ctx, look.media, look.scheme)
			must(t, ctx, chromedp.EmulateViewport(look.width, screen), chromedp.Navigate(base+name))
			height := evaluate[int](t, ctx, "document.documentElement.scrollHeight")
			for i := 0; i*screen < height; i++ { // the last shows the end of the page
				must(t, ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("scrollTo(0, %d)", i*screen)))
				put(t, *shots, fmt.Sprintf("%s-%s-%02d.png", label, look.name, i), capture(t, ctx, cdppage.CaptureScreenshotFormatPng))
			}
			if look.media == "print" {
				media(t, ctx, "", "light")
				own := true
				paper, err := chromedp.Call(ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &own})
				if err != nil {
					t.Fatal(err)
				}
				put(t, *shots, label+".pdf", paper.Data)
			}
		}
	}
}

// TestPictures writes the pictures of the README: first screens, small enough for it.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures")
	}
	base, ctx := serve(t, themed(t)), browser(t)
	for _, p := range []struct {
		name, page, media, scheme string
		width, height             int64
	}{
		{"light", "plain/nextthought/", "", "light", 1280, 860},
		{"dark", "plain/steptech/#page_glance", "", "dark", 1280, 860},
		{"phone", "plain/career-masterclass/", "", "light", 390, 860},
		{"gov", "gov/nextstep/", "", "light", 860, 860},
	} {
		media(t, ctx, p.media, p.scheme)
		must(t, ctx, chromedp.EmulateViewport(p.width, p.height), chromedp.Navigate(base+p.page))
		data := capture(t, ctx, cdppage.CaptureScreenshotFormatWebp)
		if len(data) > 150<<10 {
			t.Errorf("%s has %d bytes, more than 150 KiB", p.name, len(data))
		}
		put(t, *pictures, p.name+".webp", data)
	}
}

// capture takes a picture of what the browser shows.
func capture(t *testing.T, ctx context.Context, format cdppage.CaptureScreenshotFormat) []byte {
	t.Helper()
	params := cdppage.CaptureScreenshotParams{Format: format}
	if format != cdppage.CaptureScreenshotFormatPng {
		quality := int64(75)
		params.Quality = &quality
	}
	shot, err := chromedp.Call(ctx, cdppage.CaptureScreenshot, params)
	if err != nil {
		t.Fatal(err)
	}
	return shot.Data
}

func put(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}
