package site

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/candor-privacy/candor/site/synthetic"
)

// TestPreviewShowsEverySave saves in the ways that editors, people and git do, one after
// another, while pages are open over a real socket: each save has to come to the page it
// is about. Dates are never looked at meanwhile, so that what events miss is missed.
func TestPreviewShowsEverySave(t *testing.T) {
	d := newDesk(t)
	p := NewPreview(d.dir, Options{})
	p.sweep = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(ctx, func(Built) {}) }()
	server := httptest.NewServer(p)
	defer func() {
		server.CloseClientConnections()
		server.Close()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	notice, list := openPage(t, server, "/n00001/"), openPage(t, server, "/")
	for _, page := range []*openedPage{notice, list} {
		if !page.comesTo("Privacy notice") {
			t.Fatalf("%s was never shown: %s", page.path, page.text())
		}
	}
	made, missed, last := map[string]int{}, 0, "Privacy notice"
	for i := range saves {
		way := ways[i%len(ways)]
		page, words := notice, fmt.Sprintf("These are the words of save %d.", i)
		if way.listed {
			page = list
		}
		if way.idle {
			list.comesTo(last) // with what was saved last all told
			before := slices.Concat(notice.versions(), list.versions())
			way.save(d, "")
			time.Sleep(patience) // for anything that is wrongly told to arrive
			if after := slices.Concat(notice.versions(), list.versions()); !slices.Equal(before, after) {
				t.Errorf("%s told of new pages: before %v, after %v", way.name, before, after)
			}
			words = last // which the page still shows
		} else {
			way.save(d, words)
		}
		last = words
		made[way.name]++
		if !page.comesTo(words) {
			missed++
			t.Errorf("save %d, %s, never came to %s", i, way.name, page.path)
			if missed == 3 {
				t.FailNow()
			}
		}
	}
	t.Logf("%d of %d saves missed: %v", missed, saves, made)
	s, err := buildAt(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	fresh := newView(s)
	for _, page := range []*openedPage{notice, list} {
		name, _ := fresh.find(page.path)
		if want := version(fresh.files[name]); !page.comesToVersion(want) {
			t.Errorf("%s is not in the end what a build from nothing makes", page.path)
		}
	}
}

// ways are how files come to change. Each puts the words into what the open notice's page
// or, where it is listed, the index shows.
var ways = []struct {
	name         string
	save         func(d *desk, words string)
	listed, idle bool
}{
	{name: "in place", save: func(d *desk, words string) { d.overwrite(d.about, d.prose(words)) }},
	{name: "in place, the facts", save: func(d *desk, words string) { d.overwrite(d.facts, d.summary(words)) }},
	{name: "truncate and write", save: func(d *desk, words string) { d.truncate(d.facts, d.summary(words)) }},
	{name: "a new file renamed over", save: func(d *desk, words string) { d.replace(d.facts, filepath.Base(d.facts)+".tmp", d.summary(words)) }},
	{name: "nothing but dates", idle: true, save: func(d *desk, _ string) {
		now := time.Now()
		for _, file := range []string{d.facts, d.about} {
			d.must(os.Chtimes(file, now, now))
		}
		d.must(os.Chmod(d.about, 0o600))
		d.must(os.Chmod(d.about, 0o644))
	}},
	{name: "vim", save: func(d *desk, words string) { // with a swap file, and a file to see whether it may write
		swap := filepath.Join(filepath.Dir(d.facts), ".notice.toml.swp")
		d.write(swap, "swap")
		d.write(filepath.Join(filepath.Dir(d.facts), "4913"), "")
		d.must(os.Remove(filepath.Join(filepath.Dir(d.facts), "4913")))
		d.must(os.Rename(d.facts, d.facts+"~"))
		d.write(d.facts, d.summary(words))
		d.must(os.Chmod(d.facts, 0o644))
		d.must(os.Remove(d.facts + "~"))
		d.must(os.Remove(swap))
	}},
	{name: "vim, by copying", save: func(d *desk, words string) { // backupcopy=yes
		d.write(d.about+"~", "before")
		d.truncate(d.about, d.prose(words))
		d.must(os.Remove(d.about + "~"))
	}},
	{name: "Emacs", save: func(d *desk, words string) { // with a lock that leads nowhere and its own copy
		dir, name := filepath.Split(d.about)
		d.must(os.Symlink("someone@somewhere.1:1", dir+".#"+name))
		d.write(dir+"#"+name+"#", "unsaved")
		d.must(os.Rename(d.about, d.about+"~"))
		d.write(d.about, d.prose(words))
		d.must(os.Remove(dir + "#" + name + "#"))
		d.must(os.Remove(dir + ".#" + name))
	}},
	{name: "JetBrains", save: func(d *desk, words string) {
		d.write(d.facts+"___jb_tmp___", d.summary(words))
		d.must(os.Rename(d.facts, d.facts+"___jb_old___"))
		d.must(os.Rename(d.facts+"___jb_tmp___", d.facts))
		d.must(os.Remove(d.facts + "___jb_old___"))
	}},
	{name: "GNOME", save: func(d *desk, words string) { d.replace(d.about, ".goutputstream-X1Y2Z3", d.prose(words)) }},
	{name: "sed", save: func(d *desk, words string) { d.replace(d.facts, "sedAb12Cd", d.summary(words)) }},
	{name: "a folder moved in", listed: true, save: func(d *desk, words string) {
		d.must(os.RemoveAll(filepath.Join(d.dir, "notices", "moved")))
		away := filepath.Join(d.away, "moved")
		for name, text := range synthetic.Make(7).Files() {
			d.write(filepath.Join(away, filepath.FromSlash(name)), titled(text, words))
		}
		d.must(os.Rename(away, filepath.Join(d.dir, "notices", "moved")))
	}},
	{name: "removed and made again", save: func(d *desk, words string) {
		d.must(os.Remove(d.about))
		d.write(d.about, d.prose(words))
	}},
	{name: "a folder changed for another", save: func(d *desk, words string) {
		folder, other := filepath.Join(filepath.Dir(d.facts), "addenda"), filepath.Join(d.away, "addenda")
		d.must(os.RemoveAll(other))
		d.must(os.CopyFS(other, os.DirFS(folder)))
		d.write(filepath.Join(other, "nz.md"), words+"\n")
		d.must(os.Rename(folder, filepath.Join(d.away, "old")))
		d.must(os.Rename(other, folder))
		d.must(os.RemoveAll(filepath.Join(d.away, "old")))
	}},
	{name: "another notice", listed: true, save: func(d *desk, words string) { // than the one that is open
		file := filepath.Join(d.dir, "notices", "n00002", "notice.toml")
		d.replace(file, "notice.toml.tmp", titled(synthetic.Make(2).Files()["notice.toml"], words))
	}},
	{name: "git", save: func(d *desk, words string) { d.checkout(words) }},
}

// desk is a workspace under git, and how it is worked on.
type desk struct {
	t            *testing.T
	dir, away    string // the workspace, and a folder beside it
	facts, about string // of the notice that is open
	branches     int
}

func newDesk(t *testing.T) *desk {
	top := t.TempDir()
	d := &desk{t: t, dir: filepath.Join(top, "workspace"), away: filepath.Join(top, "away")}
	d.facts, d.about = filepath.Join(d.dir, "notices", "n00001", "notice.toml"), filepath.Join(d.dir, "notices", "n00001", "about.md")
	syntheticWorkspace(t, d.dir, 3, false)
	d.git("", "init", "-q", "-b", "main")
	d.git("", "add", ".")
	d.git("", "commit", "-q", "-m", "begin")
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) git(in string, args ...string) {
	d.t.Helper()
	c := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "gc.auto=0", "-c", "commit.gpgsign=false"}, args...)...)
	c.Dir, c.Stdin = d.dir, strings.NewReader(in)
	if out, err := c.CombinedOutput(); err != nil {
		d.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// checkout changes to a branch that was made elsewhere: what it does not change is as it
// was in the beginning.
func (d *desk) checkout(words string) {
	d.branches++
	branch := fmt.Sprintf("branch-%d", d.branches)
	text := d.prose(words)
	d.git(fmt.Sprintf("commit refs/heads/%s\ncommitter A <a@b.example> 1700000000 +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 100644 inline notices/n00001/about.md\ndata %d\n%s\n", branch, len(text), text), "fast-import", "--quiet")
	d.git("", "checkout", "-q", "-f", branch)
}

func (d *desk) write(file, text string) { d.t.Helper(); put(d.t, file, text) }

func (d *desk) prose(words string) string { return words + "\n\nAnd more about it.\n" }

var (
	summaryLine = regexp.MustCompile(`(?m)^summary = .*$`)
	titleLine   = regexp.MustCompile(`(?m)^title = "Privacy notice.*$`)
)

// summary gives the facts with other words in them.
func (d *desk) summary(words string) string {
	return summaryLine.ReplaceAllString(synthetic.Make(1).Files()["notice.toml"], fmt.Sprintf("summary = %q", words))
}

func titled(text, title string) string {
	return titleLine.ReplaceAllString(text, fmt.Sprintf("title = %q", title))
}

// overwrite writes over what is there and cuts off what is left.
func (d *desk) overwrite(file, text string) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	d.must(err)
	_, err = f.WriteAt([]byte(text), 0)
	d.must(err)
	d.must(f.Truncate(int64(len(text))))
	d.must(f.Close())
}

