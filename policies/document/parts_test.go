package document_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/policies/document"
)

// TestParts counts what is easily counted by hand, and then whatever there may be.
func TestParts(t *testing.T) {
	for text, want := range map[string]int{
		`null`: 1, `""`: 1, `"{\"a\":[1,2]}\\"`: 1, `{}`: 1, `[]`: 1, ` [ ] `: 1, `{"a":1}`: 2, `[1,2]`: 3, `[[],{}]`: 3, `{"a":{"b":[{"c":null}]},"d":"e,f"}`: 6, `[ { } , "[" ]`: 3,
	} {
		if got := document.Parts([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		value := anything(2).Draw(t, "value")
		for _, text := range [][]byte{compact(value), indented(value)} {
			if got, want := document.Parts(text), count(value); got != want {
				t.Fatalf("%s: %d, want %d", text, got, want)
			}
		}
	})
}

func anything(depth int) *rapid.Generator[any] {
	leaf := rapid.OneOf(rapid.Just[any](nil), rapid.Just[any](true), rapid.Map(rapid.Int(), func(i int) any { return i }), rapid.Map(rapid.String(), func(s string) any { return s }))
	if depth == 0 {
		return leaf
	}
	inner := anything(depth - 1)
	return rapid.OneOf(leaf,
		rapid.Map(rapid.SliceOfN(inner, 0, 4), func(v []any) any { return append([]any{}, v...) }),
		rapid.Map(rapid.MapOfN(rapid.String(), inner, 0, 4), func(v map[string]any) any { return v }))
}

func count(value any) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for _, x := range v {
			n += count(x)
		}
	case map[string]any:
		for _, x := range v {
			n += count(x)
		}
	}
	return n
}

func compact(value any) []byte { text, _ := json.Marshal(value); return text }

func indented(value any) []byte { text, _ := json.MarshalIndent(value, "", "\t"); return text }
