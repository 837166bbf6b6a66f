package rego

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/candor-privacy/candor/policies/decision"
)

// Bounds of a question in JSON.
const (
	maxBytes  = 64 << 10
	maxDepth  = 32
	maxDigits = 32
)

// Faults of bytes that are no question, as details of bad_question.
var (
	errDepth = errors.New("depth")
	errJSON  = errors.New("question")
)

// parse reads one JSON value strictly: bounded in size and depth, no key twice,
// nothing after it. It returns the detail of the fault, or "".
func parse(question []byte) (ast.Value, string) {
	if len(question) > maxBytes {
		return nil, "size"
	}
	d := json.NewDecoder(bytes.NewReader(question))
	d.UseNumber()
	value, err := parseValue(d, 0)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			return value, ""
		}
	}
	if errors.Is(err, errDepth) {
		return nil, errDepth.Error()
	}
	return nil, errJSON.Error()
}

func parseValue(d *json.Decoder, depth int) (ast.Value, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return parseObject(d, depth)
		}
		return parseArray(d, depth)
	case string:
		return ast.String(t), nil
	case json.Number:
		if len(t) > maxDigits || strings.ContainsAny(t.String(), "eE") {
			return nil, errJSON
		}
		return ast.Number(t), nil
	case bool:
		return ast.Boolean(t), nil
	}
	return ast.NullValue, nil
}

func parseObject(d *json.Decoder, depth int) (ast.Value, error) {
	object := ast.NewObject()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := ast.StringTerm(key.(string))
		if object.Get(name) != nil {
			return nil, errJSON
		}
		value, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		object.Insert(name, ast.NewTerm(value))
	}
	_, err := d.Token()
	return object, err
}

func parseArray(d *json.Decoder, depth int) (ast.Value, error) {
	var terms []*ast.Term
	for d.More() {
		value, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		terms = append(terms, ast.NewTerm(value))
	}
	_, err := d.Token()
	return ast.NewArray(terms...), err
}

// fields collects what a question states.
type fields [][2]*ast.Term

func (f *fields) put(name string, value *ast.Term) {
	*f = append(*f, [2]*ast.Term{ast.InternedTerm(name), value})
}

func (f *fields) text(name, value string) {
	if value != "" {
		f.put(name, ast.StringTerm(value))
	}
}

func (f *fields) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	terms := make([]*ast.Term, len(values))
	for i, v := range values {
		terms[i] = ast.StringTerm(v)
	}
	f.put(name, ast.ArrayTerm(terms...))
}

func (f fields) object() *ast.Term { return ast.ObjectTerm(f...) }

// record puts an object that is made of a map.
func record[V any](f *fields, name string, values map[string]V, term func(V) *ast.Term) {
	if len(values) == 0 {
		return
	}
	var entries fields
	for key, value := range values {
		entries.put(key, term(value))
	}
	f.put(name, entries.object())
}

// questionValue is a question as the rules read it. Strict is on unless the
// question says otherwise.
func questionValue(q decision.Question) ast.Value {
	f := make(fields, 0, 12)
	f.text("notice", q.Notice)
	f.text("action", q.Action)
	f.list("categories", q.Categories)
	f.text("purpose", q.Purpose)
	f.text("recipient", q.Recipient)
	f.list("audiences", q.Audiences)
	if q.Age != nil {
		f.put("age", ast.InternedTerm(*q.Age))
	}
	f.text("form", q.Form)
	f.text("basis", q.Basis)
	f.text("right", q.Right)
	f.text("event", q.Event)
	f.text("channel", q.Channel)
	f.text("role", q.Role)
	if q.Place != (decision.Place{}) {
		var place fields
		place.text("person", q.Place.Person)
		place.text("customer", q.Place.Customer)
		place.text("host", q.Place.Host)
		place.text("destination", q.Place.Destination)
		f.put("place", place.object())
	}
	record(&f, "gates", q.Gates, actTerm)
	record(&f, "documents", q.Documents, ast.StringTerm)
	record(&f, "since", q.Since, ast.StringTerm)
	f.list("earlier", q.Earlier)
	record(&f, "counts", q.Counts, func(n int) *ast.Term { return ast.InternedTerm(n) })
	f.text("on", q.On)
	f.put("strict", ast.InternedTerm(q.Strict == nil || *q.Strict))
	return f.object().Value
}

// actTerm is false, true, or an object when more is known of the act.
func actTerm(a decision.Act) *ast.Term {
	if bare := (decision.Act{Happened: a.Happened}); a == bare {
		return ast.InternedTerm(a.Happened)
	}
	var f fields
	f.text("on", a.On)
	f.text("by", a.By)
	f.text("via", a.Via)
	f.text("ended", a.Ended)
	return f.object()
}
