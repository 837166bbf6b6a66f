package site

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Addresses of the preview itself. No page of a site can have them: ids never begin
// with a dash.
const (
	events     = "/-/events"
	scriptPath = "/-/preview.js"
	aboutPath  = "/-/about"
	askPath    = "/-/ask"
	personPath = "/-/person"
	openPath   = "/-/open"
)

//go:embed preview/*.js
var programs embed.FS

// script is everything the preview adds to a page, in one file: what is used first
// stands first.
var script = func() []byte {
	out := []byte("(() => {\n\"use strict\";\n")
	for _, name := range []string{"furniture", "morph", "report", "source", "ask", "stream"} {
		text, err := programs.ReadFile("preview/" + name + ".js")
		if err != nil {
			panic(err)
		}
		out = append(append(out, text...), '\n')
	}
	return append(out, "})();\n"...)
}()

//go:embed preview/empty.html
var emptyPage []byte

// Listen opens a port of this machine for this machine only. Port 0 takes a free
// one.
func Listen(port int) (net.Listener, error) {
	return ListenOn(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
}

// ListenOn opens a port at another address of this machine, for a preview that
// invites guests.
func ListenOn(addr netip.Addr, port int) (net.Listener, error) {
	return net.Listen("tcp", netip.AddrPortFrom(addr, uint16(port)).String())
}

// ServeHTTP answers from the last build, and only to pages of this machine: a
// request under another host name comes from a site that points its name here.
func (p *Preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	switch {
	case !p.admitted(w, r):
	case r.Method == http.MethodPost && p.posts(r.URL.Path) != nil:
		p.post(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "a preview can only be read", http.StatusMethodNotAllowed)
	case r.URL.Path == events:
		p.stream(w, r)
	case r.URL.Path == aboutPath:
		p.tellAbout(w, r)
	case r.URL.Path == scriptPath:
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		w.Write(script)
	default:
		p.page(w, r)
	}
}

// posts is what answers to a POST at a path, nil where nothing does.
func (p *Preview) posts(path string) http.HandlerFunc {
	switch {
	case path == askPath:
		return p.ask
	case path == personPath:
		return p.person
	case path == openPath && p.Edit != nil:
		return p.open
	}
	return nil
}

// post lets only pages of the preview ask. A form of another site cannot send JSON.
func (p *Preview) post(w http.ResponseWriter, r *http.Request) {
	if !sameSite(r) || r.Header.Get("Content-Type") != "application/json" {
		http.Error(w, "this is for pages of the preview", http.StatusForbidden)
		return
	}
	p.posts(r.URL.Path)(w, r)
}

// localHost reports whether a Host header names this machine.
func localHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
		if (name != host) != strings.Contains(name, ":") {
			return false // brackets and colons go together
		}
	} else if strings.Trim(port, "0123456789") != "" {
		return false
	}
	return strings.EqualFold(name, "localhost") || name == "127.0.0.1" || name == "::1"
}

// sameSite reports whether a request was made by a page of the preview itself.
// Browsers set both headers and let no page forge them.
func sameSite(r *http.Request) bool {
	if from := r.Header.Get("Sec-Fetch-Site"); from != "" && from != "same-origin" && from != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host
}

// page serves a file of the build.
func (p *Preview) page(w http.ResponseWriter, r *http.Request) {
	now, ok := p.ready(r)
	if !ok {
		return
	}
	name, status := now.find(r.URL.Path)
	if status == http.StatusMovedPermanently {
		http.Redirect(w, r, r.URL.Path+"/", status)
		return
	}
	data, found := p.file(now, name)
	switch {
	case !found && !now.built && status == http.StatusOK:
		data = p.outline()
	case !found:
		data = emptyPage
	}
	if path.Ext(name) == ".html" {
		data = live(data, version(data), nonce())
	}
	w.Header().Set("Content-Type", contentType(name))
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		w.Write(data)
	}
}

