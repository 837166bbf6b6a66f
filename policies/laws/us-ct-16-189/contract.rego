# The contract: what Conn. Gen. Stat. § 10-234bb asks of a contract with a board of education.
package candor.laws["us-ct-16-189"]

import data.candor.law

# METADATA
# title: Not the contractor’s property
# description: The contract states that student data is not the property of the contractor nor under its control.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(1)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     not-contractors-property: that student data is not the contractor’s property or under its control
checks["ct-234bb-a-1"] := law.said({"not-contractors-property"})

# METADATA
# title: How the board has data deleted
# description: >
#   The contract says by what means the board may ask for the deletion of student data, and the exceptions: what the law
#   requires to be kept, and copies for disaster recovery that cannot be reached.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(2)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: retention
#   says:
#     deletion-by-board: by what means the board may ask for deletion, and what is excepted
checks["ct-234bb-a-2"] := law.said({"deletion-by-board"})

# METADATA
# title: No other purposes
# description: The contract states that the contractor does not use student data for any purpose other than those it authorises.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(3)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   rules: [ct-r-purpose]
#   missing: nothing says that student data is used for no other purpose than those of the contract
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
checks["ct-234bb-a-3"] := law.met(law.closing(law.student_data)) if count(law.student_data) > 0

# METADATA
# title: Review and correction
# description: The contract says how a student, parent or guardian may review personally identifiable information and have a student record corrected.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(4)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   missing: no duty lets anybody review the data or have it corrected
#   help: write duties with right = "access" and right = "rectification"
#   wrong: |
#     [[duty]]
#     id    = "review"
#     right = "access"
#   right: |
#     [[duty]]
#     id    = "review-and-correct"
#     right = ["access", "rectification"]
checks["ct-234bb-a-4"] := law.reviewed

# METADATA
# title: Security and confidentiality
# description: The contract states that the contractor takes actions to make sure that student data is secure and confidential.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(5)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: security
#   says:
#     safeguards: which actions keep student data secure and confidential
checks["ct-234bb-a-5"] := law.said({"safeguards"})

# METADATA
# title: Telling the board of a breach
# description: >
#   The contract has a procedure for telling the board of a breach: without unreasonable delay, at most 30 days after
#   discovery for student information, and at most 60 days for directory information, student records and
#   student-generated content. A single deadline of 30 days serves both.
# custom:
#   citation: Conn. Gen. Stat. §§ 10-234bb(a)(6), 10-234dd
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   rules: [ct-r-breach-30, ct-r-breach-60]
#   missing: no duty tells the board of a breach
#   help: write a duty with event = "breach" and within = "P30D" or less; one for student records and content alone may have "P60D"
#   wrong: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P60D"
#     owed   = ["tell-the-board"]
#   right: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P30D"
#     owed   = ["tell-the-board"]
checks["ct-234bb-a-6"] := law.deadline(_breach_of_information, 30, "a breach of student information is not told within 30 days of its discovery") | _breach_of_records

# METADATA
# title: Breach of student information
# description: The duties at a breach that reach student information.
_breach_of_information := [s | some s in law.upon({"breach"}); count(law.categories(s) - law.of_class(_late)) > 0]

# METADATA
# title: Breach of records
# description: The duties at a breach that are about directory information, student records and content alone have 60 days.
_breach_of_records := union({law.deadline([s], 60, "a breach of student records is not told within 60 days of its discovery") |
	some s in law.upon({"breach"})
	count(law.categories(s)) > 0
	count(law.categories(s) - law.of_class(_late)) == 0
})

# METADATA
# title: Late
# description: The classes of data of which a breach may be told within 60 days.
_late := {"directory", "student-record", "student-content"}

# METADATA
# title: Nothing kept after the contract
# description: >
#   The contract states that student data is neither kept nor available to the contractor once the contracted services
#   are done, unless a student, parent or guardian chooses an account of their own for student-generated content.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(7)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   missing: no statement says that student data is given up when the contract ends
#   help: write a duty with event = "contract-end" and what is owed then, or a keep with from = "contract-end" and then
#   right: |
#     [[keep]]
#     id         = "end-of-contract"
#     categories = ["student-data"]
#     from       = "contract-end"
#     period     = "P0D"
#     then       = ["delete"]
checks["ct-234bb-a-7"] := law.met(law.ending(law.student_data))

# METADATA
# title: FERPA
# description: The contract states that the contractor and the board make sure that the Family Educational Rights and Privacy Act is complied with.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(8)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     ferpa: that both parties make sure that FERPA is complied with
checks["ct-234bb-a-8"] := law.said({"ferpa"})

# METADATA
# title: Connecticut law governs
# description: The contract states that the laws of Connecticut govern the rights and duties of the parties.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(9)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     connecticut-law-governs: that the law of Connecticut governs
checks["ct-234bb-a-9"] := law.said({"connecticut-law-governs"})

# METADATA
# title: Severability
# description: The contract states that a provision that a court finds invalid does not affect those that can be given effect without it.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(a)(10)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     severability: that an invalid provision leaves the others in effect
checks["ct-234bb-a-10"] := law.said({"severability"})

# METADATA
# title: Who owns student-generated content
# description: Student-generated content is the property of the student or of the parent or guardian.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(b)
#   severity: warning
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     content-owned-by-student: that student-generated content belongs to the student or the parent
checks["ct-234bb-b"] := law.said({"content-owned-by-student"}) if {
	count(law.of_class({"student-content"})) > 0
} else := law.idle("no category has the class student-content")

# METADATA
# title: Standard of security
# description: >
#   Security meets or exceeds industry standards, with the technologies of the guidance under section 13402(h)(2) of the
#   HITECH Act and the technical safeguards of 45 CFR 164.312 for student records.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(c)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: security
#   says:
#     hitech-guidance: that security follows the guidance under HITECH section 13402(h)(2)
#     hipaa-technical-safeguards: that student records have the technical safeguards of 45 CFR 164.312
checks["ct-234bb-c"] := law.said({"hitech-guidance", "hipaa-technical-safeguards"})

# METADATA
# title: No targeted advertising
# description: The contractor does not use personally identifiable information in student data for targeted advertising.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(d)(2)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   rules: [ct-r-ads]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a bar on the student data and on a purpose of the kind advertising
#   wrong: |
#     [[use]]
#     id         = "ads"
#     categories = ["student-data"]
#     purposes   = ["ads"]
#   right: |
#     [purpose.ads]
#     label = "choose advertising"
#     kind  = "advertising"
#
#     [[bar]]
#     id         = "no-ads"
#     categories = ["student-data"]
#     purposes   = ["ads"]
checks["ct-234bb-d"] := law.spared({"advertising"})
