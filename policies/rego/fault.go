package rego

import (
	"errors"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Fault is one thing wrong in rules that somebody else wrote.
type Fault struct {
	Message   string
	File      string
	Line, Col int // from 1; 0 where it has no place
}

// Faults lists what is wrong with rules, from the error of [Annotations], of [NewDenies],
// of compiling or running them: one fault for each thing, or the error itself.
func Faults(err error) []Fault {
	var many ast.Errors
	var run *topdown.Error
	switch {
	case errors.As(err, &run) && run.Location != nil:
		return []Fault{{run.Message, run.Location.File, run.Location.Row, run.Location.Col}}
	case !errors.As(err, &many):
		return []Fault{{Message: err.Error()}}
	}
	var all []Fault
	for _, e := range many {
		f := Fault{Message: e.Message}
		if l := e.Location; l != nil {
			f.File, f.Line, f.Col = l.File, l.Row, l.Col
		}
		all = append(all, f)
	}
	return all
}

// Rule is a rule with its place.
type Rule struct {
	Path []string // such as ["data", "candor", "own", "checks", "acme-1"]; what is not written out is left out
	File string
	Line int
	Col  int
}

// Outline is what a file of rules holds.
type Outline struct {
	Rules   []Rule
	Imports []string // such as "data.candor.law"
}

// Outlines tells what files of rules hold, which need not compile.
func Outlines(modules map[string]string) (map[string]Outline, error) {
	parsed, err := parseModules(modules, false)
	if err != nil {
		return nil, err
	}
	all, listed := map[string]Outline{}, rules(parsed)
	for name, m := range parsed {
		o := Outline{Rules: listed[name]}
		for _, i := range m.Imports {
			o.Imports = append(o.Imports, i.Path.String())
		}
		all[name] = o
	}
	return all, nil
}

// rules lists the rules of each file.
func rules(modules map[string]*ast.Module) map[string][]Rule {
	all := map[string][]Rule{}
	for name, m := range modules {
		for _, r := range m.Rules {
			rule := Rule{File: name, Line: r.Location.Row, Col: r.Location.Col}
			for _, term := range r.Ref().GroundPrefix() {
				rule.Path = append(rule.Path, strings.Trim(term.Value.String(), `"`))
			}
			all[name] = append(all[name], rule)
		}
	}
	return all
}
