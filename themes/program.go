package themes

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
	"time"
)

// A program is a template as a chain of closures. The template packages look up every
// field by its name, and box every value, each time they meet it; but a page is made
// from one Go type, so that all of this can be done once, when a theme is loaded. For
// HTML it is html/template's own tree that is compiled, after html/template has put its
// escapers in, and each escaper is asked of html/template too (see [escaper]): what a
// page looks like and what is safe in it is decided there and not here.
//
// A program never words an error and never guesses. What the compiler does not know for
// certain has no program, and a program in doubt gives up; then the template packages
// make the file, from its beginning.
type program struct {
	step  step
	slots int // variables
}

// step does one node of a template.
type step func(p *press, dot reflect.Value)

// press is what one run of programs works on.
type press struct {
	out      []byte
	words    words
	vars     []reflect.Value // of all templates entered, the last one's from base on
	base     int
	key      []byte // scratch
	work     int    // since the clock was read
	deadline time.Time
}

// errDoubt ends a program that cannot go on as its template would. It never leaves
// this file.
var errDoubt = errors.New("the template has to be executed")

// run makes a file, or gives false where the template must be executed for it. The bytes
// are good until the next run.
func (g *program) run(p *press, w words, v View, budget time.Duration) (out []byte, ok bool) {
	defer func() {
		if e := recover(); e == errDoubt {
			out, ok = nil, false
		} else if e != nil {
			panic(e)
		}
	}()
	p.out, p.vars, p.base, p.words, p.work, p.deadline = p.out[:0], p.vars[:0], 0, w, 0, time.Now().Add(budget)
	g.enter(p, reflect.ValueOf(&v).Elem())
	return p.out, true
}

// enter runs a program as a template invoked with a value; $ is its first variable.
func (g *program) enter(p *press, dot reflect.Value) {
	base := p.base
	p.base = len(p.vars)
	p.vars = append(p.vars, dot)
	for range g.slots - 1 {
		p.vars = append(p.vars, reflect.Value{})
	}
	g.step(p, dot)
	p.vars, p.base = p.vars[:p.base], base
}

func (p *press) write(s string) {
	if len(p.out)+len(s) > maxPage {
		panic(errDoubt)
	}
	p.out = append(p.out, s...)
}

// tick stands where tickFunc does.
func (p *press) tick() { p.spend(1) }

func (p *press) spend(n int) {
	if p.work += n; p.work >= 64 {
		p.work = 0
		if time.Now().After(p.deadline) {
			panic(errDoubt)
		}
	}
}

// compile makes the programs of the templates that make files, by name. One that it
// leaves out has something in it, or in one that it calls, that the compiler does not know.
func (t *Theme) compile() map[string]*program {
	r := t.newRun()
	if r.templates() != nil {
		return nil
	}
	r.limit.start(0) // so that to execute a template only has it escaped
	defer r.limit.cancel()
	pages := newCompiler(true, func(name string) *parse.Tree {
		if t := r.html.Lookup(name); t != nil {
			return t.Tree
		}
		return nil
	})
	texts := newCompiler(false, func(name string) *parse.Tree {
		if t := r.text.Lookup(name); t != nil {
			return t.Tree
		}
		return nil
	})
	out := map[string]*program{}
	for _, name := range []string{"notice.html", "index.html", "404.html", "notice.md", "notice.txt"} {
		c := texts
		if path.Ext(name) == ".html" {
			c = pages
			_ = r.html.ExecuteTemplate(io.Discard, name, View{})
		}
		if g, err := c.program(name, reflect.TypeFor[View]()); err == nil {
			out[name] = g
		}
	}
	return out
}

// compiler compiles the templates of one set, each for every type it is invoked with.
type compiler struct {
	html    bool
	tree    func(name string) *parse.Tree
	done    map[invoked]*program
	scope   []variable // of the template at hand
	deepest int
}

type invoked struct {
	name string
	dot  reflect.Type
}

// variable is a variable in scope; its place in the scope is its slot.
type variable struct {
	name string
	typ  reflect.Type
}

