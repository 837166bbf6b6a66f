package notices_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

const schemaFile = "notice.schema.json"

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, n *notices.Notice) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(n.CanonicalJSON()))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v", n.ID, err)
	}
}

// TestSchemaHoldsExamples validates the canonical JSON of every worked example and
// of every case of the golden sentences.
func TestSchemaHoldsExamples(t *testing.T) {
	schema := compileSchema(t)
	set, _ := resolveExamples(t)
	for _, n := range set.Notices {
		validate(t, schema, n)
	}
	golden, err := os.ReadFile(sentences)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(golden), "\n=== ")[1:] {
		_, rest, _ := strings.Cut(c, "\n")
		snippet, _, _ := strings.Cut(rest, "\n---\n")
		set, _ := resolve(t, snippet)
		validate(t, schema, set.Notices[0])
	}
}

// TestSchemaRefusesOtherFields shows that the schema is closed: a field it does
// not document does not pass.
func TestSchemaRefusesOtherFields(t *testing.T) {
	set, _ := resolve(t, "")
	var v map[string]any
	if err := json.Unmarshal(set.Notices[0].CanonicalJSON(), &v); err != nil {
		t.Fatal(err)
	}
	v["owner"] = "Legal"
	if err := compileSchema(t).Validate(v); err == nil {
		t.Error("a notice with an owner passes")
	}
}

type definition struct {
	Description string                `json:"description"`
	Properties  map[string]definition `json:"properties"`
	Required    []string              `json:"required"`
	Defs        map[string]definition `json:"$defs"`
}

// TestSchemaListsEveryField compares the schema with the model: the same fields,
// and those required that are always written.
func TestSchemaListsEveryField(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema definition
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var check func(typ reflect.Type, d definition)
	check = func(typ reflect.Type, d definition) {
		want, required := jsonFields(typ)
		got := make([]string, 0, len(d.Properties))
		for name := range d.Properties {
			got = append(got, name)
		}
		slices.Sort(got)
		slices.Sort(required)
		slices.Sort(d.Required)
		names := make([]string, 0, len(want))
		for name, field := range want {
			names = append(names, name)
			for field.Kind() == reflect.Slice || field.Kind() == reflect.Pointer {
				field = field.Elem()
			}
			if field.Kind() != reflect.Struct || seen[field.Name()] || field == reflect.TypeFor[inventory.Date]() || field == reflect.TypeFor[inventory.Period]() {
				continue
			}
			seen[field.Name()] = true
			check(field, schema.Defs[field.Name()])
		}
		slices.Sort(names)
		if diff := cmp.Diff(names, got); diff != "" {
			t.Errorf("%s: fields of the model (-) and the schema (+):\n%s", typ.Name(), diff)
		}
		if diff := cmp.Diff(required, d.Required, equateEmpty); diff != "" {
			t.Errorf("%s: always written (-) and required (+):\n%s", typ.Name(), diff)
		}
		if d.Description == "" {
			t.Errorf("%s: the schema does not describe it", typ.Name())
		}
	}
	check(reflect.TypeFor[notices.Notice](), schema)
}

var equateEmpty = cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })

// jsonFields lists a type's fields by their names in JSON, those of embedded types
// with them, and which of them are always written.
func jsonFields(typ reflect.Type) (fields map[string]reflect.Type, required []string) {
	fields = map[string]reflect.Type{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous {
			inner, r := jsonFields(f.Type)
			for name, t := range inner {
				fields[name] = t
			}
			required = append(required, r...)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		fields[name] = f.Type
		if options == "" {
			required = append(required, name)
		}
	}
	return fields, required
}

// TestCanonicalJSONIsStable resolves twice and compares bytes and digests.
func TestCanonicalJSONIsStable(t *testing.T) {
	a, _ := resolveExamples(t)
	b, _ := resolveExamples(t)
	if a.Digest != b.Digest || !strings.HasPrefix(a.Digest, "sha256:") || len(a.Digest) != len("sha256:")+64 {
		t.Errorf("digests %q and %q", a.Digest, b.Digest)
	}
	for i, n := range a.Notices {
		if !bytes.Equal(n.CanonicalJSON(), b.Notices[i].CanonicalJSON()) {
			t.Errorf("%s: two runs differ", n.ID)
		}
		if bytes.Contains(n.CanonicalJSON(), []byte(`\u003c`)) {
			t.Errorf("%s: escaped for HTML", n.ID)
		}
	}
}

// TestDigestSeesEveryWord changes one word and expects another digest.
func TestDigestSeesEveryWord(t *testing.T) {
	const keep = "[[keep]]\nid = \"x\"\ncategories = [\"payment\"]\nperiod = \"%s\"\n"
	a, _ := resolve(t, strings.Replace(keep, "%s", "P12M", 1))
	b, _ := resolve(t, strings.Replace(keep, "%s", "P13M", 1))
	if a.Digest == b.Digest {
		t.Error("12 and 13 months have one digest")
	}
}

// TestCanonicalJSONKeepsToItself shows that nothing internal is published: no
// owner, remark, citation, place, or issue that its authors keep.
func TestCanonicalJSONKeepsToItself(t *testing.T) {
	set, _ := resolve(t, `
[[use]]
id         = "x"
categories = ["payment"]
purposes   = ["services"]
cites      = ["SECRET-1"]
internal   = { owner = "SECRET-2", note = "SECRET-3", reviewed = 2026-01-31 }

[[issue]]
id      = "kept"
kind    = "gap"
text    = "SECRET-4"
between = ["x"]

[[issue]]
id      = "told"
kind    = "gap"
text    = "This is known."
between = ["x"]
publish = true
`)
	n := set.Notices[0]
	public := string(n.CanonicalJSON())
	if strings.Contains(public, "SECRET") || strings.Contains(public, "snippet.toml") {
		t.Errorf("something internal is published:\n%s", public)
	}
	if !strings.Contains(public, "This is known.") {
		t.Error("the published issue is missing")
	}
	if len(n.Issues) != 2 {
		t.Errorf("%d issues in the model, want 2", len(n.Issues))
	}
	rec := set.Internal["test"].Record("x")
	if rec.Owner != "SECRET-2" || rec.Note != "SECRET-3" || rec.Reviewed != "2026-01-31" || !slices.Equal(rec.Cites, []string{"SECRET-1"}) {
		t.Errorf("the record lacks something: %+v", rec)
	}
	if rec.Place.File != "notices/test/snippet.toml" || rec.Field("purposes").Line != 5 {
		t.Errorf("places: %v, purposes %v", rec.Place, rec.Field("purposes"))
	}
}
