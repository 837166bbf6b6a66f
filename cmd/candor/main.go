// Command candor turns an inventory of what an organisation does with personal
// data into the privacy notice people read and the policy services ask.
//
//	candor init [DIR]        write a small, good workspace to begin with
//	candor check [DIR]       report everything wrong with a workspace
//	candor preview [DIR]     show the notices in a browser while they are written
//	candor publish DIR       write the site, whole or not at all
//	candor ask …             put one question to a notice
//	candor serve [DIR]       answer questions over HTTP
//	candor bundle [DIR]      write the policy as a signed bundle
//	candor keys              make the keys that policies are signed with
//	candor verify [DIR]      prove that the engines and the page agree
//	candor replay LOG        ask logged questions of another policy
//	candor generate go|ts    write the ids of the notices for services
//	candor export retention  write how long what is kept, as CSV or JSON
//	candor explain [CODE]    explain a finding at length
//	candor schema            print the schema for editors
//	candor version           print the version
//	candor completion SHELL  print a completion script
//
// A workspace is a folder with a candor.toml. Verbs that read one take the
// current folder, or the nearest folder above it that is a workspace.
//
// Results go to standard output, talk to standard error. The exit code is 0 when
// all is well, 1 for findings and for every answer that does not allow, 2 for
// wrong flags and files that cannot be opened, and 3 for a fault of candor itself.
package main

import (
	"context"
	"io"
	"os"
	"time"
)

func main() {
	p := process{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now}
	os.Exit(run(context.Background(), p, os.Args[1:]))
}

// process is everything a run has of the world outside its arguments.
type process struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
}
