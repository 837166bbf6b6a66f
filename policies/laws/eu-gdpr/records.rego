# Records: what the record of Art. 30 is made of, and whom to tell of a breach.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: The controller’s record
# description: The inventory holds what a controller’s record of processing has to tell.
# custom:
#   citation: GDPR Art. 30(1)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     no-record: that no record of processing has to be kept, and why
#     safeguards: which safeguards protect the data
#   missing: the inventory holds nothing of what the record has to tell
#   help: write what is lacking, or say that no record has to be kept
#   right: |
#     [[note]]
#     id      = "safeguards"
#     section = "security"
#     text    = "Data is encrypted, and only those who need it get at it."
#     says    = ["safeguards"]
checks["gdpr-30-1"] := law.said({"no-record"}) if {
	law.says("no-record")
} else := (law.said({"safeguards"}) | _transfers_recorded) | union({
	_recorded("names and contacts", _contacts),
	_recorded("purposes", {concat(".", ["purpose", p.id]) | some p in input.notice.purposes}),
	_recorded("kinds of people", {concat(".", ["audience", a.id]) | some a in input.notice.audiences}),
	_recorded("kinds of data", {concat(".", ["category", c.id]) | some c in input.notice.categories}),
	_recorded("recipients", {concat(".", ["recipient", r.id]) | some r in input.notice.recipients}),
	_recorded("time limits", law.ids(law.keeping)),
})

# METADATA
# title: The processor’s record
# description: The inventory holds what a processor’s record of processing has to tell.
# custom:
#   citation: GDPR Art. 30(2)
#   severity: warning
#   capacity: [processor]
#   source: [S1]
#   says:
#     for-controllers: for which controllers data is processed
#     safeguards: which safeguards protect the data
#   missing: the inventory holds nothing of what the record has to tell
#   help: write what is lacking
#   right: |
#     [[note]]
#     id      = "behalf"
#     section = "security"
#     text    = "We work for the schools on our list. Data is encrypted."
#     says    = ["for-controllers", "safeguards"]
checks["gdpr-30-2"] := (law.said({"for-controllers", "safeguards"}) | _transfers_recorded) | union({
	_recorded("names and contacts", _contacts),
	_recorded("kinds of processing", {concat(".", ["purpose", p.id]) | some p in input.notice.purposes}),
})

# METADATA
# title: Recorded
# description: Whether the inventory holds something for a part of the record.
# scope: document
_recorded(part, entries) := law.met(entries) if {
	count(entries) > 0
} else := law.lacks("", sprintf("the record of processing lacks this part: %s", [part]))

# METADATA
# title: Transfers recorded
# description: Whether the record can tell of each transfer which country it goes to.
# scope: document
_transfers_recorded := union({law.lacks(concat(".", ["recipient", r.id]), sprintf("the record of processing lacks the country of this recipient: %s", [r.label])) |
	some r in _abroad
	not _beyond(r)
})

# METADATA
# title: Breaches
# description: The inventory says what is done when there is a breach, and whom to turn to.
# custom:
#   citation: GDPR Art. 33(3)(b)
#   severity: warning
#   source: [S1]
#   says:
#     breach-contact: whom to turn to about a breach
#     incident-response: how incidents are found, handled and told
#   help: write a duty with event = "breach", and a [contact] for security
#   right: |
#     [contact.security]
#     for   = ["security"]
#     email = "security@example.com"
#
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "PT72H"
checks["gdpr-33-contact"] := law.either(law.ids(law.upon({"breach"})), {"incident-response"}) | law.either(law.contacts("security") | law.contacts("dpo"), {"breach-contact"})
