# The operator: what 14 Del. C. § 8104A asks of it.
package candor.laws["us-de-student"]

import data.candor.law

# METADATA
# title: Deletion within 45 days
# description: >
#   The operator deletes student data within a reasonable time, at most 45 calendar days, when the school or district
#   asks.
# custom:
#   citation: 14 Del. C. § 8104A(2)
#   severity: error
#   source: [S3]
#   rules: [de-r-delete]
#   missing: no duty has student data deleted on request
#   help: write a duty with right = "erasure" that you answer yourselves, and within = "P45D" or less
#   wrong: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
#     within     = "P60D"
#   right: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
#     within     = "P45D"
checks["de-8104a"] := law.deadline(law.erasing, 45, "student data is not deleted within 45 days of a request")
