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
# description: The ruling when bars reach the combination in everything it asks.
# related_resources:
# - README.md#8-order
barred(bars) := rulings.ruling("deny", found, {"missing": missing}) if {
	found := {reasons.cite(3, bar, "barred", {}) | some bar in bars}
	missing := union({gates.missing(bar.unless) | some bar in bars})
}

# METADATA
# title: Standing
# description: >
#   Of the bars that may reach the combination, whose facts all hold and that nothing
#   lifts: those that reach it in everything it asks, and what to assume where others
#   are not to reach it. A bar that the data has lost leaves this undefined, and then
#   nothing is decided.
# related_resources:
# - README.md#8-order
standing(leaf, [category, purpose, recipient, audience]) := {
	"met": [bar | some [bar, words] in standing; words == set()],
	"assumed": {word | some [_, words] in standing; some word in words},
} if {
	notice := input.notice
	action := input.action
	reached := notices[notice].bars.lists[notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].bars.starts[action][category]][purpose]][recipient]][audience]]
	open := gates.open
	found := [[bar, unstated] |
		some [place, unstated] in reached
		bar := notices[notice].statements[place]
		bar.tests
	]
	count(found) == count(reached)
	standing := [[bar, words] |
		some [bar, unstated] in found
		object.remove(bar.when, open) == {}
		object.filter(bar.unless, open) == {}
		states := [[state, test.negated] | some test in bar.tests; state := selectors.state(test.kind, test, leaf)]
		[word | some ["unmet", word] in states] == []
		words := {word | some field in unstated; some word in bar.negated[field]} | {word | some ["unstated", word] in states}
	]
}
