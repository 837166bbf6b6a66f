# METADATA
# title: Selectors
# description: >
#   How a statement's selectors stand against a combination: each is met, unmet or not
#   stated. The indexes decide most of them; what they do not is left to tests. A
#   combination is given by its leaves, as {"category": …, "purpose": …, "recipient":
#   …, "audience": …}, and for the indexes by their classes, in that order.
# related_resources:
# - README.md#3-selectors
package candor.selectors

import data.candor.question
import data.candor_notices as notices

# METADATA
# title: State
# description: >
#   Whether a test is "met", "unmet" or "unstated", by its kind. The question may not
#   say, or name a place that merely contains the one asked for; of an age, an audience
#   whose ages are known says as much. A number that it does not give is taken to be
#   as high as a law asks for.
# scope: document
# related_resources:
# - README.md#3-selectors
state("leaf", test, leaf) := "met" if {
	test.is[leaf[test.of]]
} else := "unstated" if {
	leaf[test.of] == ""
} else := "unmet"

state("fact", test, _) := "met" if {
	test.is[question.asked[test.of]]
} else := "unstated" if {
	question.asked[test.of] == ""
} else := "unmet"

state("place", test, _) := "met" if {
	some region in question.within[test.of]
	test.is[region]
} else := "unmet" if {
	not test.holds[question.within[test.of][0]]
	question.within[test.of]
} else := "unstated"

state("outside", test, _) := "unmet" if {
	some region in question.within[test.of]
	test.is[region]
} else := "met" if {
	not test.holds[question.within[test.of][0]]
	question.within[test.of]
} else := "unstated"

state("count", test, _) := "unmet" if {
	question.asked.counts[test.of] < test.least
} else := "met"

state("except", test, leaf) := "unmet" if {
	test.except[leaf[test.of]]
} else := "met"

state("but", test, _) := "unmet" if {
	test.except[question.asked[test.of]]
} else := "met"

state("age", test, leaf) := _state_of_age(test.age, question.asked.age) if {
	question.asked.age >= 0
} else := "met" if {
	test.within[leaf.audience]
} else := "unmet" if {
	test.beyond[leaf.audience]
} else := "unstated"

# METADATA
# title: State of age
# description: Whether an age that is stated lies in a range.
# scope: document
# related_resources:
# - README.md#3-selectors
_state_of_age(range, age) := "met" if {
	range.from <= age
	age < range.under
} else := "unmet"

# METADATA
# title: Met
# description: Whether a test is met, for where it makes no difference why one is not.
# scope: document
# related_resources:
# - README.md#3-selectors
met("leaf", test, leaf) if test.is[leaf[test.of]]

met("fact", test, _) if test.is[question.asked[test.of]]

met("place", test, _) if {
	some region in question.within[test.of]
	test.is[region]
}

met("except", test, leaf) if not test.except[leaf[test.of]]

met(kind, test, leaf) if {
	kind in {"age", "count", "outside"}
	state(kind, test, leaf) == "met"
}

# METADATA
# title: Reached
# description: What an index holds for the classes of a combination.
# related_resources:
# - README.md#3-selectors
reached(index, [category, purpose, recipient, audience]) := notices[base][index].lists[list] if {
	base := notices[input.notice].base
	action := input.action
	by_purpose := notices[base][index].starts[action][category]
	by_recipient := notices[base].rows[by_purpose][purpose]
	by_audience := notices[base].rows[by_recipient][recipient]
	list := notices[base].rows[by_audience][audience]
}
