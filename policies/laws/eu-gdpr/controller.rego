# Controller: who answers for the processing, and to whom the notice speaks.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: The controller and how to reach it
# description: The notice names the controller and how to reach it.
# custom:
#   citation: GDPR Art. 13(1)(a)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: nothing gives an address, an e-mail address or a telephone number of the controller
#   help: write the address of the party, or a [contact] for privacy
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["gdpr-13-1-a"] := law.met(_contacts | {"party" |
	count(input.notice.party.address) > 0
})

# METADATA
# title: Contacts
# description: The contacts of the controller that have an address, an e-mail address or a telephone number.
_contacts := {concat(".", ["contact", c.id]) |
	some c in input.notice.contacts
	count({"privacy", "rights", "dpo"} & {use | some use in c.for}) > 0
	_addressed(c)
}

# METADATA
# title: Addressed
# description: A contact has an address, an e-mail address or a telephone number.
_addressed(contact) if contact.email

_addressed(contact) if contact.phone

_addressed(contact) if count(contact.address) > 0

# METADATA
# title: Representative in the Union
# description: A controller that is not established in the Union, and to which Art. 27 applies, names its representative there.
# custom:
#   citation: GDPR Arts. 13(1)(a), 27
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     outside-the-eu: that the controller is not established in the European Union
#   missing: no contact of a representative can be reached
#   help: write a [contact] for representative
#   right: |
#     [contact.representative]
#     for   = ["representative"]
#     name  = "Example Representatives GmbH"
#     email = "eu@example.com"
checks["gdpr-13-1-a-rep"] := law.met(law.contacts("representative")) if {
	law.says("outside-the-eu")
} else := law.idle("nothing says that the controller is not established in the European Union")

# METADATA
# title: Data protection officer
# description: Where there is a data protection officer, the notice says how to reach it.
# custom:
#   citation: GDPR Art. 13(1)(b)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: the contact of the data protection officer cannot be reached
#   help: write an e-mail address, a telephone number, a web page or a postal address at the contact for dpo
#   right: |
#     [contact.dpo]
#     for   = ["dpo"]
#     email = "dpo@example.com"
checks["gdpr-13-1-b"] := law.met(law.contacts("dpo")) if {
	count(_officers) > 0
} else := law.idle("no contact is one of a data protection officer")

# METADATA
# title: No data protection officer
# description: Where there is no data protection officer, the notice better says so.
# custom:
#   citation: GDPR Art. 13(1)(b)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: contact
#   says:
#     no-dpo: who the data protection officer is, or that there is none
checks["gdpr-13-1-b-none"] := law.said({"no-dpo"}) if {
	count(_officers) == 0
} else := law.idle("a contact is one of a data protection officer")

# METADATA
# title: Officers
# description: The contacts of data protection officers.
_officers := {c.id | some c in input.notice.contacts; "dpo" in c.for}

# METADATA
# title: Joint controllers
# description: Joint controllers tell people the essence of what they have arranged between them, and whom to turn to.
# custom:
#   citation: GDPR Art. 26(1)–(2)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     joint-arrangement: what the joint controllers have arranged, and who does what
#     joint-contact: whom people can turn to
#   help: write a [contact] for rights, and a note on the arrangement
#   right: |
#     [contact.rights]
#     for   = ["rights"]
#     email = "rights@example.com"
#
#     [[note]]
#     id      = "together"
#     section = "scope"
#     text    = "We and Example University run the course together. The university answers you, and we keep the data."
#     says    = ["joint-arrangement"]
checks["gdpr-26-2"] := law.said({"joint-arrangement"}) | law.either(law.contacts("rights"), {"joint-contact"}) if {
	_joint
} else := law.idle("nothing says that there are joint controllers")

# METADATA
# title: Joint
# description: There are joint controllers.
_joint if input.law.capacity == "joint-controller"

_joint if count(law.of_recipient_kind({"joint-controller"})) > 0

# METADATA
# title: Words for children
# description: What is told to children is told in words that a child can easily understand.
# custom:
#   citation: GDPR Art. 12(1)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: children
#   says:
#     words-for-children: what this means in words for children, or where such a version stands
checks["gdpr-12-1-child"] := law.said({"words-for-children"}) if {
	count(_children) > 0
} else := law.idle("no audience is one of children")

# METADATA
# title: Children
# description: The audiences of children whom the notice covers.
_children := [a | some a in input.notice.audiences; a.covered; a.age.under <= 18]

# METADATA
# title: Told before a new purpose
# description: Before data is used for a purpose that was not told when it was collected, people are told of it.
# custom:
#   citation: GDPR Arts. 13(3), 14(4)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: use
#   says:
#     purpose-added: that a purpose was added after data had been collected
#     purpose-added-told: when people were told of the added purpose, and from when on data is used for it
checks["gdpr-13-3"] := law.said({"purpose-added", "purpose-added-told"}) if {
	law.says("purpose-added")
} else := law.idle("nothing says that a purpose was added later")

# METADATA
# title: Compatible with the first purpose
# description: A purpose that was added later, and rests neither on consent nor on law, has to be compatible with the one for which data was collected.
# custom:
#   citation: GDPR Arts. 5(1)(b), 6(4)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: use
#   says:
#     purpose-added: that a purpose was added after data had been collected
#     purpose-compatible: why the added purpose is compatible with the first
checks["gdpr-5-1-b"] := law.idle("the added purpose rests on consent or on a legal obligation") if {
	law.says("purpose-added")
	count(_added) > 0
	every s in _added {
		_free(s)
	}
} else := law.said({"purpose-added", "purpose-compatible"}) if {
	law.says("purpose-added")
} else := law.idle("nothing says that a purpose was added later")

# METADATA
# title: Added
# description: The statements that serve a purpose of which is said that it was added later.
_added := [s |
	some s in law.processing
	entries := {s.id} | {concat(".", ["purpose", p]) | some p in law.purposes(s)}
	count(entries & _later) > 0
]

# METADATA
# title: Later
# description: The entries that say that a purpose was added later.
_later := {s.entry | some s in input.notice.says; s.topic == "purpose-added"}

# METADATA
# title: Free
# description: A statement rests on nothing but consent or a legal obligation.
_free(statement) if {
	kinds := law.bases(statement)
	count(kinds) > 0
	count(kinds - {"consent", "legal-obligation"}) == 0
}
