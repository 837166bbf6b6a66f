package bundle_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/candor-privacy/candor/policies/bundle"
	"github.com/candor-privacy/candor/policies/document"
	"github.com/candor-privacy/candor/policies/rego"
)

func writtenWasm(t testing.TB, doc *document.Document, by bundle.Signing) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := bundle.WriteWasm(&b, doc, by); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadGivesWhatWasWrittenForWasm(t *testing.T) {
	key := newKey(t, "ES256")
	packed := writtenWasm(t, school(), bundle.Signing{Key: key})
	b, err := bundle.Read(bytes.NewReader(packed), trusting(key))
	if err != nil {
		t.Fatal(err)
	}
	module, err := rego.Wasm()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(school(), b.Document, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the document changed:\n%s", diff)
	}
	if diff := cmp.Diff(rego.Modules(), b.Modules); diff != "" {
		t.Errorf("the rules changed:\n%s", diff)
	}
	if !bytes.Equal(b.Wasm, module) || b.Key != key.Public.ID {
		t.Errorf("a module of %d bytes signed by %q", len(b.Wasm), b.Key)
	}
	data, err := b.Data()
	if err != nil {
		t.Fatal(err)
	}
	if all := opened(t, packed); all[1].name != "data.json" || !bytes.Equal(all[1].data, data) {
		t.Errorf("the data is not that of %s", all[1].name)
	}
	if !bytes.Equal(writtenWasm(t, school(), bundle.Signing{}), writtenWasm(t, school(), bundle.Signing{})) {
		t.Error("two unsigned bundles differ")
	}
	t.Logf("%d bytes, of which the module has %d before compression; without it %d", len(packed), len(module), len(written(t, school(), bundle.Signing{Key: key})))
}

// TestStockReadsWasm asks OPA's own reader what it makes of the bundle.
func TestStockReadsWasm(t *testing.T) {
	key := newKey(t, "ES256")
	b, err := stock(writtenWasm(t, school(), bundle.Signing{Key: key}), key.Public)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.WasmModules) != 1 || len(b.Manifest.WasmResolvers) != 1 {
		t.Fatalf("%d modules, resolvers %v", len(b.WasmModules), b.Manifest.WasmResolvers)
	}
	m := b.WasmModules[0]
	if want := "data." + strings.ReplaceAll(rego.WasmEntrypoint, "/", "."); len(m.Entrypoints) != 1 || m.Entrypoints[0].String() != want {
		t.Errorf("%s answers %v, want %s", m.Path, m.Entrypoints, want)
	}
	want, err := json.Marshal(school())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(b.Data)
	if err != nil {
		t.Fatal(err)
	}
	var a, c any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal(got, &c) != nil || !cmp.Equal(a, c) {
		t.Errorf("other data:\n%s", cmp.Diff(a, c))
	}
}

// TestForgedWasm alters a bundle with a module. Signed, nothing is accepted by
// anybody; unsigned, nothing is that is not laid out as ours are.
func TestForgedWasm(t *testing.T) {
	key := newKey(t, "ES256")
	signed, plain := opened(t, writtenWasm(t, school(), bundle.Signing{Key: key})), opened(t, writtenWasm(t, school(), bundle.Signing{}))
	index := func(all []entry, name string) int {
		i := slices.IndexFunc(all, func(e entry) bool { return e.name == name })
		if i < 0 {
			t.Fatalf("there is no %s", name)
		}
		return i
	}
	edited := func(name, old, now string) func([]entry) []entry {
		return func(all []entry) []entry {
			i := index(all, name)
			next := bytes.Replace(all[i].data, []byte(old), []byte(now), 1)
			if bytes.Equal(next, all[i].data) {
				t.Fatalf("%s is not edited", name)
			}
			all[i].data = next
			return all
		}
	}
	added := func(name, data string) func([]entry) []entry {
		return func(all []entry) []entry { return slices.Insert(all, 2, entry{name, []byte(data)}) }
	}
	for _, c := range []struct {
		name   string
		change func([]entry) []entry
		ours   bool // unsigned it is laid out as ours are: only a signature tells
	}{
		{"the module altered", edited("policy.wasm", "evaluation_failed", "evaluation_passed"), true},
		{"the data altered", edited("data.json", `"denies":true`, `"denies":false`), true},
		{"the module removed", func(all []entry) []entry { i := index(all, "policy.wasm"); return slices.Delete(all, i, i+1) }, false},
		{"a second module", added("other.wasm", "\x00asm"), false},
		{"a module elsewhere", added("candor/policy.wasm", "\x00asm"), false},
		{"the module for another rule", edited(".manifest", `"entrypoint":"candor/timed/decision"`, `"entrypoint":"candor/decision"`), false},
		{"the module for no rule", edited(".manifest", `"wasm":[{"entrypoint":"candor/timed/decision","module":"policy.wasm"}]`, `"wasm":[]`), false},
		{"data that lies over the data", added("candor/data/bundle/data.json", `{"until":0}`), false},
		{"a notice beside the data", added("candor_notices/other/data.json", `{}`), false},
		{"a notice without anything", edited("data.json", `"candor_notices":{`, `"candor_notices":{"a":null,`), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			forged := gzipped(t, tarred(t, c.change(slices.Clone(signed)), nil))
			if _, err := bundle.Read(bytes.NewReader(forged), trusting(key)); err == nil {
				t.Error("accepted")
			}
			if _, err := stock(forged, key.Public); err == nil {
				t.Error("accepted by OPA")
			}
			unsigned := gzipped(t, tarred(t, c.change(slices.Clone(plain)), nil))
			if _, err := bundle.Read(bytes.NewReader(unsigned), bundle.Trust{Unsigned: true}); err == nil != c.ours {
				t.Errorf("unsigned: %v", err)
			}
		})
	}
	// A module does not come into a bundle that is laid out without.
	rules := opened(t, written(t, school(), bundle.Signing{}))
	if _, err := bundle.Read(bytes.NewReader(gzipped(t, tarred(t, added("policy.wasm", "\x00asm")(rules), nil))), bundle.Trust{Unsigned: true}); err == nil {
		t.Error("a module in a bundle without one: accepted")
	}
}
