package candor.law

# passes and lacking are how tests of packs ask what a check found; one that is
# undefined has found nothing.
passes(id) if {
	some pack
	some result in data.candor.laws[pack].checks[id]
	result.met
	count(lacking(id)) == 0
}

lacking(id) := {words | some pack; some result in data.candor.laws[pack].checks[id]; words := result.lacks} | {topic | some pack; some result in data.candor.laws[pack].checks[id]; topic := result.unsaid}

_notice := {
	"categories": [
		{"id": "student-data", "label": "student data", "class": "student", "members": ["essays"]},
		{"id": "essays", "label": "essays", "within": [{"id": "student-data"}]},
		{"id": "payment", "label": "payment details"},
	],
	"purposes": [
		{"id": "promotion", "label": "promote", "kind": "marketing", "members": ["newsletter"]},
		{"id": "newsletter", "label": "send a newsletter"},
		{"id": "lessons", "label": "give lessons"},
	],
	"recipients": [
		{"id": "hosts", "kind": "processor", "label": "hosts", "agreement": true, "members": ["cloud"]},
		{"id": "cloud", "kind": "processor", "label": "Example Cloud"},
		{"id": "mailer", "kind": "processor", "label": "Example Mail"},
	],
	"contacts": [
		{"id": "post", "for": ["rights"], "address": ["1 High Street"]},
		{"id": "web", "for": ["rights"], "url": "https://example.org"},
		{"id": "call", "for": ["rights"], "phone": "1"},
		{"id": "masked", "for": ["rights"], "masked": "p***@example.org"},
		{"id": "mail", "for": ["support"], "email": "a@example.org"},
	],
	"says": [{"topic": "training", "entry": "note.staff"}],
	"statements": [
		{"id": "some-use", "kind": "use", "categories": ["student-data"], "purposes": ["promotion"], "recipients": ["hosts"]},
		{"id": "any-use", "kind": "use"},
		{"id": "other-use", "kind": "use", "categories": ["payment"]},
		{"id": "no-marketing", "kind": "bar", "categories": ["student-data"], "purposes": ["newsletter"]},
		{"id": "nothing", "kind": "bar", "except": ["payment"]},
		{"id": "narrow", "kind": "bar", "categories": ["essays"], "purposes": ["newsletter"]},
		{"id": "copy", "kind": "duty", "rights": ["access"], "duty": {"within": "P1M"}},
		{"id": "breach", "kind": "duty", "events": ["breach"], "duty": {"within": "PT72H"}},
	],
}

test_said if {
	said({"training", "encryption"}) == {{"met": "note.staff"}, {"unsaid": "encryption"}} with input.notice as _notice
}

test_said_nothing if said({"training"}) == {{"unsaid": "training"}} with input.notice as {}

test_needs if {
	needs({"a"}, "nothing") == {{"met": "a"}}
	needs(set(), "nothing") == {{"entry": "", "lacks": "nothing"}}
}

test_each if {
	pairs := {["student-data", "all"], ["essays", "some"]}
	each({"student-data", "essays", "payment"}, pairs, "nothing: %s") == {{"met": "some"}, {"entry": "category.payment", "lacks": "nothing: payment details"}} with input.notice as _notice
}

test_owing if {
	duty := {"id": "tell", "kind": "duty", "events": ["breach"], "owed": ["tell"]}
	owing({"breach"}) == {"tell"} with input.notice as _with(duty)
	owing({"breach"}) == set() with input.notice as _with(object.union(duty, {"owed": []}))
}

test_receiving if {
	{r.id | some r in receiving(statements({"use"}), {"processor"})} == {"cloud"} with input.notice as _notice
	receiving(statements({"use"}), {"partner"}) == [] with input.notice as _notice
}

test_of_class_reaches_members if of_class({"student"}) == {"student-data", "essays"} with input.notice as _notice

