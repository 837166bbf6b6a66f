package bundle_test

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	opa "github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/candor-privacy/candor/policies/bundle"
)

// opaConfig is what the tests look at of a configuration.
type opaConfig struct {
	Services  map[string]struct{ URL, Type string }
	Discovery *taken
	Bundles   map[string]taken
	Keys      map[string]struct{ Algorithm, Key, Scope string }
	Logs      struct {
		Mask string `json:"mask_decision"`
	} `json:"decision_logs"`
	Directory string `json:"persistence_directory"`
}

type taken struct {
	Service, Resource, Decision string
	Persist                     bool
	Signing                     struct{ Keyid, Scope string }
}

func parsed(t *testing.T, text string) (c opaConfig) {
	t.Helper()
	if err := util.Unmarshal([]byte(text), &c); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return c
}

// TestOPAConfigNamesKeyAndScope also asks that every bundle is kept, and every
// decision masked.
func TestOPAConfigNamesKeyAndScope(t *testing.T) {
	key := newKey(t, "PS256").Public
	for name, c := range map[string]struct {
		opa     bundle.OPA
		service string
		kind    string
		want    map[string]string // bundle → resource
	}{
		"a file":                          {bundle.OPA{URL: "https://example.org/a/b/policy.tar.gz"}, "https://example.org", "", map[string]string{"candor": "a/b/policy.tar.gz"}},
		"a file in a folder with a space": {bundle.OPA{URL: "https://example.org/a%20b/policy.tar.gz"}, "https://example.org", "", map[string]string{"candor": "a%20b/policy.tar.gz"}},
		"a registry":                      {bundle.OPA{URL: "oci://example.org:5000/privacy/policy:1"}, "https://example.org:5000", "oci", map[string]string{"candor": "example.org:5000/privacy/policy:1"}},
		"a registry over HTTP":            {bundle.OPA{URL: "oci://example.org/privacy/policy:1", PlainHTTP: true}, "http://example.org", "oci", map[string]string{"candor": "example.org/privacy/policy:1"}},
		"all notices":                     {bundle.OPA{URL: "https://example.org/policies/", Divided: true}, "https://example.org/policies", "", map[string]string{"discovery": "discovery.tar.gz"}},
		"two notices": {bundle.OPA{URL: "https://example.org/policies", Divided: true, Notices: []string{"intoo", "steptech"}}, "https://example.org/policies", "", map[string]string{
			"candor": "rules.tar.gz", "candor-intoo": "notices/intoo.tar.gz", "candor-steptech": "notices/steptech.tar.gz",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c.opa.Keys = []*bundle.PublicKey{key}
			text, err := c.opa.Config()
			if err != nil {
				t.Fatal(err)
			}
			got := parsed(t, text)
			if k := got.Keys[key.ID]; k.Algorithm != "PS256" || k.Key != key.PEM || k.Scope != "candor" {
				t.Errorf("another key:\n%s", text)
			}
			all := got.Bundles
			if got.Discovery != nil {
				if got.Discovery.Decision != "candor_discovery" || all != nil {
					t.Errorf("discovery decides %q, beside %d bundles", got.Discovery.Decision, len(all))
				}
				all = map[string]taken{"discovery": *got.Discovery}
			}
			resources := map[string]string{}
			for name, b := range all {
				resources[name] = b.Resource
				if b.Signing.Keyid != key.ID || b.Signing.Scope != "candor" || !b.Persist || b.Service != "candor" {
					t.Errorf("%s is not kept, or not tied to its key:\n%s", name, text)
				}
			}
			if !maps.Equal(resources, c.want) || got.Services["candor"].URL != c.service || got.Services["candor"].Type != c.kind {
				t.Errorf("not the address given:\n%s", text)
			}
			if got.Logs.Mask != "/candor/log/mask" {
				t.Errorf("no mask:\n%s", text)
			}
		})
	}
}

