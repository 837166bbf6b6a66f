// Package decision is the contract of a decision: what a service asks, what it
// gets, and the codes in between. It imports nothing of ours, so that a client
// may link it alone.
//
// The JSON forms of [Question] and [Answer] are the same through Go, HTTP, stock
// OPA and the command. An [Answer] is closed: its outcome is one of four words,
// and only two of them allow.
package decision

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Question is one request about personal data. Everything but Notice and Action
// may be left out, which means “not stated”.
type Question struct {
	Notice     string            `json:"notice"`
	Action     string            `json:"action"`
	Categories []string          `json:"categories,omitempty"`
	Purpose    string            `json:"purpose,omitempty"`
	Recipient  string            `json:"recipient,omitempty"`
	Audiences  []string          `json:"audiences,omitempty"`
	Age        *int              `json:"age,omitempty"` // completed years
	Form       string            `json:"form,omitempty"`
	Basis      string            `json:"basis,omitempty"` // kind, or id of a [basis]
	Right      string            `json:"right,omitempty"`
	Event      string            `json:"event,omitempty"`
	Channel    string            `json:"channel,omitempty"`
	Role       string            `json:"role,omitempty"`
	Place      Place             `json:"place,omitzero"`
	Gates      map[string]Act    `json:"gates,omitempty"`
	Documents  map[string]string `json:"documents,omitempty"` // id → "forbids" or "permits"
	Since      map[string]string `json:"since,omitempty"`     // event id → date or RFC 3339 instant
	Earlier    []string          `json:"earlier,omitempty"`   // earlier requests of the same kind
	Counts     map[string]int    `json:"counts,omitempty"`
	On         string            `json:"on,omitempty"` // the day asked about; the engine's own day when left out
	Strict     *bool             `json:"strict,omitempty"`
}

// Place says where the person, the customer and the host are, and where data is
// sent to: ISO 3166 codes, EU or EEA.
type Place struct {
	Person      string `json:"person,omitempty"`
	Customer    string `json:"customer,omitempty"`
	Host        string `json:"host,omitempty"`
	Destination string `json:"destination,omitempty"`
}

// Act is the record of the act a gate is named for: it happened (an object or
// true), or it is known not to have happened (false). The zero Act did not happen;
// an Act of which anything is known did, whether or not Happened is set.
type Act struct {
	Happened bool   `json:"-"`
	On       string `json:"on,omitempty"`
	By       string `json:"by,omitempty"`
	Via      string `json:"via,omitempty"`
	Ended    string `json:"ended,omitempty"`
}

// MarshalJSON writes false, true, or the object when anything is known of the act.
func (a Act) MarshalJSON() ([]byte, error) {
	if bare := (Act{Happened: a.Happened}); a == bare {
		return json.Marshal(a.Happened)
	}
	type plain Act
	return json.Marshal(plain(a))
}

// UnmarshalJSON reads false, true, or an object.
func (a *Act) UnmarshalJSON(b []byte) error {
	var happened bool
	if json.Unmarshal(b, &happened) == nil {
		*a = Act{Happened: happened}
		return nil
	}
	type plain Act
	p := plain{}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields() // a misspelt "ended" must not leave a consent standing
	if err := d.Decode(&p); err != nil {
		return err
	}
	*a = Act(p)
	a.Happened = true
	return nil
}

// Short says, for people, why an act does not count on the day asked about (ISO), for a
// gate that takes it by some and via some alone, nil for any.
func (a Act) Short(on string, by, via []string) string {
	day := func(date string) string { return date[:min(len(date), len("2006-01-02"))] }
	switch {
	case a == Act{}:
		return "as false"
	case a.Ended != "" && day(a.Ended) <= day(on):
		return fmt.Sprintf("it ended %s and the question is about %s", a.Ended, day(on))
	case a.On != "" && day(a.On) > day(on):
		return fmt.Sprintf("it is of %s and the question is about %s", a.On, day(on))
	case a.By != "" && len(by) > 0 && !slices.Contains(by, a.By):
		return fmt.Sprintf("by %q, not by one of: %s", a.By, strings.Join(by, ", "))
	case a.Via != "" && len(via) > 0 && !slices.Contains(via, a.Via):
		return fmt.Sprintf("via %q, not via one of: %s", a.Via, strings.Join(via, ", "))
	}
	return "it does not count"
}

// Outcomes of a decision. Only Allow and AllowWithObligations allow. None is the
// law's outcome where no law has anything to say.
const (
	Allow                = "allow"
	AllowWithObligations = "allow_with_obligations"
	Deny                 = "deny"
	NotCovered           = "not_covered"
	None                 = "none"
)

// Answer is what a decision says. Lists are never null in JSON.
type Answer struct {
	Outcome     string       `json:"outcome"`
	Allow       bool         `json:"allow"`
	Notice      Side         `json:"notice"`
	Law         Side         `json:"law"`
	Reasons     []Reason     `json:"reasons"`
	Obligations []Obligation `json:"obligations"`
	Missing     []string     `json:"missing"` // "consent:marketing", "since:account-deactivated"
	Assumed     []string     `json:"assumed"` // "age >= 13", "customer not US-CT"
	Issues      []string     `json:"issues"`  // ids of issues of the notice that touch the question
	Basis       string       `json:"basis"`   // the basis relied on, when allowed
	Bundle      Bundle       `json:"bundle"`
}

// Refusal is the answer of an engine that decides nothing, for one reason of its own:
// a deny by no policy. text is the reason's sentence.
func Refusal(code, text string) Answer {
	return Answer{
		Outcome: Deny, Notice: Side{Deny}, Law: Side{None},
		Reasons:     []Reason{{Code: code, Source: "engine", Text: text}},
		Obligations: []Obligation{}, Missing: []string{}, Assumed: []string{}, Issues: []string{},
	}
}

// Side is what one side, the notice or the law, says for itself.
type Side struct {
	Outcome string `json:"outcome"`
}

// Reason is one ground of the answer.
type Reason struct {
	Code      string `json:"code"`
	Source    string `json:"source"`              // notice, law, own, engine
	Statement string `json:"statement,omitempty"` // of the notice
	Rule      string `json:"rule,omitempty"`      // of a law pack, or of the organisation's own
	Citation  string `json:"citation,omitempty"`
	Status    string `json:"status,omitempty"`
	Conflicts string `json:"conflicts,omitempty"` // statement that a law or an own rule overrides
	Text      string `json:"text"`                // the sentence of the notice, or the engine's
	At        *At    `json:"at,omitempty"`
	Due       string `json:"due,omitempty"`    // ISO date or instant
	Detail    string `json:"detail,omitempty"` // the id or value the code is about
}

// At is the place of a reason's sentence in the published notice.
type At struct {
	Notice  string `json:"notice"`
	Version string `json:"version"`
	Path    string `json:"path"`
}

// Obligation is one thing owed.
type Obligation struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Due     string   `json:"due"`
	Overdue bool     `json:"overdue"`
	To      string   `json:"to"`
	Via     []string `json:"via"`
	Fee     string   `json:"fee"`
}

// Bundle says which policy answered.
type Bundle struct {
	Serial  int    `json:"serial"`
	Digest  string `json:"digest"`
	Expires string `json:"expires"` // ISO date or instant; "" never
}
