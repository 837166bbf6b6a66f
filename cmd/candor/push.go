package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/registry"
)

const pushHelp = `Take a bundle to an OCI registry, in the form that OPA gets it from there.

  candor bundle push FILE REFERENCE --key FILE.pub

  REFERENCE           where to: HOST/REPOSITORY:TAG
  --key FILE.pub      the key that signed the bundle; what another has signed, or
                      nobody, is not pushed. PS256:FILE names the algorithm
  --scope NAME        what it is signed for (default candor)
  --plain-http        talk HTTP to a registry on another machine
  --insecure-unsigned push a bundle that nobody signed: for trials

Prints the reference by its digest, which always names this bundle. The registry
is given the credentials that docker login or oras login keeps, or those in
CANDOR_REGISTRY_USERNAME and CANDOR_REGISTRY_PASSWORD. The bundle of a policy may
be pushed, and each that --per-notice wrote.

Example
  candor bundle push policy.tar.gz registry.example.org/policy:v1 --key policy.pub
  candor bundle opa --url oci://registry.example.org/policy:v1 --key policy.pub
`

// pushFlags are the flags of candor bundle push as they were typed.
type pushFlags struct {
	key, scope          string
	plainHTTP, unsigned bool
}

func (a *app) bundlePushCommand() *cobra.Command {
	var f pushFlags
	cmd := &cobra.Command{Use: "push FILE REFERENCE", Short: "take a bundle to a registry", Long: pushHelp}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) < 2 {
			return wrong(errors.New("name the bundle and where to push it"), "candor bundle push policy.tar.gz registry.example.org/privacy/policy:latest --key policy.pub")
		}
		return atMost(2)(cmd, args)
	}
	text(cmd.Flags(), &f.key, "key", "")
	text(cmd.Flags(), &f.scope, "scope", bundle.DefaultScope)
	cmd.Flags().BoolVar(&f.plainHTTP, "plain-http", false, "")
	cmd.Flags().BoolVar(&f.unsigned, "insecure-unsigned", false, "")
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.push(cmd, args[0], args[1], f) }
	return cmd
}

func (a *app) push(cmd *cobra.Command, file, reference string, f pushFlags) error {
	trust := bundle.Trust{Scope: f.scope, Unsigned: f.unsigned}
	switch {
	case f.unsigned && f.key != "":
		return wrong(errors.New("--key and --insecure-unsigned exclude each other"))
	case !f.unsigned && f.key == "":
		return wrong(errors.New("a bundle has to be verified, and no public key is given"), "candor bundle push "+quoted(file)+" "+quoted(reference)+" --key policy.pub")
	case f.key != "":
		key, err := publicKey(f.key)
		if err != nil {
			return err
		}
		trust.Keys = []*bundle.PublicKey{key}
	}
	packed, err := os.ReadFile(file)
	if err != nil {
		return wrong(err)
	}
	about, err := bundle.Verify(bytes.NewReader(packed), trust)
	if err != nil {
		return refused(fmt.Errorf("nothing pushed: %s: %w", file, err), nil)
	}
	a.warnExpired(about.Bundle)
	client := a.registry()
	client.PlainHTTP = f.plainHTTP
	digest, err := client.Push(cmd.Context(), reference, packed, annotations(about))
	if err != nil {
		return wrong(fmt.Errorf("nothing pushed: %w", err))
	}
	by, err := registry.ByDigest(reference, digest)
	if err != nil {
		return err
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version   int    `json:"version"`
			Reference string `json:"reference"`
			Digest    string `json:"digest"`
			Bytes     int    `json:"bytes"`
			Serial    int    `json:"serial"`
			Expires   string `json:"expires"`
			Key       string `json:"key"`
		}{1, by, digest, len(packed), about.Serial, about.Expires, about.Key})
	}
	fmt.Fprintln(a.out, by)
	a.say("%s, serial %d, expires %s, %s", reference, about.Serial, about.Expires, signedBy(about.Key))
	return nil
}

// annotations are what the image specification has words for.
func annotations(about bundle.About) map[string]string {
	all := map[string]string{"org.opencontainers.image.version": fmt.Sprint(about.Serial)}
	if about.Commit != "" {
		all["org.opencontainers.image.revision"] = about.Commit
	}
	if issued, err := instant(about.Issued); err == nil {
		all["org.opencontainers.image.created"] = issued.Format(time.RFC3339)
	}
	return all
}

// registry is how to talk to registries, with the credentials of the environment if it
// has any.
func (a *app) registry() registry.Client {
	return registry.Client{Username: a.env("CANDOR_REGISTRY_USERNAME"), Password: a.env("CANDOR_REGISTRY_PASSWORD")}
}
