//go:build opa

package bundle_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/vectors"
)

// published are the questions about the examples, in JSON.
func published() (all []string) {
	for _, set := range vectors.All() {
		for _, v := range set.Vectors {
			if set.Workspace == "." && set.Now.IsZero() && v.Text == nil {
				all = append(all, string(v.Question))
			}
		}
	}
	return all
}

// canonical is an answer with its keys in order, whoever wrote it.
func canonical(t testing.TB, answer []byte) string {
	t.Helper()
	text, err := vectors.Canonical(answer)
	if err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	return string(text)
}

// deployed runs OPA as our systemd unit does, but for the places: everything is in
// a folder, and it polls every second.
func deployed(t *testing.T, dir, address, host string, key *bundle.PublicKey) *opaServer {
	t.Helper()
	files, err := bundle.OPA{URL: host + "/policy.tar.gz", Keys: []*bundle.PublicKey{key}}.Deploy("systemd", bundle.Deployment{})
	if err != nil {
		t.Fatal(err)
	}
	var args []string
	here := strings.NewReplacer("/etc/candor/", dir+"/", "/var/lib/candor-opa", dir)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(here.Replace(impatient(text))), 0o600); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text) {
			if command, ok := strings.CutPrefix(line, "ExecStart=/usr/local/bin/opa run --server --addr=127.0.0.1:8181 "); ok {
				args = strings.Fields(here.Replace(command))
			}
		}
	}
	if args == nil {
		t.Fatal("the unit runs no OPA")
	}
	return startAt(t, command(t), address, args...)
}

// moody hosts bundles as the network does on a bad day: what each poll gets is drawn.
type moody struct {
	bundles
	old []byte

	moods   chan string // what the next polls get; "" and closed are as they should be
	counts  sync.Map    // mood → *atomic.Int64
	replays atomic.Int64
}

