package candor.laws["eu-gdpr"]

import data.candor.law

test_purposes if {
	law.passes("gdpr-13-1-c-purpose") with input as with_statements([_use])
	law.lacking("gdpr-13-1-c-purpose") == {"nothing says what this is used for: telephone numbers"} with input as with_statements([_use, {"id": "keep", "kind": "keep", "categories": ["contact"]}])
	law.lacking("gdpr-13-1-c-purpose") == {"nothing says what this is used for: telephone numbers"} with input as noticing({"statements": [_use], "sources": [{"id": "form", "kind": "person", "categories": [{"id": "phone"}]}]})
	law.lacking("gdpr-13-1-c-purpose") == {"nothing says what this is used for: e-mail addresses"} with input as with_statements([object.remove(_use, ["purposes"])])
	not law.passes("gdpr-13-1-c-purpose") with input as with_statements([using({"forms": ["anonymous"]})])
	not law.passes("gdpr-13-1-c-purpose") with input as noticing({"statements": [object.remove(_use, ["categories"])], "sources": [{"id": "form", "kind": "person"}]})
}

test_bases if {
	law.passes("gdpr-13-1-c-basis") with input as with_statements([_use])
	every kind in ["consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"] {
		law.passes("gdpr-13-1-c-basis") with input as noticing({"statements": [using({"bases": ["it"]})], "bases": [{"id": "it", "kind": kind, "label": "it"}]})
	}
	law.passes("gdpr-13-1-c-basis") with input as with_statements([using({"bases": ["statute", "ours"]})])
	law.lacking("gdpr-13-1-c-basis") == {"no legal basis of Art. 6(1) is named for this purpose: give lessons"} with input as with_statements([using({"bases": ["statute"]})])
	law.lacking("gdpr-13-1-c-basis") == {"no legal basis of Art. 6(1) is named for this purpose: give lessons"} with input as with_statements([object.remove(using({"purposes": ["services"]}), ["bases"])])
	law.lacking("gdpr-13-1-c-basis") == {"no legal basis of Art. 6(1) is named"} with input as with_statements([object.remove(_use, ["purposes", "bases"])])
	not law.passes("gdpr-13-1-c-basis") with input as with_statements([using({"forms": ["anonymous"]})])
}

test_basis_of_another_statement if {
	bare := {"id": "host", "kind": "share", "categories": ["email"], "purposes": ["lessons"]}
	law.passes("gdpr-13-1-c-basis") with input as with_statements([_use, bare])
	law.passes("gdpr-13-1-c-basis") with input as with_statements([_use, object.remove(bare, ["purposes"])])
	law.lacking("gdpr-13-1-c-basis") == {"no legal basis of Art. 6(1) is named for this purpose: give lessons"} with input as with_statements([_use, object.union(bare, {"categories": ["contact"]})])
	law.lacking("gdpr-13-1-c-basis") == {"no legal basis of Art. 6(1) is named for this purpose: send offers"} with input as with_statements([_use, object.union(bare, {"purposes": ["offers"]})])
}

# interested is a notice that rests on legitimate interests, with data of a source.
interested(basis, kind) := noticing({
	"statements": [using({"bases": ["security"]})],
	"bases": [object.union({"id": "security", "kind": "legitimate-interests", "label": "security"}, basis)],
	"sources": [{"id": "s", "kind": kind, "label": "from somewhere", "categories": [{"id": "contact"}]}],
})

test_interests if {
	every words in [{"text": "We keep attackers out."}, {"prose": "We keep attackers out."}] {
		law.passes("gdpr-13-1-d") with input as interested(words, "person")
		law.passes("gdpr-14-2-b") with input as interested(words, "public")
	}
	lacking := {"the legitimate interest is not put into words: security"}
	every kind in ["person", "automatic", "derived"] {
		law.lacking("gdpr-13-1-d") == lacking with input as interested({}, kind)
		checks["gdpr-14-2-b"] == law.idle("no data from others is processed for legitimate interests") with input as interested({}, kind)
	}
	every kind in ["third-party", "public", "customer"] {
		law.lacking("gdpr-14-2-b") == lacking with input as interested({}, kind)
		checks["gdpr-13-1-d"] == law.idle("no data from people themselves is processed for legitimate interests") with input as interested({}, kind)
	}
	law.lacking("gdpr-13-1-d") == lacking with input as noticing(object.remove(interested({}, "public").notice, ["sources"]))
	checks["gdpr-13-1-d"] == law.idle("no data from people themselves is processed for legitimate interests") with input as with_statements([_use])
}

test_public_authority if {
	mine := using({"bases": ["ours"]})
	law.lacking("gdpr-6-1-f-public") == {"a public authority rests on legitimate interests"} with input as saying([mine], {"public-authority"})
	idle := law.idle("nothing says that a public authority rests on legitimate interests")
	checks["gdpr-6-1-f-public"] == idle with input as with_statements([mine])
	checks["gdpr-6-1-f-public"] == idle with input as saying([_use], {"public-authority"})
}

