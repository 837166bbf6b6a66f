package serve

// The words that metrics and logs know, for a test that they are all.
var (
	Actions  = actions
	Codes    = codes
	Outcomes = outcomes
)
