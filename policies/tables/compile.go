package tables

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
)

// notice is one notice as tables: what it says, and the terms it decides by, which
// notices of one base have in common.
type notice struct {
	validity validity
	issuer   issuer
	sayings  []saying // of its own statements, by their place
	terms    *terms
}

// issuer is what the reasons of a notice have in common.
type issuer struct{ notice, version string }

// saying is how a statement is worded, and where.
type saying struct{ text, path string }

// terms are what a notice decides by, as tables.
type terms struct {
	lexicon     lexicon
	spans       []int32 // of the leaves of each id that may name a group, and the end
	leaves      []leaf
	audienceIDs []string // by symbol
	documentIDs []string
	issueIDs    []string
	phrases     []string // what answers list as missing or assumed, in order

	gates          []gate // by symbol
	unspoken       set    // gates that are open when nothing is said of them
	denying        set    // gates that forbid when closed
	helped         []symbol
	legalHold      symbol
	requiresLonger symbol

	scope       []scope      // by audience
	governed    [asked][]set // documents by field and leaf
	recipients  []recipient  // by symbol
	addenda     []addendum
	obligations []obligation // in the order in which answers list them

	statements []statement // by their place in the notice
	width      int         // classes of categories
	grid       [len(unfolded) - 1]level
	permits    index
	duties     rows[rows[numbers]] // by right and event
	bars       index
	barring    []bar
	onlys      index
	closed     index
	touched    index
	touching   []touch
	law        *law // nil where no law has rules

	issues []issue // by symbol
}

// scope says when an audience is covered.
type scope struct {
	covered bool
	ages    []document.AgeTest
	when    set
	holds   []symbol // phrases, by gate of when
}

// recipient is what a recipient asks for.
type recipient struct {
	transfers []transfer
	owed      set
}

// transfer is a set of gates for data that leaves a region, or for all data.
type transfer struct {
	outside symbol // 0 for all data
	home    string // the side the recipient is on, "" unknown
	assumed symbol // a phrase
	gates   set
}

// addendum is an addendum with consequences of its own.
type addendum struct {
	tests     []test
	documents set
	owed      set
}

// obligation is one thing owed, with its place in the notice.
type obligation struct {
	rank int
	decision.Obligation
}

// statement is one statement. What few have is in rare, which is never nil.
type statement struct {
	id     string
	tests  []test
	when   set
	unless set
	gates  set
	owed   set
	issues set
	rank   int32
	rare   *rare
}

// rare is what only some statements have.
type rare struct {
	bases    []basis
	keep     *keep
	duty     *duty
	closes   []test
	negated  [][]symbol // of a bar: phrases, by field of the index
	rule     *rule
	disputed set // issues that may take back what it permits
}

type basis struct {
	id          string
	named, kind symbol // of the basis itself and of its kind, as a question names them
	gates       set
	owed        set
}

type issue struct {
	tests   []test // where its selectors touch a combination and no index decides it
	between set    // statements by rank
}

// compiler lays the terms of a notice out. What it numbers by is not needed afterwards.
type compiler struct {
	*terms
	symbols  [fields]symbols
	issueAt  symbols
	phraseAt map[string]int
	owing    map[string]set // obligations of the notice by id
	ending   map[*document.Keep]symbol
	groups   []word // of what may name a group
	nothing  *rare
}

// errStatement is returned for a document that has lost a statement, or its reason.
var errStatement = errors.New("the policy has lost a statement")

// compile lays the terms of a notice out.
func compile(doc *document.Terms, words document.Words) (*terms, error) {
	if doc == nil {
		return nil, errors.New("the policy has lost its terms")
	}
	c := &compiler{
		terms:   &terms{statements: make([]statement, len(doc.Statements)), phrases: phrases(doc)},
		issueAt: symbols{}, phraseAt: map[string]int{}, nothing: &rare{},
	}
	for i, s := range doc.Statements {
		if s == nil || s.Rank != i || (s.Rule == nil) != (s.Reason == nil) {
			return nil, errStatement
		}
	}
	for i, text := range c.terms.phrases {
		c.phraseAt[text] = i
	}
	if err := c.vocabulary(&doc.Known, words); err != nil {
		return nil, err
	}
	c.compileGates(doc.Gates, doc.Instead)
	c.compileObligations(doc)
	for _, id := range slices.Sorted(maps.Keys(doc.Issues)) {
		c.issueAt.of(id)
	}
	for i, s := range doc.Statements {
		c.statements[i] = c.statement(s)
	}
	c.compileScope(doc)
	c.compileRecipients(doc.Recipients)
	for _, a := range doc.Addenda {
		c.addenda = append(c.addenda, addendum{c.tests(a.Tests), c.symbols[documentField].set(a.Documents), c.owed(a.Owed)})
	}
	c.compileIssues(doc)
	if err := c.compileIndexes(doc); err != nil {
		return nil, err
	}
	c.finish()
	return c.terms, nil
}

