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
#   Of the bars in a list of the index, whose facts all hold and that nothing lifts:
#   those that reach the audience in everything the question asks, and what to assume
#   where others are not to reach it. A bar that the data has lost leaves this
#   undefined, and then nothing is decided.
# scope: document
# related_resources:
# - README.md#8-order
standing(list, audience) := {"met": [], "assumed": set()} if {
	list == 0
} else := {
	"met": [bar | some [bar, words] in standing; words == set()],
	"assumed": {word | some [_, words] in standing; some word in words},
} if {
	base := notices[input.notice].base
	reached := notices[base].bars.lists[list]
	found := [[bar, unstated] |
		some [place, unstated] in reached
		bar := notices[base].statements[place]
	]
	count(found) == count(reached)
	open := gates.open
	standing := [[bar, words] |
		some [bar, unstated] in found
		object.remove(bar.when, open) == {}
		object.filter(bar.unless, open) == {}
		states := [[state, test.negated] | some test in bar.tests; state := selectors.state(test.kind, test, {"audience": audience})]
		[word | some ["unmet", word] in states] == []
		words := {word | some field in unstated; some word in bar.negated[field]} | {word | some ["unstated", word] in states}
	]
}
