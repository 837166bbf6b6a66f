package inventory

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/candor-privacy/candor/notices/finding"
)

// cut gives the text of a place.
func cut(t testing.TB, text string, p finding.Place) string {
	t.Helper()
	lines := strings.SplitAfter(text, "\n")
	if p.Line < 1 || p.EndLine > len(lines) || p.EndLine < p.Line {
		t.Fatalf("%s is outside its file", p)
	}
	from, to := []rune(lines[p.Line-1]), []rune(lines[p.EndLine-1])
	if p.Line == p.EndLine {
		return string(from[p.Col-1 : p.EndCol-1])
	}
	return string(from[p.Col-1:]) + strings.Join(lines[p.Line:p.EndLine-1], "") + string(to[:p.EndCol-1])
}

// TestPlaces: the text at the place of every value of every example reads as that
// value, that of every list element as the element, that of every key as the key.
func TestPlaces(t *testing.T) {
	root, err := os.OpenRoot("../..")
	must(t, err)
	defer root.Close()
	inv, fs := Load(root.FS())
	for _, f := range fs {
		t.Logf("%s: %s: %s", f.Place, f.Code, f.Message)
	}
	texts, seen := map[string]string{}, 0
	for _, n := range inv.Notices {
		for _, e := range n.Entries {
			for _, v := range e.Values {
				if _, ok := texts[v.Place.File]; !ok {
					b, err := root.ReadFile(v.Place.File)
					must(t, err)
					texts[v.Place.File] = string(b)
				}
				checkPlaces(t, e, v.Name, v, texts[v.Place.File])
				seen++
			}
		}
	}
	if seen < 1000 {
		t.Errorf("only %d values were seen", seen)
	}
	t.Logf("%d values", seen)
}

func checkPlaces(t *testing.T, e *Entry, key string, v Value, text string) {
	t.Helper()
	if got := strings.Trim(cut(t, text, v.Key()), `"'`); got != key {
		t.Errorf("%s: the place of key %q says %q", v.Key(), key, got)
	}
	f := tableOf(e.Kind).field(key)
	again, ok := reread(f, v.Place.File, cut(t, text, v.Place))
	if !ok || !reflect.DeepEqual(bareValue(again), bareValue(v)) {
		t.Errorf("%s: %s.%s reads as %+v, want %+v", v.Place, e.ID, key, bareValue(again), bareValue(v))
	}
	if len(v.Items) != len(v.List)+len(v.Pairs()) {
		t.Errorf("%s: %d places for %d elements", v.Place, len(v.Items), len(v.List)+len(v.Pairs()))
	}
	for i, want := range v.List {
		one, ok := reread(&Field{Key: key, Type: Words}, v.Place.File, cut(t, text, v.Items[i]))
		if !ok || len(one.List) != 1 || one.List[0] != want {
			t.Errorf("%s: element %d reads as %q, want %q", v.Items[i], i, one.List, want)
		}
	}
	for i, p := range v.Pairs() {
		if got := strings.Trim(cut(t, text, v.Items[i]), `"'`); got != p.Key {
			t.Errorf("%s: the key of a pair reads as %q, want %q", v.Items[i], got, p.Key)
		}
	}
}

// reread reads a text as the value of a field.
func reread(f *Field, file, text string) (Value, bool) {
	d := parse(file, []byte("x = "+text+"\n"))
	if len(d.faults) > 0 || len(d.root.nodes) != 1 {
		return Value{}, false
	}
	r := &reading{document: d}
	return r.value(f, d.root.nodes[0])
}

// bareValue is a value without its places.
func bareValue(v Value) Value {
	v.Place, v.key, v.Items = finding.Place{}, extent{}, nil
	return v
}

func TestColumns(t *testing.T) {
	tests := []struct {
		name, text string
		want       string // of the value
	}{
		{"plain", "[party]\nname = \"Example\"\n", "2:8-17"},
		{"tab", "[party]\n\tname\t=\t'x'\n", "2:9-12"},
		{"letters of two bytes", "[party]\nname = \"é\"\nshort = \"x\"\n", "2:8-11"},
		{"characters of four bytes before it", "[party]\nalso = [\"👩‍👩‍👧\", \"é\"] # é\n", "2:8-22"},
		{"byte order mark", "\ufeff[party]\nname = \"x\"\n", "2:8-11"},
		{"byte order mark in the same line", "\ufeffparty.name = \"x\"\n", "1:14-17"},
		{"Windows line ends", "[party]\r\nname = \"x\"\r\n", "2:8-11"},
		{"no line end", "[party]\nname = \"x\"", "2:8-11"},
		{"spaces in the header", "[ party ]\nname = \"x\"", "2:8-11"},
		{"quoted key", "[\"party\"]\n\"name\" = \"x\"", "2:10-13"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse("x.toml", []byte(test.text))
			for _, f := range d.faults {
				t.Fatal(f.message)
			}
			p := d.place(d.root.nodes[0].nodes[0].at)
			if got := fmt.Sprintf("%d:%d-%d", p.Line, p.Col, p.EndCol); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
