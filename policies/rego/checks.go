package rego

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Checks are rules that look at a notice rather than at a question: those of a law
// pack. They are safe for concurrent use and keep nothing of what they look at.
type Checks struct {
	query opa.PreparedEvalQuery
	about []Annotation
	rules map[string][]Rule // by file
}

// Annotation is what the METADATA above a rule says of it.
type Annotation struct {
	Path        []string // of the rule, such as ["data", "candor", "laws", "us-ny-2d", "checks", "ny2d-3b-1"]
	Title       string
	Description string
	Custom      map[string]any
	File        string
	Line        int
}

// checking are the built-in functions that checks may use besides those of a
// decision: they word what is lacking and read periods.
var checking = []string{"and", "contains", "intersection", "lower", "object.subset", "regex.find_all_string_submatch_n", "sprintf", "startswith", "sum"}

// NewChecks compiles rules, by file name. What they find is the value of a query such
// as `data.candor.laws["us-ny-2d"].checks`.
func NewChecks(ctx context.Context, modules map[string]string, ask string) (*Checks, error) {
	parsed, err := parseModules(modules)
	if err != nil {
		return nil, err
	}
	listed := rules(parsed) // before the compiler writes them in its own way
	capabilities := ast.CapabilitiesForThisVersion()
	capabilities.Builtins = slices.DeleteFunc(slices.Clone(capabilities.Builtins), func(b *ast.Builtin) bool {
		return b.Name == "time.now_ns" || !slices.Contains(allowed, b.Name) && !slices.Contains(checking, b.Name)
	})
	capabilities.AllowNet = []string{}
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities)
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, fmt.Errorf("compile checks: %w", compiler.Errors)
	}
	query, err := opa.New(
		opa.Query(ask),
		opa.Compiler(compiler),
		opa.StrictBuiltinErrors(true),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, fmt.Errorf("prepare checks: %w", err)
	}
	return &Checks{query, annotations(parsed), listed}, nil
}

// parseModules reads rules with what their METADATA says, and tells all that is wrong
// with them.
func parseModules(modules map[string]string) (map[string]*ast.Module, error) {
	parsed := map[string]*ast.Module{}
	var wrong ast.Errors
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		m, err := ast.ParseModuleWithOpts(name, modules[name], ast.ParserOptions{ProcessAnnotation: true})
		var many ast.Errors
		switch {
		case errors.As(err, &many):
			wrong = append(wrong, many...)
		case err != nil: // nothing but comments
			wrong = append(wrong, ast.NewError(ast.ParseErr, ast.NewLocation(nil, name, 1, 1), "%s", strings.TrimPrefix(err.Error(), name+":0: rego_parse_error: ")))
		default:
			parsed[name] = m
		}
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("parse rules: %w", wrong)
	}
	return parsed, nil
}

// annotations lists what METADATA says, by file and then as it is written.
func annotations(modules map[string]*ast.Module) []Annotation {
	var all []Annotation
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		for _, a := range modules[name].Annotations {
			var path []string
			for _, term := range a.GetTargetPath() {
				path = append(path, strings.Trim(term.Value.String(), `"`))
			}
			all = append(all, Annotation{path, a.Title, strings.Join(strings.Fields(a.Description), " "), a.Custom, name, a.Location.Row})
		}
	}
	return all
}

// About lists what the METADATA of the rules says, in the order of files and lines.
func (c *Checks) About() []Annotation { return c.about }

// Run looks at an input, which has to be of maps, lists and scalars, and unmarshals
// what the rules find into found.
func (c *Checks) Run(ctx context.Context, input, found any) error {
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		return fmt.Errorf("read input of checks: %w", err)
	}
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	results, err := c.query.Eval(ctx, opa.EvalParsedInput(value), opa.EvalExternalCancel(cancel))
	switch {
	case err != nil:
		return fmt.Errorf("run checks: %w", err)
	case len(results) == 0:
		return nil // none of the rules is defined
	}
	text, err := json.Marshal(results[0].Expressions[0].Value)
	if err == nil {
		err = json.Unmarshal(text, found)
	}
	if err != nil {
		return fmt.Errorf("read what checks found: %w", err)
	}
	return nil
}
