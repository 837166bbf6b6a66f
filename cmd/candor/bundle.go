package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/site"
)

const bundleHelp = `Write the policy of a workspace as a signed bundle, which OPA, Envoy, and candor
itself answer by.

  candor bundle [DIR] --output FILE --key FILE
  candor bundle [DIR] --per-notice FOLDER --key FILE

  --output FILE, -o FILE   where to write it
  --per-notice FOLDER      write a bundle of the rules, one a notice and the list
                           of them into a folder instead, for OPA to load those it
                           needs. One that is there and holds the same stays until
                           half of its validity has gone
  --target rego|wasm       wasm adds the rules as WebAssembly, policy.wasm, with
                           a data.json, for Node, browsers, edges (default rego)
  --key FILE               the private key to sign with, of candor keys (default:
                           $CANDOR_SIGNING_KEY, which holds the key itself, as it
                           stands or in base64 on one line);
                           RS256:FILE and PS256:FILE name an RSA key's algorithm
  --scope NAME             what it is signed for (default candor)
  --serial N               its number (default: the second its commit was made)
  --issued DATE            the day or instant it is made (default: of its commit)
  --expires DATE           when it stops answering (default: valid of candor.toml,
                           or P30D, after it was issued)
  --min-serial N           the lowest serial that may still answer
  --insecure-unsigned      sign nothing: for trials

  candor bundle opa --url URL --key FILE.pub …

prints the configuration of an OPA that polls the bundle and verifies it, or
writes what it takes to run one (candor bundle opa --help),

  candor bundle push FILE REFERENCE --key FILE.pub …

takes it to a registry (candor bundle push --help), and

  candor bundle unpack FILE --key FILE.pub --output DIR

verifies it and writes out its data and module (candor bundle unpack --help).

The same workspace and flags give the same bytes, but for the signature. Nothing
is taken from the clock: a bundle is as old as its commit, unless --issued says
otherwise. A policy that has expired denies everything, so renew it in time, by a
job such as: candor bundle … --issued "$(date -u +%F)".

A module of WebAssembly has no clock: its host says the time with every question,
as {"question": …, "now": Date.now()}. OPA takes the target rego.

Rules of the workspace's own that deny (policies in candor.toml) are in the
bundle. It is told which notices they are about: the Rego answers for those.

Example
  candor bundle --key policy.key --output policy.tar.gz
`

// bundleFlags are the flags of candor bundle as they were typed.
type bundleFlags struct {
	output, perNotice, target, key, scope, serial, issued, expires, minSerial string
	unsigned                                                                  bool
}

// targets are the forms a bundle may take.
var targets = map[string]func(io.Writer, *policies.Document, bundle.Signing) error{"rego": bundle.Write, "wasm": bundle.WriteWasm}

func (a *app) bundleCommand() *cobra.Command {
	var f bundleFlags
	cmd := &cobra.Command{Use: "bundle [DIR]", Short: "write the policy as a signed bundle", Long: bundleHelp, Args: atMost(1)}
	text(cmd.Flags(), &f.perNotice, "per-notice", "")
	text(cmd.Flags(), &f.target, "target", "rego")
	_ = cmd.RegisterFlagCompletionFunc("target", cobra.FixedCompletions(slices.Sorted(maps.Keys(targets)), cobra.ShellCompDirectiveNoFileComp))
	f.policy(cmd.Flags())
	cmd.Flags().VarP(&once{to: &f.output}, "output", "o", "")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.bundle(args, f) }
	cmd.AddCommand(a.bundleOPACommand(), a.bundlePushCommand(), a.bundleUnpackCommand())
	return cmd
}

// policy adds the flags that say which policy a bundle is, and who signs it.
func (f *bundleFlags) policy(flags *pflag.FlagSet) {
	text(flags, &f.key, "key", "")
	text(flags, &f.scope, "scope", bundle.DefaultScope)
	text(flags, &f.serial, "serial", "")
	text(flags, &f.issued, "issued", "")
	text(flags, &f.expires, "expires", "")
	text(flags, &f.minSerial, "min-serial", "0")
	flags.BoolVar(&f.unsigned, "insecure-unsigned", false, "")
}

