# METADATA
# title: Closures
# description: What is forbidden because no statement permits it.
# related_resources:
# - README.md#8-order
package candor.closures

import data.candor.bars
import data.candor.gates
import data.candor.reasons
import data.candor.rulings
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Only
# description: The ruling when statements with `only` close what is asked.
# related_resources:
# - README.md#8-order
only(combination) := closing_only(onlys(combination)) if count(onlys(combination)) > 0

# METADATA
# title: Closed
# description: The ruling when closed clauses close what is asked.
# related_resources:
# - README.md#8-order
closed(combination) := closing_clauses(clauses(combination)) if count(clauses(combination)) > 0

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
onlys(combination) := [statement |
	some id in candidates
	statement := notices[input.notice].statements[id]
	selectors.all_met(statement.closes, combination)
	count(gates.closed(statement.when)) == 0
] if {
	candidates := selectors.candidates("only", combination)
}

# METADATA
# title: Clauses
# description: The closed clauses that reach the combination, and that nothing lifts.
# related_resources:
# - README.md#8-order
clauses(combination) := [statement |
	some id in candidates
	statement := notices[input.notice].statements[id]
	selectors.all_met(statement.tests, combination)
	bars.speaks(statement)
] if {
	candidates := selectors.candidates("closed", combination)
}
