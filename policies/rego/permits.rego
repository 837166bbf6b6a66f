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
import data.candor_notices as notices

# METADATA
# title: Allowing
# description: The ruling of the permits that are open.
# scope: document
# related_resources:
# - README.md#8-order
allowing(open) := {
	"outcome": "allow",
	"reasons": _all(open, "reasons"),
	"owed": _all(open, "owed"),
	"missing": set(),
	"assumed": _all(open, "assumed"),
	"bases": _all(open, "bases"),
}

# METADATA
# title: Blocking
# description: The ruling when a permit is blocked.
# related_resources:
# - README.md#8-order
blocking(results) := rulings.ruling("deny", _all(blocked, "reasons"), {
	"owed": _all(blocked, "owed"),
	"missing": _all(blocked, "missing"),
}) if {
	blocked := [result | some result in results; result.state == "blocked"]
	count(blocked) > 0
}

# METADATA
# title: Uncovered
# description: The ruling when nothing in the notice reaches the combination, or only for want of a fact.
# related_resources:
# - README.md#8-order
uncovered(results) := rulings.ruling("not_covered", _all(results, "reasons"), {"missing": _all(results, "missing")}) if {
	count(results) > 0
} else := rulings.ruling("not_covered", reasons.nothing, {})

# METADATA
# title: All
# description: What the permits say under one head, together.
# related_resources:
# - README.md#5-permits
_all(permits, head) := {entry | some permit in permits; some entry in permit[head]}

# METADATA
# title: Answering
# description: The permits that may answer a request, which are found by right and event.
# scope: document
# related_resources:
# - README.md#3-selectors
default answering := []

answering := object.get(events, question.asked.event, events["*"]) if {
	input.action == "respond"
	rights := notices[question.base].duties
	events := object.get(rights, question.asked.right, rights["*"])
}

# METADATA
# title: Result
# description: >
#   The steps of a permit, in their order. Where the first basis will do and all gates are
#   open, as the document has them together, the steps up to the permit's own test are
#   passed at once. A permit none of whose bases is the one asked about has no result.
# scope: document
# related_resources:
# - README.md#5-permits
result(permit, leaf) := _tested(permit, permit.bases[0], permit.grant.gates, leaf) if {
	question.asked.basis == ""
	notices[question.base].recipients[leaf.recipient].gates == []
	object.remove(permit.grant.gates, gates.open) == {}
} else := _absent(permit, facts) if {
	facts := object.remove(permit.when, gates.open)
	facts != {}
} else := ruled if {
	basis := _basis(permit)
	named := object.union_n([permit.gates, basis.gates, _transfer_gates(leaf.recipient)])
	ruled := _weighed(permit, basis, named, leaf)
}

# METADATA
# title: Weighed
# description: What the gates named by a permit, its basis and its recipient, and then its own test, make of it.
# scope: document
# related_resources:
# - README.md#5-permits
_weighed(permit, basis, named, leaf) := _stopped(permit, closed) if {
	closed := object.remove(named, gates.open)
	closed != {}
} else := _tested(permit, basis, named, leaf)

# METADATA
# title: Tested
# description: What its own test makes of a permit whose gates are open.
# scope: document
# related_resources:
# - README.md#5-permits
_tested(permit, basis, named, leaf) := _open(permit, basis, named, leaf, own) if {
	own := _own(permit)
	own.open
} else := _failed(permit, basis, leaf.recipient, _own(permit))

# METADATA
# title: Stopped
# description: Closed gates keep the permit from speaking, or stop it.
# scope: document
# related_resources:
# - README.md#5-permits
_stopped(permit, closed) := _absent(permit, facts) if {
	facts := gates.plain(closed)
	facts != {}
} else := _blocked(permit, closed)

# METADATA
# title: Absent
# description: The permit does not speak for want of facts.
# related_resources:
# - README.md#5-permits
_absent(permit, facts) := {
	"state": "absent",
	"reasons": {reasons.cite(8, permit, "fact_absent", {"detail": fact}) | some fact, _ in facts},
	"missing": gates.missing(facts),
}

# METADATA
# title: Blocked
# description: The permit is stopped by gates that deny.
# related_resources:
# - README.md#5-permits
_blocked(permit, closed) := {
	"state": "blocked",
	"reasons": {reasons.cite(5, permit, notices[question.base].gates[gate].code, {"detail": gate}) | some gate, _ in closed},
	"missing": gates.missing(closed),
	"owed": set(),
}

# METADATA
# title: Failed
# description: The permit is stopped by the period of a keep, or by the terms of a duty.
# related_resources:
# - README.md#6-keeping
# - README.md#7-responding
_failed(permit, basis, recipient, own) := {
	"state": "blocked",
	"reasons": {reasons.cite(5, permit, own.code, own.more)},
	"missing": own.missing,
	"owed": (own.ending | obligations.owed([id | own.owes; some id in _owed(permit, basis, recipient)], own.term)),
}

# METADATA
# title: Open
# description: The permit permits, and what is owed for it.
# related_resources:
# - README.md#5-permits
_open(permit, basis, named, leaf, own) := {
	"state": "open",
	"permit": permit,
	"reasons": {reasons.cite(4, permit, own.code, own.more)},
	"owed": obligations.owed(_owed(permit, basis, leaf.recipient) | _owed_there(leaf), own.term),
	"assumed": (gates.unused(named) | _assumed_transfers(leaf.recipient)),
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
_basis(permit) := ready[0] if {
	ready := [basis | some basis in _usable(permit); object.remove(basis.gates, gates.open) == {}]
	ready != []
} else := _usable(permit)[0]

# METADATA
# title: Usable
# description: The bases of a permit, or those of the id or kind the question states. A permit without bases has one without a name, which always is.
# scope: document
# related_resources:
# - README.md#5-permits
_usable(permit) := permit.bases if {
	question.asked.basis == ""
} else := [basis | some basis in permit.bases; count({"", question.asked.basis} & {basis.id, basis.kind}) > 0]

# METADATA
# title: Transfer gates
# description: The gates of the recipient, unless the data stays where they do not count.
# related_resources:
# - README.md#5-permits
_transfer_gates(recipient) := {gate: true |
	some transfer in notices[question.base].recipients[recipient].gates
	_counts(transfer)
	some gate, _ in transfer.gates
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
_assumed_transfers(recipient) := {concat(" ", ["destination inside", transfer.outside]) |
	some transfer in notices[question.base].recipients[recipient].gates
	transfer.outside != ""
	transfer.home == ""
	not question.within.destination
}

# METADATA
# title: Owed
# description: What the permit itself, its basis and a stated recipient ask for in return.
# related_resources:
# - README.md#5-permits
_owed(permit, basis, recipient) := {id |
	some who in [permit, basis, notices[question.base].recipients[recipient]]
	some id in who.owed
}

# METADATA
# title: Owed there
# description: What the addenda in which the combination lies ask for in return.
# related_resources:
# - README.md#5-permits
_owed_there(leaf) := {id | some addendum in scope.addenda(leaf.audience); some id in addendum.owed}
