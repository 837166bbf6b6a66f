//go:build opa

package bundle_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/bundle"
)

// BenchmarkStockActivation is the time from the start of an OPA until it answers by
// its bundle: of one notice, which is mostly OPA’s own start, and of more that extend
// one base. OPA takes time by the number of values and keys in the JSON, most of it for
// the signature, for which it hashes them one by one: a notice of the base has 19,000,
// and one that has its terms from another 1,200, which are its reasons. On
// a machine that is busy one notice takes 0.5 s of processor time, 100 take 1.3 and 1,000
// take 4.2, which is 4.4 s of a clock. Full notices have up to 65,000
// each: above some hundred of those, divide the policy ([bundle.Divide]).
func BenchmarkStockActivation(b *testing.B) {
	key := newKey(b, "ES256")
	command(b) // built before the clock runs
	for _, many := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(many), func(b *testing.B) {
			packed := written(b, districts(b, many), bundle.Signing{Key: key})
			host := httptest.NewServer(&bundles{packed: packed})
			defer host.Close()
			for b.Loop() {
				began := time.Now()
				opa := start(b, configured(b, bundle.OPA{URL: host.URL + "/policy.tar.gz", Keys: []*bundle.PublicKey{key.Public}}))
				opa.until("load the bundle", opa.ready)
				b.ReportMetric(time.Since(began).Seconds(), "s-to-ready")
				opa.stop()
				b.ReportMetric((opa.cmd.ProcessState.UserTime() + opa.cmd.ProcessState.SystemTime()).Seconds(), "cpu-s")
			}
			b.ReportMetric(float64(len(packed)), "B")
		})
	}
}
