# The board: what Conn. Gen. Stat. § 10-234bb(g) and (i) ask of a board of education.
package candor.laws["us-ct-16-189"]

import data.candor.law

# METADATA
# title: Posting of contracts
# description: >
#   The board keeps a website with all its contracts. Within 5 business days of making one it posts notice of it: the
#   contract, its date, a short description with its purpose, and what student data may be collected.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(g)(1)
#   severity: error
#   capacity: [school]
#   source: [S1]
#   rules: [ct-r-post]
#   says:
#     contract-posted: the contract, its date, a short description with its purpose, and what data may be collected under it
#   missing: no duty posts a contract
#   help: write a duty with event = "contract" and within = "5 business days" or less, and the contract as a document with with, made, url and text
#   right: |
#     [[duty]]
#     id     = "post"
#     event  = "contract"
#     within = "5 business days"
#     owed   = ["post-the-contract"]
#
#     [document.quillwood]
#     label = "the contract with Quillwood Reading"
#     with  = "Quillwood Reading"
#     made  = 2026-06-22
#     url   = "https://schools.example.org/contracts/quillwood.pdf"
#     text  = "It is for a reading program, so that students learn to read at their own pace."
checks["ct-234bb-g-post"] := law.shown(union({_whole(contract) | some contract in law.contracts}), {"contract-posted"}) | _posting

# METADATA
# title: Whole
# description: A contract can be read, and has its day and a short description.
_whole(contract) := law.met({concat(".", ["document", contract.id])}) if {
	contract.url
	contract.made
	contract.text
} else := law.lacks(concat(".", ["document", contract.id]), sprintf("the contract with %s is posted without its address, the day it was made or a short description with its purpose", [contract["with"]]))

# METADATA
# title: Posting
# description: The duties at a contract, with their deadline.
_posting := law.deadline(duties, 7, "a contract is not posted within 5 business days") if {
	duties := law.upon({"contract"})
	count(duties) > 0
} else := law.lacks("", "no duty posts a contract within 5 business days")

# METADATA
# title: Notice in September
# description: By 1 September of each year the board tells students and parents electronically where its website with the contracts is.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(g)(2)
#   severity: error
#   capacity: [school]
#   source: [S1]
#   section: introduction
#   says:
#     september-notice: that students and parents are told of the website with the contracts by 1 September of each year
checks["ct-234bb-g-sept"] := law.said({"september-notice"})

# METADATA
# title: Tools without a contract for special education
# description: >
#   Without a contract, a tool that is unique and needed for an individualised education program or a plan under section
#   504 may be used if FERPA and HIPAA are met, efforts to get a contract are shown, § 10-234cc is met and the parent signs.
# custom:
#   citation: Conn. Gen. Stat. § 10-234bb(i)
#   severity: error
#   capacity: [school]
#   source: [S1]
#   section: sharing
#   says:
#     tool-without-contract: that a tool is used without a contract for special education
#     contract-efforts: which efforts to get a contract are shown
#     parent-agreement: that the parent signs an agreement
checks["ct-234bb-i"] := law.said({"contract-efforts", "parent-agreement"}) if {
	law.says("tool-without-contract")
} else := law.idle("nothing says that a tool is used without a contract")
