# METADATA
# title: Issues
# description: >
#   Contradictions and gaps the authors know of: which of them touch an answer, and what they take back.
# related_resources:
# - README.md#9-issues
package candor.issues

import data.candor.closures
import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Taken back
# description: >
#   The ruling when an issue that is read strictly sets a closing clause above all the
#   permits that are open.
# scope: document
# related_resources:
# - README.md#9-issues
taken_back(open, leaf, class) := closures.closing_only(closing) if {
	count(_disputes(open)) > 0
	closing := _taking_back(open, closures.onlys(leaf, class))
	count(closing) > 0
} else := closures.closing_clauses(closing) if {
	count(_disputes(open)) > 0
	closing := _taking_back(open, closures.clauses(leaf, class))
	count(closing) > 0
}

# METADATA
# title: Disputes
# description: The issues that may take back an open permit.
# related_resources:
# - README.md#9-issues
_disputes(open) := {issue | some result in open; some issue in result.permit.disputed}

# METADATA
# title: Taking back
# description: The clauses that an issue names together with every open permit. A permit takes nothing back from itself.
# related_resources:
# - README.md#9-issues
_taking_back(open, statements) := [statement |
	permits := {result.permit.id | some result in open}
	some statement in statements
	not statement.id in permits
	_disputed(_disputes(open), statement.id, permits)
]

# METADATA
# title: Disputed
# description: Some issue read strictly stands between the clause and every open permit.
# related_resources:
# - README.md#9-issues
_disputed(disputes, clause, permits) if {
	some issue in disputes
	notices[question.base].issues[issue].between[clause]
	every permit in permits {
		notices[question.base].issues[issue].between[permit]
	}
}

# METADATA
# title: Cited
# description: The issues that name a statement among the reasons.
# related_resources:
# - README.md#9-issues
cited(reasons) := {id |
	some [_, place, _, _, _] in reasons
	some id in notices[question.base].statements[place].issues
}
