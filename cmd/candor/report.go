package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/site"
)

// reportFormats are the formats of what is found: ours, and those of pipelines.
var reportFormats = []string{"text", "json", "github", "sarif", "gitlab", "junit"}

// knownFormat refuses a format that findings are not written in.
func knownFormat(format string) error {
	if slices.Contains(reportFormats, format) {
		return nil
	}
	last := len(reportFormats) - 1
	return wrong(fmt.Errorf("--format is %s or %s, not %q", strings.Join(reportFormats[:last], ", "), reportFormats[last], format))
}

// report is what check found, to be written in one format or another.
type report struct {
	finding.Report
	style func(io.Writer) finding.TextOptions
}

func (a *app) newReport(dir string, s *site.Site, shown []finding.Finding, day inventory.Date) report {
	explain := func(code string) (finding.Page, bool) {
		if own := s.Law.Own; own != nil && own.Check(code) != nil {
			return own.Check(code).Page(), true
		}
		return explained(code)
	}
	return report{finding.Report{Findings: shown, Closing: s.Law.Closing(), Version: build().Candor, Day: day.String(), Folder: folder(dir), Explain: explain}, a.style}
}

func (r *report) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return finding.JSON(w, r.Findings, r.Closing)
	case "github":
		return r.GitHub(w)
	case "sarif":
		return r.SARIF(w)
	case "gitlab":
		return r.GitLab(w)
	case "junit":
		return r.JUnit(w)
	}
	finding.Text(w, r.Findings, r.style(w))
	return nil
}

// save writes the report to a file, whole or not at all.
func (r *report) save(file, format string) error {
	var b bytes.Buffer
	if err := r.write(&b, format); err != nil {
		return err
	}
	if err := replaceFile(file, b.Bytes()); err != nil {
		return wrong(fmt.Errorf("no report written: %w", err))
	}
	return nil
}

// folder is where a workspace lies in its repository, slash-separated and "" for the
// top: those who read the reports of pipelines know files from there. Without a
// repository it is named from where the command runs.
func folder(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	top := abs
	for {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			break
		}
		if filepath.Dir(top) == top {
			top, _ = filepath.Abs(".") // "" where even that is not known
			break
		}
		top = filepath.Dir(top)
	}
	in, err := filepath.Rel(top, abs)
	if err != nil || !filepath.IsLocal(in) || in == "." {
		return ""
	}
	return filepath.ToSlash(in)
}
