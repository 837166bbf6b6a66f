package rego

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/candor-privacy/candor/policies/decision"
)

// parse reads a question, or gives the fault of bytes that are none.
func parse(question []byte) (ast.Value, string) {
	value, fault := decision.Parse(question)
	if fault != "" {
		return nil, fault
	}
	return astValue(value), ""
}

// astValue is a JSON value as the rules read it.
func astValue(v decision.Value) ast.Value {
	switch v.Kind {
	case decision.Object:
		members := make([][2]*ast.Term, len(v.Members))
		for i, m := range v.Members {
			members[i] = [2]*ast.Term{ast.StringTerm(m.Name), ast.NewTerm(astValue(m.Value))}
		}
		return ast.NewObject(members...)
	case decision.List:
		items := make([]*ast.Term, len(v.Items))
		for i, x := range v.Items {
			items[i] = ast.NewTerm(astValue(x))
		}
		return ast.NewArray(items...)
	case decision.Text:
		return ast.String(v.Text)
	case decision.Number:
		return ast.Number(v.Text)
	case decision.True, decision.False:
		return ast.Boolean(v.Kind == decision.True)
	}
	return ast.NullValue
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
