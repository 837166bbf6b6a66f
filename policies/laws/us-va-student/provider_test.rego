package candor.laws["us-va-student"]

import data.candor.law

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_closed := {"id": "closed", "kind": "closed", "actions": ["share"]}

_end := {"id": "end", "kind": "keep", "categories": ["student-data"], "keep": {"from": "contract-end", "period": "P30D", "then": ["delete"]}}

test_information if {
	law.passes("va-22-1-289-01-b-1") with input as law.school([_use("lessons"), _closed, _end])
	law.lacking("va-22-1-289-01-b-1") == {"nothing says how this is maintained: essays", "nothing says how this is maintained: scores"} with input as law.school([_use("lessons"), _closed])
	not law.passes("va-22-1-289-01-b-1") with input as law.school([_use("lessons"), _end])
}

test_changes if {
	told := object.union(law.school([{"id": "change", "kind": "duty", "events": ["material-change"], "owed": ["tell"]}]), law.saying({"prominent-change-notice"}))
	law.passes("va-22-1-289-01-b-2") with input as told
	law.lacking("va-22-1-289-01-b-2") == {"prominent-change-notice", "no duty tells of a material change"} with input as law.school([])
}

test_copy if {
	law.passes("va-22-1-289-01-b-10") with input as law.school([{"id": "copy", "kind": "duty", "rights": ["portability"]}])
	law.passes("va-22-1-289-01-b-10") with input as law.saying({"electronic-copy"})
	law.lacking("va-22-1-289-01-b-10") == {"electronic-copy"} with input as law.school([])
}
