package policies

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// Document is a compiled policy.
type Document = document.Document

// Compile turns a set of notices into the document the rules look things up in.
// The same set and options give the same bytes.
func Compile(set *notices.Set, o Options) (*Document, error) {
	if set == nil {
		return nil, errors.New("compile policy: no notices")
	}
	if set.Errors > 0 { // a reference that leads nowhere may have been a bar
		return nil, fmt.Errorf("compile policy: errors in the notices: %d; see the findings that inventory.Load and notices.Resolve return", set.Errors)
	}
	until, err := untilSecond(o.Expires)
	if err != nil {
		return nil, fmt.Errorf("compile policy: expires: %w", err)
	}
	doc := &Document{
		Bundle:  document.Bundle{Serial: o.Serial, Digest: set.Digest, Issued: o.Issued, Expires: o.Expires, Until: until, MinSerial: o.MinSerial, Commit: o.Commit},
		Words:   document.Words{Actions: names(inventory.Actions...), Forms: names(inventory.Forms...), Roles: names(inventory.Roles...)},
		Regions: unions(),
		Notices: map[string]*document.Notice{},
	}
	for _, n := range set.Notices {
		doc.Notices[n.ID] = newNotice(n).compile()
	}
	if err := doc.Seal(); err != nil {
		return nil, fmt.Errorf("compile policy: %w", err)
	}
	return doc, nil
}

// untilSecond is the Unix second from which a bundle has expired: an instant, or
// the end of a day in UTC; 0 for never.
func untilSecond(expires string) (int64, error) {
	if expires == "" {
		return 0, nil
	}
	if day, err := time.Parse(time.DateOnly, expires); err == nil {
		return day.AddDate(0, 0, 1).Unix(), nil
	}
	instant, err := time.Parse(time.RFC3339, expires)
	if err != nil {
		return 0, fmt.Errorf("%q is neither a day such as 2026-12-31 nor an instant such as 2026-12-31T12:00:00Z", expires)
	}
	return instant.Unix(), nil
}

// unions gives for every country and union the unions it lies in.
func unions() map[string][]string {
	in := map[string][]string{}
	all := inventory.Unions()
	for _, union := range []inventory.Region{"EU", "EEA"} {
		for _, member := range all[union] {
			in[string(member)] = append(in[string(member)], string(union))
		}
	}
	return in
}

// names makes a set of a list.
func names(list ...string) document.Names {
	set := document.Names{}
	for _, x := range list {
		set[x] = true
	}
	return set
}

// namesOrAnything makes a set of a list, or the set that accepts everything.
func namesOrAnything(list []string) document.Names {
	if len(list) == 0 {
		return names(document.Anything)
	}
	return names(list...)
}

func refs(rs []notices.Ref) []string {
	ids := []string{}
	for _, r := range rs {
		ids = append(ids, r.ID)
	}
	return ids
}

// list makes a list that is never null in JSON.
func list(ids []string) []string { return append([]string{}, ids...) }

// notice is the compiler of one notice: the resolved notice with its groups laid
// open.
type notice struct {
	*notices.Notice
	audiences, categories, purposes, recipients groups
	addenda                                     map[string]*notices.Addendum
	bases                                       map[string]*notices.Basis
	doc                                         *document.Notice

	permits, bars, onlys, closed entries
	duties                       []occasion
}

func newNotice(n *notices.Notice) *notice {
	c := &notice{Notice: n, addenda: map[string]*notices.Addendum{}, bases: map[string]*notices.Basis{}}
	c.audiences = newGroups(n.Audiences, func(x *notices.Audience) (string, []string) { return x.ID, x.Members })
	c.categories = newGroups(n.Categories, func(x *notices.Category) (string, []string) { return x.ID, x.Members })
	c.purposes = newGroups(n.Purposes, func(x *notices.Purpose) (string, []string) { return x.ID, x.Members })
	c.recipients = newGroups(n.Recipients, func(x *notices.Recipient) (string, []string) { return x.ID, x.Members })
	for i := range n.Addenda {
		c.addenda[n.Addenda[i].ID] = &n.Addenda[i]
	}
	for i := range n.Bases {
		c.bases[n.Bases[i].ID] = &n.Bases[i]
	}
	return c
}

func (c *notice) compile() *document.Notice {
	c.doc = &document.Notice{
		ID:          c.ID,
		Digest:      c.Digest(),
		Known:       c.known(),
		Gates:       c.gates(),
		Scope:       c.scope(),
		Governed:    c.governed(),
		Recipients:  c.transfers(),
		Obligations: c.obligations(),
		Statements:  map[string]*document.Statement{},
	}
	c.doc.Addenda = c.consequences()
	for i := range c.Statements {
		c.statement(i, &c.Statements[i])
	}
	c.bars.unstated = true
	c.doc.Permits, c.doc.Duties, c.doc.Bars = c.permits.index(), occasions(c.duties), c.bars.index()
	c.doc.Only, c.doc.Closed = c.onlys.index(), c.closed.index()
	c.issues()
	return c.doc
}

// known is the vocabulary of questions.
func (c *notice) known() document.Known {
	k := document.Known{
		Audiences: c.audiences.leaves, Categories: c.categories.leaves, Purposes: c.purposes.leaves, Recipients: c.recipients.leaves,
		Bases: names(inventory.BasisKinds...), Rights: names(inventory.BuiltinRights...), Events: names(inventory.BuiltinEvents...), Documents: document.Names{},
	}
	for _, b := range c.Bases {
		k.Bases[b.ID] = true
	}
	for _, r := range c.Rights {
		k.Rights[r.ID] = true
	}
	for _, e := range c.Events {
		k.Events[e.ID] = true
	}
	for _, d := range c.Documents {
		k.Documents[d.ID] = true
	}
	return k
}

