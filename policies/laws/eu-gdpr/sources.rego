# Sources: where data comes from, and what Arts. 13(2)(e) and 14 ask to be said of it.
package candor.laws["eu-gdpr"]

import data.candor.law

# METADATA
# title: Whether data has to be given
# description: >
#   The notice says whether people have to give data by law or by contract, and what follows if they do not.
# custom:
#   citation: GDPR Art. 13(2)(e)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   says:
#     data-required: which data has to be given by law or by contract, or that none has
#     data-not-given: what follows if data is not given
#   help: write voluntary = true at a source from which people may choose not to give data, and say the rest in a note
#   right: |
#     [[note]]
#     id      = "required"
#     section = "collection"
#     text    = "The contract requires your name and address. Without them we cannot deliver."
#     says    = ["data-required", "data-not-given"]
checks["gdpr-13-2-e"] := law.idle("no data comes from people themselves") if {
	count(input.notice.sources) > 0
	count(_asked) == 0
} else := law.either({concat(".", ["source", s.id]) | some s in _asked}, {"data-required"}) | law.said({"data-not-given"}) if {
	count(_asked) > 0
	every s in _asked {
		s.voluntary
	}
} else := law.said({"data-required", "data-not-given"})

# METADATA
# title: Asked
# description: The sources that are the people themselves.
_asked := [s | some s in input.notice.sources; s.kind == "person"]

# METADATA
# title: Kinds of data from others
# description: Of data that comes from others the notice says which kinds there are.
# custom:
#   citation: GDPR Art. 14(1)(d)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: nothing says which data comes from others
#   help: write the categories at the source
#   wrong: |
#     [source.partners]
#     kind  = "third-party"
#     label = "from partners"
#   right: |
#     [source.partners]
#     kind       = "third-party"
#     label      = "from partners"
#     categories = ["contact"]
checks["gdpr-14-1-d"] := union({_kinds(s) | some s in _others}) if {
	count(_others) > 0
} else := law.idle("no source is another than the people themselves")

# METADATA
# title: Kinds
# description: Whether a source says which data comes from it.
# scope: document
_kinds(source) := law.met({concat(".", ["source", source.id])}) if {
	count(source.categories) > 0
} else := law.lacks(concat(".", ["source", source.id]), sprintf("nothing says which data comes from there: %s", [source.label]))

# METADATA
# title: Others
# description: The sources that are not the people themselves.
_others := [s | some s in input.notice.sources; s.kind in {"third-party", "public", "customer"}]

# METADATA
# title: Indirect
# description: Ids of the categories that come from others.
_indirect := {id | some s in _others; some id in law.supplies(s)}

# METADATA
# title: Direct
# description: Ids of the categories that come from people themselves, or of which no source is named.
_direct := {id |
	some s in input.notice.sources
	not s in _others
	some id in law.supplies(s)
} | ({c.id | some c in input.notice.categories} - _indirect)

# METADATA
# title: Where data from others comes from
# description: Of each kind of data the notice says where it comes from, and whether the source is open to the public.
# custom:
#   citation: GDPR Art. 14(2)(f)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   missing: no source is named, so that nothing can be said of data that comes from others
#   help: write a source with the category, of the kind public where everybody can read it
#   wrong: |
#     [[use]]
#     id         = "sales"
#     categories = ["profiles"]
#   right: |
#     [source.registers]
#     kind       = "public"
#     label      = "from the commercial register"
#     categories = ["profiles"]
checks["gdpr-14-2-f"] := law.idle("no source is another than the people themselves") if {
	count(input.notice.sources) > 0
	count(_others) == 0
} else := law.met({concat(".", ["source", s.id]) | some s in _others}) | law.of_each(law.held - {category | some s in input.notice.sources; some category in law.supplies(s)}, "nothing says where this comes from: %s") if {
	count(_others) > 0
}

# METADATA
# title: When people are told of data from others
# description: Of data that comes from others people are told within a month, when they are first written to, or when it is first disclosed.
# custom:
#   citation: GDPR Art. 14(3)
#   severity: error
#   capacity: [controller, joint-controller]
#   source: [S1]
#   rules: [gdpr-r-inform-indirect]
#   says:
#     told-of-source: by when people are told of data that comes from others
#   help: write a duty with event = "collection" and within = "P1M" or less
#   right: |
#     [[duty]]
#     id     = "tell"
#     event  = "collection"
#     within = "P1M"
checks["gdpr-14-3"] := law.either({s.id | some s in law.upon({"collection"}); law.at_most(s, 31)}, {"told-of-source"}) if {
	count(_others) > 0
} else := law.idle("no source is another than the people themselves")
