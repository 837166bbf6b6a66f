package candor.laws["us-tx-student"]

import data.candor.law

_bar(purposes) := {"id": "never", "kind": "bar", "categories": ["student-data"], "purposes": purposes}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_erase(period) := {"id": "erase", "kind": "duty", "rights": ["erasure"], "duty": {"within": period}}

test_no_commerce if {
	law.passes("tx-32-152") with input as law.school([_bar(["ads", "sale"]), _use("lessons")])
	law.lacking("tx-32-152") == {"no bar forbids the sale of all student data"} with input as law.school([_bar(["ads"]), _use("lessons")])
	law.lacking("tx-32-152") == {"student data is used to make a profile"} with input as law.school([_bar(["ads", "sale"]), _use("profile")])
	not law.passes("tx-32-152") with input as {"notice": {"statements": [_bar(["ads", "sale"])]}}
}

test_deletion if {
	law.passes("tx-32-156") with input as law.school([_erase("P60D")])
	law.lacking("tx-32-156") == {"student data is not deleted within 60 days of a request"} with input as law.school([_erase("P61D")])
	not law.passes("tx-32-156") with input as law.school([])
}
