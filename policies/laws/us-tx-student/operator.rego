# The operator: what Tex. Educ. Code §§ 32.152 and 32.156 ask of it.
package candor.laws["us-tx-student"]

import data.candor.law

# METADATA
# title: No advertising, profile or sale
# description: >
#   The operator does not use covered information for targeted advertising or for a profile beyond school purposes, and
#   neither sells nor rents it.
# custom:
#   citation: Tex. Educ. Code § 32.152(a)
#   severity: error
#   source: [S8]
#   rules: [tx-r-prohibited]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a bar on the student data and on purposes of the kinds advertising and sale, and take out what uses it so or to make a profile
#   right: |
#     [[bar]]
#     id         = "no-sale-no-ads"
#     categories = ["student-data"]
#     purposes   = ["sale", "ads"]
#
#     [purpose.lessons]
#     label = "give lessons"
#     kind  = "service"
#
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
checks["tx-32-152"] := law.uncommercial

# METADATA
# title: Deletion within 60 days
# description: >
#   The operator deletes covered information within 60 days after the district asks, unless a student or parent consents
#   to its being kept.
# custom:
#   citation: Tex. Educ. Code § 32.156
#   severity: error
#   rules: [tx-r-delete]
#   status: unconfirmed
#   missing: no duty has student data deleted on request
#   help: write a duty with right = "erasure" that you answer yourselves, and within = "P60D" or less
#   wrong: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
#     within     = "P90D"
#   right: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
#     within     = "P60D"
checks["tx-32-156"] := law.deadline(law.erasing, 60, "student data is not deleted within 60 days of a request")
