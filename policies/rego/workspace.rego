# METADATA
# title: Workspace
# description: >
#   Rules of the workspace's own, which it writes as data.candor.own.deny[id]. They are
#   asked last, but for what answers a right or an event, and deny; nothing they say
#   allows. They see the question laid out anew for each leaf it is about, with every
#   field there, and nothing else.
# related_resources:
# - README.md#15-rules-of-your-own
package candor.workspace

import data.candor.gates
import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Denying
# description: >
#   The rules that deny, each by what the document holds of it. Every leaf must have been
#   laid out for them; otherwise nothing is decided.
# scope: document
# related_resources:
# - README.md#15-rules-of-your-own
denying := [denial |
	some id, denial in notices[input.notice].own.denies
	_denies[id]
] if {
	count(_views) == question.size
}

# METADATA
# title: Denies
# description: The ids of the rules that deny for some leaf of the question.
# scope: document
# related_resources:
# - README.md#15-rules-of-your-own
_denies contains id if {
	some view in _views
	some id, _ in notices[input.notice].own.denies
	data.candor.own.deny[id] with input as view
}

# METADATA
# title: Cited
# description: A rule as a reason, with the statement that it overrides.
# related_resources:
# - README.md#15-rules-of-your-own
cited(denial, permitting) := [10, denial.rank, denial.reason.code, denial.reason.detail, reason] if {
	reason := object.union(denial.reason, {"conflicts": permitting | permitting != ""})
}

# METADATA
# title: Views
# description: >
#   The question as the rules see it, once for each leaf of its categories, purposes,
#   recipients and audiences. Rules may tell leaves apart that are one class to the notice.
# related_resources:
# - README.md#15-rules-of-your-own
_views := [object.union(_whole, part) |
	entries := notices[input.notice].own.entries
	[categories, purposes, recipients, audiences] := question.leaves
	some category, _ in categories
	some purpose, _ in purposes
	some recipient, _ in recipients
	some audience, _ in audiences
	part := {
		"category": category, "categories": entries.category[category].in, "classes": entries.category[category].is,
		"purpose": purpose, "purposes": entries.purpose[purpose].in, "purpose_kinds": entries.purpose[purpose].is,
		"recipient": recipient, "recipients": entries.recipient[recipient].in, "recipient_kinds": entries.recipient[recipient].is,
		"audience": audience, "audiences": entries.audience[audience].in,
	}
]

# METADATA
# title: Whole
# description: What the rules see of the question as a whole.
# related_resources:
# - README.md#15-rules-of-your-own
_whole := {
	"notice": asked.notice, "action": asked.action, "on": question.on, "day": question.day, "age": asked.age,
	"form": asked.form, "role": asked.role, "basis": asked.basis, "channel": asked.channel,
	"place": {field: object.get(question.within, field, []) | some field in ["person", "customer", "host", "destination"]},
	"open": [gate | some gate, _ in gates.open],
	"since": asked.since, "documents": asked.documents, "counts": asked.counts,
} if {
	asked := question.asked
}
