package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"github.com/candor-privacy/candor/policies/registry/registrytest"
)

var update = flag.Bool("update", false, "rewrite what the conversations expect")

// day is the day of every conversation, so that no test depends on today.
const day = "2026-11-21T12:00:00Z"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"candor": func() {
		now, err := time.Parse(time.RFC3339, day)
		if err != nil {
			panic(err)
		}
		if os.Getenv("CANDOR_TEST_FAULT") != "" {
			now = time.Time{}
		}
		p := process{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, now: func() time.Time { return clock(now) }}
		os.Exit(run(context.Background(), p, os.Args[1:]))
	}})
}

// clock stands still; asked for by a test, it breaks, so that the command meets a
// fault of its own.
func clock(now time.Time) time.Time {
	if now.IsZero() {
		panic("the clock fell off the wall")
	}
	return now
}

// TestConversations runs the scripts in testdata: what people type and what they
// see.
func TestConversations(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			repository, err := filepath.Abs("../..")
			env.Setenv("REPOSITORY", repository)
			env.Setenv("HOME", env.WorkDir)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"json":    isJSON,
			"preview": preview,
			"serve":   serveConversation,

			"certificate": certificate,
			"registry":    runRegistry,
		},
	})
}

// registry [USERNAME PASSWORD] starts a registry, whose host is in $REGISTRY from then
// on.
func runRegistry(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 && len(args) != 2 {
		ts.Fatalf("usage: registry [USERNAME PASSWORD]")
	}
	r := registrytest.New()
	ts.Defer(r.Close)
	if len(args) == 2 {
		r.Username, r.Password = args[0], args[1]
	}
	ts.Setenv("REGISTRY", r.Host)
}

