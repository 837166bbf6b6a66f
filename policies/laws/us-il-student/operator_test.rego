package candor.laws["us-il-student"]

import data.candor.law

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

_closed := {"id": "closed", "kind": "closed", "actions": ["share"]}

_end := {"id": "end", "kind": "keep", "categories": ["student-data"], "keep": {"from": "contract-end", "period": "P30D", "then": ["delete"]}}

test_information if {
	law.passes("il-85-15-3") with input as law.school([_use("lessons"), _closed])
	law.lacking("il-85-15-3") == {"nothing says whether this is shared: essays", "nothing says whether this is shared: scores"} with input as law.school([_use("lessons")])
	not law.passes("il-85-15-3") with input as {"notice": {"statements": [_closed]}}
}

_terms := {"product-described", "school-official", "breach-costs-allocated", "agreement-published"}

test_agreement if {
	law.passes("il-85-15-4") with input as object.union(law.school([_end]), law.saying(_terms))
	every topic in _terms {
		law.lacking("il-85-15-4") == {topic} with input as object.union(law.school([_end]), law.saying(_terms - {topic}))
	}
	law.lacking("il-85-15-4") == {
		"no category has a class, so that nothing says which student data is provided",
		"no statement says by when student data is deleted or transferred once the agreement needs it no more",
	} with input as law.saying(_terms)
	every keep in [{"period": "unstated"}, {"period": "indefinite"}, {"then": ["review"]}] {
		not law.passes("il-85-15-4") with input as object.union(law.school([object.union(_end, {"keep": keep})]), law.saying(_terms))
	}
}

_sharing(on, as_of) := object.union(law.school([{"id": "share", "kind": "share", "recipients": ["host"]}]), {
	"law": {"on": on},
	"notice": {"asOf": as_of, "recipients": [{"id": "host", "kind": "processor", "label": "Example Cloud"}]},
})

test_third_parties if {
	every on, as_of in {"2026-07-01": "2026-07", "2026-12-31": "2026-07-02", "2026-06-30": "2026-01-01"} {
		law.passes("il-85-15-6") with input as _sharing(on, as_of)
	}
	every as_of in ["2026-06-30", "2026", "none"] {
		law.lacking("il-85-15-6") == {sprintf("the list of third parties is of %s, and not of this half year", [as_of])} with input as _sharing("2026-11-21", as_of)
	}
}

test_no_third_parties if {
	nobody := {"law": {"on": "2026-11-21"}, "notice": {"asOf": "2026-11"}}
	law.passes("il-85-15-6") with input as object.union(nobody, law.saying({"third-party-list"}))
	law.lacking("il-85-15-6") == {"third-party-list"} with input as nobody
}
