package themes

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"strings"
	"sync"
	"text/template/parse"
)

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
	stays [256]bool // bytes that stay as they are, whatever stands around them
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
	asked := map[string]string{}
	ask := func(s string) string {
		out, ok := asked[s]
		if !ok {
			out = e.ask(reflect.ValueOf(s).Convert(typ).Interface())
			asked[s] = out
		}
		return out
	}
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
	for i := range t.stays {
		if i < len(t.ascii) {
			t.stays[i] = t.sure[i] && t.ascii[i] == string(rune(i))
		} else {
			t.stays[i] = t.other
		}
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
		if t.stays[c] {
			continue
		}
		if c >= 0x80 || !t.sure[c] {
			return false
		}
		p.write(s[from:i])
		p.write(t.ascii[c])
		from = i + 1
	}
	p.write(s[from:])
	return true
}
