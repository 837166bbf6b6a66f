package candor.laws["ca-pipeda"]

import data.candor.law

_vocabulary := {
	"categories": [
		{"id": "contact", "label": "contact details", "members": ["email", "phone"]},
		{"id": "email", "label": "e-mail addresses"},
		{"id": "phone", "label": "telephone numbers"},
		{"id": "health", "label": "health", "class": "special"},
	],
	"purposes": [
		{"id": "lessons", "label": "give lessons", "kind": "service"},
		{"id": "portraits", "label": "draw portraits of users", "kind": "profiling"},
	],
	"bases": [{"id": "agreed", "kind": "consent", "label": "consent"}, {"id": "contract", "kind": "contract", "label": "a contract"}],
	"recipients": [{"id": "host", "kind": "processor", "label": "Example Cloud"}, {"id": "sister", "kind": "affiliate", "label": "our sister"}],
}

# noticing is a notice with some of its lists.
noticing(lists) := {"notice": object.union(_vocabulary, lists)}

# with_statements is a notice that makes these statements.
with_statements(statements) := noticing({"statements": statements})

# saying is a notice in which a note says these topics.
saying(lists, topics) := {"notice": object.union(noticing(lists).notice, {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]})}

_use := {"id": "a-use", "kind": "use", "actions": ["use"], "categories": ["email"], "purposes": ["lessons"], "bases": ["agreed"]}

# using is that use, changed.
using(changes) := object.union(_use, changes)

_officer := {"id": "a", "for": ["privacy"], "email": "a@example.com"}

test_accountable if {
	every name in [{"name": "A. Person"}, {"label": "Privacy Officer"}, {"attention": "Privacy Officer"}] {
		every use in ["privacy", "rights", "complaints"] {
			law.passes("pipeda-4-1") with input as noticing({"contacts": [object.union(_officer, object.union(name, {"for": [use]}))]})
			law.passes("qc-3-1") with input as noticing({"contacts": [object.union(_officer, object.union(name, {"for": [use]}))]})
		}
		not law.passes("pipeda-4-1") with input as noticing({"contacts": [object.union(_officer, object.union(name, {"for": ["support"]}))]})
	}
	not law.passes("pipeda-4-1") with input as noticing({"contacts": [_officer]})
	not law.passes("qc-3-1") with input as noticing({"contacts": [_officer]})
}

test_purposes if {
	every id in ["pipeda-4-2", "qc-8-1"] {
		law.passes(id) with input as with_statements([_use])
		law.lacking(id) == {"nothing says what this is used for: telephone numbers"} with input as with_statements([_use, {"id": "k", "kind": "keep", "categories": ["contact"]}])
		not law.passes(id) with input as with_statements([object.remove(_use, ["categories"])])
	}
}

test_consent if {
	law.passes("pipeda-4-3") with input as with_statements([_use])
	every kind in ["legal-obligation", "authorised-by-law", "vital-interests"] {
		law.passes("pipeda-4-3") with input as noticing({"statements": [using({"bases": ["it"]})], "bases": [{"id": "it", "kind": kind, "label": "it"}]})
	}
	every kind in ["consent", "opt-out", "authority"] {
		law.passes("pipeda-4-3") with input as noticing({"statements": [using({"bases": [], "gates": ["it"]})], "gates": [{"id": "it", "kind": kind, "label": "it"}]})
	}
	not law.passes("pipeda-4-3") with input as noticing({"statements": [using({"bases": [], "gates": ["it"]})], "gates": [{"id": "it", "kind": "fact", "label": "it"}]})
	law.lacking("pipeda-4-3") == {"neither consent nor an exception of section 7 is named: give lessons"} with input as with_statements([using({"bases": ["contract"]})])
	law.lacking("pipeda-4-3") == {"neither consent nor an exception of section 7 is named"} with input as with_statements([object.remove(_use, ["bases", "purposes"])])
}

test_sensitive if {
	health := using({"categories": ["health"], "gates": ["yes"]})
	gate := {"id": "yes", "kind": "consent", "label": "you agree"}
	law.passes("pipeda-4-3-4") with input as noticing({"statements": [health], "gates": [object.union(gate, {"strength": "explicit"})]})
	law.lacking("pipeda-4-3-4") == {"sensitive information is used or disclosed without express consent"} with input as noticing({"statements": [health], "gates": [gate]})
	checks["pipeda-4-3-4"] == law.idle("no statement permits anything with data of the class special, criminal or sensitive") with input as with_statements([_use])
}

