package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// SARIF writes the report as OASIS's Static Analysis Results Interchange Format, version
// 2.1.0, which code scanning of GitHub, Azure DevOps and editors read.
//
// A code becomes a rule, with its page as help and, for a demand of a law, the law's
// citation among its properties. A finding becomes a result: columns count code points,
// URIs are relative to the top of the repository (%SRCROOT%), and the fingerprint
// candor/v1 stays while lines move. The notices it stands in are logical locations, of
// many the first. What to know about law packs is a notification.
func (r *Report) SARIF(w io.Writer) error {
	fs := r.sorted()
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "candor", Version: r.Version, URI: "https://github.com/candor-privacy/candor", Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Bases:      map[string]sarifBase{srcRoot: {sarifText{Text: "The top of the repository."}}},
		Results:    []sarifResult{},
	}
	invocation := sarifInvocation{Successful: true}
	if r.Closing != "" {
		invocation.Notifications = []sarifNotification{{"note", sarifText{Text: r.Closing}}}
	}
	run.Invocations = []sarifInvocation{invocation}
	ids := prints(fs)
	for i, f := range fs {
		rule := slices.IndexFunc(run.Tool.Driver.Rules, func(x sarifRule) bool { return x.ID == f.Code })
		if rule < 0 {
			rule = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSarifRule(r.page(f)))
		}
		result := sarifResult{
			Rule: f.Code, Index: rule, Level: f.Severity.String(), Message: sarifText{Text: f.sentence()},
			Locations: []sarifLocation{{Physical: r.sarifPlace(f.Place, f.Line)}}, Prints: map[string]string{"candor/v1": ids[i]},
		}
		for _, id := range f.In[:min(len(f.In), named)] {
			result.Locations[0].Logical = append(result.Locations[0].Logical, sarifLogical{id, "module"})
		}
		if f.Notice != "" && len(f.In) == 0 {
			result.Locations[0].Logical = []sarifLogical{{f.Notice, "module"}}
		}
		for n, rel := range f.Related {
			result.Related = append(result.Related, sarifLocation{ID: n + 1, Physical: r.sarifPlace(rel.Place, ""), Message: &sarifText{Text: visible(rel.Message)}})
		}
		run.Results = append(run.Results, result)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}}); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}

// srcRoot is what the format's readers know the top of a repository by.
const srcRoot = "%SRCROOT%"

func newSarifRule(p Page) sarifRule {
	rule := sarifRule{ID: p.Code, Short: sarifText{Text: p.Title + "."}, Help: sarifText{Text: p.String()}, Default: sarifLevel{p.Severity.String()}}
	rule.Full.Text = p.Why
	if p.Why == "" {
		rule.Full.Text = rule.Short.Text
	}
	rule.Properties.Tags = []string{"privacy"}
	if p.Law != "" {
		rule.Properties.Tags = append(rule.Properties.Tags, "law")
		rule.Properties.Law = p.Law
	}
	rule.Properties.Severity = map[Severity]string{Error: "error", Warning: "warning", Note: "recommendation"}[p.Severity]
	return rule
}

func (r *Report) sarifPlace(p Place, line string) sarifPhysical {
	physical := sarifPhysical{Artifact: sarifArtifact{r.uri(p), srcRoot}}
	if p.Line > 0 {
		physical.Region = &sarifRegion{StartLine: p.Line, StartColumn: max(p.Col, 1)}
		if p.EndLine > p.Line || p.EndLine == p.Line && p.EndCol > p.Col {
			physical.Region.EndLine, physical.Region.EndColumn = p.EndLine, max(p.EndCol, 1)
		}
		if line != "" {
			physical.Region.Snippet = &sarifText{Text: line}
		}
	}
	return physical
}

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool            `json:"tool"`
		Invocations []sarifInvocation    `json:"invocations"`
		Bases       map[string]sarifBase `json:"originalUriBaseIds"`
		ColumnKind  string               `json:"columnKind"`
		Results     []sarifResult        `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		URI     string      `json:"informationUri"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string     `json:"id"`
		Short      sarifText  `json:"shortDescription"`
		Full       sarifText  `json:"fullDescription"`
		Help       sarifText  `json:"help"`
		Default    sarifLevel `json:"defaultConfiguration"`
		Properties struct {
			Tags     []string `json:"tags"`
			Severity string   `json:"problem.severity"` // as code scanning of GitHub words it
			Law      string   `json:"law,omitempty"`    // where the law says it
		} `json:"properties"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifBase struct {
		Description sarifText `json:"description"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		Rule      string            `json:"ruleId"`
		Index     int               `json:"ruleIndex"`
		Level     string            `json:"level"`
		Message   sarifText         `json:"message"`
		Locations []sarifLocation   `json:"locations"`
		Related   []sarifLocation   `json:"relatedLocations,omitempty"`
		Prints    map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		ID       int            `json:"id,omitempty"`
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"` // the notice
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)
