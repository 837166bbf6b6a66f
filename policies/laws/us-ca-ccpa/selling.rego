# Selling and sharing: what is asked of whoever sells personal information, or shares it for advertising across contexts.
package candor.laws["us-ca-ccpa"]

import data.candor.law

# METADATA
# title: Right to opt out of sale and sharing
# description: Whoever sells or shares personal information tells people so, and that they have the right to opt out.
# custom:
#   citation: Cal. Civ. Code § 1798.120(b)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   missing: nothing says that people can opt out of the sale or sharing of their information
#   help: name a gate of the kind opt-out, objection or consent at the statement; write the kinds of the purposes for which data is shared
#   wrong: |
#     [[share]]
#     id         = "ads"
#     categories = ["browsing"]
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
#   right: |
#     [[share]]
#     id         = "ads"
#     categories = ["browsing"]
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
#     gates      = ["opted-out"]
checks["ccpa-120-b"] := _selling(union({_chosen(s) | some s in _sales}))

# METADATA
# title: Chosen
# description: Whether people have a choice about a sale.
# scope: document
_chosen(statement) := law.met({statement.id}) if {
	law.choice(statement)
} else := law.lacks(statement.id, "personal information is sold or shared, and nobody can opt out")

# METADATA
# title: List of what is sold or shared
# description: The policy lists the categories of personal information that were sold or shared in the last 12 months, or says that none were.
# custom:
#   citation: 11 CCR § 7011(e)(1)(D); Cal. Civ. Code § 1798.130(a)(5)(C)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     sold-or-shared: which personal information is sold or shared for advertising across contexts, or that none is
#   help: write the categories at every such share, or bars on purposes of the kinds sale and advertising
#   wrong: |
#     [[share]]
#     id         = "ads"
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
#   right: |
#     [[bar]]
#     id       = "no-sale"
#     purposes = ["sale", "behavioral-advertising"]
checks["ccpa-7011-e-1-d"] := union({_listed(s, "nothing says which categories are sold or shared") | some s in _sales}) if {
	count(_sales) > 0
} else := law.either(_told_of_sale, {"sold-or-shared"})

# METADATA
# title: Listed
# description: Whether a statement names categories.
# scope: document
_listed(statement, words) := law.met({statement.id}) if {
	count(object.get(statement, "categories", [])) > 0
} else := law.lacks(statement.id, words)

# METADATA
# title: Third parties to whom it is sold
# description: For each category sold or shared the policy names the categories of third parties that received it.
# custom:
#   citation: 11 CCR § 7011(e)(1)(E)
#   severity: error
#   capacity: [business]
#   status: unconfirmed
#   missing: nothing says to whom personal information is sold or shared
#   help: write the recipients at the share; write the kinds of the purposes for which data is shared
#   right: |
#     [[share]]
#     id         = "ads"
#     categories = ["browsing"]
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
checks["ccpa-7011-e-1-e"] := _selling(union({_received(s, "nothing says to whom personal information is sold or shared") | some s in _sales}))

# METADATA
# title: Received
# description: Whether a statement names recipients.
# scope: document
_received(statement, words) := law.met({statement.id}) if {
	count(law.recipients(statement)) > 0
} else := law.lacks(statement.id, words)

# METADATA
# title: Whether information of those under 16 is sold
# description: The policy says whether the business has actual knowledge that it sells or shares personal information of people under 16.
# custom:
#   citation: 11 CCR § 7011(e)(1)(G)
#   severity: error
#   capacity: [business]
#   status: unconfirmed
#   section: children
#   says:
#     under-16-sold: whether it is known that information of people under 16 is sold or shared
#   help: tick the topic where that is said; write the kinds of the purposes for which data is shared
checks["ccpa-7011-e-1-g"] := _selling(law.said({"under-16-sold"}))

# METADATA
# title: Opt-in of those under 16
# description: Where information of people under 16 is sold or shared, they opt in, or under 13 their parents do, and the policy says how.
# custom:
#   citation: 11 CCR § 7011(e)(3)(I); Cal. Civ. Code § 1798.120(c)
#   severity: error
#   capacity: [business]
#   source: [S1, S2]
#   says:
#     under-16-opt-in: how people under 16, or their parents, opt in to the sale or sharing of their information
#   missing: nothing says how people under 16 opt in
#   help: name a gate of the kind consent at the share with the information of people under 16, and tick under-16-opt-in where the process is told
#   right: |
#     [[share]]
#     id         = "ads-young"
#     audiences  = ["under-16"]
#     categories = ["browsing"]
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
#     gates      = ["opted-in"]
#     text       = "If you are under 16, we share it only once you, or under 13 your parent, have ticked a box in the settings and confirmed it."
#     says       = ["under-16-opt-in"]
checks["ccpa-7011-e-3-i"] := _selling(law.said({"under-16-opt-in"}) | union({_opted(s) | some s in _young_sales})) if {
	count(_young_sales) > 0
} else := _selling(law.idle("no statement sells or shares information of an audience under 16"))