test_withdrawing if {
	gate := {"id": "yes", "kind": "consent", "label": "you agree", "withdraw": ["a switch"]}
	law.passes("pipeda-4-3-8") with input as noticing({"gates": [object.union(gate, {"effect": "You get no messages."})]})
	law.passes("pipeda-4-3-8") with input as saying({"gates": [gate]}, {"withdrawal-implications"})
	law.lacking("pipeda-4-3-8") == {"withdrawal-implications"} with input as noticing({"gates": [gate]})
	law.lacking("pipeda-4-3-8") == {"nothing says how consent is withdrawn", "withdrawal-implications"} with input as with_statements([_use])
	checks["pipeda-4-3-8"] == law.idle("nothing rests on consent") with input as with_statements([])
}

test_topics if {
	every id, topic in {"pipeda-4-4": "only-necessary", "pipeda-4-7": "safeguards", "pipeda-10-3": "breach-register", "qc-8-onrequest": "told-on-request"} {
		law.passes(id) with input as saying({}, {topic})
		law.lacking(id) == {topic} with input as noticing({})
	}
}

_keep := {"id": "keep", "kind": "keep", "categories": ["contact"], "keep": {"period": "P12M", "then": ["delete"]}}

test_retention if {
	law.passes("pipeda-4-5") with input as with_statements([_use, _keep])
	law.lacking("pipeda-4-5") == {"nothing says how long this is kept, or what decides it: e-mail addresses"} with input as with_statements([_use])
	not law.passes("pipeda-4-5") with input as with_statements([object.union(_keep, {"categories": []})])
}

test_destruction if {
	law.passes("pipeda-4-5-3") with input as with_statements([_keep])
	law.passes("pipeda-4-5-3") with input as saying({}, {"disposal"})
	law.lacking("pipeda-4-5-3") == {"disposal"} with input as with_statements([object.union(_keep, {"keep": {"then": ["review"]}})])
}

test_access if {
	duty := {"id": "access", "kind": "duty", "rights": ["access"]}
	law.passes("pipeda-4-8-b") with input as with_statements([object.union(duty, {"duty": {"via": ["a letter"]}})])
	law.passes("pipeda-4-8-b") with input as noticing({"statements": [duty], "contacts": [object.union(_officer, {"for": ["rights"]})]})
	not law.passes("pipeda-4-8-b") with input as with_statements([duty])
}

test_account_of_use if {
	law.passes("pipeda-4-8-c") with input as with_statements([_use])
	every key in ["categories", "purposes"] {
		not law.passes("pipeda-4-8-c") with input as with_statements([object.remove(_use, [key])])
	}
}

test_related_organizations if {
	share := {"id": "group", "kind": "share", "categories": ["email"], "recipients": ["sister"]}
	law.passes("pipeda-4-8-e") with input as with_statements([share])
	lacking := {"nothing says which information is made available to this related organization: our sister"}
	law.lacking("pipeda-4-8-e") == lacking with input as with_statements([object.remove(share, ["categories"])])
	law.lacking("pipeda-4-8-e") == lacking with input as with_statements([object.union(share, {"recipients": ["host"]})])
	checks["pipeda-4-8-e"] == law.idle("no recipient is of the kind affiliate") with input.notice as {}
}

test_complaints if {
	law.passes("pipeda-4-10") with input as with_statements([{"id": "c", "kind": "duty", "rights": ["complaint"]}])
	law.passes("pipeda-4-10") with input as with_statements([{"id": "c", "kind": "duty", "events": ["complaint"]}])
	law.passes("pipeda-4-10") with input as saying({}, {"complaint-procedure"})
	law.lacking("pipeda-4-10") == {"complaint-procedure"} with input as noticing({})
}

test_processors if {
	host := {"id": "host", "kind": "processor", "label": "Example Cloud"}
	law.passes("pipeda-4-1-3") with input.notice as {"recipients": [object.union(host, {"agreement": true})]}
	law.lacking("pipeda-4-1-3") == {"no contract protects the information at this processor: Example Cloud"} with input.notice as {"recipients": [host]}
	checks["pipeda-4-1-3"] == law.idle("no recipient is a processor") with input.notice as {}
}

# at is what a notice lists as recipients when there is one at a place.
at(place) := {"recipients": [object.union({"id": "host", "kind": "processor", "label": "Example Cloud"}, place)]}

test_abroad if {
	every place in [{"location": "US"}, {"outside": "CA"}] {
		law.passes("pipeda-xborder") with input as saying(at(place), {"processed-abroad"})
		law.lacking("pipeda-xborder") == {"processed-abroad"} with input as noticing(at(place))
	}
	every place in [{}, {"location": "CA"}, {"location": "CA-QC"}] {
		checks["pipeda-xborder"] == law.idle("no recipient is said to be outside Canada") with input as noticing(at(place))
	}
}
