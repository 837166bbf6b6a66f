# Principles: what Schedule 1 of PIPEDA asks an organization to say and to have.
package candor.laws["ca-pipeda"]

import data.candor.law

# METADATA
# title: Who is accountable
# description: The notice names who is accountable for the policies and practices, and to whom complaints go, with an address.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.1, 4.8.2(a)
#   severity: error
#   source: [S1]
#   missing: no contact for privacy, rights or complaints has a name or title and an address
#   help: write label or name at the contact, with a postal address, an e-mail address, a telephone number or a web page
#   wrong: |
#     [contact.privacy]
#     for   = ["privacy"]
#     email = "privacy@example.com"
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "complaints"]
#     label = "Privacy Officer"
#     email = "privacy@example.com"
checks["pipeda-4-1"] := law.met(_accountable)

# METADATA
# title: Accountable
# description: The contacts that name who answers, and can be reached.
_accountable := {entry |
	some c in input.notice.contacts
	_named(c)
	entry := concat(".", ["contact", c.id])
	entry in ((law.contacts("privacy") | law.contacts("rights")) | law.contacts("complaints"))
}

# METADATA
# title: Named
# description: A contact says by name or title who answers.
_named(contact) if contact.name

_named(contact) if contact.label

_named(contact) if contact.attention

# METADATA
# title: Purposes
# description: The purposes of each kind of personal information are identified before or when it is collected.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.2
#   severity: error
#   source: [S1]
#   missing: no statement and no source names personal information
#   help: write a use with the category and its purposes
#   wrong: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#   right: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
checks["pipeda-4-2"] := _purposes

# METADATA
# title: Purposes told
# description: Whether the purposes of each category are told.
# scope: document
_purposes := law.met(_purposeful) | law.of_each(law.held - law.explained, "nothing says what this is used for: %s") if count(law.held) > 0

# METADATA
# title: Purposeful
# description: The statements that tell a purpose.
_purposeful := {s.id | some s in law.processing; count(law.purposes(s)) > 0}

# METADATA
# title: Consent
# description: Personal information is collected, used and disclosed with consent, or under an exception of section 7; the notice says which.
# custom:
#   citation: PIPEDA s. 7, Sch. 1 cl. 4.3
#   severity: error
#   source: [S1]
#   missing: no statement permits a use or disclosure of personal information
#   help: name a gate of the kind consent, opt-out or authority, or the basis in law, at the statement
#   wrong: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
#   right: |
#     [gate.joined]
#     kind     = "consent"
#     label    = "you have agreed to it"
#     withdraw = ["tell us"]
#
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
#     bases      = ["consent"]
#     gates      = ["joined"]
checks["pipeda-4-3"] := union({_consent(s) | some s in law.processing})

# METADATA
# title: Consent of a statement
# description: Whether a statement names consent or an exception. An exception is a duty in law, a law that authorises it, or vital interests.
# scope: document
_consent(statement) := law.met({statement.id}) if {
	count(law.bases(statement) & {"consent", "legal-obligation", "authorised-by-law", "vital-interests"}) > 0
} else := law.met({statement.id}) if {
	some g in input.notice.gates
	g.kind in {"consent", "opt-out", "authority"}
	g.id in law.gates(statement)
} else := law.lacks(statement.id, sprintf("neither consent nor an exception of section 7 is named: %s", [concat("; ", sort([law.label("purpose", id) | some id in law.purposes(statement)]))])) if {
	count(law.purposes(statement)) > 0
} else := law.lacks(statement.id, "neither consent nor an exception of section 7 is named")

# METADATA
# title: Express consent for sensitive information
# description: Consent to what is done with sensitive information is better given expressly.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.3.4, 4.3.6
#   severity: warning
#   source: [S1]
#   missing: no statement permits anything with sensitive information
#   help: name a gate of the kind consent with strength = "explicit"
#   wrong: |
#     [[use]]
#     id         = "allergies"
#     categories = ["health"]
#     purposes   = ["meals"]
#   right: |
#     [gate.health-consent]
#     kind     = "consent"
#     label    = "you have agreed to it expressly"
#     strength = "explicit"
#
#     [[use]]
#     id         = "allergies"
#     categories = ["health"]
#     purposes   = ["meals"]
#     gates      = ["health-consent"]
checks["pipeda-4-3-4"] := law.met({s.id | some s in _sensitive; law.explicit(s)}) | union({law.lacks(s.id, "sensitive information is used or disclosed without express consent") |
	some s in _sensitive
	not law.explicit(s)
}) if {
	count(_sensitive) > 0
} else := law.idle("no statement permits anything with data of the class special, criminal or sensitive")

