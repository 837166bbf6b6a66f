package candor.laws["us-coppa"]

import data.candor.law

_vocabulary := {
	"audiences": [
		{"id": "child", "label": "children", "covered": true, "age": {"under": 13}},
		{"id": "parent", "label": "parents", "covered": true},
		{"id": "student", "label": "students", "covered": true, "members": ["child"]},
	],
	"categories": [
		{"id": "profile", "label": "profile information", "members": ["username", "posts"]},
		{"id": "username", "label": "the username"},
		{"id": "posts", "label": "posts"},
	],
	"recipients": [
		{"id": "users", "kind": "users", "label": "other users"},
		{"id": "host", "kind": "processor", "label": "Example Cloud"},
		{"id": "publisher", "kind": "partner", "label": "publishers"},
	],
	"gates": [
		{"id": "parent-consent", "kind": "consent", "by": ["parent"], "via": ["signed form"], "strength": "signed"},
		{"id": "child-consent", "kind": "consent", "by": ["child"]},
		{"id": "unsubscribe", "kind": "opt-out", "by": ["parent"]},
	],
}

# with_statements is a notice for children that makes these statements.
with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

# saying is the same notice, in which a note says these topics.
saying(statements, topics) := {"notice": object.union(
	with_statements(statements).notice,
	{"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]},
)}

_use := {"id": "accounts", "kind": "use", "actions": ["collect", "use"], "categories": ["username"], "purposes": ["accounts"], "gates": ["parent-consent"]}

_share := {"id": "publishers", "kind": "share", "actions": ["share"], "categories": ["username"], "purposes": ["lessons"], "recipients": ["publisher"]}

_keep := {"id": "keep", "kind": "keep", "categories": ["username"], "keep": {"period": "P30D"}}

test_operator if {
	whole := {"id": "privacy", "for": ["children"], "email": "a@example.com", "phone": "1", "address": ["1 High Street"]}
	law.passes("coppa-4-d-1") with input as {"notice": {"contacts": [whole]}}
	every key in ["email", "phone", "address"] {
		not law.passes("coppa-4-d-1") with input as {"notice": {"contacts": [object.remove(whole, [key])]}}
	}
	not law.passes("coppa-4-d-1") with input as {"notice": {"contacts": [object.union(whole, {"for": ["support"]})]}}
}

test_what_is_collected if {
	law.passes("coppa-4-d-2-what") with input as with_statements([_use])
	law.lacking("coppa-4-d-2-what") == {"nothing says what this is used for when it comes from children: posts"} with input as with_statements([_use, {"id": "more", "kind": "use", "categories": ["profile"]}])
	not law.passes("coppa-4-d-2-what") with input as with_statements([object.union(_use, {"audiences": ["parent"]})])
	law.passes("coppa-4-d-2-what") with input as with_statements([object.union(_use, {"audiences": ["parent", "child"]})])
	law.passes("coppa-4-d-2-what") with input as with_statements([object.union(_use, {"audiences": ["student"]})])
}

test_anonymous_data if {
	law.passes("coppa-4-d-2-what") with input as with_statements([object.union(_use, {"forms": ["anonymous", "hashed"]})])
	every form in ["anonymous", "aggregated", "de-identified"] {
		not law.passes("coppa-4-d-2-what") with input as with_statements([object.union(_use, {"forms": [form]})])
	}
}

test_made_public if {
	law.passes("coppa-4-d-2-public") with input as saying([_use], {"made-public"})
	law.passes("coppa-4-d-2-public") with input as with_statements([{"id": "nothing-public", "kind": "bar", "recipients": ["users"]}])
	law.lacking("coppa-4-d-2-public") == {"made-public"} with input as with_statements([_share])
}

test_disclosures if {
	law.passes("coppa-4-d-2-third") with input as with_statements([_share])
	law.lacking("coppa-4-d-2-third") == {"nothing says for what purpose the third party receives data of children"} with input as with_statements([object.remove(_share, ["purposes"])])
	checks["coppa-4-d-2-third"] == law.idle("no statement permits a disclosure to a third party") with input as with_statements([_use, object.union(_share, {"recipients": ["host"]})])
}

test_retention_policy if {
	law.passes("coppa-4-d-2-retention") with input as with_statements([_keep])
	law.passes("coppa-4-d-2-retention") with input as saying([_use], {"retention-policy"})
	law.lacking("coppa-4-d-2-retention") == {"retention-policy"} with input as with_statements([_use])
	law.lacking("coppa-4-d-2-retention") == {"retention-policy"} with input as with_statements([object.union(_keep, {"audiences": ["parent"]})])
}

_cookies := {"notice": {"cookies": [{"id": "login", "label": "login cookies"}]}}

_told_of_cookies(topics) := {"notice": object.union(_cookies.notice, saying([], topics).notice)}

test_internal_operations if {
	law.passes("coppa-4-d-3") with input as _told_of_cookies({"internal-operations", "internal-operations-only"})
	law.lacking("coppa-4-d-3") == {"internal-operations", "internal-operations-only"} with input as _cookies
	law.lacking("coppa-4-d-3") == {"internal-operations-only"} with input as saying([], {"internal-operations"})
	checks["coppa-4-d-3"] == law.idle("no cookies are named") with input as with_statements([_use])
}

test_voice if {
	law.passes("coppa-4-d-4") with input as saying([], {"voice-audio", "voice-audio-deleted"})
	law.lacking("coppa-4-d-4") == {"voice-audio-deleted"} with input as saying([], {"voice-audio"})
	checks["coppa-4-d-4"] == law.idle("nothing says that audio of a child’s voice is collected without consent") with input as saying([], {"voice-audio-deleted"})
}

_answers(rights) := with_statements([{"id": "parents", "kind": "duty", "rights": rights}])

test_rights_of_parents if {
	every last in ["objection", "withdraw-consent", "restriction"] {
		law.passes("coppa-4-d-5") with input as _answers(["access", "erasure", last])
	}
	not law.passes("coppa-4-d-5") with input as _answers(["access", "erasure"])
	not law.passes("coppa-4-d-5") with input as _answers(["access", "objection"])
	not law.passes("coppa-4-d-5") with input as _answers(["erasure", "objection"])
}

test_link if {
	law.passes("coppa-link") with input as saying([], {"notice-linked"})
	law.lacking("coppa-link") == {"notice-linked"} with input as saying([], {"made-public"})
}
