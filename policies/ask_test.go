package policies_test

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
)

// TestAskInGo builds the program of the page for services and runs it beside a
// bundle, with its key and with another.
func TestAskInGo(t *testing.T) {
	dir, run := program(t, 0)
	key, other := signingKey(t), signingKey(t)
	var packed bytes.Buffer
	if err := bundle.Write(&packed, askedPolicy(t), bundle.Signing{Key: key}); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "policy.tar.gz", packed.Bytes())
	for pem, want := range map[string]string{
		key.Public.PEM:   "true ",
		other.Public.PEM: "false No policy is loaded.",
	} {
		write(t, dir, "policy.pub", []byte(pem))
		if out, err := run(); err != nil || !strings.HasPrefix(lastLine(out), want) {
			t.Errorf("%v\n%s\nwant the last line to begin with %q", err, out, want)
		}
	}
}

// TestAskInGoWithoutOPA does so with the second program, which reads the data alone,
// and takes none that has lost a part.
func TestAskInGoWithoutOPA(t *testing.T) {
	dir, run := program(t, 1)
	text, err := askedPolicy(t).JSON()
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "data.json", text)
	if out, err := run(); err != nil || lastLine(out) != "false We never show a child’s name publicly on the Site." {
		t.Errorf("%v\n%s", err, out)
	}
	write(t, dir, "data.json", bytes.Replace(text, []byte(`"FR":["EU","EEA"],`), nil, 1))
	if out, err := run(); err == nil || !strings.Contains(out, "no whole policy") {
		t.Errorf("a policy that has lost a country: %v\n%s", err, out)
	}
}

// program builds a program of the page in a folder of its own, and says how to run it
// there.
func program(t *testing.T, which int) (dir string, run func() (string, error)) {
	t.Helper()
	page, err := os.ReadFile("ASK.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(page), "```go\n")
	if len(parts) < which+2 {
		t.Fatal("the page shows no program")
	}
	text, _, _ := strings.Cut(parts[which+1], "```")
	if tidy, err := format.Source([]byte(text)); err != nil || string(tidy) != text {
		t.Errorf("gofmt would write the page’s program otherwise (%v):\n%s", err, tidy)
	}
	dir = t.TempDir()
	source, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "ask")
	write(t, dir, "main.go", []byte(text))
	if out, err := exec.Command("go", "build", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir, func() (string, error) {
		ask := exec.Command(binary)
		ask.Dir = dir
		out, err := ask.CombinedOutput()
		return string(out), err
	}
}

func write(t *testing.T, dir, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func lastLine(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[len(lines)-1]
}

func askedPolicy(t *testing.T) *policies.Document {
	t.Helper()
	doc, err := policies.Compile(examples(t), policies.Options{Serial: 1})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
