package candor.laws["us-ny-2d"]

import data.candor.law

_lessons := {"id": "lessons", "kind": "use", "categories": ["student-data", "reviews"], "purposes": ["lessons"], "only": "category"}

test_exclusive_purposes if law.passes("ny2d-121-3-c-1") with input as with_statements([_lessons])

test_purposes_closed_by_a_clause if {
	open := object.remove(_lessons, ["only"])
	closed := {"id": "nothing-else", "kind": "closed", "categories": ["student-data"]}
	law.passes("ny2d-121-3-c-1") with input as with_statements([open, closed])
	law.lacking("ny2d-121-3-c-1") == {"nothing says that student data is used for no other purpose"} with input as with_statements([open])
	elsewhere := {"id": "nothing-else", "kind": "closed", "categories": ["payment"]}
	not law.passes("ny2d-121-3-c-1") with input as with_statements([open, elsewhere])
}

test_a_category_without_purposes if {
	narrow := object.union(_lessons, {"categories": ["student-data"]})
	law.lacking("ny2d-121-3-c-1") == {"nothing says for which purposes we use reviews of teachers"} with input as with_statements([narrow])
}

test_a_use_without_purposes_names_none if {
	not law.passes("ny2d-121-3-c-1") with input as with_statements([object.remove(_lessons, ["purposes"])])
}

test_purposes_of_no_data if not law.passes("ny2d-121-3-c-1") with input as {"notice": {"statements": [_lessons]}}

_host := {"id": "host", "kind": "processor", "label": "Example Cloud", "agreement": true, "locationName": "the United States"}

_told(recipients, topics) := {"notice": {"recipients": recipients, "says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

test_subcontractors if {
	law.passes("ny2d-121-3-c-2") with input as _told([_host], {"subcontractor-oversight"})
	law.passes("ny2d-121-3-c-2") with input as _told([], {"subcontractor-oversight", "no-subcontractors"})
	law.lacking("ny2d-121-3-c-2") == {"no-subcontractors"} with input as _told([], {"subcontractor-oversight"})
	law.lacking("ny2d-121-3-c-2") == {"subcontractor-oversight"} with input as _told([_host], set())
}

test_term if {
	law.passes("ny2d-121-3-c-3-term") with input as saying({"contract-term"})
	not law.passes("ny2d-121-3-c-3-term") with input as saying(set())
	law.lacking("ny2d-121-3-c-3-term") == {"contract-term"} with input as _agreed([{"id": "terms", "label": "the terms of service"}])
}

_agreed(documents) := {"notice": {"documents": documents}}

_contract := {"id": "contract", "label": "the contract", "with": "Example Falls", "begins": "2026-07-01", "ends": "2029-06-30"}

test_term_of_a_contract if {
	words := {"nothing says when the contract with Example Falls begins and when it expires"}
	law.passes("ny2d-121-3-c-3-term") with input as _agreed([_contract])
	law.lacking("ny2d-121-3-c-3-term") == words with input as _agreed([object.remove(_contract, ["ends"])])
	law.lacking("ny2d-121-3-c-3-term") == words with input as _agreed([object.remove(_contract, ["begins"])])
	law.passes("ny2d-121-3-c-3-term") with input as object.union_n([_agreed([object.remove(_contract, ["ends"])]), saying({"contract-term"})])
}

_at_the_end(statement) := object.union(with_statements([statement]), saying({"return-or-destruction"}))

test_end_of_contract if {
	law.passes("ny2d-121-3-c-3-end") with input as _at_the_end({"id": "end", "kind": "duty", "events": ["contract-end"], "owed": ["destroy"]})
	law.passes("ny2d-121-3-c-3-end") with input as _at_the_end({"id": "end", "kind": "keep", "categories": ["student-data"], "keep": {"from": "contract-end", "then": ["delete"]}})
}

test_an_end_that_owes_nothing if {
	words := {"no statement says what is owed when the contract ends"}
	law.lacking("ny2d-121-3-c-3-end") == words with input as _at_the_end({"id": "end", "kind": "duty", "events": ["contract-end"], "owed": []})
	law.lacking("ny2d-121-3-c-3-end") == words with input as _at_the_end({"id": "end", "kind": "keep", "keep": {"from": "contract-end", "then": []}})
	law.lacking("ny2d-121-3-c-3-end") == words with input as _at_the_end({"id": "end", "kind": "keep", "keep": {"from": "account-closed", "then": ["delete"]}})
}

test_an_end_without_format if {
	law.lacking("ny2d-121-3-c-3-end") == {"return-or-destruction"} with input as with_statements([{"id": "end", "kind": "duty", "events": ["contract-end"], "owed": ["destroy"]}])
}

test_accuracy if {
	law.passes("ny2d-121-3-c-4") with input as with_statements([{"id": "correct", "kind": "duty", "rights": ["rectification"]}])
	law.passes("ny2d-121-3-c-4") with input as saying({"accuracy-challenge"})
	not law.passes("ny2d-121-3-c-4") with input as with_statements([{"id": "copy", "kind": "duty", "rights": ["access"]}])
}

test_storage if {
	law.passes("ny2d-121-3-c-5") with input as _told([_host], {"safeguards"})
	law.passes("ny2d-121-3-c-5") with input as _told([], {"safeguards", "storage-location"})
	law.lacking("ny2d-121-3-c-5") == {"storage-location"} with input as _told([object.remove(_host, ["locationName"])], {"safeguards"})
	law.lacking("ny2d-121-3-c-5") == {"safeguards"} with input as _told([_host], set())
}

test_encryption if {
	law.passes("ny2d-121-3-c-6") with input as saying({"encryption-in-transit", "encryption-at-rest"})
	law.lacking("ny2d-121-3-c-6") == {"encryption-at-rest"} with input as saying({"encryption-in-transit"})
}
