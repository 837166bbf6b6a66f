package site

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// open opens a place of the workspace in the editor that the preview was started
// with. It is the one thing a page can make this machine do, so it asks for more than
// a question does: the page's own origin, stated, the token of this run, which only
// the event stream tells, and a file that the inventory was read from.
func (p *Preview) open(w http.ResponseWriter, r *http.Request) {
	if !near(r) || r.Header.Get("Origin") != "http://"+r.Host || !same(r.Header.Get("Candor-Token"), p.token) {
		http.Error(w, "this is for pages of the preview", http.StatusForbidden)
		return
	}
	var at struct{ Place string }
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&at) != nil {
		http.Error(w, "that is no place", http.StatusBadRequest)
		return
	}
	place, ok := parsePlace(at.Place)
	p.mu.Lock()
	known := slices.Contains(p.read, place.File)
	p.mu.Unlock()
	if !ok || !known {
		http.Error(w, "the inventory was not read from there", http.StatusNotFound)
		return
	}
	if err := p.Edit(place); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// parsePlace reads file, or file:line:column.
func parsePlace(s string) (finding.Place, bool) {
	parts := strings.Split(s, ":")
	if len(parts) != 3 {
		return finding.Place{File: s}, len(parts) == 1
	}
	line, err := strconv.Atoi(parts[1])
	col, also := strconv.Atoi(parts[2])
	return finding.Place{File: parts[0], Line: line, Col: col}, err == nil && also == nil && line > 0 && col > 0
}
