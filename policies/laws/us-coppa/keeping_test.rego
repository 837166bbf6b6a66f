package candor.laws["us-coppa"]

import data.candor.law

test_policy if {
	law.passes("coppa-10-policy") with input as saying([_use, _keep], {"retention-need"})
	law.lacking("coppa-10-policy") == {"retention-need"} with input as with_statements([_use, _keep])
	wider := object.union(_use, {"categories": ["profile"]})
	law.lacking("coppa-10-policy") == {"nothing says by when this is deleted: posts"} with input as saying([wider, _keep], {"retention-need"})
	every period in ["unstated", "indefinite"] {
		law.lacking("coppa-10-policy") == {"nothing says by when this is deleted: the username"} with input as saying([_use, object.union(_keep, {"keep": {"period": period}})], {"retention-need"})
	}
	not law.passes("coppa-10-policy") with input as saying([_keep], {"retention-need"})
}

test_nothing_without_end if {
	law.passes("coppa-10-indefinite") with input as with_statements([_keep])
	law.lacking("coppa-10-indefinite") == {"data of children is kept indefinitely"} with input as with_statements([_keep, {"id": "forever", "kind": "keep", "keep": {"period": "indefinite"}}])
	not law.passes("coppa-10-indefinite") with input as with_statements([_use])
}

_program := {"security-coordinator", "risk-assessment", "safeguards", "safeguards-tested", "program-evaluation"}

test_program if {
	law.passes("coppa-8-b") with input as saying([], _program)
	every topic in _program {
		law.lacking("coppa-8-b") == {topic} with input as saying([], _program - {topic})
	}
}

test_assurances if {
	law.lacking("coppa-8-c") == {"nothing says that written assurances bind publishers"} with input as with_statements([_share])
	law.lacking("coppa-8-c") == {"nothing says that written assurances bind Example Cloud"} with input as with_statements([object.union(_share, {"recipients": ["host"]})])
	agreed := {"recipients": [{"id": "publisher", "kind": "partner", "label": "publishers", "agreement": true}]}
	law.passes("coppa-8-c") with input.notice as object.union(with_statements([_share]).notice, agreed)
	checks["coppa-8-c"] == law.idle("no statement permits to release data of children to others") with input as with_statements([_use])
}

_holding(category) := {"notice": {"categories": [object.union({"id": "body", "label": "what your body is like"}, category)]}}

test_biometric_identifiers if {
	law.passes("coppa-2-bio") with input as _holding({"includes": ["a voiceprint"], "class": "special"})
	every words in ["Fingerprints", "patterns of the iris", "a voice print", "facial templates", "genetic data"] {
		law.lacking("coppa-2-bio") == {"biometric identifiers stand in a category without a class"} with input as _holding({"includes": [words]})
	}
	law.lacking("coppa-2-bio") == {"biometric identifiers stand in a category without a class"} with input as _holding({"label": "biometric data"})
	checks["coppa-2-bio"] == law.idle("no category names a biometric identifier") with input as _holding({"includes": ["height"]})
}
