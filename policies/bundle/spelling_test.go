package bundle

import (
	"encoding/json"
	"testing"
)

// parsed is a value as canonical has it, by way of a parser and of the tree that it makes.
func parsed(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	value, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := spell(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// FuzzCanonical spells any JSON as a parser has it.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"null", "-1.50e3", `"a\u003c\u2028\"\\"`, `[]`, `[{},[1,"]"],{"b":{"d":1,"c":[{}]},"a":"}","\"":2,"\u0001":3,"é":4}]`, `{"b":true,"a,":false}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			t.Skip()
		}
		got, err := canonical(v)
		if want := parsed(t, v); err != nil || string(got) != want {
			t.Errorf("got %s, %v\nwant %s", got, err, want)
		}
	})
}
