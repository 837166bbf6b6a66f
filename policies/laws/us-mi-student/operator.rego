# The operator: what MCL 388.1295 asks of it.
package candor.laws["us-mi-student"]

import data.candor.law

# METADATA
# title: No advertising, profile or sale; deletion
# description: >
#   The operator does not use covered information for targeted advertising or for a profile beyond school purposes,
#   neither sells nor rents it, and deletes it when the school or district asks.
# custom:
#   citation: MCL 388.1295(1)–(2)
#   severity: error
#   source: [S4]
#   rules: [mi-r-prohibited]
#   says:
#     deletion-for-school: that student data is deleted when the school asks
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: bar advertising and the sale of student data, take out what uses it so or to make a profile, and write a duty with right = "erasure" that you answer yourselves
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
#
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
checks["mi-388-1295"] := law.uncommercial | law.either(law.ids(law.erasing), {"deletion-for-school"})
