# The school service provider: what Va. Code § 22.1-289.01 asks of it.
package candor.laws["us-va-student"]

import data.candor.law

# METADATA
# title: What is collected, kept, used and shared
# description: >
#   The provider gives clear and easy information on the types of student personal information it collects, and on how it
#   maintains, uses and shares them.
# custom:
#   citation: Va. Code § 22.1-289.01(B)(1)
#   severity: error
#   source: [S2]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a use with its purpose and a keep for each category, and a share, or a closed clause on sharing, that reaches it
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
#
#     [[keep]]
#     id         = "end-of-contract"
#     categories = ["student-data"]
#     from       = "contract-end"
#     period     = "P30D"
#     then       = ["delete"]
checks["va-22-1-289-01-b-1"] := law.informed | _kept

# METADATA
# title: Kept
# description: The statements that say how long each category of student data is kept.
_kept := law.each(law.student_data, {[id, s.id] | some s in law.statements({"keep"}); some id in law.categories(s)}, "nothing says how this is maintained: %s")

# METADATA
# title: Policy and prominent notice of changes
# description: >
#   The provider has a policy on the privacy of student personal information, and gives prominent notice before it makes a
#   material change to it.
# custom:
#   citation: Va. Code § 22.1-289.01(B)(2)
#   severity: error
#   source: [S2]
#   says:
#     prominent-change-notice: that a prominent notice comes before a material change
#   help: write a duty with event = "material-change" and what is owed then
#   right: |
#     [[duty]]
#     id    = "change"
#     event = "material-change"
#     owed  = ["tell-the-school"]
#     says  = ["prominent-change-notice"]
checks["va-22-1-289-01-b-2"] := law.said({"prominent-change-notice"}) | law.needs(law.owing({"material-change"}), "no duty tells of a material change")

# METADATA
# title: Electronic copy
# description: >
#   The provider gives a student or parent an electronic copy of the student’s data on request, in a form that machines
#   can read.
# custom:
#   citation: Va. Code § 22.1-289.01(B)(10)
#   severity: warning
#   source: [S2]
#   says:
#     electronic-copy: that a student or parent gets an electronic copy on request
#   help: write a duty with right = "portability"
#   right: |
#     [[duty]]
#     id    = "copy"
#     right = "portability"
checks["va-22-1-289-01-b-10"] := law.either(law.ids(law.answering({"portability"})), {"electronic-copy"})
