# Purposes and bases: what data is used for, and what allows it.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: Purposes
# description: The notice says for each kind of personal data what it is used for.
# custom:
#   citation: GDPR Art. 13(1)(c)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no statement and no source names personal data
#   help: write a use with the category and its purposes
#   wrong: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#   right: |
#     [[use]]
#     id         = "services"
#     categories = ["contact"]
#     purposes   = ["services"]
#     bases      = ["contract"]
checks["gdpr-13-1-c-purpose"] := law.met({s.id | some s in law.processing; count(law.purposes(s)) > 0}) | law.of_each(law.held - law.explained, "nothing says what this is used for: %s") if {
	count(law.held) > 0
}

# METADATA
# title: Legal bases
# description: The notice names for each purpose the legal basis of Art. 6(1) on which data is processed for it.
# custom:
#   citation: GDPR Arts. 13(1)(c), 6(1)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no statement says what personal data is used for
#   help: write the bases at the statement
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
checks["gdpr-13-1-c-basis"] := (law.met(law.ids(_based)) | union({law.lacks(s.id, "no legal basis of Art. 6(1) is named") | some s in law.processing; s.kind == "use"; count(law.purposes(s)) == 0; not _rests(s)})) | union({law.lacks(s.id, sprintf("no legal basis of Art. 6(1) is named for this purpose: %s", [law.label("purpose", purpose)])) |
	some s in law.processing
	not _rests(s)
	some purpose in _ends(s)
	count(law.leaves(law.categories(s)) - object.get(_covered, purpose, set())) > 0
})

# METADATA
# title: Based
# description: The statements that name a basis of Art. 6(1).
_based := [s | some s in law.processing; _rests(s)]

# METADATA
# title: Rests
# description: A statement names a basis of Art. 6(1).
_rests(statement) if count(law.bases(statement) & {"consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"}) > 0

# METADATA
# title: Covered
# description: For each purpose, the categories for which some statement names a basis.
_covered := {purpose: {category | some s in _based; purpose in law.purposes(s); some category in law.categories(s)} |
	some s in _based
	some purpose in law.purposes(s)
}

# METADATA
# title: Ends
# description: Those of the purposes of a statement that have no members.
_ends(statement) := law.purposes(statement) & _leaves

# METADATA
# title: Leaves
# description: Purposes that have no members.
_leaves := {p.id | some p in input.notice.purposes; count(object.get(p, "members", [])) == 0}

# METADATA
# title: Items
# description: Every category with each purpose that some statement permits for it.
_items := {[category, purpose] |
	some s in law.processing
	some category in (law.categories(s) & law.held)
	some purpose in _ends(s)
}

# METADATA
# title: Legitimate interests
# description: Where data from people themselves is processed for legitimate interests, the notice says which these are.
# custom:
#   citation: GDPR Art. 13(1)(d)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: the legitimate interest is not put into words
#   help: write the interest as the text of the basis
#   wrong: |
#     [basis.security]
#     kind  = "legitimate-interests"
#     label = "security"
#   right: |
#     [basis.security]
#     kind  = "legitimate-interests"
#     label = "security"
#     text  = "We have an interest in keeping attackers out of our systems."
checks["gdpr-13-1-d"] := union({_interest(b) | some b in _interests(_direct)}) if {
	count(_interests(_direct)) > 0
} else := law.idle("no data from people themselves is processed for legitimate interests")

# METADATA
# title: Legitimate interests in data from others
# description: Where data that comes from others is processed for legitimate interests, the notice says which these are.
# custom:
#   citation: GDPR Art. 14(2)(b)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: the legitimate interest is not put into words
#   help: write the interest as the text of the basis
#   wrong: |
#     [basis.sales]
#     kind  = "legitimate-interests"
#     label = "sales"
#   right: |
#     [basis.sales]
#     kind  = "legitimate-interests"
#     label = "sales"
#     text  = "We have an interest in finding customers for our courses."
checks["gdpr-14-2-b"] := union({_interest(b) | some b in _interests(_indirect)}) if {
	count(_interests(_indirect)) > 0
} else := law.idle("no data from others is processed for legitimate interests")

