# METADATA
# title: Candor
# description: >
#   Decides questions about personal data from the statements of privacy notices. The
#   entry point is data.candor.decision, which has an answer for every input.
# related_resources:
# - README.md
package candor

import data.candor.clock
import data.candor.faults
import data.candor.obligations
import data.candor.order
import data.candor.question
import data.candor.reasons
import data.candor.statutes
import data.candor_notices as notices

# METADATA
# title: Decision
# description: >
#   The answer. Where nothing else is defined the evaluation has gone wrong, and that
#   denies.
# scope: document
# entrypoint: true
# related_resources:
# - README.md#11-the-answer
default decision := {
	"outcome": "deny",
	"allow": false,
	"notice": {"outcome": "deny"},
	"law": {"outcome": "none"},
	"reasons": [{
		"code": "evaluation_failed",
		"source": "engine",
		"text": "The question could not be decided.",
	}],
	"obligations": [],
	"missing": [],
	"assumed": [],
	"issues": [],
	"basis": "",
	"bundle": {"serial": 0, "digest": "", "expires": ""},
}

decision := _decided if {
	_ready
	clock.fresh
	faults.none
	question.size <= 1000
}

else := _refusal({"code": "not_ready", "detail": ""}) if not _ready

else := _refusal({"code": "bundle_expired", "detail": ""}) if not clock.fresh

else := _fault(faults.found) if not faults.none

else := _refusal({"code": "bad_question", "detail": "combinations"}) if faults.too_large

# METADATA
# title: Ready
# description: There is a policy to decide by.
# related_resources:
# - README.md#1-reading-the-question
_ready if is_number(data.candor.data.bundle.serial)

# METADATA
# title: Bundle
# description: >
#   Which policy answers: that of the notice, or of the rules where there is no such
#   notice.
# scope: document
# related_resources:
# - README.md#11-the-answer
default _bundle := {"serial": 0, "digest": "", "expires": ""}

_bundle := object.filter(of_notice, ["serial", "digest", "expires"]) if {
	of_notice := notices[input.notice].bundle
} else := object.filter(data.candor.data.bundle, ["serial", "digest", "expires"])

# METADATA
# title: Fault
# description: The answer to a question with faults.
# related_resources:
# - README.md#1-reading-the-question
_fault(found) := {
	"outcome": "deny",
	"allow": false,
	"notice": {"outcome": "deny"},
	"law": {"outcome": "none"},
	"reasons": _listed({reasons.engine(fault.code, fault.detail) | some fault in found}),
	"obligations": [],
	"missing": [],
	"assumed": [],
	"issues": [],
	"basis": "",
	"bundle": _bundle,
}

# METADATA
# title: Refusal
# description: The answer of an engine that cannot decide for one reason.
# related_resources:
# - README.md#1-reading-the-question
_refusal(fault) := _fault({fault})

# METADATA
# title: Decided
# description: >
#   The answer by what the notice says, and where a law has rules on the action, by
#   that after it. A law denies, or it owes something.
# scope: document
# related_resources:
# - README.md#11-the-answer
# - README.md#14-law-after-notice
_decided := {
	"outcome": said.outcome,
	"allow": said.allow,
	"notice": {"outcome": said.outcome},
	"law": {"outcome": "none"},
	"reasons": _listed(said.reasons),
	"obligations": said.owed,
	"missing": sort(_said.missing),
	"assumed": sort(_said.assumed),
	"issues": sort(_said.issues),
	"basis": said.basis,
	"bundle": _bundle,
} if {
	not statutes.speak
	said := _noticed
} else := {
	"outcome": "deny",
	"allow": false,
	"notice": {"outcome": said.outcome},
	"law": {"outcome": "deny"},
	"reasons": _listed(((said.reasons | law.reasons) | {reasons.engine("underspecified", "") | law.open})),
	"obligations": array.concat([owed | not said.allow; some owed in said.owed], statutes.listed(law.owed)),
	"missing": sort(_said.missing | law.missing),
	"assumed": sort(_said.assumed | law.assumed),
	"issues": sort(_said.issues),
	"basis": "",
	"bundle": _bundle,
} if {
	said := _noticed
	law := _law
	law.denies
} else := {
	"outcome": _raised(said.outcome, owed),
	"allow": said.allow,
	"notice": {"outcome": said.outcome},
	"law": {"outcome": _raised("none", owed)},
	"reasons": _listed(said.reasons | law.reasons),
	"obligations": array.concat(said.owed, owed),
	"missing": sort(_said.missing | law.missing),
	"assumed": sort(_said.assumed | law.assumed),
	"issues": sort(_said.issues),
	"basis": said.basis,
	"bundle": _bundle,
} if {
	said := _noticed
	law := _law
	owed := statutes.listed(law.owed)
}

