//go:build long

package site

// How often the tests that rest on chance try: kills of a publishing process, scripts of edits, and
// bursts of random edits under a preview.
const (
	kills   = 200
	edits   = 1000
	scripts = 100
)
