# METADATA
# title: Library of law packs
# description: >
#   What checks are made of. A check is a set of results: an entry that meets the demand, something that is
#   lacking, a topic that nothing says, or why the demand does not arise. An empty set is not met.
# related_resources:
# - README.md#helpers
package candor.law

# METADATA
# title: Met
# description: The entries, by statement id or kind.id, meet the demand.
# scope: document
met(entries) := {{"met": entry} | some entry in entries}

# METADATA
# title: Lacks
# description: The demand is not met at an entry, "" for the notice as a whole; the words make a finding's message.
# scope: document
lacks(entry, words) := {{"entry": entry, "lacks": words}}

# METADATA
# title: Idle
# description: The demand does not arise, and why.
# scope: document
idle(words) := {{"idle": words}}

# METADATA
# title: Needs
# description: The entries meet the demand; where there are none, the notice as a whole lacks it.
# scope: document
needs(entries, _) := met(entries) if count(entries) > 0

needs(entries, words) := lacks("", words) if count(entries) == 0

# METADATA
# title: Each
# description: >
#   For each of the categories that have no members, the entries paired with it as [category, entry], or that there are
#   none (%s is the label).
# scope: document
each(held, pairs, words) := told | untold if {
	each_held := leaves(held)
	told := {{"met": entry} | some [id, entry] in pairs; id in each_held}
	untold := {{"entry": concat(".", ["category", id]), "lacks": sprintf(words, [label("category", id)])} |
		some id in (each_held - {id | some [id, _] in pairs})
	}
}

# METADATA
# title: Said
# description: Which entries say each of the topics, and which topics nothing says. The METADATA of the check explains each topic under says.
# scope: document
said(topics) := told | untold if {
	told := {{"met": s.entry} | some s in input.notice.says; s.topic in topics}
	untold := {{"unsaid": topic} | some topic in topics; not says(topic)}
}

# METADATA
# title: Says
# description: Some entry says the topic.
says(topic) if {
	some s in input.notice.says
	s.topic == topic
}

# METADATA
# title: Of class
# description: Ids of the categories of some classes, by their own class or that of a group above them.
# scope: document
of_class(classes) := {id | some [id, class] in _classed; class in classes}

# METADATA
# title: Of kind
# description: Ids of the purposes of some kinds, by their own kind or that of a group above them.
# scope: document
of_kind(kinds) := {id | some [id, kind] in _sorted; kind in kinds}

# METADATA
# title: Of no kind
# description: Ids of the purposes of which nothing says what kind they are.
# scope: document
of_no_kind := {p.id | some p in input.notice.purposes} - {id | some [id, _] in _sorted}

# METADATA
# title: Classed
# description: Every category with each of its classes.
# scope: document
_classed := {[c.id, c.class] | some c in input.notice.categories} | {[member, c.class] |
	some c in input.notice.categories
	some member in c.members
}

# METADATA
# title: Sorted
# description: Every purpose with each of its kinds.
# scope: document
_sorted := {[p.id, p.kind] | some p in input.notice.purposes} | {[member, p.kind] |
	some p in input.notice.purposes
	some member in p.members
}

# METADATA
# title: Leaves
# description: Those of the categories that have no members.
# scope: document
leaves(ids) := {id | some id in ids; id in _leaves}

# METADATA
# title: Leaves
# description: Ids of all categories that have no members.
# scope: document
_leaves := {c.id | some c in input.notice.categories; count(object.get(c, "members", [])) == 0}

# METADATA
# title: Label
# description: The words of an entry, by its kind, "category" or "purpose", and its id, which an entry of another kind may have as well.
# scope: document
label(kind, id) := _labels[kind][id]

# METADATA
# title: Labels
# description: The words of every category and purpose.
# scope: document
_labels := {
	"category": {c.id: c.label | some c in object.get(input.notice, "categories", [])},
	"purpose": {p.id: p.label | some p in object.get(input.notice, "purposes", [])},
}

# METADATA
# title: Vocabularies
# description: What statements name in groups.
# scope: document
_vocabularies := {"categories", "purposes", "recipients"}

# METADATA
# title: Categories
# description: Ids of the categories that a statement reaches, groups with all below them; all categories where it names none.
# scope: document
categories(statement) := _reaches[statement].categories

