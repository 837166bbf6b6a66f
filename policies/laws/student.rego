# Student data: what the laws of several states ask in the same words.
package candor.law

# METADATA
# title: Student data
# description: Ids of the categories that laws on student data are about.
# scope: document
student_data := of_class({"student", "student-record", "student-content", "directory"})

# METADATA
# title: Spared
# description: >
#   For each of some kinds of purposes, the bars that forbid it with all student data, or that there is none; and each
#   statement that uses student data for a purpose of the kinds that no bar names. Undefined without student data.
# scope: document
spared(kinds) := barring | _used_for(kinds) if {
	count(student_data) > 0
	barring := union({needs(bars(student_data, kind), _unbarred[kind]) | some kind in kinds})
}

# METADATA
# title: Unbarred
# description: The words where no bar forbids a kind of purpose.
# scope: document
_unbarred := {
	"advertising": "no bar forbids the use of all student data for targeted advertising",
	"sale": "no bar forbids the sale of all student data",
}

# METADATA
# title: Used for
# description: What is lacking at each statement that uses student data for a purpose of some kinds that no bar names.
# scope: document
_used_for(kinds) := union({lacks(s.id, sprintf("student data is used to %s", [concat(", or to ", sort(named))])) |
	some s in _student_uses
	named := {label("purpose", id) | some id in ((purposes(s) & of_kind(kinds)) - barred(student_data))}
	count(named) > 0
})

# METADATA
# title: Student uses
# description: The statements that permit something with student data that still tells whose it is, for some purpose.
# scope: document
_student_uses := [s | some s in permits(student_data); identifying(s); count(purposes(s)) > 0]

# METADATA
# title: Unprofiled
# description: >
#   The statements that use student data, where none of them makes a profile; what is lacking at each that does and that
#   no bar stops, and at each purpose of which nothing says what kind it is.
# scope: document
unprofiled := (met(ids(_student_uses)) | _used_for({"profiling"})) | kindless if {
	kindless := union({lacks(concat(".", ["purpose", id]), "nothing says of what kind this purpose is, for which student data is used") |
		some s in _student_uses
		some id in ((purposes(s) & of_no_kind) - barred(student_data))
	})
}

# METADATA
# title: Uncommercial
# description: Student data serves neither targeted advertising nor a profile and is not sold. Undefined without student data.
# scope: document
uncommercial := spared({"advertising", "sale"}) | unprofiled

# METADATA
# title: Erasing
# description: The duties that answer a request to delete student data, but for those that another body has to answer.
# scope: document
erasing := [s |
	some s in answering({"erasure"})
	not s.duty.heldBy
	count(categories(s) & student_data) > 0
]

# METADATA
# title: Reviewed
# description: The duties that let people review data, and those that have it corrected; what is lacking where there are none.
# scope: document
reviewed := review | correction if {
	review := needs(ids(answering({"access"})), "no duty lets anybody review the data")
	correction := needs(ids(answering({"rectification"})), "no duty has the data corrected")
}

# METADATA
# title: Informed
# description: >
#   For each category of student data, the statements that say what it is used for, and whether it is shared, while it
#   still tells whose it is.
# scope: document
informed := using | sharing if {
	using := each(student_data, {[id, s.id] | some s in _student_uses; s.kind == "use"; some id in categories(s)}, "nothing says what this is used for: %s")
	sharing := each(student_data, {[id, s.id] | some s in _sharing; identifying(s); some id in categories(s)}, "nothing says whether this is shared: %s")
}

# METADATA
# title: Sharing
# description: The statements that share data, and those that close sharing to whatever no statement permits or bar it altogether.
# scope: document
_sharing := array.concat(statements({"share"}), [s |
	some s in statements({"bar", "closed"})
	"share" in s.actions
	_ordinary(s)
	count({key | some key in ["purposes", "recipients", "when"]; s[key]}) == 0
])
