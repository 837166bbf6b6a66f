package candor.laws["us-de-student"]

import data.candor.law

_erase(period) := {"id": "erase", "kind": "duty", "rights": ["erasure"], "duty": {"within": period}}

test_deletion if {
	law.passes("de-8104a") with input as law.school([_erase("P45D")])
	law.lacking("de-8104a") == {"student data is not deleted within 45 days of a request"} with input as law.school([_erase("P46D")])
	not law.passes("de-8104a") with input as law.school([])
}
