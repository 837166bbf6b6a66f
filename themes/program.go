package themes

import (
	"errors"
	"html/template"
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

	files     map[*program][2]impression // what each wrote last, and room for what it writes next
	last, now *impression                // of the program at work
}

// errDoubt ends a program that cannot go on as its template would. It never leaves
// [program.run].
var errDoubt = errors.New("the template has to be executed")

// run makes a file, or gives false where the template must be executed for it. The bytes
// are good until the run after the next.
func (g *program) run(p *press, w words, v View, budget time.Duration) (out []byte, ok bool) {
	defer func() {
		if e := recover(); e == errDoubt {
			out, ok = nil, false
		} else if e != nil {
			panic(e)
		}
	}()
	kept := p.files[g]
	p.last, p.now = &kept[0], &kept[1]
	p.out, p.vars, p.base, p.words, p.work, p.deadline = p.now.out[:0], p.vars[:0], 0, w, 0, time.Now().Add(budget)
	p.now.parts, p.now.latest, p.now.next = p.now.parts[:0], 0, 0
	g.enter(p, reflect.ValueOf(&v).Elem())
	if p.files == nil {
		p.files = map[*program][2]impression{}
	}
	p.now.out = p.out
	p.files[g] = [2]impression{*p.now, *p.last}
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

func (p *press) copy(b []byte) {
	if len(p.out)+len(b) > maxPage {
		panic(errDoubt)
	}
	p.out = append(p.out, b...)
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

// programmed are the templates that make files and have programs.
var programmed = []string{"notice.html", "index.html", "404.html", "notice.md", "notice.txt"}

// program is that of a template, nil where it has to be executed.
func (t *Theme) program(name string) *program {
	if of := t.programs[name]; of != nil {
		return of()
	}
	return nil
}

// Ready makes what the page of a notice takes, for whoever has the time before the first.
func (t *Theme) Ready() { t.program("notice.html") }

// compile makes the program of a template that makes files, nil for one that has something
// in it, or in one that it calls, that the compiler does not know.
func (t *Theme) compile(name string) *program {
	r := t.newRun()
	isHTML := path.Ext(name) == ".html"
	trees := t.text
	if isHTML {
		trees = t.html
	}
	trees = reached(trees, name)
	lookup := func(name string) *parse.Tree { return trees[name] }
	if isHTML {
		pages := template.New("").Option("missingkey=error").Funcs(r.funcs())
		for name, tree := range trees {
			if _, err := pages.AddParseTree(name, tree.Copy()); err != nil {
				return nil
			}
		}
		r.limit.start(0) // so that to execute a template only has it escaped
		defer r.limit.cancel()
		_ = pages.ExecuteTemplate(io.Discard, name, View{})
		lookup = func(name string) *parse.Tree {
			if t := pages.Lookup(name); t != nil {
				return t.Tree
			}
			return nil
		}
	}
	g, err := newCompiler(isHTML, lookup).program(name, reflect.TypeFor[View]())
	if err != nil {
		return nil
	}
	return g
}

// reached are the templates that one calls, itself included, and those that they call.
func reached(trees templates, name string) templates {
	out := templates{}
	var add func(name string)
	add = func(name string) {
		if tree := trees[name]; tree != nil && out[name] == nil {
			out[name] = tree
			for _, callee := range callees(tree) {
				add(callee)
			}
		}
	}
	add(name)
	return out
}
