package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/site"
)

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=-]+$`)

// quoted is a word as a shell takes it, for command lines to be copied.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

const completionHelp = `Print a script with which a shell completes what you type: verbs, flags, words and
the ids of the notices.

  candor completion bash|zsh|fish|powershell

Example
  source <(candor completion bash)
`

// nameShell makes completion without a shell it knows an error.
func nameShell(root *cobra.Command) {
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	cmd.Long, cmd.Args = completionHelp, cobra.ArbitraryArgs
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		err := errors.New("name a shell: bash, zsh, fish or powershell")
		if len(args) > 0 {
			err = fmt.Errorf("there is no script for %q; there is one for bash, zsh, fish and powershell", args[0])
		}
		return wrong(err, "candor completion bash")
	}
}

// completeAsk lets a shell complete the words of a question and the ids of the
// notice it is put to.
func (a *app) completeAsk(cmd *cobra.Command, k *asking) {
	words := map[string][]string{"action": inventory.Actions, "form": inventory.Forms, "role": inventory.Roles}
	for _, q := range questionFlags {
		kind := q.flag
		if fixed := words[kind]; fixed != nil {
			_ = cmd.RegisterFlagCompletionFunc(kind, cobra.FixedCompletions(fixed, cobra.ShellCompDirectiveNoFileComp))
			continue
		}
		_ = cmd.RegisterFlagCompletionFunc(kind, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return a.ids(kind, k), cobra.ShellCompDirectiveNoFileComp
		})
	}
}

// ids are what a shell may complete for a kind; where the workspace cannot be
// read, nothing.
func (a *app) ids(kind string, k *asking) []string {
	dir, err := workspace([]string{k.from}, "%s")
	if err != nil {
		return nil
	}
	s, err := a.read(dir, a.options(dir), site.Read)
	if err != nil {
		return nil
	}
	if kind == "since" {
		kind = "event"
	}
	notice := ""
	if given := *k.given["notice"]; len(given) > 0 {
		notice = given[len(given)-1]
	} else if len(s.Set.Notices) == 1 {
		notice = s.Set.Notices[0].ID
	}
	return known(kind, s.Set.Notice(notice), s.Set)
}
