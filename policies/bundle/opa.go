package bundle

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"text/template"
)

// OPA says how a stock OPA is to be configured, which polls a policy and takes it only
// when one of Keys signed it for the scope.
type OPA struct {
	// URL is the address of a bundle, https://host/policy.tar.gz; of one in a
	// registry, oci://host/repository:tag; or of the folder with the parts of a divided
	// policy.
	URL   string
	Keys  []*PublicKey // at least one; two while a key is replaced by another
	Scope string       // [DefaultScope] when empty
	// Divided says that URL is a folder. OPA loads the bundles of the notices named,
	// or those that the list in the folder names, as it changes.
	Divided bool
	Notices []string
	// PlainHTTP talks HTTP to a registry.
	PlainHTTP bool
	// Logs and Status say where OPA sends its decision log and its status: "console",
	// the address of a service, or "" nowhere.
	Logs, Status string
	// Directory is where OPA keeps the bundles it has taken, so that it starts while
	// the address does not answer; "" is a folder .opa where OPA was started.
	Directory string
}

// console is the place of logs and status that is OPA's own output.
const console = "console"

//go:embed opa/*
var templates embed.FS

var configured = template.Must(template.New("").Funcs(template.FuncMap{"quote": quote, "indent": indent}).ParseFS(templates, "opa/*"))

// quote writes a text as JSON does, which is YAML as well.
func quote(s string) string {
	b, _ := json.Marshal(s) // of a string
	return string(b)
}

// indent indents every line of a text but the first, and leaves off its end.
func indent(by int, text string) string {
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+strings.Repeat(" ", by))
}

// bundleConfig is how OPA takes one bundle.
type bundleConfig struct {
	Service  string         `json:"service"`
	Resource string         `json:"resource"`
	Persist  bool           `json:"persist"`
	Polling  map[string]int `json:"polling"`
	Signing  *signingConfig `json:"signing,omitempty"`
}

// signingConfig says whose signature OPA takes: that of one key, or where none is named
// that of any key it has, by the name in the signature.
type signingConfig struct {
	Key   string `json:"keyid,omitempty"`
	Scope string `json:"scope"`
}

// YAML is the same, block by block.
func (c bundleConfig) YAML() string {
	key := ""
	if c.Signing.Key != "" {
		key = "\n  keyid: " + quote(c.Signing.Key)
	}
	return fmt.Sprintf(`service: %s
resource: %s
persist: %t
polling:
  min_delay_seconds: %d
  max_delay_seconds: %d
signing:%s
  scope: %s
`, c.Service, quote(c.Resource), c.Persist, c.Polling["min_delay_seconds"], c.Polling["max_delay_seconds"], key, quote(c.Signing.Scope))
}

func newBundleConfig(resource string, signing *signingConfig) bundleConfig {
	return bundleConfig{"candor", resource, true, map[string]int{"min_delay_seconds": 30, "max_delay_seconds": 60}, signing}
}

// bundlesOf are the bundles of a divided policy, by the name OPA gives them.
func bundlesOf(ids []string, signing *signingConfig) map[string]bundleConfig {
	all := map[string]bundleConfig{"candor": newBundleConfig(RulesName, signing)}
	for _, id := range ids {
		all["candor-"+id] = newBundleConfig(NoticeName(id), signing)
	}
	return all
}

// Config is OPA's configuration file. It names the scope, and the key where there is one,
// for every bundle itself, for OPA that is given keys alone verifies nothing. Decisions are answered
// at the root of OPA's own API too, and its decision log, wherever it is sent, keeps
// what package rego lets through. A question may have 64 KiB, as everywhere.
//
// The bundles are kept on disk, so that OPA starts while the address does not answer;
// what it keeps there still expires.
func (o OPA) Config() (string, error) {
	service, resource, err := o.address()
	if err != nil {
		return "", err
	}
	for _, to := range []string{o.Logs, o.Status} {
		if u, err := url.Parse(to); to != "" && to != console && (err != nil || !web(u)) {
			return "", fmt.Errorf("%q is neither %q nor the address of a service, such as https://example.org/opa", to, console)
		}
	}
	o.Keys = slices.Clone(o.Keys)
	slices.SortFunc(o.Keys, func(a, b *PublicKey) int { return strings.Compare(a.ID, b.ID) })
	o.Keys = slices.CompactFunc(o.Keys, func(a, b *PublicKey) bool { return a.ID == b.ID })
	signing := &signingConfig{"", scope(o.Scope)}
	switch len(o.Keys) {
	case 0:
		return "", errors.New("nobody is trusted to have signed the bundle")
	case 1:
		signing.Key = o.Keys[0].ID
	}
	bundles, discovered := map[string]bundleConfig{"candor": newBundleConfig(resource, signing)}, map[string]bundleConfig{}
	switch {
	case o.Divided && len(o.Notices) > 0:
		bundles = bundlesOf(o.Notices, signing)
	case o.Divided:
		bundles, discovered[discoveryRoot] = nil, newBundleConfig(DiscoveryName, signing)
	}
	var b strings.Builder
	err = configured.ExecuteTemplate(&b, "opa.yaml", map[string]any{
		"OPA": o, "Service": service, "Registry": strings.HasPrefix(o.URL, registryScheme), "Bundles": bundles, "Discovered": discovered, "Scope": scope(o.Scope),
	})
	return b.String(), err
}

