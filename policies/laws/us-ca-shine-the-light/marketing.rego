# Marketing by others: what Cal. Civ. Code § 1798.83 asks whoever passes data on for it.
package candor.laws["us-ca-shine-the-light"]

import data.candor.law

# METADATA
# title: Your Privacy Rights
# description: >
#   A business with 20 employees or more that discloses data of its customers for the direct marketing of others says, under
#   “Your Privacy Rights”, at which address a customer can ask once a calendar year what was disclosed and to whom. It need not
#   where its policy is to disclose nothing without consent, or nothing once somebody has opted out free of charge.
# custom:
#   citation: Cal. Civ. Code § 1798.83(b)–(c)
#   severity: error
#   source: [S10]
#   says:
#     marketing-disclosures: where people can ask what was disclosed for the direct marketing of others
#   missing: nothing says where people can ask what was disclosed for the direct marketing of others
#   help: write a gate of the kind consent or opt-out at every such share, or tick marketing-disclosures at the duty that answers; write the purposes and their kinds where a share has none
#   wrong: |
#     [[share]]
#     id         = "offers"
#     categories = ["contact"]
#     purposes   = ["offers-of-others"]
#     recipients = ["partners"]
#   right: |
#     [[duty]]
#     id      = "shine-the-light"
#     right   = "information"
#     every   = "P1Y"
#     contact = "privacy"
#     text    = "Once a year you can ask us at privacy@example.com to whom we gave your data for their direct marketing."
#     says    = ["marketing-disclosures"]
checks["stl-83-b"] := law.met(law.ids(_marketing)) if {
	count(_marketing) > 0
	every s in _marketing {
		law.choice(s)
	}
} else := law.said({"marketing-disclosures"}) if {
	law.says("marketing-disclosures")
} else := law.said({"marketing-disclosures"}) if {
	count(_marketing) > 0
} else := law.met(_barring) if {
	count(_barring) > 0
} else := union({law.lacks(id, "nothing says of what kind a purpose is for which data goes to third parties") | some id in _unsorted}) if {
	count(_unsorted) > 0
} else := law.idle("no statement shares data for the marketing of others")

# METADATA
# title: Third-party shares
# description: The statements that share more than anonymous data with third parties, or do not say with whom.
_shares := [s | some s in law.statements({"share"}); law.identifying(s); _third(s)]

# METADATA
# title: Third
# description: A statement shares with a third party, or with anybody.
_third(statement) if count(law.recipients(statement) & law.third_parties) > 0

_third(statement) if count(law.recipients(statement)) == 0

# METADATA
# title: Marketing
# description: The statements that share data with third parties for marketing or advertising.
_marketing := [s | some s in _shares; count(law.purposes(s) & law.of_kind({"marketing", "advertising"})) > 0]

# METADATA
# title: Barring
# description: The bars that forbid marketing with all that is shared with third parties.
_barring := law.bars({id | some s in _shares; some id in law.categories(s)}, "marketing") if count(_shares) > 0

# METADATA
# title: Unsorted
# description: The statements that share data with third parties for a purpose without a kind, or for none that is named.
_unsorted := {s.id | some s in _shares; count(law.purposes(s) - law.of_no_kind) == 0} | {s.id | some s in _shares; count(law.purposes(s) & law.of_no_kind) > 0}
