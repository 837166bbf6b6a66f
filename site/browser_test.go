package site

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/candor-privacy/candor/themes"
)

// chromium is the browser of all tests, from the first that needs one on.
var chromium struct {
	context.Context
	stop context.CancelFunc
}

// foreign is a name that leads to this machine, as the names of others may.
const foreign = "evil.test"

// browser opens a tab in Chromium. Without one the test is skipped, but not in CI.
func browser(t *testing.T) context.Context {
	t.Helper()
	if chromium.stop == nil {
		start(t)
	}
	ctx, stop := chromedp.NewContext(chromium)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	return ctx
}

func start(t *testing.T) {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && program == "" {
			program = found
		}
	}
	if program == "" && os.Getenv("CI") == "true" {
		t.Fatal("no Chromium on this machine, and CI needs one")
	}
	if program == "" {
		t.Skip("no Chromium on this machine")
	}
	all, end := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(program),
		chromedp.Flag("headless", true), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("no-first-run", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("host-resolver-rules", "MAP "+foreign+" 127.0.0.1"))
	ctx, stop := chromedp.NewContext(all)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	chromium.Context, chromium.stop = ctx, func() { stop(); end() }
}

func open(t *testing.T, ctx context.Context, url string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
}

func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}

// becomes waits until a script says what it should.
func becomes(t *testing.T, ctx context.Context, what, script, want string) {
	t.Helper()
	got := ""
	for range 200 {
		got, _ = chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise)) // a page being replaced cannot answer
		if strings.Contains(got, want) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("%s: the browser shows %q, want %q", what, got, want)
}

const (
	pageText    = `document.body.innerText`
	furniture   = `document.querySelector("candor-preview").shadowRoot`
	overlayText = `(() => { const d = document.querySelector("candor-preview")?.shadowRoot.querySelector("dialog"); return d?.open ? d.innerText : "none" })()`
)

// TestPreviewInBrowser edits a real workspace under a real browser.
func TestPreviewInBrowser(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	for name, file := range small(nil) {
		put(t, filepath.Join(dir, name), string(file.Data))
	}
	p := NewPreview(dir, Options{})
	running, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(running, func(Built) {}) }()
	t.Cleanup(func() { stop(); <-done })
	server := httptest.NewServer(p)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })

	file := filepath.Join(dir, "notices", "shop", "notice.toml")
	good, _ := os.ReadFile(file)
	open(t, ctx, server.URL+"/shop/")
	becomes(t, ctx, "the page", pageText, "We never let a machine decide about you.")
	becomes(t, ctx, "no overlay", overlayText, "none")

	put(t, file, strings.Replace(string(good), "a machine decide", "any machine judge", 1))
	becomes(t, ctx, "a saved change", pageText, "We never let any machine judge about you.")

	put(t, file, strings.Replace(string(good), `label = "your orders"`, `label = “your orders”`, 1))
	becomes(t, ctx, "a broken file", overlayText, "notices/shop/notice.toml:15:")
	becomes(t, ctx, "the last good page below", pageText, "We never let any machine judge about you.")
	open(t, ctx, server.URL+"/shop/")
	becomes(t, ctx, "the overlay on a page opened later", overlayText, "notices/shop/notice.toml:15:")
	becomes(t, ctx, "the way out above the report", overlayText, "Show the page (Esc)")
	press(t, ctx, kb.Escape)
	becomes(t, ctx, "the overlay out of the way", overlayText, "none")
	becomes(t, ctx, "the findings still at hand", furniture+`.querySelector(".bar button").innerText`, "error")

	put(t, file, string(good))
	becomes(t, ctx, "mended", pageText, "We never let a machine decide about you.")
	becomes(t, ctx, "the overlay gone", overlayText, "none")
}

// TestPreviewRunsItsOwnScriptOnly plants a script in a page: the page's policy lets
// the preview's script run and stops the other.
func TestPreviewRunsItsOwnScriptOnly(t *testing.T) {
	ctx := browser(t)
	planted := strings.Replace(string(index.Data), "<h1>", `<script>document.documentElement.dataset.ran = "inline"</script><script src="/x.js"></script><img src="x" onerror="document.documentElement.dataset.ran = 'handler'"><h1>`, 1)
	p := fixed(themes.File{Path: "index.html", Data: []byte(planted)}, themes.File{Path: "x.js", Data: []byte(`document.documentElement.dataset.ran = "file"`)})
	server := httptest.NewServer(p)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	open(t, ctx, server.URL+"/")
	p.show(&Site{Public: []themes.File{{Path: "index.html", Data: []byte(strings.Replace(planted, "Hi", "Reloaded", 1))}}})
	becomes(t, ctx, "the preview's own script", pageText, "Reloaded")
	becomes(t, ctx, "the planted scripts", `document.documentElement.dataset.ran ?? "none"`, "none")
}

// TestPreviewFromAnotherSite lets a foreign page point its own name at this
// machine and try to read a draft.
func TestPreviewFromAnotherSite(t *testing.T) {
	ctx := browser(t)
	p := fixed(index)
	draft := httptest.NewServer(p)
	t.Cleanup(func() { draft.CloseClientConnections(); draft.Close() })
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<body>evil</body>"))
	}))
	t.Cleanup(evil.Close)
	port := draft.URL[strings.LastIndex(draft.URL, ":"):]

	open(t, ctx, "http://"+foreign+port+"/")
	becomes(t, ctx, "the draft under another name", pageText, "localhost only")

	open(t, ctx, "http://"+foreign+evil.URL[strings.LastIndex(evil.URL, ":"):]+"/")
	for name, script := range map[string]string{
		"fetch":       `fetch(URL).then(r => r.text(), () => "nothing")`,
		"events":      `new Promise(done => { const s = new EventSource(URL + "-/events"); s.onmessage = e => done(e.data); s.onerror = () => done("nothing") })`,
		"script":      `new Promise(done => { const s = document.createElement("script"); s.src = URL; s.onload = () => done("loaded"); s.onerror = () => done("nothing"); document.head.append(s) })`,
		"picture":     `new Promise(done => { const i = new Image(); i.src = URL; i.onload = () => done("loaded"); i.onerror = () => done("nothing") })`,
		"frame":       `new Promise(done => { const f = document.createElement("iframe"); f.src = URL; f.onload = () => { try { done(f.contentDocument.body.innerText) } catch { done("nothing") } }; document.body.append(f) })`,
		"web socket":  `new Promise(done => { const s = new WebSocket(URL.replace("http", "ws") + "-/events"); s.onopen = () => done("open"); s.onerror = () => done("nothing") })`,
		"form result": `fetch(URL, {method: "POST", mode: "no-cors"}).then(r => r.text()).then(t => t || "nothing", () => "nothing")`,
	} {
		becomes(t, ctx, name+" from another site", strings.ReplaceAll(script, "URL", `"`+draft.URL+`/"`), "nothing")
	}
}
