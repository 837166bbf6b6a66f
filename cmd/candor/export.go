package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/schedule"
)

const exportHelp = `Write what the notices say in the form that somebody else asks for.

  candor export retention [DIR]    the retention schedule: for every category of
                                   data and each purpose how long it is kept, from
                                   what event on, what is done then, and which
                                   sentence of the notice says so

  --format csv|json        CSV for a spreadsheet (default), or JSON
  --notice ID              of one notice (default: of all)
  --output FILE, -o FILE   where to write (default: standard output)

A category that no statement speaks of has a row without a period, so that a gap
is seen. What is internal in the inventory is never written.

Example
  candor export retention --output retention.csv
`

// exportFlags are the flags of candor export as they were typed.
type exportFlags struct{ format, notice, output string }

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "export", Short: "write how long what is kept, as CSV or JSON", Long: exportHelp, Args: atMost(1)}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		err := errors.New("name what to export: retention")
		if len(args) > 0 {
			err = fmt.Errorf("%q is nothing to export: there is retention", args[0])
		}
		return wrong(err, "candor export retention --output retention.csv")
	}
	cmd.AddCommand(a.exportRetentionCommand())
	return cmd
}

func (a *app) exportRetentionCommand() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{Use: "retention [DIR]", Short: "write the retention schedule", Long: exportHelp, Args: atMost(1)}
	text(cmd.Flags(), &f.format, "format", "csv") // in the place of the format of every verb
	text(cmd.Flags(), &f.notice, "notice", "")
	cmd.Flags().VarP(&once{to: &f.output}, "output", "o", "")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.exportRetention(args, f) }
	return cmd
}

func (a *app) exportRetention(args []string, f exportFlags) error {
	if f.format != "csv" && f.format != "json" {
		return wrong(fmt.Errorf("--format is csv or json, not %q", f.format))
	}
	_, s, err := a.sound(args, "candor export retention %s", "nothing")
	if err != nil {
		return err
	}
	set := s.Set
	if f.notice != "" {
		n := set.Notice(f.notice)
		if n == nil {
			err := fmt.Errorf("there is no notice %q", f.notice)
			if near := inventory.Closest(f.notice, known("notice", nil, set)); near != "" {
				err = fmt.Errorf("%w; the closest is %q", err, near)
			}
			return wrong(err)
		}
		set = &notices.Set{Notices: []*notices.Notice{n}}
	}
	rows := schedule.Rows(set)
	var b bytes.Buffer
	if f.format == "json" {
		err = writeJSON(&b, struct {
			Version int            `json:"version"`
			Digest  string         `json:"digest"` // of the workspace
			Rows    []schedule.Row `json:"rows"`
		}{1, s.Digest, rows})
	} else {
		err = schedule.CSV(&b, rows)
	}
	if err != nil {
		return err
	}
	if f.output == "" {
		_, err := a.out.Write(b.Bytes())
		return err
	}
	if err := replaceFile(f.output, b.Bytes()); err != nil {
		return wrong(fmt.Errorf("nothing written: %w", err))
	}
	if f.format == "json" {
		return writeJSON(a.out, struct {
			Version int    `json:"version"`
			File    string `json:"file"`
			Rows    int    `json:"rows"`
		}{1, f.output, len(rows)})
	}
	fmt.Fprintln(a.out, f.output)
	unstated := slices.DeleteFunc(slices.Clone(rows), func(r schedule.Row) bool { return r.Statement != "" })
	if len(unstated) > 0 {
		var ids []string
		for _, r := range unstated {
			ids = append(ids, r.Notice+" "+r.Category)
		}
		more := ""
		if len(ids) > 5 {
			ids, more = ids[:5], ", …"
		}
		a.say("%s without a period, for no statement says how long: %s%s", count(len(unstated), "row"), strings.Join(ids, ", "), more)
	}
	return nil
}
