# Consent: what 16 CFR 312.4(c) and 312.5 ask of the notice to parents and of their consent.
package candor.laws["us-coppa"]

import data.candor.law

# METADATA
# title: Direct notice to parents
# description: >
#   The notice that a parent receives before consenting says that the contact information was collected to ask for
#   consent, that consent is needed and nothing is collected without it, what is collected and how it is used and
#   disclosed, where the online notice is, how to consent, and that the contact information is deleted if the parent does not
#   within a reasonable time.
# custom:
#   citation: 16 CFR 312.4(c)(1)
#   severity: error
#   source: [S1]
#   section: children
#   says:
#     parent-contact-for-consent: that the parent’s contact information was collected to ask for consent
#     nothing-without-consent: that consent is required and nothing is collected, used or disclosed without it
#     consent-items: what is collected from the child once the parent consents, how it is used and to whom it may be disclosed
#     link-to-notice: where the online notice can be read
#     how-to-consent: how a parent consents
#     contact-deleted-without-consent: that the parent’s contact information is deleted if no consent comes in a reasonable time
checks["coppa-4-c-1"] := law.said({
	"parent-contact-for-consent", "nothing-without-consent", "consent-items", "link-to-notice", "how-to-consent",
	"contact-deleted-without-consent",
}) if {
	count(_consents) > 0
} else := law.idle("no consent is asked for")

# METADATA
# title: Refusing disclosure alone
# description: >
#   A parent can consent to collection and use and refuse disclosure to third parties, unless that disclosure is integral
#   to the service; the direct notice says so.
# custom:
#   citation: 16 CFR 312.4(c)(1)(iv), 312.5(a)(2)
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   section: children
#   says:
#     refuse-disclosure: that a parent can consent without consenting to disclosure to third parties, or why it is integral
checks["coppa-4-c-1-iv"] := law.said({"refuse-disclosure"}) if {
	count(_disclosures) > 0
} else := law.idle("no statement permits a disclosure to a third party")

# METADATA
# title: Consent to material changes
# description: Parents are told of a material change in what they consented to, and asked for consent again.
# custom:
#   citation: 16 CFR 312.4(b), 312.5(a)(1)
#   severity: warning
#   source: [S1]
#   missing: no duty asks parents again when something material changes
#   help: write a duty with event = "material-change" and what is owed then
#   right: |
#     [[duty]]
#     id    = "changes"
#     event = "material-change"
#     owed  = ["ask-parents-again"]
checks["coppa-4-c-change"] := law.met(law.owing({"material-change"}))

# METADATA
# title: Method of consent
# description: >
#   The method is reasonably calculated to make sure that whoever consents is the parent: a signed form, a payment card with
#   notice of the transaction, a toll-free or video call, an identity document, questions only a parent can answer, or a face
#   compared with a document. E-mail plus and text plus do only where nothing is disclosed.
# custom:
#   citation: 16 CFR 312.5(b)(2)
#   severity: error
#   source: [S1]
#   rules: [coppa-r-email-plus]
#   missing: no consent of a parent is signed or verified
#   says:
#     email-plus: that a parent agrees by email or text and confirms it in a further step (16 CFR 312.5(b)(2)(viii)–(ix))
#   help: write strength = "verified" or "signed" at the gate, and under via how; tick says = ["email-plus"] at a gate that nothing is disclosed by
#   wrong: |
#     [gate.parent]
#     kind = "consent"
#     by   = ["parent"]
#     via  = ["email"]
#   right: |
#     [gate.parent]
#     kind     = "consent"
#     label    = "a parent has consented"
#     by       = ["parent"]
#     via      = ["signed form by post"]
#     strength = "signed"
checks["coppa-5-b-method"] := union({_method(g, messages) | some g in _needed; "parent" in g.by}) if {
	count(_needed) > 0
	messages := law.said({"email-plus"})
} else := law.idle("no statement permits to collect or disclose anything only with consent")

# METADATA
# title: Needed
# description: The consents without which something is not collected from children, or not disclosed.
_needed := [g |
	some g in _consents
	some s in array.concat(_collecting, _disclosures)
	g.id in _gates(s)
]

