package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/client"
	"github.com/candor-privacy/candor/policies/ids"
)

const generateHelp = `Write the ids of the notices as constants for services, so that a purpose that is
renamed breaks a build and not a promise.

  candor generate go [DIR] --package NAME    constants for Go
  candor generate ts [DIR]                   constants and types for TypeScript
  candor generate ts --client                the client for TypeScript

  --output FILE, -o FILE   where to write (default: standard output)
  --package NAME           of the file in Go (default privacy)
  --client                 the file that asks a server, which is the same for all

Only ids are written, and they change with the inventory alone: the same workspace
gives the same bytes. Commit the file, and let CI see whether it is up to date:
candor generate go -o privacy/ids.go && git diff --exit-code

Example
  candor generate go --package privacy --output privacy/ids.go
`

// generateFlags are the flags of candor generate as they were typed.
type generateFlags struct {
	output, name string
	client       bool
}

func (a *app) generateCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "generate", Short: "write the ids of the notices for Go or TypeScript", Long: generateHelp, Args: atMost(1)}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		err := errors.New("name the language to write: go or ts")
		if len(args) > 0 {
			err = fmt.Errorf("%q is no language to write: they are go and ts", args[0])
		}
		return wrong(err, "candor generate go --output ids.go")
	}
	cmd.AddCommand(a.generateGoCommand(), a.generateTSCommand())
	return cmd
}

func (a *app) generateGoCommand() *cobra.Command {
	var f generateFlags
	cmd := &cobra.Command{Use: "go [DIR]", Short: "write constants for Go", Long: generateHelp, Args: atMost(1)}
	cmd.Flags().VarP(&once{to: &f.output}, "output", "o", "")
	text(cmd.Flags(), &f.name, "package", "privacy")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		return a.generate(args, "go", f, func(doc *policies.Document) ([]byte, error) { return ids.Go(doc, f.name) })
	}
	return cmd
}

func (a *app) generateTSCommand() *cobra.Command {
	var f generateFlags
	cmd := &cobra.Command{Use: "ts [DIR]", Short: "write constants and types for TypeScript, or the client", Long: generateHelp, Args: atMost(1)}
	cmd.Flags().VarP(&once{to: &f.output}, "output", "o", "")
	cmd.Flags().BoolVar(&f.client, "client", false, "")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if !f.client {
			return a.generate(args, "ts", f, func(doc *policies.Document) ([]byte, error) { return ids.TypeScript(doc), nil })
		}
		if len(args) > 0 {
			return wrong(fmt.Errorf("the client is the same for every workspace, and %q is one", args[0]), "candor generate ts --client")
		}
		return a.generated("ts", f.output, []byte(client.TypeScript))
	}
	return cmd
}

// generate writes the ids of a workspace.
func (a *app) generate(args []string, language string, f generateFlags, write func(*policies.Document) ([]byte, error)) error {
	_, s, err := a.sound(args, "candor generate "+language+" %s", "nothing")
	if err != nil {
		return err
	}
	doc, err := policies.Compile(s.Set, policies.Options{})
	if err != nil {
		return wrong(err)
	}
	data, err := write(doc)
	if err != nil {
		return wrong(err, "candor generate --help")
	}
	return a.generated(language, f.output, data)
}

// generated puts a text where it was asked for.
func (a *app) generated(language, file string, data []byte) error {
	if file != "" {
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if err == nil {
			err = replaceFile(file, data)
		}
		if err != nil {
			return wrong(fmt.Errorf("nothing written: %w", err))
		}
	}
	switch {
	case a.format == "json":
		out := struct {
			Version  int    `json:"version"`
			Language string `json:"language"`
			File     string `json:"file"`
			Text     string `json:"text,omitempty"` // where no file holds it
		}{Version: 1, Language: language, File: file}
		if file == "" {
			out.Text = string(data)
		}
		return writeJSON(a.out, out)
	case file != "":
		fmt.Fprintln(a.out, file)
		return nil
	}
	_, err := a.out.Write(data)
	return err
}