# METADATA
# title: Interests
# description: The bases in legitimate interests on which statements rest that reach some of the categories.
_interests(ids) := {b |
	some b in input.notice.bases
	b.kind == "legitimate-interests"
	some s in law.processing
	b.id in s.bases
	count(law.categories(s) & ids) > 0
}

# METADATA
# title: Interest
# description: Whether the notice puts the interests of a basis into words.
# scope: document
_interest(basis) := law.met({concat(".", ["basis", basis.id])}) if {
	basis.text
} else := law.met({concat(".", ["basis", basis.id])}) if {
	basis.prose
} else := law.lacks(concat(".", ["basis", basis.id]), sprintf("the legitimate interest is not put into words: %s", [basis.label]))

# METADATA
# title: Public authorities and legitimate interests
# description: A public authority does not rest its own tasks on legitimate interests.
# custom:
#   citation: GDPR Art. 6(1), second subparagraph
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     public-authority: that the controller is a public authority
#   help: rest the statement on public-task
#   right: |
#     [[use]]
#     id         = "register"
#     categories = ["contact"]
#     purposes   = ["register"]
#     bases      = ["public-task"]
checks["gdpr-6-1-f-public"] := union({law.lacks(s.id, "a public authority rests on legitimate interests") | some s in _on({"legitimate-interests"})}) if {
	law.says("public-authority")
	count(_on({"legitimate-interests"})) > 0
} else := law.idle("nothing says that a public authority rests on legitimate interests")

# METADATA
# title: On
# description: The statements that rest on some kinds of bases.
_on(kinds) := [s | some s in law.processing; count(law.bases(s) & kinds) > 0]

# METADATA
# title: The law behind an obligation or a task
# description: A legal obligation or a public task is laid down in the law of the Union or of a Member State; the notice better names it.
# custom:
#   citation: GDPR Art. 6(3)
#   severity: warning
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no law is named for the obligation or the task
#   help: write a [basis] with the law, and name it in the statement
#   wrong: |
#     [[use]]
#     id         = "accounts"
#     categories = ["invoices"]
#     purposes   = ["accounts"]
#     bases      = ["legal-obligation"]
#   right: |
#     [basis.accounts]
#     kind  = "legal-obligation"
#     label = "to keep accounts"
#     law   = "§ 147 AO"
#
#     [[use]]
#     id         = "accounts"
#     categories = ["invoices"]
#     purposes   = ["accounts"]
#     bases      = ["accounts"]
checks["gdpr-6-3"] := union({_laid_down(s, b) | some s in _on({"legal-obligation", "public-task"}); some b in input.notice.bases; b.id in s.bases; b.kind in {"legal-obligation", "public-task"}}) if {
	count(_on({"legal-obligation", "public-task"})) > 0
} else := law.idle("no statement rests on a legal obligation or a public task")

# METADATA
# title: Laid down
# description: Whether the notice names the law behind a basis of a statement.
# scope: document
_laid_down(statement, basis) := law.met({statement.id}) if {
	basis.law
} else := law.lacks(statement.id, sprintf("no law of the Union or of a Member State is named for this basis: %s", [basis.label]))

