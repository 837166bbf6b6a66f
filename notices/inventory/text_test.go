package inventory

import (
	"slices"
	"strings"
	"testing"
)

// TestOneLine breaks every text of the language into lines, each key and each element of
// a list: what is read has none, or is refused. What names a file, or is kept inside, is not
// printed.
func TestOneLine(t *testing.T) {
	texts := 0
	for _, table := range Tables {
		for _, f := range table.fields() {
			for _, c := range "\n\r\t" {
				for _, text := range spoiled(f.Example, c) {
					key := strings.Replace(f.Key, anyID, "any", 1)
					r := &reading{document: parse("x.toml", []byte(key+" = "+text+"\n"))}
					v, ok := r.value(&f, r.root.nodes[0])
					if !ok && len(r.findings) > 0 {
						continue
					}
					read := append(slices.Clone(v.List), v.Text)
					for _, p := range v.Pairs() {
						read = append(read, p.Value)
					}
					if broken := strings.Join(read, ""); f.Type != InternalType && f.Type != Prose && strings.ContainsAny(broken, "\n\r\t") {
						t.Errorf("%s.%s = %s is read as %q", table.Kind, f.Key, text, broken)
					}
					texts++
				}
			}
		}
	}
	if texts < 200 {
		t.Errorf("only %d texts", texts)
	}
	for in, want := range map[string]string{"": "", "a b": "a b", "a  b": "a  b", " a\n\n# b\t": "a # b", "1\u00a0High Street\r\nLeeds": "1\u00a0High Street Leeds"} {
		if got := oneLine(in); got != want {
			t.Errorf("%q is one line as %q, want %q", in, got, want)
		}
	}
}