# METADATA
# title: Sensitive
# description: The statements that permit something with sensitive information.
_sensitive := [s | some s in law.processing; count(law.categories(s) & law.of_class({"special", "criminal", "sensitive"})) > 0]

# METADATA
# title: Withdrawing consent
# description: People can withdraw their consent at any time, and are told how, and what follows.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.3.8
#   severity: error
#   source: [S1]
#   says:
#     withdrawal-implications: what follows if consent is withdrawn
#   missing: nothing says how consent is withdrawn
#   help: write withdraw and effect at the gate of consent
#   right: |
#     [gate.messages]
#     kind     = "consent"
#     label    = "you have agreed"
#     withdraw = ["the switch in your settings"]
#     effect   = "You then get no messages."
checks["pipeda-4-3-8"] := law.idle("nothing rests on consent") if {
	not law.consented
} else := law.met(law.withdrawing) | law.either(_effects, {"withdrawal-implications"}) if {
	count(law.withdrawing) > 0
} else := law.lacks("", "nothing says how consent is withdrawn") | law.either(_effects, {"withdrawal-implications"})

# METADATA
# title: Effects
# description: The gates of consent that say what follows.
_effects := {concat(".", ["gate", g.id]) | some g in input.notice.gates; g.kind == "consent"; g.effect}

# METADATA
# title: No more than necessary
# description: Only the personal information is collected that the purposes need.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.4
#   severity: error
#   source: [S1]
#   section: use
#   says:
#     only-necessary: that no more is collected than the purposes need
checks["pipeda-4-4"] := law.said({"only-necessary"})

# METADATA
# title: How long information is kept
# description: Each kind of personal information is kept only as long as its purposes need, and the notice says how long.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.5, 4.5.2
#   severity: error
#   source: [S1]
#   missing: no statement and no source names personal information
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
checks["pipeda-4-5"] := law.met(law.ids(law.keeping)) | law.of_each(law.held - law.kept, "nothing says how long this is kept, or what decides it: %s") if count(law.held) > 0

# METADATA
# title: Destroyed or anonymised
# description: Personal information that is no longer needed is destroyed, erased or made anonymous, by rules for it.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.5.3
#   severity: error
#   source: [S1]
#   says:
#     disposal: how records are disposed of
#   help: write then at a keep
#   right: |
#     [[keep]]
#     id         = "keep-account"
#     categories = ["account"]
#     from       = "account-closed"
#     period     = "P12M"
#     then       = ["delete"]
checks["pipeda-4-5-3"] := law.either({s.id | some s in law.statements({"keep"}); some end in s.keep.then; end in {"delete", "anonymise"}}, {"disposal"})

# METADATA
# title: Safeguards
# description: Safeguards protect personal information as its sensitivity requires.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.7
#   severity: warning
#   source: [S1]
#   section: security
#   says:
#     safeguards: which safeguards protect the data
checks["pipeda-4-7"] := law.said({"safeguards"})

# METADATA
# title: How to get access
# description: The notice says how people get at the personal information held on them.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.8.2(b)
#   severity: error
#   source: [S1]
#   missing: no duty with right = "access" says how it is asked for, and no contact for rights can be reached
#   help: write a duty with right = "access" and via, or a [contact] for rights
#   wrong: |
#     [[duty]]
#     id    = "access"
#     right = "access"
#   right: |
#     [[duty]]
#     id     = "access"
#     right  = "access"
#     within = "P30D"
#     via    = ["a letter to our Privacy Officer"]
checks["pipeda-4-8-b"] := law.met({s.id | some s in law.answering({"access"}); _reached(s)})

