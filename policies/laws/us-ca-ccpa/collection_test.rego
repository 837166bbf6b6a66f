package candor.laws["us-ca-ccpa"]

import data.candor.law

_vocabulary := {
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
		{"id": "study", "label": "study", "kind": "research"},
		{"id": "business", "label": "do business"},
	],
	"recipients": [
		{"id": "hosts", "kind": "processor", "label": "hosts", "members": ["host"]},
		{"id": "host", "kind": "processor", "label": "Example Cloud"},
		{"id": "networks", "kind": "partner", "label": "ad networks"},
		{"id": "court", "kind": "authority", "label": "courts"},
	],
	"gates": [
		{"id": "opted-out", "kind": "opt-out"},
		{"id": "signalled", "kind": "opt-out", "signals": ["gpc"]},
		{"id": "opted-in", "kind": "consent"},
		{"id": "known", "kind": "fact"},
	],
	"audiences": [
		{"id": "adult", "label": "adults", "covered": true},
		{"id": "teen", "label": "teenagers", "covered": true, "age": {"from": 13, "under": 16}},
		{"id": "student", "label": "students", "covered": true, "members": ["teen"]},
	],
}

with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

saying(statements, topics) := {"notice": object.union(
	with_statements(statements).notice,
	{"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]},
)}

# unclassed is the same notice, in which no category has a class.
unclassed(statements, topics) := {"notice": object.union(
	saying(statements, topics).notice,
	{"categories": [object.remove(c, ["class"]) | some c in _vocabulary.categories]},
)}

_use := {"id": "orders", "kind": "use", "actions": ["collect", "use"], "categories": ["account"], "purposes": ["orders"]}

_locate := {"id": "maps", "kind": "use", "categories": ["location"], "purposes": ["orders"]}

_host := {"id": "hosting", "kind": "share", "categories": ["account"], "purposes": ["orders"], "recipients": ["hosts"]}

_sell := {"id": "advertise", "kind": "share", "categories": ["account"], "purposes": ["ads"], "recipients": ["networks"]}

_no_sale := {"id": "no-sale", "kind": "bar", "purposes": ["sell", "ads"]}

test_what_is_collected if {
	law.passes("ccpa-100-a-1") with input as with_statements([_use, _no_sale])
	law.passes("ccpa-100-a-1") with input as with_statements([_use, _sell])
	law.passes("ccpa-100-a-1") with input as saying([_use], {"sold-or-shared"})
	law.lacking("ccpa-100-a-1") == {"sold-or-shared"} with input as with_statements([_use])
	every purposes in [["sell"], ["ads"]] {
		law.lacking("ccpa-100-a-1") == {"sold-or-shared"} with input as with_statements([_use, object.union(_no_sale, {"purposes": purposes})])
	}
	law.lacking("ccpa-100-a-1") == {"nothing says what this is collected for: posts"} with input as with_statements([object.union(_use, {"categories": ["name"]}), {"id": "more", "kind": "use", "categories": ["posts"]}, _no_sale])
	not law.passes("ccpa-100-a-1") with input as with_statements([_no_sale])
	not law.passes("ccpa-100-a-1") with input as with_statements([object.remove(_use, ["categories"]), _no_sale])
	not law.passes("ccpa-100-a-1") with input as with_statements([object.union(_use, {"forms": ["aggregated"]}), _no_sale])
	not law.passes("ccpa-100-a-1") with input as with_statements([object.union(_use, {"kind": "keep"}), _no_sale])
}

test_what_explains if {
	checks["ccpa-100-a-1"] == law.met({"orders", "no-sale"}) with input as with_statements([_use, {"id": "more", "kind": "use", "categories": ["account"]}, _no_sale])
}

test_sensitive_information if {
	law.passes("ccpa-100-a-2") with input as with_statements([_locate, _no_sale])
	law.lacking("ccpa-100-a-2") == {"nothing says what this is collected for: your location", "sold-or-shared"} with input as with_statements([object.remove(_locate, ["purposes"])])
	checks["ccpa-100-a-2"] == law.met({"maps", "no-sale"}) with input as with_statements([_locate, _use, _no_sale])
	law.lacking("ccpa-100-a-2") == {"nothing says what this is collected for: your location"} with input as with_statements([object.remove(_locate, ["categories"]), _no_sale])
	law.lacking("ccpa-100-a-2") == {"no-sensitive-data"} with input as unclassed([_locate], set())
	law.passes("ccpa-100-a-2") with input as unclassed([_locate], {"no-sensitive-data"})
	checks["ccpa-100-a-2"] == law.idle("no statement uses sensitive personal information") with input as with_statements([_use])
}

test_special_information if {
	notice := object.union(with_statements([object.remove(_locate, ["purposes"])]).notice, {"categories": [{"id": "location", "label": "health", "class": "special"}]})
	"nothing says what this is collected for: health" in law.lacking("ccpa-100-a-2") with input.notice as notice
}

_keep(keep) := with_statements([_use, object.union({"id": "keep", "kind": "keep", "categories": ["account"]}, keep)])

test_keeping if {
	law.passes("ccpa-100-a-3") with input as _keep({"keep": {"period": "P30D"}})
	law.passes("ccpa-100-a-3") with input as _keep({"keep": {"period": "unstated", "while": "account-open"}})
	law.passes("ccpa-100-a-3") with input as _keep({"keep": {"period": "unstated"}, "gates": ["known"]})
	law.lacking("ccpa-100-a-3") == {"nothing says how long this is kept, or what decides it: your name", "nothing says how long this is kept, or what decides it: posts"} with input as _keep({"keep": {"period": "unstated"}})
	not law.passes("ccpa-100-a-3") with input as with_statements([{"id": "keep", "kind": "keep", "keep": {"period": "P30D"}}])
}

test_contracts if {
	agreed := [object.union(r, {"agreement": true}) | some r in _vocabulary.recipients]
	law.passes("ccpa-100-d") with input.notice as object.union(saying([_host, _sell], {"recipient-terms"}).notice, {"recipients": agreed})
	law.lacking("ccpa-100-d") == {"recipient-terms"} with input.notice as object.union(with_statements([_host]).notice, {"recipients": agreed})
	law.lacking("ccpa-100-d") == {"nothing says that a contract binds Example Cloud", "nothing says that a contract binds ad networks"} with input as saying([_host, _sell], {"recipient-terms"})
	idle := law.idle("no statement permits to give personal information to a service provider, or to sell or share it")
	every statement in [_use, object.union(_sell, {"purposes": ["orders"]}), object.union(_sell, {"recipients": ["court"]}), object.union(_host, {"recipients": ["court"]}), object.union(_host, {"forms": ["anonymous"]}), object.union(_host, {"kind": "use"})] {
		checks["ccpa-100-d"] == idle with input as with_statements([statement])
	}
}

_from(kind, topics) := {"notice": object.union(saying([], topics).notice, {"sources": [{"id": "you", "kind": kind, "label": "from you"}]})}

test_notice_at_collection if {
	every kind in ["person", "automatic"] {
		law.passes("ccpa-7012-e") with input as _from(kind, {"notice-at-collection", "notice-linked"})
		law.lacking("ccpa-7012-e") == {"notice-at-collection", "notice-linked"} with input as _from(kind, set())
	}
	checks["ccpa-7012-e"] == law.idle("no source is people themselves or what they do") with input as _from("public", set())
}
