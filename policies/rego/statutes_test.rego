package candor.statutes_test

import data.candor.ask_test

# What the notice on pupils answers, as both outcomes and the laws' reasons.
_law(question) := array.concat([answer.outcome, answer.notice.outcome, answer.law.outcome], [words |
	some reason in answer.reasons
	reason.source == "law"
	words := concat(" ", [part | some field in ["code", "rule", "status", "conflicts", "due"]; part := reason[field]])
]) if {
	answer := _answer(question)
}

_answer(question) := ask_test.answer(object.union({"notice": "pupils"}, question))

_owed(question) := [[owed.id, owed.due, owed.overdue] | some owed in _answer(question).obligations]

test_a_law_denies_after_the_notice if {
	_law({"categories": ["name"], "purpose": "sell"}) == ["deny", "allow", "deny", "barred ny2d-r-sale teach"]
	_law({"categories": ["visits"], "purpose": "sell"}) == ["allow", "allow", "none"]
	_law({"action": "collect", "categories": ["name"], "purpose": "sell"}) == ["deny", "not_covered", "deny", "barred ny2d-r-sale"]
	_law({"action": "delete", "categories": ["visits"], "purpose": "teach"}) == ["not_covered", "not_covered", "none"]
}

test_a_gate_of_the_notice_that_is_as_strong_lifts_a_bar if {
	asked := {"action": "share", "categories": ["name"], "recipient": "court"}
	_law(asked) == ["deny", "allow_with_obligations", "deny", "barred ny2d-r-disclose court"]
	_answer(asked).missing == ["consent:ny2d-consent", "fact:ny2d-court-order", "fact:ny2d-representative"]
	_owed(asked) == []
	_answer(asked).basis == ""
	_law(object.union(asked, {"gates": {"signed": {"by": "parent"}}})) == ["allow_with_obligations", "allow_with_obligations", "none"]
}

test_what_goes_with_an_act_is_owed_where_it_is_done if {
	asked := {"action": "share", "categories": ["name"], "recipient": "court", "gates": {"ny2d-court-order": true}}
	_law(asked) == ["allow_with_obligations", "allow_with_obligations", "allow_with_obligations", "required ny2d-r-court unconfirmed"]
	_owed(asked) == [["log", "", false], ["ny2d-tell-of-disclosure", "", false]]
	_law(object.union(asked, {"gates": {"ny2d-unencrypted": true}})) == [
		"deny", "allow_with_obligations", "deny",
		"barred ny2d-r-plaintext court",
	]
	_law(object.union(asked, {"categories": ["visits"]})) == ["not_covered", "not_covered", "none"]
}

test_an_unconfirmed_rule_changes_nothing if {
	asked := {"action": "share", "categories": ["name"], "recipient": "court", "gates": {"ny2d-court-order": true}}
	counts := [{"op": "replace", "path": sprintf("pupils/statements/%d/rule/counts", [place]), "value": false} |
		some place, statement in data.candor_notices.pupils.statements
		statement.reason.rule == "ny2d-r-court"
	]
	told := json.patch(data.candor_notices, counts)
	answer := _answer(asked) with data.candor_notices as told
	answer.law.outcome == "none"
	[reason.code | some reason in answer.reasons] == ["permitted", "required"]
	[owed.id | some owed in answer.obligations] == ["log"]
}

test_a_duty_has_its_deadline if {
	breach := {"action": "respond", "event": "breach", "since": {"discovery": "2026-11-20"}}
	_law(breach) == [
		"allow_with_obligations", "allow", "allow_with_obligations",
		"required ny2d-r-breach-contractor 2026-11-27",
	]
	_owed(breach) == [["ny2d-tell-agency", "2026-11-27", false]]
	_law(object.union(breach, {"since": {"discovery": "2026-11-01"}})) == [
		"deny", "allow", "deny",
		"late ny2d-r-breach-contractor breach 2026-11-08",
	]
	_owed(object.union(breach, {"since": {"discovery": "2026-11-01"}})) == [["ny2d-tell-agency", "2026-11-08", true]]
	_owed({"action": "respond", "event": "breach", "since": {"breach": "2026-11-20"}}) == [["ny2d-tell-agency", "2026-11-27", false]]
	_owed({"action": "respond", "event": "breach"}) == [["ny2d-tell-agency", "", false]]
	_answer({"action": "respond", "event": "breach"}).missing == ["since:discovery"]
}

