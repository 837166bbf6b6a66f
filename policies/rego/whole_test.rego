package candor.whole_test

import data.candor.whole

test_whole if whole.policy

test_a_bar_less if not whole.policy with data.candor_notices.school.bars as null

test_not_counted if not whole.policy with data.candor.data.bundle.parts as null

test_a_notice_not_counted if not whole.policy with data.candor_notices.school.parts as null

test_no_policy if not whole.policy with data.candor.data as {}

test_rules_of_its_own_are_there if {
	whole.policy with data.candor.own.deny as {}
	not whole.policy with data.candor.own.deny as null
}
