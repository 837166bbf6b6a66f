package tables

import "github.com/candor-privacy/candor/policies/decision"

// message is the engine's own sentence for a code that rests on no statement.
func message(code string) string {
	switch code {
	case decision.BadQuestion:
		return "The question is not well formed."
	case decision.BundleExpired:
		return "The policy has expired."
	case decision.DocumentForbids:
		return "A document that goes before this notice forbids it."
	case decision.EvaluationFailed:
		return "The question could not be decided."
	case decision.NoStatement:
		return "Nothing in the notice covers this."
	case decision.NotReady:
		return "No policy is loaded."
	case decision.OutsideScope:
		return "The notice does not cover these people."
	case decision.Underspecified:
		return "The answer would rest on something the question does not say."
	case decision.UnknownAction:
		return "No such action exists."
	case decision.UnknownNotice:
		return "There is no such notice."
	case decision.UnknownPlace:
		return "No such place exists."
	}
	return unknownMessage(code)
}

// unknownMessage is the sentence for an id that the notice does not have.
func unknownMessage(code string) string {
	switch code {
	case decision.UnknownAudience:
		return "The notice has no such audience."
	case decision.UnknownBasis:
		return "The notice has no such basis."
	case decision.UnknownCategory:
		return "The notice has no such category of data."
	case decision.UnknownDocument:
		return "The notice has no such document."
	case decision.UnknownEvent:
		return "The notice has no such event."
	case decision.UnknownGate:
		return "The notice has no such gate."
	case decision.UnknownPurpose:
		return "The notice has no such purpose."
	case decision.UnknownRecipient:
		return "The notice has no such recipient."
	case decision.UnknownRight:
		return "The notice has no such right."
	}
	return ""
}
