# METADATA
# title: Issues
# description: >
#   Contradictions and gaps the authors know of: which of them touch an answer, and what they take back.
# related_resources:
# - README.md#9-issues
package candor.issues

import data.candor.closures
import data.candor.permits
import data.candor.selectors
import data.candor_notices as notices

# METADATA
# title: Taken back
# description: >
#   The ruling when an issue that is read strictly sets a closing clause above all the
#   permits that are open.
# scope: document
# related_resources:
# - README.md#9-issues
taken_back(combination) := closures.closing_only(closing) if {
	count(_disputes(combination)) > 0
	closing := _taking_back(combination, closures.onlys(combination))
	count(closing) > 0
} else := closures.closing_clauses(closing) if {
	count(_disputes(combination)) > 0
	closing := _taking_back(combination, closures.clauses(combination))
	count(closing) > 0
}

# METADATA
# title: Taking back
# description: The clauses that an issue names together with every open permit. A permit takes nothing back from itself.
# related_resources:
# - README.md#9-issues
_taking_back(combination, statements) := [statement |
	some statement in statements
	not statement.reason.statement in _open(combination)
	_disputed(combination, statement.reason.statement)
]

# METADATA
# title: Disputed
# description: Some issue read strictly stands between the clause and every open permit.
# related_resources:
# - README.md#9-issues
_disputed(combination, clause) if {
	some issue in _disputes(combination)
	notices[input.notice].issues[issue].between[clause]
	every permit in _open(combination) {
		notices[input.notice].issues[issue].between[permit]
	}
}

# METADATA
# title: Open
# description: The ids of the open permits.
# related_resources:
# - README.md#9-issues
_open(combination) := {permit.id | some permit in permits.open(combination)}

# METADATA
# title: Disputes
# description: The issues that may take back an open permit.
# related_resources:
# - README.md#9-issues
_disputes(combination) := {issue | some permit in permits.open(combination); some issue in permit.disputed}

# METADATA
# title: Touched
# description: The issues that touch a combination or a statement among the reasons.
# scope: document
# related_resources:
# - README.md#9-issues
touched(combination, reasons) := (_selecting(combination) | _about(combination)) | _cited(reasons)

# METADATA
# title: Selecting
# description: The issues whose selectors are met.
# related_resources:
# - README.md#9-issues
_selecting(combination) := {id |
	some id in notices[input.notice].selecting
	selectors.all_met(notices[input.notice].issues[id].tests, combination)
}

# METADATA
# title: About
# description: The issues about something the combination has.
# related_resources:
# - README.md#9-issues
_about(combination) := {id |
	some field, rows in notices[input.notice].touched
	some id in rows[combination[field]]
}

# METADATA
# title: Cited
# description: The issues that name a statement among the reasons.
# related_resources:
# - README.md#9-issues
_cited(reasons) := {id |
	some reason in reasons
	some id in notices[input.notice].statements[reason[4].statement].issues
}
