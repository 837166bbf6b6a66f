package inventory

import "testing"

// TestTables: what editors and the reference show is there for every key.
func TestTables(t *testing.T) {
	for _, table := range Tables {
		seen := map[string]bool{}
		for _, f := range table.fields() {
			switch {
			case seen[f.Key]:
				t.Errorf("%s.%s stands twice", table.Kind, f.Key)
			case f.Doc == "" || f.Example == "":
				t.Errorf("%s.%s lacks a doc or an example", table.Kind, f.Key)
			case (f.Type == Enum || f.Type == Enums) != (len(f.Values) > 0):
				t.Errorf("%s.%s: words without a list, or a list without words", table.Kind, f.Key)
			case (f.Type == Ref || f.Type == Refs) != (len(f.To) > 0):
				t.Errorf("%s.%s: a reference to nothing", table.Kind, f.Key)
			}
			seen[f.Key] = true
			for _, w := range f.Values {
				if meaning(f.Values, w) == "" {
					t.Errorf("%s.%s: the word %q has no meaning", table.Kind, f.Key, w)
				}
			}
		}
	}
}

// TestFieldExamples: every example of the language is good TOML of its type.
func TestFieldExamples(t *testing.T) {
	for _, table := range append(Tables, workspaceTable) {
		fields := table.fields()
		if fields == nil {
			fields = table.Fields
		}
		for _, f := range fields {
			if f.Key == anyID {
				f.Key = "us-ny-2d"
			}
			d := parse("x.toml", []byte(f.Key+" = "+f.Example+"\n"))
			if len(d.faults) > 0 {
				t.Errorf("%s.%s: %s does not read: %s", table.Kind, f.Key, f.Example, d.faults[0].message)
				continue
			}
			r := &reading{document: d}
			if _, ok := r.value(&f, d.root.nodes[0]); !ok || len(r.findings) > 0 {
				t.Errorf("%s.%s: %s is no good example: %v", table.Kind, f.Key, f.Example, r.findings)
			}
		}
	}
}
