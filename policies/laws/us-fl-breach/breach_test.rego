package candor.laws["us-fl-breach"]

import data.candor.law

saying(topics) := {"notice": {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

test_what_is_said_alone if {
	every check, topic in {
		"fl-501-171-1-g": "breach-data", "fl-501-171-3": "authority-told", "fl-501-171-5": "consumer-agencies-told",
	} {
		law.passes(check) with input as saying({topic})
		law.lacking(check) == {topic} with input as saying({"safeguards"})
	}
}

_breach(period, topics) := {"notice": object.union(
	{"statements": [{"id": "breach", "kind": "duty", "events": ["breach"], "duty": {"within": period}}]},
	saying(topics).notice,
)}

test_those_concerned if {
	law.passes("fl-501-171-4") with input as _breach("P30D", {"breach-notice-contents"})
	law.lacking("fl-501-171-4") == {"nobody is told of a breach within 30 days"} with input as _breach("P31D", {"breach-notice-contents"})
	law.lacking("fl-501-171-4") == {"breach-notice-contents"} with input as _breach("P10D", set())
	not law.passes("fl-501-171-4") with input as saying({"breach-notice-contents"})
}

test_agent if {
	law.passes("fl-501-171-6") with input as _breach("P10D", set())
	law.lacking("fl-501-171-6") == {"a breach is not told to the entity within 10 days"} with input as _breach("P11D", set())
}

_kept(ending) := {"notice": {"statements": [{"id": "keep", "kind": "keep", "keep": {"period": "P30D", "then": ending}}]}}

test_disposal if {
	law.passes("fl-501-171-8") with input as _kept(["delete"])
	law.passes("fl-501-171-8") with input as saying({"disposal"})
	law.lacking("fl-501-171-8") == {"disposal"} with input as _kept(["review"])
}
