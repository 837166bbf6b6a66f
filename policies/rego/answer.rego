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

decision := _refusal({"code": "not_ready", "detail": ""}) if not _ready

else := _refusal({"code": "bundle_expired", "detail": ""}) if clock.expired

else := _fault(faults.found) if count(faults.found) > 0

else := _refusal({"code": "bad_question", "detail": "combinations"}) if faults.too_large

else := _underspecified if _assumes_too_much

else := _decided

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
_fault(found) := _answer("deny", {reasons.engine(fault.code, fault.detail) | some fault in found}, {})

# METADATA
# title: Refusal
# description: The answer of an engine that cannot decide for one reason.
# related_resources:
# - README.md#1-reading-the-question
_refusal(fault) := _fault({fault})

# METADATA
# title: Decided
# description: The answer by the verdicts that weigh most.
# related_resources:
# - README.md#11-the-answer
_decided := _answer(_outcome, _said.reasons, {
	"obligations": _obligations,
	"missing": sort(_said.missing),
	"assumed": sort(_said.assumed),
	"issues": sort(_said.issues),
	"basis": _basis,
})

# METADATA
# title: Underspecified
# description: The answer where a strict question leaves open what an allow would rest on.
# related_resources:
# - README.md#10-strict
_underspecified := _answer("deny", _said.reasons | {reasons.engine("underspecified", "")}, {
	"missing": sort(_said.missing),
	"assumed": sort(_said.assumed),
	"issues": sort(_said.issues),
})

# METADATA
# title: Assumes too much
# description: The question is strict, and the answer would be an allow that rests on assumptions.
# related_resources:
# - README.md#10-strict
_assumes_too_much if {
	question.strict
	_said.outcome == "allow"
	count(_said.assumed) > 0
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
	count(question.combinations) == 1
} else := object.union({"outcome": _strictest}, {head: _all(head) |
	some head in ["reasons", "owed", "missing", "assumed", "bases", "issues"]
}) if {
	count(order.verdicts) == count(question.combinations)
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
# related_resources:
# - README.md#11-the-answer
_obligations := obligations.listed(_said.owed)

# METADATA
# title: Outcome
# description: The outcome, which tells an allow that owes something.
# scope: document
# related_resources:
# - README.md#11-the-answer
_outcome := "allow_with_obligations" if {
	_said.outcome == "allow"
	count(_obligations) > 0
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

# METADATA
# title: Answer
# description: An answer in its closed form.
# related_resources:
# - README.md#11-the-answer
_answer(outcome, found, more) := object.union(
	{
		"outcome": outcome,
		"allow": outcome in {"allow", "allow_with_obligations"},
		"notice": {"outcome": outcome},
		"law": {"outcome": "none"},
		"reasons": [entry[4] | some entry in sort(found)],
		"obligations": [], "missing": [], "assumed": [], "issues": [],
		"basis": "", "bundle": _bundle,
	},
	more,
)
