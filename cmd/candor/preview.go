package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/site"
)

const previewHelp = `Show the notices of a workspace in a browser while they are written. Every save
shows at once. While a file has errors, the last good page stays, under the same
report that stands here.

  candor preview [DIR]

  --port N   the port (default 1313, or the next free one; 0 is any free one)

Only this machine can read the preview. It runs until interrupted (Ctrl-C), which
ends it with exit code 0.

Example
  candor preview
`

const usualPort = 1313

func (a *app) previewCommand() *cobra.Command {
	var stated string
	cmd := &cobra.Command{Use: "preview [DIR]", Short: "show the notices in a browser while they are written", Long: previewHelp, Args: atMost(1)}
	text(cmd.Flags(), &stated, "port", "")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if a.format != "text" {
			return wrong(errors.New("preview speaks text only"))
		}
		dir, err := workspace(args, "candor preview %s")
		if err != nil {
			return err
		}
		l, err := a.listen(stated)
		if err != nil {
			return wrong(err, "candor preview --port 8080")
		}
		return a.preview(cmd.Context(), dir, l)
	}
	return cmd
}

// listen takes the port asked for, or else the first free one from the usual on.
func (a *app) listen(stated string) (net.Listener, error) {
	if stated != "" {
		port, err := strconv.ParseUint(stated, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("--port is a number up to 65535, not %s", stated)
		}
		return site.Listen(int(port))
	}
	for port := usualPort; port < usualPort+20; port++ {
		if l, err := site.Listen(port); err == nil {
			return l, nil
		}
		a.say("port %d is taken", port)
	}
	return site.Listen(0)
}

// preview serves and watches until it is interrupted.
func (a *app) preview(ctx context.Context, dir string, l net.Listener) error {
	p := site.NewPreview(dir, a.options(dir))
	server := &http.Server{Handler: p, ReadHeaderTimeout: 5 * time.Second}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	broken := make(chan error, 1)
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			broken <- err
			release()
		}
	}()
	defer server.Close()
	fmt.Fprintf(a.out, "http://%s/\n", l.Addr())
	if err := p.Run(ctx, a.tell); err != nil {
		return wrong(err)
	}
	select {
	case err := <-broken:
		return err
	default:
		return nil
	}
}

// tell prints what a build brought.
func (a *app) tell(b site.Built) {
	if len(b.Site.Findings) > 0 {
		finding.Text(a.err, b.Site.Findings, a.style(a.err))
	}
	took := b.Took.Round(time.Millisecond)
	switch {
	case finding.Blocking(b.Site.Findings) && b.Shown:
		a.say("%s built in %v as far as the errors let it", describe(b.Site), took)
	case finding.Blocking(b.Site.Findings):
		a.say("built in %v; the last good pages stay until the errors are mended", took)
	case b.Shown:
		a.say("%s built in %v", describe(b.Site), took)
	default:
		a.say("built in %v; no page changed", took)
	}
}
