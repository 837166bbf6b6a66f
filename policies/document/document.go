// Package document holds the types of a compiled policy: what every engine looks
// things up in. Package policies compiles it; it is the data of a bundle.
package document

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Document is everything the rules look up, compiled from a set of notices, and so
// the data of a bundle. In OPA its notices stand under [NoticesRoot], each for itself,
// and the rest, which all of them share, under [SharedRoot].
//
// It holds each fact at the level at which it varies, as objects keyed by id; a
// list of which the rules only ask whether something is in it is an object whose
// values are true ([Names]). Groups are already replaced by the leaves below them.
// No rule reads through all statements of a notice: candidates come from the
// indexes, and what an index cannot decide is in a statement's tests.
//
// Its JSON is the value of `data`, and the same bytes for the same set and options.
type Document struct {
	Bundle   Bundle
	Words    Words
	Regions  map[string][]string // country or union → the unions it lies in
	Holidays []int               // Mondays to Fridays that are no business days: their day numbers, in order
	Notices  map[string]*Notice

	// Rules are the workspace's own that deny, in Rego, by file. They are no data, and
	// stand beside it.
	Rules map[string]string
}

// Paths of a document in OPA. Neither lies within the other, so that a notice can come
// in a bundle of its own: no two bundles of an OPA may have a root in common.
const (
	SharedRoot  = "candor/data"
	NoticesRoot = "candor_notices"
)

// tree is a document as OPA holds it.
type tree struct {
	Candor struct {
		Data struct {
			Bundle   Bundle              `json:"bundle"`
			Words    Words               `json:"words"`
			Regions  map[string][]string `json:"regions"`
			Holidays []int               `json:"holidays"`
		} `json:"data"`
	} `json:"candor"`
	Notices map[string]*Notice `json:"candor_notices"`
}

// MarshalJSON writes the document as OPA holds it.
func (d *Document) MarshalJSON() ([]byte, error) {
	var t tree
	t.Candor.Data.Bundle, t.Candor.Data.Words, t.Candor.Data.Regions, t.Notices = d.Bundle, d.Words, d.Regions, d.Notices
	t.Candor.Data.Holidays = d.Holidays
	return json.Marshal(t)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Document) UnmarshalJSON(text []byte) error {
	var t tree
	if err := json.Unmarshal(text, &t); err != nil {
		return err
	}
	*d = Document{Bundle: t.Candor.Data.Bundle, Words: t.Candor.Data.Words, Regions: t.Candor.Data.Regions, Holidays: t.Candor.Data.Holidays, Notices: t.Notices, Rules: d.Rules}
	return d.Join()
}

// Join gives every notice that was read the terms of its base.
func (d *Document) Join() error {
	for id, n := range d.Notices {
		if n == nil {
			continue
		}
		base := d.Notices[n.Base]
		if base == nil || base.Base != n.Base || base.Terms == nil || n != base && n.Terms != nil && n.Terms != base.Terms {
			return fmt.Errorf("the notice %q has lost its base %q", id, n.Base)
		}
		n.Terms = base.Terms
	}
	return nil
}

// Own tells which notices rules of the workspace's own are about, and gives the ids of
// those rules, sorted.
func (d *Document) Own() map[string][]string {
	all := map[string][]string{}
	for id, n := range d.Notices {
		if n.Own != nil {
			all[id] = slices.Sorted(maps.Keys(n.Own.Denies))
		}
	}
	return all
}

// JSON gives the document as stable bytes.
func (d *Document) JSON() ([]byte, error) { return json.Marshal(d) }

// Bundle says which policy this is and until when it may be used. What all notices
// share says so, and each notice of itself: they may come from bundles of their own.
type Bundle struct {
	Serial  int    `json:"serial"`
	Digest  string `json:"digest"` // of the set it was compiled from
	Issued  string `json:"issued"`
	Expires string `json:"expires"`
	Until   int64  `json:"until"` // Unix second from which it has expired; 0 never

	MinSerial int    `json:"min_serial"` // no policy with a lower serial may answer any more
	Commit    string `json:"commit"`     // of the source, "" unknown

	Parts int `json:"parts"` // values in the JSON of what all notices share, so that who reads it can tell that none is lost
}

// Words are the closed word lists of the language.
type Words struct {
	Actions Names `json:"actions"`
	Forms   Names `json:"forms"`
	Roles   Names `json:"roles"`
}

// Names is a list of names used as a set; every value is true.
type Names map[string]bool

// Notice is one notice as the rules see it: what it says, and the terms it decides by.
// Notices that extend one base mostly have the same terms, and those stand once: in the
// notice that is the base of the others, which say so and have none of their own.
type Notice struct {
	ID      string           `json:"id"`
	Digest  string           `json:"digest"` // of the notice it was compiled from
	Bundle  Bundle           `json:"bundle"`
	Parts   int              `json:"parts"`   // values in the JSON of the notice
	Base    string           `json:"base"`    // the notice in which its terms stand, be it itself
	Reasons []ReasonFragment `json:"reasons"` // of its own statements, by their place
	Own     *Own             `json:"own,omitempty"`
	*Terms                   // of its base
}