# METADATA
# title: Purposes
# description: Ids of the purposes that a statement names, groups with all below them; none where it names none.
# scope: document
purposes(statement) := _reaches[statement].purposes

# METADATA
# title: Recipients
# description: Ids of the recipients that a statement names, groups with all below them; none where it names none.
# scope: document
recipients(statement) := _reaches[statement].recipients

# METADATA
# title: Audiences
# description: Ids of the audiences that a statement names, groups with all below them; none where it names none, for it is about everyone.
# scope: document
audiences(statement) := _reaches[statement].audiences

# METADATA
# title: Reaches
# description: What every statement reaches, by the statement, found once for all checks.
# scope: document
_reaches := {s: reached |
	some s in input.notice.statements
	reached := {
		"categories": _named(s) - _below("categories", object.get(s, "except", [])),
		"purposes": ({id | some id in s.purposes} | {member | some id in s.purposes; some member in _members.purposes[id]}),
		"recipients": ({id | some id in s.recipients} | {member | some id in s.recipients; some member in _members.recipients[id]}),
		"audiences": ({id | some id in s.audiences} | {member | some id in s.audiences; some member in _members.audiences[id]}),
	}
}

# METADATA
# title: Every
# description: Ids of all categories.
# scope: document
_every := {c.id | some c in input.notice.categories}

# METADATA
# title: Named
# description: Ids of the categories that a statement names with all below them, or of all categories where it names none.
# scope: document
_named(statement) := _below("categories", statement.categories) if {
	statement.categories[0]
} else := _every

# METADATA
# title: Below
# description: Ids with everything below them.
# scope: document
_below(key, ids) := {id | some id in ids} | {member | some id in ids; some member in _members[key][id]}

# METADATA
# title: Members
# description: Everything below every category, purpose, recipient and audience that has members.
# scope: document
_members := {key: {e.id: e.members | some e in input.notice[key]; e.members[0]} | some key in (_vocabularies | {"audiences"})}

# METADATA
# title: Statements
# description: The statements of some kinds. Only those that count under the law are in the input.
# scope: document
statements(kinds) := [s | some s in input.notice.statements; s.kind in kinds]

# METADATA
# title: Permits
# description: The statements that permit something with one of the categories.
# scope: document
permits(ids) := [s | some s in statements({"use", "share", "keep"}); count(categories(s) & ids) > 0]

# METADATA
# title: Bars
# description: >
#   Ids of the bars that forbid a kind of purpose with all of the categories, for everybody and whatever happens: a bar
#   for some people, recipients or ages, or one that something lifts, is none.
# scope: document
bars(ids, kind) := {s.id |
	some s in _absolute(ids)
	_forbids(s, kind)
}

# METADATA
# title: Barred
# description: Ids of the purposes that such a bar forbids with all of the categories.
# scope: document
barred(ids) := {purpose |
	some s in _absolute(ids)
	some purpose in purposes(s)
}

# METADATA
# title: Absolute
# description: The bars that forbid something with all of the categories, for everybody and whatever happens.
# scope: document
_absolute(ids) := [s |
	some s in statements({"bar"})
	count(ids - categories(s)) == 0
	_ordinary(s)
	count({key | some key in ["when", "unless", "age", "forms", "roles", "audiences", "recipients", "where"]; s[key]}) == 0
]

# METADATA
# title: Ordinary
# description: A statement is about using or sharing data, and not only about answering people.
_ordinary(statement) if {
	count({action | some action in object.get(statement, "actions", ["use"])} & {"use", "share"}) > 0
	count({key | some key in ["rights", "events"]; statement[key]}) == 0
}

# METADATA
# title: Forbids
# description: A bar names a purpose of the kind, or no purpose at all and so any.
_forbids(bar, kind) if count(purposes(bar) & of_kind({kind})) > 0

_forbids(bar, _) if count(object.get(bar, "purposes", [])) == 0

# METADATA
# title: Duties of a right
# description: The duties that answer one of the rights.
# scope: document
answering(rights) := [s | some s in statements({"duty"}); some right in s.rights; right in rights]

# METADATA
# title: Duties at an event
# description: The duties that one of the events calls for.
# scope: document
upon(events) := [s | some s in statements({"duty"}); some event in s.events; event in events]

