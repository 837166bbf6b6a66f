# The notice: what the laws ask to be told of data, purposes, rights, contacts and dates.
package candor.laws["us-state-consumer"]

import data.candor.law

# METADATA
# title: Categories of personal data
# description: The notice tells which categories of personal data are processed.
# custom:
#   citation: Va. Code § 59.1-578(C)(1); C.R.S. 6-1-1308(1)(a)(I); Conn. Gen. Stat. § 42-520(c)(1); Utah Code § 13-61-302(1)(a)(i); Tex. Bus. & Com. Code § 541.102(a)(1); 6 Del. C. § 12D-106(c)(1); Iowa Code § 715D.4(5)(a); Neb. Rev. Stat. § 87-1113(1); N.J.S.A. 56:8-166.6(a)(1); Minn. Stat. § 325M.16 subd. 1(a)(1); Md. Com. Law § 14-4707(d)(1); Ind. Code 24-15-4-3(1); R.I. Gen. Laws § 6-48.1-3(a)(1)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S6, S7, S8, S10, S13, S15, S16]
#   missing: no statement names the personal data that is processed
#   help: write the categories at the statements
#   right: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#     purposes   = ["orders"]
checks["st-common-1"] := law.needs({concat(".", ["category", id]) | some id in law.held}, "no statement names the personal data that is processed")

# METADATA
# title: Purposes
# description: The notice tells for which purposes personal data is processed.
# custom:
#   citation: Va. Code § 59.1-578(C)(2); C.R.S. 6-1-1308(1)(a)(II); Conn. Gen. Stat. § 42-520(c)(2); Utah Code § 13-61-302(1)(a)(ii); Tex. Bus. & Com. Code § 541.102(a)(2); 6 Del. C. § 12D-106(c)(2); Iowa Code § 715D.4(5)(b); Neb. Rev. Stat. § 87-1113(2); N.J.S.A. 56:8-166.6(a)(2); Minn. Stat. § 325M.16 subd. 1(a)(2); Md. Com. Law § 14-4707(d)(2); Ind. Code 24-15-4-3(2)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S6, S7, S8, S10, S13, S15]
#   missing: no statement says what personal data is used for
#   help: write a use with its purposes for the category
#   wrong: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#   right: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#     purposes   = ["orders"]
checks["st-common-2"] := _common(law.each(law.held, {[id, s.id] | some s in _explaining; some id in law.categories(s)}, "nothing says what this is used for: %s"))

# METADATA
# title: Explaining
# description: The statements that say what something is used for.
_explaining := [s | some s in law.processing; count(law.purposes(s)) > 0]

# METADATA
# title: Rights, and how to appeal
# description: >
#   The notice tells how people exercise their rights to see, correct, delete and take their data, and how they appeal
#   when a request is declined. Iowa gives no right to correct, and Utah no appeal.
# custom:
#   citation: Va. Code § 59.1-578(C)(3); C.R.S. 6-1-1308(1)(a)(III); Conn. Gen. Stat. § 42-520(c)(3); Utah Code § 13-61-302(1)(a)(iii); Tex. Bus. & Com. Code § 541.102(a)(3); 6 Del. C. § 12D-106(c)(3); Iowa Code § 715D.4(5)(c); Neb. Rev. Stat. § 87-1113(3); N.J.S.A. 56:8-166.6(a)(5); Minn. Stat. § 325M.16 subd. 1(a)(3); Md. Com. Law § 14-4707(d)(3); Ind. Code 24-15-4-3(3)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S6, S7, S8, S10, S13, S15]
#   says:
#     appeal: how people appeal when a request is declined
#   help: write duties with right = "access", "rectification", "erasure" and "portability", each with via or contact, and tick appeal where that is told
#   right: |
#     [[duty]]
#     id    = "your-rights"
#     right = ["access", "rectification", "erasure", "portability"]
#     via   = ["email"]
#     text  = "Write to us to see, correct, delete or take your data. If we decline, reply to our answer within 60 days to appeal."
#     says  = ["appeal"]
checks["st-common-3"] := _common(union({_exercised(right) | some right in _rights}) | _appeal(law.said({"appeal"})))

