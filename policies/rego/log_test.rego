package candor.log_test

import data.candor.ask_test
import data.candor.log

_question := {
	"notice": "school", "action": "share", "categories": ["name"], "recipient": "host", "age": 8,
	"gates": {"agreed": {"on": "2026-01-02", "by": "person", "via": "a letter from Ada"}},
}

# What is left of an event once it is masked.
_masked(event) := {change.path: change.value |
	some change in log.mask with input as event
	change.op == "upsert"
}

test_only_what_is_listed_is_kept if {
	kept := _masked({"input": _question, "result": ask_test.answer(_question)})
	kept["/input"] == {"notice": "school", "action": "share"}
	kept["/result"].outcome == "allow_with_obligations"
	kept["/result"].reasons == [{"code": "permitted", "source": "notice", "statement": "hosting"}]
	object.keys(kept["/result"].bundle) == {"serial", "digest"}
	not contains(json.marshal(kept), "Ada")
}

test_unknown_words_are_not_kept if {
	question := {"notice": "Ada", "action": "eat", "categories": ["Ada"]}
	kept := _masked({"input": question, "result": ask_test.answer(question)})
	kept["/input"] == {}
	not contains(json.marshal(kept), "Ada")
}

test_what_is_no_question_or_answer_is_not_kept if {
	some event in [{}, {"input": "Ada"}, {"input": ["Ada"], "result": {"outcome": "Ada"}}, {"input": {"notice": {"Ada": 1}}, "result": true}]
	_masked(event) == {"/input": {}, "/result": {}}
}

test_nothing_of_the_engine_is_kept if {
	{"op": "remove", "path": "/nd_builtin_cache"} in log.mask with input as {}
}
