//go:build opa

package bundle_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/policies/decision/decisiontest"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/replay"
	"github.com/candor-privacy/candor/policies/vectors"
)

// stockVersion is the OPA that our go.mod links, and the least that bundles are for.
const stockVersion = "v1.22.2"

// built is the folder of OPA's commands, and goes with the tests.
var built string

func TestMain(m *testing.M) {
	var err error
	if built, err = os.MkdirTemp("", "opa"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(built)
	os.Exit(code)
}

// stockOPA builds OPA's own command as go install does, and wasmOPA as it is released,
// with what runs Wasm.
var (
	stockOPA = sync.OnceValues(func() (string, error) { return install("") })
	wasmOPA  = sync.OnceValues(func() (string, error) { return install("opa_wasm") })
)

func install(tags string) (string, error) {
	dir, err := os.MkdirTemp(built, "opa")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "install", "-tags", tags, "github.com/open-policy-agent/opa@"+stockVersion)
	cmd.Dir = dir // outside of our module, so that its own go.mod counts
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build OPA: %w\n%s", err, out)
	}
	return filepath.Join(dir, "opa"), nil
}

// bundles is a static host with ETags.
type bundles struct {
	mu     sync.Mutex
	packed []byte
}

func (h *bundles) put(b []byte) { h.mu.Lock(); h.packed = b; h.mu.Unlock() }

func (h *bundles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(h.packed))
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("ETag", tag)
	w.Write(h.packed)
}

// opaServer is a running OPA.
type opaServer struct {
	t    testing.TB
	url  string
	logs *lines
	cmd  *exec.Cmd
}

// lines is what OPA prints, its decision log included.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *lines) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

// configured is the configuration that we print, with a poll every second and the
// decisions in the log.
func configured(t testing.TB, o bundle.OPA) string {
	t.Helper()
	o.Logs = "console"
	if o.Directory == "" {
		o.Directory = t.TempDir()
	}
	config, err := o.Config()
	if err != nil {
		t.Fatal(err)
	}
	return impatient(config)
}

// impatient has OPA poll every second.
func impatient(config string) string {
	return strings.NewReplacer("min_delay_seconds: 30", "min_delay_seconds: 1", "max_delay_seconds: 60", "max_delay_seconds: 1").Replace(config)
}

// start runs a stock OPA with a configuration.
func start(t testing.TB, config string) *opaServer {
	t.Helper()
	return startFrom(t, command(t), config)
}

// startFrom runs the command of an OPA with a configuration, and with files.
func startFrom(t testing.TB, opa, config string, files ...string) *opaServer {
	t.Helper()
	file := filepath.Join(t.TempDir(), "opa.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return startAt(t, opa, free(t), append([]string{"--config-file", file, "--log-format", "json"}, files...)...)
}

// command is the command of a stock OPA.
func command(t testing.TB) string {
	t.Helper()
	opa, err := stockOPA()
	if err != nil {
		t.Fatal(err)
	}
	return opa
}

// free is an address that nobody listens at.
func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// startAt runs an OPA at an address, until the test ends or it is stopped.
func startAt(t testing.TB, opa, address string, args ...string) *opaServer {
	t.Helper()
	s := &opaServer{t: t, url: "http://" + address, logs: &lines{}}
	s.cmd = exec.Command(opa, append([]string{"run", "--server", "--addr", address}, args...)...)
	s.cmd.Stdout, s.cmd.Stderr = s.logs, s.logs
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s
}

// stop ends OPA at once.
func (s *opaServer) stop() { s.cmd.Process.Kill(); s.cmd.Wait() }

// until asks again and again, for at most half a minute.
func (s *opaServer) until(what string, holds func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	s.t.Fatalf("OPA does not come to %s\n%s", what, s.logs)
}

func (s *opaServer) ready() bool {
	r, err := http.Get(s.url + "/health?bundles")
	if err != nil {
		return false
	}
	defer r.Body.Close()
	return r.StatusCode == http.StatusOK
}

// ask puts a question to OPA and gives the answer's JSON.
func (s *opaServer) ask(question string) string {
	s.t.Helper()
	r, err := http.Post(s.url+"/v1/data/candor/decision", "application/json", strings.NewReader(`{"input":`+question+`}`))
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	var got struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &got); err != nil || r.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s %s %v", question, r.Status, body, err)
	}
	return string(got.Result)
}

func (s *opaServer) serial() int {
	var a decision.Answer
	if err := json.Unmarshal([]byte(s.ask(`null`)), &a); err != nil {
		return -1
	}
	return a.Bundle.Serial
}

