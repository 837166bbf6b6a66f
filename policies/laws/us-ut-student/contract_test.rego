package candor.laws["us-ut-student"]

import data.candor.law

_end := {"id": "end", "kind": "keep", "categories": ["student-data"], "keep": {"from": "contract-end", "period": "P30D", "then": ["delete"]}}

_terms := {"data-restrictions", "audit", "ended-for-unauthorized-use"}

_only := {"id": "lessons", "kind": "use", "categories": ["student-data"], "purposes": ["lessons"], "only": "category"}

_share := {"id": "share", "kind": "share", "recipients": ["host"]}

_with(statements, topics) := object.union(object.union(law.school(statements), law.saying(topics)), {"notice": {"recipients": [{"id": "host", "kind": "processor", "label": "Example Cloud"}]}})

test_provisions if {
	law.passes("ut-53e-9-309") with input as _with([_end, _only, _share], _terms)
	every topic in _terms {
		law.lacking("ut-53e-9-309") == {topic} with input as _with([_end, _only, _share], _terms - {topic})
	}
	law.lacking("ut-53e-9-309") == {"no statement says what becomes of student data when the contract ends"} with input as _with([_only, _share], _terms)
	law.lacking("ut-53e-9-309") == {"no recipient of student data is named"} with input as _with([_end, _only], _terms)
	law.lacking("ut-53e-9-309") == {"nothing prohibits secondary use of student data"} with input as _with([_end, _share], _terms)
}