// TestOPAConfigTrustsTwoKeys: while a key is replaced, OPA goes by the key that a
// signature names, and by the scope still.
func TestOPAConfigTrustsTwoKeys(t *testing.T) {
	was, is := newKey(t, "ES256"), newKey(t, "PS256")
	text, err := bundle.OPA{URL: "https://example.org/policy.tar.gz", Keys: []*bundle.PublicKey{was.Public, is.Public, was.Public}}.Config()
	if err != nil {
		t.Fatal(err)
	}
	got := parsed(t, text)
	if k := got.Bundles["candor"].Signing; k.Keyid != "" || k.Scope != "candor" || len(got.Keys) != 2 {
		t.Errorf("tied to the key %q of %d, for the scope %q:\n%s", k.Keyid, len(got.Keys), k.Scope, text)
	}
	keys := map[string]*opa.KeyConfig{}
	for id, k := range got.Keys {
		keys[id] = &opa.KeyConfig{Key: k.Key, Algorithm: k.Algorithm, Scope: k.Scope}
	}
	for name, c := range map[string]struct {
		by    bundle.Signing
		taken bool
	}{
		"the key that was": {bundle.Signing{Key: was}, true},
		"the key that is":  {bundle.Signing{Key: is}, true},
		"another key":      {bundle.Signing{Key: newKey(t, "ES256")}, false},
		"another scope":    {bundle.Signing{Key: is, Scope: "other"}, false},
		"nobody":           {bundle.Signing{}, false},
	} {
		packed := written(t, school(), c.by)
		_, err := opa.NewCustomReader(opa.NewTarballLoaderWithBaseURL(bytes.NewReader(packed), "")).
			WithBundleVerificationConfig(opa.NewVerificationConfig(keys, "", got.Bundles["candor"].Signing.Scope, nil)).Read()
		if (err == nil) != c.taken {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOPAConfigSendsLogsAndStatus(t *testing.T) {
	key := newKey(t, "ES256").Public
	text, err := bundle.OPA{URL: "https://example.org/x.tar.gz", Keys: []*bundle.PublicKey{key}, Logs: "https://logs.example.org/opa", Status: "console", Directory: "/kept"}.Config()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\ndecision_logs:\n  mask_decision: /candor/log/mask\n  service: logs\n", "\nstatus:\n  console: true\n", "  logs:\n    url: \"https://logs.example.org/opa\"\n", "\npersistence_directory: \"/kept\"\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("without %q:\n%s", want, text)
		}
	}
}

func TestOPAConfigRefuses(t *testing.T) {
	key := newKey(t, "ES256").Public
	if text, err := (bundle.OPA{URL: "https://example.org/x"}).Config(); err == nil {
		t.Errorf("nobody is trusted:\n%s", text)
	}
	for _, bad := range []bundle.OPA{
		{}, {URL: "policy.tar.gz"}, {URL: "ftp://example.org/x"}, {URL: "https://u:p@example.org/x"}, {URL: "https://example.org/"}, {URL: "https://example.org"},
		{URL: "https://example.org/x?y"}, {URL: "https://example.org/x#y"}, {URL: "https://[/x"},
		{URL: "oci://example.org"}, {URL: "oci:///a"}, {URL: "oci://example.org/a b"}, {URL: "oci://example.org/a:1", Divided: true},
		{Divided: true}, {URL: "policies", Divided: true}, {URL: "https://u:p@example.org/x/", Divided: true},
		{URL: "https://example.org/x", Logs: "nowhere"}, {URL: "https://example.org/x", Status: "ftp://example.org"},
	} {
		bad.Keys = []*bundle.PublicKey{key}
		if text, err := bad.Config(); err == nil || err.Error() == "" {
			t.Errorf("%+v is taken:\n%s", bad, text)
		}
	}
}

// manifest is what the tests look at of a Kubernetes object.
type manifest struct {
	Kind     string
	Metadata struct{ Name string }
	Data     map[string]string
	Spec     struct {
		Template struct {
			Spec struct {
				Containers, InitContainers []container
				Volumes                    []struct{ Name string }
				Automount                  *bool `json:"automountServiceAccountToken"`
			}
		}
	}
}

type container struct {
	Name, Image                                 string
	Args                                        []string
	StartupProbe, ReadinessProbe, LivenessProbe struct{ HTTPGet struct{ Path string } }
	Resources                                   struct{ Requests, Limits map[string]string }
	SecurityContext                             struct {
		ReadOnlyRootFilesystem, RunAsNonRoot bool
		AllowPrivilegeEscalation             *bool
		Capabilities                         struct{ Drop []string }
	}
	VolumeMounts []struct {
		Name, MountPath string
		ReadOnly        bool
	}
}

// TestDeploy reads the files as those who apply them do: each holds the very
// configuration, and a container that cannot write, is probed and is bounded.
func TestDeploy(t *testing.T) {
	opa := bundle.OPA{URL: "https://example.org/policy.tar.gz", Keys: []*bundle.PublicKey{newKey(t, "ES256").Public}}
	want := opa
	want.Logs, want.Directory = "console", "/bundles"
	config, err := want.Config()
	if err != nil {
		t.Fatal(err)
	}
	authz, err := os.ReadFile("opa/authz.rego")
	if err != nil {
		t.Fatal(err)
	}
	for kind, kinds := range map[string][]string{
		"daemonset": {"ConfigMap", "ServiceAccount", "DaemonSet", "Service", "NetworkPolicy"},
		"sidecar":   {"ConfigMap", "Deployment"},
	} {
		t.Run(kind, func(t *testing.T) {
			files, err := opa.Deploy(kind, bundle.Deployment{Name: "shop", Image: "mirror.example.org/opa:1"})
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for i, text := range strings.Split(files[kind+".yaml"], "\n---\n") {
				var m manifest
				if err := util.Unmarshal([]byte(text+"\n"), &m); err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				found = append(found, m.Kind)
				if i == 0 && (m.Data["opa.yaml"] != config || m.Data["authz.rego"] != string(authz)) {
					t.Errorf("another configuration:\n%s", text)
				}
				pod := m.Spec.Template.Spec
				for _, c := range append(pod.Containers, pod.InitContainers...) {
					checkContainer(t, c)
					for _, mount := range c.VolumeMounts {
						if !slices.ContainsFunc(pod.Volumes, func(v struct{ Name string }) bool { return v.Name == mount.Name }) {
							t.Errorf("no volume %s", mount.Name)
						}
						if mount.ReadOnly != (mount.MountPath == "/config") {
							t.Errorf("%s: read only %t", mount.MountPath, mount.ReadOnly)
						}
					}
				}
				if m.Kind == "Deployment" && (m.Metadata.Name != "shop" || len(pod.InitContainers) != 1) {
					t.Errorf("no sidecar of shop:\n%s", text)
				}
				if m.Kind == "DaemonSet" && (len(pod.Containers) != 1 || pod.Automount == nil || *pod.Automount) {
					t.Errorf("no container, or one with a token:\n%s", text)
				}
			}
			if !slices.Equal(found, kinds) {
				t.Errorf("%v, want %v", found, kinds)
			}
		})
	}
	if _, err := opa.Deploy("cloud", bundle.Deployment{}); err == nil || !strings.Contains(err.Error(), "daemonset, sidecar, systemd") {
		t.Errorf("another kind: %v", err)
	}
}

func checkContainer(t *testing.T, c container) {
	t.Helper()
	s := c.SecurityContext
	if !s.ReadOnlyRootFilesystem || !s.RunAsNonRoot || s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation || !slices.Equal(s.Capabilities.Drop, []string{"ALL"}) {
		t.Errorf("it may do too much: %+v", s)
	}
	if c.StartupProbe.HTTPGet.Path != "/health?bundles" || c.ReadinessProbe.HTTPGet.Path != "/health?bundles" || c.LivenessProbe.HTTPGet.Path != "/health" {
		t.Errorf("not probed: %+v", c)
	}
	if c.Resources.Limits["memory"] == "" || c.Resources.Requests["cpu"] == "" || c.Image != "mirror.example.org/opa:1" {
		t.Errorf("not bounded, or another image: %+v", c)
	}
	for _, arg := range []string{"--skip-version-check", "--authorization=basic", "--config-file=/config/opa.yaml", "/config/authz.rego"} {
		if !slices.Contains(c.Args, arg) {
			t.Errorf("runs without %s", arg)
		}
	}
}

// TestDeploySystemd reads the unit line by line as systemd does: sections, keys with a
// value, and no line that is neither.
func TestDeploySystemd(t *testing.T) {
	files, err := bundle.OPA{URL: "https://example.org/policy.tar.gz", Keys: []*bundle.PublicKey{newKey(t, "ES256").Public}}.Deploy("systemd", bundle.Deployment{})
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, []string{"authz.rego", "candor-opa.service", "opa.yaml"}) {
		t.Fatalf("files %v", got)
	}
	if got := parsed(t, files["opa.yaml"]); got.Directory != "/var/lib/candor-opa" || got.Bundles["candor"].Signing.Keyid == "" {
		t.Errorf("not kept where the unit may write:\n%s", files["opa.yaml"])
	}
	unit := files["candor-opa.service"]
	line := regexp.MustCompile(`^(#.*|\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*|)$`)
	for l := range strings.Lines(unit) {
		if !line.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("not a line of a unit: %s", l)
		}
	}
	for _, want := range []string{"DynamicUser=yes", "StateDirectory=candor-opa", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=\n", "MemoryMax=512M", "--authorization=basic"} {
		if !strings.Contains(unit, want) {
			t.Errorf("without %s", want)
		}
	}
}
