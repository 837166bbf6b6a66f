# Rights: complaints, automated decisions, transfers, messages and cookies.
package candor.laws["uk-gdpr"]

import data.candor.law

# METADATA
# title: Complaining to the controller
# description: The notice says that people can complain to the controller, and how.
# custom:
#   citation: UK GDPR Art. 13(2)(ca)
#   severity: error
#   capacity: [controller]
#   source: [S4]
#   since: "2026-06-19"
#   missing: no duty answers a complaint to the controller, or no contact for complaints can be reached
#   help: write a duty with right = "complaint", and a [contact] for complaints
#   right: |
#     [[duty]]
#     id      = "complaints"
#     right   = "complaint"
#     contact = "complaints"
#
#     [contact.complaints]
#     for   = ["complaints"]
#     email = "complaints@example.com"
checks["uk-13-2-ca"] := law.met(law.ids(_complaints) | law.contacts("complaints")) if {
	count(_complaints) > 0
	count(law.contacts("complaints")) > 0
}

# METADATA
# title: Complaints
# description: The duties that answer a complaint.
_complaints := array.concat(law.answering({"complaint"}), law.upon({"complaint"}))

# METADATA
# title: Complaining to the ICO
# description: The notice says that people can complain to the Information Commissioner, and how to reach the office.
# custom:
#   citation: UK GDPR Art. 13(2)(d)
#   severity: error
#   capacity: [controller]
#   source: [S4]
#   missing: no contact of the regulator can be reached
#   help: write a [contact] for regulator
#   right: |
#     [contact.ico]
#     for  = ["regulator"]
#     name = "Information Commissioner’s Office"
#     url  = "https://ico.org.uk/make-a-complaint"
checks["uk-13-2-d"] := law.met(law.contacts("regulator"))

# METADATA
# title: An electronic way to complain
# description: A controller makes it easy to complain, for instance by a form that can be filled in electronically.
# custom:
#   citation: DPA 2018 s. 164A(2)
#   severity: error
#   capacity: [controller]
#   source: [S1]
#   since: "2026-06-19"
#   missing: no contact for complaints has an e-mail address or a web page
#   help: write email or url at a contact for complaints
#   wrong: |
#     [contact.complaints]
#     for     = ["complaints"]
#     address = ["1 High Street"]
#   right: |
#     [contact.complaints]
#     for = ["complaints"]
#     url = "https://example.com/complain"
checks["uk-164a-form"] := law.met({concat(".", ["contact", c.id]) |
	some c in input.notice.contacts
	"complaints" in c.for
	_electronic(c)
})

# METADATA
# title: Electronic
# description: A contact can be reached electronically.
_electronic(contact) if contact.email

_electronic(contact) if contact.url

# METADATA
# title: Complaints acknowledged within 30 days
# description: A complaint is acknowledged within 30 days; a time that the notice states is no longer than that.
# custom:
#   citation: DPA 2018 s. 164A(3)
#   severity: warning
#   capacity: [controller]
#   source: [S1]
#   rules: [uk-r-complaint-ack]
#   since: "2026-06-19"
#   missing: no duty acknowledges a complaint
#   help: write within = "P30D" or less
#   wrong: |
#     [[duty]]
#     id     = "complaints"
#     right  = "complaint"
#     within = "P60D"
#   right: |
#     [[duty]]
#     id     = "complaints"
#     right  = "complaint"
#     within = "P30D"
checks["uk-164a-ack"] := law.deadline(timed, 30, "a complaint may go without an answer for more than 30 days") if {
	timed := [s | some s in _complaints; s.duty.within]
	count(timed) > 0
} else := law.idle("no duty states a time for complaints")

# METADATA
# title: Automated decisions
# description: >
#   Where significant decisions are automated, people are told of them, can make representations, can have a person
#   intervene, and can contest the decision.
# custom:
#   citation: UK GDPR Arts. 13(2)(f), 22C(2)
#   severity: error
#   capacity: [controller]
#   source: [S3]
#   section: rights
#   says:
#     decision-explained: that people are told of automated decisions, and how they are made
#     decision-representations: that people can make representations about a decision
#     human-intervention: that people can have a person look at a decision
#     decision-contested: that people can contest a decision
checks["uk-22a"] := law.said({"decision-explained", "decision-representations", "human-intervention", "decision-contested"}) if {
	some s in law.processing
	"decide" in s.actions
} else := law.idle("no statement permits automated decisions")

