# The agency: what 8 NYCRR 121.4 and 121.8 ask of an educational agency.
package candor.laws["us-ny-2d"]

import data.candor.law

# METADATA
# title: Data protection officer
# description: Each educational agency designates a data protection officer.
# custom:
#   citation: 8 NYCRR 121.8
#   severity: error
#   capacity: [school]
#   source: [S8]
#   missing: no contact is that of the agency’s data protection officer
#   help: write "dpo" under for of the contact, with an address
#   right: |
#     [contact.dpo]
#     for   = ["dpo"]
#     label = "Data protection officer"
#     email = "dpo@example.org"
checks["ny2d-121-8-dpo"] := law.met(law.contacts("dpo"))

# METADATA
# title: Complaints answered within 60 days
# description: >
#   The agency has a procedure for complaints about breaches of student data. It gives its findings within 60 calendar
#   days, or says in writing why it needs longer and until when.
# custom:
#   citation: 8 NYCRR 121.4
#   severity: error
#   capacity: [school]
#   source: [S3]
#   rules: [ny2d-r-complaint]
#   missing: no duty answers a complaint
#   help: write a duty with right = "complaint" and within = "P60D" or less
#   right: |
#     [[duty]]
#     id     = "complaints"
#     right  = "complaint"
#     within = "P60D"
checks["ny2d-121-4-complaints"] := law.deadline(
	array.concat(law.answering({"complaint"}), law.upon({"complaint"})), 60,
	"a complaint is not answered within 60 calendar days",
)
