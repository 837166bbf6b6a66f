package candor.laws["us-ca-student"]

import data.candor.law

test_what_is_said if {
	every check, topics in {
		"ca-49073-1-b-1": {"property-of-school"}, "ca-49073-1-b-8": {"ferpa"},
		"ca-49073-1-b-5": {"safeguards", "responsible-individuals"},
	} {
		law.passes(check) with input as law.saying(topics)
		every topic in topics {
			law.lacking(check) == {topic} with input as law.saying(topics - {topic})
		}
	}
}

test_content if {
	content := {"notice": {"categories": [{"id": "essays", "label": "essays", "class": "student-content"}]}}
	law.passes("ca-49073-1-b-2") with input as object.union(content, law.saying({"content-kept-by-pupil"}))
	law.lacking("ca-49073-1-b-2") == {"content-kept-by-pupil"} with input as content
	record := {"notice": {"categories": [{"id": "grades", "label": "grades", "class": "student-record"}]}}
	checks["ca-49073-1-b-2"] == law.idle("no category has the class student-content") with input as record
	not checks["ca-49073-1-b-2"] with input as law.saying({"content-kept-by-pupil"})
}

_only := {"id": "lessons", "kind": "use", "categories": ["student-data"], "purposes": ["lessons"], "only": "category"}

test_no_other_purposes if {
	law.passes("ca-49073-1-b-3") with input as law.school([_only])
	not law.passes("ca-49073-1-b-3") with input as law.school([object.remove(_only, ["only"])])
}

test_review_and_correction if {
	law.passes("ca-49073-1-b-4") with input as law.school([{"id": "see", "kind": "duty", "rights": ["access", "rectification"]}])
	law.lacking("ca-49073-1-b-4") == {"no duty has the data corrected"} with input as law.school([{"id": "see", "kind": "duty", "rights": ["access"]}])
}

test_unauthorized_disclosure if {
	law.passes("ca-49073-1-b-6") with input as law.school([{"id": "breach", "kind": "duty", "events": ["breach"], "owed": ["tell"]}])
	not law.passes("ca-49073-1-b-6") with input as law.school([{"id": "breach", "kind": "duty", "events": ["breach"]}])
}

test_end_of_contract if {
	end := {"id": "end", "kind": "duty", "events": ["contract-end"], "owed": ["delete"]}
	law.passes("ca-49073-1-b-7") with input as object.union(law.school([end]), law.saying({"end-certified"}))
	law.lacking("ca-49073-1-b-7") == {"end-certified"} with input as law.school([end])
	law.lacking("ca-49073-1-b-7") == {"no statement says what becomes of student data when the contract ends"} with input as law.saying({"end-certified"})
}

test_no_advertising if {
	law.passes("ca-49073-1-b-9") with input as law.school([{"id": "never", "kind": "bar", "purposes": ["ads"]}])
	law.lacking("ca-49073-1-b-9") == {"no bar forbids the use of all student data for targeted advertising"} with input as law.school([{"id": "never", "kind": "bar", "purposes": ["sale"]}])
}
