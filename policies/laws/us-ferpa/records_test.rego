package candor.laws["us-ferpa"]

import data.candor.law

_vocabulary := {
	"categories": [
		{"id": "grades", "label": "grades", "class": "student-record"},
		{"id": "payment", "label": "payment details"},
	],
	"purposes": [
		{"id": "lessons", "label": "give lessons", "kind": "service"},
		{"id": "promotion", "label": "promote", "kind": "marketing"},
		{"id": "ads", "label": "choose advertising", "kind": "advertising"},
		{"id": "sale", "label": "sell it", "kind": "sale"},
		{"id": "profiles", "label": "make profiles", "kind": "profiling"},
		{"id": "study", "label": "study learning", "kind": "research"},
	],
	"recipients": [
		{"id": "host", "kind": "processor", "label": "Example Cloud"},
		{"id": "publisher", "kind": "partner", "label": "Example Books", "agreement": true},
		{"id": "court", "kind": "authority", "label": "a court"},
	],
	"gates": [
		{"id": "unsubscribed", "kind": "opt-out"},
		{"id": "agreed", "kind": "consent"},
		{"id": "known", "kind": "fact"},
	],
}

with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

saying(topics) := {"notice": {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

_use(purposes) := {"id": "a-use", "kind": "use", "categories": ["grades"], "purposes": purposes}

test_what_is_said_alone if {
	every check, topic in {
		"ferpa-31-function": "institutional-service", "ferpa-31-control": "school-controls-data",
		"ferpa-31-redisclosure": "no-redisclosure", "ferpa-31-access": "access-by-need",
		"ferpa-7-annual": "annual-notice", "ferpa-5-transfer": "rights-at-18",
	} {
		law.passes(check) with input as saying({topic})
		law.lacking(check) == {topic} with input as saying({"safeguards"})
	}
}

test_purpose if {
	law.passes("ferpa-33-purpose") with input as with_statements([_use(["lessons"])])
	every purpose in ["promotion", "ads", "sale", "profiles"] {
		count(law.lacking("ferpa-33-purpose")) == 1 with input as with_statements([_use(["lessons", purpose])])
	}
	law.lacking("ferpa-33-purpose") == {"education records are used to choose advertising, or to promote, for which no school discloses them"} with input as with_statements([_use(["promotion", "ads"])])
	law.lacking("ferpa-33-purpose") == {"nothing says what education records are used for"} with input as with_statements([_use([])])
}

test_anonymous_records if {
	law.passes("ferpa-33-purpose") with input as with_statements([_use(["lessons"]), object.union(_use(["ads"]), {"id": "ads", "forms": ["aggregated"]})])
}

test_purpose_of_other_data if {
	law.passes("ferpa-33-purpose") with input as with_statements([_use(["lessons"]), {"id": "pay", "kind": "use", "categories": ["payment"], "purposes": ["promotion"]}])
	not law.passes("ferpa-33-purpose") with input as with_statements([])
	not law.passes("ferpa-33-purpose") with input as with_statements([{"id": "keep", "kind": "keep", "categories": ["grades"]}])
}

_share(recipient) := {"id": "a-share", "kind": "share", "categories": ["grades"], "purposes": ["lessons"], "recipients": [recipient]}

test_onward if {
	law.passes("ferpa-33-subs") with input as with_statements([_share("publisher")])
	law.lacking("ferpa-33-subs") == {"nothing binds Example Cloud to act for the school as we do"} with input as with_statements([_share("host")])
	checks["ferpa-33-subs"] == law.idle("no statement permits to pass education records on") with input as with_statements([_share("court"), object.union(_share("host"), {"categories": ["payment"]})])
}

_inspect(period) := with_statements([{"id": "inspect", "kind": "duty", "rights": ["access"], "duty": {"within": period}}])

test_inspection if {
	law.passes("ferpa-10-access") with input as _inspect("P45D")
	law.lacking("ferpa-10-access") == {"nobody has to answer within 45 days when a parent or a student asks to inspect the records"} with input as _inspect("P46D")
	not law.passes("ferpa-10-access") with input as with_statements([])
}

test_amendment if {
	law.passes("ferpa-20-amend") with input as with_statements([{"id": "amend", "kind": "duty", "rights": ["rectification"]}])
	not law.passes("ferpa-20-amend") with input as with_statements([{"id": "copy", "kind": "duty", "rights": ["access"]}])
}

_directory := {"categories": [{"id": "names", "label": "names", "class": "directory"}]}

test_directory if {
	law.passes("ferpa-37-directory") with input.notice as object.union(_directory, saying({"directory-opt-out"}).notice)
	law.lacking("ferpa-37-directory") == {"directory-opt-out"} with input.notice as _directory
	checks["ferpa-37-directory"] == law.idle("no category has the class directory") with input as with_statements([])
}

test_studies if {
	law.lacking("ferpa-6-studies") == {"study-agreement"} with input as with_statements([_use(["study"])])
	law.passes("ferpa-6-studies") with input.notice as object.union(with_statements([_use(["study"])]).notice, saying({"study-agreement"}).notice)
	checks["ferpa-6-studies"] == law.idle("no statement permits research with education records") with input as with_statements([_use(["lessons"])])
}

test_no_class_is_no_pass if {
	every check in ["ferpa-33-purpose", "ferpa-33-subs", "ferpa-6-studies", "ppra-c-marketing"] {
		count({r | some r in checks[check]}) == 0 with input as {"notice": {"categories": [{"id": "grades", "label": "grades"}], "statements": [_use(["lessons"])]}}
	}
}
