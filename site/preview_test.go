package site

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/themes"
)

// plainBuild stands in for Build where a test is about watching and serving: each
// file below notices is a page, and one that says BROKEN is an error.
func plainBuild(fsys fs.FS) *Site {
	s := &Site{Inventory: &inventory.Inventory{Workspace: inventory.Workspace{Notices: "notices"}}, Set: &notices.Set{}}
	fs.WalkDir(fsys, "notices", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || ignored(e.Name()) {
			return nil
		}
		data, _ := fs.ReadFile(fsys, name)
		if strings.Contains(string(data), "BROKEN") {
			s.Findings = append(s.Findings, finding.Finding{Code: "syntax", Place: finding.Place{File: name, Line: 1, Col: 1}, Message: "cannot be read"})
		}
		page := fmt.Appendf(nil, "<html><body>%s</body></html>", data)
		s.Public = append(s.Public, themes.File{Path: strings.TrimPrefix(name, "notices/") + "/index.html", Data: page})
		return nil
	})
	return s
}

func plainPreview(dir string) *Preview {
	p := NewPreview(dir, Options{Now: func() time.Time { return time.Time{} }})
	p.build = plainBuild
	p.law = func(s *Site, _ fs.FS) { s.Law.Findings = []finding.Finding{} }
	return p
}

// started is a preview at work on a folder of its own.
func started(t *testing.T) (dir string, p *Preview) {
	t.Helper()
	dir = t.TempDir()
	return dir, startedIn(t, dir)
}

func startedIn(t *testing.T, dir string) *Preview {
	t.Helper()
	p := plainPreview(dir)
	run(t, p)
	return p
}

// run has a preview at work until the test ends.
func run(t *testing.T, p *Preview) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := p.Run(ctx, func(Built) {}); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
}

