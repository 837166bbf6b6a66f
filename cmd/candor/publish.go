package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/site"
)

const publishHelp = `Write the site of a workspace to a folder, whole or not at all: it is written
beside the folder and put in its place in one step. While an error stands, nothing
is published. Only a folder that candor wrote, an empty one or a new one is
replaced.

  candor publish DIR

  --workspace DIR   the workspace (default: here, or the nearest above)
  --base-url URL    where the site will stand, for canonical links and the sitemap

The folder above DIR has to be writable: the new site is made there first. Under
an address with a path, such as https://example.org/privacy/, robots.txt is left
to the host; name its 404.html as the page for what is not found, and its _headers
as rules, where the host does not read them from there.

The file .candor in the published folder lists the SHA-256 sums of all others.

Example
  candor publish public --base-url https://example.org/privacy/
`

func (a *app) publishCommand() *cobra.Command {
	var from, baseURL string
	cmd := &cobra.Command{Use: "publish DIR", Short: "write the site, whole or not at all", Long: publishHelp}
	text(cmd.Flags(), &from, "workspace", "")
	text(cmd.Flags(), &baseURL, "base-url", "")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return wrong(errors.New("name the folder to publish to"), "candor publish public")
		}
		return atMost(1)(cmd, args)
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.publish(args[0], from, baseURL) }
	return cmd
}

func (a *app) publish(to, from, baseURL string) error {
	if err := webAddress(baseURL); err != nil {
		return err
	}
	dir, err := workspace([]string{from}, "candor publish "+quoted(to)+" --workspace %s")
	if err != nil {
		return err
	}
	o := a.options(dir)
	o.BaseURL = baseURL
	s, err := a.read(dir, o, site.Build)
	if err != nil {
		return err
	}
	if len(s.Findings) > 0 && a.format == "text" {
		finding.Text(a.err, s.Findings, a.style(a.err))
	}
	switch err := s.Publish(to); {
	case errors.Is(err, site.ErrFindings):
		return refused(fmt.Errorf("nothing published: %s in the workspace", count(finding.Count(s.Findings, finding.Error), "error")), s.Findings, "candor check "+quoted(dir))
	case errors.Is(err, site.ErrLeftover):
		return wrong(err)
	case err != nil:
		return wrong(fmt.Errorf("nothing published: %w", err))
	}
	if a.format == "json" {
		return writeJSON(a.out, struct {
			Version int    `json:"version"`
			Folder  string `json:"folder"`
			Digest  string `json:"digest"`
			Files   int    `json:"files"`

			Findings []finding.Finding `json:"findings"`
		}{1, to, s.Digest, len(s.Public), append([]finding.Finding{}, s.Findings...)})
	}
	fmt.Fprintln(a.out, to)
	a.say("%s published, %s, %s", describe(s), count(len(s.Public), "file"), s.Digest)
	return nil
}
