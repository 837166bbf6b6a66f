package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/laws"
)

const explainHelp = `Explain a finding at length: what it means, why it matters, how it looks wrong
and how it looks right. The code may be that of a check of a law, or of the
workspace's own. Without a code, list them all but those of laws, which candor
laws --checks lists.

  candor explain [CODE]

Example
  candor explain unknown-id
  candor explain ny2d-121-3-c-4
`

func (a *app) explainCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "explain [CODE]", Short: "explain a finding at length", Long: explainHelp, Args: atMost(1)}
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return slices.Concat(finding.Codes(), laws.Codes()), cobra.ShellCompDirectiveNoFileComp
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return a.explainAll()
		}
		return a.explain(args[0])
	}
	return cmd
}

func (a *app) explainAll() error {
	var pages []finding.Page
	width := 0
	for _, code := range finding.Codes() {
		page, _ := finding.Explain(code)
		pages = append(pages, page)
		width = max(width, len(code))
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int            `json:"version"`
			Pages   []finding.Page `json:"pages"`
		}{1, pages})
	}
	for _, p := range pages {
		fmt.Fprintf(a.out, "%-*s  %-7s  %s\n", width, p.Code, p.Severity, p.Title)
	}
	return nil
}

// explained is the page of a code, ours or that of a demand of a law.
func explained(code string) (finding.Page, bool) {
	if page, ok := finding.Explain(code); ok {
		return page, true
	}
	return laws.Explain(code)
}

// ownPage is the page of a rule of the workspace that the command runs in.
func ownPage(code string) (finding.Page, bool) {
	dir := above(".")
	if dir == "" {
		return finding.Page{}, false
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return finding.Page{}, false
	}
	defer root.Close()
	pack, _ := laws.ReadOwn(inventory.WorkspaceOf(root.FS()).Rules)
	if pack == nil {
		return finding.Page{}, false
	}
	if deny := pack.Denies.Deny(code); deny != nil {
		return deny.Page(), true
	}
	if pack.Check(code) == nil {
		return finding.Page{}, false
	}
	return pack.Check(code).Page(), true
}

func (a *app) explain(code string) error {
	page, ok := explained(code)
	if !ok {
		page, ok = ownPage(code)
	}
	if !ok {
		return noPage(code)
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int          `json:"version"`
			Page    finding.Page `json:"page"`
		}{1, page})
	}
	width := a.style(a.out).Width
	fmt.Fprintf(a.out, "%s (%s)\n%s\n\n%s\n", page.Code, page.Severity, wrap(page.Title, "", width), wrap(page.Why, "", width))
	if page.Law != "" {
		fmt.Fprintf(a.out, "\n%s\n", wrap("Law: "+page.Law, "", width))
	}
	if page.Help != "" {
		fmt.Fprintf(a.out, "\n%s\n", wrap("Help: "+page.Help, "", width))
	}
	if topics := slices.Sorted(maps.Keys(page.Says)); len(topics) > 0 {
		fmt.Fprintf(a.out, "\nTopics: says = [\"TOPIC\"] ticks an entry that says so\n\n")
		for _, topic := range topics {
			fmt.Fprintf(a.out, "%s\n", wrap(topic+": "+page.Says[topic], "  ", width))
		}
	}
	for _, example := range []struct{ title, toml string }{{"Wrong", page.Wrong}, {"Right", page.Right}} {
		if example.toml != "" {
			fmt.Fprintf(a.out, "\n%s\n\n  %s\n", example.title, strings.ReplaceAll(strings.TrimSpace(example.toml), "\n", "\n  "))
		}
	}
	return nil
}

// noPage says of a code that nothing is known of what may have been meant by it.
func noPage(code string) error {
	if slices.Contains(laws.IDs(), code) {
		return wrong(fmt.Errorf("%q is a law and no finding", code), "candor laws "+code+" --checks lists what can be explained of it", "candor check --law "+code+" --all shows how your notices stand to it")
	}
	codes := slices.Concat(finding.Codes(), laws.Codes(), laws.RuleIDs())
	return wrong(errors.New(strings.TrimSuffix(fmt.Sprintf("there is no finding %q; %s", code, inventory.Meant(code, codes)), "; ")), "candor explain lists them all, but those of laws, which candor laws --checks lists")
}
