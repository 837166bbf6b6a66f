package rego

import (
	"bytes"
	"maps"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestWasmNeedsNoHost looks for the names of built-in functions in a module. It holds
// those that its host has to bring, each closed by a zero byte, and so a rule that
// used one would show here; the test in Node asks the module itself.
func TestWasmNeedsNoHost(t *testing.T) {
	module, err := Wasm()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(module, []byte("\x00asm\x01\x00\x00\x00")) {
		t.Fatal("no module of WebAssembly")
	}
	if needed := brought(module); len(needed) > 0 {
		t.Errorf("the host has to bring %q", needed)
	}
	// A look that finds nothing must be able to find something.
	rules := Modules()
	rules[timedName] = "package candor.timed\n\ndecision := data.candor.decision\n"
	if module, err = compileWasm(rules); err != nil {
		t.Fatal(err)
	}
	if needed := brought(module); len(needed) != 1 || needed[0] != "time.now_ns" {
		t.Errorf("the clock of the host is used, and found is %q", needed)
	}
}

func brought(module []byte) (needed []string) {
	texts := map[string]bool{} // that the rules hold, and the module with them: a field may be called as a function is
	for _, text := range Modules() {
		ast.WalkTerms(ast.MustParseModule(text), func(t *ast.Term) bool {
			if s, ok := t.Value.(ast.String); ok {
				texts[string(s)] = true
			}
			return false
		})
	}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		if !texts[b.Name] && bytes.Contains(module, []byte("\x00"+b.Name+"\x00")) {
			needed = append(needed, b.Name)
		}
	}
	return needed
}

func TestWasmIsTheSameBytes(t *testing.T) {
	once, err := Wasm()
	if err != nil {
		t.Fatal(err)
	}
	rules := maps.Clone(Modules())
	rules[timedName] = source(timedName)
	again, err := compileWasm(rules)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(once, again) {
		t.Error("the same rules give two modules")
	}
}

// TestTimedIsNoPartOfAPolicy keeps the rule that believes its caller about the time
// out of what a server loads.
func TestTimedIsNoPartOfAPolicy(t *testing.T) {
	if _, ok := Modules()[timedName]; ok {
		t.Errorf("%s is among the rules of every policy", timedName)
	}
}
