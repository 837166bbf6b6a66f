# The policy: what Cal. Bus. & Prof. Code § 22575(b) asks a website or online service to say.
package candor.laws["us-ca-caloppa"]

import data.candor.law

# METADATA
# title: What is collected, and who else receives it
# description: The policy names the categories of personal information collected online, and of the third parties with whom it may be shared.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22575(b)(1)
#   severity: error
#   source: [S9]
#   says:
#     third-parties: with which third parties data may be shared, or that it is shared with none
#   missing: no statement names the data that is collected or used
#   help: write the categories at the uses, and the recipients at the shares
#   right: |
#     [[share]]
#     id         = "partners"
#     categories = ["contact"]
#     purposes   = ["lessons"]
#     recipients = ["publishers"]
checks["caloppa-b-1"] := law.met(_naming) | union({_shared(s) | some s in _permits; s.kind == "share"}) if {
	count(_naming) > 0
	some s in _permits
	s.kind == "share"
} else := law.met(_naming) | law.said({"third-parties"}) if {
	count(_naming) > 0
}

# METADATA
# title: Shared
# description: Whether a statement says with whom data is shared.
# scope: document
_shared(statement) := law.met({statement.id}) if {
	count(law.recipients(statement)) > 0
} else := law.lacks(statement.id, "nothing says with whom this is shared")

# METADATA
# title: Permits
# description: The statements that permit a use or disclosure of more than anonymous data.
_permits := [s | some s in law.statements({"use", "share"}); law.identifying(s)]

# METADATA
# title: Naming
# description: Those of them that name categories.
_naming := {s.id | some s in _permits; count(object.get(s, "categories", [])) > 0}

# METADATA
# title: Reviewing and changing
# description: Where people can review what was collected and ask for changes, the policy says how.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22575(b)(2)
#   severity: warning
#   source: [S9]
#   says:
#     review-and-change: how people can review and change their data, or that there is no way to
#   help: write a duty with right = "rectification"
#   right: |
#     [[duty]]
#     id      = "correct"
#     right   = ["access", "rectification"]
#     contact = "privacy"
checks["caloppa-b-2"] := law.either(law.ids(law.answering({"rectification"})), {"review-and-change"})

# METADATA
# title: Telling of changes
# description: The policy says how people learn of material changes to it.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22575(b)(3)
#   severity: error
#   source: [S9]
#   missing: no duty says how people learn of a change
#   help: write a duty with event = "material-change"
#   right: |
#     [[duty]]
#     id    = "changes"
#     event = "material-change"
#     owed  = ["post-revision"]
checks["caloppa-b-3"] := law.met(law.ids(law.upon({"change", "material-change"})))

# METADATA
# title: Effective date
# description: The policy says from which day it is effective.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22575(b)(4)
#   severity: error
#   source: [S9]
#   missing: no day is given from which the notice is effective
#   help: write effective below [notice]
#   wrong: |
#     [notice]
#     title     = "Privacy notice"
#     language  = "en"
#     effective = "none"
#   right: |
#     [notice]
#     title     = "Privacy notice"
#     language  = "en"
#     effective = 2026-01-01
checks["caloppa-b-4"] := law.met({"notice"}) if {
	input.notice.effective
	input.notice.effective != "none"
}

# METADATA
# title: Do Not Track
# description: >
#   Where data on what people do is collected over time and across websites, the policy says how Do Not Track signals of
#   browsers, or other such choices, are answered. A link to a program that offers the choice does as well.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22575(b)(5), (7)
#   severity: error
#   source: [S9]
#   says:
#     cross-site-tracking: that data on what people do is collected over time and across websites
#     do-not-track: how Do Not Track signals, or other such choices, are answered
#   missing: nothing says how Do Not Track signals, or other such choices, are answered
#   help: write signals at the opt-out that a browser can send, or tick do-not-track where it is said; write the kind of a purpose where it has none
#   right: |
#     [[closed]]
#     id      = "do-not-track"
#     actions = ["respond"]
#     event   = ["do-not-track-signal"]
#     text    = "We do not act on “Do Not Track” signals."
#     says    = ["do-not-track"]
#
#     [event.do-not-track-signal]
#     label = "your browser sends a “Do Not Track” signal"
checks["caloppa-b-5"] := law.met(_signals) if {
	count(_signals) > 0
} else := law.said({"do-not-track"}) if {
	law.says("do-not-track")
} else := law.said({"do-not-track"}) if {
	law.says("cross-site-tracking")
} else := law.said({"do-not-track"}) if {
	some s in _permits
	count(law.purposes(s) & law.of_kind({"advertising", "profiling"})) > 0
} else := law.lacks("", "nothing says of what kind some purposes are, so that nothing can be said of tracking") if {
	some s in _permits
	count(law.purposes(s) & law.of_no_kind) > 0
} else := law.idle("nothing says that people are followed over time and across websites")

# METADATA
# title: Signals
# description: The choices that a signal of the browser makes.
_signals := {concat(".", ["gate", g.id]) | some g in input.notice.gates; count(g.signals) > 0}

# METADATA
# title: Tracking by others
# description: The policy says whether others may collect data on what people do over time and across websites when they use the service.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22575(b)(6)
#   severity: error
#   source: [S9]
#   section: cookies
#   says:
#     tracking-by-others: whether others may follow people over time and across websites
checks["caloppa-b-6"] := law.said({"tracking-by-others"})