// MarshalJSON writes the terms where the notice is its own base.
func (n Notice) MarshalJSON() ([]byte, error) {
	type plain Notice
	if n.Base != n.ID {
		n.Terms = nil
	}
	return json.Marshal(plain(n))
}

// Reason is the reason that a statement gives.
func (n *Notice) Reason(s *Statement) *ReasonFragment {
	if s.Reason != nil {
		return s.Reason
	}
	return &n.Reasons[s.Rank]
}

// Terms are all that a notice decides by, but for the words of its reasons.
type Terms struct {
	Known       Known                       `json:"known"`
	Leaves      map[string][]string         `json:"leaves"`   // field → a leaf of each class
	Gates       map[string]*Gate            `json:"gates"`    // the notice's, built-in and reserved ones
	Silent      Names                       `json:"silent"`   // gates that are open when a question says nothing of any
	Unspoken    Names                       `json:"unspoken"` // those of them that an act closes
	Instead     map[string][]string         `json:"instead"`  // gate → gates that open it as well, all levels
	Scope       map[string]*Scope           `json:"scope"`    // by audience leaf, [Unstated] included
	Governed    map[string]map[string]Names `json:"governed"`
	Recipients  map[string]*Recipient       `json:"recipients"` // by leaf, [Unstated] included
	Addenda     []Addendum                  `json:"addenda"`    // those that owe something or give way to a document
	Obligations map[string]Obligation       `json:"obligations"`
	Statements  []*Statement                `json:"statements"` // by their place in the notice
	Rows        [][]int                     `json:"rows"`       // of all indexes
	Permits     Index[int]                  `json:"permits"`    // uses, shares, keeps and duties, but for `respond`
	Duties      Occasions                   `json:"duties"`     // the same, for `respond`
	Bars        Index[Bar]                  `json:"bars"`
	Only        Index[int]                  `json:"only"`
	Closed      Index[int]                  `json:"closed"`
	Touched     Index[Touch]                `json:"touched"`
	Issues      map[string]*Issue           `json:"issues"` // those that play a part at run time
	Law         *Law                        `json:"law,omitempty"`
}

// Law is what the laws that a notice switches on add. Their rules are statements that
// come after the notice's own and have indexes of their own.
type Law struct {
	Actions Names      `json:"actions"` // that some rule is about; a question on another asks no rule
	Bars    Index[Bar] `json:"bars"`
	Duties  Index[int] `json:"duties"`  // that go with what is done
	Answers Occasions  `json:"answers"` // that answer `respond`
}

// Own is what rules of the workspace's own that are about a notice need of it. They are
// Rego, and only Rego answers for such a notice.
type Own struct {
	Denies  map[string]Denial           `json:"denies"`  // by id
	Entries map[string]map[string]Entry `json:"entries"` // category, purpose, recipient, audience → leaf, [Unstated] included
}

// Denial is a rule that denies, with its place among them and the reason it gives.
type Denial struct {
	Rank   int            `json:"rank"`
	Reason ReasonFragment `json:"reason"`
}

// Entry is what such rules see of a leaf.
type Entry struct {
	In []string `json:"in"` // itself and the groups it lies in
	Is []string `json:"is"` // their classes or kinds
}

// Statement finds a statement by its id; nil where there is none.
func (t *Terms) Statement(id string) *Statement {
	for _, s := range t.Statements {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Known is the vocabulary a question may use. Purposes and Recipients know
// [Unstated] as well.
type Known struct {
	Audiences  map[string]Leaves `json:"audiences"`
	Categories map[string]Leaves `json:"categories"`
	Purposes   map[string]Leaves `json:"purposes"`
	Recipients map[string]Leaves `json:"recipients"`
	Bases      Names             `json:"bases"` // ids and kinds
	Rights     Names             `json:"rights"`
	Events     Names             `json:"events"`
	Documents  Names             `json:"documents"`
}

// Leaves are the leaves of an id, which are itself where nothing lies below, each
// with its class. Leaves that nothing tells apart are of one class, so that one of them
// answers for all; class 0 is what is not stated, and only that.
type Leaves map[string]int

// Index finds what may reach a combination, by classes: Starts[action][category]
// is a row of [Notice.Rows], which leads by purpose to another row, that by
// recipient to a third, and that by audience to one of Lists. Whatever can be decided
// by these five is decided. Rows are shared wherever they are equal; every action has
// its start, so that a missing one can only mean damaged data; the first list is
// empty.
type Index[E any] struct {
	Starts map[string][]int `json:"starts"`
	Lists  [][]E            `json:"lists"`
}

// Bar is a bar that reaches a combination, but for what the question does not
// state: the fields that the bar restricts all the same, 0 to 3 in the order of an
// index. Its JSON is a pair.
type Bar struct {
	Statement int
	Unstated  []int
}

// MarshalJSON writes the pair.
func (b Bar) MarshalJSON() ([]byte, error) { return json.Marshal([2]any{b.Statement, b.Unstated}) }

// UnmarshalJSON reads the pair.
func (b *Bar) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[2]any{&b.Statement, &b.Unstated})
}