// truncate empties a file and writes it in two halves, slowly enough to be seen in between.
func (d *desk) truncate(file, text string) {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
	d.must(err)
	for _, half := range []string{text[:len(text)/2], text[len(text)/2:]} {
		time.Sleep(quiet + quiet/2)
		_, err = f.WriteString(half)
		d.must(err)
	}
	d.must(f.Close())
}

// replace renames a whole new file over the old one.
func (d *desk) replace(file, as, text string) {
	as = filepath.Join(filepath.Dir(file), as)
	d.write(as, text)
	d.must(os.Rename(as, file))
}

// openedPage is a page as a browser has it: it follows the stream, and when that tells of
// another version than the one it holds, fetches itself again.
type openedPage struct {
	path string

	mu      sync.Mutex
	html    []byte
	told    []string // versions, each once in a row
	changed chan struct{}
}

func openPage(t *testing.T, server *httptest.Server, path string) *openedPage {
	t.Helper()
	o := &openedPage{path: path, changed: make(chan struct{})}
	get := func(path string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+path, nil)
		if err != nil {
			return nil, err
		}
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		return server.Client().Do(r)
	}
	stream, err := get(events + "?page=" + url.QueryEscape(path))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		lines := bufio.NewScanner(stream.Body)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var s state
			if !ok || json.Unmarshal([]byte(data), &s) != nil {
				continue
			}
			o.hear(s.Page)
			if o.version() == s.Page {
				continue
			}
			res, err := get(path)
			if err != nil {
				return
			}
			page, err := io.ReadAll(res.Body)
			res.Body.Close()
			if err != nil {
				return
			}
			o.become(page)
		}
	})
	t.Cleanup(func() { stream.Body.Close(); wg.Wait() })
	return o
}

func (o *openedPage) hear(version string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if n := len(o.told); n == 0 || o.told[n-1] != version {
		o.told = append(o.told, version)
	}
}

func (o *openedPage) versions() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.told)
}

func (o *openedPage) become(page []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.html = page
	close(o.changed)
	o.changed = make(chan struct{})
}

var versionOf = regexp.MustCompile(`data-version="([0-9a-f]+)"`)

func (o *openedPage) version() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if m := versionOf.FindSubmatch(o.html); m != nil {
		return string(m[1])
	}
	return ""
}

func (o *openedPage) text() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.html
}

// comesTo waits until the page holds words, far longer than it may take.
func (o *openedPage) comesTo(words string) bool {
	return o.comes(func() bool { return bytes.Contains(o.text(), []byte(words)) })
}

func (o *openedPage) comesToVersion(v string) bool {
	return o.comes(func() bool { return o.version() == v })
}

func (o *openedPage) comes(ok func() bool) bool {
	late := time.After(30 * time.Second)
	for {
		o.mu.Lock()
		changed := o.changed
		o.mu.Unlock()
		if ok() {
			return true
		}
		select {
		case <-changed:
		case <-late:
			return false
		}
	}
}
