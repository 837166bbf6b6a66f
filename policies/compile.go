package policies

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/workers"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/laws"
)

// Document is a compiled policy.
type Document = document.Document

// Compile turns a set of notices into the document the rules look things up in.
// The same set and options give the same bytes.
func Compile(set *notices.Set, o Options) (*Document, error) {
	doc, denies, err := shared(set, o)
	if err != nil {
		return nil, err
	}
	compiled, err := workers.Map(len(set.Notices), func(i int) (*document.Notice, error) {
		return CompileNotice(set.Notices[i], set.Accepted, denies)
	})
	if err != nil {
		return nil, err
	}
	for i, n := range set.Notices {
		doc.Notices[n.ID] = compiled[i]
	}
	return sealed(doc)
}

// CompileNotice compiles one notice, for those who keep none; accepted is what its set
// accepts, and denies are the rules of the workspace's own, nil for none.
func CompileNotice(n *notices.Notice, accepted []inventory.AcceptedRule, denies *laws.Denies) (*document.Notice, error) {
	c := newNotice(n)
	compiled, err := c.compile(accepted)
	if err != nil {
		return nil, fmt.Errorf("compile policy: notice %s: %w", n.ID, err)
	}
	compiled.Own = c.own(denies)
	return compiled, nil
}

// CompileShared gives the document without its notices, of which the set need hold no
// more than the heads.
func CompileShared(set *notices.Set, o Options) (*Document, error) {
	doc, _, err := shared(set, o)
	if err != nil {
		return nil, err
	}
	return sealed(doc)
}

// shared is what all notices share, and what the workspace's own rules deny.
func shared(set *notices.Set, o Options) (*Document, *laws.Denies, error) {
	if set == nil {
		return nil, nil, errors.New("compile policy: no notices")
	}
	if set.Errors > 0 { // a reference that leads nowhere may have been a bar
		return nil, nil, fmt.Errorf("compile policy: errors in the notices: %d; see the findings that inventory.Load and notices.Resolve return", set.Errors)
	}
	until, err := untilSecond(o.Expires)
	if err != nil {
		return nil, nil, fmt.Errorf("compile policy: expires: %w", err)
	}
	denies, found := laws.ReadDenies(set.Rules)
	if len(found) > 0 {
		return nil, nil, fmt.Errorf("compile policy: %w", ownError(found))
	}
	doc := &Document{
		Bundle:  document.Bundle{Serial: o.Serial, Digest: set.Digest, Issued: o.Issued, Expires: o.Expires, Until: until, MinSerial: o.MinSerial, Commit: o.Commit},
		Words:   document.Words{Actions: names(inventory.Actions...), Forms: names(inventory.Forms...), Roles: names(inventory.Roles...)},
		Regions: unions(), Holidays: holidays(set.Holidays),
		Notices: map[string]*document.Notice{},
	}
	if denies != nil && slices.ContainsFunc(set.Notices, func(n *notices.Notice) bool { return denies.Reach(n.ID) }) {
		doc.Rules = denies.Modules
	}
	return doc, denies, nil
}

