package candor.laws["us-ca-student"]

import data.candor.law

_bar(purposes) := {"id": "never", "kind": "bar", "categories": ["student-data"], "purposes": purposes}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

test_advertising_and_sale if {
	every check, purpose in {"ca-22584-ads": "ads", "ca-22584-sale": "sale"} {
		law.passes(check) with input as law.school([_bar([purpose])])
		not law.passes(check) with input as law.school([_bar(["profile"])])
		not law.passes(check) with input as {"notice": {"statements": [_bar([purpose])]}}
	}
	law.lacking("ca-22584-ads") == {"student data is used to show banners"} with input as law.school([_bar(["ads"]), _use("banners")])
}

test_profile if {
	law.passes("ca-22584-profile") with input as law.school([_use("lessons")])
	law.lacking("ca-22584-profile") == {"student data is used to make a profile"} with input as law.school([_use("profile")])
	not law.passes("ca-22584-profile") with input as law.school([])
}

test_deletion if {
	law.passes("ca-22584-delete") with input as law.school([{"id": "erase", "kind": "duty", "rights": ["erasure"]}])
	law.passes("ca-22584-delete") with input as law.saying({"deletion-for-school"})
	law.lacking("ca-22584-delete") == {"deletion-for-school"} with input as law.school([])
}
