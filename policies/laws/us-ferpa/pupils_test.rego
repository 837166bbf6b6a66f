package candor.laws["us-ferpa"]

import data.candor.law

test_surveys if {
	law.passes("ppra-b-topics") with input as saying({"surveys", "survey-consent"})
	law.lacking("ppra-b-topics") == {"survey-consent"} with input as saying({"surveys"})
	checks["ppra-b-topics"] == law.idle("nothing says that students are surveyed") with input as saying({"survey-consent"})
}

_gated(purpose, gate) := with_statements([object.union(_use([purpose]), {"gates": [gate]})])

test_marketing if {
	every purpose in ["promotion", "sale"] {
		law.passes("ppra-c-marketing") with input as _gated(purpose, "unsubscribed")
		law.passes("ppra-c-marketing") with input as _gated(purpose, "agreed")
		law.lacking("ppra-c-marketing") == {"student data serves marketing or is sold, and nobody can opt out"} with input as _gated(purpose, "known")
	}
}

test_marketing_is_barred if {
	bar := {"id": "no-promotion", "kind": "bar", "categories": ["grades"], "purposes": ["promotion"]}
	law.passes("ppra-c-marketing") with input as with_statements([bar])
	not law.passes("ppra-c-marketing") with input as with_statements([bar, _use(["sale"])])
	checks["ppra-c-marketing"] == law.idle("no statement permits marketing with student data, or its sale") with input as with_statements([_use(["lessons"])])
}