func sealed(doc *Document) (*Document, error) {
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

	permits, bars, onlys, closed, touched entries
	duties                                []occasion

	laws               []*enactment
	lawful             map[string]bool // actions that some rule of a law is about
	lawBars, lawDuties entries
	answers            []occasion
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

func (c *notice) compile(accepted []inventory.AcceptedRule) (*document.Notice, error) {
	if err := c.enact(); err != nil {
		return nil, err
	}
	gates := c.gates()
	instead := c.instead(gates)
	c.lawGates(gates, instead)
	unspoken, silent := silent(gates, instead)
	c.doc = &document.Notice{ID: c.ID, Digest: c.Digest(), Base: c.ID, Reasons: []document.ReasonFragment{}, Terms: &document.Terms{
		Gates:       gates,
		Silent:      silent,
		Unspoken:    unspoken,
		Instead:     instead,
		Scope:       c.scope(),
		Governed:    c.governed(),
		Recipients:  c.transfers(),
		Obligations: c.obligations(),
		Statements:  []*document.Statement{},
	}}
	c.doc.Addenda = c.consequences()
	for i := range c.Statements {
		c.statement(i, &c.Statements[i])
	}
	c.issues()
	c.rules(accepted)
	c.bars.unstated, c.lawBars.unstated = true, true
	t := newTableau([indexed]map[string]bool{c.categories.bottom, c.purposes.bottom, c.recipients.bottom, c.audiences.bottom},
		c.beyondIndexes, &c.permits, &c.bars, &c.onlys, &c.closed, &c.touched, &c.lawBars, &c.lawDuties)
	place := func(f found) int { return f.place }
	bar := func(f found) document.Bar {
		return document.Bar{Statement: f.place, Unstated: append([]int{}, f.unstated...)}
	}
	c.doc.Permits, c.doc.Only, c.doc.Closed = layOut(t, &c.permits, place), layOut(t, &c.onlys, place), layOut(t, &c.closed, place)
	c.doc.Bars = layOut(t, &c.bars, bar)
	c.doc.Touched = layOut(t, &c.touched, func(f found) document.Touch { return document.Touch{Issue: f.issue, Tests: f.tests} })
	if len(c.lawful) > 0 {
		c.doc.Law = &document.Law{
			Actions: names(slices.Collect(maps.Keys(c.lawful))...), Bars: layOut(t, &c.lawBars, bar),
			Duties: layOut(t, &c.lawDuties, place), Answers: occasions(c.answers),
		}
	}
	c.doc.Duties, c.doc.Rows, c.doc.Known, c.doc.Leaves = occasions(c.duties), t.rows, c.known(t.classes), map[string][]string{}
	for f, leaves := range t.first {
		c.doc.Leaves[indexedFields[f]] = leaves
	}
	return c.doc, nil
}

// known is the vocabulary of questions, with the class of each leaf.
func (c *notice) known(classes [indexed]map[string]int) document.Known {
	k := document.Known{
		Categories: c.categories.classed(classes[byCategory]), Purposes: c.purposes.classed(classes[byPurpose]),
		Recipients: c.recipients.classed(classes[byRecipient]), Audiences: c.audiences.classed(classes[byAudience]),
		Bases: names(inventory.BasisKinds...), Rights: names(inventory.BuiltinRights...), Events: names(inventory.BuiltinEvents...), Documents: document.Names{},
	}
	k.Purposes[document.Unstated] = document.Leaves{document.Unstated: 0}
	k.Recipients[document.Unstated] = document.Leaves{document.Unstated: 0}
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
	for _, law := range c.laws {
		for _, r := range law.rules.Rights {
			k.Rights[r.Key] = true
		}
		for _, e := range law.rules.Events {
			k.Events[e.Key] = true
		}
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
		Code: closedCode[g.Kind], Missing: []string{g.Kind + ":" + g.ID},
	}
	if g.Kind == "opt-out" || g.Kind == "objection" {
		doc.Opens, doc.Missing, doc.Unused = false, []string{}, g.ID+" not used"
	}
	return doc
}

// instead gives the gates that open another, by that.
func (c *notice) instead(gates map[string]*document.Gate) map[string][]string {
	all := map[string][]string{}
	for _, g := range c.Gates {
		if gates[g.ID].Opens && len(g.Instead) > 0 {
			all[g.ID] = list(g.Instead)
		}
	}
	return all
}

// silent are the gates that are open when a question says nothing of any: those that
// an act closes, and those that one of them opens instead.
func silent(gates map[string]*document.Gate, instead map[string][]string) (unspoken, silent document.Names) {
	unspoken = document.Names{}
	for id, g := range gates {
		if !g.Opens {
			unspoken[id] = true
		}
	}
	silent = maps.Clone(unspoken)
	for id, others := range instead {
		if slices.ContainsFunc(others, func(other string) bool { return unspoken[other] }) {
			silent[id] = true
		}
	}
	return unspoken, silent
}

// scope gives each audience leaf what it and the groups above it say of who is
// covered.
func (c *notice) scope() map[string]*document.Scope {
	scope := map[string]*document.Scope{document.Unstated: {Always: true, Covered: true, Ages: []document.AgeTest{}, When: []string{}}}
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
		s.Always = s.Covered && len(s.Ages)+len(s.When) == 0
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
	all := map[string]*document.Recipient{document.Unstated: {Gates: []document.Transfer{}, Owed: []string{}}}
	for leaf := range c.recipients.bottom {
		all[leaf] = &document.Recipient{Gates: []document.Transfer{}, Owed: []string{}}
	}
	for i := range c.Recipients {
		r := &c.Recipients[i]
		for _, leaf := range c.recipients.leaves[r.ID] {
			if len(r.Gates) > 0 {
				all[leaf].Gates = append(all[leaf].Gates, document.Transfer{Outside: string(r.Outside), Home: c.home(leaf, r.Outside), Gates: names(refs(r.Gates)...)})
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
