package inventory

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestGenerated: the schema and the language reference are as the language is.
func TestGenerated(t *testing.T) {
	for name, want := range map[string][]byte{"../schema.json": Schema(), "../LANGUAGE.md": []byte(Manual())} {
		if *update {
			must(t, os.WriteFile(name, want, 0o644))
		}
		got, err := os.ReadFile(name)
		must(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale; rewrite it with go test ./notices/inventory -update", name)
		}
	}
}

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	must(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	must(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	must(t, err)
	return s
}

// asJSON gives a TOML document as editors hand it to a schema: dates as strings.
func asJSON(t testing.TB, text string) any {
	t.Helper()
	var v map[string]any
	_, err := toml.Decode(text, &v)
	must(t, err)
	b, err := json.Marshal(dated(v))
	must(t, err)
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	must(t, err)
	return out
}

func dated(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case map[string]any:
		for k := range v {
			v[k] = dated(v[k])
		}
	case []map[string]any:
		for i := range v {
			dated(v[i])
		}
	case []any:
		for i := range v {
			v[i] = dated(v[i])
		}
	}
	return v
}

// TestExamplesMeetSchema: what we ship is what editors accept.
func TestExamplesMeetSchema(t *testing.T) {
	s := schema(t)
	n := 0
	must(t, filepath.WalkDir("../examples", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".toml") {
			return err
		}
		b, err := os.ReadFile(path)
		must(t, err)
		if err := s.Validate(asJSON(t, string(b))); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		n++
		return nil
	}))
	if n == 0 {
		t.Error("no example was read")
	}
}

// TestSchemaRefuses: the schema finds the slips an editor can show at once.
func TestSchemaRefuses(t *testing.T) {
	s := schema(t)
	for name, text := range map[string]string{
		"unknown table":      "[categories.a]\nlabel = 'x'",
		"unknown key":        "[category.a]\nlable = 'x'",
		"bad id":             "[category.A_b]\nlabel = 'x'",
		"statement with key": "[use.a]\npurposes = ['x']",
		"no id":              "[[use]]\npurposes = ['x']",
		"unknown word":       "[gate.a]\nkind = 'agreement'",
		"number for text":    "[party]\nname = 1",
		"text for truth":     "[document.a]\nlabel = 'x'\nlost = 'yes'",
		"vague place":        "[recipient.a]\nlocation = 'Europe'",
		"bare place":         "[[bar]]\nid = 'a'\nwhere = 'US-NY'",
		"words for period":   "[[keep]]\nid = 'a'\nperiod = '12 months'",
		"empty list":         "[[use]]\nid = 'a'\npurposes = []",
		"plain http":         "[party]\nwebsite = 'http://example.org'",
	} {
		t.Run(name, func(t *testing.T) {
			if s.Validate(asJSON(t, text)) == nil {
				t.Errorf("the schema accepts\n%s", text)
			}
		})
	}
}

// TestManualExample: the worked example of the reference is a workspace without
// findings.
func TestManualExample(t *testing.T) {
	text := Manual()
	_, text, _ = strings.Cut(text, "## A small notice, whole")
	_, text, _ = strings.Cut(text, "```toml\n")
	text, _, _ = strings.Cut(text, "```")
	_, fs := Load(workspace(t, []file{{"notices/a/notice.toml", []byte(text)}}).FS())
	for _, f := range fs {
		t.Errorf("%s: %s", f.Place, f.Message)
	}
}
