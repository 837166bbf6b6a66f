package themes

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// expr is a value that a template computes, of a type that is known beforehand. Truth is
// always there, value unless the type is nil, text for strings. Append is there for text
// that is better written where it goes than made first.
type expr struct {
	typ    reflect.Type
	value  func(p *press, dot reflect.Value) reflect.Value
	text   func(p *press, dot reflect.Value) string
	truth  func(p *press, dot reflect.Value) bool
	append func(p *press, dot reflect.Value, to []byte) []byte
	fixed  *string // what the text always is, nil where that is not known
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
	e := valueOf(v.Type(), func(*press, reflect.Value) reflect.Value { return v })
	if s, ok := x.(string); ok {
		e.fixed = &s
	}
	return e
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
	if key := fixedKey(args); key != "" {
		return textOf(func(p *press, _ reflect.Value) string {
			s, ok := p.words[key]
			if !ok {
				panic(errDoubt)
			}
			return s
		}), true
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

// fixedKey is the key of a word whose parts are all written out, "" for any other.
func fixedKey(args []expr) string {
	var parts []string
	for _, a := range args {
		if a.fixed == nil {
			return ""
		}
		parts = append(parts, *a.fixed)
	}
	return strings.Join(parts, ".")
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