# METADATA
# title: Owing
# description: Ids of the duties that owe something at one of the events.
# scope: document
owing(events) := {s.id | some s in upon(events); count(s.owed) > 0}

# METADATA
# title: Ids
# description: The ids of statements.
# scope: document
ids(statements) := {s.id | some s in statements}

# METADATA
# title: Contacts
# description: References to the contacts for a use that can be reached.
# scope: document
contacts(use) := {concat(".", ["contact", c.id]) |
	some c in input.notice.contacts
	use in c.for
	_reachable(c)
}

# METADATA
# title: Reachable
# description: The contact has an address of some sort that is not masked.
_reachable(contact) if contact.email

_reachable(contact) if contact.phone

_reachable(contact) if contact.url

_reachable(contact) if count(contact.address) > 0

# METADATA
# title: Of recipient kind
# description: The recipients of some kinds.
# scope: document
of_recipient_kind(kinds) := [r | some r in input.notice.recipients; r.kind in kinds]

# METADATA
# title: Receiving
# description: Those of the recipients of some kinds, groups left out, that some of the statements name.
# scope: document
receiving(statements, kinds) := [r |
	some r in of_recipient_kind(kinds)
	count(object.get(r, "members", [])) == 0
	some s in statements
	r.id in recipients(s)
]

# METADATA
# title: Third parties
# description: Ids of the recipients that are no processors, and neither staff, users, the public, authorities nor advisers.
# scope: document
third_parties := {r.id | some r in of_recipient_kind({"controller", "joint-controller", "affiliate", "partner", "acquirer", "other"})}

# METADATA
# title: Choice
# description: >
#   A statement holds only by the choice of people: a gate of the kind consent, opt-out or objection stands at it or at
#   each of its bases.
choice(statement) if {
	some gate in statement.gates
	gate in _choices
}

choice(statement) if {
	bases := [b | some b in input.notice.bases; b.id in statement.bases]
	count(bases) > 0
	every b in bases {
		count({g.id | some g in b.gates} & _choices) > 0
	}
}

# METADATA
# title: Choices
# description: The gates with which people choose.
_choices := {g.id | some g in input.notice.gates; g.kind in {"opt-out", "objection", "consent"}}

# METADATA
# title: Contracts
# description: The documents that are contracts.
# scope: document
contracts := [d | some d in input.notice.documents; d["with"]]

# METADATA
# title: At most
# description: A duty has a deadline of at most so many calendar days, months counted at their longest and business days with their weekends.
at_most(duty, days) if _days(duty.duty.within) <= days

# METADATA
# title: Days
# description: The most calendar days a period can take. A period without a figure has none.
# scope: document
_days(period) := sum(days) + (_hours(period) / 24) if {
	startswith(period, "P")
	days := [n |
		some part in regex.find_all_string_submatch_n(`(\d+)([YMWD])`, split(period, "T")[0], -1)
		n := _unit[part[2]] * to_number(part[1])
	]
}

_days(period) := to_number(n) + (2 * floor((to_number(n) + 4) / 5)) if {
	some suffix in [" business day", " business days"]
	endswith(period, suffix)
	n := split(period, " ")[0]
}

# METADATA
# title: Unit
# description: The most calendar days of a unit.
# scope: document
_unit := {"D": 1, "M": 31, "W": 7, "Y": 366}

# METADATA
# title: Hours
# description: The hours of a period.
# scope: document
_hours(period) := sum([n |
	some part in regex.find_all_string_submatch_n(`(\d+)H`, period, -1)
	n := to_number(part[1])
])

# METADATA
# title: Deadline
# description: The duties that have a deadline of at most so many days; where none has, what each of them lacks.
# scope: document
deadline(duties, days, words) := met(timely) if {
	timely := {s.id | some s in duties; at_most(s, days)}
	count(timely) > 0
} else := union({lacks(s.id, words) | some s in duties})

# METADATA
# title: Either
# description: The entries that meet the demand by what they are, or else those that say so.
# scope: document
either(entries, _) := met(entries) if count(entries) > 0

either(entries, topics) := said(topics) if count(entries) == 0