// eventually waits for a preview to come to a state, far longer than it may take.
func eventually(t *testing.T, p *Preview, what string, ok func(view) bool) view {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		now, changed := p.current()
		if ok(now) {
			return now
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("the preview never came to: %s; it serves %v and reports %+v", what, slices.Sorted(maps.Keys(now.files)), now.findings)
		}
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sum names all that a view serves.
func (v view) sum() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(v.files)) {
		fmt.Fprintf(h, "%q %q\n", name, v.files[name])
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

// broken reports whether the last build had errors.
func (v view) broken() bool { return finding.Blocking(v.findings) }

func (v view) reports(text string) bool {
	s := Site{Findings: v.findings}
	return strings.Contains(s.Report(), text)
}

func (v view) shows(name, text string) bool {
	return strings.Contains(string(v.files[name+"/index.html"]), ">"+text+"<")
}

// TestPreviewWatches goes through the ways editors and people change files.
func TestPreviewWatches(t *testing.T) {
	dir, p := started(t)
	in := func(name string) string { return filepath.Join(dir, "notices", filepath.FromSlash(name)) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	shows := func(name, text string) func(view) bool {
		return func(v view) bool { return v.shows(name, text) }
	}
	steps := []struct {
		name string
		do   func()
		want func(view) bool
	}{
		{"an empty folder", func() {}, func(v view) bool { return v.built && len(v.files) == 0 }},
		{"the notices folder made at once with what is in it", func() { put(t, in("a/one"), "1") }, shows("a/one", "1")},
		{"a save in place", func() { put(t, in("a/one"), "2") }, shows("a/one", "2")},
		{"a save by renaming over", func() { put(t, in("a/.one.new"), "3"); must(os.Rename(in("a/.one.new"), in("a/one"))) }, shows("a/one", "3")},
		{"again", func() { put(t, in("a/one.tmp"), "4"); must(os.Rename(in("a/one.tmp"), in("a/one"))) }, shows("a/one", "4")},
		{"a save that keeps a backup", func() {
			must(os.Rename(in("a/one"), in("a/one~")))
			put(t, in("a/one"), "5")
			must(os.Remove(in("a/one~")))
		}, shows("a/one", "5")},
		{"folders in folders at once", func() { put(t, in("b/c/d/two"), "1") }, shows("b/c/d/two", "1")},
		{"a save in the deepest", func() { put(t, in("b/c/d/two"), "2") }, shows("b/c/d/two", "2")},
		{"a folder renamed", func() { must(os.Rename(in("b"), in("e"))) }, func(v view) bool { return v.shows("e/c/d/two", "2") && !v.shows("b/c/d/two", "2") }},
		{"a save below the new name", func() { put(t, in("e/c/d/two"), "3") }, shows("e/c/d/two", "3")},
		{"a folder removed and made again", func() { must(os.RemoveAll(in("e"))); put(t, in("e/c/d/two"), "4") }, shows("e/c/d/two", "4")},
		{"a save after that", func() { put(t, in("e/c/d/two"), "5") }, shows("e/c/d/two", "5")},
		{"a file removed", func() { must(os.Remove(in("a/one"))) }, func(v view) bool { return !v.shows("a/one", "5") }},
		{"all notices moved away and back", func() { must(os.Rename(in(""), dir+"/away")) }, func(v view) bool { return len(v.files) == 0 }},
		{"and back", func() { must(os.Rename(dir+"/away", in(""))) }, shows("e/c/d/two", "5")},
		{"and a save", func() { put(t, in("e/c/d/two"), "6") }, shows("e/c/d/two", "6")},
	}
	for _, step := range steps {
		step.do()
		eventually(t, p, step.name, step.want)
	}
}

func TestPreviewIgnores(t *testing.T) {
	for name, want := range map[string]bool{
		".notice.toml.swp": true, "notice.toml~": true, "#notice.toml#": true, ".#notice.toml": true, "4913": true, ".git": true,
		".goutputstream-X1Y2Z3": true, "notice.toml___jb_tmp___": true, "notice.toml.bck": true, "notice.toml.swp": true,
		"notice.toml": false, "services.md": false, "plain": false, "a-b.html": false,
	} {
		if got := ignored(name); got != want {
			t.Errorf("ignored(%q) = %v, want %v", name, got, want)
		}
	}
}

// TestPreviewNeverDies breaks a file and mends it.
func TestPreviewNeverDies(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "notices", "n")
	put(t, file, "BROKEN at first")
	p := startedIn(t, dir)
	eventually(t, p, "a first build with errors shows what there is", func(v view) bool { return v.shows("n", "BROKEN at first") && !v.good && v.broken() })
	put(t, file, "good")
	good := eventually(t, p, "a good build", func(v view) bool { return v.shows("n", "good") && !v.broken() })
	put(t, file, "BROKEN")
	broken := eventually(t, p, "the last good page under the report", func(v view) bool { return v.shows("n", "good") && v.broken() })
	if broken.sum() != good.sum() {
		t.Error("a broken file made open pages reload")
	}
	if !broken.reports("notices/n:1:1") || !broken.reports("cannot be read") {
		t.Errorf("the findings are %v, want the place and the message", broken.findings)
	}
	if err := os.RemoveAll(filepath.Join(dir, "notices")); err != nil {
		t.Fatal(err)
	}
	eventually(t, p, "everything removed", func(v view) bool { return len(v.files) == 0 })
	put(t, file, "good")
	if mended := eventually(t, p, "mended", func(v view) bool { return v.shows("n", "good") && !v.broken() }); mended.sum() != good.sum() {
		t.Error("the same content has another id")
	}
}

// TestPreviewAsksTheLawLater: what a law lacks keeps no page from changing, stands until
// the law is asked again, and then no longer.
func TestPreviewAsksTheLawLater(t *testing.T) {
	p := plainPreview("")
	lacks := finding.Finding{Code: "gdpr-13", Law: "Art. 13 GDPR", Message: "there is no contact"}
	site := func(text string) *Site {
		return &Site{Public: []themes.File{{Path: "n/index.html", Data: []byte("<p>" + text + "</p>")}}}
	}
	reviewed := func(s *Site, found ...finding.Finding) *Site {
		s.Law.Findings = append([]finding.Finding{}, found...)
		s.Findings = append(s.Findings, found...)
		return s
	}
	for _, step := range []struct {
		name  string
		s     *Site
		text  string
		lacks bool
	}{
		{"a page before the law is asked", site("1"), "1", false},
		{"what it lacks", reviewed(site("1"), lacks), "1", true},
		{"the next page", site("2"), "2", true},
		{"which lacks the same", reviewed(site("2"), lacks), "2", true},
		{"the one after that", site("3"), "3", true},
		{"which lacks nothing", reviewed(site("3")), "3", false},
	} {
		p.show(step.s)
		now, _ := p.current()
		if !now.shows("n", step.text) || now.reports("there is no contact") != step.lacks || !now.state("/n/").Good {
			t.Errorf("%s: %q with %v", step.name, now.files["n/index.html"], now.findings)
		}
	}
}

// TestPreviewHurries holds up every build but the first: the page that is open shows a save
// all the same, and a build that had begun before does not take it back.
func TestPreviewHurries(t *testing.T) {
	dir := t.TempDir()
	for name, f := range small(nil) {
		put(t, filepath.Join(dir, name), string(f.Data))
	}
	p := NewPreview(dir, Options{})
	p.law = nil
	build, begun, go1 := p.build, make(chan bool, 10), make(chan bool)
	first := true
	p.build = func(fsys fs.FS) *Site {
		s := build(fsys)
		if !first {
			begun <- true
			<-go1
		}
		first = false
		return s
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(ctx, func(Built) {}) }()
	defer func() { cancel(); close(go1); <-done }()
	file := filepath.Join(dir, "notices", "shop", "notice.toml")
	good, _ := os.ReadFile(file)
	save := func(words string) { put(t, file, strings.Replace(string(good), "a machine decide", words, 1)) }
	shows := func(words string) func(view) bool {
		return func(v view) bool {
			page, _ := p.file(v, "shop/index.html")
			return strings.Contains(string(page), words)
		}
	}
	eventually(t, p, "the first page", shows("a machine decide"))
	defer p.look("/shop/")()
	save("any machine judge")
	<-begun
	eventually(t, p, "a save while its build is held up", shows("any machine judge"))
	save("no machine judge")
	now := eventually(t, p, "a save while another is being built", shows("no machine judge"))
	if facts, _ := p.file(now, "shop/notice.json"); strings.Contains(string(facts), "any machine") {
		t.Error("a file of the notice is older than its page")
	}
	_, changed := p.current()
	go1 <- true // the build of the first save is shown
	<-changed
	if now, _ := p.current(); !shows("no machine judge")(now) {
		t.Errorf("an older build took the newer page back")
	}
	put(t, file, strings.Replace(string(good), `label = "your orders"`, `label = “your orders”`, 1))
	<-begun
	if now, _ := p.current(); !shows("no machine judge")(now) {
		t.Errorf("a file with an error took the page away")
	}
}

// TestPreviewMissesTheWorkspace takes candor.toml away: what is left would build,
// but it is no workspace any more.
func TestPreviewMissesTheWorkspace(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "notices", "n"), "good")
	put(t, filepath.Join(dir, "candor.toml"), "")
	p := startedIn(t, dir)
	eventually(t, p, "a good build", func(v view) bool { return v.shows("n", "good") && !v.broken() })
	if err := os.Remove(filepath.Join(dir, "candor.toml")); err != nil {
		t.Fatal(err)
	}
	eventually(t, p, "the page under a report", func(v view) bool {
		return v.shows("n", "good") && v.reports("no file candor.toml any more")
	})
	put(t, filepath.Join(dir, "candor.toml"), "")
	eventually(t, p, "mended", func(v view) bool { return v.shows("n", "good") && !v.broken() })
}

