# Processors: the contracts of Art. 28, of a controller with its processors and of a
# processor with others that it engages.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: Processors
# description: The recipients that process data on behalf of whom the notice is of; groups count by their members.
_processors := [r | some r in law.of_recipient_kind({"processor"}); count(object.get(r, "members", [])) == 0]

# METADATA
# title: Term
# description: What is said of a term of the contracts with processors. A recipient that says it says it of itself and its members only.
# scope: document
_term(topic, told) := law.idle("no recipient is a processor") if {
	count(_processors) == 0
} else := told | union({law.lacks(concat(".", ["recipient", r.id]), sprintf("nothing says this of the contract with this processor: %s", [r.label])) |
	some r in _processors
	not r.id in _bound_by(topic)
}) if {
	count(_bound_by(topic)) > 0
} else := told

# METADATA
# title: Bound by
# description: Ids of the recipients of whose contracts a topic is said.
_bound_by(topic) := {r.id |
	some said in input.notice.says
	said.topic == topic
	some r in input.notice.recipients
	_speaks_of(said.entry, r)
}

# METADATA
# title: Speaks of
# description: An entry is the recipient, a group of it, or no recipient and so about all.
_speaks_of(entry, recipient) if entry == concat(".", ["recipient", recipient.id])

_speaks_of(entry, recipient) if {
	some group in input.notice.recipients
	entry == concat(".", ["recipient", group.id])
	recipient.id in group.members
}

_speaks_of(entry, _) if not startswith(entry, "recipient.")

# METADATA
# title: "Contract: what it is about"
# description: The contract with a processor sets out its subject and duration, the nature and purpose of the processing, the kinds of data and of people, and the rights and duties of the controller.
# custom:
#   citation: GDPR Art. 28(3)
#   severity: error
#   source: [S1]
#   section: sharing
#   says:
#     processor-scope: "what the contract is about: subject, duration, nature and purpose, kinds of data and of people, and the controller’s rights and duties"
checks["gdpr-28-3-scope"] := _term("processor-scope", law.said({"processor-scope"}))

# METADATA
# title: "Contract: instructions"
# description: The processor acts only on documented instructions, for transfers too.
# custom:
#   citation: GDPR Art. 28(3)(a)
#   severity: error
#   source: [S1]
#   section: sharing
#   says:
#     processor-instructions: "that the processor acts only on documented instructions, for transfers too"
checks["gdpr-28-3-a"] := _term("processor-instructions", law.said({"processor-instructions"}))

# METADATA
# title: "Contract: confidentiality"
# description: Whoever is let at the data has promised confidentiality or is bound to it by law.
# custom:
#   citation: GDPR Art. 28(3)(b)
#   severity: error
#   source: [S1]
#   section: sharing
#   says:
#     processor-confidentiality: "that those who are let at the data are bound to confidentiality"
checks["gdpr-28-3-b"] := _term("processor-confidentiality", law.said({"processor-confidentiality"}))

# METADATA
# title: "Contract: security"
# description: The processor takes all measures that Art. 32 requires.
# custom:
#   citation: GDPR Art. 28(3)(c)
#   severity: error
#   source: [S1]
#   section: security
#   says:
#     processor-security: "that the processor takes the security measures of Art. 32"
checks["gdpr-28-3-c"] := _term("processor-security", law.said({"processor-security"}))

# METADATA
# title: "Contract: other processors"
# description: The processor engages others only under the conditions of Art. 28(2) and (4).
# custom:
#   citation: GDPR Art. 28(3)(d)
#   severity: error
#   source: [S1]
#   section: sharing
#   says:
#     processor-subprocessors: "on which conditions the processor may engage others"
checks["gdpr-28-3-d"] := _term("processor-subprocessors", law.said({"processor-subprocessors"}))

# METADATA
# title: "Contract: help with requests"
# description: The processor helps to answer the requests of people.
# custom:
#   citation: GDPR Art. 28(3)(e)
#   severity: error
#   source: [S1]
#   section: rights
#   says:
#     processor-rights-help: "that the processor helps to answer the requests of people"
checks["gdpr-28-3-e"] := _term("processor-rights-help", law.said({"processor-rights-help"}))

# METADATA
# title: "Contract: help with security and breaches"
# description: The processor helps with security, with breaches and with impact assessments.
# custom:
#   citation: GDPR Art. 28(3)(f)
#   severity: error
#   source: [S1]
#   section: security
#   says:
#     processor-breach-help: "that the processor helps with security, breaches and impact assessments"
checks["gdpr-28-3-f"] := _term("processor-breach-help", law.said({"processor-breach-help"}))

# METADATA
# title: "Contract: deletion or return"
# description: At the end the processor deletes or returns all data, as the controller chooses.
# custom:
#   citation: GDPR Art. 28(3)(g)
#   severity: error
#   source: [S1]
#   section: retention
#   says:
#     processor-ending: "that the processor deletes or returns the data at the end, as the controller chooses"
checks["gdpr-28-3-g"] := _term("processor-ending", law.said({"processor-ending"}))

# METADATA
# title: "Contract: information and audits"
# description: The processor gives the information that shows it keeps to Art. 28, allows audits, and says so if it finds an instruction unlawful.
# custom:
#   citation: GDPR Art. 28(3)(h)
#   severity: error
#   source: [S1]
#   section: sharing
#   says:
#     processor-audits: "that the processor allows audits, and says so if it finds an instruction unlawful"
checks["gdpr-28-3-h"] := _term("processor-audits", law.said({"processor-audits"}))

# METADATA
# title: Consent to other processors
# description: >
#   A processor engages another only if the controller has allowed it, for each or in general, and is told of changes so that it
#   can object.
# custom:
#   citation: GDPR Art. 28(2)
#   severity: error
#   capacity: [processor]
#   source: [S1]
#   rules: [gdpr-r-subprocessor]
#   section: sharing
#   says:
#     subprocessors-allowed: whether the controller allows other processors one by one or in general
#     subprocessors-changes: how the controller is told of changes of other processors, and can object
checks["gdpr-28-2"] := law.said({"subprocessors-allowed", "subprocessors-changes"}) if {
	count(_processors) > 0
} else := law.idle("no recipient is another processor")

# METADATA
# title: The same duties for other processors
# description: A contract lays the same duties on another processor as the processor has to the controller.
# custom:
#   citation: GDPR Art. 28(4)
#   severity: error
#   capacity: [processor]
#   source: [S1]
#   missing: no recipient is another processor
#   help: write agreement = true where such a contract is in place
#   wrong: |
#     [recipient.host]
#     kind  = "processor"
#     label = "Example Cloud"
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
checks["gdpr-28-4"] := law.bound(law.of_recipient_kind({"processor"}), "no contract with the same duties is recorded for this processor: %s") if {
	count(_processors) > 0
} else := law.idle("no recipient is another processor")
