package candor.laws["us-ct-16-189"]

import data.candor.law

_vocabulary := {
	"categories": [
		{"id": "scores", "label": "scores", "class": "student"},
		{"id": "records", "label": "school records", "class": "student-record"},
		{"id": "payment", "label": "payment details"},
	],
	"purposes": [
		{"id": "sale", "label": "sell it", "kind": "sale"},
		{"id": "ads", "label": "choose advertising", "kind": "advertising"},
		{"id": "banners", "label": "show banners", "kind": "advertising"},
		{"id": "profile", "label": "make a profile", "kind": "profiling"},
		{"id": "lessons", "label": "give lessons", "kind": "service"},
	],
}

with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

saying(topics) := {"notice": {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

test_what_is_said if {
	every check, topics in {
		"ct-234bb-a-1": {"not-contractors-property"}, "ct-234bb-a-2": {"deletion-by-board"}, "ct-234bb-a-5": {"safeguards"},
		"ct-234bb-a-8": {"ferpa"}, "ct-234bb-a-9": {"connecticut-law-governs"}, "ct-234bb-a-10": {"severability"},
		"ct-234bb-c": {"hitech-guidance", "hipaa-technical-safeguards"},
	} {
		law.passes(check) with input as saying(topics)
		every topic in topics {
			law.lacking(check) == {topic} with input as saying(topics - {topic})
		}
	}
}

_lessons := {"id": "lessons", "kind": "use", "categories": ["scores"], "purposes": ["lessons"], "only": "category"}

test_no_other_purposes if {
	law.passes("ct-234bb-a-3") with input as with_statements([_lessons])
	not law.passes("ct-234bb-a-3") with input as with_statements([object.remove(_lessons, ["only"])])
	not law.passes("ct-234bb-a-3") with input as {"notice": {"statements": [{"id": "all", "kind": "closed"}]}}
}

_right(right) := {"id": concat("-", ["get", right]), "kind": "duty", "rights": [right]}

test_review_and_correction if {
	law.passes("ct-234bb-a-4") with input as with_statements([_right("access"), _right("rectification")])
	not law.passes("ct-234bb-a-4") with input as with_statements([_right("access")])
	not law.passes("ct-234bb-a-4") with input as with_statements([_right("rectification")])
}

_breach(id, categories, period) := {"id": id, "kind": "duty", "events": ["breach"], "categories": categories, "duty": {"within": period}}

test_breach if {
	law.passes("ct-234bb-a-6") with input as with_statements([_breach("all", [], "P30D")])
	law.passes("ct-234bb-a-6") with input as with_statements([_breach("all", ["scores"], "P30D"), _breach("records", ["records"], "P60D")])
	law.lacking("ct-234bb-a-6") == {"a breach of student information is not told within 30 days of its discovery"} with input as with_statements([_breach("all", [], "P60D")])
	law.lacking("ct-234bb-a-6") == {"a breach of student records is not told within 60 days of its discovery"} with input as with_statements([_breach("all", ["scores"], "P30D"), _breach("records", ["records"], "P90D")])
	not law.passes("ct-234bb-a-6") with input as with_statements([])
}

test_end_of_contract if {
	law.passes("ct-234bb-a-7") with input as with_statements([{"id": "end", "kind": "keep", "categories": ["scores"], "keep": {"from": "contract-end", "then": ["delete"]}}])
	not law.passes("ct-234bb-a-7") with input as with_statements([{"id": "end", "kind": "keep", "categories": ["payment"], "keep": {"from": "contract-end", "then": ["delete"]}}])
}

_content(topics) := object.union({"notice": {"categories": [{"id": "essays", "label": "essays", "class": "student-content"}]}}, saying(topics))

test_owner_of_content if {
	law.passes("ct-234bb-b") with input as _content({"content-owned-by-student"})
	law.lacking("ct-234bb-b") == {"content-owned-by-student"} with input as _content({"ferpa"})
	checks["ct-234bb-b"] == law.idle("no category has the class student-content") with input as with_statements([])
}

_bar(purposes) := {"id": "never", "kind": "bar", "categories": ["scores", "records"], "purposes": purposes}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["scores"], "purposes": [purpose]}

test_no_advertising if law.passes("ct-234bb-d") with input as with_statements([_bar(["ads"])])

test_advertising if {
	law.lacking("ct-234bb-d") == {"student data is used to show banners"} with input as with_statements([_bar(["ads"]), _use("ads"), _use("banners")])
}

test_advertising_that_no_bar_forbids if {
	not law.passes("ct-234bb-d") with input as with_statements([_bar(["sale"])])
	not law.passes("ct-234bb-d") with input as {"notice": {"purposes": _vocabulary.purposes, "statements": [_bar(["ads"])]}}
}

test_no_sale_profile_or_advertising if {
	law.passes("ct-234cc-b") with input as with_statements([_bar(["sale", "ads"]), _use("lessons")])
	law.lacking("ct-234cc-b") == {"student data is used to make a profile"} with input as with_statements([_bar(["sale", "ads"]), _use("profile")])
	law.lacking("ct-234cc-b") == {"student data is used to show banners"} with input as with_statements([_bar(["sale", "ads"]), _use("banners")])
	not law.passes("ct-234cc-b") with input as with_statements([_bar(["sale"])])
	not law.passes("ct-234cc-b") with input as with_statements([_bar(["ads"])])
}

test_deletion if {
	law.passes("ct-234cc-a-2") with input as with_statements([_right("erasure")])
	not law.passes("ct-234cc-a-2") with input as with_statements([_right("access")])
}

_recipients(kind, agreement) := {"notice": {"recipients": [{"id": "host", "kind": kind, "label": "Example Cloud", "agreement": agreement}]}}

test_providers if {
	law.passes("ct-234cc-b-4-e") with input as _recipients("processor", true)
	law.lacking("ct-234cc-b-4-e") == {"nothing says that a contract keeps Example Cloud from other uses, from passing data on and to security"} with input as _recipients("processor", false)
	checks["ct-234cc-b-4-e"] == law.idle("no service provider is named") with input as _recipients("authority", true)
}