// TestStockOPA takes an OPA through the life of bundles: it answers the vectors, keeps
// to what was signed, and logs nothing of a person.
func TestStockOPA(t *testing.T) {
	key, thief := newKey(t, "ES256"), newKey(t, "ES256")
	host := &bundles{}
	server := httptest.NewServer(host)
	defer server.Close()
	serial, asked := 0, 0
	publish := func(workspace, expires string) *document.Document {
		serial++
		doc := compiled(t, workspace, policies.Options{Serial: serial, Expires: expires})
		host.put(written(t, doc, bundle.Signing{Key: key}))
		return doc
	}
	doc := publish(".", "")
	opa := start(t, configured(t, bundle.OPA{URL: server.URL + "/policy.tar.gz", Keys: []*bundle.PublicKey{key.Public}}))
	opa.until("load the bundle", opa.ready)
	at := vectors.Set{Workspace: "."}
	for _, set := range vectors.All() {
		if !set.Now.IsZero() {
			continue // its clock is its own
		}
		if set.Workspace != at.Workspace || set.Expires != at.Expires {
			at, doc = set, publish(set.Workspace, set.Expires)
			opa.until("take the next bundle", func() bool { return opa.serial() == serial })
		}
		for _, v := range set.Vectors {
			if v.Text == nil {
				expect(t, set, v, doc, json.RawMessage(opa.ask(string(v.Question))))
				asked++
			}
		}
	}
	t.Logf("%d questions", asked)
	publish(".", "")
	opa.until("come back to the examples", func() bool { return opa.serial() == serial })

	// Nothing of a person in the log, and no unknown word.
	const canary = "canary-5e1f"
	opa.ask(`{"notice":"steptech","action":"use","purpose":"` + canary + `","age":8,"gates":{"` + canary + `":{"by":"` + canary + `"}},"channel":"` + canary + `"}`)
	opa.ask(`"` + canary + `"`)
	opa.until("log its decisions", func() bool { return strings.Count(opa.logs.String(), `"Decision Log"`) >= asked+2 })
	for _, line := range strings.Split(opa.logs.String(), "\n") {
		if strings.Contains(line, canary) {
			t.Errorf("the log holds what a question said: %s", line)
		}
	}

	// So it cannot be replayed, and a replay says so of every decision.
	report, err := replay.Run(t.Context(), strings.NewReader(opa.logs.String()), replay.Policies{})
	if err != nil || report.Masked < asked || report.Asked+report.Malformed > 0 {
		t.Errorf("a replay of OPA's log: %v, %+v", err, report)
	}

	// What nobody we trust has signed, or not as it is, changes nothing.
	next := func(s bundle.Signing) []byte {
		return written(t, compiled(t, ".", policies.Options{Serial: serial + 2}), s)
	}
	all := opened(t, written(t, compiled(t, ".", policies.Options{Serial: serial + 1}), bundle.Signing{Key: key}))
	for name, packed := range map[string][]byte{
		"unsigned":      next(bundle.Signing{}),
		"by a thief":    next(bundle.Signing{Key: thief}),
		"another scope": next(bundle.Signing{Key: key, Scope: "elsewhere"}),
		"stripped":      gzipped(t, tarred(t, all[:len(all)-1], nil)),
		"a file less":   gzipped(t, tarred(t, append(append([]entry{}, all[:5]...), all[6:]...), nil)),
		"a delta":       gzipped(t, tarred(t, []entry{{"patch.json", []byte(`{"data":[{"op":"upsert","path":"/candor/data/bundle/serial","value":3}]}`)}}, nil)),
	} {
		before := strings.Count(opa.logs.String(), "Bundle load failed")
		host.put(packed)
		opa.until("refuse a bundle: "+name, func() bool { return strings.Count(opa.logs.String(), "Bundle load failed") > before })
		if got := opa.serial(); got != serial {
			t.Errorf("%s: serial %d answers", name, got)
		}
	}

	// The next one takes its place.
	publish(".", "")
	opa.until("take the next bundle", func() bool { return opa.serial() == serial })
}

