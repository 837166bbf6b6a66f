package candor.laws["us-ca-shine-the-light"]

import data.candor.law

_vocabulary := {
	"purposes": [
		{"id": "offers", "label": "make offers", "kind": "marketing"},
		{"id": "ads", "label": "show ads", "kind": "advertising"},
		{"id": "lessons", "label": "give lessons", "kind": "service"},
		{"id": "business", "label": "do business"},
	],
	"recipients": [
		{"id": "partners", "kind": "partner", "label": "partners"},
		{"id": "mailer", "kind": "processor", "label": "Example Mail"},
	],
	"gates": [
		{"id": "agreed", "kind": "consent"},
		{"id": "known", "kind": "fact"},
	],
}

with_statements(statements) := {"notice": object.union(_vocabulary, {"statements": statements})}

_share(purposes, recipients, more) := object.union({"id": concat("-", array.concat(["to"], purposes)), "kind": "share", "purposes": purposes, "recipients": recipients}, more)

test_asked if {
	every purpose in ["offers", "ads"] {
		shared := with_statements([_share([purpose], ["partners"], {})])
		law.lacking("stl-83-b") == {"marketing-disclosures"} with input as shared
		law.passes("stl-83-b") with input.notice as object.union(shared.notice, {"says": [{"topic": "marketing-disclosures", "entry": "ask"}]})
	}
	law.lacking("stl-83-b") == {"marketing-disclosures"} with input as with_statements([_share(["offers"], [], {})])
}

test_said_without_need if {
	said := {"says": [{"topic": "marketing-disclosures", "entry": "ask"}]}
	checks["stl-83-b"] == law.met({"ask"}) with input.notice as object.union(with_statements([_share(["business"], ["partners"], {})]).notice, said)
}

test_choice if {
	law.passes("stl-83-b") with input as with_statements([_share(["offers"], ["partners"], {"gates": ["agreed"]})])
	law.lacking("stl-83-b") == {"marketing-disclosures"} with input as with_statements([_share(["offers"], ["partners"], {"gates": ["known"]})])
	law.lacking("stl-83-b") == {"marketing-disclosures"} with input as with_statements([_share(["offers"], ["partners"], {"gates": ["agreed"]}), _share(["ads"], ["partners"], {})])
}

test_purposes_without_a_kind if {
	every purposes in [["business"], ["lessons", "business"], []] {
		law.lacking("stl-83-b") == {"nothing says of what kind a purpose is for which data goes to third parties"} with input as with_statements([_share(purposes, ["partners"], {})])
	}
}

test_barred if {
	bar := {"id": "no-marketing", "kind": "bar", "purposes": ["offers"]}
	checks["stl-83-b"] == law.met({"no-marketing"}) with input as with_statements([_share(["business"], ["partners"], {}), bar])
	law.lacking("stl-83-b") == {"marketing-disclosures"} with input as with_statements([_share(["offers"], ["partners"], {}), bar])
	law.lacking("stl-83-b") == {"nothing says of what kind a purpose is for which data goes to third parties"} with input.notice as object.union(
		with_statements([_share(["business"], ["partners"], {}), object.union(bar, {"categories": ["contact"]})]).notice,
		{"categories": [{"id": "contact", "label": "contact details"}, {"id": "posts", "label": "posts"}]},
	)
	checks["stl-83-b"] == law.idle("no statement shares data for the marketing of others") with input as with_statements([bar])
}

test_nothing_for_marketing if {
	idle := law.idle("no statement shares data for the marketing of others")
	every s in [
		_share(["lessons"], ["partners"], {}),
		_share(["offers"], ["mailer"], {}),
		_share(["offers"], ["partners"], {"forms": ["aggregated"]}),
		_share(["offers"], ["partners"], {"kind": "use"}),
	] {
		checks["stl-83-b"] == idle with input as with_statements([s])
	}
}
