# METADATA
# title: Order
# description: The order in which the parts of a notice speak on one combination.
# related_resources:
# - README.md#8-order
package candor.order

import data.candor.bars
import data.candor.closures
import data.candor.issues
import data.candor.permits
import data.candor.question
import data.candor.scope

# METADATA
# title: Verdicts
# description: The verdict on every combination of the question.
# related_resources:
# - README.md#8-order
verdicts := [_verdict(combination) | some combination in question.combinations]

# METADATA
# title: Verdict
# description: The ruling of the first step that applies, with what was assumed along the way and the issues it touches.
# related_resources:
# - README.md#8-order
_verdict(combination) := object.union(ruling, {
	"assumed": ((ruling.assumed | scope.assumed(combination)) | bars.assumed(combination)),
	"issues": issues.touched(combination, ruling.reasons),
}) if {
	ruling := _ruling(combination)
}

# METADATA
# title: Ruling
# description: The steps of the order. The first that applies rules.
# scope: document
# related_resources:
# - README.md#8-order
_ruling(combination) := ruling if {
	ruling := scope.outside(combination)
} else := ruling if {
	ruling := scope.forbidden(combination)
} else := ruling if {
	ruling := bars.barred(combination)
} else := ruling if {
	ruling := issues.taken_back(combination)
} else := ruling if {
	ruling := permits.allowing(combination)
} else := ruling if {
	ruling := permits.blocking(combination)
} else := ruling if {
	ruling := closures.only(combination)
} else := ruling if {
	ruling := closures.closed(combination)
} else := ruling if {
	ruling := permits.uncovered(combination)
}
