package candor.clock_test

import data.candor.clock

_second(n) := n * 1000000000

test_today if clock.today == "2026-11-21" with time.now_ns as _second(1795219200)

test_fresh_to_the_last_second if {
	not clock.expired with time.now_ns as _second(1798761599)
	clock.expired with time.now_ns as _second(1798761600)
}

test_never_expires if {
	not clock.expired with data.candor.data.bundle.until as 0
}

test_unknown_end_has_expired if {
	clock.expired with data.candor.data.bundle as {"serial": 1}
}
