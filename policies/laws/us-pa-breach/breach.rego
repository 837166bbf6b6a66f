# Breaches: what 73 P.S. § 2301 and following asks whoever holds data of people in Pennsylvania to be ready for.
package candor.laws["us-pa-breach"]

import data.candor.law

# METADATA
# title: Telling those concerned
# description: People in Pennsylvania are told of a breach without unreasonable delay.
# custom:
#   citation: 73 P.S. § 2303(a)
#   severity: warning
#   source: [S5]
#   missing: no duty answers a breach
#   help: write a duty with event = "breach"
#   right: |
#     [[duty]]
#     id    = "breach"
#     event = "breach"
#     text  = "We tell those concerned of a breach without unreasonable delay."
checks["pa-2303-a"] := law.met(law.ids(law.upon({"breach"})))

# METADATA
# title: Schools, counties and municipalities
# description: >
#   A public school, county or municipality tells those concerned within 7 business days of determining the breach, and the
#   district attorney within 3 business days.
# custom:
#   citation: 73 P.S. § 2303(a.2)
#   severity: error
#   capacity: [school]
#   source: [S3]
#   rules: [pa-r-school]
#   says:
#     district-attorney-told: that the district attorney is told within 3 business days
#   missing: no duty answers a breach
#   help: write a duty with event = "breach" and within = "7 business days" or less, and tick district-attorney-told where it says so
#   wrong: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P30D"
#   right: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "7 business days"
#     says   = ["district-attorney-told"]
checks["pa-2303-a-2"] := _timely | law.said({"district-attorney-told"}) if {
	count(law.upon({"breach"})) > 0
}

# METADATA
# title: Timely
# description: The duties that tell of a breach within 7 business days, which are never fewer than 9 calendar days; where none does, what each of them lacks.
_timely := law.met(in_time) if {
	in_time := {s.id | some s in law.upon({"breach"}); _within_7_business_days(s.duty.within)}
	count(in_time) > 0
} else := union({law.lacks(s.id, "those concerned are not told of a breach within 7 business days") | some s in law.upon({"breach"})})

# METADATA
# title: Within 7 business days
# description: A period is no longer than 7 business days, whichever day it begins.
_within_7_business_days(period) if regex.match(`^[1-7] business days?$`, period)

_within_7_business_days(period) if {
	startswith(period, "P")
	law.at_most({"duty": {"within": period}}, 9)
}

# METADATA
# title: Telling the Attorney General
# description: Where more than 500 people in Pennsylvania are told, the Attorney General is told at the same time.
# custom:
#   citation: 73 P.S. § 2303(c.1)
#   severity: warning
#   capacity: [business, school]
#   source: [S4]
#   section: security
#   says:
#     authority-told: which authority is told of a breach, from how many people on and within how many days
checks["pa-2303-c-1"] := law.said({"authority-told"})

# METADATA
# title: A vendor tells the entity
# description: A vendor that holds data for an entity tells it of a breach once it is discovered.
# custom:
#   citation: 73 P.S. § 2303(c)
#   severity: warning
#   capacity: [service-provider]
#   status: unconfirmed
#   missing: no duty at a breach owes anything
#   help: write owed at the duty with event = "breach"
#   right: |
#     [[duty]]
#     id    = "breach"
#     event = "breach"
#     owed  = ["tell-the-customer"]
checks["pa-2303-vendor"] := law.met({s.id | some s in law.upon({"breach"}); count(s.owed) > 0})

# METADATA
# title: Telling the consumer reporting agencies
# description: Where 500 people or more are told, the consumer reporting agencies are told too.
# custom:
#   citation: 73 P.S. § 2305
#   severity: warning
#   capacity: [business, school]
#   source: [S4]
#   section: security
#   says:
#     consumer-agencies-told: from how many people on the consumer reporting agencies are told
checks["pa-2305-cra"] := law.said({"consumer-agencies-told"})

# METADATA
# title: Credit reports and monitoring
# description: Where a social security, bank account or driver’s licence number is concerned, those concerned are offered a credit report and a year of monitoring.
# custom:
#   citation: Act 33 of 2024
#   severity: warning
#   capacity: [business, school]
#   source: [S4]
#   section: security
#   says:
#     credit-monitoring: that credit monitoring is offered after a breach, and for how long
checks["pa-credit"] := law.said({"credit-monitoring"})
