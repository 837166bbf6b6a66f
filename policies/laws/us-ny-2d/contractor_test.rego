package candor.laws["us-ny-2d"]

import data.candor.law

_plan := {"plan-requirements", "safeguards", "supplemental-information", "training", "subcontractor-oversight", "incident-response", "return-or-destruction"}

test_plan if {
	law.passes("ny2d-121-6-plan") with input as saying(_plan)
	every item in _plan {
		law.lacking("ny2d-121-6-plan") == {item} with input as saying(_plan - {item})
	}
}

test_what_is_said_alone if {
	every check, topic in {
		"ny2d-121-6-training": "training", "ny2d-121-6-signed": "signed-bill-of-rights", "ny2d-121-5-nist": "nist-csf",
		"ny2d-121-9-access": "access-by-need", "ny2d-121-10-cost": "breach-cost",
	} {
		law.passes(check) with input as saying({topic})
		law.lacking(check) == {topic} with input as saying({"firewalls"})
	}
}

_use(purpose) := {"id": "a-use", "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

test_service_is_no_commerce if law.passes("ny2d-121-9-commercial") with input as with_statements([_use("lessons")])

test_commerce if {
	every purpose in ["sale", "ads", "promotion", "better"] {
		count(law.lacking("ny2d-121-9-commercial")) == 1 with input as with_statements([_use("lessons"), _use(purpose)])
	}
}

test_commerce_is_worded if {
	law.lacking("ny2d-121-9-commercial") == {"student data is used to improve our products, a commercial purpose in New York"} with input as with_statements([_use("better")])
}

test_commerce_with_other_data if {
	law.passes("ny2d-121-9-commercial") with input as with_statements([_use("lessons"), object.union(_use("ads"), {"categories": ["payment"]})])
}

test_a_purpose_of_no_kind if {
	law.lacking("ny2d-121-9-commercial") == {"nothing says of what kind this purpose is, for which student data is used"} with input as with_statements([_use("vague")])
}

test_commerce_with_figures if {
	law.passes("ny2d-121-9-commercial") with input as with_statements([_use("lessons"), object.union(_use("better"), {"forms": ["aggregated"]})])
	not law.passes("ny2d-121-9-commercial") with input as with_statements([_use("lessons"), object.union(_use("better"), {"forms": ["aggregated", "hashed"]})])
}

test_commerce_that_is_barred if law.passes("ny2d-121-9-commercial") with input as with_statements([_use("lessons"), object.union(_use("ads"), {"categories": []}), _bar(["ads"])])

test_nothing_permitted_is_no_pass if not law.passes("ny2d-121-9-commercial") with input as with_statements([])

test_subcontractors_are_bound if {
	law.passes("ny2d-121-9-subs") with input as {"notice": {"recipients": [{"id": "host", "kind": "processor", "label": "Example Cloud", "agreement": true}]}}
	law.lacking("ny2d-121-9-subs") == {"nothing says that a contract binds Example Cloud to the same duties"} with input as {"notice": {"recipients": [{"id": "host", "kind": "processor", "label": "Example Cloud"}]}}
}

test_no_subcontractor if {
	checks["ny2d-121-9-subs"] == law.idle("no subcontractor is named") with input as {"notice": {"recipients": [{"id": "court", "kind": "authority", "label": "a court"}]}}
}

_breach(period) := with_statements([{"id": "breach", "kind": "duty", "events": ["breach"], "duty": {"within": period}}])

test_breach if {
	law.passes("ny2d-121-10-7days") with input as _breach("P7D")
	law.passes("ny2d-121-10-7days") with input as _breach("PT72H")
	law.lacking("ny2d-121-10-7days") == {"a breach is not told within 7 calendar days of its discovery"} with input as _breach("P8D")
	not law.passes("ny2d-121-10-7days") with input as with_statements([{"id": "breach", "kind": "duty", "events": ["breach"], "duty": {}}])
}