test_law_behind_a_task if {
	every kind in ["legal-obligation", "public-task"] {
		task := {"id": "task", "kind": kind, "label": "to keep accounts"}
		statements := [using({"bases": ["task"]})]
		law.passes("gdpr-6-3") with input as noticing({"statements": statements, "bases": [object.union(task, {"law": "§ 147 AO"}), {"id": "other", "kind": kind, "label": "other"}]})
		law.lacking("gdpr-6-3") == {"no law of the Union or of a Member State is named for this basis: to keep accounts"} with input as noticing({"statements": statements, "bases": [task]})
	}
	law.passes("gdpr-6-3") with input as noticing({"statements": [using({"bases": ["a", "b"]})], "bases": [{"id": "a", "kind": "public-task", "label": "a", "law": "§ 1 Example Act"}, {"id": "b", "kind": "contract", "label": "b"}]})
	checks["gdpr-6-3"] == law.idle("no statement rests on a legal obligation or a public task") with input as with_statements([_use])
}

test_special_categories if {
	health := using({"categories": ["health"]})
	law.passes("gdpr-9-2") with input as saying([health], {"special-exception"})
	law.lacking("gdpr-9-2") == {"special-exception", "neither explicit consent nor another exception of Art. 9(2) is named: health"} with input as with_statements([health])
	every strength in ["explicit", "written", "signed", "verified"] {
		gates := [{"id": "consent", "kind": "consent", "label": "you agree", "strength": strength}]
		law.passes("gdpr-9-2") with input as noticing({"gates": gates, "statements": [object.union(health, {"gates": ["consent"]})]})
		law.passes("gdpr-9-2") with input as noticing({"gates": gates, "statements": [object.union(health, {"bases": ["agreed"]})]})
		not law.passes("gdpr-9-2") with input as noticing({"gates": gates, "statements": [object.union(health, {"bases": ["agreed"]}), object.union(health, {"id": "other"})]})
	}
	not law.passes("gdpr-9-2") with input as noticing({"gates": [{"id": "consent", "kind": "consent", "label": "you agree", "strength": "implied"}], "statements": [object.union(health, {"gates": ["consent"]})]})
	idle := law.idle("no statement permits anything with data of the class special")
	checks["gdpr-9-2"] == idle with input as with_statements([_use])
	checks["gdpr-9-2"] == idle with input as with_statements([object.union(health, {"forms": ["anonymous"]})])
}

test_convictions if {
	crime := using({"categories": ["crime"]})
	law.passes("gdpr-10") with input as with_statements([object.union(crime, {"bases": ["statute"]})])
	law.passes("gdpr-10") with input as saying([crime], {"criminal-data-law"})
	law.lacking("gdpr-10") == {"criminal-data-law"} with input as with_statements([crime])
	law.lacking("gdpr-10") == {"criminal-data-law"} with input as with_statements([crime, object.union(crime, {"id": "other", "bases": ["statute"]})])
	checks["gdpr-10"] == law.idle("no statement permits anything with data of the class criminal") with input as with_statements([_use])
}

_agreed := [using({"bases": ["agreed"]})]

test_children_consent if {
	parent := [{"id": "yes", "kind": "consent", "label": "a parent agrees", "by": ["parent"]}]
	every age in [13, 14, 15, 16] {
		law.passes("gdpr-8-1") with input as children(age, {"gates": parent})
	}
	law.passes("gdpr-8-1") with input as children(16, {"statements": _agreed, "says": topical({"how-to-consent"})})
	law.lacking("gdpr-8-1") == {"how-to-consent"} with input as children(16, {"statements": _agreed})
	law.lacking("gdpr-8-1") == {"how-to-consent"} with input as children(16, {"gates": [{"id": "yes", "kind": "consent", "label": "you agree", "by": ["child"]}]})
	law.lacking("gdpr-8-1") == {"the age from which a child can consent lies between 13 and 16, and here children are those under 18"} with input as children(18, {"gates": parent})
}

test_no_children_consent if {
	idle := law.idle("the notice does not ask for consent about children")
	checks["gdpr-8-1"] == idle with input as children(21, {"statements": _agreed})
	checks["gdpr-8-1"] == idle with input as children(16, {"gates": [{"id": "known", "kind": "fact", "label": "we know"}]})
}

test_automated_decisions if {
	decide := using({"actions": ["decide"]})
	law.passes("gdpr-13-2-f") with input as saying([decide], {"decision-explained", "decision-consequences"})
	law.lacking("gdpr-13-2-f") == {"decision-consequences"} with input as saying([decide], {"decision-explained"})
	law.lacking("gdpr-13-2-f") == {"decision-explained"} with input as saying([decide], {"decision-consequences"})
	checks["gdpr-13-2-f"] == law.idle("no statement permits automated decisions") with input as with_statements([_use])
}