// exits CODE ARGS… runs candor and wants exactly this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARGS…")
	}
	err := ts.Exec("candor", args[1:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("candor did not run: %v", err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("candor %s: exit %d, want %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// json [PATH VALUE] wants standard output to be one JSON document, and the value
// at a path such as findings.0.code to be as given.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	var doc any
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		ts.Fatalf("standard output is no JSON: %v", err)
	}
	if _, err := d.Token(); err != io.EOF {
		ts.Fatalf("standard output has more than one JSON document")
	}
	if len(args) == 0 {
		return
	}
	for _, key := range strings.Split(args[0], ".") {
		switch v := doc.(type) {
		case map[string]any:
			doc = v[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(v) {
				ts.Fatalf("%s: no element %q in %v", args[0], key, v)
			}
			doc = v[i]
		default:
			ts.Fatalf("%s: nothing at %q", args[0], key)
		}
	}
	if got := fmt.Sprint(doc); (got == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

// preview DIR PATH REGEXP [FILE REPLACEMENT REGEXP] starts a preview, wants the
// page to match, then copies a file into the workspace and wants the page to come
// to match the second pattern. Interrupting it must end it with exit code 0.
func preview(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	self, err := os.Executable()
	ts.Check(err)
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(self), "candor"), "preview", ts.MkAbs(args[0]))
	if _, err := os.Stat(cmd.Path); err != nil {
		cmd.Path, err = exec.LookPath("candor")
		ts.Check(err)
	}
	said, err := os.CreateTemp(ts.Getenv("TMPDIR"), "talk")
	ts.Check(err)
	defer os.Remove(said.Name())
	defer said.Close()
	cmd.Stderr = said
	talk := func() string {
		text, err := os.ReadFile(said.Name())
		ts.Check(err)
		return string(text)
	}
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	defer cmd.Process.Kill()
	address, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	wants := []string{args[2]}
	if len(args) > 3 {
		wants = append(wants, args[5])
	}
	for i, want := range wants {
		if i == 1 {
			ts.Check(os.WriteFile(ts.MkAbs(args[3]), []byte(ts.ReadFile(args[4])), 0o644))
		}
		awaitPage(ts, strings.TrimSpace(address)+args[1], regexp.MustCompile(want))
	}
	for ctx.Err() == nil && !strings.Contains(talk(), "built in") { // the first page does not wait for that
		time.Sleep(10 * time.Millisecond)
	}
	ts.Check(cmd.Process.Signal(syscall.SIGINT))
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("an interrupted preview ended with %v and said %s", err, talk())
	}
	fmt.Fprint(ts.Stderr(), talk())
}

// serveConversation REQUEST BODY REGEXP ARGS… starts a server with these arguments, on
// a free port unless they say where, sends a request such as 'POST /v1/decision', wants
// the response to match, and stops it, which must end it with exit code 0. What it said
// becomes standard output and standard error.
func serveConversation(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if !slices.Contains(args, "--listen") {
		args = append(args, "--listen", "127.0.0.1:0")
	}
	path, err := exec.LookPath("candor")
	ts.Check(err)
	cmd := exec.CommandContext(ctx, path, append([]string{"serve"}, args[3:]...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "CANDOR_TOKEN="+ts.Getenv("CANDOR_TOKEN"))
	var log bytes.Buffer
	cmd.Stdout = &log
	talk, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	defer cmd.Process.Kill()
	var said bytes.Buffer
	lines := bufio.NewScanner(io.TeeReader(talk, &said))
	address := ""
	for address == "" && lines.Scan() {
		_, address, _ = strings.Cut(lines.Text(), " served at ")
	}
	if got := ask(ts, address, args[0], args[1]); !regexp.MustCompile(args[2]).MatchString(got) {
		ts.Fatalf("%s gets\n%s", args[0], got)
	}
	ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(&said, talk)
	ts.Check(err)
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("a stopped server ended with %v and said %s", err, &said)
	}
	fmt.Fprint(ts.Stdout(), &log)
	fmt.Fprint(ts.Stderr(), &said)
}

// certificate CERT KEY writes a certificate that signs itself, and its key.
func certificate(ts *testscript.TestScript, neg bool, args []string) {
	public, private, err := ed25519.GenerateKey(nil)
	ts.Check(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	ts.Check(err)
	key, err := x509.MarshalPKCS8PrivateKey(private)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
}

// ask sends a request and gives the status and the body of the response.
func ask(ts *testscript.TestScript, address, line, body string) string {
	method, path, _ := strings.Cut(line, " ")
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // whose certificate it is, is not the matter here
	defer transport.CloseIdleConnections()
	if socket, ok := strings.CutPrefix(address, "unix:"); ok {
		transport.DialContext = func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", ts.MkAbs(socket)) }
		address = "http://candor/"
	}
	req, err := http.NewRequest(method, strings.TrimSuffix(address, "/")+path, strings.NewReader(body))
	ts.Check(err)
	if token := ts.Getenv("SHOWN"); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := (&http.Client{Transport: transport}).Do(req)
	ts.Check(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	ts.Check(err)
	return fmt.Sprintf("%d %s", res.StatusCode, text)
}

func awaitPage(ts *testscript.TestScript, url string, want *regexp.Regexp) {
	var page []byte
	for range 200 {
		res, err := http.Get(url)
		ts.Check(err)
		page, err = io.ReadAll(res.Body)
		res.Body.Close()
		ts.Check(err)
		if want.Match(page) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	ts.Fatalf("%s never matched %s; it is\n%s", url, want, page)
}

// TestHelp holds every help text to what the verb really takes.
func TestHelp(t *testing.T) {
	a := &app{process: process{out: io.Discard, err: io.Discard, env: func(string) string { return "" }}}
	for _, cmd := range a.verbs() {
		if !strings.Contains(rootHelp, "candor "+cmd.Name()) {
			t.Errorf("candor --help does not name %s", cmd.Name())
		}
		if !strings.Contains(cmd.Long, "\nExample\n  candor "+cmd.Name()) {
			t.Errorf("the help of %s has no example", cmd.Name())
		}
		for _, verb := range append(cmd.Commands(), cmd) {
			verb.Flags().VisitAll(func(f *pflag.Flag) {
				if !strings.Contains(cmd.Long+verb.Long, "--"+f.Name) {
					t.Errorf("the help of %s does not name --%s", verb.CommandPath(), f.Name)
				}
			})
			for _, line := range strings.Split(verb.Long, "\n") {
				if len(line) > 82 {
					t.Errorf("the help of %s has a line of %d characters: %s", verb.CommandPath(), len(line), line)
				}
			}
		}
	}
}

// TestHelpExamples asks what the help of ask suggests: an example that the notice
// does not understand is none.
func TestHelpExamples(t *testing.T) {
	t.Chdir("../..")
	_, examples, _ := strings.Cut(askHelp, "\nExample\n")
	for _, line := range strings.Split(strings.TrimSpace(examples), "\n") {
		var out bytes.Buffer
		p := process{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
		code := run(t.Context(), p, strings.Fields(line)[1:])
		if code > exitFindings || !strings.Contains(out.String(), "toml ") {
			t.Errorf("%s: exit %d, and it prints\n%s", line, code, &out)
		}
	}
}

// TestColorOnlyDecorates compares a report with and without colour.
func TestColorOnlyDecorates(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"candor.toml": "title = \"x\"\n", "notices/n/notice.toml": "[notice]\ntitel = 3\n"} {
		if err := writeNew(filepath.Join(dir, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	report := func(args ...string) string {
		var out bytes.Buffer
		p := process{in: strings.NewReader(""), out: &out, err: io.Discard, env: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
		if code := run(t.Context(), p, append(args, "check", dir)); code != exitFindings {
			t.Fatalf("check: exit %d, want %d", code, exitFindings)
		}
		return out.String()
	}
	plain, colored := report(), report("--color=always")
	if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b") {
		t.Error("colour is on without a terminal, or off when asked for")
	}
	if stripped := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(colored, ""); stripped != plain {
		t.Errorf("colour changes the words:\n%s\nwant\n%s", stripped, plain)
	}
}
