# The operator: what Conn. Gen. Stat. § 10-234cc asks of whoever runs a site, service or app for schools.
package candor.laws["us-ct-16-189"]

import data.candor.law

# METADATA
# title: Deletion on request
# description: >
#   The operator deletes student information, records and content within a reasonable time when a student, a parent or the
#   board in control of it asks, unless the law requires it to be kept or it lies in copies for disaster recovery that cannot be reached.
# custom:
#   citation: Conn. Gen. Stat. § 10-234cc(a)(2)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S1]
#   missing: no duty has student data deleted on request
#   help: write a duty with right = "erasure"
#   right: |
#     [[duty]]
#     id         = "delete"
#     right      = "erasure"
#     categories = ["student-data"]
checks["ct-234cc-a-2"] := law.met(law.ids(law.answering({"erasure"})))

# METADATA
# title: No sale, profile or advertising
# description: >
#   The operator does not use student data for targeted advertising, nor for any purpose but those of the school, such as a
#   profile of the student, and does not sell, rent or trade it.
# custom:
#   citation: Conn. Gen. Stat. § 10-234cc(b)(1)–(3)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S1]
#   rules: [ct-r-ads, ct-r-sale]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: write a bar on the student data and on purposes of the kinds sale and advertising, and take out what uses it so
#   right: |
#     [[bar]]
#     id         = "no-sale-no-ads"
#     categories = ["student-data"]
#     purposes   = ["sale", "ads"]
checks["ct-234cc-b"] := law.uncommercial

# METADATA
# title: Terms of service providers
# description: >
#   A service provider of the operator may not use the data for anything but the service, may not pass it on, and has to
#   keep it secure; the contract says so.
# custom:
#   citation: Conn. Gen. Stat. § 10-234cc(b)(4)(E)
#   severity: error
#   capacity: [contractor, operator]
#   source: [S1]
#   rules: [ct-r-provider]
#   missing: nothing says that service providers are bound
#   help: write agreement = true where a contract binds it to the three terms
#   right: |
#     [recipient.host]
#     kind      = "processor"
#     label     = "Example Cloud"
#     agreement = true
checks["ct-234cc-b-4-e"] := law.bound(_providers, "nothing says that a contract keeps %s from other uses, from passing data on and to security") if {
	count(_providers) > 0
} else := law.idle("no service provider is named")

# METADATA
# title: Providers
# description: The service providers.
_providers := law.of_recipient_kind({"processor"})
