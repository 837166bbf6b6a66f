# METADATA
# title: Question
# description: >
#   What is asked, laid out for the other rules: every field, stated or not, the facts
#   that hold for the whole question, and the leaves of the groups it names. Here, as in
#   the document, "" is what is not stated, an age of -1, and a class of 0.
# related_resources:
# - README.md#1-reading-the-question
# - README.md#2-groups
package candor.question

import data.candor.calendar
import data.candor.clock
import data.candor_notices as notices

# METADATA
# title: Unsaid
# description: A question that states nothing.
# related_resources:
# - README.md#1-reading-the-question
_unsaid := {
	"notice": "", "action": "", "categories": [], "purpose": "", "recipient": "", "audiences": [], "age": -1,
	"form": "", "basis": "", "right": "", "event": "", "channel": "", "role": "",
	"place": {"person": "", "customer": "", "host": "", "destination": ""},
	"gates": {}, "documents": {}, "since": {}, "earlier": [], "counts": {}, "on": "", "strict": true,
}

# METADATA
# title: Stated
# description: The question without what is null; undefined where it is no object.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
stated := input if {
	is_object(input)
	not null in input
} else := {field: value | some field, value in input; value != null} if is_object(input)

# METADATA
# title: Asked
# description: The question with every field.
# related_resources:
# - README.md#1-reading-the-question
asked := object.union(_unsaid, stated)

# METADATA
# title: Base
# description: >
#   The notice whose terms decide: that asked about, or one with the very same terms, where
#   they stand. Rules that are asked often look it up for themselves.
# related_resources:
# - README.md#1-reading-the-question
base := notices[input.notice].base

# METADATA
# title: On
# description: The date or instant asked about.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
on := asked.on if asked.on != ""

on := clock.today if asked.on == ""

# METADATA
# title: Day
# description: The day asked about.
# related_resources:
# - README.md#1-reading-the-question
day := calendar.day(on)

# METADATA
# title: Within
# description: For each place that is stated, itself and every region it lies in.
# related_resources:
# - README.md#3-selectors
within := {field: regions |
	some field, place in stated.place
	not place in {null, ""}
	country := split(place, "-")[0]
	regions := array.concat([place, country], object.get(data.candor.data.regions, country, []))
}

# METADATA
# title: Leaves
# description: >
#   The leaves of the categories, the purpose, the recipient and the audiences asked
#   about, each with its class in the indexes. A question that names something the notice
#   does not know has none.
# related_resources:
# - README.md#2-groups
leaves := [_categories, purposes, recipients, _audiences] if {
	of := base
	question := asked
	purpose := question.purpose
	recipient := question.recipient
	purposes := notices[of].known.purposes[purpose]
	recipients := notices[of].known.recipients[recipient]
}

# METADATA
# title: Categories
# description: Leaves of the categories asked about, or the one that is not stated.
# scope: document
# related_resources:
# - README.md#2-groups
_categories := notices[of].known.categories[id] if {
	[id] := asked.categories
	of := base
} else := {"": 0} if {
	asked.categories == []
} else := object.union_n(known) if {
	of := base
	ids := asked.categories
	is_array(ids)
	known := [leaves | some id in ids; leaves := notices[of].known.categories[id]]
	count(known) == count(ids)
}

# METADATA
# title: Audiences
# description: Leaves of the audiences asked about, or the one that is not stated.
# scope: document
# related_resources:
# - README.md#2-groups
_audiences := notices[of].known.audiences[id] if {
	[id] := asked.audiences
	of := base
} else := {"": 0} if {
	asked.audiences == []
} else := object.union_n(known) if {
	of := base
	ids := asked.audiences
	is_array(ids)
	known := [leaves | some id in ids; leaves := notices[of].known.audiences[id]]
	count(known) == count(ids)
}

# METADATA
# title: Size
# description: How many combinations the question unfolds into.
# related_resources:
# - README.md#2-groups
size := (count(categories) * count(purposes)) * (count(recipients) * count(audiences)) if {
	[categories, purposes, recipients, audiences] := leaves
}

# METADATA
# title: Combinations
# description: >
#   The combinations, each by its classes and a leaf of each class. Leaves of one class
#   are told apart by nothing, so that what holds for one of them holds for all.
# related_resources:
# - README.md#2-groups
combinations := [[leaf, [category, purpose, recipient, audience]] |
	of := base
	some [category, purpose, recipient, audience] in _classes
	leaf := {
		"category": notices[of].leaves.category[category], "purpose": notices[of].leaves.purpose[purpose],
		"recipient": notices[of].leaves.recipient[recipient], "audience": notices[of].leaves.audience[audience],
	}
]

# METADATA
# title: Classes
# description: The classes that the leaves of the question combine into.
# related_resources:
# - README.md#2-groups
_classes := {[category, purpose, recipient, audience] |
	[categories, purposes, recipients, audiences] := leaves
	some category in categories
	some purpose in purposes
	some recipient in recipients
	some audience in audiences
}
