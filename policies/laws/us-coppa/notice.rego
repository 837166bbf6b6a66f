# The online notice: what 16 CFR 312.4(d) asks a site or service for children to say.
package candor.laws["us-coppa"]

import data.candor.law

# METADATA
# title: Who operates the service
# description: >
#   The online notice names every operator, with the address, telephone number and e-mail address of each, or of one
#   that answers for all.
# custom:
#   citation: 16 CFR 312.4(d)(1)
#   severity: error
#   source: [S1]
#   missing: no contact for privacy, rights or children has an address, a telephone number and an e-mail address
#   help: write address, phone and email in one [contact] for privacy, rights or children
#   wrong: |
#     [contact.privacy]
#     for   = ["privacy", "children"]
#     email = "privacy@example.com"
#   right: |
#     [contact.privacy]
#     for     = ["privacy", "children"]
#     address = ["1 High Street", "Norman, OK 73072"]
#     phone   = "+1 405 555 0100"
#     email   = "privacy@example.com"
checks["coppa-4-d-1"] := law.met({concat(".", ["contact", c.id]) |
	some c in input.notice.contacts
	count({"privacy", "rights", "children"} & {use | some use in c.for}) > 0
	c.email
	c.phone
	count(c.address) > 0
})

# METADATA
# title: What is collected, and what for
# description: The online notice says what personal information is collected from children, and how each kind is used.
# custom:
#   citation: 16 CFR 312.4(d)(2)
#   severity: error
#   source: [S1]
#   missing: no statement says what is collected from children
#   help: write a use with the category and its purposes
#   right: |
#     [[use]]
#     id         = "accounts"
#     audiences  = ["child"]
#     categories = ["username"]
#     purposes   = ["accounts"]
checks["coppa-4-d-2-what"] := law.met(_explaining) | union({law.lacks(concat(".", ["category", id]), sprintf("nothing says what this is used for when it comes from children: %s", [law.label("category", id)])) |
	some id in (_from_children - _explained)
})

# METADATA
# title: Explaining
# description: The statements that say what something from children is used for.
_explaining := {s.id | some s in _permits; count(object.get(s, "purposes", [])) > 0}

# METADATA
# title: Explained
# description: The categories of which a statement says what they are used for.
_explained := {id | some s in _permits; s.id in _explaining; some id in law.categories(s)}

# METADATA
# title: Whether children can make data public
# description: The online notice says whether the service lets a child make personal information publicly available.
# custom:
#   citation: 16 CFR 312.4(d)(2)
#   severity: error
#   source: [S1]
#   says:
#     made-public: whether a child can make personal information public
#   help: write a share with, or a bar on, a recipient of the kind public or users
#   right: |
#     [recipient.anyone]
#     kind  = "public"
#     label = "the public"
#
#     [[bar]]
#     id         = "nothing-public"
#     actions    = ["display", "share"]
#     audiences  = ["child"]
#     recipients = ["anyone"]
checks["coppa-4-d-2-public"] := law.either(
	{s.id |
		some s in law.statements({"share", "use", "bar"})
		some r in law.of_recipient_kind({"public", "users"})
		r.id in law.recipients(s)
	},
	{"made-public"},
)

# METADATA
# title: To whom data of children is disclosed
# description: >
#   The online notice names the third parties that personal information of children is disclosed to, or their specific
#   categories, and the purpose of each disclosure.
# custom:
#   citation: 16 CFR 312.4(d)(2)
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   missing: no statement tells of disclosures
#   help: write recipients and purposes into the share
#   wrong: |
#     [[share]]
#     id         = "partners"
#     categories = ["username"]
#     recipients = ["partners"]
#   right: |
#     [[share]]
#     id         = "partners"
#     categories = ["username"]
#     purposes   = ["lessons"]
#     recipients = ["publishers"]
checks["coppa-4-d-2-third"] := law.met(law.ids(_disclosures) - _unexplained) | union({law.lacks(id, "nothing says for what purpose the third party receives data of children") | some id in _unexplained}) if {
	count(_disclosures) > 0
} else := law.idle("no statement permits a disclosure to a third party")

# METADATA
# title: Unexplained
# description: The disclosures that name no purpose.
_unexplained := {s.id | some s in _disclosures; count(object.get(s, "purposes", [])) == 0}

