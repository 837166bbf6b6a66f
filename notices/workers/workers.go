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

// Map gives what one makes of every index below n, or the error of the least index that
// has one.
func Map[T any](n int, one func(i int) (T, error)) ([]T, error) {
	values, errs := make([]T, n), make([]error, n)
	Each(n, func(i int) { values[i], errs[i] = one(i) })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return values, nil
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
