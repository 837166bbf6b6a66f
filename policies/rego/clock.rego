# METADATA
# title: Clock
# description: >
#   The engine's own clock, and nothing else: this is the only file that reads it. It
#   tells whether the rules and the notice asked about are still fresh and which day it is where a question names
#   none. Where the engine cannot give the time, timed.rego puts what it was told in the
#   place of Seconds, from which the rest follows.
# related_resources:
# - README.md#1-reading-the-question
package candor.clock

import data.candor.calendar
import data.candor_notices as notices

# METADATA
# title: Seconds
# description: Whole seconds of Unix time.
# related_resources:
# - README.md#1-reading-the-question
seconds := calendar.quotient(time.now_ns(), 1000000000)

# METADATA
# title: Today
# description: The day it is in UTC, as an ISO date.
# related_resources:
# - README.md#1-reading-the-question
today := calendar.text(calendar.date(calendar.quotient(seconds, 86400) + calendar.epoch))

# METADATA
# title: Fresh
# description: >
#   The clock has not reached the end of the validity of the rules, nor of the notice
#   asked about, where there is one of that name. What does not say until when it holds
#   has expired; 0 says that it holds for good.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
fresh if {
	_ahead(notices[input.notice].bundle.until)
	_ahead(data.candor.data.bundle.until)
} else if {
	not _known
	_ahead(data.candor.data.bundle.until)
}

# METADATA
# title: Ahead
# description: An end that the clock has not reached.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
_ahead(until) if until == 0

_ahead(until) if seconds < until

# METADATA
# title: Known
# description: There is a notice of the name given.
# related_resources:
# - README.md#1-reading-the-question
_known if notices[input.notice].id
