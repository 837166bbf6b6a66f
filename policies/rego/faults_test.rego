package candor.faults_test

import data.candor.ask_test

test_faults if {
	every case in [
		[{"notice": "nowhere"}, "unknown_notice nowhere"],
		[{"notice": null}, "unknown_notice"],
		[{"action": "eat"}, "unknown_action eat"],
		[{"colour": "red"}, "bad_question colour"],
		[{"age": "12"}, "bad_question age"],
		[{"age": -1}, "bad_question age"],
		[{"age": 12.5}, "bad_question age"],
		[{"age": 1e300}, "bad_question age"],
		[{"form": "liquid"}, "bad_question form"],
		[{"role": "friend"}, "bad_question role"],
		[{"action": "respond"}, "bad_question right"],
		[{"on": "2026-02-30"}, "bad_question on"],
		[{"earlier": ["soon"]}, "bad_question earlier"],
		[{"since": {"left": ""}}, "bad_question since"],
		[{"counts": {"affected": -1}}, "bad_question counts"],
		[{"documents": {"charter": "maybe"}}, "bad_question documents"],
		[{"gates": {"agreed": "yes"}}, "bad_question gates"],
		[{"gates": {"agreed": {"who": "me"}}}, "bad_question gates"],
		[{"gates": {"agreed": {"by": 1}}}, "bad_question gates"],
		[{"gates": {"agreed": {"on": "never"}}}, "bad_question gates"],
		[{"place": {"planet": "XX"}}, "bad_question place"],
		[{"place": {"person": 1}}, "bad_question place"],
		[{"place": {"person": "Paris"}}, "unknown_place Paris"],
		[{"categories": ["shoes"]}, "unknown_category shoes"],
		[{"categories": [1]}, "bad_question categories"],
		[{"audiences": ["cats"]}, "unknown_audience cats"],
		[{"purpose": "fun"}, "unknown_purpose fun"],
		[{"recipient": "spy"}, "unknown_recipient spy"],
		[{"basis": "whim"}, "unknown_basis whim"],
		[{"right": "silence"}, "unknown_right silence"],
		[{"event": "rain"}, "unknown_event rain"],
		[{"since": {"rain": "2026-01-01"}}, "unknown_event rain"],
		[{"documents": {"will": "forbids"}}, "unknown_document will"],
		[{"gates": {"door": true}}, "unknown_gate door"],
	] {
		ask_test.codes(case[0]) == ["deny", case[1]]
	}
}

test_all_faults_are_listed if {
	ask_test.codes({"action": "eat", "purpose": "fun", "age": -1}) == [
		"deny",
		"bad_question age",
		"unknown_action eat",
		"unknown_purpose fun",
	]
}

test_null_and_empty_say_nothing if {
	ask_test.answer({
		"categories": ["usage"], "purpose": "service", "recipient": "", "audiences": null, "age": null, "form": "",
		"place": {"person": null, "host": ""}, "gates": {"agreed": null, "linked": {"on": "", "by": null}},
	}).outcome == "allow"
}

test_what_few_state if {
	ask_test.answer({
		"categories": ["usage"], "purpose": "service", "role": "controller", "counts": {"affected": 3}, "earlier": ["2026-01-01"],
		"documents": {"charter": "permits"}, "since": {"left": "2026-01-01"}, "channel": "post", "event": "breach",
	}).outcome == "allow"
}

test_none_is_an_empty_found if {
	every question in [
		{"purpose": "fun"}, {"purpose": ["service"]}, {"recipient": "spy"}, {"categories": "usage"}, {"categories": [""]},
		{"audiences": {"a": "child"}}, {"age": "12"}, {"strict": 0}, {"place": ["DE"]}, {"gates": [true]}, {"right": ""}, {"form": "", "on": ""},
	] {
		asked := object.union({"notice": "school", "action": "use"}, question)
		found := data.candor.faults.found with input as asked
		sound := [1 | data.candor.faults.none with input as asked]
		count(sound) == count([1 | count(found) == 0])
	}
}

test_too_large if {
	ask_test.codes({"categories": ["usage"]}) == ["deny", "bad_question combinations"] with data.candor.question.size as 1001
}
