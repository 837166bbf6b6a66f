# The states whose laws are asked: all, or those of the addenda that name the law.
package candor.laws["us-state-consumer"]

import data.candor.law

# METADATA
# title: States
# description: >
#   The states whose laws the notice answers to. A notice that names the law is asked by all of them, an addendum that
#   does for the places it applies in.
# scope: document
_states := _all if {
	"us-state-consumer" in input.notice.laws
} else := {place | some a in input.notice.addenda; some place in a.where.person} & _all if {
	some a in input.notice.addenda
	count(a.where.person) > 0
} else := _all

# METADATA
# title: All states
# description: The states that have such a law, as pack.toml lists them.
_all := {state | some state in input.law.where.person}

# METADATA
# title: In
# description: Results that matter where the law of one of some states is asked.
# scope: document
_in(states, results) := results if {
	count(_states & states) > 0
} else := law.idle("the notice answers to the law of none of the states that ask this")

# METADATA
# title: Common
# description: Results that matter under the law of any state but Rhode Island’s, which asks other things.
_common(results) := _in(_all - {"US-RI"}, results)
