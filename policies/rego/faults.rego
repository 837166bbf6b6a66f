# METADATA
# title: Faults
# description: >
#   What is wrong with a question. Each fault is a deny with the code and the detail
#   given here; all of them are listed.
# related_resources:
# - README.md#1-reading-the-question
package candor.faults

import data.candor.calendar
import data.candor.data.words
import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Types
# description: The fields a question may have, and their types.
# related_resources:
# - README.md#1-reading-the-question
_types := {
	"notice": "string",
	"action": "string",
	"categories": "array",
	"purpose": "string",
	"recipient": "string",
	"audiences": "array",
	"age": "number",
	"form": "string",
	"basis": "string",
	"right": "string",
	"event": "string",
	"channel": "string",
	"role": "string",
	"place": "object",
	"gates": "object",
	"documents": "object",
	"since": "object",
	"earlier": "array",
	"counts": "object",
	"on": "string",
	"strict": "boolean",
}

# METADATA
# title: Named
# description: Fields with one id each, the vocabulary it is looked up in, and the code when it is not there.
# related_resources:
# - README.md#1-reading-the-question
_named := {
	"purpose": {"known": "purposes", "code": "unknown_purpose"},
	"recipient": {"known": "recipients", "code": "unknown_recipient"},
	"basis": {"known": "bases", "code": "unknown_basis"},
	"right": {"known": "rights", "code": "unknown_right"},
	"event": {"known": "events", "code": "unknown_event"},
}

# METADATA
# title: Found
# description: The faults of the question, each with its code and detail.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
found contains _bad("question") if not _object

# An unknown field, or a value of another type than the field's.
found contains _bad(field) if {
	given := {field: type_name(value) | some field, value in question.asked}
	given != object.filter(_types, object.keys(given))
	some field, type in given
	object.get(_types, field, "none") != type
}

found contains {"code": "unknown_notice", "detail": _text("notice")} if {
	_object
	not _known_notice
}

found contains {"code": "unknown_action", "detail": _text("action")} if {
	_object
	not _known_action
}

found contains _bad("age") if {
	some age in [question.asked.age]
	not _whole(age)
}

found contains _bad("form") if _outside(question.asked.form, words.forms)

found contains _bad("role") if _outside(question.asked.role, words.roles)

found contains _bad("right") if {
	question.asked.action == "respond"
	_text("right") == ""
	_text("event") == ""
}

found contains _bad("on") if {
	some on in [question.asked.on]
	on != ""
	not calendar.valid(on)
}

found contains _bad("earlier") if {
	some request in question.asked.earlier
	not calendar.valid(request)
}

found contains _bad("since") if {
	some day in question.asked.since
	not calendar.valid(day)
}

found contains _bad("counts") if {
	some number in question.asked.counts
	not _whole(number)
}

found contains _bad("documents") if {
	some says in question.asked.documents
	not says in {"forbids", "permits"}
}

found contains _bad("gates") if {
	some act in question.asked.gates
	_broken(act)
}

found contains _bad("place") if {
	some field, place in question.asked.place
	_misplaced(field, place)
}

found contains {"code": "unknown_place", "detail": place} if {
	some place in question.asked.place
	is_string(place)
	place != ""
	not regex.match(`^(EEA|[A-Z]{2}(-[A-Z0-9]{1,3})?)$`, place)
}

found contains {"code": code, "detail": id} if {
	_known_notice
	some field, id in question.asked
	is_string(id)
	id != ""
	code := _named[field].code
	not notices[input.notice].known[_named[field].known][id]
}

found contains _unlisted("categories", "unknown_category", id) if {
	some id in question.asked.categories
	_unknown("categories", id)
}

found contains _unlisted("audiences", "unknown_audience", id) if {
	some id in question.asked.audiences
	_unknown("audiences", id)
}

found contains _unlisted("since", "unknown_event", id) if {
	some id, _ in question.asked.since
	_unknown("events", id)
}

found contains _unlisted("documents", "unknown_document", id) if {
	some id, _ in question.asked.documents
	_unknown("documents", id)
}

found contains {"code": "unknown_gate", "detail": id} if {
	_known_notice
	some id, _ in question.asked.gates
	is_string(id)
	not notices[input.notice].gates[id].kind
}

# METADATA
# title: Object
# description: The input is an object at all. Asked here, so that an undefined input is none.
# related_resources:
# - README.md#1-reading-the-question
_object if is_object(input)

# METADATA
# title: Too large
# description: A question without other faults unfolds into too many combinations.
# related_resources:
# - README.md#1-reading-the-question
too_large if question.size > 1000

# METADATA
# title: Bad
# description: The fault of a broken field.
# related_resources:
# - README.md#1-reading-the-question
_bad(field) := {"code": "bad_question", "detail": field}

# METADATA
# title: Unlisted
# description: The fault of an element of a list or an object that the notice does not know, or that is no text.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
_unlisted(_, code, id) := {"code": code, "detail": id} if is_string(id)

_unlisted(field, _, id) := _bad(field) if not is_string(id)

# METADATA
# title: Unknown
# description: The notice is known, and it does not have the id.
# related_resources:
# - README.md#1-reading-the-question
_unknown(kind, id) if {
	_known_notice
	not notices[input.notice].known[kind][id]
}

# METADATA
# title: Known notice
# description: There is a notice of the name given.
# related_resources:
# - README.md#1-reading-the-question
_known_notice if notices[input.notice].id == input.notice

# METADATA
# title: Known action
# description: The action is one of the language.
# related_resources:
# - README.md#1-reading-the-question
_known_action if words.actions[question.asked.action]

# METADATA
# title: Text
# description: A field that ought to be a text, or "".
# scope: document
# related_resources:
# - README.md#1-reading-the-question
default _text(_) := ""

_text(field) := question.asked[field] if is_string(question.asked[field])

# METADATA
# title: Outside
# description: A word is given that is not in its list. What is no text is another fault.
# related_resources:
# - README.md#1-reading-the-question
_outside(word, list) if {
	is_string(word)
	word != ""
	not list[word]
}

# METADATA
# title: Whole
# description: A number without fraction that is not negative. The bound comes first, so that no huge number is ever laid out.
# related_resources:
# - README.md#1-reading-the-question
_whole(number) if {
	is_number(number)
	number >= 0
	number < 1000000000
	number == floor(number)
}

# METADATA
# title: Broken
# description: An entry of `gates` is neither a boolean nor an object of the fields of an act.
# scope: document
# related_resources:
# - README.md#4-gates
_broken(act) if not type_name(act) in {"boolean", "object", "null"}

_broken(act) if {
	is_object(act)
	some field, value in act
	_broken_field(field, value)
}

# METADATA
# title: Broken field
# description: A field of an act is unknown, not a text, or a date that is none.
# scope: document
# related_resources:
# - README.md#4-gates
_broken_field(field, _) if not field in {"on", "by", "via", "ended"}

_broken_field(_, value) if not type_name(value) in {"string", "null"}

_broken_field(field, value) if {
	field in {"on", "ended"}
	is_string(value)
	value != ""
	not calendar.valid(value)
}

# METADATA
# title: Misplaced
# description: A field of `place` is unknown or not a text.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
_misplaced(field, _) if not field in {"person", "customer", "host", "destination"}

_misplaced(_, place) if not type_name(place) in {"string", "null"}
