//go:build opa

package serve_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
)

// stockVersion is the OPA that our go.mod links.
const stockVersion = "v1.22.2"

// BenchmarkBesideStockOPA asks candor serve, with its log, metrics and limits, and opa
// run, by the same bundle of the five worked examples, the published questions in turn.
// Every iteration is a round in which both take their turns, so that what the machine
// does meanwhile meets both; what is told are medians over the rounds:
//
//	go test -tags opa ./policies/serve -run '^$' -bench BesideStockOPA -benchtime 9x
func BenchmarkBesideStockOPA(b *testing.B) {
	dir := b.TempDir()
	file := filepath.Join(dir, "policy.tar.gz")
	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{Serial: 1})
	if err != nil {
		b.Fatal(err)
	}
	var packed bytes.Buffer
	if err := bundle.Write(&packed, doc, bundle.Signing{}); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	command(b, dir, "go", "install", "github.com/open-policy-agent/opa@"+stockVersion)
	command(b, ".", "go", "build", "-o", dir, "../../cmd/candor")
	candor := launch(b, dir, "/ready", filepath.Join(dir, "candor"), "serve", "--bundle", file, "--insecure-unsigned", "--listen")
	opa := launch(b, dir, "/health?bundles", filepath.Join(dir, "opa"), "run", "--server", "--bundle", file, "--log-level", "error", "--addr")

	var one, batches []string
	questions := publishedQuestions(b)
	for _, q := range questions {
		one = append(one, requestTo("/v1/data/candor/decision", `{"input":`+q+`}`))
	}
	for some := range slices.Chunk(questions, 100) {
		batches = append(batches, requestTo("/v1/decisions", `{"questions":[`+strings.Join(some, ",")+`]}`))
	}
	batches = batches[:len(questions)/100] // whole ones
	const turn = 700 * time.Millisecond
	for _, s := range []*server{candor, opa} { // and each answers with an answer
		s.load(b, 1, turn, one)
	}
	measured := map[string][]float64{}
	note := func(name string, value float64) { measured[name] = append(measured[name], value) }
	for b.Loop() {
		for _, c := range []int{1, 4} {
			ours, theirs := candor.load(b, c, turn, one), opa.load(b, c, turn, one)
			at := fmt.Sprint("_c", c)
			note("rps_ratio"+at, ours.perSecond/theirs.perSecond)
			note("cpu_ratio"+at, ours.cpu/theirs.cpu)
			note("candor_rps"+at, ours.perSecond)
			note("opa_rps"+at, theirs.perSecond)
			note("candor_cpu_µs"+at, ours.cpu)
			note("opa_cpu_µs"+at, theirs.cpu)
			note("candor_p50_µs"+at, ours.p50)
			note("candor_p99_µs"+at, ours.p99)
			note("opa_p50_µs"+at, theirs.p50)
			note("opa_p99_µs"+at, theirs.p99)
			if c == 1 {
				batch := candor.load(b, c, turn, batches)
				note("batch_x_one", batch.mean/ours.mean)
				note("batch_cpu_x_one", batch.cpu/ours.cpu)
			}
		}
	}
	for name, values := range measured {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], name)
	}
	b.ReportMetric(0, "ns/op")
}

// publishedQuestions are those of the corpus, in JSON.
func publishedQuestions(b *testing.B) (all []string) {
	files, err := filepath.Glob("../testdata/questions/*.toml")
	if err != nil || len(files) == 0 {
		b.Fatalf("no questions: %v", err)
	}
	for _, file := range files {
		var corpus struct{ Question []struct{ Question string } }
		if _, err := toml.DecodeFile(file, &corpus); err != nil {
			b.Fatal(err)
		}
		for _, q := range corpus.Question {
			var compact bytes.Buffer
			if err := json.Compact(&compact, []byte(q.Question)); err != nil {
				b.Fatal(err)
			}
			all = append(all, compact.String())
		}
	}
	return all
}

func requestTo(path, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body)
}

func command(b *testing.B, dir string, args ...string) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOBIN="+dir, "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// server is a process that answers on a port of this machine.
type server struct {
	address string
	pid     int
}

// launch starts a server at a free address, which is its last argument, and waits until
// it is ready. What it prints goes to a file.
func launch(b *testing.B, dir, ready string, args ...string) *server {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	log, err := os.Create(filepath.Join(dir, filepath.Base(args[0])+".log"))
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(args[0], append(args[1:], address)...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cmd.Process.Kill(); cmd.Wait(); log.Close() })
	for range 600 {
		if r, err := http.Get("http://" + address + ready); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return &server{address, cmd.Process.Pid}
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	text, _ := os.ReadFile(log.Name())
	b.Fatalf("%v is not ready: %s", args, text)
	return nil
}

// load is what a turn took; times are in microseconds.
type load struct{ perSecond, mean, p50, p99, cpu float64 }

// load keeps a number of connections busy for a while.
func (s *server) load(b *testing.B, connections int, while time.Duration, requests []string) load {
	b.Helper()
	var mu sync.Mutex
	var took []time.Duration
	var wg sync.WaitGroup
	began, cpu := time.Now(), s.cpu(b)
	for c := range connections {
		wg.Go(func() {
			conn, err := net.Dial("tcp", s.address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			in := bufio.NewReaderSize(conn, 64<<10)
			var own []time.Duration
			for i := c * len(requests) / connections; time.Since(began) < while; i++ {
				sent := time.Now()
				if _, err := io.WriteString(conn, requests[i%len(requests)]); err != nil {
					b.Error(err)
					return
				}
				if err := answered(in); err != nil {
					b.Errorf("%s: %v", s.address, err)
					return
				}
				own = append(own, time.Since(sent))
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	wg.Wait()
	elapsed, spent := time.Since(began), s.cpu(b)-cpu
	if len(took) == 0 {
		b.Fatal("nothing was asked")
	}
	slices.Sort(took)
	µs := func(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
	n := float64(len(took))
	return load{n / elapsed.Seconds(), µs(elapsed) * float64(connections) / n, µs(took[len(took)/2]), µs(took[len(took)*99/100]), µs(spent) / n}
}

// answered reads one response, and wants it to be good: as cheaply as can be, for the
// machine is the servers'.
func answered(in *bufio.Reader) error {
	length := -1
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
			return fmt.Errorf("it answers %s", line)
		}
		if len(line) == 2 {
			break
		}
		if name, value, _ := bytes.Cut(line, []byte(": ")); bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	if length >= 0 {
		_, err := in.Discard(length)
		return err
	}
	for { // in chunks
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return err
		}
		if _, err := in.Discard(int(size) + 2); err != nil || size == 0 {
			return err
		}
	}
}

// cpu is the time that the process has had of all processors, of a hundredth of a second.
func (s *server) cpu(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	ticks := 0
	for _, f := range fields[11:13] { // user and system
		n, err := strconv.Atoi(f)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
