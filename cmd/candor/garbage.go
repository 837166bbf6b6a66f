package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// slack is how much garbage may lie about before it is collected.
const slack = 24 << 20

// collectLate lets the collector run when slack bytes have gathered beside what is in use,
// and a part of that, at least so many percent: it runs at twice what is in use by itself,
// which is all the time while a few megabytes are. Whoever sets GOGC keeps the say.
func (a *app) collectLate(least int) {
	if a.env("GOGC") != "" {
		return
	}
	runtime.SetFinalizer(&cycle{least: least}, (*cycle).over)
	debug.SetGCPercent(400)
}

// cycle is garbage that tells of each collection.
type cycle struct {
	least int
	_     [16]byte
}

func (c *cycle) over() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(min(400, max(c.least, int(100*slack/max(live[0].Value.Uint64(), 1)))))
	runtime.SetFinalizer(c, (*cycle).over)
}
