# METADATA
# title: Permits
# description: >
#   What the notice permits. Of each permit that reaches a combination there is one
#   result: it is open, blocked by something that denies, or absent for want of a fact.
# related_resources:
# - README.md#5-permits
package candor.permits

import data.candor.gates
import data.candor.keeping
import data.candor.obligations
import data.candor.question
import data.candor.reasons
import data.candor.responding
import data.candor.rulings
import data.candor.scope
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Allowing
# description: The ruling when a permit is open, or several are.
# scope: document
# related_resources:
# - README.md#8-order
allowing(combination) := rulings.ruling("allow", permit.reasons, object.filter(permit, _besides)) if {
	[permit] := open(combination)
} else := rulings.ruling("allow", _all(permits, "reasons"), {head: _all(permits, head) | some head in _besides}) if {
	permits := open(combination)
	count(permits) > 0
}

# METADATA
# title: Besides
# description: What open permits say besides their reasons.
# related_resources:
# - README.md#5-permits
_besides := ["owed", "assumed", "bases"]

# METADATA
# title: Blocking
# description: The ruling when a permit is blocked.
# related_resources:
# - README.md#8-order
blocking(combination) := rulings.ruling("deny", _all(permits, "reasons"), {
	"owed": _all(permits, "owed"),
	"missing": _all(permits, "missing"),
}) if {
	permits := _of_state(combination, "blocked")
	count(permits) > 0
}

# METADATA
# title: Uncovered
# description: The ruling when nothing in the notice reaches the combination, or only for want of a fact.
# scope: document
# related_resources:
# - README.md#8-order
uncovered(combination) := rulings.ruling("not_covered", _all(permits, "reasons"), {"missing": _all(permits, "missing")}) if {
	permits := _of_state(combination, "absent")
	count(permits) > 0
} else := rulings.ruling("not_covered", {reasons.plain(8, "no_statement", "")}, {})

# METADATA
# title: Open
# description: The permits that are open.
# related_resources:
# - README.md#5-permits
open(combination) := _of_state(combination, "open")

# METADATA
# title: Of state
# description: The results of one state.
# related_resources:
# - README.md#5-permits
_of_state(combination, state) := [result | some result in _results(combination); result.state == state]

# METADATA
# title: All
# description: What the permits say under one head, together.
# related_resources:
# - README.md#5-permits
_all(permits, head) := {entry | some permit in permits; some entry in permit[head]}

# METADATA
# title: Results
# description: The result of every permit whose selectors are met.
# related_resources:
# - README.md#5-permits
_results(combination) := [result |
	some id in candidates
	permit := notices[input.notice].statements[id]
	selectors.all_met(permit.tests, combination)
	result := _result(permit, combination)
] if {
	candidates := _candidates(combination)
}

# METADATA
# title: Candidates
# description: The permits that may reach the combination. Those that answer a request are found by right and event.
# scope: document
# related_resources:
# - README.md#3-selectors
_candidates(combination) := selectors.candidates("permits", combination) if combination.action != "respond"

_candidates(combination) := object.get(events, combination.event, events["*"]) if {
	combination.action == "respond"
	events := object.get(notices[input.notice].duties, combination.right, notices[input.notice].duties["*"])
}

# METADATA
# title: Result
# description: The steps of a permit, in their order. A permit none of whose bases is the one asked about has no result.
# scope: document
# related_resources:
# - README.md#5-permits
_result(permit, combination) := _absent(permit, facts) if {
	facts := gates.closed(permit.when)
	count(facts) > 0
} else := _weighed(permit, basis, named, combination) if {
	basis := _basis(permit)
	named := {gate | some list in [permit.gates, basis.gates, _transfer_gates(combination)]; some gate in list}
}

# METADATA
# title: Weighed
# description: What the gates named by a permit, its basis and its recipient, and then its own test, make of it.
# scope: document
# related_resources:
# - README.md#5-permits
_weighed(permit, basis, named, combination) := _absent(permit, facts) if {
	facts := gates.plain(gates.closed(named))
	count(facts) > 0
} else := _blocked(permit, closed) if {
	closed := gates.closed(named)
	count(closed) > 0
} else := _open(permit, basis, named, combination, own) if {
	own := _own(permit)
	own.open
} else := _failed(permit, basis, combination, _own(permit))

# METADATA
# title: Absent
# description: The permit does not speak for want of facts.
# related_resources:
# - README.md#5-permits
_absent(permit, facts) := {
	"state": "absent",
	"reasons": {reasons.cite(8, permit, "fact_absent", {"detail": fact}) | some fact in facts},
	"missing": gates.missing(facts),
}

