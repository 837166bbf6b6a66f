# METADATA
# title: Closures
# description: What is forbidden because no statement permits it.
# related_resources:
# - README.md#8-order
package candor.closures

import data.candor.gates
import data.candor.question
import data.candor.reasons
import data.candor.rulings
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Closing only
# description: The ruling of given statements with `only`.
# related_resources:
# - README.md#8-order
closing_only(statements) := rulings.ruling("deny", found, {}) if {
	found := {reasons.cite(6, statement, "only", {}) | some statement in statements}
}

# METADATA
# title: Closing clauses
# description: The ruling of given closed clauses.
# related_resources:
# - README.md#8-order
closing_clauses(statements) := rulings.ruling("deny", found, {"missing": missing}) if {
	found := {reasons.cite(7, statement, "closed", {}) | some statement in statements}
	missing := union({gates.missing(statement.unless) | some statement in statements})
}

# METADATA
# title: Onlys
# description: The statements whose `only` reaches the combination.
# related_resources:
# - README.md#8-order
onlys(leaf, class) := [statement |
	some place in reached
	statement := notices[question.base].statements[place]
	[test | some test in statement.closes; not selectors.met(test.kind, test, leaf)] == []
	object.remove(statement.when, gates.open) == {}
] if {
	reached := selectors.reached("only", class)
}

# METADATA
# title: Clauses
# description: The closed clauses that reach the combination, and that nothing lifts.
# related_resources:
# - README.md#8-order
clauses(leaf, class) := [statement |
	some place in reached
	statement := notices[question.base].statements[place]
	[test | some test in statement.tests; not selectors.met(test.kind, test, leaf)] == []
	object.remove(statement.when, gates.open) == {}
	object.filter(statement.unless, gates.open) == {}
] if {
	reached := selectors.reached("closed", class)
}
