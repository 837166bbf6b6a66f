// Package workers does independent pieces of work side by side, one worker for each
// processor. Results go by index, so that no order ever depends on timing.
package workers

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do for every index below n and returns when all calls have. A panic in
// one of them is a panic of Each.
func Each(n int, do func(i int)) {
	EachOf(n, func() func(int) { return do })
}

// EachOf is Each for work that needs something of its own a worker: begin is called
// once by each and gives what is called for the indexes that fall to it.
func EachOf(n int, begin func() func(i int)) {
	var (
		next   atomic.Int64
		all    sync.WaitGroup
		once   sync.Once
		broken any
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					once.Do(func() { broken = p })
				}
			}()
			do := begin()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
	if broken != nil {
		panic(broken)
	}
}
