package candor.permits_test

import data.candor.ask_test

_send(more) := object.union({"action": "send", "categories": ["email"], "purpose": "news", "age": 20}, more)

test_first_basis_with_open_gates if {
	ask_test.answer(_send({"gates": {"agreed": true}})).basis == "approval"
	ask_test.answer(_send({"gates": {}})).basis == "interest"
	ask_test.answer(_send({"gates": {}})).assumed == ["no-mail not used", "objected not used"]
}

test_no_basis_with_open_gates if {
	question := _send({"gates": {"objected": true}})
	ask_test.codes(question) == ["deny", "consent_missing promote agreed"]
	ask_test.answer(question).missing == ["consent:agreed"]
}

test_basis_asked_for if {
	ask_test.codes(_send({"basis": "consent"})) == ["deny", "consent_missing promote agreed"]
	ask_test.codes(_send({"basis": "interest"})) == ["allow", "permitted promote"]
	ask_test.codes(_send({"basis": "contract"})) == ["not_covered", "no_statement"]
}

test_opt_out_and_objection if {
	ask_test.codes(_send({"gates": {"no-mail": true}})) == ["deny", "opted_out promote no-mail"]
	ask_test.codes(_send({"basis": "interest", "gates": {"objected": true}})) == ["deny", "objected promote objected"]
	ask_test.answer(_send({"gates": {"no-mail": true}})).missing == []
}

test_authority if {
	question := {"categories": ["grades"], "purpose": "service", "audiences": ["pupil"]}
	ask_test.codes(question) == ["deny", "authority_missing teach instructed"]
	ask_test.answer(question).missing == ["authority:instructed"]
}

test_absent_for_want_of_a_fact if {
	question := {"categories": ["photo"], "purpose": "service"}
	ask_test.codes(question) == ["not_covered", "fact_absent join linked"]
	ask_test.answer(question).missing == ["fact:linked"]
	ask_test.codes({"categories": ["photo"], "purpose": "ads", "age": 20}) == ["not_covered", "fact_absent tell-apart linked"]
	ask_test.codes({"categories": ["photo"], "purpose": "ads", "age": 20, "gates": {"linked": true}}) == ["deny", "consent_missing tell-apart agreed"]
}

test_except if {
	study := {"purpose": "study", "form": "anonymous"}
	ask_test.codes(study) == ["allow", "permitted count"]
	ask_test.codes(object.union(study, {"categories": ["name"]})) == ["allow", "permitted count"]
	ask_test.codes(object.union(study, {"categories": ["email"]})) == ["not_covered", "no_statement"]
}

test_age_and_place if {
	young := {"categories": ["crumbs"], "purpose": "service"}
	ask_test.codes(object.union(young, {"age": 8, "place": {"person": "DE"}})) == ["allow", "permitted young"]
	ask_test.codes(object.union(young, {"age": 5, "place": {"person": "DE"}})) == ["not_covered", "no_statement"]
	ask_test.codes(object.union(young, {"age": 13, "place": {"person": "DE"}})) == ["not_covered", "no_statement"]
	ask_test.codes(object.union(young, {"age": 8, "place": {"person": "GB"}})) == ["not_covered", "no_statement"]
	ask_test.codes(object.union(young, {"age": 8, "place": {"person": "EEA"}})) == ["not_covered", "no_statement"]
}

test_recipient_gates if {
	legal := {"action": "share", "categories": ["name"], "recipient": "court"}
	ask_test.codes(legal) == ["not_covered", "fact_absent legal good-faith"]
	ask_test.codes(object.union(legal, {"gates": {"good-faith": true}})) == ["allow", "permitted legal"]
}

test_transfers if {
	hosting := {"action": "share", "categories": ["name"], "recipient": "host"}
	ask_test.codes(hosting) == ["allow_with_obligations", "permitted hosting"]
	"destination inside EEA" in ask_test.answer(hosting).assumed
	inside := ask_test.answer(object.union(hosting, {"place": {"destination": "NO"}}))
	inside.allow
	not "destination inside EEA" in inside.assumed
	ask_test.codes(object.union(hosting, {"place": {"destination": "US"}})) == ["deny", "fact_missing hosting safeguard"]
}

test_a_destination_not_stated_is_where_the_recipient_is if {
	away := {"action": "share", "categories": ["name"], "recipient": "mirror"}
	ask_test.codes(away) == ["deny", "fact_missing hosting safeguard"]
	not "destination inside EEA" in ask_test.answer(object.union(away, {"gates": {"safeguard": true}})).assumed
	ask_test.codes(object.union(away, {"place": {"destination": "DE"}})) == ["allow", "permitted hosting"]
	near := {"action": "share", "categories": ["name"], "recipient": "vault"}
	ask_test.codes(near) == ["allow", "permitted hosting"]
	not "destination inside EEA" in ask_test.answer(near).assumed
}

test_owed_by_recipient_and_addendum if {
	question := {"action": "share", "categories": ["name"], "recipient": "host", "place": {"customer": "US-CT"}}
	ask_test.owed(question) == ["confide", "secure"]
}

test_several_open_permits if {
	question := {"categories": ["usage"], "purpose": "study", "form": "anonymous"}
	ask_test.codes(question) == ["allow", "permitted count", "permitted measure"]
	ask_test.answer(question).basis == "interest"
	ask_test.answer(question).assumed == ["customer not US-CT", "objected not used"]
}
