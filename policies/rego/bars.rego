# METADATA
# title: Bars
# description: What is never done, unless something lifts it.
# related_resources:
# - README.md#8-order
package candor.bars

import data.candor.gates
import data.candor.reasons
import data.candor.rulings
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Barred
# description: The ruling when a bar reaches the combination in everything it asks.
# related_resources:
# - README.md#8-order
barred(combination) := rulings.ruling("deny", found, {"missing": missing}) if {
	bars := [bar | some bar in _standing(combination); selectors.all_met(bar.tests, combination)]
	count(bars) > 0
	found := {reasons.cite(3, bar, "barred", {}) | some bar in bars}
	missing := union({gates.missing(bar.unless) | some bar in bars})
}

# METADATA
# title: Assumed
# description: What must not be so, for the bars that the question does not rule out.
# related_resources:
# - README.md#8-order
assumed(combination) := {words |
	some bar in standing
	some words in selectors.assumed(bar.tests, combination)
} if {
	standing := _standing(combination)
}

# METADATA
# title: Standing
# description: >
#   The bars that may reach the combination, and that nothing silences or lifts. A bar
#   that the data has lost leaves this undefined, and then nothing is decided.
# related_resources:
# - README.md#8-order
_standing(combination) := [bar |
	some id in candidates
	bar := notices[input.notice].statements[id]
	selectors.none_unmet(bar.tests, combination)
	speaks(bar)
] if {
	candidates := selectors.candidates("bars", combination)
	every id in candidates {
		notices[input.notice].statements[id].tests
	}
}

# METADATA
# title: Speaks
# description: A bar or closed clause whose facts all hold, and that nothing lifts.
# related_resources:
# - README.md#8-order
speaks(statement) if {
	count(gates.closed(statement.when)) == 0
	not _lifted(statement)
}

# METADATA
# title: Lifted
# description: One of the gates that lift the statement is open.
# related_resources:
# - README.md#8-order
_lifted(statement) if {
	some gate in statement.unless
	gates.open(gate)
}
