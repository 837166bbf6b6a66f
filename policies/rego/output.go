package rego

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/candor-privacy/candor/policies/decision"
)

// outcomes are the words an answer's outcome may be.
var outcomes = []string{decision.Allow, decision.AllowWithObligations, decision.Deny, decision.NotCovered}

// lawOutcomes are the words that a law's outcome may be.
var lawOutcomes = []string{decision.None, decision.AllowWithObligations, decision.Deny}

// answer reads the result of the entry point. It accepts exactly the closed shape
// of an answer: every field, no other, each of its type, an outcome that is one of
// four words and agrees with allow, and at least one reason.
func answer(v ast.Value) (decision.Answer, error) {
	r := reader{}
	a := decision.Answer{}
	r.object(v, "answer", 11, func(name string, v ast.Value) bool {
		switch name {
		case "outcome":
			a.Outcome = r.text(v)
		case "allow":
			a.Allow = r.truth(v)
		case "notice":
			a.Notice = r.side(v)
		case "law":
			a.Law = r.side(v)
		case "reasons":
			a.Reasons = list(&r, v, r.reason)
		case "obligations":
			a.Obligations = list(&r, v, r.obligation)
		case "missing":
			a.Missing = list(&r, v, r.text)
		case "assumed":
			a.Assumed = list(&r, v, r.text)
		case "issues":
			a.Issues = list(&r, v, r.text)
		case "basis":
			a.Basis = r.text(v)
		case "bundle":
			a.Bundle = r.bundle(v)
		default:
			return false
		}
		return true
	})
	allows := a.Outcome == decision.Allow || a.Outcome == decision.AllowWithObligations
	switch {
	case r.err != nil:
	case !slices.Contains(outcomes, a.Outcome) || !slices.Contains(outcomes, a.Notice.Outcome):
		r.fail("outcome", a.Outcome)
	case !slices.Contains(lawOutcomes, a.Law.Outcome):
		r.fail("law", a.Law.Outcome)
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
// be there. What reads a field tells whether it is known.
func (r *reader) object(v ast.Value, what string, least int, field func(string, ast.Value) bool) {
	o, ok := v.(ast.Object)
	if !ok || o.Len() < least {
		r.fail(what, v)
		return
	}
	o.Foreach(func(k, v *ast.Term) {
		if name, ok := k.Value.(ast.String); !ok || !field(string(name), v.Value) {
			r.fail(what, k)
		}
	})
}

func (r *reader) text(v ast.Value) string {
	s, ok := v.(ast.String)
	if !ok {
		r.fail("text", v)
	}
	return string(s)
}

func (r *reader) truth(v ast.Value) bool {
	b, ok := v.(ast.Boolean)
	if !ok {
		r.fail("truth", v)
	}
	return bool(b)
}

func (r *reader) number(v ast.Value) int {
	n, _ := v.(ast.Number)
	i, ok := n.Int()
	if !ok {
		r.fail("number", v)
	}
	return i
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

func (r *reader) side(v ast.Value) (x decision.Side) {
	r.object(v, "side", 1, func(name string, v ast.Value) bool {
		if name != "outcome" {
			return false
		}
		x.Outcome = r.text(v)
		return true
	})
	return x
}

func (r *reader) bundle(v ast.Value) (x decision.Bundle) {
	r.object(v, "bundle", 3, func(name string, v ast.Value) bool {
		switch name {
		case "serial":
			x.Serial = r.number(v)
		case "digest":
			x.Digest = r.text(v)
		case "expires":
			x.Expires = r.text(v)
		default:
			return false
		}
		return true
	})
	return x
}

func (r *reader) reason(v ast.Value) (x decision.Reason) {
	r.object(v, "reason", 3, func(name string, v ast.Value) bool {
		switch name {
		case "code":
			x.Code = r.text(v)
		case "source":
			x.Source = r.text(v)
		case "statement":
			x.Statement = r.text(v)
		case "rule":
			x.Rule = r.text(v)
		case "citation":
			x.Citation = r.text(v)
		case "status":
			x.Status = r.text(v)
		case "conflicts":
			x.Conflicts = r.text(v)
		case "text":
			x.Text = r.text(v)
		case "due":
			x.Due = r.text(v)
		case "detail":
			x.Detail = r.text(v)
		case "at":
			x.At = r.at(v)
		default:
			return false
		}
		return true
	})
	if x.Code == "" || x.Source == "" {
		r.fail("reason", v)
	}
	return x
}

func (r *reader) at(v ast.Value) *decision.At {
	x := &decision.At{}
	r.object(v, "at", 3, func(name string, v ast.Value) bool {
		switch name {
		case "notice":
			x.Notice = r.text(v)
		case "version":
			x.Version = r.text(v)
		case "path":
			x.Path = r.text(v)
		default:
			return false
		}
		return true
	})
	return x
}

func (r *reader) obligation(v ast.Value) (x decision.Obligation) {
	r.object(v, "obligation", 7, func(name string, v ast.Value) bool {
		switch name {
		case "id":
			x.ID = r.text(v)
		case "text":
			x.Text = r.text(v)
		case "due":
			x.Due = r.text(v)
		case "overdue":
			x.Overdue = r.truth(v)
		case "to":
			x.To = r.text(v)
		case "via":
			x.Via = list(r, v, r.text)
		case "fee":
			x.Fee = r.text(v)
		default:
			return false
		}
		return true
	})
	return x
}