// TestPreviewSettles edits at random, in bursts, and compares what is served in
// the end with a build from nothing.
func TestPreviewSettles(t *testing.T) {
	dir, p := started(t)
	random := rand.New(rand.NewPCG(7, 7))
	for round := range edits {
		for range 1 + random.IntN(8) {
			randomEdit(random, filepath.Join(dir, "notices"), round)
		}
		put(t, filepath.Join(dir, "notices", "last"), fmt.Sprint(round)) // something to wait for
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		want := newView(plainBuild(root.FS())).sum()
		root.Close()
		eventually(t, p, fmt.Sprintf("the content after round %d", round), func(v view) bool { return v.sum() == want })
	}
}

func randomEdit(random *rand.Rand, dir string, round int) {
	name := func() string {
		parts := []string{dir}
		for range 1 + random.IntN(3) {
			parts = append(parts, string(rune('a'+random.IntN(4))))
		}
		return filepath.Join(parts...)
	}
	file := func() string { return name() + ".toml" }
	path := file()
	switch text := []byte(fmt.Sprint(round, random.IntN(1000))); random.IntN(6) {
	case 0:
		os.RemoveAll(name())
	case 1:
		os.Rename(name(), name())
	case 2:
		os.Rename(file(), file())
	case 3: // as careful editors save
		os.MkdirAll(filepath.Dir(path), 0o755)
		if os.WriteFile(path+".tmp", text, 0o644) == nil {
			os.Rename(path+".tmp", path)
		}
	case 4: // as vim does
		os.Rename(path, path+"~")
		fallthrough
	default:
		os.MkdirAll(filepath.Dir(path), 0o755)
		os.WriteFile(path, text, 0o644)
	}
}

