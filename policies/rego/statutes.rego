# METADATA
# title: Statutes
# description: >
#   What the laws that a notice switches on add: what they forbid and what they owe,
#   never a permission. They are asked about every combination, and what they say of
#   all is put together.
# related_resources:
# - README.md#14-law-after-notice
package candor.statutes

import data.candor.calendar
import data.candor.gates
import data.candor.obligations
import data.candor.question
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Speak
# description: Some rule of a law is about the action.
# related_resources:
# - README.md#14-law-after-notice
speak if notices[question.base].law.actions[input.action]

# METADATA
# title: Said
# description: >
#   What the laws say, given whether the notice allows, and which of its statements
#   permits first.
# related_resources:
# - README.md#14-law-after-notice
said(allows, permitting) := {
	"denies": _denies(allows),
	"open": _leaves_open(allows),
	"reasons": ({_cited(found, permitting) | some found in _met} | {_cited(found, permitting) | some found in _due(allows)}),
	"owed": {entry |
		some found in array.concat(_met, _due(allows))
		found.rule.rule.counts
		some obligation in found.rule.rule.owes
		entry := _entry(found.rule.rule.order, obligations.entry_of(obligation, found.term))
	},
	"missing": (({gate | some found in _forbidding; some gate in gates.missing(found.rule.unless)} | _awaited) | {lack |
		some found in _due(allows)
		found.rule.rule.counts
		some lack in found.missing
	}),
	"assumed": _assumed,
}

# METADATA
# title: Listed
# description: >
#   What laws owe, the first due first and what has no day last, each obligation once.
# related_resources:
# - README.md#14-law-after-notice
listed(entries) := [entry[5] |
	some entry in sort(entries)
	count([earlier | some earlier in entries; earlier[4] == entry[4]; earlier < entry]) == 0
]

# METADATA
# title: Entry
# description: An obligation as it is sorted among those of laws.
# related_resources:
# - README.md#14-law-after-notice
_entry(order, [place, id, undated, due, owed]) := [undated, due, order, place, id, owed]

# METADATA
# title: Denies
# description: A law forbids, a deadline has passed, or a strict question leaves open what a bar asks.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
default _denies(_) := false

_denies(_) if _forbidding != []

_denies(_) if _late != []

_denies(allows) if _leaves_open(allows)

# METADATA
# title: Leaves open
# description: A strict question would be allowed although it does not say what a bar asks.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
default _leaves_open(_) := false

_leaves_open(true) if {
	question.asked.strict
	_forbidding == []
	_assumed != set()
}

# METADATA
# title: Bars
# description: The bars that nothing rules out, with what they do not know of the question.
# related_resources:
# - README.md#14-law-after-notice
_bars := [{"rule": bar, "code": "barred", "term": begun.term, "words": words, "lacks": begun.lacks} |
	base := notices[input.notice].base
	action := input.action
	some [leaf, [category, purpose, recipient, audience]] in question.combinations
	by_purpose := notices[base].law.bars.starts[action][category]
	by_recipient := notices[base].rows[by_purpose][purpose]
	by_audience := notices[base].rows[by_recipient][recipient]
	some [place, unstated] in notices[base].law.bars.lists[notices[base].rows[by_audience][audience]]
	bar := notices[base].statements[place]
	_holds(bar)
	states := [[state, test.negated] | some test in bar.tests; state := selectors.state(test.kind, test, leaf)]
	[word | some ["unmet", word] in states] == []
	begun := _begun(bar.rule)
	words := {word | some field in unstated; some word in bar.negated[field]} | {word | some ["unstated", word] in states}
]

# METADATA
# title: Holds
# description: The rule is in force on the day, its facts hold and nothing lifts it.
# related_resources:
# - README.md#14-law-after-notice
_holds(statement) if {
	open := gates.open
	object.remove(statement.when, open) == {}
	object.filter(statement.unless, open) == {}
	day := question.day
	statement.rule.since <= day
	day <= statement.rule.until
}

# METADATA
# title: Begun
# description: >
#   Whether the time has come from which a bar forbids, and by when it was due what it
#   then owes. An event that is not stated has not come, and the answer says that it
#   lacks it.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_begun(rule) := {"term": {}, "lacks": set()} if {
	not rule.from
} else := {"term": {"due": ending.text, "overdue": true}, "lacks": set()} if {
	ending := calendar.end(question.asked.since[rule.from], rule.period)
	calendar.after(question.on, ending)
} else := {"term": {}, "lacks": {concat(":", ["since", rule.from])}} if {
	not question.asked.since[rule.from]
}

