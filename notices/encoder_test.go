package notices

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/candor-privacy/candor/notices/inventory"
)

// byJSON is a value as encoding/json writes it.
func byJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// TestCanonicalIsJSON writes the worked examples, and values with all that a type may
// hold, as encoding/json does, to the byte.
func TestCanonicalIsJSON(t *testing.T) {
	inv, _ := inventory.Load(os.DirFS(".."))
	set, _ := Resolve(inv)
	if len(set.Notices) < 5 {
		t.Fatalf("%d notices", len(set.Notices))
	}
	for _, n := range set.Notices {
		if got, want := string(canonical(n)), byJSON(t, n); got != want {
			t.Errorf("%s is not as encoding/json has it: %s", n.ID, got)
		}
	}
	type inner struct {
		A string `json:"a,omitempty"`
		B int
	}
	type all struct {
		inner
		Named   inner              `json:"named,omitzero"`
		Dates   []inventory.Date   `json:"dates"`
		Ages    inventory.AgeRange `json:"ages,omitzero"`
		Period  inventory.Period   `json:"period,omitzero"`
		At      *inner             `json:"at"`
		Maybe   *inner             `json:"maybe,omitempty"`
		Map     map[string]int     `json:"map,omitempty"`
		Bytes   []byte             `json:"bytes"`
		Float   float64            `json:"float"`
		Any     any                `json:"any"`
		Texts   []string           `json:"<&>"`
		hidden  int
		Skipped string `json:"-"`
	}
	for _, v := range []any{
		&all{}, all{hidden: 1}, &all{inner: inner{"x", 1}, Named: inner{B: 2}, Dates: []inventory.Date{{}, {Y: 2026, M: 1, D: 2, Precision: inventory.Day}}, Ages: inventory.AgeRange{Under: 18}},
		&all{At: &inner{}, Maybe: &inner{"a", 3}, Map: map[string]int{"b": 1, "a": 2}, Bytes: []byte("x"), Float: 1.5, Any: []int{1}, Texts: []string{}, Skipped: "s"},
		struct{ inner inner }{}, map[string]string{"<": ">"}, []*inner{nil, {}}, "text", 3, (*inner)(nil),
	} {
		if got, want := string(canonical(v)), byJSON(t, v); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

// FuzzCanonicalText writes any text as encoding/json does.
func FuzzCanonicalText(f *testing.F) {
	for _, s := range []string{"", "plain", "<a href=\"x\">&'\\", "\x00\x01\b\f\n\r\t\x1f\x7f", "é\u2028\u2029\ufffd\U0001f600", "\xff\xe2\x80", "a\xc3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(canonical(s)), byJSON(t, s); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	})
}
