# Supplemental information: what 8 NYCRR 121.3(c) asks of each contract, to be attached to the Bill of Rights.
package candor.laws["us-ny-2d"]

import data.candor.law

# METADATA
# title: Exclusive purposes
# description: The supplemental information says the exclusive purposes for which the student, teacher or principal data will be used, as the contract defines them.
# custom:
#   citation: 8 NYCRR 121.3(c)(1)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   rules: [ny2d-r-purpose]
#   missing: no category says that it is student data, or data of educators, as class = "student" or "educator" would, so that nothing can be said of its purposes
#   help: name the data and its purposes in a use, and close it with only = "category" or a closed clause
#   wrong: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#   right: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#     only       = "category"
checks["ny2d-121-3-c-1"] := _stated | _exclusive if count(_data) > 0

# METADATA
# title: Stated
# description: The uses that say what data is for, and the categories of which none does.
_stated := law.met({s.id | some s in uses}) | untold if {
	uses := [s | some s in law.statements({"use"}); count(s.purposes) > 0; count(law.categories(s) & _data) > 0]
	unnamed := law.leaves(_data) - union({law.categories(s) | some s in uses})
	untold := union({law.lacks(concat(".", ["category", id]), sprintf("nothing says for which purposes we use %s", [law.label("category", id)])) | some id in unnamed})
}

# METADATA
# title: Exclusive
# description: The statements that close the data to other purposes.
_exclusive := law.met(law.closing(_data)) if {
	count(law.closing(_data)) > 0
} else := law.lacks("", "nothing says that student data is used for no other purpose")

# METADATA
# title: Subcontractors and their oversight
# description: >
#   The supplemental information says how the contractor will make sure that subcontractors, and others who get the
#   data, keep to the requirements on data protection and security.
# custom:
#   citation: 8 NYCRR 121.3(c)(2)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   says:
#     subcontractor-oversight: how subcontractors are made to keep to the requirements on data protection and security
#     no-subcontractors: who the subcontractors are, or that there are none
#   right: |
#     [recipient.host]
#     kind  = "processor"
#     label = "Example Cloud"
#     text  = "By contract it keeps to all that binds us, and we audit that each year."
#     says  = ["subcontractor-oversight"]
checks["ny2d-121-3-c-2"] := law.said({"subcontractor-oversight"}) | law.either(listed, {"no-subcontractors"}) if {
	listed := {concat(".", ["recipient", r.id]) | some r in law.of_recipient_kind({"processor"})}
}

# METADATA
# title: Term of the contract
# description: The supplemental information gives the duration of the contract, with the day it begins and the day it expires.
# custom:
#   citation: 8 NYCRR 121.3(c)(3)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   says:
#     contract-term: when the contract begins and when it expires
#   help: write the contract as a document with its other party and its first and last day
#   wrong: |
#     [document.contract]
#     label = "the contract"
#     with  = "Example Falls Central School District"
#   right: |
#     [document.contract]
#     label  = "the contract"
#     with   = "Example Falls Central School District"
#     begins = 2026-07-01
#     ends   = 2029-06-30
checks["ny2d-121-3-c-3-term"] := law.shown(union({_dated(contract) | some contract in law.contracts}), {"contract-term"})

# METADATA
# title: Dated
# description: A contract has its first and its last day.
_dated(contract) := law.met({concat(".", ["document", contract.id])}) if {
	contract.begins
	contract.ends
} else := law.lacks(concat(".", ["document", contract.id]), sprintf("nothing says when the contract with %s begins and when it expires", [contract["with"]]))

# METADATA
# title: Data at the end of the contract
# description: >
#   The supplemental information says what happens to the data when the contract expires: whether, when and in what
#   format it is returned, and whether, when and how it is destroyed.
# custom:
#   citation: 8 NYCRR 121.3(c)(3)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   says:
#     return-or-destruction: in what format data is returned, or how it is destroyed, when the contract ends
#   help: write a duty with event = "contract-end" and what is owed then, or a keep with from = "contract-end" and then
#   right: |
#     [[duty]]
#     id     = "end-of-contract"
#     event  = "contract-end"
#     within = "P60D"
#     owed   = ["return-and-destroy"]
#     says   = ["return-or-destruction"]
checks["ny2d-121-3-c-3-end"] := law.said({"return-or-destruction"}) | _ending

# METADATA
# title: Ending
# description: The statements that say what is owed when the contract ends.
_ending := law.met(law.ending(_data)) if {
	count(law.ending(_data)) > 0
} else := law.lacks("", "no statement says what is owed when the contract ends")

# METADATA
# title: Challenging accuracy
# description: The supplemental information says whether and how a parent, student, eligible student, teacher or principal may challenge the accuracy of the data that is collected.
# custom:
#   citation: 8 NYCRR 121.3(c)(4)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   says:
#     accuracy-challenge: whether and how the accuracy of the data can be challenged
#   help: write a duty with right = "rectification"
#   right: |
#     [[duty]]
#     id    = "correct"
#     right = "rectification"
#     text  = "Parents who think that data is wrong ask their district, which has us correct it."
checks["ny2d-121-3-c-4"] := law.either(law.ids(law.answering({"rectification"})), {"accuracy-challenge"})

# METADATA
# title: Where data is stored and how it is protected
# description: >
#   The supplemental information says where the data is stored, in words that do not weaken its security, and what
#   protections make sure that it is safe.
# custom:
#   citation: 8 NYCRR 121.3(c)(5)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   says:
#     storage-location: where the data is stored
#     safeguards: which safeguards protect the data
#   right: |
#     [recipient.host]
#     kind     = "processor"
#     label    = "Example Cloud"
#     location = "US"
#
#     [[note]]
#     id      = "security"
#     section = "security"
#     text    = "Access is logged, and systems are tested each year."
#     says    = ["safeguards"]
checks["ny2d-121-3-c-5"] := law.either(stored, {"storage-location"}) | law.said({"safeguards"}) if {
	stored := {concat(".", ["recipient", r.id]) | some r in law.of_recipient_kind({"processor"}); r.locationName}
}

# METADATA
# title: Encryption in motion and at rest
# description: The supplemental information says how the data is encrypted while it is in motion and while it is at rest.
# custom:
#   citation: 8 NYCRR 121.3(c)(6)
#   severity: error
#   capacity: [contractor]
#   source: [S4]
#   section: security
#   says:
#     encryption-in-transit: that the data is encrypted in motion
#     encryption-at-rest: that the data is encrypted at rest
checks["ny2d-121-3-c-6"] := law.said({"encryption-in-transit", "encryption-at-rest"})
