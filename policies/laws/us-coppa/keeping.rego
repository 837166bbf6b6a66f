# Keeping and securing: what 16 CFR 312.8 and 312.10 ask, and what 312.2 calls personal information.
package candor.laws["us-coppa"]

import data.candor.law

# METADATA
# title: When each kind of data is deleted
# description: >
#   The written policy says for each kind of data what it was collected for, why it is needed, and by when it is deleted.
# custom:
#   citation: 16 CFR 312.10
#   severity: error
#   source: [S1, S2]
#   since: "2026-04-22"
#   says:
#     retention-need: why the data of children that is kept is needed so long
#   missing: no statement says what is collected from children
#   help: write a keep with a period for the category, and tick retention-need where the need is told
#   right: |
#     [[keep]]
#     id         = "keep-username"
#     categories = ["username"]
#     from       = "account-closed"
#     period     = "P30D"
#     text       = "We keep the username for 30 days after the account is closed, in case the child comes back."
#     says       = ["retention-need"]
checks["coppa-10-policy"] := (law.said({"retention-need"}) | law.met(law.ids(_limited))) | union({law.lacks(concat(".", ["category", id]), sprintf("nothing says by when this is deleted: %s", [law.label("category", id)])) | some id in (_from_children - _ended)}) if {
	count(_from_children) > 0
}

# METADATA
# title: Limited
# description: The statements that keep data of children for a period with a figure.
_limited := [s | some s in _keeps; not s.keep.period in {"indefinite", "unstated"}]

# METADATA
# title: Ended
# description: The categories that are kept for a period with a figure.
_ended := {id | some s in _limited; some id in law.categories(s)}

# METADATA
# title: Nothing kept without end
# description: No data of children is kept indefinitely.
# custom:
#   citation: 16 CFR 312.10
#   severity: error
#   source: [S1, S2]
#   rules: [coppa-r-retention]
#   since: "2026-04-22"
#   missing: nothing says how long data of children is kept
#   help: write a period in place of "indefinite"
#   wrong: |
#     [[keep]]
#     id         = "keep-posts"
#     categories = ["posts"]
#     period     = "indefinite"
#   right: |
#     [[keep]]
#     id         = "keep-posts"
#     categories = ["posts"]
#     from       = "account-closed"
#     period     = "P1Y"
checks["coppa-10-indefinite"] := law.met(law.ids(_keeps) - forever) | union({law.lacks(id, "data of children is kept indefinitely") | some id in forever}) if {
	forever := {s.id | some s in _keeps; s.keep.period == "indefinite"}
}

# METADATA
# title: Information security program
# description: >
#   A written program protects the data of children: somebody coordinates it, risks are assessed and the program is
#   evaluated at least once a year, and its safeguards are tested.
# custom:
#   citation: 16 CFR 312.8(b)
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   section: security
#   says:
#     security-coordinator: who coordinates the written information security program
#     risk-assessment: that risks are assessed at least once a year
#     safeguards: which safeguards protect the data
#     safeguards-tested: that the safeguards are tested and monitored
#     program-evaluation: that the program is evaluated at least once a year
checks["coppa-8-b"] := law.said({"security-coordinator", "risk-assessment", "safeguards", "safeguards-tested", "program-evaluation"})

# METADATA
# title: Written assurances
# description: Before data of children goes to a service provider or a third party, they give written assurances that they keep it confidential, secure and sound.
# custom:
#   citation: 16 CFR 312.8(c)
#   severity: error
#   source: [S1]
#   rules: [coppa-r-vendor]
#   since: "2026-04-22"
#   missing: nothing says that recipients give written assurances
#   help: write agreement = true where there is such an assurance
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
checks["coppa-8-c"] := law.bound(_receiving, "nothing says that written assurances bind %s") if {
	count(_receiving) > 0
} else := law.idle("no statement permits to release data of children to others")

# METADATA
# title: Receiving
# description: The service providers and third parties that may receive data of children.
_receiving := [r |
	some r in law.of_recipient_kind({"processor", "controller", "joint-controller", "affiliate", "partner", "other"})
	count(object.get(r, "members", [])) == 0
	some s in _permits
	r.id in law.recipients(s)
]

# METADATA
# title: Biometric identifiers are personal information
# description: Fingerprints, handprints, patterns of the retina, the iris or the gait, genetic data, voiceprints, facial templates and faceprints are personal information.
# custom:
#   citation: 16 CFR 312.2, “Personal information” (10)
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   missing: no category is named
#   help: write class = "special" or "sensitive" at the category
#   wrong: |
#     [category.voice]
#     label    = "how you sound"
#     includes = ["a voiceprint"]
#   right: |
#     [category.voice]
#     label    = "how you sound"
#     includes = ["a voiceprint"]
#     class    = "special"
checks["coppa-2-bio"] := law.met({concat(".", ["category", id]) | some id in (biometric & _classed)}) | union({law.lacks(concat(".", ["category", id]), "biometric identifiers stand in a category without a class") | some id in (biometric - _classed)}) if {
	biometric := {c.id |
		some c in input.notice.categories
		some words in array.concat([c.label], object.get(c, "includes", []))
		regex.match(`(?i)\b(fingerprint|handprint|retina|iris|gait|genetic|voice ?print|face ?print|facial template|biometric)`, words)
	}
	count(biometric) > 0
} else := law.idle("no category names a biometric identifier")

# METADATA
# title: Classed
# description: The categories that have a class of their own or of a group above them.
_classed := law.of_class({"special", "sensitive", "child"})
