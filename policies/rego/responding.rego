# METADATA
# title: Responding
# description: Whether a request is one for us, came the right way and not too often, and can still be answered in time.
# related_resources:
# - README.md#7-responding
package candor.responding

import data.candor.calendar
import data.candor.question

# METADATA
# title: Outcome
# description: The steps of a duty, in their order.
# scope: document
# related_resources:
# - README.md#7-responding
outcome(duty) := _blocked("held_by_other", {"detail": duty.held_by}, true, {}) if {
	duty.held_by != ""
} else := _blocked("wrong_channel", {"detail": question.asked.channel}, false, {}) if {
	_wrong_channel(duty)
} else := _blocked("too_often", {}, false, {}) if {
	_too_often(duty)
} else := _timed(calendar.end(question.asked.since[duty.clock], duty.within)) if {
	question.asked.since[duty.clock]
	duty.within
} else := {"open": true, "code": "permitted", "more": {}, "term": {}}

# METADATA
# title: Wrong channel
# description: The channel is stated, and none of those the notice names.
# related_resources:
# - README.md#7-responding
_wrong_channel(duty) if {
	question.asked.channel != ""
	not duty.via["*"]
	not duty.via[question.asked.channel]
}

# METADATA
# title: Too often
# description: An earlier request is so recent that another is not due yet.
# related_resources:
# - README.md#7-responding
_too_often(duty) if {
	some request in question.asked.earlier
	calendar.day(request) <= question.day
	calendar.end(request, duty.every).date > calendar.parts(question.on)
}

# METADATA
# title: Timed
# description: A duty whose deadline is known.
# scope: document
# related_resources:
# - README.md#7-responding
_timed(deadline) := _blocked("late", {"due": deadline.text}, true, {"due": deadline.text, "overdue": true}) if {
	calendar.after(question.on, deadline)
} else := {"open": true, "code": "permitted", "more": {"due": deadline.text}, "term": term} if {
	term := {"due": deadline.text, "overdue": false}
}

# METADATA
# title: Blocked
# description: The duty does not entitle, though it may owe something all the same.
# related_resources:
# - README.md#7-responding
_blocked(code, more, owes, term) := {
	"open": false, "code": code, "more": more,
	"missing": set(), "ending": set(),
	"owes": owes, "term": term,
}