func newCompiler(html bool, tree func(string) *parse.Tree) *compiler {
	return &compiler{html: html, tree: tree, done: map[invoked]*program{}}
}

// unknown says what the compiler does not know.
func unknown(what any) error { return fmt.Errorf("no program for %v", what) }

func (c *compiler) program(name string, dot reflect.Type) (*program, error) {
	if g := c.done[invoked{name, dot}]; g != nil {
		return g, nil
	}
	tree := c.tree(name)
	if tree == nil || tree.Root == nil {
		return nil, unknown("the template " + name)
	}
	scope, deepest := c.scope, c.deepest
	c.scope, c.deepest = []variable{{"$", dot}}, 1
	step, err := c.list(tree.Root, dot)
	g := &program{step, c.deepest}
	c.scope, c.deepest = scope, deepest
	if err != nil {
		return nil, err
	}
	c.done[invoked{name, dot}] = g
	return g, nil
}

func (c *compiler) declare(name string, typ reflect.Type) (slot int) {
	c.scope = append(c.scope, variable{name, typ})
	c.deepest = max(c.deepest, len(c.scope))
	return len(c.scope) - 1
}

// list compiles what stands inside a block, nil for nothing.
func (c *compiler) list(l *parse.ListNode, dot reflect.Type) (step, error) {
	if l == nil {
		return func(*press, reflect.Value) {}, nil
	}
	var steps []step
	for _, n := range l.Nodes {
		s, err := c.node(n, dot)
		if err != nil {
			return nil, err
		}
		if s != nil {
			steps = append(steps, s)
		}
	}
	if len(steps) == 1 {
		return steps[0], nil
	}
	return func(p *press, dot reflect.Value) {
		for _, s := range steps {
			s(p, dot)
		}
	}, nil
}

func (c *compiler) node(n parse.Node, dot reflect.Type) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		if text == "" {
			return nil, nil
		}
		return func(p *press, _ reflect.Value) { p.write(text) }, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return c.action(n, dot)
	case *parse.IfNode:
		if isTick(n) {
			return func(p *press, _ reflect.Value) { p.tick() }, nil
		}
		return c.branch(&n.BranchNode, dot, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, dot, true)
	case *parse.RangeNode:
		return c.loop(n, dot)
	case *parse.TemplateNode:
		return c.invocation(n, dot)
	}
	return nil, unknown(n)
}

func isTick(n *parse.IfNode) bool {
	if len(n.Pipe.Cmds) != 1 || len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds[0].Args) != 1 || n.ElseList != nil {
		return false
	}
	f, ok := n.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	return ok && f.Ident == tickFunc && len(n.List.Nodes) == 0
}

// action prints a value or sets a variable.
func (c *compiler) action(n *parse.ActionNode, dot reflect.Type) (step, error) {
	if len(n.Pipe.Decl) > 0 {
		e, err := c.pipe(n.Pipe, n.Pipe.Cmds, dot)
		if err != nil {
			return nil, err
		}
		return func(p *press, dot reflect.Value) { e.value(p, dot) }, nil
	}
	if !c.html {
		e, err := c.pipe(n.Pipe, n.Pipe.Cmds, dot)
		if err != nil {
			return nil, err
		}
		return printed(e)
	}
	// The escapers are the last commands; what comes before them is the author's.
	end := len(n.Pipe.Cmds)
	for end > 0 && strings.HasPrefix(n.Pipe.Cmds[end-1].String(), escaperPrefix) {
		end--
	}
	var names []string
	for _, cmd := range n.Pipe.Cmds[end:] {
		names = append(names, cmd.String())
	}
	esc := escapers()[strings.Join(names, " ")]
	if esc == nil || end == 0 {
		return nil, unknown(n)
	}
	e, err := c.pipe(n.Pipe, n.Pipe.Cmds[:end], dot)
	if err != nil {
		return nil, err
	}
	return esc.printed(e)
}