# METADATA
# title: Special categories of data
# description: >
#   Data on origin, opinions, beliefs, union membership, genes, biometric identity, health, sex life or orientation is
#   processed only under an exception of Art. 9(2), besides the basis of Art. 6.
# custom:
#   citation: GDPR Art. 9(1)–(2)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   rules: [gdpr-r-special]
#   says:
#     special-exception: under which exception of Art. 9(2) special categories of data are processed
#   help: name a gate of the kind consent with strength = "explicit", or say which other exception there is
#   right: |
#     [gate.health-consent]
#     kind     = "consent"
#     label    = "you have agreed to it expressly"
#     strength = "explicit"
#     withdraw = ["tell us"]
#
#     [[use]]
#     id         = "allergies"
#     categories = ["health"]
#     purposes   = ["meals"]
#     bases      = ["consent"]
#     gates      = ["health-consent"]
checks["gdpr-9-2"] := law.met(law.ids(_special)) if {
	count(_special) > 0
	every s in _special {
		law.explicit(s)
	}
} else := law.said({"special-exception"}) | union({law.lacks(s.id, sprintf("neither explicit consent nor another exception of Art. 9(2) is named: %s", [concat(", ", sort([law.label("category", id) | some id in (law.leaves(law.categories(s)) & law.of_class({"special"}))]))])) |
	some s in _special
	not law.says("special-exception")
	not law.explicit(s)
}) if {
	count(_special) > 0
} else := law.idle("no statement permits anything with data of the class special")

# METADATA
# title: Special
# description: The statements that permit something with special categories of data which they name.
_special := [s | some s in law.permits(law.of_class({"special"})); law.identifying(s)]

# METADATA
# title: Convictions and offences
# description: Data on criminal convictions and offences is processed only under official authority or where a law authorises it.
# custom:
#   citation: GDPR Art. 10
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   rules: [gdpr-r-criminal]
#   section: basis
#   says:
#     criminal-data-law: which law authorises the use of data on convictions and offences
checks["gdpr-10"] := law.met(law.ids(_criminal)) if {
	count(_criminal) > 0
	every s in _criminal {
		some b in input.notice.bases
		b.id in s.bases
		b.law
	}
} else := law.said({"criminal-data-law"}) if {
	count(_criminal) > 0
} else := law.idle("no statement permits anything with data of the class criminal")

# METADATA
# title: Criminal
# description: The statements that permit something with data on convictions and offences.
_criminal := [s | some s in law.permits(law.of_class({"criminal"})); law.identifying(s)]

# METADATA
# title: Consent about children
# description: >
#   A child can consent to an online service from 16, or from an age down to 13 that a Member State sets; below it a parent
#   consents, and the notice says how.
# custom:
#   citation: GDPR Art. 8(1)–(2)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   rules: [gdpr-r-child-iss]
#   says:
#     how-to-consent: how a parent consents
#   help: write an audience with age = { under = 16 }, and by = ["parent"] at the gate of consent
#   right: |
#     [audience.child]
#     label = "children"
#     age   = { under = 16 }
#
#     [audience.parent]
#     label = "parents"
#
#     [gate.parent-consent]
#     kind  = "consent"
#     label = "a parent has agreed"
#     by    = ["parent"]
checks["gdpr-8-1"] := _limit | law.either(_parental, {"how-to-consent"}) if {
	count(_children) > 0
	law.consented
} else := law.idle("the notice does not ask for consent about children")

# METADATA
# title: Limit
# description: Whether some audience is that of children who are too young to consent.
# scope: document
_limit := law.met(limited) if {
	limited := {concat(".", ["audience", a.id]) | some a in _children; a.age.under in {13, 14, 15, 16}}
	count(limited) > 0
} else := union({law.lacks(concat(".", ["audience", a.id]), sprintf("the age from which a child can consent lies between 13 and 16, and here children are those under %d", [a.age.under])) | some a in _children})

# METADATA
# title: Parental
# description: The gates of consent that others than the children open.
_parental := {concat(".", ["gate", g.id]) |
	some g in input.notice.gates
	g.kind == "consent"
	count({by | some by in g.by} - {a.id | some a in _children}) > 0
}

# METADATA
# title: Automated decisions
# description: Where decisions with legal or similar effect are automated, the notice says by what logic, and what they mean for people and may lead to.
# custom:
#   citation: GDPR Art. 13(2)(f)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   section: rights
#   says:
#     decision-explained: that people are told of automated decisions, and how they are made
#     decision-consequences: what automated decisions mean for people, and what they may lead to
checks["gdpr-13-2-f"] := law.said({"decision-explained", "decision-consequences"}) if {
	some s in law.processing
	"decide" in s.actions
} else := law.idle("no statement permits automated decisions")
