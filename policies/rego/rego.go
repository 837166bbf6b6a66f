// Package rego holds the rules of a decision, written in Rego, and an engine that
// runs them in process. The rules are the normative text; policies/README.md is
// the same in words.
//
// It is the only package that imports OPA. Stock OPA gives the same answers from
// the same files ([Modules]) and data: the entry point is [Entrypoint], and the
// compiled document stands beside it, as package document says. [Wasm] is the same rules for hosts that run
// WebAssembly.
//
// # What it promises
//
// [Engine.Decide] and [Engine.DecideJSON] always answer, and allow only when the
// rules did. An evaluation error, an expired context, a panic or a result that is
// not exactly an answer is a deny with the code evaluation_failed. The engine's
// clock never runs backwards: a policy once seen as expired stays so.
package rego

import (
	"context"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/candor-privacy/candor/policies/decision"
)

// Entrypoint is the rule to ask.
const Entrypoint = "candor/decision"

//go:embed *.rego
var files embed.FS

// Modules gives the source of every rule file by name, the tests left out and the
// one that is for Wasm alone.
func Modules() map[string]string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // embedded
	}
	modules := map[string]string{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "_test.rego") && e.Name() != timedName {
			modules[e.Name()] = source(e.Name())
		}
	}
	return modules
}

// source is the text of a rule file.
func source(name string) string {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded
	}
	return string(text)
}

// allowed are the built-in functions the rules may use, every one of which is
// built into Wasm but the clock. Nothing here reaches outside the process.
var allowed = []string{
	"and", "array.concat", "concat", "count", "div", "assign", "endswith", "eq", "equal", "floor", "format_int",
	"gt", "gte", "internal.member_2", "is_array", "is_boolean", "is_number", "is_object", "is_string",
	"lt", "lte", "min", "minus", "mul", "neq", "object.filter", "object.get", "object.keys", "object.remove", "object.union", "object.union_n", "or",
	"plus", "regex.match", "rem", "sort", "split", "substring", "time.now_ns", "to_number", "type_name", "union", "walk",
}

// Capabilities are what the rules may use of OPA, those of a workspace's own among them.
func Capabilities() *ast.Capabilities { return only(slices.Concat(allowed, deciding)) }

// Engine answers questions by the rules. It is safe for concurrent use.
type Engine struct {
	query opa.PreparedEvalQuery
	now   func() time.Time
	seen  atomic.Int64 // the latest time the clock has shown, in Unix nanoseconds
}

// New prepares an engine for the JSON of a compiled document. The clock tells whether the
// policy is fresh, and the day where a question names none.
func New(ctx context.Context, document []byte, now func() time.Time) (*Engine, error) {
	return NewOf(ctx, Modules(), document, now)
}

// NewOf is New with the rules of a bundle, by file name, which may be those of
// another version. They may use no more of OPA than ours.
func NewOf(ctx context.Context, modules map[string]string, document []byte, now func() time.Time) (*Engine, error) {
	var data map[string]any
	if err := util.UnmarshalJSON(document, &data); err != nil { // which keeps the digits of numbers, as OPA does
		return nil, fmt.Errorf("read policy data: %w", err)
	}
	compiler, err := compiled(modules)
	if err != nil {
		return nil, err
	}
	store := inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	query, err := opa.New(
		opa.Query("data."+strings.ReplaceAll(Entrypoint, "/", ".")),
		opa.Compiler(compiler),
		opa.Store(store),
		opa.StrictBuiltinErrors(true),
		opa.GenerateJSON(func(t *ast.Term, _ *opa.EvalContext) (any, error) { return t.Value, nil }),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, fmt.Errorf("prepare rules: %w", err)
	}
	return &Engine{query: query, now: now}, nil
}

// ours are the rules of this package, compiled when they are first wanted.
var ours = sync.OnceValues(func() (*ast.Compiler, error) { return compile(Modules()) })

// compiled gives rules ready to be asked. Engines share those of this package, which
// nearly every policy has: none changes them.
func compiled(modules map[string]string) (*ast.Compiler, error) {
	if maps.Equal(modules, Modules()) {
		return ours()
	}
	return compile(modules)
}

// compile parses and checks the rules.
func compile(modules map[string]string) (*ast.Compiler, error) {
	parsed, err := parseModules(modules, true)
	if err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(Capabilities())
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, fmt.Errorf("compile rules: %w", compiler.Errors)
	}
	return compiler, nil
}

// Decide answers a question.
func (e *Engine) Decide(ctx context.Context, q decision.Question) decision.Answer {
	return e.decide(ctx, questionValue(q))
}

// DecideInto answers a question over an old answer, as the tables do; here there is
// nothing of it to use again.
func (e *Engine) DecideInto(ctx context.Context, q *decision.Question, a *decision.Answer) {
	*a = e.Decide(ctx, *q)
}

// DecideJSON answers a question in JSON, whatever the bytes.
func (e *Engine) DecideJSON(ctx context.Context, question []byte) decision.Answer {
	value, fault := parse(question)
	if fault != "" {
		return e.refuse(ctx, fault)
	}
	return e.decide(ctx, value)
}

// refuse answers bytes that do not get as far as the rules. The rules still speak
// first, so that an engine without a fresh policy says that.
func (e *Engine) refuse(ctx context.Context, fault string) decision.Answer {
	a := e.decide(ctx, ast.NullValue)
	for i := range a.Reasons {
		if a.Reasons[i].Code == decision.BadQuestion {
			a.Reasons[i].Detail = fault
		}
	}
	return a
}

func (e *Engine) decide(ctx context.Context, input ast.Value) (a decision.Answer) {
	defer func() {
		if recover() != nil {
			a = Failed()
		}
	}()
	if ctx.Err() != nil {
		return Failed()
	}
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	results, err := e.query.Eval(ctx, opa.EvalParsedInput(input), opa.EvalTime(e.clock()), opa.EvalExternalCancel(cancel))
	if err != nil || len(results) != 1 || len(results[0].Expressions) != 1 {
		return Failed()
	}
	value, _ := results[0].Expressions[0].Value.(ast.Value)
	a, err = answer(value)
	if err != nil {
		return Failed()
	}
	return a
}

// clock reads the time and never goes back behind what it has shown.
func (e *Engine) clock() time.Time {
	now := e.now().UnixNano()
	for {
		seen := e.seen.Load()
		if now <= seen {
			return time.Unix(0, seen).UTC()
		}
		if e.seen.CompareAndSwap(seen, now) {
			return time.Unix(0, now).UTC()
		}
	}
}

// Failed is the answer of an evaluation that went wrong, the same as the default
// of the entry point.
func Failed() decision.Answer {
	return decision.Refusal(decision.EvaluationFailed, "The question could not be decided.")
}