func (a *app) bundle(args []string, f bundleFlags) error {
	write, to := targets[f.target], "--output "+quoted(f.output)
	switch {
	case f.output == "" && f.perNotice == "":
		return wrong(errors.New("name the file to write"), "candor bundle --key policy.key --output policy.tar.gz")
	case f.output != "" && f.perNotice != "":
		return wrong(errors.New("--output and --per-notice exclude each other"))
	case write == nil:
		return wrong(fmt.Errorf("--target is rego or wasm, not %q", f.target), "candor bundle --help")
	case f.perNotice != "" && f.target != "rego":
		return wrong(errors.New("--per-notice is for OPA, and so of the target rego alone"))
	case f.perNotice != "":
		to = "--per-notice " + quoted(f.perNotice)
	}
	key, err := a.signingKey(f)
	if err != nil {
		return err
	}
	dir, s, err := a.sound(args, "candor bundle %s "+to, "no bundle")
	if err != nil {
		return err
	}
	o, err := f.options(dir, s.Inventory)
	if err != nil {
		return err
	}
	doc, err := policies.Compile(s.Set, o)
	if err != nil {
		return wrong(err)
	}
	if f.perNotice != "" {
		return a.divide(f, doc, key)
	}
	var b bytes.Buffer
	if err := write(&b, doc, bundle.Signing{Key: key, Scope: f.scope}); err != nil {
		return err
	}
	if err := replaceFile(f.output, b.Bytes()); err != nil {
		return wrong(fmt.Errorf("no bundle written: %w", err))
	}
	return a.bundled(f, b.Len(), doc, key)
}

// sound reads a workspace without errors; with any, what is named is not written.
func (a *app) sound(args []string, again, what string) (string, *site.Site, error) {
	dir, err := workspace(args, again)
	if err != nil {
		return "", nil, err
	}
	s, err := a.read(dir, a.options(dir), site.Read)
	if err != nil {
		return "", nil, err
	}
	if finding.Blocking(s.Findings) {
		if a.format == "text" {
			finding.Text(a.err, s.Findings, a.style(a.err))
		}
		return "", nil, refused(fmt.Errorf("%s written: %s in the workspace", what, count(finding.Count(s.Findings, finding.Error), "error")), s.Findings, "candor check "+quoted(dir))
	}
	return dir, s, nil
}

// expired tells whether a policy has come to its end already.
func (a *app) expired(about document.Bundle) bool {
	return about.Until != 0 && a.now().Unix() >= about.Until
}

// warnExpired warns of such a policy.
func (a *app) warnExpired(about document.Bundle) {
	if a.expired(about) {
		a.say("warning: this policy expired on %s and denies everything: say --issued or --expires", about.Expires)
	}
}

// renew tells whoever uses a policy that it has expired, or that less than a quarter of its
// time is left, and what to do.
func (a *app) renew(about document.Bundle) {
	left := about.Until - a.now().Unix()
	short := int64(7 * 24 * 3600)
	if issued, err := instant(about.Issued); err == nil {
		short = (about.Until - issued.Unix()) / 4
	}
	switch {
	case about.Until == 0 || left > short:
		return
	case left <= 0:
		a.say("warning: this policy expired on %s and denies everything", about.Expires)
	default:
		a.say("warning: this policy expires on %s, in %s, and denies everything from then on", about.Expires, count(int(left/(24*3600)), "day"))
	}
	a.say("hint: candor bundle --issued \"$(date -u +%%F)\" … writes it anew")
}

// bundled says what was written.
func (a *app) bundled(f bundleFlags, size int, doc *policies.Document, key *bundle.PrivateKey) error {
	about, id := doc.Bundle, ""
	if key != nil {
		id = key.Public.ID
	}
	a.warnExpired(about)
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int    `json:"version"`
			File    string `json:"file"`
			Target  string `json:"target"`
			Bytes   int    `json:"bytes"`
			Notices int    `json:"notices"`
			Serial  int    `json:"serial"`
			Digest  string `json:"digest"`
			Issued  string `json:"issued"`
			Expires string `json:"expires"`
			Commit  string `json:"commit"`
			Key     string `json:"key"`
			Own     own    `json:"own,omitempty"`
		}{1, f.output, f.target, size, len(doc.Notices), about.Serial, about.Digest, about.Issued, about.Expires, about.Commit, id, doc.Own()})
	}
	fmt.Fprintln(a.out, f.output)
	a.tellOwn(doc.Own())
	a.say("%s, serial %d, expires %s, %s", count(len(doc.Notices), "notice"), about.Serial, about.Expires, signedBy(id))
	return nil
}

