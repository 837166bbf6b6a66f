# METADATA
# title: Allow
# description: The decision without its reasons and obligations, to see what those cost. It takes nothing back and assumes freely.
package candor.bench

import data.candor.bars
import data.candor.clock
import data.candor.faults
import data.candor.permits
import data.candor.question
import data.candor.selectors
import data.candor_notices as notices

default allow := false

allow if {
	clock.fresh
	faults.none
	question.size <= 1000
	notice := input.notice
	action := input.action
	[categories, purposes, recipients, audiences] := question.leaves
	allowed := [1 |
		some category_leaf, category in categories
		some purpose_leaf, purpose in purposes
		some recipient_leaf, recipient in recipients
		some audience_leaf, audience in audiences
		leaf := {"category": category_leaf, "purpose": purpose_leaf, "recipient": recipient_leaf, "audience": audience_leaf}
		bars.standing(leaf, [category, purpose, recipient, audience]).met == []
		found := notices[notice].permits.lists[notices[notice].rows[notices[notice].rows[notices[notice].rows[notices[notice].permits.starts[action][category]][purpose]][recipient]][audience]]
		_opens(leaf, array.concat(found, permits.answering))
	]
	count(allowed) == question.size
}

_opens(leaf, places) if {
	notice := input.notice
	some place in places
	permit := notices[notice].statements[place]
	[test | some test in permit.tests; selectors.state(test.kind, test, leaf) != "met"] == []
	permits.result(permit, leaf).state == "open"
}