// worded is a notice that decides by terms. texts holds what notices have said so far:
// they mostly say the same, and need keep it once.
func worded(doc *document.Notice, by *terms, texts map[string]string) (*notice, error) {
	n := &notice{validity: validityOf(doc.Bundle), issuer: issuer{notice: doc.ID}, sayings: make([]saying, len(doc.Reasons)), terms: by}
	for i := range doc.Reasons {
		r := &doc.Reasons[i]
		if i >= len(by.statements) || by.statements[i].id != r.Statement || r.At == nil {
			return nil, errStatement
		}
		if _, ok := texts[r.Text]; !ok {
			texts[r.Text] = r.Text
		}
		n.issuer.version, n.sayings[i] = r.At.Version, saying{texts[r.Text], r.At.Path}
	}
	if len(n.sayings) < len(by.statements) && by.statements[len(n.sayings)].rare.rule == nil {
		return nil, errStatement
	}
	return n, nil
}

// vocabulary numbers everything a question may name.
func (c *compiler) vocabulary(known *document.Known, words document.Words) error {
	for f := range c.symbols {
		c.symbols[f] = symbols{}
	}
	for f, names := range map[field]document.Names{
		action: words.Actions, form: words.Forms, role: words.Roles, right: known.Rights, event: known.Events,
		basisField: known.Bases, documentField: known.Documents,
	} {
		for id := range names {
			c.symbols[f].of(id)
		}
	}
	c.spans = []int32{0}
	for i, ids := range []map[string]document.Leaves{known.Categories, known.Purposes, known.Recipients, known.Audiences} {
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if id == document.Unstated {
				continue
			}
			for _, name := range slices.Sorted(maps.Keys(ids[id])) {
				c.leaves = append(c.leaves, leaf{c.symbols[unfolded[i]].of(name), int32(ids[id][name])})
			}
			c.spans = append(c.spans, int32(len(c.leaves)))
			c.groups = append(c.groups, word{id, symbol(len(c.spans) - 1), unfolded[i]})
		}
	}
	for _, ids := range []map[string]document.Leaves{known.Purposes, known.Recipients} {
		if class, ok := ids[document.Unstated][document.Unstated]; !ok || class != 0 {
			return errors.New("the policy has lost what is not stated")
		}
	}
	return nil
}

// compileObligations numbers all obligations in their order: those of the notice, and
// the endings of its keeps.
func (c *compiler) compileObligations(doc *document.Terms) {
	type named struct {
		id   string
		keep *document.Keep
		obligation
	}
	var all []named
	for id, o := range doc.Obligations {
		all = append(all, named{id, nil, owedOf(o)})
	}
	for _, s := range doc.Statements {
		if s.Keep != nil && len(s.Keep.Ending) > 0 {
			all = append(all, named{"", s.Keep, owedOf(s.Keep.Ending[len(s.Keep.Ending)-1])})
		}
	}
	slices.SortStableFunc(all, func(x, y named) int {
		return cmp.Or(compareObligations(&x.obligation, &y.obligation), cmp.Compare(x.id, y.id))
	})
	c.owing, c.ending, c.obligations = map[string]set{}, map[*document.Keep]symbol{}, make([]obligation, 0, len(all))
	for _, x := range all {
		at := symbol(len(c.obligations))
		if last := len(c.obligations) - 1; last >= 0 && compareObligations(&c.obligations[last], &x.obligation) == 0 && c.obligations[last].Due == x.Due && c.obligations[last].Overdue == x.Overdue {
			at--
		} else {
			c.obligations = append(c.obligations, x.obligation)
		}
		if x.keep != nil {
			c.ending[x.keep] = at
			continue
		}
		var one set
		one.add(at)
		c.owing[x.id] = one
	}
}

func owedOf(o document.Obligation) obligation {
	f := o.Fragment
	return obligation{o.Rank, decision.Obligation{ID: f.ID, Text: f.Text, Due: f.Due, Overdue: f.Overdue, To: f.To, Via: f.Via, Fee: f.Fee}}
}

