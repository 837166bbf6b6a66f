package candor.laws["us-pa-breach"]

import data.candor.law

saying(topics) := {"notice": {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

_breach(duty, topics) := {"notice": object.union(
	{"statements": [object.union({"id": "breach", "kind": "duty", "events": ["breach"]}, duty)]},
	saying(topics).notice,
)}

_in(period) := _breach({"duty": {"within": period}}, {"district-attorney-told"})

test_those_concerned if {
	law.passes("pa-2303-a") with input as _breach({}, set())
	not law.passes("pa-2303-a") with input as _breach({"events": ["contract"]}, set())
}

test_schools if {
	every period in ["7 business days", "1 business day", "P9D", "PT72H"] {
		law.passes("pa-2303-a-2") with input as _in(period)
	}
	every period in ["8 business days", "10 business days", "P10D", "P1M"] {
		law.lacking("pa-2303-a-2") == {"those concerned are not told of a breach within 7 business days"} with input as _in(period)
	}
	law.lacking("pa-2303-a-2") == {"those concerned are not told of a breach within 7 business days"} with input as _breach({"duty": {}}, {"district-attorney-told"})
	law.lacking("pa-2303-a-2") == {"district-attorney-told"} with input as _breach({"duty": {"within": "P7D"}}, set())
	not law.passes("pa-2303-a-2") with input as saying({"district-attorney-told"})
}

test_vendor if {
	law.passes("pa-2303-vendor") with input as _breach({"owed": ["tell"]}, set())
	not law.passes("pa-2303-vendor") with input as _breach({"owed": []}, set())
}

test_what_is_said_alone if {
	every check, topic in {
		"pa-2303-c-1": "authority-told", "pa-2305-cra": "consumer-agencies-told", "pa-credit": "credit-monitoring",
	} {
		law.passes(check) with input as saying({topic})
		law.lacking(check) == {topic} with input as saying({"safeguards"})
	}
}
