package candor.own

# METADATA
# title: Nothing goes to Example Mail before its contract begins on 1 February 2027.
# description: The board signed it for that day; what is sent until then goes by our own servers.
# custom:
#   citation: Contract register, no. 2026-17
#   notices: [shop]
deny["acme-example-mail"] if {
	"example-mail" in input.recipients
	input.day < "2027-02-01"
}

# METADATA
# title: No post leaves the European Economic Area.
# description: The carrier's insurance ends there.
# custom:
#   notices: [shop]
deny["acme-post"] if {
	input.recipient == "example-post"
	_abroad
}

# The carrier asks for it in writing.
deny["acme-post"] if {
	input.recipient == "example-post"
	input.category == "phone"
	not "signed" in input.open
}
