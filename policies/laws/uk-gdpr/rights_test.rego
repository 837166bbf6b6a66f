package candor.laws["uk-gdpr"]

import data.candor.law

_complaint(within) := {"id": "complain", "kind": "duty", "rights": ["complaint"], "duty": within}

_complaining(statement, contact) := {"notice": {"statements": [statement], "contacts": [object.union({"id": "a", "for": ["complaints"]}, contact)]}}

test_complaining if {
	law.passes("uk-13-2-ca") with input as _complaining(_complaint({}), {"address": ["1 High Street"]})
	law.passes("uk-13-2-ca") with input as _complaining({"id": "complain", "kind": "duty", "events": ["complaint"]}, {"email": "a@example.com"})
	not law.passes("uk-13-2-ca") with input as _complaining(_complaint({}), {"masked": "a***@example.com"})
	not law.passes("uk-13-2-ca") with input as _complaining({"id": "copy", "kind": "duty", "rights": ["access"]}, {"email": "a@example.com"})
}

test_regulator if {
	law.passes("uk-13-2-d") with input as _reached("regulator")
	not law.passes("uk-13-2-d") with input as _reached("complaints")
}

test_electronic_complaint if {
	law.passes("uk-164a-form") with input as _complaining(_complaint({}), {"email": "a@example.com"})
	law.passes("uk-164a-form") with input as _complaining(_complaint({}), {"url": "https://example.com"})
	not law.passes("uk-164a-form") with input as _complaining(_complaint({}), {"phone": "1"})
	not law.passes("uk-164a-form") with input as _reached("privacy")
}

test_acknowledgement if {
	law.passes("uk-164a-ack") with input as with_statements([_complaint({"within": "P30D"})])
	law.lacking("uk-164a-ack") == {"a complaint may go without an answer for more than 30 days"} with input as with_statements([_complaint({"within": "P31D"})])
	checks["uk-164a-ack"] == law.idle("no duty states a time for complaints") with input as with_statements([_complaint({})])
}

_safeguards := {"decision-explained", "decision-representations", "human-intervention", "decision-contested"}

test_decisions if {
	decision := object.union(_use, {"actions": ["use", "decide"]})
	law.passes("uk-22a") with input as saying([decision], _safeguards)
	every topic in _safeguards {
		law.lacking("uk-22a") == {topic} with input as saying([decision], _safeguards - {topic})
	}
	checks["uk-22a"] == law.idle("no statement permits automated decisions") with input as with_statements([_use])
}

_recipient(more) := {"notice": {"recipients": [object.union({"id": "host", "label": "Example Cloud"}, more)]}}

test_transfers if {
	law.passes("uk-44a") with input as _recipient({"location": "US", "safeguards": ["addendum"]})
	law.passes("uk-44a") with input as _recipient({"outside": "GB", "gates": [{"id": "known"}]})
	every place in [{"location": "US"}, {"location": "EU"}, {"outside": "GB"}] {
		law.lacking("uk-44a") == {"nothing says under which mechanism data goes out of the United Kingdom: Example Cloud"} with input as _recipient(place)
	}
	every place in [{}, {"location": "GB"}, {"location": "GB-SCT"}] {
		checks["uk-44a"] == law.idle("no recipient is said to be outside the United Kingdom") with input as _recipient(place)
	}
}

_send(more) := with_statements([object.union(_use, object.union({"actions": ["send"], "purposes": ["offers"]}, more))])

test_marketing if {
	every gate in ["consent", "objected", "unsubscribed"] {
		law.passes("pecr-22-optout") with input as _send({"gates": [gate]})
	}
	law.passes("pecr-22-optout") with input as _send({"bases": ["agreed", "ours"], "purposes": ["ads"]})
	law.lacking("pecr-22-optout") == {"marketing is sent, and nobody can opt out"} with input as _send({"gates": ["known"]})
	law.lacking("pecr-22-optout") == {"marketing is sent, and nobody can opt out"} with input as _send({"bases": ["agreed", "bare"]})
	law.lacking("pecr-22-optout") == {"marketing is sent, and nobody can opt out"} with input as _send({"bases": []})
}

test_messages_of_no_kind if {
	law.lacking("pecr-22-optout") == {"messages are sent for it, and nothing says whether that is marketing: do this and that"} with input as _send({"purposes": ["vague"]})
	count(law.lacking("pecr-22-optout")) == 2 with input as _send({"purposes": ["vague", "offers"], "bases": []})
	checks["pecr-22-optout"] == law.idle("no statement permits to send marketing") with input as _send({"purposes": ["services"]})
	checks["pecr-22-optout"] == law.idle("no statement permits to send marketing") with input as with_statements([object.union(_use, {"purposes": ["vague"]})])
	not checks["pecr-22-optout"] with input as {"notice": {"statements": [_use]}}
}

_cookies(more) := {"notice": {"cookies": [object.union({"id": "c", "label": "cookies"}, more)]}}

test_cookies if {
	law.passes("pecr-6-cookies") with input as _cookies({"needed": true})
	law.passes("pecr-6-cookies") with input as _cookies({"stop": ["refuse"]})
	law.lacking("pecr-6-cookies") == {"nothing says how to refuse them, or that they are needed: cookies"} with input as _cookies({})
	checks["pecr-6-cookies"] == law.idle("no cookies are named") with input as with_statements([])
}
