package rego

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Denies are the rules of a workspace's own that deny, as a policy takes them in:
// modules of the package candor.own. They look at a question as the rules of
// package candor.workspace lay it out for them, and at nothing else. They are safe for
// concurrent use.
type Denies struct {
	IDs   []string // in the order of their files and lines
	Named []Named

	queries map[string]opa.PreparedEvalQuery // by id
	about   []Annotation
}

// Named is something that a rule compares a field of the question with: an id of the
// notice's vocabulary, or a word of the language, which it may have misspelt.
type Named struct {
	Rule  string // id of the deny
	Field string // of what the rules see, such as "recipients"
	Name  string
	File  string
	Line  int
	Col   int
}

// deciding are the built-in functions that those rules may use. Each gives the same
// everywhere, in WebAssembly too, has no view of anything but its arguments, and cannot
// fail on a value of its kind: where stock OPA takes a failure for a rule that does not
// apply, a deny must not depend on it.
var deciding = []string{
	"and", "assign", "concat", "contains", "count", "endswith", "eq", "equal", "gt", "gte", "internal.member_2", "internal.member_3",
	"lt", "lte", "max", "min", "minus", "neq", "or", "plus", "sort", "split", "startswith", "sum",
}

// seen are the fields of what the rules see, each with the type of its value.
var seen = map[string]string{
	"notice": "string", "action": "string", "on": "string", "day": "string", "age": "number",
	"category": "string", "categories": "array", "classes": "array",
	"purpose": "string", "purposes": "array", "purpose_kinds": "array",
	"recipient": "string", "recipients": "array", "recipient_kinds": "array",
	"audience": "string", "audiences": "array",
	"form": "string", "role": "string", "basis": "string", "channel": "string",
	"place": "place", "open": "array", "since": "object", "documents": "object", "counts": "object",
}

// Seen lists the fields that rules of a workspace's own see, sorted.
func Seen() []string { return slices.Sorted(maps.Keys(seen)) }

// Functions lists the functions that those rules may call by their names, sorted.
func Functions() []string {
	operators := []string{"and", "assign", "eq", "equal", "gt", "gte", "internal.member_2", "internal.member_3", "lt", "lte", "minus", "neq", "or", "plus"}
	return slices.DeleteFunc(slices.Clone(deciding), func(name string) bool { return slices.Contains(operators, name) })
}

// schema is the same for the compiler, to which a misspelt field is an error then.
func schema() map[string]any {
	texts := map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	places := map[string]any{}
	for _, field := range []string{"person", "customer", "host", "destination"} {
		places[field] = texts
	}
	properties := map[string]any{}
	for field, kind := range seen {
		switch kind {
		case "array":
			properties[field] = texts
		case "place":
			properties[field] = map[string]any{"type": "object", "additionalProperties": false, "properties": places}
		default:
			properties[field] = map[string]any{"type": kind}
		}
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

// ownRules is where the workspace's own rules stand.
var ownRules = ast.MustParseRef("data.candor.own")

// NewDenies compiles rules that deny, by file name, and refuses whatever could not deny
// as it is written: [Faults] lists it.
func NewDenies(ctx context.Context, modules map[string]string) (*Denies, error) {
	parsed, err := parseModules(modules, true)
	if err != nil {
		return nil, err
	}
	d := &Denies{queries: map[string]opa.PreparedEvalQuery{}, about: annotations(parsed)}
	if wrong := d.read(parsed); len(wrong) > 0 {
		return nil, fmt.Errorf("read rules that deny: %w", wrong)
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef, schema())
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(only(deciding)).WithSchemas(schemas)
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, fmt.Errorf("compile rules that deny: %w", compiler.Errors)
	}
	if wrong := strangers(compiler); len(wrong) > 0 {
		return nil, fmt.Errorf("read rules that deny: %w", wrong)
	}
	for _, id := range d.IDs {
		ask := ownRules.Append(ast.InternedTerm("deny")).Append(ast.StringTerm(id))
		d.queries[id], err = opa.New(opa.Query(ask.String()), opa.Compiler(compiler), opa.StrictBuiltinErrors(true)).PrepareForEval(ctx)
		if err != nil {
			return nil, fmt.Errorf("prepare rules that deny: %w", err)
		}
	}
	return d, nil
}

// OwnFolder is where the files of a workspace's own rules stand beside the others.
const OwnFolder = "own"

// With gives rules with those of a workspace's own, each by file name.
func With(modules, own map[string]string) map[string]string {
	all := maps.Clone(modules)
	for name, text := range own {
		all[path.Join(OwnFolder, name)] = text
	}
	return all
}

// only are OPA's capabilities with none of its built-in functions but some.
func only(builtins []string) *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(slices.Clone(c.Builtins), func(b *ast.Builtin) bool { return !slices.Contains(builtins, b.Name) })
	c.AllowNet = []string{}
	return c
}

