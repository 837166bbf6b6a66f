package candor.keeping_test

import data.candor.ask_test

_keep(category, more) := object.union({"action": "retain", "categories": [category]}, more)

test_never_kept if {
	answer := ask_test.answer(_keep("crumbs", {}))
	answer.outcome == "deny"
	answer.reasons[0].code == "retention_elapsed"
	[[obligation.id, obligation.due, obligation.overdue] | some obligation in answer.obligations] == [["delete", "", false]]
}

test_kept_while if {
	ask_test.codes(_keep("name", {"gates": {"account-open": true}})) == ["allow", "permitted keep-contact"]
	ask_test.codes(_keep("name", {})) == ["deny", "retention_unknown keep-contact left"]
	ask_test.answer(_keep("name", {})).missing == ["since:left"]
}

test_legal_hold if {
	ask_test.codes(_keep("name", {"gates": {"legal-hold": true}})) == ["allow", "legal_hold keep-contact"]
}

test_period_runs if {
	answer := ask_test.answer(_keep("name", {"since": {"left": "2025-11-21"}}))
	answer.outcome == "allow"
	answer.reasons[0].due == "2026-11-21"
}

test_period_is_over if {
	answer := ask_test.answer(_keep("name", {"since": {"left": "2025-11-20"}}))
	answer.outcome == "deny"
	answer.reasons[0].code == "retention_elapsed"
	answer.reasons[0].due == "2026-11-20"
	answer.missing == ["fact:law-requires-longer"]
	[[obligation.id, obligation.due, obligation.overdue] | some obligation in answer.obligations] == [["delete", "2026-11-20", true]]
	ask_test.answer(_keep("usage", {"since": {"left": "2025-11-20"}})).missing == []
}

test_longer_by_law if {
	answer := ask_test.answer(_keep("name", {"since": {"left": "2020-01-01"}, "gates": {"law-requires-longer": true}}))
	answer.outcome == "allow"
	answer.reasons[0].due == "2021-01-01"
}

test_no_figure if {
	ask_test.codes(_keep("photo", {"gates": {"linked": true}})) == ["allow", "permitted keep-photo"]
	ask_test.codes(_keep("photo", {"gates": {"linked": false}})) == ["deny", "retention_elapsed keep-photo"]
	ask_test.codes(_keep("photo", {})) == ["deny", "retention_unknown keep-photo linked"]
	ask_test.answer(_keep("photo", {})).missing == ["fact:linked"]
}

test_for_good_or_without_clock if {
	ask_test.codes(_keep("grades", {})) == ["allow", "permitted keep-grades"]
	ask_test.codes(_keep("health", {})) == ["allow", "permitted keep-health"]
}
