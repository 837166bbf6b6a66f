package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

// secret is a token in a form that can be compared in constant time, whatever the
// length of what it is compared with.
type secret [sha256.Size]byte

func newSecret(token string) *secret {
	if token == "" {
		return nil
	}
	s := secret(sha256.Sum256([]byte(token)))
	return &s
}

// carriedBy reports whether a request shows the token; without one, all do.
func (s *secret) carriedBy(h http.Header) bool {
	if s == nil {
		return true
	}
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	shown := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(s[:], shown[:]) == 1 && strings.EqualFold(scheme, "bearer")
}

// fromBrowser reports whether a page in a browser makes the request. No page can
// leave these headers out, and no service sends them.
func fromBrowser(h http.Header) bool {
	if len(h["Origin"]) > 0 {
		return true
	}
	site := h.Get("Sec-Fetch-Site")
	return site != "" && site != "none" // "none" is a person at the address bar
}
