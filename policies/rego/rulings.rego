# METADATA
# title: Rulings
# description: What a step of the order says of one combination.
# related_resources:
# - README.md#8-order
package candor.rulings

# METADATA
# title: Silence
# description: The parts of a ruling that a step leaves out.
# related_resources:
# - README.md#8-order
_silence := {"owed": set(), "missing": set(), "assumed": set(), "bases": set()}

# METADATA
# title: Ruling
# description: >
#   An outcome with its reasons, and what the step has to say besides: what is owed,
#   missing and assumed, and the bases relied on.
# related_resources:
# - README.md#8-order
ruling(outcome, reasons, besides) := object.union_n([_silence, besides, {"outcome": outcome, "reasons": reasons}])
