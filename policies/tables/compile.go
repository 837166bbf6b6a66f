package tables

import (
	"fmt"
	"maps"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// index finds the statements that may reach a combination: by action, category,
// purpose and recipient.
type index []*rows[*rows[*rows[[]*statement]]]

// notice is one notice as tables.
type notice struct {
	validity    validity
	symbols     [placed]symbols // by field
	regions     symbols
	audienceIDs []string                           // by symbol
	known       [len(unfolded)]map[string][]symbol // leaves of every id

	bases, documentIDs symbols
	gateIDs            symbols
	gates              []gate // by symbol
	unspoken           set    // gates that are open when nothing is said of them
	denying            set    // gates that forbid when closed
	helped             []symbol
	legalHold          symbol
	requiresLonger     symbol

	scope       []scope       // by audience
	governed    [placed][]set // documents by field and leaf
	recipients  []recipient   // by symbol
	addenda     []addendum
	obligations map[string]*obligation

	statements map[string]*statement
	permits    index
	duties     *rows[*rows[[]*statement]] // by right and event
	bars       index
	onlys      index
	closed     index

	issueIDs  symbols
	issues    []issue // by symbol
	selecting []symbol
	touched   [placed][]set // issues by field and leaf
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
}

type basis struct {
	id, kind string
	gates    set
	owed     []*obligation
}

type issue struct {
	id      string
	tests   []test
	between set // statements by rank
}

// compile lays one notice out.
func compile(doc *document.Notice, words document.Words) (*notice, error) {
	n := &notice{
		validity: validityOf(doc.Bundle),
		regions:  symbols{}, bases: symbols{}, documentIDs: symbols{}, gateIDs: symbols{}, issueIDs: symbols{},
		obligations: map[string]*obligation{}, statements: map[string]*statement{},
	}
	n.vocabulary(&doc.Known, words)
	n.compileGates(doc.Gates)
	for id, o := range doc.Obligations {
		n.obligations[id] = owedOf(o)
	}
	for _, id := range slices.Sorted(maps.Keys(doc.Issues)) {
		n.issueIDs.of(id)
	}
	for id, s := range doc.Statements {
		n.statements[id] = n.statement(s)
	}
	n.compileScope(doc)
	n.compileRecipients(doc.Recipients)
	for _, a := range doc.Addenda {
		n.addenda = append(n.addenda, addendum{n.tests(a.Tests), n.documentIDs.set(a.Documents), n.owed(a.Owed)})
	}
	n.compileIssues(doc)
	return n, n.compileIndexes(doc)
}

// vocabulary numbers everything a question may name.
func (n *notice) vocabulary(known *document.Known, words document.Words) {
	for f := range n.symbols {
		n.symbols[f] = symbols{}
	}
	for f, names := range map[field]document.Names{
		action: words.Actions, form: words.Forms, role: words.Roles, right: known.Rights, event: known.Events,
	} {
		for id := range names {
			n.symbols[f].of(id)
		}
	}
	for i, ids := range []map[string][]string{known.Categories, known.Purposes, known.Recipients, known.Audiences} {
		n.known[i] = map[string][]symbol{}
		for id, leaves := range ids {
			all := []symbol{}
			for _, leaf := range leaves {
				all = append(all, n.symbols[unfolded[i]].of(leaf))
			}
			n.known[i][id] = all
		}
	}
	n.audienceIDs = make([]string, len(n.symbols[audience])+1)
	for id, x := range n.symbols[audience] {
		n.audienceIDs[x] = id
	}
	for id := range known.Bases {
		n.bases.of(id)
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

func (n *notice) statement(s *document.Statement) *statement {
	r := s.Reason
	out := &statement{
		rank:   s.Rank,
		reason: decision.Reason{Code: r.Code, Source: r.Source, Statement: r.Statement, Text: r.Text},
		at:     decision.At{Notice: r.At.Notice, Version: r.At.Version, Path: r.At.Path},
		tests:  n.tests(s.Tests), closes: n.tests(s.OnlyIf),
		when: n.gateIDs.set(s.When), unless: n.gateIDs.set(s.Unless), gates: n.gateIDs.set(s.Gates),
		owed: n.owed(s.Owed), keep: n.keep(s.Keep), duty: newDuty(s.Duty),
		issues: n.issueIDs.set(s.Issues), disputed: n.issueIDs.set(s.Disputed),
	}
	for _, b := range s.Bases {
		out.bases = append(out.bases, basis{b.ID, b.Kind, n.gateIDs.set(b.Gates), n.owed(b.Owed)})
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
			out.transfers = append(out.transfers, transfer{n.regions.of(t.Outside), t.Home, "destination inside " + t.Outside, n.gateIDs.set(t.Gates)})
		}
		x := n.symbols[recipientField].of(leaf)
		n.recipients = grown(n.recipients, x)
		n.recipients[x] = out
	}
}

func (n *notice) compileIssues(doc *document.Notice) {
	n.issues = make([]issue, len(n.issueIDs)+1)
	for id, i := range doc.Issues {
		out := issue{id: id, tests: n.tests(i.Tests)}
		for s := range i.Between {
			if st := n.statements[s]; st != nil {
				out.between.add(symbol(st.rank))
			}
		}
		n.issues[n.issueIDs.of(id)] = out
	}
	for _, id := range doc.Selecting {
		n.selecting = append(n.selecting, n.issueIDs.of(id))
	}
	for kind, f := range map[string]field{"audience": audience, "category": category, "purpose": purpose, "recipient": recipientField} {
		for leaf, ids := range doc.Touched[kind] {
			x := n.symbols[f].of(leaf)
			n.touched[f] = grown(n.touched[f], x)
			n.touched[f][x] = n.issueIDs.set(ids)
		}
	}
}

// grown is a slice long enough for a symbol.
func grown[T any](s []T, x symbol) []T {
	if int(x) < len(s) {
		return s
	}
	return append(s, make([]T, int(x)+1-len(s))...)
}

// compileIndexes lays the indexes out. A row or a statement that is not there
// means a damaged document.
func (n *notice) compileIndexes(doc *document.Notice) (err error) {
	for _, x := range []struct {
		to   *index
		from document.Index
	}{{&n.permits, doc.Permits}, {&n.bars, doc.Bars}, {&n.onlys, doc.Only}, {&n.closed, doc.Closed}} {
		if *x.to, err = n.index(x.from); err != nil {
			return fmt.Errorf("notice %s: %w", doc.ID, err)
		}
	}
	for id := range n.symbols[action] {
		if doc.Bars[id] == nil {
			return fmt.Errorf("notice %s: the policy has lost the bars on %s", doc.ID, id)
		}
	}
	n.duties, err = rowsOf(n.symbols[right], doc.Duties, func(events map[string][]string) (*rows[[]*statement], error) {
		return rowsOf(n.symbols[event], events, n.listed)
	})
	return err
}

func (n *notice) index(doc document.Index) (index, error) {
	out := make(index, len(n.symbols[action])+1)
	for id, categories := range doc {
		row, err := rowsOf(n.symbols[category], categories, func(purposes map[string]map[string][]string) (*rows[*rows[[]*statement]], error) {
			return rowsOf(n.symbols[purpose], purposes, func(recipients map[string][]string) (*rows[[]*statement], error) {
				return rowsOf(n.symbols[recipientField], recipients, n.listed)
			})
		})
		if err != nil {
			return nil, err
		}
		if x := n.symbols[action].of(id); int(x) < len(out) {
			out[x] = row
		}
	}
	return out, nil
}

// rowsOf lays one level of an index out.
func rowsOf[D, R any](ids symbols, doc map[string]D, row func(D) (R, error)) (*rows[R], error) {
	rest, ok := doc[document.Anything]
	if !ok {
		return nil, fmt.Errorf("the policy has lost a row of an index")
	}
	first, err := row(rest)
	if err != nil {
		return nil, err
	}
	out := &rows[R]{rows: []R{first}}
	for id, d := range doc {
		if id == document.Anything {
			continue
		}
		next, err := row(d)
		if err != nil {
			return nil, err
		}
		out.put(ids.of(id), next)
	}
	return out, nil
}

// listed gives the statements of a row, in the order of the notice.
func (n *notice) listed(ids []string) ([]*statement, error) {
	var out []*statement
	for _, id := range ids {
		s := n.statements[id]
		if s == nil {
			return nil, fmt.Errorf("the policy has lost the statement %s", id)
		}
		out = append(out, s)
	}
	return out, nil
}
