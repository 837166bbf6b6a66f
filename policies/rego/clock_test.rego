package candor.clock_test

import data.candor.clock

_second(n) := n * 1000000000

test_today if clock.today == "2026-11-21" with time.now_ns as _second(1795219200)

test_fresh_to_the_last_second if {
	clock.fresh with time.now_ns as _second(1798761599)
	not clock.fresh with time.now_ns as _second(1798761600)
}

test_never_expires if {
	clock.fresh with data.candor.data.bundle.until as 0
}

# Each by itself: the notice and the rules may come from two bundles.
test_notice_expires_by_itself if {
	school := {"notice": "school"}
	not clock.fresh with input as school with data.candor_notices.school.bundle.until as 1795219200
		with time.now_ns as _second(1795219200)
	clock.fresh with input as {"notice": "elsewhere"} with data.candor_notices.school.bundle.until as 1795219200
		with time.now_ns as _second(1795219200)
	not clock.fresh with input as school with data.candor_notices.school.bundle as {"serial": 1}
		with time.now_ns as _second(1795219200)
	clock.fresh with input as school with data.candor_notices.school.bundle.until as 0
		with time.now_ns as _second(1795219200)
}

test_rules_expire_by_themselves if {
	not clock.fresh with input as {"notice": "school"} with data.candor_notices.school.bundle.until as 0
		with data.candor.data.bundle.until as 1795219200
		with time.now_ns as _second(1795219200)
}

test_unknown_end_has_expired if {
	not clock.fresh with data.candor.data.bundle as {"serial": 1}
}
