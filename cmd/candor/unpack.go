package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/policies/bundle"
)

const unpackHelp = `Verify a bundle and write what answers are made of into a folder: data.json, which
package tables answers by in Go, and where the bundle has it policy.wasm, for a
host of WebAssembly.

  candor bundle unpack FILE --key FILE.pub --output DIR

  --key FILE.pub      the key that must have signed it; PS256:FILE names the
                      algorithm of an RSA key
  --output DIR, -o DIR  where to write them
  --scope NAME        what it has to be signed for (default candor)
  --min-serial N      the lowest serial to accept
  --insecure-unsigned take a bundle that nobody signed: for trials

candor bundle --target wasm writes a bundle with a module of WebAssembly, which
has no clock: its host says the time with every question.

Example
  candor bundle unpack policy.tar.gz --key policy.pub --output dist
`

// unpackFlags are the flags of candor bundle unpack as they were typed.
type unpackFlags struct {
	output, key, scope, minSerial string
	unsigned                      bool
}

func (a *app) bundleUnpackCommand() *cobra.Command {
	var f unpackFlags
	cmd := &cobra.Command{Use: "unpack FILE", Short: "verify a bundle and write its data, and its module of WebAssembly", Long: unpackHelp}
	cmd.Args = named("the bundle", "candor bundle unpack policy.tar.gz --key policy.pub --output DIR")
	cmd.Flags().VarP(&once{to: &f.output}, "output", "o", "")
	text(cmd.Flags(), &f.key, "key", "")
	text(cmd.Flags(), &f.scope, "scope", bundle.DefaultScope)
	text(cmd.Flags(), &f.minSerial, "min-serial", "0")
	cmd.Flags().BoolVar(&f.unsigned, "insecure-unsigned", false, "")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.unpack(args[0], f) }
	return cmd
}

func (a *app) unpack(file string, f unpackFlags) error {
	trust, least, err := f.trust()
	if err != nil {
		return err
	}
	packed, err := os.Open(file)
	if err != nil {
		return wrong(err)
	}
	defer packed.Close()
	b, err := bundle.Read(packed, trust)
	if err == nil {
		err = bundle.NewRatchet(least).Accept(b, trust)
	}
	if err != nil {
		return refused(fmt.Errorf("nothing unpacked: %s: %w", file, err), nil)
	}
	module := filepath.Join(f.output, "policy.wasm")
	if _, err := os.Stat(module); err == nil && b.Wasm == nil {
		return refused(fmt.Errorf("nothing unpacked: %s holds no module of WebAssembly, and %s would stay as it is beside the new data", file, module), nil, "candor bundle --target wasm writes one that does")
	}
	data, err := b.Data()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.output, 0o755); err != nil {
		return wrong(fmt.Errorf("nothing unpacked: %w", err))
	}
	var written []string
	for _, part := range []struct {
		path string
		data []byte
	}{{module, b.Wasm}, {filepath.Join(f.output, "data.json"), data}} {
		if part.data == nil {
			continue
		}
		if err := replaceFile(part.path, part.data); err != nil {
			return wrong(fmt.Errorf("write %s: %w", part.path, err))
		}
		written = append(written, part.path)
	}
	if b.Wasm == nil {
		a.say("note: %s holds no module of WebAssembly; candor bundle --target wasm writes one that does", file)
	}
	return a.unpacked(written, b)
}

// unpacked says what was written.
func (a *app) unpacked(files []string, b *bundle.Bundle) error {
	about := b.Document.Bundle
	a.renew(about)
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int      `json:"version"`
			Files   []string `json:"files"`
			Serial  int      `json:"serial"`
			Digest  string   `json:"digest"`
			Expires string   `json:"expires"`
			Key     string   `json:"key"`
		}{1, files, about.Serial, about.Digest, about.Expires, b.Key})
	}
	for _, file := range files {
		fmt.Fprintln(a.out, file)
	}
	return nil
}

// trust is whom the flags trust, and the lowest serial to accept.
func (f unpackFlags) trust() (t bundle.Trust, least int, err error) {
	t = bundle.Trust{Scope: f.scope, Unsigned: f.unsigned}
	least, err = strconv.Atoi(f.minSerial)
	switch {
	case err != nil || least < 0:
		return t, 0, wrong(fmt.Errorf("--min-serial is a whole number, not %q", f.minSerial))
	case f.output == "":
		return t, 0, wrong(errors.New("name the folder to unpack into"), "candor bundle unpack policy.tar.gz --key policy.pub --output DIR")
	case f.unsigned && f.key != "":
		return t, 0, wrong(errors.New("--key and --insecure-unsigned exclude each other"))
	case f.unsigned:
		return t, least, nil
	case f.key == "":
		return t, 0, wrong(errors.New("a bundle has to be verified, and no public key is given"), "candor bundle unpack policy.tar.gz --key policy.pub --output DIR")
	}
	key, err := publicKey(f.key)
	if err != nil {
		return t, 0, err
	}
	t.Keys = []*bundle.PublicKey{key}
	return t, least, nil
}
