package candor.laws["eu-gdpr"]

import data.candor.law

# sourced is a notice with these sources, in which a note says these topics.
sourced(sources, topics) := noticing({"statements": [_use], "sources": sources, "says": topical(topics)})

_form := {"id": "form", "kind": "person", "label": "from you", "categories": [{"id": "email"}]}

_register := {"id": "register", "kind": "public", "label": "from the register", "categories": [{"id": "email"}]}

test_required if {
	law.passes("gdpr-13-2-e") with input as sourced([_form], {"data-required", "data-not-given"})
	law.passes("gdpr-13-2-e") with input as sourced([object.union(_form, {"voluntary": true})], {"data-not-given"})
	law.lacking("gdpr-13-2-e") == {"data-not-given"} with input as sourced([object.union(_form, {"voluntary": true})], {})
	law.lacking("gdpr-13-2-e") == {"data-required", "data-not-given"} with input as sourced([_form, object.union(_form, {"id": "b", "voluntary": true})], {})
	law.lacking("gdpr-13-2-e") == {"data-required", "data-not-given"} with input as sourced([], {})
	checks["gdpr-13-2-e"] == law.idle("no data comes from people themselves") with input as sourced([_register], {})
}

test_kinds_from_others if {
	law.passes("gdpr-14-1-d") with input as sourced([_register], {})
	law.lacking("gdpr-14-1-d") == {"nothing says which data comes from there: from the register"} with input as sourced([object.remove(_register, ["categories"])], {})
	checks["gdpr-14-1-d"] == law.idle("no source is another than the people themselves") with input as sourced([_form], {})
	every kind in ["third-party", "customer"] {
		law.passes("gdpr-14-1-d") with input as sourced([object.union(_register, {"kind": kind})], {})
	}
}

test_where_from if {
	law.passes("gdpr-14-2-f") with input as sourced([_register], {})
	law.lacking("gdpr-14-2-f") == {"nothing says where this comes from: e-mail addresses"} with input as sourced([object.union(_register, {"categories": [{"id": "phone"}]})], {})
	law.passes("gdpr-14-2-f") with input as sourced([object.union(_register, {"categories": [{"id": "phone"}]}), _form], {})
	not law.passes("gdpr-14-2-f") with input as sourced([], {})
	checks["gdpr-14-2-f"] == law.idle("no source is another than the people themselves") with input as sourced([_form], {})
}

test_told_of_source if {
	tell := {"id": "tell", "kind": "duty", "events": ["collection"], "duty": {"within": "P1M"}}
	law.passes("gdpr-14-3") with input as noticing({"statements": [tell], "sources": [_register]})
	law.lacking("gdpr-14-3") == {"told-of-source"} with input as noticing({"statements": [object.union(tell, {"duty": {"within": "P2M"}})], "sources": [_register]})
	law.passes("gdpr-14-3") with input as sourced([_register], {"told-of-source"})
	checks["gdpr-14-3"] == law.idle("no source is another than the people themselves") with input as sourced([_form], {})
}
