package serve

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Limits bound how long a connection may take for what.
type Limits struct {
	Header time.Duration // to send the headers of a request; 3 s
	Read   time.Duration // to send a request with its body; 5 s
	Write  time.Duration // from the headers to the end of the response; 6 s
	Idle   time.Duration // between two requests; 60 s
	Linger time.Duration // to end a stopped server's open connections with a response; 500 ms
	Stop   time.Duration // to finish what is under way when it stops; 10 s
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		of    *time.Duration
		usual time.Duration
	}{
		{&l.Header, 3 * time.Second}, {&l.Read, 5 * time.Second}, {&l.Write, 6 * time.Second}, {&l.Idle, time.Minute},
		{&l.Linger, 500 * time.Millisecond}, {&l.Stop, 10 * time.Second},
	} {
		if *d.of <= 0 {
			*d.of = d.usual
		}
	}
	return l
}

// maxHeader is what the headers of a request may have. net/http reads 4 KiB more
// than it is told.
const maxHeader = 16<<10 - 4<<10

// Server makes a server of the handler with all its limits. It speaks HTTP/1.1: one
// request at a time on a connection is what the limits bound.
func (h *Handler) Server() *http.Server {
	l := h.options.Limits
	one := &http.Protocols{}
	one.SetHTTP1(true)
	return &http.Server{
		Handler:           h,
		MaxHeaderBytes:    maxHeader,
		ReadHeaderTimeout: l.Header,
		ReadTimeout:       l.Read,
		WriteTimeout:      l.Write,
		IdleTimeout:       l.Idle,
		Protocols:         one,
		// What net/http has to say names addresses and quotes clients.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// Serve answers on a listener until ctx ends, and closes it. Then it takes no more
// connections, tells open ones to close with the next response, and waits for what
// is under way. It returns nil when nothing was cut off. A handler serves once.
func (h *Handler) Serve(ctx context.Context, l net.Listener) error {
	s := h.Server()
	broken := make(chan error, 1)
	go func() { broken <- s.Serve(l) }()
	select {
	case err := <-broken:
		return err
	case <-ctx.Done():
	}
	h.stopping.Store(true)
	l.Close()
	// A client that sends on a connection while it is closed for being idle loses the
	// request; one that was told to close has not.
	time.Sleep(h.options.Limits.Linger)
	limit, cancel := context.WithTimeout(context.Background(), h.options.Limits.Stop)
	defer cancel()
	err := s.Shutdown(limit)
	if err != nil {
		s.Close()
		return errors.New("requests that were under way had to be cut off")
	}
	return nil
}
