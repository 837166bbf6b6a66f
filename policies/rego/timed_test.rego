package candor.timed_test

import data.candor.timed

_question := {"notice": "school", "action": "use", "categories": ["usage"], "purpose": "service"}

# 21 November 2026, and a millisecond before and at the end of 31 December.
_day := 1795219200000

_end := 1798761600000

_decided(now) := answer if {
	answer := timed.decision with input as {"question": _question, "now": now}
}

_code(now) := _decided(now).reasons[0].code

test_the_same_as_by_the_engines_own_clock if {
	plain := data.candor.decision with input as _question with time.now_ns as _day * 1000000
	plain.allow
	_decided(_day) == plain
}

test_the_clock_of_the_engine_plays_no_part if {
	decided := timed.decision with input as {"question": _question, "now": _day} with time.now_ns as 4102444800000000000
	decided.allow
}

test_fresh_to_the_last_millisecond if {
	_code(_end - 1) == "permitted"
	_code(_end) == "bundle_expired"
}

test_the_day_asked_about_is_that_of_the_clock if {
	asked := {"notice": "school", "action": "retain", "categories": ["contact"], "since": {"left": "2026-11-22"}}
	by_clock := timed.decision with input as {"question": asked, "now": _day}
	by_question := timed.decision with input as {"question": object.union(asked, {"on": "2026-11-21"}), "now": _day}
	by_clock == by_question
}

test_no_time_decides_nothing if {
	wrong := [
		null, true, "", "2026-11-21T00:00:00Z", [], {}, _day / 1000, _day * 1000, 0, 0 - _day, _day + 0.5, 999999999999, 100000000000000,
	]
	every now in wrong {
		_decided(now).outcome == "deny"
		_code(now) == "evaluation_failed"
	}
}

test_no_time_decides_nothing_even_of_a_policy_that_never_expires if {
	decided := timed.decision with input as {"question": _question} with data.candor.data.bundle.until as 0
		with data.candor_notices.school.bundle.until as 0
	decided.reasons[0].code == "evaluation_failed"
}

test_no_question_is_none if {
	inputs := [{"now": _day}, {"now": _day, "question": null}, {"now": _day, "question": false}]
	every given in inputs {
		decided := timed.decision with input as given
		decided.reasons[0].code == "bad_question"
	}
}

test_no_envelope_decides_nothing if {
	inputs := [null, 7, "now", [], {}, _question]
	every given in inputs {
		decided := timed.decision with input as given
		decided.reasons[0].code == "evaluation_failed"
	}
}
