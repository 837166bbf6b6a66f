package candor.laws["ca-pipeda"]

import data.candor.law

test_means if {
	form := {"id": "form", "kind": "person", "label": "from you", "categories": [{"id": "email"}]}
	law.passes("qc-8-2") with input as noticing({"statements": [_use], "sources": [form]})
	law.lacking("qc-8-2") == {"nothing says by what means this is collected: e-mail addresses"} with input as with_statements([_use])
	not law.passes("qc-8-2") with input as noticing({"sources": [object.remove(form, ["categories"])]})
}

test_rights if {
	law.passes("qc-8-3") with input as with_statements([{"id": "r", "kind": "duty", "rights": ["access", "rectification"]}])
	every right in ["access", "rectification"] {
		not law.passes("qc-8-3") with input as with_statements([{"id": "r", "kind": "duty", "rights": [right]}])
	}
}

test_withdrawal if {
	law.passes("qc-8-4") with input as with_statements([{"id": "r", "kind": "duty", "rights": ["withdraw-consent"]}])
	not law.passes("qc-8-4") with input as with_statements([{"id": "r", "kind": "duty", "rights": ["access"]}])
}

test_third_persons if {
	share := {"id": "hosting", "kind": "share", "categories": ["email"], "recipients": ["host"]}
	law.passes("qc-8-third") with input as with_statements([share])
	law.lacking("qc-8-third") == {"nothing says to whom information is disclosed"} with input as with_statements([object.remove(share, ["recipients"])])
	checks["qc-8-third"] == law.idle("no statement permits to disclose information") with input as with_statements([_use])
}

test_outside_quebec if {
	every place in [{"location": "CA-ON"}, {"location": "US"}, {"outside": "CA-QC"}, {"outside": "CA"}] {
		law.passes("qc-8-outside") with input as saying(at(place), {"outside-quebec"})
		law.lacking("qc-8-outside") == {"outside-quebec"} with input as noticing(at(place))
		law.passes("qc-17-pia") with input as saying(at(object.union(place, {"agreement": true})), {"quebec-assessment"})
		law.lacking("qc-17-pia") == {"quebec-assessment", "no agreement is recorded with this recipient outside Quebec: Example Cloud"} with input as noticing(at(place))
	}
	every place in [{}, {"location": "CA-QC"}] {
		checks["qc-8-outside"] == law.idle("no recipient is said to be outside Quebec") with input as noticing(at(place))
		checks["qc-17-pia"] == law.idle("no recipient is said to be outside Quebec") with input as noticing(at(place))
	}
}

test_profiling if {
	portraits := {"statements": [using({"purposes": ["portraits"]})]}
	law.passes("qc-8-1-tech") with input as saying(portraits, {"profiling-technology", "profiling-off"})
	law.lacking("qc-8-1-tech") == {"profiling-technology", "profiling-off"} with input as noticing(portraits)
	law.lacking("qc-8-1-tech") == {"profiling-off"} with input as saying({}, {"profiling-technology"})
	checks["qc-8-1-tech"] == law.idle("no purpose of a statement is of the kind profiling") with input as with_statements([_use])
}

test_automated_decisions if {
	decide := {"statements": [using({"actions": ["decide"]})]}
	law.passes("qc-12-1") with input as saying(decide, {"decision-explained"})
	law.lacking("qc-12-1") == {"decision-explained"} with input as noticing(decide)
	checks["qc-12-1"] == law.idle("no statement permits automated decisions") with input as with_statements([_use])
}
