# METADATA
# title: Obligations
# description: >
#   What is owed. An obligation travels as an array that sorts as the answer lists
#   them: its place in the notice, its id, 1 if it has no due day, the due day, and last
#   the obligation itself; so the first of each id is the one to keep.
# related_resources:
# - README.md#11-the-answer
package candor.obligations

import data.candor.question
import data.candor_notices as notices

# METADATA
# title: Owed
# description: The obligations of the given ids, with the due day they share.
# related_resources:
# - README.md#5-permits
owed(ids, term) := {entry |
	some id in ids
	entry := entry_of(notices[question.base].obligations[id], term)
}

# METADATA
# title: Entry
# description: One obligation under its term, which is empty or has a due day and says whether that is over.
# scope: document
# related_resources:
# - README.md#11-the-answer
entry_of(obligation, term) := [obligation.rank, obligation.fragment.id, 1, "", obligation.fragment] if count(term) == 0

entry_of(obligation, term) := [obligation.rank, obligation.fragment.id, 0, term.due, owed_by] if {
	count(term) > 0
	owed_by := object.union(obligation.fragment, term)
}

# METADATA
# title: Listed
# description: Each obligation once, in the order of the answer.
# scope: document
# related_resources:
# - README.md#11-the-answer
listed(entries) := [entry[4] |
	some entry in sort(entries)
	[other | some other in entries; other[1] == entry[1]; other < entry] == []
]
