package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/site"
)

const checkHelp = `Report everything wrong with a workspace: the language of its files, what they
refer to, what a notice leaves open, and whether each page holds every sentence
it should. Nothing is written.

  candor check [DIR]

  --severity error|warning|note   leave out what is less than this (default note)

The exit code is 1 when there is an error. Warnings and notes alone exit 0: they
are worth reading and do not stop a publish.

Example
  candor check
  candor check --format json | jq '.findings[].message'
`

func (a *app) checkCommand() *cobra.Command {
	var severity string
	cmd := &cobra.Command{Use: "check [DIR]", Short: "report everything wrong with a workspace", Long: checkHelp, Args: atMost(1)}
	text(cmd.Flags(), &severity, "severity", "note")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		least := slices.Index([]string{"error", "warning", "note"}, severity)
		if least < 0 {
			return wrong(fmt.Errorf("--severity is error, warning or note, not %q", severity))
		}
		return a.check(args, finding.Severity(least))
	}
	return cmd
}

func (a *app) check(args []string, least finding.Severity) error {
	dir, err := workspace(args, "candor check %s")
	if err != nil {
		return err
	}
	s, err := a.read(dir, a.options(dir), site.Build)
	if err != nil {
		return err
	}
	shown := slices.DeleteFunc(slices.Clone(s.Findings), func(f finding.Finding) bool { return f.Severity > least })
	if a.format == "json" {
		err = finding.JSON(a.out, shown)
	} else {
		finding.Text(a.out, shown, a.style(a.out))
		a.say("%s read", describe(s))
	}
	if err == nil && finding.Blocking(s.Findings) {
		return errFound
	}
	return err
}
