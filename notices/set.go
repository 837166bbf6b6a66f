package notices

import (
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// Set is every notice of a workspace, resolved, in order of id. It is made once
// and never changed; all floors above read the same one.
type Set struct {
	Title   string    `json:"title"`
	BaseURL string    `json:"baseURL,omitempty"`
	Banner  string    `json:"banner,omitempty"`
	Notices []*Notice `json:"notices"`
	Digest  string    `json:"-"` // "sha256:…" of what it says of itself and of the notices’ digests

	Internal map[string]Internal `json:"-"` // by notice id

	Exceptions []inventory.Exception    `json:"-"` // checks of law packs that are switched off
	LawReports bool                     `json:"-"` // what law packs find does not stop a publish
	Accepted   []inventory.AcceptedRule `json:"-"` // unconfirmed rules of law packs that count in decisions
	Holidays   []inventory.Date         `json:"-"` // no business days, sorted
	Rules      map[string]string        `json:"-"` // the workspace's own, in Rego, by file

	// Errors counts the findings of severity error on the way here. A set with any
	// may lack a bar that its authors wrote, so no policy is made of it.
	Errors int `json:"-"`
}

// Internal is what a notice's authors keep to the organisation: where each entry
// stands, what it restates, who owns it. It is a type of its own so that no theme
// or export can reach it through a Notice.
type Internal struct {
	Entries map[string]Record // by statement id, or kind.id of a vocabulary entry
	Partial bool              // an entry they wrote has something wrong and is left out
}

// Record is the internal side of one entry.
type Record struct {
	Place    finding.Place              // of the entry
	Fields   map[string]finding.Place   // of each value its author wrote, which may be in another file
	Items    map[string][]finding.Place // of each element of laws, documents, says and accepts
	Owner    string
	Note     string
	Reviewed string // ISO date or ""
	Cites    []string
}

// Notice returns the notice of the given id, or nil.
func (s *Set) Notice(id string) *Notice {
	for _, n := range s.Notices {
		if n.ID == id {
			return n
		}
	}
	return nil
}
