package rego

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	wasm "github.com/open-policy-agent/opa/v1/compile"
)

// WasmEntrypoint is the rule that a Wasm module answers. Its input is not the
// question alone but {"question": …, "now": milliseconds of Unix time}, for a module
// has no clock and asks its host for none.
const WasmEntrypoint = "candor/timed/decision"

// timedName is the file of that rule, which stands in no policy but a module's.
const timedName = "timed.rego"

// Wasm gives the rules as OPA compiles them to WebAssembly. The module needs the
// same data as the rules, and no function of its host. It is the same bytes for every
// policy without rules of its own, for what differs between policies is data; it is
// compiled once.
var Wasm = sync.OnceValues(func() ([]byte, error) {
	modules := Modules()
	modules[timedName] = source(timedName)
	return compileWasm(modules)
})

// WasmWith is [Wasm] with rules of a workspace's own, by file, compiled in each time.
func WasmWith(own map[string]string) ([]byte, error) {
	if len(own) == 0 {
		return Wasm()
	}
	modules := With(Modules(), own)
	modules[timedName] = source(timedName)
	return compileWasm(modules)
}

func compileWasm(modules map[string]string) ([]byte, error) {
	b := &bundle.Bundle{Data: map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		text := modules[name]
		m, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			return nil, fmt.Errorf("parse rules: %w", err)
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: name, Path: name, Raw: []byte(text), Parsed: m})
	}
	compiler := wasm.New().WithTarget(wasm.TargetWasm).WithBundle(b).WithEntrypoints(WasmEntrypoint).
		WithCapabilities(Capabilities()).WithRegoVersion(ast.RegoV1)
	if err := compiler.Build(context.Background()); err != nil {
		return nil, fmt.Errorf("compile rules to Wasm: %w", err)
	}
	return compiler.Bundle().WasmModules[0].Raw, nil
}
