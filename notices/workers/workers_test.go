package workers

import "testing"

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
