# Quebec: what its private-sector Act asks an enterprise to say.
package candor.laws["ca-pipeda"]

import data.candor.law

# METADATA
# title: Person in charge
# description: The title and the contact of the person in charge of the protection of personal information are published.
# custom:
#   citation: CQLR c. P-39.1 s. 3.1
#   severity: error
#   capacity: [enterprise]
#   status: unconfirmed
#   missing: no contact for privacy, rights or complaints has a title and an address
#   help: write label at the contact
#   right: |
#     [contact.privacy]
#     for   = ["privacy"]
#     label = "Person in charge of the protection of personal information"
#     email = "privacy@example.com"
checks["qc-3-1"] := law.met(_accountable)

# METADATA
# title: Purposes
# description: People are told the purposes for which information is collected.
# custom:
#   citation: CQLR c. P-39.1 s. 8, first paragraph (1)
#   severity: error
#   capacity: [enterprise]
#   source: [S3]
#   missing: no statement and no source names personal information
#   help: write a use with the category and its purposes
#   right: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
checks["qc-8-1"] := _purposes

# METADATA
# title: Means of collection
# description: People are told the means by which information is collected.
# custom:
#   citation: CQLR c. P-39.1 s. 8, first paragraph (2)
#   severity: error
#   capacity: [enterprise]
#   source: [S3]
#   missing: no statement and no source names personal information
#   help: write a source with the category
#   right: |
#     [source.forms]
#     kind       = "person"
#     label      = "when you fill in a form"
#     categories = ["contact"]
checks["qc-8-2"] := law.met({concat(".", ["source", s.id]) | some s in input.notice.sources}) | law.of_each(law.held - {id | some s in input.notice.sources; some id in law.supplies(s)}, "nothing says by what means this is collected: %s") if count(law.held) > 0

# METADATA
# title: Access and rectification
# description: People are told of their rights of access and of rectification.
# custom:
#   citation: CQLR c. P-39.1 s. 8, first paragraph (3)
#   severity: error
#   capacity: [enterprise]
#   source: [S3]
#   missing: no duties answer both access and rectification
#   help: write a duty with right = ["access", "rectification"]
#   wrong: |
#     [[duty]]
#     id    = "access"
#     right = "access"
#   right: |
#     [[duty]]
#     id     = "access"
#     right  = ["access", "rectification"]
#     within = "P30D"
checks["qc-8-3"] := law.met(law.ids(law.answering({"access"})) | law.ids(law.answering({"rectification"}))) if {
	count(law.answering({"access"})) > 0
	count(law.answering({"rectification"})) > 0
}

# METADATA
# title: Withdrawing consent
# description: People are told that they can withdraw their consent to the disclosure or use of what is collected.
# custom:
#   citation: CQLR c. P-39.1 s. 8, first paragraph (4)
#   severity: error
#   capacity: [enterprise]
#   source: [S3]
#   missing: no duty lets people withdraw their consent
#   help: write a duty with right = "withdraw-consent"
#   right: |
#     [[duty]]
#     id    = "withdraw"
#     right = "withdraw-consent"
checks["qc-8-4"] := law.met(law.ids(law.answering({"withdraw-consent"})))

# METADATA
# title: Third persons
# description: People are told the third persons, or categories of them, to whom information has to be disclosed.
# custom:
#   citation: CQLR c. P-39.1 s. 8, second paragraph
#   severity: error
#   capacity: [enterprise]
#   source: [S3]
#   missing: no statement names a third person
#   help: write recipients at the share
#   right: |
#     [[share]]
#     id         = "hosting"
#     categories = ["contact"]
#     recipients = ["host"]
checks["qc-8-third"] := law.met({s.id | some s in _shares; count(law.recipients(s)) > 0}) | union({law.lacks(s.id, "nothing says to whom information is disclosed") | some s in _shares; count(law.recipients(s)) == 0}) if {
	count(_shares) > 0
} else := law.idle("no statement permits to disclose information")

# METADATA
# title: Shares
# description: The statements that permit to disclose information.
_shares := [s | some s in law.processing; s.kind == "share"]

# METADATA
# title: Outside Quebec
# description: People are told that information may be disclosed outside Quebec.
# custom:
#   citation: CQLR c. P-39.1 s. 8, second paragraph
#   severity: error
#   capacity: [enterprise]
#   source: [S3]
#   section: transfers
#   says:
#     outside-quebec: that information may be disclosed outside Quebec
checks["qc-8-outside"] := law.said({"outside-quebec"}) if {
	count(_beyond) > 0
} else := law.idle("no recipient is said to be outside Quebec")

# METADATA
# title: Beyond
# description: The recipients that are, or may be, outside Quebec.
_beyond := [r | some r in input.notice.recipients; _away(r)]

# METADATA
# title: Away
# description: A recipient is, or may be, outside Quebec.
_away(recipient) if recipient.location != "CA-QC"

_away(recipient) if startswith(recipient.outside, "CA")

# METADATA
# title: Told on request
# description: On request people are told what was collected, who in the enterprise has access, how long it is kept, and whom to turn to.
# custom:
#   citation: CQLR c. P-39.1 s. 8, third paragraph
#   severity: warning
#   capacity: [enterprise]
#   source: [S3]
#   section: rights
#   says:
#     told-on-request: that people are told on request who in the enterprise has access, and how long information is kept
checks["qc-8-onrequest"] := law.said({"told-on-request"})

# METADATA
# title: Identifying, locating and profiling
# description: Where technology identifies, locates or profiles people, they are told beforehand, and how to switch it on.
# custom:
#   citation: CQLR c. P-39.1 s. 8.1
#   severity: error
#   capacity: [enterprise]
#   source: [S4]
#   section: cookies
#   says:
#     profiling-technology: that technology is used which identifies, locates or profiles people
#     profiling-off: that this technology is off until people switch it on, and how
checks["qc-8-1-tech"] := law.said({"profiling-technology", "profiling-off"}) if {
	some s in law.processing
	count(law.purposes(s) & law.of_kind({"profiling"})) > 0
} else := law.said({"profiling-technology", "profiling-off"}) if {
	law.says("profiling-technology")
} else := law.idle("no purpose of a statement is of the kind profiling")

# METADATA
# title: Automated decisions
# description: People are told of decisions that are based only on automated processing.
# custom:
#   citation: CQLR c. P-39.1 s. 12.1
#   severity: error
#   capacity: [enterprise]
#   source: [S4]
#   section: rights
#   says:
#     decision-explained: that people are told of automated decisions, and how they are made
checks["qc-12-1"] := law.said({"decision-explained"}) if {
	some s in law.processing
	"decide" in s.actions
} else := law.idle("no statement permits automated decisions")

# METADATA
# title: Assessed before leaving Quebec
# description: Before information leaves Quebec, its protection there is assessed, and a written agreement is made.
# custom:
#   citation: CQLR c. P-39.1 s. 17
#   severity: error
#   capacity: [enterprise]
#   status: unconfirmed
#   says:
#     quebec-assessment: that the protection outside Quebec was assessed
#   help: write agreement = true at the recipient, and say that its protection was assessed
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     location  = "US"
#     agreement = true
#     says      = ["quebec-assessment"]
checks["qc-17-pia"] := law.said({"quebec-assessment"}) | law.bound(_beyond, "no agreement is recorded with this recipient outside Quebec: %s") if {
	count(_beyond) > 0
} else := law.idle("no recipient is said to be outside Quebec")
