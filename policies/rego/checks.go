package rego

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/candor-privacy/candor/notices/workers"
)

// Checks are rules that look at a notice rather than at a question: those of a law
// pack. They are safe for concurrent use and keep nothing of what they look at.
type Checks struct {
	modules map[string]string
	library func() *Library
	ask     string

	begun atomic.Bool
	done  chan struct{} // closed when they are compiled
	query opa.PreparedEvalQuery
	err   error
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

// NewChecks takes rules, by file name, that may use those of a library. What they find
// is the value of a query such as `data.candor.laws["us-ny-2d"].checks`. They are read and
// compiled when they are first run, or by Compile.
func NewChecks(modules map[string]string, library func() *Library, ask string) *Checks {
	return &Checks{modules: modules, library: library, ask: ask, done: make(chan struct{})}
}

// Compile compiles checks of one library that are to be run, those that are not yet: as
// many side by side as there are processors, and as many together as that leaves, for
// the library is compiled with each. They must not have files of one name.
func Compile(all ...*Checks) {
	var parts [][]*Checks
	sizes := make([]int, runtime.GOMAXPROCS(0))
	for _, c := range slices.SortedStableFunc(slices.Values(all), func(a, b *Checks) int { return b.size() - a.size() }) {
		if !c.begun.CompareAndSwap(false, true) {
			continue
		}
		least := slices.Index(sizes, slices.Min(sizes))
		if least >= len(parts) {
			least, parts = len(parts), append(parts, nil)
		}
		parts[least] = append(parts[least], c)
		sizes[least] += c.size()
	}
	workers.Each(len(parts), func(i int) { compileTogether(parts[i]) })
	for _, c := range all {
		<-c.done
	}
}

func (c *Checks) size() (bytes int) {
	for _, text := range c.modules {
		bytes += len(text)
	}
	return bytes
}

// compileTogether compiles checks that nobody else has begun with.
func compileTogether(all []*Checks) {
	compiler, err := compileChecks(all)
	for _, c := range all {
		if c.err = err; err == nil {
			c.query, c.err = opa.New(opa.Query(c.ask), opa.Compiler(compiler), opa.StrictBuiltinErrors(true)).PrepareForEval(context.Background())
		}
		close(c.done)
	}
}

func compileChecks(all []*Checks) (*ast.Compiler, error) {
	modules := map[string]string{}
	for _, c := range all {
		maps.Copy(modules, c.modules)
	}
	parsed, err := parseModules(modules, false)
	if err != nil {
		return nil, err
	}
	shared := all[0].library()
	maps.Copy(parsed, shared.For(parsed))
	builtins := slices.DeleteFunc(slices.Concat(allowed, checking, deciding), func(name string) bool { return name == "time.now_ns" })
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(only(builtins))
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, fmt.Errorf("compile checks: %w", compiler.Errors)
	}
	return compiler, nil
}

// Compile compiles the rules now, unless they are, and tells what is wrong with them.
func (c *Checks) Compile() error {
	Compile(c)
	return c.err
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

// Annotations lists what the METADATA of rules, by file name, says of them, in the order
// of files and lines. The rules need not compile.
func Annotations(modules map[string]string) ([]Annotation, error) {
	parsed, err := parseModules(modules, true)
	if err != nil {
		return nil, err
	}
	return annotations(parsed), nil
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
	if err := c.Compile(); err != nil {
		return err
	}
	about, err := ast.InterfaceToValue(law)
	if err != nil {
		return fmt.Errorf("say of which law: %w", err)
	}
	input := ast.NewObject(ast.Item(ast.StringTerm("law"), ast.NewTerm(about)), ast.Item(ast.StringTerm("notice"), notice.term))
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	results, err := c.query.Eval(ctx, opa.EvalParsedInput(input), opa.EvalExternalCancel(cancel))
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
