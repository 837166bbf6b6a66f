package candor_test

import data.candor.ask_test

_now := 1795219200000000000

test_every_input_has_an_answer if {
	every question in [null, true, 1, "text", [], {}, {"notice": {}}, [[[]]]] {
		decision := data.candor.decision with input as question with time.now_ns as _now
		decision.outcome == "deny"
		decision.reasons[0].source == "engine"
	}
}

test_undefined_input_has_an_answer if {
	decision := data.candor.decision with time.now_ns as _now
	decision.reasons[0].code == "bad_question"
}

test_not_ready_without_data if {
	decision := data.candor.decision with data.candor.data as {} with time.now_ns as _now
	decision.outcome == "deny"
	[reason.code | some reason in decision.reasons] == ["not_ready"]
	decision.bundle == {"serial": 0, "digest": "", "expires": ""}
}

test_expired if {
	decision := data.candor.decision with input as {"notice": "school", "action": "use"}
		with time.now_ns as 1898761600000000000
	decision.reasons[0].code == "bundle_expired"
	decision.bundle.serial == 7
}

test_bundle_is_that_of_the_notice if {
	bundle := {"serial": 9, "digest": "of the notice", "expires": "2027-01-31", "until": 0, "commit": ""}
	decision := data.candor.decision with input as {"notice": "school", "action": "use"}
		with data.candor_notices.school.bundle as bundle
		with time.now_ns as _now
	decision.bundle == {"serial": 9, "digest": "of the notice", "expires": "2027-01-31"}
	unknown := data.candor.decision with input as {"notice": "elsewhere", "action": "use"} with time.now_ns as _now
	unknown.bundle.serial == 7
}

test_failed_without_a_verdict if {
	decision := data.candor.decision with data.candor.order.verdicts as []
		with input as {"notice": "school", "action": "use"}
		with time.now_ns as _now
	decision.outcome == "deny"
	decision.reasons[0].code == "evaluation_failed"
}

test_damaged_data_fails if {
	decision := data.candor.decision with data.candor_notices.school.bars as {}
		with input as {"notice": "school", "action": "use", "categories": ["usage"], "purpose": "service", "strict": false}
		with time.now_ns as _now
	decision.reasons[0].code == "evaluation_failed"
}

test_lost_bar_fails if {
	decision := data.candor.decision with data.candor_notices.school.statements as []
		with input as {"notice": "school", "action": "use", "categories": ["usage"], "purpose": "ads", "age": 12, "strict": false}
		with time.now_ns as _now
	decision.reasons[0].code == "evaluation_failed"
}

test_allow_without_obligations if {
	answer := ask_test.answer({"categories": ["usage"], "purpose": "service"})
	answer.outcome == "allow"
	answer.allow
	answer.notice.outcome == "allow"
	answer.law.outcome == "none"
	answer.basis == "contract"
	answer.reasons[0].at == {"notice": "school", "version": "1", "path": "/school/#serve"}
}

test_allow_with_obligations if {
	answer := ask_test.answer({
		"action": "send", "categories": ["email"], "purpose": "news", "age": 20,
		"gates": {"agreed": true, "no-mail": false},
	})
	answer.outcome == "allow_with_obligations"
	answer.basis == "approval"
	[obligation.id | some obligation in answer.obligations] == ["record"]
}

test_strict_by_default if {
	answer := ask_test.answer({"action": "send", "categories": ["email"], "purpose": "news", "age": 20, "gates": {"agreed": true}, "strict": null})
	answer.outcome == "deny"
	[reason.code | some reason in answer.reasons] == ["underspecified", "permitted"]
	answer.assumed == ["no-mail not used"]
	answer.obligations == []
	answer.basis == ""
}

test_strictest_combination_wins if {
	ask_test.codes({"categories": ["usage", "health"], "purpose": "marketing", "age": 20}) == ["deny", "barred no-health-ads"]
	ask_test.codes({"categories": ["usage", "photo"], "purpose": "service"}) == ["not_covered", "fact_absent join linked"]
}

test_several_things_are_asked_about_together if {
	ask_test.codes({"categories": ["usage", "photo", "usage"], "purpose": "service"}) == ["not_covered", "fact_absent join linked"]
	ask_test.codes({"categories": ["usage", "shoes"], "purpose": "service"}) == ["deny", "unknown_category shoes"]
	ask_test.codes({"categories": ["usage"], "purpose": "service", "audiences": ["child", "teacher"]}) == ["allow", "permitted serve"]
}

test_obligation_keeps_the_earliest_day if {
	entries := {
		[1, "a", 1, "", "without"],
		[1, "a", 0, "2026-02-01", "later"],
		[1, "a", 0, "2026-01-01", "sooner"],
		[0, "b", 1, "", "first"],
	}
	data.candor.obligations.listed(entries) == ["first", "sooner"]
}
