package candor.laws["eu-gdpr"]

import data.candor.law

_vocabulary := {
	"categories": [
		{"id": "contact", "label": "contact details", "members": ["email", "phone"]},
		{"id": "email", "label": "e-mail addresses"},
		{"id": "phone", "label": "telephone numbers"},
		{"id": "health", "label": "health", "class": "special"},
		{"id": "crime", "label": "convictions", "class": "criminal"},
	],
	"purposes": [
		{"id": "services", "label": "provide services", "kind": "service", "members": ["lessons"]},
		{"id": "lessons", "label": "give lessons"},
		{"id": "offers", "label": "send offers", "kind": "marketing"},
		{"id": "vague", "label": "do this and that"},
	],
	"bases": [
		{"id": "contract", "kind": "contract", "label": "a contract"},
		{"id": "statute", "kind": "authorised-by-law", "label": "a statute", "law": "§ 1 Example Act"},
		{"id": "agreed", "kind": "consent", "label": "consent", "gates": [{"id": "consent"}]},
		{"id": "ours", "kind": "legitimate-interests", "label": "our interests"},
		{"id": "duty", "kind": "legal-obligation", "label": "a legal obligation"},
	],
	"recipients": [{"id": "host", "kind": "processor", "label": "Example Cloud"}],
}

# noticing is a notice with some of its lists.
noticing(lists) := {"notice": object.union(_vocabulary, lists)}

# with_statements is a notice that makes these statements.
with_statements(statements) := noticing({"statements": statements})

# topical is what a notice says when a note says these topics.
topical(topics) := [{"topic": topic, "entry": "note.a"} | some topic in topics]

# saying is a notice that makes these statements, in which a note says these topics.
saying(statements, topics) := noticing({"statements": statements, "says": topical(topics)})

_use := {"id": "a-use", "kind": "use", "actions": ["use"], "categories": ["email"], "purposes": ["lessons"], "bases": ["contract"]}

# using is that use, changed.
using(changes) := object.union(_use, changes)

_reached(use) := {"notice": {"contacts": [{"id": "a", "for": [use], "email": "a@example.com"}]}}

test_controller if {
	law.passes("gdpr-13-1-a") with input as {"notice": {"party": {"name": "A", "address": ["1 High Street"]}}}
	every use in ["privacy", "rights", "dpo"] {
		law.passes("gdpr-13-1-a") with input as _reached(use)
	}
	not law.passes("gdpr-13-1-a") with input as _reached("support")
	every way in [{"email": "a@example.com"}, {"phone": "1"}, {"address": ["1 High Street"]}] {
		law.passes("gdpr-13-1-a") with input as {"notice": {"contacts": [object.union({"id": "a", "for": ["privacy"]}, way)]}}
	}
	not law.passes("gdpr-13-1-a") with input as {"notice": {"contacts": [{"id": "a", "for": ["privacy"], "url": "https://example.com"}]}}
}

test_representative if {
	abroad := saying([], {"outside-the-eu"}).notice
	law.passes("gdpr-13-1-a-rep") with input.notice as object.union(abroad, _reached("representative").notice)
	not law.passes("gdpr-13-1-a-rep") with input.notice as abroad
	checks["gdpr-13-1-a-rep"] == law.idle("nothing says that the controller is not established in the European Union") with input as _reached("representative")
}

test_officer if {
	law.passes("gdpr-13-1-b") with input as _reached("dpo")
	not law.passes("gdpr-13-1-b") with input as {"notice": {"contacts": [{"id": "a", "for": ["dpo"]}]}}
	checks["gdpr-13-1-b"] == law.idle("no contact is one of a data protection officer") with input as _reached("privacy")
}

test_no_officer if {
	law.passes("gdpr-13-1-b-none") with input as saying([], {"no-dpo"})
	law.lacking("gdpr-13-1-b-none") == {"no-dpo"} with input as _reached("privacy")
	checks["gdpr-13-1-b-none"] == law.idle("a contact is one of a data protection officer") with input as _reached("dpo")
}

test_joint_controllers if {
	told := saying([], {"joint-arrangement", "joint-contact"}).notice
	joint := {"capacity": "joint-controller"}
	law.passes("gdpr-26-2") with input as {"notice": told, "law": joint}
	law.passes("gdpr-26-2") with input as {"notice": object.union(saying([], {"joint-arrangement"}).notice, _reached("rights").notice), "law": joint}
	law.lacking("gdpr-26-2") == {"joint-arrangement", "joint-contact"} with input as {"notice": {}, "law": joint}
	law.lacking("gdpr-26-2") == {"joint-arrangement", "joint-contact"} with input as {"notice": {"recipients": [{"id": "uni", "kind": "joint-controller", "label": "a university"}]}, "law": {"capacity": "controller"}}
	checks["gdpr-26-2"] == law.idle("nothing says that there are joint controllers") with input as {"notice": told, "law": {"capacity": "controller"}}
}

# children is a notice that speaks of the people under an age.
children(age, more) := noticing(object.union({"audiences": [{"id": "child", "label": "children", "covered": true, "age": {"under": age}}]}, more))

test_words_for_children if {
	law.passes("gdpr-12-1-child") with input as children(16, {"says": topical({"words-for-children"})})
	law.lacking("gdpr-12-1-child") == {"words-for-children"} with input as children(16, {})
	idle := law.idle("no audience is one of children")
	checks["gdpr-12-1-child"] == idle with input as children(21, {})
	checks["gdpr-12-1-child"] == idle with input.notice as {"audiences": [{"id": "child", "label": "children", "covered": false, "age": {"under": 16}}]}
}

test_new_purpose if {
	law.passes("gdpr-13-3") with input as saying([], {"purpose-added", "purpose-added-told"})
	law.lacking("gdpr-13-3") == {"purpose-added-told"} with input as saying([], {"purpose-added"})
	checks["gdpr-13-3"] == law.idle("nothing says that a purpose was added later") with input as saying([], {"purpose-added-told"})
}

test_compatible_purpose if {
	law.passes("gdpr-5-1-b") with input as saying([_use], {"purpose-added", "purpose-compatible"})
	law.lacking("gdpr-5-1-b") == {"purpose-compatible"} with input as saying([_use], {"purpose-added"})
	checks["gdpr-5-1-b"] == law.idle("nothing says that a purpose was added later") with input as saying([_use], {"purpose-compatible"})
}

# added is a notice of which an entry says that a purpose was added.
added(statements, entry) := noticing({"statements": statements, "says": [{"topic": "purpose-added", "entry": entry}]})

test_purpose_added_by_consent if {
	idle := law.idle("the added purpose rests on consent or on a legal obligation")
	every entry in ["a-use", "purpose.lessons"] {
		checks["gdpr-5-1-b"] == idle with input as added([using({"bases": ["agreed", "duty"]}), object.union(using({"bases": ["contract"]}), {"id": "other", "purposes": ["offers"]})], entry)
		law.lacking("gdpr-5-1-b") == {"purpose-compatible"} with input as added([using({"bases": ["agreed", "contract"]})], entry)
		law.lacking("gdpr-5-1-b") == {"purpose-compatible"} with input as added([object.remove(_use, ["bases"])], entry)
	}
}
