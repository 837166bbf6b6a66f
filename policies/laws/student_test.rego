package candor.law

_school := {
	"categories": [
		{"id": "student-data", "label": "student data", "class": "student", "members": ["scores", "essays"]},
		{"id": "scores", "label": "scores"},
		{"id": "essays", "label": "essays", "class": "student-content"},
		{"id": "payment", "label": "payment details"},
	],
	"purposes": [
		{"id": "sale", "label": "sell it", "kind": "sale"},
		{"id": "ads", "label": "choose advertising", "kind": "advertising"},
		{"id": "banners", "label": "show banners", "kind": "advertising"},
		{"id": "profile", "label": "make a profile", "kind": "profiling"},
		{"id": "lessons", "label": "give lessons", "kind": "service"},
		{"id": "vague", "label": "do more"},
	],
}

_school_stating(statements) := object.union(_school, {"statements": statements})

# school and saying are what checks see in the tests of packs on student data.
school(statements) := {"notice": _school_stating(statements)}

saying(topics) := {"notice": {"says": [{"topic": topic, "entry": "note.a"} | some topic in topics]}}

_barring(purposes) := {"id": "never", "kind": "bar", "categories": ["student-data"], "purposes": purposes}

_school_using(purpose) := {"id": concat("-", ["use", purpose]), "kind": "use", "categories": ["student-data"], "purposes": [purpose]}

test_student_data if student_data == {"student-data", "scores", "essays"} with input.notice as _school

test_spared if {
	spared({"advertising"}) == met({"never"}) with input.notice as _school_stating([_barring(["ads"]), _school_using("ads"), _school_using("lessons")])
	spared({"advertising"}) == met({"never"}) | lacks("use-banners", "student data is used to show banners") with input.notice as _school_stating([_barring(["ads"]), _school_using("banners")])
	spared({"sale"}) == lacks("", "no bar forbids the sale of all student data") with input.notice as _school_stating([_barring(["ads"])])
	spared({"advertising"}) == lacks("", "no bar forbids the use of all student data for targeted advertising") with input.notice as _school_stating([])
	not spared({"advertising"}) with input.notice as {"statements": [_barring(["ads"])]}
}

test_unprofiled if {
	unprofiled == met({"use-lessons"}) with input.notice as _school_stating([_school_using("lessons"), object.remove(_school_using("ads"), ["purposes"])])
	unprofiled == met({"use-profile"}) | lacks("use-profile", "student data is used to make a profile") with input.notice as _school_stating([_school_using("profile")])
	unprofiled == met({"use-profile"}) with input.notice as _school_stating([_school_using("profile"), _barring(["profile"])])
	unprofiled == met({"use-vague"}) | lacks("purpose.vague", "nothing says of what kind this purpose is, for which student data is used") with input.notice as _school_stating([_school_using("vague")])
	unprofiled == set() with input.notice as _school_stating([object.union(_school_using("profile"), {"forms": ["aggregated"]})])
}

test_uncommercial if {
	uncommercial == met({"never", "use-lessons"}) with input.notice as _school_stating([_barring(["ads", "sale"]), _school_using("lessons")])
	not uncommercial with input.notice as {}
}

_erase(more) := object.union({"id": "erase", "kind": "duty", "rights": ["erasure"]}, more)

test_erasing if {
	ids(erasing) == {"erase"} with input.notice as _school_stating([_erase({})])
	ids(erasing) == set() with input.notice as _school_stating([_erase({"duty": {"heldBy": "school"}})])
	ids(erasing) == set() with input.notice as _school_stating([_erase({"categories": ["payment"]})])
}

test_reviewed if {
	reviewed == met({"erase"}) with input.notice as _school_stating([_erase({"rights": ["access", "rectification"]})])
	reviewed == met({"erase"}) | lacks("", "no duty has the data corrected") with input.notice as _school_stating([_erase({"rights": ["access"]})])
	reviewed == met({"erase"}) | lacks("", "no duty lets anybody review the data") with input.notice as _school_stating([_erase({"rights": ["rectification"]})])
}

test_informed if {
	share := {"id": "share", "kind": "share", "categories": ["scores"]}
	closed := {"id": "closed", "kind": "closed", "actions": ["share"], "except": ["payment"]}
	informed == met({"use-lessons", "closed"}) with input.notice as _school_stating([_school_using("lessons"), closed])
	informed == met({"use-lessons", "share"}) | lacks("category.essays", "nothing says whether this is shared: essays") with input.notice as _school_stating([_school_using("lessons"), share, _barring(["ads"])])
	essays := object.union(_school_using("lessons"), {"categories": ["essays"]})
	informed == met({"use-lessons", "closed"}) | lacks("category.scores", "nothing says what this is used for: scores") with input.notice as _school_stating([essays, closed])
	figures := object.union(_school_using("lessons"), {"forms": ["aggregated"]})
	not {"met": "use-lessons"} in informed with input.notice as _school_stating([figures, closed])
	every more in [{"forms": ["aggregated"]}, {"purposes": ["ads"]}, {"recipients": ["partner"]}, {"when": ["weekdays"]}, {"actions": ["use"]}] {
		not {"met": "closed"} in informed with input.notice as _school_stating([object.union(closed, more)])
	}
}
