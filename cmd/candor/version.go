package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

const versionHelp = `Print the version, the commit it was built from and the Go release.

  candor version

Example
  candor version --format json
`

func (a *app) versionCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "version", Short: "print the version", Long: versionHelp, Args: atMost(0)}
	cmd.RunE = func(*cobra.Command, []string) error { return a.printVersion() }
	return cmd
}

func (a *app) printVersion() error {
	if a.format == "json" {
		return writeJSON(a.out, build())
	}
	fmt.Fprintln(a.out, version())
	return nil
}

// made is what the binary knows of how it was built; nothing of it is a clock.
type made struct {
	Format   int    `json:"version"`
	Candor   string `json:"candor"`
	Commit   string `json:"commit"`
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
}

func build() made {
	m := made{Format: 1, Candor: "(unknown)"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return m
	}
	m.Candor, m.Go = info.Main.Version, info.GoVersion
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			m.Commit = s.Value
		case "vcs.modified":
			m.Modified = s.Value == "true"
		}
	}
	return m
}

func version() string {
	m := build()
	s := "candor " + m.Candor
	if len(m.Commit) >= 12 {
		s += " (" + m.Commit[:12]
		if m.Modified {
			s += ", modified"
		}
		s += ")"
	}
	return s + " " + m.Go
}
