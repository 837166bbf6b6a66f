package notices

import "github.com/candor-privacy/candor/notices/inventory"

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

// Notice returns the notice of the given id, or nil.
func (s *Set) Notice(id string) *Notice {
	for _, n := range s.Notices {
		if n.ID == id {
			return n
		}
	}
	return nil
}
