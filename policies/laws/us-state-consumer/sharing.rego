# Sharing and sale: what the laws ask to be told of third parties, of sale and of targeted advertising.
package candor.laws["us-state-consumer"]

import data.candor.law

# METADATA
# title: Categories shared with third parties
# description: The notice tells which categories of personal data are shared with third parties, if any are.
# custom:
#   citation: Va. Code § 59.1-578(C)(4); C.R.S. 6-1-1308(1)(a)(IV); Conn. Gen. Stat. § 42-520(c)(4); Utah Code § 13-61-302(1)(a)(iv); Tex. Bus. & Com. Code § 541.102(a)(4); 6 Del. C. § 12D-106(c)(4); Iowa Code § 715D.4(5)(d); Neb. Rev. Stat. § 87-1113(4); N.J.S.A. 56:8-166.6(a)(4); Minn. Stat. § 325M.16 subd. 1(a)(4); Md. Com. Law § 14-4707(d)(5); Ind. Code 24-15-4-3(4)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S6, S7, S8, S10, S13, S15]
#   missing: nothing says which data is shared
#   help: write the categories at the share
#   wrong: |
#     [[share]]
#     id         = "partners"
#     purposes   = ["marketing"]
#     recipients = ["partners"]
#   right: |
#     [[share]]
#     id         = "partners"
#     categories = ["contact"]
#     purposes   = ["marketing"]
#     recipients = ["partners"]
checks["st-common-4"] := _common(_shared(union({_says(s, "categories", "nothing says which data is shared") | some s in _shares})))

# METADATA
# title: Categories of third parties
# description: The notice tells with which categories of third parties personal data is shared, if it is.
# custom:
#   citation: Va. Code § 59.1-578(C)(5); C.R.S. 6-1-1308(1)(a)(V); Conn. Gen. Stat. § 42-520(c)(5); Utah Code § 13-61-302(1)(a)(v); Tex. Bus. & Com. Code § 541.102(a)(5); 6 Del. C. § 12D-106(c)(5); Iowa Code § 715D.4(5)(e); Neb. Rev. Stat. § 87-1113(5); N.J.S.A. 56:8-166.6(a)(3); Minn. Stat. § 325M.16 subd. 1(a)(5); Md. Com. Law § 14-4707(d)(4); Ind. Code 24-15-4-3(5)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S6, S7, S8, S10, S13, S15]
#   missing: nothing says with whom this is shared
#   help: write the recipients at the share
#   right: |
#     [[share]]
#     id         = "partners"
#     categories = ["contact"]
#     purposes   = ["marketing"]
#     recipients = ["partners"]
checks["st-common-5"] := _common(_shared(union({_says(s, "recipients", "nothing says with whom this is shared") | some s in _shares})))

# METADATA
# title: Says
# description: Whether a statement says something under a key.
# scope: document
_says(statement, key, _) := law.met({statement.id}) if count(object.get(statement, key, [])) > 0

_says(statement, key, words) := law.lacks(statement.id, words) if count(object.get(statement, key, [])) == 0

# METADATA
# title: Shares
# description: The statements that permit to share personal data with third parties, or with whomever it may be.
_shares := [s |
	some s in law.statements({"share"})
	law.identifying(s)
	_outside(s)
]

# METADATA
# title: Outside
# description: A share reaches a third party, or names no recipient.
_outside(share) if count(law.recipients(share) & law.third_parties) > 0

_outside(share) if count(law.recipients(share)) == 0

# METADATA
# title: Shared
# description: Results that matter where personal data is shared with third parties.
_shared(results) := results if {
	count(_shares) > 0
} else := law.idle("no statement permits to share personal data with third parties")

# METADATA
# title: Third parties in detail, Maryland
# description: The categories of third parties are told in such detail that people understand what each is, its business model, or what it does with personal data.
# custom:
#   citation: Md. Com. Law § 14-4707(d)(4)
#   severity: error
#   capacity: [controller]
#   source: [S7]
#   missing: nothing says what sort of third party this is
#   help: write service, includes, access or text at the recipient
#   wrong: |
#     [recipient.partners]
#     kind  = "partner"
#     label = "partners"
#   right: |
#     [recipient.partners]
#     kind    = "partner"
#     label   = "advertising networks"
#     service = "showing ads on other sites"
checks["st-md-3p-detail"] := _in({"US-MD"}, _shared(union({_detailed(r) | some r in law.receiving(_shares, _third)})))