// owed gives the obligations that the notice has.
func (c *compiler) owed(ids []string) (out set) {
	for _, id := range ids {
		out.join(c.owing[id])
	}
	return out
}

func (c *compiler) statement(s *document.Statement) statement {
	gates := c.symbols[gateField]
	return statement{
		id: s.ID, tests: c.tests(s.Tests), when: gates.named(s.When), unless: gates.named(s.Unless), gates: gates.named(s.Gates),
		owed: c.owed(s.Owed), issues: c.issueAt.set(s.Issues), rank: int32(s.Rank), rare: c.rare(s),
	}
}

func (c *compiler) rare(s *document.Statement) *rare {
	out := rare{keep: c.keep(s.Keep), duty: c.duty(s.Duty), rule: c.rule(s), closes: c.tests(s.OnlyIf), disputed: c.issueAt.set(s.Disputed)}
	for _, words := range s.Negated {
		out.negated = append(out.negated, c.phrases(words))
	}
	for _, b := range s.Bases {
		if b.ID != "" {
			out.bases = append(out.bases, basis{
				id: b.ID, named: c.symbols[basisField].of(b.ID), kind: c.symbols[basisField].of(b.Kind),
				gates: c.symbols[gateField].named(b.Gates), owed: c.owed(b.Owed),
			})
		}
	}
	if out.bases == nil && out.keep == nil && out.duty == nil && out.rule == nil && out.closes == nil && out.disputed == nil && out.negated == nil {
		return c.nothing
	}
	return &out
}

func (c *compiler) compileScope(doc *document.Terms) {
	for leaf, s := range doc.Scope {
		x := c.symbols[audience].of(leaf)
		c.scope = grown(c.scope, x)
		out := scope{covered: s.Covered, ages: s.Ages, when: c.symbols[gateField].set(s.When)}
		ids := c.symbols[gateField].names()
		for gate := range out.when.all {
			out.holds = append(out.holds, c.phrase(holds(ids[gate])))
		}
		c.scope[x] = out
	}
	for kind, f := range map[string]field{"audience": audience, "category": category} {
		for leaf, ids := range doc.Governed[kind] {
			x := c.symbols[f].of(leaf)
			c.governed[f] = grown(c.governed[f], x)
			c.governed[f][x] = c.symbols[documentField].named(ids)
		}
	}
}

func (c *compiler) compileRecipients(all map[string]*document.Recipient) {
	for leaf, r := range all {
		out := recipient{owed: c.owed(r.Owed)}
		for _, t := range r.Gates {
			out.transfers = append(out.transfers, transfer{c.symbols[regionField].of(t.Outside), t.Home, c.phrase(inside(t.Outside)), c.symbols[gateField].named(t.Gates)})
		}
		x := c.symbols[recipientField].of(leaf)
		c.recipients = grown(c.recipients, x)
		c.recipients[x] = out
	}
}

func (c *compiler) compileIssues(doc *document.Terms) {
	c.issues = make([]issue, len(c.issueAt)+1)
	for id, i := range doc.Issues {
		for place := range c.statements {
			if i.Between[c.statements[place].id] {
				c.issues[c.issueAt.of(id)].between.add(symbol(place))
			}
		}
	}
}

// finish lays out what can be laid out only when everything has its number.
func (c *compiler) finish() {
	c.audienceIDs, c.documentIDs, c.issueIDs = c.symbols[audience].names(), c.symbols[documentField].names(), c.issueAt.names()
	ids := c.symbols[gateField].names()
	for x := len(c.gates); x < len(ids); x++ { // named by a statement, and not there
		c.gates = append(c.gates, gate{id: ids[x]})
	}
	words := c.groups
	for f, all := range c.symbols {
		if slices.Contains(unfolded[:], field(f)) {
			continue
		}
		for id, x := range all {
			words = append(words, word{id, x, field(f)})
		}
	}
	c.lexicon = newLexicon(slices.Clone(words)) // cloned, for what has grown has room to spare
	c.leaves, c.spans, c.gates = slices.Clone(c.leaves), slices.Clone(c.spans), slices.Clone(c.gates)
	c.barring, c.touching = slices.Clone(c.barring), slices.Clone(c.touching)
}

// grown is a slice long enough for a symbol.
func grown[T any](s []T, x symbol) []T {
	if int(x) < len(s) {
		return s
	}
	return append(s, make([]T, int(x)+1-len(s))...)
}
