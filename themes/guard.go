package themes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"
	"time"

	"golang.org/x/net/html"
)

// Limits of one file a template makes.
const (
	maxPage     = 5 << 20
	maxPageTime = 2 * time.Second
)

// maxLoops is how deep loops may stand inside each other in one file: html/template looks
// at the body of each twice, so that every further one doubles the time to prepare a page.
const maxLoops = 5

// allowedFuncs is the closed list of functions a template may call.
var allowedFuncs = map[string]bool{
	"and": true, "or": true, "not": true, "eq": true, "ne": true, "lt": true, "le": true, "gt": true, "ge": true,
	"len": true, "index": true, "word": true, "md": true, tickFunc: true,
}

// tickFunc is called where a template repeats or enters, by code that inspect
// puts there: the only places from which it could run without end.
const tickFunc = "candorTick"

func (r *run) funcs() map[string]any {
	return map[string]any{
		"word":   func(keys ...string) (string, error) { return r.words.get(strings.Join(keys, ".")) },
		"md":     boundedMarkdown,
		tickFunc: r.limit.tick,
	}
}

// boundedMarkdown is the function md. It makes its text longer, so that a template could
// double one in every round of a loop.
func boundedMarkdown(s string) (string, error) {
	if len(s) > maxPage {
		return "", errTooLarge
	}
	return escapeMarkdown(s), nil
}

// limit bounds the size and the time of one file.
type limit struct {
	ctx    context.Context
	cancel context.CancelFunc
}

var (
	errTooLarge = errors.New("the page grows beyond 5 MiB")
	errTooLong  = errors.New("the page takes longer than 2 seconds to make")
)

// start begins a file, with some time to make it, and returns where it is to be written.
func (l *limit) start(budget time.Duration) *pageBuffer {
	l.ctx, l.cancel = context.WithTimeout(context.Background(), budget)
	return &pageBuffer{}
}

func (l *limit) tick() (bool, error) {
	if l.ctx.Err() != nil {
		return false, errTooLong
	}
	return false, nil
}

// pageBuffer is a buffer of at most 5 MiB.
type pageBuffer struct{ bytes.Buffer }

func (p *pageBuffer) Write(b []byte) (int, error) {
	if p.Len()+len(b) > maxPage {
		return 0, errTooLarge
	}
	return p.Buffer.Write(b)
}

// flaw is something a template may not do, with the offset in its file.
type flaw struct {
	pos     int
	message string
}

// inspect checks a parsed template against the rules of themes and puts in the
// calls that let a deadline end it. HTML templates are also checked for actions
// in places where escaping cannot be relied on.
func inspect(tree *parse.Tree, isHTML bool) []flaw {
	in := &inspector{}
	in.list(tree.Root)
	if isHTML && len(in.flaws) == 0 {
		in.contexts()
	}
	if len(in.flaws) == 0 {
		tick(tree.Root)
	}
	return in.flaws
}

type inspector struct {
	flaws []flaw
	loops int             // around the node at hand
	flat  strings.Builder // the template's text with a mark for each action
	marks []int           // offsets of the marks' actions, in order
}

const actionMark = "zcandoractionz"

func (in *inspector) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			in.flat.Write(n.Text)
		case *parse.ActionNode:
			in.pipe(n.Pipe)
			if len(n.Pipe.Decl) == 0 {
				in.flat.WriteString(actionMark)
				in.marks = append(in.marks, int(n.Pos))
			}
		case *parse.IfNode:
			in.branch(&n.BranchNode)
		case *parse.RangeNode:
			if in.loops++; in.loops == maxLoops+1 {
				in.flaws = append(in.flaws, flaw{int(n.Pos), fmt.Sprintf("more than %d loops stand inside each other: make a template of the inner ones", maxLoops)})
			}
			in.branch(&n.BranchNode)
			in.loops--
		case *parse.WithNode:
			in.branch(&n.BranchNode)
		case *parse.TemplateNode:
			in.pipe(n.Pipe)
		}
	}
}

func (in *inspector) branch(b *parse.BranchNode) {
	in.pipe(b.Pipe)
	in.list(b.List)
	in.list(b.ElseList)
}

func (in *inspector) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		for _, arg := range c.Args {
			in.arg(arg)
		}
	}
}

func (in *inspector) arg(n parse.Node) {
	switch n := n.(type) {
	case *parse.IdentifierNode:
		if n.Ident == tickFunc { // the parser refuses what is not on the list at all
			in.flaws = append(in.flaws, flaw{int(n.Pos), fmt.Sprintf("the function %q is not part of a theme: there are %s", n.Ident, funcNames())})
		}
	case *parse.PipeNode:
		in.pipe(n)
	case *parse.ChainNode:
		in.arg(n.Node)
	}
}

func funcNames() string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(allowedFuncs)), func(s string) bool { return s == tickFunc })
	return strings.Join(names, ", ")
}