# METADATA
# title: Rights
# description: The rights that the laws of the states give.
_rights := {"access", "erasure", "portability"} | {"rectification" | count(_states - {"US-IA", "US-RI"}) > 0}

# METADATA
# title: Named
# description: The rights as the findings name them.
_named := {
	"access": "to see one’s data",
	"erasure": "to delete",
	"portability": "to get a copy to take along",
	"rectification": "to correct",
}

# METADATA
# title: Exercised
# description: Whether duties answer a right and say how it is exercised.
# scope: document
_exercised(right) := law.met({s.id | some s in answers; _reached(s)}) if {
	answers := law.answering({right})
	some s in answers
	_reached(s)
} else := union({law.lacks(id, sprintf("nothing says how this right is exercised: %s", [_named[right]])) | some id in answers}) if {
	answers := law.ids(law.answering({right}))
	count(answers) > 0
} else := law.lacks("", sprintf("no duty answers the right %s", [_named[right]]))

# METADATA
# title: Reached
# description: A duty says how it is asked for, or the notice has a contact for rights.
_reached(duty) if law.channel(duty)

_reached(_) if count(_contacts) > 0

# METADATA
# title: Contacts
# description: The contacts for rights or privacy that can be reached.
_contacts := law.contacts("rights") | law.contacts("privacy")

# METADATA
# title: Appeal
# description: Results that matter where the law of some state gives an appeal.
_appeal(results) := results if {
	count(_states - {"US-UT", "US-RI"}) > 0
} else := set()

# METADATA
# title: Sensitive data is named
# description: Among the categories the notice names sensitive data.
# custom:
#   citation: Tex. Bus. & Com. Code § 541.102(a)(1); Neb. Rev. Stat. § 87-1113(1); Md. Com. Law § 14-4707(d)(1)
#   severity: error
#   capacity: [controller]
#   source: [S6, S7, S8]
#   says:
#     no-sensitive-data: that no sensitive personal information is collected
#   help: write class = "sensitive" or "special" at the categories, or tick the topic where it is said that there are none
#   right: |
#     [category.location]
#     label = "your precise location"
#     class = "sensitive"
checks["st-sensitive-named"] := _in({"US-TX", "US-NE", "US-MD", "US-FL"}, law.either({concat(".", ["category", id]) | some id in law.of_class({"special", "sensitive"})}, {"no-sensitive-data"}))

# METADATA
# title: Online contact, Connecticut
# description: The notice gives an active e-mail address or another way to reach the controller online.
# custom:
#   citation: Conn. Gen. Stat. § 42-520(c)(6)
#   severity: error
#   capacity: [controller]
#   source: [S3]
#   missing: no contact for privacy or rights can be reached online
#   help: write email or url at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-ct-contact"] := _in({"US-CT"}, law.met(_online))

# METADATA
# title: Online
# description: The contacts for privacy or rights that can be reached online.
_online := {concat(".", ["contact", c.id]) |
	some c in input.notice.contacts
	count({use | some use in c.for} & {"privacy", "rights"}) > 0
	some way in ["email", "url"]
	c[way]
}

# METADATA
# title: Online contact, Delaware
# description: The notice gives an active e-mail address or another way to reach the controller online.
# custom:
#   citation: 6 Del. C. § 12D-106(c)(6)
#   severity: error
#   capacity: [controller]
#   source: [S5]
#   missing: no contact for privacy or rights can be reached online
#   help: write email or url at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-de-contact"] := _in({"US-DE"}, law.met(_online))

# METADATA
# title: Online contact, New Jersey
# description: The notice gives an active e-mail address or another way to reach the controller online.
# custom:
#   citation: N.J.S.A. 56:8-166.6(a)(7)
#   severity: error
#   capacity: [controller]
#   source: [S10]
#   missing: no contact for privacy or rights can be reached online
#   help: write email or url at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-nj-contact"] := _in({"US-NJ"}, law.met(_online))

