package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"github.com/candor-privacy/candor/site/synthetic"
)

// previewer is a server that shows a site while it is written, and a client of it.
type previewer struct {
	name     string
	page     string // that is open
	notice   string // its file
	template string // a part of all pages
	events   string // where the server tells of changes
	command  func(port string) *exec.Cmd

	base    string
	process *exec.Cmd
	told    chan time.Time
	first   []float64 // ms from the start to the first page
	saves   map[string]*reaction
}

// reaction is how long a server took after saves of one sort, in ms.
type reaction struct {
	message, fresh []float64
	missed         int
}

// longest is how long one edit may take to be seen.
const longest = 30 * time.Second

// preview sets candor preview beside hugo server: how long until the first page, from a save
// to the message that has a page reload and to the new text being served, after edits of
// one notice and of a template.
func (b *bench) preview(n int) {
	dir, err := os.MkdirTemp(b.work, "preview-")
	fatal(err)
	defer os.RemoveAll(dir)
	source, pages := filepath.Join(dir, "workspace"), filepath.Join(dir, "hugo")
	fatal(synthetic.Workspace(source, n, false))
	fatal(hugoSite(pages, n, false))
	id := synthetic.ID(3)
	template := filepath.Join(source, "themes", "plain", "html", "footer.html")
	footer, err := os.ReadFile(filepath.Join("..", "..", "themes", "plain", "html", "footer.html"))
	fatal(err)
	fatal(put(template, string(footer)))
	fatal(put(filepath.Join(source, "candor.toml"), "title = \"Synthetic\"\nthemes = \"themes\"\n"))
	hugo := func(name string, flags ...string) *previewer {
		return &previewer{
			name: name, page: "/notices/" + id + "/", events: "livereload",
			notice:   filepath.Join(pages, "content", "notices", id+".md"),
			template: filepath.Join(pages, "layouts", "_partials", "footer.html"),
			command: func(port string) *exec.Cmd {
				return exec.Command(b.hugo, append([]string{"server", "-s", pages, "--port", port, "--bind", "127.0.0.1", "--renderToMemory"}, flags...)...)
			},
		}
	}
	candor := &previewer{
		name: "candor", page: "/" + id + "/", events: "/-/events", template: template,
		notice:  filepath.Join(source, "notices", id, "notice.toml"),
		command: func(port string) *exec.Cmd { return exec.Command(b.candor, "preview", source, "--port", port) },
	}
	all := []*previewer{hugo("hugo"), candor}
	mark(candor.notice, `summary = "`)
	mark(all[0].notice, `summary = "`)
	mark(candor.template, "<footer>\n")
	mark(all[0].template, "<footer>")

	fmt.Printf("\npreview of %d notices, %d rounds\n", n, b.rounds)
	for range b.rounds {
		for _, p := range all {
			p.start()
			p.stop()
		}
	}
	beside("start to first page", all, func(p *previewer) []float64 { return p.first })

	edits := func(what string, file func(*previewer) string) {
		for _, p := range all {
			p.listen()
		}
		for range max(b.rounds, 5) {
			for _, p := range all {
				p.edit(what, file(p))
			}
		}
		beside(what+", message", all, func(p *previewer) []float64 { return p.saves[what].message })
		beside(what+", new text", all, func(p *previewer) []float64 { return p.saves[what].fresh })
		for _, p := range all {
			if missed := p.saves[what].missed; missed > 0 {
				fmt.Printf("  %s missed %d edits\n", p.name, missed)
			}
		}
	}
	for _, p := range all {
		p.start()
	}
	edits("one notice", func(p *previewer) string { return p.notice })
	if b.wanted("template") {
		all[0].stop()
		all[0] = hugo("hugo, all pages", "--disableFastRender")
		all[0].start()
		edits("a template", func(p *previewer) string { return p.template })
	}
	for _, p := range all {
		p.stop()
		use := p.process.ProcessState.SysUsage().(*syscall.Rusage)
		fmt.Printf("  %-16s peak %.0f MiB\n", p.name, float64(use.Maxrss)/1024)
	}
}

// beside prints medians of two servers and of their ratios in pairs.
func beside(what string, all []*previewer, of func(*previewer) []float64) {
	theirs, ours := of(all[0]), of(all[1])
	var ratios []float64
	for i := range min(len(theirs), len(ours)) {
		ratios = append(ratios, ours[i]/theirs[i])
	}
	fmt.Printf("  %-24s %s %.1f ms, %s %.1f ms, ratio %.4f\n", what, all[0].name, median(theirs), all[1].name, median(ours), median(ratios))
}

