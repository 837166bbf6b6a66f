# Rights: what people may ask for, how, and what is not to be promised.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: Rights
# description: >
#   The notice lists the rights of access, rectification, erasure, restriction, objection and portability; where one of the
#   last does not exist, it says why.
# custom:
#   citation: GDPR Art. 13(2)(b)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     no-erasure: that people can have data erased, or why not
#     no-objection: that people can object, or why not
#     no-portability: that people can take data with them, or why not
#   missing: no duty answers the rights of people
#   help: write duties with right = "access", "rectification", "erasure", "restriction", "objection" and "portability"
#   right: |
#     [[duty]]
#     id     = "rights"
#     right  = ["access", "rectification", "erasure", "restriction", "objection", "portability"]
#     within = "P1M"
checks["gdpr-13-2-b"] := union({_answered(right) | some right in {"access", "rectification", "restriction"}} | {
	law.either(law.ids(law.answering({"erasure"})), {"no-erasure"}),
	law.either(law.ids(law.answering({"objection"})), {"no-objection"}),
	law.either(law.ids(law.answering({"portability"})), {"no-portability"}),
})

# METADATA
# title: Answered
# description: Whether a duty answers a right.
# scope: document
_answered(right) := law.met(ids) if {
	ids := law.ids(law.answering({right}))
	count(ids) > 0
} else := law.lacks("", sprintf("no duty answers this right: %s", [right]))

# METADATA
# title: How to use the rights
# description: The controller makes it easy to use the rights; the notice says how it is done.
# custom:
#   citation: GDPR Art. 12(2)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no contact for rights can be reached, and no duty says how a right is used
#   help: write a [contact] for rights
#   right: |
#     [contact.rights]
#     for = ["rights"]
#     url = "https://example.com/your-rights"
checks["gdpr-13-2-b-how"] := law.met(law.contacts("rights") | {s.id | some s in law.answering(_rights); law.channel(s)})

# METADATA
# title: Rights of Arts. 15 to 22
# description: The rights that people have of the controller.
_rights := {"access", "rectification", "erasure", "restriction", "objection", "portability", "human-review"}

# METADATA
# title: Withdrawing consent
# description: Where processing rests on consent, the notice says that it can be withdrawn at any time, and how.
# custom:
#   citation: GDPR Art. 13(2)(c)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no duty lets people withdraw their consent
#   help: write a duty with right = "withdraw-consent" and via, or withdraw at the gate of consent
#   wrong: |
#     [[duty]]
#     id    = "withdraw"
#     right = "withdraw-consent"
#   right: |
#     [[duty]]
#     id    = "withdraw"
#     right = "withdraw-consent"
#     via   = ["the switch in your settings"]
checks["gdpr-13-2-c"] := law.idle("nothing rests on consent") if {
	not law.consented
} else := law.met(_withdrawals | law.withdrawing) if {
	count(_withdrawals) > 0
	count(law.withdrawing) > 0
} else := union({law.lacks(id, "nothing says how consent is withdrawn") | some id in _withdrawals})

# METADATA
# title: Withdrawals
# description: The duties that let people withdraw consent.
_withdrawals := law.ids(law.answering({"withdraw-consent"}))

# METADATA
# title: Complaining to a supervisory authority
# description: The notice says that people can complain to a supervisory authority, and better names it.
# custom:
#   citation: GDPR Art. 13(2)(d)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     authority-complaint: that people can complain to a supervisory authority
#   help: write a [contact] for regulator
#   right: |
#     [contact.authority]
#     for  = ["regulator"]
#     name = "Data Protection Commission"
#     url  = "https://www.dataprotection.ie"
checks["gdpr-13-2-d"] := law.either(law.contacts("regulator"), {"authority-complaint"})

# METADATA
# title: The right to object, apart from all else
# description: >
#   Where processing rests on a public task or on legitimate interests, or serves marketing, people are told clearly that they can
#   object, and apart from all other information.
# custom:
#   citation: GDPR Art. 21(4)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: rights
#   says:
#     objection-apart: that people can object, in a block of its own
checks["gdpr-21-4"] := law.said({"objection-apart"}) if {
	_objectionable
} else := law.lacks("", sprintf("nothing says of what kind this purpose is, and so whether it is marketing: %s", [concat(", ", sort({law.label("purpose", p) | some p in _unsorted}))])) if {
	count(_unsorted) > 0
} else := law.idle("nothing rests on a public task or on legitimate interests, and nothing serves marketing")