# METADATA
# title: Online contact, Maryland
# description: The notice gives an active e-mail address or another way to reach the controller online.
# custom:
#   citation: Md. Com. Law § 14-4707(d)(6)
#   severity: error
#   capacity: [controller]
#   source: [S7]
#   missing: no contact for privacy or rights can be reached online
#   help: write email or url at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-md-contact"] := _in({"US-MD"}, law.met(_online))

# METADATA
# title: Contact, Minnesota
# description: The notice gives contact information of the controller.
# custom:
#   citation: Minn. Stat. § 325M.16 subd. 1(a)(6)
#   severity: error
#   capacity: [controller]
#   source: [S13]
#   missing: no contact for privacy or rights can be reached
#   help: write email, phone, url or address at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-mn-contact"] := _in({"US-MN"}, law.met(_contacts))

# METADATA
# title: Contact, Colorado
# description: The notice gives contact information of the controller.
# custom:
#   citation: C.R.S. 6-1-1308(1)(a)(III)
#   severity: error
#   capacity: [controller]
#   source: [S7]
#   missing: no contact for privacy or rights can be reached
#   help: write email, phone, url or address at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-co-contact"] := _in({"US-CO"}, law.met(_contacts))

# METADATA
# title: How changes are told, and the effective date
# description: The notice tells how people learn of material changes, and on which day it takes effect.
# custom:
#   citation: N.J.S.A. 56:8-166.6(a)(6)
#   severity: error
#   capacity: [controller]
#   source: [S10]
#   missing: the notice says neither how changes are told nor when it takes effect
#   help: write a duty with event = "material-change" and what is owed then, and effective below [notice]
#   right: |
#     [[duty]]
#     id    = "change"
#     event = "material-change"
#     owed  = ["tell-customers"]
checks["st-nj-change"] := _in({"US-NJ"}, law.needs(law.owing({"material-change", "change"}), "no duty tells of a material change") | _effective)

# METADATA
# title: Effective
# description: Whether the notice says on which day it takes effect.
# scope: document
_effective := law.met({"notice"}) if {
	input.notice.effective != "none"
} else := law.lacks("", "nothing says on which day the notice takes effect")

# METADATA
# title: Retention policies
# description: The notice describes how long personal data is kept, or what decides that.
# custom:
#   citation: Minn. Stat. § 325M.16 subd. 1(a)(7)
#   severity: error
#   capacity: [controller]
#   source: [S13]
#   missing: no statement names the personal data that is processed
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
checks["st-mn-retention"] := _in({"US-MN"}, law.each(law.held, {[id, s.id] | some s in law.keeping; some id in law.categories(s)}, "nothing says how long this is kept, or what decides it: %s"))

# METADATA
# title: Day of the last update, Minnesota
# description: The notice says on which day it was last updated.
# custom:
#   citation: Minn. Stat. § 325M.16 subd. 1(a)(8)
#   severity: error
#   capacity: [controller]
#   source: [S13]
#   missing: nothing says when the notice was last updated
#   help: write updated below [notice]
#   right: |
#     [notice]
#     title    = "Privacy policy"
#     language = "en"
#     updated  = 2026-11-01
checks["st-mn-updated"] := _in({"US-MN"}, law.met({"notice" | law.updated}))

# METADATA
# title: Day of the last update and explanation of rights, Montana
# description: The notice explains the rights of people, and says on which day it was last updated.
# custom:
#   citation: Mont. Code § 30-14-2812 as amended by SB 297 (2025)
#   severity: error
#   capacity: [controller]
#   source: [S14]
#   since: "2025-10-01"
#   missing: the notice neither explains rights nor says when it was last updated
#   help: write updated below [notice], and duties with their right
#   right: |
#     [notice]
#     title    = "Privacy policy"
#     language = "en"
#     updated  = 2026-11-01
checks["st-mt-updated"] := _in({"US-MT"}, law.needs({s.id | some s in law.answering({"access", "erasure"})}, "no duty explains a right") | _updated)

