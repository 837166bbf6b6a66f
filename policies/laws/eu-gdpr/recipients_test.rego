package candor.laws["eu-gdpr"]

import data.candor.law

_share := {"id": "hosting", "kind": "share", "actions": ["share"], "categories": ["email"], "recipients": ["host"]}

test_recipients if {
	law.passes("gdpr-13-1-e") with input as with_statements([_use, _share])
	law.passes("gdpr-13-1-e") with input as saying([_use], {"no-recipients"})
	law.lacking("gdpr-13-1-e") == {"nothing says who receives this, or that nobody does: telephone numbers"} with input as with_statements([using({"categories": ["contact"]}), _share])
	law.lacking("gdpr-13-1-e") == {"nothing says who receives this, or that nobody does: e-mail addresses"} with input as with_statements([_use, object.remove(_share, ["recipients"])])
	not law.passes("gdpr-13-1-e") with input as with_statements([object.union(_share, {"forms": ["anonymous"]})])
}

# going is a notice with a recipient, in which a note says these topics.
going(more, topics) := noticing({"recipients": [object.union({"id": "host", "kind": "processor", "label": "Example Cloud"}, more)], "says": topical(topics)})

test_destination if {
	law.passes("gdpr-13-1-f") with input as going({"location": "US"}, {"adequacy"})
	law.lacking("gdpr-13-1-f") == {"adequacy"} with input as going({"location": "US-CA"}, {})
	law.lacking("gdpr-13-1-f") == {"nothing says to which country outside the European Economic Area data goes: Example Cloud"} with input as going({"outside": "EEA"}, {"adequacy"})
	idle := law.idle("no recipient is said to be outside the European Economic Area")
	every place in [{}, {"location": "EU"}, {"location": "EEA"}, {"location": "IE"}, {"location": "DE-BE"}, {"location": "NO"}] {
		checks["gdpr-13-1-f"] == idle with input as going(place, {})
		checks["gdpr-44"] == idle with input as going(place, {})
	}
}

test_copy if {
	clauses := {"location": "US", "safeguards": ["standard contractual clauses"]}
	law.passes("gdpr-13-1-f-copy") with input as going(clauses, {"safeguards-copy"})
	law.lacking("gdpr-13-1-f-copy") == {"safeguards-copy"} with input as going(clauses, {})
	idle := law.idle("no transfer is said to rest on safeguards other than an adequacy decision")
	every safeguards in [["the adequacy decision for Japan"], ["EU–US Data Privacy Framework"], []] {
		checks["gdpr-13-1-f-copy"] == idle with input as going({"location": "US", "safeguards": safeguards}, {})
	}
	checks["gdpr-13-1-f-copy"] == idle with input as going({"location": "IE", "safeguards": ["encryption"]}, {})
}

test_transfers if {
	law.passes("gdpr-44") with input as going({"location": "US", "safeguards": ["standard contractual clauses"]}, {})
	law.passes("gdpr-44") with input as going({"outside": "EEA", "gates": [{"id": "agreed"}]}, {})
	every place in [{"location": "US"}, {"outside": "EEA"}] {
		law.lacking("gdpr-44") == {"nothing says under which mechanism data goes out of the European Economic Area: Example Cloud"} with input as going(place, {})
	}
}

_keep := {"id": "keep", "kind": "keep", "categories": ["contact"], "keep": {"period": "P12M"}}

test_retention if {
	law.passes("gdpr-13-2-a") with input as with_statements([_use, _keep])
	law.passes("gdpr-13-2-a") with input as with_statements([_use, object.union(_keep, {"categories": ["email"], "purposes": ["lessons"]})])
	law.lacking("gdpr-13-2-a") == {"nothing says how long this is kept, or what decides it: e-mail addresses"} with input as with_statements([_use])
	law.lacking("gdpr-13-2-a") == {
		"nothing says how long this is kept, or what decides it: e-mail addresses",
		"nothing says how long this is kept, or what decides it: telephone numbers",
	} with input as with_statements([_use, object.union(_keep, {"keep": {"period": "unstated"}})])
	law.lacking("gdpr-13-2-a") == {"nothing says how long this is kept for this purpose: e-mail addresses; give lessons"} with input as with_statements([_use, object.union(_keep, {"purposes": ["offers"]})])
	not law.passes("gdpr-13-2-a") with input as with_statements([object.union(_keep, {"categories": []})])
}
