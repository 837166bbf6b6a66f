# METADATA
# title: Log
# description: >
#   What OPA's decision log may keep of a question and an answer. Nothing is struck
#   out: of both, only what is listed here is let through, so that whatever else a
#   question holds of a person is never written. OPA's configuration names this rule
#   as decision_logs.mask_decision.
# related_resources:
# - README.md#12-what-a-log-may-keep
package candor.log

import data.candor.data.words
import data.candor_notices as notices

# METADATA
# title: Mask
# description: Put what may be kept in the place of the question and of the answer.
# scope: document
# related_resources:
# - README.md#12-what-a-log-may-keep
mask contains {"op": "upsert", "path": "/input", "value": _asked}

mask contains {"op": "upsert", "path": "/result", "value": _answered}

mask contains {"op": "remove", "path": "/nd_builtin_cache"}

# METADATA
# title: Asked
# description: The notice and the action, each where it is one we know.
# related_resources:
# - README.md#12-what-a-log-may-keep
_asked := object.filter({"notice": _notice, "action": _action}, _known)

# METADATA
# title: Known
# description: Which of the two are known.
# scope: document
# related_resources:
# - README.md#12-what-a-log-may-keep
_known contains "notice" if notices[_notice].id == _notice

_known contains "action" if words.actions[_action]

# METADATA
# title: Notice
# description: The notice asked about, or "".
# scope: document
# related_resources:
# - README.md#12-what-a-log-may-keep
default _notice := ""

_notice := input.input.notice

# METADATA
# title: Action
# description: The action asked about, or "".
# scope: document
# related_resources:
# - README.md#12-what-a-log-may-keep
default _action := ""

_action := input.input.action

# METADATA
# title: Answered
# description: >
#   The outcome, the codes and statements of the reasons, and the policy. What is no
#   answer of ours is not kept at all.
# scope: document
# related_resources:
# - README.md#12-what-a-log-may-keep
default _answered := {}

_answered := {
	"outcome": outcome,
	"reasons": [object.filter(reason, ["code", "source", "statement", "rule"]) | some reason in input.result.reasons],
	"bundle": object.filter(input.result.bundle, ["serial", "digest"]),
} if {
	outcome := input.result.outcome
	outcome in {"allow", "allow_with_obligations", "deny", "not_covered"}
}