// closedCode is the code of the reason why a closed gate of a kind denies.
var closedCode = map[string]string{
	"consent": decision.ConsentMissing, "authority": decision.AuthorityMissing, "fact": decision.FactMissing,
	"opt-out": decision.OptedOut, "objection": decision.Objected,
}

// gates are the notice's own and those every notice has.
func (c *notice) gates() map[string]*document.Gate {
	gates := map[string]*document.Gate{}
	for _, id := range slices.Concat(inventory.ReservedFacts, inventory.BuiltinFacts) {
		gates[id] = gate(notices.Gate{ID: id, Kind: "fact"})
	}
	for _, g := range c.Gates {
		gates[g.ID] = gate(g)
	}
	return gates
}

func gate(g notices.Gate) *document.Gate {
	doc := &document.Gate{
		Kind: g.Kind, Opens: true, Denies: g.Denies, By: namesOrAnything(g.By), Via: namesOrAnything(g.Via),
		Instead: list(g.Instead), Code: closedCode[g.Kind], Missing: []string{g.Kind + ":" + g.ID},
	}
	if g.Kind == "opt-out" || g.Kind == "objection" {
		doc.Opens, doc.Instead, doc.Missing, doc.Unused = false, []string{}, []string{}, g.ID+" not used"
	}
	return doc
}

// scope gives each audience leaf what it and the groups above it say of who is
// covered.
func (c *notice) scope() map[string]*document.Scope {
	scope := map[string]*document.Scope{}
	for leaf := range c.audiences.bottom {
		s := &document.Scope{Covered: true, Ages: []document.AgeTest{}, When: []string{}}
		for i := range c.Audiences {
			a := &c.Audiences[i]
			if !c.audiences.covers(a.ID, leaf) {
				continue
			}
			s.Covered = s.Covered && a.Covered
			if !a.Age.IsZero() {
				s.Ages = append(s.Ages, ageTest(a.Age))
			}
			s.When = append(s.When, refs(a.When)...)
		}
		scope[leaf] = s
	}
	return scope
}

// governed gives each audience and category leaf the documents that go before the
// notice for it or for a group above it.
func (c *notice) governed() map[string]map[string]document.Names {
	governed := map[string]map[string]document.Names{"audience": {}, "category": {}}
	give := func(kind string, g groups, id string, docs []notices.Ref) {
		for _, leaf := range g.leaves[id] {
			for _, d := range docs {
				if governed[kind][leaf] == nil {
					governed[kind][leaf] = document.Names{}
				}
				governed[kind][leaf][d.ID] = true
			}
		}
	}
	for _, a := range c.Audiences {
		give("audience", c.audiences, a.ID, a.GovernedBy)
	}
	for _, k := range c.Categories {
		give("category", c.categories, k.ID, k.GovernedBy)
	}
	return governed
}

// transfers gives each recipient leaf the gates and obligations of its own and of
// the groups above it.
func (c *notice) transfers() map[string]*document.Recipient {
	all := map[string]*document.Recipient{}
	for i := range c.Recipients {
		r := &c.Recipients[i]
		if len(r.Gates)+len(r.Owed) == 0 {
			continue
		}
		for _, leaf := range c.recipients.leaves[r.ID] {
			if all[leaf] == nil {
				all[leaf] = &document.Recipient{Gates: []document.Transfer{}, Owed: []string{}}
			}
			if len(r.Gates) > 0 {
				all[leaf].Gates = append(all[leaf].Gates, document.Transfer{Outside: string(r.Outside), Home: c.home(leaf, r.Outside), Gates: refs(r.Gates)})
			}
			all[leaf].Owed = append(all[leaf].Owed, refs(r.Owed)...)
		}
	}
	return all
}

// home tells on which side of a border a recipient is, as far as the notice says by
// a code. A place in vague words is on neither.
func (c *notice) home(recipient string, border inventory.Region) string {
	i := slices.IndexFunc(c.Recipients, func(r notices.Recipient) bool { return r.ID == recipient })
	switch at := c.Recipients[i].Location; {
	case at == "" || border == "":
		return ""
	case at.In(border):
		return "inside"
	}
	return "outside"
}

func (c *notice) obligations() map[string]document.Obligation {
	all := map[string]document.Obligation{}
	for i, o := range c.Obligations {
		all[o.ID] = document.Obligation{Rank: i, Fragment: obligation(o)}
	}
	return all
}

func obligation(o notices.Obligation) document.ObligationFragment {
	return document.ObligationFragment{ID: o.ID, Text: o.Text, To: o.To, Via: list(o.Via), Fee: o.Fee}
}

// consequences are the addenda that owe something or give way to a document
// wherever they apply. One that says nothing of where it applies has none.
func (c *notice) consequences() []document.Addendum {
	all := []document.Addendum{}
	for i := range c.Addenda {
		a := &c.Addenda[i]
		tests := c.addendumTests(a)
		if len(tests) > 0 && len(a.Owed)+len(a.GovernedBy) > 0 {
			all = append(all, document.Addendum{Tests: tests, Documents: refs(a.GovernedBy), Owed: refs(a.Owed)})
		}
	}
	return all
}
