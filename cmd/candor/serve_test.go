package main

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"
)

// TestServeBesideAnotherProgram says in words what the system says of a port that is
// taken, and what to do.
func TestServeBesideAnotherProgram(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var talk bytes.Buffer
	p := process{in: strings.NewReader(""), out: &talk, err: &talk, env: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
	code := run(t.Context(), p, []string{"serve", "../..", "--listen", taken.Addr().String()})
	if want := "another program listens at " + taken.Addr().String(); code != exitUsage || !strings.Contains(talk.String(), want) {
		t.Errorf("exit %d, and it says\n%s\nwant %q", code, &talk, want)
	}
}