// printed writes a value as text/template does.
func printed(e expr) (step, error) {
	switch {
	case e.append != nil:
		return func(p *press, dot reflect.Value) {
			p.out = e.append(p, dot, p.out)
			p.write("")
		}, nil
	case e.text != nil:
		return func(p *press, dot reflect.Value) { p.write(e.text(p, dot)) }, nil
	case e.typ.Kind() == reflect.Int:
		return func(p *press, dot reflect.Value) { p.write(strconv.FormatInt(e.value(p, dot).Int(), 10)) }, nil
	}
	return nil, unknown(e.typ)
}

func (c *compiler) branch(n *parse.BranchNode, dot reflect.Type, with bool) (step, error) {
	defer c.leave(len(c.scope))
	e, err := c.pipe(n.Pipe, n.Pipe.Cmds, dot)
	if err != nil {
		return nil, err
	}
	inside := dot
	if with {
		inside = e.typ
	}
	if with && e.typ == nil {
		return nil, unknown(n.Pipe)
	}
	yes, err := c.block(n.List, inside)
	if err != nil {
		return nil, err
	}
	no, err := c.block(n.ElseList, dot)
	if err != nil {
		return nil, err
	}
	if with {
		return func(p *press, dot reflect.Value) {
			if v := e.value(p, dot); isTrue(v) {
				yes(p, v)
			} else {
				no(p, dot)
			}
		}, nil
	}
	return func(p *press, dot reflect.Value) {
		if e.truth(p, dot) {
			yes(p, dot)
		} else {
			no(p, dot)
		}
	}, nil
}

// block compiles a list whose variables end with it.
func (c *compiler) block(l *parse.ListNode, dot reflect.Type) (step, error) {
	defer c.leave(len(c.scope))
	return c.list(l, dot)
}

func (c *compiler) leave(depth int) { c.scope = c.scope[:depth] }

// loop compiles a range over a list.
func (c *compiler) loop(n *parse.RangeNode, dot reflect.Type) (step, error) {
	defer c.leave(len(c.scope))
	vars := n.Pipe.Decl
	if n.Pipe.IsAssign || len(vars) > 0 && n.ElseList != nil {
		return nil, unknown(n.Pipe)
	}
	e, err := c.commands(n.Pipe.Cmds, dot)
	if err != nil {
		return nil, err
	}
	if e.typ == nil || e.typ.Kind() != reflect.Slice {
		return nil, unknown(n.Pipe)
	}
	index, elem := -1, -1
	if len(vars) > 1 {
		index = c.declare(vars[0].Ident[0], reflect.TypeFor[int]())
	}
	if len(vars) > 0 {
		elem = c.declare(vars[len(vars)-1].Ident[0], e.typ.Elem())
	}
	body, err := c.block(n.List, e.typ.Elem())
	if err != nil {
		return nil, err
	}
	none, err := c.block(n.ElseList, dot)
	if err != nil {
		return nil, err
	}
	return func(p *press, dot reflect.Value) {
		list := e.value(p, dot)
		if list.Len() == 0 {
			none(p, dot)
		}
		for i := range list.Len() {
			v := list.Index(i)
			if index >= 0 {
				p.vars[p.base+index] = reflect.ValueOf(i)
			}
			if elem >= 0 {
				p.vars[p.base+elem] = v
			}
			body(p, v)
		}
	}, nil
}

func (c *compiler) invocation(n *parse.TemplateNode, dot reflect.Type) (step, error) {
	if n.Pipe == nil {
		return nil, unknown(n)
	}
	e, err := c.pipe(n.Pipe, n.Pipe.Cmds, dot)
	if err != nil {
		return nil, err
	}
	g, err := c.program(n.Name, e.typ)
	if err != nil {
		return nil, err
	}
	return func(p *press, dot reflect.Value) { g.enter(p, e.value(p, dot)) }, nil
}

// expr is a value that a template computes, of a type that is known beforehand. Truth is
// always there, value unless the type is nil, text for strings. Append is there for text
// that is better written where it goes than made first.
type expr struct {
	typ    reflect.Type
	value  func(p *press, dot reflect.Value) reflect.Value
	text   func(p *press, dot reflect.Value) string
	truth  func(p *press, dot reflect.Value) bool
	append func(p *press, dot reflect.Value, to []byte) []byte
}

