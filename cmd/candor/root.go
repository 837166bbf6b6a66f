package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/site"
)

// app is one run of the command.
type app struct {
	process
	format  string
	color   string
	version bool
}

const rootHelp = `Candor turns one TOML inventory of what an organisation does with personal data
into the privacy notice people read and the policy services ask at run time.

  candor init [DIR]        write a small, good workspace to begin with
  candor check [DIR]       report everything wrong with a workspace
  candor preview [DIR]     show the notices in a browser while they are written
  candor publish DIR       write the site, whole or not at all
  candor ask               put one question to a notice
  candor serve [DIR]       answer questions over HTTP
  candor bundle [DIR]      write the policy as a signed bundle
  candor keys              make the keys that policies are signed with
  candor verify [DIR]      prove that the engines and the page agree
  candor replay LOG        ask logged questions of another policy
  candor generate go|ts    write the ids of the notices for services
  candor export retention  write how long what is kept, as CSV or JSON
  candor laws [ID]         list the law packs
  candor explain [CODE]    explain a finding at length
  candor schema            print the schema for editors
  candor version           print the version
  candor completion SHELL  print a completion script

Every verb takes
  --format text|json       text, or one JSON document on standard output; check,
                           export and the log of serve have more of their own
  --color auto|always|never
  --help
and candor --version is candor version.

Exit codes: 0 all is well, 1 errors found or an answer that does not allow,
2 wrong flags or a file that cannot be opened, 3 a fault of candor itself.

Begin with
  candor init acme && candor preview acme
`

// verbs are the commands, in the order the help lists them.
func (a *app) verbs() []*cobra.Command {
	return []*cobra.Command{
		a.initCommand(), a.checkCommand(), a.previewCommand(), a.publishCommand(), a.askCommand(), a.serveCommand(), a.bundleCommand(),
		a.keysCommand(), a.verifyCommand(), a.replayCommand(), a.generateCommand(), a.exportCommand(), a.lawsCommand(), a.explainCommand(), a.schemaCommand(), a.versionCommand(),
	}
}

// execute reads the command line and does what it says.
func (a *app) execute(ctx context.Context, args []string) error {
	root := &cobra.Command{Use: "candor", Long: rootHelp, Args: cobra.ArbitraryArgs, RunE: a.noVerb}
	root.AddCommand(a.verbs()...)
	text(root.PersistentFlags(), &a.format, "format", "text")
	text(root.PersistentFlags(), &a.color, "color", "auto")
	root.Flags().BoolVar(&a.version, "version", false, "")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.settings() }
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetHelpCommand(helpCommand(root))
	root.SetFlagErrorFunc(flagError)
	root.InitDefaultCompletionCmd(args...)
	nameShell(root)
	var lost error // asked for the help of a verb there is none of
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		if words := cmd.Flags().Args(); cmd == root && len(words) > 0 {
			lost = a.noVerb(root, words)
			return
		}
		fmt.Fprint(a.out, cmd.Long)
	})
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetArgs(args)
	return cmp.Or(root.ExecuteContext(ctx), lost)
}

// helpCommand lets `candor help check` mean `candor check --help`.
func helpCommand(root *cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: "help [VERB]", Hidden: true, Args: atMost(1), Long: rootHelp}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		verb, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return root.RunE(root, args)
		}
		return verb.Help()
	}
	return cmd
}

// noVerb answers a command line that names no verb, or none there is.
func (a *app) noVerb(cmd *cobra.Command, args []string) error {
	if a.version && len(args) == 0 {
		return a.printVersion()
	}
	if len(args) == 0 {
		fmt.Fprint(a.err, rootHelp)
		return wrong(errors.New("no verb given"), "candor --help")
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			verbs = append(verbs, c.Name())
		}
	}
	if near := inventory.Closest(args[0], verbs); near != "" {
		return wrong(fmt.Errorf("there is no verb %q; the closest is %q", args[0], near), "candor "+near+" --help")
	}
	return wrong(fmt.Errorf("there is no verb %q", args[0]), "candor --help")
}

func (a *app) settings() error {
	if a.format != "text" && a.format != "json" {
		return wrong(fmt.Errorf("--format is text or json, not %q", a.format))
	}
	if !slices.Contains([]string{"auto", "always", "never"}, a.color) {
		return wrong(fmt.Errorf("--color is auto, always or never, not %q", a.color))
	}
	return nil
}