# METADATA
# title: Third
# description: The kinds of recipients that are third parties.
_third := {r.kind | some r in input.notice.recipients; r.id in law.third_parties}

# METADATA
# title: Detailed
# description: Whether a recipient says what it does.
# scope: document
_detailed(recipient) := law.met({concat(".", ["recipient", recipient.id])}) if {
	some key in ["service", "includes", "access", "text", "prose"]
	recipient[key]
} else := law.lacks(concat(".", ["recipient", recipient.id]), sprintf("nothing says what sort of third party this is, or what it does: %s", [recipient.label]))

# METADATA
# title: Sale and targeted advertising are disclosed, with the way to opt out
# description: Whoever sells personal data or processes it for targeted advertising says so conspicuously, and how people opt out.
# custom:
#   citation: Va. Code § 59.1-578(D); Conn. Gen. Stat. § 42-520(d); 6 Del. C. § 12D-106(d); Neb. Rev. Stat. § 87-1114; Ind. Code 24-15-4-4; N.J.S.A. 56:8-166.6(b); R.I. Gen. Laws § 6-48.1-3(b)
#   severity: error
#   capacity: [controller]
#   source: [S2, S3, S5, S6, S7, S10, S16]
#   missing: nothing says that people can opt out of sale and targeted advertising
#   help: name a gate of the kind opt-out, objection or consent at the statement; write the kinds of the purposes for which data is shared
#   wrong: |
#     [[share]]
#     id         = "ads"
#     categories = ["browsing"]
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
#   right: |
#     [[share]]
#     id         = "ads"
#     categories = ["browsing"]
#     purposes   = ["behavioral-advertising"]
#     recipients = ["ad-networks"]
#     gates      = ["opted-out"]
checks["st-sale-disclosure"] := _offered(union({_chosen(s) | some s in _offers}))

# METADATA
# title: Chosen
# description: Whether people have a choice about a sale or advertising.
# scope: document
_chosen(statement) := law.met({statement.id}) if {
	law.choice(statement)
} else := law.lacks(statement.id, "personal data is sold or used for targeted advertising, and nobody can opt out")

# METADATA
# title: Opt-out preference signals
# description: A signal of the browser such as Global Privacy Control opts out of sale and targeted advertising, and the notice says so.
# custom:
#   citation: C.R.S. 6-1-1306(1)(a)(IV); Conn. Gen. Stat. § 42-520(e)(1)(A)(ii); 6 Del. C. § 12D-106(e)(1)a.2; Neb. Rev. Stat. § 87-1111(5); N.J.S.A. 56:8-166.11(b); ORS 646A.578(5); Minn. Stat. § 325M.14 subd. 3; Md. Com. Law § 14-4707(f)
#   severity: error
#   capacity: [controller]
#   source: [S3, S5, S6, S7, S9, S10]
#   missing: nothing says that a signal of the browser opts out
#   help: write signals = ["gpc"] at the opt-out; write the kinds of the purposes for which data is shared
#   right: |
#     [gate.opted-out]
#     kind    = "opt-out"
#     label   = "you have opted out"
#     via     = ["form"]
#     signals = ["gpc"]
checks["st-uoom"] := _in(_signals, _offered(union({_signalled(s) | some s in _offers})))

# METADATA
# title: States with signals
# description: The states whose laws have signals of the browser honored.
_signals := {"US-CO", "US-CT", "US-TX", "US-OR", "US-MT", "US-DE", "US-NE", "US-NH", "US-NJ", "US-MN", "US-MD"}

# METADATA
# title: Signalled
# description: Whether a signal of the browser stops a sale or advertising.
# scope: document
_signalled(statement) := law.met({statement.id}) if {
	some g in input.notice.gates
	"gpc" in g.signals
	g.id in law.gates(statement)
} else := law.lacks(statement.id, "personal data is sold or used for targeted advertising, and Global Privacy Control does not stop it")

# METADATA
# title: Opting out outside the notice
# description: Whoever sells personal data, or uses it for targeted advertising or profiling, gives a way to opt out that stands outside the notice, such as a link on the home page.
# custom:
#   citation: Minn. Stat. § 325M.16 subd. 1(b); Mont. Code § 30-14-2812 as amended by SB 297 (2025)
#   severity: error
#   capacity: [controller]
#   source: [S13, S14]
#   section: choices
#   says:
#     opt-out-outside: where outside the notice people can opt out
#   help: tick the topic where that is said; write the kinds of the purposes for which data is shared
checks["st-mn-outside"] := _in({"US-MN", "US-MT"}, _offered(law.said({"opt-out-outside"})))

