package candor.laws["us-ca-ccpa"]

import data.candor.law

test_right_to_limit if {
	every purpose in ["ads", "sell", "study"] {
		law.passes("ccpa-121-a") with input as saying([object.union(_locate, {"purposes": [purpose]})], {"right-to-limit"})
		law.lacking("ccpa-121-a") == {"right-to-limit"} with input as with_statements([object.union(_locate, {"purposes": [purpose]})])
	}
	law.lacking("ccpa-121-a") == {"nothing says of what kind some purposes are that sensitive information is used for"} with input as with_statements([object.union(_locate, {"purposes": ["business"]})])
	law.lacking("ccpa-121-a") == {"no-sensitive-data"} with input as unclassed([_locate], set())
	checks["ccpa-121-a"] == law.idle("no statement uses sensitive information for more than the service") with input as with_statements([_locate, object.union(_use, {"purposes": ["ads", "business"]})])
}

_reached(contacts) := {"notice": {"contacts": contacts}}

test_two_ways if {
	every way in [{"email": "a@example.com"}, {"url": "https://example.com"}, {"address": ["1 High Street"]}] {
		law.passes("ccpa-130-a-1") with input as _reached([object.union({"id": "a", "for": ["privacy"], "phone": "1"}, way)])
		law.passes("ccpa-130-a-1") with input as _reached([{"id": "a", "for": ["rights"], "phone": "1"}, object.union({"id": "b", "for": ["privacy"]}, way)])
		not law.passes("ccpa-130-a-1") with input as _reached([object.union({"id": "a", "for": ["privacy"]}, way)])
		not law.passes("ccpa-130-a-1") with input as _reached([object.union({"id": "a", "for": ["support"], "phone": "1"}, way)])
	}
	not law.passes("ccpa-130-a-1") with input as _reached([{"id": "a", "for": ["privacy"], "phone": "1"}])
}

test_online_only if {
	online := {"says": [{"topic": "online-only", "entry": "party"}]}
	law.passes("ccpa-130-a-1") with input.notice as object.union(online, {"contacts": [{"id": "a", "for": ["rights"], "email": "a@example.com"}]})
	not law.passes("ccpa-130-a-1") with input.notice as object.union(online, {"contacts": [{"id": "a", "for": ["rights"], "phone": "1", "url": "https://example.com"}]})
}

_updated(on, day) := {"law": {"on": on}, "notice": {"updated": day}}

test_annual if {
	every on, day in {"2026-11-21": "2025-11-21", "2026-01-01": "2025-12-31", "2026-12-31": "2025-12", "2026-12-30": "2025"} {
		law.passes("ccpa-130-a-5-annual") with input as _updated(on, day)
	}
	every on, day in {"2026-11-22": "2025-11-21", "2027-01-01": "2025-12", "2027-01-02": "2025"} {
		law.lacking("ccpa-130-a-5-annual") == {sprintf("the notice was last updated more than 12 months ago: %s", [day])} with input as _updated(on, day)
	}
	not law.passes("ccpa-130-a-5-annual") with input as _updated("2026-11-21", "none")
	count(law.lacking("ccpa-130-a-5-annual")) == 0 with input as _updated("2026-11-21", "none")
}

test_dated if {
	law.passes("ccpa-7011-e-4") with input as _updated("2026-11-21", "2020-01-01")
	not law.passes("ccpa-7011-e-4") with input as _updated("2026-11-21", "none")
	not law.passes("ccpa-7011-e-4") with input as {"notice": {"effective": "2026-01-01"}}
}

test_collected_in_twelve_months if {
	law.passes("ccpa-7011-e-1-a") with input as saying([_use], {"last-12-months"})
	law.lacking("ccpa-7011-e-1-a") == {"last-12-months"} with input as with_statements([_use])
	not law.passes("ccpa-7011-e-1-a") with input as saying([], {"last-12-months"})
}

_sourced_by(statement, ids) := {"notice": object.union(with_statements([statement]).notice, {"sources": [{"id": "you", "kind": "person", "label": "from you", "categories": [{"id": id, "label": id} | some id in ids]}]})}

test_where_it_comes_from if {
	law.passes("ccpa-7011-e-1-b") with input as _sourced_by(_use, ["account"])
	law.passes("ccpa-7011-e-1-b") with input as _sourced_by(_use, ["name", "posts"])
	law.lacking("ccpa-7011-e-1-b") == {"nothing says where this comes from: posts"} with input as _sourced_by(_use, ["name"])
	law.passes("ccpa-7011-e-1-b") with input as _sourced_by(object.union(_use, {"sources": [{"id": "you", "label": "from you"}]}), ["location"])
	not law.passes("ccpa-7011-e-1-b") with input as with_statements([_use])
	not law.passes("ccpa-7011-e-1-b") with input as _sourced_by(_no_sale, ["account"])
}

test_why if {
	law.passes("ccpa-7011-e-1-c") with input as with_statements([_use])
	law.lacking("ccpa-7011-e-1-c") == {"nothing says what this is collected for: your name", "nothing says what this is collected for: posts"} with input as with_statements([object.remove(_use, ["purposes"])])
}

