package candor.laws["eu-gdpr"]

import data.candor.law

_all := {"access", "rectification", "erasure", "restriction", "objection", "portability"}

# answering is a duty that answers some rights.
answering(rights) := {"id": "rights", "kind": "duty", "rights": [right | some right in rights]}

test_rights if {
	law.passes("gdpr-13-2-b") with input as with_statements([answering(_all)])
	every right in {"access", "rectification", "restriction"} {
		law.lacking("gdpr-13-2-b") == {sprintf("no duty answers this right: %s", [right])} with input as with_statements([answering(_all - {right})])
	}
	every right in {"erasure", "objection", "portability"} {
		topic := concat("-", ["no", right])
		law.lacking("gdpr-13-2-b") == {topic} with input as with_statements([answering(_all - {right})])
		law.passes("gdpr-13-2-b") with input as saying([answering(_all - {right})], {topic})
	}
}

test_channel if {
	law.passes("gdpr-13-2-b-how") with input as _reached("rights")
	every duty in [{"via": ["by e-mail"]}, {"contact": {"id": "a"}}] {
		law.passes("gdpr-13-2-b-how") with input as with_statements([object.union(answering({"human-review"}), {"duty": duty})])
		not law.passes("gdpr-13-2-b-how") with input as with_statements([object.union(answering({"opt-out"}), {"duty": duty})])
	}
	not law.passes("gdpr-13-2-b-how") with input as with_statements([answering(_all)])
}

_withdraw := answering({"withdraw-consent"})

test_withdrawal if {
	told := object.union(_withdraw, {"duty": {"via": ["a switch"]}})
	gate := [{"id": "consent", "kind": "consent", "label": "you agree", "withdraw": ["a switch"]}]
	law.passes("gdpr-13-2-c") with input as with_statements([using({"bases": ["agreed"]}), told])
	law.passes("gdpr-13-2-c") with input as noticing({"statements": [_withdraw], "gates": gate})
	not law.passes("gdpr-13-2-c") with input as noticing({"gates": gate})
	law.lacking("gdpr-13-2-c") == {"nothing says how consent is withdrawn"} with input as with_statements([using({"bases": ["agreed"]}), _withdraw])
	checks["gdpr-13-2-c"] == law.idle("nothing rests on consent") with input as with_statements([_use, told])
}

test_authority if {
	law.passes("gdpr-13-2-d") with input as _reached("regulator")
	law.passes("gdpr-13-2-d") with input as saying([], {"authority-complaint"})
	law.lacking("gdpr-13-2-d") == {"authority-complaint"} with input as _reached("complaints")
}

test_objection_apart if {
	mine := using({"bases": ["ours"]})
	law.passes("gdpr-21-4") with input as saying([mine], {"objection-apart"})
	law.lacking("gdpr-21-4") == {"objection-apart"} with input as with_statements([mine])
	law.lacking("gdpr-21-4") == {"objection-apart"} with input as noticing({"statements": [using({"bases": ["task"]})], "bases": [{"id": "task", "kind": "public-task", "label": "a task"}]})
	law.lacking("gdpr-21-4") == {"objection-apart"} with input as with_statements([using({"purposes": ["offers"]})])
	law.lacking("gdpr-21-4") == {"nothing says of what kind this purpose is, and so whether it is marketing: do this and that"} with input as with_statements([using({"purposes": ["vague"]})])
	checks["gdpr-21-4"] == law.idle("nothing rests on a public task or on legitimate interests, and nothing serves marketing") with input as with_statements([_use])
}

test_portability_promised if {
	duty := answering({"portability"})
	law.passes("gdpr-20-overclaim") with input as with_statements([_use, duty])
	law.passes("gdpr-20-overclaim") with input as with_statements([using({"bases": ["agreed"]}), duty])
	neither := "portability is promised for what rests neither on consent nor on a contract"
	law.lacking("gdpr-20-overclaim") == {neither} with input as with_statements([using({"bases": ["ours"]}), duty])
	law.lacking("gdpr-20-overclaim") == {neither} with input as with_statements([_use, object.union(duty, {"bases": ["ours"]})])
	law.passes("gdpr-20-overclaim") with input as with_statements([_use, object.union(duty, {"bases": ["contract"]})])
	law.lacking("gdpr-20-overclaim") == {neither} with input as with_statements([_use, using({"id": "b-use", "categories": ["phone"], "bases": ["ours"]}), object.union(duty, {"categories": ["phone"]})])
	checks["gdpr-20-overclaim"] == law.idle("no duty promises this right: portability") with input as with_statements([_use])
}

test_objection_promised if {
	duty := answering({"objection"})
	law.passes("gdpr-21-overclaim") with input as with_statements([using({"bases": ["ours"]}), duty])
	law.passes("gdpr-21-overclaim") with input as with_statements([using({"purposes": ["offers"]}), duty])
	neither := "a right to object is promised for what rests neither on a public task nor on legitimate interests, and serves no marketing"
	law.lacking("gdpr-21-overclaim") == {neither} with input as with_statements([_use, duty])
	law.lacking("gdpr-21-overclaim") == {neither} with input as with_statements([using({"bases": ["ours"]}), object.union(duty, {"bases": ["agreed"]})])
	checks["gdpr-21-overclaim"] == law.idle("no duty promises this right: objection") with input as with_statements([_use])
}

# timed is a duty that answers a right in some time.
timed(right, within) := object.union(answering({right}), {"duty": {"within": within}})

test_within_a_month if {
	every right in _all | {"human-review", "withdraw-consent", "information"} {
		law.passes("gdpr-12-3") with input as with_statements([timed(right, "P1M")])
		law.lacking("gdpr-12-3") == {"a request may go without an answer for more than a month"} with input as with_statements([timed(right, "P60D")])
	}
	every statement in [timed("complaint", "P60D"), timed("access", "unstated"), answering({"access"})] {
		checks["gdpr-12-3"] == law.idle("no duty states a time for requests") with input as with_statements([statement])
	}
}
