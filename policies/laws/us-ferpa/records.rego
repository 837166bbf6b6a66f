# Education records: what 34 CFR Part 99 asks of whoever holds them for a school.
package candor.laws["us-ferpa"]

import data.candor.law

# METADATA
# title: A service of the school
# description: Whoever gets education records as a school official performs a service or function for which the school would otherwise use its own employees.
# custom:
#   citation: 34 CFR 99.31(a)(1)(i)(B)(1)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     institutional-service: which service or function of the school is performed with the data
checks["ferpa-31-function"] := law.said({"institutional-service"})

# METADATA
# title: Under the school’s direct control
# description: The school directly controls how the records are used and maintained.
# custom:
#   citation: 34 CFR 99.31(a)(1)(i)(B)(2)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: scope
#   says:
#     school-controls-data: that the school decides on the use, the retention, the deletion and the export of the data
checks["ferpa-31-control"] := law.said({"school-controls-data"})

# METADATA
# title: Term against redisclosure
# description: The contract binds the outside party to the rules on the use of the records and on passing them on.
# custom:
#   citation: 34 CFR 99.31(a)(1)(i)(B)(3)
#   severity: error
#   capacity: [contractor]
#   source: [S1]
#   section: sharing
#   says:
#     no-redisclosure: that education records are used for what they were disclosed for and passed on to nobody without consent
checks["ferpa-31-redisclosure"] := law.said({"no-redisclosure"})

# METADATA
# title: Access by legitimate interest
# description: Within the school, and within a party that acts for it, only those get at the records who have a legitimate educational interest in them.
# custom:
#   citation: 34 CFR 99.31(a)(1)(ii)
#   severity: error
#   source: [S1]
#   rules: [ferpa-r-other-class]
#   section: security
#   says:
#     access-by-need: that only those get at the data who need it for the contracted services
checks["ferpa-31-access"] := law.said({"access-by-need"})

# METADATA
# title: Used for what they were disclosed for
# description: Whoever receives education records uses them only for the purposes for which they were disclosed.
# custom:
#   citation: 34 CFR 99.33(a)(2)
#   severity: error
#   source: [S2]
#   rules: [ferpa-r-vendor-purpose]
#   missing: no statement permits anything with student data, a category of which says so by class = "student" or the like
#   help: name the purpose, and take the statement out or narrow it to other data where the school did not disclose the data for it
#   wrong: |
#     [[use]]
#     id         = "ads"
#     categories = ["student-data"]
#     purposes   = ["ads"]
#   right: |
#     [purpose.lessons]
#     label = "give lessons"
#     kind  = "service"
#
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
checks["ferpa-33-purpose"] := union({_purpose(s) | some s in _permits; s.kind in {"use", "share"}})

# METADATA
# title: Purpose
# description: Whether a statement says what records are used for, and that it is not for the party's own ends.
# scope: document
_purpose(statement) := law.lacks(statement.id, "nothing says what education records are used for") if {
	count(law.purposes(statement)) == 0
} else := law.lacks(statement.id, sprintf("education records are used to %s, for which no school discloses them", [concat(", or to ", sort(own))])) if {
	own := {law.label("purpose", id) | some id in (law.purposes(statement) & law.of_kind({"marketing", "advertising", "sale", "profiling"}))}
	count(own) > 0
} else := law.met({statement.id})

# METADATA
# title: Onward on behalf of the school
# description: Whoever receives education records from a recipient does so on behalf of the school and under one of the grounds of 34 CFR 99.31.
# custom:
#   citation: 34 CFR 99.33(b)
#   severity: error
#   source: [S2]
#   rules: [ferpa-r-redisclose]
#   missing: no category says that it is an education record, as class = "student-record" would, so that nothing can be said of them
#   help: write agreement = true where a contract binds it to act for the school
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
checks["ferpa-33-subs"] := law.bound(_receiving, "nothing binds %s to act for the school as we do") if {
	count(_receiving) > 0
} else := law.idle("no statement permits to pass education records on") if {
	count(law.student_data) > 0
}

