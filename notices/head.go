package notices

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
)

// Resolver resolves the notices of a workspace one by one, for those who keep none. It
// gives what [Resolve] gives, in parts, and may be used by several goroutines.
type Resolver struct {
	workspace inventory.Workspace
	last      atomic.Pointer[resolver] // of a notice that extends one; others may extend the same
}

// NewResolver makes the resolver for a workspace.
func NewResolver(w inventory.Workspace) *Resolver {
	return &Resolver{workspace: w}
}

// Notice resolves a notice that is to be published, and gives it as a Set of its own,
// with findings as they come.
func (r *Resolver) Notice(in *inventory.Notice) (*Set, []finding.Finding) {
	before := r.last.Load()
	of := newResolver(in, before)
	n := of.notice(before)
	of.spell()
	if of.offers() {
		r.last.Store(of.ready())
	}
	set := newSet(r.workspace)
	set.Notices, set.Internal[n.ID], set.Errors = []*Notice{n}, of.internal(), finding.Count(of.found, finding.Error)
	return set, of.found
}

// Set joins notices to the set of the workspace, be they heads only.
func (r *Resolver) Set(all []*Notice) *Set {
	set := newSet(r.workspace)
	set.Notices = all
	set.seal()
	return set
}

// Head is what others than the page of a notice are told of it. It keeps nothing of the
// notice alive, and may be written down.
type Head struct {
	ID, Title, Summary, Language, Version, Party string
	Effective, Updated, AsOf                     inventory.Date
	Security                                     []Contact // whom to write to about security
	Signals                                      []string  // of browsers that it heeds
	Translations                                 []Translation
	Statements                                   int
	Digest                                       string
}

// Head gives the head of a notice.
func (n *Notice) Head() Head {
	h := Head{
		ID: strings.Clone(n.ID), Title: strings.Clone(n.Title), Summary: strings.Clone(n.Summary), Language: strings.Clone(n.Language), Version: strings.Clone(n.Version),
		Party: strings.Clone(n.Party.Name), Effective: n.Effective, Updated: n.Updated, AsOf: n.AsOf, Statements: len(n.Statements), Digest: n.Digest(),
	}
	for _, c := range n.Contacts {
		if slices.Contains(c.For, "security") {
			h.Security = append(h.Security, Contact{For: []string{"security"}, Email: strings.Clone(c.Email), URL: strings.Clone(c.URL)})
		}
	}
	for _, t := range n.Translations {
		h.Translations = append(h.Translations, Translation{strings.Clone(t.Language), t.Name, strings.Clone(t.ID)})
	}
	for _, g := range n.Gates {
		for _, signal := range g.Signals {
			h.Signals = append(h.Signals, strings.Clone(signal))
		}
	}
	return h
}

// Notice is a notice that says what its head says and nothing else.
func (h Head) Notice() *Notice {
	n := &Notice{
		ID: h.ID, Path: "/" + h.ID + "/", Title: h.Title, Summary: h.Summary, Language: h.Language, Version: h.Version,
		Effective: h.Effective, Updated: h.Updated, AsOf: h.AsOf, Party: Party{Name: h.Party}, Contacts: h.Security, Translations: h.Translations, digest: h.Digest,
	}
	if len(h.Signals) > 0 {
		n.Gates = []Gate{{Signals: h.Signals}}
	}
	return n
}
