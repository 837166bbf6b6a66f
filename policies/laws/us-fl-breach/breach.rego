# Breaches: what Fla. Stat. § 501.171 asks whoever holds data of people in Florida to be ready for.
package candor.laws["us-fl-breach"]

import data.candor.law

# METADATA
# title: What counts
# description: >
#   A breach is about a name together with a social security or government number, an account number with its code,
#   medical or health insurance information, or about an address for logging in with a password. The notice says which
#   of its data is that.
# custom:
#   citation: Fla. Stat. § 501.171(1)(g)
#   severity: warning
#   source: [S1]
#   section: security
#   says:
#     breach-data: which data counts as personal information when there is a breach
checks["fl-501-171-1-g"] := law.said({"breach-data"})

# METADATA
# title: Telling the Department of Legal Affairs
# description: Where 500 people in Florida or more are concerned, the Department of Legal Affairs is told within 30 days of the breach being determined.
# custom:
#   citation: Fla. Stat. § 501.171(3)(a)
#   severity: warning
#   capacity: [business]
#   source: [S2]
#   section: security
#   says:
#     authority-told: which authority is told of a breach, from how many people on and within how many days
checks["fl-501-171-3"] := law.said({"authority-told"})

# METADATA
# title: Telling those concerned
# description: >
#   People in Florida are told within 30 days: when it happened or was found, which information is concerned, and how to
#   reach the entity.
# custom:
#   citation: Fla. Stat. § 501.171(4)(a), (e)
#   severity: warning
#   capacity: [business]
#   source: [S2]
#   rules: [fl-r-individuals]
#   says:
#     breach-notice-contents: that a notice of a breach says when it was, which information it is about and how to ask
#   missing: no duty tells those concerned of a breach
#   help: write a duty with event = "breach" and within = "P30D" or less, and tick breach-notice-contents where it says what the notice holds
#   wrong: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P60D"
#   right: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P30D"
#     says   = ["breach-notice-contents"]
checks["fl-501-171-4"] := law.deadline(duties, 30, "nobody is told of a breach within 30 days") | law.said({"breach-notice-contents"}) if {
	duties := law.upon({"breach"})
	count(duties) > 0
}

# METADATA
# title: Telling the consumer reporting agencies
# description: Where more than 1,000 people are told at once, the consumer reporting agencies are told too.
# custom:
#   citation: Fla. Stat. § 501.171(5)
#   severity: warning
#   capacity: [business]
#   source: [S2]
#   section: security
#   says:
#     consumer-agencies-told: from how many people on the consumer reporting agencies are told
checks["fl-501-171-5"] := law.said({"consumer-agencies-told"})

# METADATA
# title: An agent tells the entity within 10 days
# description: A third-party agent tells the covered entity of a breach as soon as practicable, and within 10 days of its being determined.
# custom:
#   citation: Fla. Stat. § 501.171(6)(a)
#   severity: error
#   capacity: [service-provider]
#   source: [S2]
#   rules: [fl-r-agent]
#   missing: no duty tells the entity of a breach
#   help: write a duty with event = "breach" and within = "P10D" or less
#   wrong: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P30D"
#   right: |
#     [[duty]]
#     id     = "breach"
#     event  = "breach"
#     within = "P10D"
checks["fl-501-171-6"] := law.deadline(law.upon({"breach"}), 10, "a breach is not told to the entity within 10 days")

# METADATA
# title: Disposal
# description: Records with personal information of customers are shredded, erased or made unreadable once they need not be kept.
# custom:
#   citation: Fla. Stat. § 501.171(8)
#   severity: warning
#   status: unconfirmed
#   says:
#     disposal: how records are disposed of
#   help: write then = ["delete"] at the statements that keep data
#   right: |
#     [[keep]]
#     id         = "keep-account"
#     categories = ["account"]
#     from       = "account-closed"
#     period     = "P30D"
#     then       = ["delete"]
checks["fl-501-171-8"] := law.either({s.id | some s in law.statements({"keep"}); "delete" in s.keep.then}, {"disposal"})
