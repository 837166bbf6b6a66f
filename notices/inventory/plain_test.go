package inventory

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// asked is parse with BurntSushi/toml asked about every file.
func asked(t testing.TB, text []byte) *document {
	t.Helper()
	askAlways = true
	defer func() { askAlways = false }()
	return parse("x.toml", text)
}

// agrees compares what is read of a file with what it is when BurntSushi/toml
// decodes every value, and reports whether the file is plain.
func agrees(t testing.TB, text []byte) bool {
	t.Helper()
	brackets, faults := new(scan).guard(bytes.TrimPrefix(text, bom))
	if len(faults) > 0 {
		return false
	}
	x := new(ground).index(bytes.TrimPrefix(text, bom), brackets)
	if len(x.faults) > 0 || !x.plain {
		return false // read in one way only
	}
	got, want := parse("x.toml", text), asked(t, text)
	if !reflect.DeepEqual(got.faults, want.faults) {
		t.Fatalf("BurntSushi/toml finds %v\n%q", want.faults, text)
	}
	if !reflect.DeepEqual(got.root, want.root) {
		a, b := map[string]string{}, map[string]string{}
		walkNodes("", want.root, a)
		walkNodes("", got.root, b)
		t.Fatalf("the values differ\nBurntSushi: %v\nthe tree:   %v\n%q", a, b, text)
	}
	return true
}

// documents are those of the examples and of the suite, and some that no decoder
// reads without a thought.
func documents(t testing.TB) (examples, others [][]byte) {
	t.Helper()
	files, err := filepath.Glob("../examples/*/*.toml")
	must(t, err)
	more, err := filepath.Glob("../examples/*/*/*.toml")
	must(t, err)
	for _, f := range append(files, more...) {
		text, err := os.ReadFile(f)
		must(t, err)
		examples = append(examples, text)
	}
	for _, name := range []string{"valid", "invalid"} {
		for _, f := range suite(t, name) {
			others = append(others, f.data, append([]byte("[party]\n"), f.data...))
		}
	}
	for _, value := range values {
		for _, form := range []string{"[party]\na = %s\n", "[[use]]\na = [%s]\n", "[a.b]\na = [ %[1]s, # c\r\n\t%[1]s , ]\r\n", "[a]\na={ b = %s }", "[a]\n\"%s\" = 1", "a = %s"} {
			others = append(others, fmt.Appendf(nil, form, value))
		}
	}
	return examples, others
}

// values are written in all the ways in which decoders have differed.
var values = []string{
	`""`, `''`, `"a"`, `'a'`, `'a\b'`, `"a\"b"`, `"a\\"`, `"\u00e9"`, `"\U0001F600"`, `"\ud800"`, `"\e"`, `"\x41"`, `"é"`, "\"\u2028\"", "\"\ufeff\"", "\"a\tb\"", "\"a\x00\"", "\"a\x7f\"", "\"a\rb\"", "\"\ufffd\"", "\"\xff\"",
	`""""""`, `"""a"""`, "\"\"\"\na\"\"\"", "\"\"\"a\r\nb\"\"\"", "\"\"\"a\\\n  b\"\"\"", `"""a""b"""""`, `''''''`, `'''a'''`, "'''\r\na'''",
	"true", "false", "TRUE", "truex", "0", "-0", "+0", "1", "+1", "-1", "00", "01", "1_000", "1__0", "0x1F", "0o7", "0b1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1.0", "1e3", "1.", ".1", "inf", "-nan", "+inf",
	"2026-01-31", "2026-02-30", "2026-2-3", "0000-01-01", "2024-02-29", "2023-02-29", "2026-13-01", "2026-01-31 ", "2026-01-31T07:30:00", "2026-01-31 07:30:00Z", "2026-01-31T07:30", "07:30:00", "07:30", "2026-01-31t07:30:00+01:00", "20260131", "12026-01-01",
	"[]", "[ ]", "[1, 'a', true]", "[[1]]", "[1,]", "[,]", "{}", "{ a = 1 }", "{ a.b = 1 }", "{ a = 1, a = 2 }", "{ a = { b = 1 } }", "{ \"a b\" = 'c', 'd' = 1 }", "{ '' = 1 }", "[{ a = 1 }]", "{ a = [1, 2] }", "{ a = 2026-01-31 , b = 1 }",
}

func TestPlainAgrees(t *testing.T) {
	examples, others := documents(t)
	for _, text := range examples {
		if !agrees(t, text) {
			t.Errorf("an example is not plain:\n%.200s", text)
		}
	}
	plain := 0
	for _, text := range others {
		if agrees(t, text) {
			plain++
		}
	}
	t.Logf("%d examples and %d of %d other documents are plain", len(examples), plain, len(others))
	if plain < 100 || plain > len(others)/2 {
		t.Errorf("%d of %d documents are plain", plain, len(others))
	}
}

// TestPlainAgreesOnMixtures takes documents apart and puts parts of one into another,
// where headers, keys and values meet that no author would put together.
func TestPlainAgreesOnMixtures(t *testing.T) {
	examples, others := documents(t)
	var lines [][]byte
	for _, text := range append(examples[:4:4], others...) {
		lines = append(lines, bytes.SplitAfter(text, []byte("\n"))...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	plain := 0
	for range 20_000 {
		var text []byte
		for range 1 + random.IntN(8) {
			text = append(text, lines[random.IntN(len(lines))]...)
		}
		if random.IntN(3) == 0 {
			i := random.IntN(len(text) + 1)
			part := lines[random.IntN(len(lines))]
			text = append(append(bytes.Clone(text[:i]), part[:random.IntN(len(part)+1)]...), text[i:]...)
		}
		if agrees(t, text) {
			plain++
		}
	}
	t.Logf("%d of 20000 mixtures are plain", plain)
	if plain < 500 {
		t.Errorf("only %d mixtures are plain", plain)
	}
}

// FuzzPlain: whatever the bytes, what is read without asking BurntSushi/toml is what
// it would have said.
func FuzzPlain(f *testing.F) {
	examples, others := documents(f)
	for _, text := range append(examples, others...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) { agrees(t, text) })
}
