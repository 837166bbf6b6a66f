package candor.laws["us-ca-caloppa"]

import data.candor.law

_vocabulary := {
	"categories": [{"id": "contact", "label": "contact details"}],
	"purposes": [
		{"id": "ads", "label": "show ads", "kind": "advertising"},
		{"id": "profiles", "label": "make profiles", "kind": "profiling"},
		{"id": "lessons", "label": "give lessons", "kind": "service"},
		{"id": "business", "label": "do business"},
	],
	"recipients": [{"id": "publishers", "kind": "partner", "label": "publishers"}],
}

with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

saying(statements, topics) := {"notice": object.union(
	with_statements(statements).notice,
	{"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]},
)}

_use(purpose) := {"id": "lessons", "kind": "use", "categories": ["contact"], "purposes": [purpose]}

_share(recipients) := {"id": "publishers", "kind": "share", "categories": ["contact"], "recipients": recipients}

test_what_is_collected if {
	law.passes("caloppa-b-1") with input as with_statements([_use("lessons"), _share(["publishers"])])
	law.lacking("caloppa-b-1") == {"nothing says with whom this is shared"} with input as with_statements([_use("lessons"), _share([])])
	law.lacking("caloppa-b-1") == {"third-parties"} with input as with_statements([_use("lessons")])
	law.passes("caloppa-b-1") with input as saying([_use("lessons")], {"third-parties"})
	every s in [object.remove(_share(["publishers"]), ["categories"]), object.union(_use("lessons"), {"forms": ["anonymous"]}), object.union(_use("lessons"), {"kind": "keep"})] {
		not law.passes("caloppa-b-1") with input as saying([s], {"third-parties"})
	}
	met := {result.met | some result in checks["caloppa-b-1"]} with input as with_statements([_use("lessons"), object.remove(_share(["publishers"]), ["categories"])])
	met == {"lessons", "publishers"}
}

test_review if {
	duty := {"id": "correct", "kind": "duty", "rights": ["rectification"]}
	law.passes("caloppa-b-2") with input as with_statements([duty])
	law.passes("caloppa-b-2") with input as saying([], {"review-and-change"})
	law.lacking("caloppa-b-2") == {"review-and-change"} with input as with_statements([object.union(duty, {"rights": ["erasure"]})])
}

test_changes if {
	every event in ["change", "material-change"] {
		law.passes("caloppa-b-3") with input as with_statements([{"id": "changes", "kind": "duty", "events": [event]}])
	}
	not law.passes("caloppa-b-3") with input as with_statements([{"id": "changes", "kind": "duty", "events": ["breach"]}])
}

test_effective if {
	law.passes("caloppa-b-4") with input as {"notice": {"effective": "2026-01-01"}}
	not law.passes("caloppa-b-4") with input as {"notice": {"effective": "none", "updated": "2026-01-01"}}
	not law.passes("caloppa-b-4") with input as {"notice": {}}
}

_signal := {"gates": [{"id": "optout", "kind": "opt-out", "signals": ["gpc"]}]}

test_do_not_track if {
	every followed in [with_statements([_use("ads")]), with_statements([_use("profiles")]), saying([], {"cross-site-tracking"})] {
		law.lacking("caloppa-b-5") == {"do-not-track"} with input as followed
		law.passes("caloppa-b-5") with input.notice as object.union(followed.notice, _signal)
		law.passes("caloppa-b-5") with input.notice as object.union(followed.notice, {"says": array.concat(object.get(followed.notice, "says", []), [{"topic": "do-not-track", "entry": "note.a"}])})
	}
	every gates in [[{"id": "optout", "kind": "opt-out"}], [{"id": "optout", "kind": "opt-out", "signals": []}]] {
		law.lacking("caloppa-b-5") == {"do-not-track"} with input.notice as object.union(with_statements([_use("ads")]).notice, {"gates": gates})
	}
}

test_nobody_is_followed if {
	checks["caloppa-b-5"] == law.met({"note.a"}) with input as saying([_use("business")], {"do-not-track"})
	checks["caloppa-b-5"] == law.idle("nothing says that people are followed over time and across websites") with input as with_statements([_use("lessons")])
	law.lacking("caloppa-b-5") == {"nothing says of what kind some purposes are, so that nothing can be said of tracking"} with input as with_statements([_use("business")])
}

test_tracking_by_others if {
	law.passes("caloppa-b-6") with input as saying([], {"tracking-by-others"})
	law.lacking("caloppa-b-6") == {"tracking-by-others"} with input as saying([], {"do-not-track"})
}
