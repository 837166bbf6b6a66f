package serve

import (
	"math"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/candor-privacy/candor/policies/decision"
)

// metrics are what Prometheus reads. Their labels are ids of notices that the policy
// has and words of ours; whatever else there is counts as "other", so that no client
// can make them grow.
type metrics struct {
	decisions *prometheus.CounterVec
	seconds   prometheus.Histogram
	inFlight  prometheus.Gauge
	refused   *prometheus.CounterVec
	handler   http.Handler
}

func newMetrics(h *Handler) *metrics {
	m := &metrics{
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "candor_decisions_total", Help: "Decisions by outcome, notice and the code of the first reason.",
		}, []string{"outcome", "notice", "code"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "candor_decision_seconds", Help: "Time the engine took for a decision.",
			Buckets: []float64{5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2},
		}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "candor_requests_in_flight", Help: "Requests that are being decided.",
		}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "candor_refused_total", Help: "Requests without a decision, by reason.",
		}, []string{"reason"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.decisions, m.seconds, m.inFlight, m.refused,
		gauge("candor_bundle_serial", "Serial of the policy; NaN without one.", func() float64 {
			if p := h.policy(); p != nil {
				return float64(p.Serial)
			}
			return math.NaN()
		}),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "candor_bundles_refused_total", Help: "Bundles that were fetched and not accepted, each once."}, func() float64 {
			return float64(h.options.Refused())
		}),
		gauge("candor_bundle_seconds_to_expiry", "Time until the policy expires, negative once it has; +Inf for never, NaN without one.", h.toExpiry),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

func gauge(name, help string, read func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
}

// toExpiry is the time in seconds until the policy expires.
func (h *Handler) toExpiry() float64 {
	p := h.policy()
	if p == nil {
		return math.NaN()
	}
	if p.Expires == "" {
		return math.Inf(1)
	}
	end, err := time.Parse(time.DateOnly, p.Expires)
	if err == nil {
		end = end.AddDate(0, 0, 1)
	} else if end, err = time.Parse(time.RFC3339, p.Expires); err != nil {
		return math.NaN()
	}
	return end.Sub(h.options.Now()).Seconds()
}

// decided counts a decision; notice is "" where the engine has not accepted it.
func (m *metrics) decided(notice string, a decision.Answer, took time.Duration) {
	if notice == "" {
		notice = other
	}
	m.decisions.WithLabelValues(oneOf(outcomes, a.Outcome), notice, oneOf(codes, code(a))).Inc()
	m.seconds.Observe(took.Seconds())
}

func (h *Handler) exposeMetrics(x *exchange) {
	x.written = true
	h.metrics.handler.ServeHTTP(x.w, x.r)
}