func valueOf(typ reflect.Type, value func(p *press, dot reflect.Value) reflect.Value) expr {
	e := expr{typ: typ, value: value, truth: func(p *press, dot reflect.Value) bool { return isTrue(value(p, dot)) }}
	if typ.Kind() == reflect.String {
		e.text = func(p *press, dot reflect.Value) string { return value(p, dot).String() }
	}
	return e
}

func textOf(text func(p *press, dot reflect.Value) string) expr {
	return expr{
		typ: reflect.TypeFor[string](), text: text,
		value: func(p *press, dot reflect.Value) reflect.Value { return reflect.ValueOf(text(p, dot)) },
		truth: func(p *press, dot reflect.Value) bool { return text(p, dot) != "" },
	}
}

func truthOf(truth func(p *press, dot reflect.Value) bool) expr {
	return expr{
		typ: reflect.TypeFor[bool](), truth: truth,
		value: func(p *press, dot reflect.Value) reflect.Value { return reflect.ValueOf(truth(p, dot)) },
	}
}

func constant(x any) expr {
	v := reflect.ValueOf(x)
	return valueOf(v.Type(), func(*press, reflect.Value) reflect.Value { return v })
}

// plainKinds are those of the values in a view. [TestViewIsPlain] holds it to them.
var plainKinds = []reflect.Kind{reflect.String, reflect.Bool, reflect.Int, reflect.Slice, reflect.Struct, reflect.Pointer}

// isTrue is the truth of a value of a plain kind.
func isTrue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Int:
		return v.Int() != 0
	case reflect.Pointer:
		return !v.IsNil()
	}
	return true // of a struct
}

// pipe compiles commands, and the variables their pipeline sets.
func (c *compiler) pipe(n *parse.PipeNode, cmds []*parse.CommandNode, dot reflect.Type) (expr, error) {
	e, err := c.commands(cmds, dot)
	if err != nil || len(n.Decl) == 0 {
		return e, err
	}
	if len(n.Decl) != 1 || e.value == nil {
		return expr{}, unknown(n)
	}
	name := n.Decl[0].Ident[0]
	slot := c.lookup(name)
	if !n.IsAssign {
		slot = c.declare(name, e.typ)
	} else if slot < 0 || c.scope[slot].typ != e.typ {
		return expr{}, unknown(n)
	}
	return valueOf(e.typ, func(p *press, dot reflect.Value) reflect.Value {
		v := e.value(p, dot)
		p.vars[p.base+slot] = v
		return v
	}), nil
}

// lookup finds the slot of a variable, -1 for none.
func (c *compiler) lookup(name string) int {
	for i := len(c.scope) - 1; i >= 0; i-- {
		if c.scope[i].name == name {
			return i
		}
	}
	return -1
}

func (c *compiler) commands(cmds []*parse.CommandNode, dot reflect.Type) (expr, error) {
	var last *expr
	for _, cmd := range cmds {
		e, err := c.command(cmd, last, dot)
		if err != nil {
			return expr{}, err
		}
		last = &e
	}
	if last == nil {
		return expr{}, unknown("nothing")
	}
	return *last, nil
}

// command compiles a call or a value; last is the value before it in a pipeline.
func (c *compiler) command(cmd *parse.CommandNode, last *expr, dot reflect.Type) (expr, error) {
	f, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(cmd.Args) > 1 || last != nil {
			return expr{}, unknown(cmd)
		}
		return c.value(cmd.Args[0], dot)
	}
	var args []expr
	for _, n := range cmd.Args[1:] {
		e, err := c.value(n, dot)
		if err != nil {
			return expr{}, err
		}
		args = append(args, e)
	}
	if last != nil {
		args = append(args, *last)
	}
	if e, ok := call(f.Ident, args); ok {
		return e, nil
	}
	return expr{}, unknown(cmd)
}

