# Information: what UK GDPR Arts. 13 and 14 ask a notice to say.
package candor.laws["uk-gdpr"]

import data.candor.law

# METADATA
# title: The controller and how to reach it
# description: The notice names the controller and how to reach it.
# custom:
#   citation: UK GDPR Art. 13(1)(a)
#   severity: error
#   capacity: [controller]
#   status: unconfirmed
#   missing: no contact for privacy or for rights can be reached
#   help: write a [contact] for privacy with an e-mail address, a telephone number, a web page or a postal address
#   right: |
#     [contact.privacy]
#     for   = ["privacy", "rights"]
#     email = "privacy@example.com"
checks["uk-13-1-a"] := law.met(law.contacts("privacy") | law.contacts("rights"))

# METADATA
# title: Representative in the United Kingdom
# description: A controller that has no establishment in the United Kingdom, and to which Art. 27 applies, names its representative there.
# custom:
#   citation: UK GDPR Arts. 13(1)(a), 27
#   severity: error
#   capacity: [controller]
#   status: unconfirmed
#   says:
#     outside-the-uk: that the controller has no establishment in the United Kingdom
#   missing: no contact of a representative can be reached
#   help: write a [contact] for representative
#   right: |
#     [contact.representative]
#     for   = ["representative"]
#     name  = "Example Representatives Ltd"
#     email = "uk@example.com"
checks["uk-13-1-a-rep"] := law.met(law.contacts("representative")) if {
	law.says("outside-the-uk")
} else := law.idle("nothing says that the controller has no establishment in the United Kingdom")

# METADATA
# title: Purposes and legal bases
# description: The notice says for what purposes personal data is processed, and on which legal basis of Art. 6(1) for each.
# custom:
#   citation: UK GDPR Arts. 13(1)(c), 6(1)
#   severity: error
#   capacity: [controller]
#   source: [S4]
#   missing: no statement says what personal data is used for
#   help: write the purposes and the bases at the statement
#   wrong: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
#   right: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
#     bases      = ["contract"]
checks["uk-13-1-c"] := union({_grounds(s) | some s in law.processing; s.kind == "use"})

# METADATA
# title: Grounds
# description: Whether a statement names a purpose and a basis of Art. 6(1).
# scope: document
_grounds(statement) := law.lacks(statement.id, "nothing says what for") if {
	count(law.purposes(statement)) == 0
} else := law.met({statement.id}) if {
	some kind in law.bases(statement)
	kind != "authorised-by-law"
} else := law.lacks(statement.id, "no legal basis of Art. 6(1) is named")

# METADATA
# title: Condition for a recognised legitimate interest
# description: A recognised legitimate interest is one of the five conditions of Annex 1, and the notice says which.
# custom:
#   citation: UK GDPR Art. 6(1)(ea), 6(5)
#   severity: error
#   capacity: [controller]
#   source: [S4]
#   section: basis
#   says:
#     annex-1-condition: which condition of Annex 1 is met
checks["uk-6-ea-condition"] := law.said({"annex-1-condition"}) if {
	count(_recognised) > 0
} else := law.idle("no statement rests on a recognised legitimate interest")

# METADATA
# title: Recognised
# description: The statements that rest on a recognised legitimate interest.
_recognised := {s.id | some s in law.processing; "recognised-legitimate-interests" in law.bases(s)}

# METADATA
# title: Public authorities and their own tasks
# description: A public authority keeps relying on its public task for its own tasks.
# custom:
#   citation: ICO guidance on recognised legitimate interest
#   severity: warning
#   capacity: [controller]
#   source: [S9]
#   says:
#     public-authority: that the controller is a public authority
#   help: rest the statement on public-task
#   right: |
#     [[use]]
#     id         = "register"
#     categories = ["contact"]
#     purposes   = ["register"]
#     bases      = ["public-task"]
checks["uk-6-ea-public"] := union({law.lacks(id, "a public authority rests on a recognised legitimate interest") | some id in _recognised}) if {
	law.says("public-authority")
	count(_recognised) > 0
} else := law.idle("nothing says that a public authority rests on a recognised legitimate interest")

