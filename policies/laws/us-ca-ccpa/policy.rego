# The policy: what Civ. Code § 1798.130 and 11 CCR § 7011 ask a privacy policy to say.
package candor.laws["us-ca-ccpa"]

import data.candor.law

# METADATA
# title: Right to limit
# description: Where sensitive personal information is used for more than what people expect of the service, they are told so, and that they have the right to limit it.
# custom:
#   citation: Cal. Civ. Code § 1798.121(a)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   section: rights
#   says:
#     right-to-limit: that people can limit how their sensitive personal information is used, and how
#     no-sensitive-data: that no sensitive personal information is collected
#   help: tick right-to-limit where that is said; write the kinds of the purposes that sensitive information is used for
checks["ccpa-121-a"] := law.said({"right-to-limit"}) if {
	count(_beyond) > 0
} else := law.lacks("", "nothing says of what kind some purposes are that sensitive information is used for") if {
	some s in law.permits(_sensitive)
	count(law.purposes(s) & law.of_no_kind) > 0
} else := law.said({"no-sensitive-data"}) if {
	_unclassed
} else := law.idle("no statement uses sensitive information for more than the service")

# METADATA
# title: Beyond
# description: The statements that use sensitive information for more than the service, its security, its improvement and the law.
_beyond := {s.id |
	some s in _permits
	count(law.categories(s) & _sensitive) > 0
	count(law.purposes(s) & law.of_kind({"marketing", "advertising", "profiling", "sale", "research"})) > 0
}

# METADATA
# title: Two ways to make a request
# description: >
#   Requests can be made in two ways at least, a toll-free number among them. An e-mail address is enough where the business is
#   online only and deals with people directly.
# custom:
#   citation: Cal. Civ. Code § 1798.130(a)(1)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     online-only: that the business is online only and deals with people directly
#   missing: requests cannot be made by telephone and in another way
#   help: write phone, and email, url or address, at the contacts for privacy or rights; tick online-only where the business is, and write email
#   wrong: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
#     phone = "+1 800 555 0100"
checks["ccpa-130-a-1"] := law.met({concat(".", ["contact", c.id]) | some c in _contacts; c.email}) if {
	law.says("online-only")
} else := law.met(law.contacts("privacy") | law.contacts("rights")) if {
	some c in _contacts
	c.phone
	some other in _contacts
	_written(other)
}

# METADATA
# title: Contacts
# description: The contacts for privacy and for rights.
_contacts := [c | some c in input.notice.contacts; count({use | some use in c.for} & {"privacy", "rights"}) > 0]

# METADATA
# title: Written
# description: A contact can be reached in writing.
_written(contact) if contact.email

_written(contact) if contact.url

_written(contact) if count(contact.address) > 0

# METADATA
# title: Updated every 12 months
# description: The policy is updated at least once every 12 months.
# custom:
#   citation: Cal. Civ. Code § 1798.130(a)(5)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   missing: nothing says when the notice was last updated
#   help: look the notice over, and write the day below [notice]
#   wrong: |
#     [notice]
#     title    = "Privacy policy"
#     language = "en"
#     updated  = 2020-01-01
#   right: |
#     [notice]
#     title    = "Privacy policy"
#     language = "en"
#     updated  = 2026-11-01
checks["ccpa-130-a-5-annual"] := law.yearly

# METADATA
# title: Day of the last update
# description: The policy says on which day it was last updated.
# custom:
#   citation: 11 CCR § 7011(e)(4)
#   severity: error
#   capacity: [business]
#   source: [S2]
#   missing: nothing says when the notice was last updated
#   help: write updated below [notice]
#   right: |
#     [notice]
#     title    = "Privacy policy"
#     language = "en"
#     updated  = 2026-11-01
checks["ccpa-7011-e-4"] := law.met({"notice" | law.updated})

# METADATA
# title: What was collected
# description: The policy lists the categories of personal information that were collected in the last 12 months.
# custom:
#   citation: 11 CCR § 7011(e)(1)(A); Cal. Civ. Code § 1798.130(a)(5)(B)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     last-12-months: that the categories are those that were collected in the last 12 months
#   missing: no statement names the personal information that is collected
#   help: write the categories at the statements, and tick last-12-months where it is said that they are those of the last 12 months
#   right: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#     purposes   = ["orders"]
#
#     [[note]]
#     id      = "twelve-months"
#     section = "collection"
#     text    = "This is what we collect now and have collected in the last 12 months."
#     says    = ["last-12-months"]
checks["ccpa-7011-e-1-a"] := law.met(law.ids(law.permits(_used))) | law.said({"last-12-months"}) if count(_used) > 0

