package candor.responding_test

import data.candor.ask_test

_access(more) := object.union({"action": "respond", "right": "access"}, more)

test_entitled if {
	ask_test.codes(_access({})) == ["allow_with_obligations", "permitted give-access"]
	ask_test.owed(_access({"channel": "post"})) == ["answer"]
	ask_test.codes({"action": "respond", "right": "portability"}) == ["not_covered", "no_statement"]
}

test_held_by_other if {
	question := {"action": "respond", "right": "erasure"}
	ask_test.codes(question) == ["deny", "held_by_other refer-erasure school"]
	ask_test.owed(question) == ["refer"]
}

test_wrong_channel if {
	ask_test.codes(_access({"channel": "pigeon"})) == ["deny", "wrong_channel give-access pigeon"]
	ask_test.owed(_access({"channel": "pigeon"})) == []
	ask_test.codes({"action": "respond", "right": "rectification", "channel": "pigeon"}) == ["allow", "permitted mend"]
}

test_too_often if {
	ask_test.codes(_access({"earlier": ["2025-11-22"]})) == ["deny", "too_often give-access"]
	ask_test.answer(_access({"earlier": ["2025-11-21", "2026-11-22"]})).allow
}

test_deadline if {
	answer := ask_test.answer(_access({"since": {"request": "2026-10-21"}}))
	answer.outcome == "allow_with_obligations"
	answer.reasons[0].due == "2026-11-21"
	answer.obligations[0].due == "2026-11-21"
	answer.obligations[0].overdue == false
}

test_late if {
	answer := ask_test.answer(_access({"since": {"request": "2026-10-20"}}))
	answer.outcome == "deny"
	answer.reasons[0].code == "late"
	answer.obligations[0].due == "2026-11-20"
	answer.obligations[0].overdue
}

test_hours if {
	breach := {"action": "respond", "event": "breach", "since": {"breach": "2026-11-18T09:00:00Z"}}
	ask_test.answer(object.union(breach, {"on": "2026-11-21T09:00:00Z"})).reasons[0].due == "2026-11-21T09:00:00Z"
	ask_test.answer(object.union(breach, {"on": "2026-11-21T09:00:01Z"})).reasons[0].code == "late"
	ask_test.answer(breach).outcome == "allow_with_obligations"
}
