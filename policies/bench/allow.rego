# METADATA
# title: Allow
# description: The decision without its reasons and obligations, to see what those cost. It takes nothing back and assumes freely.
package candor.bench

import data.candor.bars
import data.candor.clock
import data.candor.faults
import data.candor.gates
import data.candor.permits
import data.candor.question
import data.candor.selectors
import data.candor_notices as notices

default allow := false

allow if {
	clock.fresh
	faults.none
	question.size <= 1000
	base := notices[input.notice].base
	action := input.action
	allowed := [1 |
		some [leaf, [category, purpose, recipient, audience]] in question.combinations
		barring := notices[base].rows[notices[base].rows[notices[base].rows[notices[base].bars.starts[action][category]][purpose]][recipient]][audience]
		bars.standing(barring, leaf.audience).met == []
		found := notices[base].permits.lists[notices[base].rows[notices[base].rows[notices[base].rows[notices[base].permits.starts[action][category]][purpose]][recipient]][audience]]
		_opens(leaf, array.concat(found, permits.answering))
	]
	count(allowed) == count(question.combinations)
}

_opens(leaf, places) if {
	base := notices[input.notice].base
	some place in places
	permit := notices[base].statements[place]
	[test | some test in permit.tests; not selectors.met(test.kind, test, leaf)] == []
	_open(permit, leaf)
}

_open(permit, leaf) if {
	question.asked.basis == ""
	notices[question.base].recipients[leaf.recipient].gates == []
	object.remove(permit.grant.gates, gates.open) == {}
} else if {
	permits.result(permit, leaf).state == "open"
}
