package candor.laws["us-ny-2d"]

import data.candor.law

_vocabulary := {
	"categories": [
		{"id": "student-data", "label": "student data", "class": "student"},
		{"id": "reviews", "label": "reviews of teachers", "class": "educator"},
		{"id": "payment", "label": "payment details"},
	],
	"purposes": [
		{"id": "sale", "label": "sell it", "kind": "sale"},
		{"id": "ads", "label": "choose advertising", "kind": "advertising"},
		{"id": "promotion", "label": "promote our products", "kind": "marketing"},
		{"id": "better", "label": "improve our products", "kind": "improvement"},
		{"id": "lessons", "label": "give lessons", "kind": "service"},
		{"id": "vague", "label": "run our business"},
	],
}

# with_statements is a notice with a vocabulary and these statements.
with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

# saying is a notice in which a note says these topics.
saying(topics) := {"notice": {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

_bar(purposes) := {"id": "no-sale", "kind": "bar", "categories": ["student-data", "reviews"], "purposes": purposes}

test_sale_and_ads_are_barred if {
	law.passes("ny2d-3b-1") with input as with_statements([_bar(["sale", "ads"])])
	law.passes("ny2d-3b-1") with input as with_statements([_bar(["sale", "promotion"])])
}

test_sale_alone_is_barred if not law.passes("ny2d-3b-1") with input as with_statements([_bar(["sale"])])

test_ads_alone_are_barred if not law.passes("ny2d-3b-1") with input as with_statements([_bar(["ads"])])

test_a_bar_for_some_data_is_none if {
	narrow := object.union(_bar(["sale", "ads"]), {"categories": ["student-data"]})
	not law.passes("ny2d-3b-1") with input as with_statements([narrow])
}

test_no_data_is_no_pass if {
	not law.passes("ny2d-3b-1") with input as {"notice": {"purposes": _vocabulary.purposes, "statements": [_bar(["sale", "ads"])]}}
}

test_inspection if {
	law.passes("ny2d-3b-2") with input as with_statements([{"id": "inspect", "kind": "duty", "rights": ["access"]}])
	not law.passes("ny2d-3b-2") with input as with_statements([{"id": "forget", "kind": "duty", "rights": ["erasure"]}])
}

test_safeguards_are_named if {
	law.passes("ny2d-3b-3") with input as saying({"encryption", "firewalls", "password-protection"})
	law.lacking("ny2d-3b-3") == {"firewalls"} with input as saying({"encryption", "password-protection"})
}

test_list_of_data_elements if {
	law.passes("ny2d-3b-4") with input as saying({"data-element-list"})
	not law.passes("ny2d-3b-4") with input as saying(set())
}

test_contact_for_complaints if {
	law.passes("ny2d-3b-5") with input as {"notice": {"contacts": [{"id": "a", "for": ["complaints"], "email": "a@example.org"}]}}
	not law.passes("ny2d-3b-5") with input as {"notice": {"contacts": [{"id": "a", "for": ["rights"], "email": "a@example.org"}]}}
}
