# METADATA
# title: Timed
# description: >
#   The decision for a host that has no clock of its own to give, which is what
#   WebAssembly is: the time comes with the question, as {"question": …, "now":
#   milliseconds}. It goes into the Wasm module alone. A server that answered it would
#   let whoever asks say what time it is.
# related_resources:
# - ASK.md#wasm
package candor.timed

import data.candor.calendar

# METADATA
# title: Decision
# description: >
#   The answer at that time. Without one, or with one that cannot be, nothing is
#   decided, and that denies: no policy is fresh at a time nobody knows.
# scope: document
# entrypoint: true
# related_resources:
# - ASK.md#wasm
default decision := {
	"outcome": "deny",
	"allow": false,
	"notice": {"outcome": "deny"},
	"law": {"outcome": "none"},
	"reasons": [{
		"code": "evaluation_failed",
		"source": "engine",
		"text": "The question could not be decided.",
	}],
	"obligations": [],
	"missing": [],
	"assumed": [],
	"issues": [],
	"basis": "",
	"bundle": {"serial": 0, "digest": "", "expires": ""},
}

decision := answer if {
	answer := data.candor.decision with input as _question with data.candor.clock.seconds as _seconds
}

# METADATA
# title: Question
# description: The question; without one, what is no question.
# scope: document
# related_resources:
# - ASK.md#wasm
default _question := null

_question := input.question

# METADATA
# title: Seconds
# description: >
#   Whole seconds of Unix time, of milliseconds as Date.now() of JavaScript counts
#   them. The bounds, 2001 and 5138, are those within which a clock that counts
#   seconds, microseconds, or nothing since 1970, never falls.
# related_resources:
# - ASK.md#wasm
_seconds := calendar.quotient(input.now, 1000) if {
	is_number(input.now)
	input.now >= 1000000000000
	input.now < 100000000000000
	input.now == floor(input.now)
}
