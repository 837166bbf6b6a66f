package candor.own

_asked := {"recipient": "example-mail", "recipients": ["example-mail", "mailers"], "category": "email", "day": "2027-01-31", "open": []}

test_no_mail_before_the_contract if {
	deny["acme-example-mail"] with input as _asked
	not deny["acme-example-mail"] with input as object.union(_asked, {"day": "2027-02-01"})
	not deny["acme-example-mail"] with input as object.union(_asked, {"recipients": ["example-post", "mailers"]})
}

test_no_post_abroad if {
	post := object.union(_asked, {"recipient": "example-post"})
	deny["acme-post"] with input as object.union(post, {"place": {"destination": ["US-NY", "US"]}})
	not deny["acme-post"] with input as object.union(post, {"place": {"destination": ["NO", "NO", "EEA"]}})
	not deny["acme-post"] with input as object.union(post, {"place": {"destination": []}})
}
