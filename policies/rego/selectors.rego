# METADATA
# title: Selectors
# description: >
#   How a statement's selectors stand against a combination: each is met, unmet or not
#   stated. An index finds the statements that may reach a combination at all.
# related_resources:
# - README.md#3-selectors
package candor.selectors

import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Met
# description: The combination has what the test asks for.
# scope: document
# related_resources:
# - README.md#3-selectors
met(test, combination) if test.is[combination[test.of]]

met(test, _) if {
	some region in question.within[test.of]
	test.is[region]
}

met(test, combination) if {
	test.except
	not test.except[combination[test.of]]
}

met(test, combination) if {
	test.age.from <= combination.age
	combination.age < test.age.under
}

met(test, combination) if {
	combination.age < 0
	test.within[combination.audience]
}

# METADATA
# title: Unstated
# description: >
#   The question does not say, or names a place that merely contains the one asked for.
#   An audience whose ages are known says as much as an age.
# scope: document
# related_resources:
# - README.md#3-selectors
unstated(test, combination) if {
	test.is
	combination[test.of] == ""
}

unstated(test, combination) if {
	test.age
	combination.age < 0
	not test.within[combination.audience]
	not test.beyond[combination.audience]
}

unstated(test, combination) if {
	test.holds[combination[test.of]]
	not met(test, combination)
}

# METADATA
# title: All met
# description: Every test is met.
# related_resources:
# - README.md#3-selectors
all_met(tests, combination) if {
	every test in tests {
		met(test, combination)
	}
}

# METADATA
# title: None unmet
# description: Every test is met or not stated.
# related_resources:
# - README.md#3-selectors
none_unmet(tests, combination) if {
	every test in tests {
		_possible(test, combination)
	}
}

# METADATA
# title: Possible
# description: The test is met or not stated.
# scope: document
# related_resources:
# - README.md#3-selectors
_possible(test, combination) if met(test, combination)

_possible(test, combination) if unstated(test, combination)

# METADATA
# title: Assumed
# description: The opposite, in words, of each test that is not stated.
# related_resources:
# - README.md#10-strict
assumed(tests, combination) := {test.negated | some test in tests; unstated(test, combination)}

# METADATA
# title: Candidates
# description: The statements an index holds for a combination.
# related_resources:
# - README.md#3-selectors
candidates(index, combination) := object.get(recipients, combination.recipient, recipients["*"]) if {
	purposes := _rows(index, combination.action, combination.category)
	recipients := object.get(purposes, combination.purpose, purposes["*"])
}

# METADATA
# title: Rows
# description: The rows of an index for a category, which are those for any where none is its own.
# scope: document
# related_resources:
# - README.md#3-selectors
_rows(index, action, category) := rows if {
	rows := notices[input.notice][index][action][category]
} else := notices[input.notice][index][action]["*"]
