//go:build opa

package bundle_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/util"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
)

// TestStockOPABesideEnvoy does what the page for services says of Envoy: its rules
// and its configuration make OPA tell Envoy which requests may pass.
func TestStockOPABesideEnvoy(t *testing.T) {
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", dir+"/", "./...")
	build.Dir = "testdata/envoy"
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build OPA with its plugin for Envoy: %v\n%s", err, out)
	}
	blocks := shown(t, "Envoy", "rego", "yaml", "yaml")
	rules, plugin, filter := blocks[0], blocks[1], blocks[2]

	inv, _ := inventory.Load(os.DirFS("../.."))
	set, _ := notices.Resolve(inv)
	doc, err := policies.Compile(set, policies.Options{Serial: 1})
	if err != nil {
		t.Fatal(err)
	}
	key := newKey(t, "ES256")
	host := httptest.NewServer(&bundles{packed: written(t, doc, bundle.Signing{Key: key})})
	defer host.Close()
	const named = "127.0.0.1:9191"
	if !strings.Contains(plugin, named) {
		t.Fatalf("the page’s configuration does not listen on %s", named)
	}
	address := free(t)
	gateway := filepath.Join(dir, "gateway.rego")
	if err := os.WriteFile(gateway, []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	opa := startFrom(t, filepath.Join(dir, "envoy"), configured(t, bundle.OPA{URL: host.URL + "/policy.tar.gz", Keys: []*bundle.PublicKey{key.Public}})+strings.Replace(plugin, named, address, 1), gateway)
	opa.until("load the bundle", opa.ready)

	stock, err := stockOPA()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(stock, "fmt", "--list", "--fail", gateway).CombinedOutput(); err != nil {
		t.Errorf("the page’s rules are not formatted: %s", out)
	}

	const canary = "canary-77d0"
	check := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(filepath.Join(dir, "check"), args...).CombinedOutput()
		if err != nil {
			t.Fatalf("check %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	for _, c := range []struct {
		method, path, age string
		allowed           bool
		says              string
	}{
		{"GET", "/profiles/c-17/username", "10", true, ""},
		{"GET", "/profiles/c-17/names", "10", false, "We never show a child’s name publicly on the Site."},
		{"GET", "/profiles/c-17/shoe-size", "10", false, "The notice has no such category of data."},
		{"GET", "/profiles/c-17/username", "ten", false, ""},
		{"POST", "/profiles/c-17/username", "10", false, ""},
		{"GET", "/elsewhere", "10", false, ""},
	} {
		got := check("ask", address, c.method, c.path, "x-age", c.age, "authorization", canary)
		var said struct {
			Status         struct{ Code int }
			OkResponse     *struct{}
			DeniedResponse *struct {
				Status struct{ Code string }
				Body   string
			}
		}
		if err := json.Unmarshal([]byte(got), &said); err != nil {
			t.Fatalf("%v: %s", err, got)
		}
		allowed := said.Status.Code == 0 && said.OkResponse != nil && said.DeniedResponse == nil
		if allowed != c.allowed || !allowed && (said.DeniedResponse == nil || said.DeniedResponse.Status.Code != "Forbidden" || !strings.Contains(said.DeniedResponse.Body, c.says)) {
			t.Errorf("%s %s at %s: %s", c.method, c.path, c.age, got)
		}
	}
	opa.until("log its decisions", func() bool { return strings.Count(opa.logs.String(), `"Decision Log"`) >= 6 })
	if strings.Contains(opa.logs.String(), canary) {
		t.Errorf("the log holds what a request said:\n%s", opa.logs)
	}

	var value any
	if err := util.Unmarshal([]byte(filter), &value); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if got := check("filter", string(text)); strings.TrimSpace(got) != "false 127.0.0.1:9191" {
		t.Errorf("Envoy reads the page’s filter as %s", got)
	}
}

// shown are the blocks of code that a section of the page for services shows, which
// must be in these languages.
func shown(t *testing.T, section string, languages ...string) []string {
	t.Helper()
	page, err := os.ReadFile("../ASK.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), fmt.Sprintf("\n## %s\n", section))
	if !found {
		t.Fatalf("the page has no section %q", section)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	var out []string
	for _, language := range languages {
		var code string
		_, rest, found = strings.Cut(rest, "```"+language+"\n")
		code, rest, _ = strings.Cut(rest, "```")
		if !found {
			t.Fatalf("the section %q shows no %s, or in another order", section, language)
		}
		out = append(out, code)
	}
	return out
}