// TestPreviewBurst writes more files at once than a small queue holds.
func TestPreviewBurst(t *testing.T) {
	dir, p := started(t)
	for i := range 3000 {
		put(t, filepath.Join(dir, "notices", fmt.Sprint(i%7), fmt.Sprint(i)), "x")
	}
	eventually(t, p, "3000 files", func(v view) bool { return len(v.files) == 3000 })
}

// fixed is a preview that serves one build and watches nothing.
func fixed(files ...themes.File) *Preview {
	p := plainPreview("")
	p.show(&Site{Public: files})
	return p
}

var index = themes.File{Path: "index.html", Data: []byte(`<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'none'"></head><body><h1>Hi &amp; ho</h1></body></html>`)}

func get(p *Preview, host, target string, header ...string) *httptest.ResponseRecorder {
	r := &http.Request{Method: "GET", Host: host, URL: &url.URL{Path: target}, Header: http.Header{}}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r.WithContext(context.Background()))
	return w
}

func TestPreviewServes(t *testing.T) {
	p := fixed(index, themes.File{Path: "n/index.html", Data: []byte("<p>n")}, themes.File{Path: "n/notice.json", Data: []byte("{}")}, themes.File{Path: "404.html", Data: []byte("<p>lost")})
	tests := []struct {
		path      string
		status    int
		mime, has string
	}{
		{"/", 200, "text/html; charset=utf-8", "<h1>Hi &amp; ho</h1>"},
		{"/index.html", 200, "text/html; charset=utf-8", "Hi"},
		{"/n/", 200, "text/html; charset=utf-8", "<p>n"},
		{"/n", 301, "text/html; charset=utf-8", ""},
		{"/n/notice.json", 200, "application/json", "{}"},
		{"/n/notice.json/", 404, "text/html; charset=utf-8", "<p>lost"},
		{"/gone", 404, "text/html; charset=utf-8", "<p>lost"},
	}
	for _, test := range tests {
		w := get(p, "localhost:1", test.path)
		if w.Code != test.status || w.Header().Get("Content-Type") != test.mime || !strings.Contains(w.Body.String(), test.has) {
			t.Errorf("GET %s = %d %s %q, want %d %s with %q", test.path, w.Code, w.Header().Get("Content-Type"), w.Body, test.status, test.mime, test.has)
		}
	}
	if w := get(fixed(), "localhost:1", "/"); w.Code != 200 || !strings.Contains(w.Body.String(), "No notice yet") || !strings.Contains(w.Body.String(), scriptPath) {
		t.Errorf("an empty workspace shows %d %q, want a page that says so and comes alive", w.Code, w.Body)
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequest(method, "http://localhost/", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s = %d, want 405", method, w.Code)
		}
	}
	if cors := get(p, "localhost:1", "/", "Origin", "http://evil.test").Header().Get("Access-Control-Allow-Origin"); cors != "" {
		t.Errorf("Access-Control-Allow-Origin: %s", cors)
	}
}