# METADATA
# title: Objectionable
# description: Something is processed to which people can object.
_objectionable if count(_objected) > 0

# METADATA
# title: Objected
# description: The statements about what people can object to.
_objected := array.concat(_on({"public-task", "legitimate-interests"}), [s |
	some s in law.processing
	count(law.purposes(s) & law.of_kind({"marketing", "advertising"})) > 0
])

# METADATA
# title: Unsorted
# description: The purposes of statements of which nothing says what kind they are.
_unsorted := {p | some s in law.processing; some p in (law.purposes(s) & law.of_no_kind)}

# METADATA
# title: Portability where it exists
# description: The right to take data along exists where processing rests on consent or a contract; elsewhere it is better not promised.
# custom:
#   citation: GDPR Art. 20(1)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   rules: [gdpr-r-portability-no]
#   missing: no duty promises portability
#   help: name consent or contract at the statements that rest on them, or take the promise out
#   wrong: |
#     [[duty]]
#     id    = "take-along"
#     right = "portability"
#   right: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
#     bases      = ["contract"]
#
#     [[duty]]
#     id    = "take-along"
#     right = "portability"
checks["gdpr-20-overclaim"] := _promised("portability", _on({"consent", "contract"}), "portability is promised for what rests neither on consent nor on a contract")

# METADATA
# title: Objection where it exists
# description: >
#   The right to object exists where processing rests on a public task or legitimate interests, or serves marketing; elsewhere it
#   is better not promised.
# custom:
#   citation: GDPR Art. 21(1)–(2)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no duty promises that people can object
#   help: name the basis at the statements and the kinds of the purposes, or take the promise out
#   wrong: |
#     [[duty]]
#     id    = "object"
#     right = "objection"
#   right: |
#     [[use]]
#     id         = "security"
#     categories = ["logs"]
#     purposes   = ["security"]
#     bases      = ["legitimate-interests"]
#
#     [[duty]]
#     id    = "object"
#     right = "objection"
checks["gdpr-21-overclaim"] := _promised("objection", _objected, "a right to object is promised for what rests neither on a public task nor on legitimate interests, and serves no marketing")

# METADATA
# title: Promised
# description: For each duty that promises a right, whether some statement carries it.
# scope: document
_promised(right, carrying, words) := law.idle(sprintf("no duty promises this right: %s", [right])) if {
	count(law.answering({right})) == 0
} else := union({_carried(duty, carrying, words) | some duty in law.answering({right})})

# METADATA
# title: Carried
# description: Whether one of some statements is about data that a duty is about, on a basis that it names.
# scope: document
_carried(duty, carrying, words) := law.met({duty.id}) if {
	some s in carrying
	_of_the_same(law.categories(duty), law.categories(s))
	_of_the_same(law.bases(duty), law.bases(s))
} else := law.lacks(duty.id, words)

# METADATA
# title: Of the same
# description: What a duty names is among what a statement does, or it names nothing.
_of_the_same(named, others) if count(named & others) > 0

_of_the_same(named, _) if count(named) == 0

# METADATA
# title: Answers within a month
# description: A request is answered within a month; a time that the notice states is no longer than that.
# custom:
#   citation: GDPR Art. 12(3)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   rules: [gdpr-r-request, gdpr-r-request-extended, gdpr-r-request-refuse]
#   missing: no duty answers within a month
#   help: write within = "P1M" or less
#   wrong: |
#     [[duty]]
#     id     = "access"
#     right  = "access"
#     within = "P60D"
#   right: |
#     [[duty]]
#     id     = "access"
#     right  = "access"
#     within = "P1M"
checks["gdpr-12-3"] := union({_timely(s) | some s in _timed}) if {
	count(_timed) > 0
} else := law.idle("no duty states a time for requests")

# METADATA
# title: Timed
# description: The duties that answer a right and state a time.
_timed := [s | some s in law.answering(_rights | {"withdraw-consent", "information"}); s.duty.within != "unstated"]

# METADATA
# title: Timely
# description: Whether a duty is done within a month.
# scope: document
_timely(duty) := law.met({duty.id}) if {
	law.at_most(duty, 31)
} else := law.lacks(duty.id, "a request may go without an answer for more than a month")
