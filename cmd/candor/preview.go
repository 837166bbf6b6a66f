package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/site"
)

const previewHelp = `Show the notices of a workspace in a browser while they are written. Every save
shows at once, in place: the page stays where it is scrolled to. While a file has
errors, the last good page stays, under the same report that stands here.

In the corner of each page stands what was found; “Source”, which leads from a
statement to its line; and “Ask”: say whose data it is, and the page says
beside each statement whether that data may be used so. What is asked is not kept.

  candor preview [DIR]

  --port N          the port (default 1313, or the next free one; 0 is any free)
  --editor COMMAND  what opens a place from the page, such as
                    "code --goto {file}:{line}:{column}". It is run as it stands,
                    without a shell, for files of the notices only, and only when
                    a page of this preview asks on this machine
  --poll            look at the dates of files twice a second, for network folders
                    whose changes send no events
  --on DATE         as of a day: dates, the law and its documents (default today)
  --bind ADDRESS    let other machines read it, at this address of yours, such as
                    192.168.1.20 or 0.0.0.0. Each address it prints lets one
                    browser in. The pages travel unencrypted

Unless --bind says otherwise only this machine can read the preview. It runs until
interrupted (Ctrl-C), which ends it with exit code 0.

Example
  candor preview
`

const usualPort = 1313

// previewing is the flags of preview.
type previewing struct {
	port, editor, bind, on string
	poll                   bool
}

func (a *app) previewCommand() *cobra.Command {
	var f previewing
	cmd := &cobra.Command{Use: "preview [DIR]", Short: "show the notices in a browser while they are written", Long: previewHelp, Args: atMost(1)}
	text(cmd.Flags(), &f.port, "port", "")
	text(cmd.Flags(), &f.editor, "editor", "")
	text(cmd.Flags(), &f.bind, "bind", "")
	text(cmd.Flags(), &f.on, "on", "")
	cmd.Flags().BoolVar(&f.poll, "poll", false, "")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if a.format != "text" {
			return wrong(errors.New("preview speaks text only"))
		}
		dir, err := workspace(args, "candor preview %s")
		if err != nil {
			return err
		}
		a.collectLate(60)
		o := a.options(dir)
		if err := asOf(&o, f.on); err != nil {
			return err
		}
		p := site.NewPreview(dir, o)
		p.Poll = f.poll
		if f.editor != "" {
			if p.Edit, err = editor(dir, f.editor); err != nil {
				return wrong(err, `candor preview --editor "code --goto {file}:{line}:{column}"`)
			}
		}
		l, err := a.listen(f)
		if err != nil {
			return wrong(err, "candor preview --port 8080")
		}
		return a.preview(cmd.Context(), p, l)
	}
	return cmd
}

// listen takes the port asked for, or else the first free one from the usual on.
func (a *app) listen(f previewing) (net.Listener, error) {
	addr := netip.MustParseAddr("127.0.0.1")
	if f.bind != "" {
		var err error
		if addr, err = netip.ParseAddr(f.bind); err != nil {
			return nil, fmt.Errorf("--bind is an address of this machine such as 192.168.1.20 or 0.0.0.0, not %s", f.bind)
		}
	}
	if f.port != "" {
		port, err := strconv.ParseUint(f.port, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("--port is a number up to 65535, not %s", f.port)
		}
		return site.ListenOn(addr, int(port))
	}
	for port := usualPort; port < usualPort+20; port++ {
		l, err := site.ListenOn(addr, port)
		if err == nil {
			return l, nil
		}
		if f.bind != "" {
			return nil, err
		}
		a.say("port %d is taken", port)
	}
	return site.ListenOn(addr, 0)
}

// reachable is the address at which other machines find one: any is none of them.
func reachable(at *net.TCPAddr) netip.AddrPort {
	addr := at.AddrPort()
	if !addr.Addr().IsUnspecified() {
		return addr
	}
	own, _ := net.InterfaceAddrs() // without them the address stands as it was given
	for _, a := range own {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && prefix.Addr().Is4() && !prefix.Addr().IsLoopback() {
			return netip.AddrPortFrom(prefix.Addr(), addr.Port())
		}
	}
	return addr
}

// editor is what opens a place: a command whose words are fixed, with the place put
// into them. No shell reads it.
func editor(dir, command string) (func(finding.Place) error, error) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, errors.New("--editor is empty")
	}
	program, err := exec.LookPath(words[0])
	if err != nil {
		return nil, fmt.Errorf("--editor: %w", err)
	}
	if !strings.Contains(command, "{file}") {
		words = append(words, "{file}")
	}
	return func(at finding.Place) error {
		file, err := filepath.Abs(filepath.Join(dir, filepath.FromSlash(at.File)))
		if err != nil {
			return err
		}
		fill := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(at.Line, 1)), "{column}", strconv.Itoa(max(at.Col, 1)))
		var args []string
		for _, word := range words[1:] {
			args = append(args, fill.Replace(word))
		}
		cmd := exec.Command(program, args...)
		if err := cmd.Start(); err != nil {
			return err
		}
		go cmd.Wait() // an editor may stay open
		return nil
	}, nil
}

// preview serves and watches until it is interrupted.
func (a *app) preview(ctx context.Context, p *site.Preview, l net.Listener) error {
	server := &http.Server{Handler: p, ReadHeaderTimeout: 5 * time.Second}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	broken := make(chan error, 1)
	serve := func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			broken <- err
			release()
		}
	}
	defer server.Close()
	if at := l.Addr().(*net.TCPAddr); at.IP.IsLoopback() {
		fmt.Fprintf(a.out, "http://%s/\n", at)
	} else {
		a.say("other machines can read this preview: each address below lets one browser in")
		p.Invite(func(path string) { fmt.Fprintf(a.out, "http://%s%s\n", reachable(at), path) })
	}
	go serve()
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
