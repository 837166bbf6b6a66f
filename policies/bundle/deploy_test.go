//go:build opa

package bundle_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/bundle"
)

// TestStockKubernetes reads the manifests by Kubernetes' own types, to which an unknown
// field is an error, and one with a letter wrong, which has to be refused.
func TestStockKubernetes(t *testing.T) {
	strict := filepath.Join(t.TempDir(), "strict")
	build := exec.Command("go", "build", "-o", strict, ".")
	build.Dir = "testdata/kubernetes"
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	read := func(text string) (string, error) {
		cmd := exec.Command(strict)
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, divided := range []bool{false, true} {
		opa := bundle.OPA{URL: "https://example.org/policies/x", Keys: []*bundle.PublicKey{newKey(t, "ES256").Public}, Divided: divided}
		for _, kind := range []string{"daemonset", "sidecar"} {
			files, err := opa.Deploy(kind, bundle.Deployment{Name: "shop"})
			if err != nil {
				t.Fatal(err)
			}
			text := files[kind+".yaml"]
			if out, err := read(text); err != nil {
				t.Errorf("%s: %v: %s", kind, err, out)
			}
			wrong := strings.Replace(text, "readOnlyRootFilesystem:", "readonlyRootFileSystems:", 1)
			if out, err := read(wrong); err == nil || !strings.Contains(out, "readonlyRootFileSystems") {
				t.Errorf("%s: an unknown field is read: %s", kind, out)
			}
		}
	}
}

// TestStockSystemd has systemd itself verify the unit, where it is installed, with a
// program that is there in the place of OPA.
func TestStockSystemd(t *testing.T) {
	systemd, err := exec.LookPath("systemd-analyze")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	} else if err != nil {
		t.Skip("systemd is not installed")
	}
	files, err := bundle.OPA{URL: "https://example.org/policy.tar.gz", Keys: []*bundle.PublicKey{newKey(t, "ES256").Public}}.Deploy("systemd", bundle.Deployment{})
	if err != nil {
		t.Fatal(err)
	}
	verify := func(text string) string {
		unit := filepath.Join(t.TempDir(), "candor-opa.service")
		if err := os.WriteFile(unit, []byte(strings.Replace(text, "/usr/local/bin/opa", "/bin/true", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), systemd, "verify", unit).CombinedOutput()
		if err != nil && len(out) == 0 {
			t.Fatal(err)
		}
		return string(out)
	}
	if said := verify(files["candor-opa.service"]); said != "" {
		t.Errorf("systemd says of the unit: %s", said)
	}
	if said := verify(strings.Replace(files["candor-opa.service"], "ProtectSystem=", "ProtectSystems=", 1)); !strings.Contains(said, "ProtectSystems") {
		t.Errorf("systemd says nothing of an unknown key: %s", said)
	}
}
