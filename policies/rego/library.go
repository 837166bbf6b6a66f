package rego

import (
	"maps"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Library is rules that others use, read once for all of them. It is safe for concurrent
// use.
type Library struct {
	mu      sync.Mutex // held to copy, for a rule that is looked at may put itself in order
	modules map[string]*ast.Module
	names   map[string][]string // by the name of a rule: what its rules name
}

// NewLibrary reads a library, by file name. What METADATA says in it is not read.
func NewLibrary(modules map[string]string) (*Library, error) {
	parsed, err := parseModules(modules, false)
	if err != nil {
		return nil, err
	}
	l := &Library{modules: parsed, names: map[string][]string{}}
	for _, m := range parsed {
		for _, r := range m.Rules {
			name := nameOf(r)
			l.names[name] = append(l.names[name], slices.Collect(maps.Keys(named(r)))...)
		}
	}
	return l, nil
}

// For gives those rules of the library that some modules can come to use: the others
// need not be compiled.
func (l *Library) For(modules map[string]*ast.Module) map[string]*ast.Module {
	used := map[string]bool{}
	var use func(name string)
	use = func(name string) {
		if used[name] {
			return
		}
		used[name] = true
		for _, next := range l.names[name] {
			use(next)
		}
	}
	for _, m := range modules {
		for name := range named(m) {
			use(name)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	all := map[string]*ast.Module{}
	for file, m := range l.modules {
		some := &ast.Module{Package: m.Package, Imports: m.Imports}
		for _, r := range m.Rules {
			if used[nameOf(r)] {
				some.Rules = append(some.Rules, r)
			}
		}
		all[file] = some.Copy()
	}
	return all
}

func nameOf(r *ast.Rule) string { return string(r.Ref()[0].Value.(ast.Var)) }

// named collects the words by which rules may be meant in a part of a module: its
// variables, and the keys of its references.
func named(part any) map[string]bool {
	words := map[string]bool{}
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Var:
			words[string(x)] = true
		case ast.Ref:
			for _, term := range x {
				if key, ok := term.Value.(ast.String); ok {
					words[string(key)] = true
				}
			}
		}
		return false
	}).Walk(part)
	return words
}
