package notices

import "github.com/candor-privacy/candor/notices/inventory"

// Statement is one clause that can be true or broken.
type Statement struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"` // use, share, keep, bar, closed, duty
	Addendum string   `json:"addendum,omitempty"`
	Section  string   `json:"section"` // part of the page it stands in; the addendum goes first
	Anchor   string   `json:"anchor"`
	Path     string   `json:"path"` // "/career-masterclass/#keep-payment"
	Sentence Sentence `json:"sentence"`
	Prose    string   `json:"prose,omitempty"`
	List     string   `json:"list,omitempty"`
	Sources  []Ref    `json:"sources,omitempty"`

	Selector
	Bases  []string `json:"bases,omitempty"`  // ids of Notice.Bases
	Gates  []string `json:"gates,omitempty"`  // ids of Notice.Gates; all must be open
	Unless []string `json:"unless,omitempty"` // any open one lifts a bar or a closed clause
	When   []string `json:"when,omitempty"`   // all must be open for the statement to speak
	Owed   []string `json:"owed,omitempty"`   // ids of Notice.Obligations
	Only   string   `json:"only,omitempty"`   // category, recipient, basis

	Keep *Keep `json:"keep,omitempty"`
	Duty *Duty `json:"duty,omitempty"`
}

// Selector says what a statement is about. An empty list means any. Ids are as
// the author wrote them: groups stay groups, expanded by Members where needed.
// An addendum's place, age and audiences are not repeated here.
type Selector struct {
	Actions    []string           `json:"actions,omitempty"` // of a statement: never empty, the default of its kind filled in
	Audiences  []string           `json:"audiences,omitempty"`
	Categories []string           `json:"categories,omitempty"`
	Except     []string           `json:"except,omitempty"`
	Purposes   []string           `json:"purposes,omitempty"`
	Recipients []string           `json:"recipients,omitempty"`
	Forms      []string           `json:"forms,omitempty"`
	Roles      []string           `json:"roles,omitempty"`
	Rights     []string           `json:"rights,omitempty"`
	Events     []string           `json:"events,omitempty"`
	Where      Where              `json:"where,omitzero"`
	Age        inventory.AgeRange `json:"age,omitzero"`
}

// Keep is what a retention statement adds.
type Keep struct {
	While  string           `json:"while,omitempty"` // id of a fact gate
	From   string           `json:"from,omitempty"`  // id of an event
	Period inventory.Period `json:"period"`
	Words  string           `json:"words"`            // the period in words: "12 months"
	Longer string           `json:"longer,omitempty"` // law
	Then   []string         `json:"then,omitempty"`   // endings
	Ending Obligation       `json:"ending,omitzero"`  // what is owed at the end: id "delete-or-anonymise"
}

// Duty is what a duty statement adds.
type Duty struct {
	Within    inventory.Period `json:"within,omitzero"`
	Clock     string           `json:"clock,omitempty"` // id of an event; unless the author said, the one the duty names, or "request"
	Every     inventory.Period `json:"every,omitzero"`
	Via       []string         `json:"via,omitempty"`
	Covers    string           `json:"covers,omitempty"`
	HeldBy    string           `json:"heldBy,omitempty"` // id of a recipient
	Fee       string           `json:"fee,omitempty"`
	Qualifier string           `json:"qualifier,omitempty"`
	Contact   *Contact         `json:"contact,omitempty"`
}

// Sentence is a statement in words, made once. Text is the whole of it, the very
// string an answer cites. A long list also comes in parts, which put together
// give Text: Lead, then the Items separated by single spaces, each item already
// carrying its punctuation. Lead and Items are empty when Text is short.
type Sentence struct {
	Text  string   `json:"text"`
	Lead  string   `json:"lead,omitempty"`
	Items []string `json:"items,omitempty"`
}
