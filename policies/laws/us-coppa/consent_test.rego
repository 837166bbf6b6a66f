package candor.laws["us-coppa"]

import data.candor.law

_direct := {"parent-contact-for-consent", "nothing-without-consent", "consent-items", "link-to-notice", "how-to-consent", "contact-deleted-without-consent"}

test_direct_notice if {
	law.passes("coppa-4-c-1") with input as saying([], _direct)
	every topic in _direct {
		law.lacking("coppa-4-c-1") == {topic} with input as saying([], _direct - {topic})
	}
}

test_no_consent_is_asked_for if {
	nobody := {"notice": object.union(_vocabulary, {"gates": [{"id": "child-consent", "kind": "consent", "by": ["child"]}, {"id": "known", "kind": "fact"}]})}
	checks["coppa-4-c-1"] == law.idle("no consent is asked for") with input as nobody
}

test_refusing_disclosure if {
	law.passes("coppa-4-c-1-iv") with input as saying([_share], {"refuse-disclosure"})
	law.lacking("coppa-4-c-1-iv") == {"refuse-disclosure"} with input as with_statements([_share])
	checks["coppa-4-c-1-iv"] == law.idle("no statement permits a disclosure to a third party") with input as with_statements([_use])
}

test_changes if {
	duty := {"id": "change", "kind": "duty", "events": ["material-change"], "owed": ["ask-again"]}
	law.passes("coppa-4-c-change") with input as with_statements([duty])
	not law.passes("coppa-4-c-change") with input as with_statements([object.union(duty, {"owed": []})])
	not law.passes("coppa-4-c-change") with input as with_statements([object.union(duty, {"events": ["change"]})])
}

_consenting(gate) := {"notice": object.union(with_statements([object.union(_use, {"gates": ["consent"]})]).notice, {"gates": [object.union({"id": "consent", "kind": "consent", "by": ["parent"]}, gate)]})}

test_method if {
	every strength in ["signed", "verified"] {
		law.passes("coppa-5-b-method") with input as _consenting({"strength": strength, "via": ["a form"]})
		law.lacking("coppa-5-b-method") == {"nothing says how it is made sure that a parent consents"} with input as _consenting({"strength": strength})
	}
	not law.passes("coppa-5-b-method") with input as _consenting({"strength": "opt-in", "via": ["email"]})
	not law.passes("coppa-5-b-method") with input as _consenting({"via": ["email"]})
	not law.passes("coppa-5-b-method") with input as _consenting({"by": ["school"], "strength": "signed", "via": ["a form"]})
}

test_method_of_disclosing if {
	weak := {"id": "consent", "kind": "consent", "by": ["parent"], "via": ["a box to tick"]}
	shared := object.union(with_statements([object.union(_share, {"gates": ["consent"]})]).notice, {"gates": [weak]})
	law.lacking("coppa-5-b-method") == {"nothing says how it is made sure that a parent consents"} with input.notice as shared
	checks["coppa-5-b-method"] == law.idle("no statement permits to collect or disclose anything only with consent") with input.notice as object.union(shared, {"statements": [_share]})
}

# by_message is a notice whose consent comes by email plus.
by_message(statements, gate) := object.union(with_statements(statements).notice, {
	"gates": [object.union({"id": "consent", "kind": "consent", "by": ["parent"]}, gate)],
	"says": [{"topic": "email-plus", "entry": "gate.consent"}],
})

test_email_plus if {
	use := object.union(_use, {"gates": ["consent"]})
	share := object.union(_share, {"gates": ["consent"]})
	checks["coppa-5-b-method"] == law.met({"gate.consent"}) with input.notice as by_message([use, _share], {"via": ["email"]})
	every gate in [{"via": ["email"]}, {"via": ["email"], "strength": "verified"}] {
		law.lacking("coppa-5-b-method") == {"consent by email plus or text plus opens a disclosure, which it cannot"} with input.notice as by_message([use, share], gate)
	}
	elsewhere := object.union(by_message([use], {"via": ["email"]}), {"says": [{"topic": "email-plus", "entry": "gate.other"}]})
	law.lacking("coppa-5-b-method") == {"nothing says how it is made sure that a parent consents"} with input.notice as elsewhere
}

_bare := object.remove(_use, ["gates"])

test_collecting if {
	law.passes("coppa-5-c-exception") with input as with_statements([_use])
	law.lacking("coppa-5-c-exception") == {"data is collected from children without consent, and nothing says under which exception"} with input as with_statements([_use, object.union(_bare, {"id": "more"})])
	not law.passes("coppa-5-c-exception") with input as with_statements([object.union(_bare, {"gates": ["child-consent", "unsubscribe"]})])
	checks["coppa-5-c-exception"] == law.idle("no statement permits to collect data from children") with input as with_statements([_share])
}

test_consent_by_basis if {
	based := object.union(with_statements([object.union(_bare, {"bases": ["agreed"]})]).notice, {"bases": [{"id": "agreed", "kind": "consent", "gates": [{"id": "parent-consent"}]}, {"id": "other", "kind": "consent", "gates": [{"id": "child-consent"}]}]})
	law.passes("coppa-5-c-exception") with input.notice as based
	not law.passes("coppa-5-c-exception") with input.notice as object.union(based, {"statements": [object.union(_bare, {"bases": ["other"]})]})
}

test_collection_barred_before_consent if {
	bar := {"id": "not-first", "kind": "bar", "actions": ["collect"], "categories": ["profile"], "unless": ["parent-consent"]}
	law.passes("coppa-5-c-exception") with input as with_statements([_bare, bar])
	not law.passes("coppa-5-c-exception") with input as with_statements([_bare, object.union(bar, {"categories": ["posts"]})])
	not law.passes("coppa-5-c-exception") with input as with_statements([_bare, object.union(bar, {"actions": ["use"]})])
	not law.passes("coppa-5-c-exception") with input as with_statements([_bare, object.union(bar, {"unless": ["child-consent"]})])
}

test_an_exception_is_named if {
	notice := with_statements([_bare]).notice
	law.passes("coppa-5-c-exception") with input.notice as object.union(notice, {"says": [{"topic": "coppa-exception", "entry": "accounts"}]})
	not law.passes("coppa-5-c-exception") with input.notice as object.union(notice, {"says": [{"topic": "coppa-exception", "entry": "note.a"}]})
}

_mixed(audience) := {"notice": object.union(_vocabulary, {"audiences": [{"id": "child", "covered": true, "age": {"under": 13}}, audience]})}

test_mixed_audience if {
	older := {"id": "older", "covered": true, "age": {"from": 13}}
	law.lacking("coppa-mixed-age") == {"age-question"} with input as _mixed(older)
	law.passes("coppa-mixed-age") with input.notice as object.union(_mixed(older).notice, {"says": [{"topic": "age-question", "entry": "note.a"}]})
	idle := law.idle("the notice is not for children and for older people both")
	checks["coppa-mixed-age"] == idle with input as _mixed(object.union(older, {"covered": false}))
	checks["coppa-mixed-age"] == idle with input as {"notice": {"audiences": [older]}}
}

test_no_more_than_needed if {
	law.passes("coppa-7") with input as saying([], {"no-more-than-needed"})
	law.lacking("coppa-7") == {"no-more-than-needed"} with input as saying([], set())
}