// value compiles what may stand as a word of a command.
func (c *compiler) value(n parse.Node, dot reflect.Type) (expr, error) {
	switch n := n.(type) {
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if k := int(n.Int64); n.IsInt && strconv.Itoa(k) == n.Text {
			return constant(k), nil
		}
	case *parse.DotNode:
		return c.dot(dot)
	case *parse.FieldNode:
		e, err := c.dot(dot)
		if err != nil {
			return e, err
		}
		return fields(e, n.Ident)
	case *parse.VariableNode:
		slot := c.lookup(n.Ident[0])
		if slot < 0 {
			break
		}
		e := valueOf(c.scope[slot].typ, func(p *press, _ reflect.Value) reflect.Value { return p.vars[p.base+slot] })
		return fields(e, n.Ident[1:])
	case *parse.ChainNode:
		e, err := c.value(n.Node, dot)
		if err != nil {
			return e, err
		}
		return fields(e, n.Field)
	case *parse.PipeNode:
		return c.pipe(n, n.Cmds, dot)
	case *parse.IdentifierNode: // a function without arguments
		if e, ok := call(n.Ident, nil); ok {
			return e, nil
		}
	}
	return expr{}, unknown(n)
}

func (c *compiler) dot(typ reflect.Type) (expr, error) {
	if typ == nil {
		return expr{}, unknown("no value")
	}
	return valueOf(typ, func(_ *press, dot reflect.Value) reflect.Value { return dot }), nil
}

// fields follows names into a value. At a pointer that leads nowhere a program gives up.
func fields(e expr, names []string) (expr, error) {
	for _, name := range names {
		if e.typ == nil {
			return expr{}, unknown(name)
		}
		from, typ := e.value, e.typ
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
			to := from
			from = func(p *press, dot reflect.Value) reflect.Value {
				v := to(p, dot)
				if v.IsNil() {
					panic(errDoubt)
				}
				return v.Elem()
			}
		}
		if typ.Kind() != reflect.Struct || reflect.PointerTo(typ).NumMethod() > 0 {
			return expr{}, unknown(name)
		}
		f, ok := typ.FieldByName(name)
		if !ok || !f.IsExported() || !slices.Contains(plainKinds, f.Type.Kind()) || f.Type.NumMethod() > 0 {
			return expr{}, unknown(name)
		}
		at := from
		for _, i := range f.Index[:len(f.Index)-1] {
			if typ = typ.Field(i).Type; typ.Kind() != reflect.Struct {
				return expr{}, unknown(name)
			}
			outer := at
			at = func(p *press, dot reflect.Value) reflect.Value { return outer(p, dot).Field(i) }
		}
		i := f.Index[len(f.Index)-1]
		e = valueOf(f.Type, func(p *press, dot reflect.Value) reflect.Value { return at(p, dot).Field(i) })
	}
	return e, nil
}

// orders are the comparisons, by what they make of the order of two values.
var orders = map[string]func(order int) bool{
	"eq": func(o int) bool { return o == 0 },
	"ne": func(o int) bool { return o != 0 },
	"lt": func(o int) bool { return o < 0 },
	"le": func(o int) bool { return o <= 0 },
	"gt": func(o int) bool { return o > 0 },
	"ge": func(o int) bool { return o >= 0 },
}

// call compiles a call of a function of themes; false where the types do not suit it.
func call(name string, args []expr) (expr, bool) {
	for _, a := range args {
		if a.typ == nil && name != "and" && name != "or" && name != "not" {
			return expr{}, false
		}
	}
	switch name {
	case "and", "or":
		return shortCircuit(args, name == "or")
	case "not":
		if len(args) == 1 {
			return truthOf(func(p *press, dot reflect.Value) bool { return !args[0].truth(p, dot) }), true
		}
	case "eq", "ne", "lt", "le", "gt", "ge":
		return comparison(name, args)
	case "len":
		if k := kinds(args, 1); k[0] == reflect.Slice || k[0] == reflect.String {
			return valueOf(reflect.TypeFor[int](), func(p *press, dot reflect.Value) reflect.Value {
				return reflect.ValueOf(args[0].value(p, dot).Len())
			}), true
		}
	case "index":
		if k := kinds(args, 2); k[0] == reflect.Slice && k[1] == reflect.Int {
			return valueOf(args[0].typ.Elem(), func(p *press, dot reflect.Value) reflect.Value {
				list, i := args[0].value(p, dot), args[1].value(p, dot).Int()
				if i < 0 || i >= int64(list.Len()) {
					panic(errDoubt)
				}
				return list.Index(int(i))
			}), true
		}
	case "word":
		return word(args)
	case "md":
		if len(args) == 1 && args[0].typ == reflect.TypeFor[string]() {
			return escaped(args[0]), true
		}
	}
	return expr{}, false
}

