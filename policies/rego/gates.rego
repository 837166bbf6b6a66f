# METADATA
# title: Gates
# description: >
#   Which gates are open. The question records the act each gate is named for; an act
#   that stands opens a consent, an authority or a fact, and closes an opt-out or an
#   objection.
# related_resources:
# - README.md#4-gates
package candor.gates

import data.candor.calendar
import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Open
# description: The gate is open, by itself or by one that serves instead.
# scope: document
# related_resources:
# - README.md#4-gates
open(id) if _open_itself(id)

open(id) if {
	some other in notices[input.notice].gates[id].instead
	_open_itself(other)
}

# METADATA
# title: Open itself
# description: The gate is open without the help of another.
# scope: document
# related_resources:
# - README.md#4-gates
_open_itself(id) if {
	notices[input.notice].gates[id].opens == true
	stands(id)
	_accepted(id, "by")
	_accepted(id, "via")
}

_open_itself(id) if {
	notices[input.notice].gates[id].opens == false
	not stands(id)
}

# METADATA
# title: Stands
# description: The act has happened by the day asked about, and has not ended.
# scope: document
# related_resources:
# - README.md#4-gates
stands(id) if question.acts[id] == true

stands(id) if {
	act := question.acts[id]
	is_object(act)
	not _to_come(act)
	not _over(act)
}

# METADATA
# title: To come
# description: The act happens only after the day asked about.
# related_resources:
# - README.md#4-gates
_to_come(act) if calendar.day(act.on) > question.day

# METADATA
# title: Over
# description: The act has ended by the day asked about.
# related_resources:
# - README.md#4-gates
_over(act) if calendar.day(act.ended) <= question.day

# METADATA
# title: Accepted
# description: Who acted, or how, is not stated, or is in the gate's list, or the gate lists nothing.
# scope: document
# related_resources:
# - README.md#4-gates
_accepted(id, field) if not question.acts[id][field]

_accepted(id, field) if notices[input.notice].gates[id][field]["*"]

_accepted(id, field) if notices[input.notice].gates[id][field][question.acts[id][field]]

# METADATA
# title: Closed
# description: The gates of a list that are not open, each once.
# related_resources:
# - README.md#4-gates
closed(ids) := {id | some id in ids; not open(id)}

# METADATA
# title: Stated
# description: The question says something of the act, be it that it did not happen.
# related_resources:
# - README.md#4-gates
stated(id) if question.acts[id] == question.acts[id]

# METADATA
# title: Plain
# description: The gates of a set that, when closed, leave a request uncovered rather than denied.
# related_resources:
# - README.md#4-gates
plain(ids) := {id | some id in ids; not notices[input.notice].gates[id].denies}

# METADATA
# title: Missing
# description: What to name as missing for gates that are closed.
# related_resources:
# - README.md#4-gates
missing(ids) := {entry | some id in ids; some entry in notices[input.notice].gates[id].missing}

# METADATA
# title: Unused
# description: What is assumed for opt-outs and objections of which the question says nothing.
# related_resources:
# - README.md#4-gates
unused(ids) := {words |
	some id in ids
	notices[input.notice].gates[id].opens == false
	not stated(id)
	words := notices[input.notice].gates[id].unused
}