// ready gives what a request is answered from. The index never waits for the first
// build, and neither does the page of a notice; false means that nobody waits any more.
func (p *Preview) ready(r *http.Request) (view, bool) {
	now, changed := p.current()
	if !now.built {
		if r.URL.Path == "/" || r.URL.Path == "/index.html" {
			return now, true
		}
		if v, ok := p.early(r.URL.Path); ok {
			return v, true
		}
	}
	for !now.built {
		select {
		case <-r.Context().Done():
			return now, false
		case <-changed:
			now, changed = p.current()
		}
	}
	return now, true
}

// version names the content of a page, so that a page knows the one it was served.
func version(data []byte) string {
	return nameOf(sha256.Sum256(data))
}

func nameOf(of sum) string { return hex.EncodeToString(of[:8]) }

// nonce lets one script of one answer run. Nobody can guess it who wrote the page.
func nonce() string { return rand.Text() }

// find gives the file for a path of a request and the status to serve it with.
// The path is looked up as it stands: nothing is cleaned, decoded again or opened.
func (v view) find(path string) (name string, status int) {
	name, rooted := strings.CutPrefix(path, "/")
	if rooted && (name == "" || strings.HasSuffix(name, "/")) {
		name += "index.html"
	}
	switch {
	case rooted && (v.has(name) || path == "/"):
		return name, http.StatusOK
	case rooted && v.has(name+"/index.html"):
		return name, http.StatusMovedPermanently
	}
	return "404.html", http.StatusNotFound
}

// contentType is fixed by the name, whatever the machine's own tables say.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".jsonld":
		return "application/json"
	case ".xml":
		return "application/xml"
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	}
	return "text/plain; charset=utf-8"
}

// stream tells a page what is served now, and again at every change.
func (p *Preview) stream(w http.ResponseWriter, r *http.Request) {
	if !sameSite(r) {
		http.Error(w, "this stream is for pages of the preview", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	defer p.look(r.URL.Query().Get("page"))()
	alive := time.NewTicker(15 * time.Second) // a closed connection shows only when written to
	defer alive.Stop()
	for {
		now, changed := p.current()
		if now.built {
			s := now.state(r.URL.Query().Get("page"))
			if p.Edit != nil && near(r) {
				s.Edit = p.token
			}
			told, _ := json.Marshal(s)
			fmt.Fprintf(w, "data: %s\n\n", told)
		}
		for waiting := true; waiting; {
			if out.Flush() != nil {
				return
			}
			select {
			case <-r.Context().Done():
				return
			case <-alive.C:
				fmt.Fprint(w, ":\n\n")
			case <-changed:
				waiting = false
			}
		}
	}
}

// live adds to a page the script that keeps it as the files are, and lets the page's
// own policy run that script and no other.
func live(page []byte, version, nonce string) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	added := false
	add := func() {
		if !added {
			fmt.Fprintf(&out, "<script data-candor src=\"%s\" nonce=\"%s\" data-version=\"%s\"></script>", scriptPath, nonce, version)
			added = true
		}
	}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			add()
			return out.Bytes()
		}
		raw := bytes.Clone(z.Raw())
		switch token := z.Token(); {
		case kind == html.EndTagToken && token.Data == "body":
			add()
		case token.Data == "meta" && strings.EqualFold(attr(token, "http-equiv"), "Content-Security-Policy"):
			raw = fmt.Appendf(nil, `<meta http-equiv="Content-Security-Policy" content="%s">`, html.EscapeString(livePolicy(attr(token, "content"), nonce)))
		}
		out.Write(raw)
	}
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// livePolicy is a page's content security policy with room for exactly the preview's
// script and its requests.
func livePolicy(policy, nonce string) string {
	var out []string
	for _, d := range strings.Split(policy, ";") {
		name, _, _ := strings.Cut(strings.TrimSpace(d), " ")
		switch strings.ToLower(name) {
		case "", "script-src", "script-src-elem", "connect-src":
		default:
			out = append(out, strings.TrimSpace(d))
		}
	}
	out = append(out, "script-src 'nonce-"+nonce+"'", "connect-src 'self'")
	return strings.Join(out, "; ")
}
