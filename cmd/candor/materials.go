package main

import (
	"cmp"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
)

// Bill of materials of a program in the form of CycloneDX 1.6, from what Go's linker
// wrote into it: nothing in it is a clock or a place.
type (
	materials struct {
		Format       string     `json:"bomFormat"`
		Spec         string     `json:"specVersion"`
		Version      int        `json:"version"`
		Metadata     about      `json:"metadata"`
		Components   []part     `json:"components"`
		Dependencies []contains `json:"dependencies"`
	}
	about struct {
		Component part `json:"component"`
	}
	part struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		Hashes     []hash     `json:"hashes,omitempty"`
		Licences   []licensed `json:"licenses,omitempty"`
		URL        string     `json:"purl"`
		Properties []property `json:"properties,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	licensed struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	contains struct {
		Ref   string   `json:"ref"`
		Parts []string `json:"dependsOn"`
	}
)

// ourModule is what a program of candor says it is made of first.
const ourModule = "github.com/candor-privacy/candor"

// billOf gives the bill of materials of this program, or of the candor in a file.
func billOf(file string) (materials, error) {
	info, ok := debug.ReadBuildInfo()
	if file != "" {
		var err error
		if info, err = buildinfo.ReadFile(file); err != nil {
			return materials{}, err
		}
	} else if !ok {
		return materials{}, errors.New("this program does not say what it is made of")
	}
	if info.Main.Path != ourModule {
		return materials{}, fmt.Errorf("%s is no candor", cmp.Or(file, info.Main.Path))
	}
	return bill(info), nil
}

func bill(info *debug.BuildInfo) materials {
	program := library(&info.Main)
	program.Type = "application"
	program.Licences = make([]licensed, 1)
	program.Licences[0].License.ID = "Apache-2.0"
	for _, s := range info.Settings {
		if slices.Contains([]string{"GOOS", "GOARCH", "CGO_ENABLED", "vcs.revision", "vcs.modified"}, s.Key) {
			program.Properties = append(program.Properties, property{"go:" + s.Key, s.Value})
		}
	}
	out := materials{"CycloneDX", "1.6", 1, about{program}, []part{}, nil}
	standard := library(&debug.Module{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go")})
	out.Components = append(out.Components, standard)
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		out.Components = append(out.Components, library(d))
	}
	slices.SortFunc(out.Components, func(a, b part) int { return cmp.Compare(a.Ref, b.Ref) })
	whole := contains{Ref: program.Ref}
	for _, c := range out.Components {
		whole.Parts = append(whole.Parts, c.Ref)
	}
	out.Dependencies = []contains{whole}
	return out
}

// library is a module of Go as a part. Its hash is that of go.sum, which is a SHA-256
// over a list of its files.
func library(m *debug.Module) part {
	address := "pkg:golang/" + strings.ToLower(m.Path)
	if m.Version != "(devel)" { // built from a checkout that has no name
		address += "@" + strings.ReplaceAll(m.Version, "+", "%2B")
	}
	p := part{Type: "library", Ref: address, Name: m.Path, Version: m.Version, URL: address}
	if sum, ok := strings.CutPrefix(m.Sum, "h1:"); ok {
		if digest, err := base64.StdEncoding.DecodeString(sum); err == nil {
			p.Hashes = []hash{{"SHA-256", hex.EncodeToString(digest)}}
		}
	}
	return p
}
