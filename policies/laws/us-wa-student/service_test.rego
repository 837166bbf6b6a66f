package candor.laws["us-wa-student"]

import data.candor.law

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_closed := {"id": "closed", "kind": "closed", "actions": ["share"]}

test_information if {
	law.passes("wa-28a-604-020-1") with input as law.school([_use("lessons"), _closed])
	law.lacking("wa-28a-604-020-1") == {"nothing says whether this is shared: essays", "nothing says whether this is shared: scores"} with input as law.school([_use("lessons")])
	not law.passes("wa-28a-604-020-1") with input as {"notice": {"statements": [_closed]}}
}

test_changes if {
	told := object.union(law.school([{"id": "change", "kind": "duty", "events": ["material-change"], "owed": ["tell"]}]), law.saying({"prominent-change-notice"}))
	law.passes("wa-28a-604-020-2") with input as told
	law.lacking("wa-28a-604-020-2") == {"prominent-change-notice", "no duty tells of a material change"} with input as law.school([])
}

test_review_and_correction if {
	law.passes("wa-28a-604-020-3") with input as law.school([{"id": "see", "kind": "duty", "rights": ["access", "rectification"]}])
	law.lacking("wa-28a-604-020-3") == {"no duty has the data corrected"} with input as law.school([{"id": "see", "kind": "duty", "rights": ["access"]}])
}

test_security_and_deletion if {
	erase := law.school([{"id": "erase", "kind": "duty", "rights": ["erasure"]}])
	law.passes("wa-28a-604-040") with input as object.union(erase, law.saying({"security-program"}))
	law.passes("wa-28a-604-040") with input as law.saying({"security-program", "deletion-for-school"})
	law.lacking("wa-28a-604-040") == {"deletion-for-school"} with input as law.saying({"security-program"})
	law.lacking("wa-28a-604-040") == {"security-program"} with input as erase
}
