package inventory

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func suite(t testing.TB, name string) []file {
	t.Helper()
	b, err := os.ReadFile("testdata/toml/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := parseArchive(b).files
	for i, f := range files {
		if name, ok := strings.CutSuffix(f.name, " (no line break at its end)"); ok {
			files[i] = file{name, f.data[:len(f.data)-1]}
		}
	}
	return files
}

// newer are documents that TOML 1.1 allows and 1.0 does not. Editors mark them as
// errors, and so do we.
var newer = []string{
	"datetime/no-seconds", "inline-table/newline", "inline-table/newline-comment", "spec-1.1.0/common-12", "spec-1.1.0/common-29",
	"spec-1.1.0/common-31", "spec-1.1.0/common-34", "spec-1.1.0/common-47", "string/escape-esc", "string/hex-escape",
}

// TestParsersAgree: on every valid document both parsers see the same keys, and
// every value of the tree has the type that BurntSushi decoded.
func TestParsersAgree(t *testing.T) {
	agreed := 0
	for _, f := range suite(t, "valid") {
		t.Run(f.name, func(t *testing.T) {
			d := parse("x.toml", f.data)
			if slices.Contains(newer, f.name) {
				if len(d.faults) == 0 {
					t.Error("TOML 1.1 is accepted")
				}
				return
			}
			for _, f := range d.faults {
				t.Errorf("refused: %s: %s", d.place(f.at), f.message)
			}
			var v map[string]any
			if _, err := toml.Decode(string(f.data), &v); err != nil {
				t.Fatal(err)
			}
			want, got := map[string]string{}, map[string]string{}
			walkValues("", v, want)
			walkNodes("", d.root, got)
			if !maps.Equal(want, got) {
				t.Errorf("the parsers differ\nBurntSushi: %v\ngo-toml:    %v", want, got)
			}
			agreed++
		})
	}
	if agreed < 200 {
		t.Errorf("only %d documents agree, want at least 200", agreed)
	}
	t.Logf("%d valid documents agree", agreed)
}

// walkValues and walkNodes list every path of a document with what it holds.
func walkValues(path string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		out[path] = "table"
		for k, c := range v {
			walkValues(fmt.Sprintf("%s/%q", path, k), c, out)
		}
	case []map[string]any:
		out[path] = "list"
		for i, c := range v {
			walkValues(fmt.Sprintf("%s/%d", path, i), c, out)
		}
	case []any:
		out[path] = "list"
		for i, c := range v {
			walkValues(fmt.Sprintf("%s/%d", path, i), c, out)
		}
	default:
		out[path] = fmt.Sprintf("%T %v", v, v)
	}
}

func walkNodes(path string, n *node, out map[string]string) {
	switch n.shape {
	case tableShape:
		out[path] = "table"
		for _, c := range n.nodes {
			walkNodes(fmt.Sprintf("%s/%q", path, c.key), c, out)
		}
	case listShape, tablesArea:
		out[path] = "list"
		for i, c := range n.items {
			walkNodes(fmt.Sprintf("%s/%d", path, i), c, out)
		}
	default:
		value := n.value
		if n.shape == textShape {
			value = n.text
		}
		out[path] = fmt.Sprintf("%T %v", value, value)
	}
}

// TestParsersRefuse: no invalid document is accepted, whichever of the parsers
// would let it pass, and each fault lies in the document and has words.
func TestParsersRefuse(t *testing.T) {
	var lax []string
	refused := 0
	for _, f := range suite(t, "invalid") {
		t.Run(f.name, func(t *testing.T) {
			d := parse("x.toml", f.data)
			var v map[string]any
			if _, err := toml.Decode(string(f.data), &v); err == nil {
				lax = append(lax, f.name)
			}
			if len(d.faults) == 0 {
				t.Fatalf("accepted:\n%s", f.data)
			}
			refused++
			r := &reading{document: d}
			for _, f := range d.faults {
				r.fault(f)
			}
			for _, f := range r.findings {
				if f.Message == "" || f.Help == "" || f.Place.Line < 1 || f.Place.Line > len(d.lines) || f.Place.Col < 1 {
					t.Errorf("a poor finding: %+v", f)
				}
			}
		})
	}
	if *update {
		must(t, os.WriteFile("testdata/toml/laxer.txt", []byte(strings.Join(lax, "\n")+"\n"), 0o644))
	}
	want, err := os.ReadFile("testdata/toml/laxer.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lax, "\n") + "\n"; got != string(want) {
		t.Errorf("BurntSushi alone accepts other documents than laxer.txt lists:\n%s", got)
	}
	if refused < 200 {
		t.Errorf("only %d documents are refused, want at least 200", refused)
	}
	t.Logf("%d invalid documents refused, %d of them accepted by BurntSushi alone", refused, len(lax))
}
