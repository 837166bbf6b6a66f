# The school service: what RCW 28A.604 asks of whoever provides it.
package candor.laws["us-wa-student"]

import data.candor.law

# METADATA
# title: What is collected, used and shared
# description: >
#   The provider gives clear and easy information on the types of student personal information it collects, and on how it
#   uses and shares them.
# custom:
#   citation: RCW 28A.604.020(1)
#   severity: error
#   source: [S1]
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
checks["wa-28a-604-020-1"] := law.informed

# METADATA
# title: Prominent notice before a material change
# description: The provider gives prominent notice before it makes a material change to its privacy policy.
# custom:
#   citation: RCW 28A.604.020(2)
#   severity: error
#   source: [S1]
#   says:
#     prominent-change-notice: that a prominent notice comes before a material change
#   help: write a duty with event = "material-change" and what is owed then
#   right: |
#     [[duty]]
#     id    = "change"
#     event = "material-change"
#     owed  = ["tell-the-school"]
#     says  = ["prominent-change-notice"]
checks["wa-28a-604-020-2"] := law.said({"prominent-change-notice"}) | law.needs(law.owing({"material-change"}), "no duty tells of a material change")

# METADATA
# title: Access and correction
# description: >
#   The provider lets students or parents get at the data and have it corrected, directly or by way of the school or
#   teacher.
# custom:
#   citation: RCW 28A.604.020(3)
#   severity: error
#   source: [S1]
#   missing: no duty lets anybody review the data or have it corrected
#   help: write duties with right = "access" and right = "rectification"
#   right: |
#     [[duty]]
#     id    = "review-and-correct"
#     right = ["access", "rectification"]
checks["wa-28a-604-020-3"] := law.reviewed

# METADATA
# title: Security program and deletion
# description: >
#   The provider keeps up a comprehensive security program, and deletes the data within a reasonable time when the
#   institution asks.
# custom:
#   citation: RCW 28A.604.040
#   severity: error
#   source: [S1]
#   says:
#     security-program: that a comprehensive program protects the security, confidentiality and integrity of the data
#     deletion-for-school: that student data is deleted when the school asks
#   help: write a duty with right = "erasure" that you answer yourselves
#   right: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
#     says       = ["security-program"]
checks["wa-28a-604-040"] := law.said({"security-program"}) | law.either(law.ids(law.erasing), {"deletion-for-school"})
