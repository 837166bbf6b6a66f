package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
)

// Exit codes, all of them.
const (
	exitClean    = 0 // nothing found; the answer allows
	exitFindings = 1 // errors found, or any answer that does not allow
	exitUsage    = 2 // wrong flags, or a file that cannot be opened
	exitFault    = 3 // candor itself is at fault
)

// errFound ends a verb whose results, already printed, are no reason for joy.
var errFound = errors.New("findings")

// errFlags ends ask when its flags make no question; what is wrong with them is
// said already.
var errFlags = errors.New("flags that make no question")

// problem is an error for the person at the keyboard: what is wrong and what to
// do next.
type problem struct {
	err   error
	hints []string
	code  int
	found []finding.Finding // what stands in the way, for the JSON document
}

func (p *problem) Error() string { return p.err.Error() }
func (p *problem) Unwrap() error { return p.err }

// wrong is a problem of use: wrong flags, or a file that cannot be opened.
func wrong(err error, hints ...string) error {
	return &problem{err: err, hints: hints, code: exitUsage}
}

// refused is a problem of content: the command was right and the files are not.
func refused(err error, found []finding.Finding, hints ...string) error {
	return &problem{err: err, hints: hints, code: exitFindings, found: found}
}

// output is standard output with the first error it gave: a result that nobody
// got is no success.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// run carries out one command line and returns the exit code. With --format json
// standard output gets exactly one document, whatever happens.
func run(ctx context.Context, p process, args []string) (code int) {
	out := &output{Writer: p.out}
	p.out = out
	a := &app{process: p}
	asJSON := wantsJSON(args)
	var buffer bytes.Buffer
	if asJSON {
		a.out = &buffer
	}
	err := a.safely(ctx, args)
	code = a.report(err)
	if asJSON {
		if err != nil && !json.Valid(buffer.Bytes()) {
			buffer.Reset()
			writeJSON(&buffer, failure(err))
		}
		out.Write(buffer.Bytes())
	}
	if out.err != nil && code != exitFault {
		a.say("standard output cannot be written: %v", out.err)
		return exitUsage
	}
	return code
}

// wantsJSON looks for --format json before flags are read, because reading them
// may be what goes wrong.
func wantsJSON(args []string) bool {
	for i, arg := range args {
		if arg == "--" {
			return false
		}
		if arg == "--format=json" || arg == "--format" && slices.Contains(args[i+1:min(i+2, len(args))], "json") {
			return true
		}
	}
	return false
}

// fault is a panic with where it happened.
type fault struct {
	cause any
	stack string
}

func (f *fault) Error() string { return fmt.Sprint(f.cause) }

func (a *app) safely(ctx context.Context, args []string) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &fault{cause, string(debug.Stack())}
		}
	}()
	return a.execute(ctx, args)
}

// report tells what ended a run on standard error, and gives its exit code.
func (a *app) report(err error) int {
	var f *fault
	var p *problem
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFound):
		return exitFindings
	case errors.Is(err, errFlags):
		return exitUsage
	case errors.As(err, &f):
		a.say("internal fault: %v", f)
		fmt.Fprintf(a.err, "\n%s on %s/%s\n%s\n", version(), runtime.GOOS, runtime.GOARCH, f.stack)
		a.say("hint: this is a fault of candor, not of your files: please report the lines above")
		return exitFault
	case errors.As(err, &p):
		a.say("%v", p.err)
		for _, hint := range p.hints {
			a.say("hint: %s", hint)
		}
		return p.code
	}
	a.say("%v", err)
	return exitUsage
}

// say prints a line of talk; whatever a file holds, it stays printable text.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.err, "candor: %s\n", printable(fmt.Sprintf(format, args...)))
}

// failure is the document that stands in for the results of a run without any.
func failure(err error) any {
	out := struct {
		Version int      `json:"version"`
		Error   string   `json:"error"`
		Hints   []string `json:"hints"`

		Findings []finding.Finding `json:"findings,omitempty"`
	}{Version: 1, Error: "no result", Hints: []string{}}
	var p *problem
	if errors.As(err, &p) {
		out.Hints = append(out.Hints, p.hints...)
		out.Findings = p.found
	}
	if err != nil {
		out.Error = err.Error()
	}
	return out
}

// printable writes control characters out, so that no file can act on a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\ufffd'
		}
		return r
	}, s)
}
