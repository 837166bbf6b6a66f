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
#   The verdict on every combination of the question, by a leaf of each of its classes,
#   the bars that stand, the permits whose tests are met and the issues that may touch it.
#   Where rows of an index lead is written out, here and below, as selectors.reached
#   says it: calling that took a tenth of a decision.
# related_resources:
# - README.md#8-order
verdicts := [verdict |
	base := notices[input.notice].base
	action := input.action
	some [leaf, [category, purpose, recipient, audience]] in question.combinations
	barring := notices[base].rows[notices[base].rows[notices[base].rows[notices[base].bars.starts[action][category]][purpose]][recipient]][audience]
	found := notices[base].permits.lists[notices[base].rows[notices[base].rows[notices[base].rows[notices[base].permits.starts[action][category]][purpose]][recipient]][audience]]
	touching := notices[base].touched.lists[notices[base].rows[notices[base].rows[notices[base].rows[notices[base].touched.starts[action][category]][purpose]][recipient]][audience]]
	reaching := [permit |
		some place in array.concat(found, permits.answering)
		permit := notices[base].statements[place]
		[test | some test in permit.tests; not selectors.met(test.kind, test, leaf)] == []
	]
	touched := {id |
		some [id, tests] in touching
		[test | some test in tests; not selectors.met(test.kind, test, leaf)] == []
	}
	verdict := _verdict(leaf, [category, purpose, recipient, audience], bars.standing(barring, leaf.audience), reaching, touched)
]

# METADATA
# title: Verdict
# description: >
#   The ruling of the first step that applies, with what was assumed along the way and
#   the issues it touches. Where nothing stands in the way, which is what most questions
#   come to, that is found in one go: the notice covers the audience whatever else is
#   so, no document can speak and no bar does, and either the document says what every
#   permit that reaches the combination comes to with the gates that are open, or there
#   is no statement. The steps, which are asked otherwise, come to the same.
# scope: document
# related_resources:
# - README.md#8-order
_verdict(leaf, class, standing, reaching, touched) := {
	"outcome": "allow",
	"reasons": {[4, permit.rank, "permitted", "", notices[notice].reasons[permit.rank]] | some permit in reaching},
	"owed": {[obligation.rank, id, 1, "", obligation.fragment] |
		some debtor in array.concat([to], array.concat(grants, there))
		some id in debtor.owed
		obligation := notices[base].obligations[id]
	},
	"missing": set(),
	"assumed": (standing.assumed | {words |
		some grant in grants
		some gate, words in grant.unused
		not gates.stated(gate)
	}),
	"bases": {basis | some grant in grants; some basis in grant.bases},
	"issues": (touched | {id | some permit in reaching; some id in permit.issues}),
} if {
	reaching[0]
	standing.met == []
	asked := question.asked
	asked.documents == {}
	asked.basis == ""
	notice := input.notice
	base := notices[notice].base
	notices[base].scope[leaf.audience].always
	open := gates.open
	grants := [permit.grant | some permit in reaching; permit.grant.plain; object.remove(permit.grant.gates, open) == {}]
	count(grants) == count(reaching)
	to := notices[base].recipients[leaf.recipient]
	to.gates == []
	there := [addendum |
		some addendum in notices[base].addenda
		[test | some test in addendum.tests; not selectors.met(test.kind, test, leaf)] == []
	]
} else := {
	"outcome": "not_covered",
	"reasons": reasons.nothing,
	"owed": set(),
	"missing": set(),
	"assumed": standing.assumed,
	"bases": set(),
	"issues": touched,
} if {
	reaching == []
	standing.met == []
	question.asked.documents == {}
	base := notices[input.notice].base
	action := input.action
	[category, purpose, recipient, audience] := class
	notices[base].scope[leaf.audience].always
	0 == notices[base].rows[notices[base].rows[notices[base].rows[notices[base].only.starts[action][category]][purpose]][recipient]][audience]
	0 == notices[base].rows[notices[base].rows[notices[base].rows[notices[base].closed.starts[action][category]][purpose]][recipient]][audience]
} else := object.union(ruling, {
	"assumed": ((ruling.assumed | standing.assumed) | scope.assumed(leaf.audience)),
	"issues": (touched | issues.cited(ruling.reasons)),
}) if {
	ruling := _ruling(leaf, class, standing, reaching)
}

# METADATA
# title: Ruling
# description: The steps of the order down to the bars. The first that applies rules.
# scope: document
# related_resources:
# - README.md#8-order
_ruling(leaf, class, standing, reaching) := ruling if {
	not notices[question.base].scope[leaf.audience].always
	ruling := scope.outside(leaf.audience)
} else := ruling if {
	question.asked.documents != {}
	ruling := scope.forbidden(leaf)
} else := bars.barred(standing.met) if {
	standing.met[0]
} else := _weighed(leaf, class, [result | some permit in reaching; result := permits.result(permit, leaf)])

# METADATA
# title: Weighed
# description: The steps from the permits on, by what each of them comes to.
# scope: document
# related_resources:
# - README.md#8-order
# - README.md#9-issues
_weighed(leaf, class, results) := ruling if {
	open := [result | some result in results; result.state == "open"]
	open[0]
	ruling := _opened(leaf, class, open)
} else := ruling if {
	results[0]
	ruling := permits.blocking(results)
} else := closures.closing_only(statements) if {
	statements := closures.onlys(leaf, class)
	statements[0]
} else := closures.closing_clauses(statements) if {
	statements := closures.clauses(leaf, class)
	statements[0]
} else := permits.uncovered(results)

# METADATA
# title: Opened
# description: Permits that are open allow, unless an issue takes that back.
# scope: document
# related_resources:
# - README.md#8-order
# - README.md#9-issues
_opened(leaf, class, open) := ruling if {
	[issue | some result in open; some issue in result.permit.disputed][0]
	ruling := issues.taken_back(open, leaf, class)
} else := permits.allowing(open)
