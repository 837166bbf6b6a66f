package serve_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/serve"
)

// running is a handler that serves on a port of this machine.
type running struct {
	address string
	stop    context.CancelFunc
	ended   chan error
}

func (r *running) url(path string) string { return "http://" + r.address + path }

func run(t testing.TB, p *serve.Policy, o serve.Options) *running {
	t.Helper()
	l, err := serve.Listen("127.0.0.1:0", serve.Access{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{l.Addr().String(), stop, make(chan error, 1)}
	h := serve.New(source(p), o)
	go func() { r.ended <- h.Serve(ctx, l) }()
	t.Cleanup(stop)
	return r
}

// short are limits that a test has the patience for.
var short = serve.Limits{
	Header: 300 * time.Millisecond, Read: 600 * time.Millisecond, Write: 1200 * time.Millisecond, Idle: 400 * time.Millisecond,
	Linger: 50 * time.Millisecond, Stop: time.Second,
}

func TestSlowClients(t *testing.T) {
	slowClients(t, 50, short, 3*time.Second, time.Second)
}

// slowClients holds connections open in every way there is, and wants all of them gone
// in time while good requests are answered.
func slowClients(t *testing.T, n int, limits serve.Limits, gone, good time.Duration) {
	r := run(t, realPolicy(t), serve.Options{Limits: limits})
	client := &http.Client{Transport: &http.Transport{}}
	warm := func() time.Duration {
		began := time.Now()
		res, err := client.Post(r.url("/v1/decision"), "application/json", strings.NewReader(asked))
		if err != nil {
			t.Errorf("a good request: %v", err)
			return 0
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		if res.StatusCode != 200 || !bytes.Contains(text, []byte(`"allow":true`)) {
			t.Errorf("a good request: status %d, %s", res.StatusCode, text)
		}
		return time.Since(began)
	}
	warm()
	before := runtime.NumGoroutine()
	head := "POST /v1/decision HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
	starts := []string{"", "P", "POST /v1/decision HTTP/1.1\r\nHo", head, head + "\r\n", head + "\r\n" + asked[:20], "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"}
	began := time.Now()
	var open atomic.Int64
	var wg sync.WaitGroup
	for i := range n {
		c, err := net.Dial("tcp", r.address)
		if err != nil {
			t.Fatal(err)
		}
		open.Add(1)
		wg.Go(func() {
			defer open.Add(-1)
			defer c.Close()
			io.WriteString(c, starts[i%len(starts)])
			c.SetReadDeadline(began.Add(gone))
			ended := make(chan bool)
			defer close(ended)
			go func() { // a byte now and then keeps nobody in
				for {
					select {
					case <-ended:
						return
					case <-time.After(gone / 28):
						if i%len(starts) > 0 && i%len(starts) < 6 {
							io.WriteString(c, "x")
						}
					}
				}
			}()
			_, err := io.Copy(io.Discard, c)
			if errors.Is(err, syscall.ECONNRESET) || err == nil {
				return
			}
			t.Errorf("a connection that began with %.40q is there after %v: %v", starts[i%len(starts)], time.Since(began).Round(time.Millisecond), err)
		})
	}
	var took []time.Duration
	for open.Load() > 0 {
		took = append(took, warm())
		time.Sleep(2 * time.Millisecond)
	}
	wg.Wait()
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d slow connections gone in %v; %d good requests, p50 %v, p99 %v", n, time.Since(began).Round(time.Millisecond), len(took), took[len(took)/2], p99)
	if p99 > good {
		t.Errorf("p99 of good requests is %v, want %v at most", p99, good)
	}
	client.CloseIdleConnections()
	after := 0
	for range 100 {
		if after = runtime.NumGoroutine(); after <= before+5 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d goroutines became %d", before, after)
}

// TestSlowReader asks for more than the sockets between hold, and does not read it.
func TestSlowReader(t *testing.T) {
	r := run(t, policyOf(func(context.Context, []byte) decision.Answer {
		a := permits()
		a.Reasons[0].Text = strings.Repeat("x", 200_000)
		return a
	}), serve.Options{Limits: short})
	c, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	body := batch(100)
	fmt.Fprintf(c, "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	time.Sleep(short.Write + short.Write/4)
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	switch n, err := io.Copy(io.Discard, c); {
	case errors.Is(err, os.ErrDeadlineExceeded):
		t.Error("the connection is there for good")
	case n >= 100*200_000:
		t.Errorf("%d bytes came, although nobody read them in time", n)
	}
}

// TestStopLosesNothing stops a server under load: what was sent is answered.
func TestStopLosesNothing(t *testing.T) {
	slow := policyOf(func(context.Context, []byte) decision.Answer {
		time.Sleep(2 * time.Millisecond)
		return permits()
	})
	for range 5 {
		r := run(t, slow, serve.Options{Limits: short})
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
		var answered atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for {
					res, err := client.Post(r.url("/v1/decision"), "application/json", strings.NewReader(asked))
					if err != nil {
						if !errors.Is(err, syscall.ECONNREFUSED) { // which is a server that is gone
							t.Errorf("after %d answers: %v", answered.Load(), err)
						}
						return
					}
					text, err := io.ReadAll(res.Body)
					res.Body.Close()
					if err != nil || res.StatusCode != 200 || !bytes.Contains(text, []byte(`"allow":true`)) {
						t.Errorf("status %d, %s, %v", res.StatusCode, text, err)
						return
					}
					answered.Add(1)
				}
			})
		}
		time.Sleep(100 * time.Millisecond)
		r.stop()
		if err := <-r.ended; err != nil {
			t.Error(err)
		}
		wg.Wait()
		if answered.Load() == 0 {
			t.Error("nothing was asked")
		}
		client.CloseIdleConnections()
	}
}

// TestStopEnds stops a server whose engine never answers.
func TestStopEnds(t *testing.T) {
	goOn := make(chan bool)
	defer close(goOn)
	asking := make(chan bool)
	limits := short
	limits.Stop = 100 * time.Millisecond
	r := run(t, policyOf(func(context.Context, []byte) decision.Answer { asking <- true; <-goOn; return permits() }), serve.Options{Limits: limits})
	failed := make(chan error, 1)
	go func() {
		_, err := http.Post(r.url("/v1/decision"), "application/json", strings.NewReader(asked))
		failed <- err
	}()
	<-asking
	r.stop()
	select {
	case err := <-r.ended:
		if err == nil {
			t.Error("a request was cut off, and nobody says so")
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the server does not stop")
	}
	if err := <-failed; err == nil {
		t.Error("a request that nobody answered got a response")
	}
}

// TestReadyWhileStopping asks on a connection that was open when the stop began.
func TestReadyWhileStopping(t *testing.T) {
	limits := short
	limits.Linger, limits.Idle = time.Second, 10*time.Second
	r := run(t, realPolicy(t), serve.Options{Limits: limits})
	c, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReader(c)
	for i, want := range []int{200, 503} {
		fmt.Fprint(c, "GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		if res.StatusCode != want || res.Close != (i == 1) {
			t.Errorf("status %d, want %d; closes: %v; %s", res.StatusCode, want, res.Close, text)
		}
		r.stop()
		time.Sleep(100 * time.Millisecond)
	}
}

// TestRawRequests sends what no client library would.
func TestRawRequests(t *testing.T) {
	r := run(t, realPolicy(t), serve.Options{Limits: short})
	headers := func(n int) string {
		return "GET /health HTTP/1.1\r\nHost: x\r\nX-Canary: " + strings.Repeat("c", n) + "\r\n\r\n"
	}
	for _, c := range []struct {
		name, send string
		status     int
	}{
		{"15 KiB of headers", headers(15 << 10), 200},
		{"17 KiB of headers", headers(17 << 10), 431},
		{"a megabyte of headers", headers(1 << 20), 431},
		{"a malformed line", "canary\r\n\r\n", 400},
		{"a malformed version", "GET / HTTP/canary\r\n\r\n", 400},
		{"a malformed header", "GET / HTTP/1.1\r\nHost: x\r\ncanary canary: x\r\n\r\n", 400},
		{"a malformed length", "POST /v1/decision HTTP/1.1\r\nHost: x\r\nContent-Length: canary\r\n\r\n", 400},
		{"two lengths", "POST /v1/decision HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
		{"a large body", "POST /v1/decision HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n", 413},
		{"a large body in chunks", "POST /v1/decision HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n" + strings.Repeat("c", 0x10001) + "\r\n0\r\n\r\n", 413},
		{"a body that never comes", "POST /v1/decision HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n", 408},
		{"half a body", "POST /v1/decision HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n", 400},
		{"no host", "POST /v1/decision HTTP/1.0\r\nContent-Length: " + fmt.Sprint(len(asked)) + "\r\n\r\n" + asked, 200},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", r.address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go io.WriteString(conn, c.send)
			conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(res.Body)
			if res.StatusCode != c.status || bytes.Contains(text, []byte("canary")) {
				t.Errorf("status %d, want %d: %s", res.StatusCode, c.status, text)
			}
		})
	}
}