# METADATA
# title: Blocked
# description: The permit is stopped by gates that deny.
# related_resources:
# - README.md#5-permits
_blocked(permit, closed) := {
	"state": "blocked",
	"reasons": {reasons.cite(5, permit, notices[input.notice].gates[gate].code, {"detail": gate}) | some gate in closed},
	"missing": gates.missing(closed),
	"owed": set(),
}

# METADATA
# title: Failed
# description: The permit is stopped by the period of a keep, or by the terms of a duty.
# related_resources:
# - README.md#6-keeping
# - README.md#7-responding
_failed(permit, basis, combination, own) := {
	"state": "blocked",
	"reasons": {reasons.cite(5, permit, own.code, own.more)},
	"missing": own.missing,
	"owed": (own.ending | obligations.owed([id | own.owes; some id in _owed(permit, basis, combination)], own.term)),
}

# METADATA
# title: Open
# description: The permit permits, and what is owed for it.
# related_resources:
# - README.md#5-permits
_open(permit, basis, named, combination, own) := {
	"state": "open",
	"id": permit.reason.statement,
	"disputed": permit.disputed,
	"reasons": {reasons.cite(4, permit, own.code, own.more)},
	"owed": obligations.owed(_owed(permit, basis, combination) | _owed_there(combination), own.term),
	"assumed": (gates.unused(named) | _assumed_transfers(combination)),
	"bases": {[permit.rank, id] | id := basis.id; id != ""},
}

# METADATA
# title: Own
# description: >
#   The test that only a keep or a duty has: whether it leaves the permit open, the code
#   of the reason and what more it says, what is missing, the ending of a keep that is
#   due, whether a blocked duty owes something, and by when.
# scope: document
# related_resources:
# - README.md#5-permits
_own(permit) := keeping.outcome(permit.keep) if permit.keep

else := responding.outcome(permit.duty) if permit.duty

else := {"open": true, "code": "permitted", "more": {}, "term": {}}

# METADATA
# title: Basis
# description: >
#   The basis relied on: of those the question allows the first whose gates are open,
#   else the first.
# scope: document
# related_resources:
# - README.md#5-permits
_basis(permit) := {"id": "", "gates": [], "owed": []} if count(permit.bases) == 0

else := ready[0] if {
	ready := [basis | some basis in _usable(permit); count(gates.closed(basis.gates)) == 0]
	count(ready) > 0
}

else := _usable(permit)[0]

# METADATA
# title: Usable
# description: The bases of a permit, or those of the id or kind the question states.
# related_resources:
# - README.md#5-permits
_usable(permit) := [basis | some basis in permit.bases; _asked_for(basis)]

# METADATA
# title: Asked for
# description: The question leaves the basis open, or names this one.
# scope: document
# related_resources:
# - README.md#5-permits
_asked_for(_) if object.get(question.asked, "basis", "") == ""

_asked_for(basis) if question.asked.basis in {basis.id, basis.kind}

# METADATA
# title: Transfer gates
# description: The gates of the recipient, unless the data stays where they do not count.
# related_resources:
# - README.md#5-permits
_transfer_gates(combination) := {gate |
	some transfer in notices[input.notice].recipients[combination.recipient].gates
	_counts(transfer)
	some gate in transfer.gates
}

# METADATA
# title: Counts
# description: >
#   Gates that always count, or count because the destination lies outside. A
#   destination that is not stated is where the recipient is, if the notice says so.
# scope: document
# related_resources:
# - README.md#5-permits
_counts(transfer) if transfer.outside == ""

_counts(transfer) if {
	question.within.destination
	not transfer.outside in question.within.destination
}

_counts(transfer) if {
	not question.within.destination
	transfer.home == "outside"
}

# METADATA
# title: Assumed transfers
# description: Without a destination and a recipient's own place, that data stays where its gates do not count.
# related_resources:
# - README.md#5-permits
_assumed_transfers(combination) := {concat(" ", ["destination inside", transfer.outside]) |
	some transfer in notices[input.notice].recipients[combination.recipient].gates
	transfer.outside != ""
	transfer.home == ""
	not question.within.destination
}

# METADATA
# title: Owed
# description: What the permit itself, its basis and the recipient ask for in return.
# related_resources:
# - README.md#5-permits
_owed(permit, basis, combination) := {id |
	some list in [permit.owed, basis.owed, _recipient_owed(combination)]
	some id in list
}

# METADATA
# title: Recipient owed
# description: What a stated recipient asks for.
# related_resources:
# - README.md#5-permits
_recipient_owed(combination) := {id | some id in notices[input.notice].recipients[combination.recipient].owed}

# METADATA
# title: Owed there
# description: What the addenda in which the combination lies ask for in return.
# related_resources:
# - README.md#5-permits
_owed_there(combination) := {id | some addendum in scope.addenda(combination); some id in addendum.owed}
