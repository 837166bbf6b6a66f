package site

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"sync"
)

// enterPath is where a guest comes in, with the word of the invitation.
const enterPath = "/-/enter"

// guests are those who may read a preview from other machines: whoever came by an
// invitation, which lets one browser in and is then of no use to anyone.
type guests struct {
	mu         sync.Mutex
	invitation string
	pass       string // what a browser that is in shows, for as long as the preview runs
}

// Invite opens the preview to other machines. It gives the address, from the root on,
// that lets one browser in; tell is told of the next once that is used. It is called
// before Run.
func (p *Preview) Invite(tell func(path string)) {
	p.guests = &guests{pass: rand.Text()}
	p.invited = tell
	tell(p.guests.next())
}

func (g *guests) next() string {
	g.invitation = rand.Text()
	return enterPath + "?" + g.invitation
}

const passCookie = "candor-preview"

// admitted reports whether a request may be answered, and answers it if not.
func (p *Preview) admitted(w http.ResponseWriter, r *http.Request) bool {
	if p.guests == nil {
		if !localHost(r.Host) {
			http.Error(w, "this preview answers to localhost only", http.StatusMisdirectedRequest)
			return false
		}
		return true
	}
	if !localHost(r.Host) && !addressed(r.Host) {
		http.Error(w, "this preview answers to the address of its machine only", http.StatusMisdirectedRequest)
		return false
	}
	if pass, err := r.Cookie(passCookie); err == nil && same(pass.Value, p.guests.pass) {
		return true
	}
	if r.URL.Path != enterPath || r.Method != http.MethodGet || !p.enter(r.URL.RawQuery) {
		http.Error(w, "this preview is for those who were invited: ask for the address it prints", http.StatusForbidden)
		return false
	}
	http.SetCookie(w, &http.Cookie{Name: passCookie, Value: p.guests.pass, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// A redirect would be a request that began elsewhere, to which the cookie is not sent.
	w.Write([]byte(`<!doctype html><html lang="en"><title>Preview</title><meta http-equiv="refresh" content="0; url=/"><p><a href="/">Show the preview</a></p></html>`))
	return false
}

// enter uses an invitation up.
func (p *Preview) enter(word string) bool {
	p.guests.mu.Lock()
	defer p.guests.mu.Unlock()
	if !same(word, p.guests.invitation) {
		return false
	}
	p.invited(p.guests.next())
	return true
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// addressed reports whether a Host header is an address: no name can be pointed here.
func addressed(host string) bool {
	if _, err := netip.ParseAddrPort(host); err == nil {
		return true
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// near reports whether a request comes from this machine.
func near(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	addr, also := netip.ParseAddr(host)
	return err == nil && also == nil && addr.Unmap().IsLoopback()
}