test_what_is_disclosed if {
	law.passes("ccpa-7011-e-1-h") with input as with_statements([_host])
	law.lacking("ccpa-7011-e-1-h") == {"nothing says which categories are disclosed"} with input as with_statements([object.remove(_host, ["categories"])])
	law.lacking("ccpa-7011-e-1-h") == {"nothing-disclosed"} with input as with_statements([_use, _sell])
	law.passes("ccpa-7011-e-1-h") with input as saying([_use], {"nothing-disclosed"})
}

test_other_disclosures if {
	law.passes("ccpa-7011-e-1-h") with input as with_statements([object.union(_sell, {"purposes": ["orders"]})])
	law.lacking("ccpa-7011-e-1-h") == {"nothing-disclosed"} with input as with_statements([object.union(_host, {"recipients": ["court"]})])
}

test_to_whom if {
	law.passes("ccpa-7011-e-1-i") with input as with_statements([_host])
	law.lacking("ccpa-7011-e-1-i") == {"nothing says to whom this is disclosed"} with input as with_statements([object.remove(_host, ["recipients"])])
	checks["ccpa-7011-e-1-i"] == law.idle("no statement permits to disclose personal information for a business purpose") with input as with_statements([_use, _sell])
}

test_sensitive_use if {
	law.passes("ccpa-7011-e-1-k") with input as saying([_locate], {"sensitive-use"})
	law.lacking("ccpa-7011-e-1-k") == {"sensitive-use"} with input as with_statements([_locate])
	law.lacking("ccpa-7011-e-1-k") == {"no-sensitive-data"} with input as unclassed([_locate], set())
	checks["ccpa-7011-e-1-k"] == law.idle("no statement uses sensitive personal information") with input as with_statements([_use])
}

_duty(rights) := {"id": "rights", "kind": "duty", "rights": rights}

test_rights if {
	law.passes("ccpa-7011-e-2") with input as saying([_duty(["access", "erasure", "rectification"])], {"no-retaliation"})
	law.lacking("ccpa-7011-e-2") == {"no-retaliation"} with input as with_statements([_duty(["access", "erasure", "rectification"])])
	law.lacking("ccpa-7011-e-2") == {"no duty answers the right to know what is collected", "no duty answers the right to delete", "no duty answers the right to correct"} with input as saying([], {"no-retaliation"})
}

test_right_to_opt_out if {
	all := _duty(["access", "erasure", "rectification"])
	law.lacking("ccpa-7011-e-2") == {"no duty answers the right to opt out of sale and sharing"} with input as saying([all, _sell, _gated(["opted-out"])], {"no-retaliation"})
	law.passes("ccpa-7011-e-2") with input as saying([all, _gated(["opted-out"])], {"no-retaliation"})
	law.passes("ccpa-7011-e-2") with input as saying([all, _sell, object.union(_duty(["opt-out"]), {"id": "opt-out"})], {"no-retaliation"})
}

test_limiting if {
	all := _duty(["access", "erasure", "rectification"])
	study := object.union(_locate, {"purposes": ["study"]})
	law.lacking("ccpa-7011-e-2") == {"no duty answers the right to limit the use of sensitive information"} with input as saying([all, study], {"no-retaliation"})
	law.passes("ccpa-7011-e-2") with input as saying([all, study], {"no-retaliation", "right-to-limit"})
	law.passes("ccpa-7011-e-2") with input as saying([all, study, object.union(_duty(["restriction"]), {"id": "limit"})], {"no-retaliation"})
}

test_topics_of_the_policy if {
	every check, topic in {"ccpa-7011-e-3-e": "verification", "ccpa-7011-e-3-h": "authorized-agent"} {
		law.passes(check) with input as saying([], {topic})
		law.lacking(check) == {topic} with input as saying([], {"sold-or-shared"})
	}
}

test_contact if {
	every use in ["privacy", "rights"] {
		law.passes("ccpa-7011-e-3-j") with input as _reached([{"id": "a", "for": [use], "email": "a@example.com"}])
	}
	not law.passes("ccpa-7011-e-3-j") with input as _reached([{"id": "a", "for": ["support"], "email": "a@example.com"}])
}

test_figures if {
	law.passes("ccpa-7011-e-5") with input as saying([], {"ten-million-people", "request-figures"})
	law.lacking("ccpa-7011-e-5") == {"request-figures"} with input as saying([], {"ten-million-people"})
	checks["ccpa-7011-e-5"] == law.idle("nothing says that information of 10,000,000 people or more is handled") with input as saying([], {"request-figures"})
}

_offering(offer, topics) := {"notice": object.union(saying([], topics).notice, {"party": {"name": "Example", "offers": [offer]}})}

test_link_in_the_app if {
	every offer in ["the Example app", "mobile games", "Apps for all"] {
		law.passes("ccpa-7011-app") with input as _offering(offer, {"linked-in-app"})
		law.lacking("ccpa-7011-app") == {"linked-in-app"} with input as _offering(offer, set())
	}
	checks["ccpa-7011-app"] == law.idle("nothing that is offered is called an app") with input as _offering("applicant tracking", set())
}