# METADATA
# title: Names of those to whom it is sold, Rhode Island
# description: Where personal information is collected and sold, the notice names all third parties to whom it was or may be sold.
# custom:
#   citation: R.I. Gen. Laws § 6-48.1-3(a)(2)
#   severity: error
#   capacity: [controller]
#   source: [S16]
#   section: sharing
#   says:
#     buyers-named: the names of all third parties to whom personal data is or may be sold
#   help: tick the topic where all of them are named, such as at the recipient or a note
checks["st-ri-3p-names"] := _in({"US-RI"}, _sold(law.said({"buyers-named"})))

# METADATA
# title: Online contact, Rhode Island
# description: Where personal information is collected and sold, the notice gives an active e-mail address or another way to reach the controller online.
# custom:
#   citation: R.I. Gen. Laws § 6-48.1-3(a)(3)
#   severity: error
#   capacity: [controller]
#   source: [S16]
#   missing: no contact for privacy or rights can be reached online
#   help: write email or url at a contact for privacy or rights
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["st-ri-contact"] := _in({"US-RI"}, _sold(law.met(_online)))

# METADATA
# title: The sentence on the sale of sensitive data, Texas
# description: "Whoever sells sensitive data posts, as the law words it: NOTICE: We may sell your sensitive personal data."
# custom:
#   citation: Tex. Bus. & Com. Code § 541.102(b)
#   severity: error
#   capacity: [controller]
#   source: [S8]
#   section: sharing
#   says:
#     tx-sensitive-sale: the sentence of § 541.102(b), word for word
#   help: "write a note with the text “NOTICE: We may sell your sensitive personal data.” and tick the topic there"
checks["st-tx-sensitive-text"] := _in({"US-TX"}, _selling(_sensitive, law.said({"tx-sensitive-sale"}), "no statement permits to sell sensitive data"))

# METADATA
# title: The sentence on the sale of biometric data, Texas
# description: "Whoever sells biometric data posts, as the law words it: NOTICE: We may sell your biometric personal data."
# custom:
#   citation: Tex. Bus. & Com. Code § 541.102(c)
#   severity: error
#   capacity: [controller]
#   source: [S8]
#   section: sharing
#   says:
#     tx-biometric-sale: the sentence of § 541.102(c), word for word, or that no biometric data is sold
#   help: "write a note with the text “NOTICE: We may sell your biometric personal data.” and tick the topic there"
checks["st-tx-biometric-text"] := _in({"US-TX"}, _selling(_sensitive, law.said({"tx-biometric-sale"}), "no statement permits to sell sensitive data, of which biometric data is some"))

# METADATA
# title: Sensitive
# description: Ids of the categories of sensitive data.
_sensitive := law.of_class({"special", "sensitive"})

# METADATA
# title: Selling
# description: Results that matter where data of some categories is sold.
_selling(ids, results, _) := results if count(_sales(ids)) > 0

_selling(ids, _, words) := _sold(law.idle(words)) if count(_sales(ids)) == 0

# METADATA
# title: Sales
# description: The statements that permit to sell data of some categories.
# scope: document
_sales(ids) := [s |
	some s in law.processing
	count(law.purposes(s) & law.of_kind({"sale"})) > 0
	count(law.categories(s) & ids) > 0
]

# METADATA
# title: Sold
# description: Results that matter where personal data is sold.
_sold(results) := results if {
	count(_sales({c.id | some c in input.notice.categories})) > 0
} else := _untold("no statement permits to sell personal data")

# METADATA
# title: Offers
# description: The statements that permit to sell personal data or to use it for targeted advertising.
_offers := [s |
	some s in law.processing
	count(law.purposes(s) & law.of_kind({"sale", "advertising"})) > 0
]

# METADATA
# title: Offered
# description: Results that matter where personal data is sold or used for targeted advertising.
_offered(results) := results if {
	count(_offers) > 0
} else := _untold("no statement permits to sell personal data, or to use it for targeted advertising")

# METADATA
# title: Untold
# description: The demand does not arise, but where a share has a purpose of no kind nobody can tell.
_untold(_) := union({law.lacks(id, "nothing says of what kind the purpose is for which this is shared, so that it may be a sale") | some id in law.unsorted}) if {
	count(law.unsorted) > 0
}

_untold(words) := law.idle(words) if count(law.unsorted) == 0