# METADATA
# title: Gates
# description: The gates that a statement, one of its bases, or a bar on its data names.
_gates(statement) := ({gate | some gate in statement.gates} | {gate.id | some b in input.notice.bases; b.id in statement.bases; some gate in b.gates}) | {gate |
	some bar in law.statements({"bar"})
	count(law.categories(statement) - law.categories(bar)) == 0
	"collect" in bar.actions
	some gate in bar.unless
}

# METADATA
# title: Method
# description: >
#   Whether a consent is signed or verified, and by something that is named; or, where it opens no disclosure, is given by
#   one of the messages that entries tell of.
# scope: document
_method(gate, messages) := law.met({entry}) if {
	entry := concat(".", ["gate", gate.id])
	gate.strength in {"signed", "verified"}
	count(gate.via) > 0
	not {"met": entry} in messages
} else := law.met({entry}) if {
	entry := concat(".", ["gate", gate.id])
	{"met": entry} in messages
	not _discloses(gate)
} else := law.lacks(entry, "consent by email plus or text plus opens a disclosure, which it cannot") if {
	entry := concat(".", ["gate", gate.id])
	{"met": entry} in messages
} else := law.lacks(concat(".", ["gate", gate.id]), "nothing says how it is made sure that a parent consents")

# METADATA
# title: Discloses
# description: A consent opens a disclosure to a third party.
_discloses(gate) if {
	some s in _disclosures
	gate.id in _gates(s)
}

# METADATA
# title: Data collected without consent
# description: >
#   What is collected from a child without a parent’s consent falls under one of the exceptions: to ask for consent, to answer
#   once or repeatedly, for a child’s safety, for security and the law, for internal operations alone, or audio of a voice.
# custom:
#   citation: 16 CFR 312.5(c)
#   severity: error
#   source: [S1]
#   rules: [coppa-r-consent]
#   says:
#     coppa-exception: under which exception of 16 CFR 312.5(c) data is collected without consent
#   help: name a gate of the kind consent, or tick says = ["coppa-exception"] where the statement says which exception it rests on
#   right: |
#     [[use]]
#     id         = "ask-parents"
#     actions    = ["collect"]
#     categories = ["parent-email"]
#     purposes   = ["consent"]
#     says       = ["coppa-exception"]
checks["coppa-5-c-exception"] := law.met(law.ids(_collecting) - bare) | union({law.lacks(id, "data is collected from children without consent, and nothing says under which exception") | some id in bare}) if {
	count(_collecting) > 0
	bare := {s.id | some s in _collecting; not _consented(s); not {"met": s.id} in law.said({"coppa-exception"})}
} else := law.idle("no statement permits to collect data from children")

# METADATA
# title: Collecting
# description: The statements that permit to collect data from children.
_collecting := [s | some s in _permits; "collect" in s.actions]

# METADATA
# title: Consented
# description: A statement needs a consent, by itself, by its basis, or because a bar forbids to collect its data before.
_consented(statement) if count(_gates(statement) & {g.id | some g in _consents}) > 0

# METADATA
# title: Consents
# description: The consents that somebody but the child gives.
_consents := [g |
	some g in input.notice.gates
	g.kind == "consent"
	count({by | some by in g.by} - _children) > 0
]

# METADATA
# title: Age question of a mixed audience
# description: >
#   A service for children and others, which is not primarily for children, asks for the age in a neutral way before it
#   collects anything beyond the exceptions.
# custom:
#   citation: 16 CFR 312.2, “Mixed audience”
#   severity: error
#   source: [S1]
#   since: "2026-04-22"
#   section: children
#   says:
#     age-question: that the age is asked neutrally before anything is collected
checks["coppa-mixed-age"] := law.said({"age-question"}) if {
	count(_children) > 0
	some a in input.notice.audiences
	a.covered
	a.age.from >= 13
} else := law.idle("the notice is not for children and for older people both")

# METADATA
# title: No more than is needed
# description: A child’s taking part does not depend on more personal information than is reasonably needed for it.
# custom:
#   citation: 16 CFR 312.7
#   severity: warning
#   source: [S1]
#   section: children
#   says:
#     no-more-than-needed: that a child need not give more than an activity needs
checks["coppa-7"] := law.said({"no-more-than-needed"})
