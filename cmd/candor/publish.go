package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/site"
	"github.com/candor-privacy/candor/themes"
)

const publishHelp = `Write the site of a workspace to a folder, whole or not at all: it is written
beside the folder and put in its place in one step. While an error stands, nothing
is published. Only a folder that candor wrote, an empty one or a new one is
replaced, and what has not changed is left as it is, dates included.

  candor publish DIR

  --workspace DIR   the workspace (default: here, or the nearest above)
  --base-url URL    where the site will stand, for canonical links and the sitemap
  --on DATE         as of a day: what is found, and the documents as the law asks
                    for them then (default: today for what is found; the documents
                    as the law asks for them now or from a day to come, so that
                    no page hangs on the clock)
  --internal DIR    for what stays with you (default .candor/internal of the
                    workspace, which must not lie within the site)
  --site-only       write the site and nothing else: what lies in the internal
                    folder stays as it is, the policy of before among it
  --precompress     lay a .gz beside each text, for hosts that serve those
  --execute-templates
                    make pages without compiling templates: slower, the same bytes
  --shard I/N       write part I of N, so that N machines can share the work; all
                    parts copied into one folder are the site, whole

The folder above DIR has to be writable: the new site is made there first. Under
an address with a path, such as https://example.org/privacy/, robots.txt is left
to the host, and so is what lies below .well-known; name its 404.html as the page
for what is not found, and its _headers as rules, where the host does not read
them from there. security.txt is made of contacts for security and expires a year
after the commit, or --issued.

SHA256SUMS in the published folder lists all other files: sha256sum -c SHA256SUMS
proves it whole. Styles and pictures of the version before stay for one version,
for pages that are open.

What a publish saw and left it keeps in the workspace, in .candor/publish-…:
while nothing has changed since, the next has nothing to do, and else it makes
again only those notices that have. A file that looks as it did, by size, dates
and number, is taken to be the same; one that does not, or is seconds old, is
read. Beside it lies the folder that the last publish replaced, if it is a large
one: the next is made in it. What is kept holds for a day, one candor and the
same flags, and may be deleted.

The internal folder holds findings.json, data.json (what the rules look up) and
publication.json (what was published, with its digests), and with a key the policy
of the very same notices, bundle.tar.gz, which becomes visible after the site. See
candor bundle for what these say:
  --key FILE, --scope NAME, --serial N, --issued DATE, --expires DATE,
  --min-serial N, --insecure-unsigned
Without a key the site is published all the same, and no policy.

Example
  candor publish public --base-url https://example.org/privacy/
`

// publishFlags are the flags of candor publish as they were typed.
type publishFlags struct {
	workspace, baseURL, internal string
	shard, on                    string
	precompress, siteOnly        bool
	execute                      bool
	policy                       bundleFlags
}

func (a *app) publishCommand() *cobra.Command {
	var f publishFlags
	cmd := &cobra.Command{Use: "publish DIR", Short: "write the site, whole or not at all", Long: publishHelp}
	text(cmd.Flags(), &f.workspace, "workspace", "")
	text(cmd.Flags(), &f.baseURL, "base-url", "")
	text(cmd.Flags(), &f.internal, "internal", "")
	text(cmd.Flags(), &f.shard, "shard", "")
	text(cmd.Flags(), &f.on, "on", "")
	cmd.Flags().BoolVar(&f.precompress, "precompress", false, "")
	cmd.Flags().BoolVar(&f.siteOnly, "site-only", false, "")
	cmd.Flags().BoolVar(&f.execute, "execute-templates", false, "")
	f.policy.policy(cmd.Flags())
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return wrong(errors.New("name the folder to publish to"), "candor publish public")
		}
		return atMost(1)(cmd, args)
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.publish(args[0], f) }
	return cmd
}

func (a *app) publish(to string, f publishFlags) error {
	if err := webAddress(f.baseURL); err != nil {
		return err
	}
	if f.siteOnly && (f.internal != "" || f.policy.key != "" || f.policy.unsigned) {
		return wrong(errors.New("--site-only writes no internal folder and no policy: leave out --internal, --key and --insecure-unsigned"))
	}
	a.collectLate(50)
	part, err := partOf(f.shard)
	if err != nil {
		return err
	}
	signing, err := a.signing(f.policy)
	if err != nil {
		return err
	}
	if !part.First() {
		signing = nil
	}
	dir, err := workspace([]string{f.workspace}, "candor publish "+quoted(to)+" --workspace %s")
	if err != nil {
		return err
	}
	o := a.options(dir)
	o.BaseURL, o.Gzip, o.Execute, o.Part = f.baseURL, f.precompress, f.execute, part
	if err := asOf(&o, f.on); err != nil {
		return err
	}
	o.Ledger = ledger(dir, to)
	folder, err := site.OpenFolder(dir)
	if err != nil {
		return wrong(err)
	}
	defer folder.Close()
	where := site.Where{Public: to, Internal: f.internal}
	if where.Internal == "" && !f.siteOnly {
		where.Internal = filepath.Join(dir, ".candor", "internal")
	}
	p, before := site.Policy{Signing: signing}, site.SerialIn(where.Internal)
	var unnumbered error
	s, done, err := site.Publish(folder, o, where, func(s *site.Site) (site.Policy, error) {
		if f.siteOnly && !s.Dated {
			return p, nil // nobody would read it
		}
		var err error
		p.Options, unnumbered, err = f.policy.known(dir, s.Inventory, signing != nil)
		return p, err
	})
	if len(s.Findings) > 0 && a.format == "text" {
		finding.Text(a.err, s.Findings, a.style(a.err))
	}
	if a.format == "text" {
		a.closing(s)
	}
	if unnumbered != nil {
		a.say("note: %v; what stays inside says serial 0", unnumbered)
	}
	var told *problem
	switch {
	case errors.Is(err, site.ErrFindings):
		return refused(fmt.Errorf("nothing published: %s in the workspace", count(finding.Count(s.Findings, finding.Error), "error")), s.Findings, "candor check "+quoted(dir))
	case errors.Is(err, site.ErrLeftover), errors.Is(err, site.ErrBehind):
		return wrong(err)
	case errors.As(err, &told):
		told.err = fmt.Errorf("nothing published: %w", told.err)
		return told
	case err != nil:
		return wrong(fmt.Errorf("nothing published: %w", err))
	}
	if err := a.published(s, part, where, p, done); err != nil {
		return err
	}
	if p.Signing != nil && p.Serial < before {
		a.say("warning: serial %d is below %d, which stood there before: services that have seen that go on answering by it", p.Serial, before)
		a.say("hint: to go back to an older state, revert it in a commit of its own, or say --serial %d --issued DATE", before+1)
	}
	return nil
}

