package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// form is what CycloneDX 1.6 asks of the parts that a bill of ours has.
const form = `{
  "type": "object", "required": ["bomFormat", "specVersion", "version", "metadata", "components", "dependencies"], "additionalProperties": false,
  "properties": {
    "bomFormat": {"const": "CycloneDX"}, "specVersion": {"const": "1.6"}, "version": {"type": "integer", "minimum": 1},
    "metadata": {"type": "object", "required": ["component"], "additionalProperties": false, "properties": {"component": {"$ref": "#/$defs/part"}}},
    "components": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"$ref": "#/$defs/part"}},
    "dependencies": {"type": "array", "items": {"type": "object", "required": ["ref"], "additionalProperties": false,
      "properties": {"ref": {"type": "string", "minLength": 1}, "dependsOn": {"type": "array", "uniqueItems": true, "items": {"type": "string", "minLength": 1}}}}}
  },
  "$defs": {"part": {"type": "object", "required": ["type", "name"], "additionalProperties": false, "properties": {
    "type": {"enum": ["application", "library"]}, "bom-ref": {"type": "string", "minLength": 1}, "name": {"type": "string", "minLength": 1}, "version": {"type": "string"},
    "purl": {"type": "string", "pattern": "^pkg:golang/[a-z0-9./_~-]+(@[^+@()]+)?$"},
    "hashes": {"type": "array", "items": {"type": "object", "required": ["alg", "content"], "additionalProperties": false,
      "properties": {"alg": {"const": "SHA-256"}, "content": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}},
    "licenses": {"type": "array", "items": {"type": "object", "required": ["license"], "properties": {"license": {"type": "object", "required": ["id"]}}}},
    "properties": {"type": "array", "items": {"type": "object", "required": ["name", "value"], "properties": {"name": {"type": "string"}, "value": {"type": "string"}}}}
  }}}
}`

func TestBillOfMaterials(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("form.json", schema); err != nil {
		t.Fatal(err)
	}
	valid := c.MustCompile("form.json")
	self, ok := debug.ReadBuildInfo() // of the test, which is made of all that candor is made of
	if !ok {
		t.Fatal("the test does not know what it is made of")
	}
	small := &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Path: ourModule, Version: "v1.2.3"}, Deps: []*debug.Module{
		{Path: "example.org/Loud", Version: "v2.0.0+incompatible", Sum: "h1:" + strings.Repeat("A", 43) + "="},
		{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/new", Version: "v1.0.1"}},
	}}
	for name, info := range map[string]*debug.BuildInfo{"this program": self, "a small one": small} {
		text, err := json.Marshal(bill(info))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err == nil {
			err = valid.Validate(doc)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var refs []string
	for _, c := range bill(small).Components {
		refs = append(refs, c.Ref)
	}
	if want := []string{"pkg:golang/example.org/loud@v2.0.0%2Bincompatible", "pkg:golang/example.org/new@v1.0.1", "pkg:golang/std@1.26.8"}; !slices.Equal(refs, want) || !slices.Equal(bill(small).Dependencies[0].Parts, want) {
		t.Errorf("the parts are %q, want %q", refs, want)
	}
	var names []string
	for _, c := range bill(self).Components {
		names = append(names, c.Name)
	}
	for _, name := range []string{"std", "github.com/open-policy-agent/opa", "github.com/BurntSushi/toml"} {
		if !slices.Contains(names, name) {
			t.Errorf("the bill lacks %s", name)
		}
	}
}

// TestImage reads how the image is made: nothing in it but the program and certificates,
// and nobody's user.
func TestImage(t *testing.T) {
	data, err := os.ReadFile("../../.ci/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, last, ok := strings.Cut(string(data), "\nFROM scratch\n")
	if !ok || strings.Contains(last, "\nRUN ") {
		t.Fatalf("the last stage is not made from scratch:\n%s", data)
	}
	for _, want := range []string{`(?m)^USER [1-9][0-9]*:[1-9][0-9]*$`, `(?m)^ENTRYPOINT \["/candor"\]$`, `(?m)^COPY --from=build `} {
		if !regexp.MustCompile(want).MatchString(last) {
			t.Errorf("the image has no %s", want)
		}
	}
	modfile, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindSubmatch(modfile)
	if version == nil || !strings.Contains(string(data), "FROM golang:"+string(version[1])+" AS build\n") {
		t.Errorf("the image is not built with the Go of go.mod, %s", version)
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	if out, err := exec.Command("bash", "-n", "../../.ci/release").CombinedOutput(); err != nil {
		t.Errorf(".ci/release is no script: %s", out)
	}
}