// kinds gives the kinds of n arguments; none where there are more or fewer.
func kinds(args []expr, n int) []reflect.Kind {
	out := make([]reflect.Kind, n)
	if len(args) == n {
		for i, a := range args {
			out[i] = a.typ.Kind()
		}
	}
	return out
}

// shortCircuit is and, or. The value is the one that decides, so that it has a type
// where all have the same.
func shortCircuit(args []expr, or bool) (expr, bool) {
	if len(args) == 0 {
		return expr{}, false
	}
	last := args[len(args)-1]
	e := expr{truth: func(p *press, dot reflect.Value) bool {
		for _, a := range args {
			if a.truth(p, dot) == or {
				return or
			}
		}
		return !or
	}}
	if slices.ContainsFunc(args, func(a expr) bool { return a.typ == nil || a.typ != last.typ }) {
		return e, true
	}
	return valueOf(last.typ, func(p *press, dot reflect.Value) reflect.Value {
		for _, a := range args[:len(args)-1] {
			if v := a.value(p, dot); isTrue(v) == or {
				return v
			}
		}
		return last.value(p, dot)
	}), true
}

// comparison compares two strings or two numbers.
func comparison(name string, args []expr) (expr, bool) {
	var order func(p *press, dot reflect.Value) int
	switch k := kinds(args, 2); {
	case k[0] == reflect.String && k[1] == reflect.String:
		order = func(p *press, dot reflect.Value) int { return cmp.Compare(args[0].text(p, dot), args[1].text(p, dot)) }
	case k[0] == reflect.Int && k[1] == reflect.Int:
		order = func(p *press, dot reflect.Value) int {
			return cmp.Compare(args[0].value(p, dot).Int(), args[1].value(p, dot).Int())
		}
	default:
		return expr{}, false
	}
	suits := orders[name]
	return truthOf(func(p *press, dot reflect.Value) bool { return suits(order(p, dot)) }), true
}

// word is one of the theme's words, by the parts of its key.
func word(args []expr) (expr, bool) {
	for _, a := range args {
		if a.typ != reflect.TypeFor[string]() {
			return expr{}, false
		}
	}
	return textOf(func(p *press, dot reflect.Value) string {
		key := p.key[:0]
		for i, a := range args {
			if i > 0 {
				key = append(key, '.')
			}
			key = append(key, a.text(p, dot)...)
		}
		p.key = key
		s, ok := p.words[string(key)]
		if !ok {
			panic(errDoubt)
		}
		return s
	}), true
}

// escaped is the function md.
func escaped(of expr) expr {
	add := func(p *press, dot reflect.Value, to []byte) []byte {
		s := of.text(p, dot)
		if len(s) > maxPage {
			panic(errDoubt)
		}
		p.spend(len(s) >> 12)
		return appendMarkdown(to, s)
	}
	e := textOf(func(p *press, dot reflect.Value) string { return string(add(p, dot, nil)) })
	e.append = add
	return e
}

const escaperPrefix = "_html_template_"

// escaper is what html/template does to a value at one kind of place. Its rules are not
// written down here: a template that holds nothing but such a place is asked what
// becomes of each character, and a text with a character that is treated now in one way,
// now in another, is always put to it.
type escaper struct {
	place         *template.Template
	before, after int // bytes of the template around the value
	mu            sync.Mutex
	tables        map[reflect.Type]*escapeTable
}

// escapeTable is what becomes of the characters of one type of text.
type escapeTable struct {
	ascii [128]string
	sure  [128]bool // whatever stands around it
	other bool      // all other characters stay as they are
}