test_a_duty_is_due_on_a_day_of_the_year if {
	changed := [change |
		some place, statement in data.candor_notices.pupils.statements
		statement.reason.rule == "ny2d-r-breach-contractor"
		some change in [
			{"op": "remove", "path": sprintf("pupils/statements/%d/duty/within", [place])},
			{"op": "add", "path": sprintf("pupils/statements/%d/rule/by", [place]), "value": "12-01"},
		]
	]
	dated := json.patch(data.candor_notices, changed)
	breach := {"action": "respond", "event": "breach", "since": {"discovery": "2026-11-20"}}
	_owed(breach) == [["ny2d-tell-agency", "2026-12-01", false]] with data.candor_notices as dated
	_owed(object.union(breach, {"on": "2026-12-02"})) == [["ny2d-tell-agency", "2026-12-01", true]] with data.candor_notices as dated
	_answer({"action": "respond", "event": "breach"}).missing == ["since:discovery"] with data.candor_notices as dated
}

test_a_law_owes_where_the_notice_is_silent if {
	_law({"action": "respond", "event": "contract-end"}) == ["not_covered", "not_covered", "allow_with_obligations", "required ny2d-r-end"]
	_law({"action": "respond", "right": "portability"}) == ["not_covered", "not_covered", "none"]
}

test_a_law_of_an_addendum_reaches_where_that_does if {
	breach := {"action": "respond", "event": "breach", "categories": ["grades"], "since": {"discovery": "2026-11-20"}, "place": {"customer": "US-CT"}}
	_owed(breach) == [["ny2d-tell-agency", "2026-11-27", false], ["ct-tell-board", "2027-01-19", false]]
	_owed(object.union(breach, {"categories": ["grades", "name"]})) == [["ny2d-tell-agency", "2026-11-27", false], ["ct-tell-board", "2026-12-20", false]]
	_owed(object.union(breach, {"place": {"customer": "US-NY"}})) == [["ny2d-tell-agency", "2026-11-27", false]]
}

test_a_bar_from_a_day_on if {
	kept := {"action": "retain", "categories": ["grades"], "place": {"customer": "US-CT"}}
	_law(object.union(kept, {"since": {"contract-end": "2026-11-20"}})) == ["deny", "allow", "deny", "barred ct-r-expiry keep 2026-11-20"]
	_owed(object.union(kept, {"since": {"contract-end": "2026-11-20"}})) == [["ct-end-of-contract", "2026-11-20", true]]
	_law(object.union(kept, {"since": {"contract-end": "2026-11-21"}})) == ["allow", "allow", "none"]
	"since:contract-end" in _answer(kept).missing
	_answer(object.union(kept, {"categories": ["name"], "action": "store"})).missing == ["since:contract-end"]
	_law(object.union(kept, {"since": {"contract-end": "2026-11-20"}, "gates": {"ct-own-account": true}})) == ["allow", "allow", "none"]
}

test_a_strict_question_leaves_nothing_open if {
	open := {"categories": ["name"], "purpose": "teach", "strict": true}
	_law(open) == ["allow", "allow", "none"]
	asked := {"action": "share", "categories": ["name"], "recipient": "court", "gates": {"ny2d-representative": true}, "strict": true}
	_law(asked) == ["deny", "allow_with_obligations", "deny"]
	_answer(asked).assumed == [
		"customer not US-CT", "purpose not of kind marketing, profiling, research, employment, other",
		"purpose not of kind profiling, research, employment, other", "purpose not of kind sale",
	]
	[reason.code | some reason in _answer(asked).reasons] == ["underspecified", "permitted"]
	_law(object.union(asked, {"purpose": "teach", "place": {"customer": "US-NY"}})) == ["allow_with_obligations", "allow_with_obligations", "none"]
}

test_a_rule_in_force if {
	sold := {"categories": ["name"], "purpose": "sell"}
	earlier := [{"op": "replace", "path": sprintf("pupils/statements/%d/rule/%s", [place, field]), "value": day} |
		some place, statement in data.candor_notices.pupils.statements
		statement.reason.rule == "ny2d-r-sale"
		some field, day in {"since": "2026-06-01", "until": "2026-11-20"}
	]
	dated := json.patch(data.candor_notices, earlier)
	_answer(sold).law.outcome == "none" with data.candor_notices as dated
	_answer(object.union(sold, {"on": "2026-11-20"})).law.outcome == "deny" with data.candor_notices as dated
	_answer(object.union(sold, {"on": "2026-05-31"})).law.outcome == "none" with data.candor_notices as dated
}

test_a_law_is_about_data_that_tells_of_someone if {
	_law({"categories": ["name"], "purpose": "sell", "form": "anonymous"}) == ["allow", "allow", "none"]
	_law({"categories": ["name"], "purpose": "sell", "form": "hashed"}) == ["deny", "allow", "deny", "barred ny2d-r-sale teach"]
}