func (h *moody) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mood := ""
	select {
	case mood = <-h.moods:
	default:
	}
	n, _ := h.counts.LoadOrStore(mood, new(atomic.Int64))
	n.(*atomic.Int64).Add(1)
	switch mood {
	case "fail":
		w.WriteHeader(http.StatusInternalServerError)
	case "break off":
		panic(http.ErrAbortHandler)
	case "truncate":
		w.Header().Set("ETag", `"another"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(h.old)))
		w.Write(h.old[:len(h.old)/2])
		panic(http.ErrAbortHandler)
	case "speak of something else":
		w.Header().Set("ETag", `"a page"`)
		io.WriteString(w, "<!doctype html><title>Down for maintenance</title>")
	case "replay":
		h.replays.Add(1)
		w.Header().Set("ETag", `"older"`)
		w.Write(h.old)
	case "delay":
		time.Sleep(2 * time.Second)
		h.bundles.ServeHTTP(w, r)
	default:
		h.bundles.ServeHTTP(w, r)
	}
}

// listen serves at an address, again and again the same, until it is stopped.
func (h *moody) listen(t *testing.T, address string) (stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return func() { s.Close() }
}

// load asks one OPA again and again, and looks at every answer.
type load struct {
	questions []string
	want      map[int][]string // serial → answers, in canonical form

	asked, failed, wrong, back atomic.Int64
	serial                     atomic.Int64 // of the answer before
	mu                         sync.Mutex
	first                      string // what went wrong first
}

func (l *load) complain(n *atomic.Int64, format string, args ...any) {
	n.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.first == "" {
		l.first = fmt.Sprintf(format, args...)
	}
}

// ask puts one question, and gives the serial that answered.
func (l *load) ask(t *testing.T, client *http.Client, url string, i int) {
	l.asked.Add(1)
	r, err := client.Post(url, "application/json", strings.NewReader(`{"input":`+l.questions[i]+`}`))
	if err != nil {
		l.complain(&l.failed, "%v", err)
		return
	}
	body, err := io.ReadAll(r.Body)
	r.Body.Close()
	var got struct {
		Result json.RawMessage `json:"result"`
	}
	var a decision.Answer
	if err != nil || r.StatusCode != http.StatusOK || json.Unmarshal(body, &got) != nil || json.Unmarshal(got.Result, &a) != nil {
		l.complain(&l.failed, "%s: %s %s %v", l.questions[i], r.Status, body, err)
		return
	}
	if want := l.want[a.Bundle.Serial]; want == nil || canonical(t, got.Result) != want[i] {
		l.complain(&l.wrong, "%s\nis answered %s", l.questions[i], got.Result)
	}
	if before := l.serial.Swap(int64(a.Bundle.Serial)); before > int64(a.Bundle.Serial) {
		l.back.Add(1)
	}
}

// run asks until it is stopped, about a hundred questions a second.
func (l *load) run(t *testing.T, url string, seed uint64) (stop func()) {
	end, done := make(chan struct{}), make(chan struct{})
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}
	r := rand.New(rand.NewPCG(seed, 1))
	go func() {
		defer close(done)
		for {
			select {
			case <-end:
				return
			case <-time.After(8 * time.Millisecond):
				l.ask(t, client, url+"/v1/data/candor/decision", r.IntN(len(l.questions)))
			}
		}
	}()
	return func() { close(end); <-done; client.CloseIdleConnections() }
}

// reworded is a policy in which every sentence is another, so that an answer mixed of
// two policies would show.
func reworded(doc *document.Document, more string) *document.Document {
	for _, n := range doc.Notices {
		for i := range n.Reasons {
			n.Reasons[i].Text += more
		}
	}
	return doc
}

// TestStockFleet runs three OPAs by our systemd unit under load, through a rolling
// update, a host of bundles that goes down, a restart while it is down, and a host
// that fails, breaks off, truncates, delays, answers with something else, and gives
// an old bundle again. Every answer has to be that of our engine by the old policy or
// the new one, and none may fail. An OPA goes back to the old one only where it was
// given that again: it knows no older and newer, and takes what is signed.
func TestStockFleet(t *testing.T) {
	key := newKey(t, "ES256")
	o := policies.Options{Issued: "2026-01-01", Expires: "2099-12-31"}
	packed, want := map[int][]byte{}, map[int][]string{}
	questions := published()
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
	questions = questions[:100]
	for serial := 1; serial <= 2; serial++ {
		o.Serial = serial
		doc := reworded(examples(t, o), fmt.Sprintf(" (%d)", serial))
		packed[serial] = written(t, doc, bundle.Signing{Key: key})
		b, err := bundle.Read(bytes.NewReader(packed[serial]), trusting(key))
		if err != nil {
			t.Fatal(err)
		}
		ours, err := policies.NewFromBundle(t.Context(), b, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			text, err := json.Marshal(ours.DecideJSON(t.Context(), []byte(q)))
			if err != nil {
				t.Fatal(err)
			}
			want[serial] = append(want[serial], canonical(t, text))
		}
	}

	host := &moody{bundles: bundles{packed: packed[1]}, old: packed[1], moods: make(chan string, 1000)}
	address := free(t)
	down := host.listen(t, address)
	const size = 3
	fleet, loads, stops, dirs := make([]*opaServer, size), make([]*load, size), make([]func(), size), make([]string, size)
	for i := range fleet {
		dirs[i] = t.TempDir()
		fleet[i] = deployed(t, dirs[i], free(t), "http://"+address, key.Public)
	}
	for i, opa := range fleet {
		opa.until("load the bundle", opa.ready)
		loads[i] = &load{questions: questions, want: want}
		stops[i] = loads[i].run(t, opa.url, uint64(i))
	}
	all := func(what string, serial int64) {
		t.Helper()
		for i, opa := range fleet {
			opa.until(what, func() bool { return loads[i].serial.Load() == serial })
		}
	}
	steady := func(after string) {
		t.Helper()
		for i, l := range loads {
			if l.failed.Load()+l.wrong.Load()+l.back.Load() > 0 {
				t.Fatalf("%s: OPA %d: %d failed, %d wrong, %d times back of %d\n%s", after, i, l.failed.Load(), l.wrong.Load(), l.back.Load(), l.asked.Load(), l.first)
			}
		}
	}

	all("answer by the first policy", 1)
	host.put(packed[2])
	all("answer by the second policy", 2)
	steady("after the update")

	down()
	time.Sleep(4 * time.Second)
	steady("while the host is down")
	stops[0]() // as its load balancer does
	fleet[0].stop()
	fleet[0] = deployed(t, dirs[0], free(t), "http://"+address, key.Public)
	fleet[0].until("start from what it kept", fleet[0].ready)
	stops[0] = loads[0].run(t, fleet[0].url, size)
	if got := fleet[0].serial(); got != 2 {
		t.Errorf("what it kept is serial %d", got)
	}
	steady("after a restart")

	bad := []string{"fail", "break off", "truncate", "speak of something else", "delay", "replay"}
	r := rand.New(rand.NewPCG(7, 8))
	for range 12 { // one bad poll in two, of every kind at least twice
		r.Shuffle(len(bad), func(i, j int) { bad[i], bad[j] = bad[j], bad[i] })
		host.moods <- bad[0]
		host.moods <- ""
	}
	for range 2 {
		for _, mood := range bad {
			host.moods <- mood
			host.moods <- ""
		}
	}
	host.listen(t, address)
	fleet[1].until("poll through the chaos", func() bool { return len(host.moods) == 0 })
	all("come back to the second policy", 2)
	for i, stop := range stops {
		stop()
		l := loads[i]
		if l.failed.Load()+l.wrong.Load() > 0 {
			t.Errorf("OPA %d: %d failed, %d wrong of %d\n%s", i, l.failed.Load(), l.wrong.Load(), l.asked.Load(), l.first)
		}
		if l.back.Load() > host.replays.Load() {
			t.Errorf("OPA %d went back %d times, and the old bundle was given %d times", i, l.back.Load(), host.replays.Load())
		}
		t.Logf("OPA %d: %d decisions, 0 failed, 0 wrong, %d times back", i, l.asked.Load(), l.back.Load())
	}
	host.counts.Range(func(mood, n any) bool {
		t.Logf("polls %q: %d", mood, n.(*atomic.Int64).Load())
		return true
	})
	if n, _ := host.counts.Load("replay"); n == nil {
		t.Error("no old bundle was given again")
	}

	// Nobody writes to it, and nobody reads what it holds.
	for request, want := range map[string]int{
		"POST /": 200, "POST /v0/data/candor/decision": 200, "GET /health?bundles": 200, "GET /metrics": 200,
		"GET /v1/data/candor/decision": 401, "GET /v1/data": 401, "POST /v1/data/candor/data": 401, "POST /v1/query": 401, "POST /v1/compile": 401,
		"PUT /v1/data/candor_notices/more": 401, "PATCH /v1/data": 401, "PUT /v1/policies/more": 401, "DELETE /v1/policies/more": 401, "GET /v1/policies": 401, "GET /v1/config": 401, "GET /v1/status": 401,
	} {
		method, path, _ := strings.Cut(request, " ")
		q, err := http.NewRequest(method, fleet[0].url+path, strings.NewReader(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: %s, want %d", request, answer.Status, want)
		}
	}
}