// flagError puts what is wrong with a flag in our words.
func flagError(cmd *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	var lacks *pflag.ValueRequiredError
	switch {
	case errors.Is(err, errTwice) || errors.Is(err, errEmpty):
		errors.As(err, &value)
		err = fmt.Errorf("--%s %w", value.GetFlag().Name, value.Unwrap())
	case errors.As(err, &value):
		err = fmt.Errorf("--%s is true or false, not %q", value.GetFlag().Name, value.GetValue())
	case errors.As(err, &lacks):
		err = fmt.Errorf("--%s needs a value", lacks.GetSpecifiedName())
	}
	return wrong(err, cmd.CommandPath()+" --help")
}

// atMost is cobra's check of the number of arguments in our words.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return wrong(fmt.Errorf("%q is one argument too many", args[n]), cmd.CommandPath()+" --help")
		}
		return nil
	}
}

// workspace gives the workspace's folder: the one named, or else the nearest
// above the current one. again is the command line that would name another.
func workspace(named []string, again string) (string, error) {
	if len(named) > 0 && named[0] != "" {
		dir := named[0]
		switch info, err := os.Stat(dir); {
		case err == nil && !info.IsDir():
			folder := above(filepath.Dir(dir))
			if folder == "" {
				folder = filepath.Dir(dir)
			}
			return "", wrong(fmt.Errorf("%q is a file; the files of a workspace are read together", dir), fmt.Sprintf(again, quoted(folder)))
		case err != nil:
			return "", wrong(fmt.Errorf("there is no folder %q", dir), "candor init "+quoted(dir)+" makes a workspace of that name")
		}
		if above := above(dir); above != "" && !isWorkspace(dir) {
			return "", wrong(fmt.Errorf("%q has no candor.toml; the workspace is above it", dir), fmt.Sprintf(again, quoted(above)))
		}
		if !isWorkspace(dir) {
			return "", wrong(fmt.Errorf("%q has no candor.toml, so it is no workspace", dir), "candor init "+quoted(dir)+" writes one to begin with")
		}
		return dir, nil
	}
	if dir := above("."); dir != "" {
		return dir, nil
	}
	return "", wrong(errors.New("there is no candor.toml here or in a folder above, so this is no workspace"),
		"candor init privacy && cd privacy writes one to begin with", "or name the workspace's folder")
}

// above gives the nearest workspace at or above a folder, or "".
func above(dir string) string {
	for {
		abs, err := filepath.Abs(dir)
		switch {
		case err != nil:
			return ""
		case isWorkspace(dir):
			return dir
		case filepath.Dir(abs) == abs:
			return ""
		}
		dir = filepath.Join(dir, "..")
	}
}

func isWorkspace(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "candor.toml"))
	return err == nil && info.Mode().IsRegular()
}

// options are what a build takes from this process.
func (a *app) options(dir string) site.Options {
	y, m, d := a.now().UTC().Date()
	today := inventory.Date{Y: y, M: int(m), D: d, Precision: inventory.Day}
	return site.Options{Dir: dir, Home: a.env("HOME"), Now: a.now, Today: today, Memory: ".candor/laws", Program: program()}
}

// asOf makes o look at a workspace, and at the law, as of a day.
func asOf(o *site.Options, day string) (err error) {
	if day == "" {
		return nil
	}
	if o.Today, err = inventory.ParseDate(day); err != nil || o.Today.Precision != inventory.Day {
		return wrong(fmt.Errorf("--on is a day such as 2026-01-31, not %q", day))
	}
	o.On = o.Today
	return nil
}

// read gives what a workspace says, through site.Build with its pages or through
// site.Read without.
func (a *app) read(dir string, o site.Options, how func(fs.FS, site.Options) *site.Site) (*site.Site, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, wrong(err)
	}
	defer root.Close()
	return how(root.FS(), o), nil
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// count puts a number before a noun: "1 notice", "2 notices".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + strings.TrimSuffix(noun, "s")
	}
	return fmt.Sprintf("%d %ss", n, strings.TrimSuffix(noun, "s"))
}
