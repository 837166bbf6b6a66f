package candor.laws["uk-gdpr"]

import data.candor.law

_vocabulary := {
	"categories": [
		{"id": "contact", "label": "contact details", "members": ["email"]},
		{"id": "email", "label": "e-mail addresses"},
		{"id": "health", "label": "health", "class": "special"},
	],
	"purposes": [
		{"id": "services", "label": "provide services", "kind": "service"},
		{"id": "offers", "label": "send offers", "kind": "marketing"},
		{"id": "ads", "label": "advertise", "kind": "advertising"},
		{"id": "vague", "label": "do this and that"},
	],
	"bases": [
		{"id": "contract", "kind": "contract"},
		{"id": "statute", "kind": "authorised-by-law"},
		{"id": "agreed", "kind": "consent", "gates": [{"id": "consent"}]},
		{"id": "ours", "kind": "legitimate-interests", "gates": [{"id": "objected"}]},
		{"id": "bare", "kind": "legitimate-interests"},
		{"id": "crime", "kind": "recognised-legitimate-interests"},
	],
	"gates": [
		{"id": "consent", "kind": "consent"},
		{"id": "objected", "kind": "objection"},
		{"id": "unsubscribed", "kind": "opt-out"},
		{"id": "known", "kind": "fact"},
	],
}

with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

saying(statements, topics) := {"notice": object.union(
	with_statements(statements).notice,
	{"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]},
)}

_use := {"id": "a-use", "kind": "use", "actions": ["use"], "categories": ["email"], "purposes": ["services"], "bases": ["contract"]}

_reached(use) := {"notice": {"contacts": [{"id": "a", "for": [use], "email": "a@example.com"}]}}

test_controller if {
	law.passes("uk-13-1-a") with input as _reached("privacy")
	law.passes("uk-13-1-a") with input as _reached("rights")
	not law.passes("uk-13-1-a") with input as _reached("support")
}

test_representative if {
	abroad := saying([], {"outside-the-uk"}).notice
	law.passes("uk-13-1-a-rep") with input.notice as object.union(abroad, _reached("representative").notice)
	not law.passes("uk-13-1-a-rep") with input.notice as abroad
	checks["uk-13-1-a-rep"] == law.idle("nothing says that the controller has no establishment in the United Kingdom") with input as _reached("representative")
}

test_purposes_and_bases if {
	law.passes("uk-13-1-c") with input as with_statements([_use])
	law.passes("uk-13-1-c") with input as with_statements([object.union(_use, {"bases": ["statute", "ours"]})])
	law.lacking("uk-13-1-c") == {"no legal basis of Art. 6(1) is named"} with input as with_statements([object.union(_use, {"bases": ["statute"]})])
	law.lacking("uk-13-1-c") == {"no legal basis of Art. 6(1) is named"} with input as with_statements([object.remove(_use, ["bases"])])
	law.lacking("uk-13-1-c") == {"nothing says what for"} with input as with_statements([object.remove(_use, ["purposes"])])
	law.passes("uk-13-1-c") with input as with_statements([_use, {"id": "host", "kind": "share", "categories": ["email"]}])
	not law.passes("uk-13-1-c") with input as with_statements([object.union(_use, {"forms": ["anonymous"]})])
}

_crime := object.union(_use, {"bases": ["crime"]})

test_recognised_interest if {
	law.passes("uk-6-ea-condition") with input as saying([_crime], {"annex-1-condition"})
	law.lacking("uk-6-ea-condition") == {"annex-1-condition"} with input as with_statements([_crime])
	checks["uk-6-ea-condition"] == law.idle("no statement rests on a recognised legitimate interest") with input as with_statements([_use])
}

test_public_authority if {
	law.lacking("uk-6-ea-public") == {"a public authority rests on a recognised legitimate interest"} with input as saying([_crime], {"public-authority"})
	idle := law.idle("nothing says that a public authority rests on a recognised legitimate interest")
	checks["uk-6-ea-public"] == idle with input as with_statements([_crime])
	checks["uk-6-ea-public"] == idle with input as saying([_use], {"public-authority"})
}

_keep(more) := {"id": "keep", "kind": "keep", "categories": ["contact"], "keep": more}

test_retention if {
	law.passes("uk-13-2-a") with input as with_statements([_use, _keep({"period": "P12M"})])
	law.passes("uk-13-2-a") with input as with_statements([_use, _keep({"period": "unstated", "while": "account-open"})])
	law.passes("uk-13-2-a") with input as with_statements([_use, object.union(_keep({"period": "unstated"}), {"gates": ["known"]})])
	law.lacking("uk-13-2-a") == {"nothing says how long this is kept, or what decides it: e-mail addresses"} with input as with_statements([_use, _keep({"period": "unstated"})])
	not law.passes("uk-13-2-a") with input as with_statements([_keep({"period": "P12M"})])
}

test_retention_for_each_purpose if {
	for_services := object.union(_keep({"period": "P12M"}), {"purposes": ["services"]})
	law.passes("uk-13-2-a") with input as with_statements([_use, for_services])
	law.lacking("uk-13-2-a") == {"nothing says how long this is kept for this purpose: e-mail addresses; send offers"} with input as with_statements([_use, object.union(_use, {"id": "b-use", "purposes": ["offers"]}), for_services])
}

test_sensitive_data if {
	health := object.union(_use, {"categories": ["health"]})
	law.passes("uk-sched1") with input as saying([health], {"schedule-1-condition"})
	law.lacking("uk-sched1") == {"schedule-1-condition"} with input as with_statements([health])
	idle := law.idle("no statement permits anything with special or criminal data but by consent")
	checks["uk-sched1"] == idle with input as with_statements([object.union(health, {"bases": ["agreed"]})])
	checks["uk-sched1"] == idle with input as with_statements([_use])
	checks["uk-sched1"] == idle with input as with_statements([object.union(health, {"forms": ["anonymous"]})])
}

_sentence(text) := with_statements([{"id": "a", "kind": "duty", "sentence": {"text": text}}])

test_replaced_articles if {
	every text in ["You have rights under Article 22.", "See Art. 44 of the UK GDPR", "as Article 45 says"] {
		law.lacking("uk-no-art-22") == {"it cites an article of the UK GDPR that was replaced"} with input as _sentence(text)
	}
	every text in ["Article 22A", "Article 44A(2)", "Article 4", "Article 221", "22 articles"] {
		checks["uk-no-art-22"] == law.idle("no sentence cites an article that was replaced") with input as _sentence(text)
	}
}

_children(under) := {"notice": {"audiences": [{"id": "child", "age": {"under": under}}], "gates": _vocabulary.gates}}

test_age if {
	law.passes("uk-8-age") with input as _children(13)
	law.lacking("uk-8-age") == {"children can consent from 13, and here they are those under 16"} with input as _children(16)
	idle := law.idle("the notice does not ask for consent about children")
	checks["uk-8-age"] == idle with input as _children(21)
	checks["uk-8-age"] == idle with input.notice as object.union(_children(16).notice, {"gates": [{"id": "known", "kind": "fact"}]})
}
