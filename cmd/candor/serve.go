package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/serve"
	"github.com/candor-privacy/candor/site"
)

const serveHelp = `Answer questions about the notices of a workspace, or by a signed bundle, over
HTTP: OPA's Data API, a plain call, batches, and OpenID AuthZEN.
policies/ASK.md tells how to ask.

  candor serve [DIR]
  candor serve --bundle FILE|URL --trust FILE.pub

  --listen ADDR      HOST:PORT or unix:PATH (default 127.0.0.1:8181)
  --tls-cert FILE    certificate, in PEM, and
  --tls-key FILE     its key
  --client-ca FILE   let in only who has a certificate that these have signed
  --token-file FILE  let in only who shows this token (or CANDOR_TOKEN's value)
  --base-url URL     where clients reach it, for AuthZEN's metadata
  --max-in-flight N  refuse more than N requests at once (default 256)

  --bundle FILE|URL  the policy, which is looked at again and again; a bundle in a
                     registry is oci://HOST/REPOSITORY:TAG
  --trust FILE       public key of who may have signed it; several while a key is
                     replaced; PS256:FILE names the algorithm of an RSA key
  --scope NAME       what it has to be signed for (default candor)
  --state FILE       remember the serials seen, over restarts too
  --min-serial N     the lowest serial to accept, asked for while FILE is new
  --poll TIME        how often to look at the bundle (default 30s)
  --insecure-unsigned  take a bundle that nobody signed: for trials

An address that other machines can reach needs TLS, and a token or certificates of
clients. A token has 32 characters at least; only /health and /ready go without.

While the workspace has errors nothing is served, and what is served is what its
files said at the start. A bundle that is not signed by who is trusted, or is
older than one seen before, changes nothing; before the first, every answer is
not_ready. A FILE that is not there when it starts is taken for a slip.

Every decision is a line of JSON on standard output: ids, codes and times, and
nothing of a person. Interrupting it (Ctrl-C, or SIGTERM) lets what is under way
finish, for 10 seconds at most, and ends it with exit code 0.

Example
  candor serve --listen 127.0.0.1:8181
  curl 127.0.0.1:8181/v1/decision --json '{"notice": "acme", "action": "use"}'
`

// serving are the flags of serve.
type serving struct {
	listen, tokenFile, baseURL, maxInFlight string
	access                                  serve.Access
	follow                                  following
}

func (a *app) serveCommand() *cobra.Command {
	var s serving
	cmd := &cobra.Command{Use: "serve [DIR]", Short: "answer questions over HTTP", Long: serveHelp, Args: atMost(1)}
	text(cmd.Flags(), &s.listen, "listen", "127.0.0.1:8181")
	text(cmd.Flags(), &s.access.Cert, "tls-cert", "")
	text(cmd.Flags(), &s.access.Key, "tls-key", "")
	text(cmd.Flags(), &s.access.ClientCA, "client-ca", "")
	text(cmd.Flags(), &s.tokenFile, "token-file", "")
	text(cmd.Flags(), &s.baseURL, "base-url", "")
	text(cmd.Flags(), &s.maxInFlight, "max-in-flight", "256")
	s.follow.flags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.serve(cmd.Context(), args, s) }
	return cmd
}

func (a *app) serve(ctx context.Context, args []string, s serving) error {
	if a.format != "text" {
		return wrong(errors.New("serve has one format: lines of JSON"))
	}
	if err := webAddress(s.baseURL); err != nil {
		return err
	}
	most, err := strconv.ParseUint(s.maxInFlight, 10, 16)
	if err != nil || most == 0 {
		return wrong(fmt.Errorf("--max-in-flight is a number from 1 to 65535, not %q", s.maxInFlight))
	}
	if s.access.Token, err = a.token(s.tokenFile); err != nil {
		return err
	}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	offer, err := a.policy(ctx, args, s)
	if err != nil {
		return err
	}
	l, err := serve.Listen(s.listen, s.access)
	if errors.Is(err, syscall.EADDRINUSE) {
		return wrong(fmt.Errorf("nothing is served: another program listens at %s", s.listen), "--listen HOST:PORT says another place; port 0 is any that is free")
	}
	if err != nil {
		return wrong(fmt.Errorf("nothing is served: %w", err), "candor serve --help")
	}
	context.AfterFunc(ctx, release) // a second Ctrl-C does not wait
	a.say("%s served at %s", offer.told, where(s, l.Addr().Network(), l.Addr().String()))
	handler := serve.New(offer.policy, serve.Options{
		Refused: offer.refused,
		Log:     slog.NewJSONHandler(a.out, nil), Token: s.access.Token, BaseURL: s.baseURL, MaxInFlight: int(most), Now: a.now,
	})
	if err := handler.Serve(ctx, l); err != nil {
		return wrong(err)
	}
	a.say("stopped; nothing was cut off")
	return nil
}

// where is the address as a client writes it.
func where(s serving, network, address string) string {
	switch {
	case network == "unix":
		return "unix:" + address
	case s.access.Cert != "":
		return "https://" + address + "/"
	}
	return "http://" + address + "/"
}

// token reads the token that requests must show; "" for none.
func (a *app) token(file string) (string, error) {
	if file == "" {
		return a.env("CANDOR_TOKEN"), nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", wrong(err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", wrong(fmt.Errorf("the token file %q is empty", file))
	}
	return token, nil
}

// offer is the source of the policy that is served, and what it is.
type offer struct {
	policy  func() *serve.Policy
	told    string
	refused func() int // bundles that were not accepted; nil where there can be none
}

// policy gives what is served: a workspace as it is now, or a bundle as it changes.
func (a *app) policy(ctx context.Context, args []string, s serving) (*offer, error) {
	if s.follow.bundle != "" {
		if len(args) > 0 {
			return nil, wrong(errors.New("a bundle is served in place of a workspace: name one of them"))
		}
		return a.follow(ctx, s.follow)
	}
	if s.follow.stated() {
		return nil, wrong(errors.New("--trust, --scope, --state, --min-serial, --poll and --insecure-unsigned are about a bundle: name it with --bundle"))
	}
	dir, err := workspace(args, "candor serve %s")
	if err != nil {
		return nil, err
	}
	read, err := a.read(dir, a.options(dir), site.Read)
	if err != nil {
		return nil, err
	}
	if len(read.Findings) > 0 {
		finding.Text(a.err, read.Findings, a.style(a.err))
	}
	if finding.Blocking(read.Findings) {
		return nil, refused(fmt.Errorf("nothing is served: %s in the workspace", count(finding.Count(read.Findings, finding.Error), "error")), read.Findings, "candor check "+quoted(dir))
	}
	engine, err := policies.New(ctx, read.Set, policies.Options{Now: a.now})
	if err != nil {
		return nil, refused(err, read.Findings)
	}
	p := served(engine)
	return &offer{policy: func() *serve.Policy { return p }, told: describe(read)}, nil
}

// served is an engine with what is told of it.
func served(e *policies.Engine) *serve.Policy {
	about := e.About()
	p := &serve.Policy{Engine: e, Notices: map[string]bool{}, Serial: about.Serial, Digest: about.Digest, Expires: about.Expires}
	for _, id := range e.Notices() {
		p.Notices[id] = true
	}
	return p
}
