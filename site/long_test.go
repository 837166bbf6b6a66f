//go:build long

package site

// How often the tests that rest on chance try: kills of a publishing process, scripts of edits,
// bursts of random edits under a preview, and saves that its open pages have to show.
const (
	kills   = 200
	edits   = 1000
	saves   = 1000
	scripts = 6
)

// agreeing are the notices of which every kind of question is put to all that answer, and
// at random how many questions are.
var agreeing = []string{"career-masterclass", "intoo", "nextstep", "nextthought", "steptech"}

const atRandom = 2000

// surroundings are how many processes build the examples, each in its own.
const surroundings = 5

// disks are the kinds of disk, by number, on which every operation of a publish fails.
var disks = []int{0, 1, 2, 3, 4, 5, 6, 7}