// TestStockFaults puts every fault that OPA can meet to it. A clock that is turned back, a
// decision that takes too long and a panic are not among them: OPA remembers no time,
// bounds none, and has no engine of ours.
func TestStockFaults(t *testing.T) {
	key := newKey(t, "ES256")
	host := &bundles{}
	server := httptest.NewServer(host)
	defer server.Close()
	opa := start(t, configured(t, bundle.OPA{URL: server.URL + "/policy.tar.gz", Keys: []*bundle.PublicKey{key.Public}}))
	policy := func(serial int, change func(*document.Document)) []byte {
		doc := compiled(t, schoolAt, policies.Options{Serial: serial})
		change(doc)
		return written(t, doc, bundle.Signing{Key: key})
	}
	post := func(question string) (int, string) {
		r, err := http.Post(opa.url+"/v1/data/candor/decision", "application/json", strings.NewReader(`{"input":`+question+`}`))
		if err != nil {
			return 0, err.Error()
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(body)
	}
	asked := 0
	put := func(state decisiontest.State) {
		for _, f := range decisiontest.Faults() {
			if f.State != state || f.Name == "key twice" { // of which OPA keeps the last
				continue
			}
			asked++
			status, body := post(f.Question)
			switch {
			case strings.Contains(body, `"allow":true`):
				t.Errorf("%s: %d %s", f.Name, status, body)
			case state == decisiontest.NoBundle: // OPA's own word for nothing
				if strings.Contains(body, "result") {
					t.Errorf("%s: %d %s, want nothing", f.Name, status, body)
				}
			case status == http.StatusOK && !strings.Contains(body, `"code":"`+f.Code+`"`), status != http.StatusOK && (f.Code != decision.BadQuestion && json.Valid([]byte(f.Question)) || status != http.StatusBadRequest):
				t.Errorf("%s: %d %s, want a deny with %s", f.Name, status, body, f.Code)
			}
		}
	}
	opa.until("listen", func() bool { status, _ := post(decisiontest.Sound); return status == http.StatusOK })
	put(decisiontest.NoBundle)

	host.put(policy(1, func(d *document.Document) { d.Bundle.Expires, d.Bundle.Until = "2020-01-01", 1577923200 }))
	opa.until("take the expired bundle", func() bool { _, body := post(decisiontest.Sound); return strings.Contains(body, `"serial":1`) })
	put(decisiontest.Expired)

	host.put(policy(2, func(d *document.Document) { d.Notices["school"].Bars = document.Index[document.Bar]{} }))
	opa.until("take the damaged bundle", func() bool {
		_, body := post(decisiontest.Sound)
		return strings.Contains(body, decision.EvaluationFailed)
	})
	put(decisiontest.Undefined)

	host.put(policy(3, func(*document.Document) {}))
	opa.until("take the sound bundle", func() bool { _, body := post(decisiontest.Sound); return strings.Contains(body, `"allow":true`) })
	put(decisiontest.Fresh)
	t.Logf("%d faults", asked)

	// What the bundle holds cannot be taken away by OPA's own API.
	for _, path := range []string{"/candor_notices/school/bars", "/candor/data/bundle/until", "/candor"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, opa.url+"/v1/data"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode < 400 {
			t.Errorf("OPA deletes %s: %s", path, response.Status)
		}
	}
}

// TestStockTools runs OPA's own checks over the rules as they ship.
func TestStockTools(t *testing.T) {
	opa, err := stockOPA()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "policy.tar.gz")
	if err := os.WriteFile(file, written(t, school(), bundle.Signing{}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"fmt", "--list", "--fail", "../rego"},
		{"check", "--strict", "--bundle", file},
		{"inspect", file},
		{"eval", "--bundle", file, "--format", "raw", "data.candor.decision.outcome"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		out, err := exec.CommandContext(ctx, opa, args...).CombinedOutput()
		cancel()
		if err != nil {
			t.Errorf("opa %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// TestStockWasm gives a bundle with a module to an OPA that runs Wasm: the rules
// answer by OPA's clock, and the module at the time it is told. An OPA that does not
// run Wasm says so.
func TestStockWasm(t *testing.T) {
	opa, err := wasmOPA()
	if err != nil {
		t.Fatal(err)
	}
	without, err := stockOPA()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, input := filepath.Join(dir, "policy.tar.gz"), filepath.Join(dir, "input.json")
	if err := os.WriteFile(file, writtenWasm(t, schoolUntil(""), bundle.Signing{}), 0o600); err != nil {
		t.Fatal(err)
	}
	const question = `{"notice":"school","action":"use","categories":["usage"],"purpose":"service"}`
	eval := func(opa, rule, in string) string {
		if err := os.WriteFile(input, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, opa, "eval", "--bundle", file, "--input", input, "--format", "raw", rule).CombinedOutput()
		return strings.TrimSpace(fmt.Sprint(string(out), cmp.Diff(nil, err)))
	}
	for _, c := range []struct{ opa, rule, input, want string }{
		{opa, "data.candor.decision.reasons[0].code", question, decision.Permitted},
		{opa, "data.candor.timed.decision.reasons[0].code", `{"question":` + question + `,"now":1795219200000}`, decision.Permitted},
		{opa, "data.candor.timed.decision.reasons[0].code", `{"question":` + question + `}`, decision.EvaluationFailed},
		{without, "data.candor.decision", question, "wasm"},
	} {
		if got := eval(c.opa, c.rule, c.input); !strings.Contains(got, c.want) {
			t.Errorf("%s of %s is %s, want %s", c.rule, c.input, got, c.want)
		}
	}
}
