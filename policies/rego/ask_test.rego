# METADATA
# title: Ask
# description: What the tests of the rules share. They ask the notice of testdata/workspace.
package candor.ask_test

# METADATA
# title: Answer
# description: The answer to a question about the school's notice, on 21 November 2026 and not strict unless it says so.
answer(question) := decision if {
	asked := object.union({"notice": "school", "action": "use", "strict": false, "on": "2026-11-21"}, question)
	decision := data.candor.decision with input as asked with time.now_ns as 1795219200000000000
}

# METADATA
# title: Codes
# description: An outcome with its reasons as code, statement and detail.
codes(question) := array.concat([decided.outcome], [grounds |
	some reason in decided.reasons
	grounds := concat(" ", [part | some field in ["code", "statement", "detail"]; part := reason[field]])
]) if {
	decided := answer(question)
}

# METADATA
# title: Owed
# description: The ids of what is owed.
owed(question) := [obligation.id | some obligation in answer(question).obligations]