# METADATA
# title: Reached
# description: A duty says how it is asked for, or a contact for rights does.
_reached(duty) if law.channel(duty)

_reached(_) if count(law.contacts("rights")) > 0

# METADATA
# title: What is held and used
# description: The notice describes the types of personal information that are held, with a general account of their use.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.8.2(c)
#   severity: error
#   source: [S1]
#   missing: no statement says of a type of personal information what it is used for
#   help: write a use with the categories and purposes
#   right: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
checks["pipeda-4-8-c"] := law.met({s.id | some s in law.processing; s.id in _purposeful; count(object.get(s, "categories", [])) > 0})

# METADATA
# title: Related organizations
# description: The notice says which personal information is made available to related organizations, such as subsidiaries.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.8.2(e)
#   severity: error
#   source: [S1]
#   missing: no related organization is named
#   help: write a share with the categories and the recipient of the kind affiliate
#   right: |
#     [[share]]
#     id         = "group"
#     categories = ["contact"]
#     recipients = ["group"]
checks["pipeda-4-8-e"] := union({_related(r) | some r in law.of_recipient_kind({"affiliate"})}) if {
	count(law.of_recipient_kind({"affiliate"})) > 0
} else := law.idle("no recipient is of the kind affiliate")

# METADATA
# title: Related
# description: Whether the notice says which information a related organization gets.
# scope: document
_related(recipient) := law.met(sharing) if {
	sharing := {s.id | some s in law.processing; recipient.id in law.recipients(s); count(s.categories) > 0}
	count(sharing) > 0
} else := law.lacks(concat(".", ["recipient", recipient.id]), sprintf("nothing says which information is made available to this related organization: %s", [recipient.label]))

# METADATA
# title: Complaints
# description: People are told of simple procedures for complaints.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.10.2
#   severity: error
#   source: [S1]
#   says:
#     complaint-procedure: how people complain, and what becomes of a complaint
#   help: write a duty with right = "complaint"
#   right: |
#     [[duty]]
#     id    = "complaints"
#     right = "complaint"
checks["pipeda-4-10"] := law.either(law.ids(law.answering({"complaint"})) | law.ids(law.upon({"complaint"})), {"complaint-procedure"})

# METADATA
# title: Processors
# description: A contract or other means protects personal information while a processor has it.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.1.3
#   severity: error
#   source: [S1]
#   missing: no recipient is a processor
#   help: write agreement = true where a contract is in place
#   wrong: |
#     [recipient.host]
#     kind  = "processor"
#     label = "Example Cloud"
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
checks["pipeda-4-1-3"] := law.bound(law.of_recipient_kind({"processor"}), "no contract protects the information at this processor: %s") if {
	count(law.of_recipient_kind({"processor"})) > 0
} else := law.idle("no recipient is a processor")

# METADATA
# title: Processing abroad
# description: People are told that their information may be processed in another country, where authorities may get at it.
# custom:
#   citation: PIPEDA Sch. 1 cl. 4.1.3; guidance of the Privacy Commissioner
#   severity: warning
#   status: unconfirmed
#   section: transfers
#   says:
#     processed-abroad: that information may be processed in another country
checks["pipeda-xborder"] := law.said({"processed-abroad"}) if {
	count(_abroad) > 0
} else := law.idle("no recipient is said to be outside Canada")

# METADATA
# title: Abroad
# description: The recipients that are, or may be, outside Canada.
_abroad := {r.id | some r in input.notice.recipients; _outside(r)}

# METADATA
# title: Outside
# description: A recipient is, or may be, outside Canada.
_outside(recipient) if not startswith(recipient.location, "CA")

_outside(recipient) if recipient.outside == "CA"

# METADATA
# title: Register of breaches
# description: Every breach of security safeguards is recorded, and the record is kept for 24 months.
# custom:
#   citation: PIPEDA s. 10.3; SOR/2018-64 s. 6
#   severity: warning
#   source: [S1, S2]
#   section: security
#   says:
#     breach-register: that every breach is recorded, and the record kept for 24 months
checks["pipeda-10-3"] := law.said({"breach-register"})
