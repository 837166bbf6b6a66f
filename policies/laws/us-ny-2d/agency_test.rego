package candor.laws["us-ny-2d"]

import data.candor.law

test_officer if {
	law.passes("ny2d-121-8-dpo") with input as {"notice": {"contacts": [{"id": "dpo", "for": ["dpo"], "phone": "1"}]}}
	not law.passes("ny2d-121-8-dpo") with input as {"notice": {"contacts": [{"id": "dpo", "for": ["dpo"], "masked": "d***@example.org"}]}}
}

test_complaints if {
	law.passes("ny2d-121-4-complaints") with input as with_statements([{"id": "complain", "kind": "duty", "rights": ["complaint"], "duty": {"within": "P60D"}}])
	law.passes("ny2d-121-4-complaints") with input as with_statements([{"id": "complain", "kind": "duty", "events": ["complaint"], "duty": {"within": "P30D"}}])
	law.lacking("ny2d-121-4-complaints") == {"a complaint is not answered within 60 calendar days"} with input as with_statements([{"id": "complain", "kind": "duty", "rights": ["complaint"], "duty": {"within": "P90D"}}])
}