// marked is what an edit changes.
var marked = regexp.MustCompile(`EDIT\[\d*\]`)

// mark puts what edits change behind some words of a file.
func mark(file, behind string) {
	text, err := os.ReadFile(file)
	fatal(err)
	before, after, found := strings.Cut(string(text), behind)
	if !found {
		stop("%s has no %q", file, behind)
	}
	fatal(os.WriteFile(file, []byte(before+behind+"EDIT[0] "+after), 0o644))
}

// start runs the server until it shows the page.
func (p *previewer) start() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	fatal(err)
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	l.Close()
	p.base = "http://127.0.0.1:" + port
	p.process = p.command(port)
	begin := time.Now()
	fatal(ours.start(p.process))
	for !strings.Contains(p.get(), "EDIT[") {
		if time.Since(begin) > 5*time.Minute {
			stop("%s never showed %s", p.name, p.page)
		}
		time.Sleep(time.Millisecond)
	}
	p.first = append(p.first, milliseconds(time.Since(begin)))
}

func (p *previewer) stop() {
	syscall.Kill(-p.process.Process.Pid, syscall.SIGTERM)
	ours.wait(p.process) // it was told to end
}

func (p *previewer) get() string {
	r, err := http.Get(p.base + p.page)
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(r.Body)
	if r.StatusCode != http.StatusOK {
		return ""
	}
	return string(text)
}

// listen hears of changes as a page does, from when the server has come to rest.
func (p *previewer) listen() {
	if p.told != nil {
		return
	}
	p.told, p.saves = make(chan time.Time, 1024), map[string]*reaction{}
	if strings.HasPrefix(p.events, "/") {
		r, err := http.Get(p.base + p.events + "?page=" + p.page)
		fatal(err)
		lines := bufio.NewScanner(r.Body)
		lines.Buffer(nil, 1<<24)
		go func() {
			for lines.Scan() {
				if strings.HasPrefix(lines.Text(), "data:") {
					p.told <- time.Now()
				}
			}
		}()
	} else {
		c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(p.base, "http")+"/"+p.events, nil)
		fatal(err)
		fatal(c.WriteMessage(websocket.TextMessage, []byte(`{"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}`)))
		go func() {
			for {
				_, message, err := c.ReadMessage()
				if err != nil {
					return
				}
				if bytes.Contains(message, []byte(`"command":"reload"`)) {
					p.told <- time.Now()
				}
			}
		}()
	}
	p.rest()
}

// rest waits until the server does nothing: a first page says little of what is still
// being made, and an edit is to be measured beside nothing else.
func (p *previewer) rest() {
	for before := p.worked(); ; {
		time.Sleep(time.Second)
		now := p.worked()
		if now-before < 100*time.Millisecond {
			return
		}
		before = now
	}
}

// worked is the time of processors that the server has taken so far.
func (p *previewer) worked() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.process.Process.Pid))
	fatal(err)
	_, text, _ = bytes.Cut(text, []byte(") ")) // after the name, which may hold anything
	fields := bytes.Fields(text)
	var ticks int
	for _, at := range []int{11, 12} { // user and system, in hundredths of a second (proc_pid_stat(5))
		n, err := strconv.Atoi(string(fields[at]))
		fatal(err)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// edit changes a file and waits until that is seen.
func (p *previewer) edit(what, file string) {
	r := p.saves[what]
	if r == nil {
		r = &reaction{}
		p.saves[what] = r
	}
	time.Sleep(300*time.Millisecond + rand.N(time.Second)) // at no fixed time of a server's own clock
	for len(p.told) > 0 {
		<-p.told
	}
	text, err := os.ReadFile(file)
	fatal(err)
	want := fmt.Sprintf("EDIT[%d]", 1+rand.IntN(1e9))
	text = marked.ReplaceAll(text, []byte(want))
	fatal(os.WriteFile(file, text, 0o644))
	saved := time.Now()
	fresh := make(chan float64, 1)
	go func() {
		for time.Since(saved) < longest {
			if strings.Contains(p.get(), want) {
				fresh <- milliseconds(time.Since(saved))
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
		close(fresh)
	}()
	select {
	case at := <-p.told:
		r.message = append(r.message, milliseconds(at.Sub(saved)))
	case <-time.After(longest):
		r.missed++
	}
	if took, seen := <-fresh; seen {
		r.fresh = append(r.fresh, took)
	} else {
		r.missed++
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