// ledger is the file in which a publish to a folder keeps what the next need not do again.
func ledger(dir, to string) string {
	if abs, err := filepath.Abs(to); err == nil {
		to = abs
	}
	sum := sha256.Sum256([]byte(to))
	return filepath.Join(dir, ".candor", fmt.Sprintf("publish-%x", sum[:6]))
}

// program tells this program from any other, "" where that cannot be told: by its commit,
// or one built of no commit by its file.
func program() string {
	if b := build(); b.Commit != "" && !b.Modified {
		return b.Candor + " " + b.Commit + " " + b.Go
	}
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
}

// mostParts is into how many parts a site can be divided.
const mostParts = 10_000

// partOf reads "2/7"; nothing is the whole.
func partOf(flag string) (p themes.Part, err error) {
	if flag == "" {
		return p, nil
	}
	number, of, _ := strings.Cut(flag, "/")
	if p.Number, err = strconv.Atoi(number); err == nil {
		p.Of, err = strconv.Atoi(of)
	}
	if err != nil || p.Number < 1 || p.Number > p.Of || p.Of > mostParts {
		return p, wrong(fmt.Errorf("--shard is a part and their number, such as 2/7, not %q", flag))
	}
	return p, nil
}

// signing says who signs the bundle that is published with a site; nil where nobody
// does, and none is written.
func (a *app) signing(f bundleFlags) (*bundle.Signing, error) {
	if f.key == "" && a.env("CANDOR_SIGNING_KEY") == "" && !f.unsigned {
		return nil, nil
	}
	key, err := a.signingKey(f)
	if err != nil {
		return nil, err
	}
	return &bundle.Signing{Key: key, Scope: f.scope}, nil
}

// known is options as far as they can be told: a site without a policy needs none,
// and then why there are none is left to be said.
func (f bundleFlags) known(dir string, inv *inventory.Inventory, needed bool) (o policies.Options, why, err error) {
	o, err = f.options(dir, inv)
	if stated := f.serial != "" || f.issued != "" || f.expires != "" || f.minSerial != "0"; err != nil && !needed && !stated {
		return policies.Options{}, err, nil
	}
	return o, nil, err
}

// published says what a publish did.
func (a *app) published(s *site.Site, part themes.Part, where site.Where, p site.Policy, done site.Published) error {
	if p.Signing != nil && a.expired(done.Policy) {
		a.say("warning: this policy expired on %s and denies everything: say --issued or --expires", done.Policy.Expires)
	}
	if a.format == "json" {
		type change struct {
			Folder  string `json:"folder"`
			Written int    `json:"written"`
			Same    int    `json:"same"`
			Removed int    `json:"removed"`
		}
		return writeJSON(a.out, struct {
			Version int    `json:"version"`
			Folder  string `json:"folder"`
			Digest  string `json:"digest"`
			Files   int    `json:"files"`
			Serial  int    `json:"serial"`
			Bundle  bool   `json:"bundle"`

			Public   change            `json:"public"`
			Internal change            `json:"internal"`
			Findings []finding.Finding `json:"findings"`
		}{1, where.Public, s.Digest, done.Public.Files, p.Serial, p.Signing != nil,
			change{where.Public, done.Public.Written, done.Public.Same, done.Public.Removed},
			change{where.Internal, done.Internal.Written, done.Internal.Same, done.Internal.Removed},
			append([]finding.Finding{}, s.Findings...)})
	}
	fmt.Fprintln(a.out, where.Public)
	files := count(done.Public.Files, "file")
	switch {
	case done.Public.None():
		a.say("nothing has changed: %s stand there already, %s, %s", describe(s), files, s.Digest)
	case done.Public.Same > 0:
		a.say("%s published, %s, %d of them as they were, %s", describe(s), files, done.Public.Same, s.Digest)
	default:
		a.say("%s published, %s, %s", describe(s), files, s.Digest)
	}
	for _, why := range done.LeftOut {
		a.say("%s", why)
	}
	switch {
	case where.Internal == "" && part.First(): // it was to be the site only
	case !part.First():
		a.say("this is part %s; the policy comes with the first", part)
	case p.Signing == nil:
		a.say("no policy beside it, and none of before stays: there is no key to sign it with")
		a.say("hint: candor keys new policy makes one; then candor publish %s --key policy.key", quoted(where.Public))
	case p.Signing.Key == nil:
		a.say("its policy is in %s, serial %d, expires %s, signed by nobody", where.Internal, p.Serial, p.Expires)
	default:
		a.say("its policy is in %s, serial %d, expires %s, signed by the key %s", where.Internal, p.Serial, p.Expires, p.Signing.Key.Public.ID)
	}
	return nil
}
