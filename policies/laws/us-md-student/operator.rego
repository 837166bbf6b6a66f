# The operator: what Md. Code, Educ. § 4-131 asks of it.
package candor.laws["us-md-student"]

import data.candor.law

# METADATA
# title: No advertising, profile or sale; deletion; list of services
# description: >
#   The operator does not use covered information for targeted advertising or for a profile beyond school purposes and
#   does not sell it, deletes it when the school asks, and gives the school system a list of its services.
# custom:
#   citation: Md. Code, Educ. § 4-131
#   severity: error
#   source: [S6]
#   rules: [md-r-prohibited]
#   status: unconfirmed
#   says:
#     service-list: that the school system gets a list of the services
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
#
#     [[note]]
#     id      = "contract-terms"
#     section = "scope"
#     text    = "…"
#     says    = ["service-list"]
checks["md-4-131"] := (law.uncommercial | law.said({"service-list"})) | law.either(law.ids(law.erasing), {"deletion-for-school"})
