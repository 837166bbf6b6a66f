package candor.laws["us-co-student"]

import data.candor.law

_bar(purposes) := {"id": "never", "kind": "bar", "categories": ["student-data"], "purposes": purposes}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_closed := {"id": "closed", "kind": "closed", "actions": ["share"]}

_end := {"id": "end", "kind": "keep", "categories": ["student-data"], "keep": {"from": "contract-end", "period": "P30D", "then": ["delete"]}}

test_information if {
	law.passes("co-22-16-108-1") with input as law.school([_use("lessons"), _closed])
	law.lacking("co-22-16-108-1") == {"nothing says whether this is shared: essays", "nothing says whether this is shared: scores"} with input as law.school([_use("lessons")])
	not law.passes("co-22-16-108-1") with input as {"notice": {"statements": [_closed]}}
}

test_learning_purpose if {
	law.lacking("co-22-16-108-1") == {"nothing says for which learning purpose this is collected: essays", "nothing says for which learning purpose this is collected: scores"} with input as law.school([_use("ads"), _closed])
}

test_changes if {
	told := object.union(law.school([{"id": "change", "kind": "duty", "events": ["material-change"], "owed": ["tell"]}]), law.saying({"schools-told-first"}))
	law.passes("co-22-16-108-2") with input as told
	law.lacking("co-22-16-108-2") == {"schools-told-first", "no duty tells of a material change"} with input as law.school([])
}

test_misuse if {
	told := object.union(law.school([{"id": "breach", "kind": "duty", "events": ["breach"], "owed": ["tell"]}]), law.saying({"misuse-told"}))
	law.passes("co-22-16-108-4") with input as told
	law.lacking("co-22-16-108-4") == {"misuse-told", "no duty tells of a breach"} with input as law.school([])
}

test_no_commerce if {
	law.passes("co-22-16-109-2") with input as law.school([_bar(["ads", "sale"]), _use("lessons")])
	law.lacking("co-22-16-109-2") == {"no bar forbids the sale of all student data"} with input as law.school([_bar(["ads"]), _use("lessons")])
	law.lacking("co-22-16-109-2") == {"student data is used to make a profile"} with input as law.school([_bar(["ads", "sale"]), _use("profile")])
	not law.passes("co-22-16-109-2") with input as {"notice": {"statements": [_bar(["ads", "sale"])]}}
}

test_destruction if {
	law.passes("co-22-16-110") with input as law.school([_end])
	not law.passes("co-22-16-110") with input as law.school([object.union(_end, {"categories": ["payment"]})])
}
