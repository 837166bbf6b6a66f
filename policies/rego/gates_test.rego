package candor.gates_test

import data.candor.gates

_open(id, acts) if {
	gates.open[id] with input as {"notice": "school", "on": "2026-11-21T12:00:00Z", "gates": acts}
}

test_consent_opens_by_its_act if {
	_open("agreed", {"agreed": true})
	_open("agreed", {"agreed": {}})
	_open("agreed", {"agreed": {"by": "parent", "via": "form", "on": "2026-11-21", "ended": "2026-11-22"}})
	not _open("agreed", {})
	not _open("agreed", {"agreed": false})
	not _open("agreed", {"agreed": null})
}

test_act_out_of_time if {
	not _open("agreed", {"agreed": {"on": "2026-11-22"}})
	not _open("agreed", {"agreed": {"ended": "2026-11-21"}})
	not _open("agreed", {"agreed": {"ended": "2026-11-21T23:00:00Z"}})
}

test_act_of_another if {
	not _open("agreed", {"agreed": {"by": "school"}})
	not _open("agreed", {"agreed": {"via": "phone"}})
	_open("instructed", {"instructed": {"by": "anyone"}})
}

test_instead if {
	_open("agreed", {"school-agreed": true})
	not _open("agreed", {"school-agreed": {"by": "person"}})
}

test_opt_out_closes_by_its_act if {
	_open("no-mail", {})
	_open("no-mail", {"no-mail": false})
	_open("no-mail", {"no-mail": {"on": "2026-12-01"}})
	not _open("no-mail", {"no-mail": true})
}

test_reserved_and_unknown if {
	_open("legal-hold", {"legal-hold": true})
	not _open("no-such-gate", {})
}
