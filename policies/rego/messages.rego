# METADATA
# title: Messages
# description: The engine's own sentences, for reasons that no sentence of the notice carries.
# related_resources:
# - README.md#11-the-answer
package candor.messages

# METADATA
# title: Text
# description: The sentence for a code.
# related_resources:
# - README.md#11-the-answer
text(code) := _texts[code]

# METADATA
# title: Texts
# description: A sentence for each code that rests on no statement.
# related_resources:
# - README.md#11-the-answer
_texts := {
	"bad_question": "The question is not well formed.",
	"bundle_expired": "The policy has expired.",
	"document_forbids": "A document that goes before this notice forbids it.",
	"evaluation_failed": "The question could not be decided.",
	"no_statement": "Nothing in the notice covers this.",
	"not_ready": "No policy is loaded.",
	"outside_scope": "The notice does not cover these people.",
	"underspecified": "The answer would rest on something the question does not say.",
	"unknown_action": "No such action exists.",
	"unknown_audience": "The notice has no such audience.",
	"unknown_basis": "The notice has no such basis.",
	"unknown_category": "The notice has no such category of data.",
	"unknown_document": "The notice has no such document.",
	"unknown_event": "The notice has no such event.",
	"unknown_gate": "The notice has no such gate.",
	"unknown_notice": "There is no such notice.",
	"unknown_place": "No such place exists.",
	"unknown_purpose": "The notice has no such purpose.",
	"unknown_recipient": "The notice has no such recipient.",
	"unknown_right": "The notice has no such right.",
}
