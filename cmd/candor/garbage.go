package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// slack is how much garbage a verb that ends soon may leave lying before it is collected.
const slack = 24 << 20

// collectLate lets the collector run when slack bytes have gathered beside what is in use,
// however little that is: it runs at twice what is in use by itself, which is all the time
// while a few megabytes are. Whoever sets GOGC keeps the say.
func (a *app) collectLate() {
	if a.env("GOGC") != "" {
		return
	}
	runtime.SetFinalizer(new(cycle), (*cycle).over)
	debug.SetGCPercent(400)
}

// cycle is garbage that tells of each collection.
type cycle struct{ _ [16]byte }

func (c *cycle) over() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(min(400, max(25, int(100*slack/max(live[0].Value.Uint64(), 1)))))
	runtime.SetFinalizer(c, (*cycle).over)
}
