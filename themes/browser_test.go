package themes

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
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
)

var (
	shots   = flag.String("shots", "", "write pictures of the examples' pages to this directory")
	shotsOf = flag.String("shots-of", "", "only pages and looks whose name contains this, such as intoo-index-dark")
)

// axeSum pins the vendored axe-core 4.14.1 (testdata/axe, MPL-2.0).
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// browser starts Chromium. Without one the test is skipped, but not in CI.
func browser(t *testing.T) context.Context {
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
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(file),
		chromedp.Flag("headless", true), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute) // a hang, not a slow machine
	t.Cleanup(cancel)
	return ctx
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
	script, files := axe(t), render(t, examples(t))
	base, ctx := serve(t, files), browser(t)
	runs := 0
	pages := pagesOf(files)
	if os.Getenv("CI") != "true" { // the longest page stands for the others
		pages = []string{"index.html", "404.html", slices.MaxFunc(pages, func(a, b string) int { return len(files[a]) - len(files[b]) })}
	}
	for _, name := range pages {
		for _, width := range []int64{320, 768, 1280} {
			must(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(base+name))
			if over := evaluate[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s at %d px: %v px too wide: %s", name, width, over, evaluate[string](t, ctx, widest))
			}
			must(t, ctx, chromedp.Evaluate[chromedp.Void](script+";0"))
			schemes := []string{"light", "dark"}
			if os.Getenv("CI") != "true" { // colours do not depend on the width
				schemes = map[int64][]string{320: {"light"}, 768: {"dark"}, 1280: {"light"}}[width]
			}
			for _, scheme := range schemes {
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

const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")`

// TestEvenRows: in the table a raised note makes no line taller than its neighbours,
// and what follows a long name follows it on the same line.
func TestEvenRows(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	base, ctx := serve(t, render(t, examples(t))), browser(t)
	for _, name := range []string{"nextstep/index.html", "nextthought/index.html"} {
		must(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(base+name))
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

// TestPolicyBlocks plants an inline script and an outside picture in a page: the
// policy in its head must stop both.
func TestPolicyBlocks(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	files := render(t, fixtureSite())
	planted := strings.Replace(string(files["garden-club/index.html"]), "</body>", `<script>document.title = "ran"</script></body>`, 1)
	files["planted.html"] = []byte(strings.ReplaceAll(planted, `"../assets/`, `"assets/`))
	base, ctx := serve(t, files), browser(t)
	must(t, ctx, chromedp.Navigate(base+"planted.html"))
	if title := evaluate[string](t, ctx, "document.title"); title != "Privacy notice · Garden Club Ltd" {
		t.Errorf("the planted script ran: title %q", title)
	}
	if got := evaluate[int](t, ctx, "document.styleSheets[0].cssRules.length"); got == 0 {
		t.Error("the page's own style did not load")
	}
}

// TestShots writes pictures for a person to look at.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots")
	}
	files := render(t, examples(t))
	base, ctx := serve(t, files), browser(t)
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range pagesOf(files) {
		label := strings.TrimSuffix(strings.ReplaceAll(name, "/", "-"), ".html")
		for _, look := range []struct {
			name, media, scheme string
			width               int64
		}{{"light", "", "light", 1280}, {"dark", "", "dark", 1280}, {"phone", "", "light", 360}, {"print", "print", "light", 760}} {
			if !strings.Contains(label+"-"+look.name, *shotsOf) {
				continue
			}
			media(t, ctx, look.media, look.scheme)
			must(t, ctx, chromedp.EmulateViewport(look.width, 1400), chromedp.Navigate(base+name))
			height := evaluate[float64](t, ctx, "document.documentElement.scrollHeight")
			for i := 0; float64(i)*7000 < height; i++ {
				beyond := true
				clip := cdppage.Viewport{Y: float64(i) * 7000, Width: float64(look.width), Height: min(7000, height-float64(i)*7000), Scale: 1}
				shot, err := chromedp.Call(ctx, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{Clip: &clip, CaptureBeyondViewport: &beyond})
				if err != nil {
					t.Fatal(err)
				}
				writeTiles(t, filepath.Join(*shots, label+"-"+look.name), shot.Data, 5*i)
			}
		}
	}
}

// writeTiles cuts a tall picture into pieces a screen can show.
func writeTiles(t *testing.T, name string, data []byte, from int) {
	t.Helper()
	whole, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	size := whole.Bounds()
	for y := 0; y < size.Dy(); y += 1400 {
		tile := image.NewRGBA(image.Rect(0, 0, size.Dx(), min(1400, size.Dy()-y)))
		draw.Draw(tile, tile.Bounds(), whole, image.Pt(0, y), draw.Src)
		var out bytes.Buffer
		if err := png.Encode(&out, tile); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(fmt.Sprintf("%s-%02d.png", name, from+y/1400), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
