package candor.laws["us-il-student"]

import data.candor.law

_lists := {"operators-posted", "subcontractors-posted", "breaches-posted"}

_statements := [
	{"id": "lessons", "kind": "use", "purposes": ["lessons"]},
	{"id": "closed", "kind": "closed", "actions": ["share"]},
	{"id": "see", "kind": "duty", "rights": ["access", "rectification"]},
]

test_posting if {
	law.passes("il-85-27") with input as object.union(law.school(_statements), law.saying(_lists))
	every topic in _lists {
		law.lacking("il-85-27") == {topic} with input as object.union(law.school(_statements), law.saying(_lists - {topic}))
	}
	every i in numbers.range(0, 2) {
		some_statements := [s | some j, s in _statements; j != i]
		not law.passes("il-85-27") with input as object.union(law.school(some_statements), law.saying(_lists))
	}
}
