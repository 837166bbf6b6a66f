package registry_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/policies/registry"
	"github.com/candor-privacy/candor/policies/registry/registrytest"
)

// packed is something compressed, which is all that a registry knows of a bundle.
func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// running starts a registry, where Docker has no configuration.
func running(t *testing.T) *registrytest.Registry {
	t.Helper()
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	r := registrytest.New()
	t.Cleanup(r.Close)
	return r
}

func TestPullGivesWhatWasPushed(t *testing.T) {
	r := running(t)
	var c registry.Client
	reference := r.Host + "/privacy/policy:latest"
	one := packed(t, "one")
	first, err := c.Push(t.Context(), reference, one, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, now, err := c.Pull(t.Context(), registry.Scheme+reference, "")
	if err != nil || !bytes.Equal(got, one) || now != first {
		t.Fatalf("%d bytes as %s, want %d as %s: %v", len(got), now, len(one), first, err)
	}
	if got, now, err := c.Pull(t.Context(), reference, first); err != nil || got != nil || now != first {
		t.Errorf("the same again: %d bytes, %v", len(got), err)
	}

	// The same bundle is the same digest, and only its manifest is sent again.
	before := r.Taken()
	if again, err := c.Push(t.Context(), reference, one, nil); err != nil || again != first || r.Taken() != before+1 {
		t.Errorf("pushed again: %s, want %s: %v; %d were sent, want 1", again, first, err, r.Taken()-before)
	}

	// A tag moves on, and a digest stays.
	second, err := c.Push(t.Context(), reference, packed(t, "two"), nil)
	if err != nil || second == first {
		t.Fatalf("another bundle is %s too: %v", second, err)
	}
	if got, _, err := c.Pull(t.Context(), reference, first); err != nil || !bytes.Equal(got, packed(t, "two")) {
		t.Errorf("the tag did not move: %v", err)
	}
	by, err := registry.ByDigest(reference, first)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := c.Pull(t.Context(), by, ""); err != nil || !bytes.Equal(got, one) {
		t.Errorf("%s: %v", by, err)
	}
}

func TestRegistryErrors(t *testing.T) {
	r := running(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	var c registry.Client
	for _, x := range []struct{ reference, want string }{
		{"policy.tar.gz", "no reference with a tag"},
		{r.Host + "/privacy/policy", "no reference with a tag"},
		{r.Host + "/Privacy/policy:1", "no reference with a tag"},
		{r.Host + "/privacy/policy@sha256:" + strings.Repeat("0", 64), "names a digest"},
		{closed.Addr().String() + "/privacy/policy:1", "refused"},
	} {
		if _, err := c.Push(t.Context(), x.reference, packed(t, "one"), nil); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("push to %s: %v, want %q", x.reference, err, x.want)
		}
	}
	if _, err := c.Push(t.Context(), r.Host+"/privacy/policy:1", []byte("plain"), nil); err == nil || !strings.Contains(err.Error(), "not packed") {
		t.Errorf("what is no bundle: %v", err)
	}
	if _, _, err := c.Pull(t.Context(), r.Host+"/privacy/policy:1", ""); err == nil || !strings.Contains(err.Error(), "has no privacy/policy of the name 1") {
		t.Errorf("pull what is not there: %v", err)
	}

	// Damage on the other side is noticed.
	if _, err := c.Push(t.Context(), r.Host+"/privacy/policy:1", packed(t, "one"), nil); err != nil {
		t.Fatal(err)
	}
	if r.Damage("application/octet-stream") == 0 {
		t.Fatal("nothing to damage")
	}
	if _, _, err := c.Pull(t.Context(), r.Host+"/privacy/policy:1", ""); err == nil {
		t.Error("a damaged bundle is pulled")
	}
}

// TestCredentials asks a registry that lets in one name alone, by what the caller
// says and by Docker's configuration, which stays as it is.
func TestCredentials(t *testing.T) {
	r := running(t)
	r.Username, r.Password = "ada", "secret-9f1c"
	reference := r.Host + "/privacy/policy:1"
	push := func(c registry.Client) error {
		_, err := c.Push(t.Context(), reference, packed(t, "one"), nil)
		return err
	}
	for name, c := range map[string]registry.Client{"none": {}, "others": {Username: "ada", Password: "wrong-77aa"}} {
		if err := push(c); err == nil || strings.Contains(err.Error(), "wrong-77aa") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := push(registry.Client{Username: "ada", Password: "secret-9f1c"}); err != nil {
		t.Error(err)
	}
	config := filepath.Join(os.Getenv("DOCKER_CONFIG"), "config.json")
	held := fmt.Sprintf(`{"auths":{%q:{"auth":%q}}}`, r.Host, base64.StdEncoding.EncodeToString([]byte("ada:secret-9f1c")))
	if err := os.WriteFile(config, []byte(held), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := push(registry.Client{}); err != nil {
		t.Error(err)
	}
	if now, err := os.ReadFile(config); err != nil || string(now) != held {
		t.Errorf("Docker’s configuration is now %s: %v", now, err)
	}
}

func TestLoopback(t *testing.T) {
	for reference, want := range map[string]bool{
		"localhost:5000/a:1": true, "127.0.0.1/a:1": true, "oci://[::1]:5000/a:1": true, "127.9.9.9:5000/a": true,
		"localhost.example.org/a:1": false, "registry.example.org/a:1": false, "10.0.0.1:5000/a:1": false, "127.0.0.1.example.org/a": false, "": false,
	} {
		if got := registry.Loopback(reference); got != want {
			t.Errorf("%q: %t", reference, got)
		}
	}
}