// registryScheme is how the address of a bundle in a registry begins.
const registryScheme = "oci://"

// web tells an address of the web that holds nothing but a place.
func web(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

// address divides the address into the service that OPA asks and what it asks for.
func (o OPA) address() (service, resource string, err error) {
	if reference, ok := strings.CutPrefix(o.URL, registryScheme); ok {
		host, repository, _ := strings.Cut(reference, "/")
		if host == "" || repository == "" || strings.ContainsAny(reference, "?# ") || o.Divided {
			return "", "", fmt.Errorf("%q is no bundle in a registry, such as oci://registry.example.org/privacy/policy:latest", o.URL)
		}
		scheme := "https://"
		if o.PlainHTTP {
			scheme = "http://"
		}
		return scheme + host, reference, nil
	}
	u, err := url.Parse(o.URL)
	switch {
	case err != nil || !web(u):
		err = errors.New("")
	case o.Divided:
		return strings.TrimSuffix(u.String(), "/"), "", nil
	case u.Path == "" || strings.HasSuffix(u.Path, "/"):
		err = errors.New("")
	}
	if err != nil && o.Divided {
		return "", "", fmt.Errorf("%q is no address of a folder of bundles, such as https://example.org/policies/", o.URL)
	}
	if err != nil {
		return "", "", fmt.Errorf("%q is no address of a bundle, such as https://example.org/policy.tar.gz", o.URL)
	}
	folder, file := path.Split(u.EscapedPath())
	u.Path, u.RawPath = "", ""
	return u.String(), strings.TrimPrefix(folder, "/") + file, nil
}

// Deployments are the ways to run OPA that [OPA.Deploy] knows.
var Deployments = []string{"daemonset", "sidecar", "systemd"}

// Deployment says what of a deployment a workspace does not.
type Deployment struct {
	Name  string // of the Kubernetes Deployment that gets the sidecar; else unused
	Image string // of OPA, for Kubernetes; [DefaultImage] when empty
}

// DefaultImage is the OPA that the tests are run with.
const DefaultImage = "docker.io/openpolicyagent/opa:1.22.2-static"

// Deploy gives the files, by name, that run such an OPA as one of [Deployments].
// Nobody but its own can write to it, its decision log goes to its output unless it is
// sent elsewhere, and it starts nothing before it has a policy.
func (o OPA) Deploy(kind string, d Deployment) (map[string]string, error) {
	names := map[string][]string{"daemonset": {"daemonset.yaml"}, "sidecar": {"sidecar.yaml"}, "systemd": {"candor-opa.service", "authz.rego"}}[kind]
	if names == nil {
		return nil, fmt.Errorf("--for is %s, not %q", strings.Join(Deployments, ", "), kind)
	}
	if o.Logs == "" {
		o.Logs = console
	}
	if o.Directory = "/var/lib/candor-opa"; kind != "systemd" {
		o.Directory = "/bundles"
	}
	if d.Image == "" {
		d.Image = DefaultImage
	}
	config, err := o.Config()
	if err != nil {
		return nil, err
	}
	authz, err := templates.ReadFile("opa/authz.rego")
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	if kind == "systemd" {
		files["opa.yaml"] = config
	}
	for _, name := range names {
		var b strings.Builder
		if err := configured.ExecuteTemplate(&b, name, map[string]any{"Config": config, "Authz": string(authz), "Name": d.Name, "Image": d.Image}); err != nil {
			return nil, err
		}
		files[name] = b.String()
	}
	return files, nil
}
