package workers

import (
	"fmt"
	"slices"
	"testing"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		got := make([]int, n)
		Each(n, func(i int) { got[i]++ })
		for i, times := range got {
			if times != 1 {
				t.Errorf("of %d, %d was done %d times", n, i, times)
			}
		}
	}
}

func TestMap(t *testing.T) {
	odd := func(i int) (int, error) {
		if i%2 == 0 {
			return i, nil
		}
		return 0, fmt.Errorf("%d is odd", i)
	}
	if _, err := Map(1000, odd); err == nil || err.Error() != "1 is odd" {
		t.Errorf("the first error is %v", err)
	}
	if got, err := Map(1, odd); err != nil || !slices.Equal(got, []int{0}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEachPanics(t *testing.T) {
	defer func() {
		if p := recover(); p != "broken" {
			t.Errorf("Each panics with %v, want the panic of its work", p)
		}
	}()
	Each(10, func(i int) {
		if i == 7 {
			panic("broken")
		}
	})
}