# METADATA
# title: Retention policy in the notice
# description: The online notice holds the operator’s written policy on how long personal information of children is kept.
# custom:
#   citation: 16 CFR 312.4(d)(2), 312.10
#   severity: error
#   source: [S1, S2]
#   since: "2026-04-22"
#   says:
#     retention-policy: how long personal information of children is kept
#   help: write a keep for each kind of data
#   right: |
#     [[keep]]
#     id         = "keep-username"
#     categories = ["username"]
#     from       = "account-closed"
#     period     = "P30D"
#     then       = ["delete"]
checks["coppa-4-d-2-retention"] := law.either(law.ids(_keeps), {"retention-policy"})

# METADATA
# title: Internal operations that need no consent
# description: >
#   Where persistent identifiers are collected without consent because they only support internal operations, the online
#   notice names those operations and says how it is made sure that nothing else is done with them.
# custom:
#   citation: 16 CFR 312.4(d)(3)
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   section: collection
#   says:
#     internal-operations: which internal operations persistent identifiers are used for
#     internal-operations-only: how it is made sure that persistent identifiers are used for nothing else
checks["coppa-4-d-3"] := law.said({"internal-operations", "internal-operations-only"}) if {
	count(input.notice.cookies) > 0
} else := law.said({"internal-operations", "internal-operations-only"}) if {
	law.says("internal-operations")
} else := law.idle("no cookies are named")

# METADATA
# title: Audio of a child’s voice
# description: Where audio of a child’s voice is collected without consent, the online notice says what it is used for and that it is deleted at once.
# custom:
#   citation: 16 CFR 312.4(d)(4)
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   section: collection
#   says:
#     voice-audio: what audio of a child’s voice is used for
#     voice-audio-deleted: that audio of a child’s voice is deleted immediately afterwards
checks["coppa-4-d-4"] := law.said({"voice-audio", "voice-audio-deleted"}) if {
	law.says("voice-audio")
} else := law.idle("nothing says that audio of a child’s voice is collected without consent")

# METADATA
# title: Rights of parents
# description: >
#   The online notice says that a parent can review a child’s information, have it deleted, and refuse its further
#   collection or use, and how.
# custom:
#   citation: 16 CFR 312.4(d)(5), 312.6(a)
#   severity: error
#   source: [S1]
#   missing: no duties let parents review data, have it deleted and refuse more of it
#   help: write duties with right = "access", "erasure", and "objection" or "withdraw-consent"
#   wrong: |
#     [[duty]]
#     id    = "review"
#     right = "access"
#   right: |
#     [[duty]]
#     id    = "parents"
#     right = ["access", "erasure", "objection"]
checks["coppa-4-d-5"] := law.met(union(each)) if {
	each := {law.ids(law.answering(rights)) | some rights in [{"access"}, {"erasure"}, {"objection", "withdraw-consent", "restriction"}]}
	not set() in each
}

# METADATA
# title: Link to the notice
# description: A prominent and clearly labelled link to the online notice stands on the home page and wherever personal information is collected from children.
# custom:
#   citation: 16 CFR 312.4(d)
#   severity: warning
#   source: [S1]
#   section: introduction
#   says:
#     notice-linked: where a link to this notice stands
checks["coppa-link"] := law.said({"notice-linked"})

# METADATA
# title: Children
# description: The audiences of children under 13.
_children := {a.id | some a in input.notice.audiences; a.age.under <= 13}

# METADATA
# title: Permits
# description: The statements that permit something with data of children.
_permits := [s | some s in law.statements({"use", "share"}); _reaches(s)]

# METADATA
# title: Keeps
# description: The statements that keep data of children for some time at all.
_keeps := [s | some s in law.statements({"keep"}); _reaches(s)]

# METADATA
# title: Reaches
# description: A statement is about data that still tells who somebody is, and for all audiences or for children, by themselves or in a group of people.
_reaches(statement) if {
	law.identifying(statement)
	count(object.get(statement, "audiences", [])) == 0
}

_reaches(statement) if {
	law.identifying(statement)
	count(law.audiences(statement) & _children) > 0
}

# METADATA
# title: From children
# description: The categories that statements name which permit something with data of children.
_from_children := law.leaves({id | some s in _permits; count(object.get(s, "categories", [])) > 0; some id in law.categories(s)})

# METADATA
# title: Disclosures
# description: The statements that permit a disclosure of data of children to a third party, which is whoever does not support the operator’s own operations.
_disclosures := [s |
	some s in _permits
	s.kind == "share"
	count(law.third_parties & law.recipients(s)) > 0
]
