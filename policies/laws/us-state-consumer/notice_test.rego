package candor.laws["us-state-consumer"]

import data.candor.law

_vocabulary := {
	"laws": ["us-state-consumer"],
	"categories": [
		{"id": "account", "label": "account details", "members": ["name", "posts"]},
		{"id": "name", "label": "your name"},
		{"id": "posts", "label": "posts"},
		{"id": "location", "label": "your location", "class": "sensitive"},
	],
	"purposes": [
		{"id": "orders", "label": "fill orders", "kind": "service"},
		{"id": "ads", "label": "show ads", "kind": "advertising"},
		{"id": "sell", "label": "sell data", "kind": "sale"},
		{"id": "business", "label": "do business"},
	],
	"recipients": [
		{"id": "host", "kind": "processor", "label": "Example Cloud"},
		{"id": "networks", "kind": "partner", "label": "ad networks"},
	],
	"gates": [
		{"id": "opted-out", "kind": "opt-out"},
		{"id": "signalled", "kind": "opt-out", "signals": ["gpc"]},
		{"id": "known", "kind": "fact"},
	],
}

# with_notice is a notice that says more, or other things.
with_notice(more) := {"notice": object.union(_vocabulary, more), "law": _law}

# _law is the law, as if it were of the states alone that some check is about.
_law := {"on": "2026-11-21", "where": {"person": [
	"US-CO", "US-CT", "US-DE", "US-FL", "US-IA", "US-IN", "US-MD", "US-MN",
	"US-MT", "US-NE", "US-NJ", "US-OR", "US-RI", "US-TX", "US-UT", "US-VA",
]}}

# of_state is the same for an addendum that applies in one state and names the law.
of_state(state, more) := {
	"notice": object.union(
		object.remove(with_notice(more).notice, ["laws"]),
		{"addenda": [{"id": "there", "law": "us-state-consumer", "where": {"person": [state]}}]},
	),
	"law": _law,
}

saying(topics) := {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}

_none := law.idle("the notice answers to the law of none of the states that ask this")

_use := {"id": "orders", "kind": "use", "categories": ["account"], "purposes": ["orders"]}

_right(rights) := {"id": "your-rights", "kind": "duty", "rights": rights, "duty": {"via": ["email", "form"]}}

_every_right := _right(["access", "rectification", "erasure", "portability"])

_contact(more) := {"contacts": [object.union({"id": "privacy", "for": ["privacy", "rights"]}, more)]}

test_states if {
	count(_states) == 16 with input as with_notice({})
	_states == {"US-VA"} with input as of_state("US-VA", {})
	_states == set() with input as of_state("US-CA", {})
	count(_states) == 16 with input as {"notice": {"addenda": [{"id": "a"}]}, "law": _law}
}

test_categories if {
	checks["st-common-1"] == law.met({"category.name", "category.posts"}) with input as with_notice({"statements": [_use]})
	law.lacking("st-common-1") == {"no statement names the personal data that is processed"} with input as with_notice({})
}

test_purposes if {
	every check in ["st-common-2", "st-or-purposes"] {
		law.passes(check) with input as with_notice({"statements": [_use]})
	}
	vague := object.remove(_use, ["purposes"])
	law.lacking("st-common-2") == {"nothing says what this is used for: your name", "nothing says what this is used for: posts"} with input as with_notice({"statements": [vague]})
	law.lacking("st-or-purposes") == {"nothing says for which purpose this is done"} with input as with_notice({"statements": [vague]})
	checks["st-common-2"] == _none with input as of_state("US-RI", {"statements": [_use]})
	checks["st-or-purposes"] == _none with input as of_state("US-VA", {"statements": [_use]})
}

test_rights if {
	law.passes("st-common-3") with input as with_notice(object.union({"statements": [_every_right]}, saying({"appeal"})))
	law.lacking("st-common-3") == {"appeal"} with input as with_notice({"statements": [_every_right]})
	law.passes("st-common-3") with input as of_state("US-UT", {"statements": [_every_right]})
	law.lacking("st-common-3") == {"no duty answers the right to correct"} with input as of_state("US-UT", {"statements": [_right(["access", "erasure", "portability"])]})
	law.lacking("st-common-3") == {"appeal"} with input as of_state("US-IA", {"statements": [_right(["access", "erasure", "portability"])]})
	checks["st-common-3"] == _none with input as of_state("US-RI", {})
	law.lacking("st-common-3") == {"no duty answers the right to see one’s data", "no duty answers the right to correct", "no duty answers the right to delete", "no duty answers the right to get a copy to take along"} with input as of_state("US-UT", {})
}

test_how_rights_are_exercised if {
	mute := [object.remove(_every_right, ["duty"])]
	said := object.union({"statements": mute}, saying({"appeal"}))
	"nothing says how this right is exercised: to delete" in law.lacking("st-common-3") with input as with_notice(said)
	law.passes("st-common-3") with input as with_notice(object.union(said, _contact({"email": "a@example.com"})))
}

test_sensitive if {
	law.passes("st-sensitive-named") with input as with_notice({})
	law.lacking("st-sensitive-named") == {"no-sensitive-data"} with input as with_notice({"categories": [{"id": "name", "label": "name"}]})
	law.passes("st-sensitive-named") with input as with_notice(object.union({"categories": [{"id": "name", "label": "name"}]}, saying({"no-sensitive-data"})))
	checks["st-sensitive-named"] == _none with input as of_state("US-VA", {})
}