# METADATA
# title: How long data is kept
# description: The notice says for each kind of data how long it is kept, or by what that is decided.
# custom:
#   citation: UK GDPR Art. 13(2)(a)
#   severity: error
#   capacity: [controller]
#   source: [S8]
#   missing: no statement names the data that is used
#   help: write a keep with a period, or with while, for the category
#   wrong: |
#     [[keep]]
#     id         = "keep-account"
#     categories = ["account"]
#     period     = "unstated"
#   right: |
#     [[keep]]
#     id         = "keep-account"
#     categories = ["account"]
#     from       = "account-closed"
#     period     = "P12M"
checks["uk-13-2-a"] := (law.met(law.ids(law.keeping)) | law.of_each(_used - law.kept, "nothing says how long this is kept, or what decides it: %s")) | law.partly_kept(_items) if {
	count(_used) > 0
}

# METADATA
# title: Items
# description: Every category with each purpose for which statements permit its use or disclosure.
_items := {[category, purpose] |
	some s in law.processing
	some category in (_used & law.leaves(law.categories(s)))
	some purpose in (law.purposes(s) & _ends)
}

# METADATA
# title: Ends
# description: Purposes that have no members.
_ends := {p.id | some p in input.notice.purposes; count(object.get(p, "members", [])) == 0}

# METADATA
# title: Used
# description: The categories that statements name which permit their use or disclosure.
_used := law.leaves({id | some s in law.processing; count(object.get(s, "categories", [])) > 0; some id in law.categories(s)})

# METADATA
# title: Sensitive data
# description: >
#   Special categories of data that are processed for employment, social protection, health, archiving or research need a
#   condition of Schedule 1, and mostly a policy document.
# custom:
#   citation: DPA 2018 s. 10, Sch. 1
#   severity: error
#   capacity: [controller]
#   status: unconfirmed
#   section: basis
#   says:
#     schedule-1-condition: which condition of Schedule 1 is met, and where the policy document is
checks["uk-sched1"] := law.said({"schedule-1-condition"}) if {
	some s in law.permits(law.of_class({"special", "criminal"}))
	law.identifying(s)
	law.bases(s) != {"consent"}
} else := law.idle("no statement permits anything with special or criminal data but by consent")

# METADATA
# title: Articles that were replaced
# description: Articles 22, 44 and 45 of the UK GDPR were replaced by 22A to 22D, 44A and 45A to 45C; a notice does not cite them.
# custom:
#   citation: UK GDPR Arts. 22A, 44A, 45A
#   severity: warning
#   source: [S3]
#   missing: a sentence cites an article that was replaced
#   help: cite the article that took its place
#   right: |
#     [[duty]]
#     id    = "human-review"
#     right = "human-review"
#     text  = "You can ask for a person to review a decision (Article 22C)."
checks["uk-no-art-22"] := union({law.lacks(s.id, "it cites an article of the UK GDPR that was replaced") | some s in _citing}) if {
	count(_citing) > 0
} else := law.idle("no sentence cites an article that was replaced")

# METADATA
# title: Citing
# description: The statements whose sentence cites an article that was replaced.
_citing := [s |
	some s in input.notice.statements
	regex.match(`\b(Article|Art\.) (22|44|45)([^0-9A-Z]|$)`, s.sentence.text)
]

# METADATA
# title: Children’s consent
# description: A child can consent to an online service from the age of 13.
# custom:
#   citation: UK GDPR Art. 8(1); DPA 2018 s. 9
#   severity: error
#   rules: [uk-r-child]
#   capacity: [controller]
#   status: unconfirmed
#   missing: no audience is that of children who cannot consent themselves
#   help: write age = { under = 13 } for the children whose parents consent
#   right: |
#     [audience.child]
#     label = "children"
#     age   = { under = 13 }
checks["uk-8-age"] := union({_age(a) | some a in _young}) if {
	count(_young) > 0
	some g in input.notice.gates
	g.kind == "consent"
} else := law.idle("the notice does not ask for consent about children")

# METADATA
# title: Age
# description: Whether the children of an audience are those who cannot consent themselves.
# scope: document
_age(audience) := law.met({concat(".", ["audience", audience.id])}) if {
	audience.age.under == 13
} else := law.lacks(concat(".", ["audience", audience.id]), sprintf("children can consent from 13, and here they are those under %d", [audience.age.under]))

# METADATA
# title: Young
# description: The audiences of children alone.
_young := [a | some a in input.notice.audiences; a.age.under <= 18]