# METADATA
# title: Noticed
# description: >
#   What the notice says by the verdicts that weigh most, unless a strict question
#   leaves open what an allow would rest on.
# scope: document
# related_resources:
# - README.md#10-strict
# - README.md#11-the-answer
_noticed := {
	"outcome": "deny",
	"allow": false,
	"reasons": (_said.reasons | {reasons.engine("underspecified", "")}),
	"owed": [],
	"basis": "",
} if {
	_assumes_too_much
} else := {
	"outcome": _outcome,
	"allow": _said.outcome == "allow",
	"reasons": _said.reasons,
	"owed": _obligations,
	"basis": _basis,
}

# METADATA
# title: Law
# description: What the laws say once the notice has spoken.
# related_resources:
# - README.md#14-law-after-notice
_law := statutes.said(_noticed.allow, _permitting)

# METADATA
# title: Permitting
# description: The statement that permits first, where the notice allows.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
default _permitting := ""

_permitting := _listed(_noticed.reasons)[0].statement if _noticed.allow

# METADATA
# title: Raised
# description: What an outcome becomes where a law owes something.
# scope: document
# related_resources:
# - README.md#14-law-after-notice
_raised(outcome, owed) := "allow_with_obligations" if {
	outcome in {"allow", "none"}
	owed != []
} else := outcome

# METADATA
# title: Listed
# description: Reasons in the order of the answer.
# related_resources:
# - README.md#11-the-answer
_listed(found) := [entry[4] | some entry in sort(found)]

# METADATA
# title: Assumes too much
# description: The question is strict, and the answer would be an allow that rests on assumptions.
# related_resources:
# - README.md#10-strict
_assumes_too_much if {
	question.asked.strict
	_said.outcome == "allow"
	_said.assumed != set()
}

# METADATA
# title: Said
# description: >
#   What the combinations with the strictest outcome say together. Every combination
#   must have its verdict; otherwise nothing is decided.
# scope: document
# related_resources:
# - README.md#2-groups
_said := verdict if {
	[verdict] := order.verdicts
	question.size == 1
} else := object.union({"outcome": _strictest}, {head: _all(head) |
	some head in ["reasons", "owed", "missing", "assumed", "bases", "issues"]
}) if {
	count(order.verdicts) == question.size
}

# METADATA
# title: Strictest
# description: The strictest outcome of all combinations.
# scope: document
# related_resources:
# - README.md#2-groups
_strictest := "deny" if "deny" in _outcomes

else := "not_covered" if "not_covered" in _outcomes

else := "allow" if _outcomes == {"allow"}

# METADATA
# title: Outcomes
# description: The outcomes of the combinations.
# related_resources:
# - README.md#2-groups
_outcomes := {verdict.outcome | some verdict in order.verdicts}

# METADATA
# title: All
# description: What the verdicts with the strictest outcome say under one head, together.
# related_resources:
# - README.md#2-groups
_all(head) := {entry |
	some verdict in order.verdicts
	verdict.outcome == _strictest
	some entry in verdict[head]
}

# METADATA
# title: Obligations
# description: What is owed, each obligation once.
# scope: document
# related_resources:
# - README.md#11-the-answer
_obligations := [] if _said.owed == set()

else := obligations.listed(_said.owed)

# METADATA
# title: Outcome
# description: The outcome, which tells an allow that owes something.
# scope: document
# related_resources:
# - README.md#11-the-answer
_outcome := "allow_with_obligations" if {
	_said.outcome == "allow"
	_obligations != []
}

else := _said.outcome

# METADATA
# title: Basis
# description: The basis of the first statement that relies on one.
# scope: document
# related_resources:
# - README.md#11-the-answer
default _basis := ""

_basis := sort(_said.bases)[0][1]
