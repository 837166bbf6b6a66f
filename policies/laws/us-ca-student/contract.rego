# The contract: what Cal. Educ. Code § 49073.1 asks of a contract with a local educational agency.
package candor.laws["us-ca-student"]

import data.candor.law

# METADATA
# title: Property of the agency
# description: >
#   The contract states that pupil records stay the property and under the control of the local educational agency.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(1)
#   severity: error
#   capacity: [contractor, service-provider]
#   source: [S11]
#   section: scope
#   says:
#     property-of-school: that student data stays the property and under the control of the school or district
checks["ca-49073-1-b-1"] := law.said({"property-of-school"})

# METADATA
# title: Content that pupils make
# description: >
#   The contract describes how pupils keep the content that they have made, and how they can move it to an account of
#   their own.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(2)
#   severity: error
#   capacity: [contractor, service-provider]
#   source: [S11]
#   section: retention
#   says:
#     content-kept-by-pupil: how pupils keep the content that they have made
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
checks["ca-49073-1-b-2"] := law.said({"content-kept-by-pupil"}) if {
	count(law.of_class({"student-content"})) > 0
} else := law.idle("no category has the class student-content") if {
	count(law.student_data) > 0
}

# METADATA
# title: No other purposes
# description: The contract prohibits the use of pupil records for any purpose but those that it requires or permits.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(3)
#   severity: error
#   capacity: [contractor, service-provider]
#   source: [S11]
#   missing: nothing says that pupil records are used for no other purpose than those of the contract
#   help: write only = "category" at a use of the student data, or a closed clause that reaches it
#   wrong: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#   right: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#     only       = "category"
checks["ca-49073-1-b-3"] := law.met(law.closing(law.student_data)) if count(law.student_data) > 0

# METADATA
# title: Review and correction
# description: >
#   The contract describes how a parent, a guardian or an eligible pupil can review the personal information in the
#   records and have errors corrected.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(4)
#   severity: error
#   capacity: [contractor, service-provider]
#   source: [S11]
#   missing: no duty lets anybody review the data or have it corrected
#   help: write duties with right = "access" and right = "rectification"
#   right: |
#     [[duty]]
#     id    = "review-and-correct"
#     right = ["access", "rectification"]
checks["ca-49073-1-b-4"] := law.reviewed

# METADATA
# title: Security and those responsible for it
# description: >
#   The contract describes what is done to keep pupil records secure and confidential; responsible individuals are
#   designated and trained.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(5)
#   severity: error
#   capacity: [contractor, service-provider]
#   source: [S11]
#   section: security
#   says:
#     safeguards: which actions keep pupil records secure and confidential
#     responsible-individuals: that individuals responsible for security are designated and trained
checks["ca-49073-1-b-5"] := law.said({"safeguards", "responsible-individuals"})

# METADATA
# title: Telling of an unauthorized disclosure
# description: The contract describes how those concerned are told of an unauthorized disclosure of pupil records.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(6)
#   severity: error
#   capacity: [contractor, service-provider]
#   status: unconfirmed
#   missing: no duty tells anybody of an unauthorized disclosure
#   help: write a duty with event = "breach" and what is owed then
#   right: |
#     [[duty]]
#     id    = "breach"
#     event = "breach"
#     owed  = ["tell-the-school"]
checks["ca-49073-1-b-6"] := law.met(law.owing({"breach"}))

# METADATA
# title: Nothing kept after the contract
# description: >
#   The contract certifies that pupil records are neither kept nor available once the services are done, and describes how
#   that is enforced.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(7)
#   severity: error
#   capacity: [contractor, service-provider]
#   status: unconfirmed
#   says:
#     end-certified: that it is certified that no pupil records are kept after the contract, and how that is enforced
#   help: write a keep with from = "contract-end" and then, or a duty with event = "contract-end" and what is owed
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
#     says    = ["end-certified"]
checks["ca-49073-1-b-7"] := law.said({"end-certified"}) | ended if {
	ended := law.needs(law.ending(law.student_data), "no statement says what becomes of student data when the contract ends")
}

# METADATA
# title: FERPA
# description: >
#   The contract describes how the agency and the third party jointly make sure that the Family Educational Rights and
#   Privacy Act is complied with.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(8)
#   severity: error
#   capacity: [contractor, service-provider]
#   source: [S11]
#   section: scope
#   says:
#     ferpa: that both parties make sure that FERPA is complied with
checks["ca-49073-1-b-8"] := law.said({"ferpa"})

# METADATA
# title: No targeted advertising
# description: The contract prohibits the use of personal information in pupil records for targeted advertising.
# custom:
#   citation: Cal. Educ. Code § 49073.1(b)(9)
#   severity: error
#   rules: [ca-r-ads]
#   capacity: [contractor, service-provider]
#   status: unconfirmed
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a bar on the student data and on a purpose of the kind advertising, and take out what uses it so
#   right: |
#     [[bar]]
#     id         = "no-ads"
#     categories = ["student-data"]
#     purposes   = ["ads"]
checks["ca-49073-1-b-9"] := law.spared({"advertising"})