# METADATA
# title: Shown
# description: Results for entries that show what is demanded; where there are none, or a topic is said, what is said.
# scope: document
shown(results, topics) := results if {
	count(results) > 0
	count({topic | some topic in topics; says(topic)}) == 0
} else := said(topics)

# METADATA
# title: Bound
# description: For each recipient, whether an agreement binds it or a group above it. What is lacking is told of groups, not of their members again.
# scope: document
bound(recipients, words) := told | untold if {
	free := [r | some r in recipients; not _agreed(r)]
	below := {member | some r in free; some member in r.members}
	told := {{"met": concat(".", ["recipient", r.id])} | some r in recipients; _agreed(r)}
	untold := {{"entry": concat(".", ["recipient", r.id]), "lacks": sprintf(words, [r.label])} |
		some r in free
		not r.id in below
	}
}

# METADATA
# title: Agreed
# description: An agreement binds the recipient or a group above it.
_agreed(recipient) if recipient.agreement

_agreed(recipient) if {
	some group in input.notice.recipients
	group.agreement
	recipient.id in group.members
}

# METADATA
# title: Closing
# description: Ids of the statements that close some of the categories to what no statement permits.
# scope: document
closing(held) := only | closed if {
	only := {s.id | some s in permits(held); s.only in {"category", "basis"}}
	closed := {s.id | some s in statements({"closed"}); _ordinary(s); count(categories(s) & held) > 0}
}

# METADATA
# title: Ending
# description: Ids of the statements that say what is owed when the contract ends, or what becomes of some of the categories then.
# scope: document
ending(held) := owing({"contract-end"}) | keeping if {
	keeping := {s.id |
		some s in permits(held)
		s.keep.from == "contract-end"
		count(s.keep.then) > 0
	}
}

# METADATA
# title: Identifying
# description: A statement is not about anonymous or aggregated data alone.
# scope: document
identifying(statement) if count(object.get(statement, "forms", [])) == 0

identifying(statement) if {
	some form in statement.forms
	not form in {"anonymous", "aggregated", "de-identified"}
}

# METADATA
# title: Bases
# description: The kinds of the legal bases that a statement names.
bases(statement) := {b.kind | some b in input.notice.bases; b.id in statement.bases}

# METADATA
# title: Limited
# description: A keep has a period, or lasts while a fact holds or a gate is open.
limited(keep) if keep.keep.period != "unstated"

limited(keep) if count(keep.gates) > 0

limited(keep) if keep.keep.while

# METADATA
# title: Secured
# description: For each recipient, whether safeguards or gates are named under which data goes there.
secured(recipients, words) := union({_secured(r, words) | some r in recipients})

# METADATA
# title: Secured recipient
# description: Whether safeguards or gates are named for a recipient.
# scope: document
_secured(recipient, words) := met({concat(".", ["recipient", recipient.id])}) if {
	count(object.get(recipient, "safeguards", [])) + count(object.get(recipient, "gates", [])) > 0
} else := lacks(concat(".", ["recipient", recipient.id]), sprintf(words, [recipient.label]))

# METADATA
# title: Supplies
# description: Ids of the categories that come from a source, groups with all below them; all categories where it names none.
# scope: document
supplies(source) := _below("categories", {c.id | some c in source.categories}) if {
	count(source.categories) > 0
} else := _every

# METADATA
# title: Processing
# description: The statements that permit a use or disclosure of more than anonymous data.
# scope: document
processing := [s | some s in statements({"use", "share"}); identifying(s)]

# METADATA
# title: Held
# description: Ids of the categories without members that sources and statements name which say that data is there.
# scope: document
held := leaves({id | some s in _naming; some id in categories(s)} | {id |
	some source in input.notice.sources
	count(source.categories) > 0
	some id in supplies(source)
})

# METADATA
# title: Naming
# description: The statements that permit something with data that they name.
# scope: document
_naming := [s |
	some s in statements({"use", "share", "keep"})
	identifying(s)
	count(object.get(s, "categories", [])) > 0
]

# METADATA
# title: Explained
# description: Ids of the categories of which some statement says what they are used for.
# scope: document
explained := {id | some s in processing; count(purposes(s)) > 0; some id in categories(s)}

