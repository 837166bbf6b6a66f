//go:build opa

package bundle_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
)

// BenchmarkStockActivation is the time from the start of an OPA until it answers by
// its bundle: of one notice, which is mostly OPA's own start, and of 1,000 that extend
// one base.
func BenchmarkStockActivation(b *testing.B) {
	key := newKey(b, "ES256")
	command(b) // built before the clock runs
	for _, c := range []struct {
		name string
		doc  *document.Document
	}{
		{"1 notice", districts(b, 1)},
		{"1000 notices", districts(b, 1000)},
	} {
		packed := written(b, c.doc, bundle.Signing{Key: key})
		b.Run(c.name, func(b *testing.B) {
			host := httptest.NewServer(&bundles{packed: packed})
			defer host.Close()
			for b.Loop() {
				began := time.Now()
				opa := start(b, configured(b, bundle.OPA{URL: host.URL + "/policy.tar.gz", Key: key.Public}))
				opa.until("load the bundle", opa.ready)
				b.ReportMetric(time.Since(began).Seconds(), "s-to-ready")
				opa.stop()
			}
			b.ReportMetric(float64(len(packed)), "B")
		})
	}
}