// signingKey reads the key to sign with; nil signs nothing.
func (a *app) signingKey(f bundleFlags) (*bundle.PrivateKey, error) {
	algorithm, file := algorithmOf(f.key)
	held := a.env("CANDOR_SIGNING_KEY")
	switch {
	case f.unsigned && f.key != "":
		return nil, wrong(errors.New("--key and --insecure-unsigned exclude each other"))
	case f.unsigned:
		return nil, nil
	case f.key == "" && held == "":
		return nil, wrong(errors.New("a bundle has to be signed, and no key is given"), "candor keys new policy makes one", "candor bundle --key policy.key …")
	case f.key != "":
		data, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, wrong(fmt.Errorf("there is no key %s to sign with", quoted(file)), "candor keys new "+quoted(strings.TrimSuffix(file, ".key"))+" makes one")
		}
		if err != nil {
			return nil, wrong(err)
		}
		held = string(data)
	default:
		file = "CANDOR_SIGNING_KEY"
		if plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(held)); err == nil {
			held = string(plain) // pipelines mask one line only
		}
	}
	key, err := bundle.ParsePrivateKey(held, algorithm)
	if err != nil {
		return nil, wrong(fmt.Errorf("%s: %w", file, err))
	}
	return key, nil
}

// algorithmOf divides "PS256:policy.key".
func algorithmOf(flag string) (algorithm, file string) {
	for _, known := range bundle.Algorithms {
		if rest, ok := strings.CutPrefix(flag, known+":"); ok {
			return known, rest
		}
	}
	return "", flag
}

// options are the serial and the validity, by the flags or else by the commit.
func (f bundleFlags) options(dir string, inv *inventory.Inventory) (o policies.Options, err error) {
	if o.MinSerial, err = strconv.Atoi(f.minSerial); err != nil || o.MinSerial < 0 {
		return o, wrong(fmt.Errorf("--min-serial is a whole number, not %q", f.minSerial))
	}
	o.Issued, o.Expires = f.issued, f.expires
	at, commitErr := lastCommit(dir, inv.Files)
	if commitErr == nil {
		o.Commit = at.id
	}
	switch {
	case f.serial != "":
		if o.Serial, err = strconv.Atoi(f.serial); err != nil || o.Serial < 1 {
			return o, wrong(fmt.Errorf("--serial is a whole number from 1 on, not %q", f.serial))
		}
	case commitErr != nil:
		return o, wrong(fmt.Errorf("the bundle has no serial: %w", commitErr), "commit the workspace, or say --serial N --issued DATE")
	default:
		o.Serial = int(at.when.Unix())
	}
	if o.MinSerial > o.Serial {
		return o, wrong(fmt.Errorf("--min-serial %d is above the bundle’s own serial %d", o.MinSerial, o.Serial))
	}
	switch {
	case o.Issued != "":
	case commitErr != nil:
		return o, wrong(fmt.Errorf("the bundle does not say when it was issued: %w", commitErr), "commit the workspace, or say --issued DATE")
	default:
		o.Issued = at.when.Format(time.RFC3339)
	}
	issued, err := instant(o.Issued)
	if err != nil {
		return o, wrong(fmt.Errorf("--issued is a day such as 2026-11-21, or an instant such as 2026-11-21T10:00:00Z, not %q", o.Issued))
	}
	if o.Expires == "" {
		o.Expires = expiry(issued, inv.Workspace.Valid).Format(time.RFC3339)
	}
	until, err := instant(o.Expires)
	switch {
	case err != nil:
		return o, wrong(fmt.Errorf("--expires is a day such as 2026-12-21, or an instant such as 2026-12-21T10:00:00Z, not %q", o.Expires))
	case until.Before(issued):
		return o, wrong(fmt.Errorf("--expires %s is before %s, when the bundle is issued", o.Expires, o.Issued))
	}
	return o, nil
}

// instant reads a day or an instant.
func instant(s string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day, nil
	}
	return time.Parse(time.RFC3339, s)
}

// expiry is when a policy issued at an instant stops answering.
func expiry(issued time.Time, valid inventory.Period) time.Time {
	if valid.IsZero() {
		return issued.AddDate(0, 0, 30)
	}
	issued = issued.UTC()
	y, m, d := issued.Date()
	first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).AddDate(valid.Years, valid.Months, 0)
	d = min(d, first.AddDate(0, 1, -1).Day()) // the 31st of a month of 30 is its last day
	return first.AddDate(0, 0, d-1+7*valid.Weeks+valid.Days).Add(issued.Sub(issued.Truncate(24*time.Hour)) + time.Duration(valid.Hours)*time.Hour)
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// publicKey reads a public key, "FILE" or "PS256:FILE".
func publicKey(flag string) (*bundle.PublicKey, error) {
	algorithm, file := algorithmOf(flag)
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, wrong(err)
	}
	key, err := bundle.ParsePublicKey(string(data), algorithm)
	if err != nil {
		return nil, wrong(fmt.Errorf("%s: %w", file, err))
	}
	return key, nil
}
