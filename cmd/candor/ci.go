package main

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed ci
var ci embed.FS

// pipeline is what runs candor for a repository.
type pipeline struct {
	template string // in ci/
	path     string // where the system looks for it
	untagged string // the version it names when this one was never released; "" for its commit
	next     string // what is left to do by hand
}

// pipelines are the systems that candor init --ci writes for.
var pipelines = map[string]pipeline{
	"github":     {"github.yml", ".github/workflows/privacy.yml", "latest", "turn GitHub Pages on, with GitHub Actions as its source"},
	"gitlab":     {"gitlab.yml", ".gitlab-ci.yml", "latest", "push it: GitLab finds it at the root of the repository"},
	"pre-commit": {"pre-commit.yaml", ".pre-commit-config.yaml", "", "pre-commit install sets it up"},
}

// pipelineNames lists them, for messages.
func pipelineNames() string { return strings.Join(slices.Sorted(maps.Keys(pipelines)), ", ") }

// ofCommit is a version that Go makes of a commit.
var ofCommit = regexp.MustCompile(`[-.]\d{14}-([0-9a-f]{12})(?:\+dirty)?$`)

// unbuilt stands for the commit of a candor that does not know its own.
const unbuilt = "main"

var released = regexp.MustCompile(`^v\d+\.\d+\.\d+$`)

// file is the file of a pipeline, which installs this very version.
func (p pipeline) file() (starterFile, error) {
	text, err := ci.ReadFile(path.Join("ci", p.template))
	if err != nil {
		return starterFile{}, fmt.Errorf("read the pipeline: %w", err)
	}
	b := build()
	version := b.Candor
	if !released.MatchString(version) {
		commit := b.Commit
		if m := ofCommit.FindStringSubmatch(b.Candor); m != nil {
			commit = cmp.Or(commit, m[1])
		}
		version = cmp.Or(p.untagged, commit, unbuilt)
	}
	return starterFile{p.path, []byte(strings.ReplaceAll(string(text), "VERSION", version))}, nil
}
