//go:build long

package site

// How often the tests that rest on chance try: kills of a publishing process, scripts of edits,
// bursts of random edits under a preview, and saves that its open pages have to show.
const (
	kills   = 200
	edits   = 1000
	saves   = 1000
	scripts = 100
)

// agreeing are the notices of which every kind of question is put to all that answer.
var agreeing = []string{"career-masterclass", "intoo", "nextstep", "nextthought", "steptech"}