test_of_kind_reaches_members if of_kind({"marketing"}) == {"promotion", "newsletter"} with input.notice as _notice

test_of_no_kind if of_no_kind == {"lessons"} with input.notice as _notice

test_leaves if leaves({"student-data", "essays"}) == {"essays"} with input.notice as _notice

test_labels if {
	label("category", "essays") == "essays" with input.notice as _notice
	label("purpose", "lessons") == "give lessons" with input.notice as _notice
}

test_labels_of_one_id_in_two_kinds if {
	orders := object.union(_notice, {"categories": [{"id": "orders", "label": "your orders"}], "purposes": [{"id": "orders", "label": "deliver your orders"}]})
	label("category", "orders") == "your orders" with input.notice as orders
	label("purpose", "orders") == "deliver your orders" with input.notice as orders
}

test_categories if {
	categories({"categories": ["student-data"]}) == {"student-data", "essays"} with input.notice as _with({"categories": ["student-data"]})
	categories({"categories": ["student-data"], "except": ["essays"]}) == {"student-data"} with input.notice as _with({"categories": ["student-data"], "except": ["essays"]})
	categories({}) == {"student-data", "essays", "payment"} with input.notice as _with({})
	categories({"except": ["student-data"]}) == {"payment"} with input.notice as _with({"except": ["student-data"]})
}

test_audiences if {
	notice := {"audiences": [{"id": "student", "members": ["child"]}, {"id": "child"}], "statements": [{"audiences": ["student"]}, {}]}
	audiences({"audiences": ["student"]}) == {"student", "child"} with input.notice as notice
	audiences({}) == set() with input.notice as notice
}

test_purposes_and_recipients if {
	purposes({"purposes": ["promotion"]}) == {"promotion", "newsletter"} with input.notice as _with({"purposes": ["promotion"]})
	purposes({}) == set() with input.notice as _with({})
	recipients({"recipients": ["hosts"]}) == {"hosts", "cloud"} with input.notice as _with({"recipients": ["hosts"]})
}

test_permits if ids(permits({"essays"})) == {"some-use", "any-use"} with input.notice as _notice

test_bars if bars({"student-data", "essays"}, "marketing") == {"no-marketing", "nothing"} with input.notice as _notice

_never(more) := object.union({"id": "never", "kind": "bar", "actions": ["use"], "categories": ["essays"], "purposes": ["newsletter"]}, more)

_with(statement) := object.union(_notice, {"statements": [statement]})

test_a_bar_under_conditions_is_none if {
	bars({"essays"}, "marketing") == {"never"} with input.notice as _with(_never({}))
	barred({"essays"}) == {"newsletter"} with input.notice as _with(_never({}))
	every more in [
		{"when": ["weekdays"]}, {"unless": ["asked"]}, {"age": {"under": 13}}, {"forms": ["hashed"]}, {"roles": ["processor"]}, {"audiences": ["pupils"]},
		{"recipients": ["hosts"]}, {"where": {"person": ["US-CA"]}}, {"rights": ["access"]}, {"events": ["breach"]}, {"actions": ["respond"]},
	] {
		bars({"essays"}, "marketing") == set() with input.notice as _with(_never(more))
		barred({"essays"}) == set() with input.notice as _with(_never(more))
	}
}

test_bars_of_another_kind if bars({"student-data"}, "sale") == {"nothing"} with input.notice as _notice

test_duties if {
	ids(answering({"access"})) == {"copy"} with input.notice as _notice
	ids(upon({"breach"})) == {"breach"} with input.notice as _notice
}

test_contacts if {
	contacts("rights") == {"contact.post", "contact.web", "contact.call"} with input.notice as _notice
	contacts("support") == {"contact.mail"} with input.notice as _notice
}

test_periods if {
	every period, days in {"P7D": 7, "P1W": 7, "P1M": 31, "P1Y2M": 428, "PT72H": 3, "P1DT12H": 1.5, "5 business days": 7, "1 business day": 3, "10 business days": 14} {
		_days(period) == days
	}
}

