package themes

import (
	"errors"
	"io"
	"path"
	"reflect"
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
// [program.run].
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
