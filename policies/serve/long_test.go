//go:build long

package serve_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/serve"
)

// TestManySlowClients does it ten times over, with the limits that hold but for how
// long a connection may be idle: no request is slow that has not begun.
func TestManySlowClients(t *testing.T) {
	slowClients(t, 500, serve.Limits{Idle: 5 * time.Second}, 7*time.Second, 20*time.Millisecond)
}

// TestTokenTiming measures, in mixed order, tokens that are wrong from their first
// character and tokens that are wrong in their last: Welch's t tells the two apart where
// the comparison stops at what is wrong, and cannot here. That it could is shown by one
// that does stop.
func TestTokenTiming(t *testing.T) {
	right := strings.Repeat("s", 64<<10)
	early, late := "x"+right[1:], right[1:]+"x"
	for name, c := range map[string]struct {
		compare func(shown string) bool
		leaks   bool
	}{
		"ours":  {serve.Carries(right), false},
		"naive": {func(shown string) bool { return shown == right }, true},
	} {
		var took [2][]float64
		for range 10_000 {
			class := rand.IntN(2)
			shown := [2]string{early, late}[class]
			began := time.Now()
			if c.compare(shown) {
				t.Fatal("a wrong token is let in")
			}
			took[class] = append(took[class], float64(time.Since(began)))
		}
		score := math.Abs(welch(typical(took[0]), typical(took[1])))
		t.Logf("%s: t = %.1f", name, score)
		if (score > 10) != c.leaks {
			t.Errorf("%s: t = %.1f, and 10 tells the two apart", name, score)
		}
	}
}

// typical leaves out the slower tenth, which is the machine's.
func typical(all []float64) []float64 {
	slices.Sort(all)
	return all[:len(all)*9/10]
}

// welch is Welch's t of two samples.
func welch(a, b []float64) float64 {
	moments := func(x []float64) (mean, spread float64) {
		for _, v := range x {
			mean += v / float64(len(x))
		}
		for _, v := range x {
			spread += (v - mean) * (v - mean) / float64(len(x)-1)
		}
		return mean, spread / float64(len(x))
	}
	ma, va := moments(a)
	mb, vb := moments(b)
	return (ma - mb) / math.Sqrt(va+vb)
}
