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
	page, err := os.ReadFile("ASK.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```go\n")
	program, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the page shows no program")
	}
	if tidy, err := format.Source([]byte(program)); err != nil || string(tidy) != program {
		t.Errorf("gofmt would write the page’s program otherwise (%v):\n%s", err, tidy)
	}
	dir := t.TempDir()
	source, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "ask")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("main.go", program)
	if out, err := exec.Command("go", "build", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	doc, err := policies.Compile(examples(t), policies.Options{Serial: 1})
	if err != nil {
		t.Fatal(err)
	}
	key, other := signingKey(t), signingKey(t)
	var packed bytes.Buffer
	if err := bundle.Write(&packed, doc, bundle.Signing{Key: key}); err != nil {
		t.Fatal(err)
	}
	write("policy.tar.gz", packed.String())
	for pem, want := range map[string]string{
		key.Public.PEM:   "true ",
		other.Public.PEM: "false No policy is loaded.",
	} {
		write("policy.pub", pem)
		ask := exec.Command(binary)
		ask.Dir = dir
		out, err := ask.CombinedOutput()
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if err != nil || !strings.HasPrefix(lines[len(lines)-1], want) {
			t.Errorf("%v\n%s\nwant the last line to begin with %q", err, out, want)
		}
	}
}
