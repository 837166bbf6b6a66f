# METADATA
# title: Reasons
# description: >
#   The grounds of an answer. A reason travels as an array that sorts as the answer
#   lists them: the step, the place of its statement in the notice, the code, the
#   detail, and last the reason itself.
# related_resources:
# - README.md#11-the-answer
package candor.reasons

import data.candor.messages
import data.candor_notices as notices

# METADATA
# title: Cite
# description: A reason that rests on a statement of the notice, with what the code adds to it.
# scope: document
# related_resources:
# - README.md#11-the-answer
cite(step, statement, code, more) := [step, statement.rank, code, "", notices[input.notice].reasons[statement.rank]] if {
	code == "permitted"
	count(more) == 0
} else := [step, statement.rank, code, object.get(more, "detail", ""), reason] if {
	reason := object.union_n([notices[input.notice].reasons[statement.rank], more, {"code": code}])
}

# METADATA
# title: Plain
# description: A reason of the notice that rests on no statement, in the engine's own words. It goes before those that do.
# scope: document
# related_resources:
# - README.md#11-the-answer
plain(step, code, detail) := [step, -1, code, detail, _own(code, "notice", detail)]

# METADATA
# title: Nothing
# description: The reason why what nothing in the notice reaches is not covered.
# related_resources:
# - README.md#8-order
nothing := {plain(8, "no_statement", "")}

# METADATA
# title: Engine
# description: A reason of the engine itself. It comes before all others.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
engine(code, detail) := [0, 0, code, detail, _own(code, "engine", detail)]

# METADATA
# title: Own
# description: A reason in the engine's own words. An empty detail is left out.
# scope: document
# related_resources:
# - README.md#11-the-answer
_own(code, source, detail) := {"code": code, "source": source, "text": messages.text(code)} if detail == ""

_own(code, source, detail) := {"code": code, "source": source, "text": messages.text(code), "detail": detail} if detail != ""
