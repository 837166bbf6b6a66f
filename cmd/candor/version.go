package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

const versionHelp = `Print the version, the commit it was built from and the Go release.

  candor version
  candor version --sbom [FILE]

  --sbom   print instead what it is made of, as CycloneDX: every module with its
           version and hash; with FILE, of the candor in that file

Example
  candor version --format json
`

func (a *app) versionCommand() *cobra.Command {
	var sbom bool
	cmd := &cobra.Command{Use: "version", Short: "print the version", Long: versionHelp}
	cmd.Flags().BoolVar(&sbom, "sbom", false, "")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if sbom {
			return atMost(1)(cmd, args)
		}
		return atMost(0)(cmd, args)
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if !sbom {
			return a.printVersion()
		}
		bill, err := billOf(strings.Join(args, ""))
		if err != nil {
			return wrong(err)
		}
		return writeJSON(a.out, bill)
	}
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