test_a_vague_period_has_no_days if not _days("unstated")

test_deadline if {
	deadline(upon({"breach"}), 3, "late") == {{"met": "breach"}} with input.notice as _notice
	deadline(upon({"breach"}), 2, "late") == {{"entry": "breach", "lacks": "late"}} with input.notice as _notice
	deadline([], 2, "late") == set()
}

test_shown if {
	shown({{"met": "a"}}, {"secret"}) == {{"met": "a"}} with input.notice as _notice
	shown({{"met": "a"}}, {"training"}) == {{"met": "note.staff"}} with input.notice as _notice
	shown(set(), {"secret"}) == {{"unsaid": "secret"}} with input.notice as _notice
}

test_contracts if {
	contracts == [{"id": "c", "with": "A"}] with input.notice as {"documents": [{"id": "terms"}, {"id": "c", "with": "A"}]}
	contracts == [] with input.notice as {}
}

test_either if {
	either({"a"}, {"training"}) == {{"met": "a"}} with input.notice as _notice
	either(set(), {"training"}) == {{"met": "note.staff"}} with input.notice as _notice
}

test_bound if {
	bound(of_recipient_kind({"processor"}), "%s is free") == {
		{"met": "recipient.hosts"}, {"met": "recipient.cloud"},
		{"entry": "recipient.mailer", "lacks": "Example Mail is free"},
	} with input.notice as _notice
}

test_bound_groups_stand_for_their_members if {
	notice := {"recipients": [
		{"id": "vendors", "kind": "processor", "label": "vendors", "members": ["host"]},
		{"id": "host", "kind": "processor", "label": "Example Cloud"},
	]}
	bound(of_recipient_kind({"processor"}), "%s: free") == {{"entry": "recipient.vendors", "lacks": "vendors: free"}} with input.notice as notice
}

test_idle if idle("no data") == {{"idle": "no data"}}

test_closing if {
	notice := object.union(_notice, {"statements": [
		{"id": "only", "kind": "use", "categories": ["essays"], "only": "category"},
		{"id": "open", "kind": "use", "categories": ["essays"]},
		{"id": "recipients", "kind": "share", "categories": ["essays"], "only": "recipient"},
		{"id": "closed", "kind": "closed", "categories": ["student-data"]},
		{"id": "elsewhere", "kind": "closed", "categories": ["payment"]},
		{"id": "signals", "kind": "closed", "actions": ["respond"], "events": ["signal"]},
	]})
	closing({"essays"}) == {"only", "closed"} with input.notice as notice
}

test_ending if {
	notice := object.union(_notice, {"statements": [
		{"id": "promise", "kind": "duty", "events": ["contract-end"], "owed": ["delete"]},
		{"id": "silence", "kind": "duty", "events": ["contract-end"]},
		{"id": "gone", "kind": "keep", "categories": ["essays"], "keep": {"from": "contract-end", "then": ["delete"]}},
		{"id": "kept", "kind": "keep", "categories": ["essays"], "keep": {"from": "contract-end"}},
		{"id": "other", "kind": "keep", "categories": ["payment"], "keep": {"from": "contract-end", "then": ["delete"]}},
	]})
	ending({"essays"}) == {"promise", "gone"} with input.notice as notice
}

test_identifying if {
	identifying({"id": "a"})
	identifying({"id": "a", "forms": ["anonymous", "hashed"]})
	every form in ["anonymous", "aggregated", "de-identified"] {
		not identifying({"id": "a", "forms": [form]})
	}
}

test_bases if {
	kinds := [{"id": "agreed", "kind": "consent"}, {"id": "contract", "kind": "contract"}]
	bases({"id": "a", "bases": ["agreed"]}) == {"consent"} with input.notice as {"bases": kinds}
	bases({"id": "a"}) == set() with input.notice as {"bases": kinds}
}

