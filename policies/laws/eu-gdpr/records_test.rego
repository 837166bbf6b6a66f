package candor.laws["eu-gdpr"]

import data.candor.law

# recorded is a notice with all that the record of a controller tells.
recorded(topics) := object.union(saying([_use, _keep], topics).notice, object.union(_reached("privacy").notice, {"audiences": [{"id": "user", "label": "users", "covered": true}]}))

test_record if {
	law.passes("gdpr-30-1") with input.notice as recorded({"safeguards"})
	law.passes("gdpr-30-1") with input as {"notice": {"says": topical({"no-record"})}}
	law.lacking("gdpr-30-1") == {"safeguards"} with input.notice as recorded({})
	every list, part in {"contacts": "names and contacts", "purposes": "purposes", "audiences": "kinds of people", "categories": "kinds of data", "recipients": "recipients", "statements": "time limits"} {
		law.lacking("gdpr-30-1") == {sprintf("the record of processing lacks this part: %s", [part])} with input.notice as object.remove(recorded({"safeguards"}), [list])
	}
	law.lacking("gdpr-30-1") == {"the record of processing lacks the country of this recipient: Example Cloud"} with input.notice as object.union(recorded({"safeguards"}), going({"outside": "EEA"}, {"safeguards"}).notice)
}

test_record_of_a_processor if {
	law.passes("gdpr-30-2") with input.notice as recorded({"safeguards", "for-controllers"})
	law.lacking("gdpr-30-2") == {"safeguards", "for-controllers"} with input.notice as recorded({})
	every list, part in {"contacts": "names and contacts", "purposes": "kinds of processing"} {
		law.lacking("gdpr-30-2") == {sprintf("the record of processing lacks this part: %s", [part])} with input.notice as object.remove(recorded({"safeguards", "for-controllers"}), [list])
	}
}

test_breaches if {
	breach := {"id": "breach", "kind": "duty", "events": ["breach"]}
	every use in ["security", "dpo"] {
		law.passes("gdpr-33-contact") with input.notice as object.union(with_statements([breach]).notice, _reached(use).notice)
	}
	law.passes("gdpr-33-contact") with input as saying([], {"incident-response", "breach-contact"})
	law.lacking("gdpr-33-contact") == {"breach-contact"} with input as with_statements([breach])
	law.lacking("gdpr-33-contact") == {"incident-response"} with input as _reached("security")
}
