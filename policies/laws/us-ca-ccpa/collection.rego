# Collection: what Civ. Code § 1798.100 and 11 CCR § 7012 ask to be told of what is collected, why, for how long and to whom it goes.
package candor.laws["us-ca-ccpa"]

import data.candor.law

# METADATA
# title: What is collected, why, and whether it is sold or shared
# description: >
#   At or before collection people are told which categories of personal information are collected, for which purposes, and
#   whether they are sold or shared.
# custom:
#   citation: Cal. Civ. Code § 1798.100(a)(1)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     sold-or-shared: which personal information is sold or shared for advertising across contexts, or that none is
#   missing: no statement names the personal information that is collected
#   help: write the purposes at the statement, and bars on purposes of the kinds sale and advertising where nothing is sold or shared
#   wrong: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#   right: |
#     [[use]]
#     id         = "orders"
#     categories = ["contact"]
#     purposes   = ["orders"]
#
#     [[bar]]
#     id       = "no-sale"
#     purposes = ["sale", "behavioral-advertising"]
checks["ccpa-100-a-1"] := _explained(_used) | law.either(_told_of_sale, {"sold-or-shared"}) if {
	count(_used) > 0
}

# METADATA
# title: Sensitive information, why, and whether it is sold or shared
# description: >
#   At or before collection people are told which categories of sensitive personal information are collected, for which
#   purposes, and whether they are sold or shared.
# custom:
#   citation: Cal. Civ. Code § 1798.100(a)(2)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   says:
#     sold-or-shared: which personal information is sold or shared for advertising across contexts, or that none is
#     no-sensitive-data: that no sensitive personal information is collected
#   missing: nothing tells which data is sensitive
#   help: write class = "sensitive" or "special" at the categories, and the purposes at the statements
#   right: |
#     [category.location]
#     label = "your precise location"
#     class = "sensitive"
#
#     [[use]]
#     id         = "maps"
#     categories = ["location"]
#     purposes   = ["maps"]
#
#     [[bar]]
#     id       = "no-sale"
#     purposes = ["sale", "behavioral-advertising"]
checks["ccpa-100-a-2"] := _explained(_sensitive) | law.either(_told_of_sale, {"sold-or-shared"}) if {
	count(_sensitive) > 0
} else := law.said({"no-sensitive-data"}) if {
	_unclassed
} else := law.idle("no statement uses sensitive personal information")

# METADATA
# title: How long each category is kept
# description: People are told how long each category of personal information is kept, or by which criteria that is decided.
# custom:
#   citation: Cal. Civ. Code § 1798.100(a)(3)
#   severity: error
#   capacity: [business]
#   source: [S1]
#   missing: no statement names the personal information that is collected
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
checks["ccpa-100-a-3"] := law.met(law.ids(_keeps)) | union({law.lacks(concat(".", ["category", id]), sprintf("nothing says how long this is kept, or what decides it: %s", [law.label("category", id)])) |
	some id in (_used - {id | some s in _keeps; some id in law.categories(s)})
}) if {
	count(_used) > 0
}

# METADATA
# title: Keeps
# description: The statements that say how long data is kept, or what decides it.
_keeps := [s | some s in law.statements({"keep"}); law.limited(s)]

# METADATA
# title: Contracts with those who receive it
# description: >
#   A contract with each service provider or contractor, and with each third party to whom personal information is sold
#   or with whom it is shared for advertising, limits the purposes, asks for the protection that the law asks for, lets the
#   business see to it, asks for notice when the recipient can no longer comply, and lets the business stop and remedy
#   unauthorized use. A service provider binds those it engages in the same way.
# custom:
#   citation: Cal. Civ. Code § 1798.100(d)
#   severity: error
#   source: [S1]
#   rules: [ccpa-r-contract]
#   says:
#     recipient-terms: that contracts limit purposes, ask for the same protection, let it be checked, ask for notice of failing it, and let misuse be stopped
#   missing: nothing says that contracts bind those who receive personal information
#   help: write agreement = true where there is such a contract, and tick recipient-terms where its terms are told
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
#     text      = "Our contract limits it to hosting, holds it to the protection that California’s law asks for, lets us check that, and has it tell us and stop when it cannot."
#     says      = ["recipient-terms"]
checks["ccpa-100-d"] := law.bound(_receiving, "nothing says that a contract binds %s") | law.said({"recipient-terms"}) if {
	count(_receiving) > 0
} else := law.idle("no statement permits to give personal information to a service provider, or to sell or share it")

# METADATA
# title: Receiving
# description: The service providers that may receive personal information and the third parties to whom it may be sold, groups told by their members.
_receiving := [r |
	some r in input.notice.recipients
	count(object.get(r, "members", [])) == 0
	some s in _shares
	r.id in law.recipients(s)
	_contracted(r, s)
]

# METADATA
# title: Contracted
# description: A share is with a service provider, or it is a sale to a third party.
_contracted(recipient, _) if recipient.kind == "processor"

_contracted(recipient, share) if {
	recipient.id in law.third_parties
	_sells(share)
}

# METADATA
# title: Notice at collection
# description: >
#   Where personal information is collected stands a notice of the categories, the purposes, whether they are sold or shared
#   and how long they are kept, with a link to opt out where they are, and a link to the privacy policy.
# custom:
#   citation: 11 CCR § 7012(e)(1)–(6)
#   severity: error
#   capacity: [business]
#   status: unconfirmed
#   section: collection
#   says:
#     notice-at-collection: that there is a notice where personal information is collected, and what it tells
#     notice-linked: where a link to this notice stands
checks["ccpa-7012-e"] := law.said({"notice-at-collection", "notice-linked"}) if {
	some source in input.notice.sources
	source.kind in {"person", "automatic"}
} else := law.idle("no source is people themselves or what they do")

# METADATA
# title: Permits
# description: The statements that permit a use or disclosure of more than anonymous data.
_permits := [s | some s in law.statements({"use", "share"}); law.identifying(s)]

# METADATA
# title: Shares
# description: The statements that permit a disclosure of more than anonymous data.
_shares := [s | some s in _permits; s.kind == "share"]

# METADATA
# title: Used
# description: The categories that statements name which permit their use or disclosure.
_used := law.leaves({id | some s in _permits; count(object.get(s, "categories", [])) > 0; some id in law.categories(s)})

# METADATA
# title: Explained
# description: The statements that name some of the categories and what they are for; what is lacking where none does.
# scope: document
_explained(ids) := law.met(law.ids(explaining)) | union({law.lacks(concat(".", ["category", id]), sprintf("nothing says what this is collected for: %s", [law.label("category", id)])) |
	some id in (ids - {id | some s in explaining; some id in law.categories(s)})
}) if {
	explaining := [s |
		some s in _permits
		count(object.get(s, "categories", [])) > 0
		count(law.purposes(s)) > 0
		count(law.categories(s) & ids) > 0
	]
}

# METADATA
# title: Sensitive
# description: The categories of sensitive personal information that a statement permits to use or disclose.
_sensitive := law.leaves({id | some s in _permits; some id in law.categories(s)} & law.of_class({"special", "sensitive"}))

# METADATA
# title: Unclassed
# description: No category has a class, so that nothing tells which of them is sensitive.
_unclassed if count({c.id | some c in input.notice.categories; c.class}) == 0
