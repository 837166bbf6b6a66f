# The contract: what Utah Code § 53E-9-309 asks of a contract with an education entity.
package candor.laws["us-ut-student"]

import data.candor.law

# METADATA
# title: Provisions of the contract
# description: >
#   The contract has its restrictions on student data, names the persons it may be shared with, says when and how it is
#   deleted, prohibits secondary use, lets the education entity audit, and obliges it to end the contract over an
#   unauthorized use.
# custom:
#   citation: Utah Code § 53E-9-309(2)(a)(i)(A)–(F)
#   severity: error
#   capacity: [contractor]
#   source: [S9]
#   since: "2026-07-01"
#   says:
#     data-restrictions: which requirements and restrictions apply to collecting, using, storing and sharing student data
#     audit: that the education entity may audit
#     ended-for-unauthorized-use: that the contract is ended over an unauthorized use
#   help: write a share with its recipients, a keep with from = "contract-end" and then, and only = "category" at a use of the student data
#   right: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#     only       = "category"
#
#     [[share]]
#     id         = "hosting"
#     categories = ["student-data"]
#     recipients = ["host"]
#
#     [[keep]]
#     id         = "end-of-contract"
#     categories = ["student-data"]
#     from       = "contract-end"
#     period     = "P30D"
#     then       = ["delete"]
#
#     [[note]]
#     id      = "contract-terms"
#     section = "scope"
#     text    = "…"
#     says    = ["data-restrictions", "audit", "ended-for-unauthorized-use"]
checks["ut-53e-9-309"] := ((terms | named) | ended) | closed if {
	terms := law.said({"data-restrictions", "audit", "ended-for-unauthorized-use"})
	named := law.needs({concat(".", ["recipient", r.id]) | some r in _receiving}, "no recipient of student data is named")
	ended := law.needs(law.ending(law.student_data), "no statement says what becomes of student data when the contract ends")
	closed := law.needs(law.closing(law.student_data), "nothing prohibits secondary use of student data")
}

# METADATA
# title: Receiving
# description: Whoever may receive student data.
_receiving := law.receiving(law.permits(law.student_data), {"processor", "controller", "joint-controller", "affiliate", "partner", "staff", "users", "public", "authority", "adviser", "acquirer", "other"})
