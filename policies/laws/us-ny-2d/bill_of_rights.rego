# Parents’ Bill of Rights: the five statements that N.Y. Educ. Law § 2-d(3)(b) puts into the Parents’ Bill of Rights.
package candor.laws["us-ny-2d"]

import data.candor.law

# METADATA
# title: No sale and no commercial release
# description: >
#   A student’s personally identifiable information cannot be sold or released for any commercial purpose.
#   The notice forbids it, so that the decision does too.
# custom:
#   citation: N.Y. Educ. Law § 2-d(3)(b)(1)
#   severity: error
#   source: [S5]
#   missing: no bar forbids both the sale of student data and its use for advertising or marketing
#   help: write a bar on the student data and on purposes of the kinds sale and advertising; the kind stands at the purpose
#   wrong: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#   right: |
#     [purpose.sale]
#     label = "sell it"
#     kind  = "sale"
#
#     [purpose.advertising]
#     label = "choose advertising"
#     kind  = "advertising"
#
#     [[bar]]
#     id         = "no-commercial-use"
#     categories = ["student-data"]
#     purposes   = ["sale", "advertising"]
checks["ny2d-3b-1"] := law.met(sale | release) if {
	count(_data) > 0
	sale := law.bars(_data, "sale")
	release := law.bars(_data, "advertising") | law.bars(_data, "marketing")
	count(sale) > 0
	count(release) > 0
}

# METADATA
# title: Right to inspect and review
# description: Parents have the right to inspect and review the complete contents of their child’s education record, at the agency.
# custom:
#   citation: N.Y. Educ. Law § 2-d(3)(b)(2); 8 NYCRR 121.12
#   severity: error
#   capacity: [school]
#   source: [S5, S7]
#   missing: no duty answers parents who ask to inspect and review a record
#   help: write a duty with right = "access"
#   right: |
#     [[duty]]
#     id    = "inspect"
#     right = "access"
checks["ny2d-3b-2"] := law.met(law.ids(law.answering({"access"})))

# METADATA
# title: Safeguards of the Bill of Rights
# description: >
#   State and federal laws protect the confidentiality of personally identifiable information, and safeguards of
#   industry standards such as encryption, firewalls and password protection must be in place when it is stored
#   or transferred.
# custom:
#   citation: N.Y. Educ. Law § 2-d(3)(b)(3)
#   severity: error
#   source: [S5]
#   section: security
#   says:
#     encryption: that the data is encrypted
#     firewalls: that firewalls protect the data
#     password-protection: that passwords protect the data
checks["ny2d-3b-3"] := law.said({"encryption", "firewalls", "password-protection"})

# METADATA
# title: List of the State’s data elements
# description: >
#   A complete list of all student data elements that the State collects is open to the public, and the Bill of
#   Rights gives the web address and the postal address where it can be had.
# custom:
#   citation: N.Y. Educ. Law § 2-d(3)(b)(4)
#   severity: error
#   capacity: [school]
#   source: [S5]
#   says:
#     data-element-list: where the list of the State’s student data elements can be had, on the web and by post
#   right: |
#     [document.data-elements]
#     label = "the State’s list of student data elements"
#     url   = "https://www.nysed.gov/student-data-privacy/student-data-inventory"
#     text  = "By post: Office of Information & Reporting Services, 89 Washington Avenue, Albany, NY 12234."
#     says  = ["data-element-list"]
checks["ny2d-3b-4"] := law.said({"data-element-list"})

# METADATA
# title: Contact for complaints about breaches
# description: Parents have the right to have complaints about possible breaches of student data addressed, and the Bill of Rights says to whom they go.
# custom:
#   citation: N.Y. Educ. Law § 2-d(3)(b)(5)
#   severity: error
#   capacity: [school]
#   source: [S5]
#   missing: no contact that can be reached takes complaints about breaches
#   help: write "complaints" under for of the contact, with an e-mail address, a telephone number or a postal address
#   right: |
#     [contact.complaints]
#     for   = ["complaints"]
#     email = "privacy@example.org"
checks["ny2d-3b-5"] := law.met(law.contacts("complaints"))

# METADATA
# title: Student and educator data
# description: The categories that the law is about.
_data := law.of_class({"student", "student-record", "student-content", "directory", "educator"})
