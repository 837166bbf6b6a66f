# Recipients: who receives data, where it goes, and how long it is kept.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: Recipients
# description: The notice says for each kind of personal data who receives it, or that nobody does.
# custom:
#   citation: GDPR Art. 13(1)(e)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     no-recipients: that nobody receives the data
#   missing: no statement and no source names personal data
#   help: write a share with the category and its recipients
#   right: |
#     [[share]]
#     id         = "hosting"
#     categories = ["contact"]
#     recipients = ["host"]
checks["gdpr-13-1-e"] := law.said({"no-recipients"}) if {
	law.says("no-recipients")
} else := law.met(law.ids(_disclosing)) | law.of_each(law.held - {category | some s in _disclosing; some category in law.categories(s)}, "nothing says who receives this, or that nobody does: %s") if {
	count(law.held) > 0
}

# METADATA
# title: Disclosing
# description: The statements that name recipients of more than anonymous data.
_disclosing := [s | some s in law.processing; count(law.recipients(s)) > 0]

# METADATA
# title: Where data goes outside the European Economic Area
# description: >
#   Where data goes to a recipient outside the European Economic Area, the notice says to which country, and whether there is an
#   adequacy decision for it.
# custom:
#   citation: GDPR Art. 13(1)(f)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     adequacy: whether there is an adequacy decision for the country the data goes to
#   help: write the location of the recipient, and say whether there is an adequacy decision for it
#   right: |
#     [recipient.host]
#     kind       = "processor"
#     label      = "Example Cloud"
#     location   = "JP"
#     safeguards = ["the adequacy decision for Japan"]
#     says       = ["adequacy"]
checks["gdpr-13-1-f"] := law.said({"adequacy"}) | union({_destination(r) | some r in _abroad}) if {
	count(_abroad) > 0
} else := law.idle("no recipient is said to be outside the European Economic Area")

# METADATA
# title: Destination
# description: Whether the notice says in which country a recipient is.
# scope: document
_destination(recipient) := law.met({concat(".", ["recipient", recipient.id])}) if {
	_beyond(recipient)
} else := law.lacks(concat(".", ["recipient", recipient.id]), sprintf("nothing says to which country outside the European Economic Area data goes: %s", [recipient.label]))

# METADATA
# title: Abroad
# description: The recipients of whom the notice says that they are, or may be, outside the European Economic Area.
_abroad := [r | some r in input.notice.recipients; _outside(r)]

# METADATA
# title: Outside
# description: A recipient is, or may be, outside the European Economic Area.
_outside(recipient) if _beyond(recipient)

_outside(recipient) if recipient.outside

# METADATA
# title: Beyond
# description: A recipient is in a country outside the European Economic Area.
_beyond(recipient) if not split(recipient.location, "-")[0] in _area

# METADATA
# title: Area
# description: The European Economic Area, its States and the Union.
_area := {
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EEA", "ES", "EU", "FI", "FR", "GR", "HR", "HU", "IE",
	"IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
}

# METADATA
# title: A copy of the safeguards
# description: Where a transfer rests on safeguards, the notice names them and says how to get a copy.
# custom:
#   citation: GDPR Art. 13(1)(f)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: transfers
#   says:
#     safeguards-copy: how people get a copy of the safeguards for data that leaves the European Economic Area
checks["gdpr-13-1-f-copy"] := law.said({"safeguards-copy"}) if {
	some r in _abroad
	some safeguard in r.safeguards
	not regex.match(`(?i)adequa|privacy framework`, safeguard)
} else := law.idle("no transfer is said to rest on safeguards other than an adequacy decision")

# METADATA
# title: Transfers
# description: >
#   Data goes outside the European Economic Area only under an adequacy decision, appropriate safeguards or a derogation, and
#   the notice says which.
# custom:
#   citation: GDPR Arts. 44–49
#   severity: error
#   source: [S1]
#   rules: [gdpr-r-transfer]
#   missing: no recipient is outside the European Economic Area
#   help: name the adequacy decision or the safeguards at the recipient, or a gate that stands for them
#   wrong: |
#     [recipient.host]
#     kind     = "processor"
#     label    = "Example Cloud"
#     location = "US"
#   right: |
#     [recipient.host]
#     kind       = "processor"
#     label      = "Example Cloud"
#     location   = "US"
#     safeguards = ["standard contractual clauses"]
checks["gdpr-44"] := law.secured(_abroad, "nothing says under which mechanism data goes out of the European Economic Area: %s") if {
	count(_abroad) > 0
} else := law.idle("no recipient is said to be outside the European Economic Area")

# METADATA
# title: How long data is kept
# description: The notice says for each kind of data and each purpose how long it is kept, or by what that is decided.
# custom:
#   citation: GDPR Art. 13(2)(a)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no statement and no source names personal data
#   help: write a keep with a period, or with while, for the category
#   wrong: |
#     [[keep]]
#     id         = "keep-account"
#     categories = ["account"]
#     period     = "unstated"
#   right: |
#     [[keep]]
#     id         = "keep-account"
#     categories = ["account"]
#     from       = "account-closed"
#     period     = "P12M"
checks["gdpr-13-2-a"] := (law.met(law.ids(law.keeping)) | law.of_each(law.held - law.kept, "nothing says how long this is kept, or what decides it: %s")) | law.partly_kept(_items) if count(law.held) > 0
