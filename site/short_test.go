//go:build !long

package site

// How often the tests that rest on chance try: kills of a publishing process, scripts of edits,
// bursts of random edits under a preview, and saves that its open pages have to show.
const (
	kills   = 60
	edits   = 60
	saves   = 50
	scripts = 2
)

// agreeing are the notices of which every kind of question is put to all that answer, and
// at random how many questions are.
var agreeing = []string{"nextstep"}

const atRandom = 500

// surroundings are how many processes build the examples, each in its own.
const surroundings = 2

// disks are the kinds of disk, by number, on which every operation of a publish fails. Of
// exchange, links and death every two come together in every way.
var disks = []int{0, 3, 5, 6}