// Touch is an issue that touches a combination if the tests are met. Its JSON is a
// pair.
type Touch struct {
	Issue string
	Tests []Test
}

// MarshalJSON writes the pair.
func (t Touch) MarshalJSON() ([]byte, error) { return json.Marshal([2]any{t.Issue, t.Tests}) }

// UnmarshalJSON reads the pair.
func (t *Touch) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[2]any{&t.Issue, &t.Tests})
}

// Occasions finds the statements that answer a request or an event: right → event
// → statements. A right or an event that no statement names has the row [Anything].
type Occasions map[string]map[string][]int

// Keys that no id can equal.
const (
	Anything = "*" // no restriction
	Unstated = ""  // the question does not state this
)

// Test is one selector that a combination must meet. Of names the field of the
// combination; exactly one of Is, Except, Age and Least says what it asks. A field that
// is not stated makes Is and Age unstated and meets Except and Least.
type Test struct {
	Kind    string   `json:"kind"` // "leaf", "fact", "place", "outside", "except", "but", "age" or "count", by what is asked and of what
	Of      string   `json:"of"`
	Is      Names    `json:"is,omitempty"`     // the values, leaves for groups
	Holds   Names    `json:"holds,omitempty"`  // of a place: regions that merely contain one of Is
	Except  Names    `json:"except,omitempty"` // the values that are excepted
	Age     *AgeTest `json:"age,omitempty"`
	Least   int      `json:"least,omitempty"`   // of a count: so many at least; one that is not stated is taken to be as many
	Within  Names    `json:"within,omitempty"`  // of Age: audiences that are all of that age, for when no age is stated
	Beyond  Names    `json:"beyond,omitempty"`  // of Age: audiences of whom nobody is
	Negated string   `json:"negated,omitempty"` // its opposite in words, for `assumed`: of the tests of a bar never empty
}

// AgeTest holds for ages from From and under Under.
type AgeTest struct {
	From  int `json:"from"`
	Under int `json:"under"`
}

// Gate is a gate. By and Via hold [Anything] where the gate lists none.
type Gate struct {
	Kind    string   `json:"kind"`
	Opens   bool     `json:"opens"`  // the act opens it; false for opt-outs and objections, which it closes
	Denies  bool     `json:"denies"` // closed, it forbids
	By      Names    `json:"by"`
	Via     Names    `json:"via"`
	Code    string   `json:"code"`    // of the reason when it is closed and denies
	Missing []string `json:"missing"` // what to say is missing when it is closed: nothing, or "kind:id"
	Unused  string   `json:"unused"`  // what is assumed when an opt-out goes unmentioned
}

// Scope says when a notice covers an audience, the groups above it included.
type Scope struct {
	Always  bool      `json:"always"` // there is nothing to ask
	Covered bool      `json:"covered"`
	Ages    []AgeTest `json:"ages"`
	When    []string  `json:"when"`
}

// Recipient is what a recipient and the groups above it ask for.
type Recipient struct {
	Gates []Transfer `json:"gates"`
	Owed  []string   `json:"owed"`
}

// Transfer is a set of gates for data that leaves Outside, or for all data
// where Outside is empty.
type Transfer struct {
	Outside string `json:"outside"`
	Home    string `json:"home"` // where the recipient is, for when no destination is stated: "inside", "outside", or "" unknown
	Gates   Names  `json:"gates"`
}

// Addendum is an addendum with consequences of its own.
type Addendum struct {
	Tests     []Test   `json:"tests"`
	Documents []string `json:"documents"`
	Owed      []string `json:"owed"`
}

// Obligation is an obligation ready for an answer, with its place in the notice.
type Obligation struct {
	Rank     int                `json:"rank"`
	Fragment ObligationFragment `json:"fragment"`
}

// ObligationFragment is the JSON of an obligation in an answer.
type ObligationFragment struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Due     string   `json:"due"`
	Overdue bool     `json:"overdue"`
	To      string   `json:"to"`
	Via     []string `json:"via"`
	Fee     string   `json:"fee"`
}