test_limited if {
	limited({"keep": {"period": "P1M"}})
	limited({"keep": {"period": "unstated", "while": "account-open"}})
	limited({"keep": {"period": "unstated"}, "gates": ["consent"]})
	not limited({"keep": {"period": "unstated"}})
}

test_secured if {
	words := "nothing protects the data there: %s"
	secured([{"id": "host", "label": "Example Cloud"}], words) == lacks("recipient.host", "nothing protects the data there: Example Cloud")
	secured([{"id": "host", "label": "Example Cloud", "gates": ["agreed"]}], words) == met({"recipient.host"})
	secured([{"id": "host", "label": "Example Cloud", "safeguards": ["clauses"]}], words) == met({"recipient.host"})
}

test_supplies if {
	supplies({"id": "form", "categories": [{"id": "student-data"}]}) == {"student-data", "essays"} with input.notice as _notice
	supplies({"id": "form"}) == {"student-data", "essays", "payment"} with input.notice as _notice
}

_lesson := {"id": "a", "kind": "use", "categories": ["student-data"], "purposes": ["lessons"]}

# _showing is the notice with these statements and more.
_showing(statements, more) := object.union(_notice, object.union({"statements": statements}, more))

test_processing if {
	anonymous := object.union(_lesson, {"id": "b", "forms": ["anonymous"]})
	ids(processing) == {"a", "share"} with input.notice as _showing([_lesson, anonymous, {"id": "share", "kind": "share"}, {"id": "k", "kind": "keep"}], {})
}

test_held if {
	held == {"essays", "payment"} with input.notice as _showing([_lesson, {"id": "k", "kind": "keep", "categories": ["payment"]}], {})
	held == {"essays"} with input.notice as _showing([_lesson, {"id": "all", "kind": "use"}, {"id": "b", "kind": "use", "categories": ["payment"], "forms": ["anonymous"]}], {"sources": [{"id": "form", "kind": "person"}]})
	held == {"payment"} with input.notice as _showing([], {"sources": [{"id": "form", "kind": "person", "categories": [{"id": "payment"}]}]})
}

test_explained if {
	explained == {"student-data", "essays"} with input.notice as _showing([_lesson, {"id": "b", "kind": "use", "categories": ["payment"]}], {})
}

test_kept if {
	kept == {"payment"} with input.notice as _showing([{"id": "k", "kind": "keep", "categories": ["payment"], "keep": {"period": "P1M"}}, {"id": "l", "kind": "keep", "categories": ["essays"], "keep": {"period": "unstated"}}], {})
}

test_partly_kept if {
	keep := {"id": "k", "kind": "keep", "categories": ["payment"], "keep": {"period": "P1M"}}
	pairs := {["payment", "lessons"], ["payment", "newsletter"], ["essays", "lessons"]}
	partly_kept(pairs) == set() with input.notice as _showing([keep], {})
	partly_kept(pairs) == lacks("category.payment", "nothing says how long this is kept for this purpose: payment details; give lessons") with input.notice as _showing([object.union(keep, {"purposes": ["promotion"]})], {})
	partly_kept(pairs) == set() with input.notice as _showing([object.union(keep, {"keep": {"period": "unstated"}})], {})
}

test_of_each if of_each({"essays"}, "nothing is said of this: %s") == lacks("category.essays", "nothing is said of this: essays") with input.notice as _notice

test_explicit if {
	every strength in ["explicit", "written", "signed", "verified"] {
		given := {"gates": [{"id": "yes", "kind": "consent", "strength": strength}], "bases": [{"id": "agreed", "kind": "consent", "gates": [{"id": "yes"}]}]}
		explicit({"id": "a", "gates": ["yes"]}) with input.notice as given
		explicit({"id": "a", "bases": ["agreed"]}) with input.notice as given
		not explicit({"id": "a"}) with input.notice as given
	}
	not explicit({"id": "a", "gates": ["yes"]}) with input.notice as {"gates": [{"id": "yes", "kind": "consent", "strength": "implied"}]}
}

