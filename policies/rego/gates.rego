# METADATA
# title: Gates
# description: >
#   Which gates are open. The question records the act each gate is named for; an act
#   that stands opens a consent, an authority or a fact, and closes an opt-out or an
#   objection. The gates that something names are an object with them as keys.
# related_resources:
# - README.md#4-gates
package candor.gates

import data.candor.calendar
import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Open
# description: >
#   The gates that are open, by themselves or by one that serves instead, as keys. The
#   document says what they are when the question speaks of none.
# scope: document
# related_resources:
# - README.md#4-gates
open := notices[question.base].silent if question.asked.gates == {}

else := object.union(_open_themselves, {id: true |
	some id, others in notices[question.base].instead
	some other in others
	_open_themselves[other]
})

# METADATA
# title: Open themselves
# description: The gates that are open without the help of another.
# related_resources:
# - README.md#4-gates
_open_themselves := object.union(object.remove(notices[base].unspoken, standing), {id: true |
	some id in standing
	notices[base].gates[id].opens
	not _refused(id)
}) if {
	base := notices[input.notice].base
}

# METADATA
# title: Standing
# description: The gates whose act has happened by the day asked about, and has not ended.
# related_resources:
# - README.md#4-gates
standing := {id | some id, act in question.asked.gates; _stands(act)}

# METADATA
# title: Stands
# description: An act has happened by the day asked about, and has not ended.
# scope: document
# related_resources:
# - README.md#4-gates
_stands(true)

_stands(act) if {
	is_object(act)
	not _to_come(act)
	not _over(act)
}

# METADATA
# title: To come
# description: The act happens only after the day asked about.
# related_resources:
# - README.md#4-gates
_to_come(act) if {
	not act.on in {null, ""}
	calendar.day(act.on) > question.day
}

# METADATA
# title: Over
# description: The act has ended by the day asked about.
# related_resources:
# - README.md#4-gates
_over(act) if {
	not act.ended in {null, ""}
	calendar.day(act.ended) <= question.day
}

# METADATA
# title: Refused
# description: It is stated who acted, or how, and the gate lists others.
# related_resources:
# - README.md#4-gates
_refused(id) if {
	some field in ["by", "via"]
	said := question.asked.gates[id][field]
	not said in {null, ""}
	not notices[question.base].gates[id][field]["*"]
	not notices[question.base].gates[id][field][said]
}

# METADATA
# title: Stated
# description: The question says something of the act, be it that it did not happen.
# related_resources:
# - README.md#4-gates
stated(id) if question.asked.gates[id] != null

# METADATA
# title: Plain
# description: The gates of those given that, when closed, leave a request uncovered rather than denied.
# related_resources:
# - README.md#4-gates
plain(gates) := {id: true | some id, _ in gates; not notices[question.base].gates[id].denies}

# METADATA
# title: Missing
# description: What to name as missing for gates that are closed.
# related_resources:
# - README.md#4-gates
missing(gates) := {entry | some id, _ in gates; some entry in notices[question.base].gates[id].missing}

# METADATA
# title: Unused
# description: What is assumed for opt-outs and objections of which the question says nothing.
# related_resources:
# - README.md#4-gates
unused(gates) := {words |
	some id, _ in gates
	words := notices[question.base].gates[id].unused
	words != ""
	not stated(id)
}
