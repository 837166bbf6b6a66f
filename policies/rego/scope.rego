# METADATA
# title: Scope
# description: Whom the notice covers, and the documents that go before it.
# related_resources:
# - README.md#8-order
package candor.scope

import data.candor.gates
import data.candor.question
import data.candor.reasons
import data.candor.rulings
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Outside
# description: The ruling when the notice does not cover the audience.
# related_resources:
# - README.md#8-order
outside(audience) := rulings.ruling("not_covered", {reason}, {}) if {
	_outside(audience)
	reason := reasons.plain(1, "outside_scope", audience)
}

# METADATA
# title: Outside
# description: The audience is expressly not covered, of another age, or lacks a fact that makes it what it is.
# scope: document
# related_resources:
# - README.md#8-order
_outside(audience) if not notices[question.base].scope[audience].covered

_outside(audience) if {
	question.asked.age >= 0
	some age in notices[question.base].scope[audience].ages
	not _of_age(question.asked.age, age)
}

_outside(audience) if {
	some gate in notices[question.base].scope[audience].when
	gates.stated(gate)
	not gates.open[gate]
}

# METADATA
# title: Of age
# description: An age lies in a range.
# related_resources:
# - README.md#8-order
_of_age(age, range) if {
	age >= range.from
	age < range.under
}

# METADATA
# title: Assumed
# description: The facts that make someone one of the audience and of which the question says nothing.
# related_resources:
# - README.md#8-order
assumed(audience) := {concat(" ", [gate, "holds"]) |
	some gate in notices[question.base].scope[audience].when
	not gates.stated(gate)
	not gates.open[gate]
}

# METADATA
# title: Forbidden
# description: The ruling when a document that goes before the notice forbids it, as the caller attests.
# related_resources:
# - README.md#8-order
forbidden(leaf) := rulings.ruling("deny", found, {}) if {
	found := {reason |
		some document, "forbids" in question.asked.documents
		_governs(document, leaf)
		reason := reasons.plain(2, "document_forbids", document)
	}
	count(found) > 0
}

# METADATA
# title: Governs
# description: The document goes before the notice for the audience, the category, or an addendum the combination lies in.
# scope: document
# related_resources:
# - README.md#8-order
_governs(document, leaf) if {
	some field in ["audience", "category"]
	notices[question.base].governed[field][leaf[field]][document]
}

_governs(document, leaf) if {
	some addendum in addenda(leaf.audience)
	document in addendum.documents
}

# METADATA
# title: Addenda
# description: The addenda with consequences of their own in which a combination with the audience lies.
# related_resources:
# - README.md#5-permits
addenda(audience) := [addendum |
	some addendum in notices[question.base].addenda
	[test | some test in addendum.tests; not selectors.met(test.kind, test, {"audience": audience})] == []
]