// places has a template for each kind of place that a theme may put a value into.
var places = []string{`{{.}}`, `<title>{{.}}</title>`, `<p title="{{.}}">`, `<a href="{{.}}">`, `<a href="a/{{.}}">`, `<a href="#{{.}}">`}

// escapers finds the escaper that does what commands at the end of a pipeline do.
var escapers = sync.OnceValue(func() map[string]*escaper {
	out := map[string]*escaper{}
	for _, text := range places {
		t := template.Must(template.New("place").Parse(text))
		e := &escaper{place: t, tables: map[reflect.Type]*escapeTable{}}
		if err := t.Execute(io.Discard, ""); err != nil {
			continue
		}
		var names []string
		for _, n := range t.Tree.Root.Nodes {
			switch n := n.(type) {
			case *parse.ActionNode:
				for _, cmd := range n.Pipe.Cmds[1:] {
					names = append(names, cmd.String())
				}
			case *parse.TextNode:
				if names == nil {
					e.before += len(n.Text)
				} else {
					e.after += len(n.Text)
				}
			}
		}
		out[strings.Join(names, " ")] = e
	}
	return out
})

// ask gives what html/template makes of a value.
func (e *escaper) ask(v any) string {
	var b bytes.Buffer
	if err := e.place.Execute(&b, v); err != nil {
		panic(err) // a buffer takes everything, and the template has worked before
	}
	return string(b.Bytes()[e.before : b.Len()-e.after])
}

// table learns what becomes of a type of text.
func (e *escaper) table(typ reflect.Type) *escapeTable {
	e.mu.Lock()
	defer e.mu.Unlock()
	if t := e.tables[typ]; t != nil {
		return t
	}
	ask := func(s string) string { return e.ask(reflect.ValueOf(s).Convert(typ).Interface()) }
	t := &escapeTable{other: true}
	for i := range t.ascii {
		c := string(rune(i))
		t.ascii[i] = ask(c)
		t.sure[i] = true
		for _, around := range [][2]string{{"a", ""}, {"", "a"}, {"a/", "1f"}, {c, ""}} {
			t.sure[i] = t.sure[i] && ask(around[0]+c+around[1]) == ask(around[0])+t.ascii[i]+ask(around[1])
		}
	}
	for _, s := range []string{"\u00e9", "\u2028", "\ufdd0", "\ufffd", "\uffff", "\U0001f600", "\xff", "\xe2\x80", "\u202e"} {
		t.other = t.other && ask(s) == s
	}
	e.tables[typ] = t
	return t
}

// printed writes a value as the escaper has it.
func (e *escaper) printed(x expr) (step, error) {
	switch {
	case x.text == nil && x.typ != nil && (x.typ.Kind() == reflect.Int || x.typ.Kind() == reflect.Bool):
		return func(p *press, dot reflect.Value) { p.write(e.ask(x.value(p, dot).Interface())) }, nil
	case x.text == nil:
		return nil, unknown(x.typ)
	case x.typ == reflect.TypeFor[template.HTML]():
		if s := template.HTML("<a>&amp;'\"+\x00\xff"); e.ask(s) == string(s) {
			return func(p *press, dot reflect.Value) { p.write(x.text(p, dot)) }, nil
		}
		return func(p *press, dot reflect.Value) { p.write(e.ask(template.HTML(x.text(p, dot)))) }, nil
	}
	t := e.table(x.typ)
	return func(p *press, dot reflect.Value) {
		s := x.text(p, dot)
		start := len(p.out)
		if !t.write(p, s) {
			p.out = p.out[:start]
			p.write(e.ask(reflect.ValueOf(s).Convert(x.typ).Interface()))
		}
	}, nil
}

// write escapes a text, or gives false where it has to be asked for.
func (t *escapeTable) write(p *press, s string) bool {
	from := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 0x80 && t.other:
		case c >= 0x80 || !t.sure[c]:
			return false
		case len(t.ascii[c]) != 1 || t.ascii[c][0] != c:
			p.write(s[from:i])
			p.write(t.ascii[c])
			from = i + 1
		}
	}
	p.write(s[from:])
	return true
}
