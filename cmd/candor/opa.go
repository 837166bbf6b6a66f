package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/registry"
)

const opaHelp = `Print the configuration of an OPA that polls a bundle and takes it only when the
key signed it; or write all that it takes to run one.

  candor bundle opa --url URL --key FILE.pub

  --url URL         https://host/policy.tar.gz, or oci://host/repository:tag of a
                    registry, or with --per-notice the folder of the bundles
  --key FILE.pub    the key that signs the bundle; again for the next while one is
                    replaced; PS256:FILE names the algorithm
  --scope NAME      what it is signed for (default candor)
  --per-notice      URL is the folder that candor bundle --per-notice wrote; OPA
                    loads all notices, as they come and go
  --notice ID       load the rules and this notice alone; may be given again
  --plain-http      talk HTTP to a registry on another machine
  --decision-logs console|URL, --status console|URL
                    where OPA sends its decision log and its status (default
                    nowhere). Of a decision no more is logged than the notice, the
                    action, the outcome and the statements

  --for sidecar|daemonset|systemd --output DIR
                    write the files that run such an OPA into DIR: read-only,
                    with probes, limits and a place to keep bundles, and closed
                    to whoever would write to it. Its decision log goes to its
                    output unless --decision-logs says otherwise
  --deployment NAME of the sidecar: the Kubernetes Deployment that gets it
  --image NAME      of OPA, in Kubernetes (default
                    ` + bundle.DefaultImage + `)

Example
  candor bundle opa --url https://example.org/policy.tar.gz --key policy.pub
`

// opaFlags are the flags of candor bundle opa as they were typed.
type opaFlags struct {
	deploy, output string
	keys, notices  given
	opa            bundle.OPA
	deployment     bundle.Deployment
}

func (a *app) bundleOPACommand() *cobra.Command {
	var f opaFlags
	cmd := &cobra.Command{Use: "opa", Short: "print the configuration of an OPA that polls the bundle", Long: opaHelp, Args: atMost(0)}
	flags := cmd.Flags()
	text(flags, &f.opa.URL, "url", "")
	flags.Var(&f.keys, "key", "")
	text(flags, &f.opa.Scope, "scope", bundle.DefaultScope)
	flags.BoolVar(&f.opa.Divided, "per-notice", false, "")
	flags.Var(&f.notices, "notice", "")
	flags.BoolVar(&f.opa.PlainHTTP, "plain-http", false, "")
	text(flags, &f.opa.Logs, "decision-logs", "")
	text(flags, &f.opa.Status, "status", "")
	text(flags, &f.deploy, "for", "")
	flags.VarP(&once{to: &f.output}, "output", "o", "")
	text(flags, &f.deployment.Name, "deployment", "")
	text(flags, &f.deployment.Image, "image", bundle.DefaultImage)
	_ = cmd.RegisterFlagCompletionFunc("for", cobra.FixedCompletions(bundle.Deployments, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(*cobra.Command, []string) error { return a.opa(f) }
	return cmd
}

func (a *app) opa(f opaFlags) error {
	switch {
	case f.opa.URL == "" || len(f.keys) == 0:
		return wrong(errors.New("name the address of the bundle and the public key"), "candor bundle opa --url https://example.org/policy.tar.gz --key policy.pub")
	case len(f.notices) > 0 && !f.opa.Divided:
		return wrong(errors.New("--notice is of a policy with one bundle a notice: say --per-notice too"))
	case (f.deploy == "") != (f.output == ""):
		return wrong(errors.New("--for and --output go together"), "candor bundle opa --for systemd --output DIR …")
	case (f.deploy == "sidecar") != (f.deployment.Name != ""):
		return wrong(errors.New("--deployment names the Deployment that gets the sidecar, and goes with --for sidecar"), "candor bundle opa --for sidecar --deployment shop --output DIR …")
	}
	for _, file := range f.keys {
		key, err := publicKey(file)
		if err != nil {
			return err
		}
		f.opa.Keys = append(f.opa.Keys, key)
	}
	f.opa.Notices = f.notices
	f.opa.PlainHTTP = f.opa.PlainHTTP || registry.Loopback(f.opa.URL)
	if f.deploy != "" {
		return a.deploy(f)
	}
	config, err := f.opa.Config()
	if err != nil {
		return wrong(err)
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int    `json:"version"`
			Config  string `json:"config"`
		}{1, config})
	}
	fmt.Fprint(a.out, config)
	return nil
}

// deploy writes the files that run an OPA.
func (a *app) deploy(f opaFlags) error {
	files, err := f.opa.Deploy(f.deploy, f.deployment)
	if err != nil {
		return wrong(err)
	}
	if err := os.MkdirAll(f.output, 0o755); err != nil {
		return wrong(err)
	}
	var written []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(f.output, name)
		if err := replaceFile(path, []byte(files[name])); err != nil {
			return wrong(fmt.Errorf("write %s: %w", path, err))
		}
		written = append(written, path)
	}
	return a.wrote(written)
}

// wrote names the files that were written.
func (a *app) wrote(files []string) error {
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int      `json:"version"`
			Files   []string `json:"files"`
		}{1, files})
	}
	for _, file := range files {
		fmt.Fprintln(a.out, file)
	}
	return nil
}
