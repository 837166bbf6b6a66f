# The operator: what 105 ILCS 85/15 asks of whoever runs a site, service or app for K–12 schools.
package candor.laws["us-il-student"]

import data.candor.law

# METADATA
# title: What is collected, used and disclosed
# description: >
#   The operator publishes the essentials of how it collects, uses and discloses covered information, as in a privacy
#   policy.
# custom:
#   citation: 105 ILCS 85/15(3)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S7]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a use with its purpose for each category, and a share, or a closed clause on sharing, that reaches it
#   right: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#
#     [[closed]]
#     id         = "no-more"
#     categories = ["student-data"]
#     actions    = ["share"]
checks["il-85-15-3"] := law.informed

# METADATA
# title: Written agreement
# description: >
#   The agreement with the school says which data is provided, which product or service, that the operator acts as a
#   school official under FERPA, how the costs of a breach are allocated, that data no longer needed is deleted or
#   transferred and by when, and that the school publishes the agreement.
# custom:
#   citation: 105 ILCS 85/15(4)(A)–(F)
#   severity: error
#   capacity: [contractor]
#   source: [S7]
#   says:
#     product-described: which product or service is provided
#     school-official: that the operator acts as a school official with a legitimate educational interest, under the direct control of the school
#     breach-costs-allocated: how the school’s costs of looking into a breach and making it good are allocated
#     agreement-published: that the school publishes the agreement
#   help: write a keep with a period and then = ["delete"] or ["return"] that reaches the student data
#   right: |
#     [[keep]]
#     id         = "end-of-contract"
#     categories = ["student-data"]
#     from       = "contract-end"
#     period     = "P30D"
#     then       = ["delete"]
#
#     [[note]]
#     id      = "contract-terms"
#     section = "scope"
#     text    = "…"
#     says    = ["product-described", "school-official", "breach-costs-allocated", "agreement-published"]
checks["il-85-15-4"] := (terms | provided) | disposed if {
	terms := law.said({"product-described", "school-official", "breach-costs-allocated", "agreement-published"})
	provided := law.needs(_provided, "no category has a class, so that nothing says which student data is provided")
	disposed := law.needs(_disposal, "no statement says by when student data is deleted or transferred once the agreement needs it no more")
}

# METADATA
# title: Provided
# description: The categories of student data.
_provided := {concat(".", ["category", id]) | some id in law.leaves(law.student_data)}

# METADATA
# title: Disposal
# description: The statements by which student data is deleted or returned after a period that has a figure.
_disposal := {s.id |
	some s in law.permits(law.student_data)
	not s.keep.period in {"unstated", "indefinite"}
	some ending in s.keep.then
	ending in {"delete", "return"}
}

# METADATA
# title: List of third parties
# description: >
#   The school gets a list of the third parties and affiliates that receive covered information, renewed at the start of
#   each fiscal year, in July, and of each calendar year.
# custom:
#   citation: 105 ILCS 85/15(6)
#   severity: error
#   capacity: [contractor]
#   source: [S7]
#   says:
#     third-party-list: which third parties and affiliates receive student data, or that none do
#   help: name the recipients of the student data, and bring as-of up to date each January and July
#   right: |
#     [[note]]
#     id      = "contract-terms"
#     section = "scope"
#     text    = "…"
#     says    = ["third-party-list"]
checks["il-85-15-6"] := law.either({concat(".", ["recipient", r.id]) | some r in _receiving}, {"third-party-list"}) | _listed

# METADATA
# title: Receiving
# description: The third parties and affiliates that receive student data.
_receiving := law.receiving(law.permits(law.student_data), {"processor", "controller", "joint-controller", "affiliate", "partner", "other"})

# METADATA
# title: Listed
# description: What is lacking where the notice does not describe a month of this half year.
_listed := set() if {
	regex.match(`^\d{4}-\d{2}`, input.notice.asOf)
	substring(input.notice.asOf, 0, 7) >= _half
} else := law.lacks("", sprintf("the list of third parties is of %s, and not of this half year", [input.notice.asOf]))

# METADATA
# title: Half
# description: The month in which this half year has begun.
_half := concat("-", [year, half]) if {
	[year, month, _] := split(input.law.on, "-")
	half := ["01", "07"][floor((to_number(month) - 1) / 6)]
}
