package main

import (
	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/inventory"
)

const schemaHelp = `Print the JSON schema of the inventory language. Editors use it to complete and
explain what is written: a file names it in its first line, as in
#:schema ../schema.json

  candor schema

Example
  candor schema > notices/schema.json
`

func (a *app) schemaCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "schema", Short: "print the schema for editors", Long: schemaHelp, Args: atMost(0)}
	cmd.RunE = func(*cobra.Command, []string) error {
		_, err := a.out.Write(inventory.Schema())
		return err
	}
	return cmd
}