# METADATA
# title: Updated
# description: Whether the notice says when it was last updated.
# scope: document
_updated := law.met({"notice"}) if {
	law.updated
} else := law.lacks("", "nothing says when the notice was last updated")

# METADATA
# title: Updated every 12 months, Florida
# description: The notice is updated at least once a year.
# custom:
#   citation: Fla. Stat. § 501.711
#   severity: error
#   capacity: [controller]
#   status: unconfirmed
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
checks["st-fl-yearly"] := _in({"US-FL"}, law.yearly)

# METADATA
# title: Methods of requests, Texas
# description: The notice describes the methods by which people make requests.
# custom:
#   citation: Tex. Bus. & Com. Code § 541.102(a)(6)
#   severity: error
#   capacity: [controller]
#   source: [S8]
#   missing: nothing says how a request is made
#   help: write via at the duties that answer rights, or a contact for rights
#   right: |
#     [[duty]]
#     id    = "copy"
#     right = "access"
#     via   = ["email", "online form"]
checks["st-tx-methods"] := _in({"US-TX"}, law.met(_methods))

# METADATA
# title: Methods
# description: The duties that say how a right is exercised, and the contacts for rights.
_methods := {s.id |
	some s in law.statements({"duty"})
	count(s.rights) > 0
	law.channel(s)
} | law.contacts("rights")

# METADATA
# title: Methods of requests, Nebraska
# description: The notice describes two or more methods by which people make requests.
# custom:
#   citation: Neb. Rev. Stat. §§ 87-1111(1), 87-1113(6)
#   severity: error
#   capacity: [controller]
#   source: [S6]
#   missing: fewer than two ways are told to make a request
#   help: write two ways or more under via at a duty that answers a right, or email, phone, url or address at the contacts for rights
#   right: |
#     [[duty]]
#     id    = "copy"
#     right = "access"
#     via   = ["email", "online form"]
checks["st-ne-methods"] := _in({"US-NE"}, law.met({entry | count(_ways) > 1; some entry in _methods}))

# METADATA
# title: Ways
# description: The ways that the notice tells to make a request.
_ways := {via | some s in law.statements({"duty"}); count(s.rights) > 0; some via in s.duty.via} | {way |
	some c in input.notice.contacts
	"rights" in c.for
	some way in ["email", "phone", "url", "address"]
	c[way]
}

# METADATA
# title: Means of requests
# description: The notice describes the secure and reliable means by which people make requests.
# custom:
#   citation: Va. Code § 59.1-578(E); Ind. Code 24-15-4-5; 6 Del. C. § 12D-106(e)(1); Conn. Gen. Stat. § 42-520(e)(1)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S7]
#   missing: nothing says how a request is made
#   help: write via at the duties that answer rights, or a contact for rights
#   right: |
#     [[duty]]
#     id    = "copy"
#     right = "access"
#     via   = ["email", "online form"]
checks["st-va-means"] := _in({"US-VA", "US-IN", "US-DE", "US-CT"}, law.met(_methods))

# METADATA
# title: Express purposes
# description: The controller says in the notice the express purposes for which it collects and processes personal data.
# custom:
#   citation: ORS 646A.578(1)(a)
#   severity: error
#   capacity: [controller]
#   source: [S9]
#   missing: no statement says what personal data is used for
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
checks["st-or-purposes"] := _in({"US-OR"}, law.met(law.ids(_explaining)) | union({law.lacks(s.id, "nothing says for which purpose this is done") |
	some s in law.processing
	count(law.purposes(s)) == 0
}))

# METADATA
# title: Training of language models
# description: The notice says whether personal data is collected, used or sold to train large language models.
# custom:
#   citation: Conn. Gen. Stat. § 42-520(c) as amended by P.A. 25-113
#   severity: warning
#   capacity: [controller]
#   source: [S4]
#   since: "2026-07-01"
#   section: use
#   says:
#     llm-training: whether personal data is used to train large language models
#   help: tick the topic where that is said
checks["st-ct-llm"] := _in({"US-CT"}, law.said({"llm-training"}))
