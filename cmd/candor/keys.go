package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/policies/bundle"
)

const keysHelp = `Make the keys that policies are signed with, and say which is which.

  candor keys new NAME   write NAME.key, to sign, and NAME.pub, to verify with
  candor keys id FILE    print the id of a key, public or private

  --algorithm ES256|RS256|PS256   of a new key (default ES256)

Whoever holds NAME.key can make a policy that your services believe: keep it where
your secrets are kept, and out of the repository. NAME.pub may be known to all. To
replace a key, let services trust both, sign with the new one, then trust that
alone.

Example
  candor keys new policy && candor bundle --key policy.key --output policy.tar.gz
`

func (a *app) keysCommand() *cobra.Command {
	keys := &cobra.Command{Use: "keys", Short: "make the keys that policies are signed with", Long: keysHelp, Args: atMost(0)}
	keys.RunE = func(*cobra.Command, []string) error {
		return wrong(errors.New("name what to do with keys: new or id"), "candor keys --help")
	}
	var algorithm string
	pair := &cobra.Command{Use: "new NAME", Short: "write a new pair of keys", Long: keysHelp}
	text(pair.Flags(), &algorithm, "algorithm", "ES256")
	pair.Args = named("the keys", "candor keys new policy")
	pair.RunE = func(_ *cobra.Command, args []string) error { return a.newKeys(args[0], algorithm) }
	id := &cobra.Command{Use: "id FILE", Short: "print the id of a key", Long: keysHelp}
	id.Args = named("the file of a key", "candor keys id policy.pub")
	id.RunE = func(_ *cobra.Command, args []string) error { return a.keyID(args[0]) }
	keys.AddCommand(pair, id)
	return keys
}

// named asks for exactly one argument.
func named(what, example string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return wrong(fmt.Errorf("name %s", what), example)
		}
		return atMost(1)(cmd, args)
	}
}

func (a *app) newKeys(name, algorithm string) error {
	key, err := bundle.NewKey(algorithm)
	if err != nil {
		return wrong(err)
	}
	private, err := key.PEM()
	if err != nil {
		return err
	}
	files := []struct {
		path, text string
		mode       os.FileMode
	}{{name + ".key", private, 0o600}, {name + ".pub", key.Public.PEM, 0o644}}
	for _, f := range files { // neither is written over, and not one without the other
		if _, err := os.Lstat(f.path); err == nil {
			return wrong(fmt.Errorf("there is a %s already: name the new keys otherwise", f.path))
		}
	}
	for _, f := range files {
		if err := writeSecret(f.path, f.text, f.mode); err != nil {
			return wrong(err)
		}
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version   int    `json:"version"`
			ID        string `json:"id"`
			Algorithm string `json:"algorithm"`
			Private   string `json:"private"`
			Public    string `json:"public"`
		}{1, key.Public.ID, algorithm, files[0].path, files[1].path})
	}
	fmt.Fprintln(a.out, key.Public.ID)
	a.say("%s signs: keep it secret; %s verifies: give it to your services", files[0].path, files[1].path)
	return nil
}

// writeSecret writes a new file with its mode from the first byte on.
func writeSecret(path, text string, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

func (a *app) keyID(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return wrong(err)
	}
	public, err := bundle.ParsePublicKey(string(text), "")
	if private, privateErr := bundle.ParsePrivateKey(string(text), ""); privateErr == nil {
		public, err = private.Public, nil
	}
	if err != nil {
		return wrong(fmt.Errorf("%s: %w", file, err))
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int    `json:"version"`
			ID      string `json:"id"`
		}{1, public.ID})
	}
	fmt.Fprintln(a.out, public.ID)
	return nil
}