test_online_contacts if {
	every state, check in {"US-CT": "st-ct-contact", "US-DE": "st-de-contact", "US-NJ": "st-nj-contact", "US-MD": "st-md-contact"} {
		law.passes(check) with input as of_state(state, _contact({"email": "a@example.com"}))
		law.passes(check) with input as of_state(state, _contact({"url": "https://example.com"}))
		not law.passes(check) with input as of_state(state, _contact({"phone": "+1 800 555 0100"}))
		not law.passes(check) with input as of_state(state, _contact({"email": "a@example.com", "for": ["legal"]}))
		checks[check] == _none with input as of_state("US-UT", _contact({"email": "a@example.com"}))
	}
}

test_contacts if {
	every state, check in {"US-MN": "st-mn-contact", "US-CO": "st-co-contact"} {
		law.passes(check) with input as of_state(state, _contact({"phone": "+1 800 555 0100"}))
		law.passes(check) with input as of_state(state, _contact({"phone": "+1 800 555 0100", "for": ["rights"]}))
		not law.passes(check) with input as of_state(state, _contact({"phone": "+1 800 555 0100", "for": ["legal"]}))
		checks[check] == _none with input as of_state("US-UT", _contact({"email": "a@example.com"}))
	}
	law.passes("st-mn-contact") with input as of_state("US-MN", _contact({"email": "a@example.com", "for": ["privacy"]}))
}

test_changes if {
	change := {"id": "change", "kind": "duty", "events": ["material-change"], "owed": ["tell"]}
	law.passes("st-nj-change") with input as with_notice({"statements": [change], "effective": "2026-01-01"})
	law.lacking("st-nj-change") == {"nothing says on which day the notice takes effect"} with input as with_notice({"statements": [change], "effective": "none"})
	law.lacking("st-nj-change") == {"nothing says on which day the notice takes effect"} with input as with_notice({"statements": [change]})
	law.lacking("st-nj-change") == {"no duty tells of a material change"} with input as with_notice({"effective": "2026-01-01"})
	checks["st-nj-change"] == _none with input as of_state("US-VA", {"statements": [change]})
}

test_retention if {
	keep := {"id": "keep", "kind": "keep", "categories": ["name"], "keep": {"period": "P30D"}}
	law.lacking("st-mn-retention") == {"nothing says how long this is kept, or what decides it: posts"} with input as with_notice({"statements": [_use, keep]})
	law.passes("st-mn-retention") with input as with_notice({"statements": [_use, object.union(keep, {"categories": ["account"]})]})
	checks["st-mn-retention"] == _none with input as of_state("US-VA", {"statements": [_use, keep]})
}

test_dates if {
	every check in ["st-mn-updated", "st-mt-updated", "st-fl-yearly"] {
		law.passes(check) with input as with_notice({"updated": "2026-01-01", "statements": [_every_right]})
		not law.passes(check) with input as with_notice({"updated": "none", "statements": [_every_right]})
		not law.passes(check) with input as with_notice({"statements": [_every_right]})
		checks[check] == _none with input as of_state("US-VA", {"updated": "2026-01-01"})
	}
	law.lacking("st-mt-updated") == {"nothing says when the notice was last updated"} with input as with_notice({"statements": [_every_right]})
	law.lacking("st-mt-updated") == {"no duty explains a right"} with input as with_notice({"updated": "2026-01-01"})
	law.lacking("st-fl-yearly") == {"the notice was last updated more than 12 months ago: 2025-11-20"} with input as with_notice({"updated": "2025-11-20"})
}

test_methods if {
	every check in ["st-tx-methods", "st-ne-methods", "st-va-means"] {
		checks[check] == law.met({"your-rights"}) with input as with_notice({"statements": [_every_right]})
		not law.passes(check) with input as with_notice({})
		not law.passes(check) with input as with_notice({"statements": [object.remove(_every_right, ["rights"])]})
		checks[check] == _none with input as of_state("US-UT", {"statements": [_every_right]})
	}
	every check in ["st-tx-methods", "st-va-means"] {
		law.passes(check) with input as with_notice(_contact({"email": "a@example.com"}))
	}
	not law.passes("st-ne-methods") with input as with_notice(_contact({"email": "a@example.com"}))
	law.passes("st-ne-methods") with input as with_notice(_contact({"email": "a@example.com", "phone": "+1 800 555 0100"}))
	not law.passes("st-ne-methods") with input as with_notice(_contact({"email": "a@example.com", "phone": "+1 800 555 0100", "for": ["legal"]}))
	one := object.union(_every_right, {"duty": {"via": ["email"]}})
	not law.passes("st-ne-methods") with input as with_notice({"statements": [one]})
	other := {"id": "breach", "kind": "duty", "events": ["breach"], "duty": {"via": ["mail"]}}
	not law.passes("st-ne-methods") with input as with_notice({"statements": [one, other]})
}

test_language_models if {
	law.passes("st-ct-llm") with input as with_notice(saying({"llm-training"}))
	law.lacking("st-ct-llm") == {"llm-training"} with input as with_notice({})
	checks["st-ct-llm"] == _none with input as of_state("US-VA", {})
}
