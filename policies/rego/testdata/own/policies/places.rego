package candor.own

_abroad if {
	input.place.destination != []
	not "EEA" in input.place.destination
}
