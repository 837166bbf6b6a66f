package candor.order_test

import data.candor.ask_test

test_outside_scope if {
	ask_test.codes({"categories": ["usage"], "audiences": ["guest"]}) == ["not_covered", "outside_scope guest"]
	ask_test.codes({"categories": ["usage"], "audiences": ["child"], "age": 13}) == ["not_covered", "outside_scope child"]
	ask_test.codes({"audiences": ["pupil"], "gates": {"enrolled": false}}) == ["not_covered", "outside_scope pupil"]
}

test_inside_scope if {
	ask_test.answer({"categories": ["usage"], "purpose": "service", "audiences": ["people"], "age": 8}).outcome == "allow"
	answer := ask_test.answer({"categories": ["usage"], "purpose": "service", "audiences": ["pupil"]})
	answer.assumed == ["enrolled holds"]
	ask_test.answer({"purpose": "service", "audiences": ["pupil"], "gates": {"enrolled": true}}).assumed == []
}

test_document_forbids if {
	ask_test.codes({"audiences": ["pupil"], "documents": {"charter": "forbids", "contract": "permits"}}) == ["deny", "document_forbids charter"]
	ask_test.codes({"categories": ["health"], "documents": {"contract": "forbids"}}) == ["deny", "document_forbids contract"]
	ask_test.codes({"place": {"customer": "US-CT"}, "documents": {"contract": "forbids"}}) == ["deny", "document_forbids contract"]
	ask_test.codes({"categories": ["usage"], "purpose": "service", "documents": {"contract": "forbids"}}) == ["allow", "permitted serve"]
}

test_barred if {
	ask_test.codes({"categories": ["health"], "purpose": "news"}) == ["deny", "barred no-health-ads"]
	ask_test.answer({"categories": ["health"], "purpose": "news"}).missing == ["consent:agreed"]
	ask_test.codes({"categories": ["health"], "purpose": "news", "gates": {"agreed": true}}) == ["not_covered", "no_statement"]
	ask_test.codes({"categories": ["health"], "purpose": "ads", "age": 12}) == ["deny", "barred no-health-ads", "barred no-young-ads"]
	ask_test.codes({"categories": ["photo"], "purpose": "news"}) == ["not_covered", "no_statement"]
	ask_test.codes({"categories": ["photo"], "purpose": "news", "gates": {"linked": true}}) == ["deny", "barred no-linked-news"]
}

test_bars_not_ruled_out_are_assumed_away if {
	ask_test.answer({"purpose": "ads"}).assumed == ["age >= 16", "category not health"]
	ask_test.answer({"purpose": "ads", "categories": ["usage"], "age": 16}).assumed == []
}

test_an_audience_tells_its_age if {
	ads := {"purpose": "ads", "categories": ["usage"]}
	ask_test.codes(object.union(ads, {"audiences": ["child"]})) == ["deny", "barred no-young-ads"]
	ask_test.answer(object.union(ads, {"audiences": ["teacher"]})).assumed == []
	ask_test.answer(object.union(ads, {"audiences": ["member"]})).assumed == ["age >= 16"]
	ask_test.answer(object.union(ads, {"audiences": ["people"]})).outcome == "deny" # for the children among them
}

test_place_that_contains_the_region if {
	ask_test.answer({"purpose": "study", "place": {"customer": "US"}}).assumed == ["customer not US-CT"]
	ask_test.answer({"purpose": "study", "place": {"customer": "US-NY"}}).assumed == []
	ask_test.codes({"purpose": "study", "place": {"customer": "US-CT"}}) == ["deny", "barred ct-no-study"]
}

test_only if {
	ask_test.codes({"categories": ["grades"], "purpose": "news"}) == ["not_covered", "no_statement"]
	ask_test.codes({"categories": ["grades"], "purpose": "news", "audiences": ["pupil"]}) == ["deny", "only teach"]
	ask_test.codes({"action": "access", "categories": ["health"]}) == ["not_covered", "no_statement"]
	ask_test.codes({"action": "store", "categories": ["health"], "form": "hashed", "basis": "contract", "since": {}}) == ["deny", "only keep-health"]
	ask_test.codes({"action": "share", "categories": ["name"], "recipient": "mailer"}) == ["deny", "only mailing"]
}

test_closed if {
	ask_test.codes({"action": "share", "categories": ["usage"], "recipient": "school"}) == ["deny", "closed no-other-sharing"]
	ask_test.answer({"action": "share", "categories": ["usage"], "recipient": "school"}).missing == ["consent:agreed"]
	ask_test.codes({"action": "share", "categories": ["usage"], "recipient": "school", "gates": {"agreed": true}}) == ["not_covered", "no_statement"]
}

test_only_takes_back if {
	question := {"categories": ["grades"], "purpose": "study", "audiences": ["pupil"], "gates": {"instructed": true}}
	ask_test.codes(question) == ["deny", "only teach"]
	ask_test.answer(question).issues == ["grades-conflict", "study-unclear"]
	ask_test.codes({"categories": ["grades"], "purpose": "study"}) == ["allow", "permitted improve"]
}

test_closed_clause_takes_back if {
	question := {"action": "share", "categories": ["usage"], "recipient": "host", "place": {"destination": "DE"}}
	ask_test.codes(question) == ["deny", "closed no-other-sharing"]
	ask_test.answer(question).issues == ["usage-conflict"]
}

test_a_permit_takes_nothing_back_from_itself if {
	ask_test.codes({"categories": ["grades"], "purpose": "service", "audiences": ["pupil"], "gates": {"instructed": true}}) == ["allow", "permitted teach"]
}

test_issues_about_vocabulary if {
	ask_test.answer({"categories": ["photo"], "purpose": "news"}).issues == ["photo-gap"]
	ask_test.answer({"categories": ["usage"], "purpose": "news"}).issues == []
}

test_the_day_is_the_clocks_unless_stated if {
	decision := data.candor.decision with input as {"notice": "school", "action": "retain", "categories": ["usage"], "since": {"left": "2026-10-22"}, "strict": false}
		with time.now_ns as 1795219200000000000
	decision.reasons[0].due == "2026-11-21"
	decision.allow
}
