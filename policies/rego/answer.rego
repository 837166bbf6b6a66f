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
import data.candor.workspace
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

decision := _ruled if {
	_ready
	clock.fresh
	faults.none
	question.size <= 1000
	not notices[input.notice].own
}

else := _decided if {
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
#   Of a notice that rules of the workspace's own are about: the answer by the notice and
#   its laws, unless one of those rules denies it. Then the act is not done, and no law owes
#   what goes with it.
# scope: document
# related_resources:
# - README.md#15-rules-of-your-own
_decided := _ruled if {
	input.action == "respond"
} else := _ruled if {
	workspace.denying == []
} else := {
	"outcome": "deny",
	"allow": false,
	"notice": {"outcome": said.outcome},
	"law": {"outcome": _lawful(law)},
	"reasons": _listed(((said.reasons | law.reasons) | {workspace.cited(denial, _permitting) | some denial in workspace.denying})),
	"obligations": array.concat([owed | not said.allow; some owed in said.owed], statutes.listed(law.owed)),
	"missing": sort(said.missing | law.missing),
	"assumed": sort(said.assumed | law.assumed),
	"issues": sort(said.issues),
	"basis": "",
	"bundle": _bundle,
} if {
	workspace.denying[0]
	said := _noticed
	law := _beside
}

# METADATA
# title: Beside
# description: What the laws say of an act that is not done.
# scope: document
# related_resources:
# - README.md#15-rules-of-your-own
_beside := statutes.said(false, _permitting) if {
	statutes.speak
} else := {"denies": false, "reasons": set(), "owed": set(), "missing": set(), "assumed": set()}

# METADATA
# title: Lawful
# description: The outcome of the laws beside that of a rule of the workspace's own.
# scope: document
# related_resources:
# - README.md#15-rules-of-your-own
_lawful(law) := "deny" if {
	law.denies
} else := _raised("none", statutes.listed(law.owed))

# METADATA
# title: Ruled
# description: >
#   The answer by what the notice says, and where a law has rules on the action, by
#   that after it. A law denies, or it owes something.
# scope: document
# related_resources:
# - README.md#11-the-answer
# - README.md#14-law-after-notice
_ruled := {
	"outcome": said.outcome,
	"allow": said.allow,
	"notice": {"outcome": said.outcome},
	"law": {"outcome": "none"},
	"reasons": [entry[4] | some entry in sort(said.reasons)],
	"obligations": said.owed,
	"missing": sort(said.missing),
	"assumed": sort(said.assumed),
	"issues": sort(said.issues),
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
	"missing": sort(said.missing | law.missing),
	"assumed": sort(said.assumed | law.assumed),
	"issues": sort(said.issues),
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
	"missing": sort(said.missing | law.missing),
	"assumed": sort(said.assumed | law.assumed),
	"issues": sort(said.issues),
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
	"reasons": (said.reasons | {reasons.engine("underspecified", "")}),
	"owed": [],
	"missing": said.missing,
	"assumed": said.assumed,
	"issues": said.issues,
	"basis": "",
} if {
	question.asked.strict
	said := _said
	said.outcome == "allow"
	said.assumed != set()
} else := {
	"outcome": _outcome(said.outcome, owed),
	"allow": said.outcome == "allow",
	"reasons": said.reasons,
	"owed": owed,
	"missing": said.missing,
	"assumed": said.assumed,
	"issues": said.issues,
	"basis": array.concat([basis[1] | some basis in sort(said.bases)], [""])[0],
} if {
	said := _said
	owed := obligations.listed(said.owed)
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
# title: Outcome
# description: The outcome, which tells an allow that owes something.
# scope: document
# related_resources:
# - README.md#11-the-answer
_outcome("allow", owed) := "allow_with_obligations" if owed != []

else := "allow"

_outcome(outcome, _) := outcome if outcome != "allow"

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
} else := _together([verdict | some verdict in verdicts; verdict.outcome == outcome]) if {
	verdicts := order.verdicts
	count(verdicts) == count(question.combinations)
	outcome := _strictest({verdict.outcome | some verdict in verdicts})
}

# METADATA
# title: Strictest
# description: The strictest of several outcomes.
# scope: document
# related_resources:
# - README.md#2-groups
_strictest(outcomes) := "deny" if "deny" in outcomes

else := "not_covered" if "not_covered" in outcomes

else := "allow" if outcomes == {"allow"}

# METADATA
# title: Together
# description: What verdicts of one outcome say together.
# scope: document
# related_resources:
# - README.md#2-groups
_together(verdicts) := verdict if {
	[verdict] := verdicts
} else := object.union({"outcome": verdicts[0].outcome}, {head: said |
	some head in ["reasons", "owed", "missing", "assumed", "bases", "issues"]
	said := union({verdict[head] | some verdict in verdicts})
})