# METADATA
# title: Keeping
# description: The statements that say how long data is kept, or what decides it.
# scope: document
keeping := [s | some s in statements({"keep"}); limited(s)]

# METADATA
# title: Kept
# description: Ids of the categories of which some statement says how long they are kept.
# scope: document
kept := {id | some s in keeping; some id in categories(s)}

# METADATA
# title: Partly kept
# description: >
#   Results: what is lacking of pairs of a category and a purpose, where something says how long the category is kept and
#   nothing does for this purpose.
# scope: document
partly_kept(pairs) := union({lacks(concat(".", ["category", category]), sprintf("nothing says how long this is kept for this purpose: %s; %s", [label("category", category), label("purpose", purpose)])) |
	some [category, purpose] in pairs
	category in kept
	not [category, purpose] in _kept_for
})

# METADATA
# title: Kept for
# description: Every category with each purpose for which some statement says how long it is kept; a statement that names no purpose is about all.
_kept_for := {[category, purpose] |
	some s in keeping
	ends := {p.id | some p in input.notice.purposes; count(object.get(s, "purposes", [])) == 0} | purposes(s)
	some category in categories(s)
	some purpose in ends
}

# METADATA
# title: Of each
# description: What each of some categories lacks; the words end in %s for its label.
# scope: document
of_each(ids, words) := union({lacks(concat(".", ["category", id]), sprintf(words, [label("category", id)])) | some id in ids})

# METADATA
# title: Gates
# description: Ids of the gates of a statement and of its bases.
gates(statement) := {id | some id in statement.gates} | {g.id | some b in input.notice.bases; b.id in statement.bases; some g in b.gates}

# METADATA
# title: Explicit
# description: A statement needs consent that is given expressly.
explicit(statement) if {
	some g in input.notice.gates
	g.kind == "consent"
	g.strength in {"explicit", "written", "signed", "verified"}
	g.id in gates(statement)
}

# METADATA
# title: Channel
# description: A duty says how it is asked for.
channel(duty) if count(duty.duty.via) > 0

channel(duty) if duty.duty.contact

# METADATA
# title: Withdrawing
# description: The duties and gates that say how consent is withdrawn.
# scope: document
withdrawing := {s.id | some s in answering({"withdraw-consent"}); channel(s)} | {concat(".", ["gate", g.id]) |
	some g in input.notice.gates
	g.kind == "consent"
	count(g.withdraw) > 0
}

# METADATA
# title: Consented
# description: Something in the notice rests on consent.
consented if {
	some s in processing
	"consent" in bases(s)
}

consented if {
	some g in input.notice.gates
	g.kind == "consent"
}

# METADATA
# title: Updated
# description: The notice says when it was last updated.
updated if {
	input.notice.updated
	input.notice.updated != "none"
}

# METADATA
# title: Yearly
# description: >
#   Whether the notice was last updated within 12 months, as precisely as that day is known; empty where it says nothing
#   of that day.
# scope: document
default yearly := set()

yearly := met({"notice"}) if {
	updated
	not _outdated
}

yearly := lacks("", sprintf("the notice was last updated more than 12 months ago: %s", [input.notice.updated])) if {
	updated
	_outdated
}

# METADATA
# title: Outdated
# description: A year has passed since the notice was last updated. On no day in particular nobody can tell.
_outdated if {
	input.law.on != "none"
	substring(input.law.on, 0, count(_year_later)) > _year_later
}

# METADATA
# title: Year later
# description: The day, month or year a year after the notice was last updated.
_year_later := concat("", [sprintf("%d", [to_number(substring(day, 0, 4)) + 1]), substring(day, 4, -1)]) if day := input.notice.updated

# METADATA
# title: Unsorted
# description: >
#   Ids of the statements that permit to share data with third parties and whose purpose is not named or has no kind, so
#   that nobody can tell whether they are a sale.
# scope: document
unsorted := {s.id |
	some s in processing
	s.kind == "share"
	count(recipients(s) & third_parties) > 0
	_unsaid(s)
}

# METADATA
# title: Unsaid
# description: A statement names no purpose, or one of no kind.
_unsaid(statement) if count(purposes(statement)) == 0

_unsaid(statement) if count(purposes(statement) & of_no_kind) > 0