// read lists the denies and what they name, and tells which rules are of no use.
func (d *Denies) read(modules map[string]*ast.Module) (wrong ast.Errors) {
	fault := func(at *ast.Location, format string, args ...any) {
		wrong = append(wrong, ast.NewError(ast.CompileErr, at, format, args...))
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		m := modules[name]
		if !m.Package.Path.Equal(ownRules) {
			fault(m.Package.Location, "the package is %s, where nothing would ask its rules", m.Package.Path)
			continue
		}
		for _, r := range m.Rules {
			ref := r.Head.Ref()
			if ref[0].Value.Compare(ast.Var("deny")) != 0 {
				continue // it helps
			}
			id, ground := ast.String(""), len(ref) == 2
			if ground {
				id, ground = ref[1].Value.(ast.String)
			}
			switch {
			case !ground || r.Head.Key != nil || len(r.Head.Args) > 0:
				fault(r.Location, `this rule names no deny: write deny["its-id"] if { … }`)
				continue
			case r.Default || r.Else != nil || r.Head.Value == nil || !r.Head.Value.Equal(ast.InternedTerm(true)):
				fault(r.Location, `the deny %q is more than a condition: write deny[%[1]q] if { … }, several times if need be, without a value, a default or an else`, string(id))
				continue
			}
			if !slices.Contains(d.IDs, string(id)) {
				d.IDs = append(d.IDs, string(id))
			}
			ast.WalkExprs(r.Body, func(e *ast.Expr) bool {
				for _, n := range compared(e) {
					n.Rule, n.File = string(id), name
					if !slices.Contains(d.Named, n) { // within another expression
						d.Named = append(d.Named, n)
					}
				}
				return false
			})
		}
	}
	return wrong
}

// compared gives what an expression compares a field with: input.purpose == "news",
// "news" in input.purposes, input.purpose in {"news", "sale"}, input.since["left"].
func compared(e *ast.Expr) (all []Named) {
	add := func(field string, t *ast.Term) {
		if name, ok := t.Value.(ast.String); ok && field != "" {
			all = append(all, Named{Field: field, Name: string(name), Line: t.Location.Row, Col: t.Location.Col})
		}
	}
	each := func(field string, t *ast.Term) {
		switch v := t.Value.(type) {
		case *ast.Array:
			v.Foreach(func(x *ast.Term) { add(field, x) })
		case ast.Set:
			v.Foreach(func(x *ast.Term) { add(field, x) })
		}
	}
	if e.IsCall() && len(e.Operands()) == 2 {
		a, b := e.Operand(0), e.Operand(1)
		switch e.Operator().String() {
		case "eq", "equal", "neq":
			add(fieldOf(a), b)
			add(fieldOf(b), a)
		case "internal.member_2":
			add(fieldOf(b), a)
			each(fieldOf(a), b)
		}
	}
	ast.WalkRefs(e, func(r ast.Ref) bool {
		if len(r) > 2 && r.HasPrefix(ast.InputRootRef) {
			add(fieldOf(ast.NewTerm(r[:2])), r[2])
		}
		return false
	})
	return all
}

// fieldOf is the field that a term is, "" for any other term.
func fieldOf(t *ast.Term) string {
	ref, ok := t.Value.(ast.Ref)
	if !ok || len(ref) != 2 || !ref.HasPrefix(ast.InputRootRef) {
		return ""
	}
	name, _ := ref[1].Value.(ast.String)
	return string(name)
}

// strangers tells of references to what the rules cannot see, or what is not there.
func strangers(compiler *ast.Compiler) (wrong ast.Errors) {
	for _, name := range slices.Sorted(maps.Keys(compiler.Modules)) {
		for _, r := range compiler.Modules[name].Rules {
			ast.WalkTerms(r, func(t *ast.Term) bool {
				ref, ok := t.Value.(ast.Ref)
				if !ok || !ref.HasPrefix(ast.DefaultRootRef) {
					return false
				}
				switch {
				case !ref.HasPrefix(ownRules):
					wrong = append(wrong, ast.NewError(ast.CompileErr, t.Location, "a rule that denies sees its input and the rules of data.candor.own, and not %s", ref))
				case len(compiler.GetRules(ref)) == 0:
					wrong = append(wrong, ast.NewError(ast.CompileErr, t.Location, "there is no rule %s", ref))
				}
				return false
			})
		}
	}
	return wrong
}

// About lists what the METADATA of the rules says, in the order of files and lines.
func (d *Denies) About() []Annotation { return d.about }

// Run asks one of the rules whether it denies. What goes wrong is a [Fault].
func (d *Denies) Run(ctx context.Context, id string, input map[string]any) (bool, error) {
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		return false, fmt.Errorf("read input of rules that deny: %w", err)
	}
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	query := d.queries[id]
	results, err := query.Eval(ctx, opa.EvalParsedInput(value), opa.EvalExternalCancel(cancel))
	return len(results) > 0, err
}