// TestPreviewHosts is what keeps a site that points its own name at this machine
// from reading a draft.
func TestPreviewHosts(t *testing.T) {
	p := fixed(index)
	for host, ok := range map[string]bool{
		"localhost": true, "localhost:1313": true, "LOCALHOST:1313": true, "127.0.0.1": true, "127.0.0.1:1313": true, "[::1]": true, "[::1]:1313": true,
		"": false, "evil.test": false, "evil.test:1313": false, "localhost.evil.test": false, "localhost.": false, "127.0.0.1.evil.test": false,
		"localhost:1313.evil.test": false, "localhost:evil": false, "127.0.0.2": false, "0.0.0.0:1313": false, "[::1%25eth0]:1313": false, "::1": false,
		"[localhost]": false, "2130706433": false, "0x7f000001": false, "127.1": false, "user@localhost": false, "localhost:": true, "[::ffff:127.0.0.1]": false,
	} {
		w := get(p, host, "/", "X-Forwarded-Host", "localhost")
		if got := w.Code == 200; got != ok || !ok && strings.Contains(w.Body.String(), "Hi") {
			t.Errorf("Host %q: status %d, want served = %v", host, w.Code, ok)
		}
		if w := get(p, host, events, "Sec-Fetch-Site", "cross-site"); w.Code == 200 {
			t.Errorf("Host %q: another site reads the event stream", host)
		}
	}
}

func TestPreviewStreamIsForItsOwnPages(t *testing.T) {
	for _, header := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "http://evil.test"}, {"Origin", "null"},
		{"Origin", "http://localhost:2"}, {"Origin", "https://localhost:1"}, {"Sec-Fetch-Site", "same-origin", "Origin", "http://evil.test"},
	} {
		if w := get(fixed(index), "localhost:1", events, header...); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "data:") {
			t.Errorf("%v: %d %q, want 403", header, w.Code, w.Body)
		}
	}
}

