package candor.laws["us-ct-16-189"]

import data.candor.law

_post(period) := object.union(
	with_statements([{"id": "post", "kind": "duty", "events": ["contract"], "duty": {"within": period}}]),
	saying({"contract-posted"}),
)

test_posting if {
	law.passes("ct-234bb-g-post") with input as _post("5 business days")
	law.lacking("ct-234bb-g-post") == {"a contract is not posted within 5 business days"} with input as _post("10 business days")
	law.lacking("ct-234bb-g-post") == {"no duty posts a contract within 5 business days"} with input as saying({"contract-posted"})
	law.lacking("ct-234bb-g-post") == {"contract-posted"} with input as object.union(_post("P7D"), saying({"ferpa"}))
}

_contract := {"id": "quillwood", "label": "the contract", "with": "Quillwood", "made": "2026-06-22", "url": "https://example.org/c.pdf", "text": "It teaches reading."}

_posts(contract) := object.union(
	with_statements([{"id": "post", "kind": "duty", "events": ["contract"], "duty": {"within": "5 business days"}}]),
	{"notice": {"documents": [contract]}},
)

test_posted_contract if {
	words := {"the contract with Quillwood is posted without its address, the day it was made or a short description with its purpose"}
	law.passes("ct-234bb-g-post") with input as _posts(_contract)
	law.lacking("ct-234bb-g-post") == words with input as _posts(object.remove(_contract, ["made"]))
	law.lacking("ct-234bb-g-post") == words with input as _posts(object.remove(_contract, ["url"]))
	law.lacking("ct-234bb-g-post") == words with input as _posts(object.remove(_contract, ["text"]))
	law.lacking("ct-234bb-g-post") == {"contract-posted"} with input as _posts(object.remove(_contract, ["with"]))
}

test_september if {
	law.passes("ct-234bb-g-sept") with input as saying({"september-notice"})
	law.lacking("ct-234bb-g-sept") == {"september-notice"} with input as saying({"ferpa"})
}

test_tool_without_contract if {
	law.passes("ct-234bb-i") with input as saying({"tool-without-contract", "contract-efforts", "parent-agreement"})
	law.lacking("ct-234bb-i") == {"parent-agreement"} with input as saying({"tool-without-contract", "contract-efforts"})
	law.lacking("ct-234bb-i") == {"contract-efforts"} with input as saying({"tool-without-contract", "parent-agreement"})
	checks["ct-234bb-i"] == law.idle("nothing says that a tool is used without a contract") with input as saying({"contract-efforts"})
}
