package themes

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

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
	if field := numberOf(e.typ); field >= 0 {
		return func(p *press, dot reflect.Value) {
			v := e.value(p, dot)
			g.recalled(p, v, int(v.Field(field).Int()))
		}, nil
	}
	return func(p *press, dot reflect.Value) { g.enter(p, e.value(p, dot)) }, nil
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
