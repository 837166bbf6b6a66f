package candor.laws["us-md-student"]

import data.candor.law

_bar(purposes) := {"id": "never", "kind": "bar", "categories": ["student-data"], "purposes": purposes}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_erase(period) := {"id": "erase", "kind": "duty", "rights": ["erasure"], "duty": {"within": period}}

_all := object.union(law.school([_bar(["ads", "sale"]), _use("lessons"), _erase("unstated")]), law.saying({"service-list"}))

test_all if {
	law.passes("md-4-131") with input as _all
	law.lacking("md-4-131") == {"service-list"} with input as law.school(_all.notice.statements)
	without := law.school([_bar(["ads", "sale"]), _use("profile")])
	law.lacking("md-4-131") == {"student data is used to make a profile", "deletion-for-school"} with input as object.union(without, law.saying({"service-list"}))
	law.lacking("md-4-131") == {"student data is used to make a profile"} with input as object.union(without, law.saying({"service-list", "deletion-for-school"}))
	not law.passes("md-4-131") with input as law.saying({"service-list", "deletion-for-school"})
}
