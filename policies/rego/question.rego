# METADATA
# title: Question
# description: >
#   What is asked, laid out for the other rules: only what is stated, the facts that
#   hold for the whole question, and one combination for each leaf of each group it
#   names. A field that is not stated is "" in a combination, an age -1.
# related_resources:
# - README.md#1-reading-the-question
# - README.md#2-groups
package candor.question

import data.candor.calendar
import data.candor.clock
import data.candor_notices as notices

# METADATA
# title: Asked
# description: The question without what is null; nothing where it is no object.
# related_resources:
# - README.md#1-reading-the-question
asked := {field: value |
	is_object(input)
	some field, value in input
	value != null
}

# METADATA
# title: Acts
# description: >
#   By gate, what the question says of the act the gate is named for: true, false, or
#   an object of what is stated.
# related_resources:
# - README.md#4-gates
acts := {id: act | some id, entry in asked.gates; act := _act(entry)}

# METADATA
# title: Act
# description: One entry of the question's gates. null says nothing.
# scope: document
# related_resources:
# - README.md#4-gates
_act(entry) := entry if is_boolean(entry)

_act(entry) := {field: value | some field, value in entry; _given(value)} if is_object(entry)

# METADATA
# title: Given
# description: A text that says something.
# related_resources:
# - README.md#1-reading-the-question
_given(value) if not value in {null, ""}

# METADATA
# title: On
# description: The date or instant asked about.
# scope: document
# related_resources:
# - README.md#1-reading-the-question
on := asked.on if _on_stated

on := clock.today if not _on_stated

# METADATA
# title: On stated
# description: The question says which day it is about.
# related_resources:
# - README.md#1-reading-the-question
_on_stated if asked.on != ""

# METADATA
# title: Day
# description: The day asked about.
# related_resources:
# - README.md#1-reading-the-question
day := calendar.day(on)

# METADATA
# title: Strict
# description: Assumptions deny, unless the question says otherwise.
# related_resources:
# - README.md#10-strict
strict if not _lenient

# METADATA
# title: Lenient
# description: The question asks for an answer although it leaves things open.
# related_resources:
# - README.md#10-strict
_lenient if asked.strict == false

# METADATA
# title: Places
# description: The places that are stated.
# related_resources:
# - README.md#3-selectors
_places := {field: value | some field, value in asked.place; value != null}

# METADATA
# title: Within
# description: For each place that is stated, itself and every region it lies in.
# related_resources:
# - README.md#3-selectors
within[field] := array.concat([place, country], object.get(data.candor.data.regions, country, [])) if {
	some field, place in _places
	place != ""
	country := split(place, "-")[0]
}

# METADATA
# title: Nothing
# description: The facts of a question that states nothing.
# related_resources:
# - README.md#3-selectors
_nothing := {
	"form": "", "role": "", "right": "", "event": "", "age": -1,
	"person": "", "customer": "", "host": "", "destination": "",
}

# METADATA
# title: Facts
# description: What holds for every combination of the question.
# related_resources:
# - README.md#3-selectors
_facts := object.union_n([_nothing, _places, object.filter(asked, ["action", "form", "role", "right", "event", "age"])])

# METADATA
# title: Categories
# description: Leaves of the categories asked about; "" where there are none.
# scope: document
# related_resources:
# - README.md#2-groups
_categories := {leaf | some id in asked.categories; some leaf in notices[input.notice].known.categories[id]} if {
	count(asked.categories) > 0
} else := {""}

# METADATA
# title: Audiences
# description: Leaves of the audiences asked about; "" where there are none.
# scope: document
# related_resources:
# - README.md#2-groups
_audiences := {leaf | some id in asked.audiences; some leaf in notices[input.notice].known.audiences[id]} if {
	count(asked.audiences) > 0
} else := {""}

# METADATA
# title: Purposes
# description: Leaves of the purpose asked about; "" where there is none.
# scope: document
# related_resources:
# - README.md#2-groups
_purposes := leaves if {
	leaves := notices[input.notice].known.purposes[asked.purpose]
} else := [""]

# METADATA
# title: Recipients
# description: Leaves of the recipient asked about; "" where there is none.
# scope: document
# related_resources:
# - README.md#2-groups
_recipients := leaves if {
	leaves := notices[input.notice].known.recipients[asked.recipient]
} else := [""]

# METADATA
# title: Size
# description: How many combinations the question unfolds into.
# related_resources:
# - README.md#2-groups
size := product([count(_categories), count(_audiences), count(_purposes), count(_recipients)])

# METADATA
# title: Combinations
# description: >
#   The question once for every combination of leaves. A list that was named but has
#   no leaf leaves none, which decides nothing and so denies.
# related_resources:
# - README.md#2-groups
combinations := [object.union(_facts, leaves) |
	some category in _categories
	some purpose in _purposes
	some recipient in _recipients
	some audience in _audiences
	leaves := {"category": category, "purpose": purpose, "recipient": recipient, "audience": audience}
]
