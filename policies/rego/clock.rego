# METADATA
# title: Clock
# description: >
#   The engine's own clock, and nothing else: this is the only file that reads it. It
#   tells whether the policy is still fresh and which day it is where a question names
#   none. Where the engine cannot give the time, timed.rego puts what it was told in the
#   place of Seconds, from which the rest follows.
# related_resources:
# - README.md#1-reading-the-question
package candor.clock

import data.candor.calendar

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
# title: Expired
# description: >
#   The clock has reached the end of the policy's validity. A policy that does not
#   say until when it holds has expired; 0 says that it holds for good.
# related_resources:
# - README.md#1-reading-the-question
expired if not _fresh

# METADATA
# title: Fresh
# description: The policy says until when it holds, and the clock has not reached that.
# related_resources:
# - README.md#1-reading-the-question
_fresh if data.candor.data.bundle.until == 0

_fresh if seconds < data.candor.data.bundle.until
