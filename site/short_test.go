//go:build !long

package site

// How often the tests that rest on chance try: kills of a publishing process, scripts of edits,
// bursts of random edits under a preview, and saves that its open pages have to show.
const (
	kills   = 60
	edits   = 60
	saves   = 50
	scripts = 4
)

// agreeing are the notices of which every kind of question is put to all that answer.
var agreeing = []string{"career-masterclass", "nextstep"}