# METADATA
# title: Where it comes from
# description: The policy names the categories of sources from which personal information is collected.
# custom:
#   citation: 11 CCR § 7011(e)(1)(B); Cal. Civ. Code § 1798.130(a)(5)(B)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   missing: no statement names the personal information that is collected
#   help: name the category at a source
#   right: |
#     [source.you]
#     kind       = "person"
#     label      = "from you, when you order"
#     categories = ["contact"]
checks["ccpa-7011-e-1-b"] := law.met(from) | union({law.lacks(concat(".", ["category", id]), sprintf("nothing says where this comes from: %s", [law.label("category", id)])) | some id in (_used - _sourced)}) if {
	count(_used) > 0
	from := {concat(".", ["source", s.id]) | some s in input.notice.sources}
}

# METADATA
# title: Sourced
# description: The categories of which a source or a statement says where they come from, groups with all below them.
_sourced := {id | some s in input.notice.sources; some id in law.supplies(s)} | {id | some s in _permits; count(s.sources) > 0; some id in law.categories(s)}

# METADATA
# title: Why it is collected
# description: The policy names the specific purposes for which each category of personal information is collected.
# custom:
#   citation: 11 CCR § 7011(e)(1)(C); Cal. Civ. Code § 1798.130(a)(5)(B)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   missing: no statement names the personal information that is collected
#   help: write the purposes at the statement
#   wrong: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#   right: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#     purposes   = ["orders"]
checks["ccpa-7011-e-1-c"] := _explained(_used) if count(_used) > 0

# METADATA
# title: List of what is disclosed
# description: The policy lists the categories of personal information that were disclosed for a business purpose in the last 12 months, or says that none were.
# custom:
#   citation: 11 CCR § 7011(e)(1)(H); Cal. Civ. Code § 1798.130(a)(5)(C)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     nothing-disclosed: which personal information is disclosed for a business purpose, or that none is
#   help: write the categories at the shares
#   wrong: |
#     [[share]]
#     id         = "hosting"
#     purposes   = ["hosting"]
#     recipients = ["host"]
#   right: |
#     [[share]]
#     id         = "hosting"
#     categories = ["contact"]
#     purposes   = ["hosting"]
#     recipients = ["host"]
checks["ccpa-7011-e-1-h"] := union({_listed(s, "nothing says which categories are disclosed") | some s in _disclosures}) if {
	count(_disclosures) > 0
} else := law.said({"nothing-disclosed"})

# METADATA
# title: To whom it is disclosed
# description: >
#   For each category disclosed for a business purpose the policy names the categories of those who received it, service
#   providers and contractors included.
# custom:
#   citation: 11 CCR § 7011(e)(1)(I)
#   severity: error
#   capacity: [business]
#   source: [S7]
#   since: "2026-01-01"
#   missing: nothing says to whom personal information is disclosed
#   help: write the recipients at the share
#   right: |
#     [[share]]
#     id         = "hosting"
#     categories = ["contact"]
#     purposes   = ["hosting"]
#     recipients = ["host"]
checks["ccpa-7011-e-1-i"] := union({_received(s, "nothing says to whom this is disclosed") | some s in _disclosures}) if {
	count(_disclosures) > 0
} else := law.idle("no statement permits to disclose personal information for a business purpose")

# METADATA
# title: Disclosures
# description: The shares that are no sale, with service providers and third parties, or with whoever it may be.
_disclosures := [s | some s in _shares; not _sells(s); _external(s)]

# METADATA
# title: External
# description: A statement shares with a service provider or a third party, or does not say with whom.
_external(statement) if count(law.recipients(statement) & ({r.id | some r in law.of_recipient_kind({"processor"})} | law.third_parties)) > 0

_external(statement) if count(law.recipients(statement)) == 0

# METADATA
# title: How sensitive information is used
# description: The policy says whether sensitive personal information is used or disclosed for more than what 11 CCR § 7027(m) allows.
# custom:
#   citation: 11 CCR § 7011(e)(1)(K)
#   severity: error
#   capacity: [business]
#   status: unconfirmed
#   says:
#     sensitive-use: whether sensitive personal information is used for more than what 11 CCR § 7027(m) allows
#     no-sensitive-data: that no sensitive personal information is collected
#   right: |
#     [[note]]
#     id      = "sensitive"
#     section = "use"
#     text    = "We use sensitive information for nothing but what you ask us to do."
#     says    = ["sensitive-use"]
checks["ccpa-7011-e-1-k"] := law.said({"sensitive-use"}) if {
	count(_sensitive) > 0
} else := law.said({"no-sensitive-data"}) if {
	_unclassed
} else := law.idle("no statement uses sensitive personal information")