# METADATA
# title: Opted
# description: Whether a sale needs consent.
# scope: document
_opted(statement) := law.met({statement.id}) if {
	some g in input.notice.gates
	g.kind == "consent"
	g.id in statement.gates
} else := law.lacks(statement.id, "information of people under 16 is sold or shared without their consent")

# METADATA
# title: Sales to do with the young
# description: The sales that reach an audience under 16.
_young_sales := [s |
	some s in _sales
	some a in input.notice.audiences
	a.covered
	a.age.under <= 16
	_reaches(s, a.id)
]

# METADATA
# title: Reaches
# description: A statement is about an audience, by itself or in a group of people, or about all.
_reaches(statement, audience) if audience in law.audiences(statement)

_reaches(statement, _) if count(object.get(statement, "audiences", [])) == 0

# METADATA
# title: How signals are processed
# description: The policy says how a signal of the browser that opts out is processed.
# custom:
#   citation: 11 CCR § 7011(e)(3)(F)
#   severity: error
#   capacity: [business]
#   source: [S2]
#   section: choices
#   says:
#     opt-out-signals: how a signal such as Global Privacy Control is processed, and how to use one
#   help: tick the topic where that is said; write the kinds of the purposes for which data is shared
checks["ccpa-7011-e-3-f"] := _selling(law.said({"opt-out-signals"}))

# METADATA
# title: Global Privacy Control
# description: >
#   A signal such as Global Privacy Control opts out of every sale and sharing: for the browser or device, for a pseudonymous
#   profile, and for whoever is known to send it.
# custom:
#   citation: 11 CCR § 7025(b)–(c)
#   severity: error
#   capacity: [business]
#   source: [S4]
#   says:
#     signal-reach: that a signal counts for the browser or device, its profile, and the account of whoever is known
#   missing: nothing says that a signal of the browser opts out
#   help: write signals = ["gpc"] at the opt-out, and tick signal-reach where it is said for whom a signal counts; write the kinds of the purposes for which data is shared
#   wrong: |
#     [gate.opted-out]
#     kind  = "opt-out"
#     label = "you have opted out"
#     via   = ["form"]
#   right: |
#     [gate.opted-out]
#     kind    = "opt-out"
#     label   = "you have opted out"
#     via     = ["form"]
#     signals = ["gpc"]
#     effect  = "A signal counts for your browser and, when you are signed in, for your account."
#     says    = ["signal-reach"]
checks["ccpa-7025-gpc"] := _selling(law.said({"signal-reach"}) | union({_signalled(s) | some s in _sales}))

# METADATA
# title: Signalled
# description: Whether a signal of the browser stops a sale.
# scope: document
_signalled(statement) := law.met({statement.id}) if {
	some g in input.notice.gates
	"gpc" in g.signals
	g.id in statement.gates
} else := law.lacks(statement.id, "personal information is sold or shared, and Global Privacy Control does not stop it")

# METADATA
# title: Showing that an opt-out was honored
# description: People can see that their opt-out, or the signal of their browser, was processed.
# custom:
#   citation: 11 CCR §§ 7025(c)(6), 7026(g)
#   severity: error
#   capacity: [business]
#   source: [S7]
#   since: "2026-01-01"
#   section: choices
#   says:
#     opt-out-shown: how people can see that their opt-out was processed
#   help: tick the topic where that is said; write the kinds of the purposes for which data is shared
checks["ccpa-7025-confirm"] := _selling(law.said({"opt-out-shown"}))

# METADATA
# title: Selling
# description: >
#   Results that matter where personal information is sold or shared. Where it is not, nothing is asked; where a
#   purpose has no kind, or a share no purpose, nobody can tell.
# scope: document
_selling(results) := results if {
	count(_sales) > 0
} else := union({law.lacks(id, "nothing says of what kind the purpose is for which this is shared, so that it may be a sale") | some id in law.unsorted}) if {
	count(law.unsorted) > 0
} else := law.idle("no statement permits to sell personal information, or to share it for advertising")

# METADATA
# title: Sales
# description: >
#   The statements that permit to sell personal information, or to share it for advertising across contexts: those for
#   purposes of the kind sale, and the shares for purposes of the kind advertising.
_sales := [s | some s in _permits; _sells(s)]

# METADATA
# title: Sells
# description: A statement permits to sell personal information, or to share it for advertising.
_sells(statement) if count(law.purposes(statement) & law.of_kind({"sale"})) > 0

_sells(statement) if {
	statement.kind == "share"
	count(law.purposes(statement) & law.of_kind({"advertising"})) > 0
}

# METADATA
# title: Told of sale
# description: The statements by which a notice tells whether it sells or shares, by what it permits or by what it bars for all that is used.
_told_of_sale := law.ids(_sales) if {
	count(_sales) > 0
} else := {id | some kind in {"sale", "advertising"}; some id in law.bars(_used, kind)} if {
	every kind in {"sale", "advertising"} {
		count(law.bars(_used, kind)) > 0
	}
} else := set()
