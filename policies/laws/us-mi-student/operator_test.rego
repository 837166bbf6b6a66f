package candor.laws["us-mi-student"]

import data.candor.law

_bar(purposes) := {"id": "never", "kind": "bar", "categories": ["student-data"], "purposes": purposes}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_erase(period) := {"id": "erase", "kind": "duty", "rights": ["erasure"], "duty": {"within": period}}

test_no_commerce_and_deletion if {
	law.passes("mi-388-1295") with input as law.school([_bar(["ads", "sale"]), _use("lessons"), _erase("unstated")])
	law.lacking("mi-388-1295") == {"deletion-for-school"} with input as law.school([_bar(["ads", "sale"]), _use("lessons")])
	law.lacking("mi-388-1295") == {"no bar forbids the sale of all student data"} with input as law.school([_bar(["ads"]), _use("lessons"), _erase("unstated")])
	not law.passes("mi-388-1295") with input as law.saying({"deletion-for-school"})
}