# METADATA
# title: Transfers out of the United Kingdom
# description: Data that goes to a recipient outside the United Kingdom goes under regulations, appropriate safeguards or a derogation, and the notice says which.
# custom:
#   citation: UK GDPR Art. 44A(2)
#   severity: error
#   source: [S3]
#   rules: [uk-r-transfer]
#   missing: no recipient is outside the United Kingdom
#   help: name the safeguards at the recipient, or a gate that stands for them
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
#     safeguards = ["International Data Transfer Agreement"]
checks["uk-44a"] := law.secured(_abroad, "nothing says under which mechanism data goes out of the United Kingdom: %s") if {
	count(_abroad) > 0
} else := law.idle("no recipient is said to be outside the United Kingdom")

# METADATA
# title: Abroad
# description: The recipients of whom the notice says that they are, or may be, outside the United Kingdom.
_abroad := [r | some r in input.notice.recipients; _outside(r)]

# METADATA
# title: Outside
# description: A recipient is, or may be, outside the United Kingdom.
_outside(recipient) if not startswith(recipient.location, "GB")

_outside(recipient) if recipient.outside

# METADATA
# title: Opting out of marketing messages
# description: >
#   Marketing by e-mail or text without consent needs a simple way to opt out, offered when the address is collected and
#   in each message.
# custom:
#   citation: PECR reg. 22(3)–(3A)
#   severity: error
#   source: [S5]
#   missing: no purpose is named, so that nothing can be said of marketing
#   help: write kind = "marketing" or another kind at a purpose without one; at a statement that sends marketing, or its basis, name a gate of the kind opt-out, objection or consent
#   wrong: |
#     [[use]]
#     id         = "offers"
#     actions    = ["send"]
#     categories = ["contact"]
#     purposes   = ["marketing"]
#   right: |
#     [[use]]
#     id         = "offers"
#     actions    = ["send"]
#     categories = ["contact"]
#     purposes   = ["marketing"]
#     gates      = ["unsubscribed"]
#
#     [gate.unsubscribed]
#     kind  = "opt-out"
#     label = "you have unsubscribed"
checks["pecr-22-optout"] := union({_chosen(s) | some s in _marketing}) | union({law.lacks(concat(".", ["purpose", id]), sprintf("messages are sent for it, and nothing says whether that is marketing: %s", [law.label("purpose", id)])) | some id in _vague}) if {
	count(_marketing) + count(_vague) > 0
} else := law.idle("no statement permits to send marketing") if {
	count(input.notice.purposes) > 0
}

# METADATA
# title: Vague
# description: The purposes for which messages are sent, and of which nothing says what kind they are.
_vague := {id |
	some s in law.processing
	"send" in s.actions
	some id in (law.purposes(s) & law.of_no_kind)
}

# METADATA
# title: Marketing
# description: The statements that permit to send marketing.
_marketing := [s |
	some s in law.processing
	"send" in s.actions
	count(law.purposes(s) & law.of_kind({"marketing", "advertising"})) > 0
]

# METADATA
# title: Chosen
# description: Whether each way in which a statement may be relied on leaves people a choice.
# scope: document
_chosen(statement) := law.met({statement.id}) if {
	law.choice(statement)
} else := law.lacks(statement.id, "marketing is sent, and nobody can opt out")

# METADATA
# title: Cookies
# description: People are told what is stored on their devices and why, and consent to what is not exempt.
# custom:
#   citation: PECR reg. 6
#   severity: error
#   source: [S2]
#   missing: nothing is said of cookies
#   help: say at the cookie what it does, and either that it is needed or how to refuse it
#   wrong: |
#     [cookie.tracking]
#     label = "Tracking cookies"
#     does  = ["follow user journeys"]
#   right: |
#     [cookie.tracking]
#     label = "Tracking cookies"
#     does  = ["follow user journeys"]
#     stop  = ["refuse them when we ask"]
checks["pecr-6-cookies"] := union({_cookie(c) | some c in input.notice.cookies}) if {
	count(input.notice.cookies) > 0
} else := law.idle("no cookies are named")

# METADATA
# title: Cookie
# description: Whether the notice says how to refuse a cookie, or that it is needed.
# scope: document
_cookie(cookie) := law.met({concat(".", ["cookie", cookie.id])}) if {
	cookie.needed
} else := law.met({concat(".", ["cookie", cookie.id])}) if {
	count(cookie.stop) > 0
} else := law.lacks(concat(".", ["cookie", cookie.id]), sprintf("nothing says how to refuse them, or that they are needed: %s", [cookie.label]))
