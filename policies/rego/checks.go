package rego

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Checks are rules that look at a notice rather than at a question: those of a law
// pack. They are compiled when they are first run, are safe for concurrent use and keep
// nothing of what they look at.
type Checks struct {
	about   []Annotation
	rules   map[string][]Rule // by file
	compile func() (opa.PreparedEvalQuery, error)
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

// NewChecks reads rules, by file name, that may use those of a library. What they find
// is the value of a query such as `data.candor.laws["us-ny-2d"].checks`.
func NewChecks(modules map[string]string, library *Library, ask string) (*Checks, error) {
	parsed, err := parseModules(modules, true)
	if err != nil {
		return nil, err
	}
	compile := func() (opa.PreparedEvalQuery, error) { return prepareChecks(parsed, library, ask) }
	return &Checks{annotations(parsed), rules(parsed), sync.OnceValues(compile)}, nil
}

func prepareChecks(parsed map[string]*ast.Module, library *Library, ask string) (query opa.PreparedEvalQuery, err error) {
	builtins := slices.DeleteFunc(slices.Concat(allowed, checking, deciding), func(name string) bool { return name == "time.now_ns" })
	all := library.For(parsed)
	maps.Copy(all, parsed)
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(only(builtins))
	if compiler.Compile(all); compiler.Failed() {
		return query, fmt.Errorf("compile checks: %w", compiler.Errors)
	}
	query, err = opa.New(
		opa.Query(ask),
		opa.Compiler(compiler),
		opa.StrictBuiltinErrors(true),
	).PrepareForEval(context.Background())
	if err != nil {
		return query, fmt.Errorf("prepare checks: %w", err)
	}
	return query, nil
}

// Compile compiles the rules now, unless they are, and tells what is wrong with them.
func (c *Checks) Compile() error {
	_, err := c.compile()
	return err
}

// parseModules reads rules, and what their METADATA says if that is wanted, and tells all
// that is wrong with them.
func parseModules(modules map[string]string, metadata bool) (map[string]*ast.Module, error) {
	parsed := map[string]*ast.Module{}
	var wrong ast.Errors
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		m, err := ast.ParseModuleWithOpts(name, modules[name], ast.ParserOptions{ProcessAnnotation: metadata})
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

// Notice is a notice as checks look at it, read once for all of them.
type Notice struct{ term *ast.Term }

// NewNotice reads the JSON of a notice.
func NewNotice(text []byte) (Notice, error) {
	value, err := ast.ValueFromReader(bytes.NewReader(text))
	if err != nil {
		return Notice{}, fmt.Errorf("read notice for checks: %w", err)
	}
	return Notice{ast.NewTerm(value)}, nil
}

// Run looks at a notice as it stands to a law, by the names of what is to be known of
// that, and unmarshals what the rules find into found.
func (c *Checks) Run(ctx context.Context, notice Notice, law map[string]any, found any) error {
	query, err := c.compile()
	if err != nil {
		return err
	}
	about, err := ast.InterfaceToValue(law)
	if err != nil {
		return fmt.Errorf("say of which law: %w", err)
	}
	input := ast.NewObject(ast.Item(ast.StringTerm("law"), ast.NewTerm(about)), ast.Item(ast.StringTerm("notice"), notice.term))
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	results, err := query.Eval(ctx, opa.EvalParsedInput(input), opa.EvalExternalCancel(cancel))
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