# METADATA
# title: Met
# description: The bars that are met in everything they ask.
# related_resources:
# - README.md#14-law-after-notice
_met := [found | some found in _bars; found.words == set(); found.lacks == set()]

# METADATA
# title: Forbidding
# description: Those of them that count.
# related_resources:
# - README.md#14-law-after-notice
_forbidding := [found | some found in _met; found.rule.rule.counts]

# METADATA
# title: Assumed
# description: What must not be so, for the bars that count and that the question does not rule out.
# related_resources:
# - README.md#14-law-after-notice
_assumed := {word | some found in _bars; found.rule.rule.counts; some word in found.words}

# METADATA
# title: Awaited
# description: The events after which a bar would forbid, and of which the question says nothing.
# related_resources:
# - README.md#14-law-after-notice
_awaited := {lack | some found in _bars; found.rule.rule.counts; found.words == set(); some lack in found.lacks}

# METADATA
# title: Due
# description: The duties that count for this answer. What goes with an act is not owed where the act is denied.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_due(_) := _duties if input.action == "respond"

_due(allows) := found if {
	input.action != "respond"
	found := [duty | allows; not _denies(allows); some duty in _duties]
}

# METADATA
# title: Duties
# description: The duties that are met in everything they ask, and by when they are due.
# related_resources:
# - README.md#14-law-after-notice
_duties := [object.union({"rule": duty}, term) |
	base := notices[input.notice].base
	some [leaf, class] in question.combinations
	some place in _owing(class)
	duty := notices[base].statements[place]
	_holds(duty)
	[test | some test in duty.tests; selectors.state(test.kind, test, leaf) != "met"] == []
	term := _term(duty.duty, duty.rule)
]

# METADATA
# title: Owing
# description: The duties that may reach a combination. Those that answer are found by right and event.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_owing(_) := object.get(events, question.asked.event, events["*"]) if {
	input.action == "respond"
	rights := notices[question.base].law.answers
	events := object.get(rights, question.asked.right, rights["*"])
}

_owing([category, purpose, recipient, audience]) := found if {
	input.action != "respond"
	base := notices[input.notice].base
	action := input.action
	by_purpose := notices[base].law.duties.starts[action][category]
	by_recipient := notices[base].rows[by_purpose][purpose]
	by_audience := notices[base].rows[by_recipient][recipient]
	found := notices[base].law.duties.lists[notices[base].rows[by_audience][audience]]
}

# METADATA
# title: Late
# description: The duties that count whose deadline has passed.
# related_resources:
# - README.md#14-law-after-notice
_late := [found | some found in _duties; found.code == "late"; found.rule.rule.counts]

# METADATA
# title: Term
# description: By when a duty is due, and whether that has passed.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_term(duty, rule) := {"code": "required", "term": {}, "missing": set()} if {
	not duty.within
	not rule.by
} else := {"code": "late", "term": {"due": ending.text, "overdue": true}, "missing": set()} if {
	ending := _ending(duty, rule)
	calendar.after(question.on, ending)
} else := {"code": "required", "term": {"due": ending.text, "overdue": false}, "missing": set()} if {
	ending := _ending(duty, rule)
} else := {"code": "required", "term": {}, "missing": {concat(":", ["since", duty.clock])}}

# METADATA
# title: Ending
# description: The end of a deadline, be it a period or a day of the year.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_ending(duty, rule) := calendar.end(_since(duty, rule), duty.within)

_ending(duty, rule) := calendar.of_year(_since(duty, rule), rule.by)

# METADATA
# title: Since
# description: From when a deadline runs; where that is not stated, the event that stands in for it.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_since(duty, _) := question.asked.since[duty.clock]

_since(duty, rule) := question.asked.since[rule.or] if not question.asked.since[duty.clock]

# METADATA
# title: Cited
# description: A rule as a reason. One that counts and forbids names the statement that it overrides.
# related_resources:
# - README.md#14-law-after-notice
_cited(found, permitting) := [9, found.rule.rule.order, found.code, found.rule.reason.detail, reason] if {
	due := {"due": due | due := found.term.due}
	overridden := {"conflicts": permitting | permitting != ""; found.code != "required"; found.rule.rule.counts}
	reason := object.union_n([found.rule.reason, {"code": found.code}, due, overridden])
}
