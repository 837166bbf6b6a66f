# METADATA
# title: Keeping
# description: Whether the period of a keep still runs.
# related_resources:
# - README.md#6-keeping
package candor.keeping

import data.candor.calendar
import data.candor.gates
import data.candor.obligations
import data.candor.question

# METADATA
# title: Outcome
# description: The steps of a keep, in their order.
# scope: document
# related_resources:
# - README.md#6-keeping
outcome(keep) := _blocked("retention_elapsed", {}, set(), _ending(keep, {})) if {
	keep.length == "never"
	keep.from == ""
} else := _open("permitted", {}) if {
	gates.open[keep.while]
} else := _open("legal_hold", {}) if {
	"legal-hold" in gates.standing
} else := _open("permitted", {}) if {
	keep.length == "indefinite"
} else := _vague(keep) if {
	_without_clock(keep)
} else := _dated(keep, calendar.end(question.asked.since[keep.from], keep.period)) if {
	question.asked.since[keep.from]
} else := _blocked("retention_unknown", {"detail": keep.from}, {concat(":", ["since", keep.from])}, set())

# METADATA
# title: Without clock
# description: The keep gives no figure, or nothing from which to count.
# scope: document
# related_resources:
# - README.md#6-keeping
_without_clock(keep) if keep.length == "unstated"

_without_clock(keep) if keep.from == ""

# METADATA
# title: Vague
# description: >
#   A keep that cannot be counted holds, unless it is bound to a fact, which by now is
#   closed.
# scope: document
# related_resources:
# - README.md#6-keeping
_vague(keep) := _open("permitted", {}) if keep.while == ""

else := _blocked("retention_elapsed", {}, set(), set()) if gates.stated(keep.while)

else := _blocked("retention_unknown", {"detail": keep.while}, {concat(":", ["fact", keep.while])}, set())

# METADATA
# title: Dated
# description: A keep whose last day is known.
# scope: document
# related_resources:
# - README.md#6-keeping
_dated(keep, ending) := _open("permitted", {"due": ending.text}) if _holds(keep, ending)

else := _blocked("retention_elapsed", term, missing, owed) if {
	term := {"due": ending.text}
	missing := {"fact:law-requires-longer" | keep.longer}
	owed := _ending(keep, {"due": ending.text, "overdue": true})
}

# METADATA
# title: Holds
# description: The last day has not passed, or the law requires longer.
# scope: document
# related_resources:
# - README.md#6-keeping
_holds(_, ending) if not calendar.after(question.on, ending)

_holds(keep, _) if {
	keep.longer
	gates.open["law-requires-longer"]
}

# METADATA
# title: Ending
# description: What is owed at the end of a keep.
# related_resources:
# - README.md#6-keeping
_ending(keep, term) := {obligations.entry_of(ending, term) | some ending in keep.ending}

# METADATA
# title: Open
# description: The keep holds.
# related_resources:
# - README.md#6-keeping
_open(code, more) := {"open": true, "code": code, "more": more, "term": {}}

# METADATA
# title: Blocked
# description: The keep does not hold.
# related_resources:
# - README.md#6-keeping
_blocked(code, more, missing, ending) := {
	"open": false, "code": code, "more": more,
	"missing": missing, "ending": ending,
	"owes": false, "term": {},
}
