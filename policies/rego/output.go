package rego

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/candor-privacy/candor/policies/decision"
)

// outcomes are the words an answer's outcome may be.
var outcomes = []string{decision.Allow, decision.AllowWithObligations, decision.Deny, decision.NotCovered}

// answer reads the result of the entry point. It accepts exactly the closed shape
// of an answer: every field, no other, each of its type, an outcome that is one of
// four words and agrees with allow, and at least one reason.
func answer(v ast.Value) (decision.Answer, error) {
	r := reader{}
	a := decision.Answer{}
	r.object(v, "answer", 11, map[string]func(ast.Value){
		"outcome":     r.text(&a.Outcome),
		"allow":       r.truth(&a.Allow),
		"notice":      r.side(&a.Notice),
		"law":         r.side(&a.Law),
		"reasons":     func(v ast.Value) { a.Reasons = list(&r, v, r.reason) },
		"obligations": func(v ast.Value) { a.Obligations = list(&r, v, r.obligation) },
		"missing":     r.texts(&a.Missing),
		"assumed":     r.texts(&a.Assumed),
		"issues":      r.texts(&a.Issues),
		"basis":       r.text(&a.Basis),
		"bundle": func(v ast.Value) {
			r.object(v, "bundle", 3, map[string]func(ast.Value){
				"serial": r.number(&a.Bundle.Serial), "digest": r.text(&a.Bundle.Digest), "expires": r.text(&a.Bundle.Expires),
			})
		},
	})
	allows := a.Outcome == decision.Allow || a.Outcome == decision.AllowWithObligations
	switch {
	case r.err != nil:
	case !slices.Contains(outcomes, a.Outcome) || !slices.Contains(outcomes, a.Notice.Outcome):
		r.fail("outcome", a.Outcome)
	case a.Allow != allows:
		r.fail("allow", a.Allow)
	case len(a.Reasons) == 0:
		r.fail("reasons", "none")
	}
	return a, r.err
}

// reader reads values and remembers the first that is not as it should be.
type reader struct{ err error }

func (r *reader) fail(what string, got any) {
	if r.err == nil {
		r.err = fmt.Errorf("read answer: %s: unexpected %v", what, got)
	}
}

// object reads an object of known fields, of which at least the first so many must
// be there.
func (r *reader) object(v ast.Value, what string, least int, fields map[string]func(ast.Value)) {
	o, ok := v.(ast.Object)
	if !ok || o.Len() < least {
		r.fail(what, v)
		return
	}
	o.Foreach(func(k, v *ast.Term) {
		name, _ := k.Value.(ast.String)
		if read := fields[string(name)]; read != nil {
			read(v.Value)
			return
		}
		r.fail(what, k)
	})
}

func (r *reader) text(to *string) func(ast.Value) {
	return func(v ast.Value) {
		s, ok := v.(ast.String)
		if !ok {
			r.fail("text", v)
		}
		*to = string(s)
	}
}

func (r *reader) truth(to *bool) func(ast.Value) {
	return func(v ast.Value) {
		b, ok := v.(ast.Boolean)
		if !ok {
			r.fail("truth", v)
		}
		*to = bool(b)
	}
}

func (r *reader) number(to *int) func(ast.Value) {
	return func(v ast.Value) {
		n, _ := v.(ast.Number)
		i, ok := n.Int()
		if !ok {
			r.fail("number", v)
		}
		*to = i
	}
}

func (r *reader) side(to *decision.Side) func(ast.Value) {
	return func(v ast.Value) {
		r.object(v, "side", 1, map[string]func(ast.Value){"outcome": r.text(&to.Outcome)})
	}
}

func (r *reader) texts(to *[]string) func(ast.Value) {
	return func(v ast.Value) {
		*to = list(r, v, func(v ast.Value) (s string) {
			r.text(&s)(v)
			return s
		})
	}
}

// list reads an array; it is never nil.
func list[T any](r *reader, v ast.Value, read func(ast.Value) T) []T {
	array, ok := v.(*ast.Array)
	if !ok {
		r.fail("list", v)
		return nil
	}
	all := make([]T, 0, array.Len())
	array.Foreach(func(t *ast.Term) { all = append(all, read(t.Value)) })
	return all
}

func (r *reader) reason(v ast.Value) (x decision.Reason) {
	r.object(v, "reason", 3, map[string]func(ast.Value){
		"code": r.text(&x.Code), "source": r.text(&x.Source), "statement": r.text(&x.Statement), "rule": r.text(&x.Rule),
		"citation": r.text(&x.Citation), "status": r.text(&x.Status), "conflicts": r.text(&x.Conflicts),
		"text": r.text(&x.Text), "due": r.text(&x.Due), "detail": r.text(&x.Detail),
		"at": func(v ast.Value) {
			x.At = &decision.At{}
			r.object(v, "at", 3, map[string]func(ast.Value){
				"notice": r.text(&x.At.Notice), "version": r.text(&x.At.Version), "path": r.text(&x.At.Path),
			})
		},
	})
	if x.Code == "" || x.Source == "" {
		r.fail("reason", v)
	}
	return x
}

func (r *reader) obligation(v ast.Value) (x decision.Obligation) {
	r.object(v, "obligation", 7, map[string]func(ast.Value){
		"id": r.text(&x.ID), "text": r.text(&x.Text), "due": r.text(&x.Due), "overdue": r.truth(&x.Overdue),
		"to": r.text(&x.To), "via": r.texts(&x.Via), "fee": r.text(&x.Fee),
	})
	return x
}