// TestPreviewServesNothingElse asks for files in every disguise.
func TestPreviewServesNothingElse(t *testing.T) {
	dir := t.TempDir()
	put(t, dir+"/secret.txt", "SECRET")
	put(t, dir+"/notices/n", "n")
	put(t, dir+"/.env", "SECRET")
	p := plainPreview(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	p.show(plainBuild(root.FS()))
	server := httptest.NewServer(p)
	defer server.Close()
	answered := 0
	for _, up := range []string{"..", "%2e%2e", "%252e%252e", ".%2e", "..;", "..%00", "..%c0%af", "%u002e%u002e", "....", "."} {
		for _, sep := range []string{"/", "%2f", "%252f", `\`, "%5c"} {
			for _, file := range []string{"secret.txt", ".env", ".git/config", "etc/passwd"} {
				for _, prefix := range []string{"/", "/n/", "//"} {
					r := &http.Request{Method: "GET", Header: http.Header{}, URL: &url.URL{Scheme: "http", Host: server.Listener.Addr().String(), Opaque: prefix + up + sep + up + sep + file}}
					res, err := http.DefaultTransport.RoundTrip(r)
					if err != nil {
						t.Fatal(err)
					}
					answered++
					body, _ := io.ReadAll(res.Body)
					res.Body.Close()
					if res.StatusCode == 200 || strings.Contains(string(body), "SECRET") {
						t.Errorf("GET %s = %d %q", r.URL.Opaque, res.StatusCode, body)
					}
				}
			}
		}
	}
	t.Logf("%d paths answered", answered)
}

// TestPreviewStream reads the event stream as a browser does.
func TestPreviewStream(t *testing.T) {
	p := fixed(index)
	server := httptest.NewServer(p)
	defer server.Close()
	r, _ := http.NewRequestWithContext(t.Context(), "GET", server.URL+events+"?page=/", nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	next := func() (state state) {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &state); err != nil {
					t.Fatal(err)
				}
				return state
			}
		}
		t.Fatal("the stream ended")
		return state
	}
	first := next()
	if !strings.Contains(get(p, "localhost", "/").Body.String(), `data-version="`+first.Page+`"`) {
		t.Errorf("the stream tells of page %q and another was served", first.Page)
	}
	p.show(&Site{Findings: []finding.Finding{{Code: "syntax", Message: "two\nlines"}}})
	if broken := next(); broken.Page != first.Page || broken.Errors != 1 || !strings.Contains(broken.Findings[0].Text, "two") {
		t.Errorf("after a broken build the stream tells %+v, want the same page and the finding", broken)
	}
	p.show(&Site{Public: []themes.File{{Path: "index.html", Data: []byte("new")}}})
	if mended := next(); mended.Page == first.Page || mended.Errors != 0 {
		t.Errorf("after a good build the stream tells %+v, want another page and no finding", mended)
	}
	server.CloseClientConnections()
}

func TestLivePages(t *testing.T) {
	page := string(live(index.Data, "abc", "n0nce"))
	if before, after, ok := strings.Cut(page, "</body>"); !ok || !strings.HasSuffix(before, "</script>") || after != "</html>" {
		t.Errorf("the script does not end the body: %s", page)
	}
	if n := strings.Count(page, "script-src"); n != 1 || !strings.Contains(page, "connect-src &#39;self&#39;") || !strings.Contains(page, "default-src &#39;none&#39;; style-src &#39;self&#39;") {
		t.Errorf("the policy of a live page is wrong: %s", page)
	}
	rest := page[:strings.Index(page, "<script")] + "</body></html>"
	if strings.Replace(rest, rest[strings.Index(rest, "<meta http"):strings.Index(rest, "</head>")], `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'none'">`, 1) != string(index.Data) {
		t.Errorf("the page was changed elsewhere: %s", page)
	}
	for _, fragment := range []string{"", "<p>no body", "text <b", "<!-- </body> --><p>x</p></body>"} {
		if n := strings.Count(string(live([]byte(fragment), "abc", "n0nce")), "<script"); n != 1 {
			t.Errorf("live(%q) has %d scripts, want 1", fragment, n)
		}
	}
}

func TestListenStaysHome(t *testing.T) {
	l, err := Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if addr := l.Addr().String(); !strings.HasPrefix(addr, "127.0.0.1:") {
		t.Errorf("Listen took %s", addr)
	}
}

// A save does not wait for a look at all dates, which takes long in a large workspace.
func TestSweepGivesWay(t *testing.T) {
	dir := t.TempDir()
	w := newWatcher(t.Context(), dir, time.Millisecond, false)
	if w.notify == nil {
		t.Fatal("this system sends no events")
	}
	w.follow(nil)
	r, over := w.wait(t.Context(), func(giveUp func() bool) report {
		if err := os.WriteFile(filepath.Join(dir, "candor.toml"), nil, 0o644); err != nil {
			t.Error(err)
			return report{all: true}
		}
		for !giveUp() { // as long as nothing has happened
			time.Sleep(time.Millisecond)
		}
		return report{all: true} // of what the event tells too, so that events have not failed
	})
	if !over || r.all || !r.names["candor.toml"] {
		t.Errorf("the save is reported as %v, %v", r, over)
	}
}

// What a sweep does not come to, one of the next does.
func TestSweepsComeToAll(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 50 {
		files[fmt.Sprint("f", i)] = &fstest.MapFile{Data: []byte("before")}
	}
	m := newMirror()
	m.open(files)
	for name := range files {
		if _, err := m.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	files["f7"] = &fstest.MapFile{Data: []byte("after that")}
	for range 10_000 {
		left := 5
		if r := m.stale(func() bool { left--; return left < 0 }); r.names["f7"] {
			return
		}
	}
	t.Error("no sweep came to the file that has changed")
}
