# The contractor: what 8 NYCRR 121.5, 121.6, 121.9 and 121.10 ask of a third-party contractor.
package candor.laws["us-ny-2d"]

import data.candor.law

# METADATA
# title: Data security and privacy plan
# description: >
#   The contract has a plan that says how all requirements are met over its life, the safeguards, how 121.3(c) is met,
#   the training, how subcontractors are managed, how incidents are handled and told, and what becomes of the data at
#   the end.
# custom:
#   citation: 8 NYCRR 121.6(a)
#   severity: error
#   capacity: [contractor]
#   source: [S8]
#   section: security
#   says:
#     plan-requirements: how all requirements on data security and privacy are met over the life of the contract
#     safeguards: which safeguards protect the data
#     supplemental-information: how the supplemental information of 8 NYCRR 121.3(c) is kept to
#     training: that those with access are trained in the laws on confidentiality
#     subcontractor-oversight: how subcontractors are made to keep to the requirements on data protection and security
#     incident-response: how incidents are found, handled and told
#     return-or-destruction: in what format data is returned, or how it is destroyed, when the contract ends
checks["ny2d-121-6-plan"] := law.said({
	"plan-requirements", "safeguards", "supplemental-information", "training",
	"subcontractor-oversight", "incident-response", "return-or-destruction",
})

# METADATA
# title: Training before access
# description: Officers and employees of the contractor who get at the data are trained in the federal and state laws on its confidentiality before they do.
# custom:
#   citation: 8 NYCRR 121.6; N.Y. Educ. Law § 2-d(5)(e)
#   severity: error
#   capacity: [contractor]
#   source: [S10]
#   rules: [ny2d-r-untrained]
#   section: security
#   says:
#     training: that those with access are trained in the laws on confidentiality
checks["ny2d-121-6-training"] := law.said({"training"})

# METADATA
# title: Signed Bill of Rights
# description: The contractor’s plan holds a signed copy of the agency’s Parents’ Bill of Rights.
# custom:
#   citation: N.Y. Educ. Law § 2-d(5)(e)
#   severity: error
#   capacity: [contractor]
#   source: [S12]
#   section: security
#   says:
#     signed-bill-of-rights: that a signed copy of the Parents’ Bill of Rights goes with the contract
checks["ny2d-121-6-signed"] := law.said({"signed-bill-of-rights"})

# METADATA
# title: NIST Cybersecurity Framework
# description: Data security follows the NIST Cybersecurity Framework; the rule names version 1.1.
# custom:
#   citation: 8 NYCRR 121.5, 121.9(a)(1)
#   severity: error
#   source: [S8]
#   section: security
#   says:
#     nist-csf: that data security follows the NIST Cybersecurity Framework, and in which version
checks["ny2d-121-5-nist"] := law.said({"nist-csf"})

# METADATA
# title: Access by need
# description: Within the contractor, only those get at the data who need it to give the contracted services.
# custom:
#   citation: 8 NYCRR 121.9(a)(3)
#   severity: error
#   capacity: [contractor]
#   source: [S8]
#   rules: [ny2d-r-access]
#   section: security
#   says:
#     access-by-need: that only those get at the data who need it for the contracted services
checks["ny2d-121-9-access"] := law.said({"access-by-need"})

# METADATA
# title: No commercial purpose
# description: >
#   The contractor does not sell the data, nor use or disclose it for marketing or commercial purposes, nor let others
#   do so. Commercial purposes are sale, advertising, and developing, improving or marketing products or services to
#   students.
# custom:
#   citation: 8 NYCRR 121.9(a)(8), 121.1(c)
#   severity: error
#   capacity: [contractor]
#   source: [S6]
#   rules: [ny2d-r-sale, ny2d-r-commercial]
#   missing: no statement permits anything with data of class = "student" or "educator", so that nothing can be said of its purposes
#   help: say in a use what the data is for, and the kind of each purpose; take out what is commercial, narrow it to other data, or bar it for agencies in New York
#   wrong: |
#     [purpose.better-products]
#     label = "improve our products"
#     kind  = "improvement"
#
#     [[use]]
#     id         = "improve"
#     categories = ["student-data"]
#     purposes   = ["better-products"]
#   right: |
#     [purpose.lessons]
#     label = "give lessons"
#     kind  = "service"
#
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
checks["ny2d-121-9-commercial"] := union({_commerce(s) | some s in law.permits(_data); not _unlinked(s)})

# METADATA
# title: Unlinked
# description: A statement is about data only that identifies nobody.
_unlinked(statement) if {
	count(statement.forms) > 0
	count({form | some form in statement.forms} - {"de-identified", "aggregated", "anonymous"}) == 0
}

# METADATA
# title: Commercial
# description: Purposes that are commercial in New York (8 NYCRR 121.1(c)) and that no bar forbids.
_commercial := law.of_kind({"sale", "advertising", "marketing", "improvement"}) - law.barred(_data)

# METADATA
# title: Commerce
# description: What a statement that permits something with the data is for.
_commerce(statement) := law.lacks(statement.id, sprintf("student data is used to %s, a commercial purpose in New York", [concat(", or to ", sort(named))])) if {
	named := {law.label("purpose", id) | some id in (law.purposes(statement) & _commercial)}
	count(named) > 0
} else := union({law.lacks(concat(".", ["purpose", id]), "nothing says of what kind this purpose is, for which student data is used") | some id in named}) if {
	named := law.purposes(statement) & law.of_no_kind
	count(named) > 0
} else := law.met({statement.id})

# METADATA
# title: Duties of subcontractors
# description: The duties of the contractor bind each subcontractor that gets the data.
# custom:
#   citation: 8 NYCRR 121.9(b)
#   severity: error
#   capacity: [contractor]
#   source: [S8]
#   rules: [ny2d-r-sub]
#   missing: nothing says that subcontractors are bound to the same duties
#   help: write agreement = true where a contract binds it to the same duties
#   wrong: |
#     [recipient.host]
#     kind  = "processor"
#     label = "Example Cloud"
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
checks["ny2d-121-9-subs"] := law.bound(_processors, "nothing says that a contract binds %s to the same duties") if {
	count(_processors) > 0
} else := law.idle("no subcontractor is named")

# METADATA
# title: Processors
# description: The subcontractors.
_processors := law.of_recipient_kind({"processor"})

# METADATA
# title: Notice of a breach within 7 days
# description: >
#   The contractor tells each agency of a breach or unauthorised release in the most expedient way possible and without
#   unreasonable delay, at most 7 calendar days after its discovery.
# custom:
#   citation: 8 NYCRR 121.10(a)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   rules: [ny2d-r-breach-contractor]
#   missing: no duty tells the educational agency of a breach
#   help: write a duty with event = "breach" and within = "P7D" or less
#   wrong: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P30D"
#     owed   = ["tell-the-agency"]
#   right: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P7D"
#     owed   = ["tell-the-agency"]
checks["ny2d-121-10-7days"] := law.deadline(law.upon({"breach"}), 7, "a breach is not told within 7 calendar days of its discovery")

# METADATA
# title: Cost of telling people of a breach
# description: Where a breach is attributed to the contractor, it pays or reimburses the full cost of telling those affected.
# custom:
#   citation: 8 NYCRR 121.10
#   severity: warning
#   capacity: [contractor]
#   source: [S8]
#   section: security
#   says:
#     breach-cost: who pays the cost of telling people of a breach
checks["ny2d-121-10-cost"] := law.said({"breach-cost"})
