// Package decisiontest holds what can go wrong with a decision, once for the tests of
// every way to ask: in Go, over HTTP, on the command line, in stock OPA, in Wasm and
// from TypeScript. Whatever the way, each fault denies, and says so by its own code.
package decisiontest

import (
	"strings"

	"github.com/candor-privacy/candor/policies/decision"
)

// Sound is a question without a fault. The notice of the rules' own tests allows it;
// the other questions here are about that notice, too.
const Sound = `{"notice":"school","action":"use","categories":["usage"],"purpose":"service"}`

// Fault is one thing that is wrong.
type Fault struct {
	Name     string
	State    State  // of the policy that is asked
	Question string // what is put to it, which need not be JSON
	Code     string // that it denies with
	Detail   string
}

// State is what a test has to do to a policy before it asks.
type State string

// The states of a policy.
const (
	Fresh     State = ""           // nothing is wrong with it
	NoBundle  State = "no bundle"  // there is none
	Expired   State = "expired"    // its end has come
	ClockBack State = "clock back" // its end has come, and then the clock was turned back by a day
	Late      State = "timeout"    // there is no time to decide
	Broken    State = "error"      // the evaluation ends with an error
	Panics    State = "panic"      // the evaluation ends in a panic
	Undefined State = "undefined"  // the evaluation ends without a result: the data has lost a part
)

// Faults are all there are: first those of a policy, then those of a question.
func Faults() []Fault {
	more := func(fields string) string { return strings.TrimSuffix(Sound, "}") + "," + fields + "}" }
	return []Fault{
		{"no bundle", NoBundle, Sound, decision.NotReady, ""},
		{"expired", Expired, Sound, decision.BundleExpired, ""},
		{"expired, and broken", Expired, `{`, decision.BundleExpired, ""},
		{"clock back", ClockBack, Sound, decision.BundleExpired, ""},
		{"timeout", Late, Sound, decision.EvaluationFailed, ""},
		{"error", Broken, Sound, decision.EvaluationFailed, ""},
		{"panic", Panics, Sound, decision.EvaluationFailed, ""},
		{"undefined", Undefined, Sound, decision.EvaluationFailed, ""},

		{"nothing", Fresh, ``, decision.BadQuestion, "question"},
		{"null", Fresh, `null`, decision.BadQuestion, "question"},
		{"empty", Fresh, `{}`, decision.UnknownNotice, ""},
		{"a list", Fresh, `[]`, decision.BadQuestion, "question"},
		{"a number", Fresh, `7`, decision.BadQuestion, "question"},
		{"wrong type", Fresh, more(`"audiences":"adult"`), decision.BadQuestion, "audiences"},
		{"extra key", Fresh, more(`"colour":"red"`), decision.BadQuestion, "colour"},
		{"key in capitals", Fresh, more(`"Recipient":"host"`), decision.BadQuestion, "Recipient"},
		{"key twice", Fresh, more(`"action":"use"`), decision.BadQuestion, "question"},
		{"NaN", Fresh, more(`"age":NaN`), decision.BadQuestion, "question"},
		{"infinite", Fresh, more(`"age":1e999999999`), decision.BadQuestion, "question"},
		{"half a year", Fresh, more(`"age":12.5`), decision.BadQuestion, "age"},
		{"bad JSON", Fresh, Sound[:40], decision.BadQuestion, "question"},
		{"more after it", Fresh, Sound + Sound, decision.BadQuestion, "question"},
		{"huge", Fresh, more(`"channel":"` + strings.Repeat("x", 70_000) + `"`), decision.BadQuestion, "size"},
		{"deep", Fresh, more(`"gates":` + strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40)), decision.BadQuestion, "depth"},
		{"deepest", Fresh, strings.Repeat(`[`, 60_000), decision.BadQuestion, "depth"},
		{"unknown notice", Fresh, `{"notice":"nowhere","action":"use"}`, decision.UnknownNotice, "nowhere"},
		{"unknown action", Fresh, `{"notice":"school","action":"eat"}`, decision.UnknownAction, "eat"},
		{"unknown category", Fresh, `{"notice":"school","action":"use","categories":["*"]}`, decision.UnknownCategory, "*"},
		{"unknown purpose", Fresh, `{"notice":"school","action":"use","categories":["usage"],"purpose":"fun"}`, decision.UnknownPurpose, "fun"},
		{"unknown recipient", Fresh, more(`"recipient":"spy"`), decision.UnknownRecipient, "spy"},
		{"unknown audience", Fresh, more(`"audiences":["cats"]`), decision.UnknownAudience, "cats"},
		{"unknown basis", Fresh, more(`"basis":"whim"`), decision.UnknownBasis, "whim"},
		{"unknown right", Fresh, more(`"right":"silence"`), decision.UnknownRight, "silence"},
		{"unknown event", Fresh, more(`"event":"rain"`), decision.UnknownEvent, "rain"},
		{"unknown gate", Fresh, more(`"gates":{"door":true}`), decision.UnknownGate, "door"},
		{"unknown document", Fresh, more(`"documents":{"will":"permits"}`), decision.UnknownDocument, "will"},
		{"unknown place", Fresh, more(`"place":{"person":"Paris"}`), decision.UnknownPlace, "Paris"},
	}
}
