package candor.own

# METADATA
# title: We do not advertise to people under 16.
# description: Marketing decided so; the notice says 13.
# custom:
#   notices: [shop, club]
deny["acme-minors"] if {
	"marketing" in input.purpose_kinds
	input.age >= 0
	input.age < 16
}

# METADATA
# title: No grades go to a court without our counsel.
# description: Counsel asks for the order first.
# custom:
#   notices: [shop]
deny["acme-counsel"] if {
	"authority" in input.recipient_kinds
	"student-record" in input.classes
	input.role != "processor"
}
