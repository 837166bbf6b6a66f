# The school service contract provider: what C.R.S. 22-16-108 to 22-16-110 ask of it.
package candor.laws["us-co-student"]

import data.candor.law

# METADATA
# title: What is collected, why, and how it is used and shared
# description: >
#   The provider explains in plain words which data elements it collects, for which learning purpose, and how it uses and
#   shares them.
# custom:
#   citation: C.R.S. 22-16-108(1)
#   severity: error
#   capacity: [contractor]
#   source: [S5]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a use with its purpose for each category, one of the kind service among them, and a share, or a closed clause on sharing, that reaches it
#   right: |
#     [purpose.lessons]
#     label = "give lessons"
#     kind  = "service"
#
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#
#     [[closed]]
#     id         = "no-more"
#     categories = ["student-data"]
#     actions    = ["share"]
checks["co-22-16-108-1"] := law.informed | _learning

# METADATA
# title: Learning
# description: The statements that use each category of student data for a service to the school.
_learning := law.each(law.student_data, pairs, "nothing says for which learning purpose this is collected: %s") if {
	pairs := {[id, s.id] |
		some s in law.statements({"use"})
		law.identifying(s)
		count(law.purposes(s) & law.of_kind({"service"})) > 0
		some id in law.categories(s)
	}
}

# METADATA
# title: Notice before a material change
# description: >
#   The provider gives clear notice to each public education entity before it makes a material change to its privacy
#   policy.
# custom:
#   citation: C.R.S. 22-16-108(2)
#   severity: error
#   capacity: [contractor]
#   source: [S5]
#   says:
#     schools-told-first: that each school or district is told before a material change
#   help: write a duty with event = "material-change" and what is owed then
#   right: |
#     [[duty]]
#     id    = "change"
#     event = "material-change"
#     owed  = ["tell-the-school"]
#     says  = ["schools-told-first"]
checks["co-22-16-108-2"] := law.said({"schools-told-first"}) | law.needs(law.owing({"material-change"}), "no duty tells of a material change")

# METADATA
# title: Notice of misuse
# description: >
#   The provider tells the public education entity as soon as possible of misuse or an unauthorized release of the data,
#   its own or a subcontractor’s.
# custom:
#   citation: C.R.S. 22-16-108(4)
#   severity: error
#   capacity: [contractor]
#   source: [S5]
#   says:
#     misuse-told: that the school or district is told as soon as possible of misuse or an unauthorized release, one of a subcontractor’s included
#   help: write a duty with event = "breach" and what is owed then
#   right: |
#     [[duty]]
#     id    = "breach"
#     event = "breach"
#     owed  = ["tell-the-school"]
#     says  = ["misuse-told"]
checks["co-22-16-108-4"] := law.said({"misuse-told"}) | law.needs(law.owing({"breach"}), "no duty tells of a breach")

# METADATA
# title: No sale, profile or advertising
# description: >
#   The provider does not sell the data, does not use it for targeted advertising and makes no personal profile beyond the
#   authorized purposes.
# custom:
#   citation: C.R.S. 22-16-109(2)
#   severity: error
#   capacity: [contractor]
#   source: [S5]
#   rules: [co-r-ads, co-r-profile, co-r-sale]
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
checks["co-22-16-109-2"] := law.uncommercial

# METADATA
# title: Destruction at the end of the contract
# description: The provider destroys the data when the contract ends, within the time that the contract sets.
# custom:
#   citation: C.R.S. 22-16-110
#   severity: error
#   capacity: [contractor]
#   status: unconfirmed
#   missing: no statement says what becomes of student data when the contract ends
#   help: write a keep with from = "contract-end" and then, or a duty with event = "contract-end" and what is owed
#   right: |
#     [[keep]]
#     id         = "end-of-contract"
#     categories = ["student-data"]
#     from       = "contract-end"
#     period     = "P30D"
#     then       = ["delete"]
checks["co-22-16-110"] := law.met(law.ending(law.student_data))