test_withdrawing if {
	withdrawing == {"gate.yes"} with input.notice as _showing([], {"gates": [{"id": "yes", "kind": "consent", "withdraw": ["a switch"]}]})
	every duty in [{"via": ["a letter"]}, {"contact": {"id": "a"}}] {
		withdrawing == {"a"} with input.notice as _showing([{"id": "a", "kind": "duty", "rights": ["withdraw-consent"], "duty": duty}, {"id": "b", "kind": "duty", "rights": ["withdraw-consent"]}], {})
	}
}

test_consented if {
	agreed := {"bases": [{"id": "agreed", "kind": "consent"}]}
	consented with input.notice as _showing([object.union(_lesson, {"bases": ["agreed"]})], agreed)
	not consented with input.notice as _showing([_lesson], agreed)
	consented with input.notice as {"gates": [{"id": "yes", "kind": "consent"}]}
	not consented with input.notice as {"gates": [{"id": "known", "kind": "fact"}]}
}

test_third_parties if {
	third_parties == {"controller", "joint-controller", "affiliate", "partner", "acquirer", "other"} with input.notice as {"recipients": [{"id": kind, "kind": kind, "label": kind} |
		some kind in ["processor", "controller", "joint-controller", "affiliate", "partner", "staff", "users", "public", "authority", "adviser", "acquirer", "other"]
	]}
}

test_choice if {
	notice := {
		"gates": [{"id": kind, "kind": kind} | some kind in ["consent", "opt-out", "objection", "fact", "authority"]],
		"bases": [{"id": "agreed", "gates": [{"id": "consent"}]}, {"id": "needed"}],
	}
	every gate in ["consent", "opt-out", "objection"] {
		choice({"gates": [gate]}) with input.notice as notice
	}
	choice({"bases": ["agreed"]}) with input.notice as notice
	every statement in [{}, {"gates": ["fact", "authority"]}, {"bases": ["needed"]}, {"bases": ["agreed", "needed"]}] {
		not choice(statement) with input.notice as notice
	}
}

test_updated if {
	updated with input.notice as {"updated": "2026-01"}
	not updated with input.notice as {"updated": "none"}
	not updated with input.notice as {}
}

_of(updated) := {"notice": {"updated": updated}, "law": {"on": "2026-11-21"}}

test_yearly if {
	every day in ["2025-11-21", "2025-12-01", "2025-11", "2025", "2026-03"] {
		yearly == met({"notice"}) with input as _of(day)
	}
	every day in ["2025-11-20", "2025-10", "2024"] {
		yearly == lacks("", sprintf("the notice was last updated more than 12 months ago: %s", [day])) with input as _of(day)
	}
	yearly == set() with input as _of("none")
	yearly == met({"notice"}) with input as object.union(_of("2020"), {"law": {"on": "none"}})
}

test_unsorted if {
	notice := {
		"purposes": [{"id": "ads", "label": "ads", "kind": "advertising"}, {"id": "vague", "label": "vague"}],
		"recipients": [{"id": "partner", "label": "partners", "kind": "partner"}, {"id": "host", "label": "hosts", "kind": "processor"}],
		"statements": [
			{"id": "sorted", "kind": "share", "recipients": ["partner"], "purposes": ["ads"]},
			{"id": "vague", "kind": "share", "recipients": ["partner"], "purposes": ["vague"]},
			{"id": "silent", "kind": "share", "recipients": ["partner"]},
			{"id": "hosting", "kind": "share", "recipients": ["host"]},
			{"id": "use", "kind": "use", "recipients": ["partner"]},
			{"id": "figures", "kind": "share", "recipients": ["partner"], "forms": ["aggregated"]},
		],
	}
	unsorted == {"vague", "silent"} with input.notice as notice
}