# METADATA
# title: Rights
# description: >
#   The policy explains the rights to know, to delete and to correct, not to suffer for using a right, and, where they arise, to opt
#   out of sale and sharing and to limit the use of sensitive information.
# custom:
#   citation: 11 CCR § 7011(e)(2); Cal. Civ. Code § 1798.130(a)(5)(A)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     no-retaliation: that nobody suffers for using these rights
#   help: write duties with right = "access", "erasure" and "rectification", and with "opt-out" where personal information is sold or shared
#   wrong: |
#     [[duty]]
#     id    = "know"
#     right = "access"
#   right: |
#     [[duty]]
#     id    = "rights"
#     right = ["access", "erasure", "rectification"]
#     text  = "You can know, delete and correct what we hold. We do not treat you worse for it."
#     says  = ["no-retaliation"]
checks["ccpa-7011-e-2"] := law.said({"no-retaliation"}) | union({_granted(right) | some right in _owing})

# METADATA
# title: Owing
# description: The rights that the policy explains.
_owing := ({"access", "erasure", "rectification"} | {"opt-out" | count(_sales) > 0}) | {"restriction" | count(_beyond) > 0}

# METADATA
# title: Granted
# description: Whether a duty answers a right, a gate lets people opt out of sales, or something says that they can limit.
# scope: document
_granted(right) := law.met(law.ids(law.answering({right}))) if {
	count(law.answering({right})) > 0
} else := law.met(law.ids(_sales)) if {
	right == "opt-out"
	every s in _sales {
		law.choice(s)
	}
} else := law.met(told) if {
	right == "restriction"
	told := {s.entry | some s in input.notice.says; s.topic == "right-to-limit"}
	count(told) > 0
} else := law.lacks("", sprintf("no duty answers the right %s", [_named[right]]))

# METADATA
# title: Named
# description: The rights in words.
_named := {
	"access": "to know what is collected",
	"erasure": "to delete",
	"opt-out": "to opt out of sale and sharing",
	"rectification": "to correct",
	"restriction": "to limit the use of sensitive information",
}

# METADATA
# title: Verification
# description: The policy says how a request is verified, and what people have to give for that.
# custom:
#   citation: 11 CCR § 7011(e)(3)(E)
#   severity: error
#   capacity: [business]
#   status: unconfirmed
#   section: rights
#   says:
#     verification: how it is verified that a request comes from the person it is about
checks["ccpa-7011-e-3-e"] := law.said({"verification"})

# METADATA
# title: Authorized agents
# description: The policy says how an authorized agent can make a request.
# custom:
#   citation: 11 CCR § 7011(e)(3)(H)
#   severity: error
#   capacity: [business]
#   source: [S2]
#   section: rights
#   says:
#     authorized-agent: how an authorized agent can make a request
checks["ccpa-7011-e-3-h"] := law.said({"authorized-agent"})

# METADATA
# title: Contact
# description: The policy gives a contact for questions and concerns about privacy.
# custom:
#   citation: 11 CCR § 7011(e)(3)(J)
#   severity: error
#   capacity: [business]
#   source: [S2]
#   missing: no contact for privacy or for rights can be reached
#   help: write a [contact] for privacy with an e-mail address, a telephone number, a web page or a postal address
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["ccpa-7011-e-3-j"] := law.met(law.contacts("privacy") | law.contacts("rights"))

# METADATA
# title: Figures on requests
# description: Who handles the personal information of 10,000,000 people or more in a year publishes how many requests were made and answered, or links to that.
# custom:
#   citation: 11 CCR §§ 7011(e)(5), 7102
#   severity: error
#   capacity: [business]
#   source: [S2, S8]
#   says:
#     ten-million-people: that information of 10,000,000 people or more is handled in a year
#     request-figures: how many requests were made and answered, or where that can be read
#   right: |
#     [[note]]
#     id      = "figures"
#     section = "rights"
#     text    = "We handle information of more than 10,000,000 Californians. How we answered their requests stands at example.com/figures."
#     says    = ["ten-million-people", "request-figures"]
checks["ccpa-7011-e-5"] := law.said({"request-figures"}) if {
	law.says("ten-million-people")
} else := law.idle("nothing says that information of 10,000,000 people or more is handled")

# METADATA
# title: Link in the app
# description: A mobile app links to the policy in its settings.
# custom:
#   citation: 11 CCR § 7011(d)
#   severity: warning
#   capacity: [business]
#   source: [S7]
#   since: "2026-01-01"
#   section: introduction
#   says:
#     linked-in-app: that the app links to this notice in its settings
checks["ccpa-7011-app"] := law.said({"linked-in-app"}) if {
	some offer in input.notice.party.offers
	regex.match(`(?i)\b(apps?|mobile)\b`, offer)
} else := law.idle("nothing that is offered is called an app")