// Statement is one statement. Its tests are those selectors that an index does not
// decide; of statements that answer `respond` they are all of them.
type Statement struct {
	Rank     int             `json:"rank"` // its place in the notice
	ID       string          `json:"id,omitempty"`
	Reason   *ReasonFragment `json:"reason,omitempty"` // of a law
	Grant    *Grant          `json:"grant,omitempty"`  // of a permit
	Tests    []Test          `json:"tests"`
	Negated  [][]string      `json:"negated,omitempty"` // of a bar: by field of the index, its opposite in words
	OnlyIf   []Test          `json:"closes"`            // tests of its `only`
	When     Names           `json:"when"`
	Unless   Names           `json:"unless"`
	Bases    []Basis         `json:"bases"`
	Gates    Names           `json:"gates"`
	Owed     []string        `json:"owed"`
	Keep     *Keep           `json:"keep,omitempty"`
	Duty     *Duty           `json:"duty,omitempty"`
	Issues   []string        `json:"issues"`   // issues that name it
	Disputed []string        `json:"disputed"` // issues that may take back what it permits
	Rule     *Rule           `json:"rule,omitempty"`
}

// Rule is what only the statement of a law has.
type Rule struct {
	Order  int          `json:"order"`  // among the rules of the notice's laws; one that two addenda switch on has the same in both
	Counts bool         `json:"counts"` // false for what is not confirmed: it is told, and changes nothing
	Since  string       `json:"since"`  // first and last day in force
	Until  string       `json:"until"`
	From   string       `json:"from,omitempty"` // of a bar: the event after which, and the period, it begins to forbid
	Period Period       `json:"period"`
	Or     string       `json:"or,omitempty"` // the event that stands in for a duty's clock
	By     string       `json:"by,omitempty"` // of a duty: the month and day by which it is due, of the year of its clock
	Owes   []Obligation `json:"owes"`
}

// ReasonFragment is the JSON of the reason `permitted` in an answer; every other
// reason of the statement differs in its code and may add a detail and a due day. A
// rule of a law has its citation in place of a statement and a place in the notice.
type ReasonFragment struct {
	Code      string      `json:"code"`
	Source    string      `json:"source"`
	Statement string      `json:"statement,omitempty"`
	Rule      string      `json:"rule,omitempty"`
	Citation  string      `json:"citation,omitempty"`
	Status    string      `json:"status,omitempty"`
	Text      string      `json:"text"`
	At        *AtFragment `json:"at,omitempty"`
	Detail    string      `json:"detail,omitempty"` // of a rule: the id of its law, or its place where it is the workspace's own
}

// AtFragment is the JSON of a sentence's place in the published notice.
type AtFragment struct {
	Notice  string `json:"notice"`
	Version string `json:"version"`
	Path    string `json:"path"`
}

// Basis is a basis of a statement.
type Basis struct {
	ID    string   `json:"id"`
	Kind  string   `json:"kind"`
	Gates Names    `json:"gates"`
	Owed  []string `json:"owed"`
}

// Grant is what a permit comes to when it relies on the first of its bases, its own
// gates and those of the basis together.
type Grant struct {
	Plain  bool              `json:"plain"` // the permit has no test of its own, and no issue takes it back
	Gates  Names             `json:"gates"`
	Unused map[string]string `json:"unused"` // opt-outs among them → what is assumed when one goes unmentioned
	Owed   []string          `json:"owed"`
	Bases  []Relied          `json:"bases"` // none or one
}

// Relied is a basis relied on, with the place of the statement. Its JSON is a pair.
type Relied struct {
	Rank int
	ID   string
}

// MarshalJSON writes the pair.
func (r Relied) MarshalJSON() ([]byte, error) { return json.Marshal([2]any{r.Rank, r.ID}) }

// UnmarshalJSON reads the pair.
func (r *Relied) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[2]any{&r.Rank, &r.ID})
}

// Keep is a retention rule.
type Keep struct {
	While  string       `json:"while"`  // a fact, or ""
	From   string       `json:"from"`   // an event, or ""
	Length string       `json:"length"` // "never", "indefinite", "unstated" or "period"
	Period Period       `json:"period"`
	Longer bool         `json:"longer"` // longer where the law requires it
	Ending []Obligation `json:"ending"` // none or one
}

// Duty is a duty to answer. Within and Every are absent where the notice gives
// no figure; Via holds [Anything] where any channel does.
type Duty struct {
	Within *Period `json:"within,omitempty"`
	Clock  string  `json:"clock"` // the event the deadline runs from
	Every  *Period `json:"every,omitempty"`
	Via    Names   `json:"via"`
	HeldBy string  `json:"held_by"` // a recipient, or ""
}

// Period is a period in calendar parts.
type Period struct {
	Months       int `json:"months"`
	Days         int `json:"days"`
	BusinessDays int `json:"business_days"`
	Hours        int `json:"hours"`
}

// Issue is an issue that plays a part at run time.
type Issue struct {
	Between Names `json:"between"`
}
