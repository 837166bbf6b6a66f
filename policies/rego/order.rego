# METADATA
# title: Order
# description: The order in which the parts of a notice speak on one combination.
# related_resources:
# - README.md#8-order
package candor.order

import data.candor.bars
import data.candor.closures
import data.candor.gates
import data.candor.issues
import data.candor.permits
import data.candor.question
import data.candor.reasons
import data.candor.scope
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Verdicts
# description: >
#   The verdict on every combination of the question, each by its leaves, their classes
#   in the indexes, the bars that may reach it and the permits that do.
# related_resources:
# - README.md#8-order
verdicts := [verdict |
	notice := input.notice
	action := input.action
	[categories, purposes, recipients, audiences] := question.leaves
	some category_leaf, category in categories
	some purpose_leaf, purpose in purposes
	some recipient_leaf, recipient in recipients
	some audience_leaf, audience in audiences
	leaf := {"category": category_leaf, "purpose": purpose_leaf, "recipient": recipient_leaf, "audience": audience_leaf}
	found := notices[notice].permits.lists[notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].permits.starts[action][category]][purpose]][recipient]][audience]]
	permitting := [permit |
		some place in array.concat(found, permits.answering)
		permit := notices[notice].statements[place]
		[test | some test in permit.tests; selectors.state(test.kind, test, leaf) != "met"] == []
	]
	class := [category, purpose, recipient, audience]
	verdict := _verdict(leaf, class, bars.standing(leaf, class), permitting)
]

# METADATA
# title: Verdict
# description: >
#   The ruling of the first step that applies, with what was assumed along the way and
#   the issues it touches. Where nothing stands in the way, which is what most questions
#   come to, that is found in one go: the notice covers the audience whatever else is
#   so, no document can speak and no bar does, and either every permit that reaches the
#   combination is open and has no test of its own, or no statement does. The steps,
#   which are asked otherwise, come to the same.
# scope: document
# related_resources:
# - README.md#8-order
_verdict(leaf, [category, purpose, recipient, audience], standing, permitting) := {
	"outcome": "allow",
	"reasons": {[4, permit.rank, "permitted", "", permit.reason] | some [permit, _] in open},
	"owed": ({[obligation.rank, id, 1, "", obligation.fragment] |
		some who in array.concat([to], there)
		some id in who.owed
		obligation := notices[notice].obligations[id]
	} | {[obligation.rank, id, 1, "", obligation.fragment] |
		some each in open
		some who in each
		some id in who.owed
		obligation := notices[notice].obligations[id]
	}),
	"missing": set(),
	"assumed": (standing.assumed | {words | named != {}; some words in gates.unused(named)}),
	"bases": {[permit.rank, basis.id] | some [permit, basis] in open; basis.id != ""},
	"issues": ({id | some [permit, _] in open; some id in permit.issues} | {id |
		some [id, tests] in notices[notice].touched.lists[touched]
		[test | some test in tests; selectors.state(test.kind, test, leaf) != "met"] == []
	}),
} if {
	permitting != []
	asked := question.asked
	asked.documents == {}
	notice := input.notice
	notices[notice].scope[leaf.audience].always
	standing.met == []
	unlocked := gates.open
	open := [[permit, basis] |
		some permit in permitting
		permit.plain
		object.remove(permit.when, unlocked) == {}
		basis := [basis | some basis in permit.bases; asked.basis in {"", basis.id, basis.kind}; object.remove(basis.gates, unlocked) == {}][0]
	]
	count(open) == count(permitting)
	to := notices[notice].recipients[leaf.recipient]
	to.gates == []
	named := object.union_n([who.gates | some each in open; some who in each])
	object.remove(named, unlocked) == {}
	there := [addendum | some addendum in notices[notice].addenda; selectors.all_met(addendum.tests, leaf)]
	action := input.action
	touched := notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].touched.starts[action][category]][purpose]][recipient]][audience]
} else := {
	"outcome": "not_covered",
	"reasons": reasons.nothing,
	"owed": set(),
	"missing": set(),
	"assumed": standing.assumed,
	"bases": set(),
	"issues": {id |
		some [id, tests] in notices[notice].touched.lists[touched]
		[test | some test in tests; selectors.state(test.kind, test, leaf) != "met"] == []
	},
} if {
	permitting == []
	question.asked.documents == {}
	notice := input.notice
	action := input.action
	0 == notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].only.starts[action][category]][purpose]][recipient]][audience]
	0 == notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].closed.starts[action][category]][purpose]][recipient]][audience]
	notices[notice].scope[leaf.audience].always
	standing.met == []
	touched := notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].touched.starts[action][category]][purpose]][recipient]][audience]
} else := object.union(ruling, {
	"assumed": ((ruling.assumed | scope.assumed(leaf.audience)) | standing.assumed),
	"issues": (issues.cited(ruling.reasons) | {id |
		some [id, tests] in notices[notice].touched.lists[touched]
		[test | some test in tests; selectors.state(test.kind, test, leaf) != "met"] == []
	}),
}) if {
	notice := input.notice
	action := input.action
	touched := notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].touched.starts[action][category]][purpose]][recipient]][audience]
	ruling := _ruling(leaf, [category, purpose, recipient, audience], standing, permitting)
}

# METADATA
# title: Ruling
# description: The steps of the order down to the bars. The first that applies rules.
# scope: document
# related_resources:
# - README.md#8-order
_ruling(leaf, class, standing, permitting) := ruling if {
	notices[input.notice].scope[leaf.audience].always == false
	ruling := scope.outside(leaf.audience)
} else := ruling if {
	question.asked.documents != {}
	ruling := scope.forbidden(leaf)
} else := ruling if {
	standing.met != []
	ruling := bars.barred(standing.met)
} else := _permission(leaf, class, [result | some permit in permitting; result := permits.result(permit, leaf)])

# METADATA
# title: Permission
# description: The steps that follow, by what the permits come to.
# scope: document
# related_resources:
# - README.md#8-order
# - README.md#9-issues
_permission(leaf, class, results) := ruling if {
	open := [result | some result in results; result.state == "open"]
	set() != {issue | some result in open; some issue in result.permit.disputed}
	ruling := issues.taken_back(open, leaf, class)
} else := ruling if {
	open := [result | some result in results; result.state == "open"]
	open != []
	ruling := permits.allowing(open)
} else := ruling if {
	results != []
	ruling := permits.blocking(results)
} else := closures.closing_only(statements) if {
	statements := closures.onlys(leaf, class)
	statements != []
} else := closures.closing_clauses(statements) if {
	statements := closures.clauses(leaf, class)
	statements != []
} else := permits.uncovered(results)
