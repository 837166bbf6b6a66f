package candor.selectors_test

import data.candor.selectors

_state(test, leaf) := state if {
	state := selectors.state(test.kind, test, leaf) with input as {
		"notice": "school", "action": "use", "form": "hashed", "age": null, "place": {"customer": "US-CT", "person": "US"},
	}
}

test_leaf if {
	test := {"kind": "leaf", "of": "purpose", "is": {"news": true}}
	_state(test, {"purpose": "news"}) == "met"
	_state(test, {"purpose": ""}) == "unstated"
	_state(test, {"purpose": "service"}) == "unmet"
}

test_fact if {
	_state({"kind": "fact", "of": "form", "is": {"hashed": true}}, {}) == "met"
	_state({"kind": "fact", "of": "form", "is": {"anonymous": true}}, {}) == "unmet"
	_state({"kind": "fact", "of": "role", "is": {"controller": true}}, {}) == "unstated"
}

test_place if {
	_state({"kind": "place", "of": "customer", "is": {"US": true}, "holds": {}}, {}) == "met"
	_state({"kind": "place", "of": "customer", "is": {"US-NY": true}, "holds": {"US": true}}, {}) == "unmet"
	_state({"kind": "place", "of": "person", "is": {"US-NY": true}, "holds": {"US": true}}, {}) == "unstated"
	_state({"kind": "place", "of": "host", "is": {"US-NY": true}, "holds": {"US": true}}, {}) == "unstated"
}

test_except if {
	test := {"kind": "except", "of": "category", "except": {"health": true}}
	_state(test, {"category": "usage"}) == "met"
	_state(test, {"category": ""}) == "met"
	_state(test, {"category": "health"}) == "unmet"
}

test_age if {
	test := {"kind": "age", "of": "age", "age": {"from": 0, "under": 13}, "within": {"child": true}, "beyond": {"teacher": true}}
	_state(test, {"audience": "child"}) == "met"
	_state(test, {"audience": "teacher"}) == "unmet"
	_state(test, {"audience": ""}) == "unstated"
}

_met(test, leaf) if {
	selectors.met(test.kind, test, leaf) with input as {
		"notice": "school", "action": "use", "form": "hashed", "age": 12, "place": {"customer": "US-CT", "person": "US"},
	}
}

test_met if {
	_met({"kind": "leaf", "of": "purpose", "is": {"news": true}}, {"purpose": "news"})
	_met({"kind": "fact", "of": "form", "is": {"hashed": true}}, {})
	_met({"kind": "place", "of": "customer", "is": {"US": true}, "holds": {}}, {})
	_met({"kind": "except", "of": "category", "except": {"health": true}}, {"category": ""})
	_met({"kind": "age", "of": "age", "age": {"from": 0, "under": 13}}, {})
}

test_not_met if {
	not _met({"kind": "leaf", "of": "purpose", "is": {"news": true}}, {"purpose": ""})
	not _met({"kind": "fact", "of": "role", "is": {"controller": true}}, {})
	not _met({"kind": "place", "of": "person", "is": {"US-NY": true}, "holds": {"US": true}}, {})
	not _met({"kind": "place", "of": "host", "is": {"US-NY": true}, "holds": {"US": true}}, {})
	not _met({"kind": "except", "of": "category", "except": {"health": true}}, {"category": "health"})
	not _met({"kind": "age", "of": "age", "age": {"from": 13, "under": 16}}, {})
}

test_outside if {
	_state({"kind": "outside", "of": "customer", "is": {"US": true}, "holds": {}}, {}) == "unmet"
	_state({"kind": "outside", "of": "customer", "is": {"DE": true}, "holds": {"EU": true}}, {}) == "met"
	_state({"kind": "outside", "of": "person", "is": {"US-NY": true}, "holds": {"US": true}}, {}) == "unstated"
	_state({"kind": "outside", "of": "destination", "is": {"US": true}, "holds": {}}, {}) == "unstated"
}

test_count if {
	test := {"kind": "count", "of": "affected", "least": 500}
	selectors.state("count", test, {}) == "met" with input as {"notice": "school", "action": "use"}
	selectors.state("count", test, {}) == "met" with input as {"notice": "school", "action": "use", "counts": {"affected": 500}}
	selectors.state("count", test, {}) == "unmet" with input as {"notice": "school", "action": "use", "counts": {"affected": 499}}
}
