# METADATA
# title: Faults
# description: >
#   What is wrong with a question. Each fault is a deny with the code and the detail
#   given here; all of them are listed. Because few questions have any, whether one has
#   is found out before, in fewer steps.
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
# title: None
# description: >
#   The question has no fault: it comes to the same as an empty `found`, and each fault
#   there has its place here. What most questions state is looked up at once, and of the
#   rest only what this one states.
# related_resources:
# - README.md#1-reading-the-question
none if {
	notice := input.notice
	action := input.action
	notices[notice].id == notice
	words.actions[action]
	question.leaves
	not _unanswerable
	is_boolean(question.asked.strict)
	rest := object.remove(question.stated, {"notice", "action", "categories", "purpose", "recipient", "audiences", "strict"})
	count([field | some field, value in rest; _sound(field, value)]) == count(rest)
}

# METADATA
# title: Unanswerable
# description: A request that does not say what for.
# related_resources:
# - README.md#1-reading-the-question
_unanswerable if {
	input.action == "respond"
	_text("right") == ""
	_text("event") == ""
}

# METADATA
# title: Sound
# description: A field that few questions state is as it should be. One that is not known never is.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
_sound("age", value) if {
	value >= 0
	value < 1000000000
	value == floor(value)
}

_sound("form", value) if words.forms[value]

_sound("role", value) if words.roles[value]

_sound("basis", value) if notices[question.base].known.bases[value]

_sound("right", value) if notices[question.base].known.rights[value]

_sound("event", value) if notices[question.base].known.events[value]

_sound("channel", value) if is_string(value)

_sound("on", value) if calendar.valid(value)

_sound(field, "") if field in {"form", "role", "basis", "right", "event", "on"}

_sound("place", value) if {
	is_object(value)
	[field | some field, place in value; not _placed(field, place)] == []
}

_sound("gates", value) if {
	is_object(value)
	of := question.base
	count([id | some id, act in value; notices[of].gates[id].kind; _unbroken(act)]) == count(value)
}

_sound("documents", value) if {
	is_object(value)
	every id, says in value {
		says in {"forbids", "permits"}
		not _unknown("documents", id)
	}
}

_sound("since", value) if {
	is_object(value)
	every id, day in value {
		calendar.valid(day)
		not _unknown("events", id)
	}
}

_sound("earlier", value) if {
	is_array(value)
	every day in value {
		calendar.valid(day)
	}
}

_sound("counts", value) if {
	is_object(value)
	every number in value {
		_whole(number)
	}
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
	given := {field: type_name(value) | some field, value in question.stated}
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
	some age in [question.stated.age]
	not _whole(age)
}

found contains _bad("form") if _outside(question.stated.form, words.forms)

found contains _bad("role") if _outside(question.stated.role, words.roles)

found contains _bad("right") if _unanswerable

found contains _bad("on") if {
	some on in [question.stated.on]
	on != ""
	not calendar.valid(on)
}

found contains _bad("earlier") if {
	some request in question.stated.earlier
	not calendar.valid(request)
}

found contains _bad("since") if {
	some day in question.stated.since
	not calendar.valid(day)
}

found contains _bad("counts") if {
	some number in question.stated.counts
	not _whole(number)
}

found contains _bad("documents") if {
	some says in question.stated.documents
	not says in {"forbids", "permits"}
}

found contains _bad("gates") if {
	some act in question.stated.gates
	_broken(act)
}

found contains _bad("place") if {
	some field, place in question.stated.place
	_misplaced(field, place)
}

found contains {"code": "unknown_place", "detail": place} if {
	some place in question.stated.place
	_nowhere(place)
}

found contains {"code": code, "detail": id} if {
	_known_notice
	some field, id in question.stated
	is_string(id)
	id != ""
	code := _named[field].code
	not notices[question.base].known[_named[field].known][id]
}

found contains _unlisted("categories", "unknown_category", id) if {
	some id in question.stated.categories
	_unknown("categories", id)
}

found contains _unlisted("audiences", "unknown_audience", id) if {
	some id in question.stated.audiences
	_unknown("audiences", id)
}

found contains _unlisted("since", "unknown_event", id) if {
	some id, _ in question.stated.since
	_unknown("events", id)
}

found contains _unlisted("documents", "unknown_document", id) if {
	some id, _ in question.stated.documents
	_unknown("documents", id)
}

found contains {"code": "unknown_gate", "detail": id} if {
	_known_notice
	some id, _ in question.stated.gates
	is_string(id)
	not notices[question.base].gates[id].kind
}

# METADATA
# title: Nowhere
# description: A text that is no code of a place.
# related_resources:
# - README.md#1-reading-the-question
_nowhere(place) if {
	is_string(place)
	place != ""
	not regex.match(_code, place)
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
	not notices[question.base].known[kind][id]
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
_known_action if words.actions[question.stated.action]

# METADATA
# title: Text
# description: A field that ought to be a text, or "".
# scope: document
# related_resources:
# - README.md#1-reading-the-question
default _text(_) := ""

_text(field) := question.stated[field] if is_string(question.stated[field])

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
# title: Placed
# description: A field of `place` as it should be.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
_placed(field, place) if {
	field in {"person", "customer", "host", "destination"}
	is_string(place)
	regex.match(_code, place)
}

_placed(field, place) if {
	field in {"person", "customer", "host", "destination"}
	place in {null, ""}
}

# METADATA
# title: Code
# description: What the code of a place looks like.
# related_resources:
# - README.md#1-reading-the-question
_code := `^(EEA|[A-Z]{2}(-[A-Z0-9]{1,3})?)$`

# METADATA
# title: Unbroken
# description: What `_broken` is not. Most acts are true or false.
# scope: document
# related_resources:
# - README.md#4-gates
_unbroken(true)

_unbroken(false)

_unbroken(act) if not _broken(act)

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
