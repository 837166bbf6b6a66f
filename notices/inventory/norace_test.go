//go:build !race

package inventory

// raceEnabled tells tests of speed that the race detector slows them down.
const raceEnabled = false
