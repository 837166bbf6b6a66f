package candor.laws["eu-gdpr"]

import data.candor.law

_hosts := {"recipients": [
	{"id": "hosts", "kind": "processor", "label": "hosts", "members": ["cloud"]},
	{"id": "cloud", "kind": "processor", "label": "Example Cloud"},
	{"id": "mailer", "kind": "processor", "label": "Example Mail"},
	{"id": "partner", "kind": "partner", "label": "a partner"},
]}

# contracted is a notice with processors, in which an entry says a topic.
contracted(topic, entry) := {"notice": object.union(_hosts, {"says": [{"topic": topic, "entry": entry}]})}

_terms := {
	"gdpr-28-3-scope": "processor-scope",
	"gdpr-28-3-a": "processor-instructions",
	"gdpr-28-3-b": "processor-confidentiality",
	"gdpr-28-3-c": "processor-security",
	"gdpr-28-3-d": "processor-subprocessors",
	"gdpr-28-3-e": "processor-rights-help",
	"gdpr-28-3-f": "processor-breach-help",
	"gdpr-28-3-g": "processor-ending",
	"gdpr-28-3-h": "processor-audits",
}

test_terms if {
	every id, topic in _terms {
		law.passes(id) with input as contracted(topic, "note.contracts")
		law.lacking(id) == {topic} with input as contracted("other", "note.contracts")
		checks[id] == law.idle("no recipient is a processor") with input as {"notice": {}}
	}
}

test_terms_of_one_processor if {
	every entry in ["recipient.hosts", "recipient.cloud"] {
		law.lacking("gdpr-28-3-a") == {"nothing says this of the contract with this processor: Example Mail"} with input as contracted("processor-instructions", entry)
	}
	law.lacking("gdpr-28-3-a") == {"nothing says this of the contract with this processor: Example Cloud"} with input as contracted("processor-instructions", "recipient.mailer")
}

test_terms_of_one_processor_and_of_all if {
	law.passes("gdpr-28-3-a") with input.notice as object.union(_hosts, {"says": [
		{"topic": "processor-instructions", "entry": "recipient.mailer"},
		{"topic": "processor-instructions", "entry": "note.contracts"},
	]})
}

test_other_processors_allowed if {
	told := object.union(_hosts, {"says": topical({"subprocessors-allowed", "subprocessors-changes"})})
	law.passes("gdpr-28-2") with input.notice as told
	law.lacking("gdpr-28-2") == {"subprocessors-allowed", "subprocessors-changes"} with input.notice as _hosts
	checks["gdpr-28-2"] == law.idle("no recipient is another processor") with input.notice as {"recipients": []}
}

test_same_duties if {
	bound := {"recipients": [object.union(r, {"agreement": true}) | some r in _hosts.recipients]}
	law.passes("gdpr-28-4") with input.notice as bound
	law.lacking("gdpr-28-4") == {
		"no contract with the same duties is recorded for this processor: hosts",
		"no contract with the same duties is recorded for this processor: Example Mail",
	} with input.notice as _hosts
	checks["gdpr-28-4"] == law.idle("no recipient is another processor") with input.notice as {"recipients": []}
}
