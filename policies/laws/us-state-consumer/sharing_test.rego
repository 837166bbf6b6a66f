package candor.laws["us-state-consumer"]

import data.candor.law

_share := {"id": "partners", "kind": "share", "categories": ["account"], "purposes": ["ads"], "recipients": ["networks"], "gates": ["opted-out"]}

_sale := object.union(_share, {"id": "sales", "purposes": ["sell"]})

_with(statements) := with_notice({"statements": statements})

test_sharing if {
	every check in ["st-common-4", "st-common-5"] {
		law.passes(check) with input as _with([_share])
		idle := law.idle("no statement permits to share personal data with third parties")
		checks[check] == idle with input as _with([_use, object.union(_share, {"recipients": ["host"]}), object.union(_share, {"forms": ["anonymous"]})])
		checks[check] == _none with input as of_state("US-RI", {"statements": [_share]})
	}
	law.lacking("st-common-4") == {"nothing says which data is shared"} with input as _with([object.remove(_share, ["categories"])])
	law.lacking("st-common-5") == {"nothing says with whom this is shared"} with input as _with([object.remove(_share, ["recipients"])])
}

_detailed_as(more) := {"statements": [_share], "recipients": [object.union({"id": "networks", "kind": "partner", "label": "ad networks"}, more)]}

test_third_parties_in_detail if {
	law.lacking("st-md-3p-detail") == {"nothing says what sort of third party this is, or what it does: ad networks"} with input as with_notice(_detailed_as({}))
	law.passes("st-md-3p-detail") with input as with_notice(_detailed_as({"service": "showing ads"}))
	checks["st-md-3p-detail"] == _none with input as of_state("US-VA", _detailed_as({}))
	host := {"id": "host", "kind": "processor", "label": "Example Cloud"}
	both := [object.union(_share, {"recipients": ["networks", "host"]})]
	checks["st-md-3p-detail"] == law.met({"recipient.networks"}) with input as with_notice({"statements": both, "recipients": array.concat(_detailed_as({"text": "They show ads."}).recipients, [host])})
}

_after_offer := {"st-sale-disclosure", "st-uoom", "st-mn-outside"}

_after_sale := {"st-ri-3p-names", "st-ri-contact", "st-tx-sensitive-text", "st-tx-biometric-text"}

test_nothing_is_sold if {
	every check in _after_offer {
		checks[check] == law.idle("no statement permits to sell personal data, or to use it for targeted advertising") with input as _with([_use])
	}
	every check in {"st-ri-3p-names", "st-ri-contact"} {
		checks[check] == law.idle("no statement permits to sell personal data") with input as _with([_share])
	}
}

test_nobody_can_tell if {
	every check in _after_offer | _after_sale {
		every more in [{"purposes": ["business"]}, {"purposes": []}] {
			law.lacking(check) == {"nothing says of what kind the purpose is for which this is shared, so that it may be a sale"} with input as _with([object.union(_share, more)])
		}
	}
	checks["st-uoom"] == law.idle("no statement permits to sell personal data, or to use it for targeted advertising") with input as _with([object.union(_share, {"purposes": ["business"], "recipients": ["host"]})])
}

test_opting_out if {
	law.passes("st-sale-disclosure") with input as _with([_share, _sale])
	law.passes("st-sale-disclosure") with input as of_state("US-VA", {"statements": [_share]})
	law.lacking("st-sale-disclosure") == {"personal data is sold or used for targeted advertising, and nobody can opt out"} with input as _with([object.union(_share, {"gates": ["known"]})])
	law.lacking("st-sale-disclosure") == {"personal data is sold or used for targeted advertising, and nobody can opt out"} with input as _with([object.union(_use, {"purposes": ["ads"]})])
}

test_signals if {
	law.passes("st-uoom") with input as _with([object.union(_share, {"gates": ["signalled"]})])
	law.lacking("st-uoom") == {"personal data is sold or used for targeted advertising, and Global Privacy Control does not stop it"} with input as _with([_share])
	every state in ["US-CO", "US-CT", "US-TX", "US-OR", "US-MT", "US-DE", "US-NE", "US-NH", "US-NJ", "US-MN", "US-MD"] {
		not law.passes("st-uoom") with input as of_state(state, {"statements": [_share]})
	}
	checks["st-uoom"] == _none with input as of_state("US-VA", {"statements": [_share]})
}

test_outside if {
	law.passes("st-mn-outside") with input as with_notice(object.union({"statements": [_share]}, saying({"opt-out-outside"})))
	law.lacking("st-mn-outside") == {"opt-out-outside"} with input as of_state("US-MT", {"statements": [_share]})
	checks["st-mn-outside"] == _none with input as of_state("US-VA", {"statements": [_share]})
}

test_rhode_island if {
	law.passes("st-ri-3p-names") with input as with_notice(object.union({"statements": [_sale]}, saying({"buyers-named"})))
	law.lacking("st-ri-3p-names") == {"buyers-named"} with input as _with([_sale])
	law.passes("st-ri-contact") with input as with_notice(object.union({"statements": [_sale]}, _contact({"email": "a@example.com"})))
	not law.passes("st-ri-contact") with input as _with([_sale])
	every check in ["st-ri-3p-names", "st-ri-contact"] {
		checks[check] == _none with input as of_state("US-VA", {"statements": [_sale]})
	}
}

test_sentences_of_texas if {
	located := object.union(_sale, {"categories": ["location"]})
	every check, topic in {"st-tx-sensitive-text": "tx-sensitive-sale", "st-tx-biometric-text": "tx-biometric-sale"} {
		law.passes(check) with input as with_notice(object.union({"statements": [located]}, saying({topic})))
		law.lacking(check) == {topic} with input as _with([located])
		checks[check] == _none with input as of_state("US-VA", {"statements": [located]})
	}
	checks["st-tx-sensitive-text"] == law.idle("no statement permits to sell sensitive data") with input as _with([_sale])
	checks["st-tx-biometric-text"] == law.idle("no statement permits to sell sensitive data, of which biometric data is some") with input as _with([_sale, object.union(located, {"purposes": ["orders"]})])
}
