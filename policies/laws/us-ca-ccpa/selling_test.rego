package candor.laws["us-ca-ccpa"]

import data.candor.law

_gated(gates) := object.union(_sell, {"gates": gates})

_after_sale := {
	"ccpa-120-b", "ccpa-7011-e-1-e", "ccpa-7011-e-1-g", "ccpa-7011-e-3-f", "ccpa-7011-e-3-i", "ccpa-7025-gpc", "ccpa-7025-confirm",
}

test_nothing_is_sold if {
	every check in _after_sale {
		checks[check] == law.idle("no statement permits to sell personal information, or to share it for advertising") with input as with_statements([_use, _host])
	}
}

test_nobody_can_tell if {
	every check in _after_sale {
		law.lacking(check) == {"nothing says of what kind the purpose is for which this is shared, so that it may be a sale"} with input as with_statements([object.union(_sell, {"purposes": ["business"]})])
	}
	law.lacking("ccpa-120-b") == {"nothing says of what kind the purpose is for which this is shared, so that it may be a sale"} with input as with_statements([object.remove(_sell, ["purposes"])])
	checks["ccpa-120-b"] == law.idle("no statement permits to sell personal information, or to share it for advertising") with input as with_statements([object.union(_host, {"purposes": ["business"]})])
}

test_what_a_sale_is if {
	every statement in [object.union(_use, {"purposes": ["sell"]}), object.union(_sell, {"purposes": ["sell"]}), _sell] {
		law.lacking("ccpa-120-b") == {"personal information is sold or shared, and nobody can opt out"} with input as with_statements([statement])
	}
	every statement in [object.union(_use, {"purposes": ["ads"]}), object.union(_sell, {"forms": ["aggregated"]})] {
		checks["ccpa-120-b"] == law.idle("no statement permits to sell personal information, or to share it for advertising") with input as with_statements([statement])
	}
}

test_opting_out if {
	every gate in ["opted-out", "opted-in"] {
		law.passes("ccpa-120-b") with input as with_statements([_gated([gate])])
	}
	law.lacking("ccpa-120-b") == {"personal information is sold or shared, and nobody can opt out"} with input as with_statements([_gated(["known"])])
}

test_list_of_sales if {
	law.passes("ccpa-7011-e-1-d") with input as with_statements([_sell])
	law.lacking("ccpa-7011-e-1-d") == {"nothing says which categories are sold or shared"} with input as saying([object.remove(_sell, ["categories"])], {"sold-or-shared"})
	law.passes("ccpa-7011-e-1-d") with input as with_statements([_use, _no_sale])
	law.passes("ccpa-7011-e-1-d") with input as saying([_use], {"sold-or-shared"})
	law.lacking("ccpa-7011-e-1-d") == {"sold-or-shared"} with input as with_statements([_use])
}

test_third_parties if {
	law.passes("ccpa-7011-e-1-e") with input as with_statements([_sell])
	law.lacking("ccpa-7011-e-1-e") == {"nothing says to whom personal information is sold or shared"} with input as with_statements([object.remove(_sell, ["recipients"])])
}

test_topics_of_sales if {
	every check, topic in {"ccpa-7011-e-1-g": "under-16-sold", "ccpa-7011-e-3-f": "opt-out-signals", "ccpa-7025-confirm": "opt-out-shown"} {
		law.passes(check) with input as saying([_sell], {topic})
		law.lacking(check) == {topic} with input as saying([_sell], {"sold-or-shared"})
	}
}

_young(gates, audiences) := object.union(_gated(gates), {"audiences": audiences})

test_opt_in_of_the_young if {
	every audiences in [["teen"], ["student"], []] {
		law.passes("ccpa-7011-e-3-i") with input as saying([_young(["opted-in"], audiences)], {"under-16-opt-in"})
		law.lacking("ccpa-7011-e-3-i") == {"under-16-opt-in"} with input as with_statements([_young(["opted-in"], audiences)])
		law.lacking("ccpa-7011-e-3-i") == {"information of people under 16 is sold or shared without their consent"} with input as saying([_young(["opted-out"], audiences)], {"under-16-opt-in"})
	}
	checks["ccpa-7011-e-3-i"] == law.idle("no statement sells or shares information of an audience under 16") with input as with_statements([_young([], ["adult"])])
}

test_the_young_are_not_covered if {
	every teen in [{"covered": false, "age": {"under": 16}}, {"covered": true, "age": {"under": 18}}] {
		notice := object.union(with_statements([_sell]).notice, {"audiences": [object.union({"id": "teen"}, teen)]})
		checks["ccpa-7011-e-3-i"] == law.idle("no statement sells or shares information of an audience under 16") with input.notice as notice
	}
}

test_signals if {
	law.passes("ccpa-7025-gpc") with input as saying([_gated(["signalled"])], {"signal-reach"})
	law.lacking("ccpa-7025-gpc") == {"signal-reach"} with input as with_statements([_gated(["signalled"])])
	law.lacking("ccpa-7025-gpc") == {"personal information is sold or shared, and Global Privacy Control does not stop it"} with input as saying([_gated(["opted-out"])], {"signal-reach"})
}
