package policies_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/laws"
)

// underEveryLaw are many notices that switch on every law: the worked examples in turn,
// under other names.
func underEveryLaw(t testing.TB, many int) *notices.Set {
	examples := examples(t)
	set := &notices.Set{Digest: examples.Digest, Internal: map[string]notices.Internal{}}
	for i := range many {
		n := *examples.Notices[i%len(examples.Notices)]
		set.Internal[fmt.Sprint(n.ID, "-", i)] = examples.Internal[n.ID]
		n.ID, n.Laws = fmt.Sprint(n.ID, "-", i), laws.IDs()
		set.Notices = append(set.Notices, &n)
	}
	return set
}

// BenchmarkLaws holds notices against every law there is: first in a process that has
// compiled no pack, then again. What a notice costs stays the same, however many there are.
//
// On two processors that others used too, 10, 100 and 1,000 take 54.6, 54.2 and 54.2 MiB
// from the allocator a notice, and 100 and 1,000 take 0.46 and 0.43 s of processor each.
//
//	GOGC=400 go test ./policies -run '^$' -bench 'Laws$' -benchtime 1x -timeout 1h
func BenchmarkLaws(b *testing.B) {
	for _, many := range []int{5, 10, 100, 1000} {
		name := fmt.Sprint(many)
		if many == 5 {
			name = "first 5"
		}
		b.Run(name, func(b *testing.B) {
			set := underEveryLaw(b, many)
			var before, after, held runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var r policies.Review
			for b.Loop() {
				r = policies.Check(b.Context(), set, today, nil)
			}
			runtime.ReadMemStats(&after)
			runtime.GC()
			runtime.ReadMemStats(&held)
			runtime.KeepAlive(r)
			runtime.KeepAlive(set)
			each := float64(many)
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/each, "ms/notice")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20)/float64(b.N)/each, "MiB-passed/notice")
			b.ReportMetric(float64(int64(held.HeapAlloc)-int64(before.HeapAlloc))/1024/each, "KiB-kept/notice")
			b.ReportMetric(float64(len(r.Rows))/each, "demands/notice")
			b.ReportMetric(0, "ns/op")
		})
	}
}
