package tables

import (
	"fmt"
	"maps"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// notice is one notice as tables.
type notice struct {
	validity    validity
	symbols     [placed]symbols // by field
	regions     symbols
	audienceIDs []string                         // by symbol
	known       [len(unfolded)]map[string][]leaf // leaves of every id

	documentIDs    symbols
	gateIDs        symbols
	gates          []gate // by symbol
	unspoken       set    // gates that are open when nothing is said of them
	denying        set    // gates that forbid when closed
	helped         []symbol
	legalHold      symbol
	requiresLonger symbol

	scope       []scope       // by audience
	governed    [placed][]set // documents by field and leaf
	recipients  []recipient   // by symbol
	addenda     []addendum
	obligations map[string]*obligation

	statements []statement // by their place in the notice
	grid       grid
	permits    index[*statement]
	duties     *rows[*rows[[]*statement]] // by right and event
	bars       index[bar]
	onlys      index[*statement]
	closed     index[*statement]
	touched    index[touch]
	law        *law // nil where no law has rules

	issueIDs symbols
	issues   []issue // by symbol
}

// scope says when an audience is covered.
type scope struct {
	covered bool
	ages    []document.AgeTest
	when    set
}

// recipient is what a recipient asks for.
type recipient struct {
	transfers []transfer
	owed      []*obligation
}

// transfer is a set of gates for data that leaves a region, or for all data.
type transfer struct {
	outside symbol // 0 for all data
	home    string // the side the recipient is on, "" unknown
	assumed string
	gates   set
}

// addendum is an addendum with consequences of its own.
type addendum struct {
	tests     []test
	documents set
	owed      []*obligation
}

// obligation is one thing owed, with its place in the notice.
type obligation struct {
	rank int
	decision.Obligation
}

// statement is one statement.
type statement struct {
	rank     int
	reason   decision.Reason
	at       decision.At
	tests    []test
	negated  [][]string // of a bar: its opposite in words, by field of the index
	closes   []test
	when     set
	unless   set
	gates    set
	bases    []basis
	owed     []*obligation
	keep     *keep
	duty     *duty
	issues   set
	disputed set // issues that may take back what it permits
	rule     *rule
}

type basis struct {
	id, kind string
	gates    set
	owed     []*obligation
}

type issue struct {
	id      string
	tests   []test // where its selectors touch a combination and no index decides it
	between set    // statements by rank
}

// compile lays one notice out.
func compile(doc *document.Notice, words document.Words) (*notice, error) {
	n := &notice{
		validity: validityOf(doc.Bundle),
		regions:  symbols{}, documentIDs: symbols{}, gateIDs: symbols{}, issueIDs: symbols{},
		obligations: map[string]*obligation{}, statements: make([]statement, len(doc.Statements)),
	}
	n.vocabulary(&doc.Known, words)
	n.compileGates(doc.Gates, doc.Instead)
	for id, o := range doc.Obligations {
		n.obligations[id] = owedOf(o)
	}
	for _, id := range slices.Sorted(maps.Keys(doc.Issues)) {
		n.issueIDs.of(id)
	}
	for i, s := range doc.Statements {
		if s == nil || s.Rank != i {
			return nil, fmt.Errorf("notice %s: the policy has lost a statement", doc.ID)
		}
		n.statements[i] = n.statement(s)
	}
	n.compileScope(doc)
	n.compileRecipients(doc.Recipients)
	for _, a := range doc.Addenda {
		n.addenda = append(n.addenda, addendum{n.tests(a.Tests), n.documentIDs.set(a.Documents), n.owed(a.Owed)})
	}
	n.compileIssues(doc)
	if err := n.compileIndexes(doc); err != nil {
		return nil, fmt.Errorf("notice %s: %w", doc.ID, err)
	}
	return n, nil
}

// vocabulary numbers everything a question may name.
func (n *notice) vocabulary(known *document.Known, words document.Words) {
	for f := range n.symbols {
		n.symbols[f] = symbols{}
	}
	for f, names := range map[field]document.Names{
		action: words.Actions, form: words.Forms, role: words.Roles, right: known.Rights, event: known.Events, basisField: known.Bases,
	} {
		for id := range names {
			n.symbols[f].of(id)
		}
	}
	for i, ids := range []map[string]document.Leaves{known.Categories, known.Purposes, known.Recipients, known.Audiences} {
		n.known[i] = map[string][]leaf{}
		for id, leaves := range ids {
			all := []leaf{}
			for _, name := range slices.Sorted(maps.Keys(leaves)) {
				all = append(all, leaf{n.symbols[unfolded[i]].of(name), int32(leaves[name])})
			}
			n.known[i][id] = all
		}
	}
	n.audienceIDs = make([]string, len(n.symbols[audience])+1)
	for id, x := range n.symbols[audience] {
		n.audienceIDs[x] = id
	}
	for id := range known.Documents {
		n.documentIDs.of(id)
	}
}

func owedOf(o document.Obligation) *obligation {
	f := o.Fragment
	return &obligation{o.Rank, decision.Obligation{ID: f.ID, Text: f.Text, Due: f.Due, Overdue: f.Overdue, To: f.To, Via: f.Via, Fee: f.Fee}}
}

// owed gives the obligations that the notice has.
func (n *notice) owed(ids []string) []*obligation {
	var out []*obligation
	for _, id := range ids {
		if o := n.obligations[id]; o != nil {
			out = append(out, o)
		}
	}
	return out
}

func (n *notice) statement(s *document.Statement) statement {
	r := s.Reason
	out := statement{
		rank:   s.Rank,
		reason: decision.Reason{Code: r.Code, Source: r.Source, Statement: r.Statement, Rule: r.Rule, Citation: r.Citation, Status: r.Status, Text: r.Text, Detail: r.Detail},
		tests:  n.tests(s.Tests), negated: s.Negated, closes: n.tests(s.OnlyIf),
		when: n.gateIDs.named(s.When), unless: n.gateIDs.named(s.Unless), gates: n.gateIDs.named(s.Gates),
		owed: n.owed(s.Owed), keep: n.keep(s.Keep), duty: newDuty(s.Duty),
		issues: n.issueIDs.set(s.Issues), disputed: n.issueIDs.set(s.Disputed), rule: newRule(s.Rule),
	}
	if r.At != nil {
		out.at = decision.At{Notice: r.At.Notice, Version: r.At.Version, Path: r.At.Path}
	}
	for _, b := range s.Bases {
		if b.ID != "" {
			out.bases = append(out.bases, basis{b.ID, b.Kind, n.gateIDs.named(b.Gates), n.owed(b.Owed)})
		}
	}
	return out
}

func (n *notice) compileScope(doc *document.Notice) {
	for leaf, s := range doc.Scope {
		n.scope = grown(n.scope, n.symbols[audience].of(leaf))
		n.scope[n.symbols[audience].of(leaf)] = scope{s.Covered, s.Ages, n.gateIDs.set(s.When)}
	}
	for kind, f := range map[string]field{"audience": audience, "category": category} {
		for leaf, ids := range doc.Governed[kind] {
			x := n.symbols[f].of(leaf)
			n.governed[f] = grown(n.governed[f], x)
			n.governed[f][x] = n.documentIDs.named(ids)
		}
	}
}

func (n *notice) compileRecipients(all map[string]*document.Recipient) {
	for leaf, r := range all {
		out := recipient{owed: n.owed(r.Owed)}
		for _, t := range r.Gates {
			out.transfers = append(out.transfers, transfer{n.regions.of(t.Outside), t.Home, "destination inside " + t.Outside, n.gateIDs.named(t.Gates)})
		}
		x := n.symbols[recipientField].of(leaf)
		n.recipients = grown(n.recipients, x)
		n.recipients[x] = out
	}
}

func (n *notice) compileIssues(doc *document.Notice) {
	n.issues = make([]issue, len(n.issueIDs)+1)
	for id, i := range doc.Issues {
		out := issue{id: id}
		for place := range n.statements {
			if i.Between[n.statements[place].reason.Statement] {
				out.between.add(symbol(place))
			}
		}
		n.issues[n.issueIDs.of(id)] = out
	}
}

// grown is a slice long enough for a symbol.
func grown[T any](s []T, x symbol) []T {
	if int(x) < len(s) {
		return s
	}
	return append(s, make([]T, int(x)+1-len(s))...)
}
