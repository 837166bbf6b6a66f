# The operator: what Cal. Bus. & Prof. Code § 22584 asks of whoever runs a site, service or app for K–12 schools.
package candor.laws["us-ca-student"]

import data.candor.law

# METADATA
# title: No targeted advertising
# description: >
#   The operator shows no targeted advertising on its service, nor anywhere else on the strength of data acquired through
#   it.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22584(b)(1)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S10]
#   rules: [ca-r-ads]
#   since: "2016-01-01"
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a bar on the student data and on a purpose of the kind advertising, and take out what uses it so
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
checks["ca-22584-ads"] := law.spared({"advertising"})

# METADATA
# title: No profile
# description: The operator makes no profile of a student except for K–12 school purposes.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22584(b)(2)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S10]
#   rules: [ca-r-profile]
#   since: "2016-01-01"
#   missing: no statement permits anything with student data, a category of which says so by class = "student" or the like
#   help: name what student data is used for and the kind of each purpose; what serves the school has the kind service
#   right: |
#     [purpose.lessons]
#     label = "give lessons"
#     kind  = "service"
#
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
checks["ca-22584-profile"] := law.unprofiled

# METADATA
# title: No sale
# description: >
#   The operator does not sell a student’s information. That it passes to whoever acquires the operator is excepted.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22584(b)(3)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S10]
#   rules: [ca-r-sale]
#   since: "2016-01-01"
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a bar on the student data and on a purpose of the kind sale, and take out what uses it so
#   right: |
#     [purpose.sale]
#     label = "sell it"
#     kind  = "sale"
#
#     [[bar]]
#     id         = "no-sale"
#     categories = ["student-data"]
#     purposes   = ["sale"]
checks["ca-22584-sale"] := law.spared({"sale"})

# METADATA
# title: Deletion when the school asks
# description: The operator deletes a student’s covered information when the school or district in control of it asks.
# custom:
#   citation: Cal. Bus. & Prof. Code § 22584(d)(2)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S10]
#   since: "2016-01-01"
#   says:
#     deletion-for-school: that student data is deleted when the school asks
#   help: write a duty with right = "erasure" that you answer yourselves
#   right: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
checks["ca-22584-delete"] := law.either(law.ids(law.erasing), {"deletion-for-school"})