// contexts tokenises the template as HTML and refuses marks in scripts, styles,
// handlers, meta content, srcset, unquoted attributes and names.
func (in *inspector) contexts() {
	z := html.NewTokenizer(strings.NewReader(in.flat.String()))
	raw, seen := "", 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		source := string(z.Raw())
		if bad := badContext(kind, source, raw, z); bad != "" && strings.Contains(source, actionMark) {
			in.flaws = append(in.flaws, flaw{in.marks[min(seen, len(in.marks)-1)], bad})
		}
		raw = rawElement(kind, source, raw)
		seen += strings.Count(source, actionMark)
	}
}

func rawElement(kind html.TokenType, source, raw string) string {
	switch kind {
	case html.StartTagToken:
		for _, name := range []string{"script", "style", "noscript", "iframe", "textarea", "xmp"} {
			if strings.HasPrefix(strings.ToLower(source), "<"+name) {
				return name
			}
		}
		return ""
	case html.TextToken:
		return raw
	}
	return ""
}

// badContext names what is wrong with an action inside this token, or "".
func badContext(kind html.TokenType, source, raw string, z *html.Tokenizer) string {
	switch kind {
	case html.TextToken:
		if raw != "" {
			return fmt.Sprintf("nothing may be inserted inside <%s>", raw)
		}
	case html.CommentToken, html.DoctypeToken:
		return "nothing may be inserted inside a comment"
	case html.StartTagToken, html.SelfClosingTagToken:
		return badTag(source, z)
	case html.EndTagToken:
		return "the name of an element may not be inserted"
	}
	return ""
}

func badTag(source string, z *html.Tokenizer) string {
	name, more := z.TagName()
	if strings.Contains(string(name), actionMark) {
		return "the name of an element may not be inserted"
	}
	tag := string(name)
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		k, v := string(key), string(val)
		switch {
		case strings.Contains(k, actionMark):
			return "the name of an attribute may not be inserted"
		case !strings.Contains(v, actionMark):
		case strings.HasPrefix(k, "on"), k == "style", k == "srcset", k == "srcdoc", tag == "meta" && k == "content":
			return fmt.Sprintf("nothing may be inserted into the attribute %q", k)
		case !quoted(source, k, v):
			return fmt.Sprintf("the value of %q must stand in quotes", k)
		}
	}
	return ""
}

// quoted reports whether every attribute value with a mark begins with a quote.
func quoted(source, _, _ string) bool {
	for i := 0; ; {
		j := strings.Index(source[i:], actionMark)
		if j < 0 {
			return true
		}
		at := i + j
		before := source[:at]
		eq := strings.LastIndexAny(before, "\"'")
		if eq < 0 || !strings.HasSuffix(strings.TrimRight(before[:eq], " \t\n"), "=") {
			return false
		}
		i = at + len(actionMark)
	}
}

// tick puts {{if candorTick}}{{end}} in front of a template and of each body
// that repeats. It prints nothing, so no escaping context is touched.
func tick(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.IfNode:
			tickInside(&n.BranchNode)
		case *parse.WithNode:
			tickInside(&n.BranchNode)
		case *parse.RangeNode:
			tickInside(&n.BranchNode)
			n.List.Nodes = append([]parse.Node{tickNode(n.Pos)}, n.List.Nodes...)
		}
	}
	l.Nodes = append([]parse.Node{tickNode(l.Pos)}, l.Nodes...)
}

func tickInside(b *parse.BranchNode) {
	for _, l := range []*parse.ListNode{b.List, b.ElseList} {
		if l == nil {
			continue
		}
		inner := &parse.ListNode{NodeType: parse.NodeList, Pos: l.Pos, Nodes: l.Nodes}
		tick(inner)
		l.Nodes = inner.Nodes[1:]
	}
}

var tickTree = func() *parse.Tree {
	trees, err := parse.Parse("tick", "{{if "+tickFunc+"}}{{end}}", "", "", map[string]any{tickFunc: func() bool { return false }})
	if err != nil {
		panic(err)
	}
	return trees["tick"]
}()

func tickNode(parse.Pos) parse.Node { return tickTree.Root.Nodes[0].Copy() }

// findLoop returns a template that calls itself through any chain, or "".
func findLoop(trees map[string]*parse.Tree) string {
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(name string) string
	visit = func(name string) string {
		state[name] = visiting
		for _, callee := range callees(trees[name]) {
			if trees[callee] == nil || state[callee] == done {
				continue
			}
			if state[callee] == visiting {
				return callee
			}
			if loop := visit(callee); loop != "" {
				return loop
			}
		}
		state[name] = done
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		if state[name] == 0 {
			if loop := visit(name); loop != "" {
				return loop
			}
		}
	}
	return ""
}

func callees(t *parse.Tree) []string {
	var out []string
	var walk func(l *parse.ListNode)
	walk = func(l *parse.ListNode) {
		if l == nil {
			return
		}
		for _, n := range l.Nodes {
			switch n := n.(type) {
			case *parse.TemplateNode:
				out = append(out, n.Name)
			case *parse.IfNode:
				walk(n.List)
				walk(n.ElseList)
			case *parse.RangeNode:
				walk(n.List)
				walk(n.ElseList)
			case *parse.WithNode:
				walk(n.List)
				walk(n.ElseList)
			}
		}
	}
	walk(t.Root)
	return out
}