# METADATA
# title: Receiving
# description: The recipients to whom education records may be passed on.
_receiving := law.receiving(_permits, {"processor", "affiliate", "partner", "other"})

# METADATA
# title: Inspection within 45 days
# description: A parent or an eligible student can inspect the records within a reasonable time, and no later than 45 days after asking.
# custom:
#   citation: 34 CFR 99.10(b)
#   severity: error
#   source: [S6]
#   rules: [ferpa-r-access]
#   missing: no duty lets a parent or a student inspect the records
#   help: write a duty with right = "access" and within = "P45D" or less
#   wrong: |
#     [[duty]]
#     id     = "inspect"
#     right  = "access"
#     within = "P90D"
#   right: |
#     [[duty]]
#     id     = "inspect"
#     right  = "access"
#     within = "P45D"
checks["ferpa-10-access"] := law.deadline(law.answering({"access"}), 45, "nobody has to answer within 45 days when a parent or a student asks to inspect the records")

# METADATA
# title: Amendment
# description: A parent or an eligible student can ask the school to amend a record that is inaccurate or misleading.
# custom:
#   citation: 34 CFR 99.20
#   severity: warning
#   source: [S8]
#   missing: no duty has records amended
#   help: write a duty with right = "rectification"
#   right: |
#     [[duty]]
#     id    = "amend"
#     right = "rectification"
checks["ferpa-20-amend"] := law.met(law.ids(law.answering({"rectification"})))

# METADATA
# title: Directory information
# description: Directory information may be disclosed once the school has named its types and let parents and eligible students opt out.
# custom:
#   citation: 34 CFR 99.37(a)
#   severity: warning
#   status: unconfirmed
#   section: sharing
#   says:
#     directory-opt-out: which directory information may be disclosed, and how to opt out
checks["ferpa-37-directory"] := law.said({"directory-opt-out"}) if {
	count(law.of_class({"directory"})) > 0
} else := law.idle("no category has the class directory")

# METADATA
# title: Annual notice
# description: The school tells parents and eligible students every year whom it counts as a school official and what a legitimate educational interest is.
# custom:
#   citation: 34 CFR 99.7(a)(3)(iii)
#   severity: warning
#   capacity: [school]
#   source: [S7, S8]
#   section: rights
#   says:
#     annual-notice: that the school’s annual notice tells who counts as a school official
checks["ferpa-7-annual"] := law.said({"annual-notice"})

# METADATA
# title: Rights pass to the student at 18
# description: The rights of a parent pass to the student who turns 18 or attends an institution of postsecondary education.
# custom:
#   citation: 34 CFR 99.5(a)
#   severity: warning
#   source: [S7]
#   section: rights
#   says:
#     rights-at-18: that the rights pass to the student at 18
checks["ferpa-5-transfer"] := law.said({"rights-at-18"})

# METADATA
# title: Studies
# description: A study for the school has an agreement that names its purpose, scope and duration and when the information is destroyed.
# custom:
#   citation: 34 CFR 99.31(a)(6)(iii)(C)
#   severity: error
#   status: unconfirmed
#   missing: no category says that it is an education record, as class = "student-record" would, so that nothing can be said of them
#   section: sharing
#   says:
#     study-agreement: that an agreement fixes the purpose, scope and duration of a study and the destruction of its data
checks["ferpa-6-studies"] := law.said({"study-agreement"}) if {
	some s in _permits
	count(law.purposes(s) & law.of_kind({"research"})) > 0
} else := law.idle("no statement permits research with education records") if {
	count(law.student_data) > 0
}

# METADATA
# title: Permits
# description: The statements that permit something with education records that still tell whose they are.
_permits := [s | some s in law.permits(law.student_data); law.identifying(s)]
