package candor.workspace_test

import data.candor.ask_test

# What the shop of testdata/own answers: the outcomes of all, of the notice and of the
# laws, and the reasons of the workspace's own.
_own(question) := array.concat([answer.outcome, answer.notice.outcome, answer.law.outcome], [words |
	some reason in answer.reasons
	reason.source == "own"
	words := concat(" ", [part | some field in ["rule", "conflicts"]; part := reason[field]])
]) if {
	answer := _answer(question)
}

_answer(question) := ask_test.answer(object.union({"notice": "shop"}, question))

test_a_rule_denies_what_the_notice_allows if {
	asked := {"action": "share", "categories": ["email"], "recipient": "example-mail"}
	_own(asked) == ["deny", "allow_with_obligations", "none", "acme-example-mail mail"]
	answer := _answer(asked)
	not answer.allow
	[reason.source | some reason in answer.reasons] == ["notice", "own"]
	answer.reasons[1] == {
		"code": "own_rule", "source": "own", "rule": "acme-example-mail", "citation": "Contract register, no. 2026-17",
		"text": "Nothing goes to Example Mail before its contract begins on 1 February 2027.",
		"detail": "policies/mail.rego:9:1", "conflicts": "mail",
	}
	answer.obligations == []
	answer.basis == ""
	_own(object.union(asked, {"on": "2027-02-01"})) == ["allow_with_obligations", "allow_with_obligations", "none"]
	_own(object.union(asked, {"on": "2027-01-31T23:59:59Z"})) == ["deny", "allow_with_obligations", "none", "acme-example-mail mail"]
}

test_a_rule_denies_what_the_notice_does_not_cover if {
	asked := {"action": "send", "categories": ["grades"], "recipient": "example-mail"}
	_own(asked) == ["deny", "not_covered", "none", "acme-example-mail"]
}

test_a_rule_is_asked_about_every_leaf if {
	asked := {"action": "share", "categories": ["contact"]}
	_own(object.union(asked, {"recipient": "mailers"})) == ["deny", "allow_with_obligations", "none", "acme-example-mail mail", "acme-post mail"]
	_own(object.union(asked, {"recipient": "example-post", "categories": ["email"]})) == ["allow_with_obligations", "allow_with_obligations", "none"]
	_own(object.union(asked, {"recipient": "example-post", "gates": {"signed": true}})) == ["allow_with_obligations", "allow_with_obligations", "none"]
}

test_what_a_rule_sees_of_the_question if {
	post := {"action": "share", "categories": ["email"], "recipient": "example-post"}
	_own(object.union(post, {"place": {"destination": "US-NY"}})) == ["deny", "allow_with_obligations", "none", "acme-post mail"]
	_own(object.union(post, {"place": {"destination": "NO"}})) == ["allow_with_obligations", "allow_with_obligations", "none"]
	news := {"categories": ["email"], "purpose": "news"}
	_own(object.union(news, {"age": 15})) == ["deny", "allow", "none", "acme-minors use"]
	_own(object.union(news, {"age": 16})) == ["allow", "allow", "none"]
	_own(news) == ["allow", "allow", "none"]
	_own({"categories": ["email"], "purpose": "service", "age": 15}) == ["allow", "allow", "none"]
	_own({"categories": ["email"], "age": 15}) == ["not_covered", "not_covered", "none"]
}

test_a_rule_is_about_its_notices if {
	news := {"categories": ["contact"], "purpose": "news", "age": 15}
	_own(object.union(news, {"notice": "club"})) == ["deny", "allow", "none", "acme-minors use"]
	_own(object.union(news, {"notice": "blog"})) == ["allow", "allow", "none"]
}

test_a_right_is_not_for_a_rule_to_deny if {
	_own({"action": "respond", "right": "access", "recipient": "example-mail", "age": 15, "purpose": "news"}) == ["allow_with_obligations", "allow", "allow_with_obligations"]
}

test_what_goes_with_an_act_is_not_owed_where_a_rule_denies_it if {
	asked := {"action": "share", "categories": ["grades"], "recipient": "court", "gates": {"ny2d-court-order": true}}
	_own(object.union(asked, {"role": "processor"})) == ["allow_with_obligations", "allow", "allow_with_obligations"]
	_own(asked) == ["deny", "allow", "none", "acme-counsel court"]
	_answer(asked).obligations == []
}

test_a_law_and_a_rule_deny if {
	asked := {"action": "share", "categories": ["grades"], "recipient": "court"}
	_own(asked) == ["deny", "allow", "deny", "acme-counsel court"]
	[reason.source | some reason in _answer(asked).reasons] == ["notice", "law", "own"]
}

test_a_strict_question_is_denied_by_the_rule_alone_or_not_at_all if {
	asked := {"categories": ["email"], "purpose": "news", "audiences": ["adult"], "strict": true}
	_own(object.union(asked, {"age": 15})) == ["deny", "allow", "none", "acme-minors use"]
	_own(object.union(asked, {"age": 30})) == ["allow", "allow", "none"]
}

test_a_question_with_faults_reaches_no_rule if {
	answer := _answer({"categories": ["soup"], "purpose": "news", "age": 15})
	[reason.code | some reason in answer.reasons] == ["unknown_category"]
}

test_nothing_is_decided_where_a_leaf_is_lost if {
	asked := {"notice": "shop", "action": "use", "categories": ["email"], "purpose": "news", "strict": false}
	every path in [["category", "email"], ["purpose", "news"], ["recipient", ""], ["audience", ""]] {
		lost := json.remove(data.candor_notices.shop.own.entries, [concat("/", path)])
		answer := data.candor.decision with input as asked with data.candor_notices.shop.own.entries as lost with time.now_ns as 1795219200000000000
		answer.reasons[0].code == "evaluation_failed"
	}
}
