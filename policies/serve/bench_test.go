package serve_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/decision/decisiontest"
	"github.com/candor-privacy/candor/policies/serve"
)

// sink is a response that goes nowhere.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }

// again is a body that can be read from its beginning again.
type again struct{ bytes.Reader }

func (*again) Close() error { return nil }

// benchmarkHandler asks one question over and over, with everything on.
func benchmarkHandler(b *testing.B, path, body string) {
	h := serve.New(source(realPolicy(b)), serve.Options{Log: slog.NewJSONHandler(io.Discard, nil), Token: bearer})
	from := &again{}
	r, err := http.NewRequest("POST", path, from)
	if err != nil {
		b.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + bearer}}
	r.ContentLength = int64(len(body))
	w := &sink{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		from.Reset([]byte(body))
		h.ServeHTTP(w, r)
	}
	if w.status != http.StatusOK {
		b.Fatalf("status %d", w.status)
	}
}

const asked = decisiontest.Sound

func BenchmarkDecision(b *testing.B) { benchmarkHandler(b, "/v1/decision", asked) }
func BenchmarkDataAPI(b *testing.B) {
	benchmarkHandler(b, "/v1/data/candor/decision", `{"input":`+asked+`}`)
}
func BenchmarkDecisions(b *testing.B) { benchmarkHandler(b, "/v1/decisions", batch(100)) }

func BenchmarkAuthZEN(b *testing.B) {
	benchmarkHandler(b, "/access/v1/evaluation", `{"subject":{"type":"","id":"x"},"action":{"name":"use"},
		"resource":{"type":"category","id":"usage"},"context":{"notice":"school","purpose":"service"}}`)
}

func batch(n int) string {
	return `{"questions":[` + many(asked, n) + `]}`
}

// many are the elements of a list that are all alike.
func many(element string, n int) string {
	return strings.TrimSuffix(strings.Repeat(element+",", n), ",")
}

// BenchmarkLoopback asks over connections of this machine, from one client a core.
func BenchmarkLoopback(b *testing.B) {
	b.Run("one", func(b *testing.B) { benchmarkLoopback(b, "/v1/data/candor/decision", `{"input":`+asked+`}`) })
	b.Run("batch of 100", func(b *testing.B) { benchmarkLoopback(b, "/v1/decisions", batch(100)) })
}

func benchmarkLoopback(b *testing.B, path, body string) {
	h := serve.New(source(realPolicy(b)), serve.Options{Log: slog.NewJSONHandler(io.Discard, nil)})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := h.Server()
	go server.Serve(l)
	defer server.Close()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		for pb.Next() {
			res, err := client.Post("http://"+l.Addr().String()+path, "application/json", strings.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			io.Copy(io.Discard, res.Body)
			res.Body.Close()
		}
	})
}
